/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a painting keeps of its photo: light and dark, gradients, evenness. */

#include <math.h>
#include <string.h>

#include "gather.h"
#include "losses.h"
#include "resample.h"
#include "sums.h"

#define SLACK   1.5f  /* how much steeper than the photo a painting may be */
#define STROKES 0.04f /* what strokes make of a cell, without any fault    */

static const gfloat luma_weight[3] = { 0.299f, 0.587f, 0.114f };

static void
luma (const gfloat *rgb, gsize n, gfloat *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] =
        luma_weight[0] * rgb[i] + luma_weight[1] * rgb[n + i] + luma_weight[2] * rgb[2 * n + i];
}

/* 1 - correlation of x and y; adds @weight times its gradient to @dy. */
static gdouble
correlation_loss (const gfloat *x, const gfloat *y, gsize n, gdouble weight, gfloat *dy)
{
  gdouble mx, my, xx, yy, xy = 0, root;

  pst_moments (x, n, &mx, &xx);
  pst_moments (y, n, &my, &yy);
  root = sqrt (xx * yy + 1e-8);
  for (gsize i = 0; i < n; i++)
    xy += (x[i] - mx) * (y[i] - my);
  xy /= (gdouble) n;
  if (dy)
    for (gsize i = 0; i < n; i++)
      dy[i] -= (gfloat) (weight / (gdouble) n
                         * ((x[i] - mx) / root - xy * xx * (y[i] - my) / (root * root * root)));
  return 1 - xy / root;
}

/* Means over k x k pixels, what is left at the right and lower edge aside; and the way
 * back. */
static void
shrink (const gfloat *x, gint h, gint w, gint k, gfloat *y)
{
  for (gint r = 0; r < h / k; r++)
    for (gint c = 0; c < w / k; c++)
      {
        gfloat sum = 0;

        for (gint i = 0; i < k; i++)
          for (gint j = 0; j < k; j++)
            sum += x[(r * k + i) * w + c * k + j];
        y[r * (w / k) + c] = sum / (gfloat) (k * k);
      }
}

static void
shrink_back (const gfloat *dy, gint h, gint w, gint k, gfloat *dx)
{
  for (gint r = 0; r < h / k * k; r++)
    for (gint c = 0; c < w / k * k; c++)
      dx[r * w + c] += dy[r / k * (w / k) + c / k] / (gfloat) (k * k);
}

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

typedef struct
{
  const PstNode *y, *x;
  gfloat *grad;
  gdouble weight; /* per image */
  gdouble *sums;  /* [N] */
  PstPool *pool;
} Structure;

/* The luma of image @n of both, and a zeroed gradient of the luma of y; more
 * scratch of @extra floats per pixel behind it. */
static gfloat *
structure_begin (const Structure *p, gint n, gint worker, gsize extra, gfloat **lx, gfloat **dl)
{
  gsize size = (gsize) p->y->h * p->y->w;
  gfloat *ly = pst_pool_scratch (p->pool, worker, (3 + extra) * size * sizeof (gfloat));

  *lx = ly + size;
  *dl = ly + 2 * size;
  luma (p->y->data + (gsize) n * 3 * size, size, ly);
  luma (p->x->data + (gsize) n * 3 * size, size, *lx);
  memset (*dl, 0, size * sizeof (gfloat));
  return ly;
}

static void
structure_end (const Structure *p, gint n, const gfloat *dl)
{
  gsize size = (gsize) p->y->h * p->y->w;

  for (gint c = 0; c < 3 && p->grad; c++)
    pst_add_scaled (p->grad + ((gsize) n * 3 + c) * size, dl, luma_weight[c], size);
}

static void
luma_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 3, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 2; k <= 8; k *= 2)
    {
      gsize size = (gsize) (h / k) * (w / k);
      gfloat *sx = dl + (gsize) h * w, *sy = sx + size, *d = sy + size;

      shrink (lx, h, w, k, sx);
      shrink (ly, h, w, k, sy);
      memset (d, 0, size * sizeof (gfloat));
      p->sums[n] += k / 8.0 * correlation_loss (sx, sy, size, k / 8.0 * p->weight, d);
      shrink_back (d, h, w, k, dl);
    }
  structure_end (p, n, dl);
}

static void
gradient_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 3, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 2; k <= 4; k *= 2)
    {
      gint sh = h / k, sw = w / k;
      gsize size = (gsize) sh * sw, inner = (gsize) (sh - 2) * (sw - 2);
      gfloat *a = dl + (gsize) h * w; /* ten small planes, of at most a quarter each */
      gfloat *b = a + size, *mx = b + size, *my = mx + size, *gx = my + size, *gy = gx + size;
      gfloat *d = gy + size, *db = d + size, *da = db + size;

      shrink (lx, h, w, k, a);
      pst_blur_plane (a, sh, sw, b);
      slope (b, sh, sw, mx, gx, gy);
      shrink (ly, h, w, k, a);
      pst_blur_plane (a, sh, sw, b);
      slope (b, sh, sw, my, gx, gy);
      memset (d, 0, 3 * size * sizeof (gfloat));
      p->sums[n] += correlation_loss (mx, my, inner, p->weight, d);
      slope_back (d, my, gx, gy, sh, sw, db);
      blur_back (db, sh, sw, da);
      shrink_back (da, h, w, k, dl);
    }
  structure_end (p, n, dl);
}

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
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w;
  gfloat *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 4, &lx, &dl);

  p->sums[n] = 0;
  for (gint k = 1; k <= 4; k *= 2)
    {
      gint sh = h / k, sw = w / k;
      gsize size = (gsize) sh * sw;
      gfloat *sx = dl + (gsize) h * w, *sy = sx + size, *slope = sy + size, *d = slope + size;

      shrink (lx, h, w, k, sx);
      shrink (ly, h, w, k, sy);
      memset (d, 0, size * sizeof (gfloat));
      for (gint down = 0; down < 2; down++)
        {
          gdouble correlation;

          steepness (sx, sh, sw, down, slope);
          correlation = 1 - correlation_loss (slope, sy, size, 0, NULL);
          correlation_loss (slope, sy, size, -2 * correlation * p->weight, d);
          p->sums[n] += correlation * correlation;
        }
      shrink_back (d, h, w, k, dl);
    }
  structure_end (p, n, dl);
}

/* ---- blotches ---------------------------------------------------------- */

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
  static const gint cells[] = { 16, 32 };
  const Structure *p = data;
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
          shrink (p->y->data + pst_node_plane (p->y, n, c), h, w, k, y + c * size);
          shrink (p->x->data + pst_node_plane (p->x, n, c), h, w, k, x + c * size);
        }
      memset (dy, 0, (gsize) 3 * size * sizeof (gfloat));
      for (gint a = 0; a < size; a++)
        {
          if (a % cols + 1 < cols)
            sum += compare (y, x, a, a + 1, size, step, dy);
          if (a + cols < size)
            sum += compare (y, x, a, a + cols, size, step, dy);
        }
      p->sums[n] += sum / (3 * pairs) / G_N_ELEMENTS (cells);
      for (gint c = 0; c < 3 && p->grad; c++)
        shrink_back (dy + c * size, h, w, k, p->grad + pst_node_plane (p->y, n, c));
    }
}

/* ---- the losses -------------------------------------------------------- */

static gdouble
structure_loss (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight, PstPoolFunc func)
{
  Structure p = { y, x, pst_node_grad (tape, y), weight / y->n, NULL, tape->pool };
  gdouble sum = 0;

  if (tape->error)
    return 0;
  p.sums = g_new (gdouble, y->n);
  pst_pool_run (tape->pool, y->n, func, &p);
  for (gint n = 0; n < y->n; n++)
    sum += p.sums[n];
  g_free (p.sums);
  return sum / y->n;
}

gdouble
pst_loss_luma (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, luma_image);
}

gdouble
pst_loss_gradient (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, gradient_image);
}

gdouble
pst_loss_relief (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, relief_image);
}

gdouble
pst_loss_even (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, x, weight, even_image);
}
