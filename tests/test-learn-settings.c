/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person chose for learning, kept in a file. */

#include "scratch.h"
#include "shared/learn-settings.h"

#include <string.h>

static const PstLearnSettings initial = PST_LEARN_SETTINGS_INIT;

static void
test_round_trip (void)
{
  gchar *folder = scratch_new ();
  g_autofree gchar *path = g_build_filename (folder, "learn-settings", NULL);
  PstLearnSettings saved = PST_LEARN_SETTINGS_INIT, loaded = PST_LEARN_SETTINGS_INIT;
  GError *error = NULL;

  saved.source = PST_PAINTING_FILE;
  saved.start = PST_START_STYLE;
  saved.open_photos = TRUE;
  saved.stroke_size = 62.5;
  saved.minutes = 90;
  saved.threads = 3;
  saved.niceness = 0;
  pst_learn_settings_set_title (&saved, "Of one painting only");
  pst_learn_settings_set_painting (&saved, "/paintings/\xff Été.jpg");
  pst_learn_settings_set_photos (&saved, "/photos/\xff\xfe no UTF-8 & spaces");
  g_assert_true (pst_learn_settings_save (&saved, path, &error));
  g_assert_no_error (error);
  g_assert_true (pst_learn_settings_load (&loaded, path, &error));
  g_assert_cmpint (loaded.source, ==, PST_PAINTING_FILE);
  g_assert_cmpint (loaded.start, ==, PST_START_STYLE);
  g_assert_true (loaded.open_photos);
  g_assert_cmpfloat (loaded.stroke_size, ==, 62.5);
  g_assert_cmpfloat (loaded.minutes, ==, 90);
  g_assert_cmpint (loaded.threads, ==, 3);
  g_assert_cmpint (loaded.niceness, ==, 0);
  g_assert_cmpstr (loaded.photos, ==, saved.photos);
  g_assert_cmpstr (loaded.painting, ==, saved.painting);
  g_assert_cmpstr (loaded.title, ==, "");
  scratch_free (folder);
}

/* What makes no sense is as if it were not there. */
static void
test_nonsense (void)
{
  const gchar *const texts[] = {
    "",
    "[learn]\n",
    "[other]\nminutes=60\n",
    "[learn]\nsource=nowhere\nstart=maybe\nminutes=nan\nstroke-size=1e9\nthreads=-1\n"
    "niceness=20\nphotos=not a uri\npainting=http://elsewhere/painting.jpg\n",
    "[learn]\nminutes=\nstroke-size=-100\nthreads=many\nniceness=-1\nphotos=\n",
    "[learn]\nminutes=0\nstroke-size=inf\nthreads=99999999999\n",
  };
  gchar *folder = scratch_new ();
  g_autofree gchar *path = g_build_filename (folder, "learn-settings", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_true (pst_learn_settings_load (&settings, path, NULL));
      g_assert_cmpint (settings.source, ==, initial.source);
      g_assert_cmpint (settings.start, ==, initial.start);
      g_assert_cmpfloat (settings.minutes, ==, initial.minutes);
      g_assert_cmpfloat (settings.stroke_size, ==, initial.stroke_size);
      g_assert_cmpint (settings.threads, ==, initial.threads);
      g_assert_cmpint (settings.niceness, ==, initial.niceness);
      g_assert_cmpstr (settings.photos, ==, "");
      g_assert_cmpstr (settings.painting, ==, "");
    }
  scratch_free (folder);
}

static void
test_texts (void)
{
  PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;
  g_autofree gchar *fits = g_strnfill (PST_LEARN_TEXT_MAX - 1, 'x');
  g_autofree gchar *too_long = g_strnfill (PST_LEARN_TEXT_MAX, 'x');
  g_autofree gchar *photos = NULL;

  pst_learn_settings_set_title (&settings, fits);
  g_assert_cmpstr (settings.title, ==, fits);
  pst_learn_settings_set_title (&settings, too_long);
  g_assert_cmpstr (settings.title, ==, "");
  pst_learn_settings_set_artist (&settings, "\xff");
  g_assert_cmpstr (settings.artist, ==, "");
  pst_learn_settings_set_photos (&settings, "/somewhere");
  photos = pst_learn_settings_get_photos (&settings);
  g_assert_cmpstr (photos, ==, "/somewhere");
  pst_learn_settings_set_photos (&settings, NULL);
  g_clear_pointer (&photos, g_free);
  photos = pst_learn_settings_get_photos (&settings);
  g_assert_true (g_path_is_absolute (photos));
}

static void
test_titles (void)
{
  const gchar *const cases[][2] = { { "/a.b/Water_Lilies.JPG", "Water Lilies" },
                                    { "/a/.hidden", ".hidden" },
                                    { "/a/睡蓮.tiff", "睡蓮" },
                                    { "no folder.v2.png", "no folder.v2" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *title = pst_style_make_title (cases[i][0]);

      g_assert_cmpstr (title, ==, cases[i][1]);
    }
}

/* Every place of the slider makes a recipe that can be learnt. */
static void
test_recipe (void)
{
  gint last = 0;

  for (gdouble size = PST_LEARN_MIN_STROKE; size <= PST_LEARN_MAX_STROKE; size += 12.5)
    {
      PstLearnSettings settings = PST_LEARN_SETTINGS_INIT;
      g_autoptr (PstRecipe) recipe = NULL;
      GError *error = NULL;

      settings.stroke_size = size;
      settings.minutes = 20;
      pst_learn_settings_set_title (&settings, "Été");
      pst_learn_settings_set_artist (&settings, "Ñandú");
      recipe = pst_learn_settings_to_recipe (&settings);
      g_assert_true (pst_recipe_check (recipe, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (recipe->title, ==, "Été");
      g_assert_cmpstr (recipe->artist, ==, "Ñandú");
      g_assert_cmpfloat (recipe->minutes, ==, 20);
      g_assert_cmpint (recipe->steps, ==, 0);
      g_assert_cmpint (recipe->style_size, >, last);
      last = recipe->style_size;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn-settings/round-trip", test_round_trip);
  g_test_add_func ("/learn-settings/nonsense", test_nonsense);
  g_test_add_func ("/learn-settings/texts", test_texts);
  g_test_add_func ("/learn-settings/titles", test_titles);
  g_test_add_func ("/learn-settings/recipe", test_recipe);
  return g_test_run ();
}
