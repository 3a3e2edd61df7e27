/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures as most are: PNG or JPEG of 8 bits in sRGB, upright and opaque.  They are
 * read and written without GEGL, for its start takes as long as painting
 * a small photo. */

#ifndef PST_FAST_FILE_H
#define PST_FAST_FILE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* The picture in @path; NULL if it is not of that kind, or cannot be read: image-file.h
 * knows the others, and what is wrong with a file. */
PstImage *pst_fast_file_load (const gchar *path);

/* TRUE if @path ends like one of these formats. */
gboolean pst_fast_file_can_save (const gchar *path);

/* Writes @image to @path, whose ending says the format.  Errors: G_FILE_ERROR, TOO_LARGE,
 * those of gdk-pixbuf. */
gboolean pst_fast_file_save (const PstImage *image, const gchar *path, GError **error);

G_END_DECLS

#endif /* PST_FAST_FILE_H */
