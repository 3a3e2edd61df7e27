/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine's tests know of the trainer, beside engine.h. */

#ifndef PST_TRAINER_H
#define PST_TRAINER_H

#include "engine.h"

G_BEGIN_DECLS

#define PST_CHECKPOINT_ARCH "pst-checkpoint-1"

/* As pst_trainer_step (), on given crops [batch][3][crop][crop] in [-1,1]; NULL
 * for those that the trainer draws itself. */
gboolean pst_trainer_step_on (PstTrainer *trainer, const gfloat *photos, const gfloat *style,
                              PstTrainReport *report, GError **error);

G_END_DECLS

#endif /* PST_TRAINER_H */
