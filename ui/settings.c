/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "settings.h"

#include <errno.h>
#include <glib/gstdio.h>

#define GROUP "settings"

void
pst_settings_set_style (PstSettings *settings, const gchar *id)
{
  if (g_strlcpy (settings->style, id, sizeof settings->style) >= sizeof settings->style)
    settings->style[0] = '\0';
}

gboolean
pst_settings_load (PstSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *style = NULL;
  PstParams params = settings->params;
  gboolean random_seed;
  guint64 seed;

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;

  style = g_key_file_get_string (file, GROUP, "style", NULL);
  if (style)
    pst_settings_set_style (settings, style);

  if (g_key_file_has_key (file, GROUP, "strength", NULL))
    params.strength = g_key_file_get_double (file, GROUP, "strength", NULL);
  if (pst_params_check (&params, NULL))
    settings->params.strength = params.strength;
  params = settings->params;

  if (g_key_file_has_key (file, GROUP, "keep-colours", NULL))
    params.keep_colours = g_key_file_get_double (file, GROUP, "keep-colours", NULL);
  if (pst_params_check (&params, NULL))
    settings->params.keep_colours = params.keep_colours;

  seed = g_key_file_get_uint64 (file, GROUP, "seed", NULL);
  if (seed <= G_MAXUINT32 && g_key_file_has_key (file, GROUP, "seed", NULL))
    settings->params.seed = (guint32) seed;

  if (g_key_file_has_key (file, GROUP, "random-seed", NULL))
    {
      random_seed = g_key_file_get_boolean (file, GROUP, "random-seed", NULL);
      settings->random_seed = random_seed;
    }
  return TRUE;
}

gboolean
pst_settings_save (const PstSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *folder = g_path_get_dirname (path);

  g_key_file_set_string (file, GROUP, "style", settings->style);
  g_key_file_set_double (file, GROUP, "strength", settings->params.strength);
  g_key_file_set_double (file, GROUP, "keep-colours", settings->params.keep_colours);
  g_key_file_set_uint64 (file, GROUP, "seed", settings->params.seed);
  g_key_file_set_boolean (file, GROUP, "random-seed", settings->random_seed);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "The folder \"%s\" cannot be made: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return g_key_file_save_to_file (file, path, error);
}
