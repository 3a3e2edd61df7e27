/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/shelf.h"

#include <glib/gstdio.h>

#include "shared/style-row.h"

struct _PstShelf
{
  PstUiHost *host;
  GPtrArray *entries;
  GHashTable *favourites; /* ids */
  GHashTable *stamps;     /* path -> what tells one state of the file from another */
};

static gchar *
stamp_of (const gchar *path)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " %ld %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT,
                          (gint64) info.st_mtim.tv_sec, (glong) info.st_mtim.tv_nsec,
                          (guint64) info.st_ino, (gint64) info.st_size);
}

static PstStyleEntry *
find (GPtrArray *entries, const gchar *path)
{
  for (guint i = 0; entries && i < entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->path, path))
        return entry;
    }
  return NULL;
}

/* ---- favourites ------------------------------------------------------- */

/* An id a line.  NULL: nothing is kept. */
static gchar *
favourites_path (const PstShelf *shelf)
{
  const gchar *folder = shelf->host->folder;

  return folder ? g_build_filename (folder, "favourites", NULL) : NULL;
}

static void
load_favourites (PstShelf *shelf)
{
  g_autofree gchar *path = favourites_path (shelf);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) ids = NULL;

  shelf->favourites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (! path || ! g_file_get_contents (path, &text, NULL, NULL))
    return;
  ids = g_strsplit (text, "\n", -1);
  for (gsize i = 0; ids[i]; i++)
    if (*ids[i])
      g_hash_table_add (shelf->favourites, g_strdup (ids[i]));
}

/* What cannot be kept is one for today: no error is worth it. */
static void
save_favourites (const PstShelf *shelf)
{
  g_autofree gchar *path = favourites_path (shelf);
  g_autofree gchar *text = NULL;
  g_autofree const gchar **ids =
      (const gchar **) g_hash_table_get_keys_as_array (shelf->favourites, NULL);

  if (! path)
    return;
  text = g_strjoinv ("\n", (gchar **) ids);
  g_mkdir_with_parents (shelf->host->folder, 0700);
  g_file_set_contents (path, text, -1, NULL);
}

static gboolean
is_favourite (const PstShelf *shelf, const PstStyleEntry *entry)
{
  return entry->style && g_hash_table_contains (shelf->favourites, entry->id);
}

/* ---- the order -------------------------------------------------------- */

/* Favourites, those that come with us, then people's own, then what cannot be used. */
static gint
rank (const PstShelf *shelf, const PstStyleEntry *entry)
{
  g_autofree gchar *folder = g_path_get_dirname (entry->path);

  return is_favourite (shelf, entry)                          ? -1
         : ! entry->style                                     ? 2
         : g_strcmp0 (folder, shelf->host->style_folder) == 0 ? 1
                                                              : 0;
}

static gint
compare (gconstpointer a, gconstpointer b, gpointer shelf)
{
  const PstStyleEntry *one = *(PstStyleEntry *const *) a, *two = *(PstStyleEntry *const *) b;
  gint difference = rank (shelf, one) - rank (shelf, two);

  if (! difference && rank (shelf, one) <= 0)
    difference = pst_style_get_order (one->style) - pst_style_get_order (two->style);
  return difference ? difference
                    : g_utf8_collate (pst_style_row_title (one), pst_style_row_title (two));
}

void
pst_shelf_reload (PstShelf *shelf)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&shelf->entries);
  g_autoptr (GHashTable) stamps = g_steal_pointer (&shelf->stamps);

  shelf->stamps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  shelf->entries = shelf->host->list_styles (shelf->host);
  for (guint i = 0; i < shelf->entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (shelf->entries, i);
      PstStyleEntry *before = find (old, entry->path);
      gchar *stamp = stamp_of (entry->path);

      if (stamp && before && before->style && entry->style
          && g_strcmp0 (stamp, g_hash_table_lookup (stamps, entry->path)) == 0)
        {
          pst_style_unref (entry->style);
          entry->style = pst_style_ref (before->style);
        }
      if (stamp)
        g_hash_table_insert (shelf->stamps, g_strdup (entry->path), stamp);
    }
  g_ptr_array_sort_with_data (shelf->entries, compare, shelf);
}

guint
pst_shelf_get_n_favourites (const PstShelf *shelf)
{
  guint n = 0;

  while (n < shelf->entries->len && is_favourite (shelf, g_ptr_array_index (shelf->entries, n)))
    n++;
  return n;
}

void
pst_shelf_set_favourite (PstShelf *shelf, const gchar *id, gboolean favourite)
{
  if (favourite)
    g_hash_table_add (shelf->favourites, g_strdup (id));
  else
    g_hash_table_remove (shelf->favourites, id);
  save_favourites (shelf);
  g_ptr_array_sort_with_data (shelf->entries, compare, shelf);
}

GPtrArray *
pst_shelf_get_entries (const PstShelf *shelf)
{
  return shelf->entries;
}

PstShelf *
pst_shelf_new (PstUiHost *host)
{
  PstShelf *shelf = g_new0 (PstShelf, 1);

  shelf->host = host;
  load_favourites (shelf);
  pst_shelf_reload (shelf);
  return shelf;
}

void
pst_shelf_free (PstShelf *shelf)
{
  if (! shelf)
    return;
  g_clear_pointer (&shelf->entries, g_ptr_array_unref);
  g_clear_pointer (&shelf->favourites, g_hash_table_unref);
  g_clear_pointer (&shelf->stamps, g_hash_table_unref);
  g_free (shelf);
}
