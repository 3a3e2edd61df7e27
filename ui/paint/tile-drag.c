/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/tile-drag.h"

#include "paint/style-rows.h"

typedef struct
{
  PstTilesJoinedFunc joined;
  gpointer owner;
} Drag;

/* Files may come as well, which are another's affair. */
static const GtkTargetEntry targets[] = { { (gchar *) "application/x-pastiche-style",
                                            GTK_TARGET_SAME_WIDGET, 0 } };

static gboolean
is_style (GdkDragContext *context)
{
  GdkAtom wanted = gdk_atom_intern_static_string (targets[0].target);

  return g_list_find (gdk_drag_context_list_targets (context), wanted) != NULL;
}

/* The path of the item at a place of the view; NULL: there is none. */
static GtkTreePath *
path_at (GtkWidget *view, gint x, gint y)
{
  gtk_icon_view_convert_widget_to_bin_window_coords (GTK_ICON_VIEW (view), x, y, &x, &y);
  return gtk_icon_view_get_path_at_pos (GTK_ICON_VIEW (view), x, y);
}

/* Of an item that can be used; else NULL. */
static PstStyleEntry *
entry_of (GtkWidget *view, GtkTreePath *path)
{
  GtkTreeModel *model = gtk_icon_view_get_model (GTK_ICON_VIEW (view));
  PstStyleEntry *entry;
  GtkTreeIter iter;

  if (! path || ! gtk_tree_model_get_iter (model, &iter, path))
    return NULL;
  entry = pst_style_rows_entry_at (model, &iter);
  return entry->style ? entry : NULL;
}

/* What is dragged was chosen by pressing it. */
static PstStyleEntry *
dragged_of (GtkWidget *view)
{
  GList *paths = gtk_icon_view_get_selected_items (GTK_ICON_VIEW (view));
  PstStyleEntry *entry = entry_of (view, paths ? paths->data : NULL);

  g_list_free_full (paths, (GDestroyNotify) gtk_tree_path_free);
  return entry;
}

static gboolean
motion (GtkWidget *view, GdkDragContext *context, gint x, gint y, guint time, Drag *drag)
{
  GtkTreePath *path;
  PstStyleEntry *below;
  gboolean fits;

  if (! is_style (context))
    return FALSE;
  path = path_at (view, x, y);
  below = entry_of (view, path);
  fits = below && below != dragged_of (view);
  gtk_icon_view_set_drag_dest_item (GTK_ICON_VIEW (view), fits ? path : NULL,
                                    GTK_ICON_VIEW_DROP_INTO);
  gdk_drag_status (context, fits ? GDK_ACTION_COPY : 0, time);
  gtk_tree_path_free (path);
  return TRUE;
}

static void
leave (GtkWidget *view)
{
  gtk_icon_view_set_drag_dest_item (GTK_ICON_VIEW (view), NULL, GTK_ICON_VIEW_DROP_INTO);
}

static gboolean
drop (GtkWidget *view, GdkDragContext *context, gint x, gint y, guint time, Drag *drag)
{
  PstStyleEntry *dragged = dragged_of (view), *below;
  GtkTreePath *path;
  gboolean fits;

  if (! is_style (context))
    return FALSE;
  path = path_at (view, x, y);
  below = entry_of (view, path);
  fits = dragged && below && dragged != below;
  gtk_tree_path_free (path);
  leave (view);
  gtk_drag_finish (context, fits, FALSE, time);
  if (fits)
    drag->joined (drag->owner, dragged, below);
  return TRUE;
}

void
pst_tile_drag_enable (GtkWidget *view, PstTilesJoinedFunc joined, gpointer owner)
{
  Drag *drag = g_new0 (Drag, 1);

  drag->joined = joined;
  drag->owner = owner;
  gtk_icon_view_enable_model_drag_source (GTK_ICON_VIEW (view), GDK_BUTTON1_MASK, targets,
                                          G_N_ELEMENTS (targets), GDK_ACTION_COPY);
  gtk_drag_dest_set (view, (GtkDestDefaults) 0, targets, G_N_ELEMENTS (targets), GDK_ACTION_COPY);
  g_object_set_data_full (G_OBJECT (view), "pst-tile-drag", drag, g_free);
  g_signal_connect (view, "drag-motion", G_CALLBACK (motion), drag);
  g_signal_connect (view, "drag-leave", G_CALLBACK (leave), NULL);
  g_signal_connect (view, "drag-drop", G_CALLBACK (drop), drag);
}
