/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/added.h"

#include "strokes/colour.h"
#include "strokes/flow.h"

#define FINE          1.2 /* pixels of deviation: the network's grid is 4 wide         */
#define FINE_ORIENTED .5  /* where it was taught to leave clean strokes              */
#define WIDE          6.  /* and of what is slow, at a short side of SIDE               */
#define SIDE          448.
#define LIGHT         .7f /* of what is slow of Y' is taken away, and all of Cb and Cr */

/* Planes [3][h][w] of what was added, R'G'B' and Y'CbCr in turn. */
typedef struct
{
  gint w, h;
  gfloat *planes;
  gdouble matrix[3][3];
} Added;

/* Item: a line. */
static void
turn_item (gint y, gint worker, gpointer data)
{
  const Added *a = data;
  const gsize n = (gsize) a->w * (gsize) a->h;

  for (gsize i = (gsize) y * (gsize) a->w; i < ((gsize) y + 1) * (gsize) a->w; i++)
    {
      gdouble was[3] = { a->planes[i], a->planes[n + i], a->planes[2 * n + i] };

      for (gsize c = 0; c < 3; c++)
        a->planes[c * n + i] = (gfloat) (a->matrix[c][0] * was[0] + a->matrix[c][1] * was[1]
                                         + a->matrix[c][2] * was[2]);
    }
}

/* To Y'CbCr, or with @back to R'G'B'; @adjoint: by the transposed matrix. */
static void
turn (Added *a, gboolean back, gboolean adjoint, PstPool *pool)
{
  for (gint from = 0; from < 3; from++)
    {
      gdouble one[3] = { from == 0, from == 1, from == 2 }, to[3];

      if (! back)
        pst_colour_yuv (one[0], one[1], one[2], to);
      for (gint c = 0; c < 3; c++)
        a->matrix[adjoint ? from : c][adjoint ? c : from] = back ? pst_colour_rgb (one, c) : to[c];
    }
  pst_pool_run (pool, a->h, turn_item, a);
}

/* In place, with three planes of @scratch; or, @adjoint, a gradient's way back. */
static void
calm (Added *a, gboolean oriented, gdouble wide, gboolean adjoint, gfloat *scratch, PstPool *pool)
{
  void (*const blur) (const gfloat *, gint, gint, gdouble, gfloat *, gfloat *, PstPool *) =
      adjoint ? pst_flow_blur_back : pst_flow_blur;
  const gdouble grid = oriented ? FINE_ORIENTED : FINE;
  const gsize n = (gsize) a->w * (gsize) a->h;
  gfloat *fine = scratch + n, *slow = scratch + 2 * n;

  turn (a, adjoint, adjoint, pool);
  for (gsize c = 0; c < 3; c++)
    {
      const gfloat share = c > 0 ? 1 : LIGHT;

      blur (a->planes + c * n, a->w, a->h, grid, scratch, fine, pool);
      blur (a->planes + c * n, a->w, a->h, wide, scratch, slow, pool);
      for (gsize i = 0; i < n; i++)
        a->planes[c * n + i] = fine[i] - share * slow[i];
    }
  turn (a, ! adjoint, adjoint, pool);
}

gboolean
pst_added_calm (const PstImage *laid, gboolean oriented, PstPool *pool, PstImage *painting)
{
  const gint w = laid->width, h = laid->height;
  const gsize n = 3 * (gsize) w * (gsize) h;
  g_autofree gfloat *scratch = g_try_malloc_n (n, sizeof (gfloat));

  if (! scratch)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    painting->data[i] -= laid->data[i];
  calm (&(Added){ w, h, painting->data }, oriented, WIDE * MIN (w, h) / SIDE, FALSE, scratch, pool);
  for (gsize i = 0; i < n; i++)
    {
      const gfloat v = laid->data[i] + painting->data[i];

      painting->data[i] = CLAMP (v, 0, 1);
    }
  return TRUE;
}

/* ---- while it learns -------------------------------------------------- */

static void
calm_image (PstTape *tape, const PstNode *like, gboolean oriented, gfloat *planes, gboolean adjoint)
{
  const gsize size = pst_node_plane (like, 1, 0);
  gfloat *scratch = pst_arena_take (tape->arena, size * sizeof (gfloat));

  if (scratch)
    calm (&(Added){ like->w, like->h, planes }, oriented, WIDE, adjoint, scratch, tape->pool);
  else if (! tape->error)
    g_set_error_literal (&tape->error, PST_ERROR, PST_ERROR_TOO_LARGE,
                         "Not enough memory to train");
  pst_arena_give (tape->arena, scratch);
}

static void
calm_back (PstTape *tape, PstNode *node)
{
  const gsize size = pst_node_plane (node, 1, 0);
  const gboolean *oriented = node->op;
  gfloat *grad = pst_node_grad (tape, node->in[0]);

  for (gint i = 0; i < node->n && grad && ! tape->error; i++)
    {
      gfloat *back = node->grad + (gsize) i * size;

      calm_image (tape, node, *oriented, back, TRUE);
      for (gsize k = 0; k < size; k++)
        grad[(gsize) i * size + k] += back[k];
    }
}

PstNode *
pst_added_calm_crops (PstTape *tape, const PstNode *laid, gboolean oriented, PstNode *painting)
{
  PstNode *y = pst_tape_node (tape, painting->n, 3, painting->h, painting->w);
  const gsize size = pst_node_plane (painting, 1, 0);

  for (gint i = 0; i < y->n && ! tape->error; i++)
    {
      const gfloat *was = laid->data + (gsize) i * size, *is = painting->data + (gsize) i * size;
      gfloat *to = y->data + (gsize) i * size;

      for (gsize k = 0; k < size; k++)
        to[k] = is[k] - was[k];
      calm_image (tape, y, oriented, to, FALSE);
      for (gsize k = 0; k < size; k++)
        to[k] += was[k];
    }
  y->in[0] = painting;
  y->needs_grad = painting->needs_grad;
  y->op = g_memdup2 (&oriented, sizeof oriented);
  y->backward = calm_back;
  return y;
}
