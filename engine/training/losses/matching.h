/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_MATCHING_H
#define PST_MATCHING_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* Distance of a discriminator's features of pictures and of style crops (Wang
 * et al. 2018): per channel mean and deviation over all images and positions,
 * (mean |mean_f - mean_g| + mean |dev_f - dev_g|) / (mean dev_g + 1e-4).
 * Deviation is sqrt (var + 1e-8). */
gdouble pst_loss_matching (PstTape *tape, PstNode *f, const PstNode *g, gdouble weight);

G_END_DECLS

#endif /* PST_MATCHING_H */
