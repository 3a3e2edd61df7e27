/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_CONTENT_H
#define PST_CONTENT_H

#include "kernels/tape.h"

G_BEGIN_DECLS

/* Mean squared difference of f and g after each plane of both has been brought
 * to mean 0 and variance 1; g gets no gradient. */
gdouble pst_loss_content (PstTape *tape, PstNode *f, const PstNode *g, gdouble weight);

G_END_DECLS

#endif /* PST_CONTENT_H */
