/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/pastiche.h"

#include <math.h>

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include "lessons/history.h"
#include "lessons/last-part.h"
#include "lessons/lesson.h"
#include "lessons/pace.h"

#define KEEP_SECONDS  90
#define RETRY_SECONDS 5  /* after it could not be kept; sooner if it is kept more often */
#define STEPS_EVERY   10 /* steps; then their number is estimated anew */

/* What the threads share is under the mutex; the rest is the learner's thread's own,
 * except the lesson: it is that thread's until it ends. */
struct _PstLearner
{
  PstLesson *lesson;
  gint niceness;
  PstLearnerFunc changed;
  gpointer user_data;
  GThread *thread;

  GMutex mutex;
  GCond cond;

  /* What it is told. */
  gboolean pause, stop;
  gboolean quit; /* stop, and do not try again to keep */
  gint n_threads;
  gdouble keep_seconds;
  gboolean style_wanted;

  /* What it tells. */
  PstLearnerStatus status;
  gboolean ended;
  PstStyle *style;
  PstHistory history;

  /* The thread's own. */
  PstEngine *engine;
  PstTrainer *trainer;
  PstPace pace;
  PstStyle *finisher;        /* what has learnt to finish, this time or before; or NULL */
  GCancellable *cancellable; /* of the last part; any thread */
  gint64 last_part_time;     /* on the clock: since when it is learnt */
  gboolean over;             /* the last part is learnt, or there is none */
  gdouble seconds;           /* of learning */
  gdouble kept_at;           /* as seconds */
  gint64 kept_time;          /* on the clock: when it was tried last */
  gint used_threads;         /* as n_threads */
};

static gint
default_threads (gint n_threads)
{
  return n_threads > 0 ? n_threads : MAX (1, (gint) g_get_num_processors () - 1);
}

static gdouble
seconds_since (gint64 start)
{
  return (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
tell (PstLearner *l)
{
  if (l->changed)
    l->changed (l->user_data);
}

static gboolean
is_told_to (PstLearner *l, const gboolean *what)
{
  gboolean told;

  g_mutex_lock (&l->mutex);
  told = *what;
  g_mutex_unlock (&l->mutex);
  return told;
}

/* Takes @error. */
static void
set_state (PstLearner *l, PstLearnerState state, GError *error)
{
  g_mutex_lock (&l->mutex);
  l->status.state = state;
  g_clear_error (&l->status.error);
  l->status.error = error;
  g_mutex_unlock (&l->mutex);
  tell (l);
}

/* ---- steps ------------------------------------------------------------ */

/* Every thread that this one starts is as nice. */
static void
be_nice (gint niceness)
{
#ifdef __linux__
  if (niceness > 0)
    setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), niceness);
#endif
}

/* Steps for the time that is left, at this machine's pace: only the time ends it. */
static void
estimate_steps (PstLearner *l)
{
  gdouble left = pst_lesson_get_recipe (l->lesson)->minutes * 60 - pst_last_part_seconds (l->lesson)
                 - l->seconds;
  gdouble pace = pst_pace_get (&l->pace);
  gint step = pst_trainer_get_step (l->trainer), steps = pst_trainer_get_steps (l->trainer);

  if (! pst_lesson_goes_by_time (l->lesson))
    return;
  if (left <= 0)
    steps = step;
  else if (pace > 0 && (step % STEPS_EVERY == 0 || step >= steps))
    steps = (gint) CLAMP (step + ceil (left / pace), step + 1, PST_LESSON_STEPS_UNKNOWN);
  else
    steps = MAX (steps, step + 1);
  pst_trainer_set_steps (l->trainer, steps);
}

static gboolean
is_learnt (const PstLearner *l)
{
  return pst_trainer_get_step (l->trainer) >= pst_trainer_get_steps (l->trainer);
}

/* Under the mutex. */
static void
update_status (PstLearner *l)
{
  PstLearnerStatus *s = &l->status;
  gint steps = pst_trainer_get_steps (l->trainer);
  gdouble pace = pst_pace_get (&l->pace);

  s->step = pst_trainer_get_step (l->trainer);
  s->steps = steps == PST_LESSON_STEPS_UNKNOWN ? 0 : steps;
  s->seconds = l->seconds;
  s->seconds_saved = l->kept_at;
  if (pst_lesson_goes_by_time (l->lesson))
    s->seconds_left = MAX (0, pst_lesson_get_recipe (l->lesson)->minutes * 60 - l->seconds);
  else
    s->seconds_left = pace > 0 ? (steps - s->step) * pace : -1;
}

static PstStyle *
get_style (const PstLearner *l)
{
  return pst_last_part_add (pst_trainer_get_style (l->trainer), l->finisher);
}

/* FALSE and FAILED if the step went wrong. */
static gboolean
take_step (PstLearner *l)
{
  gint64 start = g_get_monotonic_time ();
  PstStyle *style = NULL, *old = NULL;
  PstTrainReport report;
  GError *error = NULL;
  gboolean wanted;

  if (l->used_threads != g_atomic_int_get (&l->n_threads))
    {
      l->used_threads = g_atomic_int_get (&l->n_threads);
      pst_engine_set_threads (l->engine, default_threads (l->used_threads));
      l->pace.n = 0;
    }
  if (! pst_trainer_step (l->trainer, &report, &error))
    {
      set_state (l, PST_LEARNER_FAILED, error);
      return FALSE;
    }
  pst_pace_add (&l->pace, seconds_since (start));
  l->seconds += seconds_since (start);
  estimate_steps (l);

  g_mutex_lock (&l->mutex);
  pst_history_add (&l->history, &report);
  l->status.report = report;
  update_status (l);
  wanted = l->style_wanted;
  l->style_wanted = FALSE;
  g_mutex_unlock (&l->mutex);

  if (wanted && (style = get_style (l)))
    {
      g_mutex_lock (&l->mutex);
      old = l->style;
      l->style = style;
      g_mutex_unlock (&l->mutex);
      pst_style_unref (old);
    }
  tell (l);
  return TRUE;
}

/* ---- keeping ---------------------------------------------------------- */

/* What goes wrong is in the status until the next time. */
static gboolean
keep (PstLearner *l)
{
  g_autoptr (PstStyle) style = get_style (l);
  GError *error = NULL;
  gboolean kept =
      pst_lesson_keep (l->lesson, l->trainer, style, l->seconds, is_learnt (l) && l->over, &error);
  PstStyle *old;

  l->kept_time = g_get_monotonic_time ();
  if (kept)
    l->kept_at = l->seconds;
  g_mutex_lock (&l->mutex);
  g_clear_error (&l->status.error);
  l->status.error = error;
  update_status (l);
  old = l->style;
  l->style = g_steal_pointer (&style);
  g_mutex_unlock (&l->mutex);
  pst_style_unref (old);
  tell (l);
  return kept;
}

/* Under the mutex. */
static gint64
next_try (const PstLearner *l)
{
  return g_get_monotonic_time () + (gint64) (MIN (l->keep_seconds, RETRY_SECONDS) * G_USEC_PER_SEC);
}

static void
keep_now_and_then (PstLearner *l)
{
  gboolean failed;
  gdouble every;

  g_mutex_lock (&l->mutex);
  every = l->keep_seconds;
  failed = l->status.error != NULL;
  g_mutex_unlock (&l->mutex);
  if (seconds_since (l->kept_time) >= (failed ? MIN (every, RETRY_SECONDS) : every))
    keep (l);
}

/* Until it is kept, or nobody wants to wait for it. */
static void
keep_at_last (PstLearner *l)
{
  PstLearnerState end = is_learnt (l) && l->over ? PST_LEARNER_DONE : PST_LEARNER_STOPPED;
  gboolean quit = is_told_to (l, &l->quit);

  set_state (l, PST_LEARNER_SAVING, NULL);
  while (! keep (l) && ! quit)
    {
      gint64 until;

      g_mutex_lock (&l->mutex);
      until = next_try (l);
      while (! l->quit && g_cond_wait_until (&l->cond, &l->mutex, until))
        ;
      quit = l->quit;
      g_mutex_unlock (&l->mutex);
    }

  g_mutex_lock (&l->mutex);
  if (! l->status.error)
    l->status.state = end;
  else
    l->status.state = PST_LEARNER_FAILED;
  g_mutex_unlock (&l->mutex);
}

/* ---- the thread ------------------------------------------------------- */

static void
rest (PstLearner *l)
{
  set_state (l, PST_LEARNER_PAUSED, NULL);
  keep (l);
  while (is_told_to (l, &l->pause))
    {
      gboolean failed;

      g_mutex_lock (&l->mutex);
      failed = l->status.error != NULL;
      if (l->pause && failed)
        g_cond_wait_until (&l->cond, &l->mutex, next_try (l));
      else if (l->pause)
        g_cond_wait (&l->cond, &l->mutex);
      failed = failed && l->pause;
      g_mutex_unlock (&l->mutex);
      if (failed)
        keep (l);
    }
  g_mutex_lock (&l->mutex);
  l->status.state = PST_LEARNER_LEARNING;
  g_mutex_unlock (&l->mutex);
  tell (l);
}

static gboolean
prepare (PstLearner *l)
{
  GError *error = NULL;

  l->used_threads = g_atomic_int_get (&l->n_threads);
  l->engine = pst_engine_new (default_threads (l->used_threads));
  l->trainer = pst_lesson_new_trainer (l->lesson, l->engine, &error);
  if (! l->trainer)
    {
      set_state (l, PST_LEARNER_FAILED, error);
      return FALSE;
    }
  l->finisher = pst_last_part_load (l->lesson);
  g_mutex_lock (&l->mutex);
  update_status (l);
  g_mutex_unlock (&l->mutex);
  set_state (l, PST_LEARNER_LEARNING, NULL);
  return TRUE;
}

/* ---- the last part ---------------------------------------------------- */

static void
last_part_progress (gdouble done, gpointer data)
{
  PstLearner *l = data;
  gdouble seconds = seconds_since (l->last_part_time);

  g_mutex_lock (&l->mutex);
  l->status.seconds = l->seconds + seconds;
  l->status.seconds_left = done > 0 ? seconds * (1 - done) / done : -1;
  if (l->pause) /* it begins anew: it is short */
    g_cancellable_cancel (l->cancellable);
  g_mutex_unlock (&l->mutex);
  tell (l);
}

/* FALSE if it was broken off.  What goes wrong is no reason to lose what was learnt. */
static gboolean
learn_last_part (PstLearner *l, gint steps)
{
  g_autoptr (PstStyle) style = pst_trainer_get_style (l->trainer);
  const PstRun run = { last_part_progress, l, l->cancellable };
  GError *error = NULL;
  PstStyle *learnt;

  l->last_part_time = g_get_monotonic_time ();
  learnt = pst_last_part_learn (l->lesson, l->engine, style, l->seconds, steps, &run, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return FALSE;
    }
  if (learnt)
    {
      pst_style_unref (l->finisher);
      l->finisher = learnt;
    }
  l->seconds += seconds_since (l->last_part_time);
  g_mutex_lock (&l->mutex);
  l->status.unfinished = error;
  g_mutex_unlock (&l->mutex);
  return TRUE;
}

/* Kept before, for it may take minutes; and while it is not over, the lesson is not done. */
static void
finish (PstLearner *l)
{
  gint steps = pst_last_part_steps (pst_trainer_get_step (l->trainer));

  l->over = steps == 0 || pst_lesson_is_done (l->lesson)
            || (pst_lesson_goes_by_time (l->lesson) && pst_last_part_seconds (l->lesson) == 0);
  if (! l->over)
    keep (l);
  while (! l->over)
    {
      if (is_told_to (l, &l->pause))
        rest (l);
      g_cancellable_reset (l->cancellable);
      if (is_told_to (l, &l->stop)) /* looked at after that, so that neither is missed */
        return;
      set_state (l, PST_LEARNER_FINISHING, NULL);
      l->over = learn_last_part (l, steps);
    }
}

static void
learn (PstLearner *l)
{
  gboolean good = TRUE;

  l->kept_time = g_get_monotonic_time ();
  while (good && ! is_learnt (l) && ! is_told_to (l, &l->stop))
    {
      if (is_told_to (l, &l->pause))
        rest (l);
      else if ((good = take_step (l)))
        keep_now_and_then (l);
    }
  if (good && is_learnt (l))
    finish (l);
  if (good)
    keep_at_last (l);
}

static gpointer
learner_main (gpointer data)
{
  PstLearner *l = data;

  be_nice (l->niceness);
  if (prepare (l))
    learn (l);
  g_clear_pointer (&l->finisher, pst_style_unref);
  g_clear_pointer (&l->trainer, pst_trainer_free);
  g_clear_pointer (&l->engine, pst_engine_free);

  g_mutex_lock (&l->mutex);
  l->ended = TRUE;
  g_cond_broadcast (&l->cond);
  g_mutex_unlock (&l->mutex);
  tell (l);
  return NULL;
}

/* ---- for the other threads -------------------------------------------- */

PstLearner *
pst_learner_new (PstLesson *lesson, gint n_threads, gint niceness, PstLearnerFunc changed,
                 gpointer user_data)
{
  PstLearner *l = g_new0 (PstLearner, 1);

  l->lesson = lesson;
  l->niceness = CLAMP (niceness, 0, 19);
  l->changed = changed;
  l->user_data = user_data;
  l->n_threads = n_threads;
  l->keep_seconds = KEEP_SECONDS;
  l->cancellable = g_cancellable_new ();
  pst_history_init (&l->history);
  l->seconds = l->kept_at = pst_lesson_get_seconds (lesson);
  l->status.step = pst_lesson_get_step (lesson);
  l->status.steps = pst_lesson_get_steps (lesson);
  l->status.seconds = l->status.seconds_saved = l->seconds;
  l->status.seconds_left = -1;
  g_mutex_init (&l->mutex);
  g_cond_init (&l->cond);
  l->thread = g_thread_new ("pastiche-learner", learner_main, l);
  return l;
}

PstLesson *
pst_learner_finish (PstLearner *l)
{
  PstLesson *lesson = l->lesson;

  g_mutex_lock (&l->mutex);
  l->quit = l->stop = TRUE;
  l->pause = FALSE;
  g_cancellable_cancel (l->cancellable);
  g_cond_broadcast (&l->cond);
  g_mutex_unlock (&l->mutex);
  g_thread_join (l->thread);
  g_object_unref (l->cancellable);

  pst_learner_status_clear (&l->status);
  pst_style_unref (l->style);
  pst_history_clear (&l->history);
  g_mutex_clear (&l->mutex);
  g_cond_clear (&l->cond);
  g_free (l);
  return lesson;
}

void
pst_learner_free (PstLearner *l)
{
  if (l)
    pst_lesson_close (pst_learner_finish (l));
}

const PstLesson *
pst_learner_get_lesson (const PstLearner *l)
{
  return l->lesson;
}

static void
order (PstLearner *l, gboolean *what, gboolean value)
{
  g_mutex_lock (&l->mutex);
  *what = value;
  g_cond_broadcast (&l->cond);
  g_mutex_unlock (&l->mutex);
}

void
pst_learner_pause (PstLearner *l)
{
  order (l, &l->pause, TRUE);
}

void
pst_learner_resume (PstLearner *l)
{
  order (l, &l->pause, FALSE);
}

void
pst_learner_stop (PstLearner *l)
{
  order (l, &l->stop, TRUE);
  g_cancellable_cancel (l->cancellable);
  order (l, &l->pause, FALSE);
}

void
pst_learner_set_threads (PstLearner *l, gint n_threads)
{
  g_atomic_int_set (&l->n_threads, n_threads);
}

void
pst_learner_set_keep_seconds (PstLearner *l, gdouble seconds)
{
  g_mutex_lock (&l->mutex);
  l->keep_seconds = seconds;
  g_mutex_unlock (&l->mutex);
}

void
pst_learner_get_status (PstLearner *l, PstLearnerStatus *status)
{
  g_mutex_lock (&l->mutex);
  *status = l->status;
  status->error = l->status.error ? g_error_copy (l->status.error) : NULL;
  status->unfinished = l->status.unfinished ? g_error_copy (l->status.unfinished) : NULL;
  g_mutex_unlock (&l->mutex);
}

void
pst_learner_status_clear (PstLearnerStatus *status)
{
  g_clear_error (&status->error);
  g_clear_error (&status->unfinished);
}

GArray *
pst_learner_get_reports (PstLearner *l)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (PstTrainReport));

  g_mutex_lock (&l->mutex);
  g_array_append_vals (copy, l->history.reports->data, l->history.reports->len);
  g_mutex_unlock (&l->mutex);
  return copy;
}

PstStyle *
pst_learner_get_style (PstLearner *l)
{
  PstStyle *style;

  g_mutex_lock (&l->mutex);
  l->style_wanted = TRUE;
  style = l->style ? pst_style_ref (l->style) : NULL;
  g_mutex_unlock (&l->mutex);
  return style;
}

gboolean
pst_learner_wait (PstLearner *l, gdouble seconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  gboolean ended;

  g_mutex_lock (&l->mutex);
  while (! l->ended && g_cond_wait_until (&l->cond, &l->mutex, until))
    ;
  ended = l->ended;
  g_mutex_unlock (&l->mutex);
  return ended;
}
