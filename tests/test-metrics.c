/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures of pictures made here.  With "--dump" it writes them and what was
 * measured for metrics_twin.py. */

#include "pastiche/pastiche.h"

#include <math.h>
#include <string.h>

#include "twin.h"

/* Like a photo: soft patches of any brightness with hard edges between. */
static PstImage *
make_photo (gint width, gint height, gint seed)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gint cx = (x + y / 3 + 7 * seed) / 19, cy = (y - x / 5 + 100 + 11 * seed) / 23;
        gdouble value = 0.2 + 0.6 * random_at (seed, cx, cy) + 0.002 * (x % 31);

        for (gint c = 0; c < 3; c++)
          image->data[(c * height + y) * width + x] =
              (gfloat) (value * (1.0 - 0.15 * c) + 0.02 * random_at (seed + 1 + c, x, y));
      }
  return image;
}

/* Like a painting: slanted strokes in blue and ochre. */
static PstImage *
make_painting (gint width, gint height)
{
  static const gdouble ink[2][3] = { { 0.1, 0.2, 0.5 }, { 0.9, 0.7, 0.3 } };
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gdouble t = 0.5 + 0.5 * sin (0.9 * x + 0.5 * y + 2.0 * random_at (9, x / 8, y / 8));

        for (gint c = 0; c < 3; c++)
          image->data[(c * height + y) * width + x] =
              (gfloat) (ink[0][c] + t * (ink[1][c] - ink[0][c]) + 0.05 * random_at (20 + c, x, y));
      }
  return image;
}

/* (1 - @share) of @a and @share of @b. */
static PstImage *
mix (const PstImage *a, const PstImage *b, gfloat share)
{
  PstImage *image = pst_image_new (a->width, a->height, NULL);

  for (gint i = 0; i < 3 * a->width * a->height; i++)
    image->data[i] = a->data[i] + share * (b->data[i] - a->data[i]);
  return image;
}

static PstMetrics
evaluate (const PstImage *painting, const PstImage *photo, const PstImage *result)
{
  PstMetrics metrics;
  GError *error = NULL;

  g_assert_true (pst_evaluate (painting, photo, result, &metrics, &error));
  g_assert_no_error (error);
  g_test_message ("gc %.3f ef %.3f tex %.3f pal %.3f s %.3f", metrics.gradient_correlation,
                  metrics.edge_f, metrics.texture, metrics.palette, metrics.s);
  return metrics;
}

static void
test_photo_itself (void)
{
  PstImage *painting = make_painting (80, 64), *photo = make_photo (96, 70, 1);
  PstMetrics m = evaluate (painting, photo, photo);

  g_assert_cmpfloat_with_epsilon (m.gradient_correlation, 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (m.edge_f, 1.0, 1e-12);
  g_assert_cmpfloat (m.texture, ==, 1.0);
  g_assert_cmpfloat (m.palette, ==, 1.0);
  g_assert_cmpfloat (m.s, ==, 0.0);
  pst_image_free (painting);
  pst_image_free (photo);
}

/* One half of a painting has the other's texture and palette. */
static void
test_painting_halves (void)
{
  PstImage *whole = make_painting (256, 128);
  PstImage *left = pst_image_crop (whole, 0, 0, 128, 128, NULL);
  PstImage *right = pst_image_crop (whole, 128, 0, 128, 128, NULL);
  PstImage *photo = make_photo (128, 128, 1);
  PstMetrics m = evaluate (left, photo, right);

  g_assert_cmpfloat (m.texture, <, 0.1);
  g_assert_cmpfloat (m.palette, <, 0.1);
  g_assert_cmpfloat (m.gradient_correlation, <, 0.3);
  pst_image_free (whole);
  pst_image_free (left);
  pst_image_free (right);
  pst_image_free (photo);
}

static void
test_unrelated (void)
{
  PstImage *painting = make_painting (128, 128);
  PstImage *photo = make_photo (160, 128, 1), *other = make_photo (160, 128, 50);
  PstMetrics m = evaluate (painting, photo, other);

  g_assert_cmpfloat (m.gradient_correlation, <, 0.5);
  g_assert_cmpfloat (m.texture, >, 0.8);
  g_assert_cmpfloat (m.palette, >, 0.6);
  g_assert_cmpfloat (m.s, <, 0.1);
  pst_image_free (painting);
  pst_image_free (photo);
  pst_image_free (other);
}

/* The more of the painting, the less of the photo, all the way. */
static void
test_monotone (void)
{
  PstImage *painting = make_painting (128, 96), *photo = make_photo (128, 96, 1);
  PstMetrics last = evaluate (painting, photo, photo);

  for (gint i = 1; i <= 4; i++)
    {
      PstImage *result = mix (photo, painting, (gfloat) i / 4.0f);
      PstMetrics m = evaluate (painting, photo, result);

      g_assert_cmpfloat (m.gradient_correlation, <, last.gradient_correlation);
      g_assert_cmpfloat (m.texture, <, last.texture);
      g_assert_cmpfloat (m.palette, <, last.palette);
      last = m;
      pst_image_free (result);
    }
  g_assert_cmpfloat (last.texture, <, 1e-6);
  g_assert_cmpfloat (last.palette, <, 1e-6);
  pst_image_free (painting);
  pst_image_free (photo);
}

/* Small, plain, equal, and not numbers: an answer, and a finite one. */
static void
test_odd (void)
{
  PstImage *painting = make_painting (33, 32), *photo = make_photo (32, 35, 1);
  PstImage *plain = pst_image_new (32, 35, NULL), *wild = make_photo (32, 35, 1);
  PstMetrics m;

  wild->data[5] = NAN;
  wild->data[6] = INFINITY;
  wild->data[7] = -INFINITY;
  m = evaluate (painting, photo, wild);
  g_assert_true (isfinite (m.gradient_correlation) && isfinite (m.texture) && isfinite (m.s));
  m = evaluate (painting, photo, plain);
  g_assert_cmpfloat (m.gradient_correlation, ==, 0.0);
  g_assert_cmpfloat (m.edge_f, ==, 0.0);
  g_assert_cmpfloat (m.s, ==, 0.0);
  m = evaluate (painting, plain, plain);
  g_assert_cmpfloat (m.gradient_correlation, ==, 1.0);
  g_assert_cmpfloat (m.edge_f, ==, 1.0);
  m = evaluate (photo, photo, wild);
  g_assert_cmpfloat (m.texture, ==, 1.0);
  g_assert_cmpfloat (m.s, ==, 0.0);
  pst_image_free (painting);
  pst_image_free (photo);
  pst_image_free (plain);
  pst_image_free (wild);
}

/* A painting that loses what is in the dark, another that loses what is bright, a third that
 * only keeps its light and dark; a fifth that shows nothing is not judged. */
static void
test_fifths (void)
{
  PstImage *painting = make_painting (80, 64), *photo = make_photo (96, 70, 1);
  PstImage *result = make_photo (96, 70, 1);
  PstMetrics m;

  for (gint i = 0; i < 3 * 96 * 70; i++)
    {
      const gint x = i % 96, y = i / 96 % 70;

      photo->data[i] = (x < 48 ? .1f : .5f) + .3f * (gfloat) random_at (9, x / 4, y / 4);
    }
  m = evaluate (painting, photo, photo);
  g_assert_cmpfloat (m.edge_f_dark, ==, 1);
  g_assert_cmpfloat (m.edge_f_bright, ==, 1);
  g_assert_cmpfloat_with_epsilon (m.luma, 1, 1e-12);
  for (gint i = 0; i < 3 * 96 * 70; i++)
    result->data[i] = i % 96 < 48 ? .25f : photo->data[i];
  m = evaluate (painting, photo, result);
  g_assert_cmpfloat (m.edge_f_dark, <, .5);
  g_assert_cmpfloat (m.edge_f_bright, >, .9);
  g_assert_cmpfloat (m.luma, >, .95);
  for (gint i = 0; i < 3 * 96 * 70; i++)
    result->data[i] = i % 96 < 48 ? photo->data[i] : .65f;
  m = evaluate (painting, photo, result);
  g_assert_cmpfloat (m.edge_f_dark, >, .9);
  g_assert_cmpfloat (m.edge_f_bright, <, .5);
  for (gint i = 0; i < 3 * 96 * 70; i++)
    result->data[i] = 1 - photo->data[i];
  g_assert_cmpfloat_with_epsilon (evaluate (painting, photo, result).luma, -1, 1e-6);
  for (gint i = 0; i < 3 * 96 * 70; i++)
    photo->data[i] = i % 96 < 48 ? .25f : photo->data[i];
  m = evaluate (painting, photo, photo);
  g_assert_true (isnan (m.edge_f_dark));
  g_assert_cmpfloat (m.edge_f_bright, ==, 1);
  pst_image_free (painting);
  pst_image_free (photo);
  pst_image_free (result);
}

static void
test_errors (void)
{
  PstImage *good = make_photo (32, 32, 1), *small = make_photo (40, 31, 1);
  PstImage *other = make_photo (33, 32, 1);
  PstMetrics metrics;
  GError *error = NULL;

  g_assert_false (pst_evaluate (small, good, good, &metrics, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "painting"));
  g_clear_error (&error);
  g_assert_false (pst_evaluate (good, small, small, &metrics, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_false (pst_evaluate (good, good, other, &metrics, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "33 x 32"));
  g_clear_error (&error);
  pst_image_free (good);
  pst_image_free (small);
  pst_image_free (other);
}

static void
dump (const PstImage *painting, const PstImage *photo, PstImage *result)
{
  PstMetrics m;
  gboolean good = pst_evaluate (painting, photo, result, &m, NULL);
  gdouble values[] = { m.gradient_correlation,
                       m.edge_f,
                       m.edge_f_dark,
                       m.edge_f_bright,
                       m.luma,
                       m.texture,
                       m.palette,
                       m.touch,
                       m.coherence,
                       m.s };

  g_assert_true (good);
  twin_dump (painting, photo, result, values, G_N_ELEMENTS (values));
  pst_image_free (result);
}

/* Lines that run one way are nearer to a painter whose lines do than those that run all ways,
 * and depth does not count. */
static void
test_touch (void)
{
  PstImage *painting = make_painting (120, 96), *photo = make_photo (120, 96, 1);
  PstImage *lines = mix (photo, make_painting (120, 96), 0.8f);
  PstImage *faint = mix (photo, lines, 0.7f), *grain = make_photo (120, 96, 1);
  PstMetrics whole, pale, rough;

  for (gint i = 0; i < 3 * 120 * 96; i++)
    grain->data[i] += (gfloat) (0.4 * random_at (5, i % 120, i / 120 % 96) - 0.2);
  whole = evaluate (painting, photo, lines);
  pale = evaluate (painting, photo, faint);
  rough = evaluate (painting, photo, grain);
  g_assert_cmpfloat (evaluate (painting, photo, photo).touch, ==, 1);
  g_assert_cmpfloat (evaluate (painting, photo, painting).touch, <, 1e-9);
  g_assert_cmpfloat (evaluate (painting, photo, painting).coherence, ==, 1);
  g_assert_cmpfloat (whole.touch, <, 0.5);
  g_assert_cmpfloat (pale.touch, <, 0.7);
  g_assert_cmpfloat (rough.touch, >, 0.9);
  g_assert_cmpfloat (rough.coherence, <, 0.5);
  pst_image_free (painting);
  pst_image_free (photo);
  pst_image_free (lines);
  pst_image_free (faint);
  pst_image_free (grain);
}

static int
dump_all (void)
{
  PstImage *painting = make_painting (97, 75), *photo = make_photo (121, 83, 1);
  PstImage *strokes = make_painting (121, 83), *small = make_photo (32, 33, 4);

  dump (painting, photo, mix (photo, strokes, 0.3f));
  dump (painting, photo, mix (photo, strokes, 0.7f));
  dump (painting, photo, mix (photo, strokes, 1.4f));
  dump (painting, photo, make_photo (121, 83, 7));
  dump (small, strokes, mix (strokes, photo, 0.5f));
  dump (painting, small, make_painting (32, 33));
  pst_image_free (painting);
  pst_image_free (photo);
  pst_image_free (strokes);
  pst_image_free (small);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "--dump") == 0)
    return dump_all ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/photo-itself", test_photo_itself);
  g_test_add_func ("/metrics/painting-halves", test_painting_halves);
  g_test_add_func ("/metrics/unrelated", test_unrelated);
  g_test_add_func ("/metrics/monotone", test_monotone);
  g_test_add_func ("/metrics/odd", test_odd);
  g_test_add_func ("/metrics/fifths", test_fifths);
  g_test_add_func ("/metrics/touch", test_touch);
  g_test_add_func ("/metrics/errors", test_errors);
  return g_test_run ();
}
