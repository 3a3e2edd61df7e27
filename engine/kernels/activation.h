/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows a convolution: bias and activation of a line of results, to be
 * compiled into a function that is PST_VECTOR. */

#ifndef PST_ACTIVATION_H
#define PST_ACTIVATION_H

#include <glib.h>
#include <math.h>

#include "ground/vector.h"

G_BEGIN_DECLS

typedef enum
{
  PST_ACT_NONE,
  PST_ACT_RELU,
  PST_ACT_LEAKY, /* slope 0.2 below zero */
  PST_ACT_TANH
} PstAct;

/* tanh to 4e-7 by a quotient of polynomials that the compiler can vectorise; the
 * coefficients are those of Eigen's generic_fast_tanh_float. */
PST_INLINE static gfloat
pst_tanh (gfloat x)
{
#ifdef PST_EXACT
  return tanhf (x);
#else
  gfloat v = CLAMP (x, -7.9053111f, 7.9053111f), q = v * v;
  gfloat p = -2.76076847742355e-16f, d = 1.19825839466702e-06f;

  p = p * q + 2.00018790482477e-13f;
  p = p * q - 8.60467152213735e-11f;
  p = p * q + 5.12229709037114e-08f;
  p = p * q + 1.48572235717979e-05f;
  p = p * q + 6.37261928875436e-04f;
  p = p * q + 4.89352455891786e-03f;
  d = d * q + 1.18534705686654e-04f;
  d = d * q + 2.26843463243900e-03f;
  d = d * q + 4.89352518554385e-03f;
  return v * p / d;
#endif
}

/* y_i = act (y_i + bias) */
PST_INLINE static void
pst_activate (gfloat *y, gint n, gfloat bias, PstAct act)
{
  switch (act)
    {
    case PST_ACT_NONE:
      for (gint i = 0; i < n; i++)
        y[i] += bias;
      break;
    case PST_ACT_RELU:
      for (gint i = 0; i < n; i++)
        y[i] = MAX (y[i] + bias, 0);
      break;
    case PST_ACT_LEAKY:
      for (gint i = 0; i < n; i++)
        y[i] = MAX (y[i] + bias, 0.2f * (y[i] + bias));
      break;
    case PST_ACT_TANH:
      for (gint i = 0; i < n; i++)
        y[i] = pst_tanh (y[i] + bias);
      break;
    }
}

G_END_DECLS

#endif /* PST_ACTIVATION_H */
