/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/search-entry.h"

/* GTK 2 has no hints of its own: it is drawn on the window of the text. */
static gboolean
draw_hint (GtkWidget *widget, GdkEventExpose *event, gpointer user_data)
{
  GtkEntry *entry = GTK_ENTRY (widget);
  GdkWindow *window = gtk_entry_get_text_window (entry);
  const gchar *hint = g_object_get_data (G_OBJECT (entry), "hint");
  GtkStyle *style = gtk_widget_get_style (widget);
  PangoLayout *layout;
  gint y, width, height;

  if (event->window != window || gtk_entry_get_text_length (entry))
    return FALSE;
  layout = gtk_widget_create_pango_layout (widget, hint);
  gdk_drawable_get_size (window, &width, &height);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, NULL, &y);
  gdk_draw_layout (window, style->text_aa_gc[GTK_STATE_NORMAL], 2, (height - y) / 2, layout);
  g_object_unref (layout);
  return FALSE;
}

static void
changed (GtkEntry *entry, gpointer user_data)
{
  gtk_entry_set_icon_from_stock (entry, GTK_ENTRY_ICON_SECONDARY,
                                 gtk_entry_get_text_length (entry) ? GTK_STOCK_CLEAR : NULL);
}

static void
clear (GtkEntry *entry, GtkEntryIconPosition position, GdkEvent *event, gpointer user_data)
{
  if (position == GTK_ENTRY_ICON_SECONDARY)
    gtk_entry_set_text (entry, "");
}

GtkWidget *
pst_search_entry_new (const gchar *hint)
{
  GtkWidget *widget = gtk_entry_new ();
  GtkEntry *entry = GTK_ENTRY (widget);

  g_object_set_data_full (G_OBJECT (entry), "hint", g_strdup (hint), g_free);
  gtk_entry_set_icon_from_stock (entry, GTK_ENTRY_ICON_PRIMARY, GTK_STOCK_FIND);
  gtk_entry_set_icon_activatable (entry, GTK_ENTRY_ICON_PRIMARY, FALSE);
  g_signal_connect_after (entry, "expose-event", G_CALLBACK (draw_hint), NULL);
  g_signal_connect (entry, "changed", G_CALLBACK (changed), NULL);
  g_signal_connect (entry, "icon-press", G_CALLBACK (clear), NULL);
  return widget;
}
