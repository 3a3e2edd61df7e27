/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for a picture file, and shows which picture it is.  The dialog has the widget name
 * "pst-picture-chooser", its parts "pst-chooser-picture" (GtkImage) and "pst-chooser-size"
 * (GtkLabel). */

#ifndef PST_PICTURE_CHOOSER_H
#define PST_PICTURE_CHOOSER_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @path: where to begin; NULL or "": with the user's pictures.  What was chosen, to be
 * freed with g_free (); NULL for Cancel.  It need not be a picture. */
gchar *pst_choose_picture (GtkWindow *parent, const gchar *title, const gchar *path);

G_END_DECLS

#endif /* PST_PICTURE_CHOOSER_H */
