/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolution of any kernel and stride without unrolling the input: a table
 * says where, from a pixel, the input for each weight lies (the idea of
 * Dukhan's indirect convolution, 2019), in a cache-sized copy of the rows
 * around.  There a row follows the other, so that vectors need not end with them. */

#ifndef PST_DIRECT_H
#define PST_DIRECT_H

#include "ground/arena.h"
#include "ground/pool.h"
#include "kernels/activation.h"
#include "kernels/gather.h"

G_BEGIN_DECLS

/* From x [N][C][h][w], gathered to [ph][pw], to y [N][K][oh][ow]. */
typedef struct
{
  gint n, c, k;
  PstGather gather;
  gint kernel; /* R      */
  gint stride; /* 1 or 2 */
  gint ph, pw;
  gint oh, ow;
} PstDirect;

/* y = act (w [K][C][R][R] * x + bias [K]); bias may be NULL.  FALSE without memory. */
gboolean pst_direct_forward (const PstDirect *d, gfloat *y, const gfloat *x, const gfloat *w,
                             const gfloat *bias, PstAct act, PstPool *pool, PstArena *arena);

/* dpad [N][C][ph][pw] = the gradient of the gathered input, given dy. */
gboolean pst_direct_backward (const PstDirect *d, gfloat *dpad, const gfloat *dy, const gfloat *w,
                              PstPool *pool, PstArena *arena);

G_END_DECLS

#endif /* PST_DIRECT_H */
