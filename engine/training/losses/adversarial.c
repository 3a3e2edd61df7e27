/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/adversarial.h"

#include "ground/sums.h"
#include "training/losses/loss.h"

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

/* The critic of half the size has half the say. */
gdouble
pst_judge_adversarial (const PstJudged *j, gdouble weight)
{
  gdouble sum = 0;

  for (gint i = 0; i < PST_CRITICS; i++)
    {
      gdouble part = i ? 0.5 : 1;

      sum += part
             * (pst_loss_adversarial (j->tape, j->critics[i].coarse, weight * part)
                + pst_loss_adversarial (j->tape, j->critics[i].fine, weight * part));
    }
  return sum;
}
