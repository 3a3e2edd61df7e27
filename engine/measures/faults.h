/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be wrong with a painting.  Pictures here are in levels, 0 to 255. */

#ifndef PST_FAULTS_H
#define PST_FAULTS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* What a painting has itself of that which would be a fault in a result. */
typedef struct
{
  gdouble halo, glow; /* overshoot at its own edges; NAN where it has too few */
  gdouble ends[2];    /* share of pixels with a channel at 0, at 255          */
  gdouble chroma;
  gdouble strokes; /* levels, in its calmer half */
  gdouble colours; /* how many                   */
} PstTraits;

gboolean pst_traits_measure (PstTraits *traits, const PstImage *painting, GError **error);

gboolean pst_faults_measure (PstFaults *faults, const PstTraits *own, const PstImage *photo,
                             const PstImage *result, GError **error);

G_END_DECLS

#endif /* PST_FAULTS_H */
