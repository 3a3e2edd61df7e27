/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures between GEGL's buffers and the engine's planes. */

#include <math.h>

#include "pictures/fill.h"
#include "pictures/pixels.h"

static GeglBuffer *
buffer_new (gint x, gint y, gint width, gint height, const gchar *format)
{
  return gegl_buffer_new (GEGL_RECTANGLE (x, y, width, height), babl_format (format));
}

static gfloat
at (const PstImage *image, gint channel, gint x, gint y)
{
  return image->data[((gsize) channel * image->height + y) * image->width + x];
}

/* Whatever was in a buffer of 8 bits is there again afterwards, also where
 * strips meet and the extent does not begin at 0. */
static void
test_round_trip (gconstpointer data)
{
  const gchar *format = data;
  gint width = 701, height = 1003, bytes = babl_format_get_bytes_per_pixel (babl_format (format));
  g_autoptr (GeglBuffer) from = buffer_new (-3, 11, width, height, format);
  g_autoptr (GeglBuffer) to = buffer_new (-3, 11, width, height, format);
  g_autoptr (PstImage) image = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gfloat *alpha = NULL;
  gsize size = (gsize) width * height * bytes;
  g_autofree guint8 *sent = g_malloc (size);
  g_autofree guint8 *got = g_malloc (size);
  guint32 state = 1;

  for (gsize i = 0; i < size; i++)
    {
      state = state * 1664525 + 1013904223;
      sent[i] = (guint8) MAX (state >> 24, 1); /* never wholly transparent */
    }
  gegl_buffer_set (from, NULL, 0, babl_format (format), sent, GEGL_AUTO_ROWSTRIDE);

  image = pst_pixels_read (from, NULL, &alpha, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image->width, ==, width);
  g_assert_cmpint (image->height, ==, height);
  g_assert_true ((alpha != NULL) == babl_format_has_alpha (babl_format (format)));
  g_assert_true (pst_pixels_write (to, NULL, image, alpha, &error));
  g_assert_no_error (error);

  gegl_buffer_get (to, NULL, 1.0, babl_format (format), got, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_assert_cmpmem (sent, size, got, size);
}

/* Linear light becomes perceptual sRGB on the way in and linear on the way out. */
static void
test_linear (void)
{
  g_autoptr (GeglBuffer) from = buffer_new (0, 0, 2, 1, "RGBA float");
  g_autoptr (GeglBuffer) to = buffer_new (0, 0, 2, 1, "RGBA float");
  g_autoptr (PstImage) image = NULL;
  g_autofree gfloat *alpha = NULL;
  const gfloat sent[8] = { .2140411f, 1.0f, 0.0f, .25f, 4.0f, .0031308f, .5f, 1.0f };
  gfloat got[8];

  gegl_buffer_set (from, NULL, 0, babl_format ("RGBA float"), sent, GEGL_AUTO_ROWSTRIDE);
  image = pst_pixels_read (from, NULL, &alpha, NULL);
  g_assert_cmpfloat_with_epsilon (at (image, 0, 0, 0), .5, 1e-4);
  g_assert_cmpfloat_with_epsilon (at (image, 1, 0, 0), 1.0, 1e-4);
  g_assert_cmpfloat_with_epsilon (at (image, 2, 0, 0), 0.0, 1e-4);
  g_assert_cmpfloat (at (image, 0, 1, 0), >, 1.5);
  g_assert_cmpfloat (alpha[0], ==, .25f);

  g_assert_true (pst_pixels_write (to, NULL, image, alpha, NULL));
  gegl_buffer_get (to, NULL, 1.0, babl_format ("RGBA float"), got, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  for (gint i = 0; i < 8; i++)
    g_assert_cmpfloat_with_epsilon (got[i], sent[i], 1e-3);
}

static void
test_gray (void)
{
  g_autoptr (GeglBuffer) buffer = buffer_new (0, 0, 3, 1, "Y' u8");
  g_autoptr (PstImage) image = NULL;
  gfloat *alpha = (gfloat *) &alpha;
  guint8 sent[3] = { 0, 51, 255 }, got[3];

  gegl_buffer_set (buffer, NULL, 0, babl_format ("Y' u8"), sent, GEGL_AUTO_ROWSTRIDE);
  image = pst_pixels_read (buffer, NULL, &alpha, NULL);
  g_assert_null (alpha);
  for (gint c = 0; c < 3; c++)
    g_assert_cmpfloat_with_epsilon (at (image, c, 1, 0), .2, 1e-4);
  g_assert_true (pst_pixels_write (buffer, NULL, image, NULL, NULL));
  gegl_buffer_get (buffer, NULL, 1.0, babl_format ("Y' u8"), got, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  g_assert_cmpmem (sent, 3, got, 3);
}

/* A part of a buffer: the rest is not written. */
static void
test_part (void)
{
  g_autoptr (GeglBuffer) buffer = buffer_new (0, 0, 5, 4, "R'G'B' u8");
  g_autoptr (PstImage) image = NULL;
  const GeglRectangle part = { 1, 2, 3, 2 };
  guint8 sent[60], got[60];

  for (gint i = 0; i < 60; i++)
    sent[i] = (guint8) i;
  gegl_buffer_set (buffer, NULL, 0, babl_format ("R'G'B' u8"), sent, GEGL_AUTO_ROWSTRIDE);
  image = pst_pixels_read (buffer, &part, NULL, NULL);
  g_assert_cmpint (image->width, ==, 3);
  g_assert_cmpint (image->height, ==, 2);
  g_assert_cmpfloat_with_epsilon (at (image, 2, 0, 1) * 255, (3 * 5 + 1) * 3 + 2, 1e-2);

  for (gint i = 0; i < 18; i++)
    image->data[i] = 1.0f;
  g_assert_true (pst_pixels_write (buffer, &part, image, NULL, NULL));
  gegl_buffer_get (buffer, NULL, 1.0, babl_format ("R'G'B' u8"), got, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  for (gint y = 0; y < 4; y++)
    for (gint x = 0; x < 5; x++)
      for (gint c = 0; c < 3; c++)
        {
          gint i = (y * 5 + x) * 3 + c;

          g_assert_cmpint (got[i], ==, x >= 1 && x < 4 && y >= 2 ? 255 : sent[i]);
        }
}

/* What hides under alpha 0 is garbage here: a red picture with a black hole must
 * come out red, a picture of two halves blended between them. */
static void
test_fill (void)
{
  gint width = 37, height = 23;
  g_autoptr (GeglBuffer) buffer = buffer_new (0, 0, width, height, "R'G'B'A u8");
  g_autoptr (PstImage) image = NULL;
  g_autofree gfloat *alpha = NULL;
  g_autofree guint8 *sent = g_malloc0 ((gsize) width * height * 4);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        guint8 *p = sent + (y * width + x) * 4;
        gboolean hole = x > 8 && x < 29;

        p[0] = hole ? 0 : 204;
        p[1] = hole ? 255 : x < 18 ? 0 : 102;
        p[3] = hole ? 0 : 255;
      }
  gegl_buffer_set (buffer, NULL, 0, babl_format ("R'G'B'A u8"), sent, GEGL_AUTO_ROWSTRIDE);
  image = pst_pixels_read (buffer, NULL, &alpha, NULL);

  for (gint y = 0; y < height; y++)
    {
      for (gint x = 0; x < width; x++)
        {
          g_assert_cmpfloat_with_epsilon (at (image, 0, x, y), .8, 1e-4);
          g_assert_cmpfloat (at (image, 1, x, y), >, -1e-4);
          g_assert_cmpfloat (at (image, 1, x, y), <, .4 + 1e-4);
          g_assert_cmpfloat (alpha[y * width + x], ==, x > 8 && x < 29 ? 0 : 1);
        }
      g_assert_cmpfloat (at (image, 1, 9, y), <, .2);
      g_assert_cmpfloat (at (image, 1, 28, y), >, .2);
    }
}

static void
test_transparent (void)
{
  g_autoptr (GeglBuffer) buffer = buffer_new (0, 0, 9, 7, "R'G'B'A u8");
  g_autoptr (PstImage) image = NULL;
  g_autofree gfloat *alpha = NULL;

  image = pst_pixels_read (buffer, NULL, &alpha, NULL);
  for (gint i = 0; i < 3 * 63; i++)
    g_assert_cmpfloat (image->data[i], ==, .5f);
  for (gint i = 0; i < 63; i++)
    g_assert_cmpfloat (alpha[i], ==, 0);
}

/* Half-transparent pixels are the photo's own and stay. */
static void
test_half_transparent (void)
{
  g_autoptr (PstImage) image = pst_image_new (2, 2, NULL);
  const gfloat alpha[4] = { 1.0f, 1e-3f, 0.0f, .5f };

  for (gint i = 0; i < 12; i++)
    image->data[i] = (gfloat) i / 12;
  g_assert_true (pst_pixels_fill (image, alpha, NULL));
  for (gint i = 0; i < 12; i++)
    if (i % 4 != 2)
      g_assert_cmpfloat (image->data[i], ==, (gfloat) i / 12);
    else
      g_assert_cmpfloat (fabs (image->data[i] - i / 12.0), >, 1e-3);
}

/* Numbers that are none neither stay nor spread. */
static void
test_not_finite (void)
{
  g_autoptr (GeglBuffer) buffer = buffer_new (0, 0, 4, 4, "R'G'B'A float");
  g_autoptr (PstImage) image = NULL;
  g_autofree gfloat *alpha = NULL;
  gfloat sent[64];

  for (gint i = 0; i < 64; i++)
    sent[i] = i % 4 == 3 ? 1.0f : .25f;
  sent[0] = NAN;
  sent[5] = INFINITY;
  sent[11] = NAN;
  sent[15] = 0;
  sent[12] = -INFINITY;
  gegl_buffer_set (buffer, NULL, 0, babl_format ("R'G'B'A float"), sent, GEGL_AUTO_ROWSTRIDE);
  image = pst_pixels_read (buffer, NULL, &alpha, NULL);
  for (gint i = 0; i < 48; i++)
    g_assert_true (isfinite (image->data[i]));
  for (gint i = 0; i < 16; i++)
    g_assert_true (isfinite (alpha[i]));
  g_assert_cmpfloat (at (image, 2, 3, 3), ==, .25f);
}

/* A copy is the same to the last bit, but for numbers that are none: 0 for alpha and for
 * what is no number, far beyond white or black for what is infinite. */
static void
test_copy (void)
{
  const Babl *format = babl_format ("RGBA float");
  g_autoptr (GeglBuffer) from = buffer_new (0, 0, 3, 1, "RGBA float");
  g_autoptr (GeglBuffer) to = buffer_new (0, 0, 3, 1, "RGBA float");
  const gfloat sent[12] = { .1f, -3, 70, .3f, NAN, INFINITY, -INFINITY, .5f, .2f, .4f, .6f, NAN };
  const gfloat want[12] = { .1f, -3, 70, .3f, 0, 64, -64, .5f, .2f, .4f, .6f, 0 };
  gfloat got[12];
  GError *error = NULL;

  gegl_buffer_set (from, NULL, 0, format, sent, GEGL_AUTO_ROWSTRIDE);
  g_assert_true (pst_pixels_copy (from, to, &error));
  g_assert_no_error (error);
  gegl_buffer_get (to, NULL, 1.0, format, got, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_assert_cmpmem (got, sizeof got, want, sizeof want);
}

/* Alpha is carried over exactly where what goes through floats would change it, and
 * nothing else is. */
static void
test_copy_alpha (void)
{
  const Babl *whole = babl_format ("R'G'B'A u32"), *real = babl_format ("R'G'B'A double");
  g_autoptr (GeglBuffer) from = buffer_new (2, 3, 2, 1, "R'G'B'A u32");
  g_autoptr (GeglBuffer) to = buffer_new (-1, 0, 2, 1, "R'G'B'A u32");
  g_autoptr (GeglBuffer) other = buffer_new (0, 0, 2, 1, "R'G'B'A double");
  g_autoptr (GeglBuffer) target = buffer_new (0, 0, 2, 1, "R'G'B'A double");
  const guint32 sent[8] = { 1, 2, 3, 4000000001u, 5, 6, 7, 123456789 };
  const guint32 there[8] = { 10, 20, 30, 40, 50, 60, 70, 80 };
  const guint32 want[8] = { 10, 20, 30, 4000000001u, 50, 60, 70, 123456789 };
  const gdouble some[8] = { .1, .2, .3, 1 / 3.0, .5, .6, .7, NAN };
  const gdouble old[8] = { .9, .8, .7, .6, .5, .4, .3, .2 };
  const gdouble wanted[8] = { .9, .8, .7, 1 / 3.0, .5, .4, .3, .2 };
  guint32 got[8];
  gdouble now[8];

  gegl_buffer_set (from, NULL, 0, whole, sent, GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_set (to, NULL, 0, whole, there, GEGL_AUTO_ROWSTRIDE);
  g_assert_true (pst_pixels_copy_alpha (from, to, NULL));
  gegl_buffer_get (to, NULL, 1.0, whole, got, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_assert_cmpmem (got, sizeof got, want, sizeof want);

  gegl_buffer_set (other, NULL, 0, real, some, GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_set (target, NULL, 0, real, old, GEGL_AUTO_ROWSTRIDE);
  g_assert_true (pst_pixels_copy_alpha (other, target, NULL));
  gegl_buffer_get (target, NULL, 1.0, real, now, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_assert_cmpmem (now, sizeof now, wanted, sizeof wanted);
}

static void
test_errors (void)
{
  g_autoptr (GeglBuffer) buffer = buffer_new (0, 0, 4, 4, "R'G'B' u8");
  g_autoptr (PstImage) image = pst_image_new (3, 4, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_pixels_read (buffer, GEGL_RECTANGLE (0, 0, 0, 4), NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_false (pst_pixels_write (buffer, NULL, image, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  gegl_init (NULL, NULL);

  g_test_add_data_func ("/pixels/round-trip/rgb", "R'G'B' u8", test_round_trip);
  g_test_add_data_func ("/pixels/round-trip/rgba", "R'G'B'A u8", test_round_trip);
  g_test_add_func ("/pixels/linear", test_linear);
  g_test_add_func ("/pixels/gray", test_gray);
  g_test_add_func ("/pixels/part", test_part);
  g_test_add_func ("/pixels/fill", test_fill);
  g_test_add_func ("/pixels/transparent", test_transparent);
  g_test_add_func ("/pixels/half-transparent", test_half_transparent);
  g_test_add_func ("/pixels/not-finite", test_not_finite);
  g_test_add_func ("/pixels/copy", test_copy);
  g_test_add_func ("/pixels/copy-alpha", test_copy_alpha);
  g_test_add_func ("/pixels/errors", test_errors);

  result = g_test_run ();
  gegl_exit ();
  return result;
}
