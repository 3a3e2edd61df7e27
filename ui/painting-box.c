/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting-box.h"

#include "intl.h"
#include "sample.h"
#include "widget.h"

#define SPACING    6
#define TEXT_WIDTH 36 /* characters of what is said below the controls */

struct _PstPaintingBox
{
  GtkVBox parent_instance;

  PstUiHost *host;
  PstLearnSettings settings; /* of these source and stroke size  */
  guint read;                /* idle source                      */
  gboolean unreadable;
  GtkWidget *source;
  PstPaintingSource sources[PST_N_PAINTING_SOURCES]; /* as in the list */
  GtkWidget *sample;
  GtkAdjustment *stroke;
  GtkWidget *verdict;
};

G_DEFINE_TYPE (PstPaintingBox, pst_painting_box, GTK_TYPE_VBOX)

static guint changed_signal;

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

/* Why it cannot be learnt, or what to know. */
static void
show_verdict (PstPaintingBox *self)
{
  PstSample *sample = PST_SAMPLE (self->sample);
  PstPaintingVerdict verdict;
  g_autofree gchar *text = NULL;

  if (! pst_sample_get_verdict (sample, &verdict))
    {
      if (! self->unreadable)
        pst_note_set (self->verdict, NULL, NULL);
      return;
    }
  switch (verdict)
    {
    case PST_PAINTING_GOOD:
      pst_note_set (self->verdict, NULL, NULL);
      break;
    case PST_PAINTING_SMALL:
      pst_note_set (
          self->verdict, GTK_STOCK_DIALOG_INFO,
          _ ("This picture is small: its finest strokes will be missing. A larger picture "
             "of the painting gives a better style."));
      break;
    case PST_PAINTING_TOO_SMALL:
      text = g_strdup_printf (_ ("This picture is too small to learn from: its shorter side must "
                                 "have %d pixels or more. Open a larger picture of the painting, "
                                 "or select a larger part."),
                              PST_PAINTING_MIN_SIDE);
      pst_note_set (self->verdict, GTK_STOCK_DIALOG_WARNING, text);
      break;
    case PST_PAINTING_ONE_COLOUR:
      pst_note_set (self->verdict, GTK_STOCK_DIALOG_WARNING,
                    _ ("This picture has one colour only, so there is nothing to learn. Choose "
                       "another layer, part or image."));
      break;
    case PST_PAINTING_TOO_PLAIN:
      pst_note_set (self->verdict, GTK_STOCK_DIALOG_WARNING,
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

static gboolean
read_painting (gpointer user_data)
{
  PstPaintingBox *self = user_data;
  g_autoptr (GError) error = NULL;
  PstImage *image = self->host->get_painting (self->host, self->settings.source, &error);
  g_autoptr (PstPicture) painting = image ? pst_picture_new (image) : NULL;

  self->read = 0;
  self->unreadable = ! painting;
  pst_sample_set_painting (PST_SAMPLE (self->sample), painting);
  if (painting)
    show_verdict (self);
  else
    pst_note_set (self->verdict, GTK_STOCK_DIALOG_WARNING, error->message);
  g_signal_emit (self, changed_signal, 0);
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

static void
source_changed (GtkComboBox *combo, PstPaintingBox *self)
{
  self->settings.source = self->sources[MAX (0, gtk_combo_box_get_active (combo))];
  queue_painting (self);
}

static void
stroke_changed (PstPaintingBox *self)
{
  self->settings.stroke_size = gtk_adjustment_get_value (self->stroke);
  pst_sample_set_style_size (PST_SAMPLE (self->sample), style_size (&self->settings));
}

/* ---- from outside ----------------------------------------------------- */

void
pst_painting_box_get (const PstPaintingBox *self, PstLearnSettings *settings)
{
  settings->source = self->settings.source;
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

  return self->read
         || (! self->unreadable && ! pst_sample_get_verdict (PST_SAMPLE (self->sample), &verdict));
}

/* ---- building --------------------------------------------------------- */

/* What there is to learn from; the first that there is stands for what there is not. */
static void
add_sources (PstPaintingBox *self, GtkWidget *table)
{
  static const gchar *const names[] = { N_ ("Visible image"), N_ ("Layer"), N_ ("Selection") };
  GtkComboBoxText *combo;
  gint n = 0, active = 0;

  self->source = gtk_combo_box_text_new ();
  combo = GTK_COMBO_BOX_TEXT (self->source);
  for (gint i = 0; i < PST_N_PAINTING_SOURCES; i++)
    if (self->host->has_painting (self->host, (PstPaintingSource) i))
      {
        gtk_combo_box_text_append_text (combo, _ (names[i]));
        if (self->settings.source == (PstPaintingSource) i)
          active = n;
        self->sources[n++] = (PstPaintingSource) i;
      }
  gtk_combo_box_set_active (GTK_COMBO_BOX (combo), active);
  self->settings.source = self->sources[active];
  pst_widget_describe (self->source, "pst-learn-source", _ ("Learn from"),
                       _ ("Which pixels are the painting: all that is visible, this layer, or "
                          "what is selected"),
                       self->host->help_id);
  g_signal_connect (combo, "changed", G_CALLBACK (source_changed), self);
  pst_table_add (table, 0, _ ("Learn f_rom:"), self->source, self->source);
}

static void
build (PstPaintingBox *self)
{
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *table = pst_table_new (2, 3);

  add_sources (self, table);
  self->sample = pst_sample_new (max_style_size ());
  pst_widget_describe (self->sample, "pst-learn-sample", _ ("Part of the painting"),
                       _ ("The strokes of your pictures will be as large as they are here, where a "
                          "picture is 1024 pixels long"),
                       NULL);
  gtk_frame_set_shadow_type (GTK_FRAME (frame), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (frame), self->sample);
  gtk_box_pack_start (GTK_BOX (self), frame, TRUE, TRUE, 0);

  self->stroke = pst_table_add_slider (
      table, 1, _ ("Stroke si_ze:"), self->settings.stroke_size, PST_LEARN_MIN_STROKE,
      PST_LEARN_MAX_STROKE, "pst-learn-stroke", _ ("Stroke size"),
      _ ("How large the painting is seen while it is learnt: at 200 its strokes come out twice as "
         "large as at 100, and so does all that is in it"),
      self->host->help_id);
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
  G_OBJECT_CLASS (pst_painting_box_parent_class)->dispose (object);
}

static void
pst_painting_box_class_init (PstPaintingBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_painting_box_dispose;
  changed_signal = g_signal_new ("changed", PST_TYPE_PAINTING_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_painting_box_init (PstPaintingBox *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
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
