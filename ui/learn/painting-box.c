/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/painting-box.h"

#include "learn/painting-choice.h"
#include "learn/sample.h"
#include "shared/intl.h"
#include "shared/widget.h"
#include "shared/worker.h"

#define SPACING    6
#define TEXT_WIDTH 28 /* characters of what is said below the controls */

struct _PstPaintingBox
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstLearnSettings settings; /* of these the stroke size */
  guint read;                /* idle source              */
  PstWorker *reader;         /* of files                 */
  gboolean unreadable;
  GtkWidget *choice;
  GtkWidget *sample;
  GtkAdjustment *stroke;
  GtkWidget *verdict;
};

G_DEFINE_TYPE (PstPaintingBox, pst_painting_box, GTK_TYPE_VBOX)

static guint chosen_signal;
static guint changed_signal;

static PstPaintingSource
get_source (const PstPaintingBox *self)
{
  return pst_painting_choice_get (PST_PAINTING_CHOICE (self->choice));
}

static const gchar *
get_file (const PstPaintingBox *self)
{
  return pst_painting_choice_get_file (PST_PAINTING_CHOICE (self->choice));
}

static gint
style_size (const PstLearnSettings *settings)
{
  g_autoptr (PstRecipe) recipe = pst_learn_settings_to_recipe (settings);

  return recipe->style_size;
}

static gint
max_style_size (void)
{
  PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;

  settings.stroke_size = PST_LEARN_MIN_STROKE;
  return MAX (style_size (&settings),
              (settings.stroke_size = PST_LEARN_MAX_STROKE, style_size (&settings)));
}

gint
pst_painting_box_get_style_size (const PstPaintingBox *self)
{
  return style_size (&self->settings);
}

/* TRUE if a file is meant, or would be if one was chosen. */
static gboolean
is_file (const PstPaintingBox *self)
{
  return get_source (self) == PST_PAINTING_FILE
         && pst_painting_choice_get_image (PST_PAINTING_CHOICE (self->choice)) < 0;
}

/* ---- what is said ----------------------------------------------------- */

/* Of a file with its name. */
static void
say (PstPaintingBox *self, const gchar *stock, const gchar *text)
{
  g_autofree gchar *name = g_filename_display_basename (get_file (self));
  g_autofree gchar *named = g_strdup_printf ("%s: %s", name, text);

  pst_note_set (self->verdict, stock, is_file (self) ? named : text);
}

/* Why it cannot be learnt, or what to know. */
static void
show_verdict (PstPaintingBox *self)
{
  PstPaintingVerdict verdict;
  g_autofree gchar *text = NULL;

  if (! pst_sample_get_verdict (PST_SAMPLE (self->sample), &verdict))
    return;
  switch (verdict)
    {
    case PST_PAINTING_GOOD:
      pst_note_set (self->verdict, NULL, NULL);
      break;
    case PST_PAINTING_SMALL:
      say (self, GTK_STOCK_DIALOG_INFO,
           _ ("This picture is small: its finest strokes will be missing. A larger picture "
              "of the painting gives a better style."));
      break;
    case PST_PAINTING_TOO_SMALL:
      text = g_strdup_printf (_ ("This picture is too small to learn from: its shorter side must "
                                 "have %d pixels or more. Open a larger picture of the painting, "
                                 "or select a larger part."),
                              PST_PAINTING_MIN_SIDE);
      say (self, GTK_STOCK_DIALOG_WARNING, text);
      break;
    case PST_PAINTING_ONE_COLOUR:
      say (self, GTK_STOCK_DIALOG_WARNING,
           _ ("This picture has one colour only, so there is nothing to learn. Choose "
              "another layer, part or image."));
      break;
    case PST_PAINTING_TOO_PLAIN:
      say (self, GTK_STOCK_DIALOG_WARNING,
           _ ("This picture is too plain to learn from: it has colours, but hardly a "
              "stroke. Choose a painting that shows how it was painted, or another part "
              "of this one."));
      break;
    }
}

static void
judged (PstPaintingBox *self)
{
  show_verdict (self);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- reading ---------------------------------------------------------- */

/* Takes @image; NULL: it could not be read. */
static void
set_painting (PstPaintingBox *self, PstImage *image, const GError *error)
{
  g_autoptr (PstPicture) painting = image ? pst_picture_new (image) : NULL;

  self->unreadable = ! painting;
  pst_note_set (self->verdict, GTK_STOCK_DIALOG_WARNING, painting ? NULL : error->message);
  pst_sample_set_painting (PST_SAMPLE (self->sample), painting);
  g_signal_emit (self, changed_signal, 0);
}

typedef struct
{
  PstUiHost *host;
  gchar *path;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->path);
  g_free (task);
}

static void
image_free (gpointer image)
{
  pst_image_free (image);
}

static gpointer
read_file (PstJob *job, gpointer data, GError **error)
{
  const Task *task = data;

  return task->host->load_painting (task->host, task->path, max_style_size (), error);
}

static void
file_read (gpointer owner, gpointer data, gpointer image, const GError *error, gboolean last)
{
  set_painting (owner, image, error);
}

static const PstJobKind kind = { read_file, file_read, task_free, image_free };

static gboolean
read_painting (gpointer user_data)
{
  PstPaintingBox *self = user_data;
  gint n = pst_painting_choice_get_image (PST_PAINTING_CHOICE (self->choice));
  g_autoptr (GError) error = NULL;
  Task *task;

  self->read = 0;
  if (! is_file (self))
    {
      PstImage *image = n < 0 ? self->host->get_painting (self->host, get_source (self), &error)
                              : self->host->get_open_image (self->host, (guint) n, &error);

      set_painting (self, image, error);
      return G_SOURCE_REMOVE;
    }
  if (! *get_file (self))
    {
      g_set_error_literal (&error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           _ ("Choose the painting to learn from."));
      set_painting (self, NULL, error);
      return G_SOURCE_REMOVE;
    }
  task = g_new (Task, 1);
  *task = (Task){ self->host, g_strdup (get_file (self)) };
  pst_worker_push (self->reader, PST_LANE_PREVIEW, &kind, task, self);
  return G_SOURCE_REMOVE;
}

static void
queue_painting (PstPaintingBox *self)
{
  if (! self->read)
    self->read = g_idle_add (read_painting, self);
}

void
pst_painting_box_begin (PstPaintingBox *self)
{
  if (! pst_sample_get_painting (PST_SAMPLE (self->sample)) && ! self->unreadable)
    queue_painting (self);
}

/* The one before is no longer meant, so that nobody learns it by mistake. */
static void
chosen (PstPaintingBox *self)
{
  pst_worker_clear (self->reader, PST_LANE_PREVIEW);
  self->unreadable = FALSE;
  pst_sample_set_painting (PST_SAMPLE (self->sample), NULL);
  pst_note_set (self->verdict, NULL, is_file (self) ? _ ("Reading the picture...") : NULL);
  queue_painting (self);
  g_signal_emit (self, chosen_signal, 0);
}

static void
stroke_changed (PstPaintingBox *self)
{
  self->settings.stroke_size = gtk_adjustment_get_value (self->stroke);
  pst_sample_set_style_size (PST_SAMPLE (self->sample), style_size (&self->settings));
}

/* ---- from outside ----------------------------------------------------- */

void
pst_painting_box_set_file (PstPaintingBox *self, const gchar *path)
{
  pst_painting_choice_set_file (PST_PAINTING_CHOICE (self->choice), path);
}

gchar *
pst_painting_box_get_title (const PstPaintingBox *self)
{
  PstPaintingChoice *choice = PST_PAINTING_CHOICE (self->choice);

  if (pst_painting_choice_get_image (choice) >= 0)
    return g_strdup (pst_painting_choice_get_image_title (choice));
  if (! is_file (self))
    return self->host->get_painting_name (self->host);
  return *get_file (self) ? pst_style_make_title (get_file (self)) : g_strdup ("");
}

void
pst_painting_box_get (const PstPaintingBox *self, PstLearnSettings *settings)
{
  settings->source = get_source (self);
  pst_learn_settings_set_painting (settings, get_file (self));
  settings->stroke_size = self->settings.stroke_size;
}

PstPicture *
pst_painting_box_get_painting (const PstPaintingBox *self)
{
  PstPaintingVerdict verdict;

  if (! pst_sample_get_verdict (PST_SAMPLE (self->sample), &verdict)
      || (verdict != PST_PAINTING_GOOD && verdict != PST_PAINTING_SMALL))
    return NULL;
  return pst_sample_get_painting (PST_SAMPLE (self->sample));
}

gboolean
pst_painting_box_is_busy (const PstPaintingBox *self)
{
  PstPaintingVerdict verdict;

  return self->read || pst_worker_is_busy (self->reader, PST_LANE_PREVIEW)
         || (! self->unreadable && ! pst_sample_get_verdict (PST_SAMPLE (self->sample), &verdict));
}

/* ---- building --------------------------------------------------------- */

static void
build (PstPaintingBox *self)
{
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *table = pst_table_new (2, 3);

  self->choice = pst_painting_choice_new (self->host, &self->settings);
  g_signal_connect_swapped (self->choice, "changed", G_CALLBACK (chosen), self);
  pst_table_add (table, 0, _ ("Learn f_rom:"), self->choice,
                 pst_painting_choice_get_list (PST_PAINTING_CHOICE (self->choice)));
  self->sample = pst_sample_new (max_style_size ());
  pst_widget_describe (self->sample, "pst-learn-sample", _ ("Part of the painting"),
                       _ ("The strokes of your pictures will be as large as they are here, where a "
                          "picture is 1024 pixels long"),
                       NULL);
  gtk_frame_set_shadow_type (GTK_FRAME (frame), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (frame), self->sample);
  gtk_box_pack_start (GTK_BOX (self), frame, TRUE, TRUE, 0);

  self->stroke = pst_table_add_slider (
      table, 1,
      &(PstSlider){ .label = _ ("Stroke si_ze:"),
                    .name = "pst-learn-stroke",
                    .title = _ ("Stroke size"),
                    .tooltip = _ ("How large the painting is seen while it is learnt: at 200 its "
                                  "strokes come out twice as large as at 100, and so does all "
                                  "that is in it"),
                    .help_id = self->host->help_id,
                    .value = self->settings.stroke_size,
                    .lower = PST_LEARN_MIN_STROKE,
                    .upper = PST_LEARN_MAX_STROKE });
  g_signal_connect_swapped (self->stroke, "value-changed", G_CALLBACK (stroke_changed), self);
  gtk_box_pack_start (GTK_BOX (self), table, FALSE, FALSE, 0);
  self->verdict = pst_note_new ("pst-learn-verdict", TEXT_WIDTH);
  gtk_box_pack_start (GTK_BOX (self), self->verdict, FALSE, FALSE, 0);
}

/* The worker goes first: nothing comes back to widgets that are no more. */
static void
pst_painting_box_dispose (GObject *object)
{
  PstPaintingBox *self = PST_PAINTING_BOX (object);

  if (self->read)
    g_source_remove (self->read);
  self->read = 0;
  if (self->sample)
    g_signal_handlers_disconnect_by_data (self->sample, self);
  self->sample = NULL;
  g_clear_pointer (&self->reader, pst_worker_free);
  G_OBJECT_CLASS (pst_painting_box_parent_class)->dispose (object);
}

static void
pst_painting_box_class_init (PstPaintingBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_painting_box_dispose;
  chosen_signal = g_signal_new ("chosen", PST_TYPE_PAINTING_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  changed_signal = g_signal_new ("changed", PST_TYPE_PAINTING_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_painting_box_init (PstPaintingBox *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  self->reader = pst_worker_new (-1);
}

GtkWidget *
pst_painting_box_new (PstUiHost *host, const PstLearnSettings *settings)
{
  PstPaintingBox *self = g_object_new (PST_TYPE_PAINTING_BOX, NULL);

  self->host = host;
  self->settings = *settings;
  build (self);
  stroke_changed (self);
  g_signal_connect_swapped (self->sample, "judged", G_CALLBACK (judged), self);
  return GTK_WIDGET (self);
}
