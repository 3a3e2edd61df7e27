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

/* to [3] = the nearest of the palette to @rgb [3]; or, where two are nearly as near, what is
 * between them: @soft is how much nearer one must be to count e times as much; 0: one alone. */
void pst_palette_snap (const PstPalette *palette, const gfloat *rgb, gfloat soft, gfloat *to);

/* R'G'B' -1 to 1 of Y' Cb Cr. */
void pst_palette_rgb (gdouble y, gdouble cb, gdouble cr, gfloat *rgb);

G_END_DECLS

#endif /* PST_PALETTE_H */
