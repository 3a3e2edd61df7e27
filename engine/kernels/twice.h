/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Planes of twice the size: cubic (Keys 1981), and what was folded laid out again. */

#ifndef PST_TWICE_H
#define PST_TWICE_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* y [2h][2w] = x [h][w] resampled as pst_kernel_cubic does; beyond the edges the edge.
 * @line: w + 4 floats of scratch, and 2 w h more. */
void pst_twice_plane (const gfloat *x, gint h, gint w, gfloat *y, gfloat *scratch);
gsize pst_twice_scratch (gint h, gint w);

/* y [N][C][2H][2W]: pixel (2y + i, 2x + j) of c is channel 4c + 2i + j of x [N][4C][H][W], as
 * pst_space_to_depth () folds it (Shi et al. 2016). */
PstNode *pst_depth_to_space (PstTape *tape, PstNode *x);

#define PST_LEVEL_REACH 3

/* y [N][4C][H][W]: x, but the four planes of a c have in common what they are in the mean of
 * 7x7 pixels, nothing counting for what is outside.  What is unfolded then has no lattice of its own. */
PstNode *pst_level_folded (PstTape *tape, PstNode *x);

G_END_DECLS

#endif /* PST_TWICE_H */
