/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of a picture in memory as floats of [0,1], and back, to the last bit. */

#ifndef PST_ROWS_H
#define PST_ROWS_H

#include <vips/vips.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Of an image of pst_decoder_simplify (): 1 (gray), 3 (RGB) or 4 (CMYK), without alpha. */
gint pst_rows_channels (VipsImage *image);
gboolean pst_rows_has_alpha (VipsImage *image);

/* TRUE if its floats are of linear light, in which case it has this note. */
#define PST_ROWS_LINEAR "pastiche-linear"
gboolean pst_rows_is_linear (VipsImage *image);

/* Row @y: @row [width][channels], and @alpha [width], or NULL; 1 everywhere if it has
 * none.  Alpha that is not finite becomes 0. */
void pst_rows_get (VipsImage *image, gint y, gfloat *row, gfloat *alpha);

/* @n values as @format, 8 or 16 bits or floats: clamped and rounded, floats as they are. */
void pst_rows_put (const gfloat *values, VipsBandFormat format, gpointer to, gsize n);

/* Calls @func for all rows of @height, some at once, on a few threads: profiles take long.  FALSE if
 * one of the calls was. */
typedef gboolean (*PstRowsFunc) (gint first, gint last, gpointer user_data);
gboolean pst_rows_for_all (gint height, PstRowsFunc func, gpointer user_data);

G_END_DECLS

#endif /* PST_ROWS_H */
