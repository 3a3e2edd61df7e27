/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/optimiser.h"

#include <math.h>

#include "ground/vector.h"

#define BETA    0.99f
#define EPSILON 1e-8f
#define LANES   16

PST_VECTOR static void
adam (gfloat *w, const gfloat *g, gfloat *v, gsize n, gfloat rate, gfloat correction)
{
  for (gsize i = 0; i < n; i++)
    {
      v[i] = BETA * v[i] + (1 - BETA) * g[i] * g[i];
      w[i] -= rate * g[i] / (sqrtf (v[i] * correction) + EPSILON);
    }
}

void
pst_adam_step (PstTensorSet *weights, const PstTensorSet *grads, PstTensorSet *v,
               gdouble learning_rate, gint step)
{
  adam (weights->data, grads->data, v->data, weights->size, (gfloat) learning_rate,
        (gfloat) (1 / (1 - pow (BETA, step + 1))));
}

PST_VECTOR void
pst_average_step (PstTensorSet *average, const PstTensorSet *weights, gdouble decay)
{
  for (gsize i = 0; i < weights->size; i++)
    average->data[i] += (gfloat) (1 - decay) * (weights->data[i] - average->data[i]);
}

/* A finite number times 0 is 0, and any other is none. */
PST_VECTOR static gboolean
are_finite (const gfloat *x, gsize n)
{
  gfloat sum[LANES] = { 0 }, total = 0;
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (gsize j = 0; j < LANES; j++)
      sum[j] += x[i + j] * 0;
  for (; i < n; i++)
    total += x[i] * 0;
  for (gsize j = 0; j < LANES; j++)
    total += sum[j];
  return total == 0;
}

gboolean
pst_tensor_set_is_finite (const PstTensorSet *set)
{
  return are_finite (set->data, set->size);
}
