/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/learn-settings.h"

#include <math.h>
#include <string.h>

#include "shared/settings.h"

#define GROUP "learn"

static const gchar *const sources[PST_N_PAINTING_SOURCES] = { "visible", "layer", "selection",
                                                              "file" };
static const gchar *const starts[PST_N_LEARN_STARTS] = { "base", "style", "nothing" };

static void
set_text (gchar *to, const gchar *text, gboolean is_path)
{
  gboolean good =
      text && strlen (text) < PST_LEARN_TEXT_MAX && (is_path || g_utf8_validate (text, -1, NULL));

  g_strlcpy (to, good ? text : "", PST_LEARN_TEXT_MAX);
}

void
pst_learn_settings_set_title (PstLearnSettings *settings, const gchar *title)
{
  set_text (settings->title, title, FALSE);
}

void
pst_learn_settings_set_artist (PstLearnSettings *settings, const gchar *artist)
{
  set_text (settings->artist, artist, FALSE);
}

void
pst_learn_settings_set_painting (PstLearnSettings *settings, const gchar *path)
{
  set_text (settings->painting, path, TRUE);
}

void
pst_learn_settings_set_photos (PstLearnSettings *settings, const gchar *folder)
{
  set_text (settings->photos, folder, TRUE);
}

gchar *
pst_learn_settings_get_photos (const PstLearnSettings *settings)
{
  const gchar *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  if (*settings->photos)
    return g_strdup (settings->photos);
  return g_strdup (pictures ? pictures : g_get_home_dir ());
}

PstRecipe *
pst_learn_settings_to_recipe (const PstLearnSettings *settings)
{
  PstRecipe *recipe = pst_recipe_new ();

  g_free (recipe->title);
  g_free (recipe->artist);
  recipe->title = g_strdup (settings->title);
  recipe->artist = g_strdup (settings->artist);
  recipe->style_size = pst_style_size_for_strokes (settings->stroke_size);
  recipe->minutes = settings->minutes;
  recipe->steps = 0;
  recipe->seed = g_random_int ();
  return recipe;
}

/* ---- files ------------------------------------------------------------ */

/* The place of the key's value among @names, or @value. */
static gint
load_choice (GKeyFile *file, const gchar *key, const gchar *const *names, gint n, gint value)
{
  g_autofree gchar *text = g_key_file_get_string (file, GROUP, key, NULL);

  for (gint i = 0; text && i < n; i++)
    if (g_str_equal (text, names[i]))
      return i;
  return value;
}

static void
load_number (GKeyFile *file, const gchar *key, gdouble min, gdouble max, gdouble *number)
{
  g_autoptr (GError) error = NULL;
  gdouble value = g_key_file_get_double (file, GROUP, key, &error);

  if (! error && value >= min && value <= max)
    *number = value;
}

static void
load_whole (GKeyFile *file, const gchar *key, gint max, gint *number)
{
  g_autoptr (GError) error = NULL;
  gint value = g_key_file_get_integer (file, GROUP, key, &error);

  if (! error && value >= 0 && value <= max)
    *number = value;
}

/* A key file holds UTF-8, and a file's name may be anything: NULL if there is nothing of
 * that key, "" if it is no path. */
static gchar *
load_path (GKeyFile *file, const gchar *key)
{
  g_autofree gchar *uri = g_key_file_get_string (file, GROUP, key, NULL);
  gchar *path = uri && *uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;

  return uri && ! path ? g_strdup ("") : path;
}

static void
save_path (GKeyFile *file, const gchar *key, const gchar *path)
{
  g_autofree gchar *uri = *path ? g_filename_to_uri (path, NULL, NULL) : NULL;

  g_key_file_set_string (file, GROUP, key, uri ? uri : "");
}

gboolean
pst_learn_settings_load (PstLearnSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *painting = NULL;
  g_autofree gchar *photos = NULL;

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return FALSE;

  settings->source = (PstPaintingSource) load_choice (file, "source", sources,
                                                      PST_N_PAINTING_SOURCES, settings->source);
  settings->start =
      (PstLearnStart) load_choice (file, "start", starts, PST_N_LEARN_STARTS, settings->start);

  painting = load_path (file, "painting");
  if (painting)
    pst_learn_settings_set_painting (settings, painting);
  photos = load_path (file, "photos");
  if (photos)
    pst_learn_settings_set_photos (settings, photos);
  if (g_key_file_has_key (file, GROUP, "open-photos", NULL))
    settings->open_photos = g_key_file_get_boolean (file, GROUP, "open-photos", NULL);
  load_number (file, "stroke-size", PST_LEARN_MIN_STROKE, PST_LEARN_MAX_STROKE,
               &settings->stroke_size);
  load_number (file, "minutes", 0.1, 1440, &settings->minutes);
  load_whole (file, "threads", 1024, &settings->threads);
  load_whole (file, "niceness", PST_LEARN_MAX_NICE, &settings->niceness);
  return TRUE;
}

gboolean
pst_learn_settings_save (const PstLearnSettings *settings, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, "source", sources[settings->source]);
  save_path (file, "painting", settings->painting);
  save_path (file, "photos", settings->photos);
  g_key_file_set_boolean (file, GROUP, "open-photos", settings->open_photos);
  g_key_file_set_double (file, GROUP, "stroke-size", settings->stroke_size);
  g_key_file_set_double (file, GROUP, "minutes", settings->minutes);
  g_key_file_set_string (file, GROUP, "start", starts[settings->start]);
  g_key_file_set_integer (file, GROUP, "threads", settings->threads);
  g_key_file_set_integer (file, GROUP, "niceness", settings->niceness);
  return pst_key_file_save (file, path, error);
}
