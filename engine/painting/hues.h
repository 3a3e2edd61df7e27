/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose hues a painting has: those of the strokes that its generator saw. */

#ifndef PST_HUES_H
#define PST_HUES_H

#include "ground/pool.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

/* Takes from @painting what its generator changed of Cb and Cr in @laid over more than a few pixels: all that
 * is one thing was given one hue when strokes were laid, and a generator that looks for its
 * painter's colours would give it two.  Y' stays, and what differs from stroke to stroke.  Three planes of
 * scratch; FALSE: not enough memory.  The same for any number of threads. */
gboolean pst_hues_keep (const PstImage *laid, PstPool *pool, PstImage *painting);

G_END_DECLS

#endif /* PST_HUES_H */
