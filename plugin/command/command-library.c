/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche import, export and remove: the user's own styles. */

#include "command/command-line.h"

#include "host/style-folders.h"

/* What is left of the arguments after the options; NULL after usage errors.
 * @least and @most: how many there must be;
 * @force, or NULL: an option of that name. */
static gchar **
parse (gint argc, gchar **argv, const gchar *arguments, const gchar *summary,
       const gchar *description, gboolean *force, guint least, guint most, GError **error)
{
  g_auto (GStrv) rest = NULL;
  const gchar *name = argv[0];
  const GOptionEntry entries[] = { { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest,
                                     NULL, NULL },
                                   { force ? "force" : NULL, 0, 0, G_OPTION_ARG_NONE, force,
                                     "Replace a file that is there", NULL },
                                   { NULL } };
  guint n;

  if (! pst_command_parse (&argc, &argv, entries, arguments, summary, description, error))
    return NULL;
  n = rest ? g_strv_length (rest) : 0;
  if (n < least || n > most)
    {
      pst_usage_error (error, "%s: %s; give %s", name,
                       n < least ? "something is missing" : "there are too many arguments",
                       arguments);
      return NULL;
    }
  return g_steal_pointer (&rest);
}

PstExit
pst_command_import (gint argc, gchar **argv)
{
  GError *error = NULL;
  g_auto (GStrv) files =
      parse (argc, argv, "FILE...", "Adds styles to your own, after a check of every file.",
             "Prints the id of each.  An id that is taken becomes another one, with a number.",
             NULL, 1, G_MAXUINT, &error);
  g_autoptr (PstLibrary) library = NULL;
  PstExit code = PST_EXIT_DONE;

  if (! files)
    return pst_command_fail (error);
  library = pst_user_library (pst_command_program ());
  for (gchar **file = files; *file; file++)
    {
      g_autofree gchar *id = pst_library_import (library, *file, &error);

      if (id)
        g_print ("%s\n", id);
      else
        {
          code = pst_command_fail (error);
          error = NULL;
        }
    }
  return code;
}

PstExit
pst_command_export (gint argc, gchar **argv)
{
  GError *error = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (PstLibrary) library = NULL;
  g_autoptr (PstStyle) style = NULL;
  gboolean force = FALSE;

  words = parse (argc, argv, "STYLE FILE", "Writes a style to a file to give away.",
                 "STYLE is the id of any style, your own or not.", &force, 2, 2, &error);
  if (! words)
    return pst_command_fail (error);
  if (! g_str_has_suffix (words[1], ".safetensors"))
    {
      pst_usage_error (&error, "export: %s: give a name that ends in .safetensors", words[1]);
      return pst_command_fail (error);
    }
  library = pst_user_library (pst_command_program ());
  style = pst_command_find_style (words[0], &error);
  if (! style
      || ! pst_command_check_output (words[1], force,
                                     (const gchar *[]){ pst_style_get_path (style), NULL }, &error)
      || ! pst_library_export (library, words[0], words[1], &error))
    return pst_command_fail (error);
  return PST_EXIT_DONE;
}

PstExit
pst_command_remove (gint argc, gchar **argv)
{
  GError *error = NULL;
  g_auto (GStrv) ids =
      parse (argc, argv, "STYLE...", "Removes styles of your own, by id, for good.",
             "With a style goes what is kept to learn it for longer.", NULL, 1, G_MAXUINT, &error);
  g_autoptr (PstLibrary) library = NULL;
  PstExit code = PST_EXIT_DONE;

  if (! ids)
    return pst_command_fail (error);
  library = pst_user_library (pst_command_program ());
  for (gchar **id = ids; *id; id++)
    if (! pst_library_remove (library, *id, &error))
      {
        code = pst_command_fail (error);
        error = NULL;
      }
  return code;
}
