/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/contours.h"

#include <math.h>

#include "strokes/flow.h"

#define WIDER 1.6f  /* of the two Gaussians                          */
#define LONG  5     /* widths over which a line is averaged, each way */
#define FAINT .012f /* difference at which a line begins              */
#define CLEAR .052f /* and is whole                                   */
#define SOFT  1.5f  /* pixels over which it begins, at least          */

typedef struct
{
  const PstSketch *sketch;
  const gfloat *x;
  gint channels;
  gboolean across;
  gint reach;
  gfloat by_range; /* 1 / range^2 or 0 */
  gfloat near[PST_CONTOURS_REACH + 1];
  gfloat *to;
} Smooth;

static void
direction (const Smooth *s, gsize at, gfloat *u, gfloat *v)
{
  *u = s->across ? -s->sketch->along_y[at] : s->sketch->along_x[at];
  *v = s->across ? s->sketch->along_x[at] : s->sketch->along_y[at];
}

/* Adds what lies one way of pixel (x,y) to @sums, [3] colours and their weight. */
static void
follow (const Smooth *s, gint x, gint y, gfloat sense, gfloat *sums)
{
  const PstSketch *k = s->sketch;
  const gsize n = (gsize) k->w * (gsize) k->h, here = (gsize) y * (gsize) k->w + (gsize) x;
  gfloat at_x = (gfloat) x, at_y = (gfloat) y, u, v;

  direction (s, here, &u, &v);
  u *= sense;
  v *= sense;
  for (gint i = 1; i <= s->reach; i++)
    {
      gfloat d = 0, weight, next_u, next_v;
      gsize at;

      at_x += u;
      at_y += v;
      at = (gsize) CLAMP ((gint) (at_y + .5f), 0, k->h - 1) * (gsize) k->w
           + (gsize) CLAMP ((gint) (at_x + .5f), 0, k->w - 1);
      for (gint c = 0; c < s->channels; c++)
        {
          gfloat by = s->x[(gsize) c * n + at] - s->x[(gsize) c * n + here];

          d += by * by;
        }
      weight = 1 / (1 + d * s->by_range);
      weight *= s->near[i] * weight;
      for (gint c = 0; c < s->channels; c++)
        sums[c] += weight * s->x[(gsize) c * n + at];
      sums[3] += weight;
      direction (s, at, &next_u, &next_v);
      if (next_u * u + next_v * v < 0)
        {
          next_u = -next_u;
          next_v = -next_v;
        }
      u = next_u;
      v = next_v;
    }
}

/* Item: a line. */
static void
smooth_item (gint y, gint worker, gpointer data)
{
  const Smooth *s = data;
  const gint w = s->sketch->w;
  const gsize n = (gsize) w * (gsize) s->sketch->h;

  for (gint x = 0; x < w; x++)
    {
      const gsize here = (gsize) y * (gsize) w + (gsize) x;
      gfloat sums[4] = { 0, 0, 0, 1 };

      for (gint c = 0; c < s->channels; c++)
        sums[c] = s->x[(gsize) c * n + here];
      follow (s, x, y, -1, sums);
      follow (s, x, y, 1, sums);
      for (gint c = 0; c < s->channels; c++)
        s->to[(gsize) c * n + here] = sums[c] / sums[3];
    }
}

void
pst_contours_smooth (const PstSketch *sketch, const gfloat *x, gint channels, gboolean across,
                     gint reach, gdouble range, gfloat *to)
{
  Smooth s = { .sketch = sketch, .x = x, .channels = channels, .across = across, .to = to };

  s.reach = CLAMP (reach, 1, PST_CONTOURS_REACH);
  s.by_range = range > 0 ? (gfloat) (1 / (range * range)) : 0;
  for (gint i = 0; i <= s.reach; i++)
    s.near[i] = expf (-2.f * (gfloat) (i * i) / (gfloat) (s.reach * s.reach));
  pst_pool_run (sketch->engine->pool, sketch->h, smooth_item, &s);
}

typedef struct
{
  const gfloat *difference; /* of Gaussians, below 0 in a line */
  gfloat *to;
  gint w, h;
} Lines;

/* Item: a line of pixels.  However steep a line's edge, it is soft over a pixel: enlarged, a harder one
 * has teeth. */
static void
line_item (gint y, gint worker, gpointer data)
{
  const Lines *l = data;
  const gsize up = (gsize) MAX (y - 1, 0) * (gsize) l->w;
  const gsize down = (gsize) MIN (y + 1, l->h - 1) * (gsize) l->w;
  const gfloat *line = l->difference + (gsize) y * (gsize) l->w;

  for (gint x = 0; x < l->w; x++)
    {
      const gfloat here = line[x];
      const gfloat dx =
          MAX (fabsf (line[MIN (x + 1, l->w - 1)] - here), fabsf (line[MAX (x - 1, 0)] - here));
      const gfloat dy = MAX (fabsf (l->difference[down + (gsize) x] - here),
                             fabsf (l->difference[up + (gsize) x] - here));
      const gfloat ramp = MAX (CLEAR - FAINT, SOFT * hypotf (dx, dy));
      const gfloat t = CLAMP ((-here - (FAINT + CLEAR) / 2) / ramp + .5f, 0, 1);

      l->to[(gsize) y * (gsize) l->w + (gsize) x] = t * t * (3 - 2 * t);
    }
}

void
pst_contours_lines (const PstSketch *sketch, const gfloat *luma, gdouble width, gfloat *scratch,
                    gfloat *to)
{
  const gint w = sketch->w, h = sketch->h;
  const gsize n = (gsize) w * (gsize) h;
  gfloat *difference = scratch + 2 * n;

  pst_flow_blur (luma, w, h, width, scratch, difference, sketch->engine->pool);
  pst_flow_blur (luma, w, h, WIDER * width, scratch, scratch + n, sketch->engine->pool);
  for (gsize i = 0; i < n; i++)
    difference[i] -= scratch[n + i];
  pst_contours_smooth (sketch, difference, 1, FALSE, (gint) (LONG * width + .5), 0, scratch);
  pst_pool_run (sketch->engine->pool, h, line_item, &(Lines){ scratch, to, w, h });
}

void
pst_contours_draw (const PstSketch *sketch, const gfloat *lines, gfloat amount,
                   const gfloat *colour, gfloat *canvas)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;

  for (gsize i = 0; i < 3 * n; i++)
    {
      gfloat v = canvas[i] + amount * lines[i % n] * (colour[i / n] - canvas[i]);

      canvas[i] = CLAMP (v, -1, 1);
    }
}
