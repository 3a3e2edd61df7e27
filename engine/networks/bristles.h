/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Noise drawn out along strokes, from which a finisher makes bristles (line integral convolution:
 * Cabral and Leedom 1993). */

#ifndef PST_BRISTLES_H
#define PST_BRISTLES_H

#include <glib.h>

G_BEGIN_DECLS

#define PST_BRISTLES_REACH 12 /* pixels of the large grid, to either side */

/* to [4][h][w], folded as pst_space_to_depth () does: noise of deviation 1 at twice the size, every
 * value a mean along its stroke.  @along: planes [h][w] of cosine and sine of twice the stroke's
 * angle, times how surely, up to 1; the less sure, the shorter.  The part lies at (@x, @y) of the
 * small grid; a value depends on its place in the whole, on @key and on @along there. */
void
pst_bristles (const gfloat *const *along, gint h, gint w, gint x, gint y, guint64 key, gfloat *to);

G_END_DECLS

#endif /* PST_BRISTLES_H */
