/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/twice.h"

#include <string.h>

#include "ground/vector.h"

/* ---- cubic ------------------------------------------------------------ */

/* The kernel at 1/4, 3/4, 5/4 and 7/4. */
#define W0 0.8671875f
#define W1 0.2265625f
#define W2 (-0.0703125f)
#define W3 (-0.0234375f)

/* Where the lines of x begin that four weights are for; the nearest two are @b and @c. */
PST_VECTOR static void
mix_lines (const gfloat *a, const gfloat *b, const gfloat *c, const gfloat *d, gint n,
           const gfloat *weights, gfloat *restrict y)
{
  for (gint i = 0; i < n; i++)
    y[i] = weights[0] * a[i] + weights[1] * b[i] + weights[2] * c[i] + weights[3] * d[i];
}

/* x has two pixels more on either side. */
PST_VECTOR static void
widen_line (const gfloat *x, gint n, gfloat *restrict y)
{
  for (gint i = 0; i < n; i++)
    {
      y[2 * i] = W3 * x[i] + W1 * x[i + 1] + W0 * x[i + 2] + W2 * x[i + 3];
      y[2 * i + 1] = W2 * x[i + 1] + W0 * x[i + 2] + W1 * x[i + 3] + W3 * x[i + 4];
    }
}

gsize
pst_twice_scratch (gint h, gint w)
{
  return (gsize) (w + 4) + (gsize) 2 * (gsize) w * (gsize) h;
}

void
pst_twice_plane (const gfloat *x, gint h, gint w, gfloat *y, gfloat *scratch)
{
  static const gfloat weights[2][4] = { { W3, W1, W0, W2 }, { W2, W0, W1, W3 } };
  gfloat *padded = scratch, *wide = scratch + w + 4;
  const gsize line = (gsize) 2 * (gsize) w;

  for (gint r = 0; r < h; r++, x += w)
    {
      padded[0] = padded[1] = x[0];
      memcpy (padded + 2, x, (gsize) w * sizeof (gfloat));
      padded[w + 2] = padded[w + 3] = x[w - 1];
      widen_line (padded, w, wide + (gsize) r * line);
    }
  for (gint r = 0; r < 2 * h; r++)
    {
      const gint first = r / 2 - 2 + r % 2;
      const gfloat *from[4];

      for (gint k = 0; k < 4; k++)
        from[k] = wide + (gsize) CLAMP (first + k, 0, h - 1) * line;
      mix_lines (from[0], from[1], from[2], from[3], 2 * w, weights[r % 2], y + (gsize) r * line);
    }
}

/* ---- depth to space --------------------------------------------------- */

typedef struct
{
  const gfloat *from;
  gfloat *to;
  gint h, w;      /* of a folded plane */
  gboolean first; /* written, not added to */
} Fold;

/* Item: a plane of the small ones. */
static void
unfold_plane (gint item, gint worker, gpointer data)
{
  const Fold *f = data;
  const gint part = item % 4;
  const gfloat *x = f->from + (gsize) item * (gsize) f->h * (gsize) f->w;
  gfloat *y = f->to + (gsize) (item / 4) * 4 * (gsize) f->h * (gsize) f->w;

  for (gint r = 0; r < f->h; r++)
    for (gint i = 0; i < f->w; i++)
      y[(gsize) (2 * r + part / 2) * 2 * (gsize) f->w + (gsize) (2 * i + part % 2)] = *x++;
}

static void
fold_plane (gint item, gint worker, gpointer data)
{
  const Fold *f = data;
  const gint part = item % 4;
  const gfloat *y = f->from + (gsize) (item / 4) * 4 * (gsize) f->h * (gsize) f->w;
  gfloat *x = f->to + (gsize) item * (gsize) f->h * (gsize) f->w;

  for (gint r = 0; r < f->h; r++)
    for (gint i = 0; i < f->w; i++, x++)
      *x = (f->first ? 0 : *x)
           + y[(gsize) (2 * r + part / 2) * 2 * (gsize) f->w + (gsize) (2 * i + part % 2)];
}

static void
depth_to_space_backward (PstTape *tape, PstNode *y)
{
  PstNode *x = y->in[0];
  Fold f = { .from = y->grad, .h = x->h, .w = x->w };

  f.to = pst_node_grad_first (tape, x, &f.first);
  if (f.to)
    pst_pool_run (tape->pool, x->n * x->c, fold_plane, &f);
}

PstNode *
pst_depth_to_space (PstTape *tape, PstNode *x)
{
  PstNode *y = pst_tape_node (tape, x->n, x->c / 4, 2 * x->h, 2 * x->w);

  if (tape->error)
    return y;
  pst_pool_run (tape->pool, x->n * x->c, unfold_plane, &(Fold){ x->data, y->data, x->h, x->w });
  y->in[0] = x;
  y->needs_grad = x->needs_grad;
  y->backward = depth_to_space_backward;
  return y;
}

/* ---- level ------------------------------------------------------------ */

#define REACH PST_LEVEL_REACH

typedef struct
{
  const gfloat *from;
  gfloat *to;
  gint h, w;
  gboolean first; /* written, not added to */
} Level;

/* to [h][w] = the mean of (2 REACH + 1)^2 around, 0 outside. */
static void
box_plane (const gfloat *x, gint h, gint w, gfloat *across, gfloat *to)
{
  const gfloat part = 1.f / ((2 * REACH + 1) * (2 * REACH + 1));

  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      {
        gfloat sum = 0;

        for (gint k = MAX (c - REACH, 0); k <= MIN (c + REACH, w - 1); k++)
          sum += x[(gsize) r * (gsize) w + (gsize) k];
        across[(gsize) r * (gsize) w + (gsize) c] = sum * part;
      }
  memset (to, 0, (gsize) h * (gsize) w * sizeof (gfloat));
  for (gint r = 0; r < h; r++)
    for (gint k = MAX (r - REACH, 0); k <= MIN (r + REACH, h - 1); k++)
      for (gint c = 0; c < w; c++)
        to[(gsize) r * (gsize) w + (gsize) c] += across[(gsize) k * (gsize) w + (gsize) c];
}

/* Item: four planes.  It is its own adjoint: the mean's weights are the same both ways. */
static void
level_planes (gint item, gint worker, gpointer data)
{
  const Level *l = data;
  const gsize n = (gsize) l->h * (gsize) l->w, at = (gsize) item * 4 * n;
  g_autofree gfloat *means = g_new (gfloat, 5 * n);

  for (gsize i = 0; i < 4; i++)
    box_plane (l->from + at + i * n, l->h, l->w, means + 4 * n, means + i * n);
  for (gsize k = 0; k < n; k++)
    {
      const gfloat mean = 0.25f * (means[k] + means[n + k] + means[2 * n + k] + means[3 * n + k]);

      for (gsize i = 0; i < 4; i++)
        {
          gfloat *to = l->to + at + i * n + k;

          *to = (l->first ? 0 : *to) + l->from[at + i * n + k] - means[i * n + k] + mean;
        }
    }
}

static void
level_backward (PstTape *tape, PstNode *y)
{
  PstNode *x = y->in[0];
  Level l = { .from = y->grad, .h = x->h, .w = x->w };

  l.to = pst_node_grad_first (tape, x, &l.first);
  if (l.to)
    pst_pool_run (tape->pool, x->n * x->c / 4, level_planes, &l);
}

PstNode *
pst_level_folded (PstTape *tape, PstNode *x)
{
  PstNode *y = pst_tape_node (tape, x->n, x->c, x->h, x->w);

  if (tape->error)
    return y;
  pst_pool_run (tape->pool, x->n * x->c / 4, level_planes,
                &(Level){ x->data, y->data, x->h, x->w, TRUE });
  y->in[0] = x;
  y->needs_grad = x->needs_grad;
  y->backward = level_backward;
  return y;
}
