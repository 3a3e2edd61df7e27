/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/photo-folder.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "pictures/formats.h"

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

GPtrArray *
pst_photo_folder_list_pictures (const gchar *folder, gint depth, GCancellable *cancellable,
                                GError **error)
{
  GPtrArray *files = pst_photo_folder_list (folder, depth, cancellable, error);

  for (guint i = files ? files->len : 0; i-- > 0;)
    if (! pst_format_is_picture_name (g_ptr_array_index (files, i)))
      g_ptr_array_remove_index (files, i);
  return files;
}
