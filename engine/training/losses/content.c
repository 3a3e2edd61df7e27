/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/content.h"

#include <math.h>

#include "ground/sums.h"
#include "training/losses/loss.h"

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

gdouble
pst_judge_content (const PstJudged *j, gdouble weight)
{
  gdouble sum = 0;

  for (gint i = 0; i < j->kind->n_maps; i++)
    if (j->kind->maps[i].content > 0)
      sum += pst_loss_content (j->tape, j->features[i], j->features_of_photo[i],
                               j->kind->maps[i].content * weight);
  return sum;
}
