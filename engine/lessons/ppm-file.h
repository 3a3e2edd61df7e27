/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures on disk for the engine alone: binary PPM of 8 bits, just as it is
 * written here.  Reading pictures of people's own is for others. */

#ifndef PST_PPM_FILE_H
#define PST_PPM_FILE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Writes @image, values clamped to [0,1], under a new name, syncs and renames it.
 * Errors: G_FILE_ERROR, TOO_LARGE. */
gboolean pst_ppm_file_save (const PstImage *image, const gchar *path, GError **error);

/* Errors: G_FILE_ERROR, BAD_FILE, TOO_LARGE. */
PstImage *pst_ppm_file_load (const gchar *path, GError **error);

G_END_DECLS

#endif /* PST_PPM_FILE_H */
