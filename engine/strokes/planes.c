/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/planes.h"

#include <math.h>
#include <string.h>

#include "strokes/contours.h"
#include "strokes/facets.h"
#include "strokes/flow.h"
#include "strokes/smoothstep.h"
#include "strokes/things.h"

#define FINE       .8  /* pixels at scale 1: blur of what is smaller              */
#define VIVID      2.5 /* at most */
#define PASSES     3
#define ALONG      8
#define ACROSS     4
#define SAME_ALONG .6 /* colours that are averaged */
#define SAME       .3
#define LINE       .9 /* pixels of deviation                                      */
#define INK        .8f
#define DRAWN      .5f  /* between facets                                                  */
#define FACETS     24.  /* planes so wide are cut into facets, which are shaded              */
#define WIDEST     4.5  /* planes that a facet is wide, at most                             */
#define FINEST     2.2  /* pixels at scale 1 that it is, at least                           */
#define TURN       .55f /* of luma, from its middle to a side, beyond what the photo has    */
#define FINER      4    /* places by pixel, each way, where facets meet                     */
#define BOLD       1.5f /* by which a colour is farther from gray when its ink is chosen,    */
#define SETTLED    .5f  /* see pst_sketch_settle () */
#define LIGHT      .35f /* part of its difference to its ink's light that is painted,        */
#define PAPER_FROM .25  /* shares of a print that are paper from which, and to which, it is  */
#define PAPER_TO   .45  /* a drawing in tints:                                               */
#define TINT_BOLD  1.f  /* the same then                                                     */
#define TINT_LIGHT .8f
#define TINT_SOFT  .4f
#define PAPER      .12  /* of its tones, from the lightest on, are paper                     */
#define SOFT       .03f /* see pst_inks_snap (), where there is no edge                     */
#define EDGE       .03f /* difference of luma over four pixels that is one                     */
#define NEAR       .5f  /* at likeness 100: of what passes averaged, is not                   */
#define FAR        12   /* pixels at scale 1 over which more is averaged at likeness 0       */
#define LIT        .6f  /* and of the difference of a pixel's light to its ink, is painted     */
#define CALM       3    /* pixels along which the planes' bounds are smoothed    */

static gfloat
luma_of (const gfloat *rgb)
{
  return .299f * rgb[0] + .587f * rgb[1] + .114f * rgb[2];
}

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
  const PstFacets *facets;  /* or NULL; then:                        */
  gint *of;                 /* [h][w]: whose each pixel is           */
  gfloat (*ink)[3];         /* each one's, as light as it is in the photo */
  gfloat bold, soft, light; /* see BOLD, SOFT, LIGHT */
  gfloat wide;              /* pixels that one usually is            */
  const gfloat *luma;
  const gfloat *likeness; /* or NULL */
  gfloat *canvas;
  gint w;
  gsize n;
} Fill;

/* Item: a line. */
static void
find_item (gint y, gint worker, gpointer data)
{
  const Fill *f = data;

  for (gint x = 0; x < f->w; x++)
    f->of[(gsize) y * (gsize) f->w + (gsize) x] = pst_facets_at (f->facets, (gfloat) x, (gfloat) y);
}

/* A print's inks are farther from gray than what it shows. */
static void
choose_ink (const PstInks *inks, const gfloat *rgb, gfloat bold, gfloat soft, gfloat *to)
{
  const gfloat light = luma_of (rgb);
  const gfloat vivid[3] = { light + bold * (rgb[0] - light), light + bold * (rgb[1] - light),
                            light + bold * (rgb[2] - light) };

  pst_inks_snap (inks, vivid, soft, to);
}

static void
take_inks (const Fill *f)
{
  for (gint k = 0; k < pst_facets_count (f->facets); k++)
    {
      const gfloat *mean = pst_facets_get (f->facets, k)->colour;
      const gfloat light = luma_of (mean);
      gfloat darker;

      choose_ink (f->inks, mean, BOLD, 0, f->ink[k]);
      darker = luma_of (f->ink[k]) - light;
      for (gint c = 0; c < 3; c++)
        f->ink[k][c] -= darker;
    }
}

/* Adds @amount of facet @k at (x,y): its ink, lighter to the side that is lit, as if it were
 * turned to the light. */
static void
add_facet (const Fill *f, gint k, gfloat x, gfloat y, gfloat amount, gfloat *to)
{
  const PstFacet *facet = pst_facets_get (f->facets, k);
  const gfloat rise = hypotf (facet->slope[0], facet->slope[1]);
  const gfloat by = facet->slope[0] * (x - facet->x) + facet->slope[1] * (y - facet->y);
  const gfloat light =
      by + TURN * MIN (facet->size / f->wide, 1) * CLAMP (by / (rise * facet->size + 1e-6f), -1, 1);

  for (gint c = 0; c < 3; c++)
    to[c] += amount * (f->ink[k][c] + light);
}

static void
facet_colour (const Fill *f, gint x, gint y, gfloat *to)
{
  const gint h = (gint) (f->n / (gsize) f->w);
  const gint *of = f->of + (gsize) y * (gsize) f->w + (gsize) x;

  to[0] = to[1] = to[2] = 0;
  if ((x == 0 || of[-1] == *of) && (x == f->w - 1 || of[1] == *of) && (y == 0 || of[-f->w] == *of)
      && (y == h - 1 || of[f->w] == *of))
    add_facet (f, *of, (gfloat) x, (gfloat) y, 1, to);
  else
    for (gint i = 0; i < FINER * FINER; i++)
      {
        const gfloat u = (gfloat) x + ((gfloat) (i % FINER) + .5f) / FINER - .5f,
                     v = (gfloat) y + ((gfloat) (i / FINER) + .5f) / FINER - .5f;

        add_facet (f, pst_facets_at (f->facets, u, v), u, v, 1.f / (FINER * FINER), to);
      }
}

/* Every pixel in the ink which is nearest to its own, with clear bounds where there is one and a
 * gradation where there is none. */
static void
ink_colour (const Fill *f, gint x, gint y, gfloat *to)
{
  const gint h = (gint) (f->n / (gsize) f->w);
  const gsize i = (gsize) y * (gsize) f->w + (gsize) x;
  const gfloat *at = f->luma + (gsize) y * (gsize) f->w;
  const gfloat own[3] = { f->canvas[i], f->canvas[f->n + i], f->canvas[2 * f->n + i] };
  const gfloat u = at[MIN (x + 2, f->w - 1)] - at[MAX (x - 2, 0)],
               v = f->luma[(gsize) MIN (y + 2, h - 1) * (gsize) f->w + (gsize) x]
                   - f->luma[(gsize) MAX (y - 2, 0) * (gsize) f->w + (gsize) x];

  choose_ink (f->inks, own, f->bold, f->soft / (1 + (u * u + v * v) / (EDGE * EDGE)), to);
}

/* Item: a line. */
static void
fill_item (gint y, gint worker, gpointer data)
{
  const Fill *f = data;

  for (gint x = 0; x < f->w; x++)
    {
      const gsize i = (gsize) y * (gsize) f->w + (gsize) x;
      gfloat to[3], light = 0;

      if (f->facets)
        facet_colour (f, x, y, to);
      else
        {
          ink_colour (f, x, y, to);
          light = f->light * (f->luma[i] - luma_of (to));
        }
      if (f->likeness && f->likeness[i] > 0)
        light += LIT * f->likeness[i] * (f->luma[i] - light - luma_of (to));
      for (gsize c = 0; c < 3; c++)
        f->canvas[c * f->n + i] = to[c] + light;
    }
}

/* The share of a picture that is about as light as its lightest. */
static gdouble
paper_of (const PstColours *colours)
{
  const gint lightest = (gint) (pst_colours_tone_at (colours, .99) * (PST_COLOURS_TONES - 1) + .5f);
  gdouble share = 0;

  for (gint i = MAX (lightest - (gint) (PAPER * PST_COLOURS_TONES), 0); i < PST_COLOURS_TONES; i++)
    share += colours->tones[i];
  return share;
}

/* Planes have more of the photo's light where likeness is high, and less where it is low. */
static void
vary_detail (const PstSketch *sketch, gfloat *scratch, gfloat *canvas)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;

  for (gsize i = 0; i < n; i++)
    if (sketch->likeness[i] > 0)
      {
        gfloat more[3];

        for (gsize c = 0; c < 3; c++)
          more[c] = sketch->wanted[c * n + i] - canvas[c * n + i];
        for (gsize c = 0; c < 3; c++)
          canvas[c * n + i] += NEAR * sketch->likeness[i] * luma_of (more);
      }
  for (gint pass = 0; pass < 2 * PASSES; pass++)
    {
      pst_contours_smooth (sketch, canvas, 3, pass % 2 == 1, (gint) (FAR * sketch->scale),
                           SAME_ALONG, scratch);
      for (gsize i = 0; i < 3 * n; i++)
        if (sketch->likeness[i % n] < 0)
          canvas[i] -= sketch->likeness[i % n] * (scratch[i] - canvas[i]);
    }
}

/* @canvas in inks, its bounds smoothed. */
static gboolean
fill_inks (Fill *f, const PstSketch *sketch, gfloat *scratch)
{
  pst_pool_run (sketch->engine->pool, sketch->h, fill_item, f);
  pst_contours_smooth (sketch, f->canvas, 3, FALSE, (gint) (CALM * sketch->scale), 0, scratch);
  memcpy (f->canvas, scratch, 3 * f->n * sizeof (gfloat));
  return TRUE;
}

/* Or in facets of inks; FALSE: not enough memory. */
static gboolean
fill_facets (Fill *f, const PstSketch *sketch, gdouble plane)
{
  const gdouble scale = sketch->scale;
  g_autoptr (PstFacets) facets =
      pst_facets_new (f->canvas, sketch->likeness, sketch->w, sketch->h, WIDEST * plane * scale,
                      FINEST * scale, sketch->key);
  g_autofree gint *of = g_try_new (gint, f->n);

  if (! facets || ! of)
    return FALSE;
  f->facets = facets;
  f->of = of;
  f->ink = g_malloc_n ((gsize) pst_facets_count (facets), sizeof *f->ink);
  f->wide = (gfloat) (WIDEST / 2 * plane * scale);
  take_inks (f);
  pst_pool_run (sketch->engine->pool, sketch->h, find_item, f);
  pst_pool_run (sketch->engine->pool, sketch->h, fill_item, f);
  g_free (f->ink);
  return TRUE;
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
  const gdouble tint = pst_smoothstep (PAPER_FROM, PAPER_TO, paper_of (colours));
  gboolean done = TRUE;
  PstInks inks;
  Fill f = {
    .inks = &inks, .luma = luma, .likeness = sketch->likeness, .canvas = canvas, .w = w, .n = n
  };

  if (! spare)
    return FALSE;
  pst_inks_take (&inks, colours);
  f.bold = (gfloat) (BOLD + tint * (TINT_BOLD - BOLD));
  f.soft = (gfloat) (SOFT + tint * (TINT_SOFT - SOFT));
  f.light = (gfloat) (LIGHT + tint * (TINT_LIGHT - LIGHT));
  pst_sketch_luma (sketch, sketch->wanted, luma);
  pst_contours_lines (sketch, luma, LINE * scale, spare, lines);
  for (gsize c = 0; c < 3; c++)
    pst_flow_blur (sketch->wanted + c * n, w, h, FINE * scale, spare, canvas + c * n,
                   sketch->engine->pool);
  pst_sketch_luma (sketch, canvas, luma);
  done = pst_things_even (sketch->photo, w, h, sketch->engine->pool, canvas);
  make_vivid (&inks, luma, n, canvas);
  for (gint pass = 0; pass < PASSES; pass++)
    {
      pst_contours_smooth (sketch, canvas, 3, FALSE, (gint) (ALONG * scale), SAME_ALONG, spare);
      pst_contours_smooth (sketch, spare, 3, TRUE, (gint) (ACROSS * scale), SAME, canvas);
    }
  if (sketch->likeness)
    vary_detail (sketch, spare, canvas);
  pst_sketch_luma (sketch, canvas, luma);
  done = done && (cut ? fill_facets (&f, sketch, plane) : fill_inks (&f, sketch, spare))
         && pst_sketch_settle (sketch, SETTLED, canvas);
  if (done)
    pst_contours_draw (sketch, lines, cut ? DRAWN : INK, inks.colour[0], canvas);
  pst_sketch_give (sketch, spare);
  return done;
}
