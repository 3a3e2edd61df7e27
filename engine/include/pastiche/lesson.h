/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning a style over hours, in a folder that survives. */

#ifndef PASTICHE_LESSON_H
#define PASTICHE_LESSON_H

#include "pastiche/photos.h"
#include "pastiche/recipe.h"

G_BEGIN_DECLS

/* A folder with everything that learning one style needs, so that it can be gone
 * on with after a kill, a crash or years, without the files it was made from:
 *
 *   lesson                    GKeyFile: a recipe, and [lesson] with the progress;
 *                             names the checkpoint that belongs to it
 *   painting.ppm, photo-N.ppm what to learn from, and to practise on
 *   base.safetensors          what to start from, if anything
 *   checkpoint-{a,b}.safetensors, style.safetensors  what was learnt so far
 *   lock                      held while the lesson is open
 *
 * Every file is written under a new name, synced and renamed.  A lesson is open
 * once only, among all processes.  Not thread-safe; while a learner has it, the
 * functions that say so may be called. */
typedef struct _PstLesson PstLesson;

/* Makes @folder, whose parent is made if need be, and which must not exist or the
 * error is G_FILE_ERROR_EXIST.  Minutes rule if recipe->minutes > 0, and then steps are
 * estimated while learning; else recipe->steps do.  @base may be NULL: from
 * nothing.  Of too many photos some are asked for, evenly.
 * Errors: G_FILE_ERROR, BAD_INPUT, WRONG_SHAPE if @base does not fit, TOO_LARGE, and
 * those of @photos; then there is no folder. */
PstLesson *pst_lesson_new (const gchar *folder, const PstRecipe *recipe, const PstStyle *base,
                           const PstImage *painting, const PstPhotos *photos, GError **error);

/* Errors: G_FILE_ERROR (G_FILE_ERROR_AGAIN: it is open elsewhere), BAD_FILE, and
 * those of a recipe. */
PstLesson *pst_lesson_open (const gchar *folder, GError **error);

/* Gives up the lock; the folder stays. */
void pst_lesson_close (PstLesson *lesson);

/* Closes it and removes the folder with all that was learnt. */
gboolean pst_lesson_discard (PstLesson *lesson, GError **error);

/* The next two and get_style_path () may be called while a learner has it, and
 * belong to the lesson.  The recipe's number of steps is that of the beginning. */
const gchar *pst_lesson_get_folder (const PstLesson *lesson);
const PstRecipe *pst_lesson_get_recipe (const PstLesson *lesson);

/* How long learning was to take and has taken.  0 steps: not known yet. */
gint pst_lesson_get_step (const PstLesson *lesson);
gint pst_lesson_get_steps (const PstLesson *lesson);
gdouble pst_lesson_get_seconds (const PstLesson *lesson);

/* TRUE once it was learnt to the end. */
gboolean pst_lesson_is_done (const PstLesson *lesson);

/* To learn for longer, or shorter: minutes in all, and of a lesson that was learnt to
 * the end more than it took.  The learning rate follows.  Errors: G_FILE_ERROR. */
gboolean pst_lesson_set_minutes (PstLesson *lesson, gdouble minutes, GError **error);

/* What is learnt from and practised on, as kept: of 8 bits. */
gint pst_lesson_get_n_photos (const PstLesson *lesson);
PstImage *pst_lesson_load_painting (const PstLesson *lesson, GError **error);
PstImage *pst_lesson_load_photo (const PstLesson *lesson, gint index, GError **error);

/* Where the style so far is; there is no such file before the first checkpoint. */
const gchar *pst_lesson_get_style_path (const PstLesson *lesson);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLesson, pst_lesson_close)

/* What pst_lesson_list () knows of a lesson, without opening it. */
typedef struct
{
  gchar *folder;
  gchar *id;    /* of the style */
  gchar *title; /* of the style */
  gint step, steps;
  gdouble seconds, minutes; /* learnt so far; planned (0: steps rule) */
  gint64 changed;           /* Unix time of the last checkpoint */
  gboolean done;
  gboolean busy; /* open, here or elsewhere */
} PstLessonEntry;

/* The lessons in the folder @parent, the one that was learnt last first; what is no
 * lesson is left out.  A missing folder is empty.  The array frees its elements. */
GPtrArray *pst_lesson_list (const gchar *parent);

G_END_DECLS

#endif /* PASTICHE_LESSON_H */
