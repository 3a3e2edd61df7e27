/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/learn-dialog.h"

#include "learn/lesson-maker.h"
#include "learn/painting-box.h"
#include "learn/photos-box.h"
#include "learn/start-choice.h"
#include "learn/unfinished.h"
#include "shared/drop.h"
#include "shared/intl.h"
#include "shared/status-bar.h"
#include "shared/widget.h"

#define SPACING    6
#define BORDER     12
#define TEXT_WIDTH 30 /* characters of what is said below the controls */
#define NICE       10 /* niceness of who gives way */
#define ROLE       "pastiche-learn"

struct _PstLearnDialog
{
  GimpDialog parent_instance;

  PstUiHost *host;
  PstLearnSettings settings;
  PstLessonMaker *maker;
  PstLesson *lesson;        /* the answer                        */
  gchar *complaint;         /* shown until something changes     */
  gchar *title;             /* that was proposed                 */
  PstPicture *proposed_for; /* only compared; NULL: none */

  GtkWidget *content;
  GtkWidget *unfinished; /* NULL: none */
  GtkWidget *painting;
  GtkWidget *photos;
  GtkWidget *name;
  GtkWidget *artist;
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

/* A minute from nothing counts as a fourth of one from the base: by the lessons in
 * weights/README.md it is less than a twelfth for S, more for texture alone. */
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
    return _ ("Expect fine strokes and the painting's own shapes; the photo's lines give way a "
              "little.");
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
  return pst_painting_box_get_painting (PST_PAINTING_BOX (self->painting))
         && pst_photos_box_count (PST_PHOTOS_BOX (self->photos)) > 0 && ! is_making (self);
}

static void
update (PstLearnDialog *self)
{
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

/* Once painting and photos are known. */
static void
propose (PstLearnDialog *self)
{
  PstPaintingBox *box = PST_PAINTING_BOX (self->painting);
  PstPicture *painting = pst_painting_box_get_painting (box);
  const GPtrArray *paths = pst_photos_box_get_paths (PST_PHOTOS_BOX (self->photos));
  const GPtrArray *open = pst_photos_box_get_open (PST_PHOTOS_BOX (self->photos));
  g_autoptr (PstPicture) photo = NULL;

  if (painting == self->proposed_for || ! painting
      || pst_photos_box_count (PST_PHOTOS_BOX (self->photos)) == 0)
    return;
  if (! paths || ! paths->len)
    {
      const PstImage *first = g_ptr_array_index (open, 0);
      PstImage *copy = pst_image_crop (first, 0, 0, first->width, first->height, NULL);

      if (! copy)
        return;
      photo = pst_picture_new (copy);
    }
  self->proposed_for = painting;
  pst_start_choice_propose (PST_START_CHOICE (self->start), painting,
                            pst_painting_box_get_style_size (box), photo,
                            photo ? NULL : g_ptr_array_index (paths, 0));
}

/* A name that people typed stays. */
static void
propose_title (PstLearnDialog *self)
{
  gchar *title = pst_painting_box_get_title (PST_PAINTING_BOX (self->painting));
  const gchar *text = gtk_entry_get_text (GTK_ENTRY (self->name));

  g_strdelimit (title, "_", ' '); /* as files have it */
  if (! *text || g_strcmp0 (text, self->title) == 0)
    gtk_entry_set_text (GTK_ENTRY (self->name), title);
  g_free (self->title);
  self->title = title;
}

static void
painting_chosen (PstLearnDialog *self)
{
  propose_title (self);
  complain (self, NULL);
  update (self);
}

static void
files_dropped (gpointer dialog, const gchar *const *paths)
{
  PstLearnDialog *self = dialog;

  if (! is_making (self))
    pst_painting_box_set_file (PST_PAINTING_BOX (self->painting), paths[0]);
}

/* Another painting, or other photos. */
static void
choice_changed (PstLearnDialog *self)
{
  complain (self, NULL);
  update (self);
  propose (self);
}

/* Once the window has been drawn, for a large picture takes a moment. */
static gboolean
mapped (GtkWidget *widget, GdkEvent *event, PstLearnDialog *self)
{
  pst_painting_box_begin (PST_PAINTING_BOX (self->painting));
  return FALSE;
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
  GPtrArray *paths = pst_photos_box_get_paths (PST_PHOTOS_BOX (self->photos));
  GPtrArray *open = pst_photos_box_get_open (PST_PHOTOS_BOX (self->photos));
  PstStyle *base = pst_start_choice_get_style (start);

  if (! can_learn (self))
    return;
  pst_learn_dialog_get_settings (self, settings);
  pst_learn_settings_set_title (settings, g_strstrip (title));
  pst_learn_settings_set_artist (settings, g_strstrip (artist));
  self->host->set_learn_settings (self->host, settings);

  plan.settings = *settings;
  plan.painting =
      pst_picture_ref (pst_painting_box_get_painting (PST_PAINTING_BOX (self->painting)));
  plan.paths = paths ? g_ptr_array_ref (paths) : NULL;
  plan.photos = open ? g_ptr_array_ref (open) : NULL;
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

static GtkWidget *
entry_new (PstLearnDialog *self, const gchar *name, const gchar *title, const gchar *tooltip)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  pst_widget_describe (entry, name, title, tooltip, self->host->help_id);
  return entry;
}

static GtkWidget *
names_new (PstLearnDialog *self)
{
  GtkWidget *table = pst_table_new (2, 2);

  self->name =
      entry_new (self, "pst-learn-name", _ ("Name"), _ ("What the style is called in the gallery"));
  pst_table_add (table, 0, _ ("_Name:"), self->name, self->name);
  self->artist = entry_new (self, "pst-learn-artist", _ ("Artist"),
                            _ ("Who painted it, if you like to have that in the gallery"));
  pst_table_add (table, 1, _ ("_Artist (optional):"), self->artist, self->artist);
  return table;
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

  self->minutes = pst_table_add_slider (
      table, 0,
      &(PstSlider){ .label = _ ("Time (m_inutes):"),
                    .name = "pst-learn-minutes",
                    .title = _ ("Minutes"),
                    .tooltip = _ ("How long it may take. You can stop at any time and keep what "
                                  "was learnt, and go on later."),
                    .help_id = self->host->help_id,
                    .value = self->settings.minutes,
                    .lower = PST_LEARN_MIN_MINUTES,
                    .upper = PST_LEARN_MAX_MINUTES });
  g_signal_connect_swapped (self->minutes, "value-changed", G_CALLBACK (minutes_changed), self);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);

  self->expect = gtk_label_new (NULL);
  pst_label_wrap (self->expect, TEXT_WIDTH);
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
  self->painting = pst_painting_box_new (self->host, &self->settings);
  gtk_widget_set_name (self->painting, "pst-learn-painting");
  self->photos = pst_photos_box_new (self->host, &self->settings);
  gtk_widget_set_name (self->photos, "pst-learn-photos");
  gtk_box_pack_start (GTK_BOX (left), pst_framed_new (_ ("The Painting"), self->painting), TRUE,
                      TRUE, 0);
  gtk_box_pack_start (GTK_BOX (right), pst_framed_new (_ ("Style"), names_new (self)), FALSE, FALSE,
                      0);
  gtk_box_pack_start (GTK_BOX (right), pst_framed_new (_ ("Photos to Practise On"), self->photos),
                      FALSE, FALSE, 0);
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

  if (self->status)
    {
      pst_status_bar_show (PST_STATUS_BAR (self->status), "", FALSE, 0);
      g_signal_handlers_disconnect_by_data (self->painting, self);
      g_signal_handlers_disconnect_by_data (self->photos, self);
      g_signal_handlers_disconnect_by_data (self->start, self);
      self->status = NULL;
    }
  g_clear_pointer (&self->maker, pst_lesson_maker_free);
  g_clear_pointer (&self->lesson, pst_lesson_close);
  G_OBJECT_CLASS (pst_learn_dialog_parent_class)->dispose (object);
}

static void
pst_learn_dialog_finalize (GObject *object)
{
  PstLearnDialog *self = PST_LEARN_DIALOG (object);

  g_free (self->complaint);
  g_free (self->title);
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

  self->host = host;
  host->get_learn_settings (host, &self->settings);
  self->maker = pst_lesson_maker_new (host, lesson_made, self);
  gimp_dialog_add_buttons (GIMP_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Learn"),
                           GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (dialog, GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (dialog, GTK_RESPONSE_OK, GTK_RESPONSE_CANCEL, -1);

  build (self);
  g_signal_connect (self, "response", G_CALLBACK (response), NULL);
  g_signal_connect_after (self, "map-event", G_CALLBACK (mapped), self);
  g_signal_connect_swapped (self->painting, "chosen", G_CALLBACK (painting_chosen), self);
  g_signal_connect_swapped (self->painting, "changed", G_CALLBACK (choice_changed), self);
  g_signal_connect_swapped (self->photos, "changed", G_CALLBACK (choice_changed), self);
  pst_drop_accept (GTK_WIDGET (self), files_dropped);
  propose_title (self);
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
  pst_painting_box_get (PST_PAINTING_BOX (self->painting), settings);
  pst_photos_box_get (PST_PHOTOS_BOX (self->photos), settings);
}

gboolean
pst_learn_dialog_is_busy (PstLearnDialog *self)
{
  return is_making (self) || pst_photos_box_is_busy (PST_PHOTOS_BOX (self->photos))
         || pst_painting_box_is_busy (PST_PAINTING_BOX (self->painting))
         || pst_start_choice_is_busy (PST_START_CHOICE (self->start));
}
