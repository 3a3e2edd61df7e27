/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adam (Kingma and Ba 2014) with beta (0, .99) and epsilon 1e-8, and the moving
 * average of weights. */

#ifndef PST_OPTIMISER_H
#define PST_OPTIMISER_H

#include "networks/tensor-set.h"

G_BEGIN_DECLS

/* One step, step = 0, 1, 2 ...: moments, bias correction, weights.  With a first
 * beta of 0 the first moment is the gradient itself, so that only the second,
 * @v, is kept.  All three of one shape. */
void pst_adam_step (PstTensorSet *weights, const PstTensorSet *grads, PstTensorSet *v,
                    gdouble learning_rate, gint step);

/* average = decay average + (1 - decay) weights */
void pst_average_step (PstTensorSet *average, const PstTensorSet *weights, gdouble decay);

/* Whether every number is finite. */
gboolean pst_tensor_set_is_finite (const PstTensorSet *set);

G_END_DECLS

#endif /* PST_OPTIMISER_H */
