/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/hatching.h"

#include <math.h>

#include "strokes/contours.h"
#include "strokes/flow.h"
#include "strokes/palette.h"

#define PERIOD  5.  /* pixels between lines at scale 1                             */
#define BEND    5.f /* lines by which a form's light moves them, from black to white */
#define FORM    3.  /* periods: blur of what bends                                   */
#define TONE    .2  /* and of what a line's breadth follows                          */
#define CONTOUR .22 /* deviation of a contour's width                                */
#define CROSSED .6f /* radians between the two hatchings                             */
#define SHADOW  .6f /* darkness from which the second begins                         */
#define FULL    .9f /* breadth of the darkest lines, in periods                      */
#define CURVE   1.3f
#define THIN    .06f /* breadth below which a line ends                               */

typedef struct
{
  const PstSketch *sketch;
  const gfloat *form, *tone, *contours;
  gfloat angle, period;
  gfloat ink[3], paper[3], low, light; /* luma 0 to 1: all ink, all paper */
  gfloat *canvas;
} Job;

/* 0 to 1, soft over a pixel, of lines whose middle is where @phase is whole and a half. */
static gfloat
line (gfloat phase, gfloat breadth, gfloat period)
{
  gfloat from_middle = fabsf (phase - floorf (phase) - .5f) * 2;

  return breadth <= THIN ? 0 : CLAMP ((breadth - from_middle) * period / 2 + .5f, 0, 1);
}

/* Item: a line of pixels. */
static void
hatch_item (gint y, gint worker, gpointer data)
{
  const Job *job = data;
  const gint w = job->sketch->w;
  const gsize n = (gsize) w * (gsize) job->sketch->h;
  const gfloat ux = cosf (job->angle), uy = sinf (job->angle);
  const gfloat vx = cosf (job->angle + CROSSED), vy = sinf (job->angle + CROSSED);

  for (gint x = 0; x < w; x++)
    {
      const gsize i = (gsize) y * (gsize) w + (gsize) x;
      const gfloat bend = BEND * job->form[i];
      gfloat dark = 1 - ((job->tone[i] + 1) / 2 - job->low) / (job->light - job->low);
      gfloat u = ((gfloat) x * ux + (gfloat) y * uy) / job->period + bend;
      gfloat v = ((gfloat) x * vx + (gfloat) y * vy) / job->period - bend;
      gfloat ink;

      dark = CLAMP (dark, 0, 1);
      ink = line (u, FULL * powf (dark, CURVE), job->period);
      ink = MAX (ink, line (v, MIN ((dark - SHADOW) * 1.8f, .95f), job->period));
      ink = MAX (ink, job->contours[i]);
      for (gsize c = 0; c < 3; c++)
        job->canvas[c * n + i] = job->paper[c] + ink * (job->ink[c] - job->paper[c]);
    }
}

/* Luma below which a share @p of the picture is. */
static gfloat
tone_at (const PstColours *colours, gdouble p)
{
  gdouble sum = 0;

  for (gint i = 0; i < PST_COLOURS_TONES; i++)
    {
      sum += colours->tones[i];
      if (sum >= p)
        return (gfloat) i / (PST_COLOURS_TONES - 1);
    }
  return 1;
}

gboolean
pst_hatching_lay (const PstColours *colours, const gdouble *lean, const PstSketch *sketch,
                  gfloat *canvas)
{
  const gint w = sketch->w, h = sketch->h;
  const gsize n = (gsize) w * (gsize) h;
  const gdouble period = PERIOD * sketch->scale;
  const gdouble cb = colours->mean[0], cr = colours->mean[1];
  PstPool *pool = sketch->engine->pool;
  gfloat *spare = pst_sketch_take (sketch, 7);
  gfloat *luma = spare, *form = spare + n, *tone = spare + 2 * n, *contours = spare + 3 * n;
  Job job = { .sketch = sketch,
              .form = form,
              .tone = tone,
              .contours = contours,
              .angle = .5f * atan2f ((gfloat) lean[1], (gfloat) lean[0]),
              .period = (gfloat) period,
              .low = tone_at (colours, .04),
              .light = tone_at (colours, .85),
              .canvas = canvas };

  if (! spare)
    return FALSE;
  job.light = MAX (job.light, job.low + .1f);
  pst_palette_rgb (job.low, cb / 2, cr / 2, job.ink);
  pst_palette_rgb (tone_at (colours, .97), cb, cr, job.paper);
  pst_sketch_luma (sketch, sketch->wanted, luma);
  pst_contours_lines (sketch, luma, CONTOUR * period, spare + 4 * n, contours);
  pst_flow_blur (luma, w, h, FORM * period, spare + 4 * n, form, pool);
  pst_flow_blur (luma, w, h, TONE * period, spare + 4 * n, tone, pool);
  pst_pool_run (pool, h, hatch_item, &job);
  pst_sketch_give (sketch, spare);
  return TRUE;
}
