/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a style is drawn in a gallery: its thumbnail, and below it a caption that can be read
 * in every theme. */

#ifndef PST_TILE_H
#define PST_TILE_H

#include <gtk/gtk.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Gives cells to @view, a GtkIconView of a model of style-rows.h: not the view's own, which
 * are twice as wide as a picture. */
void pst_tile_pack (GtkWidget *view, gint side);

/* How wide they are, in pixels. */
void pst_tile_set_side (GtkWidget *view, gint side);

/* At first: thumbnails grow with the text of @widget. */
gint pst_tile_first_side (GtkWidget *widget, gint least);

/* Chooses what shows @entry, if anything does, and goes there. */
void pst_tile_select (GtkWidget *view, const PstStyleEntry *entry);

/* Chooses the item so many places on.  FALSE if there is none. */
gboolean pst_tile_step (GtkWidget *view, gint n);

G_END_DECLS

#endif /* PST_TILE_H */
