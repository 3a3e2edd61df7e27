/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/bristles.h"

#include <math.h>

#include "ground/random.h"

#define REACH PST_BRISTLES_REACH
#define CELLS (REACH / 2 + 1) /* of four pixels, around a part */
#define SURE  0.4f            /* from here on strokes are as long as they get */

/* noise [2 (h + 2 CELLS)][2 (w + 2 CELLS)]: four of sixteen bits from a hash of each cell, even
 * within +-sqrt (3). */
static gfloat *
make_noise (gint h, gint w, gint x, gint y, guint64 key)
{
  const gint columns = w + 2 * CELLS, rows = h + 2 * CELLS;
  gfloat *noise = g_new (gfloat, (gsize) 4 * (gsize) columns * (gsize) rows);

  for (gint r = 0; r < rows; r++)
    for (gint c = 0; c < columns; c++)
      {
        const guint64 bits = pst_random_bits (key, (guint64) (guint32) (y - CELLS + r) << 32
                                                       | (guint32) (x - CELLS + c));

        for (gint i = 0; i < 4; i++)
          noise[(gsize) (2 * r + i / 2) * 2 * (gsize) columns + (gsize) (2 * c + i % 2)] =
              ((gfloat) (bits >> (16 * i) & 0xFFFF) - 32767.5f) * (2 * 1.7320508f / 65535.f);
      }
  return noise;
}

/* A stroke through a cell: it goes a pixel along the axis that it is nearer to, and @slope across. */
typedef struct
{
  gint reach;
  gsize step, across;
  gfloat slope;
} Stroke;

static Stroke
stroke_of (gfloat cosine, gfloat sine, gsize stride)
{
  const gfloat sure = hypotf (cosine, sine), c = sure > 0 ? cosine / sure : 1;
  const gfloat u = sqrtf (MAX (0.5f * (1 + c), 0));
  const gfloat v = copysignf (sqrtf (MAX (0.5f * (1 - c), 0)), sine);
  Stroke s = { .reach = (gint) (REACH * MIN (sure / SURE, 1) + 0.5f) };

  if (fabsf (u) >= fabsf (v))
    {
      s.step = 1;
      s.across = stride;
      s.slope = v / u;
    }
  else
    {
      s.step = stride;
      s.across = 1;
      s.slope = u / v;
    }
  return s;
}

/* weights[t]: how much counts what is t pixels away, to either side.  Their sum of squares, with what
 * lies between two pixels, is 1. */
static void
make_weights (const Stroke *s, gfloat *weights)
{
  gfloat squares = 1;

  weights[0] = 1;
  for (gint t = 1; t <= s->reach; t++)
    {
      const gfloat off = s->slope * (gfloat) t, part = off - floorf (off);
      const gfloat far = (gfloat) t / (gfloat) (s->reach + 1);

      weights[t] = 1 - far * far;
      squares += 2 * weights[t] * weights[t] * ((1 - part) * (1 - part) + part * part);
    }
  squares = 1 / sqrtf (squares);
  for (gint t = 0; t <= s->reach; t++)
    weights[t] *= squares;
}

static gfloat
mean_along (const gfloat *at, const Stroke *s, const gfloat *weights)
{
  gfloat sum = weights[0] * at[0];

  for (gint t = 1; t <= s->reach; t++)
    {
      const gfloat off = s->slope * (gfloat) t, low = floorf (off), part = off - low;
      const gssize to = (gssize) t * (gssize) s->step + (gssize) low * (gssize) s->across;
      const gssize on = (gssize) s->across;

      /* The other side is the mirror image. */
      sum += weights[t] * ((1 - part) * (at[to] + at[-to]) + part * (at[to + on] + at[-to - on]));
    }
  return sum;
}

void
pst_bristles (const gfloat *const *along, gint h, gint w, gint x, gint y, guint64 key, gfloat *to)
{
  const gsize stride = 2 * (gsize) (w + 2 * CELLS), plane = (gsize) h * (gsize) w;
  g_autofree gfloat *noise = make_noise (h, w, x, y, key);
  gfloat weights[REACH + 1];

  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      {
        const gsize cell = (gsize) r * (gsize) w + (gsize) c;
        const Stroke s = stroke_of (along[0][cell], along[1][cell], stride);
        const gfloat *at = noise + (gsize) (2 * (r + CELLS)) * stride + (gsize) (2 * (c + CELLS));

        make_weights (&s, weights);
        for (gsize i = 0; i < 4; i++)
          to[i * plane + cell] = mean_along (at + i / 2 * stride + i % 2, &s, weights);
      }
}
