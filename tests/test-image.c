/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/pastiche.h"

#include <math.h>
#include <string.h>

static gfloat *
pixel (const PstImage *image, gint c, gint x, gint y)
{
  return image->data + ((gsize) c * (gsize) image->height + y) * (gsize) image->width + x;
}

static PstImage *
make_image (gint width, gint height)
{
  GError *error = NULL;
  PstImage *image = pst_image_new (width, height, &error);

  g_assert_no_error (error);
  for (gint i = 0; i < 3 * width * height; i++)
    image->data[i] = (gfloat) ((guint32) i * 2654435761u) / 4294967296.0f * 2.0f - 0.5f;
  return image;
}

static PstImage *
resize (const PstImage *image, gint width, gint height)
{
  GError *error = NULL;
  PstImage *result = pst_image_resize (image, width, height, &error);

  g_assert_no_error (error);
  g_assert_cmpint (result->width, ==, width);
  g_assert_cmpint (result->height, ==, height);
  return result;
}

static void
test_new (void)
{
  static const gint bad[][2] = { { 0, 1 }, { 1, 0 }, { -1, 1 }, { G_MININT, G_MININT } };
  PstImage *image;
  GError *error = NULL;

  image = pst_image_new (3, 2, &error);
  g_assert_no_error (error);
  for (gint i = 0; i < 18; i++)
    g_assert_cmpfloat (image->data[i], ==, 0.0f);
  pst_image_free (image);
  pst_image_free (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (pst_image_new (bad[i][0], bad[i][1], &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_clear_error (&error);
    }
  g_assert_null (pst_image_new (G_MAXINT, G_MAXINT, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "2147483647"));
  g_clear_error (&error);
}

static gdouble
lanczos3 (gdouble x)
{
  x = fabs (x);
  if (x < 1e-9)
    return 1.0;
  return x < 3.0 ? 3.0 * sin (G_PI * x) * sin (G_PI * x / 3.0) / (G_PI * G_PI * x * x) : 0.0;
}

/* The definition, in two dimensions at once. */
static gdouble
reference (const PstImage *image, gint c, gdouble cx, gdouble cy, gdouble sx, gdouble sy)
{
  gdouble sum = 0.0, norm = 0.0;

  for (gint y = (gint) floor (cy - 3.0 * sy) - 1; y <= cy + 3.0 * sy + 1.0; y++)
    for (gint x = (gint) floor (cx - 3.0 * sx) - 1; x <= cx + 3.0 * sx + 1.0; x++)
      {
        gdouble weight = lanczos3 ((x - cx) / sx) * lanczos3 ((y - cy) / sy);

        sum += weight
               * *pixel (image, c, CLAMP (x, 0, image->width - 1), CLAMP (y, 0, image->height - 1));
        norm += weight;
      }
  return sum / norm;
}

static void
test_reference (void)
{
  static const gint sizes[][4] = {
    { 9, 7, 5, 13 }, { 31, 17, 7, 40 }, { 1, 1, 3, 2 },   { 5, 1, 2, 1 },  { 1, 9, 1, 4 },
    { 2, 2, 7, 7 },  { 40, 30, 1, 1 },  { 16, 16, 8, 8 }, { 8, 8, 8, 16 }, { 3, 50, 3, 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const gint *s = sizes[i];
      PstImage *image = make_image (s[0], s[1]), *result = resize (image, s[2], s[3]);
      gdouble rx = (gdouble) s[0] / s[2], ry = (gdouble) s[1] / s[3];

      for (gint c = 0; c < 3; c++)
        for (gint y = 0; y < s[3]; y++)
          for (gint x = 0; x < s[2]; x++)
            g_assert_cmpfloat_with_epsilon (*pixel (result, c, x, y),
                                            reference (image, c, (x + 0.5) * rx - 0.5,
                                                       (y + 0.5) * ry - 0.5, MAX (rx, 1.0),
                                                       MAX (ry, 1.0)),
                                            1e-5);
      pst_image_free (result);
      pst_image_free (image);
    }
}

/* Plain stays plain to the last bit, at any size. */
static void
test_constant (void)
{
  static const gint sizes[] = { 1, 2, 3, 7, 64, 101 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        PstImage *image = make_image (sizes[i], sizes[j]), *result;

        for (gint k = 0; k < 3 * sizes[i] * sizes[j]; k++)
          image->data[k] = 0.7f;
        result = resize (image, sizes[j], sizes[i]);
        for (gint k = 0; k < 3 * sizes[i] * sizes[j]; k++)
          g_assert_cmpfloat (result->data[k], ==, 0.7f);
        pst_image_free (result);
        pst_image_free (image);
      }
}

static void
test_same_size (void)
{
  PstImage *image = make_image (13, 11), *result = resize (image, 13, 11);

  g_assert_true (result->data != image->data);
  g_assert_cmpmem (result->data, 3 * 13 * 11 * sizeof (gfloat), image->data,
                   3 * 13 * 11 * sizeof (gfloat));
  pst_image_free (result);
  pst_image_free (image);
}

/* The finest pattern there is must become grey, not a coarser pattern. */
static void
test_aliasing (void)
{
  PstImage *image = make_image (64, 64), *result;

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < 64; y++)
      for (gint x = 0; x < 64; x++)
        *pixel (image, c, x, y) = (gfloat) ((x + y) % 2);
  result = resize (image, 23, 19);
  for (gint y = 2; y < 17; y++)
    for (gint x = 2; x < 21; x++)
      g_assert_cmpfloat_with_epsilon (*pixel (result, 0, x, y), 0.5f, 0.01f);
  pst_image_free (result);
  pst_image_free (image);
}

static void
test_short (void)
{
  static const gint sizes[][5] = {
    { 640, 480, 48, 64, 48 }, { 480, 640, 48, 48, 64 }, { 5, 5, 9, 9, 9 },
    { 100, 1, 1, 100, 1 },    { 300, 200, 1, 2, 1 },    { 712, 474, 512, 769, 512 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PstImage *image = make_image (sizes[i][0], sizes[i][1]);
      GError *error = NULL;
      PstImage *result = pst_image_resize_short (image, sizes[i][2], &error);

      g_assert_no_error (error);
      g_assert_cmpint (result->width, ==, sizes[i][3]);
      g_assert_cmpint (result->height, ==, sizes[i][4]);
      pst_image_free (result);
      pst_image_free (image);
    }
}

static void
test_errors (void)
{
  PstImage *image = make_image (100, 1);
  GError *error = NULL;

  g_assert_null (pst_image_resize (image, 0, 5, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_null (pst_image_resize_short (image, 0, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_null (pst_image_resize (image, G_MAXINT, G_MAXINT, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (pst_image_resize_short (image, G_MAXINT, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
  g_clear_error (&error);
  pst_image_free (image);
}

static void
test_crop (void)
{
  static const gint parts[][4] = { { 0, 0, 7, 5 }, { 6, 4, 1, 1 }, { 2, 1, 3, 4 }, { 0, 3, 7, 1 } };
  g_autoptr (PstImage) image = make_image (7, 5);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const gint *p = parts[i];
      g_autoptr (PstImage) part = pst_image_crop (image, p[0], p[1], p[2], p[3], NULL);

      g_assert_cmpint (part->width, ==, p[2]);
      g_assert_cmpint (part->height, ==, p[3]);
      for (gint c = 0; c < 3; c++)
        for (gint y = 0; y < p[3]; y++)
          for (gint x = 0; x < p[2]; x++)
            g_assert_cmpfloat (*pixel (part, c, x, y), ==, *pixel (image, c, p[0] + x, p[1] + y));
    }
}

static void
test_sanitise (void)
{
  static const gfloat in[] = { NAN,   INFINITY, -INFINITY, 65.0f, -65.0f, 64.0f,
                               -2.0f, 1.5f,     0.3f,      -0.0f, 1e-40f, 1e30f };
  static const gfloat out[] = { 0.0f,  64.0f, -64.0f, 64.0f, -64.0f, 64.0f,
                                -2.0f, 1.5f,  0.3f,   -0.0f, 1e-40f, 64.0f };
  PstImage *image = make_image (2, 2);

  memcpy (image->data, in, sizeof in);
  pst_image_sanitise (image);
  g_assert_cmpmem (image->data, sizeof out, out, sizeof out);
  pst_image_free (image);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/new", test_new);
  g_test_add_func ("/image/crop", test_crop);
  g_test_add_func ("/image/resize/reference", test_reference);
  g_test_add_func ("/image/resize/constant", test_constant);
  g_test_add_func ("/image/resize/same-size", test_same_size);
  g_test_add_func ("/image/resize/aliasing", test_aliasing);
  g_test_add_func ("/image/resize/short", test_short);
  g_test_add_func ("/image/resize/errors", test_errors);
  g_test_add_func ("/image/sanitise", test_sanitise);
  return g_test_run ();
}
