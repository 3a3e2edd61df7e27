/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder for a test to write to. */

#ifndef PST_SCRATCH_H
#define PST_SCRATCH_H

#include <glib/gstdio.h>

static inline gchar *
scratch_new (void)
{
  GError *error = NULL;
  gchar *folder = g_dir_make_tmp ("pastiche-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static inline guint
scratch_count (const gchar *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  g_dir_close (dir);
  return n;
}

/* Removes the folder with all that is in it. */
static inline void
scratch_free (gchar *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while ((name = g_dir_read_name (dir)))
    {
      gchar *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && ! g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        scratch_free (path);
      else
        {
          g_assert_cmpint (g_remove (path), ==, 0);
          g_free (path);
        }
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

#endif /* PST_SCRATCH_H */
