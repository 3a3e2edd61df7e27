/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/finish.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "ground/taps.h"
#include "kernels/twice.h"
#include "networks/finisher.h"
#include "networks/generator.h"
#include "strokes/flow.h"
#include "styles/style.h"

#define MOST_DOUBLINGS 6
#define LEAST          0.85 /* a painting is not reduced by more before it is doubled */

struct _PstFinish
{
  PstEngine *engine;
  const PstTensorSet *weights;
  const PstImage *painting;
  gfloat *along; /* [2][h][w], see pst_bristles () */
  gint width, height, doublings;
  PstTaps *columns, *rows; /* to the smallest size */
  guint64 key;
};

/* Of a picture of that size: x0 <= x < x1. */
typedef struct
{
  gint x0, y0, x1, y1;
} Rect;

gint
pst_finish_doublings (gint from, gint to)
{
  gint n = 0;

  while (n < MOST_DOUBLINGS && to >= LEAST * from * (2 << n))
    n++;
  return n;
}

/* The full size halved so many times, never less than covers it. */
static gint
halved (gint size, gint times)
{
  return (size + (1 << times) - 1) >> times;
}

PstFinish *
pst_finish_new (PstEngine *engine, const PstTensorSet *weights, const PstImage *painting,
                gint width, gint height, guint32 seed, GError **error)
{
  const gint doublings =
      pst_finish_doublings (MAX (painting->width, painting->height), MAX (width, height));
  g_autoptr (PstFinish) f = NULL;

  if (doublings == 0)
    return NULL;
  f = g_new0 (PstFinish, 1);
  f->engine = engine;
  f->weights = weights;
  f->painting = painting;
  f->width = width;
  f->height = height;
  f->doublings = doublings;
  f->key = pst_noise_key (seed);
  f->along = pst_flow_along (engine, painting, 1, error);
  if (! f->along)
    return NULL;
  f->columns = pst_taps_new_scaled (&pst_kernel_cubic, painting->width,
                                    (gdouble) painting->width * (1 << doublings) / width, 0,
                                    halved (width, doublings));
  f->rows = pst_taps_new_scaled (&pst_kernel_cubic, painting->height,
                                 (gdouble) painting->height * (1 << doublings) / height, 0,
                                 halved (height, doublings));
  if (f->columns && f->rows)
    return g_steal_pointer (&f);
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "No memory to enlarge a painting to %d x %d pixels. Close other programs or use a "
               "smaller picture.",
               width, height);
  return NULL;
}

void
pst_finish_free (PstFinish *f)
{
  if (! f)
    return;
  g_free (f->along);
  pst_taps_free (f->columns);
  pst_taps_free (f->rows);
  g_free (f);
}

/* ---- the smallest size ------------------------------------------------ */

/* to [3][h][w] in [-1,1] */
static void
resample (const PstFinish *f, const Rect *r, gfloat *to)
{
  const gint w = r->x1 - r->x0, first = f->rows->first[r->y0];
  const gint end = f->rows->first[r->y1 - 1] + f->rows->width;
  g_autofree gfloat *lines = g_new (gfloat, (gsize) w * (gsize) (end - first));

  for (gsize c = 0; c < 3; c++)
    {
      const gfloat *plane =
          f->painting->data + c * (gsize) f->painting->width * (gsize) f->painting->height;

      for (gint y = first; y < end; y++)
        for (gint x = 0; x < w; x++)
          {
            const gdouble *weights =
                f->columns->weights + (gsize) (r->x0 + x) * (gsize) f->columns->width;
            const gfloat *in =
                plane + (gsize) y * (gsize) f->painting->width + f->columns->first[r->x0 + x];
            gdouble sum = 0;

            for (gint k = 0; k < f->columns->width; k++)
              sum += weights[k] * in[k];
            lines[(gsize) (y - first) * (gsize) w + (gsize) x] = (gfloat) sum;
          }
      for (gint y = r->y0; y < r->y1; y++)
        for (gint x = 0; x < w; x++)
          {
            const gdouble *weights = f->rows->weights + (gsize) y * (gsize) f->rows->width;
            gdouble sum = 0;

            for (gint k = 0; k < f->rows->width; k++)
              sum += weights[k] * lines[(gsize) (f->rows->first[y] - first + k) * (gsize) w + x];
            *to++ = (gfloat) (2 * CLAMP (sum, 0, 1) - 1);
          }
    }
}

/* ---- what guides ------------------------------------------------------ */

/* Luma of the photo in [-1,1] over @r of the full size: [h][w]. */
static gfloat *
take_luma (const PstFinishPhoto *photo, const Rect *r)
{
  const gint w = r->x1 - r->x0, h = r->y1 - r->y0;
  gfloat *luma = g_new (gfloat, (gsize) w * (gsize) h), *to = luma;

  for (gint y = r->y0; y < r->y1; y++)
    {
      const gsize line = (gsize) CLAMP (y - photo->y, 0, photo->height - 1) * photo->stride;

      for (gint x = r->x0; x < r->x1; x++)
        {
          const gsize at = line + (gsize) CLAMP (x - photo->x, 0, photo->width - 1);
          gfloat v = 0.299f * photo->planes[0][at] + 0.587f * photo->planes[1][at]
                     + 0.114f * photo->planes[2][at];

          *to++ = v > 0 ? 2 * MIN (v, 1) - 1 : -1; /* also of NaN */
        }
    }
  return luma;
}

static gfloat *
halve (const gfloat *x, gint w, gint h)
{
  gfloat *half = g_new (gfloat, (gsize) (w / 2) * (gsize) (h / 2)), *to = half;

  for (gint y = 0; y < h / 2; y++)
    for (gint i = 0; i < w / 2; i++)
      {
        const gfloat *a = x + (gsize) (2 * y) * (gsize) w + 2 * i, *b = a + w;

        *to++ = 0.25f * (a[0] + a[1] + b[0] + b[1]);
      }
  return half;
}

/* The way strokes go over @r of a size that is @scale of the painting's pixels a pixel: [2][h][w]. */
static gfloat *
take_along (const PstFinish *f, const Rect *r, gdouble scale_x, gdouble scale_y)
{
  const gint w = r->x1 - r->x0, h = r->y1 - r->y0, pw = f->painting->width,
             ph = f->painting->height;
  const gsize n = (gsize) w * (gsize) h, size = (gsize) pw * (gsize) ph;
  gfloat *along = g_new (gfloat, 2 * n);

  for (gint y = 0; y < h; y++)
    {
      const gdouble py = CLAMP ((r->y0 + y + .5) * scale_y - .5, 0, ph - 1);
      const gsize line = (gsize) py * (gsize) pw, below = py < ph - 1 ? (gsize) pw : 0;
      const gfloat v = (gfloat) (py - floor (py));

      for (gint x = 0; x < w; x++)
        {
          const gdouble px = CLAMP ((r->x0 + x + .5) * scale_x - .5, 0, pw - 1);
          const gsize at = line + (gsize) px, right = px < pw - 1 ? 1 : 0;
          const gfloat u = (gfloat) (px - floor (px));

          for (gsize c = 0; c < 2; c++)
            {
              const gfloat *from = f->along + c * size + at;
              const gfloat a = from[0] + u * (from[right] - from[0]);
              const gfloat b = from[below] + u * (from[below + right] - from[below]);

              along[c * n + (gsize) y * (gsize) w + (gsize) x] = a + v * (b - a);
            }
        }
    }
  return along;
}

/* ---- a part ----------------------------------------------------------- */

/* Of planes [3][.][.] of @from, those of @to; [-1,1] both. */
static void
cut (const gfloat *planes, const Rect *from, const Rect *to, gfloat *out)
{
  const gint stride = from->x1 - from->x0, w = to->x1 - to->x0;
  const gsize plane = (gsize) stride * (gsize) (from->y1 - from->y0);

  for (gsize c = 0; c < 3; c++)
    for (gint y = to->y0; y < to->y1; y++, out += w)
      memcpy (out,
              planes + c * plane + (gsize) (y - from->y0) * (gsize) stride + (to->x0 - from->x0),
              (gsize) w * sizeof (gfloat));
}

/* Planes [3] of a part: what is finished, and the same with nothing added. */
typedef struct
{
  gfloat *finished, *plain;
} Planes;

static void
planes_clear (Planes *p)
{
  g_clear_pointer (&p->finished, g_free);
  g_clear_pointer (&p->plain, g_free);
}

/* planes [3] of @r, twice as large, and @added [3] to them unless that is NULL: what @next has of it. */
static gfloat *
enlarge (const Rect *r, const gfloat *planes, const gfloat *added, const Rect *next)
{
  const gint w = r->x1 - r->x0, h = r->y1 - r->y0;
  const gsize n = (gsize) w * (gsize) h;
  const Rect large = { 2 * r->x0, 2 * r->y0, 2 * r->x1, 2 * r->y1 };
  g_autofree gfloat *base = g_new (gfloat, 12 * n);
  g_autofree gfloat *scratch = g_new (gfloat, pst_twice_scratch (h, w));
  gfloat *out = g_new (gfloat, 3 * (gsize) (next->x1 - next->x0) * (gsize) (next->y1 - next->y0));

  for (gsize c = 0; c < 3; c++)
    pst_twice_plane (planes + c * n, h, w, base + 4 * c * n, scratch);
  for (gsize i = 0; i < 12 * n && added; i++)
    base[i] = CLAMP (base[i] + added[i], -1, 1);
  cut (base, &large, next, out);
  return out;
}

/* @p of @r at that level becomes that of the level above, where it is wanted: @next. */
static gboolean
twice (const PstFinish *f, gint level, const Rect *r, Planes *p, const gfloat *guide,
       const Rect *next, GError **error)
{
  const gint w = r->x1 - r->x0, h = r->y1 - r->y0;
  const gsize n = (gsize) w * (gsize) h;
  const gdouble scale = (gdouble) (1 << (f->doublings - level));
  g_autofree gfloat *along = take_along (f, r, scale * f->painting->width / f->width,
                                         scale * f->painting->height / f->height);
  Planes above = { NULL, NULL };
  PstTape tape;
  PstNode *in, *added;

  pst_tape_init (&tape, f->engine->pool, f->engine->arena, FALSE);
  in = pst_tape_node (&tape, 1, PST_FINISHER_INPUT, h, w);
  if (! pst_tape_failed (&tape))
    {
      memcpy (in->data, p->finished, 3 * n * sizeof (gfloat));
      pst_finisher_see (in, 0,
                        &(PstFinisherSight){ .guide = guide,
                                             .gain = 1,
                                             .along = { along, along + n },
                                             .key = pst_random_key (f->key, 9, (guint64) level),
                                             .x = r->x0,
                                             .y = r->y0 });
    }
  added = pst_finisher_forward (&tape, f->weights, NULL, in);
  if (! pst_tape_failed (&tape))
    {
      above.finished = enlarge (r, p->finished, added->data, next);
      above.plain = enlarge (r, p->plain, NULL, next);
    }
  else
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  planes_clear (p);
  *p = above;
  return p->finished != NULL;
}

/* What of the level below is needed for @r. */
static Rect
below (const Rect *r, gint width, gint height)
{
  return (Rect){ MAX (r->x0 / 2 - PST_FINISHER_HALO, 0), MAX (r->y0 / 2 - PST_FINISHER_HALO, 0),
                 MIN ((r->x1 + 1) / 2 + PST_FINISHER_HALO, width),
                 MIN ((r->y1 + 1) / 2 + PST_FINISHER_HALO, height) };
}

/* guides[level] over @rect[level - 1] doubled, for every level above the lowest. */
static void
make_guides (const PstFinish *f, const PstFinishPhoto *photo, const Rect *rect, gfloat **guides)
{
  const gint k = f->doublings;
  const Rect *low = &rect[0];
  gfloat *luma[MOST_DOUBLINGS + 1];

  luma[k] = take_luma (photo, &(Rect){ low->x0 << k, low->y0 << k, low->x1 << k, low->y1 << k });
  for (gint l = k; l > 1; l--)
    luma[l - 1] = halve (luma[l], (low->x1 - low->x0) << l, (low->y1 - low->y0) << l);
  for (gint l = 1; l <= k; l++)
    {
      const Rect *r = &rect[l - 1];
      const gint w = 2 * (r->x1 - r->x0), h = 2 * (r->y1 - r->y0);
      const gint x = 2 * r->x0 - (low->x0 << l), y = 2 * r->y0 - (low->y0 << l);
      const gint stride = (low->x1 - low->x0) << l;

      guides[l] = g_new (gfloat, (gsize) w * (gsize) h);
      for (gint i = 0; i < h; i++)
        memcpy (guides[l] + (gsize) i * (gsize) w, luma[l] + (gsize) (y + i) * (gsize) stride + x,
                (gsize) w * sizeof (gfloat));
      g_free (luma[l]);
    }
}

gboolean
pst_finish_part (const PstFinish *f, const PstFinishPhoto *photo, gint x, gint y, gint width,
                 gint height, gfloat *to, GError **error)
{
  const gint k = f->doublings;
  const gsize n = 3 * (gsize) width * (gsize) height;
  Rect rect[MOST_DOUBLINGS + 1];
  gfloat *guides[MOST_DOUBLINGS + 1] = { NULL };
  gboolean good = TRUE;
  gsize least;
  Planes p;

  rect[k] = (Rect){ x, y, x + width, y + height };
  for (gint l = k - 1; l >= 0; l--)
    rect[l] = below (&rect[l + 1], halved (f->width, k - l), halved (f->height, k - l));
  make_guides (f, photo, rect, guides);
  least = 3 * (gsize) (rect[0].x1 - rect[0].x0) * (gsize) (rect[0].y1 - rect[0].y0);
  p.finished = g_new (gfloat, least);
  resample (f, &rect[0], p.finished);
  p.plain = g_memdup2 (p.finished, least * sizeof (gfloat));
  for (gint l = 0; l < k; l++)
    {
      good = good && twice (f, l, &rect[l], &p, guides[l + 1], &rect[l + 1], error);
      g_free (guides[l + 1]);
    }
  for (gsize i = 0; i < n && good; i++)
    to[i] = 0.5f * (p.finished[i] - p.plain[i]);
  planes_clear (&p);
  return good;
}

/* ---- for who looks at a part ------------------------------------------ */

PstFinish *
pst_engine_begin_finish (PstEngine *engine, const PstStyle *style, const PstImage *painting,
                         gint width, gint height, guint32 seed, GError **error)
{
  if (! style->finisher)
    return NULL;
  return pst_finish_new (engine, style->finisher, painting, width, height, seed, error);
}

PstImage *
pst_finish_get (const PstFinish *f, const PstImage *photo, gint x, gint y, gint width, gint height,
                GError **error)
{
  const gsize plane = (gsize) photo->width * (gsize) photo->height;
  const PstFinishPhoto known = { { photo->data, photo->data + plane, photo->data + 2 * plane },
                                 (gsize) photo->width,
                                 0,
                                 0,
                                 photo->width,
                                 photo->height };
  g_autoptr (PstImage) part = pst_image_new (width, height, error);

  return part && pst_finish_part (f, &known, x, y, width, height, part->data, error)
             ? g_steal_pointer (&part)
             : NULL;
}
