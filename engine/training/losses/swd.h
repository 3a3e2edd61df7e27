/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_SWD_H
#define PST_SWD_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* Sliced Wasserstein distance between the patches of y [N][3][H][W] and s [M][3][K][L],
 * sides in multiples of 8 and those of s no smaller, pooled over the images: for each of
 * three Laplacian levels and what remains, the mean distance of sorted
 * projections on @n_projections random directions of 7x7x3 patches (3x3x3 where
 * the level of y is narrower than 24), over at most 3072 patches of each, spread
 * evenly (Elnekave and Weiss 2022).  Random numbers come from @key. */
gdouble pst_loss_swd (PstTape *tape, PstNode *y, const PstNode *s, gint n_projections, guint64 key,
                      gdouble weight);

G_END_DECLS

#endif /* PST_SWD_H */
