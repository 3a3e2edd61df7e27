/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "training/losses/planes.h"

#define CELL 4

static void
tone_image (gint n, gint worker, gpointer data)
{
  const PstImageJob *p = data;
  const gint h = p->y->h, w = p->y->w;
  const gsize size = (gsize) (h / CELL) * (w / CELL);
  gfloat *y = pst_pool_scratch (p->pool, worker, 2 * size * sizeof (gfloat)), *x = y + size;
  gdouble sum = 0;

  for (gint c = 0; c < 3; c++)
    {
      const gsize plane = pst_node_plane (p->y, n, c);

      pst_shrink (p->y->data + plane, h, w, CELL, y);
      pst_shrink (p->x->data + plane, h, w, CELL, x);
      for (gsize i = 0; i < size; i++)
        {
          y[i] -= x[i];
          sum += y[i] * y[i];
          y[i] *= (gfloat) (2 * p->weight / (3 * (gdouble) size));
        }
      if (p->grad)
        pst_shrink_back (y, h, w, CELL, p->grad + plane);
    }
  p->sums[n] = sum / (3 * (gdouble) size);
}

/* Mean squared difference of y and x, both averaged over cells of 4 x 4 pixels, over channels
 * and images: that what is painted keeps the colours and the light of what was seen, where
 * that is in the painting's colours already (the self-regularisation of Shrivastava et al.
 * 2017, of what is coarse alone).  Parts of cells at the right and lower edge do not count. */
gdouble
pst_judge_tone (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->x, weight, tone_image);
}
