/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/discriminator.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "ground/sums.h"
#include "kernels/conv.h"

static const struct
{
  const gchar *name;
  gint in, out; /* in units of the width; 0: three colours or one judgement */
  gint kernel, stride;
} convs[PST_DISCRIMINATOR_CONVS] = {
  { "d1", 0, 1, 4, 2 }, { "d2", 1, 2, 4, 2 },     { "d3", 2, 4, 4, 2 },
  { "d4", 4, 4, 3, 1 }, { "coarse", 4, 0, 3, 1 }, { "fine", 2, 0, 1, 1 },
};

/* In @weights convolution i has tensors 2i (weight) and 2i + 1 (bias), in
 * @vectors u and v. */

PstDiscriminator *
pst_discriminator_new (gint width, guint64 seed)
{
  PstDiscriminator *d = g_new0 (PstDiscriminator, 1);

  d->weights = pst_tensor_set_new ();
  d->vectors = pst_tensor_set_new ();
  for (gint i = 0; i < PST_DISCRIMINATOR_CONVS; i++)
    {
      gint c = convs[i].in ? convs[i].in * width : 3;
      gint k = convs[i].out ? convs[i].out * width : 1;
      gint r = convs[i].kernel;
      gchar name[PST_TENSOR_NAME_MAX];

      g_snprintf (name, sizeof name, "%s.weight", convs[i].name);
      pst_tensor_set_declare (d->weights, name, 4, k, c, r, r);
      g_snprintf (name, sizeof name, "%s.bias", convs[i].name);
      pst_tensor_set_declare (d->weights, name, 1, k, 1, 1, 1);
      g_snprintf (name, sizeof name, "%s.u", convs[i].name);
      pst_tensor_set_declare (d->vectors, name, 1, k, 1, 1, 1);
      g_snprintf (name, sizeof name, "%s.v", convs[i].name);
      pst_tensor_set_declare (d->vectors, name, 1, c * r * r, 1, 1, 1);
    }
  d->grads = pst_tensor_set_new_like (d->weights);
  d->normalised = pst_tensor_set_new_like (d->weights);
  if (! d->grads || ! d->normalised || ! pst_tensor_set_allocate (d->weights)
      || ! pst_tensor_set_allocate (d->vectors))
    {
      pst_discriminator_free (d);
      return NULL;
    }

  for (gint t = 0; t < 2 * PST_DISCRIMINATOR_CONVS; t++)
    {
      const PstTensorInfo *weight = pst_tensor_set_info (d->weights, t / 2 * 2);
      gdouble bound = 1 / sqrt (weight->dims[1] * weight->dims[2] * weight->dims[3]);
      gfloat *value = pst_tensor_set_get (d->weights, t);
      gfloat *vector = pst_tensor_set_get (d->vectors, t);

      for (gsize i = 0; i < pst_tensor_set_info (d->weights, t)->size; i++)
        value[i] = (gfloat) ((2 * pst_random_uniform (pst_random_key (seed, 2, (guint64) t), i) - 1)
                             * bound);
      for (gsize i = 0; i < pst_tensor_set_info (d->vectors, t)->size; i++)
        vector[i] = pst_random_normal (pst_random_key (seed, 3, (guint64) t), i);
    }
  for (gint i = 0; i < 10; i++)
    pst_discriminator_normalise (d, TRUE);
  return d;
}

void
pst_discriminator_free (PstDiscriminator *d)
{
  if (! d)
    return;
  pst_tensor_set_free (d->weights);
  pst_tensor_set_free (d->grads);
  pst_tensor_set_free (d->vectors);
  pst_tensor_set_free (d->normalised);
  g_free (d);
}

static void
normalise_vector (gfloat *v, gsize n)
{
  gdouble length = sqrt (pst_dot (v, v, n)) + 1e-12;

  for (gsize i = 0; i < n; i++)
    v[i] = (gfloat) (v[i] / length);
}

/* v = W' u, u = W v, both to length 1. */
static void
power_iteration (const gfloat *w, gfloat *u, gfloat *v, gint k, gsize depth)
{
  memset (v, 0, depth * sizeof (gfloat));
  for (gint i = 0; i < k; i++)
    pst_add_scaled (v, w + i * depth, u[i], depth);
  normalise_vector (v, depth);
  for (gint i = 0; i < k; i++)
    u[i] = (gfloat) pst_dot (w + i * depth, v, depth);
  normalise_vector (u, (gsize) k);
}

void
pst_discriminator_normalise (PstDiscriminator *d, gboolean iterate)
{
  memcpy (d->normalised->data, d->weights->data, d->weights->size * sizeof (gfloat));
  for (gint c = 0; c < PST_DISCRIMINATOR_CONVS; c++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (d->weights, 2 * c);
      const gfloat *w = pst_tensor_set_get (d->weights, 2 * c);
      gfloat *out = pst_tensor_set_get (d->normalised, 2 * c);
      gfloat *u = pst_tensor_set_get (d->vectors, 2 * c);
      gfloat *v = pst_tensor_set_get (d->vectors, 2 * c + 1);
      gint k = info->dims[0];
      gsize depth = info->size / (gsize) k;
      gdouble sigma = 0;

      if (iterate)
        power_iteration (w, u, v, k, depth);
      for (gint i = 0; i < k; i++)
        sigma += u[i] * pst_dot (w + i * depth, v, depth);
      memset (out, 0, info->size * sizeof (gfloat));
      pst_add_scaled (out, w, (gfloat) (1 / sigma), info->size);
      d->sigma[c] = sigma;
    }
}

void
pst_discriminator_finish_grads (PstDiscriminator *d)
{
  for (gint c = 0; c < PST_DISCRIMINATOR_CONVS; c++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (d->weights, 2 * c);
      const gfloat *w = pst_tensor_set_get (d->normalised, 2 * c);
      const gfloat *u = pst_tensor_set_get (d->vectors, 2 * c);
      const gfloat *v = pst_tensor_set_get (d->vectors, 2 * c + 1);
      gfloat *grad = pst_tensor_set_get (d->grads, 2 * c);
      gsize depth = info->size / (gsize) info->dims[0];
      gdouble dot = pst_dot (grad, w, info->size);
      gfloat scale = (gfloat) (1 / d->sigma[c]);

      for (gint i = 0; i < info->dims[0]; i++)
        pst_add_scaled (grad + i * depth, v, (gfloat) (-dot * u[i]), depth);
      for (gsize i = 0; i < info->size; i++)
        grad[i] *= scale;
    }
}

static PstNode *
conv (PstTape *tape, const PstDiscriminator *d, gint c, PstNode *x, PstAct act, gboolean learn)
{
  const PstConvSpec spec = {
    .kernel = convs[c].kernel, .stride = convs[c].stride, .upsample = 1, .act = act
  };
  PstWeight weight[2];

  for (gint i = 0; i < 2; i++)
    weight[i] = (PstWeight){ pst_tensor_set_get (d->normalised, 2 * c + i),
                             learn ? pst_tensor_set_get (d->grads, 2 * c + i) : NULL };
  return pst_conv (tape, x, &spec, pst_tensor_set_info (d->weights, 2 * c)->dims[0], weight[0],
                   weight[1]);
}

PstJudgement
pst_discriminator_forward (PstTape *tape, const PstDiscriminator *d, PstNode *x, gboolean learn)
{
  PstJudgement j;

  for (gint i = 0; i < PST_DISCRIMINATOR_LAYERS; i++)
    j.features[i] = conv (tape, d, i, i ? j.features[i - 1] : x, PST_ACT_LEAKY, learn);
  j.coarse = conv (tape, d, 4, j.features[3], PST_ACT_NONE, learn);
  j.fine = conv (tape, d, 5, j.features[1], PST_ACT_NONE, learn);
  return j;
}
