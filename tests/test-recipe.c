/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "scratch.h"
#include "strokes/manner.h"
#include "training/recipe.h"

#include <string.h>

static PstRecipe *
load (const gchar *text, GError **error)
{
  gchar *folder = scratch_new (), *path = g_build_filename (folder, "a.recipe", NULL);
  PstRecipe *recipe;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  recipe = pst_recipe_load (path, error);
  g_assert_true (recipe || ! error || strstr ((*error)->message, path));
  g_free (path);
  scratch_free (folder);
  return recipe;
}

static void
check_same (const PstRecipe *a, const PstRecipe *b)
{
  gchar *text_a = pst_recipe_to_data (a), *text_b = pst_recipe_to_data (b);

  g_assert_cmpstr (text_a, ==, text_b);
  g_free (text_a);
  g_free (text_b);
}

static void
test_defaults (void)
{
  PstRecipe *recipe = pst_recipe_new (), *copy, *empty;
  GError *error = NULL;

  g_assert_true (pst_recipe_check (recipe, &error));
  g_assert_no_error (error);
  g_assert_cmpint (recipe->widths[0], ==, 24);
  g_assert_cmpint (recipe->widths[1], ==, 48);
  g_assert_cmpint (recipe->widths[2], ==, 96);
  g_assert_cmpint (recipe->blocks, ==, 5);
  g_assert_cmpint (recipe->crop, ==, 128);
  g_assert_cmpfloat (recipe->learning_rate, ==, 2e-3);
  g_assert_cmpfloat (recipe->losses[PST_LOSS_SWD], ==, 8.0);
  g_assert_cmpstr (recipe->id, ==, "");

  copy = pst_recipe_copy (recipe);
  g_assert_true (copy->licence != recipe->licence);
  check_same (copy, recipe);
  empty = load ("", &error);
  g_assert_no_error (error);
  check_same (empty, recipe);
  pst_recipe_free (empty);
  pst_recipe_free (copy);
  pst_recipe_free (recipe);
}

static void
test_load (void)
{
  PstRecipe *recipe, *again;
  GError *error = NULL;
  gchar *text;

  recipe = load ("# a comment\n[style]\nid=great-wave\ntitle=Unter der Welle\n"
                 "artist=\350\221\233\351\243\276\345\214\227\346\226\216\n\n"
                 "[generator]\nwidths = 16, 32 ,64\nnoise=0.1\n"
                 "[training]\nseed=4294967295\nlearning_rate=2e-4\ncontent_layer=both\nsteps=7\n"
                 "[losses]\ngram=0.30000000000000004\n",
                 &error);
  g_assert_no_error (error);
  g_assert_cmpstr (recipe->id, ==, "great-wave");
  g_assert_cmpstr (recipe->title, ==, "Unter der Welle");
  g_assert_cmpstr (recipe->artist, ==, "\350\221\233\351\243\276\345\214\227\346\226\216");
  g_assert_cmpint (recipe->widths[1], ==, 32);
  g_assert_cmpint (recipe->widths[2], ==, 64);
  g_assert_cmpfloat (recipe->noise, ==, 0.1);
  g_assert_cmpuint (recipe->seed, ==, G_MAXUINT32);
  g_assert_cmpfloat (recipe->learning_rate, ==, 2e-4);
  g_assert_cmpint (recipe->steps, ==, 7);
  g_assert_cmpfloat (recipe->losses[PST_LOSS_GRAM], ==, 0.30000000000000004);
  g_assert_cmpfloat (recipe->losses[PST_LOSS_SWD], ==, 8.0);

  g_free (recipe->licence);
  recipe->licence = g_strdup (" a space before,\ntwo lines; a \\ and one after ");
  text = pst_recipe_to_data (recipe);
  again = load (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->licence, ==, recipe->licence);
  g_assert_cmpfloat (again->losses[PST_LOSS_GRAM], ==, recipe->losses[PST_LOSS_GRAM]);
  check_same (again, recipe);
  pst_recipe_free (again);
  pst_recipe_free (recipe);
  g_free (text);
}

/* Text, and what the message must name. */
static void
test_refuse (void)
{
  static const gchar *const bad[][2] = {
    { "[style]\nname=x\n", "\"name\" in [style]" },
    { "[training]\nswd=1\n", "\"swd\" in [training]" },
    { "[network]\nblocks=5\n", "[network]" },
    { "blocks=5\n", "not a recipe" },
    { "[style\n", "not a recipe" },
    { "[style]\ntitle=\377\n", "\"title\"" },
    { "[style]\nid=Great Wave\n", "\"id\"" },
    { "[style]\nid=../wave\n", "\"id\"" },
    { "[style]\nid=-wave\n", "\"id\"" },
    { "[generator]\nblocks=many\n", "\"blocks\" in [generator]" },
    { "[generator]\nblocks=5.5\n", "\"blocks\"" },
    { "[generator]\nblocks=17\n", "\"blocks\" in [generator] must be 0 to 16" },
    { "[generator]\nblocks=99999999999\n", "\"blocks\"" },
    { "[generator]\nwidths=24,48\n", "\"widths\"" },
    { "[generator]\nwidths=24,48,96,192\n", "\"widths\"" },
    { "[generator]\nwidths=24,48,97\n", "\"widths\"" },
    { "[generator]\nwidths=2,48,96\n", "\"widths\"" },
    { "[generator]\nnoise=0,2\n", "\"noise\"" },
    { "[generator]\nnoise=nan\n", "\"noise\"" },
    { "[generator]\nnoise=inf\n", "\"noise\"" },
    { "[generator]\nnoise=\n", "\"noise\"" },
    { "[generator]\nsees=lines\n", "\"sees\" in [generator]" },
    { "[training]\ntrunk=felled\nfrom=base\n", "\"trunk\" in [training]" },
    { "[training]\ntrunk=kept\n", "\"from\"" },
    { "[generator]\nsees=photo\n[training]\ntrunk=kept\nfrom=base\n", "strokes" },
    { "[training]\ncrop=130\n", "\"crop\"" },
    { "[training]\ncrop=104\n", "\"crop\"" },
    { "[training]\ncrop=520\n", "\"crop\"" },
    { "[training]\nlate_crop=196\n", "\"late_crop\"" },
    { "[training]\nbatch=0\n", "\"batch\"" },
    { "[training]\nseed=-1\n", "\"seed\"" },
    { "[training]\nseed=4294967296\n", "\"seed\"" },
    { "[training]\nminutes=0\n", "\"minutes\"" },
    { "[training]\nlearning_rate=0\n", "\"learning_rate\"" },
    { "[training]\nfeatures=learnt\n", "\"features\" in [training]" },
    { "[training]\ncontent_layer=3_1\n", "\"content_layer\" in [training] must be both" },
    { "[losses]\ngram=-1\n", "\"gram\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      GError *error = NULL;

      g_assert_null (load (bad[i][0], &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, bad[i][1]));
      g_error_free (error);
    }
}

static void
test_missing (void)
{
  GError *error = NULL;

  g_assert_null (pst_recipe_load ("/there/is/no/such.recipe", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/there/is/no/such.recipe"));
  g_error_free (error);
}

/* What nobody decided is decided for a lesson, with what suits it; the rest stays. */
static void
test_decide (void)
{
  const PstManner painted = { .params.kind = PST_MANNER_PAINTED,
                              .params.wavelength = 5,
                              .brush = { .opacity = .9, .width = 4 } };
  const PstManner broad = { .params.kind = PST_MANNER_PAINTED,
                            .params.wavelength = 5,
                            .brush = { .opacity = .9, .width = 8 } };
  const PstManner soft = { .params.kind = PST_MANNER_PAINTED,
                           .params.wavelength = 5,
                           .brush = { .opacity = .7, .width = 4 } };
  const PstManner printed = { .params.kind = PST_MANNER_PRINTED, .brush.opacity = .9 };
  g_autoptr (PstRecipe) strokes = pst_recipe_new (), photo = pst_recipe_new ();
  g_autoptr (PstRecipe) planes = pst_recipe_new (), wide = pst_recipe_new ();
  g_autoptr (PstRecipe) clear = pst_recipe_new ();
  g_autoptr (PstRecipe) preset = pst_recipe_new (), given = pst_recipe_new ();

  g_assert_cmpstr (preset->sees, ==, PST_SEES_BEST);
  pst_recipe_decide (wide, &broad);
  g_assert_cmpfloat (wide->losses[PST_LOSS_ORIENTED], ==, 0);
  g_assert_cmpfloat (wide->losses[PST_LOSS_TONE], ==, 20);

  strokes->losses[PST_LOSS_SWD] = 9;
  pst_recipe_decide (clear, &painted);
  g_assert_cmpstr (clear->sees, ==, PST_SEES_STROKES);
  g_assert_cmpfloat (clear->losses[PST_LOSS_ORIENTED], ==, 2);
  g_assert_cmpfloat (clear->losses[PST_LOSS_NEAR], ==, 200);
  g_assert_cmpfloat (clear->losses[PST_LOSS_SWD], ==, 0);
  g_assert_cmpfloat (clear->learning_rate, ==, 0.001);

  pst_recipe_decide (strokes, &soft);
  g_assert_cmpstr (strokes->sees, ==, PST_SEES_STROKES);
  g_assert_cmpfloat (strokes->losses[PST_LOSS_SWD], ==, 9);
  g_assert_cmpfloat (strokes->losses[PST_LOSS_TONE], ==, 20);
  g_assert_cmpfloat (strokes->losses[PST_LOSS_PALETTE], ==, 0);
  g_assert_cmpfloat (strokes->losses[PST_LOSS_ORIENTED], ==, 0);
  g_assert_cmpfloat (strokes->learning_rate, ==, 0.001);

  pst_recipe_decide (planes, &printed);
  g_assert_cmpstr (planes->sees, ==, PST_SEES_STROKES);
  g_assert_cmpfloat (planes->losses[PST_LOSS_TONE], ==, 100);
  g_assert_cmpfloat (planes->losses[PST_LOSS_ADVERSARIAL], ==, 0.3);
  g_assert_cmpfloat (planes->learning_rate, ==, 0.0005);

  pst_recipe_decide (photo, NULL);
  g_assert_cmpstr (photo->sees, ==, PST_SEES_PHOTO);
  g_assert_cmpmem (photo->losses, sizeof photo->losses, preset->losses, sizeof preset->losses);
  pst_recipe_decide (photo, &painted);
  g_assert_cmpstr (photo->sees, ==, PST_SEES_PHOTO);

  given->learning_rate = 0.005;
  pst_recipe_decide (given, &painted);
  g_assert_cmpfloat (given->learning_rate, ==, 0.005);
}

/* Names and minutes leave the checksum alone, all else changes it. */
static void
test_checksum (void)
{
  PstRecipe *recipe = pst_recipe_new ();
  gchar *first = pst_recipe_checksum (recipe), *next;

  g_assert_cmpuint (strlen (first), ==, 64);
  recipe->minutes = 99.0;
  g_free (recipe->title);
  recipe->title = g_strdup ("another");
  next = pst_recipe_checksum (recipe);
  g_assert_cmpstr (next, ==, first);
  g_free (next);

  recipe->seed = 1;
  next = pst_recipe_checksum (recipe);
  g_assert_cmpstr (next, !=, first);
  g_free (next);
  recipe->seed = 0;
  recipe->steps = 1;
  next = pst_recipe_checksum (recipe);
  g_assert_cmpstr (next, !=, first);
  g_free (next);
  recipe->steps = 0;
  recipe->losses[PST_LOSS_GRAM] += 1e-15;
  next = pst_recipe_checksum (recipe);
  g_assert_cmpstr (next, !=, first);
  g_free (next);
  g_free (first);
  pst_recipe_free (recipe);
}

/* What an earlier version wrote is understood as it was meant, and its checkpoints fit. */
static void
test_earlier (void)
{
  const gchar *const text = "[training]\nlearning_rate=0.001\n"
                            "[losses]\ncontent=1\npalette=4\neven=4\n"
                            "[lesson]\nformat=1\n";
  const gchar *const checksum_then =
      "51a96ed9f6ef5fc28810ae3c97bf34ef2f64f97880e0288d0460618c855cb63e";
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (PstRecipe) recipe = NULL, preset = pst_recipe_new ();
  g_autofree gchar *checksum = NULL;
  GError *error = NULL;

  g_assert_true (g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL));
  recipe = pst_recipe_from_key_file (file, "lesson", "lesson", &error);
  g_assert_no_error (error);
  g_assert_true (recipe->losses[PST_LOSS_LATTICE] == 0 && recipe->losses[PST_LOSS_SEEDS] == 0);
  g_assert_cmpfloat (preset->losses[PST_LOSS_LATTICE], >, 0);
  checksum = pst_recipe_checksum (recipe);
  g_assert_cmpstr (checksum, ==, checksum_then);
  g_assert_cmpstr (recipe->features, ==, "random");
  recipe->losses[PST_LOSS_SEEDS] = 0.5;
  g_clear_pointer (&checksum, g_free);
  checksum = pst_recipe_checksum (recipe);
  g_assert_cmpstr (checksum, !=, checksum_then);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipe/defaults", test_defaults);
  g_test_add_func ("/recipe/load", test_load);
  g_test_add_func ("/recipe/refuse", test_refuse);
  g_test_add_func ("/recipe/missing", test_missing);
  g_test_add_func ("/recipe/decide", test_decide);
  g_test_add_func ("/recipe/checksum", test_checksum);
  g_test_add_func ("/recipe/earlier", test_earlier);
  return g_test_run ();
}
