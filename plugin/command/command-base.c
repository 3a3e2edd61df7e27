/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche base: what styles are learnt from. */

#include "command/command-line.h"

static gboolean
make_base (gchar **words, const gchar *path, gboolean force, GError **error)
{
  g_autoptr (GPtrArray) styles = pst_command_find_styles (words, error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (PstStyle) base = NULL;

  for (guint i = 0; styles && i < styles->len; i++)
    g_ptr_array_add (paths, (gpointer) pst_style_get_path (g_ptr_array_index (styles, i)));
  g_ptr_array_add (paths, NULL);
  if (! styles
      || ! pst_command_check_output (path, force, (const gchar *const *) paths->pdata, error))
    return FALSE;
  base = pst_style_new_base ((const PstStyle *const *) styles->pdata, styles->len, error);
  return base && pst_style_save (base, path, PST_DTYPE_F16, error);
}

PstExit
pst_command_base (gint argc, gchar **argv)
{
  g_auto (GStrv) words = NULL;
  gboolean force = FALSE;
  const GOptionEntry entries[] = {
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, "Replace a file that is there", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    { NULL }
  };
  GError *error = NULL;
  guint n;

  if (! pst_command_parse (
          &argc, &argv, entries, "STYLE STYLE... FILE",
          "Writes a base generator, the mean of styles, to learn other styles from.",
          "A STYLE is an id of `pastiche styles` or a .safetensors file.  The mean is of use if\n"
          "all were learnt from the same start, in colour.  `pastiche train --from FILE` starts\n"
          "from it; so does --from base if FILE is base.safetensors in a folder of styles.",
          &error))
    return pst_command_fail (error);
  n = words ? g_strv_length (words) : 0;
  if (n < 3)
    pst_usage_error (&error, "base: something is missing; give two styles or more and a file");
  else if (! g_str_has_suffix (words[n - 1], ".safetensors"))
    pst_usage_error (&error, "base: %s: give a name that ends in .safetensors", words[n - 1]);
  else
    {
      /* What is left of the words are the styles. */
      g_autofree gchar *path = g_steal_pointer (&words[n - 1]);

      make_base (words, path, force, &error);
    }
  return error ? pst_command_fail (error) : PST_EXIT_DONE;
}
