/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The discriminators of one lesson: of pictures at their size, and at half of it. */

#ifndef PST_CRITICS_H
#define PST_CRITICS_H

#include "ground/engine-private.h"
#include "networks/discriminator.h"
#include "training/losses/loss.h"

G_BEGIN_DECLS

typedef struct
{
  PstDiscriminator *d[PST_CRITICS];
  PstTensorSet *v[PST_CRITICS]; /* second moments of their weights */
} PstCritics;

/* FALSE without memory. */
gboolean pst_critics_init (PstCritics *critics, gint width, guint32 seed);
void pst_critics_clear (PstCritics *critics);

/* What a step learns and says. */
typedef struct
{
  gdouble learning_rate;
  gint step;        /* 0, 1, 2 ... */
  gdouble loss;     /* added to    */
  gdouble accuracy; /* set         */
} PstCriticsStep;

/* They learn: @real [N][3][H][W] is the master's, @fake of the same shape is not and, at half
 * weight, neither is @weak, or NULL.  FALSE if it fails. */
gboolean
pst_critics_teach (PstCritics *critics, PstEngine *engine, const PstNode *real, const PstNode *fake,
                   const PstNode *weak, PstCriticsStep *step, GError **error);

G_END_DECLS

#endif /* PST_CRITICS_H */
