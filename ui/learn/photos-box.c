/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/photos-box.h"

#include "learn/photo-search.h"
#include "shared/intl.h"
#include "shared/widget.h"

#define SPACING    6
#define TEXT_WIDTH 30 /* characters of what is said below the controls */
#define FEW_PHOTOS 8

struct _PstPhotosBox
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstLearnSettings settings; /* of these folder and open images   */
  PstPhotoSearch *search;
  GPtrArray *open_photos; /* PstImage; NULL: not asked for yet */
  GtkWidget *folder;
  GtkWidget *open;
  GtkWidget *found;
};

G_DEFINE_TYPE (PstPhotosBox, pst_photos_box, GTK_TYPE_VBOX)

static guint changed_signal;

GPtrArray *
pst_photos_box_get_paths (const PstPhotosBox *self)
{
  return (GPtrArray *) pst_photo_search_get_found (self->search);
}

GPtrArray *
pst_photos_box_get_open (const PstPhotosBox *self)
{
  return self->settings.open_photos ? self->open_photos : NULL;
}

guint
pst_photos_box_count (const PstPhotosBox *self)
{
  const GPtrArray *paths = pst_photos_box_get_paths (self);
  const GPtrArray *open = pst_photos_box_get_open (self);

  return (paths ? paths->len : 0) + (open ? open->len : 0);
}

gboolean
pst_photos_box_is_busy (const PstPhotosBox *self)
{
  return pst_photo_search_is_busy (self->search);
}

void
pst_photos_box_get (const PstPhotosBox *self, PstLearnSettings *settings)
{
  pst_learn_settings_set_photos (settings, self->settings.photos);
  settings->open_photos = self->settings.open_photos;
}

static void
show_found (PstPhotosBox *self)
{
  guint all = pst_photos_box_count (self);
  const GError *error = pst_photo_search_get_error (self->search);
  g_autofree gchar *text = NULL;

  if (pst_photo_search_is_busy (self->search))
    pst_note_set (self->found, NULL, _ ("Looking for photos..."));
  else if (error && ! all)
    pst_note_set (self->found, GTK_STOCK_DIALOG_WARNING, error->message);
  else if (! all)
    pst_note_set (self->found, GTK_STOCK_DIALOG_WARNING,
                  _ ("There are no photos here. Choose a folder that has some, of any kind: one is "
                     "enough to begin with. Or open a photo in GIMP and switch on the images that "
                     "are open."));
  else if (all < FEW_PHOTOS)
    {
      text = g_strdup_printf (_ ("Photos found: %u. That works, but more of them, of many kinds, "
                                 "give a style that suits more pictures."),
                              all);
      pst_note_set (self->found, NULL, text);
    }
  else
    {
      text = all > PST_PHOTOS_MAX ? g_strdup_printf (_ ("Photos found: %u, of which %u are used."),
                                                     all, PST_PHOTOS_MAX)
                                  : g_strdup_printf (_ ("Photos found: %u."), all);
      pst_note_set (self->found, NULL, text);
    }
}

static void
update (PstPhotosBox *self)
{
  show_found (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
photos_found (gpointer owner)
{
  update (owner);
}

static void
folder_changed (GtkFileChooser *chooser, PstPhotosBox *self)
{
  g_autofree gchar *folder = gtk_file_chooser_get_filename (chooser);
  g_autofree gchar *old = pst_learn_settings_get_photos (&self->settings);

  if (! folder || g_str_equal (folder, old))
    return;
  pst_learn_settings_set_photos (&self->settings, folder);
  pst_photo_search_set_folder (self->search, folder);
  update (self);
}

static void
open_toggled (GtkToggleButton *button, PstPhotosBox *self)
{
  self->settings.open_photos = gtk_toggle_button_get_active (button);
  if (self->settings.open_photos && ! self->open_photos)
    self->open_photos = self->host->get_open_photos (self->host);
  update (self);
}

/* ---- building --------------------------------------------------------- */

static void
build (PstPhotosBox *self)
{
  GtkWidget *table = pst_table_new (1, 2);
  g_autofree gchar *folder = pst_learn_settings_get_photos (&self->settings);

  self->folder = gtk_file_chooser_button_new (_ ("Photos to Practise On"),
                                              GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->folder), folder);
  pst_widget_describe (self->folder, "pst-learn-folder", _ ("Folder of photos"),
                       _ ("Photos of any kind that the style is practised on, also those in the "
                          "folders within. They are only read, and stay on this computer."),
                       self->host->help_id);
  g_signal_connect (self->folder, "selection-changed", G_CALLBACK (folder_changed), self);
  pst_table_add (table, 0, _ ("Fol_der:"), self->folder, self->folder);
  gtk_box_pack_start (GTK_BOX (self), table, FALSE, FALSE, 0);

  self->open = gtk_check_button_new_with_mnemonic (_ ("Also the _other images that are open"));
  pst_widget_describe (self->open, "pst-learn-open", NULL,
                       _ ("Practise on the images that are open in GIMP as well"),
                       self->host->help_id);
  g_signal_connect (self->open, "toggled", G_CALLBACK (open_toggled), self);
  gtk_box_pack_start (GTK_BOX (self), self->open, FALSE, FALSE, 0);

  self->found = pst_note_new ("pst-learn-found", TEXT_WIDTH);
  gtk_box_pack_start (GTK_BOX (self), self->found, FALSE, FALSE, 0);
}

/* The worker goes first: nothing comes back to widgets that are no more. */
static void
pst_photos_box_dispose (GObject *object)
{
  PstPhotosBox *self = PST_PHOTOS_BOX (object);

  if (self->folder)
    g_signal_handlers_disconnect_by_data (self->folder, self);
  self->folder = NULL;
  g_clear_pointer (&self->search, pst_photo_search_free);
  G_OBJECT_CLASS (pst_photos_box_parent_class)->dispose (object);
}

static void
pst_photos_box_finalize (GObject *object)
{
  PstPhotosBox *self = PST_PHOTOS_BOX (object);

  g_clear_pointer (&self->open_photos, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_photos_box_parent_class)->finalize (object);
}

static void
pst_photos_box_class_init (PstPhotosBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_photos_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_photos_box_finalize;
  changed_signal = g_signal_new ("changed", PST_TYPE_PHOTOS_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_photos_box_init (PstPhotosBox *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_photos_box_new (PstUiHost *host, const PstLearnSettings *settings)
{
  PstPhotosBox *self = g_object_new (PST_TYPE_PHOTOS_BOX, NULL);
  g_autofree gchar *folder = pst_learn_settings_get_photos (settings);

  self->host = host;
  self->settings = *settings;
  self->search = pst_photo_search_new (host, photos_found, self);
  build (self);
  pst_photo_search_set_folder (self->search, folder);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->open), settings->open_photos);
  show_found (self);
  return GTK_WIDGET (self);
}
