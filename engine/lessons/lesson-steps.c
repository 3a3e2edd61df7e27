/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a lesson takes: minutes, steps, and from the ones to the others. */

#include <math.h>

#include "lessons/last-part.h"
#include "lessons/pace.h"

#define TIMED_STEPS 10

gboolean
pst_lesson_set_minutes (PstLesson *lesson, gdouble minutes, GError **error)
{
  gdouble old_minutes = lesson->recipe->minutes;
  gint old_steps = lesson->steps;
  gboolean old_done = lesson->done, old_fixed = lesson->fixed;

  if (! (minutes > 0 && minutes <= 100000 && minutes * 60 > lesson->seconds))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%g minutes are no time to learn in: %.1f minutes are over already. Give more.",
                   minutes, lesson->seconds / 60);
      return FALSE;
    }
  lesson->recipe->minutes = minutes;
  lesson->done = lesson->fixed = FALSE;
  if (lesson->step > 0)
    lesson->steps = (gint) CLAMP (lesson->step * minutes * 60 / MAX (lesson->seconds, 1e-3),
                                  lesson->step + 1, PST_LESSON_STEPS_UNKNOWN);
  if (pst_lesson_save (lesson, error))
    return TRUE;
  lesson->recipe->minutes = old_minutes;
  lesson->steps = old_steps;
  lesson->done = old_done;
  lesson->fixed = old_fixed;
  return FALSE;
}

gboolean
pst_lesson_set_steps (PstLesson *lesson, gint steps, GError **error)
{
  PstLesson before = *lesson;
  gdouble minutes = lesson->recipe->minutes;

  if (steps <= lesson->step || steps >= PST_LESSON_STEPS_UNKNOWN)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%d steps cannot be learnt: %d are done already. Give more, below %d.", steps,
                   lesson->step, PST_LESSON_STEPS_UNKNOWN);
      return FALSE;
    }
  lesson->recipe->minutes = 0;
  lesson->steps = steps;
  lesson->done = lesson->fixed = FALSE;
  if (pst_lesson_save (lesson, error))
    return TRUE;
  *lesson = before;
  lesson->recipe->minutes = minutes;
  return FALSE;
}

/* Seconds a step of a trainer that is thrown away, or 0 with an error. */
static gdouble
measure_pace (PstLesson *lesson, PstEngine *engine, const PstRun *run, GError **error)
{
  const gint n = PST_PACE_WARM_UP + TIMED_STEPS;
  g_autoptr (PstTrainer) trainer = pst_lesson_new_trainer (lesson, engine, error);
  PstTrainReport report;
  PstPace pace = { 0 };

  for (gint i = 0; trainer && i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (run && run->progress)
        run->progress ((gdouble) i / n, run->user_data);
      if ((run && g_cancellable_set_error_if_cancelled (run->cancellable, error))
          || ! pst_trainer_step (trainer, &report, error))
        return 0;
      pst_pace_add (&pace, (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
    }
  return trainer ? pst_pace_get (&pace) : 0;
}

gboolean
pst_lesson_fix_steps (PstLesson *lesson, PstEngine *engine, const PstRun *run, GError **error)
{
  gint steps = lesson->steps;

  if (! pst_lesson_goes_by_time (lesson))
    return TRUE;
  if (lesson->step == 0)
    {
      gdouble seconds = measure_pace (lesson, engine, run, error);

      if (seconds <= 0)
        return FALSE;
      lesson->steps =
          (gint) CLAMP ((lesson->recipe->minutes * 60 - pst_last_part_seconds (lesson)) / seconds,
                        1, PST_LESSON_STEPS_UNKNOWN - 1);
    }
  lesson->fixed = TRUE;
  if (pst_lesson_save (lesson, error))
    return TRUE;
  lesson->fixed = FALSE;
  lesson->steps = steps;
  return FALSE;
}
