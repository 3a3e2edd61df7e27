/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "training/losses/loss.h"

/* Mean |y - x|: crops of the painting are to stay as they are. */
gdouble
pst_judge_identity (const PstJudged *j, gdouble weight)
{
  const PstNode *y = j->own, *x = j->s;
  gfloat *grad = pst_node_grad (j->tape, j->own);
  gsize size = pst_node_size (y);
  gfloat step = (gfloat) (weight / (gdouble) size);
  gdouble sum = 0;

  if (j->tape->error)
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
