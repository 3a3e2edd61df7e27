/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/brushwork.h"

#include <math.h>
#include <string.h>

#include "ground/order.h"
#include "kernels/gabor.h"
#include "kernels/pyramid.h"
#include "strokes/flow.h"

#define RADIUS       4
#define ORIENTATIONS 8
#define SAMPLES      40000 /* for a median */
#define SPACING      5.    /* pixels that marks are apart where they are found */
#define NEARLY       .95
#define LEAST_SIZE   354

typedef struct
{
  PstEngine *engine;
  PstGabor *gabor;
  const PstLevel *x;
  gint w, h;
  gfloat *energy; /* [h][w] */
} Job;

/* Item: a line. */
static void
energy_item (gint y, gint worker, gpointer data)
{
  const Job *job = data;
  const gsize length = (gsize) (job->w + PST_GABOR_LANES - 1) / PST_GABOR_LANES * PST_GABOR_LANES;
  gfloat *to = job->energy + (gsize) y * (gsize) job->w;
  gfloat *filtered = pst_pool_scratch (
      job->engine->pool, worker,
      (2 * ORIENTATIONS * length + pst_gabor_scratch (job->gabor, job->w)) * sizeof (gfloat));
  const gfloat *rows[2 * RADIUS + 1];

  for (gint k = 0; k <= 2 * RADIUS; k++)
    rows[k] = job->x->plane[0] + (gsize) (y + k) * job->x->stride;
  pst_gabor_row (job->gabor, 2, rows, job->w, filtered, length,
                 filtered + 2 * ORIENTATIONS * length);
  memset (to, 0, (gsize) job->w * sizeof (gfloat));
  for (gint i = 0; i < 2 * ORIENTATIONS; i++)
    {
      const gfloat *v = filtered + (gsize) i * length;

      for (gint x = 0; x < job->w; x++)
        to[x] += v[x] * v[x] / ORIENTATIONS;
    }
}

static gdouble
median (const gfloat *v, gsize n)
{
  gint count = (gint) MIN (n, SAMPLES);
  g_autofree gfloat *some = g_new (gfloat, count);
  g_autofree guint64 *words = g_new (guint64, 2 * count);

  for (gint i = 0; i < count; i++)
    some[i] = v[(guint64) i * n / (guint64) count];
  pst_order (some, count, words, words + count);
  return some[PST_ORDER_INDEX (words[count + count / 2])];
}

static void
take_directions (PstBrushwork *b, const PstLevel *x, PstPool *pool)
{
  const gint w = x->w, h = x->h;
  const gsize n = (gsize) w * (gsize) h;
  g_autofree gfloat *planes = g_new (gfloat, 8 * n);
  gdouble sum = 0, weights = 0, lean[2] = { 0 };

  for (gint y = 0; y < h; y++)
    memcpy (planes + (gsize) y * (gsize) w, x->plane[0] + (gsize) y * x->stride,
            (gsize) w * sizeof (gfloat));
  pst_flow_tensor (planes, w, h, .7, 2.8, planes + n, planes + 5 * n, pool);
  for (gsize i = 0; i < n; i++)
    {
      gfloat cosine = planes[5 * n + i], sine = planes[6 * n + i];

      sum += hypotf (cosine, sine);
      lean[0] += cosine;
      lean[1] += sine;
      weights += planes[7 * n + i];
    }
  b->coherence = weights > 0 ? sum / weights : 0;
  for (gint i = 0; i < 2; i++)
    b->lean[i] = weights > 0 ? lean[i] / weights : 0;
}

static void
take_luma (PstBrushwork *b, PstEngine *engine, const PstLevel *x, gdouble wavelength)
{
  g_autoptr (PstGabor) gabor = pst_gabor_new (ORIENTATIONS, RADIUS, wavelength);
  Job job = { engine, gabor, x, x->w - 2 * RADIUS, x->h - 2 * RADIUS };
  const gsize n = (gsize) job.w * (gsize) job.h;
  g_autofree gfloat *energy = g_new (gfloat, n);
  gdouble sum = 0, squares = 0, luma = 0, luma_squares = 0, pixels = (gdouble) x->w * x->h;

  job.energy = energy;
  pst_pool_run (engine->pool, job.h, energy_item, &job);
  for (gsize i = 0; i < n; i++)
    {
      sum += energy[i];
      squares += energy[i] * energy[i];
    }
  for (gint y = 0; y < x->h; y++)
    for (gint i = 0; i < x->w; i++)
      {
        gdouble v = x->plane[0][(gsize) y * x->stride + (gsize) i];

        luma += v;
        luma_squares += v * v;
      }
  luma /= pixels;
  luma_squares = MAX (luma_squares / pixels - luma * luma, 1e-8);
  b->energy = sqrt (sum / (gdouble) n / luma_squares);
  b->peak = sum > 0 ? squares * (gdouble) n / (sum * sum) : 1;
  b->typical = sqrt (median (energy, n));
}

gboolean
pst_brushwork_take (PstBrushwork *brushwork, PstEngine *engine, const PstImage *image,
                    gdouble wavelength, GError **error)
{
  g_autoptr (PstPyramid) x = pst_pyramid_new (engine->arena, image->width, image->height, 1);
  gsize n = 3 * (gsize) image->width * (gsize) image->height;
  g_autofree gfloat *rgb = g_try_new (gfloat, n);

  if (! x || ! rgb)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory to look at a painting of %d x %d pixels", image->width,
                   image->height);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    rgb[i] = 2 * CLAMP (image->data[i], 0, 1) - 1;
  pst_pyramid_put_rgb (x, rgb, engine->pool);
  take_luma (brushwork, engine, &x->level[0], wavelength);
  take_directions (brushwork, &x->level[0], engine->pool);
  return TRUE;
}

/* The smallest size, not below @least, whose quality is nearly the best of these. */
static gint
smallest_good (const gint *sizes, const gdouble *quality, gint n, gint least)
{
  gdouble most = 0;
  gint size = 0;

  for (gint i = 0; i < n; i++)
    if (sizes[i] >= least)
      most = MAX (most, quality[i]);
  for (gint i = 0; i < n; i++)
    if (sizes[i] >= least && quality[i] > 0 && quality[i] >= NEARLY * most)
      size = sizes[i];
  return size;
}

gboolean
pst_brushwork_find_size (PstBrushworkSize *found, PstEngine *engine, const PstImage *painting,
                         GError **error)
{
  static const gint sizes[] = { 1000, 707, 500, 354, 250, 177 };
  const gint n = G_N_ELEMENTS (sizes), own = MIN (painting->width, painting->height);
  gdouble quality[G_N_ELEMENTS (sizes)] = { 0 };
  gint marks;

  for (gint i = 0; i < n; i++)
    if (sizes[i] <= own)
      {
        g_autoptr (PstImage) small = pst_image_resize_short (painting, sizes[i], error);
        PstBrushwork b;

        if (! small || ! pst_brushwork_take (&b, engine, small, SPACING, error))
          return FALSE;
        quality[i] = b.energy / b.peak;
      }
  found->size = smallest_good (sizes, quality, n, LEAST_SIZE);
  if (! found->size)
    found->size = MIN (own, LEAST_SIZE);
  marks = smallest_good (sizes, quality, n, 0);
  found->spacing = SPACING / (marks ? marks : found->size);
  return TRUE;
}
