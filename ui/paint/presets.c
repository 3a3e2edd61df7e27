/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/presets.h"

#include <string.h>

PstPreset *
pst_preset_copy (const PstPreset *preset)
{
  PstPreset *copy = g_new0 (PstPreset, 1);

  copy->name = g_strdup (preset->name);
  copy->settings = preset->settings;
  return copy;
}

void
pst_preset_free (gpointer data)
{
  PstPreset *preset = data;

  g_free (preset->name);
  g_free (preset);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(PstPreset *const *) a)->name, (*(PstPreset *const *) b)->name);
}

const PstPreset *
pst_presets_find (const GPtrArray *presets, const gchar *name)
{
  for (guint i = 0; i < presets->len; i++)
    {
      PstPreset *preset = g_ptr_array_index (presets, i);

      if (g_str_equal (preset->name, name))
        return preset;
    }
  return NULL;
}

gboolean
pst_presets_remove (GPtrArray *presets, const gchar *name)
{
  const PstPreset *preset = pst_presets_find (presets, name);

  return preset && g_ptr_array_remove (presets, (gpointer) preset);
}

void
pst_presets_set (GPtrArray *presets, const gchar *name, const PstSettings *settings)
{
  PstPreset *preset = g_new0 (PstPreset, 1);

  preset->name = g_strdup (name);
  preset->settings = *settings;
  pst_presets_remove (presets, name);
  g_ptr_array_add (presets, preset);
  g_ptr_array_sort (presets, compare);
}

/* The name is a value, for a group's name may not hold all characters. */
GPtrArray *
pst_presets_load (const gchar *path)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func (pst_preset_free);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i]; i++)
    {
      g_autofree gchar *name = g_key_file_get_string (file, groups[i], "name", NULL);
      PstSettings settings = PST_SETTINGS_INIT;

      if (! name || ! *name)
        continue;
      pst_settings_read (&settings, file, groups[i]);
      pst_presets_set (presets, name, &settings);
    }
  return presets;
}

gboolean
pst_presets_save (const GPtrArray *presets, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < presets->len; i++)
    {
      const PstPreset *preset = g_ptr_array_index (presets, i);
      g_autofree gchar *group = g_strdup_printf ("preset %u", i + 1);

      g_key_file_set_string (file, group, "name", preset->name);
      pst_settings_write (&preset->settings, file, group);
    }
  return pst_key_file_save (file, path, error);
}
