/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/planes.h"

#include <math.h>
#include <string.h>

#include "ground/sums.h"

const gfloat pst_luma_weights[3] = { 0.299f, 0.587f, 0.114f };

void
pst_luma_of (const gfloat *rgb, gsize n, gfloat *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = pst_luma_weights[0] * rgb[i] + pst_luma_weights[1] * rgb[n + i]
             + pst_luma_weights[2] * rgb[2 * n + i];
}

gdouble
pst_correlation_loss (const gfloat *x, const gfloat *y, gsize n, gdouble weight, gfloat *dy)
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

void
pst_shrink (const gfloat *x, gint h, gint w, gint k, gfloat *y)
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

void
pst_shrink_back (const gfloat *dy, gint h, gint w, gint k, gfloat *dx)
{
  for (gint r = 0; r < h / k * k; r++)
    for (gint c = 0; c < w / k * k; c++)
      dx[r * w + c] += dy[r / k * (w / k) + c / k] / (gfloat) (k * k);
}

gfloat *
pst_image_job_begin (const PstImageJob *p, gint n, gint worker, gsize extra, gfloat **lx,
                     gfloat **dl)
{
  gsize size = (gsize) p->y->h * p->y->w;
  gfloat *ly = pst_pool_scratch (p->pool, worker, (3 + extra) * size * sizeof (gfloat));

  *lx = ly + size;
  *dl = ly + 2 * size;
  pst_luma_of (p->y->data + (gsize) n * 3 * size, size, ly);
  pst_luma_of (p->x->data + (gsize) n * 3 * size, size, *lx);
  memset (*dl, 0, size * sizeof (gfloat));
  return ly;
}

void
pst_image_job_end (const PstImageJob *p, gint n, const gfloat *dl)
{
  gsize size = (gsize) p->y->h * p->y->w;

  for (gint c = 0; c < 3 && p->grad; c++)
    pst_add_scaled (p->grad + ((gsize) n * 3 + c) * size, dl, pst_luma_weights[c], size);
}

gdouble
pst_loss_of_images (PstTape *tape, PstNode *y, PstNode *twin, const PstNode *x, gdouble weight,
                    PstPoolFunc func)
{
  PstImageJob p = { .y = y,
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
