/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that must be refused, each for the right reason. */

#include "pastiche/pastiche.h"
#include "scratch.h"
#include "styles/weights.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct
{
  const gchar *name;
  gint code;
} codes[] = {
  { "NONE", -1 },
  { "BAD_FILE", PST_ERROR_BAD_FILE },
  { "BAD_VERSION", PST_ERROR_BAD_VERSION },
  { "BAD_CHECKSUM", PST_ERROR_BAD_CHECKSUM },
  { "WRONG_SHAPE", PST_ERROR_WRONG_SHAPE },
};

/* Loading @path fails with @code, the message names the file and has @words. */
static void
check_refused (const gchar *path, gint code, const gchar *words)
{
  GError *error = NULL;
  PstStyle *style = pst_style_load (path, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (style);
      pst_style_unref (style);
      return;
    }
  g_test_message ("%s", error ? error->message : "no error");
  g_assert_null (style);
  g_assert_error (error, PST_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  /* Behind the path, which may be of the same words. */
  g_assert_nonnull (strstr (strstr (error->message, path) + strlen (path), words));
  g_error_free (error);
}

static void
test_file (gconstpointer data)
{
  gchar **fields = g_strsplit (data, "\t", 3);
  gchar *path = g_test_build_filename (G_TEST_DIST, "hostile", fields[0], NULL);
  gboolean known = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strcmp (codes[i].name, fields[1]) == 0)
      {
        check_refused (path, codes[i].code, fields[2]);
        known = TRUE;
      }
  g_assert_true (known);
  g_free (path);
  g_strfreev (fields);
}

/* Things that are no regular file; a pipe must not block. */
static void
test_not_regular (void)
{
  gchar *folder = scratch_new ();
  gchar *path = g_build_filename (folder, "pipe.safetensors", NULL);

  check_refused (folder, PST_ERROR_BAD_FILE, "not a regular file");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  check_refused (path, PST_ERROR_BAD_FILE, "not a regular file");
  g_free (path);
  scratch_free (folder);
}

static void
test_missing (void)
{
  gchar *folder = scratch_new ();
  gchar *path = g_build_filename (folder, "none.safetensors", NULL);
  GError *error = NULL;

  g_assert_null (pst_style_load (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, path));
  g_error_free (error);
  g_free (path);
  scratch_free (folder);
}

/* A file that is all hole and too large; its size alone must do. */
static void
test_huge (void)
{
  gchar *folder = scratch_new ();
  gchar *path = g_build_filename (folder, "huge.safetensors", NULL);

  g_assert_true (g_file_set_contents (path, "\2\0\0\0\0\0\0\0{}", 10, NULL));
  g_assert_cmpint (truncate (path, ((off_t) 256 << 20) + 1), ==, 0);
  check_refused (path, PST_ERROR_BAD_FILE, "of 268435457 bytes");
  /* More than there can be memory for, and none is asked for. */
  g_assert_cmpint (truncate (path, (off_t) 1 << 40), ==, 0);
  check_refused (path, PST_ERROR_BAD_FILE, "of 1099511627776 bytes");
  g_free (path);
  scratch_free (folder);
}

/* A header that fills its limit is read, one byte more is not. */
static void
test_header_limit (void)
{
  gchar *folder = scratch_new ();
  gchar *path = g_build_filename (folder, "long.safetensors", NULL);
  gsize limit = 65536;

  for (gsize size = limit; size <= limit + 1; size++)
    {
      gchar *bytes = g_malloc (8 + size);
      guint64 length = GUINT64_TO_LE ((guint64) size);

      memcpy (bytes, &length, 8);
      memset (bytes + 8, ' ', size);
      memcpy (bytes + 8, "{}", 2);
      g_assert_true (g_file_set_contents (path, bytes, (gssize) (8 + size), NULL));
      g_free (bytes);
      if (size == limit)
        check_refused (path, PST_ERROR_BAD_VERSION, "not of format 1");
      else
        check_refused (path, PST_ERROR_BAD_FILE, "impossible length");
    }
  g_free (path);
  scratch_free (folder);
}

/* No beginning of a good file is a good file, and a good file in which one bit
 * was turned is refused or else as good as before: no bit of the weights may
 * change unseen. */
static void
test_damage (void)
{
  gchar *path = g_test_build_filename (G_TEST_DIST, "hostile", "good-style.safetensors", NULL);
  gchar *contents;
  gsize size;
  PstWeights *good;
  GError *error = NULL;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  good = pst_weights_parse (path, (const guint8 *) contents, size, 256, &error);
  g_assert_no_error (error);
  for (gsize n = 0; n < size; n++)
    {
      /* Of its own size, so that reading beyond shows. */
      guint8 *part = g_memdup2 (contents, n);

      g_assert_null (pst_weights_parse (path, part, n, 256, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
      g_clear_error (&error);
      g_free (part);
    }
  for (gsize bit = 0; bit < 8 * size; bit++)
    {
      PstWeights *weights;

      contents[bit / 8] = (gchar) (contents[bit / 8] ^ 1 << bit % 8);
      weights = pst_weights_parse (path, (const guint8 *) contents, size, 256, &error);
      contents[bit / 8] = (gchar) (contents[bit / 8] ^ 1 << bit % 8);
      g_assert_true ((weights == NULL) == (error != NULL));
      if (weights)
        {
          g_assert_cmpuint (weights->tensors->size, ==, good->tensors->size);
          g_assert_cmpmem (weights->tensors->data, weights->tensors->size * sizeof (gfloat),
                           good->tensors->data, good->tensors->size * sizeof (gfloat));
        }
      pst_weights_free (weights);
      g_clear_error (&error);
    }
  pst_weights_free (good);
  g_free (contents);
  g_free (path);
}

int
main (int argc, char **argv)
{
  gchar *path, *folder, *list, **lines;
  guint n = 0;
  GDir *dir;
  const gchar *name;
  gint result;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "hostile", "expected.tsv", NULL);
  g_assert_true (g_file_get_contents (path, &list, NULL, NULL));
  lines = g_strsplit (g_strchomp (list), "\n", -1);
  for (; lines[n]; n++)
    {
      gchar *title =
          g_strdup_printf ("/hostile/file/%.*s", (gint) strcspn (lines[n], "."), lines[n]);

      g_test_add_data_func (title, lines[n], test_file);
      g_free (title);
    }

  /* Every file is on the list. */
  folder = g_test_build_filename (G_TEST_DIST, "hostile", NULL);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    n -= g_str_has_suffix (name, ".safetensors");
  g_assert_cmpuint (n, ==, 0);
  g_dir_close (dir);

  g_test_add_func ("/hostile/not-regular", test_not_regular);
  g_test_add_func ("/hostile/missing", test_missing);
  g_test_add_func ("/hostile/huge", test_huge);
  g_test_add_func ("/hostile/header-limit", test_header_limit);
  g_test_add_func ("/hostile/damage", test_damage);
  result = g_test_run ();
  g_strfreev (lines);
  g_free (list);
  g_free (folder);
  g_free (path);
  return result;
}
