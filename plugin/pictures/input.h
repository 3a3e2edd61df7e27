/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of pictures before anything of them is read: regular ones, or standard input, and of a
 * known format. */

#ifndef PST_INPUT_H
#define PST_INPUT_H

#include "pictures/formats.h"

G_BEGIN_DECLS

/* Where a picture comes from: of @fd and @bytes one. */
typedef struct
{
  const gchar *path;
  const PstFormat *format;
  gint fd;       /* or -1 */
  GBytes *bytes; /* or NULL */
  guint64 size;  /* that there is ...                            */
  guint64 whole; /* ... and that the file speaks of, 0 if of none */
} PstInput;

/* Opens @path, or standard input, and finds out its format.  Clear @input also on errors.
 * Errors: G_FILE_ERROR, BAD_INPUT, TOO_LARGE, CANCELLED. */
gboolean pst_input_open (PstInput *input, const gchar *path, const PstRun *run, GError **error);

/* Puts zeros after what is missing of a file that was cut off.  TOO_LARGE. */
gboolean pst_input_pad (PstInput *input, GError **error);
void pst_input_clear (PstInput *input);

/* All bytes of it, in memory; NULL if that cannot be. */
GBytes *pst_input_get_bytes (const PstInput *input);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstInput, pst_input_clear)

G_END_DECLS

#endif /* PST_INPUT_H */
