/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures to learn from, a byte a value, and random crops of them. */

#ifndef PST_CROPS_H
#define PST_CROPS_H

#include "kernels/tape.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstCrops PstCrops;

/* What crops are drawn from. */
typedef enum
{
  PST_CROPS_PHOTOS,   /* one in twelve is no photo's but plain: from one colour to
                         another, half of the time the same, along x or y */
  PST_CROPS_LAID,     /* photos laid in strokes: plain ones would have colours that the
                         painter has not */
  PST_CROPS_PAINTINGS /* half stand on their heads: else what is often at a painting's
                         upper edge is learnt to belong to every picture's */
} PstCropsKind;

PstCrops *pst_crops_new (PstCropsKind kind);
void pst_crops_free (PstCrops *crops);

/* Adds a copy of @image with its short side at @short_side pixels. */
gboolean pst_crops_add (PstCrops *crops, const PstImage *image, gint short_side, GError **error);

/* Fills images [first, first + n) of @node [N][3][H][W] with random crops in
 * [-1,1], half of them mirrored.  No side of a picture may be shorter than the
 * crop's.  Same key, same crops. */
void pst_crops_draw (const PstCrops *crops, PstNode *node, gint first, gint n, guint64 key);

/* A node of all of picture @index but what is more than a multiple of 8 pixels. */
PstNode *pst_crops_whole (const PstCrops *crops, guint index, PstTape *tape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstCrops, pst_crops_free)

G_END_DECLS

#endif /* PST_CROPS_H */
