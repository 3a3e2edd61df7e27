/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entry to search with: while it is empty it says what for. */

#ifndef PST_SEARCH_ENTRY_H
#define PST_SEARCH_ENTRY_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @hint: "Search styles".  What is in it is gone with a click on its icon. */
GtkWidget *pst_search_entry_new (const gchar *hint);

G_END_DECLS

#endif /* PST_SEARCH_ENTRY_H */
