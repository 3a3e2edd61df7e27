/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks for photos in a folder, on a thread of its own: a folder may be large, or far
 * away.  Main thread only. */

#ifndef PST_PHOTO_SEARCH_H
#define PST_PHOTO_SEARCH_H

#include "shared/host.h"

G_BEGIN_DECLS

typedef struct _PstPhotoSearch PstPhotoSearch;

/* Called when it is known what there is. */
typedef void (*PstPhotosFoundFunc) (gpointer owner);

/* @host and @owner must outlive it. */
PstPhotoSearch *pst_photo_search_new (PstUiHost *host, PstPhotosFoundFunc found, gpointer owner);
void pst_photo_search_free (PstPhotoSearch *search);

/* Forgets what was found and begins anew. */
void pst_photo_search_set_folder (PstPhotoSearch *search, const gchar *folder);
gboolean pst_photo_search_is_busy (const PstPhotoSearch *search);

/* Paths; the search's; NULL while it is busy, or if the folder cannot be read. */
const GPtrArray *pst_photo_search_get_found (const PstPhotoSearch *search);
const GError *pst_photo_search_get_error (const PstPhotoSearch *search);

G_END_DECLS

#endif /* PST_PHOTO_SEARCH_H */
