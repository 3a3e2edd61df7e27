/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog: which style, how strong, whose colours, which strokes.
 *
 * Its controls have widget names, so that tests and themes can find them:
 * "pst-styles" (GtkTreeView), "pst-strength" and "pst-keep-colours" (GtkHScale),
 * "pst-seed" (GtkSpinButton). */

#ifndef PST_DIALOG_H
#define PST_DIALOG_H

#include "host.h"

G_BEGIN_DECLS

#define PST_DIALOG_RESPONSE_RESET 1

/* GTK+ 2 does not know of automatic cleanup, which the next macro needs. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GimpDialog, g_object_unref)

#define PST_TYPE_DIALOG (pst_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PstDialog, pst_dialog, PST, DIALOG, GimpDialog)

/* Shows the host's styles and its last settings.  @host is borrowed.  The styles
 * are loaded here, so that a broken one is known to be broken. */
GtkWidget *pst_dialog_new (PstUiHost *host);

/* What is set at the moment. */
void pst_dialog_get_settings (PstDialog *dialog, PstSettings *settings);

/* The chosen style, or NULL if there is none; the dialog's. */
PstStyle *pst_dialog_get_style (PstDialog *dialog);

/* Shows the dialog until it is answered; then hides it.  TRUE for OK: the
 * settings are in @settings and were given to the host. */
gboolean pst_dialog_run (PstDialog *dialog, PstSettings *settings);

G_END_DECLS

#endif /* PST_DIALOG_H */
