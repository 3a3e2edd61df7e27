/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A world without GIMP in which styles are learnt: a painting and photos that are made
 * up, a library in a folder that goes afterwards. */

#ifndef PST_LEARN_HOST_H
#define PST_LEARN_HOST_H

#include <math.h>

#include "hands.h"
#include "made-up.h"
#include "pictures/reduced.h"
#include "shared/host.h"
#include "stripes.h"
#include "training/recipe.h"

typedef struct
{
  PstUiHost base;
  gchar *folder; /* of all that follows */
  gchar *styles;
  gchar *lessons;
  gchar *photos;
  gint painting_width, painting_height;
  gboolean is_photo;    /* the image is to be painted               */
  gchar **titles;       /* of other images; NULL: none              */
  gboolean plain;       /* the painting                             */
  gboolean no_photos;   /* there are none in any folder             */
  gint n_open;          /* images that are open beside the painting */
  const gchar *picture; /* a file to learn from instead             */
  const gchar *name;    /* of the image                             */
  PstLearnSettings kept;
  gint n_kept;
} LearnHost;

static inline GPtrArray *
learn_host_list_styles (PstUiHost *base)
{
  LearnHost *host = (LearnHost *) base;
  const gchar *const folders[] = { host->styles, host->folder, NULL };

  return pst_style_list (folders);
}

/* A selection is always there, a layer as well. */
static inline gboolean
learn_host_has_painting (PstUiHost *base, PstPaintingSource source)
{
  return ! ((LearnHost *) base)->is_photo || source == PST_PAINTING_FILE;
}

static inline gchar **
learn_host_list_open_images (PstUiHost *base)
{
  return g_strdupv (((LearnHost *) base)->titles);
}

static inline PstImage *
learn_host_get_open_image (PstUiHost *base, guint n, GError **error)
{
  return striped_painting (300 + (gint) n, 240);
}

static inline PstImage *
learn_host_get_painting (PstUiHost *base, PstPaintingSource source, GError **error)
{
  LearnHost *host = (LearnHost *) base;
  PstImage *image;

  if (host->picture)
    return pst_reduced_load_painting (host->picture, 2048, error);
  if (source == PST_PAINTING_SELECTION)
    return striped_painting (host->painting_width / 4, host->painting_height / 4);
  if (! host->plain)
    return striped_painting (host->painting_width, host->painting_height);
  image = pst_image_new (host->painting_width, host->painting_height, NULL);
  for (gsize i = 0; i < bytes_of (image) / sizeof (gfloat); i++)
    image->data[i] = 0.5f;
  return image;
}

static inline PstImage *
learn_host_load_painting (PstUiHost *base, const gchar *path, gint short_side, GError **error)
{
  return pst_reduced_load_painting (path, short_side, error);
}

static inline gchar *
learn_host_get_painting_name (PstUiHost *base)
{
  return g_strdup (((LearnHost *) base)->name);
}

/* All the folder's files; errors for what is no folder. */
static inline GPtrArray *
learn_host_find_photos (PstUiHost *base, const gchar *folder, GCancellable *cancellable,
                        GError **error)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const gchar *name;

  if (((LearnHost *) base)->no_photos)
    return paths;
  dir = g_dir_open (folder, 0, error);
  if (! dir)
    {
      g_ptr_array_unref (paths);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}

/* A file whose name begins with "made-up" is a picture, whatever it holds. */
static inline PstImage *
learn_host_load_photo (PstUiHost *base, const gchar *path, GError **error)
{
  g_autofree gchar *name = g_path_get_basename (path);

  if (g_str_has_prefix (name, "made-up"))
    return photo_new (160, 128);
  return pst_reduced_load_photo (path, PST_PHOTO_SIDE, error);
}

static inline GPtrArray *
learn_host_get_open_photos (PstUiHost *base)
{
  GPtrArray *photos = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);

  for (gint i = 0; i < ((LearnHost *) base)->n_open; i++)
    g_ptr_array_add (photos, photo_new (160, 128 + i));
  return photos;
}

static inline void
learn_host_get_learn_settings (PstUiHost *base, PstLearnSettings *settings)
{
  if (((LearnHost *) base)->n_kept)
    *settings = ((LearnHost *) base)->kept;
}

static inline void
learn_host_set_learn_settings (PstUiHost *base, const PstLearnSettings *settings)
{
  ((LearnHost *) base)->kept = *settings;
  ((LearnHost *) base)->n_kept++;
}

static inline PstImage *
learn_host_get_source (PstUiHost *base, GError **error)
{
  return photo_new (64, 48);
}

static inline void
learn_host_get_settings (PstUiHost *base, PstSettings *settings)
{
}

static inline void
learn_host_set_settings (PstUiHost *base, const PstSettings *settings, gboolean answered)
{
}

/* In @folder, which may hold what another host left there; NULL: a new one. */
static inline void
learn_host_init (LearnHost *host, const gchar *folder)
{
  *host = (LearnHost){ .base = {
                           .help_id = "plug-in-pastiche-learn",
                           .n_threads = 1,
                           .list_styles = learn_host_list_styles,
                           .get_source = learn_host_get_source,
                           .get_settings = learn_host_get_settings,
                           .set_settings = learn_host_set_settings,
                           .has_painting = learn_host_has_painting,
                           .list_open_images = learn_host_list_open_images,
                           .get_open_image = learn_host_get_open_image,
                           .get_painting = learn_host_get_painting,
                           .load_painting = learn_host_load_painting,
                           .get_painting_name = learn_host_get_painting_name,
                           .find_photos = learn_host_find_photos,
                           .load_photo = learn_host_load_photo,
                           .get_open_photos = learn_host_get_open_photos,
                           .get_learn_settings = learn_host_get_learn_settings,
                           .set_learn_settings = learn_host_set_learn_settings,
                       },
                       .painting_width = 640,
                       .painting_height = 512,
                       .name = "Été à Łódź" };
  host->folder = folder ? g_strdup (folder) : g_dir_make_tmp ("pastiche-learn-XXXXXX", NULL);
  host->styles = g_build_filename (host->folder, "styles", NULL);
  host->lessons = g_build_filename (host->folder, "lessons", NULL);
  host->photos = g_build_filename (host->folder, "photos", NULL);
  host->base.style_folder = host->styles;
  host->base.library =
      pst_library_new (host->styles, host->lessons, (const gchar *[]){ host->folder, NULL });
  host->kept = (PstLearnSettings) PST_LEARN_SETTINGS_INIT;
  host->n_kept = 1;
  pst_learn_settings_set_photos (&host->kept, host->photos);
  if (! folder)
    {
      g_assert_cmpint (g_mkdir (host->photos, 0700), ==, 0);
      for (gint i = 0; i < 3; i++)
        {
          g_autofree gchar *path = g_strdup_printf ("%s/made-up-%d", host->photos, i);

          g_assert_true (g_file_set_contents (path, "", 0, NULL));
        }
    }
}

/* The folder stays if @keep. */
static inline void
learn_host_clear (LearnHost *host, gboolean keep)
{
  pst_library_free (host->base.library);
  if (! keep)
    remove_folder (host->folder);
  g_free (host->folder);
  g_free (host->styles);
  g_free (host->lessons);
  g_free (host->photos);
}

/* The window of that name, or NULL. */
static inline GtkWidget *
window_named (const gchar *name)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (gtk_widget_get_visible (l->data) && g_strcmp0 (gtk_widget_get_name (l->data), name) == 0)
      return l->data;
  return NULL;
}

/* A lesson of a painting that is as small as its last part allows, or smaller, and quickly learnt. */
static inline PstLesson *
quick_lesson_of (LearnHost *host, gint height, const gchar *title, gdouble minutes, gint steps)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  g_autoptr (PstImage) painting = striped_painting (200, height);
  g_autoptr (PstImage) photo = photo_new (160, 128), other = photo_new (128, 160);
  const PstImage *photos[] = { photo, other };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 2);
  g_autoptr (GError) error = NULL;
  PstLesson *lesson;

  g_free (recipe->title);
  g_free (recipe->sees);
  recipe->title = g_strdup (title);
  recipe->sees = g_strdup (PST_SEES_PHOTO);
  recipe->widths[0] = recipe->widths[1] = recipe->widths[2] = 8;
  recipe->blocks = 1;
  recipe->style_size = 128;
  recipe->crop = 112;
  recipe->late_crop = 0;
  recipe->batch = 1;
  recipe->minutes = minutes;
  recipe->steps = steps;
  lesson =
      pst_library_new_lesson (host->base.library,
                              &(PstMaterial){ .recipe = recipe,
                                              .paintings = (const PstImage *const[]){ painting },
                                              .n_paintings = 1,
                                              .photos = &in_memory },
                              &error);
  g_assert_no_error (error);
  return lesson;
}

static inline PstLesson *
quick_lesson (LearnHost *host, const gchar *title, gdouble minutes, gint steps)
{
  return quick_lesson_of (host, 160, title, minutes, steps);
}

static inline void
add_style (const gchar *folder, const gchar *id, const gchar *title)
{
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const PstGeneratorShape shape = { { 8, 8, 8 }, 0 };
  PstTensorSet *weights = pst_generator_declare (&shape);
  g_autofree gchar *path = g_strdup_printf ("%s/%s.safetensors", folder, id);
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (metadata, g_strdup ("id"), g_strdup (id));
  g_hash_table_insert (metadata, g_strdup ("title"), g_strdup (title));
  pst_generator_init (weights, 1.0, g_str_hash (id));
  style = pst_style_new (metadata, &shape, weights);
  g_mkdir_with_parents (folder, 0700);
  pst_style_save (style, path, PST_DTYPE_F16, &error);
  g_assert_no_error (error);
}

#endif /* PST_LEARN_HOST_H */
