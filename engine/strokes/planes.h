/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of planes: a few colours, bounded along the photo's forms, and a line around them,
 * as a print has them. */

#ifndef PST_PLANES_H
#define PST_PLANES_H

#include "strokes/inks.h"
#include "strokes/sketch.h"

G_BEGIN_DECLS

/* canvas [3][h][w], R'G'B' -1 to 1.  @plane: how wide a plane is at scale 1, in pixels: wide ones are
 * facets along the forms, each shaded, and things of one hue (pst_things_even ()).  The same bits for any number of threads.  FALSE: not enough
 * memory.  (Abstraction of pictures: Winnemoeller, Olsen and Gooch 2006.) */
gboolean
pst_planes_lay (const PstColours *colours, gdouble plane, const PstSketch *sketch, gfloat *canvas);

G_END_DECLS

#endif /* PST_PLANES_H */
