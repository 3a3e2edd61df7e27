/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/hatching.h"

#include <math.h>

#include "ground/random.h"
#include "strokes/contours.h"
#include "strokes/correlation.h"
#include "strokes/flow.h"
#include "strokes/inks.h"
#include "strokes/smoothstep.h"
#include "strokes/things.h"

#define PERIOD  2600. /* pixels of an engraving's short side for a pixel between lines at scale 1 */
#define LEAST   2.8   /* and between these                                                      */
#define MOST    5.
#define WAYS    4    /* directions that lines take                                             */
#define LARGE   14.  /* periods: blur of what chooses one of them                              */
#define SURE    .12f /* how clear it must be, or the lean decides                              */
#define TREMBLE .05f /* deviation of a line's place, in periods                                */
#define BEND    5.f  /* lines by which a form's light moves them, from black to white */
#define FORM    7.   /* periods: blur of what bends                                   */
#define TONE    .2   /* and of what a line's breadth follows                          */
#define CONTOUR .22  /* deviation of a contour's width                                */
#define CROSSED .6f  /* radians from the first hatching to the others                     */
#define LAYERS  3    /* hatchings over each other                                              */
#define LONG    22.f /* periods that a stroke is long                                          */
#define FULL    1.2f /* times its breadth, where it is broadest                                */
#define UNLIKE  .25f /* less of that, at most, by chance                                       */
#define THIN    .6f  /* and less at its ends                                                   */
#define IN      .12  /* parts of its length over which it becomes broad,                       */
#define OUT     .3   /* and thin again                                                         */
#define BESIDE  .12f /* periods that it is off its place, at most                              */
#define SHADOW  .45f /* darkness from which a second and a third begin                     */
#define FIRST   .3f  /* part that each takes of what is darker            */
#define BLACK   .85f /* darkness from which lines run together,                              */
#define CLOSES  8.f  /* and how fast                                                           */
#define CURVE   1.2f /* of darkness: the lighter half is lighter                               */
#define OPEN    .88  /* tone of the engraving from which a photo's light is left blank         */
#define SHARES  .25f /* less of both at a time, ...                                            */
#define KEEPS   .95  /* ... until light and dark correlate so with the photo's                 */
#define EVERY   7    /* pixels for one that is asked                                           */
#define FEELS   .8   /* periods: blur within which ink is what is dark                         */
#define EVEN    .3f  /* less of it where likeness is high: faces are light, and not blank      */
#define FADES   1.2f /* 1 / pixels of breadth below which a line is paler, not narrower      */
#define SOFT    1.5f /* pixels over which a line begins: enlarged, harder ones have teeth        */
#define NEAR    .3f  /* likeness from which there are twice as many lines, or half as many     */
#define NEARER  .7f  /* and to which the others fade                                           */
#define FINEST  1.5f /* pixels between lines that are drawn                                    */
#define FINER   .5   /* of a contour's width there, and of its strength                        */
#define WHOLE   1.   /* of a direction what is its thing's: a face has one            */

typedef struct
{
  const PstSketch *sketch;
  const gfloat *form, *tone, *contours;
  const gfloat *luma, *finer; /* where there is likeness */
  const gfloat *way[2];       /* cosine and sine of twice the angle across, blurred */
  const gfloat *tremble;
  gfloat angle, period;
  gfloat twice; /* lines in a period where likeness is high: two, if they can be seen */
  gfloat ink[3], paper[3], low, light; /* luma 0 to 1: all ink, all paper */
  gfloat white;                        /* and what that is where every tone counts */
  gfloat curve;
  gfloat across[WAYS][LAYERS][2]; /* of each way and hatching, in periods for a pixel */
  gfloat *missing;                /* darkness, less the ink that was laid for it       */
  gfloat *canvas;                 /* NULL: the first time, which finds what is missing */
} Job;

/* 0 to 1 of lines whose middle is where @phase is whole and a half. */
static gfloat
line (gfloat phase, gfloat breadth, gfloat period)
{
  gfloat from_middle = fabsf (phase - floorf (phase) - .5f) * 2;

  return CLAMP ((breadth - from_middle) * period / (2 * SOFT) + .5f, 0, 1)
         * CLAMP (FADES * breadth * period, 0, 1);
}

/* A line is laid in strokes, each from where the burin goes in to where it comes out.  Returns how much
 * of its breadth line @phase has at @along, in strokes; @beside: how many periods it is off its place. */
static gfloat
stroke (const Job *job, gfloat phase, gfloat along, gint layer, gfloat *beside)
{
  const guint64 line =
      pst_random_key (job->sketch->key, (guint64) (gint64) floorf (phase), (guint64) layer);
  const gfloat at = along + (gfloat) pst_random_uniform (line, 0);
  const guint64 key = pst_random_key (line, (guint64) (gint64) floorf (at), 1);
  const gdouble t = at - floorf (at);

  *beside = BESIDE * (2 * (gfloat) pst_random_uniform (key, 0) - 1);
  return FULL - UNLIKE * (gfloat) pst_random_uniform (key, 1)
         - THIN * (gfloat) (1 - pst_smoothstep (0, IN, t) * (1 - pst_smoothstep (1 - OUT, 1, t)));
}

/* The hatchings of @dark, where @more lines are in a period's place; each begins where those before are
 * not dark enough.  @place [LAYERS][2]: periods across the lines and along them. */
static gfloat
hatched (const Job *job, const gfloat (*place)[2], gfloat bend, gfloat dark, gfloat missing,
         gfloat more)
{
  const gfloat closed = MAX (0, CLOSES * (dark - BLACK));
  gfloat left = CLAMP (dark + missing, 0, 1), ink = 0;

  for (gint k = 0; k < LAYERS && left > 0; k++)
    {
      const gfloat own = left < SHADOW ? left : SHADOW + FIRST * (left - SHADOW);
      const gfloat phase = more * (place[k][0] + (k % 2 ? -bend : bend));
      gfloat beside, breadth = own * stroke (job, phase, place[k][1] / LONG, k, &beside) + closed;

      ink = MAX (ink, line (phase + beside, breadth, job->period / more));
      left = 1 - (1 - left) / (1 - own); /* together they cover what is dark */
    }
  return ink;
}

/* One of a few ways from the lean on. */
static gint
way_at (const Job *job, gsize i)
{
  const gfloat step = (gfloat) G_PI / WAYS, c = job->way[0][i], s = job->way[1][i];

  if (c * c + s * s < SURE * SURE)
    return 0;
  return ((gint) rintf ((.5f * atan2f (s, c) - job->angle) / step) + 2 * WAYS) % WAYS;
}

/* 0 to 1, of light from 0 to 1. */
static gfloat
darkness (const Job *job, gfloat tone, gfloat near)
{
  const gfloat light = near > 0 ? job->light + near * (job->white - job->light) : job->light;
  const gfloat dark = 1 - (tone - job->low) / (light - job->low);

  return powf (CLAMP (dark, 0, 1),
               near > 0 ? MAX (job->curve - EVEN * near, 1 - EVEN) : job->curve);
}

/* The ink at a pixel for that darkness, contours with it. */
static gfloat
ink_at (const Job *job, gint x, gint y, gfloat dark, gfloat missing, gfloat near)
{
  const gsize i = (gsize) y * (gsize) job->sketch->w + (gsize) x;
  const gfloat bend = BEND * job->form[i] + TREMBLE * job->tremble[i];
  const gint way = way_at (job, i);
  gfloat place[LAYERS][2], ink;

  for (gint k = 0; k < LAYERS; k++)
    {
      const gfloat *across = job->across[way][k];

      place[k][0] = (gfloat) x * across[0] + (gfloat) y * across[1];
      place[k][1] = (gfloat) y * across[0] - (gfloat) x * across[1];
    }
  ink = hatched (job, place, bend, dark, missing, 1);
  if (near != 0)
    {
      const gfloat other = CLAMP ((fabsf (near) - NEAR) / (NEARER - NEAR), 0, 1);

      if (other > 0)
        ink +=
            other * (hatched (job, place, bend, dark, missing, near > 0 ? job->twice : .5f) - ink);
      if (near > 0)
        ink = MAX (ink, near * job->finer[i]);
    }
  return MAX (ink, job->contours[i]);
}

/* Item: a line of pixels. */
static void
hatch_item (gint y, gint worker, gpointer data)
{
  const Job *job = data;
  const gint w = job->sketch->w;
  const gsize n = (gsize) w * (gsize) job->sketch->h;

  for (gint x = 0; x < w; x++)
    {
      const gsize i = (gsize) y * (gsize) w + (gsize) x;
      const gfloat near = job->sketch->likeness ? job->sketch->likeness[i] : 0;
      const gfloat tone =
          near > 0 ? job->tone[i] + near * (job->luma[i] - job->tone[i]) : job->tone[i];
      const gfloat dark = darkness (job, (tone + 1) / 2, near);

      if (! job->canvas)
        job->missing[i] = dark - ink_at (job, x, y, dark, 0, near);
      else
        {
          const gfloat ink = ink_at (job, x, y, dark, job->missing[i], near);

          for (gsize c = 0; c < 3; c++)
            job->canvas[c * n + i] = job->paper[c] + ink * (job->ink[c] - job->paper[c]);
        }
    }
}

/* How an engraver opens the light, as far as it stays a likeness of the photo's light and dark. */
static void
open_light (Job *job, const gfloat *photo, gfloat open, gfloat paper)
{
  const gsize n = (gsize) job->sketch->w * (gsize) job->sketch->h;
  gdouble kept = 0;

  for (gfloat share = 1; share >= 0 && kept < KEEPS; share -= SHARES)
    {
      PstCorrelation c = { 0 };

      job->light = paper + share * (open - paper);
      job->curve = 1 + share * (CURVE - 1);
      for (gsize i = 0; i < n; i += EVERY)
        pst_correlation_add (&c, photo[i], -darkness (job, (job->tone[i] + 1) / 2, 0), 1);
      kept = pst_correlation_get (&c);
    }
}

static void
put_across (Job *job)
{
  for (gint way = 0; way < WAYS; way++)
    for (gint k = 0; k < LAYERS; k++)
      {
        const gfloat turned = job->angle + (gfloat) way * (gfloat) G_PI / WAYS
                              + (k == 1   ? CROSSED
                                 : k == 2 ? -CROSSED
                                          : 0);

        job->across[way][k][0] = cosf (turned) / job->period;
        job->across[way][k][1] = sinf (turned) / job->period;
      }
}

/* Of the field, which is along forms, what is across, over a large area. */
static void
put_ways (const PstSketch *s, gdouble deviation, gfloat *scratch, gfloat *ways)
{
  const gsize n = (gsize) s->w * (gsize) s->h;

  for (gsize c = 0; c < 2; c++)
    {
      for (gsize i = 0; i < n; i++)
        scratch[n + i] = c ? -2 * s->along_x[i] * s->along_y[i]
                           : s->along_y[i] * s->along_y[i] - s->along_x[i] * s->along_x[i];
      pst_flow_blur (scratch + n, s->w, s->h, deviation, scratch, ways + c * n, s->engine->pool);
    }
}

/* Most of the way is that of the thing: lines that change their direction within a face cut it into
 * polygons.  FALSE: not enough memory. */
static gboolean
put_whole (const PstSketch *s, gfloat *ways)
{
  const gsize n = (gsize) s->w * (gsize) s->h;
  g_autofree gint *of = g_try_new (gint, n);
  const gint count = of ? pst_things_find (s->photo, s->w, s->h, s->engine->pool, of) : 0;
  g_autofree gdouble *sums = g_new0 (gdouble, 3 * MAX (count, 1));

  for (gsize i = 0; i < n && count > 0; i++)
    {
      sums[3 * of[i]] += ways[i];
      sums[3 * of[i] + 1] += ways[n + i];
      sums[3 * of[i] + 2]++;
    }
  for (gsize i = 0; i < n && count > 0; i++)
    for (gsize c = 0; c < 2; c++)
      ways[c * n + i] += (gfloat) (WHOLE
                                   * (sums[3 * (gsize) of[i] + c] / sums[3 * (gsize) of[i] + 2]
                                      - ways[c * n + i]));
  return count > 0;
}

/* A hand is not a ruler: smooth noise of deviation 1. */
static void
put_tremble (const PstSketch *s, gdouble period, gfloat *scratch, gfloat *tremble)
{
  const gsize n = (gsize) s->w * (gsize) s->h;
  const gfloat gain = (gfloat) (2 * sqrt (G_PI) * period);

  for (gsize i = 0; i < n; i++)
    scratch[n + i] = gain * pst_random_normal (s->key, i);
  pst_flow_blur (scratch + n, s->w, s->h, period, scratch, tremble, s->engine->pool);
}

gboolean
pst_hatching_lay (const PstColours *colours, const gdouble *lean, gint size,
                  const PstSketch *sketch, gfloat *canvas)
{
  const gint w = sketch->w, h = sketch->h;
  const gsize n = (gsize) w * (gsize) h;
  const gdouble period = CLAMP (PERIOD / size, LEAST, MOST) * sketch->scale;
  const gdouble cb = colours->mean[0], cr = colours->mean[1];
  PstPool *pool = sketch->engine->pool;
  gfloat *spare = pst_sketch_take (sketch, sketch->likeness ? 11 : 10);
  gfloat *luma = spare, *form = spare + n, *tone = spare + 2 * n, *contours = spare + 3 * n;
  gfloat *ways = spare + 4 * n, *tremble = spare + 6 * n, *scratch = spare + 7 * n;
  Job job = { .sketch = sketch,
              .form = form,
              .tone = tone,
              .contours = contours,
              .luma = luma,
              .finer = sketch->likeness ? spare + 10 * n : NULL,
              .way = { ways, ways + n },
              .tremble = tremble,
              .angle = .5f * atan2f ((gfloat) lean[1], (gfloat) lean[0]),
              .period = (gfloat) period,
              .twice = period >= 2 * FINEST ? 2 : 1,
              .low = pst_colours_tone_at (colours, .04),
              .missing = spare + 9 * n };
  const gfloat open = MAX (pst_colours_tone_at (colours, OPEN), job.low + .1f);
  const gfloat paper = MAX (pst_colours_tone_at (colours, .97), open);
  gboolean done;

  if (! spare)
    return FALSE;
  job.white = MAX (pst_colours_tone_at (colours, .99), paper);
  pst_inks_rgb (job.low, cb / 2, cr / 2, job.ink);
  pst_inks_rgb (paper, cb, cr, job.paper);
  pst_sketch_luma (sketch, sketch->wanted, luma);
  pst_contours_lines (sketch, luma, CONTOUR * period, scratch, contours);
  if (sketch->likeness)
    pst_contours_lines (sketch, luma, FINER * CONTOUR * period, scratch, spare + 10 * n);
  pst_flow_blur (luma, w, h, FORM * period, scratch, form, pool);
  pst_flow_blur (luma, w, h, TONE * period, scratch, tone, pool);
  put_ways (sketch, LARGE * period, scratch, ways);
  put_tremble (sketch, period, scratch, tremble);
  put_across (&job);
  pst_sketch_luma (sketch, sketch->photo, scratch);
  open_light (&job, scratch, open, paper);
  done = put_whole (sketch, ways);
  if (done)
    {
      pst_pool_run (pool, h, hatch_item, &job);
      pst_flow_blur (job.missing, w, h, FEELS * period, scratch, job.missing, pool);
      job.canvas = canvas;
      pst_pool_run (pool, h, hatch_item, &job);
    }
  pst_sketch_give (sketch, spare);
  return done;
}
