/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/finisher.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "kernels/conv.h"
#include "kernels/twice.h"
#include "networks/bristles.h"

#define PREFIX "finisher."

static gint
channels_in (gint layer)
{
  return layer ? PST_FINISHER_WIDTH : PST_FINISHER_INPUT;
}

static gint
channels_out (gint layer)
{
  return layer + 1 < PST_FINISHER_LAYERS ? PST_FINISHER_WIDTH : 12;
}

/* In a set layer i has tensors 2i, weight, and 2i + 1, bias. */
PstTensorSet *
pst_finisher_declare (void)
{
  PstTensorSet *set = pst_tensor_set_new ();

  for (gint i = 0; i < PST_FINISHER_LAYERS; i++)
    {
      gchar name[PST_TENSOR_NAME_MAX];

      g_snprintf (name, sizeof name, PREFIX "%d.weight", i);
      pst_tensor_set_declare (set, name, 4, channels_out (i), channels_in (i), 3, 3);
      g_snprintf (name, sizeof name, PREFIX "%d.bias", i);
      pst_tensor_set_declare (set, name, 1, channels_out (i), 1, 1, 1);
    }
  if (! pst_tensor_set_allocate (set))
    g_clear_pointer (&set, pst_tensor_set_free);
  return set;
}

void
pst_finisher_init (PstTensorSet *weights, guint64 seed)
{
  for (gint i = 0; i < PST_FINISHER_LAYERS; i++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (weights, 2 * i);
      gfloat *value = pst_tensor_set_get (weights, 2 * i);
      const guint64 key = pst_random_key (seed, 7, (guint64) i);
      const gdouble bound =
          i + 1 < PST_FINISHER_LAYERS ? sqrt (6.0 / (9 * channels_in (i)) / 1.04) : 0;

      for (gsize k = 0; k < info->size; k++)
        value[k] = (gfloat) ((2 * pst_random_uniform (key, k) - 1) * bound);
      memset (pst_tensor_set_get (weights, 2 * i + 1), 0,
              pst_tensor_set_info (weights, 2 * i + 1)->size * sizeof (gfloat));
    }
}

void
pst_finisher_make_gray (PstTensorSet *weights)
{
  for (gint t = 2 * PST_FINISHER_LAYERS - 2; t < 2 * PST_FINISHER_LAYERS; t++)
    {
      gfloat *value = pst_tensor_set_get (weights, t);
      const gsize n = pst_tensor_set_info (weights, t)->size / 3; /* of a colour's four planes */

      for (gsize i = 0; i < n; i++)
        value[i] = value[n + i] = value[2 * n + i] =
            (value[i] + value[n + i] + value[2 * n + i]) / 3;
    }
}

/* ---- what it sees ----------------------------------------------------- */

static void
see_guide (gfloat *const *to, const PstFinisherSight *sight, gint h, gint w)
{
  for (gint y = 0; y < h; y++)
    for (gint x = 0; x < w; x++)
      {
        const gfloat *a = sight->guide + (gsize) 4 * (gsize) y * (gsize) w + 2 * x, *b = a + 2 * w;
        const gfloat mean = 0.25f * (a[0] + a[1] + b[0] + b[1]);
        const gsize at = (gsize) y * (gsize) w + (gsize) x;

        to[0][at] = sight->gain * (a[0] - mean);
        to[1][at] = sight->gain * (a[1] - mean);
        to[2][at] = sight->gain * (b[0] - mean);
        to[3][at] = sight->gain * (b[1] - mean);
      }
}

void
pst_finisher_see (PstNode *in, gint n, const PstFinisherSight *sight)
{
  gfloat *planes[4];

  for (gint i = 0; i < 4; i++)
    planes[i] = in->data + pst_node_plane (in, n, 3 + i);
  see_guide (planes, sight, in->h, in->w);
  pst_bristles (sight->along, in->h, in->w, sight->x, sight->y, sight->key,
                in->data + pst_node_plane (in, n, 7));
}

/* ---- forward ---------------------------------------------------------- */

static PstWeight
weight (const PstTensorSet *weights, const PstTensorSet *grads, gint index)
{
  return (PstWeight){ pst_tensor_set_get (weights, index),
                      grads ? pst_tensor_set_get (grads, index) : NULL };
}

PstNode *
pst_finisher_forward (PstTape *tape, const PstTensorSet *weights, const PstTensorSet *grads,
                      PstNode *in)
{
  PstNode *x = in, *y;

  for (gint i = 0; i < PST_FINISHER_LAYERS; i++)
    {
      const PstConvSpec spec = { .kernel = 3,
                                 .stride = 1,
                                 .pad = 1,
                                 .upsample = 1,
                                 .act =
                                     i + 1 < PST_FINISHER_LAYERS ? PST_ACT_LEAKY : PST_ACT_NONE };

      y = pst_conv (tape, x, &spec, channels_out (i), weight (weights, grads, 2 * i),
                    weight (weights, grads, 2 * i + 1));
      pst_tape_drop (tape, x);
      x = y;
    }
  y = pst_level_folded (tape, x);
  pst_tape_drop (tape, x);
  x = y;
  y = pst_depth_to_space (tape, x);
  pst_tape_drop (tape, x);
  return y;
}

gdouble
pst_finisher_work (void)
{
  gdouble work = 0;

  for (gint i = 0; i < PST_FINISHER_LAYERS; i++)
    work += 9.0 * channels_in (i) * channels_out (i);
  return work / 4;
}
