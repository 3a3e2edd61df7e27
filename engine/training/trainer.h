/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine itself knows of the trainer, beside what others may see. */

#ifndef PST_TRAINER_H
#define PST_TRAINER_H

#include "networks/generator.h"
#include "networks/tensor-set.h"
#include "pastiche/pastiche.h"
#include "training/critics.h"
#include "training/losses/loss.h"

G_BEGIN_DECLS

struct _PstTrainer
{
  PstEngine *engine;
  PstRecipe *recipe;
  gint step;
  gint crop; /* the side of the last step's crops */

  PstCrops *photos;
  PstManner *manner; /* of the painting; NULL: of none, or of several */
  PstCrops *style;   /* each painting at several sizes, the nominal one first */

  PstGeneratorShape shape;
  PstTensorSet *weights, *grads, *average;
  PstTensorSet *v; /* second moments, as of Adam */
  PstCritics critics;
  PstPerceptual *perceptual; /* NULL: no loss needs them */
  gpointer targets[PST_N_LOSSES];
  gint n_paintings;
  gboolean gray; /* so are the paintings, and shall be the style */
};

#define PST_CHECKPOINT_ARCH "pst-checkpoint-1"

/* As pst_trainer_step (), on given crops [batch][3][crop][crop] in [-1,1]; NULL
 * for those that the trainer draws itself. */
gboolean pst_trainer_step_on (PstTrainer *trainer, const gfloat *photos, const gfloat *style,
                              PstTrainReport *report, GError **error);

/* All that a trainer learns and a checkpoint holds: sets, which stay the
 * trainer's, and the prefixes of their tensors' names there. */
#define PST_TRAINER_SETS (3 + 3 * PST_CRITICS)

void pst_trainer_get_sets (const PstTrainer *trainer, PstTensorSet **sets, const gchar **prefixes);

G_END_DECLS

#endif /* PST_TRAINER_H */
