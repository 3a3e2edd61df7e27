/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/tile.h"

#include "paint/style-rows.h"

#define READABLE   25000 /* difference of luma between text and ground, of 65535 */
#define SIDE_LINES 7     /* a thumbnail's side at first, in lines of text */
#define MAX_FIRST  190   /* and at most */

static gint
luma (const GdkColor *colour)
{
  return (299 * colour->red + 587 * colour->green + 114 * colour->blue) / 1000;
}

/* Some themes write what is selected in a colour that cannot be read on its ground:
 * of the colours of text, the one that can be read best. */
static const GdkColor *
readable (GtkStyle *style, const GdkColor *usual, const GdkColor *ground)
{
  const GdkColor *colours[] = { &style->text[GTK_STATE_NORMAL], &style->white, &style->black };
  const GdkColor *best = usual;

  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++)
    if (ABS (luma (best) - luma (ground)) < READABLE
        && ABS (luma (colours[i]) - luma (ground)) > ABS (luma (best) - luma (ground)))
      best = colours[i];
  return best;
}

/* Two thirds of the text's colour on its ground: a theme's own for this may be invisible. */
static GdkColor
grayed (GtkStyle *style)
{
  const GdkColor *text = &style->text[GTK_STATE_NORMAL], *ground = &style->base[GTK_STATE_NORMAL];

  return (GdkColor){ 0, (guint16) ((2 * text->red + ground->red) / 3),
                     (guint16) ((2 * text->green + ground->green) / 3),
                     (guint16) ((2 * text->blue + ground->blue) / 3) };
}

/* What cannot be used is gray, unless it is chosen. */
static void
set_caption (GtkCellRenderer *cell, GtkWidget *view, const gchar *markup, gboolean selected,
             gboolean broken)
{
  GtkStyle *style = gtk_widget_get_style (view);
  GtkStateType state = gtk_widget_has_focus (view) ? GTK_STATE_SELECTED : GTK_STATE_ACTIVE;
  const GdkColor gray = grayed (style);
  const GdkColor *colour = NULL;
  g_autofree gchar *name = NULL;
  g_autofree gchar *coloured = NULL;

  if (selected)
    colour = readable (style, &style->text[state], &style->bg[GTK_STATE_SELECTED]);
  else if (broken)
    colour = &gray;
  if (colour)
    {
      name = gdk_color_to_string (colour);
      coloured = g_strdup_printf ("<span foreground=\"%s\">%s</span>", name, markup);
    }
  g_object_set (cell, "markup", coloured ? coloured : markup, NULL);
}

/* Whether an item is chosen, the view knows best: it also draws before it tells. */
static void
set_text (GtkCellLayout *layout, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
          gpointer user_data)
{
  GtkWidget *view = user_data;
  GtkTreePath *path = gtk_tree_model_get_path (model, iter);
  gboolean selected = gtk_icon_view_path_is_selected (GTK_ICON_VIEW (view), path);
  g_autofree gchar *markup = NULL;

  gtk_tree_path_free (path);
  gtk_tree_model_get (model, iter, PST_STYLE_ROWS_MARKUP, &markup, -1);
  set_caption (cell, view, markup, selected, ! pst_style_rows_entry_at (model, iter)->style);
}

void
pst_tile_pack (GtkWidget *view, gint side)
{
  GtkCellLayout *layout = GTK_CELL_LAYOUT (view);
  GtkCellRenderer *picture = gtk_cell_renderer_pixbuf_new ();
  GtkCellRenderer *text = gtk_cell_renderer_text_new ();

  /* A painting is no icon: the theme's colours must not run into it. */
  g_object_set (picture, "follow-state", FALSE, "width", side, NULL);
  g_object_set (text, "xpad", 0, "alignment", PANGO_ALIGN_CENTER, "xalign", .0, "yalign", .0,
                "width", side, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_cell_layout_pack_start (layout, picture, FALSE);
  gtk_cell_layout_add_attribute (layout, picture, "pixbuf", PST_STYLE_ROWS_PIXBUF);
  gtk_cell_layout_pack_start (layout, text, FALSE);
  gtk_cell_layout_set_cell_data_func (layout, text, set_text, view, NULL);
}

void
pst_tile_set_side (GtkWidget *view, gint side)
{
  g_autoptr (GList) cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (view));

  for (GList *l = cells; l; l = l->next)
    g_object_set (l->data, "width", side, NULL);
}

gint
pst_tile_first_side (GtkWidget *widget, gint least)
{
  PangoLayout *ruler = gtk_widget_create_pango_layout (widget, "X");
  gint line;

  pango_layout_get_pixel_size (ruler, NULL, &line);
  g_object_unref (ruler);
  return CLAMP (SIDE_LINES * line, least, MAX_FIRST);
}

void
pst_tile_select (GtkWidget *widget, const PstStyleEntry *entry)
{
  GtkIconView *view = GTK_ICON_VIEW (widget);
  GtkTreeModel *model = gtk_icon_view_get_model (view);
  GtkTreeIter iter;

  gtk_icon_view_unselect_all (view);
  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter))
    if (pst_style_rows_entry_at (model, &iter) == entry)
      {
        GtkTreePath *path = gtk_tree_model_get_path (model, &iter);

        gtk_icon_view_select_path (view, path);
        gtk_icon_view_set_cursor (view, path, NULL, FALSE);
        gtk_icon_view_scroll_to_path (view, path, TRUE, 0, 0);
        gtk_tree_path_free (path);
        break;
      }
}

gboolean
pst_tile_step (GtkWidget *widget, gint n)
{
  GtkIconView *view = GTK_ICON_VIEW (widget);
  GList *paths = gtk_icon_view_get_selected_items (view);
  gint place = paths ? gtk_tree_path_get_indices (paths->data)[0] + n : -1;
  gint last = gtk_tree_model_iter_n_children (gtk_icon_view_get_model (view), NULL) - 1;
  GtkTreePath *path;

  g_list_free_full (paths, (GDestroyNotify) gtk_tree_path_free);
  if (place < 0 || place > last)
    return FALSE;
  path = gtk_tree_path_new_from_indices (place, -1);
  gtk_icon_view_select_path (view, path);
  gtk_icon_view_set_cursor (view, path, NULL, FALSE);
  gtk_icon_view_scroll_to_path (view, path, FALSE, 0, 0);
  gtk_tree_path_free (path);
  return TRUE;
}
