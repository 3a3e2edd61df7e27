/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/learn-window.h"

#include "learn/learn-side.h"
#include "learn/live-view.h"
#include "learn/more-time.h"
#include "learn/stop-question.h"
#include "shared/intl.h"
#include "shared/status-bar.h"
#include "shared/widget.h"

#define BORDER      12
#define WIDTH       960
#define HEIGHT      620
#define MARGIN      80  /* of the screen */
#define TICK        250 /* ms between looks at the learner */
#define CURVE_TICKS 4   /* ticks between looks at the curves */
#define NOTE_WIDTH  60
#define ROLE        "pastiche-learning"

struct _PstLearnWindow
{
  GimpDialog parent_instance;

  PstUiHost *host;
  PstLearnSettings settings; /* of these only how to use the machine */
  PstLesson *lesson;         /* while there is no learner           */
  PstLearner *learner;       /* NULL: at its end                    */
  gboolean keeping;          /* close once it is kept               */
  gboolean discarding;
  gchar *kept;       /* id of the style in the library, or NULL */
  PstStyle *style;   /* that was put there last, or NULL        */
  gchar *note;       /* that stays until something else happens */
  gchar *unfinished; /* why how it looks close up was not learnt, or NULL */
  GMainLoop *loop;
  gboolean closed;

  guint ticker;
  guint n_ticks;
  GtkWidget *note_row;
  GtkWidget *live;
  GtkWidget *side;
};

G_DEFINE_TYPE (PstLearnWindow, pst_learn_window, GIMP_TYPE_DIALOG)

static const PstLesson *
get_lesson (const PstLearnWindow *self)
{
  return self->learner ? pst_learner_get_lesson (self->learner) : self->lesson;
}

static const gchar *
get_title (const PstLearnWindow *self)
{
  return pst_lesson_get_recipe (get_lesson (self))->title;
}

gboolean
pst_learn_window_get_status (PstLearnWindow *self, PstLearnerStatus *status)
{
  if (! self->learner)
    return FALSE;
  pst_learner_get_status (self->learner, status);
  return TRUE;
}

static void
set_note (PstLearnWindow *self, const gchar *text)
{
  g_free (self->note);
  self->note = g_strdup (text);
}

/* What the curves are of. */
static void
measured (PstLiveView *view, gint step, gpointer metrics, PstLearnWindow *self)
{
  pst_learn_side_add_distance (PST_LEARN_SIDE (self->side), step, metrics);
}

static void
photo_changed (PstLiveView *view, PstLearnWindow *self)
{
  pst_learn_side_clear_distance (PST_LEARN_SIDE (self->side));
}

static void
live_failed (PstLiveView *view, const gchar *message, PstLearnWindow *self)
{
  set_note (self, message);
}

static void
paint (PstLearnWindow *self, gint step)
{
  PstLiveView *live = PST_LIVE_VIEW (self->live);
  g_autoptr (PstStyle) style = NULL;

  if (self->learner && pst_live_view_is_time (live))
    style = pst_learner_get_style (self->learner);
  else if (! self->learner && self->style)
    style = pst_style_ref (self->style);
  pst_live_view_show (live, style, step);
}

/* ---- what is said ----------------------------------------------------- */

static const gchar *
say_state (const PstLearnWindow *self, const PstLearnerStatus *status)
{
  if (self->discarding)
    return _ ("Stopping...");
  switch (status->state)
    {
    case PST_LEARNER_PREPARING:
      return _ ("Preparing...");
    case PST_LEARNER_LEARNING:
      return self->keeping ? _ ("Stopping...") : _ ("Learning");
    case PST_LEARNER_FINISHING:
      return self->keeping ? _ ("Stopping...") : _ ("Learning how it looks close up");
    case PST_LEARNER_PAUSED:
      return _ ("Paused");
    case PST_LEARNER_SAVING:
      return _ ("Saving what was learnt...");
    case PST_LEARNER_STOPPED:
    case PST_LEARNER_DONE:
      return _ ("Learnt");
    case PST_LEARNER_FAILED:
      return _ ("Learning failed");
    }
  return "";
}

/* What went wrong, and what comes of it. */
static gchar *
say_error (const PstLearnerStatus *status)
{
  g_autofree gchar *unsaved = pst_say_seconds (status->seconds - status->seconds_saved);

  if (! status->error)
    return NULL;
  switch (status->state)
    {
    case PST_LEARNER_FAILED:
      return g_strdup_printf (
          _ ("%s\nWhat was saved before is still there. You can try again from there."),
          status->error->message);
    case PST_LEARNER_SAVING:
      return g_strdup_printf (_ ("%s\nNothing is lost yet: it is tried again every few seconds."),
                              status->error->message);
    default:
      /* TRANSLATORS: the second %s is a time, as in "3 min". */
      return g_strdup_printf (_ ("%s\nLearning goes on, and saving is tried again. Not saved yet: "
                                 "%s."),
                              status->error->message, unsaved);
    }
}

static void
show_note (PstLearnWindow *self, const PstLearnerStatus *status)
{
  g_autofree gchar *error = status ? say_error (status) : NULL;
  const gchar *text = error ? error : self->note;
  const gchar *stock = error || ! self->kept ? GTK_STOCK_DIALOG_WARNING : GTK_STOCK_DIALOG_INFO;

  if (g_strcmp0 (pst_note_get (self->note_row), text ? text : "") != 0)
    pst_note_set (self->note_row, stock, text);
}

static void
set_button (PstLearnWindow *self, gint response, gboolean visible, gboolean sensitive)
{
  GtkDialog *dialog = GTK_DIALOG (self);

  gtk_widget_set_visible (gtk_dialog_get_widget_for_response (dialog, response), visible);
  gtk_dialog_set_response_sensitive (dialog, response, sensitive);
}

/* @status: NULL at the end. */
static void
show_buttons (PstLearnWindow *self, const PstLearnerStatus *status)
{
  GtkWidget *pause =
      gtk_dialog_get_widget_for_response (GTK_DIALOG (self), PST_LEARN_RESPONSE_PAUSE);
  gboolean ending = self->keeping || self->discarding;
  gboolean failed = status && status->state == PST_LEARNER_FAILED;
  gboolean paused = status && status->state == PST_LEARNER_PAUSED;
  gboolean goes = status && ! failed && status->state != PST_LEARNER_SAVING && ! ending;
  gboolean again = failed || (! status && ! self->kept);

  gtk_button_set_label (GTK_BUTTON (pause), paused ? _ ("_Go On") : _ ("_Pause"));
  set_button (self, PST_LEARN_RESPONSE_DISCARD, status || again, ! self->discarding);
  set_button (self, PST_LEARN_RESPONSE_PAUSE, status && ! failed, goes);
  set_button (self, PST_LEARN_RESPONSE_KEEP, status && ! failed, goes && status->step > 0);
  set_button (self, PST_LEARN_RESPONSE_AGAIN, again, again);
  set_button (self, PST_LEARN_RESPONSE_LONGER, ! status && self->kept, ! status);
  set_button (self, GTK_RESPONSE_CLOSE, ! status || failed, TRUE);
  pst_learn_side_set_active (PST_LEARN_SIDE (self->side), goes);
}

/* ---- beginning and ending --------------------------------------------- */

static void
close_window (PstLearnWindow *self)
{
  self->closed = TRUE;
  gtk_widget_hide (GTK_WIDGET (self));
  if (self->loop)
    g_main_loop_quit (self->loop);
}

static gint
get_threads (const PstLearnWindow *self)
{
  return self->settings.threads;
}

static void
begin (PstLearnWindow *self)
{
  self->learner = pst_learner_new (g_steal_pointer (&self->lesson), get_threads (self),
                                   self->settings.niceness, NULL, NULL);
  self->keeping = self->discarding = FALSE;
  set_note (self, NULL);
}

/* The learner has ended, or is made to. */
static void
end (PstLearnWindow *self)
{
  self->lesson = pst_learner_finish (g_steal_pointer (&self->learner));
}

static void
discard (PstLearnWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (self->learner)
    end (self);
  if (! pst_lesson_discard (g_steal_pointer (&self->lesson), &error))
    g_message ("%s", error->message);
  close_window (self);
}

static gchar *
say_kept (const PstLearnWindow *self)
{
  g_autofree gchar *text = g_strdup_printf (_ ("\"%s\" is in the gallery now."), get_title (self));

  if (! self->unfinished)
    return g_steal_pointer (&text);
  /* TRANSLATORS: "It is in the gallery now", and what is wrong with the painting. */
  return g_strdup_printf (
      _ ("%s\nHow it looks close up was not learnt: large pictures are enlarged "
         "smoothly. (%s)"),
      text, self->unfinished);
}

/* Puts what was learnt into the gallery.  If that fails it is still in the lesson. */
static void
keep (PstLearnWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PstStyle) style = pst_style_load (pst_lesson_get_style_path (self->lesson), &error);

  if (style && pst_library_keep (self->host->library, style, &error))
    {
      g_autofree gchar *text = say_kept (self);

      g_free (self->kept);
      self->kept = g_strdup (pst_style_get_id (style));
      pst_live_view_keep_painting (PST_LIVE_VIEW (self->live), self->kept);
      set_note (self, text);
      pst_style_unref (self->style);
      self->style = g_steal_pointer (&style);
      if (self->keeping)
        close_window (self);
    }
  else
    {
      g_autofree gchar *text = g_strdup_printf (
          _ ("%s\nThe style could not be put into the gallery. What was learnt is kept, and you "
             "can try again."),
          error->message);

      self->keeping = FALSE;
      set_note (self, text);
    }
}

static void
refresh (PstLearnWindow *self)
{
  g_auto (PstLearnerStatus) status = { 0 };

  if (! pst_learn_window_get_status (self, &status))
    {
      show_note (self, NULL);
      show_buttons (self, NULL);
      paint (self, pst_lesson_get_step (self->lesson));
      return;
    }

  pst_learn_side_show (PST_LEARN_SIDE (self->side), say_state (self, &status), &status,
                       pst_lesson_get_recipe (get_lesson (self))->minutes);
  show_note (self, &status);
  if (self->n_ticks++ % CURVE_TICKS == 0 || status.state >= PST_LEARNER_STOPPED)
    {
      g_autoptr (GArray) reports = pst_learner_get_reports (self->learner);

      pst_learn_side_show_losses (PST_LEARN_SIDE (self->side), reports);
    }

  if (self->discarding
      && (status.state >= PST_LEARNER_STOPPED
          || (status.state == PST_LEARNER_SAVING && status.error)))
    discard (self);
  else if (status.state == PST_LEARNER_STOPPED || status.state == PST_LEARNER_DONE)
    {
      g_free (self->unfinished);
      self->unfinished = status.unfinished ? g_strdup (status.unfinished->message) : NULL;
      end (self);
      keep (self);
      if (! self->closed)
        refresh (self);
    }
  else
    {
      show_buttons (self, &status);
      paint (self, status.step);
    }
}

static gboolean
tick (gpointer user_data)
{
  PstLearnWindow *self = user_data;

  if (self->closed)
    {
      self->ticker = 0;
      return G_SOURCE_REMOVE;
    }
  refresh (self);
  return G_SOURCE_CONTINUE;
}

/* ---- answers ---------------------------------------------------------- */

static void
stop_and_keep (PstLearnWindow *self)
{
  self->keeping = TRUE;
  pst_learner_stop (self->learner);
}

static void
begin_discard (PstLearnWindow *self)
{
  g_auto (PstLearnerStatus) status = { 0 };

  if (! pst_learn_window_get_status (self, &status) || status.state == PST_LEARNER_FAILED)
    discard (self);
  else
    {
      self->discarding = TRUE;
      pst_learner_stop (self->learner);
    }
}

static gdouble
get_seconds (PstLearnWindow *self)
{
  g_auto (PstLearnerStatus) status = { 0 };

  return pst_learn_window_get_status (self, &status) ? status.seconds
                                                     : pst_lesson_get_seconds (self->lesson);
}

static void
ask_discard (PstLearnWindow *self)
{
  g_autofree gchar *learnt = pst_say_seconds (get_seconds (self));
  /* TRANSLATORS: a style's name. */
  g_autofree gchar *question =
      g_strdup_printf (_ ("Discard what was learnt of \"%s\"?"), get_title (self));
  g_autofree gchar *explanation = g_strdup_printf (
      /* TRANSLATORS: a time, as in "12 min". */
      _ ("%s of learning are lost. If the style is in the gallery already it stays as it is "
         "there."),
      learnt);

  if (pst_ask (GTK_WINDOW (self), question, explanation, _ ("_Discard"), TRUE))
    begin_discard (self);
}

/* There is something to be lost. */
static void
ask_close (PstLearnWindow *self)
{
  PstStopAnswer answer = pst_ask_stop (GTK_WINDOW (self), get_title (self), get_seconds (self));

  /* It may have come to its end meanwhile. */
  if (self->closed)
    return;
  if (answer == PST_STOP_KEEP && self->learner)
    stop_and_keep (self);
  else if (answer == PST_STOP_KEEP)
    close_window (self);
  else if (answer == PST_STOP_DISCARD)
    begin_discard (self);
}

/* It cannot be saved, and people want to go. */
static void
ask_leave (PstLearnWindow *self, const PstLearnerStatus *status)
{
  g_autofree gchar *unsaved = pst_say_seconds (status->seconds - status->seconds_saved);
  g_autofree gchar *explanation = g_strdup_printf (
      /* TRANSLATORS: the second %s is a time, as in "3 min". */
      _ ("%s\nIf you close the window now, what was learnt in the last %s is lost."),
      status->error->message, unsaved);

  if (! pst_ask (GTK_WINDOW (self), _ ("Close without saving?"), explanation, _ ("_Close"), TRUE)
      || self->closed)
    return;
  if (self->learner)
    end (self);
  close_window (self);
}

static void
want_close (PstLearnWindow *self)
{
  g_auto (PstLearnerStatus) status = { 0 };

  if (! pst_learn_window_get_status (self, &status) || status.state == PST_LEARNER_FAILED)
    {
      if (self->learner)
        end (self);
      close_window (self);
    }
  else if (status.state == PST_LEARNER_SAVING && status.error)
    ask_leave (self, &status);
  else if (! self->keeping && ! self->discarding)
    {
      if (status.step > 0)
        ask_close (self);
      else
        ask_discard (self);
    }
}

static void
pause_or_go_on (PstLearnWindow *self)
{
  g_auto (PstLearnerStatus) status = { 0 };

  if (! pst_learn_window_get_status (self, &status))
    return;
  if (status.state == PST_LEARNER_PAUSED)
    pst_learner_resume (self->learner);
  else
    pst_learner_pause (self->learner);
}

/* After a failure, or if the gallery could not be written to. */
static void
try_again (PstLearnWindow *self)
{
  if (self->learner)
    {
      end (self);
      begin (self);
    }
  else
    keep (self);
}

static void
learn_longer (PstLearnWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (pst_ask_more_time (GTK_WINDOW (self), self->lesson, &error))
    begin (self);
  else if (error)
    set_note (self, error->message);
}

static void
response (GtkDialog *dialog, gint id, gpointer user_data)
{
  PstLearnWindow *self = PST_LEARN_WINDOW (dialog);

  if (self->closed)
    return;
  switch (id)
    {
    case PST_LEARN_RESPONSE_PAUSE:
      pause_or_go_on (self);
      break;
    case PST_LEARN_RESPONSE_KEEP:
      if (self->learner)
        stop_and_keep (self);
      break;
    case PST_LEARN_RESPONSE_DISCARD:
      ask_discard (self);
      break;
    case PST_LEARN_RESPONSE_AGAIN:
      try_again (self);
      break;
    case PST_LEARN_RESPONSE_LONGER:
      learn_longer (self);
      break;
    case GTK_RESPONSE_CLOSE:
    case GTK_RESPONSE_DELETE_EVENT:
      want_close (self);
      break;
    default:
      return;
    }
  if (! self->closed)
    refresh (self);
}

static void
threads_changed (PstLearnSide *side, gint n, PstLearnWindow *self)
{
  self->settings.threads = n;
  self->host->set_learn_settings (self->host, &self->settings);
  if (self->learner)
    pst_learner_set_threads (self->learner, n);
}

/* ---- building --------------------------------------------------------- */

static void
build (PstLearnWindow *self)
{
  GtkWidget *box = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *columns = gtk_hbox_new (FALSE, BORDER);
  GtkRequisition buttons;
  GtkWidget *tall;

  gtk_widget_size_request (gtk_dialog_get_action_area (GTK_DIALOG (self)), &buttons);
  tall = pst_tall_new (box, 2 * buttons.height + 4 * BORDER);
  gtk_container_set_border_width (GTK_CONTAINER (tall), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (self))), tall, TRUE, TRUE,
                      0);
  self->note_row = pst_note_new ("pst-learning-note", NOTE_WIDTH);
  gtk_box_pack_start (GTK_BOX (box), self->note_row, FALSE, FALSE, 0);

  g_signal_connect (self->live, "measured", G_CALLBACK (measured), self);
  g_signal_connect (self->live, "changed", G_CALLBACK (photo_changed), self);
  g_signal_connect (self->live, "failed", G_CALLBACK (live_failed), self);
  gtk_box_pack_start (GTK_BOX (columns), self->live, TRUE, TRUE, 0);
  self->side = pst_learn_side_new (self->settings.threads, self->host->help_id);
  g_signal_connect (self->side, "threads", G_CALLBACK (threads_changed), self);
  gtk_box_pack_start (GTK_BOX (columns), self->side, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), columns, TRUE, TRUE, 0);
  gtk_widget_show_all (tall);
}

static void
add_buttons (PstLearnWindow *self)
{
  GtkDialog *dialog = GTK_DIALOG (self);

  gimp_dialog_add_buttons (GIMP_DIALOG (self), _ ("_Discard..."), PST_LEARN_RESPONSE_DISCARD,
                           _ ("_Pause"), PST_LEARN_RESPONSE_PAUSE, _ ("_Try Again"),
                           PST_LEARN_RESPONSE_AGAIN, _ ("_Learn for Longer..."),
                           PST_LEARN_RESPONSE_LONGER, _ ("Stop and _Keep"), PST_LEARN_RESPONSE_KEEP,
                           _ ("_Close"), GTK_RESPONSE_CLOSE, NULL);
  gtk_dialog_set_alternative_button_order (
      dialog, GTK_RESPONSE_CLOSE, PST_LEARN_RESPONSE_KEEP, PST_LEARN_RESPONSE_LONGER,
      PST_LEARN_RESPONSE_AGAIN, PST_LEARN_RESPONSE_PAUSE, PST_LEARN_RESPONSE_DISCARD, -1);
  gtk_widget_set_tooltip_text (
      gtk_dialog_get_widget_for_response (dialog, PST_LEARN_RESPONSE_KEEP),
      _ ("Put the style into the gallery as it is; you can continue learning it another time"));
  gtk_widget_set_tooltip_text (
      gtk_dialog_get_widget_for_response (dialog, PST_LEARN_RESPONSE_PAUSE),
      _ ("Leave the computer to other things for a while"));
}

/* The workers go first: nothing comes back to widgets that are no more. */
static void
pst_learn_window_dispose (GObject *object)
{
  PstLearnWindow *self = PST_LEARN_WINDOW (object);

  if (self->ticker)
    g_source_remove (self->ticker);
  self->ticker = 0;
  g_clear_pointer (&self->learner, pst_learner_free);
  g_clear_pointer (&self->lesson, pst_lesson_close);
  if (self->live)
    g_signal_handlers_disconnect_by_data (self->live, self);
  self->live = NULL;
  G_OBJECT_CLASS (pst_learn_window_parent_class)->dispose (object);
}

static void
pst_learn_window_finalize (GObject *object)
{
  PstLearnWindow *self = PST_LEARN_WINDOW (object);

  pst_style_unref (self->style);
  g_free (self->kept);
  g_free (self->unfinished);
  g_free (self->note);
  G_OBJECT_CLASS (pst_learn_window_parent_class)->finalize (object);
}

static void
pst_learn_window_class_init (PstLearnWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_learn_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_learn_window_finalize;
}

static void
pst_learn_window_init (PstLearnWindow *self)
{
  self->settings = (PstLearnSettings) PST_LEARN_SETTINGS_INIT;
}

/* With some room for the curves, whatever the size of the text. */
static void
fit_screen (PstLearnWindow *self)
{
  GdkScreen *screen = gtk_widget_get_screen (GTK_WIDGET (self));
  GtkRequisition least;

  gtk_widget_size_request (GTK_WIDGET (self), &least);
  gtk_window_set_default_size (
      GTK_WINDOW (self),
      MIN (MAX (WIDTH, least.width * 5 / 4), gdk_screen_get_width (screen) - MARGIN),
      MIN (MAX (HEIGHT, least.height * 5 / 4), gdk_screen_get_height (screen) - MARGIN));
}

GtkWidget *
pst_learn_window_new (PstUiHost *host, PstLesson *lesson, GError **error)
{
  const PstRecipe *recipe = pst_lesson_get_recipe (lesson);
  /* TRANSLATORS: the title of a window; a style's name. */
  g_autofree gchar *title = g_strdup_printf (_ ("Learning \"%s\""), recipe->title);
  GtkWidget *live = pst_live_view_new (host, lesson, error);
  PstLearnWindow *self;

  if (! live)
    {
      pst_lesson_close (lesson);
      return NULL;
    }
  self = g_object_new (PST_TYPE_LEARN_WINDOW, "title", title, "role", ROLE, "help-func",
                       host->help_func, "help-id", host->help_id, NULL);
  self->host = host;
  self->lesson = lesson;
  self->live = live;
  host->get_learn_settings (host, &self->settings);
  add_buttons (self);
  build (self);
  fit_screen (self);
  g_signal_connect (self, "response", G_CALLBACK (response), NULL);
  g_signal_connect (self, "delete-event", G_CALLBACK (gtk_true), NULL);
  begin (self);
  self->ticker = g_timeout_add (TICK, tick, self);
  refresh (self);
  return GTK_WIDGET (self);
}

gchar *
pst_learn_window_run (PstLearnWindow *self)
{
  gtk_window_present (GTK_WINDOW (self));
  self->loop = g_main_loop_new (NULL, FALSE);
  if (! self->closed)
    g_main_loop_run (self->loop);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  return g_strdup (self->kept);
}

gboolean
pst_learn_window_is_closed (PstLearnWindow *self)
{
  return self->closed;
}

guint
pst_learn_window_get_n_painted (PstLearnWindow *self)
{
  return pst_live_view_get_n_painted (PST_LIVE_VIEW (self->live));
}
