/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/loss.h"

#define ROW(NAME, name, weight, laid, clear, drawn, since, about, turn, needs, schedule, target)   \
  [PST_LOSS_##NAME] = { #name,           PST_LOSS_ABOUT_##about,  PST_TURN_##turn,                 \
                        needs,           pst_schedule_##schedule, target,                          \
                        pst_judge_##name },

const PstLoss pst_losses[PST_N_LOSSES] = { PST_LOSSES (ROW) };

const gchar *
pst_loss_get_name (PstLossId loss)
{
  return pst_losses[loss].name;
}

PstLossAbout
pst_loss_get_about (PstLossId loss)
{
  return pst_losses[loss].about;
}

gboolean
pst_loss_has_turn (const PstRecipe *recipe, PstLossId loss, gint step)
{
  PstLossTurn turn = pst_losses[loss].turn;

  return recipe->losses[loss] > 0
         && (turn == PST_TURN_EVERY || (turn == PST_TURN_EVEN) == (step % 2 == 0));
}

guint
pst_losses_need (const PstRecipe *recipe, gint step)
{
  guint needs = 0;

  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (step < 0 ? recipe->losses[i] > 0 : pst_loss_has_turn (recipe, i, step))
      needs |= pst_losses[i].needs;
  return needs;
}

void
pst_losses_judge (const PstJudged *judged, const PstRecipe *recipe, PstTrainReport *report)
{
  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (pst_loss_has_turn (recipe, i, judged->step))
      report->losses[i] =
          pst_losses[i].judge (judged, recipe->losses[i] * pst_losses[i].schedule (judged->step));
}

gdouble
pst_schedule_steady (gint step)
{
  return 1;
}

gdouble
pst_schedule_ramp (gint step)
{
  return MIN (1, step / 300.0);
}

gdouble
pst_schedule_halve (gint step)
{
  return step < 600 ? 1 : 0.5;
}
