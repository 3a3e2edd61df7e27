/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Broken colour: which colours a painter puts side by side to make one. */

#ifndef PST_BROKEN_H
#define PST_BROKEN_H

#include "ground/pool.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

#define PST_BROKEN_COLOURS 512

/* Taken at places of a painting: the colour of the neighbourhood and that of a stroke in it,
 * R'G'B' -1 to 1. */
typedef struct
{
  gfloat colour[PST_BROKEN_COLOURS][6];
} PstBroken;

/* Of @painting, 0 to 1, whose strokes are @width pixels wide.  FALSE: not enough memory. */
gboolean
pst_broken_take (PstBroken *broken, const PstImage *painting, gdouble width, PstPool *pool);

/* How much the painter draws in lines, 0 to 1: of many strokes that are much darker than what is
 * around them; @colour [3] = theirs, R'G'B' -1 to 1. */
gdouble pst_broken_lines (const PstBroken *broken, gfloat *colour);

/* Finds neighbourhoods of a colour. */
typedef struct _PstBrokenIndex PstBrokenIndex;

PstBrokenIndex *pst_broken_index_new (const PstBroken *broken);
void pst_broken_index_free (PstBrokenIndex *index);

/* Moves @colour [3], -1 to 1, as far as in one of the neighbourhoods that are nearest to it a stroke
 * is from it, times @amount.  @bits chooses which; over all of these the mean stays. */
void pst_broken_apply (const PstBroken *broken, const PstBrokenIndex *index, gdouble amount,
                       guint64 bits, gfloat *colour);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstBrokenIndex, pst_broken_index_free)

G_END_DECLS

#endif /* PST_BROKEN_H */
