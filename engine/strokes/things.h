/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a photo shows, as far as colours tell: a few dozen things, each of one hue in light and in
 * shadow. */

#ifndef PST_THINGS_H
#define PST_THINGS_H

#include "ground/pool.h"

G_BEGIN_DECLS

/* of [h][w] = whose each pixel of @photo [3][h][w], R'G'B' -1 to 1, is; returns how many there are, or 0:
 * not enough memory.  Neighbouring regions (pst_regions_new ()) are joined as long as that costs
 * little (Ward 1963); what is compared is chroma by luma, which shadows leave.  The same for
 * any number of threads. */
gint pst_things_find (const gfloat *photo, gint w, gint h, PstPool *pool, gint *of);

/* Brings the hue of @rgb, @photo in other colours, towards one for each thing: what is half in
 * shadow would else be of two.  Y' stays.  FALSE: not enough memory. */
gboolean pst_things_even (const gfloat *photo, gint w, gint h, PstPool *pool, gfloat *rgb);

G_END_DECLS

#endif /* PST_THINGS_H */
