/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of pictures, read and written with GEGL.  Main thread only: what GEGL
 * says of a bad file arrives through GLib's log, which is process-wide. */

#ifndef PST_IMAGE_FILE_H
#define PST_IMAGE_FILE_H

#include <gegl.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Starts GEGL, which takes a while, unless somebody has; all functions here that give or
 * take a buffer do so themselves.  end () ends it if it was started. */
void pst_image_file_need_gegl (void);
void pst_image_file_end (void);

/* The picture in @path in the file's own precision and colour space, upright
 * (the orientation that a camera noted is applied), with its extent at 0, 0.
 * Knows every format that GEGL or gdk-pixbuf knows.  A damaged file is an
 * error where the format lets one notice; so is a JPEG that was cut off.  Free with g_object_unref ().
 * Errors: G_FILE_ERROR, BAD_INPUT, TOO_LARGE; the message names @path. */
GeglBuffer *pst_image_file_load (const gchar *path, GError **error);

/* The same as planes, without alpha.
 * Errors: as above. */
PstImage *pst_image_file_load_planes (const gchar *path, GError **error);

/* An empty buffer to hold a coloured version of @buffer: its extent, precision,
 * colour space and alpha, and three channels even if @buffer is gray. */
GeglBuffer *pst_image_file_buffer_like (GeglBuffer *buffer);

/* TRUE if there is a format for the ending of @path. */
gboolean pst_image_file_can_save (const gchar *path);

/* Writes @buffer to @path in the format of its ending, with the precision and
 * alpha of @buffer as far as the format has them: through a temporary file in
 * the same folder, so that @path holds either the old file or the whole new one.
 * Errors: G_FILE_ERROR, BAD_INPUT; the message names @path. */
gboolean pst_image_file_save (GeglBuffer *buffer, const gchar *path, GError **error);

/* Writes @image with 8 bits a channel.  Errors: as above. */
gboolean pst_image_file_save_planes (const PstImage *image, const gchar *path, GError **error);

/* The same without GEGL, if fast-file.h has that format.  Errors: as above. */
gboolean pst_image_file_save_plain (const PstImage *image, const gchar *path, GError **error);

/* TRUE if both paths lead to one file. */
gboolean pst_image_file_is_same (const gchar *path, const gchar *other);

G_END_DECLS

#endif /* PST_IMAGE_FILE_H */
