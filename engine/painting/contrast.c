/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/contrast.h"

#include <math.h>

#include "ground/arena.h"
#include "ground/pool.h"
#include "ground/sums.h"
#include "kernels/tape.h"

#define ENOUGH    0.08 /* contrast, deviation in [0,1] */
#define SIDE      128
#define OCTAVES   6
#define AMPLITUDE 0.5f /* of each octave: all have the same, as in photos */
#define COLOUR    0.3f /* of that, what each channel has for itself       */

/* Noise of cells of @cell pixels, smooth between their corners. */
static gfloat
value_noise (guint64 key, gint cell, gint x, gint y)
{
  gint cols = SIDE / cell + 1, i = y / cell, j = x / cell;
  gfloat u = (gfloat) (x % cell) / (gfloat) cell, v = (gfloat) (y % cell) / (gfloat) cell;
  gfloat corner[4];

  for (gint k = 0; k < 4; k++)
    corner[k] =
        (gfloat) pst_random_uniform (key, (guint64) ((i + k / 2) * cols + j + k % 2)) - 0.5f;
  return (1 - v) * ((1 - u) * corner[0] + u * corner[1])
         + v * ((1 - u) * corner[2] + u * corner[3]);
}

static void
draw_picture (PstNode *node)
{
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < SIDE; y++)
      for (gint x = 0; x < SIDE; x++)
        {
          gfloat sum = 0;

          for (gint o = 0; o < OCTAVES; o++)
            {
              guint64 octave = (guint64) o;

              sum += value_noise (pst_random_key (90, octave, 3), SIDE >> (o + 1), x, y)
                     + COLOUR
                           * value_noise (pst_random_key (90, octave, (guint64) c), SIDE >> (o + 1),
                                          x, y);
            }
          node->data[((gsize) c * SIDE + y) * SIDE + x] = CLAMP (AMPLITUDE * sum, -1, 1);
        }
}

static gdouble *
measure (const PstStyle *style)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  gsize n = pst_generator_n_stats (&style->shape);
  g_autofree gdouble *stats = g_try_new (gdouble, n);
  const PstGeneratorPart part = { .stats = stats };
  const PstGenerator generator = { &style->shape, style->weights, NULL };
  const guint64 key = pst_noise_key (0);
  gboolean failed;
  PstTape tape;
  PstNode *node;

  if (! stats)
    return NULL;
  pst_tape_init (&tape, pool, arena, FALSE);
  node = pst_tape_node (&tape, 1, 3, SIDE, SIDE);
  if (! pst_tape_failed (&tape))
    {
      draw_picture (node);
      pst_generator_forward (&tape, &generator, node, &key, &part);
    }
  failed = pst_tape_failed (&tape);
  pst_tape_clear (&tape);
  return failed ? NULL : g_steal_pointer (&stats);
}

/* Measured once for a style. */
static const gdouble *
reference (const PstStyle *style)
{
  gdouble **place = (gdouble **) &style->reference;

  if (! g_atomic_pointer_get (place))
    {
      gdouble *measured = measure (style);

      /* Whoever comes second has measured the same. */
      if (! g_atomic_pointer_compare_and_exchange (place, NULL, measured))
        g_free (measured);
    }
  return g_atomic_pointer_get (place);
}

gdouble *
pst_contrast_limits (const PstStyle *style, const PstImage *photo)
{
  gsize size = (gsize) photo->width * photo->height, n = pst_generator_n_stats (&style->shape);
  const gdouble *most;
  gdouble sum = 0, part;
  gdouble *limits;

  for (gint c = 0; c < 3; c++)
    {
      gdouble mean, variance;

      pst_moments (photo->data + (gsize) c * size, size, &mean, &variance);
      sum += variance;
    }
  part = sqrt (sum / 3) / ENOUGH;
  most = part < 1 ? reference (style) : NULL; /* NULL also for a NaN */
  if (! most)
    return NULL;
  limits = g_try_new (gdouble, n);
  for (gsize i = 0; i < n && limits; i++)
    limits[i] = most[i] / (1 - part);
  return limits;
}
