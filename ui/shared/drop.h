/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are dropped on a widget. */

#ifndef PST_DROP_H
#define PST_DROP_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @paths: at least one, and a NULL.  What is on no disk of this computer is there by its
 * address, so that it can be said which it was. */
typedef void (*PstDroppedFunc) (gpointer widget, const gchar *const *paths);

void pst_drop_accept (GtkWidget *widget, PstDroppedFunc dropped);

G_END_DECLS

#endif /* PST_DROP_H */
