/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "lessons/last-part.h"

#include "styles/style.h"

#define SHARE        5   /* the lesson, of it */
#define LEAST_STEPS  60  /* fewer add next to nothing */
#define LEAST_TIME   12  /* seconds: fewer are not worth to look at the painting */
#define MOST_SECONDS 240 /* that are left for it: more than PST_FINISH_STEPS take */

gdouble
pst_last_part_seconds (const PstLesson *lesson)
{
  gdouble seconds = pst_lesson_get_recipe (lesson)->minutes * 60 / SHARE;

  return seconds < LEAST_TIME ? 0 : MIN (seconds, MOST_SECONDS);
}

gint
pst_last_part_steps (gint steps)
{
  return steps / SHARE < LEAST_STEPS ? 0 : MIN (steps / SHARE, PST_FINISH_STEPS);
}

PstStyle *
pst_last_part_learn (const PstLesson *lesson, PstEngine *engine, const PstStyle *style,
                     gdouble seconds, gint steps, const PstRun *run, GError **error)
{
  g_autoptr (PstImage) painting = pst_lesson_load_painting (lesson, 0, error);
  gdouble most = 0;

  if (! painting)
    return NULL;
  if (pst_lesson_goes_by_time (lesson))
    most = MIN (seconds / (SHARE - 1), pst_last_part_seconds (lesson));
  return pst_engine_learn_finish (engine, style, painting, steps, most, run, error);
}

PstStyle *
pst_last_part_load (const PstLesson *lesson)
{
  g_autoptr (PstStyle) style = NULL;

  if (g_file_test (lesson->style_path, G_FILE_TEST_EXISTS))
    style = pst_style_load (lesson->style_path, NULL);
  return style && pst_style_has_finisher (style) ? g_steal_pointer (&style) : NULL;
}

PstStyle *
pst_last_part_add (PstStyle *style, const PstStyle *learnt)
{
  PstStyle *whole =
      style && learnt ? pst_style_new_with_finisher (style, learnt->finisher, NULL) : NULL;

  if (! whole)
    return style;
  pst_style_unref (style);
  return whole;
}
