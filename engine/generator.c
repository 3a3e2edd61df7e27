/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "generator.h"

#include <math.h>
#include <string.h>

#include "conv.h"
#include "norm.h"
#include "random.h"
#include "resample.h"

/* A convolution without bias (instance norm takes any bias away) and the norm
 * after it. */
static void
declare_block (PstTensorSet *set, const gchar *name, gint in, gint out)
{
  gchar full[PST_TENSOR_NAME_MAX];

  g_snprintf (full, sizeof full, "%s.weight", name);
  pst_tensor_set_declare (set, full, 4, out, in, 3, 3);
  g_snprintf (full, sizeof full, "%s.gamma", name);
  pst_tensor_set_declare (set, full, 1, out, 1, 1, 1);
  g_snprintf (full, sizeof full, "%s.beta", name);
  pst_tensor_set_declare (set, full, 1, out, 1, 1, 1);
}

PstTensorSet *
pst_generator_declare (const PstGeneratorShape *shape)
{
  gint c1 = shape->widths[0], c2 = shape->widths[1], c3 = shape->widths[2];
  PstTensorSet *set;

  for (gint i = 0; i < 3; i++)
    if (shape->widths[i] < 4 || shape->widths[i] > 256 || shape->widths[i] % 2)
      return NULL;
  if (shape->blocks < 0 || shape->blocks > 16)
    return NULL;

  set = pst_tensor_set_new ();
  declare_block (set, "c1", 12, c1);
  declare_block (set, "c2", c1, c2);
  declare_block (set, "c3", c2, c3);
  for (gint i = 0; i < shape->blocks; i++)
    {
      gchar name[16];

      g_snprintf (name, sizeof name, "res%d.a", i);
      declare_block (set, name, c3, c3);
      g_snprintf (name, sizeof name, "res%d.b", i);
      declare_block (set, name, c3, c3);
    }
  declare_block (set, "u1", c3, c2);
  declare_block (set, "u1b", c2, c2);
  declare_block (set, "u2", c2, c1);
  declare_block (set, "u2b", c1, c1);
  declare_block (set, "u3", c1, c1 / 2);
  pst_tensor_set_declare (set, "out.weight", 4, 3, c1 / 2, 3, 3);
  pst_tensor_set_declare (set, "out.bias", 1, 3, 1, 1, 1);
  pst_tensor_set_declare (set, "skip1", 1, 1, 1, 1, 1);
  pst_tensor_set_declare (set, "skip2", 1, 1, 1, 1, 1);
  pst_tensor_set_declare (set, "noise0", 1, c3, 1, 1, 1);
  pst_tensor_set_declare (set, "noise1", 1, c2, 1, 1, 1);
  pst_tensor_set_declare (set, "noise2", 1, c1, 1, 1, 1);
  pst_tensor_set_declare (set, "noise3", 1, c1 / 2, 1, 1, 1);
  if (! pst_tensor_set_allocate (set))
    g_clear_pointer (&set, pst_tensor_set_free);
  return set;
}

void
pst_generator_init (PstTensorSet *weights, gdouble noise, guint64 seed)
{
  for (guint t = 0; t < weights->infos->len; t++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (weights, (gint) t);
      gfloat *value = pst_tensor_set_get (weights, (gint) t);
      guint64 key = pst_random_key (seed, 1, t);
      gint fan_in = info->dims[1] * info->dims[2] * info->dims[3];

      for (gsize i = 0; i < info->size; i++)
        if (info->rank == 4)
          value[i] = (gfloat) ((2 * pst_random_uniform (key, i) - 1) / sqrt (fan_in));
        else if (g_str_has_suffix (info->name, ".gamma"))
          value[i] = 1;
        else if (g_str_has_prefix (info->name, "skip"))
          value[i] = 0.5f;
        else if (g_str_has_prefix (info->name, "noise"))
          value[i] = (gfloat) noise * pst_random_normal (key, i);
        else
          value[i] = 0;
    }
}

/* ---- forward ---------------------------------------------------------- */

typedef struct
{
  PstTape *tape;
  const PstTensorSet *weights;
  const PstTensorSet *grads;
} Net;

static PstWeight
weight (const Net *net, const gchar *block, const gchar *what)
{
  gchar name[PST_TENSOR_NAME_MAX];
  gint index;

  g_snprintf (name, sizeof name, "%s%s", block, what);
  index = pst_tensor_set_find (net->weights, name);
  return (PstWeight){ pst_tensor_set_get (net->weights, index),
                      net->grads ? pst_tensor_set_get (net->grads, index) : NULL };
}

static gint
channels_out (const Net *net, const gchar *name)
{
  gchar full[PST_TENSOR_NAME_MAX];

  g_snprintf (full, sizeof full, "%s.weight", name);
  return pst_tensor_set_info (net->weights, pst_tensor_set_find (net->weights, full))->dims[0];
}

/* Convolution and norm; @norm says what else the norm does. */
static PstNode *
block (const Net *net, const gchar *name, PstNode *x, gint stride, gint upsample, PstNormSpec norm)
{
  const PstConvSpec conv = { .kernel = 3, .stride = stride, .pad = 1, .upsample = upsample };
  PstNode *y = pst_conv (net->tape, x, &conv, channels_out (net, name),
                         weight (net, name, ".weight"), (PstWeight){ NULL, NULL });

  norm.gamma = weight (net, name, ".gamma");
  norm.beta = weight (net, name, ".beta");
  return pst_norm (net->tape, y, &norm);
}

PstNode *
pst_generator_forward (PstTape *tape, const PstGeneratorShape *shape, const PstTensorSet *weights,
                       const PstTensorSet *grads, PstNode *x, const guint64 *noise_keys)
{
  const Net net = { tape, weights, grads };
  const PstConvSpec last = {
    .kernel = 3, .stride = 1, .pad = 1, .upsample = 1, .act = PST_ACT_TANH
  };
  PstNode *noise[4];
  PstNode *h, *h1, *h2, *next;

  for (gint level = 0; level < 4; level++)
    {
      gint size = 8 >> level;
      guint64 *keys = g_new (guint64, x->n);

      for (gint n = 0; n < x->n; n++)
        keys[n] = pst_random_key (noise_keys[n], (guint64) level, 0);
      noise[level] = pst_noise (tape, x->n, x->h / size, x->w / size, keys);
      g_free (keys);
    }

  h = pst_space_to_depth (tape, x);
  pst_tape_drop (tape, x);
  h1 = block (&net, "c1", h, 1, 1, (PstNormSpec){ .relu = TRUE });
  pst_tape_drop (tape, h);
  h2 = block (&net, "c2", h1, 2, 1, (PstNormSpec){ .relu = TRUE });
  h = block (
      &net, "c3", h2, 2, 1,
      (PstNormSpec){ .relu = TRUE, .noise = noise[0], .noise_gain = weight (&net, "noise0", "") });
  for (gint i = 0; i < shape->blocks; i++)
    {
      gchar a[16], b[16];
      PstNode *inner;

      g_snprintf (a, sizeof a, "res%d.a", i);
      g_snprintf (b, sizeof b, "res%d.b", i);
      inner = block (&net, a, h, 1, 1, (PstNormSpec){ .relu = TRUE });
      next = block (&net, b, inner, 1, 1, (PstNormSpec){ .skip = h });
      pst_tape_drop (tape, inner);
      pst_tape_drop (tape, h);
      h = next;
    }

  next = block (&net, "u1", h, 1, 2,
                (PstNormSpec){ .relu = TRUE,
                               .skip = h2,
                               .skip_gain = weight (&net, "skip1", ""),
                               .noise = noise[1],
                               .noise_gain = weight (&net, "noise1", "") });
  pst_tape_drop (tape, h);
  pst_tape_drop (tape, h2);
  h = block (&net, "u1b", next, 1, 1, (PstNormSpec){ .relu = TRUE });
  pst_tape_drop (tape, next);
  next = block (&net, "u2", h, 1, 2,
                (PstNormSpec){ .relu = TRUE,
                               .skip = h1,
                               .skip_gain = weight (&net, "skip2", ""),
                               .noise = noise[2],
                               .noise_gain = weight (&net, "noise2", "") });
  pst_tape_drop (tape, h);
  pst_tape_drop (tape, h1);
  h = block (&net, "u2b", next, 1, 1, (PstNormSpec){ .relu = TRUE });
  pst_tape_drop (tape, next);
  next = block (
      &net, "u3", h, 1, 2,
      (PstNormSpec){ .relu = TRUE, .noise = noise[3], .noise_gain = weight (&net, "noise3", "") });
  pst_tape_drop (tape, h);
  h = pst_conv (tape, next, &last, 3, weight (&net, "out", ".weight"),
                weight (&net, "out", ".bias"));
  pst_tape_drop (tape, next);
  for (gint level = 0; level < 4; level++)
    pst_tape_drop (tape, noise[level]);
  return h;
}

gdouble
pst_generator_work (const PstGeneratorShape *shape, gint height, gint width)
{
  gdouble c1 = shape->widths[0], c2 = shape->widths[1], c3 = shape->widths[2];
  gdouble pixels = (gdouble) height * width;

  /* Convolutions by the pixels of their output, and one more per normed value. */
  return pixels
         * ((9 * 12 * c1 + c1) / 4 + (9 * c1 * c2 + c2) / 16
            + (9 * c2 * c3 + c3 + shape->blocks * 2 * (9 * c3 * c3 + c3)) / 64
            + (9 * c3 * c2 + 9 * c2 * c2 + 2 * c2) / 16 + (9 * c2 * c1 + 9 * c1 * c1 + 2 * c1) / 4
            + 9 * c1 * c1 / 2 + c1 / 2 + 9 * c1 / 2 * 3);
}
