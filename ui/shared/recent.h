/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that were painted after, or learnt from: GTK keeps them among a person's recently
 * used files. */

#ifndef PST_RECENT_H
#define PST_RECENT_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pst_recent_add (const gchar *path);

/* At most @n paths of files that are still there, the latest first; the caller's. */
gchar **pst_recent_list (guint n);

G_END_DECLS

#endif /* PST_RECENT_H */
