/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/planes.h"

static void
near_image (gint n, gint worker, gpointer data)
{
  const PstImageJob *p = data;
  const gsize size = pst_node_plane (p->y, 1, 0), from = (gsize) n * size;
  const gfloat step = (gfloat) (2 * p->weight / (gdouble) size);
  gdouble sum = 0;

  for (gsize i = from; i < from + size; i++)
    {
      const gfloat d = p->y->data[i] - p->x->data[i];

      sum += (gdouble) d * d;
      if (p->grad)
        p->grad[i] += step * d;
    }
  p->sums[n] = sum / (gdouble) size;
}

/* Mean squared difference of y and x, over pixels, channels and images: that no more is added to what is
 * seen than it takes (the self-regularisation of Shrivastava et al. 2017); what is asked for else would be
 * had the cheapest way, by echoes of contours and by bark. */
gdouble
pst_judge_near (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->x, weight, near_image);
}
