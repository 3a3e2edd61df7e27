/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/style-folders.h"

#include <string.h>

gchar *
pst_program_folder (const gchar *program)
{
  g_autofree gchar *path = g_file_read_link ("/proc/self/exe", NULL);

  if (! path && program)
    path = g_find_program_in_path (program);
  return path ? g_path_get_dirname (path) : NULL;
}

gchar *
pst_gimp_folder (void)
{
  const gchar *folder = g_getenv ("GIMP2_DIRECTORY");

  if (folder && *folder)
    {
      /* As GIMP reads it: relative to the user's home. */
      if (g_path_is_absolute (folder))
        return g_strdup (folder);
      return g_build_filename (g_get_home_dir (), folder, NULL);
    }
  return g_build_filename (g_get_user_config_dir (), "GIMP", "2.10", NULL);
}

gchar *
pst_user_style_folder (void)
{
  g_autofree gchar *gimp = pst_gimp_folder ();

  return g_build_filename (gimp, "pastiche", "styles", NULL);
}

gchar *
pst_user_lesson_folder (void)
{
  g_autofree gchar *gimp = pst_gimp_folder ();

  return g_build_filename (gimp, "pastiche", "lessons", NULL);
}

PstLibrary *
pst_user_library (const gchar *program)
{
  g_auto (GStrv) folders = pst_style_folders (program);
  g_autofree gchar *styles = pst_user_style_folder ();
  g_autofree gchar *lessons = pst_user_lesson_folder ();

  return pst_library_new (styles, lessons, (const gchar *const *) folders);
}

gchar *
pst_help_folder (const gchar *program)
{
  g_autofree gchar *folder = pst_program_folder (program);
  g_autofree gchar *beside = folder ? g_build_filename (folder, "help", NULL) : NULL;

  if (beside && g_file_test (beside, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&beside);
  return g_build_filename (PST_DATADIR, "help", NULL);
}

/* Takes @folder. */
static void
add (GPtrArray *folders, gchar *folder)
{
  if (*folder && ! g_ptr_array_find_with_equal_func (folders, folder, g_str_equal, NULL))
    g_ptr_array_add (folders, folder);
  else
    g_free (folder);
}

gchar **
pst_style_folders (const gchar *program)
{
  GPtrArray *folders = g_ptr_array_new ();
  const gchar *env = g_getenv ("PASTICHE_STYLES");
  g_autofree gchar *gimp = pst_gimp_folder ();
  g_autofree gchar *beside = pst_program_folder (program);

  if (env)
    {
      g_auto (GStrv) parts = g_strsplit (env, G_SEARCHPATH_SEPARATOR_S, -1);

      for (gsize i = 0; parts[i]; i++)
        add (folders, g_strdup (parts[i]));
    }
  add (folders, pst_user_style_folder ());
  if (beside)
    add (folders, g_build_filename (beside, "styles", NULL));
  add (folders, g_build_filename (gimp, "plug-ins", "pastiche-gimp", "styles", NULL));
  add (folders, g_build_filename (PST_DATADIR, "styles", NULL));

  g_ptr_array_add (folders, NULL);
  return (gchar **) g_ptr_array_free (folders, FALSE);
}
