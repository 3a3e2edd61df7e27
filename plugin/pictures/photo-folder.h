/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which photos there are to practise on.  May be called on any thread. */

#ifndef PST_PHOTO_FOLDER_H
#define PST_PHOTO_FOLDER_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* The files in @folder, and @depth folders deep in it, sorted by path; hidden ones
 * are left out.  Of endless trees, as many as anybody needs.
 * Errors: G_FILE_ERROR with the cure, CANCELLED. */
GPtrArray *
pst_photo_folder_list (const gchar *folder, gint depth, GCancellable *cancellable, GError **error);

/* The same without those whose names say that they cannot be read. */
GPtrArray *pst_photo_folder_list_pictures (const gchar *folder, gint depth,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS

#endif /* PST_PHOTO_FOLDER_H */
