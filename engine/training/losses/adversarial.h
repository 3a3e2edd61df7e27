/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_ADVERSARIAL_H
#define PST_ADVERSARIAL_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* mean max (0, 1 - side r) over images [first, first + n) of judgements @r;
 * side 1 for the master's, -1 for fakes (Lim and Ye 2017).  Adds to @right the
 * share of judgements on the right side of 0. */
gdouble pst_loss_hinge (PstTape *tape, PstNode *r, gint first, gint n, gint side, gdouble weight,
                        gdouble *right);

/* - mean r: what the generator wants. */
gdouble pst_loss_adversarial (PstTape *tape, PstNode *r, gdouble weight);

G_END_DECLS

#endif /* PST_ADVERSARIAL_H */
