/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos to practise on, found in folders and read; and paintings that are read from
 * files. */

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gegl.h>
#include <glib/gstdio.h>

#include "lesson-material.h"
#include "pictures/photo-folder.h"
#include "pictures/reduced.h"

typedef struct
{
  gchar *folder;
} Fixture;

static gchar *
path_in (Fixture *f, const gchar *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
put (Fixture *f, const gchar *name, const gchar *text)
{
  g_autofree gchar *path = path_in (f, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Dark on the left, and a red right half. */
static gchar *
put_picture (Fixture *f, const gchar *name, const gchar *type, gint width, gint height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) right = NULL;
  gchar *path = path_in (f, name);
  GError *error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x102030ff);
  right = gdk_pixbuf_new_subpixbuf (pixbuf, width / 2, 0, width - width / 2, height);
  gdk_pixbuf_fill (right, 0xff8000ff);
  gdk_pixbuf_save (pixbuf, path, type, &error, NULL);
  g_assert_no_error (error);
  return path;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree gchar *inner = NULL, *deep = NULL, *loop = NULL, *hidden = NULL;

  f->folder = scratch_new ();
  inner = path_in (f, "b é");
  deep = path_in (f, "b é/deep");
  loop = path_in (f, "b é/loop");
  hidden = path_in (f, ".thumbnails");
  g_mkdir (inner, 0700);
  g_mkdir (deep, 0700);
  g_mkdir (hidden, 0700);
  g_assert_cmpint (symlink (f->folder, loop), ==, 0);
  put (f, "c.JPG", "c");
  put (f, "a.png", "a");
  put (f, "notes.txt", "no picture");
  put (f, ".hidden.png", "h");
  put (f, ".thumbnails/t.png", "t");
  put (f, "b é/x.jpeg", "x");
  put (f, "b é/deep/y.png", "y");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  scratch_free (f->folder);
}

static void
assert_names (Fixture *f, GPtrArray *files, const gchar *const *names)
{
  g_assert_cmpint ((gint) files->len, ==, (gint) g_strv_length ((gchar **) names));
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree gchar *path = path_in (f, names[i]);

      g_assert_cmpstr (g_ptr_array_index (files, i), ==, path);
    }
}

static void
test_found (Fixture *f, gconstpointer data)
{
  const gchar *const flat[] = { "a.png", "c.JPG", "notes.txt", NULL };
  const gchar *const pictures[] = { "a.png", "b é/x.jpeg", "c.JPG", NULL };
  const gchar *const all[] = { "a.png", "b é/deep/y.png", "b é/x.jpeg", "c.JPG", NULL };
  g_autoptr (GPtrArray) here = pst_photo_folder_list (f->folder, 0, NULL, NULL);
  g_autoptr (GPtrArray) near = pst_photo_folder_list_pictures (f->folder, 1, NULL, NULL);
  g_autoptr (GPtrArray) deep = pst_photo_folder_list_pictures (f->folder, 6, NULL, NULL);

  assert_names (f, here, flat);
  assert_names (f, near, pictures);
  assert_names (f, deep, all);
}

static void
test_not_found (Fixture *f, gconstpointer data)
{
  g_autofree gchar *missing = path_in (f, "missing");
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  GError *error = NULL;

  g_assert_null (pst_photo_folder_list_pictures (missing, 1, NULL, &error));
  g_assert_true (error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, missing));
  g_assert_nonnull (strstr (error->message, "choose"));
  g_clear_error (&error);
  g_cancellable_cancel (cancel);
  g_assert_null (pst_photo_folder_list (f->folder, 1, cancel, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

static void
test_read (Fixture *f, gconstpointer data)
{
  const struct
  {
    const gchar *name, *type;
    gint width, height, short_side, to_width, to_height;
  } cases[] = {
    { "small.png", "png", 80, 70, 100, 80, 70 },
    { "exact.png", "png", 200, 100, 100, 200, 100 },
    { "wide.png", "png", 300, 150, 100, 200, 100 },
    { "huge.jpg", "jpeg", 900, 1800, 100, 100, 200 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path =
          put_picture (f, cases[i].name, cases[i].type, cases[i].width, cases[i].height);
      GError *error = NULL;
      g_autoptr (PstImage) photo = pst_reduced_load_photo (path, cases[i].short_side, &error);
      gsize n;

      g_assert_no_error (error);
      g_assert_cmpint (photo->width, ==, cases[i].to_width);
      g_assert_cmpint (photo->height, ==, cases[i].to_height);
      n = (gsize) photo->width * photo->height;
      for (gint c = 0; c < 3; c++)
        {
          const gdouble left[] = { 0x10, 0x20, 0x30 }, right[] = { 0xff, 0x80, 0 };
          const gfloat *row = photo->data + (gsize) c * n + n / 2 / photo->width * photo->width;

          g_assert_cmpfloat_with_epsilon (row[photo->width / 8], left[c] / 255, 0.02);
          g_assert_cmpfloat_with_epsilon (row[photo->width * 7 / 8], right[c] / 255, 0.02);
        }
    }
}

/* A camera's note of how it was held. */
static void
test_upright (Fixture *f, gconstpointer data)
{
  static const guint8 exif[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,  'M', 'M',
                                 0,    42,   0, 0,  0,   8,   0,   1,   1, 18, 0,   3,
                                 0,    0,    0, 1,  0,   6,   0,   0,   0, 0,  0,   0 };
  g_autofree gchar *path = put_picture (f, "held.jpg", "jpeg", 240, 120), *bytes = NULL;
  g_autofree gchar *turned = NULL;
  g_autoptr (PstImage) photo = NULL;
  GError *error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  turned = g_malloc (size + sizeof exif);
  memcpy (turned, bytes, 2);
  memcpy (turned + 2, exif, sizeof exif);
  memcpy (turned + 2 + sizeof exif, bytes + 2, size - 2);
  g_assert_true (g_file_set_contents (path, turned, (gssize) (size + sizeof exif), NULL));
  photo = pst_reduced_load_photo (path, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpint (photo->width, ==, 100);
  g_assert_cmpint (photo->height, ==, 200);
  g_assert_cmpfloat (photo->data[50], <, 0.2);             /* dark above, */
  g_assert_cmpfloat (photo->data[100 * 195 + 50], >, 0.8); /* red below */
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  const gchar *const names[] = { "icon.png", "c.JPG", "notes.txt", "missing.png", "b é" };

  g_free (put_picture (f, "icon.png", "png", 63, 300));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar *path = path_in (f, names[i]);
      g_autofree gchar *shown = g_filename_display_name (path);
      g_autoptr (GError) error = NULL;

      g_assert_null (pst_reduced_load_photo (path, 100, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, shown));
    }
}

/* ---- paintings ---- */

static void
assert_refused (const gchar *path)
{
  g_autofree gchar *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (PstImage) image = pst_reduced_load_painting (path, 100, &error);

  if (image)
    g_error ("%s was not refused", shown);
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, shown));
  g_assert_nonnull (strstr (error->message, "Choose another file"));
}

/* Every pixel counts: of any size, and as large as is asked for. */
static void
test_painting (Fixture *f, gconstpointer data)
{
  const struct
  {
    const gchar *name, *type;
    gint width, height, to_width, to_height;
  } cases[] = {
    { "dot.png", "png", 1, 1, 1, 1 },
    { "line.bmp", "bmp", 700, 1, 700, 1 },
    { "small.tiff", "tiff", 90, 70, 90, 70 },
    { "large.png", "png", 900, 600, 150, 100 },
    { "large.jpg", "jpeg", 900, 600, 150, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path =
          put_picture (f, cases[i].name, cases[i].type, cases[i].width, cases[i].height);
      GError *error = NULL;
      g_autoptr (PstImage) image = pst_reduced_load_painting (path, 100, &error);

      g_assert_no_error (error);
      g_assert_cmpint (image->width, ==, cases[i].to_width);
      g_assert_cmpint (image->height, ==, cases[i].to_height);
      g_assert_cmpfloat_with_epsilon (image->data[image->width - 1], 1, 0.02);
    }
}

/* Its colours are those that its profile means, also when it is reduced. */
static void
test_profile (Fixture *f, gconstpointer data)
{
  const gchar *const types[] = { "tiff", "jpeg" };
  const Babl *space = babl_space ("Adobish");
  const Babl *fish =
      babl_fish (babl_format_with_space ("R'G'B' u8", space), babl_format ("R'G'B' float"));
  const guint8 colour[3] = { 180, 120, 60 };
  int size = 0;
  const char *profile = babl_space_get_icc (space, &size);
  g_autofree gchar *icc = g_base64_encode ((const guchar *) profile, (gsize) size);
  gfloat wanted[3];

  babl_process (fish, colour, wanted, 1);
  g_assert_cmpfloat (wanted[0] - 180 / 255.0, >, 0.02);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    for (gint side = 60; side < 700; side += 600)
      {
        g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
        g_autofree gchar *path = path_in (f, "profile");
        g_autoptr (PstImage) image = NULL;
        GError *error = NULL;

        gdk_pixbuf_fill (pixbuf, 0xb4783cff);
        gdk_pixbuf_save (pixbuf, path, types[i], &error, "icc-profile", icc, NULL);
        g_assert_no_error (error);
        image = pst_reduced_load_painting (path, 100, &error);
        g_assert_no_error (error);
        for (gint c = 0; c < 3; c++)
          g_assert_cmpfloat_with_epsilon (image->data[(gsize) c * image->width * image->height],
                                          wanted[c], 0.015);
      }
}

/* What is missing would be learnt as well. */
static void
test_cut_off (Fixture *f, gconstpointer data)
{
  const gchar *const types[] = { "png", "jpeg", "tiff", "bmp" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree gchar *path = put_picture (f, types[i], types[i], 400, 300), *bytes = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      for (gsize part = 1; part < 4; part++)
        {
          g_assert_true (g_file_set_contents (path, bytes, (gssize) (size * part / 4), NULL));
          assert_refused (path);
        }
    }
}

static void
test_no_painting (Fixture *f, gconstpointer data)
{
  g_autofree gchar *pipe = path_in (f, "pipe"), *loop = path_in (f, "loop");
  g_autofree gchar *dangling = path_in (f, "dangling");
  g_autofree gchar *secret = put_picture (f, "secret.png", "png", 200, 200);
  const gchar *const names[] = { "c.JPG", "notes.txt", "missing.png", "b é",         "pipe",
                                 "loop",  "dangling",  "empty.png",   "\xff\xfe.png" };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  put (f, "empty.png", "");
  put (f, "\xff\xfe.png", "no picture");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar *path = path_in (f, names[i]);

      assert_refused (path);
    }

  /* Nothing is forbidden to root. */
  g_assert_cmpint (g_chmod (secret, 0), ==, 0);
  if (g_access (secret, R_OK) != 0)
    assert_refused (secret);
}

#define ADD(path, func) g_test_add ("/pictures/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* libvips warns of damaged files. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  gegl_init (NULL, NULL);
  ADD ("found", test_found);
  ADD ("not-found", test_not_found);
  ADD ("read", test_read);
  ADD ("upright", test_upright);
  ADD ("refused", test_refused);
  ADD ("painting", test_painting);
  ADD ("profile", test_profile);
  ADD ("cut-off", test_cut_off);
  ADD ("no-painting", test_no_painting);
  return g_test_run ();
}
