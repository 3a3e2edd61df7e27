/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "kernels/gather.h"
#include "kernels/pooling.h"
#include "training/losses/planes.h"

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

static void
gradient_image (gint n, gint worker, gpointer data)
{
  const PstImageJob *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = pst_image_job_begin (p, n, worker, 3, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 2; k <= 4; k *= 2)
    {
      gint sh = h / k, sw = w / k;
      gsize size = (gsize) sh * sw, inner = (gsize) (sh - 2) * (sw - 2);
      gfloat *a = dl + (gsize) h * w; /* ten small planes, of at most a quarter each */
      gfloat *b = a + size, *mx = b + size, *my = mx + size, *gx = my + size, *gy = gx + size;
      gfloat *d = gy + size, *db = d + size, *da = db + size;

      pst_shrink (lx, h, w, k, a);
      pst_blur_plane (a, sh, sw, b);
      slope (b, sh, sw, mx, gx, gy);
      pst_shrink (ly, h, w, k, a);
      pst_blur_plane (a, sh, sw, b);
      slope (b, sh, sw, my, gx, gy);
      memset (d, 0, 3 * size * sizeof (gfloat));
      p->sums[n] += pst_correlation_loss (mx, my, inner, p->weight, d);
      slope_back (d, my, gx, gy, sh, sw, db);
      blur_back (db, sh, sw, da);
      pst_shrink_back (da, h, w, k, dl);
    }
  pst_image_job_end (p, n, dl);
}

/* Sum over sizes 1/2 and 1/4 of 1 - correlation of the luma's gradient
 * magnitude after a 3x3 blur, mean over images. */
gdouble
pst_judge_gradient (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->x, weight, gradient_image);
}
