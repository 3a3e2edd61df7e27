/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Instance norm (Ulyanov, Vedaldi and Lempitsky 2016) and all that follows it
 * in the generator, in one pass: ReLU, a gained skip, gained noise. */

#ifndef PST_NORM_H
#define PST_NORM_H

#include "kernels/tape.h"

G_BEGIN_DECLS

typedef struct
{
  PstWeight gamma, beta; /* [C] */
  gboolean relu;
  PstNode *skip;         /* like x, or NULL                                   */
  PstWeight skip_gain;   /* [1]; value NULL: 1                                */
  PstNode *noise;        /* [N][1][H][W], or NULL; gets no gradient           */
  PstWeight noise_gain;  /* [C]                                               */
  gdouble *stats;        /* [C][2], or NULL: mean and 1 / deviation are kept here ... */
  gboolean frozen;       /* ... or taken from here, for one image unrecorded  */
  const gdouble *limits; /* [C][2], or NULL: 1 / deviation is no more than limits[c][1] */
} PstNormSpec;

/* y = act (gamma (x - mean) / sqrt (var + 1e-5) + beta) + skip_gain skip
 *     + noise_gain noise, mean and (biased) variance over each plane; a plane of
 *     one value, up to rounding, becomes act (beta) ...
 * Unless the tape records, y takes x's memory over. */
PstNode *pst_norm (PstTape *tape, PstNode *x, const PstNormSpec *spec);

/* Standard normal values [N][1][H][W]; image n's pixel at (x, y) is a function
 * of keys[n], x and y only (random.h). */
PstNode *pst_noise (PstTape *tape, gint n, gint h, gint w, const guint64 *keys);

/* The same of a part whose first pixel is at (@x, @y). */
PstNode *
pst_noise_part (PstTape *tape, gint n, gint h, gint w, gint x, gint y, const guint64 *keys);

G_END_DECLS

#endif /* PST_NORM_H */
