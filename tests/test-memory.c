/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos to practise on are asked for one at a time, and no more is in memory than
 * learning needs. */

#include "ground/engine-private.h"
#include "lesson-material.h"
#include "lessons/lesson.h"
#include "peak-memory.h"

#define WIDTH  576
#define HEIGHT PST_PHOTO_SIDE

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static const gchar *program;

/* Photos that are made when they are asked for.  */
typedef struct
{
  gint width, height;
  gsize none_from, none_to; /* of these there is none ...  */
  gsize broken;             /* ... and this one is an error */
  GArray *asked;            /* of gsize                     */
} Source;

static PstImage *
make_photo (gsize index, gpointer data, GError **error)
{
  Source *source = data;
  PstImage *photo;
  gsize n;

  g_array_append_val (source->asked, index);
  if (index >= source->none_from && index < source->none_to)
    return NULL;
  if (index == source->broken)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
      return NULL;
    }
  photo = pst_image_new (source->width, source->height, error);
  n = (gsize) 3 * (gsize) source->width * (gsize) source->height;
  for (gsize i = 0; i < n; i++)
    photo->data[i] = (gfloat) ((i * 37 + index * 11) % 256) / 255;
  return photo;
}

typedef struct
{
  gchar *root, *folder;
  Source source;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->root = scratch_new ();
  f->folder = g_build_filename (f->root, "lessons", "stripes", NULL);
  f->source = (Source){ 70,        64,        G_MAXSIZE,
                        G_MAXSIZE, G_MAXSIZE, g_array_new (FALSE, FALSE, sizeof (gsize)) };
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  assert_no_litter (f->root);
  scratch_free (f->root);
  g_free (f->folder);
  g_array_unref (f->source.asked);
}

static PstLesson *
lesson_of (Fixture *f, gsize n, GError **error)
{
  g_autoptr (PstRecipe) recipe = recipe_new (4);
  g_autoptr (PstImage) painting = striped_painting (200, 160);

  return make_lesson (f->folder, recipe, NULL, painting, &(PstPhotos){ n, make_photo, &f->source },
                      error);
}

static PstTrainer *
trainer_of (Fixture *f, PstEngine *engine, gsize n, GError **error)
{
  g_autoptr (PstRecipe) recipe = recipe_new (4);
  g_autoptr (PstImage) painting = striped_painting (200, 160);
  const PstImage *paintings[] = { painting };

  return pst_trainer_new (engine, recipe, paintings, 1, &(PstPhotos){ n, make_photo, &f->source },
                          error);
}

static void
assert_asked (Fixture *f, gsize n, gsize every)
{
  g_assert_cmpuint (f->source.asked->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (g_array_index (f->source.asked, gsize, i), ==, i * every);
}

/* ---- one at a time ---------------------------------------------------- */

static void
test_asked (Fixture *f, gconstpointer data)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstTrainer) trainer = NULL;
  g_autoptr (PstLesson) lesson = NULL;
  GError *error = NULL;

  trainer = trainer_of (f, engine, 200, &error);
  g_assert_no_error (error);
  assert_asked (f, 200, 1);

  g_array_set_size (f->source.asked, 0);
  lesson = lesson_of (f, 3 * PST_PHOTOS_MAX, &error);
  g_assert_no_error (error);
  assert_asked (f, PST_PHOTOS_MAX, 3);
}

/* What is left out is as if it had never been named. */
static void
test_left_out (Fixture *f, gconstpointer data)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  PstStyle *styles[2];
  g_autoptr (PstLesson) lesson = NULL;
  g_autoptr (PstImage) photo = NULL, second = NULL;
  GError *error = NULL;

  for (gint i = 0; i < 2; i++)
    {
      g_autoptr (PstTrainer) trainer = NULL;
      PstTrainReport report;

      f->source.none_from = i ? 3 : 5;
      f->source.none_to = 5;
      trainer = trainer_of (f, engine, i ? 5 : 3, &error);
      g_assert_no_error (error);
      g_assert_true (pst_trainer_step (trainer, &report, &error));
      styles[i] = pst_trainer_get_style (trainer);
    }
  photo = photo_new (40, 40);
  {
    g_autoptr (PstImage) a = pst_engine_paint (engine, styles[0], photo, 1, NULL, NULL);
    g_autoptr (PstImage) b = pst_engine_paint (engine, styles[1], photo, 1, NULL, NULL);

    g_assert_cmpmem (a->data, bytes_of (a), b->data, bytes_of (b));
  }
  pst_style_unref (styles[0]);
  pst_style_unref (styles[1]);

  f->source.none_from = 1;
  f->source.none_to = 3;
  lesson = lesson_of (f, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pst_lesson_get_n_photos (lesson), ==, 3);
  second = pst_lesson_load_photo (lesson, 1, &error); /* number 3 of the source */
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (second->data[0], 33 / 255.0, 1e-6);
}

static void
test_nothing_left (Fixture *f, gconstpointer data)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  GError *error = NULL;

  f->source.none_from = 0;
  for (gsize n = 0; n < 3; n++)
    {
      g_assert_null (trainer_of (f, engine, n, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, "photos"));
      g_clear_error (&error);
      g_assert_null (lesson_of (f, n, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, "photos"));
      g_clear_error (&error);
      g_assert_cmpint ((gint) scratch_count (f->root), ==, 0);
    }
}

/* An error ends it, and nothing is left behind. */
static void
test_given_up (Fixture *f, gconstpointer data)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  GError *error = NULL;

  f->source.broken = 2;
  g_assert_null (trainer_of (f, engine, 9, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_asked (f, 3, 1);
  g_array_set_size (f->source.asked, 0);
  g_assert_null (lesson_of (f, 9, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_asked (f, 3, 1);
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 0);
}

/* ---- memory ----------------------------------------------------------- */

/* In a process of its own: makes a lesson of as many photos as there can be, learns it, and
 * prints how much more memory that took at most. */
static int
learn_much (const gchar *folder)
{
  Fixture f = { .folder = (gchar *) folder,
                .source = { WIDTH, HEIGHT, G_MAXSIZE, G_MAXSIZE, G_MAXSIZE,
                            g_array_new (FALSE, FALSE, sizeof (gsize)) } };
  gdouble before = peak_memory ();
  GError *error = NULL;
  PstLesson *lesson = lesson_of (&f, PST_PHOTOS_MAX, &error);
  PstLearner *learner;
  g_auto (PstLearnerStatus) status = { 0 };

  g_assert_no_error (error);
  learner = pst_learner_new (lesson, 1, 0, NULL, NULL);
  while (! pst_learner_wait (learner, 60))
    ;
  pst_learner_get_status (learner, &status);
  g_assert_no_error (status.error);
  g_assert_cmpint (status.state, ==, PST_LEARNER_DONE);
  pst_learner_free (learner);
  g_array_unref (f.source.asked);
  g_print ("%.0f\n", peak_memory () - before);
  return 0;
}

/* All photos at once would be 255 MB, and half as much if only some were kept. */
static void
test_peak (Fixture *f, gconstpointer data)
{
  const gchar *const argv[] = { program, "--learn", f->folder, NULL };
  const gdouble all = 4.0 * 3 * WIDTH * HEIGHT * PST_PHOTOS_MAX;
  g_autofree gchar *out = NULL;
  g_autoptr (GError) error = NULL;
  gint status;

  if (SANITIZED || peak_memory () <= 0)
    {
      g_test_skip ("memory cannot be measured here");
      return;
    }
  g_spawn_sync (NULL, (gchar **) argv, NULL, 0, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  g_test_message ("%.0f MB", g_ascii_strtod (out, NULL) / 1e6);
  g_assert_cmpfloat (g_ascii_strtod (out, NULL), >, 0);
  g_assert_cmpfloat (g_ascii_strtod (out, NULL), <, all / 2);
}

/* What a trainer of @recipe holds in the end. */
static gdouble
hold (const PstRecipe *recipe)
{
  g_autoptr (PstImage) painting = striped_painting (400, 320), photo = photo_new (300, 256);
  const PstImage *paintings[] = { painting }, *photos[] = { photo };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstTrainer) trainer = NULL;
  PstTrainReport report;
  GError *error = NULL;
  gdouble held;

  trainer = pst_trainer_new (engine, recipe, paintings, 1, &in_memory, &error);
  g_assert_no_error (error);
  for (gint i = 0; i < recipe->steps; i++)
    g_assert_true (pst_trainer_step (trainer, &report, &error));
  held = (gdouble) pst_arena_get_held (engine->arena);
  g_test_message ("%.1f MB", held / 1e6);
  return held;
}

/* Larger crops, from the middle of learning on, take the place of the smaller: then so
 * much is held as if there had never been others. */
static void
test_crops (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (5);
  gdouble small, late, large;

  if (SANITIZED)
    {
      g_test_skip ("it takes minutes; test-trainer looks at the same lines");
      return;
    }
  recipe->style_size = 256;
  recipe->batch = 4;
  small = hold (recipe);
  recipe->late_crop = 224;
  recipe->late_batch = 2; /* twice as many pixels */
  late = hold (recipe);
  recipe->late_crop = 0;
  recipe->crop = 224;
  recipe->batch = 2;
  large = hold (recipe);
  g_assert_cmpfloat (late, >, 1.2 * small);
  g_assert_cmpfloat (late, <, 1.15 * large);
  g_assert_cmpfloat (late, >, 0.9 * large);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--learn") == 0)
    return learn_much (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  ADD ("/photos/asked", test_asked);
  ADD ("/photos/left-out", test_left_out);
  ADD ("/photos/nothing-left", test_nothing_left);
  ADD ("/photos/given-up", test_given_up);
  ADD ("/memory/peak", test_peak);
  ADD ("/memory/crops", test_crops);
  return g_test_run ();
}
