/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 3x3 convolution, padded by one reflected pixel, of a plane doubled by nearest
 * neighbour, without doubling it: nine multiplications for four results instead of
 * thirty-six.
 *
 * In one dimension the results beside pixel x[i] are w0 x[i-1] + (w1 + w2) x[i] and
 * (w0 + w1) x[i] + w2 x[i+1]; with S = w0 + w1 + w2 and the differences d[i] = x[i] -
 * x[i-1] they are S x[i] - w0 d[i] and S x[i] + w2 d[i+1]: three products for two
 * results, and no rounding to speak of.  Beyond the edges d is 0, for there
 * reflection repeats the edge. */

#ifndef PST_DOUBLED_H
#define PST_DOUBLED_H

#include "ground/arena.h"
#include "ground/pool.h"
#include "kernels/conv.h"

G_BEGIN_DECLS

/* From x [N][C][h][w] to y [N][K][2h][2w]. */
typedef struct
{
  gint n, c, k;
  gint h, w;
} PstDoubled;

/* y = act (w [K][C][3][3] * pad (double (x)) + bias [K]); bias may be NULL.  FALSE if
 * there is no memory. */
gboolean pst_doubled_forward (const PstDoubled *d, gfloat *y, const gfloat *x, const gfloat *w,
                              const gfloat *bias, PstAct act, PstPool *pool, PstArena *arena);

gboolean
pst_doubled_backward (const PstDoubled *d, const PstConvBack *back, PstPool *pool, PstArena *arena);

G_END_DECLS

#endif /* PST_DOUBLED_H */
