/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/matching.h"

#include <math.h>

#include "ground/sums.h"
#include "ground/vector.h"
#include "training/losses/loss.h"

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

gdouble
pst_judge_matching (const PstJudged *j, gdouble weight)
{
  gdouble sum = 0;

  for (gint i = 0; i < PST_CRITICS; i++)
    for (gint l = 0; l < PST_DISCRIMINATOR_LAYERS; l++)
      sum += pst_loss_matching (j->tape, j->critics[i].features[l],
                                j->critics_of_style[i].features[l], weight);
  return sum;
}
