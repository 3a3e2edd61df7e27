/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patch discriminator (Isola et al. 2017): three 4x4 convolutions of stride
 * 2, one 3x3, and two heads, "fine" after the second convolution (10 pixels:
 * strokes) and "coarse" after the last (78 pixels: arrangement).  Leaky ReLU,
 * spectral norm on every convolution (Miyato et al. 2018). */

#ifndef PST_DISCRIMINATOR_H
#define PST_DISCRIMINATOR_H

#include "kernels/tape.h"
#include "networks/tensor-set.h"

G_BEGIN_DECLS

#define PST_DISCRIMINATOR_LAYERS 4
#define PST_DISCRIMINATOR_CONVS  6  /* layers and heads                       */
#define PST_DISCRIMINATOR_MIN_PX 54 /* the smallest picture it can judge      */

typedef struct
{
  PstTensorSet *weights;    /* as learnt                                          */
  PstTensorSet *grads;      /* gradients of @weights                              */
  PstTensorSet *vectors;    /* leading singular vectors u [K], v [C R R] per conv */
  PstTensorSet *normalised; /* @weights / their spectral norm                     */
  gdouble sigma[PST_DISCRIMINATOR_CONVS];
} PstDiscriminator;

typedef struct
{
  PstNode *features[PST_DISCRIMINATOR_LAYERS];
  PstNode *coarse, *fine; /* judgements: above 0 the master's, below 0 a fake */
} PstJudgement;

/* @width: channels of the first layer (24). NULL if there is no memory. */
PstDiscriminator *pst_discriminator_new (gint width, guint64 seed);
void pst_discriminator_free (PstDiscriminator *d);

/* @d->normalised from @d->weights.  @iterate: one power iteration first. */
void pst_discriminator_normalise (PstDiscriminator *d, gboolean iterate);

/* x [N][3][H][W] in [-1,1], both sides >= PST_DISCRIMINATOR_MIN_PX.  @learn:
 * gradients go to @d->grads as those of the normalised weights, until
 * pst_discriminator_finish_grads (). */
PstJudgement
pst_discriminator_forward (PstTape *tape, const PstDiscriminator *d, PstNode *x, gboolean learn);

/* Turns gradients of normalised weights into those of weights, u and v held. */
void pst_discriminator_finish_grads (PstDiscriminator *d);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstDiscriminator, pst_discriminator_free)

G_END_DECLS

#endif /* PST_DISCRIMINATOR_H */
