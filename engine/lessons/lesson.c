/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "lessons/lesson.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ground/error.h"
#include "lessons/ppm-file.h"
#include "training/photos.h"
#include "training/recipe.h"

#define GROUP           "lesson"
#define FORMAT          1
#define LOCK            "lock"
#define PAINTING        "painting.ppm"
#define BASE            "base.safetensors"
#define STYLE           "style.safetensors"
#define MAX_RATIO       4 /* of a painting's sides: more is cut off */
#define SIZE_FACTOR     2 /* the trainer looks at a painting in up to 1.4 of its nominal size */
#define LITTER_SECONDS  (24 * 60 * 60)
#define NEW_FOLDER      ".new-"
#define SUFFIX_OF_PARTS 7 /* as of g_file_set_contents (): ".XXXXXX" */

static const gchar *const checkpoints[2] = { "checkpoint-a.safetensors",
                                             "checkpoint-b.safetensors" };

struct _PstLesson
{
  gchar *folder;
  gchar *style_path;
  PstRecipe *recipe;
  gint lock; /* file descriptor, or -1 */
  gint n_photos;
  gint checkpoint; /* index of the one that counts, or -1 */
  gint step, steps;
  gint checkpoint_steps; /* which the checkpoint's recipe has: steps may have changed since */
  gdouble seconds;
  gint64 changed;
  gboolean done;
};

/* ---- files ------------------------------------------------------------ */

static gchar *
path_in (const PstLesson *lesson, const gchar *name)
{
  return g_build_filename (lesson->folder, name, NULL);
}

static gchar *
photo_path (const PstLesson *lesson, gint index)
{
  g_autofree gchar *name = g_strdup_printf ("photo-%d.ppm", index + 1);

  return path_in (lesson, name);
}

static gboolean
set_system_error (GError **error, const gchar *path, gint saved_errno)
{
  pst_error_set_system (error, path, saved_errno);
  pst_error_add_cure (error);
  return FALSE;
}

/* What was renamed or made in @folder stays so, even if the power fails now. */
static void
sync_folder (const gchar *folder)
{
  gint fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* FALSE only if somebody else has it: where locks do not work everything is free.
 * Who only looks whether it is free has it for a moment, so @patience may be more
 * than one try. */
static gboolean
try_lock (gint fd, gint patience)
{
  for (gint i = 0; i < patience; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return TRUE;
      if (i + 1 < patience)
        g_usleep (20000);
    }
  return FALSE;
}

static gboolean
lock (PstLesson *lesson, GError **error)
{
  g_autofree gchar *path = path_in (lesson, LOCK);
  g_autofree gchar *name = g_filename_display_name (lesson->folder);

  lesson->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lesson->lock < 0)
    return set_system_error (error, path, errno);
  if (try_lock (lesson->lock, 5))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
               "%s: this style is being learnt already. Go on there, or stop it there first.",
               name);
  return FALSE;
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
      g_autofree gchar *path = path_in (lesson, name);

      if (length > SUFFIX_OF_PARTS && name[length - SUFFIX_OF_PARTS] == '.'
          && (g_str_has_prefix (name, PST_LESSON_FILE) || g_str_has_prefix (name, "checkpoint-")
              || g_str_has_prefix (name, STYLE)))
        g_unlink (path);
    }
}

/* Removes files, then the folder.  The lesson's own file goes first: a folder without
 * it is no lesson. */
static gboolean
remove_folder (const gchar *folder, GError **error)
{
  g_autofree gchar *first = g_build_filename (folder, PST_LESSON_FILE, NULL);
  g_autoptr (GDir) dir = NULL;
  const gchar *name;

  if (g_unlink (first) < 0 && errno != ENOENT)
    return set_system_error (error, first, errno);
  dir = g_dir_open (folder, 0, error);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) < 0)
        return set_system_error (error, path, errno);
    }
  if (! dir)
    return FALSE;
  if (g_rmdir (folder) < 0)
    return set_system_error (error, folder, errno);
  return TRUE;
}

/* Folders that somebody began to make yesterday and was killed. */
static void
remove_litter (const gchar *parent)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (parent, name, NULL);
      GStatBuf status;

      if (g_str_has_prefix (name, NEW_FOLDER) && g_stat (path, &status) == 0
          && status.st_mtime + LITTER_SECONDS < g_get_real_time () / G_USEC_PER_SEC)
        remove_folder (path, NULL);
    }
}

/* ---- the lesson's own file -------------------------------------------- */

static gboolean
save (PstLesson *lesson, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (PstRecipe) recipe = pst_recipe_copy (lesson->recipe);
  g_autofree gchar *path = path_in (lesson, PST_LESSON_FILE);
  g_autofree gchar *text = NULL, *data = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gsize size;

  recipe->steps = lesson->checkpoint >= 0 ? lesson->checkpoint_steps : lesson->steps;
  text = pst_recipe_to_data (recipe);
  if (! g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, error))
    return FALSE;
  g_key_file_set_integer (file, GROUP, "format", FORMAT);
  g_key_file_set_integer (file, GROUP, "photos", lesson->n_photos);
  g_key_file_set_integer (file, GROUP, "step", lesson->step);
  g_key_file_set_integer (file, GROUP, "steps", lesson->steps);
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

/* Everything but the lock. */
static PstLesson *
read_lesson (const gchar *folder, GError **error)
{
  g_autoptr (PstLesson) lesson = g_new0 (PstLesson, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree gchar *path = NULL, *checkpoint = NULL;

  lesson->lock = -1;
  lesson->checkpoint = -1;
  lesson->folder = g_canonicalize_filename (folder, NULL);
  lesson->style_path = path_in (lesson, STYLE);
  path = path_in (lesson, PST_LESSON_FILE);
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
  lesson->n_photos = g_key_file_get_integer (file, GROUP, "photos", NULL);
  lesson->step = g_key_file_get_integer (file, GROUP, "step", NULL);
  lesson->seconds = g_key_file_get_double (file, GROUP, "seconds", NULL);
  lesson->changed = g_key_file_get_int64 (file, GROUP, "changed", NULL);
  lesson->done = g_key_file_get_boolean (file, GROUP, "done", NULL);
  checkpoint = g_key_file_get_string (file, GROUP, "checkpoint", NULL);
  for (gint i = 0; checkpoint && i < 2; i++)
    if (g_str_equal (checkpoint, checkpoints[i]))
      lesson->checkpoint = i;
  if (lesson->n_photos < 1 || lesson->n_photos > PST_PHOTOS_MAX || lesson->step < 0
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

/* ---- making ----------------------------------------------------------- */

/* The middle of what is too long for its width, and no more pixels than are looked at. */
static PstImage *
trim_painting (const PstImage *painting, gint style_size, GError **error)
{
  gint side = MIN (painting->width, painting->height);
  gint width = MIN (painting->width, MAX_RATIO * side);
  gint height = MIN (painting->height, MAX_RATIO * side);
  gint x = (painting->width - width) / 2, y = (painting->height - height) / 2;
  g_autoptr (PstImage) part = pst_image_crop (painting, x, y, width, height, error);

  if (! part)
    return NULL;
  pst_image_sanitise (part);
  return pst_image_limit_short (g_steal_pointer (&part), SIZE_FACTOR * style_size, error);
}

/* Takes @photo. */
static gboolean
save_photo (const PstLesson *lesson, gint index, PstImage *photo, GError **error)
{
  g_autofree gchar *path = photo_path (lesson, index);
  g_autoptr (PstImage) small = pst_image_limit_short (photo, PST_PHOTO_SIDE, error);

  return small && pst_ppm_file_save (small, path, error);
}

/* As many as are of use, evenly taken. */
static gboolean
save_photos (PstLesson *lesson, const PstPhotos *photos, GError **error)
{
  gsize n = MIN (photos->n, PST_PHOTOS_MAX);

  for (gsize i = 0; i < n; i++)
    {
      PstImage *photo;

      if (! pst_photos_load (photos, i * photos->n / n, &photo, error))
        return FALSE;
      if (photo && ! save_photo (lesson, lesson->n_photos++, photo, error))
        return FALSE;
    }
  return lesson->n_photos > 0 || pst_photos_refuse_none (error);
}

/* All that is in the folder, the lesson's own file last. */
static gboolean
fill (PstLesson *lesson, const PstStyle *base, const PstImage *painting, const PstPhotos *photos,
      GError **error)
{
  g_autofree gchar *painting_path = path_in (lesson, PAINTING);
  g_autofree gchar *base_path = path_in (lesson, BASE);
  g_autoptr (PstImage) trimmed = trim_painting (painting, lesson->recipe->style_size, error);

  if (! trimmed || ! lock (lesson, error) || ! pst_ppm_file_save (trimmed, painting_path, error)
      || ! save_photos (lesson, photos, error))
    return FALSE;
  if (base && ! pst_style_save (base, base_path, PST_DTYPE_F32, error))
    {
      pst_error_add_cure (error);
      return FALSE;
    }
  return save (lesson, error);
}

static gboolean
check (const PstRecipe *recipe, const PstStyle *base, const PstImage *painting, GError **error)
{
  if (! pst_recipe_check (recipe, error)
      || ! pst_painting_check (painting, recipe->style_size, error))
    return FALSE;
  if (base && ! pst_recipe_fits (recipe, base))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE,
                   "The style \"%s\" is of another shape than what is to be learnt. Start from "
                   "another style, or from nothing.",
                   pst_style_get_id (base));
      return FALSE;
    }
  return TRUE;
}

PstLesson *
pst_lesson_new (const gchar *folder, const PstRecipe *recipe, const PstStyle *base,
                const PstImage *painting, const PstPhotos *photos, GError **error)
{
  g_autofree gchar *full = g_canonicalize_filename (folder, NULL);
  g_autofree gchar *parent = g_path_get_dirname (full);
  gboolean had_parent = g_file_test (parent, G_FILE_TEST_IS_DIR);
  g_autoptr (PstLesson) lesson = NULL;

  if (! check (recipe, base, painting, error))
    return NULL;
  if (g_mkdir_with_parents (parent, 0700) < 0)
    {
      set_system_error (error, parent, errno);
      return NULL;
    }
  remove_litter (parent);

  lesson = g_new0 (PstLesson, 1);
  lesson->lock = -1;
  lesson->checkpoint = -1;
  lesson->recipe = pst_recipe_copy (recipe);
  lesson->steps = recipe->minutes > 0 ? 0 : recipe->steps;
  lesson->recipe->steps = lesson->steps;
  g_free (lesson->recipe->from);
  lesson->recipe->from = g_strdup (base ? pst_style_get_id (base) : "");
  lesson->folder = g_build_filename (parent, NEW_FOLDER "XXXXXX", NULL);
  if (! g_mkdtemp (lesson->folder))
    {
      set_system_error (error, parent, errno);
      return NULL;
    }
  if (! fill (lesson, base, painting, photos, error))
    {
      remove_folder (lesson->folder, NULL);
      if (! had_parent)
        g_rmdir (parent);
      return NULL;
    }
  if (g_rename (lesson->folder, full) < 0)
    {
      gint code = errno == ENOTEMPTY || errno == ENOTDIR ? EEXIST : errno;

      remove_folder (lesson->folder, NULL);
      set_system_error (error, full, code);
      return NULL;
    }
  sync_folder (parent);
  g_free (lesson->folder);
  lesson->folder = g_steal_pointer (&full);
  lesson->style_path = path_in (lesson, STYLE);
  return g_steal_pointer (&lesson);
}

PstLesson *
pst_lesson_open (const gchar *folder, GError **error)
{
  g_autoptr (PstLesson) lesson = read_lesson (folder, error);
  g_autoptr (PstLesson) locked = NULL;

  /* Read again under the lock: it may just have been changed by who had it. */
  if (! lesson || ! lock (lesson, error) || ! (locked = read_lesson (folder, error)))
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
  gboolean removed = remove_folder (lesson->folder, error);

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
  return lesson->recipe->minutes > 0;
}

PstImage *
pst_lesson_load_painting (const PstLesson *lesson, GError **error)
{
  g_autofree gchar *path = path_in (lesson, PAINTING);

  return pst_ppm_file_load (path, error);
}

PstImage *
pst_lesson_load_photo (const PstLesson *lesson, gint index, GError **error)
{
  g_autofree gchar *path = photo_path (lesson, index);

  return pst_ppm_file_load (path, error);
}

/* ---- changes ---------------------------------------------------------- */

gboolean
pst_lesson_set_minutes (PstLesson *lesson, gdouble minutes, GError **error)
{
  gdouble old_minutes = lesson->recipe->minutes;
  gint old_steps = lesson->steps;
  gboolean old_done = lesson->done;

  if (! (minutes > 0 && minutes <= 100000 && minutes * 60 > lesson->seconds))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%g minutes are no time to learn in: %.1f minutes are over already. Give more.",
                   minutes, lesson->seconds / 60);
      return FALSE;
    }
  lesson->recipe->minutes = minutes;
  lesson->done = FALSE;
  if (lesson->step > 0)
    lesson->steps = (gint) CLAMP (lesson->step * minutes * 60 / MAX (lesson->seconds, 1e-3),
                                  lesson->step + 1, PST_LESSON_STEPS_UNKNOWN);
  if (save (lesson, error))
    return TRUE;
  lesson->recipe->minutes = old_minutes;
  lesson->steps = old_steps;
  lesson->done = old_done;
  return FALSE;
}

gboolean
pst_lesson_set_title (PstLesson *lesson, const gchar *title, GError **error)
{
  g_autofree gchar *old = lesson->recipe->title;

  lesson->recipe->title = g_strdup (title);
  if (pst_recipe_check (lesson->recipe, error) && save (lesson, error))
    return TRUE;
  g_free (lesson->recipe->title);
  lesson->recipe->title = g_steal_pointer (&old);
  return FALSE;
}

/* ---- learning --------------------------------------------------------- */

static PstImage *
load_photo (gsize index, gpointer lesson, GError **error)
{
  return pst_lesson_load_photo (lesson, (gint) index, error);
}

PstTrainer *
pst_lesson_new_trainer (PstLesson *lesson, PstEngine *engine, GError **error)
{
  g_autoptr (PstImage) painting = pst_lesson_load_painting (lesson, error);
  const PstPhotos photos = { (gsize) lesson->n_photos, load_photo, lesson };
  g_autoptr (PstRecipe) recipe = pst_recipe_copy (lesson->recipe);
  g_autoptr (PstTrainer) trainer = NULL;
  g_autofree gchar *base_path = path_in (lesson, BASE);

  if (! painting)
    return NULL;
  recipe->steps = lesson->checkpoint >= 0 ? lesson->checkpoint_steps : lesson->steps;
  if (recipe->steps == 0)
    recipe->steps = PST_LESSON_STEPS_UNKNOWN;
  trainer =
      pst_trainer_new (engine, recipe, (const PstImage *const[]){ painting }, 1, &photos, error);
  if (! trainer)
    return NULL;
  if (lesson->checkpoint >= 0)
    {
      g_autofree gchar *path = path_in (lesson, checkpoints[lesson->checkpoint]);

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
  g_autofree gchar *path = path_in (lesson, checkpoints[next]);

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
  if (! save (lesson, error))
    {
      *lesson = before;
      return FALSE;
    }
  if (! pst_style_save (style, lesson->style_path, PST_DTYPE_F16, error))
    {
      pst_error_add_cure (error);
      return FALSE;
    }
  sync_folder (lesson->folder);
  return TRUE;
}

/* ---- lists ------------------------------------------------------------ */

static void
entry_free (gpointer data)
{
  PstLessonEntry *entry = data;

  g_free (entry->folder);
  g_free (entry->id);
  g_free (entry->title);
  g_free (entry);
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const PstLessonEntry *first = *(const PstLessonEntry *const *) a;
  const PstLessonEntry *second = *(const PstLessonEntry *const *) b;

  if (first->changed != second->changed)
    return first->changed > second->changed ? -1 : 1;
  return strcmp (first->id, second->id);
}

static gboolean
is_busy (const PstLesson *lesson)
{
  g_autofree gchar *path = path_in (lesson, LOCK);
  gint fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean busy = fd >= 0 && ! try_lock (fd, 1);

  if (fd >= 0)
    close (fd);
  return busy;
}

GPtrArray *
pst_lesson_list (const gchar *parent)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *folder = g_build_filename (parent, name, NULL);
      g_autoptr (PstLesson) lesson = name[0] == '.' ? NULL : read_lesson (folder, NULL);
      PstLessonEntry *entry;

      if (! lesson)
        continue;
      entry = g_new0 (PstLessonEntry, 1);
      entry->folder = g_steal_pointer (&folder);
      entry->id = g_strdup (lesson->recipe->id);
      entry->title = g_strdup (lesson->recipe->title);
      entry->step = lesson->step;
      entry->steps = pst_lesson_get_steps (lesson);
      entry->seconds = lesson->seconds;
      entry->minutes = lesson->recipe->minutes;
      entry->changed = lesson->changed;
      entry->done = lesson->done;
      entry->busy = is_busy (lesson);
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}
