/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/gallery.h"

#include <gdk/gdkkeysyms.h>
#include <string.h>

#include "shared/drop.h"
#include "shared/intl.h"
#include "shared/pixbuf.h"
#include "shared/search-entry.h"
#include "shared/style-row.h"
#include "shared/style-title.h"
#include "shared/widget.h"

#define SPACING      6
#define ITEM_PADDING 4
#define N_COLUMNS    3 /* that are seen at first */
#define SCROLLBAR    24
#define MIN_HEIGHT   84
#define SIDE_LINES   7     /* a thumbnail's side at first, in lines of text */
#define MAX_FIRST    190   /* and at most */
#define LARGE_SIDE   140   /* a column less fits */
#define SIDE_STEP    16    /* of the wheel */
#define SLIDER_WIDTH 72    /* of the thumbnails' size */
#define READABLE     25000 /* difference of luma between text and ground, of 65535 */
#define FADED        110   /* of 255: how much of the photo stands in */

enum
{
  COLUMN_ENTRY, /* PstStyleEntry, belongs to self->entries */
  COLUMN_PIXBUF,
  COLUMN_MARKUP,  /* title and artist                        */
  COLUMN_TOOLTIP, /* markup                                  */
  N_STORE_COLUMNS
};

G_STATIC_ASSERT (COLUMN_MARKUP == PST_GALLERY_MARKUP);

struct _PstGallery
{
  GtkVBox parent_instance;

  GPtrArray *entries;  /* keeps the rows' entries alive */
  guint n_favourites;  /* of them the first */
  GPtrArray *rows;     /* PstStyleRow, in the order of the gallery */
  GtkListStore *store; /* the rows that are to be seen */
  GtkWidget *filter;
  GtkAdjustment *size;
  GtkWidget *view;
  GtkWidget *scrolled;
  GtkWidget *chosen; /* what is, also where it is out of sight */
  GtkWidget *star;
  gboolean starring; /* the star follows what is chosen */
  gchar *mixed;      /* what is mixed in, or NULL */
  GtkCellRenderer *picture, *text;
  gint side;
  GdkPixbuf *usable; /* what stands in for thumbnails */
  GdkPixbuf *broken;
  PstStyleEntry *selected;
  gboolean busy;   /* the selection is being put back */
  gboolean locked; /* nothing can be chosen           */
};

G_DEFINE_TYPE (PstGallery, pst_gallery, GTK_TYPE_VBOX)

static guint changed_signal;
static guint activated_signal;
static guint menu_signal;
static guint edit_signal;
static guint dropped_signal;
static guint favourite_signal;
static guint mix_signal;

/* ---- the list --------------------------------------------------------- */

static PstStyleEntry *
entry_at (GtkTreeModel *model, GtkTreeIter *iter)
{
  PstStyleEntry *entry;

  gtk_tree_model_get (model, iter, COLUMN_ENTRY, &entry, -1);
  return entry;
}

/* ---- the selection ---------------------------------------------------- */

/* Among the entries, favourites come first. */
static gboolean
is_favourite (const PstGallery *self, const PstStyleEntry *entry)
{
  guint i;

  return g_ptr_array_find (self->entries, entry, &i) && i < self->n_favourites;
}

static void
star_toggled (GtkToggleButton *star, PstGallery *self)
{
  if (! self->starring && self->selected)
    g_signal_emit (self, favourite_signal, 0, self->selected->id,
                   gtk_toggle_button_get_active (star));
}

static void
show_chosen (PstGallery *self)
{
  g_autofree gchar *author = NULL;
  g_autofree gchar *text = NULL;

  if (self->selected)
    {
      author = self->selected->style ? pst_style_author (self->selected->style) : NULL;
      text = self->mixed
                 ? g_markup_printf_escaped ("<b>%s</b> + <b>%s</b>",
                                            pst_style_row_title (self->selected), self->mixed)
                 : g_markup_printf_escaped ("<b>%s</b>  %s", pst_style_row_title (self->selected),
                                            author ? author : "");
    }
  gtk_label_set_markup (GTK_LABEL (self->chosen), text ? text : "");
  self->starring = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->star),
                                self->selected && is_favourite (self, self->selected));
  gtk_widget_set_sensitive (self->star, self->selected && self->selected->style);
  self->starring = FALSE;
}

static void
set_selected (PstGallery *self, PstStyleEntry *entry)
{
  if (entry == self->selected)
    return;
  self->selected = entry;
  show_chosen (self);
  g_signal_emit (self, changed_signal, 0);
}

static void show_selection (PstGallery *self);

static void
selection_changed (GtkIconView *view, PstGallery *self)
{
  GtkTreeModel *model = GTK_TREE_MODEL (self->store);
  GList *paths = self->busy ? NULL : gtk_icon_view_get_selected_items (view);
  GtkTreeIter iter;

  if (paths && self->locked)
    show_selection (self);
  else if (paths && gtk_tree_model_get_iter (model, &iter, paths->data))
    set_selected (self, entry_at (model, &iter));
  g_list_free_full (paths, (GDestroyNotify) gtk_tree_path_free);
}

/* Marks what is chosen, if it is to be seen. */
static void
show_selection (PstGallery *self)
{
  GtkIconView *view = GTK_ICON_VIEW (self->view);
  GtkTreeModel *model = GTK_TREE_MODEL (self->store);
  GtkTreeIter iter;

  self->busy = TRUE;
  gtk_icon_view_unselect_all (view);
  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter))
    if (entry_at (model, &iter) == self->selected)
      {
        GtkTreePath *path = gtk_tree_model_get_path (model, &iter);

        gtk_icon_view_select_path (view, path);
        gtk_icon_view_set_cursor (view, path, NULL, FALSE);
        gtk_icon_view_scroll_to_path (view, path, TRUE, 0, 0);
        gtk_tree_path_free (path);
        break;
      }
  self->busy = FALSE;
}

void
pst_gallery_select (PstGallery *self, const gchar *id)
{
  PstStyleEntry *found = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      PstStyleEntry *entry = ((PstStyleRow *) g_ptr_array_index (self->rows, i))->entry;

      if (entry->style && (! found || g_str_equal (entry->id, id)))
        found = entry;
    }
  if (! found && self->rows->len)
    found = ((PstStyleRow *) g_ptr_array_index (self->rows, 0))->entry;
  set_selected (self, found);
  show_selection (self);
}

PstStyleEntry *
pst_gallery_get_selected (const PstGallery *self)
{
  return self->selected;
}

PstStyle *
pst_gallery_get_style (const PstGallery *self, guint n)
{
  return n < self->rows->len ? ((PstStyleRow *) g_ptr_array_index (self->rows, n))->entry->style
                             : NULL;
}

void
pst_gallery_set_mixed (PstGallery *self, const gchar *title)
{
  if (g_strcmp0 (self->mixed, title) == 0)
    return;
  g_free (self->mixed);
  self->mixed = g_strdup (title);
  show_chosen (self);
}

void
pst_gallery_set_locked (PstGallery *self, gboolean locked)
{
  self->locked = locked;
  gtk_widget_set_sensitive (self->filter, ! locked);
}

static void
item_activated (GtkIconView *view, GtkTreePath *path, PstGallery *self)
{
  if (self->selected && self->selected->style && ! self->locked)
    g_signal_emit (self, activated_signal, 0);
}

/* ---- typing ----------------------------------------------------------- */

/* Puts the rows that are wanted into the store, those that fit best first.  (GtkTreeModelFilter and GtkIconView
 * do not get on with each other.) */
static void
show_rows (PstGallery *self)
{
  g_autofree gchar *wanted = pst_style_row_casefold (gtk_entry_get_text (GTK_ENTRY (self->filter)));

  g_strstrip (wanted);
  self->busy = TRUE;
  gtk_list_store_clear (self->store);
  for (gint match = 0; match <= 2; match++)
    for (guint i = 0; i < self->rows->len; i++)
      {
        PstStyleRow *row = g_ptr_array_index (self->rows, i);

        if (pst_style_row_match (row, wanted) == match)
          gtk_list_store_insert_with_values (self->store, NULL, -1, COLUMN_ENTRY, row->entry,
                                             COLUMN_PIXBUF, row->pixbuf, COLUMN_MARKUP, row->markup,
                                             COLUMN_TOOLTIP, row->about, -1);
      }
  self->busy = FALSE;
  show_selection (self);
}

/* Takes the first that is left, and goes there. */
static void
take_first (PstGallery *self)
{
  GtkTreeModel *model = GTK_TREE_MODEL (self->store);
  GtkTreeIter iter;

  if (! gtk_tree_model_get_iter_first (model, &iter))
    return;
  set_selected (self, entry_at (model, &iter));
  show_selection (self);
  gtk_widget_grab_focus (self->view);
}

static gboolean
filter_key (GtkWidget *entry, GdkEventKey *event, PstGallery *self)
{
  switch (event->keyval)
    {
    case GDK_KEY_Escape:
      if (! gtk_entry_get_text_length (GTK_ENTRY (entry)))
        return FALSE;
      gtk_entry_set_text (GTK_ENTRY (entry), "");
      gtk_widget_grab_focus (self->view);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      take_first (self);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      show_selection (self);
      gtk_widget_grab_focus (self->view);
      return TRUE;
    default:
      return FALSE;
    }
}

/* TRUE if the key asks for something to be done with a style. */
static gboolean
edit_key (PstGallery *self, const GdkEventKey *event)
{
  guint modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (self->locked)
    return FALSE;
  if (event->keyval == GDK_KEY_Menu
      || (event->keyval == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK))
    g_signal_emit (self, menu_signal, 0, 0, event->time);
  else if (event->keyval == GDK_KEY_F2 && ! modifiers)
    g_signal_emit (self, edit_signal, 0, PST_GALLERY_RENAME);
  else if ((event->keyval == GDK_KEY_Delete || event->keyval == GDK_KEY_KP_Delete) && ! modifiers)
    g_signal_emit (self, edit_signal, 0, PST_GALLERY_DELETE);
  else if (event->keyval == GDK_KEY_z && modifiers == GDK_CONTROL_MASK)
    g_signal_emit (self, edit_signal, 0, PST_GALLERY_UNDO);
  else if (event->keyval == GDK_KEY_d && modifiers == GDK_CONTROL_MASK)
    gtk_button_clicked (GTK_BUTTON (self->star));
  else if (event->keyval == GDK_KEY_v && modifiers == GDK_CONTROL_MASK)
    g_signal_emit (self, edit_signal, 0, PST_GALLERY_PASTE);
  else
    return FALSE;
  return TRUE;
}

/* Chooses the item so many places on.  FALSE if there is none. */
static gboolean
step_by (PstGallery *self, gint n)
{
  GtkIconView *view = GTK_ICON_VIEW (self->view);
  GList *paths = gtk_icon_view_get_selected_items (view);
  gint place = paths ? gtk_tree_path_get_indices (paths->data)[0] + n : -1;
  gint last = gtk_tree_model_iter_n_children (GTK_TREE_MODEL (self->store), NULL) - 1;
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

/* From the end of a line to the next one. */
static gboolean
arrow_key (PstGallery *self, const GdkEventKey *event)
{
  if (event->state & gtk_accelerator_get_default_mod_mask ())
    return FALSE;
  if (event->keyval == GDK_KEY_Right || event->keyval == GDK_KEY_KP_Right)
    return step_by (self, 1);
  if (event->keyval == GDK_KEY_Left || event->keyval == GDK_KEY_KP_Left)
    return step_by (self, -1);
  return FALSE;
}

/* A letter begins a filter; Return is the dialog's. */
static gboolean
view_key (GtkWidget *view, GdkEventKey *event, PstGallery *self)
{
  gunichar letter = gdk_keyval_to_unicode (event->keyval);

  if (edit_key (self, event) || arrow_key (self, event))
    return TRUE;

  if (event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter)
    {
      item_activated (NULL, NULL, self);
      return TRUE;
    }
  if (event->keyval == GDK_KEY_Escape && gtk_entry_get_text_length (GTK_ENTRY (self->filter)))
    {
      gtk_entry_set_text (GTK_ENTRY (self->filter), "");
      return TRUE;
    }
  if (self->locked || event->state & (GDK_CONTROL_MASK | GDK_MOD1_MASK)
      || ! g_unichar_isgraph (letter))
    return FALSE;
  gtk_widget_grab_focus (self->filter);
  gtk_editable_set_position (GTK_EDITABLE (self->filter), -1);
  return gtk_widget_event (self->filter, (GdkEvent *) event);
}

/* ---- files and menus -------------------------------------------------- */

/* Asks for that style to be mixed into the one that is chosen. */
static gboolean
mix_at (PstGallery *self, gint x, gint y)
{
  GtkTreeModel *model = GTK_TREE_MODEL (self->store);
  GtkTreePath *path = gtk_icon_view_get_path_at_pos (GTK_ICON_VIEW (self->view), x, y);
  GtkTreeIter iter;

  if (path && gtk_tree_model_get_iter (model, &iter, path) && entry_at (model, &iter)->style)
    g_signal_emit (self, mix_signal, 0, entry_at (model, &iter)->id);
  gtk_tree_path_free (path);
  return TRUE;
}

/* The menu is of what was clicked. */
static gboolean
button_press (GtkWidget *view, GdkEventButton *event, PstGallery *self)
{
  gboolean control = (event->state & GDK_CONTROL_MASK) != 0;
  GtkTreePath *path;

  if (event->type != GDK_BUTTON_PRESS || self->locked)
    return FALSE;
  if (event->button == 1 && control)
    return mix_at (self, (gint) event->x, (gint) event->y);
  if (event->button != 3)
    return FALSE;
  path = gtk_icon_view_get_path_at_pos (GTK_ICON_VIEW (view), (gint) event->x, (gint) event->y);
  if (path)
    gtk_icon_view_select_path (GTK_ICON_VIEW (view), path);
  gtk_tree_path_free (path);
  gtk_widget_grab_focus (view);
  g_signal_emit (self, menu_signal, 0, event->button, event->time);
  return TRUE;
}

static void
dropped (gpointer gallery, const gchar *const *paths)
{
  if (! PST_GALLERY (gallery)->locked)
    g_signal_emit (gallery, dropped_signal, 0, paths);
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
fitted (const PstGallery *self, GdkPixbuf *large)
{
  gint height = self->side * 3 / 4;

  if (gdk_pixbuf_get_width (large) == self->side && gdk_pixbuf_get_height (large) == height)
    return g_object_ref (large);
  return gdk_pixbuf_scale_simple (large, self->side, height, GDK_INTERP_BILINEAR);
}

static void
set_pixbuf (PstGallery *self, PstStyleRow *row, GdkPixbuf *large)
{
  GtkTreeModel *model = GTK_TREE_MODEL (self->store);
  g_autoptr (GdkPixbuf) pixbuf = fitted (self, large);
  GtkTreeIter iter;

  g_set_object (&row->large, large);
  g_set_object (&row->pixbuf, pixbuf);
  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter))
    if (entry_at (model, &iter) == row->entry)
      gtk_list_store_set (self->store, &iter, COLUMN_PIXBUF, pixbuf, -1);
}

static PstStyleRow *
find_row (const PstGallery *self, const PstStyle *style)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      PstStyleRow *row = g_ptr_array_index (self->rows, i);

      if (row->entry->style == style)
        return row;
    }
  return NULL;
}

void
pst_gallery_set_thumbnail (PstGallery *self, const PstStyle *style, const PstImage *image)
{
  PstStyleRow *row = find_row (self, style);
  GdkPixbuf *pixbuf;

  if (! row)
    return;
  pixbuf = pst_pixbuf_new (image);
  row->painted = TRUE;
  set_pixbuf (self, row, pixbuf);
  g_object_unref (pixbuf);
}

GdkPixbuf *
pst_gallery_get_thumbnail (const PstGallery *self, const PstStyle *style)
{
  PstStyleRow *row = find_row (self, style);

  return row ? row->pixbuf : NULL;
}

/* Broken styles get a gray picture, for they never get a better one. */
static void
set_placeholders (PstGallery *self, GdkPixbuf *photo)
{
  g_clear_object (&self->usable);
  g_clear_object (&self->broken);
  self->usable = faded (photo);
  self->broken = gdk_pixbuf_copy (self->usable);
  gdk_pixbuf_saturate_and_pixelate (self->usable, self->broken, 0, FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PstStyleRow *row = g_ptr_array_index (self->rows, i);

      row->painted = FALSE;
      set_pixbuf (self, row, row->entry->style ? self->usable : self->broken);
    }
}

void
pst_gallery_set_photo (PstGallery *self, const PstImage *photo)
{
  GdkPixbuf *pixbuf = pst_pixbuf_new (photo);

  set_placeholders (self, pixbuf);
  g_object_unref (pixbuf);
}

gboolean
pst_gallery_needs_thumbnail (const PstGallery *self, const PstStyle *style)
{
  PstStyleRow *row = find_row (self, style);

  return row && ! row->painted;
}

/* ---- their size ------------------------------------------------------- */

/* Where a wide item is cut off, a column less is shown. */
static void
size_changed (PstGallery *self)
{
  gint side = (gint) (gtk_adjustment_get_value (self->size) + .5);

  if (side == self->side)
    return;
  self->side = side;
  g_object_set (self->picture, "width", side, NULL);
  g_object_set (self->text, "width", side, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PstStyleRow *row = g_ptr_array_index (self->rows, i);
      g_autoptr (GdkPixbuf) pixbuf = fitted (self, row->large);

      g_set_object (&row->pixbuf, pixbuf);
    }
  show_rows (self);
}

gint
pst_gallery_get_thumbnail_side (const PstGallery *self)
{
  return self->side;
}

void
pst_gallery_set_thumbnail_side (PstGallery *self, gint side)
{
  gtk_adjustment_set_value (self->size, side);
}

static gboolean
wheel (GtkWidget *view, GdkEventScroll *event, PstGallery *self)
{
  if (! (event->state & GDK_CONTROL_MASK)
      || (event->direction != GDK_SCROLL_UP && event->direction != GDK_SCROLL_DOWN))
    return FALSE;
  pst_gallery_set_thumbnail_side (
      self, self->side + (event->direction == GDK_SCROLL_UP ? SIDE_STEP : -SIDE_STEP));
  return TRUE;
}

/* ---- building --------------------------------------------------------- */

static void
add_filter (PstGallery *self)
{
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *slider;

  self->filter = pst_search_entry_new (_ ("Title or artist"));
  pst_widget_describe (self->filter, "pst-filter", _ ("Filter the styles"),
                       _ ("Type a part of a title or of an artist's name to see only those "
                          "styles. You can as well type in the styles themselves."),
                       NULL);
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (show_rows), self);
  g_signal_connect (self->filter, "key-press-event", G_CALLBACK (filter_key), self);
  gtk_box_pack_start (GTK_BOX (row), self->filter, TRUE, TRUE, 0);

  self->size = GTK_ADJUSTMENT (gtk_adjustment_new (
      self->side, PST_GALLERY_MIN_SIDE, PST_GALLERY_MAX_SIDE, SIDE_STEP, 4 * SIDE_STEP, 0));
  slider = gtk_hscale_new (self->size);
  gtk_scale_set_draw_value (GTK_SCALE (slider), FALSE);
  gtk_widget_set_size_request (slider, SLIDER_WIDTH, -1);
  pst_widget_describe (slider, "pst-thumbnail-size", _ ("Size of the thumbnails"),
                       _ ("How large the styles are shown. Ctrl and the wheel do the same."), NULL);
  g_signal_connect_swapped (self->size, "value-changed", G_CALLBACK (size_changed), self);
  gtk_box_pack_start (GTK_BOX (row), slider, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
}

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

/* What cannot be used is gray, unless it is chosen.  Whether it is, the view knows best: it
 * also draws before it tells. */
static void
set_text (GtkCellLayout *layout, GtkCellRenderer *cell, GtkTreeModel *model, GtkTreeIter *iter,
          gpointer user_data)
{
  PstGallery *self = user_data;
  GtkStyle *style = gtk_widget_get_style (self->view);
  GtkStateType state = gtk_widget_has_focus (self->view) ? GTK_STATE_SELECTED : GTK_STATE_ACTIVE;
  GtkTreePath *path = gtk_tree_model_get_path (model, iter);
  gboolean selected = gtk_icon_view_path_is_selected (GTK_ICON_VIEW (self->view), path);
  gboolean broken = ! entry_at (model, iter)->style;
  const GdkColor gray = grayed (style);
  const GdkColor *colour = NULL;
  g_autofree gchar *markup = NULL;
  g_autofree gchar *name = NULL;
  g_autofree gchar *coloured = NULL;

  gtk_tree_path_free (path);
  gtk_tree_model_get (model, iter, COLUMN_MARKUP, &markup, -1);
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

/* Thumbnails grow with the text. */
static gint
first_side (PstGallery *self)
{
  PangoLayout *ruler = gtk_widget_create_pango_layout (GTK_WIDGET (self), "X");
  gint line;

  pango_layout_get_pixel_size (ruler, NULL, &line);
  g_object_unref (ruler);
  return CLAMP (SIDE_LINES * line, PST_GALLERY_MIN_SIDE, MAX_FIRST);
}

/* Not the view's own cells, which are twice as wide as a picture. */
static void
add_cells (PstGallery *self)
{
  GtkCellLayout *layout = GTK_CELL_LAYOUT (self->view);

  self->picture = gtk_cell_renderer_pixbuf_new ();
  self->text = gtk_cell_renderer_text_new ();

  /* A painting is no icon: the theme's colours must not run into it. */
  g_object_set (self->picture, "follow-state", FALSE, "width", self->side, NULL);
  g_object_set (self->text, "xpad", 0, "alignment", PANGO_ALIGN_CENTER, "xalign", .0, "yalign", .0,
                "width", self->side, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_cell_layout_pack_start (layout, self->picture, FALSE);
  gtk_cell_layout_add_attribute (layout, self->picture, "pixbuf", COLUMN_PIXBUF);
  gtk_cell_layout_pack_start (layout, self->text, FALSE);
  gtk_cell_layout_set_cell_data_func (layout, self->text, set_text, self, NULL);
}

static void
add_view (PstGallery *self)
{
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkIconView *view;
  gint columns;

  self->view = gtk_icon_view_new_with_model (GTK_TREE_MODEL (self->store));
  view = GTK_ICON_VIEW (self->view);
  add_cells (self);
  gtk_icon_view_set_tooltip_column (view, COLUMN_TOOLTIP);
  gtk_icon_view_set_selection_mode (view, GTK_SELECTION_BROWSE);
  gtk_icon_view_set_item_padding (view, ITEM_PADDING);
  gtk_icon_view_set_spacing (view, ITEM_PADDING);
  gtk_icon_view_set_row_spacing (view, ITEM_PADDING);
  gtk_icon_view_set_column_spacing (view, ITEM_PADDING);
  gtk_icon_view_set_margin (view, ITEM_PADDING);

  pst_widget_describe (self->view, "pst-styles", _ ("Styles"), NULL, NULL);

  g_signal_connect (view, "selection-changed", G_CALLBACK (selection_changed), self);
  g_signal_connect (view, "item-activated", G_CALLBACK (item_activated), self);
  g_signal_connect (view, "key-press-event", G_CALLBACK (view_key), self);
  g_signal_connect (view, "button-press-event", G_CALLBACK (button_press), self);
  g_signal_connect (view, "scroll-event", G_CALLBACK (wheel), self);

  self->scrolled = gtk_scrolled_window_new (NULL, NULL);
  pst_widget_describe (self->scrolled, "pst-styles-scroll", _ ("Styles"), NULL, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_ALWAYS);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (self->scrolled), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (self->scrolled), self->view);
  columns = self->side <= LARGE_SIDE ? N_COLUMNS : N_COLUMNS - 1;
  gtk_widget_set_size_request (
      self->scrolled, columns * (self->side + 4 * ITEM_PADDING) + 2 * ITEM_PADDING + SCROLLBAR,
      MIN_HEIGHT);
  gtk_box_pack_start (GTK_BOX (self), self->scrolled, TRUE, TRUE, 0);

  self->chosen = gtk_label_new (NULL);
  gtk_widget_set_name (self->chosen, "pst-chosen");
  gtk_misc_set_alignment (GTK_MISC (self->chosen), 0, .5);
  gtk_label_set_ellipsize (GTK_LABEL (self->chosen), PANGO_ELLIPSIZE_END);
  gtk_box_pack_start (GTK_BOX (row), self->chosen, TRUE, TRUE, 0);

  self->star = gtk_toggle_button_new_with_label ("★");
  gtk_button_set_relief (GTK_BUTTON (self->star), GTK_RELIEF_NONE);
  pst_widget_describe (self->star, "pst-favourite", _ ("Favourite"),
                       _ ("Put this style to your favourites, which come first. Ctrl+D does the "
                          "same."),
                       NULL);
  g_signal_connect (self->star, "toggled", G_CALLBACK (star_toggled), self);
  gtk_box_pack_start (GTK_BOX (row), self->star, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
}

static void
pst_gallery_dispose (GObject *object)
{
  PstGallery *self = PST_GALLERY (object);

  /* The view goes on to tell of its selection while it is taken apart. */
  self->busy = TRUE;
  G_OBJECT_CLASS (pst_gallery_parent_class)->dispose (object);
}

static void
pst_gallery_finalize (GObject *object)
{
  PstGallery *self = PST_GALLERY (object);

  g_clear_object (&self->store);
  g_free (self->mixed);
  g_clear_object (&self->usable);
  g_clear_object (&self->broken);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_gallery_parent_class)->finalize (object);
}

/* The styles, not the filter. */
static void
grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (PST_GALLERY (widget)->view);
}

static void
pst_gallery_class_init (PstGalleryClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = grab_focus;
  G_OBJECT_CLASS (klass)->dispose = pst_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_gallery_finalize;
  changed_signal = g_signal_new ("changed", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  activated_signal = g_signal_new ("activated", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  menu_signal = g_signal_new ("menu", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  edit_signal = g_signal_new ("edit", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_INT);
  mix_signal = g_signal_new ("mix", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_STRING);
  favourite_signal = g_signal_new ("favourite", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  dropped_signal = g_signal_new ("dropped", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
pst_gallery_init (PstGallery *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  self->store = gtk_list_store_new (N_STORE_COLUMNS, G_TYPE_POINTER, GDK_TYPE_PIXBUF, G_TYPE_STRING,
                                    G_TYPE_STRING, G_TYPE_STRING);
  self->rows = g_ptr_array_new_with_free_func (pst_style_row_free);
  self->side = first_side (self);
  add_filter (self);
  add_view (self);
  pst_drop_accept (GTK_WIDGET (self), dropped);
}

/* Until the picture is there. */
static void
set_blank (PstGallery *self)
{
  GdkPixbuf *blank = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 4, 3);

  gdk_pixbuf_fill (blank, 0x808080ff);
  set_placeholders (self, blank);
  g_object_unref (blank);
}

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

/* Of the row; 0 if there is none. */
static guint
position_of (const PstGallery *self, const PstStyleEntry *entry)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (((PstStyleRow *) g_ptr_array_index (self->rows, i))->entry == entry)
      return i;
  return 0;
}

/* What follows on a style that has gone. */
static void
take_at (PstGallery *self, guint position)
{
  PstStyleRow *row = self->rows->len ? g_ptr_array_index (self->rows, position) : NULL;

  if (! row || ! row->entry->style)
    return;
  set_selected (self, row->entry);
  show_selection (self);
}

void
pst_gallery_set_entries (PstGallery *self, GPtrArray *entries, guint n_favourites)
{
  g_autofree gchar *chosen = self->selected ? g_strdup (self->selected->id) : NULL;
  g_autoptr (GPtrArray) old_entries = self->entries;
  g_autoptr (GPtrArray) old_rows = self->rows;
  guint position = position_of (self, self->selected);

  self->entries = g_ptr_array_ref (entries);
  self->n_favourites = n_favourites;
  self->rows = g_ptr_array_new_with_free_func (pst_style_row_free);
  self->selected = NULL;
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
  show_rows (self);
  pst_gallery_select (self, chosen ? chosen : "");
  show_chosen (self);
  if (chosen && ! g_str_equal (self->selected ? self->selected->id : "", chosen))
    take_at (self, MIN (position, self->rows->len - 1));
}

GtkWidget *
pst_gallery_new (GPtrArray *entries, guint n_favourites)
{
  PstGallery *self = g_object_new (PST_TYPE_GALLERY, NULL);

  self->entries = g_ptr_array_ref (entries);
  self->n_favourites = n_favourites;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->rows,
                     pst_style_row_new (g_ptr_array_index (entries, i), i < n_favourites));
  set_blank (self);
  show_rows (self);
  return GTK_WIDGET (self);
}
