/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/controls.h"

#include <libgimpwidgets/gimpwidgets.h>

#include "shared/intl.h"
#include "shared/style-title.h"
#include "shared/widget.h"

#define SPACING     6
#define SCALE_WIDTH 130
#define SPIN_WIDTH  5
#define SEED_WIDTH  11 /* characters: a number of 10 digits */

enum
{
  COLUMN_ID,
  COLUMN_TITLE,
  COLUMN_STYLE, /* borrowed; NULL: none */
  N_COLUMNS
};

struct _PstControls
{
  GtkVBox parent_instance;

  GPtrArray *entries;
  const gchar *help_id;
  PstSettings settings; /* all but the style */
  GtkSizeGroup *labels; /* of one width, though in two tables */
  gboolean setting;     /* many change at once: one signal afterwards */

  GtkAdjustment *strength;
  GtkAdjustment *likeness;
  GtkWidget *keep_selected;
  GtkAdjustment *refine;
  GtkAdjustment *finish;
  gdouble own_finish; /* what is shown until somebody says otherwise */
  GtkAdjustment *keep_colours;
  GtkAdjustment *brush_size;
  GtkAdjustment *mix;
  GtkWidget *mix_style;
  GtkWidget *seed;
  GtkWidget *output;
  GtkWidget *more;
};

G_DEFINE_TYPE (PstControls, pst_controls, GTK_TYPE_VBOX)

static guint changed_signal;

static void
changed (PstControls *self)
{
  if (! self->setting)
    g_signal_emit (self, changed_signal, 0);
}

/* ---- sliders ---------------------------------------------------------- */

typedef struct
{
  const gchar *name;
  const gchar *label;
  const gchar *title;
  const gchar *tooltip;
  gdouble lower, upper;
  gboolean logarithmic;
} Slider;

static const Slider strength = {
  "pst-strength",
  N_ ("_Strength:"),
  N_ ("Strength"),
  N_ ("How much of the painting is seen. 0 is the photo as it was, 100 the painting."),
  0,
  100,
  FALSE
};

static const Slider likeness = {
  "pst-likeness",
  N_ ("L_ikeness:"),
  N_ ("Likeness"),
  N_ ("How near to the photo the painting stays. 0 is all paint; at 100 strokes are fine and true, "
      "and faces stay who they are."),
  0,
  100,
  FALSE
};

static const Slider refine = {
  "pst-refine",
  N_ ("_Refine:"),
  N_ ("Refine"),
  N_ ("How long the strokes are worked at until they are the master's. 0 paints at once; 50 takes "
      "some ten seconds, 100 twice as long. The preview becomes finer while you look."),
  0,
  100,
  FALSE
};

static const Slider finish = {
  "pst-finish",
  N_ ("_Finish:"),
  N_ ("Finish"),
  N_ ("How much of bristles, paint and paper is seen at full size. 0 enlarges the painting "
      "smoothly. Look at it at 100 %."),
  0,
  100,
  FALSE
};

static const Slider keep_colours = {
  "pst-keep-colours",
  N_ ("_Keep colours:"),
  N_ ("Keep colours"),
  N_ ("How much of the photo's own colours stays. 0 takes the painter's palette, "
      "100 paints the brush strokes in the photo's colours."),
  0,
  100,
  FALSE
};

static const Slider brush_size = {
  "pst-brush-size",
  N_ ("Brush si_ze:"),
  N_ ("Brush size"),
  N_ ("How large the strokes are. At 100 they suit the picture as a whole, whatever its size; "
      "small brushes take longer."),
  25,
  400,
  TRUE
};

static const Slider mix = { "pst-mix",
                            N_ ("Amoun_t:"),
                            N_ ("Amount of the second style"),
                            N_ ("How much of the second style is mixed into the first"),
                            0,
                            100,
                            FALSE };

static GtkObject *
slider_new (PstControls *self, GtkWidget *table, gint row, const Slider *slider, gdouble value)
{
  GtkObject *adjustment = gimp_scale_entry_new (
      GTK_TABLE (table), 0, row, _ (slider->label), SCALE_WIDTH, SPIN_WIDTH, value, slider->lower,
      slider->upper, 1.0, 10.0, 0, TRUE, 0, 0, _ (slider->tooltip), self->help_id);
  g_autofree gchar *number = g_strconcat (slider->name, "-number", NULL);

  gtk_size_group_add_widget (self->labels, GIMP_SCALE_ENTRY_LABEL (adjustment));
  if (slider->logarithmic)
    gimp_scale_entry_set_logarithmic (adjustment, TRUE);
  pst_widget_describe (GTK_WIDGET (GIMP_SCALE_ENTRY_SCALE (adjustment)), slider->name,
                       _ (slider->title), NULL, NULL);
  pst_widget_describe (GTK_WIDGET (GIMP_SCALE_ENTRY_SPINBUTTON (adjustment)), number,
                       _ (slider->title), NULL, NULL);
  return adjustment;
}

static GtkAdjustment *
add_slider (PstControls *self, GtkWidget *table, gint row, const Slider *slider, gdouble *value)
{
  GtkObject *adjustment = slider_new (self, table, row, slider, *value);

  g_signal_connect (adjustment, "value-changed", G_CALLBACK (gimp_double_adjustment_update), value);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (changed), self);
  return GTK_ADJUSTMENT (adjustment);
}

static void
add_row (PstControls *self, GtkWidget *table, gint row, const gchar *text, GtkWidget *child,
         GtkWidget *focus, const gchar *tooltip)
{
  gtk_size_group_add_widget (self->labels, pst_table_add (table, row, text, child, focus));
  gimp_help_set_help_data (focus, tooltip, self->help_id);
}

/* ---- finish ----------------------------------------------------------- */

static void
finish_changed (GtkAdjustment *adjustment, PstControls *self)
{
  if (! self->setting)
    self->settings.params.finish = gtk_adjustment_get_value (adjustment);
  changed (self);
}

/* Where nobody moved it, what the style says itself. */
static void
show_finish (PstControls *self)
{
  gdouble said = self->settings.params.finish;
  gboolean setting = self->setting;

  self->setting = TRUE;
  gtk_adjustment_set_value (self->finish, said < 0 ? self->own_finish : said);
  self->setting = setting;
}

static void
add_finish (PstControls *self, GtkWidget *table, gint row)
{
  GtkObject *adjustment = slider_new (self, table, row, &finish, PST_FINISH);

  self->own_finish = PST_FINISH;
  self->finish = GTK_ADJUSTMENT (adjustment);
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (finish_changed), self);
}

void
pst_controls_set_finishable (PstControls *self, gboolean finishable, gdouble own)
{
  GtkObject *adjustment = GTK_OBJECT (self->finish);
  GtkWidget *const parts[] = { GIMP_SCALE_ENTRY_LABEL (adjustment),
                               GIMP_SCALE_ENTRY_SCALE (adjustment),
                               GIMP_SCALE_ENTRY_SPINBUTTON (adjustment) };
  const gchar *tooltip =
      finishable
          ? _ (finish.tooltip)
          : _ ("This style has not learnt how its painting looks close up, so it is enlarged "
               "smoothly. Styles that you learn do learn it; Learn for Longer teaches it to "
               "those that you have learnt.");

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gimp_help_set_help_data (parts[i], tooltip, self->help_id);
  gimp_scale_entry_set_sensitive (adjustment, finishable);
  self->own_finish = own;
  show_finish (self);
}

/* ---- the second style ------------------------------------------------- */

static GtkTreeModel *
mix_model_new (GPtrArray *entries)
{
  GtkListStore *store =
      gtk_list_store_new (N_COLUMNS, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_POINTER);
  GtkTreeIter iter;

  gtk_list_store_append (store, &iter);
  /* TRANSLATORS: no second style. */
  gtk_list_store_set (store, &iter, COLUMN_ID, "", COLUMN_TITLE, _ ("None"), -1);
  for (guint i = 0; i < entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (! entry->style)
        continue;
      gtk_list_store_append (store, &iter);
      gtk_list_store_set (store, &iter, COLUMN_ID, entry->id, COLUMN_TITLE,
                          pst_style_title (entry->style), COLUMN_STYLE, entry->style, -1);
    }
  return GTK_TREE_MODEL (store);
}

PstStyle *
pst_controls_get_second (const PstControls *self)
{
  GtkComboBox *combo = GTK_COMBO_BOX (self->mix_style);
  PstStyle *style = NULL;
  GtkTreeIter iter;

  if (gtk_combo_box_get_active_iter (combo, &iter))
    gtk_tree_model_get (gtk_combo_box_get_model (combo), &iter, COLUMN_STYLE, &style, -1);
  return style;
}

static void
mix_style_changed (GtkComboBox *combo, PstControls *self)
{
  g_autofree gchar *id = NULL;
  GtkTreeIter iter;

  if (gtk_combo_box_get_active_iter (combo, &iter))
    gtk_tree_model_get (gtk_combo_box_get_model (combo), &iter, COLUMN_ID, &id, -1);
  pst_settings_set_mix_style (&self->settings, id ? id : "");
  gimp_scale_entry_set_sensitive (GTK_OBJECT (self->mix), pst_controls_get_second (self) != NULL);

  /* Else nothing would be seen of it. */
  if (! self->setting && pst_controls_get_second (self) && self->settings.params.mix == 0)
    gtk_adjustment_set_value (self->mix, 50);
  changed (self);
}

static void
select_mix_style (PstControls *self, const gchar *id)
{
  GtkComboBox *combo = GTK_COMBO_BOX (self->mix_style);
  GtkTreeModel *model = gtk_combo_box_get_model (combo);
  GtkTreeIter iter;

  gtk_combo_box_set_active (combo, 0);
  for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more;
       more = gtk_tree_model_iter_next (model, &iter))
    {
      g_autofree gchar *other = NULL;

      gtk_tree_model_get (model, &iter, COLUMN_ID, &other, -1);
      if (g_str_equal (other, id))
        gtk_combo_box_set_active_iter (combo, &iter);
    }
}

static GtkWidget *
mix_style_new (PstControls *self)
{
  GtkTreeModel *model = mix_model_new (self->entries);
  GtkCellRenderer *cell = gtk_cell_renderer_text_new ();
  GtkWidget *combo = gtk_combo_box_new_with_model (model);

  g_object_unref (model);
  g_object_set (cell, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_cell_layout_pack_start (GTK_CELL_LAYOUT (combo), cell, TRUE);
  gtk_cell_layout_add_attribute (GTK_CELL_LAYOUT (combo), cell, "text", COLUMN_TITLE);
  pst_widget_describe (combo, "pst-mix-style", _ ("Second style"), NULL, NULL);
  return combo;
}

/* ---- what is selected ------------------------------------------------- */

static void
keep_selected_toggled (GtkToggleButton *button, PstControls *self)
{
  self->settings.keep_selected = gtk_toggle_button_get_active (button);
  changed (self);
}

static GtkWidget *
keep_selected_new (PstControls *self)
{
  GtkWidget *button = gtk_check_button_new_with_mnemonic (_ ("Keep like_ness where selected"));

  pst_widget_describe (button, "pst-keep-selected", _ ("Keep likeness where selected"), NULL, NULL);
  gimp_help_set_help_data (
      button,
      _ ("Paint the whole layer, and keep what is selected near to the photo: select a face first. "
         "Without it only what is selected is painted."),
      self->help_id);
  gtk_widget_set_sensitive (button, FALSE);
  g_signal_connect (button, "toggled", G_CALLBACK (keep_selected_toggled), self);
  return button;
}

void
pst_controls_set_selection (PstControls *self, gboolean selection)
{
  gtk_widget_set_sensitive (self->keep_selected, selection);
}

/* ---- the rest --------------------------------------------------------- */

static void
output_changed (GtkComboBox *combo, PstControls *self)
{
  self->settings.output = (PstOutput) MAX (0, gtk_combo_box_get_active (combo));
  changed (self);
}

static GtkWidget *
output_new (PstControls *self)
{
  GtkWidget *combo = gtk_combo_box_text_new ();

  /* In the order of PstOutput. */
  gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo), _ ("New layer"));
  gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo), _ ("New image"));
  gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo), _ ("Replace the layer"));
  gtk_combo_box_set_active (GTK_COMBO_BOX (combo), 0);
  pst_widget_describe (combo, "pst-output", _ ("Output"), NULL, NULL);
  return combo;
}

static void
describe_button (GtkWidget *widget, gpointer user_data)
{
  if (! GTK_IS_BUTTON (widget) || GTK_IS_SPIN_BUTTON (widget))
    return;
  gtk_button_set_label (GTK_BUTTON (widget), _ ("Another"));
  pst_widget_describe (widget, "pst-seed-another", _ ("Another variation"),
                       _ ("Draw other strokes"), NULL);
}

/* In two rows, for text may be large.  GIMP speaks of seeds and random numbers: one word for
 * one thing. */
static GtkWidget *
seed_new (PstControls *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, 0);
  GtkWidget *toggle;

  self->seed = gimp_random_seed_new (&self->settings.params.seed, &self->settings.random_seed);
  toggle = g_object_ref (GIMP_RANDOM_SEED_TOGGLE (self->seed));
  gtk_button_set_label (GTK_BUTTON (toggle), _ ("Another every time"));
  pst_widget_describe (toggle, "pst-seed-every-time", _ ("Another variation every time"),
                       _ ("Draw other strokes each time the dialog is opened or repeated"), NULL);
  gtk_container_remove (GTK_CONTAINER (self->seed), toggle);
  gtk_container_foreach (GTK_CONTAINER (self->seed), describe_button, NULL);
  gtk_box_pack_start (GTK_BOX (box), self->seed, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), toggle, FALSE, FALSE, 0);
  g_object_unref (toggle);
  return box;
}

static void
build (PstControls *self)
{
  PstSettings *settings = &self->settings;
  GtkWidget *table = pst_table_new (7, 3);
  GtkWidget *more = pst_table_new (4, 3);
  GtkWidget *seed, *spin;

  self->strength = add_slider (self, table, 0, &strength, &settings->params.strength);
  self->likeness = add_slider (self, table, 1, &likeness, &settings->params.likeness);
  self->keep_selected = keep_selected_new (self);
  gtk_table_attach (GTK_TABLE (table), self->keep_selected, 0, 3, 2, 3, GTK_FILL, GTK_FILL, 0, 0);
  self->refine = add_slider (self, table, 3, &refine, &settings->params.refine);
  add_finish (self, table, 4);
  self->keep_colours = add_slider (self, table, 5, &keep_colours, &settings->params.keep_colours);
  self->brush_size = add_slider (self, table, 6, &brush_size, &settings->params.brush_size);
  gtk_box_pack_start (GTK_BOX (self), table, FALSE, FALSE, 0);

  self->mix_style = mix_style_new (self);
  add_row (self, more, 0, _ ("Mi_x with:"), self->mix_style, self->mix_style,
           _ ("A second style that is mixed into the first. In the styles, drag one onto another, "
              "click one with Ctrl, or go there with Ctrl and the arrow keys and press Ctrl+M."));
  self->mix = add_slider (self, more, 1, &mix, &settings->params.mix);
  g_signal_connect (self->mix_style, "changed", G_CALLBACK (mix_style_changed), self);

  seed = seed_new (self);
  spin = GIMP_RANDOM_SEED_SPINBUTTON (self->seed);
  add_row (self, more, 2, _ ("_Variation:"), seed, spin,
           _ ("Which strokes are drawn where the photo leaves a choice. The same number gives "
              "the same strokes."));
  pst_widget_describe (spin, "pst-seed", _ ("Variation"), NULL, NULL);
  gtk_entry_set_width_chars (GTK_ENTRY (spin), SEED_WIDTH);
  g_signal_connect_swapped (GIMP_RANDOM_SEED_SPINBUTTON_ADJ (self->seed), "value-changed",
                            G_CALLBACK (changed), self);

  self->output = output_new (self);
  add_row (
      self, more, 3, _ ("O_utput:"), self->output, self->output,
      _ ("Where the painting goes: into a new layer above the photo, into a new image, or into "
         "the layer itself"));
  g_signal_connect (self->output, "changed", G_CALLBACK (output_changed), self);

  self->more = gtk_expander_new_with_mnemonic (_ ("_More"));
  pst_widget_describe (self->more, "pst-more", _ ("More"), NULL, NULL);
  gimp_help_set_help_data (self->more, _ ("A second style, variation and output"), self->help_id);
  gtk_expander_set_spacing (GTK_EXPANDER (self->more), SPACING);
  gtk_container_add (GTK_CONTAINER (self->more), more);
  gtk_box_pack_start (GTK_BOX (self), self->more, FALSE, FALSE, 0);
}

/* ---- from outside ----------------------------------------------------- */

void
pst_controls_set_entries (PstControls *self, GPtrArray *entries)
{
  GtkTreeModel *model = mix_model_new (entries);
  g_autofree gchar *id = g_strdup (self->settings.mix_style);

  self->setting = TRUE;
  gtk_combo_box_set_model (GTK_COMBO_BOX (self->mix_style), model);
  g_object_unref (model);
  g_ptr_array_ref (entries);
  g_ptr_array_unref (self->entries);
  self->entries = entries;
  select_mix_style (self, id);
  self->setting = FALSE;
  changed (self);
}

void
pst_controls_set (PstControls *self, const PstSettings *settings)
{
  GtkAdjustment *seed = GTK_ADJUSTMENT (GIMP_RANDOM_SEED_SPINBUTTON_ADJ (self->seed));
  const PstSettings s = *settings; /* may be our own */

  self->setting = TRUE;
  gtk_adjustment_set_value (self->strength, s.params.strength);
  gtk_adjustment_set_value (self->likeness, s.params.likeness);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->keep_selected), s.keep_selected);
  gtk_adjustment_set_value (self->refine, s.params.refine);
  self->settings.params.finish = s.params.finish;
  show_finish (self);
  gtk_adjustment_set_value (self->keep_colours, s.params.keep_colours);
  gtk_adjustment_set_value (self->brush_size, s.params.brush_size);
  select_mix_style (self, s.mix_style);
  gtk_adjustment_set_value (self->mix, s.params.mix);
  /* Pressing the button draws a new seed, as is wanted. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (GIMP_RANDOM_SEED_TOGGLE (self->seed)),
                                s.random_seed);
  if (! s.random_seed)
    gtk_adjustment_set_value (seed, s.params.seed);
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->output), (gint) s.output);
  self->setting = FALSE;
  changed (self);
}

GtkAdjustment *
pst_controls_get_amount (const PstControls *self)
{
  return self->mix;
}

void
pst_controls_mix (PstControls *self, const gchar *id)
{
  select_mix_style (self, id);
}

void
pst_controls_toggle_mix (PstControls *self, const gchar *id)
{
  pst_controls_mix (self, g_str_equal (self->settings.mix_style, id) ? "" : id);
}

void
pst_controls_set_refinable (PstControls *self, gboolean refinable)
{
  gimp_scale_entry_set_sensitive (GTK_OBJECT (self->refine), refinable);
}

void
pst_controls_get (const PstControls *self, PstSettings *settings)
{
  PstSettings all = self->settings;

  pst_settings_set_style (&all, settings->style);
  *settings = all;
}

void
pst_controls_set_expanded (PstControls *self, gboolean expanded)
{
  gtk_expander_set_expanded (GTK_EXPANDER (self->more), expanded);
}

gboolean
pst_controls_get_expanded (const PstControls *self)
{
  return gtk_expander_get_expanded (GTK_EXPANDER (self->more));
}

static void
pst_controls_finalize (GObject *object)
{
  PstControls *self = PST_CONTROLS (object);

  g_clear_object (&self->labels);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_controls_parent_class)->finalize (object);
}

static void
pst_controls_class_init (PstControlsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_controls_finalize;
  changed_signal = g_signal_new ("changed", PST_TYPE_CONTROLS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_controls_init (PstControls *self)
{
  self->settings = (PstSettings) PST_SETTINGS_INIT;
  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_controls_new (GPtrArray *entries, const gchar *help_id)
{
  PstControls *self = g_object_new (PST_TYPE_CONTROLS, NULL);

  self->entries = g_ptr_array_ref (entries);
  self->help_id = help_id;
  build (self);
  select_mix_style (self, "");
  return GTK_WIDGET (self);
}
