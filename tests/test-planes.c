/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inks, regions, things, planes and hatching, of pictures that are made up. */

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "pastiche/pastiche.h"
#include "strokes/facets.h"
#include "strokes/hatching.h"
#include "strokes/planes.h"
#include "strokes/regions.h"
#include "strokes/things.h"

#include "sketches.h"

/* Black, a gray and an orange. */
static PstImage *
print_new (void)
{
  static const gfloat colours[3][3] = { { .1f, .1f, .1f }, { .6f, .6f, .6f }, { .9f, .5f, .1f } };
  PstImage *image = pst_image_new (90, 60, NULL);

  for (gint i = 0; i < 3 * 90 * 60; i++)
    image->data[i] = colours[i % 90 / 30][i / (90 * 60)];
  return image;
}

/* From black to white. */
static void
take_grays (PstColours *colours)
{
  g_autoptr (PstImage) print = pst_image_new (90, 60, NULL);

  for (gint i = 0; i < 3 * 90 * 60; i++)
    print->data[i] = (gfloat) (i % 90) / 89;
  pst_colours_take (colours, print);
}

static void
test_inks (void)
{
  g_autoptr (PstImage) print = print_new ();
  const gfloat rgb[3] = { 2 * .88f - 1, 2 * .52f - 1, 2 * .12f - 1 };
  PstColours colours;
  PstInks inks;
  gfloat to[3], middle[3];

  pst_colours_take (&colours, print);
  pst_inks_take (&inks, &colours);
  g_assert_cmpint (inks.n, ==, 3);
  for (gint c = 0; c < 3; c++)
    {
      g_assert_cmpfloat_with_epsilon (inks.colour[0][c], 2 * .1 - 1, 1e-3);
      g_assert_cmpfloat_with_epsilon (inks.colour[2][c], 2 * .6 - 1, 1e-3);
    }
  g_assert_cmpfloat_with_epsilon (inks.colour[1][0], 2 * .9 - 1, 1e-3);
  pst_inks_snap (&inks, rgb, 0, to);
  g_assert_cmpmem (to, sizeof to, inks.colour[1], sizeof to);
  /* Half-way between two: what they make. */
  for (gint c = 0; c < 3; c++)
    middle[c] = (inks.colour[1][c] + inks.colour[2][c]) / 2;
  pst_inks_snap (&inks, middle, .05f, to);
  for (gint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (to[c], middle[c], .02);
}

/* From left to right as light as @slope says. */
static void
slope (gfloat *x, gdouble from, gdouble slope)
{
  for (gint i = 0; i < 3 * N; i++)
    x[i] = (gfloat) (from + slope * ((i % SIDE) / (gdouble) SIDE - .5));
}

/* What is too light at large becomes as light as it should, and its detail stays. */
static void
test_settle (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0);
  g_autoptr (PstSketch) sketch = NULL;
  gdouble even = 0, odd = 0;

  slope (wanted, -.2, .4);
  slope (canvas, .2, .4);
  sketch = sketch_new (engine, wanted, 0);
  for (gint i = 0; i < 3 * N; i++)
    canvas[i] += i % 2 ? .05f : -.05f;
  g_assert_true (pst_sketch_settle (sketch, .75f, canvas));
  for (gint i = 0; i < 3 * N; i++)
    *(i % 2 ? &odd : &even) += canvas[i] / (3 * N / 2);
  g_assert_cmpfloat_with_epsilon ((even + odd) / 2, -.1, 1e-2);
  g_assert_cmpfloat_with_epsilon (odd - even, .1, 1e-2);
}

/* Inks that are lighter where the photo is darker are settled by more, until it shows. */
static void
test_settle_more (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0);
  g_autoptr (PstSketch) sketch = NULL;

  slope (wanted, 0, .4);
  slope (canvas, 0, -.8);
  sketch = sketch_new (engine, wanted, 0);
  g_assert_true (pst_sketch_settle (sketch, .5f, canvas));
  g_assert_cmpfloat (canvas[48 * SIDE + 70] - canvas[48 * SIDE + 26], >, 0);
}

/* Four fields: regions do not cross their bounds, hold what is theirs, and are of the size. */
static void
test_regions (void)
{
  g_autofree gfloat *rgb = flat_new (0);
  g_autoptr (PstEngine) engine = pst_engine_new (2), other = pst_engine_new (3);
  g_autoptr (PstSketch) sketch = sketch_new (engine, rgb, 0), more = sketch_new (other, rgb, 0);
  g_autoptr (PstRegions) r = NULL, again = NULL;
  gint counts[64] = { 0 }, crossed = 0;

  for (gint i = 0; i < N; i++)
    for (gint c = 0; c < 3; c++)
      rgb[c * N + i] = (i % SIDE < 41 ? -.5f : .5f) + (i / SIDE < 55 ? -.3f : .3f);
  r = pst_regions_new (engine->pool, rgb, SIDE, SIDE, 16, sketch->key);
  again = pst_regions_new (other->pool, rgb, SIDE, SIDE, 16, more->key);
  g_assert_cmpint (r->n, ==, 36);
  g_assert_cmpmem (r->of, N * sizeof (gint), again->of, N * sizeof (gint));
  for (gint i = 0; i < N; i++)
    {
      const PstRegion *region = &r->region[r->of[i]];

      counts[r->of[i]]++;
      crossed += fabsf (region->colour[1] - rgb[N + i]) > .05f;
      g_assert_cmpfloat (hypotf (region->x - (gfloat) (i % SIDE), region->y - (gfloat) (i / SIDE)),
                         <, 48);
    }
  g_assert_cmpint (crossed, <, N / 50);
  for (gint k = 0; k < r->n; k++)
    g_assert_cmpint (counts[k], <, 4 * 16 * 16);
}

/* ---- facets ---------------------------------------------------------------- */

/* A bound that leans, and a disc: lines and arcs find both, whatever the size, and nothing else is
 * cut but what is too wide. */
static void
test_facets (void)
{
  for (gint seed = 0; seed < 3; seed++)
    {
      g_autofree gfloat *rgb = flat_new (-.5);
      g_autofree gfloat *likeness = g_new (gfloat, N);
      g_autoptr (PstFacets) f = NULL, wide = NULL, near = NULL;
      gint crossed = 0, more = 0;

      for (gint i = 0; i < N; i++)
        {
          const gint x = i % SIDE, y = i / SIDE;

          if (hypot (x - 66, y - 60) < 20)
            rgb[i] = .8f;
          else if (y < 20 + .4 * x)
            rgb[N + i] = .5f;
        }
      f = pst_facets_new (rgb, NULL, SIDE, SIDE, 30, 2, (guint64) seed);
      for (gint i = 0; i < N; i++)
        {
          const PstFacet *facet =
              pst_facets_get (f, pst_facets_at (f, (gfloat) (i % SIDE), (gfloat) (i / SIDE)));

          crossed += fabsf (facet->colour[0] - rgb[i]) > .3f
                     || fabsf (facet->colour[1] - rgb[N + i]) > .3f;
          g_assert_cmpfloat (facet->size, <=, 30);
          g_assert_cmpfloat (facet->size, >=, 2);
        }
      wide = pst_facets_new (rgb, NULL, SIDE, SIDE, SIDE, 2, (guint64) seed);
      g_test_message ("%d facets, %d where they may be wide; %d pixels in a wrong one",
                      pst_facets_count (f), pst_facets_count (wide), crossed);
      g_assert_cmpint (crossed, <, N / 100);
      g_assert_cmpint (pst_facets_count (f), >, 11);
      g_assert_cmpint (pst_facets_count (f), <, 60);
      g_assert_cmpint (pst_facets_count (wide), <, 32);
      for (gint i = 0; i < N; i++)
        likeness[i] = i % SIDE < SIDE / 2;
      near = pst_facets_new (rgb, likeness, SIDE, SIDE, 30, 2, (guint64) seed);
      for (gint k = 0; k < pst_facets_count (near); k++)
        more += pst_facets_get (near, k)->x < SIDE / 2.;
      for (gint k = 0; k < pst_facets_count (f); k++)
        more -= pst_facets_get (f, k)->x < SIDE / 2.;
      g_test_message ("%d more on the left, where likeness is high", more);
      g_assert_cmpint (more, >, 8);
    }
}

/* A plain one that grows lighter is cut by its size alone, evenly, and knows how it grows. */
static void
test_plain_facets (void)
{
  g_autofree gfloat *rgb = flat_new (0);
  g_autoptr (PstFacets) f = NULL, again = NULL;
  gdouble area = 0;
  gint own = 0;

  for (gint i = 0; i < 3 * N; i++)
    rgb[i] = .001f * (gfloat) (i % SIDE) - .002f * (gfloat) (i % N / SIDE);
  f = pst_facets_new (rgb, NULL, SIDE, SIDE, 40, 2, 1);
  again = pst_facets_new (rgb, NULL, SIDE, SIDE, 40, 2, 1);
  g_assert_cmpint (pst_facets_count (f), >=, 6);
  g_assert_cmpint (pst_facets_count (f), <, 20);
  g_assert_cmpint (pst_facets_count (again), ==, pst_facets_count (f));
  for (gint k = 0; k < pst_facets_count (f); k++)
    {
      const PstFacet *facet = pst_facets_get (f, k);

      g_assert_cmpmem (facet, sizeof *facet, pst_facets_get (again, k), sizeof *facet);
      g_assert_cmpfloat_with_epsilon (facet->slope[0], .001, 3e-4);
      g_assert_cmpfloat_with_epsilon (facet->slope[1], -.002, 3e-4);
      g_assert_cmpfloat (facet->size, >, 5);
      area += facet->size * facet->size;
    }
  g_assert_cmpfloat_with_epsilon (area, N, .1);
  for (gint i = 0; i < N; i++)
    own += pst_facets_at (f, (gfloat) (i % SIDE), (gfloat) (i / SIDE)) == 0;
  g_assert_cmpfloat_with_epsilon (pst_facets_get (f, 0)->size, sqrt (own), .01);
}

/* Of nothing but one colour, and of a pixel. */
static void
test_least_facets (void)
{
  g_autofree gfloat *rgb = flat_new (.3);
  g_autoptr (PstFacets) one = pst_facets_new (rgb, NULL, SIDE, SIDE, 2 * SIDE, 2, 1);
  g_autoptr (PstFacets) pixel = pst_facets_new (rgb, NULL, 1, 1, 30, 2, 1);

  g_assert_cmpint (pst_facets_count (one), ==, 1);
  g_assert_cmpint (pst_facets_count (pixel), ==, 1);
  g_assert_cmpint (pst_facets_at (pixel, 0, 0), ==, 0);
  g_assert_cmpfloat_with_epsilon (pst_facets_get (pixel, 0)->colour[1], .3, 1e-6);
  g_assert_cmpfloat_with_epsilon (pst_facets_get (one, 0)->slope[0], 0, 1e-6);
}

/* ---- things --------------------------------------------------------------- */

/* Red on blue, each half in shadow. */
static gfloat *
lit_new (void)
{
  gfloat *rgb = flat_new (0);

  for (gint i = 0; i < N; i++)
    {
      const gdouble light = i / SIDE < 48 ? 1 : .75;
      const gdouble red = i % SIDE < 48 ? .8 : .25;

      rgb[i] = (gfloat) (2 * light * red - 1);
      rgb[N + i] = (gfloat) (2 * light * .4 - 1);
      rgb[2 * N + i] = (gfloat) (2 * light * (1.05 - red) - 1);
    }
  return rgb;
}

static void
test_things (void)
{
  g_autofree gfloat *photo = lit_new (), *even = flat_new (0), *first = flat_new (0);
  g_autofree gint *of = g_new (gint, N);
  gint wrong = 0;

  for (gint threads = 1; threads <= 3; threads += 2)
    {
      g_autoptr (PstPool) pool = pst_pool_new (threads);

      g_assert_cmpint (pst_things_find (photo, SIDE, SIDE, pool, of), ==, 2);
      /* Where there is shadow, yellow has become green, and blue violet. */
      for (gint i = 0; i < N; i++)
        {
          const gboolean left = i % SIDE < 48, lit = i / SIDE < 48;

          even[i] = left ? (lit ? .3f : -.3f) : lit ? -.4f : .3f;
          even[N + i] = left ? .3f : -.4f;
          even[2 * N + i] = left ? -.6f : .5f;
        }
      g_assert_true (pst_things_even (photo, SIDE, SIDE, pool, even));
      if (threads == 1)
        memcpy (first, even, 3 * N * sizeof (gfloat));
      g_assert_cmpmem (even, 3 * N * sizeof (gfloat), first, 3 * N * sizeof (gfloat));
    }
  for (gint i = 0; i < N; i++)
    wrong += of[i] != of[i % SIDE < 48 ? 0 : SIDE - 1];
  g_assert_cmpint (wrong, <, N / 50);
  for (gint side = 0; side < 2; side++)
    {
      const gint lit = 20 * SIDE + 20 + 56 * side, dark = lit + 50 * SIDE;
      gdouble luma[2], red[2];

      for (gint k = 0; k < 2; k++)
        {
          const gint i = k ? dark : lit;

          luma[k] = .299 * even[i] + .587 * even[N + i] + .114 * even[2 * N + i];
          red[k] = even[i] - luma[k];
        }
      /* Y' is what it was, and of the difference of hues a third is left. */
      g_assert_cmpfloat_with_epsilon (luma[0], side ? -.2974 : .1974, 1e-3);
      g_assert_cmpfloat_with_epsilon (luma[1], side ? -.0881 : .018, 1e-3);
      g_assert_cmpfloat (fabs (red[0] - red[1]), <, .5 * .7 * (side ? .7 : .6));
    }
}

/* What is alike becomes one region, in its middle and with its pixels. */
static void
test_join (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autofree gfloat *rgb = flat_new (-.5);
  g_autoptr (PstRegions) r = NULL;
  gint many, wrong = 0;

  for (gint i = 0; i < 3 * N; i++)
    rgb[i] += i % SIDE < 32 ? .6f : .01f * pst_random_normal (5, (guint64) i);
  r = pst_regions_new (pool, rgb, SIDE, SIDE, 8, 1);
  many = r->n;
  pst_things_join (r, rgb, 0);
  g_assert_cmpint (r->n, ==, many);
  pst_things_join (r, rgb, 1e-3);
  g_assert_cmpint (r->n, ==, 2);
  for (gint i = 0; i < N; i++)
    wrong += r->of[i] != r->of[i % SIDE < 32 ? 0 : SIDE - 1];
  g_assert_cmpint (wrong, <, N / 50);
  for (gint left = 0; left < 2; left++)
    {
      const PstRegion *region = &r->region[r->of[left ? 0 : SIDE - 1]];

      g_assert_cmpfloat_with_epsilon (region->size, sqrt (N * (left ? 1 : 2) / 3.), 1);
      g_assert_cmpfloat_with_epsilon (region->x, left ? 15.5 : 63.5, 1);
      g_assert_cmpfloat_with_epsilon (region->y, 47.5, 1);
      g_assert_cmpfloat_with_epsilon (region->colour[1], left ? .1 : -.5, .02);
    }
}

/* One ink on the left, one on the right; a facet goes from dark to light around it. */
static void
check_planes (const gfloat *canvas, gboolean facets)
{
  for (gint right = 0; right < 2; right++)
    {
      const gdouble ink = right ? .2 : -.8;
      gdouble mean = 0, square = 0;
      gint n = 0, far = 0;

      for (gint i = 0; i < 3 * N; i++)
        if (right ? i % SIDE > 60 : i % SIDE < 36)
          {
            far += fabs (canvas[i] - ink) > (facets ? .45 : .06);
            mean += canvas[i];
            square += (canvas[i] - ink) * (canvas[i] - ink);
            n++;
          }
      g_assert_cmpint (far, <=, facets ? n / 20 : 0);
      g_assert_cmpfloat_with_epsilon (mean / n, ink, .1);
      if (facets)
        g_assert_cmpfloat (sqrt (square / n), >, .045);
    }
}

/* Two fields, with noise on them, become two planes of the inks, in facets or not. */
static void
test_planes (void)
{
  g_autoptr (PstImage) print = print_new ();
  g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0), *first = flat_new (0);
  PstColours colours;

  pst_colours_take (&colours, print);
  for (gint i = 0; i < 3 * N; i++)
    wanted[i] = (i % SIDE < 48 ? -.75f : .2f) + .06f * pst_random_normal (5, (guint64) (i % N));
  for (gint plane = 10; plane <= 30; plane += 20)
    {
      for (gint threads = 1; threads <= 3; threads += 2)
        {
          g_autoptr (PstEngine) engine = pst_engine_new (threads);
          g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, G_PI / 2);

          g_assert_true (pst_planes_lay (&colours, plane, sketch, canvas));
          if (threads == 1)
            memcpy (first, canvas, 3 * N * sizeof (gfloat));
          g_assert_cmpmem (canvas, 3 * N * sizeof (gfloat), first, 3 * N * sizeof (gfloat));
        }
      check_planes (canvas, plane >= 24);
    }
}

/* On paper, forms are tinted: a gray between two inks stays one, which of a print without paper
 * becomes the one or the other. */
static void
test_tints (void)
{
  gdouble far[2];

  for (gint paper = 0; paper < 2; paper++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (2);
      g_autoptr (PstImage) print = print_new ();
      g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0);
      g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, G_PI / 2);
      PstColours colours;

      for (gint i = 0; i < 3 * 90 * 60; i++)
        {
          const gint x = i % 90;

          print->data[i] = x < (paper ? 50 : 15) ? .95f : x < 70 ? .5f : .1f;
        }
      for (gint i = 0; i < 3 * N; i++)
        wanted[i] = (gfloat) (.4 + .01 * (i % SIDE - 48));
      pst_colours_take (&colours, print);
      g_assert_true (pst_planes_lay (&colours, 10, sketch, canvas));
      far[paper] = 0;
      for (gint i = 0; i < N; i++)
        far[paper] += fabsf (canvas[i] - wanted[i]) / N;
    }
  g_test_message ("far from the photo: %.3f, on paper %.3f", far[0], far[1]);
  g_assert_cmpfloat (far[1], <, .6 * far[0]);
}

/* A facet is lit from where the photo is: @dx, @dy. */
static void
check_light (gint dx, gint dy)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) print = print_new ();
  g_autofree gfloat *wanted = flat_new (.2), *canvas = flat_new (0);
  g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, G_PI / 2);
  gdouble lighter = 0;
  PstColours colours;

  pst_colours_take (&colours, print);
  for (gint i = 0; i < 3 * N; i++)
    wanted[i] += .0002f * (gfloat) (dx * (i % SIDE - 48) + dy * (i % N / SIDE - 48));
  g_assert_true (pst_planes_lay (&colours, 30, sketch, canvas));
  for (gint i = 0; i < N; i++)
    lighter += canvas[i] * (dx * (i % SIDE - 48) + dy * (i / SIDE - 48) > 0 ? 2. : -2.) / N;
  g_test_message ("(%d,%d): lighter by %.3f", dx, dy, lighter);
  g_assert_cmpfloat (lighter, >, .03);
}

static void
test_light (void)
{
  check_light (1, 0);
  check_light (-1, 0);
  check_light (0, 1);
  check_light (0, -1);
}

static void
test_hatching (void)
{
  static const gdouble lean[2] = { 1, 0 }; /* lines from above to below */
  PstColours colours;
  gdouble last = 2;

  take_grays (&colours);
  for (gint gray = 0; gray < 9; gray++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (2), other = pst_engine_new (3);
      g_autofree gfloat *wanted = flat_new (gray / 4. - 1), *canvas = flat_new (0);
      g_autofree gfloat *again = flat_new (0);
      g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, G_PI / 2);
      g_autoptr (PstSketch) more = sketch_new (other, wanted, G_PI / 2);
      gdouble ink = 0;

      g_assert_true (pst_hatching_lay (&colours, lean, 520, sketch, canvas));
      g_assert_true (pst_hatching_lay (&colours, lean, 520, more, again));
      g_assert_cmpmem (canvas, 3 * N * sizeof (gfloat), again, 3 * N * sizeof (gfloat));
      for (gint i = 0; i < N; i++)
        ink += (.94 - canvas[i]) / 2 / N;
      g_test_message ("gray %d: ink %.3f", gray, ink);
      g_assert_cmpfloat (ink, <, last);
      last = ink;
      if (gray == 4)
        {
          g_assert_cmpfloat (correlation (canvas, 5, 0), >, .6);
          g_assert_cmpfloat (correlation (canvas, 2, 0), <, 0);
          g_assert_cmpfloat (correlation (canvas, 0, 5), >, .7);
        }
      if (gray == 8)
        g_assert_cmpfloat_with_epsilon (ink, 0, .02);
      /* As much ink as it is dark, whatever strokes taper and cross. */
      if (gray > 0 && gray < 8)
        g_assert_cmpfloat_with_epsilon (ink, 1 - (gray / 8. - .04) / .93, .07);
      /* The darkest is black, without a line of light; where it is light, lines are faint. */
      for (gint i = 0; i < N && (gray == 0 || gray == 7); i++)
        if (gray == 0)
          g_assert_cmpfloat (canvas[i], <, -.8);
        else
          g_assert_cmpfloat (canvas[i], >, -.6);
    }
}

/* An engraver leaves light blank: not where that would take most of what a light photo shows. */
static void
test_light_open (void)
{
  static const gdouble lean[2] = { 1, 0 };
  gdouble ink[2] = { 0, 0 };
  PstColours colours;

  take_grays (&colours);
  for (gint light = 0; light < 2; light++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (2);
      g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0);
      g_autoptr (PstSketch) sketch = NULL;

      /* All tones, or those from .75 on. */
      for (gint i = 0; i < 3 * N; i++)
        {
          const gfloat at = (gfloat) (i % SIDE) / SIDE;

          wanted[i] = 2 * (light ? .75f + at / 4 : at) - 1;
        }
      sketch = sketch_new (engine, wanted, G_PI / 2);
      g_assert_true (pst_hatching_lay (&colours, lean, 520, sketch, canvas));
      for (gint i = 0; i < N; i++)
        if (wanted[i] > 2 * .89f - 1 && wanted[i] < 2 * .93f - 1)
          ink[light] += .94 - canvas[i];
    }
  g_test_message ("ink: %.2f, %.2f", ink[0], ink[1]);
  g_assert_cmpfloat (ink[0], <, 1);
  g_assert_cmpfloat (ink[1], >, 5);
}

/* A gray is laid in strokes that taper and lie a little off their places: no line across them is like the
 * one far below it, and their breadth varies along them. */
static void
test_strokes (void)
{
  static const gdouble lean[2] = { 1, 0 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0);
  g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, G_PI / 2);
  gdouble sums[SIDE] = { 0 }, mean = 0, square = 0;
  PstColours colours;

  take_grays (&colours);
  g_assert_true (pst_hatching_lay (&colours, lean, 520, sketch, canvas));
  /* Ink of one line, five pixels broad, at each place along it. */
  for (gint y = 0; y < SIDE; y++)
    {
      for (gint x = 40; x < 45; x++)
        sums[y] += (1 - canvas[y * SIDE + x]) / 2 / 5;
      mean += sums[y] / SIDE;
      square += sums[y] * sums[y] / SIDE;
    }
  g_test_message ("along a line: ink %.3f, deviation %.3f; correlation from end to end %.2f", mean,
                  sqrt (square - mean * mean), correlation (canvas, 0, 70));
  g_assert_cmpfloat (sqrt (square - mean * mean), >, .07 * mean);
  g_assert_cmpfloat (correlation (canvas, 0, 70), <, .9);
}

/* A thing whose forms lead another way at its right end, but not its lines. */
static void
test_one_way (void)
{
  static const gdouble lean[2] = { 0, 1 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (0);
  g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, G_PI / 2);
  gdouble across = 0, down = 0;
  PstColours colours;

  take_grays (&colours);
  for (gint i = 0; i < N; i++)
    if (i % SIDE >= 67)
      {
        sketch->along_x[i] = 1;
        sketch->along_y[i] = 0;
      }
  g_assert_true (pst_hatching_lay (&colours, lean, 1000, sketch, canvas));
  for (gint y = 12; y < SIDE - 12; y++)
    for (gint x = 78; x < SIDE - 3; x++)
      {
        const gfloat *at = canvas + y * SIDE + x;

        across += fabsf (at[1] - at[0]);
        down += fabsf (at[SIDE] - at[0]);
      }
  g_assert_cmpfloat (across, >, 2 * down);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planes/inks", test_inks);
  g_test_add_func ("/planes/settle", test_settle);
  g_test_add_func ("/planes/settle-more", test_settle_more);
  g_test_add_func ("/planes/regions", test_regions);
  g_test_add_func ("/planes/facets", test_facets);
  g_test_add_func ("/planes/facets-plain", test_plain_facets);
  g_test_add_func ("/planes/facets-least", test_least_facets);
  g_test_add_func ("/planes/things", test_things);
  g_test_add_func ("/planes/laid", test_planes);
  g_test_add_func ("/planes/join", test_join);
  g_test_add_func ("/planes/tints", test_tints);
  g_test_add_func ("/planes/light", test_light);
  g_test_add_func ("/planes/hatching", test_hatching);
  g_test_add_func ("/planes/light-open", test_light_open);
  g_test_add_func ("/planes/strokes", test_strokes);
  g_test_add_func ("/planes/one-way", test_one_way);
  return g_test_run ();
}
