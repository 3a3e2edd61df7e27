/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sketches that are made up, for those who test what is laid on them. */

#ifndef PST_TEST_SKETCHES_H
#define PST_TEST_SKETCHES_H

#include <math.h>

#include "strokes/sketch.h"

#define SIDE 96
#define N    (SIDE * SIDE)

/* SIDE x SIDE pixels, a field of one direction. */
static inline PstSketch *
sketch_new (PstEngine *engine, const gfloat *wanted, gdouble angle)
{
  PstSketch *s = g_new0 (PstSketch, 1);

  *s = (PstSketch){
    .engine = engine, .w = SIDE, .h = SIDE, .photo = wanted, .wanted = wanted, .scale = 1, .key = 3
  };
  s->along_x = pst_sketch_take (s, 2);
  s->along_y = s->along_x + N;
  for (gint i = 0; i < N; i++)
    {
      s->along_x[i] = (gfloat) cos (angle);
      s->along_y[i] = (gfloat) sin (angle);
    }
  return s;
}

static inline gfloat *
flat_new (gdouble v)
{
  gfloat *rgb = g_new (gfloat, 3 * N);

  for (gint i = 0; i < 3 * N; i++)
    rgb[i] = (gfloat) v;
  return rgb;
}

/* Of @x [SIDE][SIDE] with itself, so many pixels away. */
static inline gdouble
correlation (const gfloat *x, gdouble dx, gdouble dy)
{
  const gint u = (gint) lrint (dx), v = (gint) lrint (dy);
  gdouble mean = 0, sum = 0, squares = 0;

  for (gint i = 0; i < N; i++)
    mean += x[i] / N;
  for (gint j = 12; j < SIDE - 12; j++)
    for (gint i = 12; i < SIDE - 12; i++)
      {
        sum += (x[j * SIDE + i] - mean) * (x[(j + v) * SIDE + i + u] - mean);
        squares += (x[j * SIDE + i] - mean) * (x[j * SIDE + i] - mean);
      }
  return sum / squares;
}

#endif /* PST_TEST_SKETCHES_H */
