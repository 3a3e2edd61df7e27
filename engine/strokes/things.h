/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a photo shows, as far as colours tell: a few dozen things, each of one hue in light and in
 * shadow. */

#ifndef PST_THINGS_H
#define PST_THINGS_H

#include "strokes/regions.h"

G_BEGIN_DECLS

/* Neighbouring regions become one as long as that costs little (Ward 1963): @cost times the pixels
 * of all is what the sum of squares of @x [3][h][w] around its means may grow by each time. */
void pst_things_join (PstRegions *regions, const gfloat *x, gdouble cost);

/* of [h][w] = whose each pixel of @photo [3][h][w], R'G'B' -1 to 1, is; returns how many there are, or 0:
 * not enough memory.  Regions are joined by chroma by luma, which shadows leave.  The same for any
 * number of threads. */
gint pst_things_find (const gfloat *photo, gint w, gint h, PstPool *pool, gint *of);

/* Brings the hue of @rgb, @photo in other colours, towards one for each thing: what is half in
 * shadow would else be of two.  Y' stays.  FALSE: not enough memory. */
gboolean pst_things_even (const gfloat *photo, gint w, gint h, PstPool *pool, gfloat *rgb);

G_END_DECLS

#endif /* PST_THINGS_H */
