/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine's tests know of the trainer, beside engine.h. */

#ifndef PST_TRAINER_H
#define PST_TRAINER_H

#include "engine.h"
#include "tensor-set.h"

G_BEGIN_DECLS

#define PST_CHECKPOINT_ARCH "pst-checkpoint-1"

/* As pst_trainer_step (), on given crops [batch][3][crop][crop] in [-1,1]; NULL
 * for those that the trainer draws itself. */
gboolean pst_trainer_step_on (PstTrainer *trainer, const gfloat *photos, const gfloat *style,
                              PstTrainReport *report, GError **error);

/* All that a trainer learns and a checkpoint holds: sets, which stay the
 * trainer's, and the prefixes of their tensors' names there. */
#define PST_TRAINER_SETS 9

void pst_trainer_get_sets (const PstTrainer *trainer, PstTensorSet **sets, const gchar **prefixes);

G_END_DECLS

#endif /* PST_TRAINER_H */
