/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are written whole or not at all: beside, synced, renamed.  What a killed run left
 * beside is removed by the next one that writes into the folder. */

#ifndef PST_OUTPUT_FILE_H
#define PST_OUTPUT_FILE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* FALSE, with the cure, if @path is there and not to be replaced: a folder, a device, or a file
 * without @force. */
gboolean pst_output_check (const gchar *path, gboolean force, GError **error);

/* Writes @size bytes of @data to @path, or to standard output if that is "-".  A file that
 * is replaced keeps its mode, and a link its target.
 * Errors: G_FILE_ERROR, with the cure; BAD_INPUT as above. */
gboolean pst_output_write (const gchar *path, gconstpointer data, gsize size, gboolean force,
                           GError **error);

/* TRUE if both paths lead to one file. */
gboolean pst_output_is_same (const gchar *path, const gchar *other);

G_END_DECLS

#endif /* PST_OUTPUT_FILE_H */
