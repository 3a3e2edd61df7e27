/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "losses.h"

#define SLACK   1.5f  /* how much steeper than the photo a painting may be */
#define STROKES 0.04f /* what strokes make of a cell, without any fault    */

static const gint cells[] = { 16, 32 };

typedef struct
{
  const PstNode *y, *x;
  gfloat *grad;
  gdouble weight; /* per image */
  gdouble *sums;  /* [N] */
  PstPool *pool;
} Even;

/* Means of one image's three planes over cells of @k x @k pixels, [3][h/k][w/k]. */
static void
average (const gfloat *image, gint h, gint w, gint k, gfloat *mean)
{
  gint rows = h / k, cols = w / k;

  memset (mean, 0, (gsize) 3 * rows * cols * sizeof (gfloat));
  for (gint c = 0; c < 3; c++, image += (gsize) h * w, mean += (gsize) rows * cols)
    for (gint i = 0; i < rows * k; i++)
      for (gint j = 0; j < cols * k; j++)
        mean[i / k * cols + j / k] += image[(gsize) i * w + j] / (gfloat) (k * k);
}

static void
average_back (const gfloat *dmean, gint h, gint w, gint k, gfloat *dimage)
{
  gint rows = h / k, cols = w / k;

  for (gint c = 0; c < 3; c++, dimage += (gsize) h * w, dmean += (gsize) rows * cols)
    for (gint i = 0; i < rows * k; i++)
      for (gint j = 0; j < cols * k; j++)
        dimage[(gsize) i * w + j] += dmean[i / k * cols + j / k] / (gfloat) (k * k);
}

/* Two neighbouring cells @a and @b in planes of @size.  Returns the sum over
 * channels and adds @step times its gradient to @dy. */
static gdouble
compare (const gfloat *y, const gfloat *x, gint a, gint b, gint size, gfloat step, gfloat *dy)
{
  gfloat allowed = 0;
  gdouble sum = 0;

  for (gint c = 0; c < 3; c++)
    allowed = MAX (allowed, fabsf (x[c * size + b] - x[c * size + a]));
  allowed = SLACK * allowed + STROKES;
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
  const Even *p = data;
  gint h = p->y->h, w = p->y->w;
  gsize image = (gsize) n * 3 * h * w;

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
      average (p->y->data + image, h, w, k, y);
      average (p->x->data + image, h, w, k, x);
      memset (dy, 0, (gsize) 3 * size * sizeof (gfloat));
      for (gint a = 0; a < size; a++)
        {
          if (a % cols + 1 < cols)
            sum += compare (y, x, a, a + 1, size, step, dy);
          if (a + cols < size)
            sum += compare (y, x, a, a + cols, size, step, dy);
        }
      p->sums[n] += sum / (3 * pairs) / G_N_ELEMENTS (cells);
      if (p->grad)
        average_back (dy, h, w, k, p->grad + image);
    }
}

gdouble
pst_loss_even (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  Even p = { .y = y, .x = x, .weight = weight / y->n, .pool = tape->pool };
  gdouble sum = 0;

  p.grad = pst_node_grad (tape, y);
  if (tape->error)
    return 0;
  p.sums = g_newa (gdouble, y->n);
  pst_pool_run (tape->pool, y->n, even_image, &p);
  for (gint n = 0; n < y->n; n++)
    sum += p.sums[n];
  return sum / y->n;
}
