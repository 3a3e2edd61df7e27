/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/architecture.h"

#include <string.h>

/* ---- descriptions ----------------------------------------------------- */

/* Adds @layer, which reads the one before it; @skip as there.  The rest follows from the
 * others and is filled in.  Returns its index. */
static gint
add (GArray *layers, PstLayer layer, gint skip)
{
  const PstLayer *before = layers->len ? &g_array_index (layers, PstLayer, layers->len - 1) : NULL;
  gint scale = before ? before->scale : 1;

  layer.from = (gint) layers->len - 1;
  layer.in = before ? before->out : PST_INPUT_CHANNELS;
  layer.stride = MAX (1, layer.stride);
  layer.upsample = MAX (1, layer.upsample);
  layer.scale = scale + (layer.stride == 2) - (layer.upsample == 2);
  layer.skip = skip;
  g_array_append_val (layers, layer);
  return (gint) layers->len - 1;
}

/* A residual block, of the layers NAME.a and NAME.b. */
static void
add_block (GArray *layers, const gchar *name, gint channels)
{
  PstLayer layer = { .out = channels, .norm = TRUE };
  gint before = (gint) layers->len - 1;

  g_snprintf (layer.name, sizeof layer.name, "%s.a", name);
  add (layers, layer, PST_LAYER_NONE);
  g_snprintf (layer.name, sizeof layer.name, "%s.b", name);
  layer.linear = TRUE;
  add (layers, layer, before);
}

/* "pst-generator-1": space-to-depth, two stride-2 steps to 1/8 size, residual trunk, decoder
 * of nearest upsampling and convolutions with gained skips, and noise planes at 1/8, 1/4,
 * 1/2 and full size from which strokes grow in flat areas. */
static void
describe_1 (const PstGeneratorShape *shape, GArray *layers)
{
  const gint c1 = shape->widths[0], c2 = shape->widths[1], c3 = shape->widths[2];
  const gint none = PST_LAYER_NONE;
  gint half, quarter;

  half = add (layers, (PstLayer){ "c1", .out = c1, .norm = TRUE }, none);
  quarter = add (layers, (PstLayer){ "c2", .out = c2, .norm = TRUE, .stride = 2 }, none);
  add (layers, (PstLayer){ "c3", .out = c3, .norm = TRUE, .stride = 2, .noise = "noise0" }, none);
  for (gint i = 0; i < shape->blocks; i++)
    {
      gchar name[8];

      g_snprintf (name, sizeof name, PST_TRUNK "%d", i);
      add_block (layers, name, c3);
    }
  add (layers,
       (PstLayer){ "u1", .out = c2, .norm = TRUE, .upsample = 2, .gain = "skip1", .noise = "noise1",
                   .noise_level = 1 },
       quarter);
  add (layers, (PstLayer){ "u1b", .out = c2, .norm = TRUE }, none);
  add (layers,
       (PstLayer){ "u2", .out = c1, .norm = TRUE, .upsample = 2, .gain = "skip2", .noise = "noise2",
                   .noise_level = 2 },
       half);
  add (layers, (PstLayer){ "u2b", .out = c1, .norm = TRUE }, none);
  add (layers,
       (PstLayer){ "u3", .out = c1 / 2, .norm = TRUE, .upsample = 2, .noise = "noise3",
                   .noise_level = 3 },
       none);
  add (layers, (PstLayer){ "out", .out = 3 }, none);
}

/* "pst-generator-2": the same, but what it makes is added to what it sees, which is not a photo
 * any more but laid in strokes (He et al. 2015; Shrivastava et al. 2017): what is good stays
 * without being learnt. */
static void
describe_2 (const PstGeneratorShape *shape, GArray *layers)
{
  describe_1 (shape, layers);
  g_array_index (layers, PstLayer, layers->len - 1).residual = TRUE;
}

static const struct
{
  const gchar *name;
  void (*describe) (const PstGeneratorShape *shape, GArray *layers);
} architectures[PST_N_ARCHITECTURES] = { [PST_ARCHITECTURE_1] = { "pst-generator-1", describe_1 },
                                         [PST_ARCHITECTURE_2] = { "pst-generator-2", describe_2 } };

const gchar *
pst_architecture_get_name (PstArchitectureId architecture)
{
  return architectures[architecture].name;
}

gboolean
pst_architecture_find (const gchar *name, PstArchitectureId *architecture)
{
  for (gint i = 0; i < PST_N_ARCHITECTURES; i++)
    if (strcmp (architectures[i].name, name) == 0)
      {
        *architecture = i;
        return TRUE;
      }
  return FALSE;
}

GArray *
pst_architecture_layers (const PstGeneratorShape *shape)
{
  GArray *layers;
  g_autofree gint *last = NULL;

  for (gint i = 0; i < 3; i++)
    if (shape->widths[i] < PST_WIDTH_MIN || shape->widths[i] > PST_WIDTH_MAX
        || shape->widths[i] % 2)
      return NULL;
  if (shape->blocks < 0 || shape->blocks > PST_BLOCKS_MAX)
    return NULL;
  layers = g_array_new (FALSE, TRUE, sizeof (PstLayer));
  architectures[shape->architecture].describe (shape, layers);

  /* Who reads a layer last; by its index + 1, so that the input has a place. */
  last = g_new0 (gint, layers->len + 1);
  for (gint i = 0; i < (gint) layers->len; i++)
    {
      const PstLayer *layer = &g_array_index (layers, PstLayer, i);

      last[layer->from + 1] = i;
      if (layer->skip != PST_LAYER_NONE)
        last[layer->skip + 1] = i;
    }
  for (gint i = 0; i < (gint) layers->len; i++)
    {
      PstLayer *layer = &g_array_index (layers, PstLayer, i);

      layer->last_of_from = last[layer->from + 1] == i && layer->skip != layer->from;
      layer->last_of_skip = layer->skip != PST_LAYER_NONE && last[layer->skip + 1] == i;
    }
  return layers;
}

/* ---- what follows ----------------------------------------------------- */

static void
declare (PstTensorSet *set, const PstLayer *layer, const gchar *what, gint rank)
{
  gchar name[PST_TENSOR_NAME_MAX];

  g_snprintf (name, sizeof name, "%s.%s", layer->name, what);
  if (rank == 4)
    pst_tensor_set_declare (set, name, 4, layer->out, layer->in, 3, 3);
  else
    pst_tensor_set_declare (set, name, 1, layer->out, 1, 1, 1);
}

PstTensorSet *
pst_generator_declare (const PstGeneratorShape *shape)
{
  g_autoptr (GArray) layers = pst_architecture_layers (shape);
  PstTensorSet *set;

  if (! layers)
    return NULL;
  set = pst_tensor_set_new ();
  for (guint i = 0; i < layers->len; i++)
    {
      const PstLayer *layer = &g_array_index (layers, PstLayer, i);

      /* Instance norm takes any bias away. */
      declare (set, layer, "weight", 4);
      if (layer->norm)
        {
          declare (set, layer, "gamma", 1);
          declare (set, layer, "beta", 1);
        }
      else
        declare (set, layer, "bias", 1);
    }
  for (guint i = 0; i < layers->len; i++)
    if (g_array_index (layers, PstLayer, i).gain)
      pst_tensor_set_declare (set, g_array_index (layers, PstLayer, i).gain, 1, 1, 1, 1, 1);
  for (guint i = 0; i < layers->len; i++)
    if (g_array_index (layers, PstLayer, i).noise)
      pst_tensor_set_declare (set, g_array_index (layers, PstLayer, i).noise, 1,
                              g_array_index (layers, PstLayer, i).out, 1, 1, 1);
  if (! pst_tensor_set_allocate (set))
    g_clear_pointer (&set, pst_tensor_set_free);
  return set;
}

gsize
pst_generator_n_stats (const PstGeneratorShape *shape)
{
  g_autoptr (GArray) layers = pst_architecture_layers (shape);
  gsize n = 0;

  for (guint i = 0; i < layers->len; i++)
    if (g_array_index (layers, PstLayer, i).norm)
      n += 2 * (gsize) g_array_index (layers, PstLayer, i).out;
  return n;
}

gint
pst_generator_halo (const PstGeneratorShape *shape)
{
  g_autoptr (GArray) layers = pst_architecture_layers (shape);
  /* How many pixels around one's own of each layer's output have a say in the
   * painting; by index + 1, as above. */
  g_autofree gint *reach = g_new0 (gint, layers->len + 1);
  gint pixels;

  for (gint i = (gint) layers->len - 1; i >= 0; i--)
    {
      const PstLayer *layer = &g_array_index (layers, PstLayer, i);
      gint r = layer->stride * reach[i + 1] + 1;

      /* A pixel of an upsampled plane is half a pixel of the plane. */
      r = (r + layer->upsample - 1) / layer->upsample;
      reach[layer->from + 1] = MAX (reach[layer->from + 1], r);
      if (layer->skip != PST_LAYER_NONE)
        reach[layer->skip + 1] = MAX (reach[layer->skip + 1], reach[i + 1]);
    }
  pixels = 2 * reach[0]; /* space to depth */
  return (pixels + PST_GENERATOR_GRID - 1) / PST_GENERATOR_GRID * PST_GENERATOR_GRID;
}

gdouble
pst_generator_work (const PstGeneratorShape *shape, gint height, gint width)
{
  g_autoptr (GArray) layers = pst_architecture_layers (shape);
  gdouble work = 0;

  /* Convolutions by the pixels of their output, and one more per normed value. */
  for (guint i = 0; i < layers->len; i++)
    {
      const PstLayer *layer = &g_array_index (layers, PstLayer, i);

      work += layer->out * (9.0 * layer->in + (layer->norm ? 1 : 0)) / (1 << 2 * layer->scale);
    }
  return (gdouble) height * width * work;
}
