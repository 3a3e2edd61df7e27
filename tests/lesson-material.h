/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painting, photos and a recipe to learn from in no time, and folders to do it in. */

#ifndef PST_LESSON_MATERIAL_H
#define PST_LESSON_MATERIAL_H

#include <string.h>

#include "made-up.h"
#include "scratch.h"
#include "stripes.h"
#include "training/recipe.h"

#define N_PHOTOS 5

/* Of the photos themselves: to lay one in strokes takes as long as ten steps of these. */
static inline PstRecipe *
recipe_new (gint steps)
{
  PstRecipe *r = small_recipe (steps);

  r->late_crop = 0;
  g_free (r->id);
  g_free (r->title);
  g_free (r->sees);
  r->sees = g_strdup (PST_SEES_PHOTO);
  r->id = g_strdup ("stripes");
  r->title = g_strdup ("Stripes");
  return r;
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

/* Of one painting. */
static inline PstLesson *
make_lesson (const gchar *folder, const PstRecipe *recipe, const PstStyle *base,
             const PstImage *painting, const PstPhotos *photos, GError **error)
{
  return pst_lesson_new (folder,
                         &(PstMaterial){ .recipe = recipe,
                                         .base = base,
                                         .paintings = &painting,
                                         .n_paintings = 1,
                                         .photos = photos },
                         error);
}

static inline PstLesson *
lesson_new (const gchar *folder, const PstRecipe *recipe, const PstStyle *base, GError **error)
{
  g_autoptr (PstImage) painting = striped_painting (200, 160);
  PstImage *photos[N_PHOTOS];
  const PstPhotos in_memory = pst_photos_in_memory ((const PstImage *const *) photos, N_PHOTOS);
  PstLesson *lesson;

  photos_new (photos);
  lesson = make_lesson (folder, recipe, base, painting, &in_memory, error);
  photos_free (photos);
  return lesson;
}

#endif /* PST_LESSON_MATERIAL_H */
