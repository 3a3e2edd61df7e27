/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "styles/style.h"

#include <string.h>

#define ENDING ".safetensors"
#define BASE   "base" /* of the file of a base generator */

static void
entry_free (gpointer data)
{
  PstStyleEntry *entry = data;

  g_free (entry->id);
  g_free (entry->path);
  pst_style_unref (entry->style);
  g_clear_error (&entry->error);
  g_free (entry);
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const PstStyleEntry *const *first = a, *const *second = b;

  return strcmp ((*first)->id, (*second)->id);
}

/* Every entry with its id and path only. */
static GPtrArray *
list_files (const gchar *const *folders)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (; folders && *folders; folders++)
    {
      g_autoptr (GDir) folder = g_dir_open (*folders, 0, NULL);
      const gchar *name;

      while (folder && (name = g_dir_read_name (folder)))
        {
          PstStyleEntry *entry;

          if (name[0] == '.' || ! g_str_has_suffix (name, ENDING))
            continue;
          entry = g_new0 (PstStyleEntry, 1);
          entry->id = g_strndup (name, strlen (name) - strlen (ENDING));
          entry->path = g_build_filename (*folders, name, NULL);
          if (g_hash_table_contains (seen, entry->id))
            {
              entry_free (entry);
              continue;
            }
          g_hash_table_add (seen, entry->id);
          g_ptr_array_add (entries, entry);
        }
    }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}

GPtrArray *
pst_style_list (const gchar *const *folders)
{
  GPtrArray *entries = list_files (folders);

  for (guint i = entries->len; i-- > 0;)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      entry->style = pst_style_load (entry->path, &entry->error);
      if (entry->style && pst_style_is_base (entry->style))
        g_ptr_array_remove_index (entries, i);
    }
  return entries;
}

gchar *
pst_style_find_base (const gchar *const *folders)
{
  for (; folders && *folders; folders++)
    {
      g_autofree gchar *path = g_build_filename (*folders, BASE ENDING, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

gchar **
pst_style_list_ids (const gchar *const *folders)
{
  g_autoptr (GPtrArray) entries = list_files (folders);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (strcmp (entry->id, BASE) != 0)
        g_ptr_array_add (ids, g_strdup (entry->id));
    }
  g_ptr_array_add (ids, NULL);
  return (gchar **) g_ptr_array_free (ids, FALSE);
}

/* NOT_FOUND. */
static void
say_what_there_is (const gchar *const *folders, const gchar *id, GError **error)
{
  g_auto (GStrv) ids = pst_style_list_ids (folders);
  g_autofree gchar *all = g_strjoinv (", ", ids);

  if (*all)
    g_set_error (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                 "There is no style \"%s\". Choose one of these, or a file: %s.", id, all);
  else
    g_set_error (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                 "There is no style \"%s\", nor any other. Install one, or name a file.", id);
}

PstStyle *
pst_style_find (const gchar *const *folders, const gchar *id_or_path, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (strchr (id_or_path, G_DIR_SEPARATOR) || g_str_has_suffix (id_or_path, ENDING))
    return pst_style_load (id_or_path, error);

  entries = list_files (folders);
  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (strcmp (entry->id, id_or_path) == 0)
        return pst_style_load (entry->path, error);
    }
  say_what_there_is (folders, id_or_path, error);
  return NULL;
}
