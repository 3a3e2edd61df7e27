/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "dialog.h"

#include "intl.h"
#include "style-title.h"

#define SPACING     6
#define BORDER      12
#define LIST_WIDTH  380
#define LIST_HEIGHT 220
#define SCALE_WIDTH 160
#define SPIN_WIDTH  6
#define ROLE        "pastiche"

enum
{
  COLUMN_ENTRY,   /* PstStyleEntry, belongs to self->entries */
  COLUMN_MARKUP,  /* title and artist                        */
  COLUMN_SEARCH,  /* title, for typing                       */
  COLUMN_TOOLTIP, /* markup                                  */
  COLUMN_USABLE,  /* FALSE for a broken file                 */
  N_COLUMNS
};

struct _PstDialog
{
  GimpDialog parent_instance;

  PstUiHost *host;
  GPtrArray *entries;
  PstSettings settings;

  GtkWidget *styles;
  GtkAdjustment *strength;
  GtkAdjustment *keep_colours;
  GtkWidget *seed;
};

G_DEFINE_TYPE (PstDialog, pst_dialog, GIMP_TYPE_DIALOG)

static void
name_widget (GtkWidget *widget, const gchar *name, const gchar *accessible_name)
{
  gtk_widget_set_name (widget, name);
  atk_object_set_name (gtk_widget_get_accessible (widget), accessible_name);
}

static PstStyleEntry *
selected_entry (PstDialog *self)
{
  GtkTreeSelection *selection = gtk_tree_view_get_selection (GTK_TREE_VIEW (self->styles));
  PstStyleEntry *entry = NULL;
  GtkTreeModel *model;
  GtkTreeIter iter;

  if (gtk_tree_selection_get_selected (selection, &model, &iter))
    gtk_tree_model_get (model, &iter, COLUMN_ENTRY, &entry, -1);
  return entry;
}

static void
selection_changed (GtkTreeSelection *selection, PstDialog *self)
{
  PstStyleEntry *entry = selected_entry (self);

  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_OK, entry != NULL);
  if (entry)
    pst_settings_set_style (&self->settings, entry->id);
}

/* A broken style cannot be chosen. */
static gboolean
selection_allows (GtkTreeSelection *selection, GtkTreeModel *model, GtkTreePath *path,
                  gboolean selected, gpointer user_data)
{
  GtkTreeIter iter;
  gboolean usable = FALSE;

  if (gtk_tree_model_get_iter (model, &iter, path))
    gtk_tree_model_get (model, &iter, COLUMN_USABLE, &usable, -1);
  return usable;
}

static void
row_activated (GtkTreeView *view, GtkTreePath *path, GtkTreeViewColumn *column, PstDialog *self)
{
  if (selected_entry (self))
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
}

static void
append_entry (GtkListStore *store, PstStyleEntry *entry)
{
  const gchar *title = entry->style ? pst_style_title (entry->style) : entry->id;
  g_autofree gchar *second = NULL;
  g_autofree gchar *markup = NULL;
  g_autofree gchar *tooltip = NULL;
  GtkTreeIter iter;

  if (entry->style)
    {
      const gchar *licence = pst_style_get (entry->style, "licence");
      g_autofree gchar *name = g_path_get_basename (entry->path);

      second = pst_style_author (entry->style);
      tooltip = g_markup_printf_escaped (*licence ? "%s\n%s" : "%s", name, licence);
    }
  else
    {
      second = g_strdup (_ ("This style cannot be used"));
      tooltip = g_markup_escape_text (entry->error->message, -1);
    }
  markup = g_markup_printf_escaped (*second ? "<b>%s</b>\n<small>%s</small>" : "<b>%s</b>", title,
                                    second);

  gtk_list_store_append (store, &iter);
  gtk_list_store_set (store, &iter, COLUMN_ENTRY, entry, COLUMN_USABLE, entry->style != NULL, -1);
  gtk_list_store_set (store, &iter, COLUMN_MARKUP, markup, COLUMN_SEARCH, title, COLUMN_TOOLTIP,
                      tooltip, -1);
}

static void
append_entries (GtkListStore *store, GPtrArray *entries, gboolean usable)
{
  for (guint i = 0; i < entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if ((entry->style != NULL) == usable)
        append_entry (store, entry);
    }
}

/* Chooses the style of that id, or else the first that can be used. */
static void
select_style (PstDialog *self, const gchar *id)
{
  GtkTreeView *view = GTK_TREE_VIEW (self->styles);
  GtkTreeModel *model = gtk_tree_view_get_model (view);
  GtkTreePath *path = NULL;
  GtkTreeIter iter;

  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter))
    {
      PstStyleEntry *entry;
      gboolean wanted;

      gtk_tree_model_get (model, &iter, COLUMN_ENTRY, &entry, -1);
      wanted = g_str_equal (entry->id, id);
      if (! entry->style || (path && ! wanted))
        continue;

      g_clear_pointer (&path, gtk_tree_path_free);
      path = gtk_tree_model_get_path (model, &iter);
      if (wanted)
        break;
    }

  if (path)
    {
      gtk_tree_view_set_cursor (view, path, NULL, FALSE);
      gtk_tree_view_scroll_to_cell (view, path, NULL, FALSE, 0, 0);
      gtk_tree_path_free (path);
    }
}

static guint16
between (guint16 a, guint16 b)
{
  return (guint16) ((a + b) / 2);
}

/* By colour: themes engrave what is insensitive, or hide it, until nobody can
 * read it. */
static void
gray_if_broken (GtkTreeViewColumn *column, GtkCellRenderer *cell, GtkTreeModel *model,
                GtkTreeIter *iter, gpointer view)
{
  GtkStyle *style = gtk_widget_get_style (view);
  GdkColor text = style->text[GTK_STATE_NORMAL], base = style->base[GTK_STATE_NORMAL];
  GdkColor gray = { 0, between (text.red, base.red), between (text.green, base.green),
                    between (text.blue, base.blue) };
  gboolean usable;

  gtk_tree_model_get (model, iter, COLUMN_USABLE, &usable, -1);
  g_object_set (cell, "foreground-gdk", &gray, "foreground-set", ! usable, NULL);
}

static GtkWidget *
style_list_new (PstDialog *self)
{
  GtkListStore *store = gtk_list_store_new (N_COLUMNS, G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_STRING,
                                            G_TYPE_STRING, G_TYPE_BOOLEAN);
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *view = gtk_tree_view_new_with_model (GTK_TREE_MODEL (store));
  GtkCellRenderer *cell = gtk_cell_renderer_text_new ();
  GtkTreeViewColumn *column;
  GtkTreeSelection *selection;

  append_entries (store, self->entries, TRUE);
  append_entries (store, self->entries, FALSE);
  g_object_unref (store);

  g_object_set (cell, "ypad", 3, "xpad", SPACING, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  column =
      gtk_tree_view_column_new_with_attributes (_ ("Style"), cell, "markup", COLUMN_MARKUP, NULL);
  gtk_tree_view_column_set_cell_data_func (column, cell, gray_if_broken, view, NULL);
  gtk_tree_view_append_column (GTK_TREE_VIEW (view), column);
  gtk_tree_view_set_headers_visible (GTK_TREE_VIEW (view), FALSE);
  gtk_tree_view_set_tooltip_column (GTK_TREE_VIEW (view), COLUMN_TOOLTIP);
  gtk_tree_view_set_search_column (GTK_TREE_VIEW (view), COLUMN_SEARCH);
  name_widget (view, "pst-styles", _ ("Styles"));

  selection = gtk_tree_view_get_selection (GTK_TREE_VIEW (view));
  gtk_tree_selection_set_mode (selection, GTK_SELECTION_BROWSE);
  gtk_tree_selection_set_select_function (selection, selection_allows, NULL, NULL);
  g_signal_connect (selection, "changed", G_CALLBACK (selection_changed), self);
  g_signal_connect (view, "row-activated", G_CALLBACK (row_activated), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scrolled), GTK_SHADOW_IN);
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, LIST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (scrolled), view);

  self->styles = view;
  return scrolled;
}

static GtkAdjustment *
attach_percentage (GtkTable *table, gint row, const gchar *label, gdouble *value,
                   const gchar *tooltip, const gchar *name, const gchar *accessible_name,
                   const gchar *help_id)
{
  GtkObject *adjustment =
      gimp_scale_entry_new (table, 0, row, label, SCALE_WIDTH, SPIN_WIDTH, *value, 0.0, 100.0, 1.0,
                            10.0, 1, TRUE, 0, 0, tooltip, help_id);

  g_signal_connect (adjustment, "value-changed", G_CALLBACK (gimp_double_adjustment_update), value);
  name_widget (GTK_WIDGET (GIMP_SCALE_ENTRY_SCALE (adjustment)), name, accessible_name);
  atk_object_set_name (
      gtk_widget_get_accessible (GTK_WIDGET (GIMP_SCALE_ENTRY_SPINBUTTON (adjustment))),
      accessible_name);
  return GTK_ADJUSTMENT (adjustment);
}

static GtkWidget *
controls_new (PstDialog *self)
{
  PstSettings *settings = &self->settings;
  GtkWidget *table = gtk_table_new (3, 3, FALSE);
  GtkWidget *spin;

  gtk_table_set_row_spacings (GTK_TABLE (table), SPACING);
  gtk_table_set_col_spacings (GTK_TABLE (table), SPACING);

  self->strength = attach_percentage (
      GTK_TABLE (table), 0, _ ("_Strength:"), &settings->params.strength,
      _ ("How much of the painting is seen. 0 is the photo as it was, 100 the painting."),
      "pst-strength", _ ("Strength"), self->host->help_id);
  self->keep_colours = attach_percentage (
      GTK_TABLE (table), 1, _ ("_Keep colours:"), &settings->params.keep_colours,
      _ ("How much of the photo's own colours stays. 0 takes the painter's palette, "
         "100 paints the brush strokes in the photo's colours."),
      "pst-keep-colours", _ ("Keep colours"), self->host->help_id);

  self->seed = gimp_random_seed_new (&settings->params.seed, &settings->random_seed);
  spin = GIMP_RANDOM_SEED_SPINBUTTON (self->seed);
  gtk_table_attach (GTK_TABLE (table), self->seed, 1, 3, 2, 3, GTK_FILL, 0, 0, 0);
  {
    GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Variation:"));

    gtk_misc_set_alignment (GTK_MISC (label), 0.0, 0.5);
    gtk_label_set_mnemonic_widget (GTK_LABEL (label), spin);
    gtk_table_attach (GTK_TABLE (table), label, 0, 1, 2, 3, GTK_FILL, 0, 0, 0);
  }
  gimp_help_set_help_data (spin,
                           _ ("Which strokes are drawn where the photo leaves a choice. The same "
                              "number gives the same strokes."),
                           self->host->help_id);
  name_widget (spin, "pst-seed", _ ("Variation"));

  return table;
}

static GtkWidget *
framed (const gchar *title, GtkWidget *child)
{
  GtkWidget *frame = gimp_frame_new (title);

  gtk_container_add (GTK_CONTAINER (frame), child);
  return frame;
}

static gboolean
any_usable (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (((PstStyleEntry *) g_ptr_array_index (entries, i))->style)
      return TRUE;
  return FALSE;
}

static void
add_hint (GtkBox *box, const gchar *text)
{
  GtkWidget *hint = gimp_hint_box_new (text);

  gtk_box_pack_start (box, hint, FALSE, FALSE, 0);
}

static void
build (PstDialog *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, BORDER);

  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (self))), box, TRUE, TRUE,
                      0);

  if (self->host->notice)
    add_hint (GTK_BOX (box), self->host->notice);
  if (! any_usable (self->entries))
    {
      g_autofree gchar *text =
          g_strdup_printf (_ ("There is no style that can be used. Put files that end in "
                              ".safetensors into the folder \"%s\" and open this window again."),
                           self->host->style_folder);

      add_hint (GTK_BOX (box), text);
    }

  gtk_box_pack_start (GTK_BOX (box), framed (_ ("Style"), style_list_new (self)), TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), framed (_ ("Painting"), controls_new (self)), FALSE, FALSE, 0);
  gtk_widget_show_all (box);

  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_OK, FALSE);
  select_style (self, self->settings.style);
  gtk_widget_grab_focus (self->styles);
}

/* The sliders and the variation go back; the style stays. */
static void
reset (PstDialog *self)
{
  const PstSettings first = PST_SETTINGS_INIT;
  GtkAdjustment *seed = GTK_ADJUSTMENT (GIMP_RANDOM_SEED_SPINBUTTON_ADJ (self->seed));

  gtk_adjustment_set_value (self->strength, first.params.strength);
  gtk_adjustment_set_value (self->keep_colours, first.params.keep_colours);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (GIMP_RANDOM_SEED_TOGGLE (self->seed)),
                                first.random_seed);
  gtk_adjustment_set_value (seed, first.params.seed);
}

static void
response (GtkDialog *dialog, gint id, gpointer user_data)
{
  if (id != PST_DIALOG_RESPONSE_RESET)
    return;

  /* Not an answer: the dialog goes on. */
  reset (PST_DIALOG (dialog));
  g_signal_stop_emission_by_name (dialog, "response");
}

static void
pst_dialog_finalize (GObject *object)
{
  PstDialog *self = PST_DIALOG (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_dialog_parent_class)->finalize (object);
}

static void
pst_dialog_class_init (PstDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_dialog_finalize;
}

static void
pst_dialog_init (PstDialog *self)
{
  self->settings = (PstSettings) PST_SETTINGS_INIT;
}

GtkWidget *
pst_dialog_new (PstUiHost *host)
{
  PstDialog *self =
      g_object_new (PST_TYPE_DIALOG, "title", _ ("Pastiche Style Transfer"), "role", ROLE,
                    "help-func", host->help_func, "help-id", host->help_id, NULL);
  GtkDialog *dialog = GTK_DIALOG (self);

  self->host = host;
  self->entries = host->list_styles (host);
  host->get_settings (host, &self->settings);

  gimp_dialog_add_buttons (GIMP_DIALOG (self), _ ("R_eset"), PST_DIALOG_RESPONSE_RESET,
                           _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_OK"), GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (dialog, GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (dialog, GTK_RESPONSE_OK, PST_DIALOG_RESPONSE_RESET,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_widget_set_tooltip_text (
      gtk_dialog_get_widget_for_response (dialog, PST_DIALOG_RESPONSE_RESET),
      _ ("Put strength, colours and variation back to their first values"));
  g_signal_connect (self, "response", G_CALLBACK (response), NULL);

  build (self);
  return GTK_WIDGET (self);
}

void
pst_dialog_get_settings (PstDialog *dialog, PstSettings *settings)
{
  *settings = dialog->settings;
}

PstStyle *
pst_dialog_get_style (PstDialog *dialog)
{
  PstStyleEntry *entry = selected_entry (dialog);

  return entry ? entry->style : NULL;
}

gboolean
pst_dialog_run (PstDialog *dialog, PstSettings *settings)
{
  gboolean ok = gimp_dialog_run (GIMP_DIALOG (dialog)) == GTK_RESPONSE_OK;

  gtk_widget_hide (GTK_WIDGET (dialog));
  if (ok)
    {
      *settings = dialog->settings;
      dialog->host->set_settings (dialog->host, settings);
    }
  return ok;
}
