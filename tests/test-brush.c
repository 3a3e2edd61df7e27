/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strokes of a brush, broken colours and contours, of pictures that are made up. */

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "pastiche/pastiche.h"
#include "strokes/brush.h"
#include "strokes/contours.h"
#include "strokes/skin.h"

#include "sketches.h"

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
  break_grays (broken, .35);
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
      g_assert_cmpfloat (ratio[0], >, .33);
      g_assert_cmpfloat (ratio[1], <, .25);
    }
}

/* How far strokes' lightness goes from its mean, where all is @wanted [3]. */
static gdouble
stripes (PstEngine *engine, const PstBroken *broken, const gfloat *rgb)
{
  const PstBrush brush = { .width = 5, .length = 7, .opacity = .95 };
  g_autofree gfloat *wanted = flat_new (0), *canvas = flat_new (9);
  g_autoptr (PstSketch) sketch = NULL;
  gdouble sum = 0, squares = 0;

  for (gsize i = 0; i < 3 * N; i++)
    wanted[i] = rgb[i / N];
  sketch = sketch_new (engine, wanted, .3);
  g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
  for (gsize i = 0; i < N; i++)
    {
      const gdouble luma = .299 * canvas[i] + .587 * canvas[N + i] + .114 * canvas[2 * N + i];

      sum += luma / N;
      squares += luma * luma / N;
    }
  return sqrt (MAX (squares - sum * sum, 0));
}

/* Skins, light and dark ones, are of one family, in light and in shadow; grass, skies, walls and red
 * paint are not; and a skin has no stripes. */
static void
test_skin (void)
{
  static const gfloat skins[][3] = { { .94f, .78f, .69f },
                                     { .8f, .6f, .48f },
                                     { .55f, .38f, .3f },
                                     { .36f, .25f, .2f },
                                     { .4f, .3f, .24f } };
  static const gfloat others[][3] = {
    { .3f, .5f, .2f },  { .5f, .65f, .9f }, { .8f, .8f, .8f },
    { .8f, .1f, .12f }, { .9f, .8f, .2f },  { .03f, .02f, .02f }
  };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree PstBroken *broken = g_new0 (PstBroken, 1);
  const gfloat skin[3] = { .6f, .2f, -.04f }, wall[3] = { .25f, .25f, .25f };

  for (gsize i = 0; i < G_N_ELEMENTS (skins); i++)
    {
      const gfloat rgb[3] = { 2 * skins[i][0] - 1, 2 * skins[i][1] - 1, 2 * skins[i][2] - 1 };

      g_assert_cmpfloat (pst_skin_at (rgb, 1, 0), >, .8);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      const gfloat rgb[3] = { 2 * others[i][0] - 1, 2 * others[i][1] - 1, 2 * others[i][2] - 1 };

      g_assert_cmpfloat (pst_skin_at (rgb, 1, 0), <, .1);
    }
  break_grays (broken, .35);
  g_assert_cmpfloat (stripes (engine, broken, skin), <, .6 * stripes (engine, broken, wall));
}

/* The softer, the longer: seen further along. */
static void
test_soft (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (.1), *canvas = flat_new (9);
  g_autofree PstBroken *broken = g_new0 (PstBroken, 1);
  g_autoptr (PstSketch) sketch = sketch_new (engine, wanted, 0);
  PstBrush brush = { .width = 4, .length = 9 };
  gdouble last = -1;

  break_grays (broken, .35);
  for (gint k = 0; k < 3; k++)
    {
      gdouble far;

      brush.opacity = .95 - .15 * k;
      g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
      far = correlation (canvas, 11, 0);
      g_assert_cmpfloat (far, >, last + .05);
      last = far;
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

/* Of a painter who draws: few strokes that are much darker make a line along an edge, of their
 * colour, and none where there is no edge. */
static void
test_drawn (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *wanted = flat_new (.5), *canvas = flat_new (0), *plain = flat_new (0);
  g_autofree PstBroken *broken = g_new0 (PstBroken, 1);
  const PstBrush brush = { .width = 5, .length = 7, .opacity = .95 };
  g_autoptr (PstSketch) sketch = NULL;
  gfloat colour[3];
  gint darkest = 0;

  for (gint i = 0; i < PST_BROKEN_COLOURS; i++)
    for (gint c = 0; c < 6; c++)
      broken->colour[i][c] = -.2f;
  for (gint i = 0; i < 3 * N; i++)
    if (i % SIDE >= 48)
      wanted[i] = -.2f;
  sketch = sketch_new (engine, wanted, G_PI / 2);
  g_assert_cmpfloat (pst_broken_lines (broken, colour), ==, 0);
  g_assert_true (pst_brush_lay (&brush, broken, sketch, plain));
  for (gint i = 0; i < 20; i++)
    {
      broken->colour[i * 20][3] = -.6f;
      broken->colour[i * 20][4] = -.8f;
      broken->colour[i * 20][5] = -1;
    }
  g_assert_cmpfloat (pst_broken_lines (broken, colour), ==, 1);
  g_assert_cmpfloat_with_epsilon (colour[0], -.6, 1e-5);
  g_assert_cmpfloat_with_epsilon (colour[2], -1, 1e-5);
  g_assert_true (pst_brush_lay (&brush, broken, sketch, canvas));
  for (gint x = 0; x < SIDE; x++)
    if (canvas[N + 50 * SIDE + x] < canvas[N + 50 * SIDE + darkest])
      darkest = x;
  g_assert_cmpint (ABS (darkest - 49), <=, 2);
  g_assert_cmpfloat (canvas[N + 50 * SIDE + darkest], <, -.6);
  g_assert_cmpfloat (plain[N + 50 * SIDE + darkest], >, -.4);
  g_assert_cmpfloat_with_epsilon (canvas[50 * SIDE + 20], .5, .1);
  g_assert_cmpfloat_with_epsilon (canvas[50 * SIDE + 76], -.2, .1);
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

/* However hard an edge, its line begins over more than a pixel, at any place between two: enlarged,
 * it has no teeth. */
static void
test_lines_soft (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *luma = flat_new (0), *scratch = flat_new (0), *to = flat_new (0);
  g_autoptr (PstSketch) sketch = sketch_new (engine, luma, G_PI / 2);

  for (gint y = 0; y < SIDE; y++)
    for (gint x = 0; x < SIDE; x++)
      luma[y * SIDE + x] = (gfloat) CLAMP (2 * (30 + y / (gdouble) SIDE - x), -1, 1);
  pst_contours_lines (sketch, luma, 1, scratch, to);
  for (gint y = 0; y < SIDE; y++)
    {
      gdouble most = 0, rises = 0;

      for (gint x = 20; x < 33; x++)
        {
          const gdouble by = to[y * SIDE + x + 1] - to[y * SIDE + x];

          most = MAX (most, by);
          rises += MAX (by, 0);
        }
      g_assert_cmpfloat (rises, >, .9);
      g_assert_cmpfloat (most, <, .9);
    }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brush/broken", test_broken);
  g_test_add_func ("/brush/broken-twin", test_broken_twin);
  g_test_add_func ("/brush/strokes", test_strokes);
  g_test_add_func ("/brush/skin", test_skin);
  g_test_add_func ("/brush/soft", test_soft);
  g_test_add_func ("/brush/detail", test_detail);
  g_test_add_func ("/brush/drawn", test_drawn);
  g_test_add_func ("/brush/cancel", test_cancel);
  g_test_add_func ("/brush/smooth", test_smooth);
  g_test_add_func ("/brush/lines", test_lines);
  g_test_add_func ("/brush/lines-soft", test_lines_soft);
  return g_test_run ();
}
