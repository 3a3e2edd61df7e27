/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine itself knows of a lesson, beside what others may see. */

#ifndef PST_LESSON_H
#define PST_LESSON_H

#include "lessons/lesson-folder.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_LESSON_BASE          "base.safetensors"
#define PST_LESSON_STYLE         "style.safetensors"
#define PST_LESSON_MAX_PAINTINGS 100

struct _PstLesson
{
  gchar *folder;
  gchar *style_path;
  PstRecipe *recipe;
  gint lock; /* file descriptor, or -1 */
  gint n_paintings;
  gint n_photos;
  gint checkpoint; /* index of the one that counts, or -1 */
  gint step, steps;
  gint checkpoint_steps; /* which the checkpoint's recipe has: steps may have changed since */
  gboolean fixed;        /* steps rule, though the recipe says minutes */
  gdouble seconds;
  gint64 changed;
  gboolean done;
};

gchar *pst_lesson_path (const PstLesson *lesson, const gchar *name);

/* Of the pictures that are kept, counted from 0. */
gchar *pst_lesson_painting_path (const PstLesson *lesson, gint index);
gchar *pst_lesson_photo_path (const PstLesson *lesson, gint index);

/* Writes the lesson's own file. */
gboolean pst_lesson_save (PstLesson *lesson, GError **error);

/* Reads it: everything but the lock. */
PstLesson *pst_lesson_read (const gchar *folder, GError **error);

/* A trainer as far as the lesson has come.  While the number of steps is not known
 * it has PST_LESSON_STEPS_UNKNOWN. */
PstTrainer *pst_lesson_new_trainer (PstLesson *lesson, PstEngine *engine, GError **error);

#define PST_LESSON_STEPS_UNKNOWN 10000000

/* Keeps what @trainer has learnt in @seconds all in all, and @style, its average: the
 * checkpoint under the name that is not in use, then the lesson, which is what
 * makes it count, then the style.  Whatever goes wrong, what was kept before is
 * still there. */
gboolean pst_lesson_keep (PstLesson *lesson, const PstTrainer *trainer, const PstStyle *style,
                          gdouble seconds, gboolean done, GError **error);

/* A new title.  Errors: G_FILE_ERROR, BAD_INPUT. */
gboolean pst_lesson_set_title (PstLesson *lesson, const gchar *title, GError **error);

/* TRUE if it is minutes that rule. */
gboolean pst_lesson_goes_by_time (const PstLesson *lesson);

G_END_DECLS

#endif /* PST_LESSON_H */
