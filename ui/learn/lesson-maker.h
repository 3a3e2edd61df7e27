/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads photos and makes a lesson of them and a painting, on a thread of its own.
 * Main thread only. */

#ifndef PST_LESSON_MAKER_H
#define PST_LESSON_MAKER_H

#include "shared/host.h"
#include "shared/picture.h"

G_BEGIN_DECLS

/* What a lesson is made of. */
typedef struct
{
  PstLearnSettings settings; /* title and artist are the style's */
  PstPicture *painting;
  GPtrArray *paths;  /* of photos; NULL: none                             */
  GPtrArray *photos; /* PstImage, further ones; NULL: none                */
  PstStyle *base;    /* to start from; NULL: base_path, if that is a file */
  gchar *base_path;  /* NULL: start from nothing                          */
} PstLessonPlan;

void pst_lesson_plan_clear (PstLessonPlan *plan);

typedef struct _PstLessonMaker PstLessonMaker;

/* Takes @lesson, or NULL and @error. */
typedef void (*PstLessonMadeFunc) (gpointer owner, PstLesson *lesson, const GError *error);

/* @host, whose library nobody may use meanwhile, and @owner must outlive it. */
PstLessonMaker *pst_lesson_maker_new (PstUiHost *host, PstLessonMadeFunc made, gpointer owner);

/* Cancels. */
void pst_lesson_maker_free (PstLessonMaker *maker);

/* Takes what is in @plan.  Photos that cannot be read are left out, unless all are. */
void pst_lesson_maker_begin (PstLessonMaker *maker, PstLessonPlan *plan);

/* Nothing is left of what was begun; there is no answer. */
void pst_lesson_maker_cancel (PstLessonMaker *maker);

gboolean pst_lesson_maker_is_busy (const PstLessonMaker *maker);
gdouble pst_lesson_maker_get_progress (const PstLessonMaker *maker);

G_END_DECLS

#endif /* PST_LESSON_MAKER_H */
