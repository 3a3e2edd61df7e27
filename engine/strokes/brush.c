/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/brush.h"

#include <math.h>
#include <string.h>

#include "ground/order.h"
#include "ground/random.h"
#include "strokes/contours.h"
#include "strokes/flow.h"
#include "strokes/likeness.h"

#define BROADEST    1 /* layers: strokes of 2^1 to 2^-2 widths */
#define NARROWEST   -2
#define LEAST       1.5 /* pixels that a stroke is wide            */
#define SPACING     .7  /* of strokes, in widths; of long ones so that */
#define COVERS      8   /* so many lie on each other, and not more     */
#define PRESS       .5f /* radii between two discs of a stroke         */
#define BRISTLES    128
#define VARIED      .25f  /* deviation of the logarithm of widths        */
#define ROWS        .5    /* of a tile's place what is not chance        */
#define SEEN        3.    /* widths: what is busy is so around            */
#define AREA        1.5   /* widths over which tones are the photo's      */
#define FOCUS       .3    /* blur through which a stroke sees, in widths */
#define DIFFERENT   .08f  /* colours that ask for a narrower stroke      */
#define STRANGE     .35f  /* colours at which a stroke ends              */
#define TAPER       .25f  /* by which a stroke's ends are narrower   */
#define NARROW      .55   /* part of a colour's break that narrow strokes keep */
#define BOLD        1.2   /* of a colour's break                                   */
#define SHORT       .45   /* length of an ordinary stroke, of what it is at most: of opaque ones */
#define SOFTER      1.5   /* more for each unit of opacity that they lack */
#define BUSY        .006f /* variance of luma that halves it         */
#define MOST_POINTS 400
#define LINE        .2  /* deviation of a line, in widths */
#define FINEST      1.2 /* pixels: a stroke that is laid where likeness is asked for */
#define NEARER      .5  /* widths over which tones are the photo's there             */
#define SOME        256 /* strokes between two looks at the cancellable */

typedef struct
{
  const PstBrush *brush;
  const PstBroken *broken;
  const PstBrokenIndex *index;
  const PstSketch *sketch;
  gdouble length; /* of strokes, in widths                              */
  gsize n;
  gfloat *canvas;
  gfloat *plain;  /* the same in colours that are not broken            */
  gfloat *wanted; /* [3][h][w], as a stroke sees it                      */
  gfloat *busy;   /* [h][w], the photo's own variance                    */
  gfloat *mask;   /* [h][w], a stroke's cover; 0 between strokes          */
  gfloat *side;   /* [h][w], pixels from its middle, where that is not 0  */
  gfloat *scratch;
} Easel;

/* Where it runs, pixel by pixel. */
typedef struct
{
  gint count;
  gfloat at[2 * MOST_POINTS + 1][2];
  gsize first;       /* the pixel of its middle             */
  gfloat x, y, u, v; /* middle and direction                */
  gfloat radius;
  gint box[4]; /* left, top, right, bottom pixel touched */
} Stroke;

static gfloat
distance (const Easel *e, const gfloat *a, gsize i, const gfloat *b, gsize j)
{
  gfloat d = 0;

  for (gsize c = 0; c < 3; c++)
    d += (a[c * e->n + i] - b[c * e->n + j]) * (a[c * e->n + i] - b[c * e->n + j]);
  return sqrtf (d);
}

/* What is so times @none at likeness 0 and times @full at 100. */
static gfloat
by_likeness (const Easel *e, gsize at, gfloat none, gfloat full)
{
  return e->sketch->likeness ? pst_likeness_at (e->sketch->likeness[at], none, full) : 1;
}

/* ---- one stroke ------------------------------------------------------- */

/* One way from the middle, at most @most pixels, while the colour stays; returns how many. */
static gint
trace (const Easel *e, gfloat x, gfloat y, gfloat sense, gint most, gfloat (*points)[2])
{
  const PstSketch *s = e->sketch;
  const gsize first = (gsize) y * (gsize) s->w + (gsize) x;
  const gfloat strange = STRANGE * by_likeness (e, first, 1.5f, .5f);
  gfloat u = sense * s->along_x[first], v = sense * s->along_y[first];
  gint count;

  for (count = 0; count < most; count++)
    {
      gfloat next_u, next_v, length;
      gsize at;

      x += u;
      y += v;
      if (x < 0 || y < 0 || x >= (gfloat) s->w || y >= (gfloat) s->h)
        break;
      at = (gsize) y * (gsize) s->w + (gsize) x;
      if (distance (e, e->wanted, at, e->wanted, first) > strange)
        break;
      points[count][0] = x;
      points[count][1] = y;
      next_u = s->along_x[at];
      next_v = s->along_y[at];
      if (next_u * u + next_v * v < 0) /* a line has no sense: keep ours */
        {
          next_u = -next_u;
          next_v = -next_v;
        }
      u += next_u; /* a hand does not turn at once */
      v += next_v;
      length = sqrtf (u * u + v * v) + 1e-6f;
      u /= length;
      v /= length;
    }
  return count;
}

static void
run_stroke (const Easel *e, Stroke *s, gint reach)
{
  gfloat back[MOST_POINTS][2];
  gint before = trace (e, s->x, s->y, -1, reach, back);

  for (gint i = 0; i < before; i++)
    memcpy (s->at[i], back[before - 1 - i], sizeof s->at[i]);
  s->at[before][0] = s->x;
  s->at[before][1] = s->y;
  s->count = before + 1 + trace (e, s->x, s->y, 1, reach, s->at + before + 1);
}

/* Widens the box by what is @reach around (x,y); returns that part of it. */
static void
touch (const Easel *e, Stroke *s, gfloat x, gfloat y, gfloat reach, gint part[4])
{
  part[0] = MAX (0, (gint) floorf (x - reach));
  part[1] = MAX (0, (gint) floorf (y - reach));
  part[2] = MIN (e->sketch->w - 1, (gint) ceilf (x + reach));
  part[3] = MIN (e->sketch->h - 1, (gint) ceilf (y + reach));
  s->box[0] = MIN (s->box[0], part[0]);
  s->box[1] = MIN (s->box[1], part[1]);
  s->box[2] = MAX (s->box[2], part[2]);
  s->box[3] = MAX (s->box[3], part[3]);
}

/* A disc, soft over a pixel, of a brush that moves along (u,v). */
static void
press (const Easel *e, Stroke *s, gfloat x, gfloat y, gfloat u, gfloat v, gfloat radius)
{
  gint part[4];

  touch (e, s, x, y, radius + 1, part);
  for (gint j = part[1]; j <= part[3]; j++)
    for (gint i = part[0]; i <= part[2]; i++)
      {
        const gsize at = (gsize) j * (gsize) e->sketch->w + (gsize) i;
        gfloat dx = (gfloat) i - x, dy = (gfloat) j - y, far = dx * dx + dy * dy, cover;

        if (far >= (radius + .5f) * (radius + .5f))
          continue;
        cover = MIN (radius + .5f - sqrtf (far), 1);
        if (cover > e->mask[at])
          {
            e->mask[at] = cover;
            e->side[at] = dy * u - dx * v;
          }
      }
}

/* A rectangle with round corners. */
static void
press_tile (const Easel *e, Stroke *s)
{
  const gfloat half = (gfloat) e->brush->length * s->radius, corner = .6f * s->radius;
  gint part[4];

  touch (e, s, s->x, s->y, hypotf (half, s->radius) + 1, part);
  for (gint j = part[1]; j <= part[3]; j++)
    for (gint i = part[0]; i <= part[2]; i++)
      {
        const gsize at = (gsize) j * (gsize) e->sketch->w + (gsize) i;
        gfloat dx = (gfloat) i - s->x, dy = (gfloat) j - s->y, side = dy * s->u - dx * s->v;
        gfloat a = half + .5f - fabsf (dx * s->u + dy * s->v), b = s->radius + .5f - fabsf (side);
        gfloat cover = MIN (a, b);

        if (a < corner && b < corner)
          cover = MIN (cover, corner - hypotf (corner - a, corner - b));
        e->mask[at] = CLAMP (cover, 0, 1);
        e->side[at] = side;
      }
}

static void
press_stroke (const Easel *e, Stroke *s)
{
  const gint every = MAX (1, (gint) (PRESS * s->radius));

  for (gint k = 0; k < s->count - 1 + every; k += every)
    {
      gint i = MIN (k, s->count - 1);
      gint a = MAX (i - 1, 0), b = MIN (i + 1, s->count - 1);
      gfloat u = s->at[b][0] - s->at[a][0], v = s->at[b][1] - s->at[a][1];
      gfloat length = sqrtf (u * u + v * v) + 1e-6f;
      gfloat end = s->count > 1 ? 2.f * (gfloat) i / (gfloat) (s->count - 1) - 1 : 0;

      press (e, s, s->at[i][0], s->at[i][1], u / length, v / length,
             s->radius * (1 - TAPER * end * end));
    }
}

/* What was pressed becomes paint, and the mask clean. */
static void
leave (const Easel *e, const Stroke *s, const gfloat *colour, const gfloat *plain, guint64 key)
{
  const gint reach = (gint) s->radius + 2;
  const gfloat rough = (gfloat) e->brush->bristle * by_likeness (e, s->first, 1.3f, .5f);
  gfloat bristle[BRISTLES];

  for (gint i = MAX (0, BRISTLES / 2 - reach); i <= MIN (BRISTLES / 2 + reach, BRISTLES - 1); i++)
    bristle[i] = rough * pst_random_normal (key, (guint64) i + 16);
  for (gint j = s->box[1]; j <= s->box[3]; j++)
    for (gint i = s->box[0]; i <= s->box[2]; i++)
      {
        const gsize at = (gsize) j * (gsize) e->sketch->w + (gsize) i;
        const gfloat cover = e->mask[at] * (gfloat) e->brush->opacity;
        gfloat of;

        if (! (cover > 0))
          continue;
        of = bristle[CLAMP ((gint) floorf (e->side[at] * .8f) + BRISTLES / 2, 0, BRISTLES - 1)];
        for (gsize c = 0; c < 3; c++)
          {
            gfloat *to = &e->canvas[c * e->n + at], *to_plain = &e->plain[c * e->n + at];

            *to = CLAMP (*to + cover * (colour[c] + of - *to), -1, 1);
            *to_plain += cover * (plain[c] - *to_plain);
          }
        e->mask[at] = 0;
      }
}

/* ---- layers ----------------------------------------------------------- */

/* Whether what is there, around (x,y), will do: broken colours will. */
static gboolean
is_enough (const Easel *e, gfloat x, gfloat y, gint reach)
{
  const gsize middle = (gsize) y * (gsize) e->sketch->w + (gsize) x;
  const gfloat different = DIFFERENT * by_likeness (e, middle, 5, .3f);
  gfloat sum = 0;

  for (gint dy = -reach; dy <= reach; dy += reach)
    for (gint dx = -reach; dx <= reach; dx += reach)
      {
        gint i = CLAMP ((gint) x + dx, 0, e->sketch->w - 1);
        gint j = CLAMP ((gint) y + dy, 0, e->sketch->h - 1);
        gsize at = (gsize) j * (gsize) e->sketch->w + (gsize) i;

        sum += distance (e, e->wanted, at, e->plain, at);
      }
  return sum < 9 * different;
}

static void
lay_stroke (const Easel *e, gfloat x, gfloat y, gdouble width, gboolean narrow, guint64 key)
{
  const PstSketch *sketch = e->sketch;
  const gsize at = (gsize) y * (gsize) sketch->w + (gsize) x;
  const gfloat turn =
      (gfloat) e->brush->jitter * by_likeness (e, at, 1.3f, .5f) * pst_random_normal (key, 3);
  const gdouble keep = MAX (NARROW, 1 / (1 + e->busy[at] / BUSY)) * by_likeness (e, at, 1.4f, .35f);
  const gfloat broad = by_likeness (e, at, 2.3f, .65f);
  gfloat colour[3], plain[3];
  Stroke s;

  s.first = at;
  s.x = x;
  s.y = y;
  s.u = sketch->along_x[at] * cosf (turn) - sketch->along_y[at] * sinf (turn);
  s.v = sketch->along_x[at] * sinf (turn) + sketch->along_y[at] * cosf (turn);
  s.radius =
      (gfloat) width / 2 * broad * CLAMP (expf (VARIED * pst_random_normal (key, 4)), .5f, 1.5f);
  s.box[0] = sketch->w;
  s.box[1] = sketch->h;
  s.box[2] = s.box[3] = -1;
  if (e->brush->length < PST_BRUSH_TILES)
    press_tile (e, &s);
  else
    {
      run_stroke (e, &s, MIN ((gint) (broad * width * e->length / 2), MOST_POINTS));
      press_stroke (e, &s);
    }
  for (gsize c = 0; c < 3; c++)
    plain[c] = colour[c] = e->wanted[c * e->n + at];
  pst_broken_apply (e->broken, e->index, BOLD * (narrow ? NARROW * keep : keep),
                    pst_random_bits (key, 2), colour);
  leave (e, &s, colour, plain, key);
}

/* On a grid whose places are shaken, in any order. */
static void
lay_layer (const Easel *e, gdouble width, gboolean narrow, gboolean extra, guint64 key)
{
  const gdouble spacing = narrow ? SPACING : MAX (SPACING, sqrt (e->brush->length / COVERS));
  const gdouble step = MAX (1, width * spacing);
  const gint columns = (gint) (e->sketch->w / step) + 1, lines = (gint) (e->sketch->h / step) + 1;
  const gint count = columns * lines;
  const gdouble shake = e->brush->length < PST_BRUSH_TILES ? 1 - ROWS : 1;
  g_autofree gfloat *random = g_new (gfloat, count);
  g_autofree guint64 *words = g_new (guint64, 2 * count);

  for (gint i = 0; i < count; i++)
    random[i] = (gfloat) pst_random_uniform (key, (guint64) i);
  pst_order (random, count, words, words + count);
  for (gint k = 0; k < count; k++)
    {
      const gint i = (gint) PST_ORDER_INDEX (words[count + k]);
      const guint64 own = pst_random_key (key, 1, (guint64) i);
      gfloat x = (gfloat) ((i % columns + shake * pst_random_uniform (own, 0)) * step);
      gfloat y = (gfloat) ((i / columns + shake * pst_random_uniform (own, 1)) * step);

      if (k % SOME == 0 && g_cancellable_is_cancelled (e->sketch->cancellable))
        break;
      if (x < (gfloat) e->sketch->w && y < (gfloat) e->sketch->h
          && (! extra || by_likeness (e, (gsize) y * (gsize) e->sketch->w + (gsize) x, 1, 2) > 1)
          && ! (narrow && is_enough (e, x, y, MAX (1, (gint) (step / 2)))))
        lay_stroke (e, x, y, width, narrow, own);
    }
}

/* What a stroke of that width sees of the photo. */
static void
look (const Easel *e, gdouble width)
{
  for (gsize c = 0; c < 3; c++)
    pst_flow_blur (e->sketch->wanted + c * e->n, e->sketch->w, e->sketch->h,
                   MAX (FOCUS * width, .5), e->scratch, e->wanted + c * e->n,
                   e->sketch->engine->pool);
}

static void
take_busy (const Easel *e, gdouble deviation)
{
  const PstSketch *s = e->sketch;
  gfloat *luma = e->plain, *mean = e->plain + e->n; /* not needed yet */

  pst_sketch_luma (s, s->wanted, luma);
  pst_flow_blur (luma, s->w, s->h, deviation, e->scratch, mean, s->engine->pool);
  for (gsize i = 0; i < e->n; i++)
    luma[i] = (luma[i] - mean[i]) * (luma[i] - mean[i]);
  pst_flow_blur (luma, s->w, s->h, deviation, e->scratch, e->busy, s->engine->pool);
}

/* Strokes are chosen by chance; over an area, light and dark are not. */
static void
put_tones (const Easel *e, gdouble deviation)
{
  const PstSketch *s = e->sketch;
  gfloat *have = e->plain, *want = e->plain + e->n; /* not needed any more */

  pst_sketch_luma (s, e->canvas, have);
  pst_sketch_luma (s, s->wanted, want);
  for (gsize i = 0; i < e->n; i++)
    want[i] = by_likeness (e, i, .4f, 1) * (want[i] - have[i]);
  pst_flow_blur (want, s->w, s->h, deviation, e->scratch, have, s->engine->pool);
  for (gsize i = 0; i < 3 * e->n; i++)
    e->canvas[i] = CLAMP (e->canvas[i] + have[i % e->n], -1, 1);
}

/* And where likeness is asked for, over a smaller one: in an eye. */
static void
put_near_tones (const Easel *e, gdouble deviation)
{
  const PstSketch *s = e->sketch;
  gfloat *have = e->plain, *want = e->plain + e->n;

  pst_sketch_luma (s, e->canvas, have);
  pst_sketch_luma (s, s->wanted, want);
  for (gsize i = 0; i < e->n; i++)
    want[i] = MAX (s->likeness[i], 0) * (want[i] - have[i]);
  pst_flow_blur (want, s->w, s->h, deviation, e->scratch, have, s->engine->pool);
  for (gsize i = 0; i < 3 * e->n; i++)
    e->canvas[i] = CLAMP (e->canvas[i] + have[i % e->n], -1, 1);
}

/* Over the strokes, as a hand does it that draws with the brush. */
static void
draw_lines (const Easel *e, gdouble width)
{
  const PstSketch *s = e->sketch;
  gfloat colour[3], amount = (gfloat) pst_broken_lines (e->broken, colour);
  gfloat *luma = e->plain, *lines = e->plain + e->n; /* not needed any more */

  if (! (amount > 0))
    return;
  pst_sketch_luma (s, s->wanted, luma);
  pst_contours_lines (s, luma, width, e->wanted, lines);
  pst_contours_draw (s, lines, amount, colour, e->canvas);
}

gboolean
pst_brush_lay (const PstBrush *brush, const PstBroken *broken, const PstSketch *sketch,
               gfloat *canvas)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;
  const gdouble ordinary = brush->width * sketch->scale;
  g_autoptr (PstBrokenIndex) index = pst_broken_index_new (broken);
  gfloat *planes = pst_sketch_take (sketch, 10);
  const Easel e = { .brush = brush,
                    .broken = broken,
                    .index = index,
                    .sketch = sketch,
                    .length = brush->length * MIN (SHORT + SOFTER * (.95 - brush->opacity), 1),
                    .n = n,
                    .canvas = canvas,
                    .plain = planes,
                    .wanted = planes + 3 * n,
                    .busy = planes + 6 * n,
                    .mask = planes + 7 * n,
                    .side = planes + 8 * n,
                    .scratch = planes + 9 * n };

  if (! planes)
    return FALSE;
  take_busy (&e, SEEN * ordinary);
  memset (e.mask, 0, n * sizeof (gfloat));
  for (gint layer = BROADEST; layer >= NARROWEST; layer--)
    {
      gdouble width = ldexp (ordinary, layer);

      if (layer < 0 && width < LEAST)
        break;
      look (&e, width);
      if (layer == BROADEST)
        {
          memcpy (canvas, e.wanted, 3 * n * sizeof (gfloat));
          memcpy (e.plain, e.wanted, 3 * n * sizeof (gfloat));
        }
      lay_layer (&e, width, layer < 0, FALSE,
                 pst_random_key (sketch->key, 1, (guint64) (layer + 8)));
    }
  if (sketch->likeness)
    {
      look (&e, FINEST);
      lay_layer (&e, FINEST, TRUE, TRUE, pst_random_key (sketch->key, 1, 0));
    }
  put_tones (&e, AREA * ordinary);
  if (sketch->likeness)
    put_near_tones (&e, NEARER * ordinary);
  draw_lines (&e, LINE * ordinary);
  pst_sketch_give (sketch, planes);
  return TRUE;
}
