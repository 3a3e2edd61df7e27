/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The generator, of the layers that its architecture describes.  Instance norm after every
 * convolution but the last (Ulyanov et al. 2016), reflection padding,
 * residual blocks (He et al. 2015), noise with a gain per channel (Karras et
 * al. 2019). */

#ifndef PST_GENERATOR_H
#define PST_GENERATOR_H

#include "ground/random.h"
#include "kernels/tape.h"
#include "networks/architecture.h"

G_BEGIN_DECLS

/* Weights to start learning from: convolutions uniform within 1 / sqrt (fan in),
 * gamma 1, beta 0, skips .5, noise gains normal times @noise. */
void pst_generator_init (PstTensorSet *weights, gdouble noise, guint64 seed);

/* Takes the noise and the last layer away: a generator that adds to what it sees adds nothing. */
void pst_generator_quieten (PstTensorSet *weights);

/* Gives the three outputs the same weights, their mean: the generator paints in gray. */
void pst_generator_make_gray (PstTensorSet *weights);

/* A part of a larger picture, of which other parts know nothing. */
typedef struct
{
  gint x, y;             /* where it is: multiples of the grid                      */
  gdouble *stats;        /* pst_generator_n_stats () numbers, or NULL; all norms' mean
                      and deviation are kept here for one image unrecorded ... */
  gboolean frozen;       /* ... or taken from here, not from the part               */
  const gdouble *limits; /* as stats: no deviation counts as less; or NULL     */
  const guint64 *plan;   /* key of the noise at 1/8 size, in place of noise_keys; or NULL */
} PstGeneratorPart;

/* A generator as it stands.  @grads: like @weights, where gradients are added, or NULL; @trunk_kept:
 * those of the residual blocks are not asked for. */
typedef struct
{
  const PstGeneratorShape *shape;
  const PstTensorSet *weights, *grads;
  gboolean trunk_kept;
} PstGenerator;

/* x [N][3][H][W] in [-1,1], H and W multiples of 8, to the same shape in (-1,1), or near
 * it where the architecture adds to what it sees.
 * noise_keys[n] is the key of image n's noise; @part may be NULL: x is all of the picture.
 * Without recording, drops @x. */
PstNode *pst_generator_forward (PstTape *tape, const PstGenerator *generator, PstNode *x,
                                const guint64 *noise_keys, const PstGeneratorPart *part);

/* The noise of the painting that a user's @seed stands for. */
static inline guint64
pst_noise_key (guint32 seed)
{
  return pst_random_key (seed, 5, 0);
}

/* The noise at 1/8 size of all paintings: it decides where a plane of one colour ends and
 * another begins, and a seed is asked for other strokes, not for another picture. */
static inline guint64
pst_plan_key (void)
{
  return pst_noise_key (0);
}

G_END_DECLS

#endif /* PST_GENERATOR_H */
