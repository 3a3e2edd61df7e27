/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row for lessons that were not learnt to the end: which, go on, forget.
 *
 * Its parts have widget names: "pst-learn-unfinished" (GtkComboBox),
 * "pst-learn-continue" and "pst-learn-forget" (GtkButton).  Signals: "continue", and
 * "failed", with a message. */

#ifndef PST_UNFINISHED_H
#define PST_UNFINISHED_H

#include "pastiche/pastiche.h"
#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_UNFINISHED (pst_unfinished_get_type ())
G_DECLARE_FINAL_TYPE (PstUnfinished, pst_unfinished, PST, UNFINISHED, GtkHBox)

/* @library is borrowed.  NULL if there is none unfinished. */
GtkWidget *pst_unfinished_new (PstLibrary *library, const gchar *help_id);

/* Opens the one that is chosen; the caller's. */
PstLesson *pst_unfinished_open (PstUnfinished *unfinished, GError **error);

/* "12 min of 60 min", of a lesson that is learnt for so long; free with g_free (). */
gchar *pst_say_learnt (gdouble seconds, gdouble minutes);

G_END_DECLS

#endif /* PST_UNFINISHED_H */
