/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/picture-chooser.h"

#include "shared/intl.h"
#include "shared/worker.h"

#define SPACING 6
#define SIDE    192

typedef struct
{
  GtkFileChooser *chooser;
  GtkWidget *picture;
  GtkWidget *size;
  PstWorker *worker;
} Chooser;

/* ---- on the worker's thread ------------------------------------------- */

typedef struct
{
  GdkPixbuf *pixbuf;
  gint width, height; /* of the file's picture */
} Preview;

static void
preview_free (gpointer data)
{
  Preview *preview = data;

  g_object_unref (preview->pixbuf);
  g_free (preview);
}

static gpointer
look (PstJob *job, gpointer path, GError **error)
{
  gint width, height;
  g_autoptr (GdkPixbuf) small = NULL;
  Preview *preview;

  /* Not a pipe, which would be waited for. */
  if (! g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || ! gdk_pixbuf_get_file_info (path, &width, &height))
    return NULL;
  small = MAX (width, height) > SIDE
              ? gdk_pixbuf_new_from_file_at_scale (path, SIDE, SIDE, TRUE, error)
              : gdk_pixbuf_new_from_file (path, error);
  if (! small)
    return NULL;
  preview = g_new (Preview, 1);
  *preview = (Preview){ gdk_pixbuf_apply_embedded_orientation (small), width, height };
  return preview;
}

/* ---- on the main thread ----------------------------------------------- */

static void
looked (gpointer owner, gpointer path, gpointer made, const GError *error, gboolean last)
{
  Chooser *self = owner;
  Preview *preview = made;
  g_autofree gchar *size = NULL;

  gtk_file_chooser_set_preview_widget_active (self->chooser, preview != NULL);
  if (! preview)
    return;
  /* TRANSLATORS: a picture's width and height in pixels. */
  size = g_strdup_printf (_ ("%d × %d pixels"), preview->width, preview->height);
  gtk_image_set_from_pixbuf (GTK_IMAGE (self->picture), preview->pixbuf);
  gtk_label_set_text (GTK_LABEL (self->size), size);
  preview_free (preview);
}

static const PstJobKind kind = { look, looked, g_free, preview_free };

/* What is chosen to begin with is selected, but not previewed. */
static void
update_preview (Chooser *self)
{
  gchar *path = gtk_file_chooser_get_preview_filename (self->chooser);

  if (! path)
    path = gtk_file_chooser_get_filename (self->chooser);
  if (path)
    pst_worker_push (self->worker, PST_LANE_PREVIEW, &kind, path, self);
  else
    {
      pst_worker_clear (self->worker, PST_LANE_PREVIEW);
      gtk_file_chooser_set_preview_widget_active (self->chooser, FALSE);
    }
}

static void
add_preview (Chooser *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, SPACING);

  self->picture = gtk_image_new ();
  gtk_widget_set_name (self->picture, "pst-chooser-picture");
  gtk_widget_set_size_request (self->picture, SIDE, SIDE);
  self->size = gtk_label_new (NULL);
  gtk_widget_set_name (self->size, "pst-chooser-size");
  gtk_box_pack_start (GTK_BOX (box), self->picture, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->size, FALSE, FALSE, 0);
  gtk_widget_show_all (box);
  gtk_file_chooser_set_preview_widget (self->chooser, box);
  gtk_file_chooser_set_preview_widget_active (self->chooser, FALSE);
  gtk_file_chooser_set_use_preview_label (self->chooser, FALSE);
  g_signal_connect_swapped (self->chooser, "update-preview", G_CALLBACK (update_preview), self);
  g_signal_connect_swapped (self->chooser, "selection-changed", G_CALLBACK (update_preview), self);
}

static void
add_filters (GtkFileChooser *chooser)
{
  GtkFileFilter *pictures = gtk_file_filter_new (), *all = gtk_file_filter_new ();

  gtk_file_filter_set_name (pictures, _ ("Pictures"));
  gtk_file_filter_add_pixbuf_formats (pictures);
  gtk_file_chooser_add_filter (chooser, pictures);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
go_to (GtkFileChooser *chooser, const gchar *path)
{
  const gchar *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autofree gchar *folder = path && *path ? g_path_get_dirname (path) : g_strdup (pictures);

  if (path && g_file_test (path, G_FILE_TEST_EXISTS))
    gtk_file_chooser_set_filename (chooser, path);
  else if (folder && g_file_test (folder, G_FILE_TEST_IS_DIR))
    gtk_file_chooser_set_current_folder (chooser, folder);
}

gchar *
pst_choose_picture (GtkWindow *parent, const gchar *title, const gchar *path)
{
  GtkWidget *dialog =
      gtk_file_chooser_dialog_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Cancel"),
                                   GTK_RESPONSE_CANCEL, _ ("_Open"), GTK_RESPONSE_OK, NULL);
  Chooser self = { GTK_FILE_CHOOSER (dialog), NULL, NULL, pst_worker_new (-1) };
  gchar *chosen = NULL;

  gtk_widget_set_name (dialog, "pst-picture-chooser");
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (dialog), GTK_RESPONSE_OK,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  add_filters (self.chooser);
  add_preview (&self);
  go_to (self.chooser, path);
  if (gtk_dialog_run (GTK_DIALOG (dialog)) == GTK_RESPONSE_OK)
    chosen = gtk_file_chooser_get_filename (self.chooser);

  /* The worker goes last: the chooser tells of previews while it is taken apart. */
  g_signal_handlers_disconnect_by_data (dialog, &self);
  pst_worker_free (self.worker);
  gtk_widget_destroy (dialog);
  return chosen;
}
