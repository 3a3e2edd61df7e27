/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A photo in a painting's colours: a monotone curve of lightness; what is warmer than another stays
 * so, from the painting's coolest to its warmest at that lightness; and what is more purple from
 * its greenest to its most purple at that lightness and warmth (Rosenblatt 1952; Knothe 1957).  Chroma
 * is compared by luma, which shadows leave, so that a thing is of one hue in light and in shadow, and
 * neighbouring colours stay neighbours. */

#ifndef PST_RECOLOUR_H
#define PST_RECOLOUR_H

#include "strokes/colours.h"

G_BEGIN_DECLS

/* New lightness of PST_COLOURS_TONES old ones: not falling, by @share from the photo's own curve, in
 * the painting's range, to the painting's histogram. */
void pst_recolour_curve (const PstColours *photo, const PstColours *painting, gdouble share,
                         gdouble *curve);

/* A copy of @photo in the colours of @painting; @share: as above, or less where
 * more would lose what is light and dark.  Values outside [0,1] count as the nearest.
 * A monochrome painting gives a monochrome picture.  TOO_LARGE. */
PstImage *pst_recolour (const PstImage *photo, const PstColours *painting, gdouble share,
                        PstPool *pool, GError **error);

G_END_DECLS

#endif /* PST_RECOLOUR_H */
