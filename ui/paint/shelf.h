/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The styles that a window shows, which come and go while it is open.  Main thread
 * only. */

#ifndef PST_SHELF_H
#define PST_SHELF_H

#include "shared/host.h"

G_BEGIN_DECLS

typedef struct _PstShelf PstShelf;

/* @host is borrowed. */
PstShelf *pst_shelf_new (PstUiHost *host);
void pst_shelf_free (PstShelf *shelf);

/* PstStyleEntry, in the order in which they are shown: favourites, then as somebody chose for those that
 * come with us (pst_style_get_order ()), then people's own, then what cannot be used.  The
 * shelf's until it is looked through anew, and whoever takes a
 * reference may keep it longer. */
GPtrArray *pst_shelf_get_entries (const PstShelf *shelf);

/* How many of the first are favourites. */
guint pst_shelf_get_n_favourites (const PstShelf *shelf);

/* Puts a style to the favourites, which come first, or takes it from there; kept in a file of
 * the host's folder.  The entries are in another order then. */
void pst_shelf_set_favourite (PstShelf *shelf, const gchar *id, gboolean favourite);

/* Looks through the folders anew.  The entries are others then, but where a file is as
 * it was the style is the same object. */
void pst_shelf_reload (PstShelf *shelf);

G_END_DECLS

#endif /* PST_SHELF_H */
