/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that can be set but the style itself.
 *
 * Its parts have widget names: the sliders "pst-strength", "pst-likeness", "pst-refine", "pst-finish",
 * "pst-keep-colours", "pst-brush-size" and "pst-mix" (GtkHScale), each with a number beside it whose
 * name ends in "-number" (GtkSpinButton); "pst-more" (GtkExpander),
 * "pst-mix-style" and "pst-output" (GtkComboBox), "pst-seed" (GtkSpinButton), "pst-keep-selected"
 * (GtkCheckButton).
 * Signal: "changed". */

#ifndef PST_CONTROLS_H
#define PST_CONTROLS_H

#include "shared/gtk-types.h"
#include "shared/settings.h"

G_BEGIN_DECLS

#define PST_TYPE_CONTROLS (pst_controls_get_type ())
G_DECLARE_FINAL_TYPE (PstControls, pst_controls, PST, CONTROLS, GtkVBox)

/* @entries: PstStyleEntry; those that can be used can be mixed in.  Takes a
 * reference. */
GtkWidget *pst_controls_new (GPtrArray *entries, const gchar *help_id);

/* Others can be mixed in; what is mixed in stays if it is still there. */
void pst_controls_set_entries (PstControls *controls, GPtrArray *entries);

/* All but the style; that one is left alone. */
void pst_controls_set (PstControls *controls, const PstSettings *settings);
void pst_controls_get (const PstControls *controls, PstSettings *settings);

/* Whether the style, or what is mixed in, can be refined. */
void pst_controls_set_refinable (PstControls *controls, gboolean refinable);

/* Whether the style, or what is mixed in, can finish; @own is how much it does so where nobody says
 * otherwise, 0 to 100. */
void pst_controls_set_finishable (PstControls *controls, gboolean finishable, gdouble own);

/* Whether anything is selected, which can keep its likeness. */
void pst_controls_set_selection (PstControls *controls, gboolean selection);

/* Mixes it in; "": nothing. */
void pst_controls_mix (PstControls *controls, const gchar *id);

/* Mixes it in, or no more if it is mixed in already. */
void pst_controls_toggle_mix (PstControls *controls, const gchar *id);

/* How much of it, 0 to 100; the controls'. */
GtkAdjustment *pst_controls_get_amount (const PstControls *controls);

/* What is mixed in, or NULL; belongs to the entries. */
PstStyle *pst_controls_get_second (const PstControls *controls);

/* Whether the rarer ones are shown. */
void pst_controls_set_expanded (PstControls *controls, gboolean expanded);
gboolean pst_controls_get_expanded (const PstControls *controls);

G_END_DECLS

#endif /* PST_CONTROLS_H */
