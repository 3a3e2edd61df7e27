/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures as people know them: files of 8 bits that gdk-pixbuf reads.  May be called on
 * any thread. */

#ifndef PST_PICTURE_FILE_H
#define PST_PICTURE_FILE_H

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gegl.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* What @path shows, upright, its short side reduced to @short_side; without caring for
 * profiles, which makes no difference to practising.
 * Errors: BAD_INPUT, TOO_LARGE; the message names @path. */
PstImage *pst_picture_file_load_photo (const gchar *path, gint short_side, GError **error);

/* The same in sRGB, and refused if it was cut off, for what is missing would be learnt as
 * well.  It may be as small as it likes.  GEGL must run. */
PstImage *pst_picture_file_load_painting (const gchar *path, gint short_side, GError **error);

/* TRUE if a JPEG has all of its scans: one that was cut off has no end marker. */
gboolean pst_picture_file_jpeg_is_whole (const guchar *data, gsize size);

/* The space of an RGB profile that gdk-pixbuf found, or NULL for sRGB. */
const Babl *pst_picture_file_get_space (GdkPixbuf *pixbuf);

/* A copy of its pixels, which are in @space (NULL: sRGB); of a JPEG without alpha, which
 * gdk-pixbuf adds to CMYK.  Free with g_object_unref (). */
GeglBuffer *pst_picture_file_to_buffer (GdkPixbuf *pixbuf, const Babl *space, gboolean is_jpeg);

G_END_DECLS

#endif /* PST_PICTURE_FILE_H */
