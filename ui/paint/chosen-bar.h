/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names the style that is chosen, also where it is out of sight, with a star for favourites.
 *
 * Its parts have widget names: "pst-chosen" (GtkLabel) and "pst-favourite" (GtkToggleButton).
 * Signal: "starred", with whether it is a favourite now. */

#ifndef PST_CHOSEN_BAR_H
#define PST_CHOSEN_BAR_H

#include "pastiche/pastiche.h"
#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_CHOSEN_BAR (pst_chosen_bar_get_type ())
G_DECLARE_FINAL_TYPE (PstChosenBar, pst_chosen_bar, PST, CHOSEN_BAR, GtkHBox)

GtkWidget *pst_chosen_bar_new (void);

/* @entry: NULL if nothing is chosen; @mixed: the title of what is mixed in, or NULL. */
void pst_chosen_bar_set (PstChosenBar *bar, const PstStyleEntry *entry, const gchar *mixed,
                         gboolean favourite);

/* As a click on the star does. */
void pst_chosen_bar_click (PstChosenBar *bar);

G_END_DECLS

#endif /* PST_CHOSEN_BAR_H */
