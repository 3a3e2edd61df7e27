/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "ground/sums.h"
#include "ground/vector.h"

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
