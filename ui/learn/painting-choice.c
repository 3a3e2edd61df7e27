/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/painting-choice.h"

#include "shared/intl.h"
#include "shared/picture-chooser.h"
#include "shared/recent.h"
#include "shared/widget.h"

#define SPACING    6
#define NAME_WIDTH 16 /* characters of the file's name */
#define N_RECENT   5

/* A line of the list. */
typedef struct
{
  PstPaintingSource source;
  gint image;  /* that is open; -1: none                           */
  gchar *path; /* of a recent file; NULL: any, which is asked for */
  gchar *title;
} Line;

struct _PstPaintingChoice
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstPaintingSource source;
  gint image;       /* another that is open, in place of a file; -1: none */
  gchar *path;      /* of the file; "": none                              */
  GPtrArray *lines; /* Line, as in the list                               */
  guint asking;     /* idle source                                        */
  GtkWidget *combo;
  GtkWidget *file;
  GtkWidget *name;
};

G_DEFINE_TYPE (PstPaintingChoice, pst_painting_choice, GTK_TYPE_VBOX)

static guint changed_signal;

static void combo_changed (PstPaintingChoice *self);

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->path);
  g_free (line->title);
  g_free (line);
}

static const Line *
line_at (const PstPaintingChoice *self, gint i)
{
  return g_ptr_array_index (self->lines, i);
}

/* The line that stands for what is chosen; for any file it is one. */
static gint
chosen_line (const PstPaintingChoice *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = line_at (self, (gint) i);

      if (line->source == self->source && line->image == self->image && ! line->path)
        return (gint) i;
    }
  return 0;
}

/* Without a signal of the list. */
static void
show_choice (PstPaintingChoice *self)
{
  g_autofree gchar *name = g_filename_display_basename (self->path);
  g_autofree gchar *path = g_filename_display_name (self->path);
  gboolean is_file = self->source == PST_PAINTING_FILE && self->image < 0;

  g_signal_handlers_block_by_func (self->combo, combo_changed, self);
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->combo), chosen_line (self));
  g_signal_handlers_unblock_by_func (self->combo, combo_changed, self);
  gtk_label_set_text (GTK_LABEL (self->name), *path ? name : _ ("Choose a File..."));
  atk_object_set_name (gtk_widget_get_accessible (self->file),
                       gtk_label_get_text (GTK_LABEL (self->name)));
  if (*path)
    gtk_widget_set_tooltip_text (self->file, path);
  gtk_widget_set_visible (self->file, is_file);
}

static void
tell (PstPaintingChoice *self)
{
  show_choice (self);
  g_signal_emit (self, changed_signal, 0);
}

void
pst_painting_choice_set_file (PstPaintingChoice *self, const gchar *path)
{
  gchar *copy = g_strdup (path);

  self->source = PST_PAINTING_FILE;
  self->image = -1;
  g_free (self->path);
  self->path = copy;
  pst_recent_add (path);
  tell (self);
}

/* ---- asking ----------------------------------------------------------- */

static void
ask (PstPaintingChoice *self)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  g_autofree gchar *path = NULL;

  g_object_ref (self);
  path = pst_choose_picture (GTK_WINDOW (window), _ ("Choose a Painting"), self->path);
  if (path)
    pst_painting_choice_set_file (self, path);
  else
    show_choice (self);
  g_object_unref (self);
}

static gboolean
ask_idly (gpointer user_data)
{
  PstPaintingChoice *self = user_data;

  self->asking = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* The list has the pointer until it has told of its change. */
static void
combo_changed (PstPaintingChoice *self)
{
  const Line *line =
      line_at (self, MAX (0, gtk_combo_box_get_active (GTK_COMBO_BOX (self->combo))));

  if (line->path)
    {
      pst_painting_choice_set_file (self, line->path);
      return;
    }
  if (line->source == PST_PAINTING_FILE && line->image < 0)
    {
      if (! self->asking)
        self->asking = g_idle_add (ask_idly, self);
      return;
    }
  self->source = line->source;
  self->image = line->image;
  tell (self);
}

/* ---- from outside ----------------------------------------------------- */

PstPaintingSource
pst_painting_choice_get (const PstPaintingChoice *self)
{
  return self->source;
}

gint
pst_painting_choice_get_image (const PstPaintingChoice *self)
{
  return self->image;
}

const gchar *
pst_painting_choice_get_image_title (const PstPaintingChoice *self)
{
  return self->image >= 0 ? line_at (self, chosen_line (self))->title : "";
}

const gchar *
pst_painting_choice_get_file (const PstPaintingChoice *self)
{
  return self->path;
}

GtkWidget *
pst_painting_choice_get_list (const PstPaintingChoice *self)
{
  return self->combo;
}

/* ---- building --------------------------------------------------------- */

/* Takes @path. */
static void
add_line (PstPaintingChoice *self, PstPaintingSource source, gint image, gchar *path,
          const gchar *title)
{
  Line *line = g_new (Line, 1);

  *line = (Line){ source, image, path, g_strdup (title) };
  g_ptr_array_add (self->lines, line);
  gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (self->combo), title);
}

/* What the host has, other images that are open, any file, and files of late. */
static void
add_lines (PstPaintingChoice *self)
{
  static const gchar *const names[] = { N_ ("Visible image"), N_ ("Layer"), N_ ("Selection") };
  g_auto (GStrv) titles =
      self->host->list_open_images ? self->host->list_open_images (self->host) : NULL;
  g_auto (GStrv) recent = pst_recent_list (N_RECENT);

  for (gint i = 0; i < (gint) G_N_ELEMENTS (names); i++)
    if (self->host->has_painting (self->host, (PstPaintingSource) i))
      add_line (self, (PstPaintingSource) i, -1, NULL, _ (names[i]));
  for (gint i = 0; titles && titles[i]; i++)
    add_line (self, PST_PAINTING_FILE, i, NULL, titles[i]);
  add_line (self, PST_PAINTING_FILE, -1, NULL, _ ("Picture file..."));
  for (gint i = 0; recent[i]; i++)
    {
      g_autofree gchar *name = g_filename_display_basename (recent[i]);

      add_line (self, PST_PAINTING_FILE, -1, g_strdup (recent[i]), name);
    }
}

/* The first that there is stands for what there is not; where that is a file, nothing is chosen
 * until somebody does. */
static void
begin_with (PstPaintingChoice *self)
{
  const Line *first = line_at (self, 0);
  gboolean found = self->source == PST_PAINTING_FILE
                       ? g_file_test (self->path, G_FILE_TEST_IS_REGULAR)
                       : self->host->has_painting (self->host, self->source);

  if (found)
    return;
  self->source = first->source;
  self->image = first->image;
  if (self->source == PST_PAINTING_FILE)
    {
      g_free (self->path);
      self->path = g_strdup ("");
    }
}

static void
build (PstPaintingChoice *self)
{
  self->combo = gtk_combo_box_text_new ();
  pst_widget_describe (self->combo, "pst-learn-source", _ ("Learn from"),
                       _ ("Where the painting is: in this image, in another that is open, or in a "
                          "file; a file can be dropped on this window as well"),
                       self->host->help_id);
  add_lines (self);
  begin_with (self);
  g_signal_connect_swapped (self->combo, "changed", G_CALLBACK (combo_changed), self);
  gtk_box_pack_start (GTK_BOX (self), self->combo, FALSE, FALSE, 0);

  self->file = gtk_button_new ();
  self->name = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (self->name), NAME_WIDTH);
  gtk_widget_show (self->name);
  gtk_container_add (GTK_CONTAINER (self->file), self->name);
  gtk_widget_set_no_show_all (self->file, TRUE);
  pst_widget_describe (self->file, "pst-learn-file", NULL, _ ("Choose another picture file"),
                       self->host->help_id);
  g_signal_connect_swapped (self->file, "clicked", G_CALLBACK (ask), self);
  gtk_box_pack_start (GTK_BOX (self), self->file, FALSE, FALSE, 0);
}

static void
pst_painting_choice_dispose (GObject *object)
{
  PstPaintingChoice *self = PST_PAINTING_CHOICE (object);

  if (self->asking)
    g_source_remove (self->asking);
  self->asking = 0;
  G_OBJECT_CLASS (pst_painting_choice_parent_class)->dispose (object);
}

static void
pst_painting_choice_finalize (GObject *object)
{
  g_free (PST_PAINTING_CHOICE (object)->path);
  g_ptr_array_unref (PST_PAINTING_CHOICE (object)->lines);
  G_OBJECT_CLASS (pst_painting_choice_parent_class)->finalize (object);
}

static void
pst_painting_choice_class_init (PstPaintingChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_painting_choice_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_painting_choice_finalize;
  changed_signal = g_signal_new ("changed", PST_TYPE_PAINTING_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
pst_painting_choice_init (PstPaintingChoice *self)
{
  self->image = -1;
  self->lines = g_ptr_array_new_with_free_func (line_free);
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_painting_choice_new (PstUiHost *host, const PstLearnSettings *settings)
{
  PstPaintingChoice *self = g_object_new (PST_TYPE_PAINTING_CHOICE, NULL);

  self->host = host;
  self->source = settings->source;
  self->path = g_strdup (settings->painting);
  build (self);
  show_choice (self);
  return GTK_WIDGET (self);
}
