/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/photo-folder.h"

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

#define ENOUGH 20000 /* files */

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static gboolean
add_files (GPtrArray *files, const gchar *folder, gint depth, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const gchar *name;

  if (! dir)
    return FALSE;
  while (files->len < ENOUGH && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (name[0] == '.')
        continue;
      if (! g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (files, g_steal_pointer (&path));
      else if (depth > 0 && ! g_file_test (path, G_FILE_TEST_IS_SYMLINK)
               && ! add_files (files, path, depth - 1, cancellable, NULL)
               && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
pst_photo_folder_list (const gchar *folder, gint depth, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;

  if (! add_files (files, folder, depth, cancellable, &local))
    {
      if (local->domain == G_FILE_ERROR)
        g_set_error (error, local->domain, local->code, _ ("%s; choose another folder of photos"),
                     local->message);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  g_ptr_array_sort (files, compare_names);
  return g_steal_pointer (&files);
}

/* All that gdk-pixbuf reads, as ".jpg". */
static GHashTable *
known_endings (void)
{
  GHashTable *endings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GSList *formats = gdk_pixbuf_get_formats ();

  for (GSList *f = formats; f; f = f->next)
    {
      g_auto (GStrv) names = gdk_pixbuf_format_get_extensions (f->data);

      for (gchar **name = names; *name; name++)
        g_hash_table_add (endings, g_strconcat (".", *name, NULL));
    }
  g_slist_free (formats);
  return endings;
}

GPtrArray *
pst_photo_folder_list_pictures (const gchar *folder, gint depth, GCancellable *cancellable,
                                GError **error)
{
  GPtrArray *files = pst_photo_folder_list (folder, depth, cancellable, error);
  g_autoptr (GHashTable) endings = known_endings ();

  for (guint i = files ? files->len : 0; i-- > 0;)
    {
      const gchar *dot = strrchr (g_ptr_array_index (files, i), '.');
      g_autofree gchar *ending = g_ascii_strdown (dot ? dot : "", -1);

      if (! g_hash_table_contains (endings, ending))
        g_ptr_array_remove_index (files, i);
    }
  return files;
}
