/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 3x3 convolution of stride 1 by the minimal filtering algorithm F(4x4, 3x3)
 * (Winograd 1980; Lavin and Gray 2015): 36 multiplications for 16 results
 * instead of 144, at the points 0, +-1/sqrt 2, +-sqrt 2 and infinity, whose
 * matrices have small constants and so small rounding errors (Barabasz et al.
 * 2018).
 *
 * Tiles of 4x4 results are taken 32 at a time; all that happens to them happens
 * in one thread and its cache, with a tile in each lane of a vector. */

#ifndef PST_WINOGRAD_H
#define PST_WINOGRAD_H

#include "ground/arena.h"
#include "ground/pool.h"
#include "kernels/conv.h"
#include "kernels/gather.h"

G_BEGIN_DECLS

/* y [N][K][OH][OW] from x [N][C][h][w]. */
typedef struct
{
  gint n, c, k;
  PstGather gather; /* of x */
  gint oh, ow;
  gboolean transposed; /* forward () takes weights w [C][K][3][3], turned by 180 degrees:
                          the way back */
} PstWinograd;

/* y = act (w [K][C][3][3] * x + bias [K]); bias may be NULL.  FALSE if there is no memory
 * for transformed weights. */
gboolean pst_winograd_forward (const PstWinograd *g, gfloat *y, const gfloat *x, const gfloat *w,
                               const gfloat *bias, PstAct act, PstPool *pool, PstArena *arena);

/* back->dy is [N][K][OH][OW].  Of gathers that reflect one pixel at most, and do not
 * upsample.  FALSE if there is no memory for this many floats, and what weights take. */
gboolean pst_winograd_backward (const PstWinograd *g, const PstConvBack *back, PstPool *pool,
                                PstArena *arena);

gsize pst_winograd_backward_floats (const PstWinograd *g);

G_END_DECLS

#endif /* PST_WINOGRAD_H */
