/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What pst_refine () asks of a picture beside strokes: that it keeps the photo's contours,
 * light and dark, has the painting's colours and no grain.  Every function returns the
 * unweighted term and adds @weight times its gradient to that of its argument. */

#ifndef PST_REFINE_TERMS_H
#define PST_REFINE_TERMS_H

#include "kernels/pyramid.h"
#include "painting/recolour.h"

G_BEGIN_DECLS

/* The first three look at luma, the first plane of @x; @y [h][stride] is a plane of that size. */

/* 1 - Pearson's correlation of x and y (1e-8 is added to the product of their variances). */
gdouble pst_term_correlation (const PstLevel *x, const gfloat *y, gdouble weight, PstLevel *dx);

/* 1 - correlation of slopes: the root of (right - left)^2 + (below - above)^2 + 1e-5 of 3x3
 * means, where all of that is inside.  @scratch [6 w h] floats. */
gdouble
pst_term_slope (const PstLevel *x, const gfloat *y, gdouble weight, gfloat *scratch, PstLevel *dx);

/* Mean squared difference. */
gdouble pst_term_tone (const PstLevel *x, const gfloat *y, gdouble weight, PstLevel *dx);

/* Colours of a painting on a few axes. */
typedef struct _PstRefinePalette PstRefinePalette;

#define PST_REFINE_AXES 16   /* that are looked at in a step */
#define PST_REFINE_BINS 1024 /* of a colour along an axis    */

/* Directions in RGB from @key; pixels in -1..1. */
PstRefinePalette *pst_refine_palette_new (const PstColours *colours, guint64 key);
void pst_refine_palette_free (PstRefinePalette *palette);

/* Sliced Wasserstein distance of colours (Bonneel et al. 2015): mean over the step's axes of the
 * mean distance of a pixel to where the painting has the same share of colours below.  Pixels
 * count as the middles of their bins. */
gdouble pst_term_palette (const PstRefinePalette *palette, const PstLevel *x, gint step,
                          gdouble weight, PstPool *pool, PstLevel *dx);

/* Mean over rgb [3][h][w] of |right - x| plus that of |below - x|. */
gdouble
pst_term_rough (const gfloat *rgb, gint w, gint h, gdouble weight, PstPool *pool, gfloat *drgb);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstRefinePalette, pst_refine_palette_free)

G_END_DECLS

#endif /* PST_REFINE_TERMS_H */
