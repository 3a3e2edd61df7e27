/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that asks what to learn: the painting, its name, the photos to practise on,
 * how long, and what to start from.
 *
 * Its controls have widget names, besides those of its parts (see painting-box.h,
 * photos-box.h, start-choice.h, unfinished.h and status-bar.h): "pst-learn-name" and
 * "pst-learn-artist" (GtkEntry), "pst-learn-minutes" (GtkHScale), "pst-learn-expect"
 * (GtkLabel), "pst-learn-threads" (GtkSpinButton) and "pst-learn-nice"
 * (GtkCheckButton). */

#ifndef PST_LEARN_DIALOG_H
#define PST_LEARN_DIALOG_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_LEARN_DIALOG (pst_learn_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PstLearnDialog, pst_learn_dialog, PST, LEARN_DIALOG, GimpDialog)

/* @host, which must have a library, is borrowed. */
GtkWidget *pst_learn_dialog_new (PstUiHost *host);

/* Shows the dialog until it is answered; then hides it.  The lesson to be learnt, the
 * caller's: a new one, or an old one that is gone on with.  NULL for Cancel. */
PstLesson *pst_learn_dialog_run (PstLearnDialog *dialog);

/* The answer, if it was given; NULL otherwise.  The caller's. */
PstLesson *pst_learn_dialog_steal_lesson (PstLearnDialog *dialog);

/* What is set at the moment. */
void pst_learn_dialog_get_settings (PstLearnDialog *dialog, PstLearnSettings *settings);

/* For tests: TRUE while anything is read or computed. */
gboolean pst_learn_dialog_is_busy (PstLearnDialog *dialog);

G_END_DECLS

#endif /* PST_LEARN_DIALOG_H */
