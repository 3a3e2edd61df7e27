/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painting's main colours. */

#ifndef PST_PALETTE_H
#define PST_PALETTE_H

#include "strokes/recolour.h"

G_BEGIN_DECLS

#define PST_PALETTE_COLOURS 10

typedef struct
{
  gint n;
  gfloat colour[PST_PALETTE_COLOURS][3]; /* R'G'B' -1 to 1, from dark to light */
} PstPalette;

/* k-means of @colours' bins (Lloyd 1982), from bins that are far from each other and large. */
void pst_palette_take (PstPalette *palette, const PstColours *colours);

/* The nearest of the palette to @rgb [3]. */
const gfloat *pst_palette_nearest (const PstPalette *palette, const gfloat *rgb);

/* R'G'B' -1 to 1 of Y' Cb Cr. */
void pst_palette_rgb (gdouble y, gdouble cb, gdouble cr, gfloat *rgb);

G_END_DECLS

#endif /* PST_PALETTE_H */
