/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The styles, each with the person's own picture painted in it: arrow keys go
 * from one to the next, typing filters.
 *
 * Its parts have widget names: "pst-styles" (GtkIconView), "pst-filter" (GtkEntry),
 * "pst-thumbnail-size" (GtkHScale), "pst-chosen" (GtkLabel) and "pst-favourite"
 * (GtkToggleButton).  Signals: "changed", when another style was chosen; "activated", when
 * that is the person's last word; "menu", with button and time, when they want to know
 * what can be done with it; "edit", with a PstGalleryEdit; "dropped", with a GStrv of
 * paths, when files were dropped here; "favourite", with a style's id and whether it is to be
 * one; "mix", with the id of what was clicked with Ctrl, or where Ctrl+M was pressed; "joined",
 * with the id of what was dragged on the style that is chosen now; "painted", when thumbnails
 * are others. */

#ifndef PST_GALLERY_H
#define PST_GALLERY_H

#include <gtk/gtk.h>

#include "pastiche/pastiche.h"
#include "shared/gtk-types.h"

G_BEGIN_DECLS

/* The column of the view's model that says the title, as markup. */
#define PST_GALLERY_MARKUP 2

/* What keys ask for. */
typedef enum
{
  PST_GALLERY_RENAME,
  PST_GALLERY_DELETE,
  PST_GALLERY_UNDO,
  PST_GALLERY_PASTE
} PstGalleryEdit;

#define PST_TYPE_GALLERY (pst_gallery_get_type ())
G_DECLARE_FINAL_TYPE (PstGallery, pst_gallery, PST, GALLERY, GtkVBox)

/* @entries: PstStyleEntry, in the order in which they are to be seen, of which the first
 * @n_favourites are favourites; takes a reference.  @folder: see painting-file.h; borrowed. */
GtkWidget *pst_gallery_new (GPtrArray *entries, guint n_favourites, const gchar *folder);

/* Others are to be shown: thumbnails stay where the style is the same object, and what
 * was chosen stays chosen if it is still there.  Takes a reference. */
void pst_gallery_set_entries (PstGallery *gallery, GPtrArray *entries, guint n_favourites);

/* The style of that id, or else the first that can be used. */
void pst_gallery_select (PstGallery *gallery, const gchar *id);

/* What is chosen: it may be broken, or filtered out at the moment.  NULL if there
 * are no styles.  Belongs to the entries. */
PstStyleEntry *pst_gallery_get_selected (const PstGallery *gallery);

/* In the order of the gallery: the @n-th that can be used, or NULL. */
PstStyle *pst_gallery_get_style (const PstGallery *gallery, guint n);

/* The title of what is mixed into what is chosen, beside whose it is said; NULL: nothing. */
void pst_gallery_set_mixed (PstGallery *gallery, const gchar *title);

/* While locked nothing can be chosen or typed, though it looks as before. */
void pst_gallery_set_locked (PstGallery *gallery, gboolean locked);

#define PST_GALLERY_MIN_SIDE 96
#define PST_GALLERY_MAX_SIDE 256

/* How long a thumbnail is, in pixels; goes by the size of the text at first.  People change
 * it with a slider, or with Ctrl and the wheel. */
gint pst_gallery_get_thumbnail_side (const PstGallery *gallery);
void pst_gallery_set_thumbnail_side (PstGallery *gallery, gint side);

/* Stands in for thumbnails that are not there yet. */
void pst_gallery_set_photo (PstGallery *gallery, const PstImage *photo);
gboolean pst_gallery_needs_thumbnail (const PstGallery *gallery, const PstStyle *style);

/* @image is scaled to the size that is shown. */
void pst_gallery_set_thumbnail (PstGallery *gallery, const PstStyle *style, const PstImage *image);

/* What is shown where the pointer rests on style @id, see tile-tip.h; floating. */
GtkWidget *pst_gallery_tip_new (const PstGallery *gallery, const gchar *id);

/* For tests: the thumbnail that is shown, or NULL; borrowed. */
GdkPixbuf *pst_gallery_get_thumbnail (const PstGallery *gallery, const PstStyle *style);

G_END_DECLS

#endif /* PST_GALLERY_H */
