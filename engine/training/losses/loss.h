/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a loss is to the trainer: a row of PST_LOSSES and a function that judges what the
 * generator painted.
 *
 * pst_judge_NAME () returns the loss, unweighted, and adds its weight times its gradient
 * to the nodes it is about, where they want one.  After a failure of the tape it returns
 * 0.  What each measures stands before it, or with the function that it calls. */

#ifndef PST_LOSS_H
#define PST_LOSS_H

#include "kernels/tape.h"
#include "networks/discriminator.h"
#include "networks/perceptual.h"
#include "pastiche/pastiche.h"
#include "training/crops.h"

G_BEGIN_DECLS

#define PST_CRITICS   2 /* discriminators: of the picture, and of half its size */
#define PST_CELL_SIDE 4 /* in pixels, of what PST_NEEDS_CELLS gives the mean of */

/* What must be there, and is not made for nobody. */
enum
{
  PST_NEEDS_NOTHING = 0, /* but y */
  PST_NEEDS_PHOTO = 0,   /* x: always there */
  PST_NEEDS_CRITICS = 1 << 0,
  PST_NEEDS_CRITICS_OF_STYLE = 1 << 1 | PST_NEEDS_CRITICS,
  PST_NEEDS_FEATURES_OF_STYLE = 1 << 2,
  PST_NEEDS_FEATURES_OF_PHOTO = 1 << 3,
  PST_NEEDS_FEATURES = PST_NEEDS_FEATURES_OF_STYLE | PST_NEEDS_FEATURES_OF_PHOTO,
  PST_NEEDS_PAINTING = 1 << 4,
  PST_NEEDS_CELLS = 1 << 5,
  PST_NEEDS_TWINS = 1 << 6,
  PST_NEEDS_OWN = 1 << 7
};

typedef enum
{
  PST_TURN_EVERY,
  PST_TURN_EVEN,
  PST_TURN_ODD
} PstLossTurn;

/* One step's pictures.  [N][3][H][W] in [-1,1]; what no loss needs is NULL. */
typedef struct
{
  PstTape *tape;
  PstNode *x; /* photos */
  PstNode *y; /* what the generator painted of them */
  PstNode *s; /* crops of the paintings */

  PstJudgement critics[PST_CRITICS];          /* CRITICS: of y */
  PstJudgement critics_of_style[PST_CRITICS]; /* CRITICS_OF_STYLE: of s */
  const PstPerceptualKind *kind;              /* with features: what their maps are good for */
  PstNode *features[PST_PERCEPTUAL_MAX];      /* FEATURES_OF_STYLE, FEATURES_OF_PHOTO: of y */
  PstNode *features_of_photo[PST_PERCEPTUAL_MAX];
  PstNode *painting; /* PAINTING: one of them, whole, at its nominal size */
  PstNode *cells;    /* CELLS: y, each pixel the mean of so many */
  PstNode *twins[2]; /* TWINS: the first of y, and the same photos with other noise */
  PstNode *own;      /* OWN: what the generator made of the first of s */

  gpointer targets[PST_N_LOSSES]; /* of each loss, NULL if it has none */
  guint32 seed;                   /* the recipe's */
  gint step;                      /* those done */
} PstJudged;

/* What targets are made of, once. */
typedef struct
{
  PstEngine *engine;
  const PstRecipe *recipe;
  const PstManner *manner; /* or NULL, if they are many or too small */
  const PstImage *const *paintings;
  gsize n_paintings;
  const PstCrops *crops; /* of the paintings: whole @i is picture i n_sizes */
  guint n_sizes;
  const PstPerceptual *perceptual; /* or NULL, if no loss needs them */
} PstTargetSource;

typedef struct
{
  /* NULL with @error set if it fails. */
  gpointer (*make) (const PstTargetSource *material, GError **error);
  void (*free) (gpointer target); /* also of NULL */
} PstTarget;

/* Factor of a weight once @step steps are done. */
typedef gdouble PstSchedule (gint step);

typedef gdouble PstJudge (const PstJudged *judged, gdouble weight);

/* A row, read. */
typedef struct
{
  const gchar *name;
  PstLossAbout about;
  PstLossTurn turn;
  guint needs;
  PstSchedule *schedule;
  const PstTarget *target; /* or NULL */
  PstJudge *judge;
} PstLoss;

extern const PstLoss pst_losses[PST_N_LOSSES];

/* Of a recipe's losses, whether it is to be asked on that step. */
gboolean pst_loss_has_turn (const PstRecipe *recipe, PstLossId loss, gint step);

/* What all those that have their turn need; on any step if @step is -1. */
guint pst_losses_need (const PstRecipe *recipe, gint step);

/* Asks them all; report->losses of those without a turn are left alone. */
void pst_losses_judge (const PstJudged *judged, const PstRecipe *recipe, PstTrainReport *report);

PstSchedule pst_schedule_steady; /* 1 */
PstSchedule pst_schedule_ramp;   /* from 0 to 1 in 300 steps */
PstSchedule pst_schedule_halve;  /* 1, and .5 from step 600 on */

#define PST_LOSS_DECLARE(NAME, name, ...)                                                          \
  PstJudge pst_judge_##name;                                                                       \
  extern const PstTarget pst_target_##name; /* where the row says so */
PST_LOSSES (PST_LOSS_DECLARE)
#undef PST_LOSS_DECLARE

/* What random numbers are for; the first half of their key.  A loss that needs some takes
 * PST_STREAM_LOSS + its id, as new ones do, or what it always had. */
enum
{
  PST_STREAM_PHOTO_SIZE = 10,
  PST_STREAM_PHOTO_CROP,
  PST_STREAM_STYLE_CROP,
  PST_STREAM_NOISE,
  PST_STREAM_SWD,
  PST_STREAM_PALETTE,
  PST_STREAM_PAINTING,
  PST_STREAM_LOSS = 100
};

G_END_DECLS

#endif /* PST_LOSS_H */
