/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strokes, planes and hatching, of pictures that are made up. */

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "pastiche/pastiche.h"
#include "strokes/brush.h"
#include "strokes/contours.h"
#include "strokes/hatching.h"
#include "strokes/planes.h"
#include "strokes/regions.h"

#define SIDE 96
#define N    (SIDE * SIDE)

/* ---- made up ------------------------------------------------------------ */

/* SIDE x SIDE pixels, a field of one direction. */
static PstSketch *
sketch_new (PstEngine *engine, const gfloat *wanted, gdouble angle)
{
  PstSketch *s = g_new0 (PstSketch, 1);

  *s =
      (PstSketch){ .engine = engine, .w = SIDE, .h = SIDE, .wanted = wanted, .scale = 1, .key = 3 };
  s->along_x = pst_sketch_take (s, 2);
  s->along_y = s->along_x + N;
  for (gint i = 0; i < N; i++)
    {
      s->along_x[i] = (gfloat) cos (angle);
      s->along_y[i] = (gfloat) sin (angle);
    }
  return s;
}

static gfloat *
flat_new (gdouble v)
{
  gfloat *rgb = g_new (gfloat, 3 * N);

  for (gint i = 0; i < 3 * N; i++)
    rgb[i] = (gfloat) v;
  return rgb;
}

/* Neighbourhoods of every gray, in which strokes are darker or lighter by @by. */
static void
break_grays (PstBroken *broken, gdouble by)
{
  for (gint i = 0; i < PST_BROKEN_COLOURS; i++)
    for (gint c = 0; c < 3; c++)
      {
        broken->colour[i][c] = (gfloat) (pst_random_uniform (5, (guint64) i) * 2 - 1);
        broken->colour[i][3 + c] = broken->colour[i][c] + (gfloat) (i % 2 ? by : -by);
      }
}

/* Of @x [SIDE][SIDE] with itself, so many pixels away. */
static gdouble
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

/* ---- broken colours ----------------------------------------------------- */

static void
test_broken (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstImage) painting = pst_image_new (120, 90, NULL);
  g_autofree PstBroken *broken = g_new (PstBroken, 1);
  g_autoptr (PstBrokenIndex) index = NULL;
  gint dark = 0, light = 0;

  /* Red and blue, four pixels each, which make violet. */
  for (gint i = 0; i < 3 * 120 * 90; i++)
    {
      gint at = i % (120 * 90), c = i / (120 * 90);
      gint red = pst_random_int (1, (guint64) (at / 480 * 30 + at % 120 / 4), 2);

      painting->data[i] = c == 1 ? .5f : (c == 0) == red ? .8f : .2f;
    }
  g_assert_true (pst_broken_take (broken, painting, 4, pool));
  index = pst_broken_index_new (broken);
  for (guint64 k = 0; k < 64; k++)
    {
      gfloat colour[3] = { 0, 0, 0 }, same[3] = { .1f, -.2f, .3f };

      pst_broken_apply (broken, index, 1, k, colour);
      g_assert_cmpfloat_with_epsilon (colour[0], -colour[2], .2);
      g_assert_cmpfloat_with_epsilon (colour[1], 0, .05);
      dark += colour[0] < -.3;
      light += colour[0] > .3;
      pst_broken_apply (broken, index, 0, k, same);
      g_assert_cmpfloat (same[0], ==, .1f);
      g_assert_cmpfloat (same[2], ==, .3f);
    }
  g_assert_cmpint (dark, >, 5);
  g_assert_cmpint (light, >, 5);
}

/* Slowly: the twelve nearest of all. */
static void
test_broken_twin (void)
{
  g_autofree PstBroken *broken = g_new (PstBroken, 1);
  g_autoptr (PstBrokenIndex) index = NULL;

  for (gint i = 0; i < PST_BROKEN_COLOURS * 6; i++)
    broken->colour[i / 6][i % 6] = (gfloat) (pst_random_uniform (2, (guint64) i) * .8 - .4);
  index = pst_broken_index_new (broken);
  for (gint t = 0; t < 50; t++)
    {
      gfloat middle[3], got[3];
      gdouble mean[3] = { 0 };
      gint near[12], chosen;

      for (gint c = 0; c < 3; c++)
        got[c] = middle[c] = ((gfloat) pst_random_int (4, (guint64) (3 * t + c), 8) + 4.5f) / 8 - 1;
      pst_broken_apply (broken, index, .25, (guint64) t, got);
      for (gint k = 0; k < 12; k++)
        {
          gdouble least = G_MAXDOUBLE;

          for (gint i = 0; i < PST_BROKEN_COLOURS; i++)
            {
              const gfloat *x = broken->colour[i];
              gdouble d = .6 * pow (x[0] - middle[0], 2) + 1.2 * pow (x[1] - middle[1], 2)
                          + .3 * pow (x[2] - middle[2], 2);
              gboolean taken = FALSE;

              for (gint j = 0; j < k; j++)
                taken = taken || near[j] == i;
              if (d < least && ! taken)
                {
                  least = d;
                  near[k] = i;
                }
            }
          for (gint c = 0; c < 3; c++)
            mean[c] += (broken->colour[near[k]][3 + c] - broken->colour[near[k]][c]) / 12;
        }
      chosen = near[t % 12];
      for (gint c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (
            got[c],
            middle[c] + .25 * (broken->colour[chosen][3 + c] - broken->colour[chosen][c] - mean[c]),
            1e-5);
    }
}

/* ---- strokes ------------------------------------------------------------ */

static void
test_strokes (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (.1), *canvas = flat_new (9), *again = flat_new (9);
  g_autofree PstBroken *broken = g_new0 (PstBroken, 1);
  PstBrush brush = { .width = 5, .length = 7, .opacity = .95 };
  gdouble ratio[2];

  /* A colour that is not broken stays, everywhere. */
  {
    g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, .3);

    g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
    for (gint i = 0; i < 3 * N; i++)
      g_assert_cmpfloat_with_epsilon (canvas[i], .1, 1e-5);
  }
  break_grays (broken, .4);
  for (gint turn = 0; turn < 4; turn++)
    {
      const gdouble angle = G_PI * turn / 4, u = 6 * cos (angle), v = 6 * sin (angle);
      g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, angle);

      for (gint tiles = 0; tiles < 2; tiles++)
        {
          brush.length = tiles ? 1.2 : 7;
          g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
          g_assert_true (pst_brush_lay (&brush, broken, sketch, again));
          g_assert_cmpmem (canvas, 3 * N * sizeof (gfloat), again, 3 * N * sizeof (gfloat));
          ratio[tiles] = correlation (canvas, u, v);
          g_assert_cmpfloat (correlation (canvas, -v, u), <, .25);
        }
      g_assert_cmpfloat (ratio[0], >, .45);
      g_assert_cmpfloat (ratio[1], <, .25);
    }
}

/* Broad strokes alone would lose a line two pixels wide, which narrow ones keep; broken colours
 * alone ask for no narrow stroke. */
static void
test_detail (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (.8), *canvas = flat_new (0);
  g_autofree PstBroken *broken = g_new0 (PstBroken, 1);
  const PstBrush brush = { .width = 8, .length = 7, .opacity = .95 };
  g_autoptr (PstSketch) sketch = NULL;
  gdouble line = 0, beside = 0;

  for (gint i = 0; i < 3 * N; i++)
    if (i % SIDE == 40 || i % SIDE == 41)
      wanted[i] = -.8f;
  sketch = sketch_new (engine, wanted, G_PI / 2);
  g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
  for (gint y = 10; y < SIDE - 10; y++)
    {
      line += canvas[y * SIDE + 40] / (SIDE - 20);
      beside += canvas[y * SIDE + 50] / (SIDE - 20);
    }
  g_assert_cmpfloat (line, <, 0);
  g_assert_cmpfloat (beside, >, .7);
}

static void
test_cancel (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree gfloat *wanted = flat_new (.1), *canvas = flat_new (9);
  g_autofree PstBroken *broken = g_new (PstBroken, 1);
  const PstBrush brush = { .width = 5, .length = 7, .opacity = .95 };
  g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, .3);

  break_grays (broken, .4);
  sketch->cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
  for (gint i = 0; i < 3 * N; i++) /* no stroke on it */
    g_assert_cmpfloat_with_epsilon (canvas[i], .1, 1e-5);
}

/* ---- contours ----------------------------------------------------------- */

static void
test_smooth (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *x = flat_new (0), *to = flat_new (0);
  g_autoptr (PstSketch) sketch = sketch_new (engine, x, 0);

  for (gint i = 0; i < 3 * N; i++)
    x[i] = pst_random_normal (5, (guint64) i);
  for (gint across = 0; across < 2; across++)
    for (gint reach = 1; reach <= 9; reach += 4)
      for (gint range = 0; range < 2; range++)
        {
          pst_contours_smooth (sketch, x, 3, across, reach, .7 * range, to);
          for (gint at = 0; at < N; at++)
            for (gint c = 0; c < 3; c++)
              {
                gdouble sum = 0, weights = 0;

                for (gint k = -reach; k <= reach; k++)
                  {
                    gint i = CLAMP (at % SIDE + (across ? 0 : k), 0, SIDE - 1);
                    gint j = CLAMP (at / SIDE + (across ? k : 0), 0, SIDE - 1);
                    gdouble d = 0, weight = exp (-2. * k * k / (reach * reach));

                    for (gint m = 0; m < 3; m++)
                      d += pow (x[m * N + j * SIDE + i] - x[m * N + at], 2);
                    weight /= range ? pow (1 + d / .49, 2) : 1;
                    sum += weight * x[c * N + j * SIDE + i];
                    weights += weight;
                  }
                g_assert_cmpfloat_with_epsilon (to[c * N + at], sum / weights, 1e-4);
              }
        }
}

static void
test_lines (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *luma = flat_new (.5), *scratch = flat_new (0), *to = flat_new (0);
  g_autoptr (PstSketch) sketch = sketch_new (engine, luma, G_PI / 2);

  for (gint i = 0; i < N; i++)
    if (i % SIDE >= 30 && i % SIDE < 32)
      luma[i] = -.3f;
  pst_contours_lines (sketch, luma, 1, scratch, to);
  for (gint y = 0; y < SIDE; y++)
    {
      g_assert_cmpfloat (to[y * SIDE + 30], >, .95);
      g_assert_cmpfloat (to[y * SIDE + 10], ==, 0);
      g_assert_cmpfloat (to[y * SIDE + 70], ==, 0);
    }
}

/* ---- planes and hatching ------------------------------------------------ */

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
  r = pst_regions_new (sketch, rgb, 16);
  again = pst_regions_new (more, rgb, 16);
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
      for (gint i = 0; i < 3 * N; i++)
        if (i % SIDE < 42)
          g_assert_cmpfloat_with_epsilon (canvas[i], -.8, plane < 20 ? .04 : .1);
        else if (i % SIDE > 54)
          g_assert_cmpfloat_with_epsilon (canvas[i], .2, plane < 20 ? .04 : .1);
    }
}

static void
test_hatching (void)
{
  static const gdouble lean[2] = { 1, 0 }; /* lines from above to below */
  g_autoptr (PstImage) print = print_new ();
  PstColours colours;
  gdouble last = 2;

  for (gint i = 0; i < 3 * 90 * 60; i++)
    print->data[i] = (gfloat) (i % 90) / 89;
  pst_colours_take (&colours, print);
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
      last = gray < 7 ? ink : 1; /* light is paper */
      if (gray == 4)
        {
          g_assert_cmpfloat (correlation (canvas, 5, 0), >, .7);
          g_assert_cmpfloat (correlation (canvas, 2, 0), <, 0);
          g_assert_cmpfloat (correlation (canvas, 0, 5), >, .7);
        }
      if (gray == 8)
        g_assert_cmpfloat_with_epsilon (ink, 0, .02);
    }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brush/broken", test_broken);
  g_test_add_func ("/brush/broken-twin", test_broken_twin);
  g_test_add_func ("/brush/strokes", test_strokes);
  g_test_add_func ("/brush/detail", test_detail);
  g_test_add_func ("/brush/cancel", test_cancel);
  g_test_add_func ("/brush/smooth", test_smooth);
  g_test_add_func ("/brush/lines", test_lines);
  g_test_add_func ("/brush/inks", test_inks);
  g_test_add_func ("/brush/regions", test_regions);
  g_test_add_func ("/brush/planes", test_planes);
  g_test_add_func ("/brush/hatching", test_hatching);
  return g_test_run ();
}
