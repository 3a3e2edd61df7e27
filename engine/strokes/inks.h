/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painting's main colours. */

#ifndef PST_INKS_H
#define PST_INKS_H

#include "strokes/colours.h"

G_BEGIN_DECLS

#define PST_INKS_MOST 10

typedef struct
{
  gint n;
  gfloat colour[PST_INKS_MOST][3]; /* R'G'B' -1 to 1, from dark to light */
} PstInks;

/* k-means of @colours' bins (Lloyd 1982), from bins that are far from each other and large. */
void pst_inks_take (PstInks *inks, const PstColours *colours);

/* to [3] = the nearest of the inks to @rgb [3]; or, where two are nearly as near, what is
 * between them: @soft is how much nearer one must be to count e times as much; 0: one alone. */
void pst_inks_snap (const PstInks *inks, const gfloat *rgb, gfloat soft, gfloat *to);

/* R'G'B' -1 to 1 of Y' Cb Cr. */
void pst_inks_rgb (gdouble y, gdouble cb, gdouble cr, gfloat *rgb);

G_END_DECLS

#endif /* PST_INKS_H */
