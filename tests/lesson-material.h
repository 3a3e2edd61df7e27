/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painting, photos and a recipe to learn from in no time, and folders to do it in. */

#ifndef PST_LESSON_MATERIAL_H
#define PST_LESSON_MATERIAL_H

#include <string.h>

#include "made-up.h"
#include "scratch.h"
#include "stripes.h"

#define N_PHOTOS 5

static inline PstRecipe *
recipe_new (gint steps)
{
  PstRecipe *r = pst_recipe_new ();

  r->widths[0] = 8;
  r->widths[1] = 12;
  r->widths[2] = 16;
  r->blocks = 1;
  r->style_size = 128;
  r->crop = 112;
  r->late_crop = 0;
  r->batch = 1;
  r->steps = steps;
  r->minutes = 0;
  r->seed = 3;
  g_free (r->id);
  g_free (r->title);
  r->id = g_strdup ("stripes");
  r->title = g_strdup ("Stripes");
  return r;
}

/* A folder that scratch_free () cannot remove: with folders in it. */
static inline void
scratch_free_deep (gchar *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while ((name = g_dir_read_name (dir)))
    {
      gchar *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && ! g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        scratch_free_deep (path);
      else
        {
          g_assert_cmpint (g_remove (path), ==, 0);
          g_free (path);
        }
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

/* Nothing that was begun and not ended. */
static inline void
assert_no_litter (const gchar *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_assert_false (g_str_has_prefix (name, ".new-"));
  g_clear_pointer (&dir, g_dir_close);
}

static inline void
photos_new (PstImage **photos)
{
  for (gint i = 0; i < N_PHOTOS; i++)
    photos[i] = photo_new (130 + 10 * i, 120);
}

static inline void
photos_free (PstImage **photos)
{
  for (gint i = 0; i < N_PHOTOS; i++)
    pst_image_free (photos[i]);
}

static inline PstLesson *
lesson_new (const gchar *folder, const PstRecipe *recipe, const PstStyle *base, GError **error)
{
  g_autoptr (PstImage) painting = striped_painting (200, 160);
  PstImage *photos[N_PHOTOS];
  const PstPhotos in_memory = pst_photos_in_memory ((const PstImage *const *) photos, N_PHOTOS);
  PstLesson *lesson;

  photos_new (photos);
  lesson = pst_lesson_new (folder, recipe, base, painting, &in_memory, error);
  photos_free (photos);
  return lesson;
}

#endif /* PST_LESSON_MATERIAL_H */
