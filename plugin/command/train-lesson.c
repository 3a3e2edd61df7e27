/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/train-lesson.h"

#include <string.h>

#include "command/command-line.h"
#include "pictures/photo-folder.h"
#include "pictures/picture-file.h"

gchar *
pst_train_lesson_folder (const gchar *output)
{
  return g_strconcat (output, ".lesson", NULL);
}

/* ---- the recipe ------------------------------------------------------- */

static void
set_text (gchar **field, const gchar *text)
{
  if (! text)
    return;
  g_free (*field);
  *field = g_strdup (text);
}

static PstRecipe *
load_recipe (const gchar *path, GError **error)
{
  if (! path)
    return pst_recipe_new ();
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? pst_lesson_load_recipe (path, error)
                                                : pst_recipe_load (path, error);
}

/* What nobody named is called after the file that it is for, or comes from. */
static void
name_style (PstRecipe *recipe, const PstTrainOptions *options)
{
  g_autofree gchar *title = NULL;

  if (options->output)
    {
      g_autofree gchar *base = g_path_get_basename (options->output);
      g_autofree gchar *id = NULL;

      *strrchr (base, '.') = '\0';
      title = pst_display_name (base);
      id = pst_style_make_id (title);
      if (! *recipe->id)
        set_text (&recipe->id, id);
    }
  else
    title = pst_style_make_title (options->painting ? options->painting : recipe->painting);
  if (! *recipe->title)
    set_text (&recipe->title, title);
}

/* What the options say, over what the recipe says. */
static PstRecipe *
make_recipe (const PstTrainOptions *options, GError **error)
{
  PstRecipe *recipe = load_recipe (options->recipe, error);

  if (! recipe)
    return NULL;
  if (options->painting)
    {
      g_autofree gchar *name = g_filename_display_basename (options->painting);

      set_text (&recipe->painting, name);
    }
  set_text (&recipe->title, options->title);
  set_text (&recipe->artist, options->artist);
  if (g_strcmp0 (options->from, "nothing") == 0)
    {
      set_text (&recipe->from, "");
      set_text (&recipe->trunk, "learnt");
    }
  else
    set_text (&recipe->from, options->from);
  if (options->stroke_size > 0)
    recipe->style_size = pst_style_size_for_strokes (options->stroke_size);
  if (options->steps > 0 || options->minutes > 0)
    {
      recipe->steps = options->steps;
      recipe->minutes = options->minutes;
    }
  else if (recipe->steps > 0)
    recipe->minutes = 0;
  if (options->seed != -1)
    recipe->seed = (guint32) options->seed;
  name_style (recipe, options);
  return recipe;
}

/* ---- pictures --------------------------------------------------------- */

static gboolean
add_painting (GPtrArray *paintings, const gchar *path, GError **error)
{
  PstImage *painting = pst_picture_file_load_planes (path, error);

  if (painting)
    g_ptr_array_add (paintings, painting);
  return painting != NULL;
}

static GPtrArray *
load_paintings (const PstTrainOptions *options, const PstRecipe *recipe, GError **error)
{
  g_autoptr (GPtrArray) paintings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  g_auto (GStrv) names = g_strsplit (recipe->painting, ";", -1);

  if (options->painting)
    return add_painting (paintings, options->painting, error) ? g_steal_pointer (&paintings) : NULL;
  for (gchar **name = names; *name; name++)
    {
      g_autofree gchar *path = g_build_filename (g_getenv ("PASTICHE_PAINTINGS"), *name, NULL);

      if (! add_painting (paintings, path, error))
        return NULL;
    }
  if (paintings->len)
    return g_steal_pointer (&paintings);
  pst_usage_error (error, "train: the recipe names no painting; give --painting FILE");
  return NULL;
}

typedef struct
{
  GPtrArray *files; /* paths of photos, and of what else is there */
  gboolean *asked;  /* of each file */
  gint n_read;
} Photos;

static void
photos_clear (Photos *photos)
{
  g_clear_pointer (&photos->files, g_ptr_array_unref);
  g_clear_pointer (&photos->asked, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Photos, photos_clear)

static PstImage *
load_photo (gsize index, gpointer data, GError **error)
{
  Photos *photos = data;
  g_autoptr (GError) local = NULL;
  PstImage *photo;

  if (pst_interrupted ())
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "stopped before the first step; nothing was kept");
      return NULL;
    }
  photo = pst_image_limit_short (
      pst_picture_file_load_planes (g_ptr_array_index (photos->files, index), &local),
      PST_PHOTO_SIDE, &local);
  if (photo)
    photos->n_read++;
  else if (! photos->asked[index])
    g_printerr ("pastiche: skipped: %s\n", local->message);
  photos->asked[index] = TRUE;
  return photo;
}

/* ---- beginning -------------------------------------------------------- */

/* NULL without an error: from nothing. */
static PstStyle *
find_start (const PstMaterial *material, PstEngine *engine, GError **error)
{
  const gchar *from = material->recipe->from;
  g_auto (GStrv) folders = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  PstStyle *start;

  if (! g_str_equal (from, "similar"))
    return *from ? pst_command_find_style (from, error) : NULL;
  folders = pst_command_style_folders ();
  entries = pst_style_list ((const gchar *const *) folders);
  start = pst_propose_start (engine, material, entries, NULL, error);
  if (start)
    g_print ("starting from %s\n", pst_style_get_id (start));
  return start;
}

static PstLesson *
make_lesson (const PstTrainOptions *options, PstLibrary *library, const PstMaterial *material,
             GError **error)
{
  g_autofree gchar *folder = NULL;
  g_autofree gchar *name = NULL;
  gboolean earlier;
  PstLesson *lesson;

  if (! options->output)
    return pst_library_new_lesson (library, material, error);
  folder = pst_train_lesson_folder (options->output);
  name = pst_display_name (folder);
  earlier = g_file_test (folder, G_FILE_TEST_IS_DIR);
  lesson = pst_lesson_replace (folder, material, error);
  if (lesson && earlier)
    g_print ("the earlier %s is now %s~\n", name, name);
  return lesson;
}

PstLesson *
pst_train_begin (const PstTrainOptions *options, PstLibrary *library, PstEngine *engine,
                 GError **error)
{
  const gchar *folder = options->photos ? options->photos : g_getenv ("PASTICHE_PHOTOS");
  g_autofree gchar *folder_name = pst_display_name (folder);
  g_autoptr (PstRecipe) recipe = make_recipe (options, error);
  g_autoptr (GPtrArray) paintings = recipe ? load_paintings (options, recipe, error) : NULL;
  g_auto (Photos) files = { 0 };
  g_autoptr (PstStyle) start = NULL;
  PstMaterial material = { .recipe = recipe, .max_photos = PST_PHOTOS_LIMIT };
  PstLesson *lesson = NULL;
  GError *local = NULL;
  PstPhotos photos;

  files.files = paintings ? pst_photo_folder_list (folder, 0, NULL, error) : NULL;
  if (! files.files)
    return NULL;
  files.asked = g_new0 (gboolean, MAX (files.files->len, 1));
  photos = (PstPhotos){ files.files->len, load_photo, &files };
  material.photos = &photos;
  material.paintings = (const PstImage *const *) paintings->pdata;
  material.n_paintings = paintings->len;
  material.base = start = find_start (&material, engine, &local);
  if (! local)
    lesson = make_lesson (options, library, &material, &local);
  if (! lesson)
    {
      if (g_error_matches (local, PST_ERROR, PST_ERROR_BAD_INPUT) && ! files.n_read)
        g_prefix_error (&local, "%s: ", folder_name);
      g_propagate_error (error, local);
      return NULL;
    }
  g_print ("%d photos from %s\n", pst_lesson_get_n_photos (lesson), folder_name);
  if (! options->output)
    g_print ("the style's id is %s\n", pst_lesson_get_recipe (lesson)->id);
  return lesson;
}

/* ---- going on --------------------------------------------------------- */

/* The lesson beside a style file. */
static PstLesson *
open_beside (const gchar *output, GError **error)
{
  g_autofree gchar *folder = pst_train_lesson_folder (output);
  g_autofree gchar *old = g_strconcat (output, ".checkpoint", NULL);
  g_autofree gchar *name = pst_display_name (folder);
  g_autofree gchar *old_name = pst_display_name (old);
  g_autofree gchar *output_name = pst_display_name (output);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return pst_lesson_open (folder, error);
  if (g_file_test (old, G_FILE_TEST_EXISTS))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_VERSION,
                 "%s: it is of an earlier version, which kept no pictures, and cannot be gone on "
                 "with; begin anew with --from %s, which is what was learnt, and another --output",
                 old_name, output_name);
  else
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                 "%s: there is no lesson to go on with; leave out --resume to begin one", name);
  return NULL;
}

PstLesson *
pst_train_resume (const PstTrainOptions *options, PstLibrary *library, GError **error)
{
  g_autoptr (PstLesson) lesson = options->output
                                     ? open_beside (options->output, error)
                                     : pst_library_open_lesson (library, options->id, error);
  const PstRecipe *recipe;
  gint step;

  if (! lesson)
    return NULL;
  recipe = pst_lesson_get_recipe (lesson);
  step = pst_lesson_get_step (lesson);
  if (options->seed != -1 && options->seed != recipe->seed)
    {
      pst_usage_error (
          error, "--seed %" G_GINT64_FORMAT ": it was begun with seed %u; leave the option out",
          options->seed, recipe->seed);
      return NULL;
    }
  if (options->steps > 0 && options->steps != pst_lesson_get_steps (lesson))
    {
      if (options->steps <= step)
        {
          pst_usage_error (error, "--steps %d: %d are done already; give more", options->steps,
                           step);
          return NULL;
        }
      if (! pst_lesson_set_steps (lesson, options->steps, error))
        return NULL;
    }
  if (options->minutes > 0 && options->minutes != recipe->minutes
      && ! pst_lesson_set_minutes (lesson, options->minutes, error))
    return NULL;
  return g_steal_pointer (&lesson);
}
