/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One style of a gallery is dragged on another. */

#ifndef PST_TILE_DRAG_H
#define PST_TILE_DRAG_H

#include <gtk/gtk.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* @dragged was let go on @below: both can be used, and they are not the same. */
typedef void (*PstTilesJoinedFunc) (gpointer owner, const PstStyleEntry *dragged,
                                    const PstStyleEntry *below);

/* @view: a GtkIconView of a model of style-rows.h.  @owner must outlive it. */
void pst_tile_drag_enable (GtkWidget *view, PstTilesJoinedFunc joined, gpointer owner);

G_END_DECLS

#endif /* PST_TILE_DRAG_H */
