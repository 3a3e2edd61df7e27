/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a generator added to the strokes that it saw, as much of it as is paint. */

#ifndef PST_ADDED_H
#define PST_ADDED_H

#include "kernels/tape.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

/* Leaves of what @painting has beside @laid, both in [0,1], in Y', Cb and Cr, a Gaussian over a pixel, or half
 * a pixel of what learnt to be @oriented (training/losses/oriented.c): what is finer is the network's grid,
 * rows of dots along the strokes; and of Cb and Cr, and mostly of Y', only what differs from stroke to
 * stroke: all that is one thing was given one hue when strokes were laid, and was as light as it is, and a
 * generator that looks for its painter's colours would give it two.  Three planes of scratch; FALSE: not
 * enough memory.  The same for any number of threads. */
gboolean
pst_added_calm (const PstImage *laid, gboolean oriented, PstPool *pool, PstImage *painting);

/* The same while a generator learns, so that it learns nothing that would be taken away: of crops @laid and
 * @painting [N][3][H][W] in [-1,1], from photos of a usual size, and without an end at -1 and 1.  The gradient is
 * @painting's; @laid gets none. */
PstNode *
pst_added_calm_crops (PstTape *tape, const PstNode *laid, gboolean oriented, PstNode *painting);

G_END_DECLS

#endif /* PST_ADDED_H */
