/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that were cut off, of formats whose loaders do not read the rest or do not tell: BMP,
 * WebP and PPM say how long they are. */

#ifndef PST_CUT_FILE_H
#define PST_CUT_FILE_H

#include <glib.h>

G_BEGIN_DECLS

/* How long a file that begins with @size bytes of @data says it is; 0 if it does not. */
guint64 pst_cut_file_length (const guchar *data, gsize size);

G_END_DECLS

#endif /* PST_CUT_FILE_H */
