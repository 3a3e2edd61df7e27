/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all parts of the windows do alike. */

#ifndef PST_WIDGET_H
#define PST_WIDGET_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How @widget is known: to tests and themes by @name, to screen readers by @title, to
 * people by @tooltip, to GIMP's help by @help_id.  The last three may be NULL. */
void pst_widget_describe (GtkWidget *widget, const gchar *name, const gchar *title,
                          const gchar *tooltip, const gchar *help_id);

/* @child under a heading, as GIMP has it. */
GtkWidget *pst_framed_new (const gchar *title, GtkWidget *child);

/* For rows of a label and what belongs to it, in @columns. */
GtkWidget *pst_table_new (gint rows, gint columns);

/* @child at @row, over all columns but the first; @text has a mnemonic for @focus.  The
 * label, which is the table's. */
GtkWidget *
pst_table_add (GtkWidget *table, gint row, const gchar *text, GtkWidget *child, GtkWidget *focus);

G_END_DECLS

#endif /* PST_WIDGET_H */
