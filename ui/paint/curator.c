/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/curator.h"

#include <string.h>

#include "paint/picture-box.h"
#include "shared/intl.h"
#include "shared/painting-file.h"
#include "shared/style-title.h"
#include "shared/widget.h"

#define SPACING    6
#define BORDER     12
#define MIN_NOTE   120
#define NAME_WIDTH 32
#define ENDING     ".safetensors"

typedef struct
{
  gchar *id;
  gchar *title;
} Deleted;

struct _PstCurator
{
  GtkVBox parent_instance;

  PstUiHost *host;
  GPtrArray *deleted; /* Deleted, the latest last */

  /* What is chosen. */
  gchar *id; /* NULL: nothing */
  gchar *title;
  gboolean usable;
  gboolean own;

  GtkWidget *picture;
  GtkWidget *note;
  GtkWidget *undo;
  GtkWidget *manage;
  GtkWidget *menu;
  GtkWidget *items[PST_CURATOR_N_ACTIONS];
};

G_DEFINE_TYPE (PstCurator, pst_curator, GTK_TYPE_VBOX)

static guint learn_signal;
static guint changed_signal;
static guint resized_signal;

static void
deleted_free (gpointer data)
{
  Deleted *deleted = data;

  g_free (deleted->id);
  g_free (deleted->title);
  g_free (deleted);
}

static GtkWindow *
window_of (PstCurator *self)
{
  return GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (self)));
}

static void
tell_changed (PstCurator *self, const gchar *id)
{
  g_signal_emit (self, changed_signal, 0, id);
}

/* Undo is offered beside what is said of a deleted style. */
static void
say (PstCurator *self, const gchar *stock, const gchar *text, gboolean undo)
{
  pst_note_set (self->note, stock, text);
  gtk_widget_set_visible (self->undo, undo);
  g_signal_emit (self, resized_signal, 0);
}

static void
say_error (PstCurator *self, const GError *error)
{
  say (self, GTK_STOCK_DIALOG_WARNING, error->message, FALSE);
}

/* ---- what can be done ------------------------------------------------- */

static gboolean
has_lesson (const PstCurator *self)
{
  g_autoptr (GPtrArray) lessons = pst_library_list_lessons (self->host->library);

  for (guint i = 0; i < lessons->len; i++)
    {
      PstLessonEntry *entry = g_ptr_array_index (lessons, i);

      if (g_str_equal (entry->id, self->id))
        return ! entry->busy;
    }
  return FALSE;
}

gboolean
pst_curator_can (const PstCurator *self, PstCuratorAction action)
{
  switch (action)
    {
    case PST_CURATOR_LEARN:
    case PST_CURATOR_IMPORT:
      return TRUE;
    case PST_CURATOR_LONGER:
      return self->own && self->usable && has_lesson (self);
    case PST_CURATOR_RENAME:
      return self->own && self->usable;
    case PST_CURATOR_EXPORT:
      return self->usable;
    case PST_CURATOR_DELETE:
      return self->own;
    case PST_CURATOR_UNDO:
      return self->deleted->len > 0;
    case PST_CURATOR_N_ACTIONS:
      break;
    }
  return FALSE;
}

void
pst_curator_set_entry (PstCurator *self, const PstStyleEntry *entry)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  self->usable = self->own = FALSE;
  if (! entry)
    return;
  self->id = g_strdup (entry->id);
  self->title = g_strdup (entry->style ? pst_style_title (entry->style) : entry->id);
  self->usable = entry->style != NULL;
  self->own = pst_library_owns (self->host->library, entry->id);
}

/* ---- doing it --------------------------------------------------------- */

void
pst_curator_rename (PstCurator *self, const gchar *title)
{
  g_autofree gchar *id = g_strdup (self->id);
  g_autoptr (GError) error = NULL;

  if (! pst_curator_can (self, PST_CURATOR_RENAME))
    return;
  if (pst_library_rename (self->host->library, id, title, &error))
    {
      say (self, NULL, NULL, FALSE);
      tell_changed (self, id);
    }
  else
    say_error (self, error);
}

static void
ask_name (PstCurator *self)
{
  GtkWidget *dialog = gtk_dialog_new_with_buttons (
      _ ("Rename the Style"), window_of (self), GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
      _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Rename"), GTK_RESPONSE_OK, NULL);
  GtkWidget *table = pst_table_new (1, 2);
  GtkWidget *entry = gtk_entry_new ();
  g_autofree gchar *title = NULL;
  gboolean ok;

  gtk_widget_set_name (dialog, "pst-rename");
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (dialog), GTK_RESPONSE_OK,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  gtk_entry_set_text (GTK_ENTRY (entry), self->title);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), NAME_WIDTH);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  pst_widget_describe (entry, "pst-rename-name", _ ("Name"),
                       _ ("What the style is called in the gallery"), NULL);
  pst_table_add (table, 0, _ ("_Name:"), entry, entry);
  gtk_container_set_border_width (GTK_CONTAINER (table), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (dialog))), table, TRUE,
                      TRUE, 0);
  gtk_widget_show_all (table);
  ok = gtk_dialog_run (GTK_DIALOG (dialog)) == GTK_RESPONSE_OK;
  title = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (entry))));
  gtk_widget_destroy (dialog);
  if (ok && *title)
    pst_curator_rename (self, title);
}

/* For files of styles. */
static GtkWidget *
chooser_new (PstCurator *self, const gchar *title, GtkFileChooserAction action, const gchar *verb)
{
  GtkWidget *chooser =
      gtk_file_chooser_dialog_new (title, window_of (self), action, _ ("_Cancel"),
                                   GTK_RESPONSE_CANCEL, verb, GTK_RESPONSE_OK, NULL);
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_widget_set_name (chooser, "pst-chooser");
  gtk_file_filter_set_name (filter, _ ("Styles"));
  gtk_file_filter_add_pattern (filter, "*" ENDING);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (chooser), GTK_RESPONSE_OK,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_dialog_set_default_response (GTK_DIALOG (chooser), GTK_RESPONSE_OK);
  return chooser;
}

void
pst_curator_export (PstCurator *self, const gchar *path)
{
  g_autoptr (GError) error = NULL;

  if (! pst_curator_can (self, PST_CURATOR_EXPORT))
    return;
  if (pst_library_export (self->host->library, self->id, path, &error))
    {
      g_autofree gchar *shown = g_filename_display_name (path);
      /* TRANSLATORS: a style's name and a file's. */
      g_autofree gchar *text =
          g_strdup_printf (_ ("\"%s\" is in the file %s now."), self->title, shown);

      say (self, GTK_STOCK_DIALOG_INFO, text, FALSE);
    }
  else
    say_error (self, error);
}

static void
ask_export (PstCurator *self)
{
  GtkWidget *chooser =
      chooser_new (self, _ ("Export the Style"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"));
  g_autofree gchar *name = g_strconcat (self->id, ENDING, NULL);
  g_autofree gchar *path = NULL;

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);
  if (gtk_dialog_run (GTK_DIALOG (chooser)) == GTK_RESPONSE_OK)
    path = gtk_file_chooser_get_filename (GTK_FILE_CHOOSER (chooser));
  gtk_widget_destroy (chooser);
  if (path)
    pst_curator_export (self, path);
}

/* Styles are taken as they are; of what else there is styles are made. */
void
pst_curator_import (PstCurator *self, const gchar *const *paths)
{
  g_autofree gchar *last = NULL;
  g_autoptr (GError) first = NULL;

  for (gsize i = 0; paths[i]; i++)
    {
      gchar *id;

      if (! g_str_has_suffix (paths[i], ENDING))
        {
          pst_picture_box_take_file (PST_PICTURE_BOX (self->picture), paths[i]);
          continue;
        }
      id = pst_library_import (self->host->library, paths[i], first ? NULL : &first);

      if (! id)
        continue;
      pst_painting_file_forget (self->host->folder, id);
      g_free (last);
      last = id;
    }
  if (last)
    {
      say (self, NULL, NULL, FALSE);
      tell_changed (self, last);
    }
  if (first)
    {
      g_autofree gchar *text =
          g_strdup_printf (_ ("This file cannot be imported. %s"), first->message);

      say (self, GTK_STOCK_DIALOG_WARNING, text, FALSE);
    }
}

static void
ask_import (PstCurator *self)
{
  GtkWidget *chooser =
      chooser_new (self, _ ("Import Styles"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GSList *names = NULL;

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  if (gtk_dialog_run (GTK_DIALOG (chooser)) == GTK_RESPONSE_OK)
    names = gtk_file_chooser_get_filenames (GTK_FILE_CHOOSER (chooser));
  gtk_widget_destroy (chooser);
  for (GSList *l = names; l; l = l->next)
    g_ptr_array_add (paths, l->data);
  g_slist_free (names);
  g_ptr_array_add (paths, NULL);
  pst_curator_import (self, (const gchar *const *) paths->pdata);
}

static void
offer_undo (PstCurator *self)
{
  Deleted *latest;
  g_autofree gchar *text = NULL;

  if (! self->deleted->len)
    {
      say (self, NULL, NULL, FALSE);
      return;
    }
  latest = g_ptr_array_index (self->deleted, self->deleted->len - 1);
  /* TRANSLATORS: a style's name. */
  text = g_strdup_printf (_ ("\"%s\" was deleted."), latest->title);
  say (self, NULL, text, TRUE);
}

static void
delete_style (PstCurator *self)
{
  g_autoptr (GError) error = NULL;
  Deleted *deleted;

  if (! pst_library_remove (self->host->library, self->id, &error))
    {
      say_error (self, error);
      return;
    }
  deleted = g_new (Deleted, 1);
  *deleted = (Deleted){ g_strdup (self->id), g_strdup (self->title) };
  g_ptr_array_add (self->deleted, deleted);
  tell_changed (self, NULL);
  offer_undo (self);
}

static void
undo (PstCurator *self)
{
  Deleted *latest = g_ptr_array_index (self->deleted, self->deleted->len - 1);
  g_autofree gchar *id = g_strdup (latest->id);
  g_autoptr (GError) error = NULL;

  if (! pst_library_restore (self->host->library, id, &error))
    {
      say_error (self, error);
      gtk_widget_show (self->undo);
      return;
    }
  g_ptr_array_set_size (self->deleted, (gint) self->deleted->len - 1);
  tell_changed (self, id);
  offer_undo (self);
}

void
pst_curator_do (PstCurator *self, PstCuratorAction action)
{
  if (! pst_curator_can (self, action))
    return;
  switch (action)
    {
    case PST_CURATOR_LEARN:
      g_signal_emit (self, learn_signal, 0, NULL);
      break;
    case PST_CURATOR_LONGER:
      g_signal_emit (self, learn_signal, 0, self->id);
      break;
    case PST_CURATOR_RENAME:
      ask_name (self);
      break;
    case PST_CURATOR_EXPORT:
      ask_export (self);
      break;
    case PST_CURATOR_IMPORT:
      ask_import (self);
      break;
    case PST_CURATOR_DELETE:
      delete_style (self);
      break;
    case PST_CURATOR_UNDO:
      undo (self);
      break;
    case PST_CURATOR_N_ACTIONS:
      break;
    }
}

/* ---- the menu --------------------------------------------------------- */

static void
below_button (GtkMenu *menu, gint *x, gint *y, gboolean *push_in, gpointer user_data)
{
  GtkWidget *button = ((PstCurator *) user_data)->manage;

  gdk_window_get_origin (gtk_widget_get_window (button), x, y);
  *x += button->allocation.x;
  *y += button->allocation.y + button->allocation.height;
  *push_in = TRUE;
}

void
pst_curator_popup (PstCurator *self, guint button, guint32 time)
{
  for (gint i = 0; i < PST_CURATOR_N_ACTIONS; i++)
    if (self->items[i])
      gtk_widget_set_sensitive (self->items[i], pst_curator_can (self, (PstCuratorAction) i));
  gtk_menu_popup (GTK_MENU (self->menu), NULL, NULL, button ? NULL : below_button, self, button,
                  time);
}

static void
item_activated (GtkWidget *item, PstCurator *self)
{
  for (gint i = 0; i < PST_CURATOR_N_ACTIONS; i++)
    if (self->items[i] == item)
      pst_curator_do (self, (PstCuratorAction) i);
}

static void
add_item (PstCurator *self, PstCuratorAction action, const gchar *label)
{
  GtkWidget *item = gtk_menu_item_new_with_mnemonic (label);

  self->items[action] = item;
  g_signal_connect (item, "activate", G_CALLBACK (item_activated), self);
  gtk_menu_shell_append (GTK_MENU_SHELL (self->menu), item);
}

static void
build_menu (PstCurator *self)
{
  self->menu = gtk_menu_new ();
  gtk_widget_set_name (self->menu, "pst-styles-menu");
  add_item (self, PST_CURATOR_LONGER, _ ("_Learn for Longer..."));
  add_item (self, PST_CURATOR_RENAME, _ ("_Rename..."));
  add_item (self, PST_CURATOR_DELETE, _ ("_Delete"));
  add_item (self, PST_CURATOR_UNDO, _ ("_Undo Delete"));
  gtk_menu_shell_append (GTK_MENU_SHELL (self->menu), gtk_separator_menu_item_new ());
  add_item (self, PST_CURATOR_IMPORT, _ ("_Import..."));
  add_item (self, PST_CURATOR_EXPORT, _ ("_Export..."));
  gtk_menu_attach_to_widget (GTK_MENU (self->menu), GTK_WIDGET (self), NULL);
  gtk_widget_show_all (self->menu);
}

/* ---- any picture ------------------------------------------------------ */

static void
picture_said (PstPictureBox *box, const gchar *text, gboolean complaint, PstCurator *self)
{
  say (self, complaint ? GTK_STOCK_DIALOG_WARNING : NULL, text, FALSE);
}

static void
picture_made (PstPictureBox *box, const gchar *id, PstCurator *self)
{
  tell_changed (self, id);
}

void
pst_curator_paste (PstCurator *self)
{
  pst_picture_box_paste (PST_PICTURE_BOX (self->picture));
}

gboolean
pst_curator_is_busy (const PstCurator *self)
{
  return pst_picture_box_is_busy (PST_PICTURE_BOX (self->picture));
}

/* ---- building --------------------------------------------------------- */

static void
learn_clicked (PstCurator *self)
{
  pst_curator_do (self, PST_CURATOR_LEARN);
}

static void
manage_clicked (PstCurator *self)
{
  pst_curator_popup (self, 0, gtk_get_current_event_time ());
}

static void
undo_clicked (PstCurator *self)
{
  pst_curator_do (self, PST_CURATOR_UNDO);
}

static GtkWidget *
manage_new (PstCurator *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("Mana_ge"));

  gtk_box_pack_start (GTK_BOX (row), label, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (row), gtk_arrow_new (GTK_ARROW_DOWN, GTK_SHADOW_NONE), FALSE, FALSE,
                      0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_container_add (GTK_CONTAINER (button), row);
  pst_widget_describe (button, "pst-manage", _ ("Manage the styles"),
                       _ ("Rename, delete, import and export styles. A right click on a style "
                          "shows the same menu."),
                       self->host->help_id);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (manage_clicked), self);
  return button;
}

static void
build (PstCurator *self)
{
  GtkWidget *said = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *align = gtk_alignment_new (1, 0, 0, 0);
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *learn = gtk_button_new_with_mnemonic (_ ("_Learn a New Style..."));

  self->note = pst_note_new ("pst-curator-note", -1);
  self->undo = gtk_button_new_with_label (_ ("Undo"));
  gtk_widget_set_no_show_all (self->undo, TRUE);
  pst_widget_describe (self->undo, "pst-undo", _ ("Undo the deletion"),
                       _ ("Have the style back that was deleted last"), self->host->help_id);
  g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (undo_clicked), self);
  gtk_container_add (GTK_CONTAINER (align), self->undo);
  gtk_box_pack_start (GTK_BOX (said), self->note, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (said), align, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), said, FALSE, FALSE, 0);

  self->picture = pst_picture_box_new (self->host);
  g_signal_connect (self->picture, "said", G_CALLBACK (picture_said), self);
  g_signal_connect (self->picture, "made", G_CALLBACK (picture_made), self);
  gtk_box_pack_start (GTK_BOX (self), self->picture, FALSE, FALSE, 0);

  pst_widget_describe (learn, "pst-learn", NULL,
                       _ ("Teach the computer a style of your own: that of a painting in this "
                          "image or in a file"),
                       self->host->help_id);
  g_signal_connect_swapped (learn, "clicked", G_CALLBACK (learn_clicked), self);
  gtk_box_pack_start (GTK_BOX (row), learn, TRUE, TRUE, 0);
  self->manage = manage_new (self);
  gtk_box_pack_start (GTK_BOX (row), self->manage, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
  build_menu (self);
}

static void
pst_curator_finalize (GObject *object)
{
  PstCurator *self = PST_CURATOR (object);

  g_clear_pointer (&self->deleted, g_ptr_array_unref);
  g_free (self->id);
  g_free (self->title);
  G_OBJECT_CLASS (pst_curator_parent_class)->finalize (object);
}

static guint
new_signal (const gchar *name)
{
  return g_signal_new (name, PST_TYPE_CURATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       1, G_TYPE_STRING);
}

static void
pst_curator_class_init (PstCuratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_curator_finalize;
  learn_signal = new_signal ("learn");
  changed_signal = new_signal ("changed");
  resized_signal = g_signal_new ("resized", PST_TYPE_CURATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_curator_init (PstCurator *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  self->deleted = g_ptr_array_new_with_free_func (deleted_free);
}

GtkWidget *
pst_curator_new (PstUiHost *host, gint width)
{
  PstCurator *self = g_object_new (PST_TYPE_CURATOR, NULL);
  GtkRequisition undo;

  self->host = host;
  build (self);
  gtk_widget_size_request (self->undo, &undo);
  pst_note_set_width (self->note, MAX (MIN_NOTE, width - undo.width - SPACING));
  return GTK_WIDGET (self);
}
