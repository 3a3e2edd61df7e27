/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture at several sizes, each half of the one before (means of 2x2 pixels; an odd
 * last row or column is left out). */

#ifndef PST_PYRAMID_H
#define PST_PYRAMID_H

#include "ground/arena.h"
#include "ground/pool.h"

G_BEGIN_DECLS

#define PST_PYRAMID_LEVELS 5

/* Three planes [h][stride]; what lies behind a line's w pixels is 0, 48 floats or more, and
 * nobody writes there. */
typedef struct
{
  gint w, h;
  gsize stride;
  gfloat *plane[3];
} PstLevel;

typedef struct
{
  gint n_levels;
  PstLevel level[PST_PYRAMID_LEVELS];
  PstArena *arena;
} PstPyramid;

/* All zero.  As many levels as asked for, or as there are until a side is 0.  NULL without
 * memory. */
PstPyramid *pst_pyramid_new (PstArena *arena, gint w, gint h, gint n_levels);
void pst_pyramid_free (PstPyramid *pyramid);
void pst_pyramid_clear (PstPyramid *pyramid); /* all zero again */

/* Makes the smaller levels from the first. */
void pst_pyramid_shrink (PstPyramid *pyramid, PstPool *pool);

/* The adjoint: the gradients of smaller levels are added to those of the first. */
void pst_pyramid_shrink_back (PstPyramid *gradient, PstPool *pool);

/* Y'CbCr (Rec. 601, Cb and Cr in halves) of planes rgb [3][h][w] into the first level; the adjoint
 * adds the first level's gradient to @rgb. */
void pst_pyramid_put_rgb (PstPyramid *pyramid, const gfloat *rgb, PstPool *pool);
void pst_pyramid_rgb_back (const PstPyramid *gradient, gfloat *rgb, PstPool *pool);

/* Floats from one line to the next where it has @w pixels. */
static inline gsize
pst_level_stride (gint w)
{
  return (gsize) ((w + 15) / 16 * 16 + 48);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstPyramid, pst_pyramid_free)

G_END_DECLS

#endif /* PST_PYRAMID_H */
