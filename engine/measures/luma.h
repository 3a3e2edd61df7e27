/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Planes of luma, gdouble [height][width], for measuring. */

#ifndef PST_LUMA_H
#define PST_LUMA_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* A copy in levels, 0 to 255; what is not a number is 0. */
PstImage *pst_measure_levels (const PstImage *image, GError **error);

/* Sets TOO_LARGE.  Returns FALSE. */
gboolean pst_measure_no_memory (GError **error);

/* Rec. 601 luma of @image. */
void pst_luma_take (gdouble *luma, const PstImage *image);

/* Two box blurs of 3x3, edges repeated, in place. */
void pst_luma_smooth (gdouble *luma, gdouble *scratch, gint width, gint height);

/* Pearson's; of planes without any variance 1 if they are the same, else 0. */
gdouble pst_luma_correlate (const gdouble *a, const gdouble *b, gsize n);

#define PST_LUMA_SMALL 8

/* Means of squares, PST_LUMA_SMALL pixels wide; what is left over is dropped.  Returns how many. */
gsize pst_luma_shrink (gdouble *small, const gdouble *luma, gint width, gint height);

/* The value that a share of @values is above; @sorted [n] is scratch, and may be @values. */
gdouble pst_luma_threshold (const gdouble *values, gdouble *sorted, gsize n, gdouble share);

G_END_DECLS

#endif /* PST_LUMA_H */
