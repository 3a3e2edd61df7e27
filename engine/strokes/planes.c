/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/planes.h"

#include <math.h>
#include <string.h>

#include "strokes/contours.h"
#include "strokes/flow.h"
#include "strokes/regions.h"
#include "strokes/things.h"

#define FINE       .8  /* pixels at scale 1: blur of what is smaller              */
#define VIVID      4.0 /* at most */
#define PASSES     3
#define ALONG      8
#define ACROSS     4
#define SAME_ALONG .6 /* colours that are averaged */
#define SAME       .3
#define LINE       .9 /* pixels of deviation                                      */
#define INK        .8f
#define FACETS     24.  /* planes so wide are cut into facets, which are shaded              */
#define SHADE      .7f  /* of what is lighter or darker in one                               */
#define TONE       .8f  /* and of the difference of its mean to its ink                         */
#define TURN       .3f  /* of luma, from one side of a facet to the other                       */
#define WIDE       1.2  /* planes that a facet is wide, before it is joined to others           */
#define SAME_PLANE 2e-4 /* see pst_things_join (): a plain sky is a few planes, not cells  */
#define LONG       2.5
#define TURNED     .4   /* radians off the forms                                                  */
#define SOFT       .15f /* see pst_inks_snap (), where there is no edge                     */
#define EDGE       .03f /* difference of luma over four pixels that is one                     */
#define NEAR       .5f  /* at likeness 100: of what passes averaged, is not                   */
#define FAR        12   /* pixels at scale 1 over which more is averaged at likeness 0       */
#define LIT        .6f  /* and of the difference of a pixel's light to its ink, is painted     */
#define CALM       3    /* pixels along which the planes' bounds are smoothed    */

/* Mean square of what is not luma of @n colours, the channels @stride numbers apart. */
static gdouble
chroma (const gfloat *rgb, gsize n, gsize stride, gsize next)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const gfloat *x = rgb + i * next;
      gfloat luma = .299f * x[0] + .587f * x[stride] + .114f * x[2 * stride];

      for (gsize c = 0; c < 3; c++)
        sum += (x[c * stride] - luma) * (x[c * stride] - luma);
    }
  return sum / (gdouble) MAX (n, 1);
}

/* Colours so far from gray as the inks are, that more than its grays is found. */
static void
make_vivid (const PstInks *inks, const gfloat *luma, gsize n, gfloat *rgb)
{
  gdouble wanted = chroma (inks->colour[0], (gsize) inks->n, 1, 3);
  gdouble have = chroma (rgb, n, n, 1);
  gfloat more = (gfloat) CLAMP (sqrt (wanted / (have + 1e-6)), 1, VIVID);

  for (gsize i = 0; i < 3 * n; i++)
    rgb[i] = luma[i % n] + more * (rgb[i] - luma[i % n]);
}

typedef struct
{
  const PstInks *inks;
  const PstRegions *facets; /* or NULL */
  const gfloat *luma;
  const gfloat *likeness; /* or NULL */
  gfloat *canvas;
  gint w;
  gsize n;
} Fill;

/* Item: a line.  Every facet in the ink that is nearest to its mean, shaded as it is and from one
 * side to the other, as if it were turned; without facets every pixel in that which is nearest to its own, with clear bounds where there
 * is one and a gradation where there is none. */
static void
fill_item (gint y, gint worker, gpointer data)
{
  const Fill *f = data;
  const gint h = (gint) (f->n / (gsize) f->w);
  const gfloat *above = f->luma + (gsize) MAX (y - 2, 0) * (gsize) f->w;
  const gfloat *below = f->luma + (gsize) MIN (y + 2, h - 1) * (gsize) f->w;

  for (gint x = 0; x < f->w; x++)
    {
      const gsize i = (gsize) y * (gsize) f->w + (gsize) x;
      const gfloat *at = f->luma + (gsize) y * (gsize) f->w;
      gfloat own[3] = { f->canvas[i], f->canvas[f->n + i], f->canvas[2 * f->n + i] }, to[3];
      gfloat light = 0;

      if (f->facets)
        {
          const PstRegion *facet = &f->facets->region[f->facets->of[i]];
          const gfloat *mean = facet->colour;
          const gfloat light_mean = .299f * mean[0] + .587f * mean[1] + .114f * mean[2];
          gfloat u = (facet->v * ((gfloat) x - facet->x) - facet->u * ((gfloat) y - facet->y))
                     / facet->size;

          pst_inks_snap (f->inks, mean, 0, to);
          light = SHADE * (f->luma[i] - light_mean)
                  + TONE * (light_mean - (.299f * to[0] + .587f * to[1] + .114f * to[2]))
                  + TURN * CLAMP (u, -1, 1);
        }
      else
        {
          gfloat u = at[MIN (x + 2, f->w - 1)] - at[MAX (x - 2, 0)], v = below[x] - above[x];

          pst_inks_snap (f->inks, own, SOFT / (1 + (u * u + v * v) / (EDGE * EDGE)), to);
        }
      if (f->likeness && f->likeness[i] > 0)
        light += LIT * f->likeness[i]
                 * (f->luma[i] - light - (.299f * to[0] + .587f * to[1] + .114f * to[2]));
      for (gsize c = 0; c < 3; c++)
        f->canvas[c * f->n + i] = to[c] + light;
    }
}

/* The gradation goes where the light goes. */
static void
turn_to_light (PstRegions *facets, const gfloat *luma)
{
  const gsize n = (gsize) facets->w * (gsize) facets->h;
  g_autofree gdouble *sums = g_new0 (gdouble, 2 * facets->n);

  for (gsize i = 0; i < n; i++)
    {
      const gint k = facets->of[i];
      const PstRegion *facet = &facets->region[k];

      sums[2 * k] += luma[i] * ((gfloat) (i % (gsize) facets->w) - facet->x);
      sums[2 * k + 1] += luma[i] * ((gfloat) (i / (gsize) facets->w) - facet->y);
    }
  for (gint k = 0; k < facets->n; k++)
    {
      const gdouble length = hypot (sums[2 * k], sums[2 * k + 1]);

      if (! (length > 0))
        continue;
      facets->region[k].v = (gfloat) (sums[2 * k] / length);
      facets->region[k].u = (gfloat) (-sums[2 * k + 1] / length);
    }
}

/* Planes have more of the photo where likeness is high, and less where it is low. */
static void
vary_detail (const PstSketch *sketch, gfloat *scratch, gfloat *canvas)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;

  for (gsize i = 0; i < 3 * n; i++)
    if (sketch->likeness[i % n] > 0)
      canvas[i] += NEAR * sketch->likeness[i % n] * (sketch->wanted[i] - canvas[i]);
  for (gint pass = 0; pass < 2 * PASSES; pass++)
    {
      pst_contours_smooth (sketch, canvas, 3, pass % 2 == 1, (gint) (FAR * sketch->scale),
                           SAME_ALONG, scratch);
      for (gsize i = 0; i < 3 * n; i++)
        if (sketch->likeness[i % n] < 0)
          canvas[i] -= sketch->likeness[i % n] * (scratch[i] - canvas[i]);
    }
}

gboolean
pst_planes_lay (const PstColours *colours, gdouble plane, const PstSketch *sketch, gfloat *canvas)
{
  const gint w = sketch->w, h = sketch->h;
  const gsize n = (gsize) w * (gsize) h;
  const gdouble scale = sketch->scale;
  gfloat *spare = pst_sketch_take (sketch, 5);
  gfloat *luma = spare + 3 * n, *lines = spare + 4 * n;
  const gboolean cut = plane >= FACETS;
  const PstRegionShape shape = { MIN (WIDE * plane * scale, MIN (w, h) / 4.), LONG, TURNED,
                                 sketch->along_x, sketch->along_y };
  g_autoptr (PstRegions) facets = NULL;
  gboolean done = TRUE;
  PstInks inks;

  if (! spare)
    return FALSE;
  pst_inks_take (&inks, colours);
  pst_sketch_luma (sketch, sketch->wanted, luma);
  pst_contours_lines (sketch, luma, LINE * scale, spare, lines);
  for (gsize c = 0; c < 3; c++)
    pst_flow_blur (sketch->wanted + c * n, w, h, FINE * scale, spare, canvas + c * n,
                   sketch->engine->pool);
  pst_sketch_luma (sketch, canvas, luma);
  if (cut)
    done = pst_things_even (sketch->photo, w, h, sketch->engine->pool, canvas);
  make_vivid (&inks, luma, n, canvas);
  for (gint pass = 0; pass < PASSES; pass++)
    {
      pst_contours_smooth (sketch, canvas, 3, FALSE, (gint) (ALONG * scale), SAME_ALONG, spare);
      pst_contours_smooth (sketch, spare, 3, TRUE, (gint) (ACROSS * scale), SAME, canvas);
    }
  if (sketch->likeness)
    vary_detail (sketch, spare, canvas);
  if (cut)
    facets = pst_regions_new (sketch->engine->pool, canvas, w, h, &shape, sketch->key);
  if (facets)
    pst_things_join (facets, canvas, SAME_PLANE);
  done = done && (facets || ! cut);
  if (done)
    {
      const gfloat ink = facets ? INK / 2 : INK;
      Fill f = { &inks, facets, luma, sketch->likeness, canvas, w, n };

      pst_sketch_luma (sketch, canvas, luma);
      if (facets)
        turn_to_light (facets, luma);
      pst_pool_run (sketch->engine->pool, h, fill_item, &f);
      pst_contours_smooth (sketch, canvas, 3, FALSE, (gint) (CALM * scale), 0, spare);
      memcpy (canvas, spare, 3 * n * sizeof (gfloat));
      pst_contours_draw (sketch, lines, ink, inks.colour[0], canvas);
    }
  pst_sketch_give (sketch, spare);
  return done;
}
