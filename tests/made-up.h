/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A style and photos that no file is needed for, and an eye on progress. */

#ifndef PST_MADE_UP_H
#define PST_MADE_UP_H

#include <math.h>

#include "ground/random.h"
#include "networks/finisher.h"
#include "networks/generator.h"
#include "styles/style.h"

/* As if just before learning; what it paints depends on photo and noise. */
static inline PstStyle *
style_shaped (const PstGeneratorShape *shape)
{
  PstTensorSet *weights = pst_generator_declare (shape);

  pst_generator_init (weights, 0.5, 3);
  return pst_style_new (g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), shape,
                        weights);
}

static inline PstStyle *
style_new (void)
{
  return style_shaped (&(PstGeneratorShape){ { 6, 8, 10 }, 1 });
}

static inline PstImage *
photo_new (gint width, gint height)
{
  PstImage *photo = pst_image_new (width, height, NULL);

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        photo->data[((gsize) c * height + y) * width + x] =
            (gfloat) (0.5 + 0.3 * sin (0.3 * x + c) * cos (0.2 * y)
                      + 0.2 * (pst_random_uniform (c, (guint64) (y * 4096 + x)) - 0.5));
  return photo;
}

/* A finisher whose weights do something. */
static inline PstTensorSet *
finisher_new (gdouble last)
{
  PstTensorSet *set = pst_finisher_declare ();
  const gint n = 2 * PST_FINISHER_LAYERS;

  pst_finisher_init (set, 3);
  for (gint t = 1; t < n; t += t == n - 3 ? 1 : 2)
    {
      const PstTensorInfo *info = pst_tensor_set_info (set, t);

      for (gsize i = 0; i < info->size; i++)
        pst_tensor_set_get (set, t)[i] +=
            (gfloat) (last * (pst_random_uniform ((guint64) t, i) - 0.5));
    }
  return set;
}

static inline gsize
bytes_of (const PstImage *image)
{
  return (gsize) 3 * image->width * image->height * sizeof (gfloat);
}

static inline void
assert_same (const PstImage *a, const PstImage *b)
{
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpmem (a->data, bytes_of (a), b->data, bytes_of (b));
}

/* Of all numbers, how far they are from each other. */
static inline gdouble
mean_difference (const PstImage *a, const PstImage *b)
{
  gdouble sum = 0;
  gsize n = bytes_of (a) / sizeof (gfloat);

  for (gsize i = 0; i < n; i++)
    sum += fabs ((gdouble) a->data[i] - b->data[i]);
  return sum / (gdouble) n;
}

/* Progress never goes back; and somebody may cancel on the way. */
typedef struct
{
  GCancellable *cancel;
  gdouble at;   /* cancels once so much is done ... */
  gint at_call; /* ... and at this call, from 1     */
  gdouble last;
  gint calls;
} Watch;

static inline void
watch (gdouble done, gpointer data)
{
  Watch *w = data;

  g_assert_cmpfloat (done, >=, w->last);
  g_assert_cmpfloat (done, <=, 1);
  w->last = done;
  w->calls++;
  if (w->cancel && (done >= w->at || w->calls == w->at_call))
    g_cancellable_cancel (w->cancel);
}

#endif /* PST_MADE_UP_H */
