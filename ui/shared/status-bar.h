/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line that says what is being done, and a bar that shows how far it is.
 *
 * Its parts have widget names: "pst-status" (GtkLabel) and "pst-progress"
 * (GtkProgressBar). */

#ifndef PST_STATUS_BAR_H
#define PST_STATUS_BAR_H

#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_STATUS_BAR (pst_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (PstStatusBar, pst_status_bar, PST, STATUS_BAR, GtkHBox)

/* How much is done, 0 to 1. */
typedef gdouble (*PstProgressSource) (gpointer owner);

/* @owner must outlive the bar's last show with @busy. */
GtkWidget *pst_status_bar_new (PstProgressSource source, gpointer owner);

/* @busy: the bar is shown and moves by itself.  @since: when it was begun, in the
 * monotonic clock's microseconds, to say how long it will yet take; 0: do not say. */
void pst_status_bar_show (PstStatusBar *bar, const gchar *status, gboolean busy, gint64 since);

/* A time as people say it: "12 s", "3 min".  Free with g_free (). */
gchar *pst_say_seconds (gdouble seconds);

G_END_DECLS

#endif /* PST_STATUS_BAR_H */
