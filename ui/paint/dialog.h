/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog: which style, what it makes of the picture, and how.
 *
 * Its controls have widget names, so that tests and themes can find them; besides
 * those of its parts (see preview.h, gallery.h, curator.h and controls.h): "pst-preview",
 * "pst-gallery", "pst-controls", "pst-repaint" (GtkCheckButton), "pst-presets"
 * (GtkComboBox with an entry), "pst-preset-save", "pst-preset-delete",
 * "pst-status" and "pst-progress" of the status bar. */

#ifndef PST_DIALOG_H
#define PST_DIALOG_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_DIALOG_RESPONSE_RESET 1
#define PST_DIALOG_RESPONSE_LEARN 2 /* a style: the dialog waits while it is learnt */

#define PST_TYPE_DIALOG (pst_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PstDialog, pst_dialog, PST, DIALOG, GimpDialog)

/* Shows the host's styles and its last settings.  @host is borrowed.  The styles
 * are loaded here, so that a broken one is known to be broken. */
GtkWidget *pst_dialog_new (PstUiHost *host);

/* What is set at the moment. */
void pst_dialog_get_settings (PstDialog *dialog, PstSettings *settings);

/* The chosen style, or NULL if there is none that can be used; the dialog's. */
PstStyle *pst_dialog_get_style (PstDialog *dialog);

/* What is mixed in, or NULL; the dialog's. */
PstStyle *pst_dialog_get_second (PstDialog *dialog);

/* Shows the dialog until it is answered; then hides it.  TRUE for OK: the
 * settings are in @settings.  The host is given them in either case.  After OK the dialog
 * stays until the picture is painted; Cancel, or Escape, then stops the painting and the
 * dialog goes on. */
gboolean pst_dialog_run (PstDialog *dialog, PstSettings *settings);

/* After pst_dialog_run () was TRUE: what the host's source became, in its size.
 * The caller's.  NULL if there was nothing to do, at strength 0. */
PstImage *pst_dialog_steal_painting (PstDialog *dialog);

/* For tests: TRUE while anything is computed for the window. */
gboolean pst_dialog_is_busy (PstDialog *dialog);

/* For tests: how much is done of what is computed. */
gdouble pst_dialog_get_progress (PstDialog *dialog);

/* For tests: computations that were cut short. */
guint pst_dialog_get_n_cancelled (PstDialog *dialog);

G_END_DECLS

#endif /* PST_DIALOG_H */
