/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/generator.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "kernels/conv.h"
#include "kernels/norm.h"
#include "kernels/pooling.h"

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

void
pst_generator_make_gray (PstTensorSet *weights)
{
  const gchar *const names[] = { "out.weight", "out.bias" };

  for (guint t = 0; t < G_N_ELEMENTS (names); t++)
    {
      gint index = pst_tensor_set_find (weights, names[t]);
      gfloat *value = pst_tensor_set_get (weights, index);
      gsize n = pst_tensor_set_info (weights, index)->size / 3;

      for (gsize i = 0; i < n; i++)
        value[i] = value[n + i] = value[2 * n + i] =
            (value[i] + value[n + i] + value[2 * n + i]) / 3;
    }
}

/* ---- forward ---------------------------------------------------------- */

typedef struct
{
  PstTape *tape;
  const PstTensorSet *weights;
  const PstTensorSet *grads;
  const PstGeneratorPart *part;
  const guint64 *noise_keys;
  gdouble *stats;        /* of the next norm */
  const gdouble *limits; /* the same */
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

/* The noise at 1/8 size << @level for images like @y. */
static PstNode *
noise_like (Net *net, const PstNode *y, gint level)
{
  guint64 *keys = g_new (guint64, y->n);
  gint size = 8 >> level;
  PstNode *noise;

  for (gint n = 0; n < y->n; n++)
    keys[n] = pst_random_key (level == 0 && net->part->plan ? *net->part->plan : net->noise_keys[n],
                              (guint64) level, 0);
  noise =
      pst_noise_part (net->tape, y->n, y->h, y->w, net->part->x / size, net->part->y / size, keys);
  g_free (keys);
  return noise;
}

typedef struct
{
  const gchar *name;
  gint stride;
  gint upsample;
  gboolean keep; /* the input has other readers */
  gboolean linear;
  PstNode *skip; /* dropped afterwards          */
  const gchar *skip_gain;
  gint noise; /* level + 1, or 0 */
} BlockSpec;

/* Convolution, norm and what the norm does beside. */
static PstNode *
block (Net *net, PstNode *x, const BlockSpec *spec)
{
  static const gchar *const noises[] = { "noise0", "noise1", "noise2", "noise3" };
  const PstConvSpec conv = {
    .kernel = 3, .stride = spec->stride, .pad = 1, .upsample = MAX (1, spec->upsample)
  };
  PstNormSpec norm = { .relu = ! spec->linear,
                       .skip = spec->skip,
                       .gamma = weight (net, spec->name, ".gamma"),
                       .beta = weight (net, spec->name, ".beta"),
                       .stats = net->stats,
                       .frozen = net->part->frozen,
                       .limits = net->limits };
  gint channels = channels_out (net, spec->name);
  PstNode *y = pst_conv (net->tape, x, &conv, channels, weight (net, spec->name, ".weight"),
                         (PstWeight){ NULL, NULL });

  if (! spec->keep)
    pst_tape_drop (net->tape, x);
  if (spec->skip_gain)
    norm.skip_gain = weight (net, spec->skip_gain, "");
  if (spec->noise)
    {
      norm.noise = noise_like (net, y, spec->noise - 1);
      norm.noise_gain = weight (net, noises[spec->noise - 1], "");
    }
  y = pst_norm (net->tape, y, &norm);
  if (net->stats)
    net->stats += 2 * channels;
  if (net->limits)
    net->limits += 2 * channels;
  if (spec->skip)
    pst_tape_drop (net->tape, spec->skip);
  if (norm.noise)
    pst_tape_drop (net->tape, norm.noise);
  return y;
}

PstNode *
pst_generator_forward (PstTape *tape, const PstGeneratorShape *shape, const PstTensorSet *weights,
                       const PstTensorSet *grads, PstNode *x, const guint64 *noise_keys)
{
  return pst_generator_forward_part (tape, shape, weights, grads, x, noise_keys, NULL);
}

PstNode *
pst_generator_forward_part (PstTape *tape, const PstGeneratorShape *shape,
                            const PstTensorSet *weights, const PstTensorSet *grads, PstNode *x,
                            const guint64 *noise_keys, const PstGeneratorPart *part)
{
  static const PstGeneratorPart all = { 0 };
  Net net = { tape,
              weights,
              grads,
              part ? part : &all,
              noise_keys,
              part ? part->stats : NULL,
              part ? part->limits : NULL };
  const PstConvSpec last = {
    .kernel = 3, .stride = 1, .pad = 1, .upsample = 1, .act = PST_ACT_TANH
  };
  PstNode *h, *h1, *h2, *next;

  h = pst_space_to_depth (tape, x);
  pst_tape_drop (tape, x);
  h1 = block (&net, h, &(BlockSpec){ "c1", .stride = 1 });
  h2 = block (&net, h1, &(BlockSpec){ "c2", .stride = 2, .keep = TRUE });
  h = block (&net, h2, &(BlockSpec){ "c3", .stride = 2, .keep = TRUE, .noise = 1 });
  for (gint i = 0; i < shape->blocks; i++)
    {
      gchar a[16], b[16];
      PstNode *inner;

      g_snprintf (a, sizeof a, "res%d.a", i);
      g_snprintf (b, sizeof b, "res%d.b", i);
      inner = block (&net, h, &(BlockSpec){ a, .stride = 1, .keep = TRUE });
      h = block (&net, inner, &(BlockSpec){ b, .stride = 1, .linear = TRUE, .skip = h });
    }
  h = block (&net, h,
             &(BlockSpec){ "u1", .stride = 1, .upsample = 2, .skip = h2, .skip_gain = "skip1",
                           .noise = 2 });
  h = block (&net, h, &(BlockSpec){ "u1b", .stride = 1 });
  h = block (&net, h,
             &(BlockSpec){ "u2", .stride = 1, .upsample = 2, .skip = h1, .skip_gain = "skip2",
                           .noise = 3 });
  h = block (&net, h, &(BlockSpec){ "u2b", .stride = 1 });
  h = block (&net, h, &(BlockSpec){ "u3", .stride = 1, .upsample = 2, .noise = 4 });
  next =
      pst_conv (tape, h, &last, 3, weight (&net, "out", ".weight"), weight (&net, "out", ".bias"));
  pst_tape_drop (tape, h);
  return next;
}

gsize
pst_generator_n_stats (const PstGeneratorShape *shape)
{
  gint c1 = shape->widths[0], c2 = shape->widths[1], c3 = shape->widths[2];

  /* c1, u2, u2b, u3; c2, u1, u1b; c3 and the trunk */
  return 2 * (gsize) (3 * c1 + c1 / 2 + 3 * c2 + c3 + shape->blocks * 2 * c3);
}

gint
pst_generator_halo (const PstGeneratorShape *shape)
{
  gint r = 1; /* of the last convolution, at full size */

  /* Back to the photo.  A pixel of an upsampled plane is half a pixel of the plane;
   * the skips see less far than the path beside them. */
  for (gint up = 0; up < 3; up++)
    {
      r = (r + 1 + 1) / 2; /* u3, u2, u1 */
      if (up < 2)
        r += 1; /* u2b, u1b */
    }
  r += 2 * shape->blocks;
  r = 2 * r + 1; /* c3 */
  r = 2 * r + 1; /* c2 */
  r += 1;        /* c1 */
  r *= 2;        /* space to depth */
  return (r + PST_GENERATOR_GRID - 1) / PST_GENERATOR_GRID * PST_GENERATOR_GRID;
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
