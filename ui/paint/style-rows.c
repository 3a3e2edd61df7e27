/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/style-rows.h"

#define FADED 110 /* of 255: how much of the photo stands in */

struct _PstStyleRows
{
  GPtrArray *entries;  /* keeps the rows' entries alive */
  guint n_favourites;  /* of them the first */
  GPtrArray *rows;     /* PstStyleRow */
  GtkListStore *store; /* the rows that are to be seen */
  gint side;
  GdkPixbuf *usable; /* what stands in for thumbnails */
  GdkPixbuf *broken;
};

PstStyleEntry *
pst_style_rows_entry_at (GtkTreeModel *model, GtkTreeIter *iter)
{
  PstStyleEntry *entry;

  gtk_tree_model_get (model, iter, PST_STYLE_ROWS_ENTRY, &entry, -1);
  return entry;
}

GtkTreeModel *
pst_style_rows_get_model (PstStyleRows *self)
{
  return GTK_TREE_MODEL (self->store);
}

static PstStyleRow *
row_at (const PstStyleRows *self, guint n)
{
  return g_ptr_array_index (self->rows, n);
}

const PstStyleRow *
pst_style_rows_get (const PstStyleRows *self, guint n)
{
  return n < self->rows->len ? row_at (self, n) : NULL;
}

static PstStyleRow *
find_row (const PstStyleRows *self, const PstStyle *style)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->entry->style == style)
      return row_at (self, i);
  return NULL;
}

const PstStyleRow *
pst_style_rows_find (const PstStyleRows *self, const PstStyle *style)
{
  return find_row (self, style);
}

const PstStyleRow *
pst_style_rows_of (const PstStyleRows *self, const PstStyleEntry *entry)
{
  return pst_style_rows_get (self, pst_style_rows_position (self, entry));
}

guint
pst_style_rows_position (const PstStyleRows *self, const PstStyleEntry *entry)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (row_at (self, i)->entry == entry)
      return i;
  return 0;
}

gboolean
pst_style_rows_is_favourite (const PstStyleRows *self, const PstStyleEntry *entry)
{
  guint i;

  return self->entries && g_ptr_array_find (self->entries, entry, &i) && i < self->n_favourites;
}

void
pst_style_rows_show (PstStyleRows *self, const gchar *typed)
{
  g_autofree gchar *wanted = pst_style_row_casefold (typed);

  g_strstrip (wanted);
  gtk_list_store_clear (self->store);
  for (gint match = 0; match <= 2; match++)
    for (guint i = 0; i < self->rows->len; i++)
      {
        PstStyleRow *row = row_at (self, i);

        if (pst_style_row_match (row, wanted) == match)
          gtk_list_store_insert_with_values (self->store, NULL, -1, PST_STYLE_ROWS_ENTRY,
                                             row->entry, PST_STYLE_ROWS_PIXBUF, row->pixbuf,
                                             PST_STYLE_ROWS_MARKUP, row->markup, -1);
      }
}

/* ---- thumbnails ------------------------------------------------------- */

/* @pixbuf, but see-through. */
static GdkPixbuf *
faded (GdkPixbuf *pixbuf)
{
  GdkPixbuf *copy = gdk_pixbuf_copy (pixbuf);
  guchar *pixels = gdk_pixbuf_get_pixels (copy);

  for (gint y = 0; y < gdk_pixbuf_get_height (copy); y++)
    for (gint x = 0; x < gdk_pixbuf_get_width (copy); x++)
      pixels[(gsize) y * gdk_pixbuf_get_rowstride (copy) + 4 * x + 3] = FADED;
  return copy;
}

/* At the size that is shown. */
static GdkPixbuf *
fitted (const PstStyleRows *self, GdkPixbuf *large)
{
  gint height = self->side * 3 / 4;

  if (gdk_pixbuf_get_width (large) == self->side && gdk_pixbuf_get_height (large) == height)
    return g_object_ref (large);
  return gdk_pixbuf_scale_simple (large, self->side, height, GDK_INTERP_BILINEAR);
}

static void
set_pixbuf (PstStyleRows *self, PstStyleRow *row, GdkPixbuf *large)
{
  GtkTreeModel *model = GTK_TREE_MODEL (self->store);
  g_autoptr (GdkPixbuf) pixbuf = fitted (self, large);
  GtkTreeIter iter;

  g_set_object (&row->large, large);
  g_set_object (&row->pixbuf, pixbuf);
  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter))
    if (pst_style_rows_entry_at (model, &iter) == row->entry)
      gtk_list_store_set (self->store, &iter, PST_STYLE_ROWS_PIXBUF, pixbuf, -1);
}

/* Broken styles get a gray picture, for they never get a better one. */
void
pst_style_rows_set_photo (PstStyleRows *self, GdkPixbuf *photo)
{
  g_clear_object (&self->usable);
  g_clear_object (&self->broken);
  self->usable = faded (photo);
  self->broken = gdk_pixbuf_copy (self->usable);
  gdk_pixbuf_saturate_and_pixelate (self->usable, self->broken, 0, FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PstStyleRow *row = row_at (self, i);

      row->painted = FALSE;
      set_pixbuf (self, row, row->entry->style ? self->usable : self->broken);
    }
}

void
pst_style_rows_set_thumbnail (PstStyleRows *self, const PstStyle *style, GdkPixbuf *large)
{
  PstStyleRow *row = find_row (self, style);

  if (! row)
    return;
  row->painted = TRUE;
  set_pixbuf (self, row, large);
}

void
pst_style_rows_set_side (PstStyleRows *self, gint side)
{
  self->side = side;
  for (guint i = 0; i < self->rows->len; i++)
    {
      PstStyleRow *row = row_at (self, i);
      g_autoptr (GdkPixbuf) pixbuf = fitted (self, row->large);

      g_set_object (&row->pixbuf, pixbuf);
    }
}

/* ---- other styles ----------------------------------------------------- */

/* The row of the same style among @rows, or at least of the same id. */
static PstStyleRow *
find_before (GPtrArray *rows, const PstStyleEntry *entry)
{
  for (guint i = 0; i < rows->len; i++)
    {
      PstStyleRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->entry->path, entry->path))
        return row;
    }
  return NULL;
}

void
pst_style_rows_set_entries (PstStyleRows *self, GPtrArray *entries, guint n_favourites)
{
  g_autoptr (GPtrArray) old_entries = self->entries;
  g_autoptr (GPtrArray) old_rows = self->rows;

  gtk_list_store_clear (self->store);
  self->entries = g_ptr_array_ref (entries);
  self->n_favourites = n_favourites;
  self->rows = g_ptr_array_new_with_free_func (pst_style_row_free);
  for (guint i = 0; i < entries->len; i++)
    {
      PstStyleRow *row = pst_style_row_new (g_ptr_array_index (entries, i), i < n_favourites);
      PstStyleRow *before = find_before (old_rows, row->entry);
      gboolean same = before && before->entry->style == row->entry->style;

      row->painted = same && before->painted;
      row->large = g_object_ref (before && before->entry->style && row->entry->style ? before->large
                                 : row->entry->style                                 ? self->usable
                                                     : self->broken);
      row->pixbuf = fitted (self, row->large);
      g_ptr_array_add (self->rows, row);
    }
}

/* Until the picture is there. */
static void
set_blank (PstStyleRows *self)
{
  g_autoptr (GdkPixbuf) blank = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 4, 3);

  gdk_pixbuf_fill (blank, 0x808080ff);
  pst_style_rows_set_photo (self, blank);
}

PstStyleRows *
pst_style_rows_new (gint side)
{
  PstStyleRows *self = g_new0 (PstStyleRows, 1);

  self->store =
      gtk_list_store_new (PST_STYLE_ROWS_N_COLUMNS, G_TYPE_POINTER, GDK_TYPE_PIXBUF, G_TYPE_STRING);
  self->rows = g_ptr_array_new_with_free_func (pst_style_row_free);
  self->side = side;
  set_blank (self);
  return self;
}

void
pst_style_rows_free (PstStyleRows *self)
{
  if (! self)
    return;
  g_object_unref (self->store);
  g_object_unref (self->usable);
  g_object_unref (self->broken);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}
