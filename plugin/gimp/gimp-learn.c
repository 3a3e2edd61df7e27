/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-learn.h"

#include <string.h>

#include "gimp/gimp-source.h"
#include "host/style-folders.h"
#include "learn/photo-reader.h"
#include "pictures/photo-folder.h"
#include "pictures/pixels.h"
#include "pictures/reduced.h"
#include "shared/intl.h"

#define FOLDER_DEPTH     6
#define MAX_SHORT_SIDE   2048 /* of a painting; more is never looked at */
#define PROGRESS_SECONDS 0.25

/* What GIMP keeps for us until it quits.  Read only if size and version fit. */
typedef struct
{
  guint32 version;
  PstLearnSettings settings;
} LastValues;

/* ---- pixels ----------------------------------------------------------- */

/* A part of @image, reduced to what is looked at. */
static PstImage *
crop (const PstImage *image, gint x, gint y, gint width, gint height, gint short_side,
      GError **error)
{
  if (width == image->width && height == image->height && MIN (width, height) > short_side)
    return pst_image_resize_short (image, short_side, error);
  return pst_image_limit_short (pst_image_crop (image, x, y, width, height, error), short_side,
                                error);
}

static PstImage *
read_visible (gint32 image, GError **error)
{
  gint32 layer = gimp_layer_new_from_visible (image, image, "pastiche");
  PstImage *picture;

  if (layer == -1)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   _ ("GIMP does not give out the image's pixels: %s"), gimp_get_pdb_error ());
      return NULL;
    }
  picture = pst_gimp_source_read (layer, NULL, error);
  gimp_item_delete (layer);
  return picture;
}

static PstImage *
read_painting (gint32 image, gint32 layer, PstPaintingSource source, GError **error)
{
  g_autoptr (PstImage) picture = source == PST_PAINTING_LAYER
                                     ? pst_gimp_source_read (layer, NULL, error)
                                     : read_visible (image, error);
  gint x = 0, y = 0, right, bottom, width, height;
  gboolean selected = FALSE;

  if (! picture)
    return NULL;
  width = picture->width;
  height = picture->height;
  if (source == PST_PAINTING_SELECTION
      && gimp_selection_bounds (image, &selected, &x, &y, &right, &bottom) && selected)
    {
      x = CLAMP (x, 0, width - 1);
      y = CLAMP (y, 0, height - 1);
      width = CLAMP (right - x, 1, width - x);
      height = CLAMP (bottom - y, 1, height - y);
    }
  return crop (picture, x, y, width, height, MAX_SHORT_SIDE, error);
}

static gboolean
has_painting (PstUiHost *base, PstPaintingSource source)
{
  PstGimpHost *host = (PstGimpHost *) base;

  if (host->is_photo)
    return source == PST_PAINTING_FILE;
  switch (source)
    {
    case PST_PAINTING_VISIBLE:
      return TRUE;
    case PST_PAINTING_LAYER:
      return host->layer != -1;
    case PST_PAINTING_SELECTION:
      return ! gimp_selection_is_empty (host->image);
    case PST_PAINTING_FILE:
      return TRUE;
    }
  return FALSE;
}

static PstImage *
get_painting (PstUiHost *base, PstPaintingSource source, GError **error)
{
  PstGimpHost *host = (PstGimpHost *) base;

  return read_painting (host->image, host->layer,
                        has_painting (base, source) ? source : PST_PAINTING_VISIBLE, error);
}

static PstImage *
load_painting (PstUiHost *host, const gchar *path, gint short_side, GError **error)
{
  return pst_reduced_load_painting (path, short_side, error);
}

/* After the image's file, for GIMP's own name of it may have brackets and words around. */
static gchar *
title_of (gint32 image)
{
  g_autofree gchar *uri = gimp_image_get_uri (image);
  g_autofree gchar *imported = uri ? NULL : gimp_image_get_imported_uri (image);
  g_autofree gchar *path =
      uri || imported ? g_filename_from_uri (uri ? uri : imported, NULL, NULL) : NULL;
  g_autofree gchar *name = path ? NULL : gimp_image_get_name (image);

  return path || name ? pst_style_make_title (path ? path : name) : g_strdup ("");
}

static gchar *
get_painting_name (PstUiHost *base)
{
  return title_of (((PstGimpHost *) base)->image);
}

/* ---- other images ----------------------------------------------------- */

/* Their ids, as many as there are titles. */
static GArray *
other_images (const PstGimpHost *host)
{
  GArray *others = g_array_new (FALSE, FALSE, sizeof (gint));
  gint n = 0;
  g_autofree gint *images = gimp_image_list (&n);

  for (gint i = 0; i < n; i++)
    if (images[i] != host->image)
      g_array_append_val (others, images[i]);
  return others;
}

static gchar **
list_open_images (PstUiHost *base)
{
  g_autoptr (GArray) others = other_images ((PstGimpHost *) base);
  GPtrArray *titles = g_ptr_array_new ();

  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (titles, title_of (g_array_index (others, gint, i)));
  g_ptr_array_add (titles, NULL);
  return (gchar **) g_ptr_array_free (titles, FALSE);
}

static PstImage *
get_open_image (PstUiHost *base, guint n, GError **error)
{
  g_autoptr (GArray) others = other_images ((PstGimpHost *) base);

  if (n >= others->len)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                           _ ("This image was closed. Choose another one."));
      return NULL;
    }
  return pst_image_limit_short (read_visible (g_array_index (others, gint, n), error),
                                MAX_SHORT_SIDE, error);
}

/* ---- photos ----------------------------------------------------------- */

static GPtrArray *
find_photos (PstUiHost *host, const gchar *folder, GCancellable *cancellable, GError **error)
{
  return pst_photo_folder_list_pictures (folder, FOLDER_DEPTH, cancellable, error);
}

static PstImage *
load_photo (PstUiHost *host, const gchar *path, GError **error)
{
  return pst_reduced_load_photo (path, PST_PHOTO_SIDE, error);
}

static GPtrArray *
get_open_photos (PstUiHost *base)
{
  PstGimpHost *host = (PstGimpHost *) base;
  GPtrArray *photos = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  gint n = 0;
  g_autofree gint *images = gimp_image_list (&n);

  for (gint i = 0; i < n; i++)
    {
      g_autoptr (PstImage) picture =
          images[i] == host->image ? NULL : read_visible (images[i], NULL);
      PstImage *photo =
          picture ? crop (picture, 0, 0, picture->width, picture->height, PST_PHOTO_SIDE, NULL)
                  : NULL;

      if (photo)
        g_ptr_array_add (photos, photo);
    }
  return photos;
}

/* ---- settings --------------------------------------------------------- */

static gchar *
settings_path (void)
{
  g_autofree gchar *gimp = pst_gimp_folder ();

  return g_build_filename (gimp, "pastiche", "learn-settings", NULL);
}

static void
get_learn_settings (PstUiHost *base, PstLearnSettings *settings)
{
  g_autofree gchar *path = NULL;
  LastValues last;

  if (gimp_get_data_size (PST_GIMP_LEARN_PROC) == sizeof last
      && gimp_get_data (PST_GIMP_LEARN_PROC, &last) && last.version == PST_LEARN_SETTINGS_VERSION)
    {
      *settings = last.settings;
      settings->title[PST_LEARN_TEXT_MAX - 1] = '\0';
      settings->artist[PST_LEARN_TEXT_MAX - 1] = '\0';
      settings->painting[PST_LEARN_TEXT_MAX - 1] = '\0';
      settings->photos[PST_LEARN_TEXT_MAX - 1] = '\0';
      return;
    }

  /* The first time there is no file, and a bad one is as good as none. */
  path = settings_path ();
  pst_learn_settings_load (settings, path, NULL);
}

static void
set_learn_settings (PstUiHost *base, const PstLearnSettings *settings)
{
  g_autofree gchar *path = settings_path ();
  g_autoptr (GError) error = NULL;
  LastValues last = { PST_LEARN_SETTINGS_VERSION, *settings };

  gimp_set_data (PST_GIMP_LEARN_PROC, &last, sizeof last);
  if (! pst_learn_settings_save (settings, path, &error))
    g_message ("%s", error->message);
}

/* ---- the host --------------------------------------------------------- */

void
pst_gimp_learn_host_init (PstGimpHost *host, gint32 image, gint32 drawable)
{
  *host = (PstGimpHost){
    .base = { .help_id = PST_GIMP_LEARN_PROC },
    .image = image,
    .layer = drawable,
    .replaces = -1,
    .old_photo = -1,
  };
  if (gimp_item_is_layer_mask (drawable))
    host->layer = gimp_layer_from_mask (drawable);
  if (! gimp_item_is_layer (host->layer))
    host->layer = -1;
  host->drawable = host->layer;
  host->style_folders = pst_style_folders (gimp_get_progname ());
  host->user_style_folder = pst_user_style_folder ();
  host->base.style_folder = host->user_style_folder;
  host->base.list_styles = pst_gimp_host_list_styles;
  pst_gimp_learn_prepare (host);
}

void
pst_gimp_learn_prepare (PstGimpHost *host)
{
  PstUiHost *base = &host->base;

  host->base_path = pst_style_find_base ((const gchar *const *) host->style_folders);
  base->base_path = host->base_path;
  base->library = pst_user_library (gimp_get_progname ());
  base->has_painting = has_painting;
  base->get_painting = get_painting;
  base->load_painting = load_painting;
  base->get_painting_name = get_painting_name;
  base->find_photos = find_photos;
  base->load_photo = load_photo;
  base->get_open_photos = get_open_photos;
  base->list_open_images = list_open_images;
  base->get_open_image = get_open_image;
  base->get_learn_settings = get_learn_settings;
  base->set_learn_settings = set_learn_settings;
}

/* ---- learning --------------------------------------------------------- */

/* What there is to practise on. */
static gboolean
find_all_photos (PstGimpHost *host, const PstLearnSettings *settings, GPtrArray **paths,
                 GPtrArray **open, GError **error)
{
  g_autofree gchar *folder = pst_learn_settings_get_photos (settings);
  g_autofree gchar *name = g_filename_display_name (folder);

  *paths = find_photos (&host->base, folder, NULL, error);
  if (! *paths)
    return FALSE;
  *open = settings->open_photos ? get_open_photos (&host->base) : NULL;
  if ((*paths)->len || (*open && (*open)->len))
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               _ ("There is no photo in \"%s\". Name a folder with one or more photos to "
                  "practise on."),
               name);
  return FALSE;
}

/* The style that paints most like the painting. */
static PstStyle *
similar_style (PstGimpHost *host, const PstMaterial *material, GError **error)
{
  g_autoptr (GPtrArray) entries = host->base.list_styles (&host->base);
  g_autoptr (PstEngine) engine = pst_engine_new (pst_pixels_get_n_threads ());

  return pst_propose_start (engine, material, entries, NULL, error);
}

/* NULL without an error: from nothing. */
static PstStyle *
find_start (PstGimpHost *host, const PstLearnSettings *settings, const PstMaterial *material,
            GError **error)
{
  if (settings->start == PST_START_STYLE)
    return similar_style (host, material, error);
  if (settings->start == PST_START_BASE && host->base.base_path)
    return pst_style_load (host->base.base_path, error);
  return NULL;
}

static PstImage *
read_source (PstGimpHost *host, const PstLearnSettings *settings, gboolean layer_only,
             GError **error)
{
  g_autoptr (PstImage) layer = NULL;
  gint x, y, width, height;

  if (! layer_only && settings->source == PST_PAINTING_FILE)
    return load_painting (&host->base, settings->painting, MAX_SHORT_SIDE, error);
  if (! layer_only)
    return get_painting (&host->base, settings->source, error);
  if (host->layer == -1 || ! gimp_drawable_mask_intersect (host->layer, &x, &y, &width, &height))
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           host->layer == -1
                               ? _ ("A channel cannot be learnt from. Choose a layer.")
                               : _ ("The selection does not touch this layer. Choose another "
                                    "layer or Select > None."));
      return NULL;
    }
  layer = pst_gimp_source_read (host->layer, NULL, error);
  return layer ? crop (layer, x, y, width, height, MAX_SHORT_SIDE, error) : NULL;
}

static PstLesson *
new_lesson (PstGimpHost *host, const PstLearnSettings *settings, gboolean layer_only,
            GError **error)
{
  g_autoptr (PstRecipe) recipe = pst_learn_settings_to_recipe (settings);
  g_autoptr (PstImage) painting = read_source (host, settings, layer_only, error);
  g_autoptr (GPtrArray) paths = NULL, open = NULL;
  g_autoptr (PstStyle) start = NULL;
  g_auto (PstPhotoReader) reader = { .host = &host->base };
  const PstImage *const paintings[] = { painting };
  PstMaterial material = { .recipe = recipe, .paintings = paintings, .n_paintings = 1 };
  PstPhotos photos;
  GError *local = NULL;

  if (! painting || ! pst_painting_check (painting, recipe->style_size, error)
      || ! find_all_photos (host, settings, &paths, &open, error))
    return NULL;
  if (! *recipe->title)
    {
      g_free (recipe->title);
      recipe->title = ! layer_only && settings->source == PST_PAINTING_FILE
                          ? pst_style_make_title (settings->painting)
                          : get_painting_name (&host->base);
    }
  reader.paths = paths;
  reader.open = open;
  photos = pst_photo_reader_begin (&reader);
  material.photos = &photos;
  material.base = start = find_start (host, settings, &material, &local);
  if (local)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return pst_library_new_lesson (host->base.library, &material, error);
}

gchar *
pst_gimp_learn (PstGimpHost *host, const PstLearnSettings *settings, gboolean layer_only,
                GError **error)
{
  g_autoptr (PstLesson) lesson = NULL;
  g_autoptr (PstLearner) learner = NULL;
  g_autoptr (PstStyle) style = NULL;
  g_auto (PstLearnerStatus) status = { 0 };

  gimp_progress_init (_ ("Looking at the painting and the photos"));
  lesson = new_lesson (host, settings, layer_only, error);
  if (! lesson)
    return NULL;

  gimp_progress_init_printf (_ ("Learning the style \"%s\""),
                             pst_lesson_get_recipe (lesson)->title);
  learner = pst_learner_new (g_steal_pointer (&lesson), settings->threads, settings->niceness, NULL,
                             NULL);
  while (! pst_learner_wait (learner, PROGRESS_SECONDS))
    {
      g_auto (PstLearnerStatus) now = { 0 };

      pst_learner_get_status (learner, &now);
      if (now.seconds_left >= 0)
        gimp_progress_update (now.seconds / MAX (now.seconds + now.seconds_left, 1e-3));

      /* Nobody is there to make room on a disk. */
      if (now.state == PST_LEARNER_SAVING && now.error)
        {
          g_propagate_error (error, g_steal_pointer (&now.error));
          return NULL;
        }
    }
  gimp_progress_end ();

  pst_learner_get_status (learner, &status);
  if (status.error)
    {
      g_propagate_error (error, g_steal_pointer (&status.error));
      return NULL;
    }
  style = pst_learner_get_style (learner);
  if (! pst_library_keep (host->base.library, style, error))
    return NULL;
  return g_strdup (pst_style_get_id (style));
}
