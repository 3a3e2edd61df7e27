/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A manner as tensors and a line of text, to be kept in a file. */

#ifndef PST_MANNER_TENSORS_H
#define PST_MANNER_TENSORS_H

#include "networks/tensor-set.h"
#include "strokes/manner.h"

G_BEGIN_DECLS

#define PST_MANNER_PREFIX "manner." /* of the tensors' names */

/* For each map of each scale what is on and above the diagonal of its matrix, and its deviations,
 * the brush and the colours: 100 000 numbers for three octaves.  NULL without memory. */
PstTensorSet *pst_manner_to_tensors (const PstManner *manner);

/* A version of the features, and its parameters.  Free with g_free (). */
gchar *pst_manner_to_text (const PstManner *manner);

/* TRUE if that is the text of a manner whose features are no longer known. */
gboolean pst_manner_text_is_old (const gchar *text);

/* From both; @set may hold other tensors.  NULL if that is no manner, or there is no memory:
 * *@wrong says what is wrong. */
PstManner *
pst_manner_from_tensors (const PstTensorSet *set, const gchar *text, const gchar **wrong);

/* TRUE if that is the name of a tensor of a manner. */
gboolean pst_manner_owns_tensor (const gchar *name);

G_END_DECLS

#endif /* PST_MANNER_TENSORS_H */
