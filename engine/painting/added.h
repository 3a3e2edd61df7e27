/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a generator added to the strokes that it saw, as much of it as is paint. */

#ifndef PST_ADDED_H
#define PST_ADDED_H

#include "ground/pool.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

/* Leaves of what @painting has beside @laid, in Y', Cb and Cr, a Gaussian over a pixel: what is finer is
 * the network's grid, rows of dots along the strokes; and of Cb and Cr, and mostly of Y', only what differs
 * from stroke to stroke: all that is one thing was given one hue when strokes were laid, and was as light as
 * it is, and a generator that looks for its painter's colours would give it two.  Four planes of scratch; FALSE: not enough memory.  The
 * same for any number of threads. */
gboolean pst_added_calm (const PstImage *laid, PstPool *pool, PstImage *painting);

G_END_DECLS

#endif /* PST_ADDED_H */
