/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "training/losses/planes.h"

static void
luma_image (gint n, gint worker, gpointer data)
{
  const PstImageJob *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = pst_image_job_begin (p, n, worker, 3, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 2; k <= 8; k *= 2)
    {
      gsize size = (gsize) (h / k) * (w / k);
      gfloat *sx = dl + (gsize) h * w, *sy = sx + size, *d = sy + size;

      pst_shrink (lx, h, w, k, sx);
      pst_shrink (ly, h, w, k, sy);
      memset (d, 0, size * sizeof (gfloat));
      p->sums[n] += k / 8.0 * pst_correlation_loss (sx, sy, size, k / 8.0 * p->weight, d);
      pst_shrink_back (d, h, w, k, dl);
    }
  pst_image_job_end (p, n, dl);
}

/* Sum over k = 2, 4, 8 of k / 8 (1 - correlation of luma averaged over k x k
 * pixels), mean over images: where light and dark fall, with sign. */
gdouble
pst_judge_luma (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->x, weight, luma_image);
}
