/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/photo-strip.h"

#include "shared/drop.h"
#include "shared/intl.h"
#include "shared/picture-chooser.h"
#include "shared/pixbuf.h"
#include "shared/widget.h"

#define SPACING   6
#define SIDE      56
#define PADDING   2
#define SCROLLBAR 40 /* and margins */

enum
{
  COLUMN_PIXBUF,
  COLUMN_POSITION, /* in photos */
  N_COLUMNS
};

struct _PstPhotoStrip
{
  GtkHBox parent_instance;

  PstUiHost *host;
  GPtrArray *photos; /* PstPicture */
  GtkListStore *store;
  GtkWidget *view;
};

G_DEFINE_TYPE (PstPhotoStrip, pst_photo_strip, GTK_TYPE_HBOX)

static guint changed_signal;
static guint failed_signal;

PstPicture *
pst_photo_strip_get (const PstPhotoStrip *self)
{
  GList *paths = gtk_icon_view_get_selected_items (GTK_ICON_VIEW (self->view));
  PstPicture *photo = NULL;

  if (paths)
    photo = g_ptr_array_index (self->photos, gtk_tree_path_get_indices (paths->data)[0]);
  g_list_free_full (paths, (GDestroyNotify) gtk_tree_path_free);
  return photo;
}

static void
choose (PstPhotoStrip *self, gint position)
{
  GtkTreePath *path = gtk_tree_path_new_from_indices (position, -1);

  gtk_icon_view_select_path (GTK_ICON_VIEW (self->view), path);
  gtk_icon_view_set_cursor (GTK_ICON_VIEW (self->view), path, NULL, FALSE);
  gtk_tree_path_free (path);
}

void
pst_photo_strip_add (PstPhotoStrip *self, PstPicture *photo)
{
  GdkPixbuf *pixbuf = pst_pixbuf_new_small (photo->image, SIDE);

  g_ptr_array_add (self->photos, pst_picture_ref (photo));
  gtk_icon_view_set_columns (GTK_ICON_VIEW (self->view), (gint) self->photos->len);
  gtk_list_store_insert_with_values (self->store, NULL, -1, COLUMN_PIXBUF, pixbuf, COLUMN_POSITION,
                                     self->photos->len - 1, -1);
  g_clear_object (&pixbuf);
  if (self->photos->len == 1)
    choose (self, 0);
}

void
pst_photo_strip_load (PstPhotoStrip *self, const gchar *path)
{
  g_autoptr (GError) error = NULL;
  PstImage *image = self->host->load_photo (self->host, path, &error);
  g_autoptr (PstPicture) photo = NULL;

  if (! image)
    {
      g_signal_emit (self, failed_signal, 0, error->message);
      return;
    }
  photo = pst_picture_new (image);
  pst_photo_strip_add (self, photo);
  choose (self, (gint) self->photos->len - 1);
}

/* ---- fingers ---------------------------------------------------------- */

static void
selection_changed (PstPhotoStrip *self)
{
  if (pst_photo_strip_get (self))
    g_signal_emit (self, changed_signal, 0);
}

static void
open_clicked (PstPhotoStrip *self)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  g_autofree gchar *path = pst_choose_picture (GTK_WINDOW (window), _ ("Open a Photo"), NULL);

  if (path)
    pst_photo_strip_load (self, path);
}

static void
dropped (gpointer strip, const gchar *const *paths)
{
  for (gsize i = 0; paths[i]; i++)
    pst_photo_strip_load (strip, paths[i]);
}

/* ---- building --------------------------------------------------------- */

static void
pst_photo_strip_finalize (GObject *object)
{
  PstPhotoStrip *self = PST_PHOTO_STRIP (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->photos, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_photo_strip_parent_class)->finalize (object);
}

static void
pst_photo_strip_class_init (PstPhotoStripClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_photo_strip_finalize;
  changed_signal = g_signal_new ("changed", PST_TYPE_PHOTO_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", PST_TYPE_PHOTO_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
add_view (PstPhotoStrip *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkIconView *view;

  self->view = gtk_icon_view_new_with_model (GTK_TREE_MODEL (self->store));
  view = GTK_ICON_VIEW (self->view);
  gtk_icon_view_set_pixbuf_column (view, COLUMN_PIXBUF);
  gtk_icon_view_set_selection_mode (view, GTK_SELECTION_BROWSE);
  gtk_icon_view_set_item_padding (view, PADDING);
  gtk_icon_view_set_spacing (view, 0);
  gtk_icon_view_set_column_spacing (view, PADDING);
  gtk_icon_view_set_row_spacing (view, 0);
  gtk_icon_view_set_margin (view, PADDING);
  pst_widget_describe (self->view, "pst-strip", _ ("Photos"),
                       _ ("Choose the photo that is painted while the style is learnt"), NULL);
  g_signal_connect_swapped (view, "selection-changed", G_CALLBACK (selection_changed), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scrolled), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (scrolled), self->view);
  gtk_widget_set_size_request (scrolled, 3 * SIDE, SIDE + SCROLLBAR);
  gtk_box_pack_start (GTK_BOX (self), scrolled, TRUE, TRUE, 0);
}

static void
pst_photo_strip_init (PstPhotoStrip *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Open a Photo..."));
  GtkWidget *align = gtk_alignment_new (0, .5, 1, 0);

  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  self->photos = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_picture_unref);
  self->store = gtk_list_store_new (N_COLUMNS, GDK_TYPE_PIXBUF, G_TYPE_UINT);
  add_view (self);

  pst_widget_describe (button, "pst-strip-open", NULL,
                       _ ("Try the style on another photo while it is learnt"), NULL);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (open_clicked), self);
  gtk_container_add (GTK_CONTAINER (align), button);
  gtk_box_pack_start (GTK_BOX (self), align, FALSE, FALSE, 0);

  pst_drop_accept (GTK_WIDGET (self), dropped);
}

GtkWidget *
pst_photo_strip_new (PstUiHost *host)
{
  PstPhotoStrip *self = g_object_new (PST_TYPE_PHOTO_STRIP, NULL);

  self->host = host;
  return GTK_WIDGET (self);
}
