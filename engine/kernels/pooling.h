/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations that move or pool pixels. */

#ifndef PST_RESAMPLE_H
#define PST_RESAMPLE_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* y [N][4C][H/2][W/2]: channel 4c + 2i + j holds pixel (2y + i, 2x + j) of c.
 * H and W even.  Carries no gradient. */
PstNode *pst_space_to_depth (PstTape *tape, PstNode *x);

/* y [N][C][H/2][W/2]: means of 2x2 pixels; an odd last row or column is left out. */
PstNode *pst_halve (PstTape *tape, PstNode *x);

/* The same with the maximum; the first of equals gets the gradient. */
PstNode *pst_max_pool (PstTape *tape, PstNode *x);

/* 3x3 means, reflected edges; carries no gradient. */
PstNode *pst_blur (PstTape *tape, PstNode *x);

/* The same for one plane [h][w]. */
void pst_blur_plane (const gfloat *x, gint h, gint w, gfloat *y);

/* y = x + amount (x - 3x3 means of x), so that what is fine is seen; at the edges x itself. */
PstNode *pst_sharpen (PstTape *tape, PstNode *x, gfloat amount);

G_END_DECLS

#endif /* PST_RESAMPLE_H */
