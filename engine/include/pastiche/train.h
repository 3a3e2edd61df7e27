/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A generator and two discriminators that learn from each other, step by step. */

#ifndef PASTICHE_TRAIN_H
#define PASTICHE_TRAIN_H

#include "pastiche/engine.h"
#include "pastiche/photos.h"
#include "pastiche/recipe.h"
#include "pastiche/style.h"

PST_BEGIN_DECLS

/* What one step measured.  Losses are unweighted. */
typedef struct
{
  gint step; /* steps done so far */
  gint steps;
  gdouble learning_rate;
  gdouble losses[PST_N_LOSSES]; /* 0 where it had no turn, or has no weight    */
  gdouble discriminator;        /* hinge loss of both discriminators            */
  gdouble accuracy;             /* share of patches that they judge right, [0,1] */
} PstTrainReport;

/* A generator and two discriminators that learn from each other. */
typedef struct _PstTrainer PstTrainer;

/* Learns from all @n_paintings paintings alike; neither they nor @photos are needed
 * afterwards: small copies of a byte a value are kept.  recipe->steps must be decided (> 0).  The
 * engine is borrowed and must outlive the trainer.
 * Errors: BAD_INPUT for a picture too small or too plain, or if there are no photos,
 * TOO_LARGE, and those of @photos. */
PstTrainer *
pst_trainer_new (PstEngine *engine, const PstRecipe *recipe, const PstImage *const *paintings,
                 gsize n_paintings, const PstPhotos *photos, GError **error);
void pst_trainer_free (PstTrainer *trainer);

/* Before the first step: the generator starts as @style instead of as random
 * numbers.  What it learnt there, above all to keep what a photo shows, need not be
 * learnt again.  WRONG_SHAPE if @style is a generator of other widths or blocks. */
gboolean pst_trainer_start_from (PstTrainer *trainer, const PstStyle *style, GError **error);

/* One step of both players.  Same recipe, pictures and step: same bits.
 * DIVERGED leaves the networks as they were before the step. */
gboolean pst_trainer_step (PstTrainer *trainer, PstTrainReport *report, GError **error);
gint pst_trainer_get_step (const PstTrainer *trainer);

/* Changes the number of steps, to fit a time, between any two: the learning rate and
 * what else changes on the way go by the part that is done.  At least those that
 * are. */
void pst_trainer_set_steps (PstTrainer *trainer, gint steps);
gint pst_trainer_get_steps (const PstTrainer *trainer);

/* A checkpoint holds the networks, their average, the moments of Adam, the step
 * and the recipe's checksum; randomness is a function of seed and step.
 * Loading one made with another recipe fails with WRONG_SHAPE; the number of steps
 * alone may be another, not below those that are done. */
gboolean pst_trainer_save (const PstTrainer *trainer, const gchar *path, GError **error);
gboolean pst_trainer_load (PstTrainer *trainer, const gchar *path, GError **error);

/* The moving average of the generator as a style, a copy.  Of paintings without
 * colour it paints in gray. */
PstStyle *pst_trainer_get_style (const PstTrainer *trainer);

/* Steps that a finisher is well learnt in. */
#define PST_FINISH_STEPS 500

/* A copy of @style that has learnt from @painting, at the size that its file has, how it is finished:
 * see PstParams.  All else stays as it is.  In @steps; where @seconds are above 0, in no more steps
 * than there is time for.  Same @steps without @seconds: same bits.
 * Errors: BAD_INPUT for a painting whose short side is below 160 pixels, TOO_LARGE, CANCELLED,
 * DIVERGED. */
PstStyle *
pst_engine_learn_finish (PstEngine *engine, const PstStyle *style, const PstImage *painting,
                         gint steps, gdouble seconds, const PstRun *run, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstTrainer, pst_trainer_free)

PST_END_DECLS

#endif /* PASTICHE_TRAIN_H */
