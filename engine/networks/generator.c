/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/generator.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "ground/sums.h"
#include "kernels/conv.h"
#include "kernels/norm.h"
#include "kernels/pooling.h"

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
pst_generator_quieten (PstTensorSet *weights)
{
  for (guint t = 0; t < weights->infos->len; t++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (weights, (gint) t);

      if (g_str_has_prefix (info->name, "out.") || g_str_has_prefix (info->name, "noise"))
        memset (pst_tensor_set_get (weights, (gint) t), 0, info->size * sizeof (gfloat));
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
  gboolean trunk_kept;
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
                      net->grads && ! (net->trunk_kept && g_str_has_prefix (block, PST_TRUNK))
                          ? pst_tensor_set_get (net->grads, index)
                          : NULL };
}

/* The noise of @layer for images like @y. */
static PstNode *
noise_like (Net *net, const PstNode *y, const PstLayer *layer)
{
  guint64 *keys = g_new (guint64, y->n);
  gint size = 1 << layer->scale, level = layer->noise_level;
  PstNode *noise;

  for (gint n = 0; n < y->n; n++)
    keys[n] = pst_random_key (level == 0 && net->part->plan ? *net->part->plan : net->noise_keys[n],
                              (guint64) level, 0);
  noise =
      pst_noise_part (net->tape, y->n, y->h, y->w, net->part->x / size, net->part->y / size, keys);
  g_free (keys);
  return noise;
}

/* Norm of the convolution's result @y and what it does beside; @skip may be NULL. */
static PstNode *
normed (Net *net, PstNode *y, const PstLayer *layer, PstNode *skip)
{
  PstNormSpec norm = { .relu = ! layer->linear,
                       .skip = skip,
                       .gamma = weight (net, layer->name, ".gamma"),
                       .beta = weight (net, layer->name, ".beta"),
                       .stats = net->stats,
                       .frozen = net->part->frozen,
                       .limits = net->limits };

  if (layer->gain)
    norm.skip_gain = weight (net, layer->gain, "");
  if (layer->noise)
    {
      norm.noise = noise_like (net, y, layer);
      norm.noise_gain = weight (net, layer->noise, "");
    }
  y = pst_norm (net->tape, y, &norm);
  if (net->stats)
    net->stats += 2 * layer->out;
  if (net->limits)
    net->limits += 2 * layer->out;
  if (layer->last_of_skip)
    pst_tape_drop (net->tape, skip);
  if (norm.noise)
    pst_tape_drop (net->tape, norm.noise);
  return y;
}

/* @made [layers + 1]: outputs by index + 1, the input first. */
static PstNode *
compute (Net *net, const PstLayer *layer, PstNode **made)
{
  const PstConvSpec conv = { .kernel = 3,
                             .stride = layer->stride,
                             .pad = 1,
                             .upsample = layer->upsample,
                             .act = layer->norm || layer->residual ? PST_ACT_NONE : PST_ACT_TANH };
  const PstWeight none = { NULL, NULL };
  PstNode *x = made[layer->from + 1];
  PstNode *y = pst_conv (net->tape, x, &conv, layer->out, weight (net, layer->name, ".weight"),
                         layer->norm ? none : weight (net, layer->name, ".bias"));

  if (layer->last_of_from)
    pst_tape_drop (net->tape, x);
  if (! layer->norm)
    return y;
  return normed (net, y, layer, layer->skip == PST_LAYER_NONE ? NULL : made[layer->skip + 1]);
}

typedef struct
{
  const PstNode *x;
  PstNode *y;
} Sum;

static void
add_plane (gint item, gint worker, gpointer data)
{
  const Sum *sum = data;
  const gsize n = (gsize) sum->y->h * (gsize) sum->y->w;

  pst_add_scaled (sum->y->data + (gsize) item * n, sum->x->data + (gsize) item * n, 1, n);
}

/* Adds @x, of which nobody asks a gradient, to @y, whose own stays what it was. */
static void
add_seen (PstTape *tape, PstNode *y, PstNode *x)
{
  if (! pst_tape_failed (tape))
    pst_pool_run (tape->pool, y->n * y->c, add_plane, &(Sum){ x, y });
  pst_tape_drop (tape, x);
}

PstNode *
pst_generator_forward (PstTape *tape, const PstGenerator *generator, PstNode *x,
                       const guint64 *noise_keys, const PstGeneratorPart *part)
{
  static const PstGeneratorPart all = { 0 };
  g_autoptr (GArray) layers = pst_architecture_layers (generator->shape);
  g_autofree PstNode **made = g_new (PstNode *, layers->len + 1);
  Net net = { tape,
              generator->weights,
              generator->grads,
              generator->trunk_kept,
              part ? part : &all,
              noise_keys,
              part ? part->stats : NULL,
              part ? part->limits : NULL };
  gboolean residual;

  residual = g_array_index (layers, PstLayer, layers->len - 1).residual;
  made[0] = pst_space_to_depth (tape, x);
  if (! residual)
    pst_tape_drop (tape, x);
  for (guint i = 0; i < layers->len; i++)
    made[i + 1] = compute (&net, &g_array_index (layers, PstLayer, i), made);
  if (residual)
    add_seen (tape, made[layers->len], x);
  return made[layers->len];
}
