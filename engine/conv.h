/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolution.  3x3 of stride 1 goes by winograd.h; the rest by unrolled input
 * (im2col) in strips that fit the cache, times the weights by cblas_sgemm.
 * Padding and upsampling are index maps inside both and cost no memory. */

#ifndef PST_CONV_H
#define PST_CONV_H

#include "tape.h"

G_BEGIN_DECLS

typedef enum
{
  PST_ACT_NONE,
  PST_ACT_RELU,
  PST_ACT_LEAKY, /* slope 0.2 below zero */
  PST_ACT_TANH
} PstAct;

typedef struct
{
  gint kernel;   /* R: 1 to 7                                              */
  gint stride;   /* 1 or 2                                                 */
  gint pad;      /* reflected pixels on each side (of the upsampled input) */
  gint upsample; /* 1, or 2: nearest neighbour first                       */
  PstAct act;
} PstConvSpec;

/* y [N][K][H'][W'] = act (w [K][C][R][R] * pad (up (x [N][C][H][W])) + b [K]),
 * H' = (H upsample + 2 pad - R) / stride + 1 (>= 1, or the program is wrong).
 * Same bits for any number of threads. */
PstNode *
pst_conv (PstTape *tape, PstNode *x, const PstConvSpec *spec, gint k, PstWeight w, PstWeight b);

/* Multiply-adds for one image. */
gdouble pst_conv_work (const PstConvSpec *spec, gint c, gint k, gint h, gint w);

/* y_i = act (y_i + bias) */
void pst_activate (gfloat *y, gint n, gfloat bias, PstAct act);

/* Row or column @i of a reflected line of @n: ... 2 1 | 0 1 2 ... n-1 | n-2 ... */
static inline gint
pst_reflect (gint i, gint n)
{
  if (n == 1)
    return 0;
  while (i < 0 || i >= n)
    i = i < 0 ? -i : 2 * (n - 1) - i;
  return i;
}

G_END_DECLS

#endif /* PST_CONV_H */
