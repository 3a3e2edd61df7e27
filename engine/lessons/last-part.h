/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last part of a lesson: how its painting is finished, in at most a fifth of the lesson. */

#ifndef PST_LAST_PART_H
#define PST_LAST_PART_H

#include "lessons/lesson.h"

G_BEGIN_DECLS

/* Seconds of a lesson's minutes that are left for it; 0: the lesson is too short for one. */
gdouble pst_last_part_seconds (const PstLesson *lesson);

/* Steps of it after @steps of the lesson, the same wherever they are learnt; 0: none. */
gint pst_last_part_steps (gint steps);

/* A copy of @style that has learnt it from the lesson's painting, after @seconds of the lesson.
 * Errors: those of pst_engine_learn_finish (), and of reading the painting. */
PstStyle *pst_last_part_learn (const PstLesson *lesson, PstEngine *engine, const PstStyle *style,
                               gdouble seconds, gint steps, const PstRun *run, GError **error);

/* What was kept of the lesson before, if that had learnt it; else NULL. */
PstStyle *pst_last_part_load (const PstLesson *lesson);

/* Takes @style, and gives it what @learnt has learnt of finishing; NULL: nothing. */
PstStyle *pst_last_part_add (PstStyle *style, const PstStyle *learnt);

G_END_DECLS

#endif /* PST_LAST_PART_H */
