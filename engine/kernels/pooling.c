/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/pooling.h"

#include <string.h>

#include "ground/vector.h"
#include "kernels/gather.h"

typedef struct
{
  PstNode *x, *y;
  gfloat *dx;
  gboolean first; /* dx is to be written, not added to */
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
    pst_pool_run (tape->pool, y->n * y->c, space_to_depth_plane, &(Pass){ .x = x, .y = y });
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

  if (p->first)
    memset (dx, 0, (gsize) p->x->h * w * sizeof (gfloat));
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

/* Two rows of dx: the first of a square's pixels that is the largest gets dy. */
PST_VECTOR static void
max_rows_back (const gfloat *restrict a, const gfloat *restrict b, const gfloat *restrict dy,
               gint n, gfloat *restrict da, gfloat *restrict db)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat a0 = a[2 * i], a1 = a[2 * i + 1], b0 = b[2 * i], b1 = b[2 * i + 1];
      gfloat top = MAX (MAX (a0, a1), MAX (b0, b1)), rest = dy[i];
      gfloat d00 = a0 == top ? rest : 0, d01, d10;

      rest -= d00;
      d01 = a1 == top ? rest : 0;
      rest -= d01;
      d10 = b0 == top ? rest : 0;
      rest -= d10;
      da[2 * i] += d00;
      da[2 * i + 1] += d01;
      db[2 * i] += d10;
      db[2 * i + 1] += rest;
    }
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

  if (p->first)
    memset (dx, 0, (gsize) p->x->h * w * sizeof (gfloat));
  for (gint r = 0; r < p->y->h; r++, x += 2 * w, dx += 2 * w, dy += p->y->w)
    max_rows_back (x, x + w, dy, p->y->w, dx, dx + w);
}

static void
halve_backward (PstTape *tape, PstNode *y)
{
  Pass p = { .x = y->in[0], .y = y };

  p.dx = pst_node_grad_first (tape, y->in[0], &p.first);
  if (p.dx)
    pst_pool_run (tape->pool, y->n * y->c, halve_plane_back, &p);
}

static void
max_backward (PstTape *tape, PstNode *y)
{
  Pass p = { .x = y->in[0], .y = y };

  p.dx = pst_node_grad_first (tape, y->in[0], &p.first);
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
  pst_pool_run (tape->pool, y->n * y->c, forward, &(Pass){ .x = x, .y = y });
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

/* y = a + b + c */
PST_VECTOR static void
add_three (const gfloat *a, const gfloat *b, const gfloat *c, gint n, gfloat *restrict y)
{
  for (gint i = 0; i < n; i++)
    y[i] = a[i] + b[i] + c[i];
}

void
pst_blur_plane (const gfloat *x, gint h, gint w, gfloat *y)
{
  gfloat *sum = g_new (gfloat, w);

  for (gint r = 0; r < h; r++, y += w)
    {
      const gfloat *above = x + (gsize) pst_reflect (r - 1, h) * w;
      const gfloat *below = x + (gsize) pst_reflect (r + 1, h) * w;

      add_three (above, x + (gsize) r * w, below, w, sum);
      if (w > 2)
        add_three (sum, sum + 1, sum + 2, w - 2, y + 1);
      y[0] = sum[0] + 2 * sum[pst_reflect (-1, w)];
      y[w - 1] = sum[w - 1] + 2 * sum[pst_reflect (w, w)];
      for (gint c = 0; c < w; c++)
        y[c] /= 9;
    }
  g_free (sum);
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
    pst_pool_run (tape->pool, x->n * x->c, blur_item, &(Pass){ .x = x, .y = y });
  return y;
}

/* ---- sharpen ---------------------------------------------------------- */

typedef struct
{
  const gfloat *from;
  gfloat *to;
  gint h, w;
  gfloat amount;
  gboolean first; /* to is to be written, not added to */
} Sharpen;

PST_VECTOR static void
sharpen_line (const gfloat *x, gsize w, gfloat amount, gfloat *restrict y)
{
  const gfloat *a = x - w, *c = x + w;

  for (gsize i = 1; i + 1 < w; i++)
    y[i] += amount
            * (x[i]
               - (1.f / 9)
                     * (a[i - 1] + a[i] + a[i + 1] + x[i - 1] + x[i] + x[i + 1] + c[i - 1] + c[i]
                        + c[i + 1]));
}

static void
sharpen_plane (gint item, gint worker, gpointer data)
{
  const Sharpen *s = data;
  const gsize w = (gsize) s->w, size = w * (gsize) s->h;
  const gfloat *x = s->from + (gsize) item * size;
  gfloat *y = s->to + (gsize) item * size;

  memcpy (y, x, size * sizeof (gfloat));
  for (gsize r = 1; r + 1 < (gsize) s->h; r++)
    sharpen_line (x + r * w, w, s->amount, y + r * w);
}

/* The means' weights are the same both ways: the gradient, with nothing at the edges, is
 * sharpened as the picture was, and spreads over them. */
static void
sharpen_plane_back (gint item, gint worker, gpointer data)
{
  const Sharpen *s = data;
  const gint w = s->w, h = s->h;
  const gfloat *dy = s->from + (gsize) item * (gsize) h * (gsize) w;
  gfloat *dx = s->to + (gsize) item * (gsize) h * (gsize) w;

  for (gint y = 0; y < h; y++)
    for (gint x = 0; x < w; x++)
      {
        const gboolean inside = x > 0 && y > 0 && x + 1 < w && y + 1 < h;
        gfloat sum = 0;

        for (gint r = MAX (y - 1, 1); r <= MIN (y + 1, h - 2); r++)
          for (gint c = MAX (x - 1, 1); c <= MIN (x + 1, w - 2); c++)
            sum += dy[r * w + c];
        dx[y * w + x] = (s->first ? 0 : dx[y * w + x])
                        + (1 + (inside ? s->amount : 0)) * dy[y * w + x]
                        - s->amount * (1.f / 9) * sum;
      }
}

static void
sharpen_backward (PstTape *tape, PstNode *y)
{
  Sharpen s = { .from = y->grad, .h = y->h, .w = y->w, .amount = *(const gfloat *) y->op };

  s.to = pst_node_grad_first (tape, y->in[0], &s.first);
  if (s.to)
    pst_pool_run (tape->pool, y->n * y->c, sharpen_plane_back, &s);
}

PstNode *
pst_sharpen (PstTape *tape, PstNode *x, gfloat amount)
{
  PstNode *y = pst_tape_node (tape, x->n, x->c, x->h, x->w);

  if (tape->error)
    return y;
  pst_pool_run (tape->pool, y->n * y->c, sharpen_plane,
                &(Sharpen){ x->data, y->data, x->h, x->w, amount });
  y->in[0] = x;
  y->needs_grad = x->needs_grad;
  y->op = g_memdup2 (&amount, sizeof amount);
  y->backward = sharpen_backward;
  return y;
}
