/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How near to the photo a painting stays, and where. */

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "made-up.h"
#include "painting/lay.h"
#include "stripes.h"
#include "strokes/manner.h"

static const PstMannerKind kinds[] = { PST_MANNER_PAINTED, PST_MANNER_PRINTED,
                                       PST_MANNER_ENGRAVED };

typedef struct
{
  PstEngine *engine;
  PstManner *manner[G_N_ELEMENTS (kinds)];
  PstImage *photo;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (PstImage) painting = striped_painting (160, 128);

  f->engine = pst_engine_new (2);
  f->photo = photo_new (96, 80);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const PstMannerParams params = { .kind = kinds[i] };
      g_autoptr (GError) error = NULL;

      f->manner[i] = pst_manner_new (f->engine, painting, &params, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    pst_manner_unref (f->manner[i]);
  pst_image_free (f->photo);
  pst_engine_free (f->engine);
}

static PstLikenessMap *
even_map (gdouble likeness)
{
  const gfloat value = (gfloat) (likeness / 100);

  return pst_likeness_map_new (&value, 1, 1, NULL);
}

/* By a generator that sees strokes, or, @plain, the photo. */
static PstStyle *
style_of (PstManner *manner, gboolean plain)
{
  const PstGeneratorShape shape = { { 6, 8, 10 }, 1, PST_ARCHITECTURE_2 };
  g_autoptr (PstStyle) style = plain ? style_new () : style_shaped (&shape);

  if (! plain)
    g_hash_table_insert (style->metadata, g_strdup (PST_SEES_KEY), g_strdup (PST_SEES_STROKES));
  return pst_style_new_with_manner (style, manner, NULL);
}

static PstImage *
paint (PstEngine *engine, const PstStyle *style, const PstImage *photo, gdouble likeness,
       const PstLikenessMap *map)
{
  PstParams params = PST_PARAMS_INIT;
  g_autoptr (GError) error = NULL;
  PstImage *out;

  params.likeness = likeness;
  params.likeness_map = map;
  params.seed = 3;
  out = pst_engine_paint_refined (engine, style, photo, &params, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return out;
}

/* How much of the photo's contours is there. */
static gdouble
contours (const PstImage *photo, const PstImage *result)
{
  PstMetrics metrics;
  g_autoptr (GError) error = NULL;

  pst_evaluate (photo, photo, result, &metrics, &error);
  g_assert_no_error (error);
  return metrics.gradient_correlation;
}

/* ---- maps --------------------------------------------------------------- */

static void
test_map (void)
{
  const gfloat values[] = { 0, 1, NAN, 7 };
  g_autoptr (PstLikenessMap) map = pst_likeness_map_new (values, 2, 2, NULL);
  const PstLikeness usual = { PST_LIKENESS, NULL }, near = { 80, NULL }, mapped = { 0, map };
  g_autofree gfloat *plane = NULL, *small = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pst_likeness_plane (NULL, 9, 7, &plane, NULL));
  g_assert_null (plane);
  g_assert_true (pst_likeness_plane (&usual, 9, 7, &plane, NULL));
  g_assert_null (plane);
  g_assert_true (pst_likeness_plane (&near, 9, 7, &plane, NULL));
  for (gint i = 0; i < 63; i++)
    g_assert_cmpfloat_with_epsilon (plane[i], .6f, 1e-6);
  g_clear_pointer (&plane, g_free);

  /* Left is 0, above and, as it is no number, below; right is 1; smooth between. */
  g_assert_true (pst_likeness_plane (&mapped, 40, 20, &plane, NULL));
  for (gint y = 0; y < 20; y++)
    {
      g_assert_cmpfloat_with_epsilon (plane[40 * y], -1, 1e-5);
      g_assert_cmpfloat_with_epsilon (plane[40 * y + 39], 1, 1e-5);
      for (gint x = 1; x < 40; x++)
        {
          g_assert_cmpfloat (plane[40 * y + x], >=, plane[40 * y + x - 1] - 1e-6);
          g_assert_cmpfloat (plane[40 * y + x] - plane[40 * y + x - 1], <, .2);
        }
    }
  g_assert_true (pst_likeness_plane (&mapped, 1, 1, &small, NULL));
  g_assert_cmpfloat_with_epsilon (small[0], 0, .1);
  g_assert_null (pst_likeness_map_new (values, 0, 2, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
}

/* A mask keeps what it says, the rest has the rest's, and the bound is soft. */
static void
test_masked (void)
{
  const gint w = 600, h = 300;
  g_autofree gfloat *mask = g_new0 (gfloat, w * h), *plane = NULL;
  g_autoptr (PstLikenessMap) map = NULL;

  for (gint i = 0; i < w * h; i++)
    mask[i] = i % w < w / 2;
  map = pst_likeness_map_new_masked (mask, w, h, 20, 90, NULL);
  g_assert_true (pst_likeness_plane (&(PstLikeness){ 0, map }, w, h, &plane, NULL));
  for (gint y = 0; y < h; y += 37)
    {
      g_assert_cmpfloat_with_epsilon (plane[y * w], .8, 1e-4);
      g_assert_cmpfloat_with_epsilon (plane[y * w + w / 2 - 30], .8, .02);
      g_assert_cmpfloat_with_epsilon (plane[y * w + w / 2], .1, .1);
      g_assert_cmpfloat_with_epsilon (plane[y * w + w / 2 + 30], -.6, .02);
      for (gint x = 1; x < w; x++)
        g_assert_cmpfloat (plane[y * w + x - 1] - plane[y * w + x], <, .2);
    }
}

/* ---- paintings ---------------------------------------------------------- */

/* At 50 all is as if there were no likeness, to the last bit; an even map is its number. */
static void
test_usual (Fixture *f, gconstpointer data)
{
  g_autoptr (PstLikenessMap) usual = even_map (50), near = even_map (75);

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PstStyle) style = style_of (f->manner[i / 2], i % 2);
      g_autoptr (PstImage) plain = pst_engine_paint (f->engine, style, f->photo, 3, NULL, NULL);
      g_autoptr (PstImage) at_50 = paint (f->engine, style, f->photo, 50, NULL);
      g_autoptr (PstImage) mapped = paint (f->engine, style, f->photo, 0, usual);
      g_autoptr (PstImage) at_75 = paint (f->engine, style, f->photo, 75, NULL);
      g_autoptr (PstImage) mapped_near = paint (f->engine, style, f->photo, 0, near);

      assert_same (plain, at_50);
      assert_same (plain, mapped);
      assert_same (at_75, mapped_near);
      g_assert_cmpfloat (mean_difference (plain, at_75), >, 2e-3);
    }
}

static void
test_threads (Fixture *f, gconstpointer data)
{
  const gfloat values[] = { 0, .3f, 1 };
  g_autoptr (PstLikenessMap) map = pst_likeness_map_new (values, 3, 1, NULL);
  g_autoptr (PstEngine) one = pst_engine_new (1), three = pst_engine_new (3);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PstStyle) style = style_of (f->manner[i], FALSE);
      g_autoptr (PstImage) a = paint (one, style, f->photo, 0, map);
      g_autoptr (PstImage) b = paint (three, style, f->photo, 0, map);

      assert_same (a, b);
    }
}

/* Bars that become finer from left to right. */
static PstImage *
bars_new (gint width, gint height)
{
  PstImage *photo = pst_image_new (width, height, NULL);

  for (gint i = 0; i < 3 * width * height; i++)
    {
      const gdouble x = (gdouble) (i % width) / width;

      photo->data[i] = (gfloat) (.5 + .35 * tanh (4 * sin (30 * x * (1 + x))));
    }
  return photo;
}

/* More of the photo the higher it is. */
static void
test_nearer (Fixture *f, gconstpointer data)
{
  g_autoptr (PstImage) photo = photo_new (160, 120);

  for (gsize i = 0; kinds[i] != PST_MANNER_ENGRAVED; i++)
    {
      gdouble last = -1;

      for (gint likeness = 0; likeness <= 100; likeness += 50)
        {
          const PstLikeness how = { likeness, NULL };
          g_autoptr (PstImage) laid = pst_lay (f->engine, f->manner[i], photo, 3, &how, NULL, NULL);
          gdouble near = contours (photo, laid);

          g_test_message ("%d at %d: %g", (gint) kinds[i], likeness, near);
          g_assert_cmpfloat (near, >, last + .005);
          last = near;
        }
    }
}

/* An engraver's are twice as many lines, or half as many. */
static void
test_lines (Fixture *f, gconstpointer data)
{
  const gint w = 480, h = 400;
  g_autoptr (PstImage) photo = pst_image_new (w, h, NULL);
  gint turns[3] = { 0 };

  for (gint i = 0; i < 3 * w * h; i++)
    photo->data[i] = (gfloat) (.4 + .1 * (i % w) / w);
  for (gint k = 0; k < 3; k++)
    {
      const PstLikeness how = { 50 * k, NULL };
      g_autoptr (PstImage) laid = pst_lay (f->engine, f->manner[2], photo, 3, &how, NULL, NULL);
      gdouble mean = 0;

      for (gint i = 0; i < w * h; i++)
        mean += laid->data[i] / (w * h);
      for (gint y = 0; y < h; y++)
        for (gint x = 1; x < w; x++)
          turns[k] += (laid->data[y * w + x] > mean) != (laid->data[y * w + x - 1] > mean);
      for (gint x = 0; x < w; x++)
        for (gint y = 1; y < h; y++)
          turns[k] += (laid->data[y * w + x] > mean) != (laid->data[(y - 1) * w + x] > mean);
    }
  g_test_message ("%d, %d, %d", turns[0], turns[1], turns[2]);
  g_assert_cmpint (3 * turns[0], <, 2 * turns[1]);
  g_assert_cmpint (3 * turns[1], <, 2 * turns[2]);
}

/* Far from what keeps its likeness strokes are what they were; there they are not. */
static void
test_place (Fixture *f, gconstpointer data)
{
  const gfloat values[] = { 1, .5f, .5f, .5f };
  g_autoptr (PstLikenessMap) map = pst_likeness_map_new (values, 4, 1, NULL);
  g_autoptr (PstImage) photo = photo_new (400, 90);
  g_autoptr (PstImage) usual = pst_lay (f->engine, f->manner[0], photo, 3, NULL, NULL, NULL);
  g_autoptr (PstImage) kept =
      pst_lay (f->engine, f->manner[0], photo, 3, &(PstLikeness){ 0, map }, NULL, NULL);
  gdouble left = 0;

  for (gint i = 0; i < 3 * 400 * 90; i++)
    if (i % 400 >= 330)
      g_assert_cmpfloat (usual->data[i], ==, kept->data[i]);
    else if (i % 400 < 50)
      left += fabs (usual->data[i] - kept->data[i]) / (3. * 50 * 90);
  g_assert_cmpfloat (left, >, .01);
}

/* What does not see strokes is blended with the photo, above 50 only. */
static void
test_old (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) usual = paint (f->engine, style, f->photo, 50, NULL);
  g_autoptr (PstImage) far = paint (f->engine, style, f->photo, 0, NULL);
  g_autoptr (PstImage) near = paint (f->engine, style, f->photo, 100, NULL);

  assert_same (usual, far);
  g_assert_cmpfloat (mean_difference (near, f->photo), <, .5 * mean_difference (usual, f->photo));
}

static gdouble
luma_at (const PstImage *image, gint i)
{
  const gint n = image->width * image->height;

  return .299 * image->data[i] + .587 * image->data[n + i] + .114 * image->data[2 * n + i];
}

/* Pixels that may leave the photo move farther, and only these. */
static void
test_refined (Fixture *f, gconstpointer data)
{
  g_autoptr (PstImage) start = bars_new (128, 96);
  const gfloat values[] = { 1, 1, 0, 0 };
  g_autoptr (PstLikenessMap) map = pst_likeness_map_new (values, 4, 1, NULL);
  PstRefineParams params = { 100, 3, FALSE, 0 };
  gdouble moved[3][2] = { 0 }; /* all far, all near, left near; on the left, on the right */

  for (gint i = 0; i < 3; i++)
    {
      g_autoptr (PstImage) out = NULL;

      params.likeness = 100 * (i != 0);
      params.likeness_map = i == 2 ? map : NULL;
      out = pst_refine (f->engine, f->manner[0], start, start, &params, NULL, NULL, NULL, NULL);
      g_assert_nonnull (out);
      for (gint k = 0; k < 128 * 96; k++)
        moved[i][k % 128 >= 64] += fabs (luma_at (out, k) - luma_at (start, k));
      g_test_message ("moved %g and %g", moved[i][0], moved[i][1]);
    }
  for (gint side = 0; side < 2; side++)
    g_assert_cmpfloat (moved[0][side], >, 1.15 * moved[1][side]);
  g_assert_cmpfloat (moved[0][0], >, 1.15 * moved[2][0]);
  g_assert_cmpfloat (moved[2][1], >, 1.15 * moved[1][1]);
  params.likeness = 101;
  g_assert_null (
      pst_refine (f->engine, f->manner[0], start, start, &params, NULL, NULL, NULL, NULL));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/likeness/map", test_map);
  g_test_add_func ("/likeness/masked", test_masked);
  ADD ("/likeness/usual", test_usual);
  ADD ("/likeness/threads", test_threads);
  ADD ("/likeness/nearer", test_nearer);
  ADD ("/likeness/lines", test_lines);
  ADD ("/likeness/place", test_place);
  ADD ("/likeness/old", test_old);
  ADD ("/likeness/refined", test_refined);
  return g_test_run ();
}
