/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What pst_refine () asks of a picture beside strokes: that it keeps the photo's contours,
 * light, dark and colours, and has no grain.  Every function returns the
 * unweighted term and adds @weight times its gradient to that of its argument; where @by is not
 * NULL, a plane [h][stride] like the argument's, times what it says of each pixel. */

#ifndef PST_REFINE_TERMS_H
#define PST_REFINE_TERMS_H

#include "kernels/pyramid.h"
#include "strokes/colours.h"

G_BEGIN_DECLS

/* The first three look at plane @c of @x; @y [h][stride] is a plane of that size. */

/* 1 - Pearson's correlation of x and y (1e-8 is added to the product of their variances). */
gdouble pst_term_correlation (const PstLevel *x, gint c, const gfloat *y, gdouble weight,
                              const gfloat *by, PstLevel *dx);

/* 1 - correlation of slopes: the root of (right - left)^2 + (below - above)^2 + 1e-5 of 3x3
 * means, where all of that is inside.  @scratch [6 w h] floats. */
gdouble pst_term_slope (const PstLevel *x, gint c, const gfloat *y, gdouble weight,
                        const gfloat *by, gfloat *scratch, PstLevel *dx);

/* Mean squared difference. */
gdouble pst_term_tone (const PstLevel *x, gint c, const gfloat *y, gdouble weight, const gfloat *by,
                       PstLevel *dx);

/* Mean over rgb [3][h][w] of |right - x| plus that of |below - x|. */
gdouble
pst_term_rough (const gfloat *rgb, gint w, gint h, gdouble weight, PstPool *pool, gfloat *drgb);

G_END_DECLS

#endif /* PST_REFINE_TERMS_H */
