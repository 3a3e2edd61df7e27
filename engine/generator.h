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

#include "tensor-set.h"

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

G_END_DECLS

#endif /* PST_GENERATOR_H */
