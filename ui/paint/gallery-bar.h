/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is above the styles: where one types which of them are wanted, and how large they are.
 *
 * Its parts have widget names: "pst-filter" (GtkEntry) and "pst-thumbnail-size" (GtkHScale). */

#ifndef PST_GALLERY_BAR_H
#define PST_GALLERY_BAR_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @side: of thumbnails, by steps of @step. Gives the entry and the size, which belong to the bar. */
GtkWidget *pst_gallery_bar_new (gint side, gint step, GtkWidget **filter, GtkAdjustment **size);

G_END_DECLS

#endif /* PST_GALLERY_BAR_H */
