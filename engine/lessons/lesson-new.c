/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons are made: whole, or not at all. */

#include <errno.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ground/error.h"
#include "lessons/lesson.h"
#include "lessons/ppm-file.h"
#include "styles/style.h"
#include "training/photos.h"
#include "training/recipe.h"

#define MAX_RATIO   4 /* of a painting's sides: more is cut off */
#define SIZE_FACTOR 2 /* the trainer looks at a painting in up to 1.4 of its nominal size */

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
  g_autofree gchar *path = pst_lesson_photo_path (lesson, index);
  g_autoptr (PstImage) small = pst_image_limit_short (photo, PST_PHOTO_SIDE, error);

  return small && pst_ppm_file_save (small, path, error);
}

static gboolean
save_paintings (PstLesson *lesson, const PstMaterial *material, GError **error)
{
  for (gsize i = 0; i < material->n_paintings; i++)
    {
      g_autofree gchar *path = pst_lesson_painting_path (lesson, (gint) i);
      g_autoptr (PstImage) trimmed =
          trim_painting (material->paintings[i], lesson->recipe->style_size, error);

      if (! trimmed || ! pst_ppm_file_save (trimmed, path, error))
        return FALSE;
      lesson->n_paintings++;
    }
  return TRUE;
}

/* As many as are wanted, evenly taken. */
static gboolean
save_photos (PstLesson *lesson, const PstMaterial *material, GError **error)
{
  const PstPhotos *photos = material->photos;
  gsize max = material->max_photos ? material->max_photos : PST_PHOTOS_MAX;
  gsize n = MIN (photos->n, MIN (max, PST_PHOTOS_LIMIT));

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
fill (PstLesson *lesson, const PstMaterial *material, GError **error)
{
  g_autofree gchar *base_path = pst_lesson_path (lesson, PST_LESSON_BASE);

  lesson->lock = pst_lesson_folder_lock (lesson->folder, error);
  if (lesson->lock < 0 || ! save_paintings (lesson, material, error)
      || ! save_photos (lesson, material, error))
    return FALSE;
  if (material->base && ! pst_style_save (material->base, base_path, PST_DTYPE_F32, error))
    {
      pst_error_add_cure (error);
      return FALSE;
    }
  return pst_lesson_save (lesson, error);
}

static gboolean
check (const PstMaterial *material, GError **error)
{
  const PstRecipe *recipe = material->recipe;

  if (! pst_recipe_check (recipe, error))
    return FALSE;
  if (material->n_paintings < 1 || material->n_paintings > PST_LESSON_MAX_PAINTINGS)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "There are %" G_GSIZE_FORMAT " paintings to learn from. Give 1 to %d.",
                   material->n_paintings, PST_LESSON_MAX_PAINTINGS);
      return FALSE;
    }
  for (gsize i = 0; i < material->n_paintings; i++)
    if (! pst_painting_check (material->paintings[i], recipe->style_size, error))
      return FALSE;
  if (material->base && ! pst_style_check_generator (material->base, error))
    return FALSE;
  if (material->base && ! pst_recipe_fits (recipe, material->base))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE,
                   "The style \"%s\" is of another shape than what is to be learnt. Start from "
                   "another style, or from nothing.",
                   pst_style_get_id (material->base));
      return FALSE;
    }
  return TRUE;
}

/* What is to be seen, by the marks of the painting, if there is one. */
static void
decide (PstRecipe *recipe, const PstMaterial *material)
{
  g_autoptr (PstImage) trimmed = NULL;
  g_autoptr (PstEngine) engine = NULL;
  g_autoptr (PstManner) manner = NULL;

  if (strcmp (recipe->sees, PST_SEES_BEST) != 0)
    return;
  if (material->n_paintings == 1)
    trimmed = trim_painting (material->paintings[0], recipe->style_size, NULL);
  if (trimmed)
    {
      engine = pst_engine_new (0);
      manner = pst_manner_new (engine, trimmed, NULL, NULL, NULL);
    }
  pst_recipe_decide (recipe, manner);
}

/* Nothing but the recipe, in no folder yet. */
static PstLesson *
new_lesson (const PstMaterial *material)
{
  PstLesson *lesson = g_new0 (PstLesson, 1);

  lesson->lock = -1;
  lesson->checkpoint = -1;
  lesson->recipe = pst_recipe_copy (material->recipe);
  decide (lesson->recipe, material);
  lesson->steps = lesson->recipe->minutes > 0 ? 0 : lesson->recipe->steps;
  lesson->recipe->steps = lesson->steps;
  g_free (lesson->recipe->from);
  lesson->recipe->from = g_strdup (material->base ? pst_style_get_id (material->base) : "");
  if (! material->base) /* there is none to be kept */
    {
      g_free (lesson->recipe->trunk);
      lesson->recipe->trunk = g_strdup (PST_TRUNK_LEARNT);
    }
  return lesson;
}

/* A whole lesson, in a folder of its own beside @full. */
static PstLesson *
make (const gchar *full, const PstMaterial *material, GError **error)
{
  g_autofree gchar *parent = g_path_get_dirname (full);
  gboolean had_parent = g_file_test (parent, G_FILE_TEST_IS_DIR);
  g_autoptr (PstLesson) lesson = NULL;

  if (! check (material, error))
    return NULL;
  if (g_mkdir_with_parents (parent, 0700) < 0)
    {
      pst_lesson_folder_error (error, parent, errno);
      return NULL;
    }
  pst_lesson_folder_remove_litter (parent);

  lesson = new_lesson (material);
  lesson->folder = g_build_filename (parent, PST_LESSON_NEW "XXXXXX", NULL);
  if (! g_mkdtemp (lesson->folder))
    {
      pst_lesson_folder_error (error, parent, errno);
      return NULL;
    }
  if (fill (lesson, material, error))
    return g_steal_pointer (&lesson);
  pst_lesson_folder_remove (lesson->folder, NULL);
  if (! had_parent)
    g_rmdir (parent);
  return NULL;
}

/* To where it belongs, or away. */
static gboolean
place (PstLesson *lesson, const gchar *full, GError **error)
{
  g_autofree gchar *parent = g_path_get_dirname (full);

  if (g_rename (lesson->folder, full) < 0)
    {
      gint code = errno == ENOTEMPTY || errno == ENOTDIR ? EEXIST : errno;

      pst_lesson_folder_remove (lesson->folder, NULL);
      return pst_lesson_folder_error (error, full, code);
    }
  pst_lesson_folder_sync (parent);
  g_free (lesson->folder);
  lesson->folder = g_strdup (full);
  lesson->style_path = pst_lesson_path (lesson, PST_LESSON_STYLE);
  return TRUE;
}

PstLesson *
pst_lesson_new (const gchar *folder, const PstMaterial *material, GError **error)
{
  g_autofree gchar *full = g_canonicalize_filename (folder, NULL);
  g_autoptr (PstLesson) lesson = make (full, material, error);

  return lesson && place (lesson, full, error) ? g_steal_pointer (&lesson) : NULL;
}

/* ---- in place of another ---------------------------------------------- */

static gboolean
is_lesson (const gchar *folder)
{
  g_autofree gchar *file = g_build_filename (folder, PST_LESSON_FILE, NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR);
}

/* Hours of work: renamed, and only what was renamed before goes. */
static gboolean
put_aside (const gchar *full, GError **error)
{
  g_autofree gchar *aside = g_strconcat (full, "~", NULL);

  if (is_lesson (aside) && ! pst_lesson_folder_remove (aside, error))
    return FALSE;
  return g_rename (full, aside) == 0 || pst_lesson_folder_error (error, full, errno);
}

static void
take_back (const gchar *full)
{
  g_autofree gchar *aside = g_strconcat (full, "~", NULL);

  g_rename (aside, full);
}

/* Somebody began there meanwhile, which is what @error becomes. */
static void
name_who_has (const gchar *full, GError **error)
{
  GError *local = NULL;
  gint fd = is_lesson (full) ? pst_lesson_folder_lock (full, &local) : -1;

  if (fd >= 0)
    close (fd);
  if (! local)
    return;
  g_clear_error (error);
  g_propagate_error (error, local);
}

PstLesson *
pst_lesson_replace (const gchar *folder, const PstMaterial *material, GError **error)
{
  g_autofree gchar *full = g_canonicalize_filename (folder, NULL);
  g_autoptr (PstLesson) lesson = NULL;
  gint held = -1;

  if (is_lesson (full) && (held = pst_lesson_folder_lock (full, error)) < 0)
    return NULL;
  lesson = make (full, material, error);
  if (lesson && held >= 0 && ! put_aside (full, error))
    {
      pst_lesson_folder_remove (lesson->folder, NULL);
      g_clear_pointer (&lesson, pst_lesson_close);
    }
  if (lesson && ! place (lesson, full, error))
    {
      if (held >= 0)
        take_back (full);
      else
        name_who_has (full, error);
      g_clear_pointer (&lesson, pst_lesson_close);
    }
  if (held >= 0)
    close (held);
  return g_steal_pointer (&lesson);
}
