/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures to learn from, with what people are told of those that cannot be.  May be called
 * on any thread. */

#ifndef PST_REDUCED_H
#define PST_REDUCED_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* What @path shows, upright, in sRGB, its short side reduced to @short_side.
 * Errors: BAD_INPUT, TOO_LARGE; the message names @path. */
PstImage *pst_reduced_load_photo (const gchar *path, gint short_side, GError **error);

/* The same.  It may be as small as it likes. */
PstImage *pst_reduced_load_painting (const gchar *path, gint short_side, GError **error);

G_END_DECLS

#endif /* PST_REDUCED_H */
