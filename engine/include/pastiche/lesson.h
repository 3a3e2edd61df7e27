/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning a style over hours, in a folder that survives. */

#ifndef PASTICHE_LESSON_H
#define PASTICHE_LESSON_H

#include "pastiche/engine.h"
#include "pastiche/photos.h"
#include "pastiche/recipe.h"

PST_BEGIN_DECLS

/* A folder with everything that learning one style needs, so that it can be gone
 * on with after a kill, a crash or years, without the files it was made from:
 *
 *   lesson                    GKeyFile: a recipe, and [lesson] with the progress;
 *                             names the checkpoint that belongs to it
 *   painting.ppm, painting-N.ppm, photo-N.ppm  what to learn from, and to practise on
 *   base.safetensors          what to start from, if anything
 *   checkpoint-{a,b}.safetensors, style.safetensors  what was learnt so far
 *   lock                      held while the lesson is open; says which process has it
 *
 * Every file is written under a new name, synced and renamed.  A lesson is open
 * once only, among all processes.  Not thread-safe; while a learner has it, the
 * functions that say so may be called. */
typedef struct _PstLesson PstLesson;

/* What a lesson is made of, all of it the caller's. */
typedef struct
{
  const PstRecipe *recipe;
  const PstStyle *base;             /* what to start from; NULL: from nothing */
  const PstImage *const *paintings; /* 1 to 100, learnt from alike */
  gsize n_paintings;
  const PstPhotos *photos;
  gsize max_photos; /* of more some are asked for, evenly; 0: PST_PHOTOS_MAX; PST_PHOTOS_LIMIT
                       at most */
} PstMaterial;

/* Makes @folder, whose parent is made if need be, and which must not exist or the
 * error is G_FILE_ERROR_EXIST.  Minutes rule if the recipe's are > 0, and then steps are
 * estimated while learning; else the recipe's steps do.  Pictures are kept with 8 bits,
 * photos with a short side of PST_PHOTO_SIDE at most, paintings with twice the recipe's
 * style_size at most and without what is longer than four times the width.
 * Errors: G_FILE_ERROR, BAD_INPUT, WRONG_SHAPE if the base does not fit, TOO_LARGE, and
 * those of the photos; then there is no folder. */
PstLesson *pst_lesson_new (const gchar *folder, const PstMaterial *material, GError **error);

/* The same where there may be a lesson already, which becomes FOLDER~ in place of what is
 * there of that name.  With an error all is as it was: G_FILE_ERROR_AGAIN if that lesson
 * is open elsewhere, G_FILE_ERROR_EXIST if @folder is something else. */
PstLesson *pst_lesson_replace (const gchar *folder, const PstMaterial *material, GError **error);

/* Errors: G_FILE_ERROR (G_FILE_ERROR_AGAIN: it is open elsewhere, and the message says in
 * which process), BAD_FILE, and those of a recipe. */
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

/* The same in steps, which rule from then on; more than are done.  Errors: G_FILE_ERROR,
 * BAD_INPUT. */
gboolean pst_lesson_set_steps (PstLesson *lesson, gint steps, GError **error);

/* Where minutes rule, decides the number of steps once and for all, so that the same can
 * be learnt again: for a lesson that has not begun by timing ten steps of a trainer that
 * is thrown away, else as they were estimated last.  Where steps rule nothing is done.
 * The recipe still says for how many minutes.  Errors: those of a trainer, G_FILE_ERROR,
 * CANCELLED. */
gboolean
pst_lesson_fix_steps (PstLesson *lesson, PstEngine *engine, const PstRun *run, GError **error);

/* What is learnt from and practised on, as kept: of 8 bits.  Counted from 0. */
gint pst_lesson_get_n_paintings (const PstLesson *lesson);
gint pst_lesson_get_n_photos (const PstLesson *lesson);
PstImage *pst_lesson_load_painting (const PstLesson *lesson, gint index, GError **error);
PstImage *pst_lesson_load_photo (const PstLesson *lesson, gint index, GError **error);

/* Where the style so far is; there is no such file before the first checkpoint. */
const gchar *pst_lesson_get_style_path (const PstLesson *lesson);

/* The recipe of the lesson in @folder, which may be open elsewhere, to learn the same
 * again: with its number of steps if those rule.  Errors: as of open (). */
PstRecipe *pst_lesson_load_recipe (const gchar *folder, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLesson, pst_lesson_close)

/* Of @entries, see pst_style_list (), the styles that a lesson of @recipe can start from:
 * an array of PstStyle that unrefs its elements. */
GPtrArray *pst_list_starts (const PstRecipe *recipe, GPtrArray *entries);

/* The one of those that paints most like the first painting on the first photo that can be
 * read, by pst_propose_style (); the caller's reference.  The material's base does not
 * matter.  Errors: BAD_INPUT if there is none or no photo, TOO_LARGE, CANCELLED, and those
 * of the photos. */
PstStyle *pst_propose_start (PstEngine *engine, const PstMaterial *material, GPtrArray *entries,
                             GCancellable *cancellable, GError **error);

/* What pst_lesson_list () knows of a lesson, without opening it. */
typedef struct
{
  gchar *folder;
  gchar *id;    /* of the style */
  gchar *title; /* of the style */
  gint step, steps;
  gdouble seconds, minutes; /* learnt so far; planned (0: only steps were) */
  gint64 changed;           /* Unix time of the last checkpoint */
  gboolean done;
  gboolean busy; /* open, here or elsewhere */
} PstLessonEntry;

/* The lessons in the folder @parent, the one that was learnt last first; what is no
 * lesson is left out.  A missing folder is empty.  The array frees its elements. */
GPtrArray *pst_lesson_list (const gchar *parent);

PST_END_DECLS

#endif /* PASTICHE_LESSON_H */
