/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/drop.h"

#include <gio/gio.h>

static void
received (GtkWidget *widget, GdkDragContext *context, gint x, gint y, GtkSelectionData *data,
          guint info, guint time, gpointer user_data)
{
  g_auto (GStrv) uris = gtk_selection_data_get_uris (data);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; uris && uris[i]; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);
      gchar *path = g_file_get_path (file);

      g_ptr_array_add (paths, path ? path : g_strdup (uris[i]));
    }
  if (! paths->len)
    return;
  g_ptr_array_add (paths, NULL);
  ((PstDroppedFunc) user_data) (widget, (const gchar *const *) paths->pdata);
}

void
pst_drop_accept (GtkWidget *widget, PstDroppedFunc dropped)
{
  gtk_drag_dest_set (widget, GTK_DEST_DEFAULT_ALL, NULL, 0, GDK_ACTION_COPY);
  gtk_drag_dest_add_uri_targets (widget);
  g_signal_connect (widget, "drag-data-received", G_CALLBACK (received), dropped);
}
