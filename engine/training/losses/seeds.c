/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "ground/sums.h"
#include "training/losses/planes.h"

#define CELL  8    /* what two seeds must agree on                         */
#define PLAIN 0.02 /* a photo's variance of luma is taken for this much more */

/* The luma of image @n of @node in cells; @scratch has as many floats as a plane. */
static void
take_cells (const PstNode *node, gint n, gfloat *scratch, gfloat *cells)
{
  pst_luma_of (node->data + pst_node_plane (node, n, 0), (gsize) node->h * node->w, scratch);
  pst_shrink (scratch, node->h, node->w, CELL, cells);
}

static void
seeds_image (gint n, gint worker, gpointer data)
{
  const PstImageJob *p = data;
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
  pst_shrink_back (b, h, w, CELL, plane);
  for (gint c = 0; c < 3; c++)
    {
      gsize at = pst_node_plane (p->x, n, c);

      if (p->grad)
        pst_add_scaled (p->grad + at, plane, pst_luma_weights[c], size);
      if (p->twin_grad)
        pst_add_scaled (p->twin_grad + at, plane, -pst_luma_weights[c], size);
    }
}

/* How much else than strokes the noise decides: mean squared difference of the luma of two
 * twins, both painted from x, over cells of 8 x 8 pixels, in units of the variance of x's
 * there plus .02; mean over images.  Gradients go to y and to @twin. */
gdouble
pst_judge_seeds (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->twins[0], j->twins[1], j->x, weight, seeds_image);
}
