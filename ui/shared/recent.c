/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/recent.h"

#define GROUP "Pastiche"

void
pst_recent_add (const gchar *path)
{
  static gchar *groups[] = { GROUP, NULL };
  g_autofree gchar *type = g_content_type_guess (path, NULL, 0, NULL);
  g_autofree gchar *mime = g_content_type_get_mime_type (type);
  g_autofree gchar *uri = g_filename_to_uri (path, NULL, NULL);
  const GtkRecentData data = {
    .mime_type = mime, .app_name = GROUP, .app_exec = GROUP, .groups = groups
  };

  if (uri && mime)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static gint
latest_first (gconstpointer a, gconstpointer b)
{
  time_t first = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  time_t second = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return (first < second) - (first > second);
}

gchar **
pst_recent_list (guint n)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GPtrArray *paths = g_ptr_array_new ();

  items = g_list_sort (items, latest_first);
  for (GList *l = items; l; l = l->next)
    {
      g_autofree gchar *path = g_filename_from_uri (gtk_recent_info_get_uri (l->data), NULL, NULL);

      if (paths->len < n && gtk_recent_info_has_group (l->data, GROUP) && path
          && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  g_ptr_array_add (paths, NULL);
  return (gchar **) g_ptr_array_free (paths, FALSE);
}
