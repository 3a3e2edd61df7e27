/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures with their mirror image around them, which is cut away in the end: an edge is
 * no place that strokes could know. */

#ifndef PST_MARGINS_H
#define PST_MARGINS_H

#include "pastiche/image.h"

G_BEGIN_DECLS

#define PST_MARGIN 24 /* pixels around the picture, at least */

/* A side of @n pixels with both margins: a multiple of 16. */
gint pst_margins_side (gint n);

/* A copy of x [height][width] with margins, to be freed; NULL of NULL.  TOO_LARGE. */
gboolean
pst_margins_add_plane (const gfloat *x, gint width, gint height, gfloat **to, GError **error);

/* A copy with margins, values from [0,1] to [-1,1].  TOO_LARGE. */
PstImage *pst_margins_add (const PstImage *image, GError **error);

/* The same with values in [0,1], as they are. */
PstImage *pst_margins_frame (const PstImage *image, GError **error);

/* The part of @width x @height that they surround of planes rgb [3][h][w], in [0,1] again.
 * TOO_LARGE. */
PstImage *
pst_margins_cut (const gfloat *rgb, gint w, gint h, gint width, gint height, GError **error);

G_END_DECLS

#endif /* PST_MARGINS_H */
