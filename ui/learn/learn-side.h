/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How learning goes, in words, numbers and curves.
 *
 * Its parts have widget names: "pst-learning-state" (GtkLabel), "pst-learning-progress"
 * (GtkProgressBar), "pst-learning-learnt", "pst-learning-left" and "pst-learning-step"
 * (GtkLabel), "pst-learning-losses" and "pst-learning-distance" (PstCurves), and
 * "pst-learning-threads" (GtkSpinButton).  Signal: "threads", with their number, 0 for
 * the default. */

#ifndef PST_LEARN_SIDE_H
#define PST_LEARN_SIDE_H

#include "pastiche/pastiche.h"
#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_LEARN_SIDE (pst_learn_side_get_type ())
G_DECLARE_FINAL_TYPE (PstLearnSide, pst_learn_side, PST, LEARN_SIDE, GtkVBox)

/* @threads: at first; 0: the default. */
GtkWidget *pst_learn_side_new (gint threads, const gchar *help_id);

/* @state: what is being done, in words.  @minutes: as planned; 0: steps rule. */
void pst_learn_side_show (PstLearnSide *side, const gchar *state, const PstLearnerStatus *status,
                          gdouble minutes);

/* Draws the losses anew, from PstTrainReports. */
void pst_learn_side_show_losses (PstLearnSide *side, const GArray *reports);

/* A further point of the distance's curves; it is said in words as well. */
void pst_learn_side_add_distance (PstLearnSide *side, gint step, const PstMetrics *metrics);

/* It will be that of another photo. */
void pst_learn_side_clear_distance (PstLearnSide *side);

/* Whether the number of threads can be changed. */
void pst_learn_side_set_active (PstLearnSide *side, gboolean active);

G_END_DECLS

#endif /* PST_LEARN_SIDE_H */
