/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of lines: an engraver's, broad where it is dark, laid in strokes that taper, which bend with
 * the forms, are crossed twice in the shadows and end in the light; and contours. */

#ifndef PST_HATCHING_H
#define PST_HATCHING_H

#include "strokes/colours.h"
#include "strokes/sketch.h"

G_BEGIN_DECLS

/* canvas [3][h][w], R'G'B' -1 to 1: in @colours' darkest and lightest tones.  @lean: cosine and sine
 * of twice the angle of what is across the lines where forms do not say.  @size: the short side at
 * which the engraving's lines are five pixels apart.  The same for any number of threads.
 * FALSE: not enough memory. */
gboolean pst_hatching_lay (const PstColours *colours, const gdouble *lean, gint size,
                           const PstSketch *sketch, gfloat *canvas);

G_END_DECLS

#endif /* PST_HATCHING_H */
