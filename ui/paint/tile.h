/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a style is drawn in a gallery: its thumbnail, and below it a caption that can be read
 * in every theme. */

#ifndef PST_TILE_H
#define PST_TILE_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives cells to @view, a GtkIconView of a model of style-rows.h: not the view's own, which
 * are twice as wide as a picture. */
void pst_tile_pack (GtkWidget *view, gint side);

/* How wide they are, in pixels. */
void pst_tile_set_side (GtkWidget *view, gint side);

/* At first: thumbnails grow with the text of @widget. */
gint pst_tile_first_side (GtkWidget *widget, gint least);

G_END_DECLS

#endif /* PST_TILE_H */
