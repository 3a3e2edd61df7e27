/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a painting keeps of its photo: light and dark, gradients, evenness; and what it
 * must not add: relief, lattices, what differs from seed to seed. */

#include <math.h>
#include <string.h>

#include "ground/sums.h"
#include "kernels/gather.h"
#include "kernels/pooling.h"
#include "training/losses.h"

#define SLACK   1.25f /* how much steeper than the photo a painting may be           */
#define STROKES 0.64f /* what strokes make of a cell, without any fault, times its side */
#define CELL    8     /* what two seeds must agree on                                */
#define PLAIN   0.02  /* a photo's variance of luma is taken for this much more      */
#define FIELD   32    /* side of the squares in which lattices are looked for        */
#define PERIOD  4     /* the longest                                                 */

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
  const PstNode *twin; /* or NULL: another y */
  gfloat *twin_grad;
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
            sum += compare (y, x, k, a, a + 1, size, step, dy);
          if (a + cols < size)
            sum += compare (y, x, k, a, a + cols, size, step, dy);
        }
      p->sums[n] += sum / (3 * pairs) / G_N_ELEMENTS (cells);
      for (gint c = 0; c < 3 && p->grad; c++)
        shrink_back (dy + c * size, h, w, k, p->grad + pst_node_plane (p->y, n, c));
    }
}

/* ---- seeds ------------------------------------------------------------- */

/* The luma of image @n of @node in cells; @scratch has as many floats as a plane. */
static void
take_cells (const PstNode *node, gint n, gfloat *scratch, gfloat *cells)
{
  luma (node->data + pst_node_plane (node, n, 0), (gsize) node->h * node->w, scratch);
  shrink (scratch, node->h, node->w, CELL, cells);
}

static void
seeds_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->x->h, w = p->x->w;
  gsize size = (gsize) h * w, count = (gsize) (h / CELL) * (w / CELL);
  gfloat *plane = pst_pool_scratch (p->pool, worker, (size + 2 * count) * sizeof (gfloat));
  gfloat *a = plane + size, *b = a + count;
  gdouble mean, variance, scale;

  take_cells (p->x, n, plane, a);
  pst_moments (a, count, &mean, &variance);
  scale = 1 / (variance + PLAIN) / (gdouble) count;
  take_cells (p->y, n, plane, a);
  take_cells (p->twin, n, plane, b);
  for (gsize i = 0; i < count; i++)
    a[i] -= b[i];
  p->sums[n] = pst_dot (a, a, count) * scale;

  for (gsize i = 0; i < count; i++)
    b[i] = (gfloat) (2 * p->weight * scale) * a[i];
  memset (plane, 0, size * sizeof (gfloat));
  shrink_back (b, h, w, CELL, plane);
  for (gint c = 0; c < 3; c++)
    {
      gsize at = pst_node_plane (p->x, n, c);

      if (p->grad)
        pst_add_scaled (p->grad + at, plane, luma_weight[c], size);
      if (p->twin_grad)
        pst_add_scaled (p->twin_grad + at, plane, -luma_weight[c], size);
    }
}

/* ---- lattices ---------------------------------------------------------- */

/* Waves a lattice is made of, in quarters of a cycle per pixel down and across. */
static const gint8 waves[][2] = { { 0, 2 }, { 2, 0 }, { 2, 2 }, { 0, 1 },
                                  { 1, 0 }, { 1, 1 }, { 1, -1 } };

#define N_WAVES ((gint) G_N_ELEMENTS (waves))

/* cos, or with @sine sin, of wave @which at (r, c): 0, 1 or -1. */
static gint
wave_at (gint which, gboolean sine, gint r, gint c)
{
  static const gint8 quarter[] = { 1, 0, -1, 0 };

  return quarter[(waves[which][0] * r + waves[which][1] * c - sine + 4 * PERIOD) % PERIOD];
}

/* Hann's window, of squares that sum up to 1 over a field. */
static void
make_window (gfloat window[FIELD])
{
  gdouble squares = 0;

  for (gint i = 0; i < FIELD; i++)
    {
      gdouble w = 0.5 - 0.5 * cos (2 * G_PI * (i + 0.5) / FIELD);

      window[i] = (gfloat) w;
      squares += w * w;
    }
  for (gint i = 0; i < FIELD; i++)
    window[i] /= (gfloat) sqrt (squares);
}

/* The energy of all waves in the field at @y of rows @stride apart, with its
 * gradient, times @weight, added at @dy.  All that has a period of 4 pixels is the same
 * after folding into 4 x 4. */
static gdouble
field_energy (const gfloat *y, gfloat *dy, gint stride, const gfloat *window, gdouble weight)
{
  gdouble folded[PERIOD][PERIOD] = { 0 }, back[PERIOD][PERIOD] = { 0 };
  gdouble energy = 0;

  for (gint r = 0; r < FIELD; r++)
    for (gint c = 0; c < FIELD; c++)
      folded[r % PERIOD][c % PERIOD] += window[r] * window[c] * y[r * stride + c];
  for (gint k = 0; k < N_WAVES; k++)
    for (gint sine = 0; sine < 2; sine++)
      {
        gdouble dot = 0;

        for (gint i = 0; i < PERIOD * PERIOD; i++)
          dot += wave_at (k, sine, i / PERIOD, i % PERIOD) * folded[i / PERIOD][i % PERIOD];
        energy += dot * dot;
        for (gint i = 0; i < PERIOD * PERIOD; i++)
          back[i / PERIOD][i % PERIOD] +=
              2 * weight * dot * wave_at (k, sine, i / PERIOD, i % PERIOD);
      }
  for (gint r = 0; r < FIELD; r++)
    for (gint c = 0; c < FIELD; c++)
      dy[r * stride + c] += window[r] * window[c] * (gfloat) back[r % PERIOD][c % PERIOD];
  return energy;
}

static void
lattice_image (gint n, gint worker, gpointer data)
{
  const Structure *p = data;
  gint h = p->y->h, w = p->y->w, rows = h / FIELD, cols = w / FIELD, fields = rows * cols;
  gfloat window[FIELD], *lx, *dl;
  gfloat *ly = structure_begin (p, n, worker, 0, &lx, &dl);
  gdouble sum = 0;

  make_window (window);
  for (gint i = 0; i < fields; i++)
    {
      gint at = i / cols * FIELD * w + i % cols * FIELD;

      sum += field_energy (ly + at, dl + at, w, window, p->weight / fields / N_WAVES);
    }
  p->sums[n] = sum / MAX (1, fields) / N_WAVES;
  structure_end (p, n, dl);
}

/* ---- the losses -------------------------------------------------------- */

/* @twin may be NULL. */
static gdouble
structure_loss (PstTape *tape, PstNode *y, PstNode *twin, const PstNode *x, gdouble weight,
                PstPoolFunc func)
{
  Structure p = { .y = y,
                  .x = x,
                  .grad = pst_node_grad (tape, y),
                  .twin = twin,
                  .twin_grad = twin ? pst_node_grad (tape, twin) : NULL,
                  .weight = weight / y->n,
                  .pool = tape->pool };
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
  return structure_loss (tape, y, NULL, x, weight, luma_image);
}

gdouble
pst_loss_gradient (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, NULL, x, weight, gradient_image);
}

gdouble
pst_loss_relief (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, NULL, x, weight, relief_image);
}

gdouble
pst_loss_even (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, NULL, x, weight, even_image);
}

gdouble
pst_loss_lattice (PstTape *tape, PstNode *y, gdouble weight)
{
  return structure_loss (tape, y, NULL, y, weight, lattice_image);
}

gdouble
pst_loss_seeds (PstTape *tape, PstNode *y, PstNode *twin, const PstNode *x, gdouble weight)
{
  return structure_loss (tape, y, twin, x, weight, seeds_image);
}
