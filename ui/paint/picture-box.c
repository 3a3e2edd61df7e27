/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/picture-box.h"

#include "shared/intl.h"
#include "shared/painting-file.h"
#include "shared/picture-chooser.h"
#include "shared/pixbuf.h"
#include "shared/recent.h"
#include "shared/widget.h"
#include "shared/worker.h"

#define SHORT_SIDE 2048 /* of a picture; more is never looked at */
#define LOOK_SIZE  448  /* at which it is judged                  */

struct _PstPictureBox
{
  GtkHBox parent_instance;

  PstUiHost *host;
  PstWorker *worker;
  gchar *last; /* file */
  GtkWidget *button;
  GtkWidget *menu; /* NULL: not made yet */
};

G_DEFINE_TYPE (PstPictureBox, pst_picture_box, GTK_TYPE_HBOX)

static guint said_signal;
static guint made_signal;

static void
say (PstPictureBox *self, const gchar *text, gboolean complaint)
{
  g_signal_emit (self, said_signal, 0, text, complaint);
}

/* ---- looking at a picture --------------------------------------------- */

typedef struct
{
  PstUiHost *host;
  gchar *path;     /* NULL: the image is there */
  PstImage *image; /* NULL: to be read         */
  gchar *title;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->path);
  g_free (task->title);
  pst_image_free (task->image);
  g_free (task);
}

/* Hardly a stroke is enough: what the picture is like is the person's own affair. */
static gboolean
is_fit (const PstImage *image, GError **error)
{
  return pst_painting_judge (image, LOOK_SIZE) == PST_PAINTING_TOO_PLAIN
         || pst_painting_check (image, LOOK_SIZE, error);
}

static gpointer
work (PstJob *job, gpointer data, GError **error)
{
  Task *task = data;

  if (! task->image)
    task->image = task->host->load_painting (task->host, task->path, SHORT_SIDE, error);
  if (! task->image || ! is_fit (task->image, error))
    return NULL;
  return pst_style_new_from_painting (pst_job_get_engine (job), task->image, task->title,
                                      &(PstRun){ .cancellable = pst_job_get_cancellable (job) },
                                      error);
}

/* So that learning begins with this picture, if it is to be instant one day. */
static void
remember (PstPictureBox *self, const Task *task)
{
  PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;

  if (! task->path)
    return;
  self->host->get_learn_settings (self->host, &settings);
  settings.source = PST_PAINTING_FILE;
  pst_learn_settings_set_painting (&settings, task->path);
  pst_learn_settings_set_title (&settings, task->title);
  self->host->set_learn_settings (self->host, &settings);
}

static void
done (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  PstPictureBox *self = owner;
  g_autoptr (PstStyle) style = made;
  g_autoptr (GError) local = NULL;
  g_autofree gchar *id = NULL;

  if (style)
    id = pst_library_add (self->host->library, style, &local);
  if (id)
    {
      remember (self, data);
      pst_painting_file_keep (self->host->folder, id, ((Task *) data)->image);
      say (self, NULL, FALSE);
      g_signal_emit (self, made_signal, 0, id);
    }
  else
    say (self, error ? error->message : local->message, TRUE);
}

static const PstJobKind kind = { work, done, task_free, (GDestroyNotify) pst_style_unref };

/* Takes @path, @image and @title. */
static void
take (PstPictureBox *self, gchar *path, PstImage *image, gchar *title)
{
  Task *task = g_new0 (Task, 1);

  *task = (Task){ self->host, path, image, title };
  pst_worker_push (self->worker, PST_LANE_QUEUE, &kind, task, self);
  say (self, _ ("Looking at the picture..."), FALSE);
}

void
pst_picture_box_take_file (PstPictureBox *self, const gchar *path)
{
  pst_recent_add (path);
  take (self, g_strdup (path), NULL, pst_style_make_title (path));
}

void
pst_picture_box_take_image (PstPictureBox *self, PstImage *image, const gchar *title)
{
  take (self, NULL, image, g_strdup (title));
}

gboolean
pst_picture_box_is_busy (const PstPictureBox *self)
{
  return pst_worker_is_busy (self->worker, PST_LANE_QUEUE);
}

/* ---- where pictures are ----------------------------------------------- */

static GtkClipboard *
clipboard_of (PstPictureBox *self)
{
  return gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD);
}

gboolean
pst_picture_box_paste (PstPictureBox *self)
{
  GdkPixbuf *pixbuf = gtk_clipboard_wait_for_image (clipboard_of (self));
  GError *error = NULL;
  PstImage *image;

  if (! pixbuf)
    return FALSE;
  image = pst_image_new_from_pixbuf (pixbuf, &error);
  g_object_unref (pixbuf);
  if (image)
    pst_picture_box_take_image (self, image, _ ("Pasted picture"));
  else
    say (self, error->message, TRUE);
  g_clear_error (&error);
  return TRUE;
}

static void
ask_file (PstPictureBox *self)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  gchar *path = pst_choose_picture (GTK_WINDOW (window), _ ("Paint after a Picture"), self->last);

  if (! path)
    return;
  g_free (self->last);
  self->last = path;
  pst_picture_box_take_file (self, path);
}

static void
file_chosen (GtkWidget *item, PstPictureBox *self)
{
  ask_file (self);
}

static void
paste_chosen (GtkWidget *item, PstPictureBox *self)
{
  pst_picture_box_paste (self);
}

static void
image_chosen (GtkWidget *item, PstPictureBox *self)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), "pst-image"));
  const gchar *title = gtk_menu_item_get_label (GTK_MENU_ITEM (item));
  g_autoptr (GError) error = NULL;
  PstImage *image = self->host->get_open_image (self->host, n, &error);

  if (image)
    pst_picture_box_take_image (self, image, title);
  else
    say (self, error->message, TRUE);
}

static GtkWidget *
add_item (PstPictureBox *self, GtkWidget *item, GCallback chosen)
{
  g_signal_connect (item, "activate", chosen, self);
  gtk_menu_shell_append (GTK_MENU_SHELL (self->menu), item);
  return item;
}

static void
below_button (GtkMenu *menu, gint *x, gint *y, gboolean *push_in, gpointer user_data)
{
  GtkWidget *button = ((PstPictureBox *) user_data)->button;

  gdk_window_get_origin (gtk_widget_get_window (button), x, y);
  *x += button->allocation.x;
  *y += button->allocation.y + button->allocation.height;
  *push_in = TRUE;
}

/* Made anew every time, for images come and go. */
static void
popup (PstPictureBox *self, gchar **titles, gboolean can_paste)
{
  if (self->menu)
    gtk_widget_destroy (self->menu);
  self->menu = gtk_menu_new ();
  gtk_widget_set_name (self->menu, "pst-picture-menu");
  gtk_menu_attach_to_widget (GTK_MENU (self->menu), self->button, NULL);
  add_item (self, gtk_menu_item_new_with_mnemonic (_ ("_Picture File...")),
            G_CALLBACK (file_chosen));
  gtk_widget_set_sensitive (add_item (self,
                                      gtk_menu_item_new_with_mnemonic (_ ("From the _Clipboard")),
                                      G_CALLBACK (paste_chosen)),
                            can_paste);
  if (titles && *titles)
    gtk_menu_shell_append (GTK_MENU_SHELL (self->menu), gtk_separator_menu_item_new ());
  for (guint i = 0; titles && titles[i]; i++)
    {
      GtkWidget *item = gtk_menu_item_new_with_label (titles[i]);

      g_object_set_data (G_OBJECT (item), "pst-image", GUINT_TO_POINTER (i));
      add_item (self, item, G_CALLBACK (image_chosen));
    }
  gtk_widget_show_all (self->menu);
  gtk_menu_popup (GTK_MENU (self->menu), NULL, NULL, below_button, self, 0,
                  gtk_get_current_event_time ());
}

/* Straight to the files if there is nothing else. */
static void
clicked (PstPictureBox *self)
{
  g_auto (GStrv) titles =
      self->host->list_open_images ? self->host->list_open_images (self->host) : NULL;
  gboolean can_paste = gtk_clipboard_wait_is_image_available (clipboard_of (self));

  if (can_paste || (titles && *titles))
    popup (self, titles, can_paste);
  else
    ask_file (self);
}

/* ---- building --------------------------------------------------------- */

static void
pst_picture_box_dispose (GObject *object)
{
  PstPictureBox *self = PST_PICTURE_BOX (object);

  g_clear_pointer (&self->worker, pst_worker_free);
  G_OBJECT_CLASS (pst_picture_box_parent_class)->dispose (object);
}

static void
pst_picture_box_finalize (GObject *object)
{
  g_free (PST_PICTURE_BOX (object)->last);
  G_OBJECT_CLASS (pst_picture_box_parent_class)->finalize (object);
}

static void
pst_picture_box_class_init (PstPictureBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_picture_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_picture_box_finalize;
  said_signal = g_signal_new ("said", PST_TYPE_PICTURE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  made_signal = g_signal_new ("made", PST_TYPE_PICTURE_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pst_picture_box_init (PstPictureBox *self)
{
}

GtkWidget *
pst_picture_box_new (PstUiHost *host)
{
  PstPictureBox *self = g_object_new (PST_TYPE_PICTURE_BOX, NULL);

  self->host = host;
  self->worker = pst_worker_new (MAX (host->n_threads, 0));
  self->button = gtk_button_new_with_mnemonic (_ ("From An_y Picture..."));
  pst_widget_describe (self->button, "pst-picture", NULL,
                       _ ("Paint after any picture, without learning: a file, a picture that was "
                          "copied, or another open image. A file can be dropped on the styles as "
                          "well."),
                       host->help_id);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_pack_start (GTK_BOX (self), self->button, TRUE, TRUE, 0);
  return GTK_WIDGET (self);
}
