/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolution.  3x3 of stride 1 goes by winograd.h, of doubled planes by doubled.h, the
 * rest by direct.h; the gradient of the weights, where Winograd's way does not pay, by
 * outer.h. */

#ifndef PST_CONV_H
#define PST_CONV_H

#include "kernels/activation.h"
#include "kernels/tape.h"

G_BEGIN_DECLS

typedef struct
{
  gint kernel;   /* R: 1 to 7                                              */
  gint stride;   /* 1 or 2                                                 */
  gint pad;      /* reflected pixels on each side (of the upsampled input) */
  gint upsample; /* 1, or 2: nearest neighbour first                       */
  PstAct act;
} PstConvSpec;

/* The way back through a convolution of @x with @w, given @dy, the gradient of its result.
 * Adds to @dx, or with @first writes it, and adds to @dw; either may be NULL. */
typedef struct
{
  const gfloat *x, *w, *dy;
  gfloat *dx;
  gboolean first;
  gfloat *dw;
} PstConvBack;

/* y [N][K][H'][W'] = act (w [K][C][R][R] * pad (up (x [N][C][H][W])) + b [K]),
 * H' = (H upsample + 2 pad - R) / stride + 1 (>= 1, or the program is wrong).
 * Same bits for any number of threads. */
PstNode *
pst_conv (PstTape *tape, PstNode *x, const PstConvSpec *spec, gint k, PstWeight w, PstWeight b);

/* Multiply-adds for one image. */
gdouble pst_conv_work (const PstConvSpec *spec, gint c, gint k, gint h, gint w);

G_END_DECLS

#endif /* PST_CONV_H */
