/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolution of any kernel and stride without unrolling the input: a table
 * says where, from a pixel, the input for each weight lies (the idea of
 * Dukhan's indirect convolution, 2019), in a cache-sized copy of the rows
 * around. */

#ifndef PST_DIRECT_H
#define PST_DIRECT_H

#include "arena.h"
#include "gather.h"
#include "pool.h"

G_BEGIN_DECLS

typedef struct
{
  gint n, c, k;
  PstGather gather; /* of the input                                          */
  gint taps_y, taps_x;
  gint stride;           /* 1 or 2                                                */
  gint rows, cols;       /* results                                           */
  gint oh, ow;           /* the planes that results are put into ...          */
  gint step;             /* ... at every so many pixels ...                   */
  gint first_y, first_x; /* ... from here                               */
} PstDirect;

/* What to do with a finished line of results, before it is stored. */
typedef void (*PstDirectFinish) (gfloat *line, gint n, gint k, gpointer data);

/* y [N][K][oh][ow], at the pixels that @d names, from x [N][C][h][w] and
 * w [K][C][taps_y][taps_x].  @finish may be NULL.  FALSE without memory. */
gboolean pst_direct_forward (const PstDirect *d, gfloat *y, const gfloat *x, const gfloat *w,
                             PstDirectFinish finish, gpointer data, PstPool *pool, PstArena *arena);

G_END_DECLS

#endif /* PST_DIRECT_H */
