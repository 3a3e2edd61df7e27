/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/flow.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "ground/sums.h"

#define MOST_STEPS 40
#define LARGEST    2.5f
#define NARROW     .16 /* deviations of the two blurs whose difference noise is, in wavelengths */
#define WIDE       .4
/* Squared difference over two pixels below which shading leads no stroke: a forehead has its
 * outline's direction, not rings around a highlight. */
#define PLAIN 1e-3f
/* What leads where nothing does: plain skies would show the grid in which JPEG rounds them. */
#define DRIFT  .006f
#define NEAR   3.  /* pixels in which a photo's detail is seen     */
#define DETAIL .3f /* deviation of luma that halves the noise     */

/* ---- blur ------------------------------------------------------------- */

typedef struct
{
  const gfloat *x;
  gint w, h, reach;
  const gfloat *weights; /* [reach + 1] */
  gfloat *to;
} Blur;

/* Item: a line. */
static void
across_item (gint y, gint worker, gpointer data)
{
  const Blur *b = data;
  const gfloat *x = b->x + (gsize) y * (gsize) b->w;
  gfloat *to = b->to + (gsize) y * (gsize) b->w;
  gsize n = (gsize) b->w, reach = (gsize) b->reach;
  g_autofree gfloat *wide = g_new (gfloat, n + 2 * reach);

  for (gsize i = 0; i < reach; i++)
    {
      wide[i] = x[0];
      wide[n + reach + i] = x[n - 1];
    }
  memcpy (wide + reach, x, n * sizeof (gfloat));
  memset (to, 0, n * sizeof (gfloat));
  for (gsize k = 0; k <= 2 * reach; k++)
    pst_add_scaled (to, wide + k, b->weights[k < reach ? reach - k : k - reach], n);
}

static void
down_item (gint y, gint worker, gpointer data)
{
  const Blur *b = data;
  gfloat *to = b->to + (gsize) y * (gsize) b->w;

  memset (to, 0, (gsize) b->w * sizeof (gfloat));
  for (gint k = -b->reach; k <= b->reach; k++)
    pst_add_scaled (to, b->x + (gsize) CLAMP (y + k, 0, b->h - 1) * (gsize) b->w,
                    b->weights[ABS (k)], (gsize) b->w);
}

void
pst_flow_blur (const gfloat *x, gint w, gint h, gdouble deviation, gfloat *scratch, gfloat *to,
               PstPool *pool)
{
  const gint reach = (gint) ceil (3 * deviation);
  g_autofree gfloat *weights = g_new (gfloat, reach + 1);
  Blur b = { x, w, h, reach, weights, scratch };
  gdouble sum = 0;

  for (gint i = -reach; i <= reach; i++)
    sum += exp (-.5 * i * i / (deviation * deviation));
  for (gint i = 0; i <= reach; i++)
    weights[i] = (gfloat) (exp (-.5 * i * i / (deviation * deviation)) / sum);
  pst_pool_run (pool, h, across_item, &b);
  b.x = scratch;
  b.to = to;
  pst_pool_run (pool, h, down_item, &b);
}

/* ---- the field -------------------------------------------------------- */

typedef struct
{
  gint w, h;
  const gfloat *luma;
  gfloat *tensor[3]; /* gx^2 - gy^2, 2 gx gy, gx^2 + gy^2; or blurred */
  gfloat *sum[2];
  gfloat weight;
} Field;

static void
tensor_item (gint y, gint worker, gpointer data)
{
  const Field *f = data;
  const gfloat *at = f->luma + (gsize) y * (gsize) f->w;
  const gfloat *above = y > 0 ? at - f->w : at, *below = y + 1 < f->h ? at + f->w : at;
  gsize line = (gsize) y * (gsize) f->w;

  for (gint x = 0; x < f->w; x++)
    {
      gfloat u = at[MIN (x + 1, f->w - 1)] - at[MAX (x - 1, 0)], v = below[x] - above[x];

      f->tensor[0][line + (gsize) x] = u * u - v * v;
      f->tensor[1][line + (gsize) x] = 2 * u * v;
      f->tensor[2][line + (gsize) x] = u * u + v * v;
    }
}

static void
add_item (gint y, gint worker, gpointer data)
{
  const Field *f = data;

  for (gsize i = (gsize) y * (gsize) f->w; i < (gsize) (y + 1) * (gsize) f->w; i++)
    for (gint c = 0; c < 2; c++)
      f->sum[c][i] += f->weight * f->tensor[c][i] / sqrtf (f->tensor[2][i] + PLAIN);
}

/* Slow waves, as wide as the picture, lead where nothing else does. */
static void
drift_item (gint y, gint worker, gpointer data)
{
  const Field *f = data;
  const gfloat turn = 2 * (gfloat) G_PI / (gfloat) MIN (f->w, f->h), down = turn * (gfloat) y;

  for (gint x = 0; x < f->w; x++)
    {
      const gsize i = (gsize) y * (gsize) f->w + (gsize) x;
      const gfloat across = turn * (gfloat) x, plain = PLAIN / (PLAIN + 4 * f->tensor[2][i]);

      f->sum[0][i] = -DRIFT * plain * (cosf (1.3f * across + sinf (1.7f * down)) + .5f);
      f->sum[1][i] = DRIFT * plain * sinf (1.9f * down + 1.5f * sinf (1.1f * across));
    }
}

/* Along the contour: across the gradient, whose angle is half the tensor's. */
static void
tangent_item (gint y, gint worker, gpointer data)
{
  const Field *f = data;

  for (gsize i = (gsize) y * (gsize) f->w; i < (gsize) (y + 1) * (gsize) f->w; i++)
    {
      gfloat t = .5f * atan2f (f->sum[1][i], f->sum[0][i]) + (gfloat) G_PI_2;

      f->sum[0][i] = cosf (t);
      f->sum[1][i] = sinf (t);
    }
}

/* Into planes 1 to 3, of luma blurred by @inner; plane 0 is free again. */
static void
take_tensor (const gfloat *luma, gint w, gint h, gdouble inner, gfloat *const *planes,
             PstPool *pool)
{
  Field f = { w, h, planes[0], { planes[1], planes[2], planes[3] } };

  pst_flow_blur (luma, w, h, inner, planes[1], planes[0], pool);
  pst_pool_run (pool, h, tensor_item, &f);
}

void
pst_flow_tensor (const gfloat *luma, gint w, gint h, gdouble inner, gdouble outer, gfloat *scratch,
                 gfloat *to, PstPool *pool)
{
  const gsize n = (gsize) w * (gsize) h;
  gfloat *planes[4] = { scratch, scratch + n, scratch + 2 * n, scratch + 3 * n };

  take_tensor (luma, w, h, inner, planes, pool);
  for (gsize c = 0; c < 3; c++)
    pst_flow_blur (planes[1 + c], w, h, outer, planes[0], to + c * n, pool);
}

void
pst_flow_field (const gfloat *luma, gint w, gint h, const gdouble *scales, gfloat *scratch,
                gfloat *along_x, gfloat *along_y, PstPool *pool)
{
  const gsize n = (gsize) w * (gsize) h;
  const gdouble largest = (MIN (w, h) / 3. - 2) / 3;
  gfloat *planes[4] = { scratch, scratch + n, scratch + 2 * n, scratch + 3 * n };
  gfloat *blurred = scratch + 4 * n;
  Field f = { w, h, NULL, { blurred, blurred + n, blurred + 2 * n }, { along_x, along_y }, 1 };

  take_tensor (luma, w, h, .8, planes, pool);
  for (gint k = 0; k < PST_FLOW_SCALES && (k == 0 || scales[k] <= largest); k++)
    {
      f.weight *= .5f;
      for (gsize c = 0; c < 3; c++)
        pst_flow_blur (planes[1 + c], w, h, scales[k], planes[0], blurred + c * n, pool);
      if (k == 0)
        pst_pool_run (pool, h, drift_item, &f);
      pst_pool_run (pool, h, add_item, &f);
    }
  pst_pool_run (pool, h, tangent_item, &f);
}

/* ---- noise ------------------------------------------------------------ */

typedef struct
{
  gint w, h;
  guint64 key;
  gint steps;
  const gfloat *luma;
  const gfloat *along_x, *along_y;
  gfloat *noise;
  const gfloat *wide; /* what is too wide */
  gfloat *to;
} Lines;

static void
white_item (gint y, gint worker, gpointer data)
{
  const Lines *l = data;

  for (gsize i = (gsize) y * (gsize) l->w; i < (gsize) (y + 1) * (gsize) l->w; i++)
    l->noise[i] = pst_random_normal (l->key, i);
}

static void
subtract_item (gint y, gint worker, gpointer data)
{
  const Lines *l = data;

  for (gsize i = (gsize) y * (gsize) l->w; i < (gsize) (y + 1) * (gsize) l->w; i++)
    l->noise[i] -= l->wide[i];
}

static void
square_item (gint y, gint worker, gpointer data)
{
  const Lines *l = data;

  for (gsize i = (gsize) y * (gsize) l->w; i < (gsize) (y + 1) * (gsize) l->w; i++)
    l->to[i] = l->luma[i] * l->luma[i];
}

/* Bilinear, edges repeated. */
static gfloat
noise_at (const Lines *l, gfloat x, gfloat y)
{
  gint i, j;
  const gfloat *p;

  x = CLAMP (x, 0, (gfloat) l->w - 1.001f);
  y = CLAMP (y, 0, (gfloat) l->h - 1.001f);
  i = (gint) x;
  j = (gint) y;
  x -= (gfloat) i;
  y -= (gfloat) j;
  p = l->noise + (gsize) j * (gsize) l->w + (gsize) i;
  return (1 - y) * ((1 - x) * p[0] + x * p[1]) + y * ((1 - x) * p[l->w] + x * p[l->w + 1]);
}

/* Item: a line of pixels. */
static void
line_item (gint y, gint worker, gpointer data)
{
  const Lines *l = data;
  gfloat weights[MOST_STEPS + 1];
  const gint steps = MIN (l->steps, MOST_STEPS);

  for (gint i = 0; i <= steps; i++)
    weights[i] = expf (-2.f * (gfloat) (i * i) / (gfloat) MAX (steps * steps, 1));
  for (gint x = 0; x < l->w; x++)
    {
      gsize here = (gsize) y * (gsize) l->w + (gsize) x;
      gfloat sum = l->noise[here];

      for (gint sense = -1; sense <= 1; sense += 2)
        {
          gfloat u = (gfloat) sense * l->along_x[here], v = (gfloat) sense * l->along_y[here];
          gfloat at_x = (gfloat) x, at_y = (gfloat) y;

          for (gint i = 1; i <= steps; i++)
            {
              gsize at;
              gfloat next_u, next_v;

              at_x += u;
              at_y += v;
              sum += weights[i] * noise_at (l, at_x, at_y);
              at = (gsize) CLAMP ((gint) (at_y + .5f), 0, l->h - 1) * (gsize) l->w
                   + (gsize) CLAMP ((gint) (at_x + .5f), 0, l->w - 1);
              next_u = l->along_x[at];
              next_v = l->along_y[at];
              if (next_u * u + next_v * v < 0) /* a line has no sense: keep ours */
                {
                  next_u = -next_u;
                  next_v = -next_v;
                }
              u = next_u;
              v = next_v;
            }
        }
      l->to[here] = sum;
    }
}

/* Mean 0, deviation 1. */
static void
normalise (gfloat *v, gsize n)
{
  gdouble mean, variance;
  gfloat scale;

  pst_moments (v, n, &mean, &variance);
  scale = variance > 0 ? (gfloat) (1 / sqrt (variance)) : 0;
  for (gsize i = 0; i < n; i++)
    v[i] = (v[i] - (gfloat) mean) * scale;
}

void
pst_flow_white (gint w, gint h, gdouble wavelength, guint64 key, gfloat *scratch, gfloat *to,
                PstPool *pool)
{
  const gsize n = (gsize) w * (gsize) h;
  Lines l = { .w = w, .h = h, .key = key, .noise = scratch };

  pst_pool_run (pool, h, white_item, &l);
  pst_flow_blur (scratch, w, h, NARROW * wavelength, scratch + n, to, pool);
  pst_flow_blur (scratch, w, h, WIDE * wavelength, scratch + n, scratch + 2 * n, pool);
  l.noise = to;
  l.wide = scratch + 2 * n;
  pst_pool_run (pool, h, subtract_item, &l);
  normalise (to, n);
}

void
pst_flow_noise (const gfloat *luma, gint w, gint h, const gdouble *scales, gdouble wavelength,
                gint steps, guint64 key, gfloat *scratch, gfloat *to, PstPool *pool)
{
  const gsize n = (gsize) w * (gsize) h;
  gfloat *planes[PST_FLOW_PLANES];
  Lines l = { .w = w, .h = h, .key = key, .steps = steps };

  g_return_if_fail (w > 1 && h > 1);

  for (gsize i = 0; i < PST_FLOW_PLANES; i++)
    planes[i] = scratch + i * n;
  pst_flow_field (luma, w, h, scales, scratch, planes[7], to, pool);
  memcpy (planes[0], to, n * sizeof (gfloat));
  l.along_x = planes[7];
  l.along_y = planes[0];

  /* What the photo's own detail leaves of it. */
  l.luma = luma;
  l.to = planes[1];
  pst_pool_run (pool, h, square_item, &l);
  pst_flow_blur (planes[1], w, h, NEAR, planes[2], planes[5], pool);
  pst_flow_blur (luma, w, h, NEAR, planes[2], planes[6], pool);

  pst_flow_white (w, h, wavelength, key, planes[1], planes[4], pool);
  l.noise = planes[4];
  l.to = to;
  pst_pool_run (pool, h, line_item, &l);
  normalise (to, n);
  for (gsize i = 0; i < n; i++)
    {
      gfloat detail = MAX (planes[5][i] - planes[6][i] * planes[6][i], 0) / (DETAIL * DETAIL);

      to[i] = CLAMP (to[i], -LARGEST, LARGEST) / (1 + detail);
    }
}
