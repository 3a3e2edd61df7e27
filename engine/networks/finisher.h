/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "pst-finisher-1": a small network that makes a painting twice as large and adds what is seen
 * there of bristles, paint and paper.  3x3 convolutions on the small grid, the last one's twelve
 * planes laid out at twice the size (Shi et al. 2016) and added to a cubic enlargement.  No norm,
 * so that a part is what it is in the whole; noise drawn out along strokes, from which bristles grow. */

#ifndef PST_FINISHER_H
#define PST_FINISHER_H

#include "kernels/twice.h"
#include "networks/tensor-set.h"

G_BEGIN_DECLS

#define PST_FINISHER_ARCH   "pst-finisher-1"
#define PST_FINISHER_LAYERS 4
#define PST_FINISHER_WIDTH  20          /* channels between layers */
#define PST_FINISHER_INPUT  (3 + 4 + 4) /* the painting, what guides, bristles */
#define PST_FINISHER_HALO   (PST_FINISHER_LAYERS + PST_LEVEL_REACH) /* pixels of the small grid */

/* Its tensors, zero: finisher.0.weight, finisher.0.bias ...  NULL without memory. */
PstTensorSet *pst_finisher_declare (void);

/* To start learning from: it adds nothing. */
void pst_finisher_init (PstTensorSet *weights, guint64 seed);

/* Gives the three colours the same weights, their mean: it adds gray. */
void pst_finisher_make_gray (PstTensorSet *weights);

/* What image @n of @in [N][INPUT][H][W] is to be: its planes 0 to 2, R'G'B' in [-1,1], are the
 * caller's to fill. */
typedef struct
{
  const gfloat *guide;    /* [2H][2W], luma of what is painted at twice the size                */
  gfloat gain;            /* how much of it is seen                                              */
  const gfloat *along[2]; /* [H][W], the way strokes go: see pst_bristles ()                  */
  guint64 key;            /* of the noise, ...                                                   */
  gint x, y;              /* ... and where the part lies in the whole, in pixels of this grid    */
} PstFinisherSight;

/* Fills the other planes: the guide folded, less the mean of every four, and bristles. */
void pst_finisher_see (PstNode *in, gint n, const PstFinisherSight *sight);

/* What is to be added at twice the size: [N][3][2H][2W] for in [N][INPUT][H][W].  @grads: like
 * @weights, where gradients are added, or NULL.  Without recording, drops @in. */
PstNode *pst_finisher_forward (PstTape *tape, const PstTensorSet *weights,
                               const PstTensorSet *grads, PstNode *in);

/* Multiply-adds for a pixel of the result. */
gdouble pst_finisher_work (void);

G_END_DECLS

#endif /* PST_FINISHER_H */
