/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn-dialog.h"

#include "intl.h"
#include "lesson-maker.h"
#include "photo-search.h"
#include "sample.h"
#include "start-choice.h"
#include "status-bar.h"
#include "unfinished.h"
#include "widget.h"

#define SPACING     6
#define BORDER      12
#define SCALE_WIDTH 130
#define SPIN_WIDTH  5
#define TEXT_WIDTH  36 /* characters of what is said below the controls */
#define FEW_PHOTOS  8
#define NICE        10 /* niceness of who gives way */
#define ROLE        "pastiche-learn"

struct _PstLearnDialog
{
  GimpDialog parent_instance;

  PstUiHost *host;
  PstLearnSettings settings;
  PstPhotoSearch *search;
  PstLessonMaker *maker;
  GPtrArray *open_photos; /* PstImage; NULL: not asked for yet */
  PstLesson *lesson;      /* the answer                        */
  gchar *complaint;       /* shown until something changes     */
  guint read_painting;    /* idle source                       */
  gboolean unreadable;
  gboolean proposed; /* for this painting */

  GtkWidget *content;
  GtkWidget *unfinished; /* NULL: none */
  GtkWidget *source;
  PstPaintingSource sources[PST_N_PAINTING_SOURCES]; /* as in the list */
  GtkWidget *sample;
  GtkAdjustment *stroke;
  GtkWidget *verdict;
  GtkWidget *name;
  GtkWidget *artist;
  GtkWidget *folder;
  GtkWidget *open;
  GtkWidget *found;
  GtkAdjustment *minutes;
  GtkWidget *expect;
  GtkWidget *start;
  GtkWidget *threads;
  GtkWidget *nice;
  GtkWidget *status;
};

G_DEFINE_TYPE (PstLearnDialog, pst_learn_dialog, GIMP_TYPE_DIALOG)

static gint
default_threads (void)
{
  return MAX (1, (gint) g_get_num_processors () - 1);
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

/* ---- what is said ----------------------------------------------------- */

static gboolean
is_making (const PstLearnDialog *self)
{
  return pst_lesson_maker_is_busy (self->maker);
}

static gdouble
get_progress (gpointer owner)
{
  return pst_lesson_maker_get_progress (((PstLearnDialog *) owner)->maker);
}

static guint
n_in_folder (const PstLearnDialog *self)
{
  const GPtrArray *found = pst_photo_search_get_found (self->search);

  return found ? found->len : 0;
}

static guint
n_open (const PstLearnDialog *self)
{
  return self->settings.open_photos && self->open_photos ? self->open_photos->len : 0;
}

static void
show_found (PstLearnDialog *self)
{
  guint n = n_in_folder (self), all = n + n_open (self);
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
      text = all > PST_LESSON_MAX_PHOTOS ? g_strdup_printf (
                 _ ("Photos found: %u, of which %u are used."), all, PST_LESSON_MAX_PHOTOS)
                                         : g_strdup_printf (_ ("Photos found: %u."), all);
      pst_note_set (self->found, NULL, text);
    }
}

/* Why it cannot be learnt, or what to know. */
static void
show_verdict (PstLearnDialog *self)
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

static const gchar *
say_expected (const PstLearnDialog *self)
{
  gdouble worth = self->settings.minutes;

  if (self->settings.start == PST_START_NOTHING)
    worth /= 4;
  if (worth < 5)
    return _ ("Expect a first idea: some of the palette, rough strokes.");
  if (worth < 12)
    return _ ("Expect a sketch: the palette and broad strokes.");
  if (worth < 40)
    return _ ("Expect a good likeness of palette and strokes.");
  if (worth < 120)
    return _ ("Expect fine strokes as well.");
  return _ ("Expect the finest that can be learnt from it; something for the night.");
}

static void
show_status (PstLearnDialog *self)
{
  const gchar *text = "";

  if (is_making (self))
    text = _ ("Reading the photos...");
  else if (self->complaint)
    text = self->complaint;
  pst_status_bar_show (PST_STATUS_BAR (self->status), text, is_making (self), 0);
}

static gboolean
can_learn (PstLearnDialog *self)
{
  PstPaintingVerdict verdict;

  return pst_sample_get_verdict (PST_SAMPLE (self->sample), &verdict)
         && (verdict == PST_PAINTING_GOOD || verdict == PST_PAINTING_SMALL)
         && n_in_folder (self) + n_open (self) > 0 && ! is_making (self);
}

static void
update (PstLearnDialog *self)
{
  show_found (self);
  show_verdict (self);
  gtk_label_set_text (GTK_LABEL (self->expect), say_expected (self));
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_OK, can_learn (self));
  gtk_widget_set_sensitive (self->content, ! is_making (self));
  show_status (self);
}

static void
complain (PstLearnDialog *self, const gchar *text)
{
  g_free (self->complaint);
  self->complaint = g_strdup (text);
  show_status (self);
}

/* ---- the painting ----------------------------------------------------- */

/* Once painting and photos are known. */
static void
propose (PstLearnDialog *self)
{
  PstPicture *painting = pst_sample_get_painting (PST_SAMPLE (self->sample));
  const GPtrArray *paths = pst_photo_search_get_found (self->search);
  g_autoptr (PstPicture) photo = NULL;

  if (self->proposed || ! painting || n_in_folder (self) + n_open (self) == 0)
    return;
  if (! paths || ! paths->len)
    {
      const PstImage *open = g_ptr_array_index (self->open_photos, 0);
      PstImage *copy = pst_image_crop (open, 0, 0, open->width, open->height, NULL);

      if (! copy)
        return;
      photo = pst_picture_new (copy);
    }
  self->proposed = TRUE;
  pst_start_choice_propose (PST_START_CHOICE (self->start), painting, style_size (&self->settings),
                            photo, photo ? NULL : g_ptr_array_index (paths, 0));
}

static void
judged (PstLearnDialog *self)
{
  update (self);
  propose (self);
}

static gboolean
read_painting (gpointer user_data)
{
  PstLearnDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  PstImage *image;

  self->read_painting = 0;
  image = self->host->get_painting (self->host, self->settings.source, &error);
  self->proposed = FALSE;
  self->unreadable = ! image;
  if (image)
    {
      g_autoptr (PstPicture) painting = pst_picture_new (image);

      pst_sample_set_painting (PST_SAMPLE (self->sample), painting);
    }
  else
    {
      pst_sample_set_painting (PST_SAMPLE (self->sample), NULL);
      pst_note_set (self->verdict, GTK_STOCK_DIALOG_WARNING, error->message);
    }
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_painting (PstLearnDialog *self)
{
  if (! self->read_painting)
    self->read_painting = g_idle_add (read_painting, self);
}

/* Once the window has been drawn, for a large picture takes a moment. */
static gboolean
mapped (GtkWidget *widget, GdkEvent *event, PstLearnDialog *self)
{
  if (! pst_sample_get_painting (PST_SAMPLE (self->sample)) && ! self->unreadable)
    queue_painting (self);
  return FALSE;
}

static void
source_changed (GtkComboBox *combo, PstLearnDialog *self)
{
  self->settings.source = self->sources[MAX (0, gtk_combo_box_get_active (combo))];
  queue_painting (self);
}

static void
stroke_changed (PstLearnDialog *self)
{
  self->settings.stroke_size = gtk_adjustment_get_value (self->stroke);
  pst_sample_set_style_size (PST_SAMPLE (self->sample), style_size (&self->settings));
}

/* ---- the photos ------------------------------------------------------- */

static void
photos_found (gpointer owner)
{
  update (owner);
  propose (owner);
}

static void
folder_changed (GtkFileChooser *chooser, PstLearnDialog *self)
{
  g_autofree gchar *folder = gtk_file_chooser_get_filename (chooser);
  g_autofree gchar *old = pst_learn_settings_get_photos (&self->settings);

  if (! folder || g_str_equal (folder, old))
    return;
  pst_learn_settings_set_photos (&self->settings, folder);
  pst_photo_search_set_folder (self->search, folder);
  complain (self, NULL);
  update (self);
}

static void
open_toggled (GtkToggleButton *button, PstLearnDialog *self)
{
  self->settings.open_photos = gtk_toggle_button_get_active (button);
  if (self->settings.open_photos && ! self->open_photos)
    self->open_photos = self->host->get_open_photos (self->host);
  update (self);
  propose (self);
}

/* ---- learning --------------------------------------------------------- */

static void
minutes_changed (PstLearnDialog *self)
{
  self->settings.minutes = gtk_adjustment_get_value (self->minutes);
  update (self);
}

static void
start_changed (PstLearnDialog *self)
{
  self->settings.start = pst_start_choice_get (PST_START_CHOICE (self->start));
  update (self);
}

/* The default is remembered as such: the next computer may have more processors. */
static void
threads_changed (GtkSpinButton *spin, PstLearnDialog *self)
{
  gint n = gtk_spin_button_get_value_as_int (spin);

  self->settings.threads = n == default_threads () ? 0 : n;
}

static void
nice_toggled (GtkToggleButton *button, PstLearnDialog *self)
{
  self->settings.niceness = gtk_toggle_button_get_active (button) ? NICE : 0;
}

/* ---- answers ---------------------------------------------------------- */

static void
lesson_made (gpointer owner, PstLesson *lesson, const GError *error)
{
  PstLearnDialog *self = owner;

  complain (self, error ? error->message : NULL);
  update (self);
  if (! lesson)
    return;
  self->lesson = lesson;
  gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
}

static void
begin (PstLearnDialog *self)
{
  PstStartChoice *start = PST_START_CHOICE (self->start);
  PstLearnSettings *settings = &self->settings;
  PstLessonPlan plan = { 0 };
  g_autofree gchar *title = g_strdup (gtk_entry_get_text (GTK_ENTRY (self->name)));
  g_autofree gchar *artist = g_strdup (gtk_entry_get_text (GTK_ENTRY (self->artist)));
  const GPtrArray *paths = pst_photo_search_get_found (self->search);
  PstStyle *base = pst_start_choice_get_style (start);

  if (! can_learn (self))
    return;
  pst_learn_settings_set_title (settings, g_strstrip (title));
  pst_learn_settings_set_artist (settings, g_strstrip (artist));
  self->host->set_learn_settings (self->host, settings);

  plan.settings = *settings;
  plan.painting = pst_picture_ref (pst_sample_get_painting (PST_SAMPLE (self->sample)));
  plan.paths = paths ? g_ptr_array_ref ((GPtrArray *) paths) : NULL;
  plan.photos = n_open (self) ? g_ptr_array_ref (self->open_photos) : NULL;
  plan.base = base ? pst_style_ref (base) : NULL;
  if (settings->start == PST_START_BASE)
    plan.base_path = g_strdup (self->host->base_path);
  complain (self, NULL);
  pst_lesson_maker_begin (self->maker, &plan);
  update (self);
  gtk_widget_grab_focus (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (self), GTK_RESPONSE_CANCEL));
}

static void
go_on (PstUnfinished *unfinished, PstLearnDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (is_making (self))
    return;
  self->lesson = pst_unfinished_open (unfinished, &error);
  if (self->lesson)
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
  else
    complain (self, error->message);
}

static void
unfinished_failed (PstUnfinished *unfinished, const gchar *message, PstLearnDialog *self)
{
  complain (self, message);
}

static void
response (GtkDialog *dialog, gint id, gpointer user_data)
{
  PstLearnDialog *self = PST_LEARN_DIALOG (dialog);

  if (id == GTK_RESPONSE_OK && ! self->lesson)
    begin (self);
  else if (id != GTK_RESPONSE_OK && is_making (self))
    {
      pst_lesson_maker_cancel (self->maker);
      complain (self, _ ("Stopped. Nothing was begun."));
      update (self);
    }
  else
    return;

  /* Not an answer: the dialog goes on. */
  g_signal_stop_emission_by_name (dialog, "response");
}

/* ---- building --------------------------------------------------------- */

/* What there is to learn from; the first that there is stands for what there is not. */
static void
add_sources (PstLearnDialog *self, GtkWidget *table)
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

static GtkAdjustment *
add_slider (PstLearnDialog *self, GtkWidget *table, gint row, const gchar *label, gdouble value,
            gdouble lower, gdouble upper, const gchar *name, const gchar *title,
            const gchar *tooltip)
{
  GtkObject *adjustment =
      gimp_scale_entry_new (GTK_TABLE (table), 0, row, label, SCALE_WIDTH, SPIN_WIDTH, value, lower,
                            upper, 1.0, 10.0, 0, TRUE, 0, 0, tooltip, self->host->help_id);
  g_autofree gchar *number = g_strconcat (name, "-number", NULL);

  gimp_scale_entry_set_logarithmic (adjustment, TRUE);
  pst_widget_describe (GTK_WIDGET (GIMP_SCALE_ENTRY_SCALE (adjustment)), name, title, NULL, NULL);
  pst_widget_describe (GTK_WIDGET (GIMP_SCALE_ENTRY_SPINBUTTON (adjustment)), number, title, NULL,
                       NULL);
  return GTK_ADJUSTMENT (adjustment);
}

static GtkWidget *
painting_new (PstLearnDialog *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, SPACING);
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
  gtk_box_pack_start (GTK_BOX (box), frame, TRUE, TRUE, 0);

  self->stroke = add_slider (
      self, table, 1, _ ("Stroke si_ze:"), self->settings.stroke_size, PST_LEARN_MIN_STROKE,
      PST_LEARN_MAX_STROKE, "pst-learn-stroke", _ ("Stroke size"),
      _ ("How large the painting is seen while it is learnt: at 200 its strokes come out twice as "
         "large as at 100, and so does all that is in it"));
  g_signal_connect_swapped (self->stroke, "value-changed", G_CALLBACK (stroke_changed), self);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);
  self->verdict = pst_note_new ("pst-learn-verdict", TEXT_WIDTH);
  gtk_box_pack_start (GTK_BOX (box), self->verdict, FALSE, FALSE, 0);
  return box;
}

static GtkWidget *
entry_new (PstLearnDialog *self, const gchar *text, const gchar *name, const gchar *title,
           const gchar *tooltip)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_text (GTK_ENTRY (entry), text ? text : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  pst_widget_describe (entry, name, title, tooltip, self->host->help_id);
  return entry;
}

static GtkWidget *
names_new (PstLearnDialog *self)
{
  GtkWidget *table = pst_table_new (2, 2);
  g_autofree gchar *title = self->host->get_painting_name (self->host);

  g_strdelimit (title, "_", ' '); /* as files have it */
  self->name = entry_new (self, title, "pst-learn-name", _ ("Name"),
                          _ ("What the style is called in the gallery"));
  pst_table_add (table, 0, _ ("_Name:"), self->name, self->name);
  self->artist = entry_new (self, NULL, "pst-learn-artist", _ ("Artist"),
                            _ ("Who painted it, if you like to have that in the gallery"));
  pst_table_add (table, 1, _ ("_Artist (optional):"), self->artist, self->artist);
  return table;
}

static GtkWidget *
photos_new (PstLearnDialog *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, SPACING);
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
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);

  self->open = gtk_check_button_new_with_mnemonic (_ ("Also the _other images that are open"));
  pst_widget_describe (self->open, "pst-learn-open", NULL,
                       _ ("Practise on the images that are open in GIMP as well"),
                       self->host->help_id);
  g_signal_connect (self->open, "toggled", G_CALLBACK (open_toggled), self);
  gtk_box_pack_start (GTK_BOX (box), self->open, FALSE, FALSE, 0);

  self->found = pst_note_new ("pst-learn-found", TEXT_WIDTH);
  gtk_box_pack_start (GTK_BOX (box), self->found, FALSE, FALSE, 0);
  return box;
}

static GtkWidget *
computer_new (PstLearnDialog *self)
{
  GtkWidget *more = gtk_expander_new_with_mnemonic (_ ("_More"));
  GtkWidget *box = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *table = pst_table_new (1, 2);
  GtkWidget *align = gtk_alignment_new (0, .5, 0, 0);
  gint n = (gint) g_get_num_processors ();
  gint threads = self->settings.threads ? self->settings.threads : default_threads ();

  self->threads = gtk_spin_button_new_with_range (1, MAX (n, threads), 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->threads), threads);
  pst_widget_describe (self->threads, "pst-learn-threads", _ ("Processors"),
                       _ ("How many processors learn at once. One less than there are leaves the "
                          "computer usable meanwhile."),
                       self->host->help_id);
  g_signal_connect (self->threads, "value-changed", G_CALLBACK (threads_changed), self);
  gtk_container_add (GTK_CONTAINER (align), self->threads);
  pst_table_add (table, 0, _ ("_Processors:"), align, self->threads);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);

  self->nice = gtk_check_button_new_with_mnemonic (_ ("Give _way to other programs"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->nice), self->settings.niceness > 0);
  pst_widget_describe (self->nice, "pst-learn-nice", NULL,
                       _ ("Learn with what other programs leave"), self->host->help_id);
  g_signal_connect (self->nice, "toggled", G_CALLBACK (nice_toggled), self);
  gtk_box_pack_start (GTK_BOX (box), self->nice, FALSE, FALSE, 0);

  pst_widget_describe (more, "pst-learn-more", _ ("More"), _ ("What the computer is to do"),
                       self->host->help_id);
  gtk_expander_set_spacing (GTK_EXPANDER (more), SPACING);
  gtk_container_add (GTK_CONTAINER (more), box);
  return more;
}

static GtkWidget *
learning_new (PstLearnDialog *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *table = pst_table_new (1, 3);
  GtkWidget *label = gtk_label_new (_ ("Start from:"));

  self->minutes =
      add_slider (self, table, 0, _ ("Time (m_inutes):"), self->settings.minutes,
                  PST_LEARN_MIN_MINUTES, PST_LEARN_MAX_MINUTES, "pst-learn-minutes", _ ("Minutes"),
                  _ ("How long it may take. You can stop at any time and keep what was learnt, and "
                     "go on later."));
  g_signal_connect_swapped (self->minutes, "value-changed", G_CALLBACK (minutes_changed), self);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);

  self->expect = gtk_label_new (NULL);
  gtk_misc_set_alignment (GTK_MISC (self->expect), 0, 0);
  gtk_label_set_line_wrap (GTK_LABEL (self->expect), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->expect), TEXT_WIDTH);
  gtk_widget_set_name (self->expect, "pst-learn-expect");
  gtk_box_pack_start (GTK_BOX (box), self->expect, FALSE, FALSE, 0);

  gtk_misc_set_alignment (GTK_MISC (label), 0, .5);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);
  self->start = pst_start_choice_new (self->host);
  pst_start_choice_set (PST_START_CHOICE (self->start), self->settings.start);
  self->settings.start = pst_start_choice_get (PST_START_CHOICE (self->start));
  gtk_widget_set_name (self->start, "pst-learn-start");
  g_signal_connect_swapped (self->start, "changed", G_CALLBACK (start_changed), self);
  gtk_box_pack_start (GTK_BOX (box), self->start, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), computer_new (self), FALSE, FALSE, 0);
  return box;
}

/* What is below the controls. */
static gint
get_reserve (PstLearnDialog *self)
{
  GtkRequisition buttons;

  gtk_widget_size_request (gtk_dialog_get_action_area (GTK_DIALOG (self)), &buttons);
  return 2 * buttons.height + 4 * BORDER;
}

static void
build (PstLearnDialog *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *columns = gtk_hbox_new (FALSE, 2 * BORDER);
  GtkWidget *left = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *right = gtk_vbox_new (FALSE, BORDER);

  self->content = gtk_vbox_new (FALSE, BORDER);
  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (self))), box, TRUE, TRUE,
                      0);
  self->unfinished = pst_unfinished_new (self->host->library, self->host->help_id);
  if (self->unfinished)
    {
      gtk_box_pack_start (GTK_BOX (self->content), self->unfinished, FALSE, FALSE, 0);
      g_signal_connect (self->unfinished, "continue", G_CALLBACK (go_on), self);
      g_signal_connect (self->unfinished, "failed", G_CALLBACK (unfinished_failed), self);
    }
  gtk_box_pack_start (GTK_BOX (left), pst_framed_new (_ ("Painting"), painting_new (self)), TRUE,
                      TRUE, 0);
  gtk_box_pack_start (GTK_BOX (right), pst_framed_new (_ ("Style"), names_new (self)), FALSE, FALSE,
                      0);
  gtk_box_pack_start (GTK_BOX (right),
                      pst_framed_new (_ ("Photos to Practise On"), photos_new (self)), FALSE, FALSE,
                      0);
  gtk_box_pack_start (GTK_BOX (right), pst_framed_new (_ ("Learning"), learning_new (self)), FALSE,
                      FALSE, 0);
  gtk_box_pack_start (GTK_BOX (columns), left, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (columns), right, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self->content), columns, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), pst_tall_new (self->content, get_reserve (self)), TRUE, TRUE,
                      0);
  self->status = pst_status_bar_new (get_progress, self);
  gtk_box_pack_start (GTK_BOX (box), self->status, FALSE, FALSE, 0);
  gtk_widget_show_all (box);
}

/* The workers go first: nothing comes back to widgets that are no more. */
static void
pst_learn_dialog_dispose (GObject *object)
{
  PstLearnDialog *self = PST_LEARN_DIALOG (object);

  if (self->read_painting)
    g_source_remove (self->read_painting);
  self->read_painting = 0;
  if (self->status)
    {
      pst_status_bar_show (PST_STATUS_BAR (self->status), "", FALSE, 0);
      g_signal_handlers_disconnect_by_data (self->sample, self);
      g_signal_handlers_disconnect_by_data (self->start, self);
      g_signal_handlers_disconnect_by_data (self->folder, self);
      self->status = NULL;
    }
  g_clear_pointer (&self->search, pst_photo_search_free);
  g_clear_pointer (&self->maker, pst_lesson_maker_free);
  g_clear_pointer (&self->lesson, pst_lesson_close);
  G_OBJECT_CLASS (pst_learn_dialog_parent_class)->dispose (object);
}

static void
pst_learn_dialog_finalize (GObject *object)
{
  PstLearnDialog *self = PST_LEARN_DIALOG (object);

  g_clear_pointer (&self->open_photos, g_ptr_array_unref);
  g_free (self->complaint);
  G_OBJECT_CLASS (pst_learn_dialog_parent_class)->finalize (object);
}

static void
pst_learn_dialog_class_init (PstLearnDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_learn_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_learn_dialog_finalize;
}

static void
pst_learn_dialog_init (PstLearnDialog *self)
{
  self->settings = (PstLearnSettings) PST_LEARN_SETTINGS_INIT;
}

GtkWidget *
pst_learn_dialog_new (PstUiHost *host)
{
  PstLearnDialog *self =
      g_object_new (PST_TYPE_LEARN_DIALOG, "title", _ ("Learn a Style"), "role", ROLE, "help-func",
                    host->help_func, "help-id", host->help_id, NULL);
  GtkDialog *dialog = GTK_DIALOG (self);
  g_autofree gchar *folder = NULL;

  self->host = host;
  host->get_learn_settings (host, &self->settings);
  self->search = pst_photo_search_new (host, photos_found, self);
  self->maker = pst_lesson_maker_new (host, lesson_made, self);
  gimp_dialog_add_buttons (GIMP_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Learn"),
                           GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (dialog, GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (dialog, GTK_RESPONSE_OK, GTK_RESPONSE_CANCEL, -1);

  build (self);
  g_signal_connect (self, "response", G_CALLBACK (response), NULL);
  g_signal_connect_after (self, "map-event", G_CALLBACK (mapped), self);
  g_signal_connect_swapped (self->sample, "judged", G_CALLBACK (judged), self);
  stroke_changed (self);
  folder = pst_learn_settings_get_photos (&self->settings);
  pst_photo_search_set_folder (self->search, folder);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->open), self->settings.open_photos);
  update (self);
  gtk_widget_grab_focus (self->name);
  return GTK_WIDGET (self);
}

PstLesson *
pst_learn_dialog_run (PstLearnDialog *self)
{
  gimp_dialog_run (GIMP_DIALOG (self));
  gtk_widget_hide (GTK_WIDGET (self));
  return pst_learn_dialog_steal_lesson (self);
}

PstLesson *
pst_learn_dialog_steal_lesson (PstLearnDialog *self)
{
  return g_steal_pointer (&self->lesson);
}

void
pst_learn_dialog_get_settings (PstLearnDialog *self, PstLearnSettings *settings)
{
  *settings = self->settings;
}

gboolean
pst_learn_dialog_is_busy (PstLearnDialog *self)
{
  PstPaintingVerdict verdict;

  return self->read_painting || is_making (self) || pst_photo_search_is_busy (self->search)
         || pst_start_choice_is_busy (PST_START_CHOICE (self->start))
         || (! self->unreadable && ! pst_sample_get_verdict (PST_SAMPLE (self->sample), &verdict));
}
