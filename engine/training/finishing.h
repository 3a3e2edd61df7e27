/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a finisher learns one painting: pairs of it at half the size and itself, at every scale its
 * file has; also what the style makes of it, enlarged (Shocher et al. 2018; Shaham et al. 2019). */

#ifndef PST_FINISHING_H
#define PST_FINISHING_H

#include "networks/tensor-set.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstFinishing PstFinishing;

/* What a step said; all unweighted. */
typedef struct
{
  gint step, steps;
  gdouble critics;     /* their loss      */
  gdouble adversarial; /* what they say   */
  gdouble matching;
  gdouble low; /* what it does to the picture that it enlarges */
  gdouble pixels;
  gdouble gram; /* of oriented features */
} PstFinishingReport;

/* To learn @painting in @steps.  @style, or NULL, is whose results are seen too; it was learnt
 * with @painting's short side at @style_size.  Same @seed, same finisher.
 * Errors: BAD_INPUT for a painting that is too small, TOO_LARGE, CANCELLED. */
PstFinishing *pst_finishing_new (PstEngine *engine, const PstImage *painting, const PstStyle *style,
                                 gint style_size, gint steps, guint32 seed, GError **error);
void pst_finishing_free (PstFinishing *finishing);

/* TOO_LARGE, DIVERGED. */
gboolean pst_finishing_step (PstFinishing *finishing, PstFinishingReport *report, GError **error);

/* The average of what is learnt; the lesson's. */
const PstTensorSet *pst_finishing_get (const PstFinishing *finishing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstFinishing, pst_finishing_free)

G_END_DECLS

#endif /* PST_FINISHING_H */
