/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "training/losses/planes.h"

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
  const PstImageJob *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = pst_image_job_begin (p, n, worker, 4, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 1; k <= 4; k *= 2)
    {
      gint sh = h / k, sw = w / k;
      gsize size = (gsize) sh * sw;
      gfloat *sx = dl + (gsize) h * w, *sy = sx + size, *slope = sy + size, *d = slope + size;

      pst_shrink (lx, h, w, k, sx);
      pst_shrink (ly, h, w, k, sy);
      memset (d, 0, size * sizeof (gfloat));
      for (gint down = 0; down < 2; down++)
        {
          gdouble correlation;

          steepness (sx, sh, sw, down, slope);
          correlation = 1 - pst_correlation_loss (slope, sy, size, 0, NULL);
          pst_correlation_loss (slope, sy, size, -2 * correlation * p->weight, d);
          p->sums[n] += correlation * correlation;
        }
      pst_shrink_back (d, h, w, k, dl);
    }
  pst_image_job_end (p, n, dl);
}

/* How much y looks like x cut into relief and lit from a side: sum over sizes 1, 1/2
 * and 1/4 and over both axes of the squared correlation of the luma of y with
 * the slope of that of x (central differences), mean over images.  A picture is
 * hardly correlated with its own slope; gradients without a sign, alone, teach
 * relief. */
gdouble
pst_judge_relief (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->x, weight, relief_image);
}
