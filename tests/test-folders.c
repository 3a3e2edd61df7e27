/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where styles are looked for, and in which order. */

#include "host/style-folders.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folders/order", test_order);
  g_test_add_func ("/folders/gimp", test_gimp_folder);
  g_test_add_func ("/folders/program", test_program);
  return g_test_run ();
}
