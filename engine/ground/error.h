/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors about a file, all worded alike. */

#ifndef PST_ERROR_H
#define PST_ERROR_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Sets @error to "PATH: what is wrong. The cure that goes with @code." and
 * returns FALSE. */
gboolean pst_error_set_file (GError **error, PstError code, const gchar *path, const gchar *format,
                             ...) G_GNUC_PRINTF (4, 5);

/* The same for what the system said: G_FILE_ERROR with @saved_errno. */
gboolean pst_error_set_system (GError **error, const gchar *path, gint saved_errno);

G_END_DECLS

#endif /* PST_ERROR_H */
