/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/settings.h"

#include <errno.h>
#include <glib/gstdio.h>

#define GROUP "settings"

/* In the order of PstOutput. */
static const gchar *const outputs[PST_N_OUTPUTS] = { "layer", "image", "replace" };

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
load_number (GKeyFile *file, const gchar *group, const gchar *key, PstParams *params,
             gdouble *number)
{
  gdouble old = *number;

  if (! g_key_file_has_key (file, group, key, NULL))
    return;
  *number = g_key_file_get_double (file, group, key, NULL);
  if (! pst_params_check (params, NULL))
    *number = old;
}

void
pst_settings_read (PstSettings *settings, GKeyFile *file, const gchar *group)
{
  g_autofree gchar *style = NULL;
  g_autofree gchar *mix_style = NULL;
  g_autofree gchar *output = NULL;
  PstParams *params = &settings->params;
  guint64 seed;

  style = g_key_file_get_string (file, group, "style", NULL);
  if (style)
    pst_settings_set_style (settings, style);
  mix_style = g_key_file_get_string (file, group, "mix-style", NULL);
  if (mix_style)
    pst_settings_set_mix_style (settings, mix_style);

  load_number (file, group, "strength", params, &params->strength);
  load_number (file, group, "brush-size", params, &params->brush_size);
  load_number (file, group, "keep-colours", params, &params->keep_colours);
  load_number (file, group, "mix", params, &params->mix);
  load_number (file, group, "refine", params, &params->refine);
  load_number (file, group, "likeness", params, &params->likeness);
  load_number (file, group, "finish", params, &params->finish);

  seed = g_key_file_get_uint64 (file, group, "seed", NULL);
  if (seed <= G_MAXUINT32 && g_key_file_has_key (file, group, "seed", NULL))
    params->seed = (guint32) seed;

  output = g_key_file_get_string (file, group, "output", NULL);
  if (output)
    for (gint i = 0; i < PST_N_OUTPUTS; i++)
      if (g_str_equal (output, outputs[i]))
        settings->output = (PstOutput) i;

  if (g_key_file_has_key (file, group, "random-seed", NULL))
    settings->random_seed = g_key_file_get_boolean (file, group, "random-seed", NULL);
  if (g_key_file_has_key (file, group, "keep-selected", NULL))
    settings->keep_selected = g_key_file_get_boolean (file, group, "keep-selected", NULL);
}

void
pst_settings_write (const PstSettings *settings, GKeyFile *file, const gchar *group)
{
  g_key_file_set_string (file, group, "style", settings->style);
  g_key_file_set_double (file, group, "strength", settings->params.strength);
  g_key_file_set_double (file, group, "brush-size", settings->params.brush_size);
  g_key_file_set_double (file, group, "keep-colours", settings->params.keep_colours);
  g_key_file_set_string (file, group, "mix-style", settings->mix_style);
  g_key_file_set_double (file, group, "mix", settings->params.mix);
  g_key_file_set_double (file, group, "refine", settings->params.refine);
  g_key_file_set_double (file, group, "likeness", settings->params.likeness);
  g_key_file_set_double (file, group, "finish", settings->params.finish);
  g_key_file_set_uint64 (file, group, "seed", settings->params.seed);
  g_key_file_set_string (file, group, "output", outputs[settings->output]);
  g_key_file_set_boolean (file, group, "random-seed", settings->random_seed);
  g_key_file_set_boolean (file, group, "keep-selected", settings->keep_selected);
}

gboolean
pst_settings_load (PstSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;
  pst_settings_read (settings, file, GROUP);
  return TRUE;
}

gboolean
pst_key_file_save (GKeyFile *file, const gchar *path, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "The folder \"%s\" cannot be made: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return g_key_file_save_to_file (file, path, error);
}

gboolean
pst_settings_save (const PstSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  pst_settings_write (settings, file, GROUP);
  return pst_key_file_save (file, path, error);
}
