/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/preset-bar.h"

#include "paint/our-presets.h"
#include "shared/intl.h"
#include "shared/widget.h"

#define SPACING 6

struct _PstPresetBar
{
  GtkHBox parent_instance;

  gchar *path;
  const gchar *help_id;
  GPtrArray *presets; /* people's own                 */
  GPtrArray *ours;    /* that come with us, after them */
  GtkWidget *combo;
  GtkWidget *save;
  GtkWidget *delete;
  PstPreset *deleted; /* that the button would bring back; NULL: it deletes */
};

G_DEFINE_TYPE (PstPresetBar, pst_preset_bar, GTK_TYPE_HBOX)

static guint chosen_signal;
static guint save_signal;
static guint failed_signal;

static gchar *
typed_name (const PstPresetBar *self)
{
  GtkWidget *entry = gtk_bin_get_child (GTK_BIN (self->combo));

  return g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (entry))));
}

static void
list (PstPresetBar *self)
{
  GtkComboBox *combo = GTK_COMBO_BOX (self->combo);
  GtkListStore *store = GTK_LIST_STORE (gtk_combo_box_get_model (combo));

  gtk_list_store_clear (store);
  for (guint i = 0; i < self->presets->len; i++)
    gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo),
                                    ((PstPreset *) g_ptr_array_index (self->presets, i))->name);
  for (guint i = 0; i < self->ours->len; i++)
    gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (combo),
                                    ((PstPreset *) g_ptr_array_index (self->ours, i))->name);
}

const PstPreset *
pst_preset_bar_get_chosen (const PstPresetBar *self)
{
  g_autofree gchar *name = typed_name (self);
  const PstPreset *own = pst_presets_find (self->presets, name);

  return own ? own : pst_presets_find (self->ours, name);
}

static void
show_delete (PstPresetBar *self)
{
  gtk_button_set_label (GTK_BUTTON (self->delete), self->deleted ? _ ("Undo") : _ ("_Delete"));
  pst_widget_describe (self->delete, "pst-preset-delete",
                       self->deleted ? _ ("Bring the preset back") : _ ("Delete the preset"),
                       self->deleted ? _ ("Bring back the preset that was just deleted")
                                     : _ ("Delete the preset of this name"),
                       self->help_id);
}

static void
forget_deleted (PstPresetBar *self)
{
  if (! self->deleted)
    return;
  g_clear_pointer (&self->ours, g_ptr_array_unref);
  g_clear_pointer (&self->deleted, pst_preset_free);
  show_delete (self);
}

/* Chosen from the list: put to use.  Typed: a name for the buttons. */
static void
changed (GtkComboBox *combo, PstPresetBar *self)
{
  g_autofree gchar *name = typed_name (self);
  const PstPreset *preset = pst_preset_bar_get_chosen (self);
  gboolean own = pst_presets_find (self->presets, name) != NULL;

  gtk_widget_set_sensitive (self->save, *name != '\0');
  if (*name)
    forget_deleted (self);
  gtk_widget_set_sensitive (self->delete, own || self->deleted);
  if (preset && gtk_combo_box_get_active (combo) >= 0)
    g_signal_emit (self, chosen_signal, 0);
}

static void
keep (PstPresetBar *self)
{
  g_autoptr (GError) error = NULL;

  if (self->path && ! pst_presets_save (self->presets, self->path, &error))
    g_signal_emit (self, failed_signal, 0, error->message);
}

void
pst_preset_bar_save (PstPresetBar *self, const PstSettings *settings)
{
  g_autofree gchar *name = typed_name (self);

  if (! *name)
    return;
  pst_presets_set (self->presets, name, settings);
  keep (self);
  list (self);
  gtk_widget_set_sensitive (self->delete, TRUE);
}

static void
save_clicked (PstPresetBar *self)
{
  g_signal_emit (self, save_signal, 0);
}

/* What is listed anew tells of changes, so what was deleted is remembered afterwards. */
static void delete (PstPresetBar *self, const gchar *name)
{
  const PstPreset *preset = pst_presets_find (self->presets, name);
  PstPreset *copy;

  if (! preset)
    return;
  copy = pst_preset_copy (preset);
  pst_presets_remove (self->presets, name);
  keep (self);
  list (self);
  gtk_entry_set_text (GTK_ENTRY (gtk_bin_get_child (GTK_BIN (self->combo))), "");
  self->deleted = copy;
  show_delete (self);
  gtk_widget_set_sensitive (self->delete, TRUE);
}

static void
bring_back (PstPresetBar *self)
{
  PstPreset *preset = g_steal_pointer (&self->deleted);

  show_delete (self);
  pst_presets_set (self->presets, preset->name, &preset->settings);
  keep (self);
  list (self);
  gtk_entry_set_text (GTK_ENTRY (gtk_bin_get_child (GTK_BIN (self->combo))), preset->name);
  pst_preset_free (preset);
}

static void
delete_clicked (PstPresetBar *self)
{
  g_autofree gchar *name = typed_name (self);

  if (self->deleted)
    bring_back (self);
  else
    delete (self, name);
}

/* ---- building --------------------------------------------------------- */

static GtkWidget *
add_button (PstPresetBar *self, const gchar *label, void (*clicked) (PstPresetBar *))
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_sensitive (button, FALSE);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_pack_start (GTK_BOX (self), button, FALSE, FALSE, 0);
  return button;
}

static void
pst_preset_bar_finalize (GObject *object)
{
  PstPresetBar *self = PST_PRESET_BAR (object);

  g_clear_pointer (&self->presets, g_ptr_array_unref);
  g_clear_pointer (&self->deleted, pst_preset_free);
  g_free (self->path);
  G_OBJECT_CLASS (pst_preset_bar_parent_class)->finalize (object);
}

static guint
new_signal (const gchar *name, guint n_params)
{
  return g_signal_new (name, PST_TYPE_PRESET_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, G_TYPE_STRING);
}

static void
pst_preset_bar_class_init (PstPresetBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_preset_bar_finalize;
  chosen_signal = new_signal ("chosen", 0);
  save_signal = new_signal ("save", 0);
  failed_signal = new_signal ("failed", 1);
}

static void
pst_preset_bar_init (PstPresetBar *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_preset_bar_new (const gchar *path, const GPtrArray *entries, const gchar *help_id)
{
  PstPresetBar *self = g_object_new (PST_TYPE_PRESET_BAR, NULL);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Presets:"));
  GtkWidget *entry;

  self->path = g_strdup (path);
  self->help_id = help_id;
  self->presets = pst_presets_load (path ? path : "");
  self->ours = pst_our_presets (entries);
  self->combo = gtk_combo_box_text_new_with_entry ();
  entry = gtk_bin_get_child (GTK_BIN (self->combo));
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), 6);
  pst_widget_describe (self->combo, "pst-presets", _ ("Presets"), NULL, NULL);
  pst_widget_describe (entry, "pst-preset-name", _ ("Presets"),
                       _ ("Choose saved settings, or type a name to save the present ones"),
                       help_id);
  gtk_box_pack_start (GTK_BOX (self), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->combo, TRUE, TRUE, 0);

  self->save = add_button (self, _ ("S_ave"), save_clicked);
  pst_widget_describe (self->save, "pst-preset-save", _ ("Save the preset"),
                       _ ("Save style and settings under this name"), help_id);
  self->delete = add_button (self, _ ("_Delete"), delete_clicked);
  show_delete (self);
  list (self);
  g_signal_connect (self->combo, "changed", G_CALLBACK (changed), self);
  return GTK_WIDGET (self);
}
