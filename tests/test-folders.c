/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where styles are looked for, and in which order. */

#include "host/memory.h"
#include "host/style-folders.h"
#include "scratch.h"

static gint
place (gchar **folders, const gchar *folder)
{
  gint found = -1;

  for (gint i = 0; folders[i]; i++)
    if (g_str_equal (folders[i], folder))
      {
        g_assert_cmpint (found, ==, -1); /* nothing twice */
        found = i;
      }
  return found;
}

static void
test_order (void)
{
  g_auto (GStrv) folders = NULL;
  g_autofree gchar *program = pst_program_folder (NULL);
  g_autofree gchar *beside = g_build_filename (program, "styles", NULL);

  g_setenv ("PASTICHE_STYLES", "/one:/two with space::/one", TRUE);
  g_setenv ("GIMP2_DIRECTORY", "/gimp", TRUE);
  folders = pst_style_folders (NULL);
  g_assert_cmpint (place (folders, "/one"), ==, 0);
  g_assert_cmpint (place (folders, "/two with space"), ==, 1);
  g_assert_cmpint (place (folders, "/gimp/pastiche/styles"), ==, 2);
  g_assert_cmpint (place (folders, beside), ==, 3);
  g_assert_cmpint (place (folders, "/gimp/plug-ins/pastiche-gimp/styles"), ==, 4);
  g_assert_cmpint (place (folders, PST_DATADIR "/styles"), ==, 5);
  g_assert_cmpint ((gint) g_strv_length (folders), ==, 6);
}

static void
test_gimp_folder (void)
{
  g_autofree gchar *set = NULL, *relative = NULL, *unset = NULL, *empty = NULL;

  g_setenv ("GIMP2_DIRECTORY", "/gimp", TRUE);
  set = pst_gimp_folder ();
  g_assert_cmpstr (set, ==, "/gimp");

  g_setenv ("GIMP2_DIRECTORY", "my gimp", TRUE);
  relative = pst_gimp_folder ();
  g_assert_true (g_path_is_absolute (relative));
  g_assert_true (g_str_has_suffix (relative, "/my gimp"));

  g_setenv ("GIMP2_DIRECTORY", "", TRUE);
  empty = pst_gimp_folder ();
  g_assert_true (g_str_has_suffix (empty, "/GIMP/2.10"));

  g_unsetenv ("GIMP2_DIRECTORY");
  unset = pst_gimp_folder ();
  g_assert_cmpstr (unset, ==, empty);
}

/* The folder of this test program, however it was called. */
static void
test_program (void)
{
  g_autofree gchar *folder = pst_program_folder ("no-such-program");
  g_autofree gchar *path = g_build_filename (folder, "test-folders", NULL);

  g_assert_true (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE));
}

/* ---- memory ---- */

static void
put (const gchar *folder, const gchar *name, const gchar *text)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* The least of a group and of those that it is in; files that are cached count as free. */
static void
test_groups (void)
{
  gchar *folder = scratch_new ();
  g_autofree gchar *self = g_build_filename (folder, "self", NULL);

  put (folder, "self", "1:name=systemd:/x\n0::/a/b\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, G_MAXUINT64);
  put (folder, "a/b/memory.max", "max\n");
  put (folder, "a/b/memory.current", "700\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, G_MAXUINT64);
  put (folder, "a/memory.max", "1000\n");
  put (folder, "a/memory.current", "900\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, 100);
  put (folder, "a/memory.stat", "anon 5\ninactive_file 300\nactive_file 7\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, 400);
  put (folder, "a/b/memory.max", "750\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, 50);
  put (folder, "a/b/memory.current", "800\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, 0);
  put (folder, "self", "4:memory:/c\n");
  put (folder, "memory/c/memory.limit_in_bytes", "5000\n");
  put (folder, "memory/c/memory.usage_in_bytes", "1000\n");
  g_assert_cmpuint (pst_memory_of_groups (self, folder), ==, 4000);
  scratch_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folders/order", test_order);
  g_test_add_func ("/folders/gimp", test_gimp_folder);
  g_test_add_func ("/folders/program", test_program);
  g_test_add_func ("/memory/groups", test_groups);
  return g_test_run ();
}
