/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/flow.h"

#include <math.h>
#include <string.h>

#include "ground/sums.h"
#include "pastiche/pastiche.h"

/* Squared difference over two pixels below which shading leads no stroke: a forehead has its
 * outline's direction, not rings around a highlight. */
#define PLAIN 5e-3f
/* What leads where nothing does: plain skies would show the grid in which JPEG rounds them. */
#define DRIFT .02f
#define LEANS 3.f /* lean at which waves do not count any more, 1 / 3 */

/* ---- blur ------------------------------------------------------------- */

typedef struct
{
  const gfloat *x;
  gint w, h, reach;
  const gfloat *weights; /* [reach + 1] */
  gfloat *to;
} Blur;

/* to [w]: of a line with what lies @b->reach pixels beyond both its ends. */
static void
sum_across (const Blur *b, const gfloat *wide, gfloat *to)
{
  const gsize n = (gsize) b->w, reach = (gsize) b->reach;

  memset (to, 0, n * sizeof (gfloat));
  for (gsize k = 0; k <= 2 * reach; k++)
    pst_add_scaled (to, wide + k, b->weights[k < reach ? reach - k : k - reach], n);
}

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
  sum_across (b, wide, to);
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

/* What @at of @n has in what @from, within reach, becomes: at an end also what is repeated beyond it. */
static gfloat
share_of (const Blur *b, gint at, gint from, gint n)
{
  const gint k = ABS (at - from);
  gfloat share = b->weights[k];

  if (at == 0)
    for (gint i = from + 1; i <= b->reach; i++)
      share += b->weights[i];
  if (at == n - 1)
    for (gint i = n - from; i <= b->reach; i++)
      share += b->weights[i];
  return share;
}

/* The adjoints of both. */
static void
down_back_item (gint y, gint worker, gpointer data)
{
  const Blur *b = data;
  gfloat *to = b->to + (gsize) y * (gsize) b->w;

  memset (to, 0, (gsize) b->w * sizeof (gfloat));
  for (gint from = MAX (y - b->reach, 0); from <= MIN (y + b->reach, b->h - 1); from++)
    pst_add_scaled (to, b->x + (gsize) from * (gsize) b->w, share_of (b, y, from, b->h),
                    (gsize) b->w);
}

static void
across_back_item (gint y, gint worker, gpointer data)
{
  const Blur *b = data;
  const gfloat *x = b->x + (gsize) y * (gsize) b->w;
  gfloat *to = b->to + (gsize) y * (gsize) b->w;
  gsize n = (gsize) b->w, reach = (gsize) b->reach;
  g_autofree gfloat *wide = g_new0 (gfloat, n + 2 * reach);

  memcpy (wide + reach, x, n * sizeof (gfloat));
  sum_across (b, wide, to);
  for (gint end = 0; end < 2; end++)
    {
      const gint at = end ? b->w - 1 : 0;
      gfloat sum = 0;

      for (gint from = MAX (at - b->reach, 0); from <= MIN (at + b->reach, b->w - 1); from++)
        sum += share_of (b, at, from, b->w) * x[from];
      to[at] = sum;
    }
}

/* One way and then the other. */
static void
blur (Blur *b, gdouble deviation, PstPoolFunc first, PstPoolFunc second, gfloat *scratch,
      gfloat *to, PstPool *pool)
{
  g_autofree gfloat *weights = NULL;
  gdouble sum = 0;

  b->reach = (gint) ceil (3 * deviation);
  b->weights = weights = g_new (gfloat, b->reach + 1);
  for (gint i = -b->reach; i <= b->reach; i++)
    sum += exp (-.5 * i * i / (deviation * deviation));
  for (gint i = 0; i <= b->reach; i++)
    weights[i] = (gfloat) (exp (-.5 * i * i / (deviation * deviation)) / sum);
  b->to = scratch;
  pst_pool_run (pool, b->h, first, b);
  b->x = scratch;
  b->to = to;
  pst_pool_run (pool, b->h, second, b);
}

void
pst_flow_blur (const gfloat *x, gint w, gint h, gdouble deviation, gfloat *scratch, gfloat *to,
               PstPool *pool)
{
  blur (&(Blur){ x, w, h }, deviation, across_item, down_item, scratch, to, pool);
}

void
pst_flow_blur_back (const gfloat *x, gint w, gint h, gdouble deviation, gfloat *scratch, gfloat *to,
                    PstPool *pool)
{
  blur (&(Blur){ x, w, h }, deviation, down_back_item, across_back_item, scratch, to, pool);
}

/* ---- the field -------------------------------------------------------- */

typedef struct
{
  gint w, h;
  const gfloat *luma;
  gfloat *tensor[3]; /* gx^2 - gy^2, 2 gx gy, gx^2 + gy^2; or blurred */
  gfloat *sum[2];
  gfloat weight;
  gfloat lean[2], waves; /* of what leads in plain areas */
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

/* Where nothing leads: the way that the painter's strokes lean, and slow waves as wide as the
 * picture. */
static void
drift_item (gint y, gint worker, gpointer data)
{
  const Field *f = data;
  const gfloat turn = 2 * (gfloat) G_PI / (gfloat) MIN (f->w, f->h), down = turn * (gfloat) y;

  for (gint x = 0; x < f->w; x++)
    {
      const gsize i = (gsize) y * (gsize) f->w + (gsize) x;
      const gfloat across = turn * (gfloat) x, plain = PLAIN / (PLAIN + 4 * f->tensor[2][i]);

      gfloat a = f->waves * (cosf (1.3f * across + sinf (1.7f * down)) + .5f);
      gfloat b = f->waves * sinf (1.9f * down + 1.5f * sinf (1.1f * across));

      f->sum[0][i] = DRIFT * plain * (f->lean[0] - a);
      f->sum[1][i] = DRIFT * plain * (f->lean[1] + b);
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
pst_flow_field (const gfloat *luma, gint w, gint h, const gdouble *lean, gfloat *scratch,
                gfloat *along_x, gfloat *along_y, PstPool *pool)
{
  static const gdouble near[] = { 3, 8 }; /* deviations of neighbourhoods */
  const gsize n = (gsize) w * (gsize) h;
  const gdouble largest = (MIN (w, h) / 3. - 2) / 3;
  gfloat *planes[4] = { scratch, scratch + n, scratch + 2 * n, scratch + 3 * n };
  gfloat *blurred = scratch + 4 * n;
  Field f = { w, h, NULL, { blurred, blurred + n, blurred + 2 * n }, { along_x, along_y }, 1 };
  gfloat leans = lean ? hypotf ((gfloat) lean[0], (gfloat) lean[1]) : 0;

  for (gint i = 0; i < 2 && leans > 0; i++)
    f.lean[i] = (gfloat) lean[i] / leans * MIN (LEANS * leans, 1);
  f.waves = 1 - MIN (LEANS * leans, 1);

  take_tensor (luma, w, h, .8, planes, pool);
  for (gsize k = 0; k < G_N_ELEMENTS (near) && (k == 0 || near[k] <= largest); k++)
    {
      f.weight *= .5f;
      for (gsize c = 0; c < 3; c++)
        pst_flow_blur (planes[1 + c], w, h, near[k], planes[0], blurred + c * n, pool);
      if (k == 0)
        pst_pool_run (pool, h, drift_item, &f);
      pst_pool_run (pool, h, add_item, &f);
    }
  pst_pool_run (pool, h, tangent_item, &f);
}

/* ---- along ------------------------------------------------------------ */

#define STRIP                                                                                      \
  256 /* lines that are looked at at once: a large painting's planes need not all be held */
#define INNER 0.8 /* deviations, of the picture and of its tensor                              */
#define OUTER 2.0

/* Lines beside one that decide it: as far as both blurs and the gradient see. */
static gint
along_reach (gdouble inner, gdouble outer)
{
  return (gint) ceil (3 * inner) + 1 + (gint) ceil (3 * outer);
}

/* along [2][h][w], lines @from to @to of it. */
static void
along_strip (const PstImage *image, gdouble wide, gint from, gint to, gfloat *planes, gfloat *along,
             PstPool *pool)
{
  const gdouble inner = INNER * wide, outer = OUTER * wide;
  const gint reach = along_reach (inner, outer);
  const gint first = MAX (from - reach, 0), end = MIN (to + reach, image->height);
  const gsize width = (gsize) image->width, n = width * (gsize) image->height;
  const gsize part = width * (gsize) (end - first), at = width * (gsize) first;
  const gfloat *r = image->data + at, *g = r + n, *b = g + n;
  gfloat *luma = planes, *tensor = planes + part, *scratch = planes + 4 * part;

  for (gsize i = 0; i < part; i++)
    luma[i] = 0.299f * r[i] + 0.587f * g[i] + 0.114f * b[i];
  pst_flow_tensor (luma, image->width, end - first, inner, outer, scratch, tensor, pool);
  for (gsize i = width * (gsize) (from - first); i < width * (gsize) (to - first); i++)
    for (gsize c = 0; c < 2; c++)
      along[c * n + at + i] = -tensor[c * part + i] / (tensor[2 * part + i] + PLAIN);
}

gfloat *
pst_flow_along (PstEngine *engine, const PstImage *image, gdouble wide, GError **error)
{
  const gsize n = (gsize) image->width * (gsize) image->height;
  const gint most = MIN (image->height, STRIP + 2 * along_reach (INNER * wide, OUTER * wide));
  gfloat *planes =
      pst_arena_take (engine->arena, 8 * (gsize) image->width * (gsize) most * sizeof (gfloat));
  gfloat *along = planes ? g_try_new (gfloat, 2 * n) : NULL;

  if (! along)
    {
      pst_arena_give (engine->arena, planes);
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory to look at a painting of %d x %d pixels", image->width,
                   image->height);
      return NULL;
    }
  for (gint y = 0; y < image->height; y += STRIP)
    along_strip (image, wide, y, MIN (y + STRIP, image->height), planes, along, engine->pool);
  pst_arena_give (engine->arena, planes);
  return along;
}
