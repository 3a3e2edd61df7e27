/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/manner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ground/engine-private.h"

#define LEAST_SIDE  24 /* pixels of a painting's short side              */
#define LEAST_COUNT 64 /* pixels that a matrix must be the mean of        */
#define FLOOR                                                                                      \
  .15 /* least deviation, as a part of their median: or a gray painting's
                           chroma would count more than all else */

static const PstMannerParams usual = { .size = 448, .wavelength = 5, .octaves = 3, .content = 1 };

static gboolean
check (const PstMannerParams *p, GError **error)
{
  if (p->size >= 64 && p->size <= 2048 && p->wavelength >= 3 && p->wavelength <= 8
      && p->octaves >= 2 && p->octaves <= PST_ORIENTED_OCTAVES && p->content >= 0
      && p->content <= 10)
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               "A manner's size is 64 to 2048, its wavelength 3 to 8, its octaves 2 to 4, its "
               "content 0 to 10");
  return FALSE;
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  const gdouble *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/* Adds the mirror image's matrix and divides by what the channels' deviations are. */
static void
finish_map (PstMannerMap *m, gint map)
{
  const gint c = pst_oriented_channels (map), last = c - 1;
  g_autofree gdouble *sorted = g_new (gdouble, c), *plain = m->gram;
  gdouble least;

  m->gram = g_new (gdouble, c * c);
  for (gint i = 0; i < c; i++)
    for (gint j = 0; j < c; j++)
      m->gram[i * c + j] =
          .5
          * (plain[i * c + j]
             + plain[pst_oriented_mirrored (map, i) * c + pst_oriented_mirrored (map, j)]);
  for (gint i = 0; i < last; i++)
    sorted[i] = m->deviation[i] =
        sqrt (MAX (m->gram[i * c + i] - m->gram[i * c + last] * m->gram[i * c + last], 0));
  qsort (sorted, (gsize) last, sizeof (gdouble), compare_doubles);
  least = MAX (FLOOR * sorted[(last - 1) / 2], 1e-4);
  for (gint i = 0; i < last; i++)
    m->deviation[i] = MAX (m->deviation[i], least);
  m->deviation[last] = 1;
  for (gint i = 0; i < c; i++)
    for (gint j = 0; j < c; j++)
      {
        gdouble v = m->gram[i * c + j] /= m->deviation[i] * m->deviation[j];

        if (i < last && j < last)
          m->squares += v * v;
        else if (i < last)
          m->squares_of_means += v * v;
      }
}

/* From -1 to 1, as all that is refined. */
static void
put_image (PstPyramid *pyramid, const PstImage *image, PstPool *pool)
{
  gsize n = 3 * (gsize) image->width * (gsize) image->height;
  g_autofree gfloat *rgb = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    rgb[i] = 2 * CLAMP (image->data[i], 0, 1) - 1;
  pst_pyramid_put_rgb (pyramid, rgb, pool);
  pst_pyramid_shrink (pyramid, pool);
}

static gboolean
measure (PstManner *manner, PstEngine *engine, const PstImage *image, GError **error)
{
  const gint octaves = manner->params.octaves;
  g_autoptr (PstPyramid) x = pst_pyramid_new (engine->arena, image->width, image->height, octaves);
  g_autoptr (PstOriented) o = pst_oriented_new (engine->pool, engine->arena, image->width,
                                                image->height, octaves, manner->params.wavelength);
  gdouble *grams[PST_ORIENTED_MAPS];

  if (! x || ! o)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory to look at a painting of %d x %d pixels", image->width,
                   image->height);
      return FALSE;
    }
  put_image (x, image, engine->pool);
  for (gint i = 0; i < 2 * octaves; i++)
    {
      gsize c = (gsize) pst_oriented_channels (i);

      grams[i] = manner->map[i].gram = g_new0 (gdouble, c * c);
      manner->map[i].deviation = g_new0 (gdouble, c);
    }
  pst_oriented_forward (o, x, 0, grams);
  for (gint i = 0; i < 2 * octaves; i++)
    {
      if (pst_oriented_count (o, i, 0) >= LEAST_COUNT)
        finish_map (&manner->map[i], i);
      else
        g_clear_pointer (&manner->map[i].gram, g_free);
    }
  return TRUE;
}

PstManner *
pst_manner_new (PstEngine *engine, const PstImage *painting, const PstMannerParams *params,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (PstManner) manner = g_new0 (PstManner, 1);
  g_autoptr (PstImage) smaller = NULL;
  gint short_side = MIN (painting->width, painting->height);

  manner->ref_count = 1;
  manner->params = usual;
  if (params)
    {
      manner->params.size = params->size ? params->size : usual.size;
      manner->params.wavelength = params->wavelength > 0 ? params->wavelength : usual.wavelength;
      manner->params.octaves = params->octaves ? params->octaves : usual.octaves;
      manner->params.content = params->content > 0 ? params->content : usual.content;
    }
  if (! check (&manner->params, error))
    return NULL;
  if (short_side < LEAST_SIDE)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A painting of %d x %d pixels is too small to have strokes; give a larger one",
                   painting->width, painting->height);
      return NULL;
    }
  if (short_side > manner->params.size)
    {
      smaller = pst_image_resize_short (painting, manner->params.size, error);
      if (! smaller)
        return NULL;
      painting = smaller;
    }
  manner->params.size = MIN (manner->params.size, short_side);
  pst_colours_take (&manner->colours, painting);
  manner->draw = pst_colours_draw_new (&manner->colours, engine->pool);
  pst_pool_set_cancellable (engine->pool, cancellable);
  if (! measure (manner, engine, painting, error))
    g_clear_pointer (&manner, pst_manner_unref);
  pst_pool_set_cancellable (engine->pool, NULL);
  if (! manner || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&manner);
}

PstManner *
pst_manner_ref (PstManner *manner)
{
  g_atomic_int_inc (&manner->ref_count);
  return manner;
}

void
pst_manner_unref (PstManner *manner)
{
  if (! manner || ! g_atomic_int_dec_and_test (&manner->ref_count))
    return;
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    {
      g_free (manner->map[i].gram);
      g_free (manner->map[i].deviation);
    }
  pst_colour_table_free (manner->draw);
  g_free (manner);
}

const PstMannerParams *
pst_manner_get_params (const PstManner *manner)
{
  return &manner->params;
}

PstImage *
pst_manner_recolour (PstEngine *engine, const PstManner *manner, const PstImage *photo,
                     GError **error)
{
  return pst_recolour (photo, &manner->colours, engine->pool, error);
}

gdouble
pst_manner_compare (const PstManner *manner, gint map, const gdouble *gram, gdouble weight,
                    gdouble weight_of_means, gdouble *dgram)
{
  const PstMannerMap *m = &manner->map[map];
  const gint c = pst_oriented_channels (map), last = c - 1;
  const gdouble step = 2 * weight / m->squares,
                step_of_means = weight_of_means / m->squares_of_means;
  gdouble sum = 0;

  for (gint i = 0; i < c; i++)
    for (gint j = 0; j < c; j++)
      {
        gdouble scale = 1 / (m->deviation[i] * m->deviation[j]);
        gdouble d = gram[i * c + j] * scale - m->gram[i * c + j];

        if (i < last && j < last)
          sum += d * d;
        /* A mean stands in the last line and in the last column, with half its gradient each. */
        dgram[i * c + j] = d * scale * (i < last && j < last ? step : step_of_means);
      }
  return sum / m->squares;
}
