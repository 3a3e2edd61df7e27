/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/refine-terms.h"

#include <math.h>
#include <string.h>

#include "ground/sums.h"
#include "ground/vector.h"

/* ---- correlation ------------------------------------------------------ */

/* Part of a plane. */
typedef struct
{
  const gfloat *at;
  gsize stride;
  gint w, h;
} Area;

typedef struct
{
  gdouble mean_x, mean_y;
  gdouble by_y, by_x; /* gradient = by_y (y - mean_y) - by_x (x - mean_x) */
} Slopes;

static gdouble
correlate (const Area *x, const Area *y, Slopes *slopes)
{
  gdouble n = (gdouble) x->w * x->h, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0, product;

  *slopes = (Slopes){ 0 };
  if (x->w <= 0 || x->h <= 0)
    return 1;
  for (gint r = 0; r < x->h; r++)
    {
      sx += pst_sum (x->at + (gsize) r * x->stride, (gsize) x->w);
      sy += pst_sum (y->at + (gsize) r * y->stride, (gsize) x->w);
    }
  slopes->mean_x = sx / n;
  slopes->mean_y = sy / n;
  for (gint r = 0; r < x->h; r++)
    {
      const gfloat *a = x->at + (gsize) r * x->stride, *b = y->at + (gsize) r * y->stride;

      xx += pst_dot (a, a, (gsize) x->w);
      yy += pst_dot (b, b, (gsize) x->w);
      xy += pst_dot (a, b, (gsize) x->w);
    }
  xx = MAX (xx / n - slopes->mean_x * slopes->mean_x, 0);
  yy = MAX (yy / n - slopes->mean_y * slopes->mean_y, 0);
  xy = xy / n - slopes->mean_x * slopes->mean_y;
  product = xx * yy + 1e-8;
  slopes->by_y = 1 / sqrt (product) / n;
  slopes->by_x = xy * yy / (product * sqrt (product)) / n;
  return xy / sqrt (product);
}

/* to = -weight times the gradient of the correlation, added where @add. */
PST_VECTOR static void
correlate_back_line (const gfloat *x, const gfloat *y, gint n, const Slopes *s, gdouble weight,
                     gboolean add, gfloat *to)
{
  const gfloat a = (gfloat) (-weight * s->by_y), b = (gfloat) (weight * s->by_x);
  const gfloat c = (gfloat) (weight * (s->by_y * s->mean_y - s->by_x * s->mean_x));

  if (add)
    for (gint i = 0; i < n; i++)
      to[i] += a * y[i] + b * x[i] + c;
  else
    for (gint i = 0; i < n; i++)
      to[i] = a * y[i] + b * x[i] + c;
}

/* The same, times @by. */
PST_VECTOR static void
correlate_back_line_by (const gfloat *x, const gfloat *y, gint n, const Slopes *s, gdouble weight,
                        const gfloat *by, gfloat *restrict to)
{
  const gfloat a = (gfloat) (-weight * s->by_y), b = (gfloat) (weight * s->by_x);
  const gfloat c = (gfloat) (weight * (s->by_y * s->mean_y - s->by_x * s->mean_x));

  for (gint i = 0; i < n; i++)
    to[i] += by[i] * (a * y[i] + b * x[i] + c);
}

gdouble
pst_term_correlation (const PstLevel *x, gint c, const gfloat *y, gdouble weight, const gfloat *by,
                      PstLevel *dx)
{
  const Area a = { x->plane[c], x->stride, x->w, x->h };
  const Area b = { y, x->stride, x->w, x->h };
  Slopes slopes;
  gdouble correlation = correlate (&a, &b, &slopes);

  for (gint r = 0; r < x->h; r++)
    {
      gfloat *to = dx->plane[c] + (gsize) r * dx->stride;

      if (by)
        correlate_back_line_by (a.at + (gsize) r * a.stride, b.at + (gsize) r * b.stride, x->w,
                                &slopes, weight, by + (gsize) r * x->stride, to);
      else
        correlate_back_line (a.at + (gsize) r * a.stride, b.at + (gsize) r * b.stride, x->w,
                             &slopes, weight, TRUE, to);
    }
  return 1 - correlation;
}

/* ---- slope ------------------------------------------------------------ */

PST_VECTOR static void
blur_line (const gfloat *x, gsize stride, gint n, gfloat *restrict to)
{
  const gfloat *a = x - stride, *c = x + stride;

  for (gint i = 1; i < n - 1; i++)
    to[i] =
        (1.f / 9)
        * (a[i - 1] + a[i] + a[i + 1] + x[i - 1] + x[i] + x[i + 1] + c[i - 1] + c[i] + c[i + 1]);
}

PST_VECTOR static void
slope_line (const gfloat *b, gsize w, gfloat *restrict to)
{
  for (gsize i = 2; i + 2 < w; i++)
    {
      gfloat u = b[i + 1] - b[i - 1], v = b[i + w] - b[i - w];

      to[i] = sqrtf (u * u + v * v + 1e-5f);
    }
}

/* slopes [h][w], where they exist: two lines and columns less on every side. */
static void
take_slopes (const PstLevel *x, const gfloat *plane, gfloat *blurred, gfloat *slopes)
{
  const gsize w = (gsize) x->w;

  for (gint y = 1; y < x->h - 1; y++)
    blur_line (plane + (gsize) y * x->stride, x->stride, x->w, blurred + (gsize) y * w);
  for (gint y = 2; y < x->h - 2; y++)
    slope_line (blurred + (gsize) y * w, w, slopes + (gsize) y * w);
}

/* d: gradient of slopes in, p and q: of the two differences out. */
PST_VECTOR static void
slope_back_line (const gfloat *b, const gfloat *slopes, gsize w, const gfloat *d,
                 gfloat *restrict p, gfloat *restrict q)
{
  for (gsize i = 2; i + 2 < w; i++)
    {
      gfloat part = d[i] / slopes[i];

      p[i] = part * (b[i + 1] - b[i - 1]);
      q[i] = part * (b[i + w] - b[i - w]);
    }
}

PST_VECTOR static void
differences_back_line (const gfloat *p, const gfloat *q, gsize w, gfloat *restrict db)
{
  for (gsize i = 1; i + 1 < w; i++)
    db[i] = (1.f / 9) * (p[i - 1] - p[i + 1] + q[i - w] - q[i + w]);
}

/* A line of x is in the means of its own line and of both neighbours. */
PST_VECTOR static void
blur_back_line (const gfloat *db, gsize w, gfloat *restrict dx)
{
  const gfloat *a = db - w, *c = db + w;

  dx[0] += a[1] + db[1] + c[1];
  for (gsize i = 1; i + 1 < w; i++)
    dx[i] +=
        a[i - 1] + a[i] + a[i + 1] + db[i - 1] + db[i] + db[i + 1] + c[i - 1] + c[i] + c[i + 1];
  dx[w - 1] += a[w - 2] + db[w - 2] + c[w - 2];
}

gdouble
pst_term_slope (const PstLevel *x, gint c, const gfloat *y, gdouble weight, const gfloat *by,
                gfloat *scratch, PstLevel *dx)
{
  const gsize w = (gsize) x->w, size = w * (gsize) x->h, first = 2 * w + 2;
  gfloat *of_y = scratch, *of_x = scratch + size, *blurred = scratch + 2 * size;
  /* With a line of zeros above and below. */
  gfloat *p = scratch + 3 * size, *q = p + size, *db = q + size;
  const Area a = { of_x + first, w, x->w - 4, x->h - 4 };
  const Area b = { of_y + first, w, x->w - 4, x->h - 4 };
  Slopes slopes;
  gdouble correlation;

  if (x->w < 5 || x->h < 5)
    return 0;
  take_slopes (x, y, blurred, of_y);
  take_slopes (x, x->plane[c], blurred, of_x);
  correlation = correlate (&a, &b, &slopes);
  memset (p, 0, 3 * size * sizeof (gfloat));
  for (gint r = 2; r < x->h - 2; r++)
    {
      gfloat *d = db + (gsize) r * w; /* overwritten below */

      correlate_back_line (of_x + (gsize) r * w + 2, of_y + (gsize) r * w + 2, x->w - 4, &slopes,
                           weight, FALSE, d + 2);
      for (gint i = 2; by && i < x->w - 2; i++)
        d[i] *= by[(gsize) r * x->stride + (gsize) i];
      slope_back_line (blurred + (gsize) r * w, of_x + (gsize) r * w, w, d, p + (gsize) r * w,
                       q + (gsize) r * w);
    }
  memset (db, 0, size * sizeof (gfloat));
  for (gint r = 1; r < x->h - 1; r++)
    differences_back_line (p + (gsize) r * w, q + (gsize) r * w, w, db + (gsize) r * w);
  for (gint r = 1; r < x->h - 1; r++)
    blur_back_line (db + (gsize) r * w, w, dx->plane[c] + (gsize) r * dx->stride);
  /* The first and the last line are in one line's means each. */
  for (gint r = 0; r < x->h; r += x->h - 1)
    {
      const gfloat *from = db + (gsize) (r == 0 ? 1 : r - 1) * w;
      gfloat *to = dx->plane[c] + (gsize) r * dx->stride;

      for (gsize i = 0; i < w; i++)
        to[i] += from[i] + (i > 0 ? from[i - 1] : 0) + (i + 1 < w ? from[i + 1] : 0);
    }
  return 1 - correlation;
}

/* ---- tone ------------------------------------------------------------- */

gdouble
pst_term_tone (const PstLevel *x, gint c, const gfloat *y, gdouble weight, const gfloat *by,
               PstLevel *dx)
{
  gdouble n = (gdouble) x->w * x->h, sum = 0;
  gfloat step = (gfloat) (2 * weight / n);

  for (gint r = 0; r < x->h; r++)
    {
      const gfloat *a = x->plane[c] + (gsize) r * x->stride;
      const gfloat *b = y + (gsize) r * x->stride;
      gfloat *to = dx->plane[c] + (gsize) r * dx->stride;

      for (gint i = 0; i < x->w; i++)
        {
          gfloat d = a[i] - b[i];

          sum += d * d;
          to[i] += by ? by[(gsize) r * x->stride + (gsize) i] * step * d : step * d;
        }
    }
  return sum / n;
}

/* ---- roughness -------------------------------------------------------- */

typedef struct
{
  const gfloat *rgb;
  gint w, h;
  gfloat step_x, step_y;
  gdouble *sums; /* [lines][2] */
  gfloat *drgb;
} Rough;

static gfloat
sign (gfloat v)
{
  return v > 0 ? 1 : v < 0 ? -1 : 0;
}

PST_VECTOR static void
rough_line (const gfloat *x, const gfloat *above, const gfloat *below, gint n, gfloat step_x,
            gfloat step_y, gfloat *restrict to)
{
  to[0] += step_x * (n > 1 ? sign (x[0] - x[1]) : 0);
  for (gint i = 1; i < n - 1; i++)
    to[i] += step_x * (sign (x[i] - x[i - 1]) + sign (x[i] - x[i + 1]));
  to[n - 1] += step_x * (n > 1 ? sign (x[n - 1] - x[n - 2]) : 0);
  for (gint i = 0; i < n; i++)
    to[i] += step_y * (sign (x[i] - above[i]) + sign (x[i] - below[i]));
}

/* Item: a line of a plane. */
static void
rough_item (gint item, gint worker, gpointer data)
{
  const Rough *r = data;
  const gint y = item % r->h;
  const gfloat *x = r->rgb + (gsize) item * (gsize) r->w;
  const gfloat *below = y + 1 < r->h ? x + r->w : x;
  gdouble across = 0, down = 0;

  for (gint i = 0; i + 1 < r->w; i++)
    across += fabsf (x[i + 1] - x[i]);
  for (gint i = 0; i < r->w; i++)
    down += fabsf (below[i] - x[i]);
  r->sums[2 * item] = across;
  r->sums[2 * item + 1] = down;
  rough_line (x, y > 0 ? x - r->w : x, below, r->w, r->step_x, r->step_y,
              r->drgb + (gsize) item * (gsize) r->w);
}

gdouble
pst_term_rough (const gfloat *rgb, gint w, gint h, gdouble weight, PstPool *pool, gfloat *drgb)
{
  gdouble across = 0, down = 0, n_across = 3. * (w - 1) * h, n_down = 3. * w * (h - 1);
  Rough r = { rgb, w, h };

  r.step_x = n_across > 0 ? (gfloat) (weight / n_across) : 0;
  r.step_y = n_down > 0 ? (gfloat) (weight / n_down) : 0;
  r.sums = g_new0 (gdouble, 6 * h);
  r.drgb = drgb;
  pst_pool_run (pool, 3 * h, rough_item, &r);
  for (gint i = 0; i < 3 * h; i++)
    {
      across += r.sums[2 * i];
      down += r.sums[2 * i + 1];
    }
  g_free (r.sums);
  return (n_across > 0 ? across / n_across : 0) + (n_down > 0 ? down / n_down : 0);
}
