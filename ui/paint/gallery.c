/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/gallery.h"

#include <gdk/gdkkeysyms.h>
#include <string.h>

#include "paint/chosen-bar.h"
#include "paint/gallery-bar.h"
#include "paint/style-rows.h"
#include "paint/tile-drag.h"
#include "paint/tile-tip.h"
#include "paint/tile.h"
#include "shared/drop.h"
#include "shared/intl.h"
#include "shared/pixbuf.h"
#include "shared/widget.h"

#define SPACING      6
#define ITEM_PADDING 4
#define N_COLUMNS    3 /* that are seen at first */
#define SCROLLBAR    24
#define MIN_HEIGHT   84
#define LARGE_SIDE   140 /* a column less fits */
#define SIDE_STEP    16  /* of the wheel */

G_STATIC_ASSERT (PST_STYLE_ROWS_MARKUP == PST_GALLERY_MARKUP);

struct _PstGallery
{
  GtkVBox parent_instance;

  PstStyleRows *rows;
  const gchar *folder; /* of small pictures of paintings, or NULL */
  GtkWidget *filter;
  GtkAdjustment *size;
  GtkWidget *view;
  GtkWidget *scrolled;
  GtkWidget *chosen;
  gchar *mixed; /* what is mixed in, or NULL */
  gint side;
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
static guint joined_signal;
static guint painted_signal;

/* ---- the selection ---------------------------------------------------- */

static void
starred (PstChosenBar *bar, gboolean favourite, PstGallery *self)
{
  if (self->selected)
    g_signal_emit (self, favourite_signal, 0, self->selected->id, favourite);
}

static void
show_chosen (PstGallery *self)
{
  pst_chosen_bar_set (PST_CHOSEN_BAR (self->chosen), self->selected, self->mixed,
                      pst_style_rows_is_favourite (self->rows, self->selected));
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
  GtkTreeModel *model = pst_style_rows_get_model (self->rows);
  GList *paths = self->busy ? NULL : gtk_icon_view_get_selected_items (view);
  GtkTreeIter iter;

  if (paths && self->locked)
    show_selection (self);
  else if (paths && gtk_tree_model_get_iter (model, &iter, paths->data))
    set_selected (self, pst_style_rows_entry_at (model, &iter));
  g_list_free_full (paths, (GDestroyNotify) gtk_tree_path_free);
}

/* Marks what is chosen, if it is to be seen. */
static void
show_selection (PstGallery *self)
{
  self->busy = TRUE;
  pst_tile_select (self->view, self->selected);
  self->busy = FALSE;
}

void
pst_gallery_select (PstGallery *self, const gchar *id)
{
  const PstStyleRow *first = pst_style_rows_get (self->rows, 0), *row;
  PstStyleEntry *found = NULL;

  for (guint i = 0; (row = pst_style_rows_get (self->rows, i)); i++)
    if (row->entry->style && (! found || g_str_equal (row->entry->id, id)))
      found = row->entry;
  if (! found && first)
    found = first->entry;
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
  const PstStyleRow *row = pst_style_rows_get (self->rows, n);

  return row ? row->entry->style : NULL;
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
  self->busy = TRUE;
  pst_style_rows_show (self->rows, gtk_entry_get_text (GTK_ENTRY (self->filter)));
  self->busy = FALSE;
  show_selection (self);
}

/* Takes the first that is left, and goes there. */
static void
take_first (PstGallery *self)
{
  GtkTreeModel *model = pst_style_rows_get_model (self->rows);
  GtkTreeIter iter;

  if (! gtk_tree_model_get_iter_first (model, &iter))
    return;
  set_selected (self, pst_style_rows_entry_at (model, &iter));
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

static gboolean mix_in (PstGallery *self, GtkTreePath *path);

/* Where the keyboard is: Ctrl and the arrow keys go there without choosing. */
static GtkTreePath *
cursor_of (PstGallery *self)
{
  GtkTreePath *path = NULL;

  gtk_icon_view_get_cursor (GTK_ICON_VIEW (self->view), &path, NULL);
  return path;
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
    pst_chosen_bar_click (PST_CHOSEN_BAR (self->chosen));
  else if (event->keyval == GDK_KEY_m && modifiers == GDK_CONTROL_MASK)
    mix_in (self, cursor_of (self));
  else if (event->keyval == GDK_KEY_v && modifiers == GDK_CONTROL_MASK)
    g_signal_emit (self, edit_signal, 0, PST_GALLERY_PASTE);
  else
    return FALSE;
  return TRUE;
}

/* From the end of a line to the next one. */
static gboolean
arrow_key (PstGallery *self, const GdkEventKey *event)
{
  if (event->state & gtk_accelerator_get_default_mod_mask ())
    return FALSE;
  if (event->keyval == GDK_KEY_Right || event->keyval == GDK_KEY_KP_Right)
    return pst_tile_step (self->view, 1);
  if (event->keyval == GDK_KEY_Left || event->keyval == GDK_KEY_KP_Left)
    return pst_tile_step (self->view, -1);
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

/* The style that was let go on another is mixed into that one. */
static void
joined (gpointer owner, const PstStyleEntry *dragged, const PstStyleEntry *below)
{
  PstGallery *self = owner;

  if (self->locked)
    return;
  pst_gallery_select (self, below->id);
  g_signal_emit (self, joined_signal, 0, dragged->id);
}

/* Asks for that style to be mixed into the one that is chosen.  Takes @path. */
static gboolean
mix_in (PstGallery *self, GtkTreePath *path)
{
  GtkTreeModel *model = pst_style_rows_get_model (self->rows);
  GtkTreeIter iter;

  if (path && gtk_tree_model_get_iter (model, &iter, path)
      && pst_style_rows_entry_at (model, &iter)->style)
    g_signal_emit (self, mix_signal, 0, pst_style_rows_entry_at (model, &iter)->id);
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
    return mix_in (self, gtk_icon_view_get_path_at_pos (GTK_ICON_VIEW (view), (gint) event->x,
                                                        (gint) event->y));
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

void
pst_gallery_set_thumbnail (PstGallery *self, const PstStyle *style, const PstImage *image)
{
  g_autoptr (GdkPixbuf) pixbuf = pst_pixbuf_new (image);

  pst_style_rows_set_thumbnail (self->rows, style, pixbuf);
  g_signal_emit (self, painted_signal, 0);
}

GdkPixbuf *
pst_gallery_get_thumbnail (const PstGallery *self, const PstStyle *style)
{
  const PstStyleRow *row = pst_style_rows_find (self->rows, style);

  return row ? row->pixbuf : NULL;
}

void
pst_gallery_set_photo (PstGallery *self, const PstImage *photo)
{
  g_autoptr (GdkPixbuf) pixbuf = pst_pixbuf_new (photo);

  pst_style_rows_set_photo (self->rows, pixbuf);
  g_signal_emit (self, painted_signal, 0);
}

GtkWidget *
pst_gallery_tip_new (const PstGallery *self, const gchar *id)
{
  const PstStyleRow *row;

  for (guint i = 0; (row = pst_style_rows_get (self->rows, i)); i++)
    if (g_str_equal (row->entry->id, id))
      return pst_tile_tip_new (row, self->folder);
  return NULL;
}

gboolean
pst_gallery_needs_thumbnail (const PstGallery *self, const PstStyle *style)
{
  const PstStyleRow *row = pst_style_rows_find (self->rows, style);

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
  pst_tile_set_side (self->view, side);
  pst_style_rows_set_side (self->rows, side);
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
add_view (PstGallery *self)
{
  GtkIconView *view;
  gint columns;

  self->view = gtk_icon_view_new_with_model (pst_style_rows_get_model (self->rows));
  view = GTK_ICON_VIEW (self->view);
  pst_tile_pack (self->view, self->side);
  gtk_icon_view_set_selection_mode (view, GTK_SELECTION_BROWSE);
  gtk_icon_view_set_item_padding (view, ITEM_PADDING);
  gtk_icon_view_set_spacing (view, ITEM_PADDING);
  gtk_icon_view_set_row_spacing (view, ITEM_PADDING);
  gtk_icon_view_set_column_spacing (view, ITEM_PADDING);
  gtk_icon_view_set_margin (view, ITEM_PADDING);

  pst_widget_describe (self->view, "pst-styles", _ ("Styles"), NULL, NULL);
  pst_tile_drag_enable (self->view, joined, self);

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

  self->chosen = pst_chosen_bar_new ();
  g_signal_connect (self->chosen, "starred", G_CALLBACK (starred), self);
  gtk_box_pack_start (GTK_BOX (self), self->chosen, FALSE, FALSE, 0);
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

  g_free (self->mixed);
  pst_style_rows_free (self->rows);
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
  joined_signal = g_signal_new ("joined", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  painted_signal = g_signal_new ("painted", PST_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
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
  self->side = pst_tile_first_side (GTK_WIDGET (self), PST_GALLERY_MIN_SIDE);
  self->rows = pst_style_rows_new (self->side);
  gtk_box_pack_start (GTK_BOX (self),
                      pst_gallery_bar_new (self->side, SIDE_STEP, &self->filter, &self->size),
                      FALSE, FALSE, 0);
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (show_rows), self);
  g_signal_connect (self->filter, "key-press-event", G_CALLBACK (filter_key), self);
  g_signal_connect_swapped (self->size, "value-changed", G_CALLBACK (size_changed), self);
  add_view (self);
  pst_drop_accept (GTK_WIDGET (self), dropped);
}

/* What follows on a style that has gone. */
static void
take_at (PstGallery *self, guint position)
{
  const PstStyleRow *row = pst_style_rows_get (self->rows, position);

  if (! row || ! row->entry->style)
    return;
  set_selected (self, row->entry);
  show_selection (self);
}

void
pst_gallery_set_entries (PstGallery *self, GPtrArray *entries, guint n_favourites)
{
  g_autofree gchar *chosen = self->selected ? g_strdup (self->selected->id) : NULL;
  guint position = pst_style_rows_position (self->rows, self->selected);

  self->selected = NULL;
  self->busy = TRUE;
  pst_style_rows_set_entries (self->rows, entries, n_favourites);
  show_rows (self);
  pst_gallery_select (self, chosen ? chosen : "");
  show_chosen (self);
  if (chosen && ! g_str_equal (self->selected ? self->selected->id : "", chosen))
    take_at (self, MIN (position, entries->len - 1));
}

GtkWidget *
pst_gallery_new (GPtrArray *entries, guint n_favourites, const gchar *folder)
{
  PstGallery *self = g_object_new (PST_TYPE_GALLERY, NULL);

  self->folder = folder;
  pst_tile_tip_enable (self->view, self->rows, folder);
  pst_style_rows_set_entries (self->rows, entries, n_favourites);
  show_rows (self);
  return GTK_WIDGET (self);
}
