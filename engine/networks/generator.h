/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The generator, architecture "pst-generator-1": space-to-depth, two stride-2
 * steps to 1/8 size, residual trunk, decoder of nearest upsampling and 3x3
 * convolutions with gained skips, and noise planes at 1/8, 1/4, 1/2 and full
 * size from which strokes grow in flat areas.  Instance norm after every
 * convolution but the last (Ulyanov et al. 2016), reflection padding,
 * residual blocks (He et al. 2015), noise with a gain per channel (Karras et
 * al. 2019). */

#ifndef PST_GENERATOR_H
#define PST_GENERATOR_H

#include "ground/random.h"
#include "kernels/tape.h"
#include "networks/tensor-set.h"

G_BEGIN_DECLS

#define PST_GENERATOR_ARCH "pst-generator-1"
#define PST_GENERATOR_GRID 8 /* sizes are multiples of this */

/* 4 <= widths <= 256 and even, 0 <= blocks <= 16. */
typedef struct
{
  gint widths[3]; /* channels at 1/2, 1/4, 1/8 */
  gint blocks;
} PstGeneratorShape;

/* The tensors of that shape, allocated and zero; NULL if there is no memory or
 * the shape is out of range. */
PstTensorSet *pst_generator_declare (const PstGeneratorShape *shape);

/* Weights to start learning from: convolutions uniform within 1 / sqrt (fan in),
 * gamma 1, beta 0, skips .5, noise gains normal times @noise. */
void pst_generator_init (PstTensorSet *weights, gdouble noise, guint64 seed);

/* Gives the three outputs the same weights, their mean: the generator paints in gray. */
void pst_generator_make_gray (PstTensorSet *weights);

/* x [N][3][H][W] in [-1,1], H and W multiples of 8, to the same shape in (-1,1).
 * @grads: like @weights, where gradients are added, or NULL.  noise_keys[n] is
 * the key of image n's noise.  Without recording, drops @x. */
PstNode *
pst_generator_forward (PstTape *tape, const PstGeneratorShape *shape, const PstTensorSet *weights,
                       const PstTensorSet *grads, PstNode *x, const guint64 *noise_keys);

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

/* forward () of a part; @part may be NULL. */
PstNode *
pst_generator_forward_part (PstTape *tape, const PstGeneratorShape *shape,
                            const PstTensorSet *weights, const PstTensorSet *grads, PstNode *x,
                            const guint64 *noise_keys, const PstGeneratorPart *part);

gsize pst_generator_n_stats (const PstGeneratorShape *shape);

/* How far a pixel sees if statistics are frozen, in pixels, rounded up to the grid:
 * farther inside a part than that, parts are the same as the whole. */
gint pst_generator_halo (const PstGeneratorShape *shape);

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

/* Multiply-adds for one image of that size, with what pst_norm () counts. */
gdouble pst_generator_work (const PstGeneratorShape *shape, gint height, gint width);

G_END_DECLS

#endif /* PST_GENERATOR_H */
