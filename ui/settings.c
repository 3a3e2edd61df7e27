/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "settings.h"

#include <errno.h>
#include <glib/gstdio.h>

#define GROUP "settings"

static void
set_id (gchar *to, const gchar *id)
{
  if (g_strlcpy (to, id, PST_SETTINGS_STYLE_MAX) >= PST_SETTINGS_STYLE_MAX)
    to[0] = '\0';
}

void
pst_settings_set_style (PstSettings *settings, const gchar *id)
{
  set_id (settings->style, id);
}

void
pst_settings_set_mix_style (PstSettings *settings, const gchar *id)
{
  set_id (settings->mix_style, id);
}

/* A number that is missing or out of range leaves the old one. */
static void
load_number (GKeyFile *file, const gchar *key, PstParams *params, gdouble *number)
{
  gdouble old = *number;

  if (! g_key_file_has_key (file, GROUP, key, NULL))
    return;
  *number = g_key_file_get_double (file, GROUP, key, NULL);
  if (! pst_params_check (params, NULL))
    *number = old;
}

gboolean
pst_settings_load (PstSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *style = NULL;
  g_autofree gchar *mix_style = NULL;
  g_autofree gchar *output = NULL;
  PstParams *params = &settings->params;
  guint64 seed;

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;

  style = g_key_file_get_string (file, GROUP, "style", NULL);
  if (style)
    pst_settings_set_style (settings, style);
  mix_style = g_key_file_get_string (file, GROUP, "mix-style", NULL);
  if (mix_style)
    pst_settings_set_mix_style (settings, mix_style);

  load_number (file, "strength", params, &params->strength);
  load_number (file, "brush-size", params, &params->brush_size);
  load_number (file, "keep-colours", params, &params->keep_colours);
  load_number (file, "mix", params, &params->mix);

  seed = g_key_file_get_uint64 (file, GROUP, "seed", NULL);
  if (seed <= G_MAXUINT32 && g_key_file_has_key (file, GROUP, "seed", NULL))
    params->seed = (guint32) seed;

  output = g_key_file_get_string (file, GROUP, "output", NULL);
  if (output)
    settings->output = g_str_equal (output, "image") ? PST_OUTPUT_IMAGE : PST_OUTPUT_LAYER;

  if (g_key_file_has_key (file, GROUP, "random-seed", NULL))
    settings->random_seed = g_key_file_get_boolean (file, GROUP, "random-seed", NULL);
  return TRUE;
}

gboolean
pst_settings_save (const PstSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *folder = g_path_get_dirname (path);

  g_key_file_set_string (file, GROUP, "style", settings->style);
  g_key_file_set_double (file, GROUP, "strength", settings->params.strength);
  g_key_file_set_double (file, GROUP, "brush-size", settings->params.brush_size);
  g_key_file_set_double (file, GROUP, "keep-colours", settings->params.keep_colours);
  g_key_file_set_string (file, GROUP, "mix-style", settings->mix_style);
  g_key_file_set_double (file, GROUP, "mix", settings->params.mix);
  g_key_file_set_uint64 (file, GROUP, "seed", settings->params.seed);
  g_key_file_set_string (file, GROUP, "output",
                         settings->output == PST_OUTPUT_IMAGE ? "image" : "layer");
  g_key_file_set_boolean (file, GROUP, "random-seed", settings->random_seed);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "The folder \"%s\" cannot be made: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return g_key_file_save_to_file (file, path, error);
}
