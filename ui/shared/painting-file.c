/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/painting-file.h"

#include <glib/gstdio.h>

#include "shared/pixbuf.h"

/* Ids are plain: no path can hide in one. */
static gchar *
path_of (const gchar *folder, const gchar *id)
{
  g_autofree gchar *name = g_strconcat (id, ".jpg", NULL);

  return folder && *id && ! strchr (id, G_DIR_SEPARATOR)
             ? g_build_filename (folder, "paintings", name, NULL)
             : NULL;
}

void
pst_painting_file_keep (const gchar *folder, const gchar *id, const PstImage *painting)
{
  g_autofree gchar *path = path_of (folder, id);
  g_autofree gchar *dir = path ? g_path_get_dirname (path) : NULL;
  g_autoptr (GdkPixbuf) small = pst_pixbuf_new_small (painting, PST_PAINTING_FILE_SIDE);
  g_autofree gchar *data = NULL;
  gsize size;

  if (path && small && g_mkdir_with_parents (dir, 0700) == 0
      && gdk_pixbuf_save_to_buffer (small, &data, &size, "jpeg", NULL, "quality", "85", NULL))
    g_file_set_contents (path, data, (gssize) size, NULL);
}

GdkPixbuf *
pst_painting_file_load (const gchar *folder, const gchar *id)
{
  g_autofree gchar *path = path_of (folder, id);

  return path ? gdk_pixbuf_new_from_file (path, NULL) : NULL;
}

void
pst_painting_file_forget (const gchar *folder, const gchar *id)
{
  g_autofree gchar *path = path_of (folder, id);

  if (path)
    g_unlink (path);
}
