/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults that were put into pictures made here are found, and none in clean ones.
 * With "--dump" it writes pictures and what was measured for faults_twin.py. */

#include "pastiche/pastiche.h"

#include <math.h>
#include <string.h>

#include "twin.h"

#define LEVEL (1.0 / 255.0)

static gfloat *
at (PstImage *image, gint c, gint x, gint y)
{
  return image->data + ((gsize) c * image->height + y) * image->width + x;
}

/* How far (@x, @y) is outside the nearest of some discs; below 0 it is inside. */
static gdouble
beyond_discs (gint x, gint y)
{
  static const gint discs[][3] = {
    { 60, 60, 30 }, { 170, 120, 45 }, { 60, 170, 25 }, { 260, 60, 33 }, { 260, 190, 20 }
  };
  gdouble nearest = 1e9;

  for (gsize i = 0; i < G_N_ELEMENTS (discs); i++)
    nearest = fmin (nearest, hypot (x - discs[i][0], y - discs[i][1]) - discs[i][2]);
  return nearest;
}

/* Dark discs on a light ground, a little soft and with the grain of film: edges
 * between plain areas.  Beside the edge a rim of @rim of the step, which fades out
 * over @reach pixels. */
static PstImage *
make_discs (gint width, gint height, gdouble rim, gdouble reach, gint seed)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gdouble d = beyond_discs (x, y), ground = 1 / (1 + exp (-2 * d));
        gdouble over = rim * exp (-fabs (d) / reach) * tanh (d);

        for (gint c = 0; c < 3; c++)
          *at (image, c, x, y) = (gfloat) (0.25 + 0.1 * c / 2 + 0.35 * (ground + over)
                                           + 2 * LEVEL * (random_at (seed, x, y) - 0.5));
      }
  return image;
}

/* Strokes of @size pixels, @depth levels apart at most, on a ramp from @top to @bottom. */
static PstImage *
make_strokes (gint width, gint height, gint size, gdouble depth, gdouble top, gdouble bottom,
              gint seed)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      for (gint c = 0; c < 3; c++)
        *at (image, c, x, y) =
            (gfloat) (top + (bottom - top) * y / (height - 1)
                      + depth * LEVEL * (random_at (seed, (x + y / 2) / size, y / size) - 0.5));
  return image;
}

/* Adds waves of that many levels and pixels along (@dx, @dy) to channels from @first. */
static void
add_waves (PstImage *image, gdouble levels, gdouble period, gint dx, gint dy, gint first)
{
  for (gint c = first; c < 3; c++)
    for (gint y = 0; y < image->height; y++)
      for (gint x = 0; x < image->width; x++)
        *at (image, c, x, y) +=
            (gfloat) (levels * LEVEL * cos (2 * G_PI * (dx * x + dy * y) / period));
}

static PstGauge *
gauge_of (const PstImage *painting)
{
  GError *error = NULL;
  PstGauge *gauge = pst_gauge_new (painting, &error);

  g_assert_no_error (error);
  return gauge;
}

static PstFaults
measure_by (const PstGauge *gauge, const PstImage *photo, const PstImage *result)
{
  PstFaults faults;
  GError *error = NULL;

  g_assert_true (pst_gauge_measure (gauge, photo, result, NULL, &faults, &error));
  g_assert_no_error (error);
  g_test_message ("halo %.3f glow %.3f clipped %.3f lost %.3f chroma %.2f", faults.halo,
                  faults.glow, faults.clipped, faults.lost, faults.chroma);
  return faults;
}

static PstFaults
measure (const PstImage *painting, const PstImage *photo, const PstImage *result)
{
  g_autoptr (PstGauge) gauge = gauge_of (painting);

  return measure_by (gauge, photo, result);
}

static gint
highest_lattice (const PstFaults *faults)
{
  gint highest = 0;

  for (gint i = 1; i < PST_LATTICES; i++)
    if (faults->lattice[i] > faults->lattice[highest])
      highest = i;
  return highest;
}

/* ---- halos ------------------------------------------------------------ */

static void
test_no_halo (void)
{
  g_autoptr (PstImage) painting = make_discs (320, 240, 0, 1, 1);
  g_autoptr (PstImage) photo = make_discs (320, 240, 0, 1, 2);
  g_autoptr (PstImage) weak = make_strokes (320, 240, 7, 60, 0, 0, 3);
  PstFaults faults = measure (painting, photo, photo);

  g_assert_cmpfloat (fabs (faults.halo), <, 0.02);
  g_assert_cmpfloat (fabs (faults.glow), <, 0.02);

  /* Strokes are no halo, nor is less contrast. */
  for (gint i = 0; i < 3 * 320 * 240; i++)
    weak->data[i] += 0.2f + 0.6f * photo->data[i];
  faults = measure (painting, photo, weak);
  g_assert_cmpfloat (faults.halo, <, 0.08);
  g_assert_cmpfloat (faults.glow, <, 0.1);
}

static void
test_halo (void)
{
  g_autoptr (PstImage) painting = make_discs (320, 240, 0, 1, 1);
  g_autoptr (PstImage) photo = make_discs (320, 240, 0, 1, 2);
  g_autoptr (PstImage) narrow = make_discs (320, 240, 0.25, 3, 3);
  g_autoptr (PstImage) wide = make_discs (320, 240, 0.25, 15, 3);
  PstFaults faults = measure (painting, photo, narrow);

  g_assert_cmpfloat (faults.halo, >, 0.15);
  faults = measure (painting, photo, wide);
  g_assert_cmpfloat (faults.glow, >, 0.15);
  g_assert_cmpfloat (faults.halo, <, faults.glow);
}

/* What the painting does at its edges is its style; what the photo had is the photo's. */
static void
test_halo_of_style (void)
{
  g_autoptr (PstImage) plain = make_discs (320, 240, 0, 1, 1);
  g_autoptr (PstImage) haloed = make_discs (320, 240, 0.25, 3, 2);
  g_autoptr (PstImage) result = make_discs (320, 240, 0.25, 3, 3);

  g_assert_cmpfloat (fabs (measure (haloed, plain, result).halo), <, 0.05);
  g_assert_cmpfloat (fabs (measure (plain, haloed, result).halo), <, 0.05);
}

static void
test_no_edges (void)
{
  g_autoptr (PstImage) photo = make_strokes (128, 128, 1, 4, 0.3, 0.6, 1);
  PstFaults faults = measure (photo, photo, photo);

  g_assert_true (isnan (faults.halo));
  g_assert_true (isnan (faults.glow));
  g_assert_false (isnan (faults.lattice[0]));
}

/* ---- lattices --------------------------------------------------------- */

static void
test_no_lattice (void)
{
  g_autoptr (PstImage) painting = make_strokes (640, 480, 1, 90, 0.3, 0.7, 1);
  g_autoptr (PstImage) photo = make_discs (640, 480, 0, 1, 2);
  g_autoptr (PstImage) faint = make_discs (640, 480, 0, 1, 2);
  g_autoptr (PstGauge) gauge = gauge_of (painting);
  PstFaults faults = measure_by (gauge, photo, painting);

  g_assert_cmpfloat (faults.lattice[highest_lattice (&faults)], <, 1.5);
  faults = measure_by (gauge, photo, photo);
  g_assert_cmpfloat (faults.lattice[highest_lattice (&faults)], <, 1.5);
  add_waves (faint, 0.15, 2, 1, 0, 0);
  faults = measure_by (gauge, photo, faint);
  g_assert_cmpfloat (faults.lattice[highest_lattice (&faults)], <, 1.5);
}

/* Each of the twelve, below the grain that hides it, and two that are none. */
static void
test_lattice (void)
{
  static const gint ways[4][2] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 1, -1 } };
  g_autoptr (PstImage) photo = make_discs (256, 192, 0, 1, 2);
  g_autoptr (PstGauge) gauge = gauge_of (photo);

  for (gint i = 0; i < PST_LATTICES; i++)
    {
      g_autoptr (PstImage) result = make_strokes (256, 192, 1, 20, 0.3, 0.7, 3);
      PstFaults faults;

      add_waves (result, 2, 2 << i / 4, ways[i % 4][0], ways[i % 4][1], 0);
      faults = measure_by (gauge, photo, result);
      g_test_message ("lattice %d: %.2f", i, faults.lattice[i]);
      g_assert_cmpfloat (faults.lattice[i], >, 2.0);
      /* At period 2 both diagonals are one. */
      g_assert_cmpint (highest_lattice (&faults) | (i == 3 || i == 2 ? 1 : 0), ==,
                       i | (i == 3 || i == 2 ? 1 : 0));
    }
  for (gint period = 3; period <= 6; period += 3)
    {
      g_autoptr (PstImage) result = make_strokes (640, 480, 1, 20, 0.3, 0.7, 3);
      PstFaults faults;

      add_waves (result, 2, period, 1, 0, 0);
      faults = measure (result, result, result);
      g_assert_cmpfloat (faults.lattice[highest_lattice (&faults)], <, 1.5);
    }
}

static void
test_lattice_small (void)
{
  g_autoptr (PstImage) photo = make_discs (100, 63, 0, 1, 2);
  PstFaults faults = measure (photo, photo, photo);

  for (gint i = 0; i < PST_LATTICES; i++)
    g_assert_true (isnan (faults.lattice[i]));
}

/* ---- clipping and colour ---------------------------------------------- */

static void
test_clipping (void)
{
  g_autoptr (PstImage) painting = make_discs (128, 128, 0, 1, 1);
  g_autoptr (PstImage) photo = make_strokes (128, 128, 3, 10, 0.2, 0.8, 1);
  g_autoptr (PstImage) hard = make_strokes (128, 128, 3, 10, -0.2, 1.2, 1);
  g_autoptr (PstImage) ink = make_strokes (128, 128, 3, 10, -1, 2, 1);
  PstFaults faults = measure (painting, photo, photo);

  g_assert_cmpfloat (faults.clipped, ==, 0.0);
  g_assert_cmpfloat (faults.lost, ==, 0.0);
  faults = measure (painting, photo, hard);
  g_assert_cmpfloat_with_epsilon (faults.clipped, 0.4 / 1.4, 0.02);
  g_assert_cmpfloat_with_epsilon (faults.lost, 0.4 / 1.4, 0.02);
  /* The photo was so, or the painting is. */
  faults = measure (painting, hard, hard);
  g_assert_cmpfloat_with_epsilon (faults.clipped, 0.4 / 1.4, 0.02);
  g_assert_cmpfloat (faults.lost, ==, 0.0);
  faults = measure (ink, photo, hard);
  g_assert_cmpfloat (faults.lost, ==, 0.0);
  /* At one end only: the other end's share is no excuse. */
  for (gint i = 0; i < 3 * 128 * 128; i++)
    ink->data[i] = CLAMP (ink->data[i], 0.5f, 1.0f);
  faults = measure (ink, photo, hard);
  g_assert_cmpfloat_with_epsilon (faults.lost, 0.2 / 1.4, 0.02);
}

static void
test_chroma (void)
{
  g_autoptr (PstImage) print = make_strokes (96, 96, 4, 40, 0.2, 0.8, 1);
  g_autoptr (PstImage) tinted = make_strokes (96, 96, 4, 40, 0.2, 0.8, 1);
  g_autoptr (PstGauge) gauge = NULL;

  /* Brown ink on yellow paper. */
  for (gint y = 0; y < 96; y++)
    for (gint x = 0; x < 96; x++)
      for (gint c = 0; c < 3; c++)
        {
          gfloat ink = *at (print, 0, x, y);

          *at (print, c, x, y) =
              (0.25f - 0.08f * (gfloat) c) * (1 - ink) + (0.95f - 0.1f * (gfloat) c) * ink;
        }
  g_assert_cmpfloat (measure (print, print, print).chroma, <, 0.5);
  gauge = pst_gauge_new (print, NULL);
  g_assert_cmpfloat (pst_gauge_get_chroma (gauge), <, 0.5);

  add_waves (tinted, 25, 40, 1, 0, 2);
  g_assert_cmpfloat (measure (print, print, tinted).chroma, >, 5.0);
}

/* ---- strokes, colours, darkness ---------------------------------------- */

static void
test_strokes (void)
{
  g_autoptr (PstImage) painting = make_strokes (320, 240, 5, 60, 0.3, 0.7, 1);
  g_autoptr (PstImage) photo = make_discs (320, 240, 0, 1, 2);
  g_autoptr (PstImage) painted = make_strokes (320, 240, 5, 60, 0.5, 0.5, 3);

  g_assert_cmpfloat (measure (painting, photo, photo).strokes, <, 0.15);
  g_assert_cmpfloat_with_epsilon (measure (painting, photo, painted).strokes, 1.0, 0.2);
  /* Strokes only where the photo is busy. */
  for (gint i = 0; i < 3 * 320 * 240; i++)
    if (fabs (beyond_discs (i % 320, i / 320 % 240)) > 2)
      painted->data[i] = 0.5f;
  g_assert_cmpfloat (measure (painting, photo, painted).strokes, <, 0.2);
}

/* Stripes of @n colours. */
static PstImage *
make_stripes (gint n)
{
  PstImage *image = pst_image_new (240, 64, NULL);

  for (gint y = 0; y < 64; y++)
    for (gint x = 0; x < 240; x++)
      {
        gdouble angle = 2 * G_PI * (x * n / 240) / n;

        *at (image, 0, x, y) = (gfloat) (0.5 + 0.4 * cos (angle));
        *at (image, 1, x, y) = 0.5f;
        *at (image, 2, x, y) = (gfloat) (0.5 + 0.4 * sin (angle));
      }
  return image;
}

static void
test_colours (void)
{
  g_autoptr (PstImage) many = make_stripes (12);
  g_autoptr (PstImage) few = make_stripes (3);

  g_assert_cmpfloat_with_epsilon (measure (many, many, few).colours, 3.0 / 12, 1e-6);
  g_assert_cmpfloat_with_epsilon (measure (few, many, many).colours, 12.0 / 3, 1e-6);
}

static void
test_dark (void)
{
  g_autoptr (PstImage) photo = make_discs (320, 240, 0, 1, 2);
  g_autoptr (PstImage) night = make_discs (320, 240, 0, 1, 2);
  g_autoptr (PstImage) mud = make_strokes (320, 240, 5, 30, 0.1, 0.1, 3);

  g_assert_true (isnan (measure (photo, photo, photo).dark));
  for (gint i = 0; i < 3 * 320 * 240; i++)
    night->data[i] *= 0.35f;
  g_assert_cmpfloat_with_epsilon (measure (photo, night, night).dark, 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (measure (photo, night, photo).dark, 1.0, 0.05);
  g_assert_cmpfloat (measure (photo, night, mud).dark, <, 0.2);
}

/* ---- plain pictures and seeds ----------------------------------------- */

static PstEvenness
measure_plain (const PstImage *image, gint degree)
{
  PstEvenness plain = { NAN, NAN };
  GError *error = NULL;

  g_assert_true (pst_measure_evenness (image, degree, &plain, &error));
  g_assert_no_error (error);
  g_test_message ("blotches %.2f bands %.2f", plain.blotches, plain.bands);
  return plain;
}

static void
test_plain (void)
{
  g_autoptr (PstImage) flat = make_strokes (320, 240, 6, 60, 0.5, 0.5, 1);
  g_autoptr (PstImage) sky = make_strokes (320, 240, 6, 60, 0.4, 0.9, 1);
  PstEvenness plain = measure_plain (flat, 0);

  g_assert_cmpfloat (hypot (plain.blotches, plain.bands), <, 3.0);
  plain = measure_plain (sky, 3);
  g_assert_cmpfloat (hypot (plain.blotches, plain.bands), <, 3.0);
  g_assert_cmpfloat (measure_plain (sky, 0).bands, >, 30.0);
}

static void
test_blotches (void)
{
  g_autoptr (PstImage) light = make_strokes (320, 240, 6, 60, 0.5, 0.5, 1);
  g_autoptr (PstImage) coloured = make_strokes (320, 240, 6, 60, 0.5, 0.5, 1);

  add_waves (light, 12, 200, 1, 0, 0);
  g_assert_cmpfloat (measure_plain (light, 0).blotches, >, 5.0);
  g_assert_cmpfloat (measure_plain (light, 0).bands, <, 3.0);
  add_waves (coloured, 40, 200, 1, 0, 2);
  g_assert_cmpfloat (measure_plain (coloured, 0).blotches, >, 5.0);
}

static void
test_bands (void)
{
  g_autoptr (PstImage) sky = make_strokes (320, 240, 6, 60, 0.4, 0.9, 1);
  g_autoptr (PstImage) steps = make_strokes (320, 240, 6, 60, 0, 0, 1);

  add_waves (sky, 12, 60, 0, 1, 0);
  g_assert_cmpfloat (measure_plain (sky, 3).bands, >, 6.0);
  g_assert_cmpfloat (measure_plain (sky, 3).blotches, <, 3.0);
  for (gint i = 0; i < 3 * 240 * 320; i++)
    steps->data[i] += 0.4f + 0.5f / 3 * (gfloat) (i / 320 % 240 / 60);
  g_assert_cmpfloat (measure_plain (steps, 3).bands, >, 6.0);
}

static void
test_seeds (void)
{
  g_autoptr (PstImage) first = make_strokes (256, 192, 3, 40, 0.1, 0.9, 1);
  g_autoptr (PstImage) second = make_strokes (256, 192, 3, 40, 0.1, 0.9, 2);
  g_autoptr (PstImage) other = make_strokes (256, 192, 40, 250, 0.5, 0.5, 3);
  g_autoptr (PstImage) small = make_strokes (15, 40, 3, 40, 0.1, 0.9, 2);
  gdouble same = 0, differ = 0;
  GError *error = NULL;

  g_assert_true (pst_compare_seeds (first, first, &same, &differ, NULL));
  g_assert_cmpfloat_with_epsilon (same, 1.0, 1e-12);
  g_assert_cmpfloat (differ, ==, 0.0);
  g_assert_true (pst_compare_seeds (first, second, &same, &differ, NULL));
  g_assert_cmpfloat (same, >, 0.98);
  g_assert_cmpfloat (differ, >, 5.0);
  g_assert_true (pst_compare_seeds (first, other, &same, &differ, NULL));
  g_assert_cmpfloat (same, <, 0.5);

  g_assert_false (pst_compare_seeds (first, small, &same, &differ, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "15 x 40"));
  g_clear_error (&error);
  g_assert_false (pst_compare_seeds (small, small, &same, &differ, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
}

/* Small, plain, equal, and not numbers: an answer, or NAN where there is none. */
static void
test_odd (void)
{
  g_autoptr (PstImage) painting = make_discs (33, 32, 0, 1, 1);
  g_autoptr (PstImage) wild = make_discs (90, 70, 0, 1, 1);
  g_autoptr (PstImage) black = pst_image_new (90, 70, NULL);
  PstFaults faults;

  wild->data[5] = NAN;
  wild->data[6] = INFINITY;
  faults = measure (painting, wild, wild);
  g_assert_true (isfinite (faults.clipped) && isfinite (faults.chroma));
  faults = measure (painting, wild, black);
  g_assert_cmpfloat (faults.clipped, ==, 1.0);
  for (gint i = 0; i < PST_LATTICES; i++)
    g_assert_cmpfloat_with_epsilon (faults.lattice[i], 1.0, 1e-9);
  faults = measure (black, black, black);
  g_assert_cmpfloat (faults.lost, ==, 0.0);
  g_assert_cmpfloat (faults.chroma, ==, 0.0);
  g_assert_cmpfloat (measure_plain (wild, 3).bands, >, 0.0);
  g_assert_cmpfloat (measure_plain (black, 5).bands, ==, 0.0);
}

/* ---- for the twin ----------------------------------------------------- */

static void
dump (const PstImage *painting, const PstImage *photo, const PstImage *result)
{
  PstFaults faults;
  PstEvenness plain[2];
  g_autoptr (PstGauge) gauge = pst_gauge_new (painting, NULL);
  gdouble same = 0, differ = 0;
  gboolean good = pst_gauge_measure (gauge, photo, result, NULL, &faults, NULL)
                  && pst_measure_evenness (result, 0, &plain[0], NULL)
                  && pst_measure_evenness (result, 3, &plain[1], NULL)
                  && pst_compare_seeds (photo, result, &same, &differ, NULL);
  gdouble values[] = { faults.halo,
                       faults.glow,
                       faults.clipped,
                       faults.lost,
                       faults.chroma,
                       faults.strokes,
                       faults.colours,
                       faults.dark,
                       plain[0].blotches,
                       plain[0].bands,
                       plain[1].blotches,
                       plain[1].bands,
                       same,
                       differ };

  g_assert_true (good);
  twin_dump (painting, photo, result, values, G_N_ELEMENTS (values));
  fwrite (faults.lattice, sizeof faults.lattice, 1, stdout);
}

static int
dump_all (void)
{
  g_autoptr (PstImage) painting = make_discs (320, 240, 0.1, 4, 1);
  g_autoptr (PstImage) strokes = make_strokes (201, 163, 5, 90, 0.3, 0.7, 1);
  g_autoptr (PstImage) photo = make_discs (317, 233, 0, 1, 2);
  g_autoptr (PstImage) haloed = make_discs (317, 233, 0.2, 6, 3);
  g_autoptr (PstImage) hard = make_strokes (317, 233, 7, 50, 0.8, -0.2, 1);
  g_autoptr (PstImage) small = make_discs (40, 50, 0.2, 6, 3);

  add_waves (haloed, 3, 4, 1, 1, 1);
  dump (painting, photo, haloed);
  dump (strokes, photo, hard);
  dump (strokes, hard, haloed);
  dump (painting, small, small);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "--dump") == 0)
    return dump_all ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/faults/no-halo", test_no_halo);
  g_test_add_func ("/faults/halo", test_halo);
  g_test_add_func ("/faults/halo-of-style", test_halo_of_style);
  g_test_add_func ("/faults/no-edges", test_no_edges);
  g_test_add_func ("/faults/no-lattice", test_no_lattice);
  g_test_add_func ("/faults/lattice", test_lattice);
  g_test_add_func ("/faults/lattice-small", test_lattice_small);
  g_test_add_func ("/faults/clipping", test_clipping);
  g_test_add_func ("/faults/chroma", test_chroma);
  g_test_add_func ("/faults/strokes", test_strokes);
  g_test_add_func ("/faults/colours", test_colours);
  g_test_add_func ("/faults/dark", test_dark);
  g_test_add_func ("/faults/plain", test_plain);
  g_test_add_func ("/faults/blotches", test_blotches);
  g_test_add_func ("/faults/bands", test_bands);
  g_test_add_func ("/faults/seeds", test_seeds);
  g_test_add_func ("/faults/odd", test_odd);
  return g_test_run ();
}
