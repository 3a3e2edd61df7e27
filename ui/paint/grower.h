/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part of the window that is as high as it needs: the window becomes higher with it and
 * lower again.  Where the screen has no room for that, it scrolls. */

#ifndef PST_GROWER_H
#define PST_GROWER_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @child, a container, whose focus is scrolled to. */
GtkWidget *pst_grower_new (GtkWidget *child);

/* Something else in the window needs more room, or less. */
void pst_grower_fit (GtkWidget *grower);

G_END_DECLS

#endif /* PST_GROWER_H */
