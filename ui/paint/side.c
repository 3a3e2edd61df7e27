/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/side.h"

#include "paint/curator.h"
#include "paint/grower.h"
#include "paint/mix-strip.h"
#include "paint/preset-bar.h"
#include "paint/shelf.h"
#include "shared/intl.h"
#include "shared/style-title.h"
#include "shared/widget.h"

#define SPACING 6
#define BORDER  12

struct _PstSide
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstShelf *shelf;

  GtkWidget *gallery;
  GtkWidget *curator; /* NULL: the host has no library */
  GtkWidget *strip;
  GtkWidget *controls;
  GtkWidget *presets;
  GtkWidget *settings_scroll;
  GtkWidget *settings_box;
};

G_DEFINE_TYPE (PstSide, pst_side, GTK_TYPE_VBOX)

static guint changed_signal;
static guint activated_signal;
static guint styles_signal;
static guint learn_signal;
static guint failed_signal;

/* ---- what is set ------------------------------------------------------ */

static gboolean
is_refinable (const PstStyle *style)
{
  return style && pst_style_get_manner (style);
}

static void
set_finishable (PstSide *self, const PstStyle *style, const PstStyle *second)
{
  const PstStyle *first = style && pst_style_has_finisher (style)     ? style
                          : second && pst_style_has_finisher (second) ? second
                                                                      : NULL;

  pst_controls_set_finishable (PST_CONTROLS (self->controls), first != NULL,
                               first ? pst_style_get_finish (first) : PST_FINISH);
}

/* The parts follow each other. */
static void
changed (PstSide *self)
{
  PstStyleEntry *entry = pst_gallery_get_selected (PST_GALLERY (self->gallery));
  PstStyle *second = pst_side_get_second (self);

  if (self->curator)
    pst_curator_set_entry (PST_CURATOR (self->curator), entry);
  pst_gallery_set_mixed (PST_GALLERY (self->gallery), second ? pst_style_title (second) : NULL);
  pst_mix_strip_set (PST_MIX_STRIP (self->strip), entry ? entry->style : NULL, second);
  pst_controls_set_refinable (PST_CONTROLS (self->controls),
                              is_refinable (entry ? entry->style : NULL) || is_refinable (second));
  set_finishable (self, entry ? entry->style : NULL, second);
  g_signal_emit (self, changed_signal, 0);
}

static void
mix_ended (PstMixStrip *strip, PstSide *self)
{
  pst_controls_mix (PST_CONTROLS (self->controls), "");
  gtk_widget_grab_focus (self->gallery);
}

static void
activated (PstSide *self)
{
  g_signal_emit (self, activated_signal, 0);
}

void
pst_side_set (PstSide *self, const PstSettings *settings)
{
  const PstSettings all = *settings; /* may be what follows */

  pst_gallery_select (PST_GALLERY (self->gallery), all.style);
  pst_controls_set (PST_CONTROLS (self->controls), &all);
}

void
pst_side_get (const PstSide *self, PstSettings *settings)
{
  PstStyleEntry *entry = pst_gallery_get_selected (PST_GALLERY (self->gallery));

  if (entry && entry->style)
    pst_settings_set_style (settings, entry->id);
  pst_controls_get (PST_CONTROLS (self->controls), settings);
}

PstGallery *
pst_side_get_gallery (const PstSide *self)
{
  return PST_GALLERY (self->gallery);
}

PstControls *
pst_side_get_controls (const PstSide *self)
{
  return PST_CONTROLS (self->controls);
}

PstStyle *
pst_side_get_second (const PstSide *self)
{
  return pst_controls_get_second (PST_CONTROLS (self->controls));
}

gboolean
pst_side_has_usable (const PstSide *self)
{
  GPtrArray *entries = pst_shelf_get_entries (self->shelf);

  for (guint i = 0; i < entries->len; i++)
    if (((PstStyleEntry *) g_ptr_array_index (entries, i))->style)
      return TRUE;
  return FALSE;
}

void
pst_side_set_locked (PstSide *self, gboolean locked)
{
  gtk_widget_set_sensitive (self->settings_box, ! locked);
  gtk_widget_set_sensitive (self->strip, ! locked);
  pst_gallery_set_locked (PST_GALLERY (self->gallery), locked);
  if (self->curator)
    gtk_widget_set_sensitive (self->curator, ! locked);
}

void
pst_side_fit (PstSide *self)
{
  pst_grower_fit (self->settings_scroll);
}

gboolean
pst_side_is_busy (const PstSide *self)
{
  return self->curator && pst_curator_is_busy (PST_CURATOR (self->curator));
}

/* ---- other styles ----------------------------------------------------- */

void
pst_side_reload (PstSide *self, const gchar *id)
{
  g_autoptr (GPtrArray) old = g_ptr_array_ref (pst_shelf_get_entries (self->shelf));
  GPtrArray *entries;

  pst_shelf_reload (self->shelf);
  entries = pst_shelf_get_entries (self->shelf);
  pst_controls_set_entries (PST_CONTROLS (self->controls), entries);
  pst_gallery_set_entries (PST_GALLERY (self->gallery), entries,
                           pst_shelf_get_n_favourites (self->shelf));
  if (id)
    pst_gallery_select (PST_GALLERY (self->gallery), id);
  g_signal_emit (self, styles_signal, 0);
}

static void
favourite_chosen (PstGallery *gallery, const gchar *id, gboolean favourite, PstSide *self)
{
  pst_shelf_set_favourite (self->shelf, id, favourite);
  pst_controls_set_entries (PST_CONTROLS (self->controls), pst_shelf_get_entries (self->shelf));
  pst_gallery_set_entries (gallery, pst_shelf_get_entries (self->shelf),
                           pst_shelf_get_n_favourites (self->shelf));
}

static void
styles_changed (PstCurator *curator, const gchar *id, PstSide *self)
{
  pst_side_reload (self, id);
}

static void
learn_asked (PstCurator *curator, const gchar *id, PstSide *self)
{
  g_signal_emit (self, learn_signal, 0, id);
}

static void
menu_asked (PstGallery *gallery, guint button, guint time, PstSide *self)
{
  pst_curator_popup (PST_CURATOR (self->curator), button, time);
}

static void
edit_asked (PstGallery *gallery, gint edit, PstSide *self)
{
  if (edit == PST_GALLERY_PASTE)
    pst_curator_paste (PST_CURATOR (self->curator));
  else
    pst_curator_do (PST_CURATOR (self->curator), edit == PST_GALLERY_RENAME   ? PST_CURATOR_RENAME
                                                 : edit == PST_GALLERY_DELETE ? PST_CURATOR_DELETE
                                                                              : PST_CURATOR_UNDO);
}

static void
files_dropped (PstGallery *gallery, const gchar *const *paths, PstSide *self)
{
  pst_curator_import (PST_CURATOR (self->curator), paths);
}

/* ---- presets ---------------------------------------------------------- */

static void
preset_chosen (PstPresetBar *bar, PstSide *self)
{
  const PstSettings settings = pst_preset_bar_get_chosen (bar)->settings;

  pst_side_set (self, &settings);
}

static void
preset_save (PstPresetBar *bar, PstSide *self)
{
  PstSettings settings = PST_SETTINGS_INIT;

  pst_side_get (self, &settings);
  pst_preset_bar_save (bar, &settings);
}

static void
preset_failed (PstPresetBar *bar, const gchar *message, PstSide *self)
{
  g_signal_emit (self, failed_signal, 0, message);
}

static GtkWidget *
presets_new (PstSide *self)
{
  const gchar *folder = self->host->folder;
  g_autofree gchar *path = folder ? g_build_filename (folder, "presets", NULL) : NULL;
  GtkWidget *bar =
      pst_preset_bar_new (path, pst_shelf_get_entries (self->shelf), self->host->help_id);

  g_signal_connect (bar, "chosen", G_CALLBACK (preset_chosen), self);
  g_signal_connect (bar, "save", G_CALLBACK (preset_save), self);
  g_signal_connect (bar, "failed", G_CALLBACK (preset_failed), self);
  return bar;
}

/* ---- building --------------------------------------------------------- */

static void
build (PstSide *self)
{
  GtkBox *side = GTK_BOX (self);
  GtkWidget *painting = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *styles = gtk_vbox_new (FALSE, SPACING);

  self->gallery = pst_gallery_new (pst_shelf_get_entries (self->shelf),
                                   pst_shelf_get_n_favourites (self->shelf), self->host->folder);
  gtk_widget_set_name (self->gallery, "pst-gallery");
  gtk_box_pack_start (GTK_BOX (styles), self->gallery, TRUE, TRUE, 0);
  self->controls = pst_controls_new (pst_shelf_get_entries (self->shelf), self->host->help_id);
  gtk_widget_set_name (self->controls, "pst-controls");
  self->strip = pst_mix_strip_new (PST_GALLERY (self->gallery),
                                   pst_controls_get_amount (PST_CONTROLS (self->controls)),
                                   self->host->help_id);
  gtk_widget_set_name (self->strip, "pst-mix-strip");
  gtk_box_pack_start (GTK_BOX (styles), self->strip, FALSE, FALSE, 0);
  if (self->host->library)
    {
      GtkRequisition gallery;

      gtk_widget_show_all (self->gallery);
      gtk_widget_size_request (self->gallery, &gallery);
      self->curator = pst_curator_new (self->host, gallery.width);
      gtk_widget_set_name (self->curator, "pst-curator");
      gtk_box_pack_start (GTK_BOX (styles), self->curator, FALSE, FALSE, 0);
    }
  gtk_box_pack_start (side, pst_framed_new (_ ("Style"), styles), TRUE, TRUE, 0);

  gtk_box_pack_start (GTK_BOX (painting), self->controls, FALSE, FALSE, 0);
  self->presets = presets_new (self);
  gtk_box_pack_start (GTK_BOX (painting), self->presets, FALSE, FALSE, 0);
  self->settings_scroll = pst_grower_new (painting);
  pst_widget_describe (self->settings_scroll, "pst-settings", _ ("Painting"), NULL, NULL);
  gtk_box_pack_start (side, pst_framed_new (_ ("Painting"), self->settings_scroll), FALSE, FALSE,
                      0);
  self->settings_box = painting;
}

static void
connect_parts (PstSide *self)
{
  g_signal_connect_swapped (self->gallery, "changed", G_CALLBACK (changed), self);
  g_signal_connect_swapped (self->gallery, "activated", G_CALLBACK (activated), self);
  g_signal_connect_swapped (self->gallery, "mix", G_CALLBACK (pst_controls_toggle_mix),
                            self->controls);
  g_signal_connect_swapped (self->gallery, "joined", G_CALLBACK (pst_controls_mix), self->controls);
  g_signal_connect (self->strip, "ended", G_CALLBACK (mix_ended), self);
  g_signal_connect (self->gallery, "favourite", G_CALLBACK (favourite_chosen), self);
  if (self->curator)
    {
      g_signal_connect (self->gallery, "menu", G_CALLBACK (menu_asked), self);
      g_signal_connect (self->gallery, "edit", G_CALLBACK (edit_asked), self);
      g_signal_connect (self->gallery, "dropped", G_CALLBACK (files_dropped), self);
      g_signal_connect (self->curator, "learn", G_CALLBACK (learn_asked), self);
      g_signal_connect (self->curator, "changed", G_CALLBACK (styles_changed), self);
      g_signal_connect_swapped (self->curator, "resized", G_CALLBACK (pst_side_fit), self);
    }
  g_signal_connect_swapped (self->controls, "changed", G_CALLBACK (changed), self);
}

/* Nothing is told while it is taken apart. */
static void
pst_side_dispose (GObject *object)
{
  PstSide *self = PST_SIDE (object);

  if (self->gallery)
    {
      g_signal_handlers_disconnect_by_data (self->gallery, self);
      g_signal_handlers_disconnect_by_data (self->gallery, self->controls);
      g_signal_handlers_disconnect_by_data (self->controls, self);
      g_signal_handlers_disconnect_by_data (self->presets, self);
      if (self->curator)
        g_signal_handlers_disconnect_by_data (self->curator, self);
    }
  self->gallery = NULL;
  G_OBJECT_CLASS (pst_side_parent_class)->dispose (object);
}

static void
pst_side_finalize (GObject *object)
{
  pst_shelf_free (PST_SIDE (object)->shelf);
  G_OBJECT_CLASS (pst_side_parent_class)->finalize (object);
}

static guint
new_signal (const gchar *name)
{
  return g_signal_new (name, PST_TYPE_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static guint
new_text_signal (const gchar *name)
{
  return g_signal_new (name, PST_TYPE_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                       G_TYPE_STRING);
}

static void
pst_side_class_init (PstSideClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_side_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_side_finalize;
  changed_signal = new_signal ("changed");
  activated_signal = new_signal ("activated");
  styles_signal = new_signal ("styles-changed");
  learn_signal = new_text_signal ("learn");
  failed_signal = new_text_signal ("failed");
}

static void
pst_side_init (PstSide *self)
{
  gtk_box_set_spacing (GTK_BOX (self), BORDER);
}

GtkWidget *
pst_side_new (PstUiHost *host)
{
  PstSide *self = g_object_new (PST_TYPE_SIDE, NULL);

  self->host = host;
  self->shelf = pst_shelf_new (host);
  build (self);
  connect_parts (self);
  return GTK_WIDGET (self);
}
