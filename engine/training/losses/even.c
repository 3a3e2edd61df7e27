/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "training/losses/planes.h"

#define SLACK   1.25f /* how much steeper than the photo a painting may be           */
#define STROKES 0.64f /* what strokes make of a cell, without any fault, times its side */

/* Two neighbouring cells @a and @b of side @k in planes of @size.  Returns the sum over
 * channels and adds @step times its gradient to @dy. */
static gdouble
compare (const gfloat *y, const gfloat *x, gint k, gint a, gint b, gint size, gfloat step,
         gfloat *dy)
{
  gfloat allowed = 0;
  gdouble sum = 0;

  for (gint c = 0; c < 3; c++)
    allowed = MAX (allowed, fabsf (x[c * size + b] - x[c * size + a]));
  allowed = SLACK * allowed + STROKES / (gfloat) k;
  for (gint c = 0; c < 3; c++)
    {
      gfloat d = y[c * size + b] - y[c * size + a];

      if (fabsf (d) <= allowed)
        continue;
      sum += fabsf (d) - allowed;
      dy[c * size + b] += d > 0 ? step : -step;
      dy[c * size + a] -= d > 0 ? step : -step;
    }
  return sum;
}

static void
even_image (gint n, gint worker, gpointer data)
{
  static const gint cells[] = { 16, 32, 64 };
  const PstImageJob *p = data;
  gint h = p->y->h, w = p->y->w;

  p->sums[n] = 0;
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      gint k = cells[i], rows = h / k, cols = w / k, size = rows * cols;
      gint pairs = rows * MAX (0, cols - 1) + cols * MAX (0, rows - 1);
      gfloat step = (gfloat) (p->weight / G_N_ELEMENTS (cells) / MAX (1, 3 * pairs));
      gfloat *y = pst_pool_scratch (p->pool, worker, (gsize) 9 * size * sizeof (gfloat));
      gfloat *x = y + 3 * size, *dy = x + 3 * size;
      gdouble sum = 0;

      if (pairs == 0)
        continue;
      for (gint c = 0; c < 3; c++)
        {
          pst_shrink (p->y->data + pst_node_plane (p->y, n, c), h, w, k, y + c * size);
          pst_shrink (p->x->data + pst_node_plane (p->x, n, c), h, w, k, x + c * size);
        }
      memset (dy, 0, (gsize) 3 * size * sizeof (gfloat));
      for (gint a = 0; a < size; a++)
        {
          if (a % cols + 1 < cols)
            sum += compare (y, x, k, a, a + 1, size, step, dy);
          if (a + cols < size)
            sum += compare (y, x, k, a, a + cols, size, step, dy);
        }
      p->sums[n] += sum / (3 * pairs) / G_N_ELEMENTS (cells);
      for (gint c = 0; c < 3 && p->grad; c++)
        pst_shrink_back (dy + c * size, h, w, k, p->grad + pst_node_plane (p->y, n, c));
    }
}

/* What there is of blotches and bands: the means of y over cells of k x k pixels, k = 16, 32
 * and 64, may differ between neighbours by .64 / k (strokes even out in large cells), and
 * 1.25 times what those of x do in the channel where they do most; mean of what is more,
 * over pairs, channels, sizes and images.  Parts of cells at the right and lower edge do not
 * count. */
gdouble
pst_judge_even (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->x, weight, even_image);
}
