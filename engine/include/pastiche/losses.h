/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a generator is taught by: one row a loss. */

#ifndef PASTICHE_LOSSES_H
#define PASTICHE_LOSSES_H

#include "pastiche/public.h"

PST_BEGIN_DECLS

/* The losses, in the order of recipe files.  Recipes, reports, the trainer and whoever
 * shows what was learnt follow from this table.  Each row:
 *
 *   NAME, name  PST_LOSS_NAME; the key in a recipe's [losses]; and pst_judge_name () in
 *               engine/training/losses/, which is all of it but this row
 *   weight      unless a recipe says another; of weight 0 a loss costs nothing and
 *               reports 0
 *   laid        the same where the generator sees photos that are laid in strokes of a brush
 *   clear       and where these have clear bounds, so that they can be compared with the painter's
 *   drawn       and where it sees them in planes or in an engraver's lines, to which there is
 *               little to add
 *   since       FIRST: there always was one; LATER: lessons from before it have it at 0
 *   about       what it asks for: the STYLE, the PHOTO, or something ELSE
 *   turn        EVERY step, or those that are EVEN or ODD
 *   needs       PST_NEEDS_...: what must be there for it, joined by |
 *   schedule    what its weight is multiplied by as steps go: pst_schedule_... ()
 *   target      NULL, or what it makes once of the paintings: &pst_target_... */
/* clang-format off */
#define PST_LOSSES(ROW)                                                                                                     \
  ROW (ADVERSARIAL, adversarial, 0.5, 1,   0.3, 0.3,  FIRST, ELSE,  EVERY, PST_NEEDS_CRITICS,           ramp,   NULL)             \
  ROW (SWD,         swd,         8,   2,   0,   0.5,  FIRST, STYLE, EVERY, PST_NEEDS_PAINTING,          halve,  NULL)             \
  ROW (MATCHING,    matching,    0.3, 0.3, 0.1, 0.1,  FIRST, STYLE, EVERY, PST_NEEDS_CRITICS_OF_STYLE,  steady, NULL)             \
  ROW (GRAM,        gram,        2,   0.5, 0,   0.1,  FIRST, STYLE, EVERY, PST_NEEDS_FEATURES_OF_STYLE, steady, &pst_target_gram) \
  ROW (CONTENT,     content,     1.5, 2,   0,   4,    FIRST, PHOTO, EVERY, PST_NEEDS_FEATURES_OF_PHOTO, steady, NULL)             \
  ROW (PALETTE,     palette,     6,   0,   0,   0,    FIRST, STYLE, EVERY, PST_NEEDS_CELLS,             steady, &pst_target_palette)\
  ROW (LUMA,        luma,        0.8, 2,   1,   4,    FIRST, PHOTO, EVERY, PST_NEEDS_PHOTO,             steady, NULL)             \
  ROW (GRADIENT,    gradient,    0.1, 0,   0.3, 0,    FIRST, PHOTO, EVERY, PST_NEEDS_PHOTO,             steady, NULL)             \
  ROW (RELIEF,      relief,      1,   0.5, 0,   1,    FIRST, ELSE,  EVERY, PST_NEEDS_PHOTO,             steady, NULL)             \
  ROW (EVEN,        even,        2,   2,   0,   2,    FIRST, ELSE,  EVERY, PST_NEEDS_PHOTO,             steady, NULL)             \
  ROW (LATTICE,     lattice,     2,   2,   2,   2,    LATER, ELSE,  EVERY, PST_NEEDS_NOTHING,           steady, NULL)             \
  ROW (SEEDS,       seeds,       0,   0,   0,   0,    LATER, ELSE,  ODD,   PST_NEEDS_TWINS,             steady, NULL)             \
  ROW (TONE,        tone,        0,   20,  0,   100,  LATER, PHOTO, EVERY, PST_NEEDS_PHOTO,             steady, NULL)             \
  ROW (NEAR,        near,        0,   0,   200, 0,    LATER, PHOTO, EVERY, PST_NEEDS_PHOTO,             steady, NULL)             \
  ROW (ORIENTED,    oriented,    0,   0,   2,   0,    LATER, STYLE, EVERY, PST_NEEDS_NOTHING,           steady, &pst_target_oriented) \
  ROW (IDENTITY,    identity,    0.5, 1,   0,   1,    FIRST, ELSE,  EVEN,  PST_NEEDS_OWN,               steady, NULL)
/* clang-format on */

#define PST_LOSS_ID(NAME, ...) PST_LOSS_##NAME,
typedef enum
{
  PST_LOSSES (PST_LOSS_ID) PST_N_LOSSES
} PstLossId;
#undef PST_LOSS_ID

typedef enum
{
  PST_LOSS_ABOUT_STYLE,
  PST_LOSS_ABOUT_PHOTO,
  PST_LOSS_ABOUT_ELSE
} PstLossAbout;

/* The name, as in recipes; static. */
const gchar *pst_loss_get_name (PstLossId loss);
PstLossAbout pst_loss_get_about (PstLossId loss);

PST_END_DECLS

#endif /* PASTICHE_LOSSES_H */
