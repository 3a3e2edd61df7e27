/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_GRAM_H
#define PST_GRAM_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* |G(f) - target|^2 / |target|^2 for the Gram matrix G [C][C] of f over all
 * images and positions, divided by their number (Gatys et al. 2015). */
gdouble pst_loss_gram (PstTape *tape, PstNode *f, const gfloat *target, gdouble weight);

/* G(f) into @gram [C][C]. */
void pst_gram (PstTape *tape, const PstNode *f, gfloat *gram);

G_END_DECLS

#endif /* PST_GRAM_H */
