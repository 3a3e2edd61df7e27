/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/painting-choice.h"

#include "shared/intl.h"
#include "shared/picture-chooser.h"
#include "shared/widget.h"

#define SPACING    6
#define NAME_WIDTH 16 /* characters of the file's name */

struct _PstPaintingChoice
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstPaintingSource source;
  gchar *path;                                       /* of the file; "": none */
  PstPaintingSource sources[PST_N_PAINTING_SOURCES]; /* as in the list        */
  guint asking;                                      /* idle source           */
  GtkWidget *combo;
  GtkWidget *file;
  GtkWidget *name;
};

G_DEFINE_TYPE (PstPaintingChoice, pst_painting_choice, GTK_TYPE_VBOX)

static guint changed_signal;

static void combo_changed (PstPaintingChoice *self);

/* Without a signal of the list. */
static void
show_choice (PstPaintingChoice *self)
{
  g_autofree gchar *name = g_filename_display_basename (self->path);
  g_autofree gchar *path = g_filename_display_name (self->path);
  gint active = 0;

  while (self->sources[active] != self->source)
    active++;
  g_signal_handlers_block_by_func (self->combo, combo_changed, self);
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->combo), active);
  g_signal_handlers_unblock_by_func (self->combo, combo_changed, self);
  gtk_label_set_text (GTK_LABEL (self->name), name);
  atk_object_set_name (gtk_widget_get_accessible (self->file), name);
  if (*path)
    gtk_widget_set_tooltip_text (self->file, path);
  gtk_widget_set_visible (self->file, self->source == PST_PAINTING_FILE);
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
  self->source = PST_PAINTING_FILE;
  g_free (self->path);
  self->path = g_strdup (path);
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
  PstPaintingSource source =
      self->sources[MAX (0, gtk_combo_box_get_active (GTK_COMBO_BOX (self->combo)))];

  if (source == PST_PAINTING_FILE)
    {
      if (! self->asking)
        self->asking = g_idle_add (ask_idly, self);
      return;
    }
  self->source = source;
  tell (self);
}

/* ---- from outside ----------------------------------------------------- */

PstPaintingSource
pst_painting_choice_get (const PstPaintingChoice *self)
{
  return self->source;
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

/* The first that there is stands for what there is not. */
static void
add_sources (PstPaintingChoice *self)
{
  static const gchar *const names[] = { N_ ("Visible image"), N_ ("Layer"), N_ ("Selection"),
                                        N_ ("Picture file...") };
  gboolean found = FALSE;
  gint n = 0;

  for (gint i = 0; i < PST_N_PAINTING_SOURCES; i++)
    if (i == PST_PAINTING_FILE || self->host->has_painting (self->host, (PstPaintingSource) i))
      {
        gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (self->combo), _ (names[i]));
        found = found || self->source == (PstPaintingSource) i;
        self->sources[n++] = (PstPaintingSource) i;
      }
  if (! found
      || (self->source == PST_PAINTING_FILE && ! g_file_test (self->path, G_FILE_TEST_IS_REGULAR)))
    self->source = self->sources[0];
}

static void
build (PstPaintingChoice *self)
{
  self->combo = gtk_combo_box_text_new ();
  pst_widget_describe (self->combo, "pst-learn-source", _ ("Learn from"),
                       _ ("Which pixels are the painting: all that is visible, this layer, what is "
                          "selected, or a file; a file can be dropped on this window as well"),
                       self->host->help_id);
  add_sources (self);
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
