/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/tile-tip.h"

#include "shared/intl.h"
#include "shared/painting-file.h"
#include "shared/widget.h"

#define SPACING     6
#define MIN_PICTURE 160 /* a result that is not larger as a thumbnail tells no more */

static GtkWidget *
picture_new (GdkPixbuf *pixbuf, const gchar *name, const gchar *title)
{
  GtkWidget *image = gtk_image_new_from_pixbuf (pixbuf);

  pst_widget_describe (image, name, title, NULL, NULL);
  return image;
}

GtkWidget *
pst_tile_tip_new (const PstStyleRow *row, const gchar *folder)
{
  GtkWidget *tip = gtk_vbox_new (FALSE, SPACING), *pictures = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *label = gtk_label_new (NULL);
  g_autoptr (GdkPixbuf) painting =
      row->entry->style ? pst_painting_file_load (folder, row->entry->id) : NULL;

  if (painting)
    gtk_box_pack_start (GTK_BOX (pictures),
                        picture_new (painting, "pst-tip-painting", _ ("Painting")), FALSE, FALSE,
                        0);
  if (row->painted && gdk_pixbuf_get_width (row->large) >= MIN_PICTURE)
    gtk_box_pack_start (GTK_BOX (pictures), picture_new (row->large, "pst-tip-result", NULL), FALSE,
                        FALSE, 0);
  gtk_label_set_markup (GTK_LABEL (label), row->about);
  gtk_misc_set_alignment (GTK_MISC (label), 0, 0);
  gtk_box_pack_start (GTK_BOX (tip), pictures, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (tip), label, FALSE, FALSE, 0);
  gtk_widget_show_all (tip);
  return tip;
}

static gboolean
query (GtkWidget *view, gint x, gint y, gboolean keyboard, GtkTooltip *tooltip, gpointer folder)
{
  const PstStyleRows *rows = g_object_get_data (G_OBJECT (view), "pst-rows");
  GtkTreeModel *model;
  GtkTreePath *path;
  GtkTreeIter iter;

  if (! gtk_icon_view_get_tooltip_context (GTK_ICON_VIEW (view), &x, &y, keyboard, &model, &path,
                                           &iter))
    return FALSE;
  gtk_tooltip_set_custom (
      tooltip,
      pst_tile_tip_new (pst_style_rows_of (rows, pst_style_rows_entry_at (model, &iter)), folder));
  gtk_icon_view_set_tooltip_item (GTK_ICON_VIEW (view), tooltip, path);
  gtk_tree_path_free (path);
  return TRUE;
}

void
pst_tile_tip_enable (GtkWidget *view, const PstStyleRows *rows, const gchar *folder)
{
  g_object_set_data (G_OBJECT (view), "pst-rows", (gpointer) rows);
  gtk_widget_set_has_tooltip (view, TRUE);
  g_signal_connect (view, "query-tooltip", G_CALLBACK (query), (gpointer) folder);
}
