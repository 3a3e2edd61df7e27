/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/random-features.h"

#include <math.h>

#include "ground/random.h"
#include "ground/sums.h"
#include "kernels/conv.h"
#include "kernels/pooling.h"

#define FILTER_SEED 1

static const gint width[PST_FEATURES_LAYERS] = { 16, 16, 32, 32, 64, 64, 64, 64, 128 };
static const gboolean pool_after[PST_FEATURES_LAYERS] = { FALSE, TRUE,  FALSE, TRUE, FALSE,
                                                          FALSE, FALSE, TRUE,  FALSE };

/* w [K][depth] with orthonormal rows, or columns where there are more rows than
 * columns: Gram-Schmidt, twice, on normal numbers n [large][small]. */
static void
orthogonal (gfloat *w, gint k, gint depth, guint64 key)
{
  gint large = MAX (k, depth), small = MIN (k, depth);
  gdouble *q = g_new (gdouble, (gsize) large * (gsize) small); /* [small][large] */

  for (gint j = 0; j < small; j++)
    {
      gdouble *row = q + (gsize) j * large;
      gdouble sum = 0;

      for (gint i = 0; i < large; i++)
        row[i] = pst_random_normal (key, (guint64) i * (guint64) small + (guint64) j);
      for (gint pass = 0; pass < 2; pass++)
        for (gint before = 0; before < j; before++)
          {
            const gdouble *other = q + (gsize) before * large;
            gdouble dot = 0;

            for (gint i = 0; i < large; i++)
              dot += row[i] * other[i];
            for (gint i = 0; i < large; i++)
              row[i] -= dot * other[i];
          }
      for (gint i = 0; i < large; i++)
        sum += row[i] * row[i];
      for (gint i = 0; i < large; i++)
        row[i] /= sqrt (sum);
    }
  for (gint i = 0; i < k; i++)
    for (gint j = 0; j < depth; j++)
      w[(gsize) i * depth + j] =
          (gfloat) (k <= depth ? q[(gsize) i * large + j] : q[(gsize) j * large + i]);
  g_free (q);
}

static PstNode *
layer (PstTape *tape, const PstFeatures *f, gint l, PstNode *x, PstAct act)
{
  const PstConvSpec spec = { .kernel = 3, .stride = 1, .pad = 1, .upsample = 1, .act = act };

  return pst_conv (tape, x, &spec, width[l],
                   (PstWeight){ pst_tensor_set_get (f->weights, 2 * l), NULL },
                   (PstWeight){ pst_tensor_set_get (f->weights, 2 * l + 1), NULL });
}

/* Scales layer @l so that each channel has mean 0 and variance 1 before the
 * ReLU, given what the layer makes of the sample now. */
static void
scale_layer (PstFeatures *f, gint l, const PstNode *y)
{
  gsize n = (gsize) y->h * y->w, depth = pst_tensor_set_info (f->weights, 2 * l)->size / y->c;
  gdouble count = (gdouble) n * y->n;

  for (gint c = 0; c < y->c; c++)
    {
      gfloat *w = pst_tensor_set_get (f->weights, 2 * l) + c * depth;
      gdouble mean = 0, var = 0;

      for (gint i = 0; i < y->n; i++)
        mean += pst_sum (y->data + pst_node_plane (y, i, c), n) / count;
      for (gint i = 0; i < y->n; i++)
        var += pst_sum_squares (y->data + pst_node_plane (y, i, c), (gfloat) mean, n) / count;
      var = MAX (var, 1e-12);
      for (gsize i = 0; i < depth; i++)
        w[i] = (gfloat) (w[i] / sqrt (var));
      pst_tensor_set_get (f->weights, 2 * l + 1)[c] = (gfloat) (-mean / sqrt (var));
    }
}

PstFeatures *
pst_features_new (PstTape *tape, PstNode *sample)
{
  PstFeatures *f = g_new0 (PstFeatures, 1);
  PstNode *x = sample;

  f->weights = pst_tensor_set_new ();
  for (gint l = 0; l < PST_FEATURES_LAYERS; l++)
    {
      gchar name[PST_TENSOR_NAME_MAX];

      g_snprintf (name, sizeof name, "f%d.weight", l);
      pst_tensor_set_declare (f->weights, name, 4, width[l], l ? width[l - 1] : 3, 3, 3);
      g_snprintf (name, sizeof name, "f%d.bias", l);
      pst_tensor_set_declare (f->weights, name, 1, width[l], 1, 1, 1);
    }
  if (! pst_tensor_set_allocate (f->weights))
    {
      pst_features_free (f);
      return NULL;
    }
  for (gint l = 0; l < PST_FEATURES_LAYERS; l++)
    {
      PstNode *unscaled;

      orthogonal (pst_tensor_set_get (f->weights, 2 * l), width[l], (l ? width[l - 1] : 3) * 9,
                  pst_random_key (FILTER_SEED, 4, (guint64) l));
      unscaled = layer (tape, f, l, x, PST_ACT_NONE);
      if (pst_tape_failed (tape))
        break;
      scale_layer (f, l, unscaled);
      x = layer (tape, f, l, x, PST_ACT_RELU);
      if (pool_after[l])
        x = pst_max_pool (tape, x);
    }
  if (pst_tape_failed (tape))
    g_clear_pointer (&f, pst_features_free);
  return f;
}

void
pst_features_free (PstFeatures *features)
{
  if (! features)
    return;
  pst_tensor_set_free (features->weights);
  g_free (features);
}

void
pst_features_forward (PstTape *tape, const PstFeatures *features, PstNode *x, gint last,
                      PstNode **out)
{
  for (gint l = 0; l <= last; l++)
    {
      out[l] = layer (tape, features, l, x, PST_ACT_RELU);
      x = pool_after[l] ? pst_max_pool (tape, out[l]) : out[l];
    }
}

/* ---- as a kind -------------------------------------------------------- */

static gpointer
make (PstTape *tape, PstNode *sample)
{
  return pst_features_new (tape, sample);
}

static void
free_features (gpointer features)
{
  pst_features_free (features);
}

static void
forward (PstTape *tape, gconstpointer features, PstNode *x, gint last, PstNode **out)
{
  pst_features_forward (tape, features, x, last, out);
}

/* The coarser map decides where things are, the finer one keeps their outlines. */
static const PstPerceptualMap maps[PST_FEATURES_LAYERS] = {
  [PST_FEATURES_1_1] = { .gram = 1 },
  [PST_FEATURES_2_1] = { .gram = 1 },
  [PST_FEATURES_3_1] = { .gram = 1, .content = 0.25 },
  [PST_FEATURES_4_1] = { .gram = 1, .content = 1 },
};

const PstPerceptualKind pst_random_features = { .name = "random",
                                                .n_maps = PST_FEATURES_LAYERS,
                                                .maps = maps,
                                                .make = make,
                                                .free = free_features,
                                                .forward = forward };
