/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the networks are taught by.  Each function returns the loss, unweighted,
 * and adds @weight times its gradient to the node it is about (where that node
 * wants one).  After a failure of the tape they return 0. */

#ifndef PST_LOSSES_H
#define PST_LOSSES_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* mean max (0, 1 - side r) over images [first, first + n) of judgements @r;
 * side 1 for the master's, -1 for fakes (Lim and Ye 2017).  Adds to @right the
 * share of judgements on the right side of 0. */
gdouble pst_loss_hinge (PstTape *tape, PstNode *r, gint first, gint n, gint side, gdouble weight,
                        gdouble *right);

/* - mean r: what the generator wants. */
gdouble pst_loss_adversarial (PstTape *tape, PstNode *r, gdouble weight);

/* Sliced Wasserstein distance between the patches of y [N][3][H][W] and s [M][3][K][L],
 * sides in multiples of 8 and those of s no smaller, pooled over the images: for each of
 * three Laplacian levels and what remains, the mean distance of sorted
 * projections on @n_projections random directions of 7x7x3 patches (3x3x3 where
 * the level of y is narrower than 24), over at most 3072 patches of each, spread
 * evenly (Elnekave and Weiss 2022).  Random numbers come from @key. */
gdouble pst_loss_swd (PstTape *tape, PstNode *y, const PstNode *s, gint n_projections, guint64 key,
                      gdouble weight);

/* |G(f) - target|^2 / |target|^2 for the Gram matrix G [C][C] of f over all
 * images and positions, divided by their number (Gatys et al. 2015). */
gdouble pst_loss_gram (PstTape *tape, PstNode *f, const gfloat *target, gdouble weight);

/* G(f) into @gram [C][C]. */
void pst_gram (PstTape *tape, const PstNode *f, gfloat *gram);

/* Mean squared difference of f and g after each plane of both has been brought
 * to mean 0 and variance 1; g gets no gradient. */
gdouble pst_loss_content (PstTape *tape, PstNode *f, const PstNode *g, gdouble weight);

/* Sum over k = 2, 4, 8 of k / 8 (1 - correlation of luma averaged over k x k
 * pixels), mean over images: where light and dark fall, with sign. */
gdouble pst_loss_luma (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight);

/* Sum over sizes 1/2 and 1/4 of 1 - correlation of the luma's gradient
 * magnitude after a 3x3 blur, mean over images. */
gdouble pst_loss_gradient (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight);

/* How much y looks like x cut into relief and lit from a side: sum over sizes 1, 1/2
 * and 1/4 and over both axes of the squared correlation of the luma of y with
 * the slope of that of x (central differences), mean over images.  A picture is
 * hardly correlated with its own slope; gradients without a sign, alone, teach
 * relief. */
gdouble pst_loss_relief (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight);

/* What there is of blotches and bands: the means of y over cells of k x k pixels, k = 16, 32
 * and 64, may differ between neighbours by .64 / k (strokes even out in large cells), and
 * 1.25 times what those of x do in the channel where they do most; mean of what is more,
 * over pairs, channels, sizes and images.  Parts of cells at the right and lower edge do not
 * count. */
gdouble pst_loss_even (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight);

/* How much else than strokes the noise decides: mean squared difference of the luma of y and
 * @twin, both painted from x, over cells of 8 x 8 pixels, in units of the variance of x's
 * there plus .02; mean over images.  Gradients go to y and to @twin. */
gdouble pst_loss_seeds (PstTape *tape, PstNode *y, PstNode *twin, const PstNode *x, gdouble weight);

/* What is in step with the grid that the generator's layers make: energy of the luma of y in
 * waves of 2 and 4 pixels along x, y and both diagonals, in units of a white noise's
 * variance; mean over waves, squares of 32 x 32 pixels under Hann's window, and images.
 * Parts of squares at the right and lower edge do not count. */
gdouble pst_loss_lattice (PstTape *tape, PstNode *y, gdouble weight);

/* Mean |y - x| (identity on the painting's own crops). */
gdouble pst_loss_l1 (PstTape *tape, PstNode *y, const PstNode *x, gdouble weight);

/* Distance of a discriminator's features of pictures and of style crops (Wang
 * et al. 2018): per channel mean and deviation over all images and positions,
 * (mean |mean_f - mean_g| + mean |dev_f - dev_g|) / (mean dev_g + 1e-4).
 * Deviation is sqrt (var + 1e-8). */
gdouble pst_loss_matching (PstTape *tape, PstNode *f, const PstNode *g, gdouble weight);

G_END_DECLS

#endif /* PST_LOSSES_H */
