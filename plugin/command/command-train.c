/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche train: a painting and photos in, a style out. */

#include "command/command-line.h"

#include <stdio.h>

#include "command/style-writer.h"
#include "command/train-lesson.h"
#include "host/style-folders.h"

#define LOOK_SECONDS     0.05
#define PROGRESS_SECONDS 5
#define FIRST_SECONDS    5 /* then what cannot be written is noticed */
#define STYLE_SECONDS    60
#define RETRY_SECONDS    5

/* ---- watching --------------------------------------------------------- */

typedef struct
{
  PstStyleWriter writer;
  gint first_step; /* and seconds: as it was begun or gone on with here */
  gdouble first_seconds;
  gint steps;          /* in the end */
  gint shown_step;     /* of the last line */
  gint64 shown, write; /* on the clock: the last line; when to write next */
  gint asked_step;     /* when a newer style was asked for; -1: it was not */
  gchar *said;         /* why it could not be kept */
  gboolean finishes;   /* and that was said */
} Watch;

static void
watch_clear (Watch *w)
{
  pst_style_writer_clear (&w->writer);
  g_free (w->said);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

static gchar *
format_seconds (gdouble seconds)
{
  gint64 s = (gint64) CLAMP (seconds, 0, 1e9);

  return g_strdup_printf ("%d:%02d:%02d", (gint) (s / 3600), (gint) (s / 60 % 60), (gint) (s % 60));
}

static void
print_report (const PstTrainReport *r, gdouble seconds_per_step)
{
  g_autofree gchar *left = format_seconds ((r->steps - r->step) * seconds_per_step);

  g_print ("step %d/%d  left %s  rate %.2e  ", r->step, r->steps, left, r->learning_rate);
  for (gint i = 0; i < PST_N_LOSSES; i++)
    g_print ("%s %.4f  ", pst_loss_get_name (i), r->losses[i]);
  g_print ("disc %.3f  accuracy %.2f\n", r->discriminator, r->accuracy);
  fflush (stdout);
}

static void
show (Watch *w, const PstLearnerStatus *status)
{
  const PstTrainReport *r = &status->report;

  if (r->step == w->shown_step)
    return;
  print_report (r, (status->seconds - w->first_seconds) / MAX (r->step - w->first_step, 1));
  w->shown_step = r->step;
  w->shown = g_get_monotonic_time ();
}

/* That it cannot be kept now is no reason to stop. */
static void
say_unkept (Watch *w, const GError *error)
{
  if (error && g_strcmp0 (w->said, error->message) != 0)
    g_printerr ("pastiche: %s  It is tried again.\n", error->message);
  g_free (w->said);
  w->said = error ? g_strdup (error->message) : NULL;
}

/* The learner makes a style when it is asked to: at its next step. */
static void
write_now_and_then (Watch *w, PstLearner *learner, const PstLearnerStatus *status)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (PstStyle) style = NULL;
  gboolean good;

  if (now < w->write || status->step == w->asked_step || status->state != PST_LEARNER_LEARNING)
    return;
  style = pst_learner_get_style (learner);
  if (w->asked_step < 0)
    {
      w->asked_step = status->step;
      return;
    }
  good = ! style || pst_style_writer_write (&w->writer, style);
  w->asked_step = -1;
  w->write = now + (good ? STYLE_SECONDS : RETRY_SECONDS) * G_USEC_PER_SEC;
}

/* Until the learner ends, or cannot and the user is in a hurry. */
static void
watch (Watch *w, PstLearner *learner)
{
  gboolean stopping = FALSE;

  while (! pst_learner_wait (learner, LOOK_SECONDS))
    {
      g_auto (PstLearnerStatus) status = { 0 };

      pst_learner_get_status (learner, &status);
      if (g_get_monotonic_time () - w->shown >= PROGRESS_SECONDS * G_USEC_PER_SEC)
        show (w, &status);
      say_unkept (w, status.error);
      if (status.state == PST_LEARNER_FINISHING && ! w->finishes)
        {
          g_print ("learning how the painting is finished\n");
          fflush (stdout);
          w->finishes = TRUE;
        }
      if (stopping && status.state == PST_LEARNER_SAVING && status.error)
        return;
      if (pst_interrupted () && ! stopping)
        {
          stopping = TRUE;
          pst_learner_stop (learner);
        }
      write_now_and_then (w, learner, &status);
    }
}

/* ---- the command ------------------------------------------------------ */

static gboolean
set_stopped (GError **error, const PstTrainOptions *options, const PstLesson *lesson)
{
  g_autofree gchar *how = options->output ? g_strdup ("give the same command and --resume")
                                          : g_strdup_printf ("pastiche train --resume %s",
                                                             pst_lesson_get_recipe (lesson)->id);

  g_clear_error (error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped after step %d of %d; to go on, %s",
               pst_lesson_get_step (lesson), pst_lesson_get_steps (lesson), how);
  return FALSE;
}

static PstLesson *
get_lesson (const PstTrainOptions *options, PstLibrary *library, PstEngine *engine, GError **error)
{
  g_autoptr (PstLesson) lesson = options->resume
                                     ? pst_train_resume (options, library, error)
                                     : pst_train_begin (options, library, engine, error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError *local = NULL;
  gboolean timed;

  if (! lesson)
    return NULL;
  timed = pst_lesson_get_step (lesson) == 0 && pst_lesson_get_steps (lesson) == 0;
  if (! pst_lesson_fix_steps (lesson, engine,
                              &(PstRun){ pst_command_progress, cancellable, cancellable }, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        set_stopped (&local, options, lesson);
      g_propagate_error (error, local);
      return NULL;
    }
  if (timed)
    g_print ("%g minutes are %d steps\n", pst_lesson_get_recipe (lesson)->minutes,
             pst_lesson_get_steps (lesson));
  if (options->resume)
    g_print ("going on after step %d of %d\n", pst_lesson_get_step (lesson),
             pst_lesson_get_steps (lesson));
  return g_steal_pointer (&lesson);
}

/* What there is at the end goes to where it belongs. */
static gboolean
hand_over (Watch *w, const PstTrainOptions *options, PstLibrary *library, const PstLesson *lesson,
           const PstStyle *style, GError **error)
{
  g_autofree gchar *name = pst_display_name (pst_lesson_get_folder (lesson));

  if (! options->output && ! pst_library_keep (library, style, error))
    return FALSE;
  if (pst_style_writer_write (&w->writer, style))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
               "%s: it is learnt and kept here, but not everything could be written; with "
               "--resume that is tried again",
               name);
  return FALSE;
}

/* What became of it, once the learner has ended. */
static gboolean
conclude (Watch *w, const PstTrainOptions *options, PstLibrary *library, const PstLesson *lesson,
          PstLearnerStatus *status, const PstStyle *style, GError **error)
{
  g_autofree gchar *folder = pst_display_name (pst_lesson_get_folder (lesson));

  if (g_error_matches (status->error, PST_ERROR, PST_ERROR_DIVERGED)
      && pst_lesson_get_step (lesson) > 0)
    g_set_error (error, PST_ERROR, PST_ERROR_DIVERGED, "%s; that state is in %s",
                 status->error->message, folder);
  else if (status->error)
    g_propagate_error (error, g_steal_pointer (&status->error));
  else if (! pst_lesson_is_done (lesson))
    set_stopped (error, options, lesson);
  else
    return hand_over (w, options, library, lesson, style, error);
  return FALSE;
}

/* Takes @lesson. */
static gboolean
learn (Watch *w, const PstTrainOptions *options, PstLibrary *library, PstLesson *lesson,
       gint threads, GError **error)
{
  g_auto (PstLearnerStatus) status = { 0 };
  g_autoptr (PstLesson) learnt = NULL;
  g_autoptr (PstStyle) style = NULL;
  gint64 start = g_get_monotonic_time ();
  PstLearner *learner;

  w->asked_step = -1;
  w->write = start + FIRST_SECONDS * G_USEC_PER_SEC;
  w->shown = start - PROGRESS_SECONDS * G_USEC_PER_SEC; /* the first line at once */
  w->first_step = pst_lesson_get_step (lesson);
  w->first_seconds = pst_lesson_get_seconds (lesson);
  learner = pst_learner_new (lesson, threads, 0, NULL, NULL);
  watch (w, learner);
  pst_learner_get_status (learner, &status);
  show (w, &status);
  if (status.unfinished)
    g_print ("the painting's finish was not learnt: %s\n", status.unfinished->message);
  w->steps = status.steps;
  style = pst_learner_get_style (learner);
  learnt = pst_learner_finish (learner);
  return conclude (w, options, library, learnt, &status, style, error);
}

static gboolean
train (const PstTrainOptions *options, PstLibrary *library, GError **error)
{
  gint threads = options->threads > 0 ? options->threads : (gint) g_get_num_processors ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (PstEngine) engine = pst_engine_new (threads);
  g_autoptr (PstLesson) lesson = get_lesson (options, library, engine, error);
  g_autofree gchar *name = NULL, *took = NULL;
  g_auto (Watch) w = { 0 };

  if (! lesson
      || ! pst_style_writer_init (&w.writer, lesson, engine, options->output, options->preview,
                                  error))
    return FALSE;
  name = options->output ? pst_display_name (options->output)
                         : g_strdup (pst_lesson_get_recipe (lesson)->id);
  if (! learn (&w, options, library, g_steal_pointer (&lesson), threads, error))
    return FALSE;
  took = format_seconds ((gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  g_print ("%s: learnt in %d steps; this took %s\n", name, w.steps, took);
  return TRUE;
}

PstExit
pst_command_train (gint argc, gchar **argv)
{
  g_autoptr (PstLibrary) library = pst_user_library (pst_command_program ());
  g_auto (PstTrainOptions) options = { 0 };
  GError *error = NULL;

  pst_interrupt_listen ();
  if (! pst_train_options_parse (&options, library, argc, argv, &error)
      || ! train (&options, library, &error))
    return pst_command_fail (error);
  return PST_EXIT_DONE;
}
