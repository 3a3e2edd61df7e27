/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "losses.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "gather.h"
#include "resample.h"
#include "sums.h"
#include "vector.h"

/* ---- adversarial ------------------------------------------------------ */

gdouble
pst_loss_hinge (PstTape *tape, PstNode *r, gint first, gint n, gint side, gdouble weight,
                gdouble *right)
{
  gfloat *grad = pst_node_grad (tape, r);
  gsize size = (gsize) n * r->c * r->h * r->w, at = pst_node_plane (r, first, 0);
  gdouble sum = 0, hits = 0;

  if (tape->error)
    return 0;
  for (gsize i = at; i < at + size; i++)
    {
      gdouble margin = 1 - (gdouble) side * r->data[i];

      hits += margin < 1;
      if (margin <= 0)
        continue;
      sum += margin;
      if (grad)
        grad[i] += (gfloat) (-side * weight / (gdouble) size);
    }
  *right += hits / (gdouble) size;
  return sum / (gdouble) size;
}

gdouble
pst_loss_adversarial (PstTape *tape, PstNode *r, gdouble weight)
{
  gfloat *grad = pst_node_grad (tape, r);
  gsize size = pst_node_size (r);

  if (tape->error)
    return 0;
  if (grad)
    for (gsize i = 0; i < size; i++)
      grad[i] -= (gfloat) (weight / (gdouble) size);
  return -pst_sum (r->data, size) / (gdouble) size;
}

gdouble
pst_loss_l1 (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  gfloat *grad = pst_node_grad (tape, y);
  gsize size = pst_node_size (y);
  gfloat step = (gfloat) (weight / (gdouble) size);
  gdouble sum = 0;

  if (tape->error)
    return 0;
  for (gsize i = 0; i < size; i++)
    {
      gfloat d = y->data[i] - x->data[i];

      sum += fabsf (d);
      if (grad)
        grad[i] += d > 0 ? step : d < 0 ? -step : 0;
    }
  return sum / (gdouble) size;
}

/* ---- Gram matrices ---------------------------------------------------- */

typedef struct
{
  const PstNode *f;
  gfloat *parts; /* [N][C][C] */
  const gfloat *matrix;
  gfloat *grad;
  gboolean first; /* grad is to be written, not added to */
} Gram;

static void
gram_image (gint n, gint worker, gpointer data)
{
  const Gram *g = data;
  gint c = g->f->c, size = g->f->h * g->f->w;
  const gfloat *f = g->f->data + pst_node_plane (g->f, n, 0);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, c, c, size, 1, f, size, f, size, 0,
               g->parts + (gsize) n * c * c, c);
}

void
pst_gram (PstTape *tape, const PstNode *f, gfloat *gram)
{
  gsize size = (gsize) f->c * f->c;
  gdouble count = (gdouble) f->n * f->h * f->w;
  Gram g = { .f = f };

  if (tape->error)
    return;
  g.parts = g_new (gfloat, (gsize) f->n * size);
  pst_pool_run (tape->pool, f->n, gram_image, &g);
  for (gsize i = 0; i < size; i++)
    {
      gdouble sum = 0;

      for (gint n = 0; n < f->n; n++)
        sum += g.parts[(gsize) n * size + i];
      gram[i] = (gfloat) (sum / count);
    }
  g_free (g.parts);
}

static void
gram_image_back (gint n, gint worker, gpointer data)
{
  const Gram *g = data;
  gint c = g->f->c, size = g->f->h * g->f->w;
  gsize at = pst_node_plane (g->f, n, 0);

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, c, size, c, 1, g->matrix, c,
               g->f->data + at, size, g->first ? 0 : 1, g->grad + at, size);
}

gdouble
pst_loss_gram (PstTape *tape, PstNode *f, const gfloat *target, gdouble weight)
{
  gsize size = (gsize) f->c * f->c;
  gdouble count = (gdouble) f->n * f->h * f->w;
  gfloat *gram = g_new (gfloat, size);
  gboolean first;
  gfloat *grad = pst_node_grad_first (tape, f, &first);
  gdouble squares = 0, norm = 0;

  pst_gram (tape, f, gram);
  for (gsize i = 0; i < size && ! tape->error; i++)
    {
      gram[i] -= target[i];
      squares += (gdouble) gram[i] * gram[i];
      norm += (gdouble) target[i] * target[i];
    }
  if (grad && ! tape->error)
    {
      for (gsize i = 0; i < size; i++)
        gram[i] = (gfloat) (4 * weight / norm / count * gram[i]);
      pst_pool_run (tape->pool, f->n, gram_image_back,
                    &(Gram){ .f = f, .matrix = gram, .grad = grad, .first = first });
    }
  g_free (gram);
  return tape->error ? 0 : squares / norm;
}

/* ---- content ---------------------------------------------------------- */

typedef struct
{
  const PstNode *f, *g;
  gfloat *grad;
  gdouble *sums; /* [N C] */
  gdouble weight;
  PstPool *pool;
} Content;

static void
standardise (const gfloat *x, gsize n, gdouble *mean, gdouble *rstd)
{
  gdouble variance;

  pst_moments (x, n, mean, &variance);
  *rstd = 1 / sqrt (variance + 1e-5);
}

static void
content_plane (gint item, gint worker, gpointer data)
{
  const Content *p = data;
  gsize n = (gsize) p->f->h * p->f->w, at = (gsize) item * n;
  const gfloat *f = p->f->data + at, *g = p->g->data + at;
  gfloat *d = pst_pool_scratch (p->pool, worker, n * sizeof (gfloat));
  gdouble mf, rf, mg, rg, mean, dot;

  standardise (f, n, &mf, &rf);
  standardise (g, n, &mg, &rg);
  for (gsize i = 0; i < n; i++)
    d[i] = (gfloat) ((f[i] - mf) * rf - (g[i] - mg) * rg);
  p->sums[item] = pst_dot (d, d, n);
  if (! p->grad)
    return;
  mean = pst_sum (d, n) / (gdouble) n;
  dot = (pst_dot (d, f, n) / (gdouble) n - mf * mean) * rf;
  for (gsize i = 0; i < n; i++)
    p->grad[at + i] += (gfloat) (p->weight * rf * (d[i] - mean - (f[i] - mf) * rf * dot));
}

gdouble
pst_loss_content (PstTape *tape, PstNode *f, const PstNode *g, gdouble weight)
{
  gsize size = pst_node_size (f);
  gint planes = f->n * f->c;
  Content p = { f, g, pst_node_grad (tape, f), NULL, 2 * weight / (gdouble) size, tape->pool };
  gdouble sum = 0;

  if (tape->error)
    return 0;
  p.sums = g_new (gdouble, planes);
  pst_pool_run (tape->pool, planes, content_plane, &p);
  for (gint i = 0; i < planes; i++)
    sum += p.sums[i];
  g_free (p.sums);
  return sum / (gdouble) size;
}

/* ---- discriminator features ------------------------------------------- */

/* Of channel @c over all images. */
static void
moments (const PstNode *f, gint c, gdouble *mean, gdouble *deviation)
{
  gsize n = (gsize) f->h * f->w;
  gdouble count = (gdouble) n * f->n, sum = 0;

  for (gint i = 0; i < f->n; i++)
    sum += pst_sum (f->data + pst_node_plane (f, i, c), n);
  *mean = sum / count;
  sum = 0;
  for (gint i = 0; i < f->n; i++)
    sum += pst_sum_squares (f->data + pst_node_plane (f, i, c), (gfloat) *mean, n);
  *deviation = sqrt (sum / count + 1e-8);
}

static gdouble
sign (gdouble x)
{
  return x > 0 ? 1 : x < 0 ? -1 : 0;
}

typedef struct
{
  const PstNode *f, *g;
  gfloat *grad;
  gboolean first; /* grad is to be written, not added to */
  gdouble weight;
  gdouble *mean_f, *dev_f, *mean_g, *dev_g; /* [C] */
} Matching;

static void
matching_moments (gint c, gint worker, gpointer data)
{
  const Matching *p = data;

  moments (p->f, c, &p->mean_f[c], &p->dev_f[c]);
  moments (p->g, c, &p->mean_g[c], &p->dev_g[c]);
}

/* y += or = a x + b */
PST_VECTOR static void
put_affine (gfloat *restrict y, const gfloat *restrict x, gsize n, gfloat a, gfloat b, gboolean add)
{
  if (add)
    for (gsize i = 0; i < n; i++)
      y[i] += a * x[i] + b;
  else
    for (gsize i = 0; i < n; i++)
      y[i] = a * x[i] + b;
}

static void
matching_channel (gint c, gint worker, gpointer data)
{
  const Matching *p = data;
  gsize n = (gsize) p->f->h * p->f->w;
  gdouble weight = p->weight / ((gdouble) n * p->f->n);
  gdouble a = weight * sign (p->mean_f[c] - p->mean_g[c]);
  gdouble b = weight * sign (p->dev_f[c] - p->dev_g[c]) / p->dev_f[c];

  for (gint i = 0; i < p->f->n; i++)
    {
      gsize at = pst_node_plane (p->f, i, c);

      put_affine (p->grad + at, p->f->data + at, n, (gfloat) b, (gfloat) (a - b * p->mean_f[c]),
                  ! p->first);
    }
}

gdouble
pst_loss_matching (PstTape *tape, PstNode *f, const PstNode *g, gdouble weight)
{
  Matching p = { .f = f, .g = g };
  gdouble sum = 0, scale = 0;

  p.grad = pst_node_grad_first (tape, f, &p.first);
  if (tape->error)
    return 0;
  p.mean_f = g_new (gdouble, 4 * f->c);
  p.dev_f = p.mean_f + f->c;
  p.mean_g = p.dev_f + f->c;
  p.dev_g = p.mean_g + f->c;
  pst_pool_run (tape->pool, f->c, matching_moments, &p);
  for (gint c = 0; c < f->c; c++)
    {
      sum += fabs (p.mean_f[c] - p.mean_g[c]) + fabs (p.dev_f[c] - p.dev_g[c]);
      scale += p.dev_g[c];
    }
  scale = 1 / (scale / f->c + 1e-4) / f->c;
  p.weight = weight * scale;
  if (p.grad)
    pst_pool_run (tape->pool, f->c, matching_channel, &p);
  g_free (p.mean_f);
  return sum * scale;
}

/* ---- structure: luma and gradient ------------------------------------- */

static const gfloat luma_weight[3] = { 0.299f, 0.587f, 0.114f };

static void
luma (const gfloat *rgb, gsize n, gfloat *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] =
        luma_weight[0] * rgb[i] + luma_weight[1] * rgb[n + i] + luma_weight[2] * rgb[2 * n + i];
}

/* 1 - correlation of x and y; adds @weight times its gradient to @dy. */
static gdouble
correlation_loss (const gfloat *x, const gfloat *y, gsize n, gdouble weight, gfloat *dy)
{
  gdouble mx, my, xx, yy, xy = 0, root;

  pst_moments (x, n, &mx, &xx);
  pst_moments (y, n, &my, &yy);
  root = sqrt (xx * yy + 1e-8);
  for (gsize i = 0; i < n; i++)
    xy += (x[i] - mx) * (y[i] - my);
  xy /= (gdouble) n;
  if (dy)
    for (gsize i = 0; i < n; i++)
      dy[i] -= (gfloat) (weight / (gdouble) n
                         * ((x[i] - mx) / root - xy * xx * (y[i] - my) / (root * root * root)));
  return 1 - xy / root;
}

/* Means over k x k pixels, h and w multiples of k; and the way back. */
static void
shrink (const gfloat *x, gint h, gint w, gint k, gfloat *y)
{
  for (gint r = 0; r < h / k; r++)
    for (gint c = 0; c < w / k; c++)
      {
        gfloat sum = 0;

        for (gint i = 0; i < k; i++)
          for (gint j = 0; j < k; j++)
            sum += x[(r * k + i) * w + c * k + j];
        y[r * (w / k) + c] = sum / (gfloat) (k * k);
      }
}

static void
shrink_back (const gfloat *dy, gint h, gint w, gint k, gfloat *dx)
{
  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      dx[r * w + c] += dy[r / k * (w / k) + c / k] / (gfloat) (k * k);
}

/* The way back through pst_blur_plane (). */
static void
blur_back (const gfloat *dy, gint h, gint w, gfloat *dx)
{
  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      for (gint i = -1; i <= 1; i++)
        for (gint j = -1; j <= 1; j++)
          dx[pst_reflect (r + i, h) * w + pst_reflect (c + j, w)] += dy[r * w + c] / 9;
}

/* |gradient| of the blurred x by central differences, [h-2][w-2]; keeps the two
 * components for the way back. */
static void
slope (const gfloat *blurred, gint h, gint w, gfloat *magnitude, gfloat *gx, gfloat *gy)
{
  for (gint r = 1; r < h - 1; r++)
    for (gint c = 1; c < w - 1; c++)
      {
        gint i = (r - 1) * (w - 2) + c - 1;

        gx[i] = blurred[r * w + c + 1] - blurred[r * w + c - 1];
        gy[i] = blurred[(r + 1) * w + c] - blurred[(r - 1) * w + c];
        magnitude[i] = sqrtf (gx[i] * gx[i] + gy[i] * gy[i] + 1e-5f);
      }
}

static void
slope_back (const gfloat *d, const gfloat *magnitude, const gfloat *gx, const gfloat *gy, gint h,
            gint w, gfloat *dblurred)
{
  for (gint r = 1; r < h - 1; r++)
    for (gint c = 1; c < w - 1; c++)
      {
        gint i = (r - 1) * (w - 2) + c - 1;
        gfloat dx = d[i] * gx[i] / magnitude[i], dy = d[i] * gy[i] / magnitude[i];

        dblurred[r * w + c + 1] += dx;
        dblurred[r * w + c - 1] -= dx;
        dblurred[(r + 1) * w + c] += dy;
        dblurred[(r - 1) * w + c] -= dy;
      }
}

typedef struct
{
  const PstNode *y, *x;
  gfloat *grad;
  gdouble weight; /* per image */
  gdouble *sums;  /* [N] */
  PstPool *pool;
} Structure;

/* The luma of image @n of both, and a zeroed gradient of the luma of y; more
 * scratch of @extra floats per pixel behind it. */
static gfloat *
structure_begin (const Structure *p, gint n, gint worker, gsize extra, gfloat **lx, gfloat **dl)
{
  gsize size = (gsize) p->y->h * p->y->w;
  gfloat *ly = pst_pool_scratch (p->pool, worker, (3 + extra) * size * sizeof (gfloat));

  *lx = ly + size;
  *dl = ly + 2 * size;
  luma (p->y->data + (gsize) n * 3 * size, size, ly);
  luma (p->x->data + (gsize) n * 3 * size, size, *lx);
  memset (*dl, 0, size * sizeof (gfloat));
  return ly;
}

static void
structure_end (const Structure *p, gint n, const gfloat *dl)
{
  gsize size = (gsize) p->y->h * p->y->w;

  for (gint c = 0; c < 3 && p->grad; c++)
    pst_add_scaled (p->grad + ((gsize) n * 3 + c) * size, dl, luma_weight[c], size);
}

static void
luma_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 3, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 2; k <= 8; k *= 2)
    {
      gsize size = (gsize) (h / k) * (w / k);
      gfloat *sx = dl + (gsize) h * w, *sy = sx + size, *d = sy + size;

      shrink (lx, h, w, k, sx);
      shrink (ly, h, w, k, sy);
      memset (d, 0, size * sizeof (gfloat));
      p->sums[n] += k / 8.0 * correlation_loss (sx, sy, size, k / 8.0 * p->weight, d);
      shrink_back (d, h, w, k, dl);
    }
  structure_end (p, n, dl);
}

static void
gradient_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 3, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 2; k <= 4; k *= 2)
    {
      gint sh = h / k, sw = w / k;
      gsize size = (gsize) sh * sw, inner = (gsize) (sh - 2) * (sw - 2);
      gfloat *a = dl + (gsize) h * w; /* ten small planes, of at most a quarter each */
      gfloat *b = a + size, *mx = b + size, *my = mx + size, *gx = my + size, *gy = gx + size;
      gfloat *d = gy + size, *db = d + size, *da = db + size;

      shrink (lx, h, w, k, a);
      pst_blur_plane (a, sh, sw, b);
      slope (b, sh, sw, mx, gx, gy);
      shrink (ly, h, w, k, a);
      pst_blur_plane (a, sh, sw, b);
      slope (b, sh, sw, my, gx, gy);
      memset (d, 0, 3 * size * sizeof (gfloat));
      p->sums[n] += correlation_loss (mx, my, inner, p->weight, d);
      slope_back (d, my, gx, gy, sh, sw, db);
      blur_back (db, sh, sw, da);
      shrink_back (da, h, w, k, dl);
    }
  structure_end (p, n, dl);
}

/* How steep x is along each line, or down each column; edges repeated. */
static void
steepness (const gfloat *x, gint h, gint w, gboolean down, gfloat *d)
{
  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      d[r * w + c] = down ? x[MIN (r + 1, h - 1) * w + c] - x[MAX (r - 1, 0) * w + c]
                          : x[r * w + MIN (c + 1, w - 1)] - x[r * w + MAX (c - 1, 0)];
}

static void
relief_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 4, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 1; k <= 4; k *= 2)
    {
      gint sh = h / k, sw = w / k;
      gsize size = (gsize) sh * sw;
      gfloat *sx = dl + (gsize) h * w, *sy = sx + size, *slope = sy + size, *d = slope + size;

      shrink (lx, h, w, k, sx);
      shrink (ly, h, w, k, sy);
      memset (d, 0, size * sizeof (gfloat));
      for (gint down = 0; down < 2; down++)
        {
          gdouble correlation;

          steepness (sx, sh, sw, down, slope);
          correlation = 1 - correlation_loss (slope, sy, size, 0, NULL);
          correlation_loss (slope, sy, size, -2 * correlation * p->weight, d);
          p->sums[n] += correlation * correlation;
        }
      shrink_back (d, h, w, k, dl);
    }
  structure_end (p, n, dl);
}

static gdouble
structure_loss (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight, PstPoolFunc func)
{
  Structure p = { y, x, pst_node_grad (tape, y), weight / y->n, NULL, tape->pool };
  gdouble sum = 0;

  if (tape->error)
    return 0;
  p.sums = g_new (gdouble, y->n);
  pst_pool_run (tape->pool, y->n, func, &p);
  for (gint n = 0; n < y->n; n++)
    sum += p.sums[n];
  g_free (p.sums);
  return sum / y->n;
}

gdouble
pst_loss_luma (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, luma_image);
}

gdouble
pst_loss_gradient (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, gradient_image);
}

gdouble
pst_loss_relief (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, relief_image);
}
