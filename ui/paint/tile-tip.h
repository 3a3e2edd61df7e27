/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is shown of a style where the pointer rests, or for Ctrl+F1: the painting that it is
 * of, where that is known, what became of the photo, and who painted it. */

#ifndef PST_TILE_TIP_H
#define PST_TILE_TIP_H

#include <gtk/gtk.h>

#include "paint/style-rows.h"

G_BEGIN_DECLS

/* @view: a GtkIconView of the model of @rows.  @folder: as of painting-file.h, or NULL.  All are
 * borrowed. */
void pst_tile_tip_enable (GtkWidget *view, const PstStyleRows *rows, const gchar *folder);

/* What is shown of a style; floating. */
GtkWidget *pst_tile_tip_new (const PstStyleRow *row, const gchar *folder);

G_END_DECLS

#endif /* PST_TILE_TIP_H */
