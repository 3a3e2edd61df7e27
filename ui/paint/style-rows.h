/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The styles in the order of a gallery, with their thumbnails, and a model of those that are
 * to be seen.  Main thread only. */

#ifndef PST_STYLE_ROWS_H
#define PST_STYLE_ROWS_H

#include <gtk/gtk.h>

#include "shared/style-row.h"

G_BEGIN_DECLS

/* Of the model. */
enum
{
  PST_STYLE_ROWS_ENTRY, /* PstStyleEntry, belongs to the rows */
  PST_STYLE_ROWS_PIXBUF,
  PST_STYLE_ROWS_MARKUP, /* title and artist                */
  PST_STYLE_ROWS_N_COLUMNS
};

typedef struct _PstStyleRows PstStyleRows;

/* @side: how wide thumbnails are shown, in pixels; three fourths of that is their height. */
PstStyleRows *pst_style_rows_new (gint side);
void pst_style_rows_free (PstStyleRows *rows);

/* Of those that were shown; the rows'. */
GtkTreeModel *pst_style_rows_get_model (PstStyleRows *rows);
PstStyleEntry *pst_style_rows_entry_at (GtkTreeModel *model, GtkTreeIter *iter);

/* @entries: PstStyleEntry, a reference is taken; the first @n_favourites have a star.  What
 * stays keeps its thumbnail.  The model is empty afterwards. */
void pst_style_rows_set_entries (PstStyleRows *rows, GPtrArray *entries, guint n_favourites);

/* Puts what fits to @typed into the model, the best first. */
void pst_style_rows_show (PstStyleRows *rows, const gchar *typed);

/* The @n-th, or NULL. */
const PstStyleRow *pst_style_rows_get (const PstStyleRows *rows, guint n);
const PstStyleRow *pst_style_rows_find (const PstStyleRows *rows, const PstStyle *style);

/* Of an entry of theirs. */
const PstStyleRow *pst_style_rows_of (const PstStyleRows *rows, const PstStyleEntry *entry);

/* Of the entry; 0 if there is none. */
guint pst_style_rows_position (const PstStyleRows *rows, const PstStyleEntry *entry);
gboolean pst_style_rows_is_favourite (const PstStyleRows *rows, const PstStyleEntry *entry);

/* @photo stands in until a style has painted it. */
void pst_style_rows_set_photo (PstStyleRows *rows, GdkPixbuf *photo);
void pst_style_rows_set_thumbnail (PstStyleRows *rows, const PstStyle *style, GdkPixbuf *large);

/* The model follows when it is shown anew. */
void pst_style_rows_set_side (PstStyleRows *rows, gint side);

G_END_DECLS

#endif /* PST_STYLE_ROWS_H */
