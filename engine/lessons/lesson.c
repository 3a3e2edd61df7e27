/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "lessons/lesson.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ground/error.h"
#include "lessons/ppm-file.h"
#include "training/recipe.h"

#define GROUP           "lesson"
#define FORMAT          1
#define SUFFIX_OF_PARTS 7 /* as of g_file_set_contents (): ".XXXXXX" */

static const gchar *const checkpoints[2] = { "checkpoint-a.safetensors",
                                             "checkpoint-b.safetensors" };

/* ---- files ------------------------------------------------------------ */

gchar *
pst_lesson_path (const PstLesson *lesson, const gchar *name)
{
  return g_build_filename (lesson->folder, name, NULL);
}

gchar *
pst_lesson_painting_path (const PstLesson *lesson, gint index)
{
  g_autofree gchar *name = g_strdup_printf ("painting-%d.ppm", index + 1);

  return pst_lesson_path (lesson, index == 0 ? "painting.ppm" : name);
}

gchar *
pst_lesson_photo_path (const PstLesson *lesson, gint index)
{
  g_autofree gchar *name = g_strdup_printf ("photo-%d.ppm", index + 1);

  return pst_lesson_path (lesson, name);
}

/* Removes what a process that was killed had not written to the end. */
static void
remove_parts (const PstLesson *lesson)
{
  g_autoptr (GDir) dir = g_dir_open (lesson->folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      gsize length = strlen (name);
      g_autofree gchar *path = pst_lesson_path (lesson, name);

      if (length > SUFFIX_OF_PARTS && name[length - SUFFIX_OF_PARTS] == '.'
          && (g_str_has_prefix (name, PST_LESSON_FILE) || g_str_has_prefix (name, "checkpoint-")
              || g_str_has_prefix (name, PST_LESSON_STYLE)))
        g_unlink (path);
    }
}

/* ---- the lesson's own file -------------------------------------------- */

gboolean
pst_lesson_save (PstLesson *lesson, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (PstRecipe) recipe = pst_recipe_copy (lesson->recipe);
  g_autofree gchar *path = pst_lesson_path (lesson, PST_LESSON_FILE);
  g_autofree gchar *text = NULL, *data = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gsize size;

  recipe->steps = lesson->checkpoint >= 0 ? lesson->checkpoint_steps : lesson->steps;
  text = pst_recipe_to_data (recipe);
  if (! g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, error))
    return FALSE;
  g_key_file_set_integer (file, GROUP, "format", FORMAT);
  g_key_file_set_integer (file, GROUP, "paintings", lesson->n_paintings);
  g_key_file_set_integer (file, GROUP, "photos", lesson->n_photos);
  g_key_file_set_integer (file, GROUP, "step", lesson->step);
  g_key_file_set_integer (file, GROUP, "steps", lesson->steps);
  g_key_file_set_boolean (file, GROUP, "fixed", lesson->fixed);
  g_key_file_set_double (file, GROUP, "seconds", lesson->seconds);
  g_key_file_set_int64 (file, GROUP, "changed", now);
  g_key_file_set_boolean (file, GROUP, "done", lesson->done);
  if (lesson->checkpoint >= 0)
    g_key_file_set_string (file, GROUP, "checkpoint", checkpoints[lesson->checkpoint]);
  data = g_key_file_to_data (file, &size, NULL);
  if (! g_file_set_contents_full (path, data, (gssize) size,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0666, error))
    {
      pst_error_add_cure (error);
      return FALSE;
    }
  lesson->changed = now;
  return TRUE;
}

PstLesson *
pst_lesson_read (const gchar *folder, GError **error)
{
  g_autoptr (PstLesson) lesson = g_new0 (PstLesson, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree gchar *path = NULL, *checkpoint = NULL;

  lesson->lock = -1;
  lesson->checkpoint = -1;
  lesson->folder = g_canonicalize_filename (folder, NULL);
  lesson->style_path = pst_lesson_path (lesson, PST_LESSON_STYLE);
  path = pst_lesson_path (lesson, PST_LESSON_FILE);
  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local))
    {
      if (local->domain == G_FILE_ERROR)
        g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", folder);
      else
        pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "it is no lesson: %s", local->message);
      return NULL;
    }
  if (g_key_file_get_integer (file, GROUP, "format", NULL) != FORMAT)
    {
      pst_error_set_file (error, PST_ERROR_BAD_VERSION, path,
                          "it is a lesson of another version of Pastiche");
      return NULL;
    }
  lesson->recipe = pst_recipe_from_key_file (file, path, GROUP, error);
  if (! lesson->recipe)
    return NULL;

  lesson->checkpoint_steps = lesson->recipe->steps;
  lesson->steps = g_key_file_get_integer (file, GROUP, "steps", NULL);
  lesson->n_paintings = g_key_file_has_key (file, GROUP, "paintings", NULL)
                            ? g_key_file_get_integer (file, GROUP, "paintings", NULL)
                            : 1; /* there was a time when there was one */
  lesson->n_photos = g_key_file_get_integer (file, GROUP, "photos", NULL);
  lesson->step = g_key_file_get_integer (file, GROUP, "step", NULL);
  lesson->fixed = g_key_file_get_boolean (file, GROUP, "fixed", NULL);
  lesson->seconds = g_key_file_get_double (file, GROUP, "seconds", NULL);
  lesson->changed = g_key_file_get_int64 (file, GROUP, "changed", NULL);
  lesson->done = g_key_file_get_boolean (file, GROUP, "done", NULL);
  checkpoint = g_key_file_get_string (file, GROUP, "checkpoint", NULL);
  for (gint i = 0; checkpoint && i < 2; i++)
    if (g_str_equal (checkpoint, checkpoints[i]))
      lesson->checkpoint = i;
  if (lesson->n_photos < 1 || lesson->n_photos > PST_PHOTOS_LIMIT || lesson->n_paintings < 1
      || lesson->n_paintings > PST_LESSON_MAX_PAINTINGS || lesson->step < 0
      || lesson->step > lesson->steps || lesson->steps > PST_LESSON_STEPS_UNKNOWN
      || lesson->step > lesson->checkpoint_steps
      || ! (lesson->seconds >= 0 && lesson->seconds < 1e9)
      || (lesson->checkpoint < 0) != (lesson->step == 0))
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "its numbers make no sense");
      return NULL;
    }
  return g_steal_pointer (&lesson);
}

PstLesson *
pst_lesson_open (const gchar *folder, GError **error)
{
  g_autoptr (PstLesson) lesson = pst_lesson_read (folder, error);
  g_autoptr (PstLesson) locked = NULL;

  /* Read again under the lock: it may just have been changed by who had it. */
  if (! lesson || (lesson->lock = pst_lesson_folder_lock (lesson->folder, error)) < 0
      || ! (locked = pst_lesson_read (folder, error)))
    return NULL;
  locked->lock = lesson->lock;
  lesson->lock = -1;
  remove_parts (locked);
  return g_steal_pointer (&locked);
}

void
pst_lesson_close (PstLesson *lesson)
{
  if (! lesson)
    return;
  if (lesson->lock >= 0)
    close (lesson->lock);
  g_free (lesson->folder);
  g_free (lesson->style_path);
  pst_recipe_free (lesson->recipe);
  g_free (lesson);
}

gboolean
pst_lesson_discard (PstLesson *lesson, GError **error)
{
  gboolean removed = pst_lesson_folder_remove (lesson->folder, error);

  pst_lesson_close (lesson);
  return removed;
}

/* ---- what is known of it ---------------------------------------------- */

const gchar *
pst_lesson_get_folder (const PstLesson *lesson)
{
  return lesson->folder;
}

const PstRecipe *
pst_lesson_get_recipe (const PstLesson *lesson)
{
  return lesson->recipe;
}

const gchar *
pst_lesson_get_style_path (const PstLesson *lesson)
{
  return lesson->style_path;
}

gint
pst_lesson_get_step (const PstLesson *lesson)
{
  return lesson->step;
}

gint
pst_lesson_get_steps (const PstLesson *lesson)
{
  return lesson->steps == PST_LESSON_STEPS_UNKNOWN ? 0 : lesson->steps;
}

gdouble
pst_lesson_get_seconds (const PstLesson *lesson)
{
  return lesson->seconds;
}

gboolean
pst_lesson_is_done (const PstLesson *lesson)
{
  return lesson->done;
}

gint
pst_lesson_get_n_photos (const PstLesson *lesson)
{
  return lesson->n_photos;
}

gboolean
pst_lesson_goes_by_time (const PstLesson *lesson)
{
  return lesson->recipe->minutes > 0 && ! lesson->fixed;
}

gint
pst_lesson_get_n_paintings (const PstLesson *lesson)
{
  return lesson->n_paintings;
}

PstImage *
pst_lesson_load_painting (const PstLesson *lesson, gint index, GError **error)
{
  g_autofree gchar *path = pst_lesson_painting_path (lesson, index);

  return pst_ppm_file_load (path, error);
}

PstImage *
pst_lesson_load_photo (const PstLesson *lesson, gint index, GError **error)
{
  g_autofree gchar *path = pst_lesson_photo_path (lesson, index);

  return pst_ppm_file_load (path, error);
}

PstRecipe *
pst_lesson_load_recipe (const gchar *folder, GError **error)
{
  g_autoptr (PstLesson) lesson = pst_lesson_read (folder, error);
  PstRecipe *recipe = lesson ? pst_recipe_copy (lesson->recipe) : NULL;

  if (! recipe)
    return NULL;
  recipe->steps = pst_lesson_goes_by_time (lesson) ? 0 : lesson->steps;
  if (recipe->steps > 0)
    recipe->minutes = 0;
  return recipe;
}

/* ---- changes ---------------------------------------------------------- */

gboolean
pst_lesson_set_title (PstLesson *lesson, const gchar *title, GError **error)
{
  g_autofree gchar *old = lesson->recipe->title;

  lesson->recipe->title = g_strdup (title);
  if (pst_recipe_check (lesson->recipe, error) && pst_lesson_save (lesson, error))
    return TRUE;
  g_free (lesson->recipe->title);
  lesson->recipe->title = g_steal_pointer (&old);
  return FALSE;
}

/* ---- learning --------------------------------------------------------- */

static GPtrArray *
load_paintings (const PstLesson *lesson, GError **error)
{
  g_autoptr (GPtrArray) paintings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);

  for (gint i = 0; i < lesson->n_paintings; i++)
    {
      PstImage *painting = pst_lesson_load_painting (lesson, i, error);

      if (! painting)
        return NULL;
      g_ptr_array_add (paintings, painting);
    }
  return g_steal_pointer (&paintings);
}

static PstImage *
load_photo (gsize index, gpointer lesson, GError **error)
{
  return pst_lesson_load_photo (lesson, (gint) index, error);
}

PstTrainer *
pst_lesson_new_trainer (PstLesson *lesson, PstEngine *engine, GError **error)
{
  g_autoptr (GPtrArray) paintings = load_paintings (lesson, error);
  const PstPhotos photos = { (gsize) lesson->n_photos, load_photo, lesson };
  g_autoptr (PstRecipe) recipe = pst_recipe_copy (lesson->recipe);
  g_autoptr (PstTrainer) trainer = NULL;
  g_autofree gchar *base_path = pst_lesson_path (lesson, PST_LESSON_BASE);

  if (! paintings)
    return NULL;
  recipe->steps = lesson->checkpoint >= 0 ? lesson->checkpoint_steps : lesson->steps;
  if (recipe->steps == 0)
    recipe->steps = PST_LESSON_STEPS_UNKNOWN;
  trainer = pst_trainer_new (engine, recipe, (const PstImage *const *) paintings->pdata,
                             paintings->len, &photos, error);
  if (! trainer)
    return NULL;
  if (lesson->checkpoint >= 0)
    {
      g_autofree gchar *path = pst_lesson_path (lesson, checkpoints[lesson->checkpoint]);

      if (! pst_trainer_load (trainer, path, error))
        return NULL;
      pst_trainer_set_steps (trainer, lesson->steps);
    }
  else if (g_file_test (base_path, G_FILE_TEST_EXISTS))
    {
      g_autoptr (PstStyle) base = pst_style_load (base_path, error);

      if (! base || ! pst_trainer_start_from (trainer, base, error))
        return NULL;
    }
  return g_steal_pointer (&trainer);
}

gboolean
pst_lesson_keep (PstLesson *lesson, const PstTrainer *trainer, const PstStyle *style,
                 gdouble seconds, gboolean done, GError **error)
{
  PstLesson before = *lesson;
  gint next = lesson->checkpoint == 0 ? 1 : 0;
  g_autofree gchar *path = pst_lesson_path (lesson, checkpoints[next]);

  if (pst_trainer_get_step (trainer) == 0)
    return TRUE;
  if (! pst_trainer_save (trainer, path, error))
    {
      pst_error_add_cure (error);
      return FALSE;
    }
  lesson->checkpoint = next;
  lesson->step = pst_trainer_get_step (trainer);
  lesson->steps = lesson->checkpoint_steps = pst_trainer_get_steps (trainer);
  lesson->seconds = seconds;
  lesson->done = done;
  if (! pst_lesson_save (lesson, error))
    {
      *lesson = before;
      return FALSE;
    }
  if (! pst_style_save (style, lesson->style_path, PST_DTYPE_F16, error))
    {
      pst_error_add_cure (error);
      return FALSE;
    }
  pst_lesson_folder_sync (lesson->folder);
  return TRUE;
}
