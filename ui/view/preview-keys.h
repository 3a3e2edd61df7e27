/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture by the keyboard: arrow keys, + and -, 0 and 1, the space bar. */

#ifndef PST_PREVIEW_KEYS_H
#define PST_PREVIEW_KEYS_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of @area, a PstPreviewArea.  TRUE if the key meant something. */
gboolean pst_preview_keys_press (GtkWidget *area, GdkEventKey *event);
gboolean pst_preview_keys_release (GtkWidget *area, GdkEventKey *event);

G_END_DECLS

#endif /* PST_PREVIEW_KEYS_H */
