/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "resample.h"

#include "gather.h"

typedef struct
{
  PstNode *x, *y;
  gfloat *dx;
} Pass;

/* ---- space to depth --------------------------------------------------- */

static void
space_to_depth_plane (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  gint part = item % 4;
  const gfloat *x = p->x->data + (gsize) (item / 4) * p->x->h * p->x->w;
  gfloat *y = p->y->data + (gsize) item * p->y->h * p->y->w;

  for (gint r = 0; r < p->y->h; r++)
    for (gint i = 0; i < p->y->w; i++)
      *y++ = x[(gsize) (2 * r + part / 2) * p->x->w + 2 * i + part % 2];
}

PstNode *
pst_space_to_depth (PstTape *tape, PstNode *x)
{
  PstNode *y = pst_tape_node (tape, x->n, 4 * x->c, x->h / 2, x->w / 2);

  if (! tape->error)
    pst_pool_run (tape->pool, y->n * y->c, space_to_depth_plane, &(Pass){ x, y, NULL });
  return y;
}

/* ---- pooling ---------------------------------------------------------- */

static void
halve_plane (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  gint w = p->x->w;
  const gfloat *x = p->x->data + (gsize) item * p->x->h * w;
  gfloat *y = p->y->data + (gsize) item * p->y->h * p->y->w;

  for (gint r = 0; r < p->y->h; r++, x += 2 * w, y += p->y->w)
    for (gint i = 0; i < p->y->w; i++)
      y[i] = 0.25f * (x[2 * i] + x[2 * i + 1] + x[w + 2 * i] + x[w + 2 * i + 1]);
}

static void
halve_plane_back (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  gint w = p->x->w;
  gfloat *dx = p->dx + (gsize) item * p->x->h * w;
  const gfloat *dy = p->y->grad + (gsize) item * p->y->h * p->y->w;

  for (gint r = 0; r < p->y->h; r++, dx += 2 * w, dy += p->y->w)
    for (gint i = 0; i < p->y->w; i++)
      {
        gfloat d = 0.25f * dy[i];

        dx[2 * i] += d;
        dx[2 * i + 1] += d;
        dx[w + 2 * i] += d;
        dx[w + 2 * i + 1] += d;
      }
}

/* Where in its 2x2 pixels the maximum is. */
static gsize
peak (const gfloat *x, gint w)
{
  gsize best = 0;

  if (x[1] > x[best])
    best = 1;
  if (x[w] > x[best])
    best = (gsize) w;
  if (x[w + 1] > x[best])
    best = (gsize) w + 1;
  return best;
}

static void
max_plane (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  gint w = p->x->w;
  const gfloat *x = p->x->data + (gsize) item * p->x->h * w;
  gfloat *y = p->y->data + (gsize) item * p->y->h * p->y->w;

  for (gint r = 0; r < p->y->h; r++, x += 2 * w, y += p->y->w)
    for (gint i = 0; i < p->y->w; i++)
      y[i] = MAX (MAX (x[2 * i], x[2 * i + 1]), MAX (x[w + 2 * i], x[w + 2 * i + 1]));
}

static void
max_plane_back (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  gint w = p->x->w;
  const gfloat *x = p->x->data + (gsize) item * p->x->h * w;
  gfloat *dx = p->dx + (gsize) item * p->x->h * w;
  const gfloat *dy = p->y->grad + (gsize) item * p->y->h * p->y->w;

  for (gint r = 0; r < p->y->h; r++, x += 2 * w, dx += 2 * w, dy += p->y->w)
    for (gint i = 0; i < p->y->w; i++)
      dx[2 * (gsize) i + peak (x + 2 * i, w)] += dy[i];
}

static void
halve_backward (PstTape *tape, PstNode *y)
{
  Pass p = { y->in[0], y, pst_node_grad (tape, y->in[0]) };

  if (p.dx)
    pst_pool_run (tape->pool, y->n * y->c, halve_plane_back, &p);
}

static void
max_backward (PstTape *tape, PstNode *y)
{
  Pass p = { y->in[0], y, pst_node_grad (tape, y->in[0]) };

  if (p.dx)
    pst_pool_run (tape->pool, y->n * y->c, max_plane_back, &p);
}

static PstNode *
pool_2x2 (PstTape *tape, PstNode *x, PstPoolFunc forward,
          void (*backward) (PstTape *tape, PstNode *node))
{
  PstNode *y = pst_tape_node (tape, x->n, x->c, x->h / 2, x->w / 2);

  if (tape->error)
    return y;
  pst_pool_run (tape->pool, y->n * y->c, forward, &(Pass){ x, y, NULL });
  y->in[0] = x;
  y->needs_grad = x->needs_grad;
  y->backward = backward;
  return y;
}

PstNode *
pst_halve (PstTape *tape, PstNode *x)
{
  return pool_2x2 (tape, x, halve_plane, halve_backward);
}

PstNode *
pst_max_pool (PstTape *tape, PstNode *x)
{
  return pool_2x2 (tape, x, max_plane, max_backward);
}

/* ---- blur ------------------------------------------------------------- */

void
pst_blur_plane (const gfloat *x, gint h, gint w, gfloat *y)
{
  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      {
        gfloat sum = 0;

        for (gint i = -1; i <= 1; i++)
          for (gint j = -1; j <= 1; j++)
            sum += x[pst_reflect (r + i, h) * w + pst_reflect (c + j, w)];
        y[r * w + c] = sum / 9;
      }
}

static void
blur_item (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  gsize at = (gsize) item * p->x->h * p->x->w;

  pst_blur_plane (p->x->data + at, p->x->h, p->x->w, p->y->data + at);
}

PstNode *
pst_blur (PstTape *tape, PstNode *x)
{
  PstNode *y = pst_tape_node (tape, x->n, x->c, x->h, x->w);

  if (! tape->error)
    pst_pool_run (tape->pool, x->n * x->c, blur_item, &(Pass){ x, y, NULL });
  return y;
}
