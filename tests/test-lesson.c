/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons on disk and the thread that learns them: whatever stops it, nothing but
 * the last steps is lost, and what is learnt in the end is the same. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lesson-material.h"
#include "lessons/history.h"
#include "lessons/last-part.h"
#include "lessons/lesson.h"
#include "training/trainer.h"

#define AT_ONCE 0.0 /* keep it after every step */
#define NEVER   1e9

static const gchar *program;

/* ---- helpers ---------------------------------------------------------- */

typedef struct
{
  gchar *root;    /* where lessons are */
  gchar *folder;  /* of the lesson */
  gint n_changes; /* atomic */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->root = scratch_new ();
  f->folder = g_build_filename (f->root, "stripes", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  assert_no_litter (f->root);
  scratch_free (f->root);
  g_free (f->folder);
}

static void
on_changed (gpointer data)
{
  g_atomic_int_inc (&((Fixture *) data)->n_changes);
}

static PstLesson *
lesson_that_sees (Fixture *f, gint steps, const gchar *sees)
{
  g_autoptr (PstRecipe) recipe = recipe_new (steps);
  GError *error = NULL;
  PstLesson *lesson;

  g_free (recipe->sees);
  recipe->sees = g_strdup (sees);
  lesson = lesson_new (f->folder, recipe, NULL, &error);
  g_assert_no_error (error);
  return lesson;
}

static PstLesson *
lesson_of (Fixture *f, gint steps)
{
  return lesson_that_sees (f, steps, PST_SEES_PHOTO);
}

static PstLesson *
open_again (Fixture *f)
{
  GError *error = NULL;
  PstLesson *lesson = pst_lesson_open (f->folder, &error);

  g_assert_no_error (error);
  return lesson;
}

static PstLearner *
learner_of (Fixture *f, PstLesson *lesson, gdouble keep_seconds)
{
  PstLearner *learner = pst_learner_new (lesson, 1, 0, on_changed, f);

  pst_learner_set_keep_seconds (learner, keep_seconds);
  return learner;
}

static PstLearnerStatus
status_of (PstLearner *learner)
{
  PstLearnerStatus status;

  pst_learner_get_status (learner, &status);
  return status;
}

/* Waits until the learner is in @state, and at @step at least. */
static PstLearnerStatus
wait_for (PstLearner *learner, PstLearnerState state, gint step)
{
  while (TRUE)
    {
      PstLearnerStatus status = status_of (learner);

      if (status.state == state && status.step >= step)
        return status;
      if (status.state == PST_LEARNER_FAILED)
        g_error ("%s", status.error->message);
      if (state != PST_LEARNER_DONE)
        g_assert_cmpint (status.state, !=, PST_LEARNER_DONE);
      pst_learner_status_clear (&status);
      g_usleep (1000);
    }
}

static void
learn_to_the_end (Fixture *f, PstLesson *lesson)
{
  PstLearner *learner = learner_of (f, lesson, NEVER);
  PstLearnerStatus status;

  while (! pst_learner_wait (learner, 1))
    ;
  status = status_of (learner);
  g_assert_no_error (status.error);
  g_assert_cmpint (status.state, ==, PST_LEARNER_DONE);
  pst_learner_free (learner);
}

static gchar *
read_style (Fixture *f, gsize *size)
{
  g_autofree gchar *path = g_build_filename (f->folder, "style.safetensors", NULL);
  GError *error = NULL;
  gchar *bytes;

  g_file_get_contents (path, &bytes, size, &error);
  g_assert_no_error (error);
  return bytes;
}

/* What the lesson's style must be: a trainer's that nobody ever disturbed. */
static void
assert_as_undisturbed (Fixture *f, gint steps)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstLesson) lesson = open_again (f);
  g_autoptr (PstRecipe) recipe = pst_recipe_copy (pst_lesson_get_recipe (lesson));
  g_autoptr (GPtrArray) paintings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  g_autofree gchar *path = g_build_filename (f->root, "undisturbed.safetensors", NULL);
  g_autofree gchar *expected = NULL, *got = NULL;
  g_autoptr (PstTrainer) trainer = NULL;
  g_autoptr (PstStyle) style = NULL;
  PstImage *photos[N_PHOTOS];
  const PstPhotos in_memory = pst_photos_in_memory ((const PstImage *const *) photos, N_PHOTOS);
  gsize n_expected, n_got;
  PstTrainReport report;
  GError *error = NULL;

  for (gint i = 0; i < N_PHOTOS; i++)
    photos[i] = pst_lesson_load_photo (lesson, i, NULL);
  for (gint i = 0; i < pst_lesson_get_n_paintings (lesson); i++)
    g_ptr_array_add (paintings, pst_lesson_load_painting (lesson, i, NULL));
  recipe->steps = steps;
  trainer = pst_trainer_new (engine, recipe, (const PstImage *const *) paintings->pdata,
                             paintings->len, &in_memory, &error);
  g_assert_no_error (error);
  photos_free (photos);
  for (gint i = 0; i < steps; i++)
    g_assert_true (pst_trainer_step (trainer, &report, NULL));
  style = pst_trainer_get_style (trainer);
  g_assert_true (pst_style_save (style, path, PST_DTYPE_F16, NULL));
  g_assert_true (g_file_get_contents (path, &expected, &n_expected, NULL));
  got = read_style (f, &n_got);
  g_assert_cmpmem (got, n_got, expected, n_expected);
  g_unlink (path);
}

/* Files may not grow beyond this; writes fail as on a full disk. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* ---- paintings -------------------------------------------------------- */

static PstImage *
gradient_new (gint width, gint height)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        image->data[((gsize) c * height + y) * width + x] =
            (gfloat) (x + y * (c + 1)) / (gfloat) (width + 3 * height);
  return image;
}

static void
test_verdicts (void)
{
  const struct
  {
    PstImage *image;
    PstPaintingVerdict verdict;
    const gchar *words;
  } cases[] = {
    { striped_painting (300, 280), PST_PAINTING_GOOD, NULL },
    { striped_painting (200, 2000), PST_PAINTING_SMALL, NULL },
    { striped_painting (127, 400), PST_PAINTING_TOO_SMALL, "127 x 400" },
    { striped_painting (1, 1), PST_PAINTING_TOO_SMALL, "1 x 1" },
    { pst_image_new (400, 300, NULL), PST_PAINTING_ONE_COLOUR, "one colour" },
    { gradient_new (400, 300), PST_PAINTING_TOO_PLAIN, "plain" },
    { gradient_new (1200, 900), PST_PAINTING_TOO_PLAIN, "plain" },
  };

  /* Ink on a white ground is no reason to refuse. */
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = pst_painting_check (cases[i].image, 512, &error);

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, error ? error->message : "good");
      g_assert_cmpint (pst_painting_judge (cases[i].image, 512), ==, cases[i].verdict);
      g_assert_true (good == ! cases[i].words);
      if (cases[i].words)
        {
          g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
          g_assert_nonnull (strstr (error->message, cases[i].words));
        }
      pst_image_free (cases[i].image);
    }
}

/* Strokes here and there, much of the ground bare. */
static void
test_sparse (void)
{
  g_autoptr (PstImage) image = gradient_new (512, 512);
  g_autoptr (PstImage) strokes = striped_painting (512, 512);
  gsize n = (gsize) 512 * 512;

  for (gsize c = 0; c < 3; c++)
    memcpy (image->data + c * n, strokes->data + c * n, n / 5 * sizeof (gfloat));
  g_assert_cmpint (pst_painting_judge (image, 512), ==, PST_PAINTING_GOOD);
}

/* The painting is by one of three; it must be found. */
static void
test_propose (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (260, 230), other = photo_new (230, 260);
  PstStyle *styles[3];
  GError *error = NULL;
  gdouble distances[3];

  for (gint i = 0; i < 3; i++)
    {
      const PstGeneratorShape shape = { { 6, 8, 10 }, 1 };
      PstTensorSet *weights = pst_generator_declare (&shape);

      pst_generator_init (weights, 2, (guint64) (3 + 5 * i));
      styles[i] = pst_style_new (g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                                 &shape, weights);
    }
  for (gint i = 0; i < 3; i++)
    {
      g_autoptr (PstImage) painting = pst_engine_paint (engine, styles[i], other, 1, NULL, NULL);
      gint found = pst_propose_style (engine, painting, 230, photo,
                                      (const PstStyle *const *) styles, 3, distances, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (found, ==, i);
      for (gint j = 0; j < 3; j++)
        g_assert_true (isfinite (distances[j]) && distances[j] >= distances[found]);
    }
  g_assert_cmpint (pst_propose_style (engine, other, 230, photo, NULL, 0, NULL, NULL, &error), ==,
                   -1);
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  {
    g_autoptr (GCancellable) cancel = g_cancellable_new ();

    g_cancellable_cancel (cancel);
    g_assert_cmpint (pst_propose_style (engine, other, 230, photo, (const PstStyle *const *) styles,
                                        3, NULL, cancel, &error),
                     ==, -1);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&error);
  }
  for (gint i = 0; i < 3; i++)
    pst_style_unref (styles[i]);
}

/* ---- lessons ---------------------------------------------------------- */

static void
assert_similar (const PstImage *a, const PstImage *b)
{
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (gsize i = 0; i < (gsize) 3 * a->width * a->height; i++)
    g_assert_cmpfloat_with_epsilon (a->data[i], CLAMP (b->data[i], 0, 1), 0.5001 / 255);
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (7);
  g_autoptr (PstImage) painting = striped_painting (200, 160), photo = photo_new (150, 120);
  PstLesson *lesson;

  g_free (recipe->title);
  recipe->title = g_strdup ("Ёж, 麥 & ñandú");
  recipe->losses[PST_LOSS_SWD] = 0.1234567890123;
  pst_lesson_close (lesson_new (f->folder, recipe, NULL, NULL));
  for (gint i = 0; i < 2; i++) /* nothing wears off */
    {
      g_autoptr (PstImage) kept = NULL, kept_photo = NULL;

      lesson = open_again (f);
      g_assert_cmpstr (pst_lesson_get_recipe (lesson)->title, ==, "Ёж, 麥 & ñandú");
      g_assert_cmpfloat (pst_lesson_get_recipe (lesson)->losses[PST_LOSS_SWD], ==, 0.1234567890123);
      g_assert_cmpint (pst_lesson_get_n_photos (lesson), ==, N_PHOTOS);
      g_assert_cmpint (pst_lesson_get_step (lesson), ==, 0);
      g_assert_cmpint (pst_lesson_get_steps (lesson), ==, 7);
      g_assert_false (pst_lesson_is_done (lesson));
      kept = pst_lesson_load_painting (lesson, 0, NULL);
      kept_photo = pst_lesson_load_photo (lesson, 2, NULL);
      assert_similar (kept, painting);
      assert_similar (kept_photo, photo);
      pst_lesson_close (lesson);
    }
}

/* Pictures are no larger, and no more, than anybody looks at. */
static void
test_trimmed (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (7);
  g_autoptr (PstImage) painting = striped_painting (300, 2000), small = photo_new (70, 64);
  g_autoptr (PstImage) large = photo_new (1000, 500), kept = NULL, photo = NULL;
  const PstImage *photos[PST_PHOTOS_MAX * 2];
  const PstPhotos in_memory = pst_photos_in_memory (photos, G_N_ELEMENTS (photos));
  g_autoptr (PstLesson) lesson = NULL;
  GError *error = NULL;

  for (gint i = 0; i < PST_PHOTOS_MAX * 2; i++)
    photos[i] = i == 2 ? large : small;
  lesson = make_lesson (f->folder, recipe, NULL, painting, &in_memory, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pst_lesson_get_n_photos (lesson), ==, PST_PHOTOS_MAX);
  kept = pst_lesson_load_painting (lesson, 0, NULL);
  g_assert_cmpint (kept->width, ==, 256);
  g_assert_cmpint (kept->height, ==, 1024);
  photo = pst_lesson_load_photo (lesson, 1, NULL); /* every other one */
  g_assert_cmpint (photo->height, ==, PST_PHOTO_SIDE);
  g_assert_cmpint (photo->width, ==, 2 * PST_PHOTO_SIDE);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (7);
  g_autoptr (PstImage) painting = striped_painting (200, 160),
                       black = pst_image_new (200, 200, NULL);
  g_autoptr (PstImage) photo = photo_new (150, 120);
  g_autoptr (PstStyle) strange = style_new ();
  const PstImage *const photos[] = { photo };
  const PstPhotos one = pst_photos_in_memory (photos, 1), none = pst_photos_in_memory (NULL, 0);
  GError *error = NULL;

  g_assert_null (make_lesson (f->folder, recipe, NULL, painting, &none, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "photo"));
  g_clear_error (&error);
  g_assert_null (make_lesson (f->folder, recipe, NULL, black, &one, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_null (make_lesson (f->folder, recipe, strange, painting, &one, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
  g_clear_error (&error);
  recipe->crop = 113;
  g_assert_null (make_lesson (f->folder, recipe, NULL, painting, &one, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 0);

  recipe->crop = 112;
  pst_lesson_close (make_lesson (f->folder, recipe, NULL, painting, &one, NULL));
  g_assert_null (make_lesson (f->folder, recipe, NULL, painting, &one, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_clear_error (&error);
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 1);
}

static void
test_lock (Fixture *f, gconstpointer data)
{
  PstLesson *lesson = lesson_of (f, 7);
  g_autoptr (GPtrArray) entries = pst_lesson_list (f->root);
  g_autoptr (GPtrArray) later = NULL;
  g_autofree gchar *who = g_strdup_printf ("by process %ld.", (glong) getpid ());
  PstLessonEntry *entry;
  GError *error = NULL;

  g_assert_cmpint ((gint) entries->len, ==, 1);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->id, ==, "stripes");
  g_assert_cmpstr (entry->title, ==, "Stripes");
  g_assert_cmpstr (entry->folder, ==, f->folder);
  g_assert_cmpint (entry->steps, ==, 7);
  g_assert_true (entry->busy);
  g_assert_null (pst_lesson_open (f->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  g_assert_nonnull (strstr (error->message, f->folder));
  g_assert_nonnull (strstr (error->message, who));
  g_clear_error (&error);

  pst_lesson_close (lesson);
  later = pst_lesson_list (f->root);
  g_assert_false (((PstLessonEntry *) g_ptr_array_index (later, 0))->busy);
  pst_lesson_close (open_again (f));
}

/* Of many photos some are taken, evenly, and never more than the limit. */
static PstImage *
count_photo (gsize index, gpointer asked, GError **error)
{
  g_array_append_val ((GArray *) asked, index);
  return index == 0 ? photo_new (130, 120) : NULL;
}

static void
test_many_photos (Fixture *f, gconstpointer data)
{
  const struct
  {
    gsize n, max, asked;
  } cases[] = { { 300, 0, PST_PHOTOS_MAX },
                { 300, 150, 150 },
                { 50, 150, 50 },
                { 4 * PST_PHOTOS_LIMIT, 2 * PST_PHOTOS_LIMIT, PST_PHOTOS_LIMIT } };
  g_autoptr (PstRecipe) recipe = recipe_new (7);
  g_autoptr (PstImage) painting = striped_painting (200, 160);
  const PstImage *const paintings[] = { painting };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (gsize));
      const PstPhotos photos = { cases[i].n, count_photo, asked };
      const PstMaterial material = { recipe, NULL, paintings, 1, &photos, cases[i].max };
      GError *error = NULL;
      PstLesson *lesson = pst_lesson_new (f->folder, &material, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (asked->len, ==, cases[i].asked);
      for (guint k = 0; k < asked->len; k++)
        g_assert_cmpuint (g_array_index (asked, gsize, k), ==, k * cases[i].n / asked->len);
      pst_lesson_discard (lesson, NULL);
    }
}

/* All are kept, and learnt from alike. */
static void
test_paintings (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (3);
  g_autoptr (PstImage) first = striped_painting (200, 160), second = striped_painting (150, 220);
  g_autoptr (PstImage) kept = NULL;
  const PstImage *const paintings[] = { first, second };
  PstImage *photos[N_PHOTOS];
  const PstPhotos in_memory = pst_photos_in_memory ((const PstImage *const *) photos, N_PHOTOS);
  PstMaterial material = { .recipe = recipe, .paintings = paintings, .photos = &in_memory };
  PstLesson *lesson;
  GError *error = NULL;

  photos_new (photos);
  g_assert_null (pst_lesson_new (f->folder, &material, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  material.n_paintings = 2;
  lesson = pst_lesson_new (f->folder, &material, &error);
  g_assert_no_error (error);
  photos_free (photos);
  g_assert_cmpint (pst_lesson_get_n_paintings (lesson), ==, 2);
  kept = pst_lesson_load_painting (lesson, 1, NULL);
  assert_similar (kept, second);
  pst_lesson_close (lesson);
  lesson = open_again (f);
  g_assert_cmpint (pst_lesson_get_n_paintings (lesson), ==, 2);
  learn_to_the_end (f, lesson);
  assert_as_undisturbed (f, 3);
}

static PstLesson *
replace (Fixture *f, const PstImage *painting, GError **error)
{
  g_autoptr (PstRecipe) recipe = recipe_new (2);
  g_autoptr (PstImage) photo = photo_new (150, 120);
  const PstImage *const photos[] = { photo };
  const PstPhotos one = pst_photos_in_memory (photos, 1);

  return pst_lesson_replace (f->folder, &(PstMaterial){ recipe, NULL, &painting, 1, &one, 0 },
                             error);
}

/* What was there is put aside once the new one is whole, and else left alone. */
static void
test_replace (Fixture *f, gconstpointer data)
{
  g_autoptr (PstImage) painting = striped_painting (200, 160);
  g_autoptr (PstImage) black = pst_image_new (200, 200, NULL);
  g_autofree gchar *aside = g_strconcat (f->folder, "~", NULL);
  g_autofree gchar *stray = g_build_filename (f->folder, "stray", NULL);
  PstLesson *lesson, *old;
  GError *error = NULL;

  lesson = replace (f, painting, &error);
  g_assert_no_error (error);
  g_assert_null (replace (f, painting, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  g_clear_error (&error);
  learn_to_the_end (f, lesson);

  g_assert_null (replace (f, black, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 1);
  lesson = open_again (f);
  g_assert_cmpint (pst_lesson_get_step (lesson), ==, 2);
  pst_lesson_close (lesson);

  for (gint i = 0; i < 2; i++) /* the second time in place of what was put aside */
    {
      lesson = replace (f, painting, &error);
      g_assert_no_error (error);
      g_assert_cmpint (pst_lesson_get_step (lesson), ==, 0);
      pst_lesson_close (lesson);
      old = pst_lesson_open (aside, &error);
      g_assert_no_error (error);
      g_assert_cmpint (pst_lesson_get_step (old), ==, i == 0 ? 2 : 0);
      pst_lesson_close (old);
      g_assert_cmpint ((gint) scratch_count (f->root), ==, 2);
    }

  pst_lesson_discard (open_again (f), NULL);
  g_assert_cmpint (g_mkdir (f->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (stray, "somebody else's", -1, NULL));
  g_assert_null (replace (f, painting, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_clear_error (&error);
  g_assert_true (g_file_test (stray, G_FILE_TEST_EXISTS));
}

static void
test_discard (Fixture *f, gconstpointer data)
{
  PstLesson *lesson = lesson_of (f, 7);
  GError *error = NULL;

  g_assert_true (pst_lesson_discard (lesson, &error));
  g_assert_no_error (error);
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 0);
  g_assert_null (pst_lesson_open (f->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
}

static void
test_list (Fixture *f, gconstpointer data)
{
  const gchar *const ids[] = { "one", "two", "three" };
  g_autofree gchar *stray = g_build_filename (f->root, "stray", NULL);
  g_autofree gchar *missing = g_build_filename (f->root, "missing", NULL);
  g_autoptr (GPtrArray) entries = NULL, none = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (PstRecipe) recipe = recipe_new (5);
      g_autofree gchar *folder = g_build_filename (f->root, ids[i], NULL);

      g_free (recipe->id);
      recipe->id = g_strdup (ids[i]);
      pst_lesson_close (lesson_new (folder, recipe, NULL, NULL));
    }
  g_mkdir (stray, 0700);
  g_assert_true (g_file_set_contents (missing, "no folder", -1, NULL));
  entries = pst_lesson_list (f->root);
  g_assert_cmpint ((gint) entries->len, ==, 3);
  none = pst_lesson_list (missing);
  g_assert_cmpint ((gint) none->len, ==, 0);
}

/* What somebody did to the files: an error that names one, never a crash. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  const struct
  {
    const gchar *from, *to;
  } edits[] = {
    { "format=1", "format=2" },       { "[lesson]", "[lessen]" },
    { "photos=5", "photos=0" },       { "photos=5", "photos=1001" },
    { "step=0", "step=3" },           { "seconds=0", "seconds=nan" },
    { "seconds=0", "seconds=-1" },    { "crop=112", "crop=1" },
    { "batch=1", "batch=many" },      { "[style]", "[style]\nnonsense=1" },
    { "step=0", "step=-2147483648" },
  };
  g_autofree gchar *path = g_build_filename (f->folder, "lesson", NULL);
  g_autofree gchar *good = NULL;

  pst_lesson_close (lesson_of (f, 7));
  g_assert_true (g_file_get_contents (path, &good, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_auto (GStrv) parts = g_strsplit (good, edits[i].from, 2);
      g_autofree gchar *bad = g_strjoinv (edits[i].to, parts);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) entries = NULL;

      g_assert_cmpint ((gint) g_strv_length (parts), ==, 2);
      g_assert_true (g_file_set_contents (path, bad, -1, NULL));
      g_assert_null (pst_lesson_open (f->folder, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, path));
      entries = pst_lesson_list (f->root);
      g_assert_cmpint ((gint) entries->len, ==, 0);
    }
  for (gsize size = 0; size < strlen (good); size += 97)
    {
      g_assert_true (g_file_set_contents (path, good, (gssize) size, NULL));
      pst_lesson_close (pst_lesson_open (f->folder, NULL));
    }
}

static void
test_damaged_pictures (Fixture *f, gconstpointer data)
{
  const gchar *const contents[] = {
    "",
    "P6\n",
    "P6\n200 160\n255\n",
    "P6\n99999 99999\n255\nxxxxxxxxxxxxxxxxxx",
    "P6\n-1 -3\n255\nxxxxxxxxx",
    "P5\n2 1\n255\nxxxxxx",
    "P6\n2 1\n254\nxxxxxx",
    "P6\n2 1\n255\nxxxxxxx",
  };
  g_autofree gchar *path = g_build_filename (f->folder, "painting.ppm", NULL);
  PstLesson *lesson = lesson_of (f, 7);

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      g_assert_null (pst_lesson_load_painting (lesson, 0, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_FILE);
      g_assert_nonnull (strstr (error->message, path));
    }
  g_assert_true (g_file_set_contents (path, "P6\n2 1\n255\nxxxxxx", -1, NULL));
  {
    g_autoptr (PstImage) tiny = pst_lesson_load_painting (lesson, 0, NULL);

    g_assert_cmpint (tiny->width, ==, 2);
    g_assert_cmpfloat (tiny->data[5], ==, (gfloat) 'x' / 255.0f);
  }
  /* The learner says so too. */
  {
    PstLearner *learner = learner_of (f, lesson, NEVER);
    PstLearnerStatus status;

    while (! pst_learner_wait (learner, 1))
      ;
    status = status_of (learner);
    g_assert_cmpint (status.state, ==, PST_LEARNER_FAILED);
    g_assert_nonnull (status.error);
    pst_learner_status_clear (&status);
    pst_learner_free (learner);
  }
}

/* As if the disk were somebody else's. */
static void
test_read_only (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (7);
  g_autoptr (GError) error = NULL;
  gboolean root = geteuid () == 0;

  g_assert_cmpint (g_chmod (f->root, 0500), ==, 0);
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  g_assert_null (lesson_new (f->folder, recipe, NULL, &error));
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (f->root, 0700), ==, 0);
  g_test_message ("%s", error->message);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  g_assert_nonnull (strstr (error->message, f->root));
  g_assert_nonnull (strstr (error->message, "permissions"));
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 0);
}

static void
test_no_room (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (7);
  g_autoptr (GError) error = NULL;

  limit_files (10000);
  g_assert_null (lesson_new (f->folder, recipe, NULL, &error));
  limit_files (RLIM_INFINITY);
  g_assert_nonnull (error);
  g_assert_true (error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, f->root));
  g_assert_cmpint ((gint) scratch_count (f->root), ==, 0);
}

/* ---- learning --------------------------------------------------------- */

static void
test_learn (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_of (f, 6), NEVER);
  g_autoptr (GArray) reports = NULL;
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  PstLearnerStatus status = wait_for (learner, PST_LEARNER_DONE, 6);
  PstLessonEntry *entry;

  g_assert_cmpint (status.steps, ==, 6);
  g_assert_true (status.seconds > 0 && status.seconds_saved == status.seconds);
  g_assert_cmpint (status.report.step, ==, 6);
  g_assert_cmpfloat (status.report.losses[PST_LOSS_SWD], >, 0);
  reports = pst_learner_get_reports (learner);
  g_assert_cmpint ((gint) reports->len, ==, 6);
  for (gint i = 0; i < 6; i++)
    g_assert_cmpint (g_array_index (reports, PstTrainReport, i).step, ==, i + 1);
  g_assert_cmpint (g_atomic_int_get (&f->n_changes), >=, 6);
  style = pst_learner_get_style (learner);
  g_assert_cmpstr (pst_style_get_id (style), ==, "stripes");
  g_assert_cmpstr (pst_style_get (style, "steps"), ==, "6");
  pst_learner_free (learner);

  entries = pst_lesson_list (f->root);
  entry = g_ptr_array_index (entries, 0);
  g_assert_true (entry->done);
  g_assert_false (entry->busy);
  g_assert_cmpint (entry->step, ==, 6);
  assert_as_undisturbed (f, 6);

  /* There is nothing left to do. */
  learn_to_the_end (f, open_again (f));
  assert_as_undisturbed (f, 6);
}

/* In strokes: photos are laid again when it goes on, and must be the same. */
static void
test_pause (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_that_sees (f, 12, PST_SEES_STROKES), NEVER);
  PstLearnerStatus status;
  gint step;

  wait_for (learner, PST_LEARNER_LEARNING, 2);
  pst_learner_pause (learner);
  status = wait_for (learner, PST_LEARNER_PAUSED, 2);
  step = status.step;
  while (status.seconds_saved < status.seconds)
    status = wait_for (learner, PST_LEARNER_PAUSED, 2);
  g_usleep (200000); /* time for a step that must not be taken */
  status = wait_for (learner, PST_LEARNER_PAUSED, 2);
  g_assert_cmpint (status.step, ==, step);
  pst_learner_set_threads (learner, 2);
  pst_learner_resume (learner);
  wait_for (learner, PST_LEARNER_LEARNING, step + 1);
  pst_learner_stop (learner);
  wait_for (learner, PST_LEARNER_STOPPED, step + 1);
  pst_learner_free (learner);
  learn_to_the_end (f, open_again (f));
  assert_as_undisturbed (f, 12);
}

/* Told to stop while it rests, or before it has begun. */
static void
test_stop (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_of (f, 12), NEVER);
  PstLesson *lesson;

  pst_learner_stop (learner);
  wait_for (learner, PST_LEARNER_STOPPED, 0);
  lesson = pst_learner_finish (learner);
  learner = learner_of (f, lesson, NEVER);
  wait_for (learner, PST_LEARNER_LEARNING, 1);
  pst_learner_pause (learner);
  wait_for (learner, PST_LEARNER_PAUSED, 1);
  pst_learner_stop (learner);
  wait_for (learner, PST_LEARNER_STOPPED, 1);
  pst_learner_free (learner);
  learner = learner_of (f, open_again (f), NEVER);
  pst_learner_free (learner); /* whatever it is doing */
  learn_to_the_end (f, open_again (f));
  assert_as_undisturbed (f, 12);
}

/* ---- the last part ---------------------------------------------------- */

static gboolean
style_finishes (Fixture *f)
{
  g_autofree gchar *path = g_build_filename (f->folder, "style.safetensors", NULL);
  g_autoptr (PstStyle) style = pst_style_load (path, NULL);

  g_assert_nonnull (style);
  return pst_style_has_finisher (style);
}

/* At most a fifth of a lesson, of its steps and of its minutes. */
static void
test_share (Fixture *f, gconstpointer data)
{
  static const gdouble minutes[][2] = {
    { .1, 0 }, { .9, 0 }, { 1, 12 }, { 15, 180 }, { 600, 240 }
  };
  g_autoptr (PstRecipe) recipe = recipe_new (0);
  PstLesson *lesson;

  g_assert_cmpint (pst_last_part_steps (299), ==, 0);
  g_assert_cmpint (pst_last_part_steps (300), ==, 60);
  g_assert_cmpint (pst_last_part_steps (100000), ==, PST_FINISH_STEPS);
  recipe->minutes = 1;
  lesson = lesson_new (f->folder, recipe, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_assert_true (pst_lesson_set_minutes (lesson, minutes[i][0], NULL));
      g_assert_cmpfloat_with_epsilon (pst_last_part_seconds (lesson), minutes[i][1], 1e-6);
    }
  pst_lesson_close (lesson);
}

/* It can be paused, and stopped, when it begins anew; the style that is there then is whole but for
 * it.  What was learnt of it stays while one goes on. */
static void
test_last_part (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_of (f, 300), NEVER);
  g_autoptr (PstStyle) style = NULL;
  PstLesson *lesson;

  wait_for (learner, PST_LEARNER_FINISHING, 300);
  pst_learner_pause (learner);
  wait_for (learner, PST_LEARNER_PAUSED, 300);
  pst_learner_resume (learner);
  wait_for (learner, PST_LEARNER_FINISHING, 300);
  pst_learner_stop (learner);
  wait_for (learner, PST_LEARNER_STOPPED, 300);
  lesson = pst_learner_finish (learner);
  g_assert_false (pst_lesson_is_done (lesson));
  g_assert_false (style_finishes (f));

  learner = learner_of (f, lesson, NEVER);
  wait_for (learner, PST_LEARNER_DONE, 300);
  style = pst_learner_get_style (learner);
  g_assert_true (pst_style_has_finisher (style));
  lesson = pst_learner_finish (learner);
  g_assert_true (pst_lesson_is_done (lesson));
  g_assert_true (style_finishes (f));

  g_assert_true (pst_lesson_set_steps (lesson, 100000, NULL));
  learner = learner_of (f, lesson, NEVER);
  wait_for (learner, PST_LEARNER_LEARNING, 302);
  pst_learner_stop (learner);
  wait_for (learner, PST_LEARNER_STOPPED, 302);
  pst_learner_free (learner);
  g_assert_true (style_finishes (f));
}

/* A painting that shows too little of it: why is said, and the style is there. */
static void
test_no_last_part (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (300);
  g_autoptr (PstImage) painting = striped_painting (200, 150);
  PstImage *photos[N_PHOTOS];
  const PstPhotos in_memory = pst_photos_in_memory ((const PstImage *const *) photos, N_PHOTOS);
  PstLearnerStatus status;
  PstLearner *learner;

  photos_new (photos);
  learner =
      learner_of (f, make_lesson (f->folder, recipe, NULL, painting, &in_memory, NULL), NEVER);
  photos_free (photos);
  status = wait_for (learner, PST_LEARNER_DONE, 300);
  g_assert_error (status.unfinished, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_no_error (status.error);
  pst_learner_status_clear (&status);
  pst_learner_free (learner);
  g_assert_false (style_finishes (f));
}

static void
test_style_so_far (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_of (f, 100000), NEVER);
  g_autoptr (PstStyle) first = NULL, second = NULL;

  while (! (first = pst_learner_get_style (learner)))
    g_usleep (1000);
  do
    {
      g_clear_pointer (&second, pst_style_unref);
      g_usleep (1000);
      second = pst_learner_get_style (learner);
    }
  while (second == first);
  g_assert_cmpint (atoi (pst_style_get (first, "steps")), <,
                   atoi (pst_style_get (second, "steps")));
  pst_learner_free (learner);
}

/* A thousand reports at most, in order, evenly, from wherever a lesson is gone on with. */
static void
test_history (void)
{
  const gint firsts[] = { 1, 2, 777 };

  for (gsize k = 0; k < G_N_ELEMENTS (firsts); k++)
    {
      PstHistory history;

      pst_history_init (&history);
      for (gint i = 0; i < 5000; i++)
        {
          PstTrainReport report = { .step = firsts[k] + i };

          pst_history_add (&history, &report);
          g_assert_cmpint ((gint) history.reports->len, <=, PST_HISTORY_MAX);
          if (i >= PST_HISTORY_MAX)
            g_assert_cmpint ((gint) history.reports->len, >=, PST_HISTORY_MAX / 2 - 1);
          for (guint j = 1; i % 499 == 0 && j < history.reports->len; j++)
            g_assert_cmpint (g_array_index (history.reports, PstTrainReport, j).step
                                 - g_array_index (history.reports, PstTrainReport, j - 1).step,
                             ==, history.stride);
        }
      g_assert_cmpint (history.stride, ==, 8);
      pst_history_clear (&history);
    }
}

/* Minutes rule: the steps follow, and the learning rate the steps. */
static void
test_minutes (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (0);
  g_autoptr (GArray) reports = NULL;
  g_autoptr (PstLesson) lesson = NULL;
  PstLearnerStatus status;
  PstLearner *learner;
  GError *error = NULL;
  gint step;

  recipe->minutes = 4.0 / 60;
  learner = learner_of (f, lesson_new (f->folder, recipe, NULL, NULL), NEVER);
  status = wait_for (learner, PST_LEARNER_DONE, 1);
  g_assert_cmpfloat (status.seconds, >=, 4);
  g_assert_cmpint (status.step, ==, status.steps);
  g_assert_cmpfloat (status.seconds_left, ==, 0);
  step = status.step;
  reports = pst_learner_get_reports (learner);
  for (guint i = 0; i < reports->len; i++)
    {
      const PstTrainReport *r = &g_array_index (reports, PstTrainReport, i);

      g_assert_cmpfloat (r->learning_rate, >, 0);
      g_assert_cmpint (r->steps, >=, r->step);
    }

  /* More time for what is done. */
  lesson = pst_learner_finish (learner);
  g_assert_true (pst_lesson_is_done (lesson));
  g_assert_false (pst_lesson_set_minutes (lesson, 1.0 / 60, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_true (pst_lesson_set_minutes (lesson, status.seconds / 60 + 2.0 / 60, &error));
  g_assert_no_error (error);
  g_assert_false (pst_lesson_is_done (lesson));
  g_assert_cmpint (pst_lesson_get_steps (lesson), >, step);
  learner = learner_of (f, g_steal_pointer (&lesson), NEVER);
  status = wait_for (learner, PST_LEARNER_DONE, step + 1);
  pst_learner_free (learner);
  lesson = open_again (f);
  g_assert_true (pst_lesson_is_done (lesson));
  g_assert_cmpint (pst_lesson_get_step (lesson), ==, status.step);
}

static void
cancel (gdouble done, gpointer cancellable)
{
  if (done > 0)
    g_cancellable_cancel (cancellable);
}

/* Minutes become steps, which rule then and can be learnt again. */
static void
test_steps (Fixture *f, gconstpointer data)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstRecipe) recipe = recipe_new (0), again = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PstLesson *lesson;
  GError *error = NULL;
  gint steps;

  recipe->minutes = 0.5 / 60;
  lesson = lesson_new (f->folder, recipe, NULL, NULL);
  g_assert_false (
      pst_lesson_fix_steps (lesson, engine, &(PstRun){ cancel, cancellable, cancellable }, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpint (pst_lesson_get_steps (lesson), ==, 0);
  g_assert_true (pst_lesson_fix_steps (lesson, engine, NULL, &error));
  g_assert_no_error (error);
  steps = pst_lesson_get_steps (lesson);
  g_assert_cmpint (steps, >, 0);
  g_assert_true (pst_lesson_fix_steps (lesson, engine, NULL, NULL));
  g_assert_cmpint (pst_lesson_get_steps (lesson), ==, steps);
  pst_lesson_close (lesson);
  learn_to_the_end (f, open_again (f));
  assert_as_undisturbed (f, steps);

  again = pst_lesson_load_recipe (f->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->steps, ==, steps);
  g_assert_cmpfloat (again->minutes, ==, 0);

  lesson = open_again (f);
  g_assert_cmpfloat (pst_lesson_get_recipe (lesson)->minutes, ==, 0.5 / 60);
  g_assert_false (pst_lesson_set_steps (lesson, steps, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_true (pst_lesson_is_done (lesson));
  g_assert_true (pst_lesson_set_steps (lesson, steps + 2, &error));
  g_assert_false (pst_lesson_is_done (lesson));
  pst_lesson_close (lesson);
  learn_to_the_end (f, open_again (f));
  lesson = open_again (f);
  g_assert_cmpint (pst_lesson_get_step (lesson), ==, steps + 2);

  /* More minutes rule again. */
  g_assert_true (pst_lesson_set_minutes (lesson, 10, &error));
  g_assert_true (pst_lesson_goes_by_time (lesson));
  g_assert_true (pst_lesson_fix_steps (lesson, engine, NULL, NULL));
  g_assert_false (pst_lesson_goes_by_time (lesson));
  g_assert_cmpint (pst_lesson_get_steps (lesson), >, steps + 2);
  pst_lesson_close (lesson);
}

/* What fits, and of that what paints most like the painting. */
static void
test_starts (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (1);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (260, 230), other = photo_new (230, 260);
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GPtrArray) starts = NULL;
  const PstImage *photos[] = { photo };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1), none = { 0 };
  PstStyleEntry all[4] = { { 0 } };
  GError *error = NULL;

  for (gint i = 0; i < 4; i++)
    {
      PstGeneratorShape shape = { { recipe->widths[0], recipe->widths[1], recipe->widths[2] },
                                  recipe->blocks + (i == 1) };
      PstTensorSet *weights = pst_generator_declare (&shape);

      pst_generator_init (weights, 2, (guint64) (3 + 5 * i));
      if (i == 2) /* broken */
        pst_tensor_set_free (weights);
      else
        all[i].style = pst_style_new (
            g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), &shape, weights);
      g_ptr_array_add (entries, &all[i]);
    }
  starts = pst_list_starts (recipe, entries);
  g_assert_cmpuint (starts->len, ==, 2);
  g_assert_true (g_ptr_array_index (starts, 0) == all[0].style);
  g_assert_true (g_ptr_array_index (starts, 1) == all[3].style);

  recipe->style_size = 230;
  for (gint i = 0; i < 4; i += 3)
    {
      g_autoptr (PstImage) painting = pst_engine_paint (engine, all[i].style, other, 1, NULL, NULL);
      const PstImage *const paintings[] = { painting };
      PstMaterial material = { recipe, NULL, paintings, 1, &in_memory, 0 };
      g_autoptr (PstStyle) start = pst_propose_start (engine, &material, entries, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (start == all[i].style);
      material.photos = &none;
      g_assert_null (pst_propose_start (engine, &material, entries, NULL, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
      g_clear_error (&error);
    }
  for (gint i = 0; i < 4; i++)
    pst_style_unref (all[i].style);
}

/* From a style: the first step away from it is a small one. */
static void
test_base (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = recipe_new (1);
  const PstGeneratorShape shape = { { 8, 12, 16 }, 1, PST_ARCHITECTURE_2 };
  g_autoptr (PstStyle) base = style_shaped (&shape), learnt = NULL;
  g_autoptr (PstLesson) lesson = NULL;
  PstLearner *learner;
  GError *error = NULL;

  g_free (recipe->sees);
  recipe->sees = g_strdup (PST_SEES_STROKES);
  lesson = lesson_new (f->folder, recipe, base, &error);
  g_assert_no_error (error);
  learner = learner_of (f, g_steal_pointer (&lesson), NEVER);
  wait_for (learner, PST_LEARNER_DONE, 1);
  learnt = pst_learner_get_style (learner);
  for (gsize i = 0; i < base->weights->size; i++)
    g_assert_cmpfloat_with_epsilon (learnt->weights->data[i], base->weights->data[i], 1e-2);
  pst_learner_free (learner);
}

/* ---- what stops it ---------------------------------------------------- */

static void
test_full_disk (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_of (f, 100000), AT_ONCE);
  PstLearnerStatus status = wait_for (learner, PST_LEARNER_LEARNING, 2);
  gdouble saved;
  gint step;

  pst_learner_status_clear (&status);
  while (status.seconds_saved == 0)
    status = wait_for (learner, PST_LEARNER_LEARNING, 2);

  /* Learning goes on, and says what is wrong. */
  limit_files (100);
  do
    {
      pst_learner_status_clear (&status);
      status = wait_for (learner, PST_LEARNER_LEARNING, 2);
    }
  while (! status.error);
  g_assert_true (status.error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (status.error->message, f->folder));
  g_test_message ("%s", status.error->message);
  saved = status.seconds_saved;
  step = status.step;
  pst_learner_status_clear (&status);
  status = wait_for (learner, PST_LEARNER_LEARNING, step + 2);
  g_assert_cmpfloat (status.seconds_saved, ==, saved);
  pst_learner_status_clear (&status);

  /* It cannot stop before there is room, */
  pst_learner_stop (learner);
  do
    {
      pst_learner_status_clear (&status);
      status = status_of (learner);
    }
  while (status.state != PST_LEARNER_SAVING || ! status.error);
  g_assert_false (pst_learner_wait (learner, 0.1));
  step = status.step;
  pst_learner_status_clear (&status);

  /* but then it does. */
  limit_files (RLIM_INFINITY);
  status = wait_for (learner, PST_LEARNER_STOPPED, step);
  g_assert_no_error (status.error);
  g_assert_cmpfloat (status.seconds_saved, ==, status.seconds);
  pst_learner_free (learner);
  {
    g_autoptr (PstLesson) lesson = open_again (f);

    g_assert_cmpint (pst_lesson_get_step (lesson), ==, step);
  }
}

/* The checkpoint is written though the style cannot be. */
static void
test_style_in_the_way (Fixture *f, gconstpointer data)
{
  g_autofree gchar *style = g_build_filename (f->folder, "style.safetensors", NULL);
  PstLesson *lesson = lesson_of (f, 100000);
  PstLearnerStatus status;
  PstLearner *learner;
  gint step;

  g_assert_cmpint (g_mkdir (style, 0700), ==, 0);
  learner = learner_of (f, lesson, AT_ONCE);
  status = wait_for (learner, PST_LEARNER_LEARNING, 2);
  while (! status.error)
    status = wait_for (learner, PST_LEARNER_LEARNING, 2);
  g_assert_nonnull (strstr (status.error->message, "style.safetensors"));
  step = status.step;
  pst_learner_status_clear (&status);
  status = wait_for (learner, PST_LEARNER_LEARNING, step + 2);
  pst_learner_status_clear (&status);
  {
    g_autoptr (GPtrArray) entries = pst_lesson_list (f->root);

    g_assert_cmpint (((PstLessonEntry *) g_ptr_array_index (entries, 0))->step, >=, step);
  }
  g_assert_cmpint (g_rmdir (style), ==, 0);
  pst_learner_stop (learner);
  status = wait_for (learner, PST_LEARNER_STOPPED, step);
  g_assert_no_error (status.error);
  pst_learner_free (learner);
  g_assert_true (g_file_test (style, G_FILE_TEST_IS_REGULAR));
}

/* If it has to go while the disk is full, what was kept before is still there. */
static void
test_full_disk_quit (Fixture *f, gconstpointer data)
{
  PstLearner *learner = learner_of (f, lesson_of (f, 12), AT_ONCE);
  PstLearnerStatus status = wait_for (learner, PST_LEARNER_LEARNING, 2);

  while (status.seconds_saved == 0)
    status = wait_for (learner, PST_LEARNER_LEARNING, 2);
  limit_files (100);
  pst_learner_free (learner);
  limit_files (RLIM_INFINITY);
  {
    g_autoptr (PstLesson) lesson = open_again (f);

    g_assert_cmpint (pst_lesson_get_step (lesson), >=, 1);
  }
  learn_to_the_end (f, open_again (f));
  assert_as_undisturbed (f, 12);
}

/* The other process: learns, keeping every step, and says which it has done.  With @die
 * it is killed by itself, in the middle of writing. */
static int
learn_here (const gchar *folder)
{
  GError *error = NULL;
  PstLesson *lesson = pst_lesson_open (folder, &error);
  PstLearner *learner;
  gint last = -1;

  if (! lesson)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  learner = pst_learner_new (lesson, 1, 0, NULL, NULL);
  pst_learner_set_keep_seconds (learner, AT_ONCE);
  while (! pst_learner_wait (learner, 0.001))
    {
      PstLearnerStatus status = status_of (learner);

      if (status.step != last)
        dprintf (STDOUT_FILENO, "%d\n", status.step);
      last = status.step;
      pst_learner_status_clear (&status);
    }
  pst_learner_free (learner);
  return 0;
}

/* Lets another process learn until it is at @step and @extra microseconds longer, and
 * kills it.  FALSE if it was done before. */
static gboolean
learn_and_kill (Fixture *f, gint step, gulong extra)
{
  const gchar *const argv[] = { program, "--learn", f->folder, NULL };
  g_autoptr (GError) error = NULL;
  gchar line[32];
  GPid pid;
  gint out, status;
  FILE *lines;
  gboolean killed;

  g_spawn_async_with_pipes (NULL, (gchar **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  lines = fdopen (out, "r");
  while (fgets (line, sizeof line, lines) && atoi (line) < step)
    ;
  g_usleep (extra);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  killed = WIFSIGNALED (status);
  if (! killed)
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  fclose (lines);
  return killed;
}

static void
test_killed (Fixture *f, gconstpointer data)
{
  gint step = 0, n_killed = 0;

  pst_lesson_close (lesson_of (f, 40));
  for (gint i = 0; i < 8; i++)
    {
      g_autoptr (PstLesson) lesson = NULL;
      gint reached = step + 3;

      n_killed += learn_and_kill (f, reached, (gulong) (1300 * i));
      lesson = open_again (f); /* nobody holds it */
      g_assert_cmpint (pst_lesson_get_step (lesson), >=, step);
      g_assert_cmpint (pst_lesson_get_step (lesson), >=, MIN (reached, 40) - 1);
      step = pst_lesson_get_step (lesson);
    }
  g_assert_cmpint (n_killed, >=, 4);
  learn_to_the_end (f, open_again (f));
  assert_as_undisturbed (f, 40);
}

/* What a killed process left half written is gone. */
static void
test_parts (Fixture *f, gconstpointer data)
{
  const gchar *const parts[] = { "checkpoint-a.safetensors.A1B2C3", "lesson.XYZ123",
                                 "style.safetensors.000000" };
  guint n;

  pst_lesson_close (lesson_of (f, 3));
  n = scratch_count (f->folder);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree gchar *path = g_build_filename (f->folder, parts[i], NULL);

      g_assert_true (g_file_set_contents (path, "half", -1, NULL));
    }
  pst_lesson_close (open_again (f));
  g_assert_cmpint ((gint) scratch_count (f->folder), ==, (gint) n);
  learn_to_the_end (f, open_again (f));
}

/* Another lesson's checkpoint. */
static void
test_strange_checkpoint (Fixture *f, gconstpointer data)
{
  g_autofree gchar *path = g_build_filename (f->folder, "checkpoint-b.safetensors", NULL);
  g_autofree gchar *other = g_build_filename (f->folder, "checkpoint-a.safetensors", NULL);
  PstLearnerStatus status;
  PstLearner *learner;

  learn_to_the_end (f, lesson_of (f, 3));
  {
    g_autofree gchar *lesson_path = g_build_filename (f->folder, "lesson", NULL);
    g_autofree gchar *text = NULL, *changed = NULL;
    g_auto (GStrv) parts = NULL;

    g_assert_true (g_file_get_contents (lesson_path, &text, NULL, NULL));
    parts = g_strsplit (text, "swd=", 2);
    g_assert_cmpuint (g_strv_length (parts), ==, 2);
    changed = g_strjoinv ("swd=1", parts); /* and what it was behind it */
    g_assert_true (g_file_set_contents (lesson_path, changed, -1, NULL));
  }
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) != g_file_test (other, G_FILE_TEST_EXISTS));
  learner = learner_of (f, open_again (f), NEVER);
  while (! pst_learner_wait (learner, 1))
    ;
  status = status_of (learner);
  g_assert_cmpint (status.state, ==, PST_LEARNER_FAILED);
  g_assert_error (status.error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
  pst_learner_status_clear (&status);
  pst_learner_free (learner);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--learn") == 0)
    return learn_here (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painting/verdicts", test_verdicts);
  g_test_add_func ("/painting/sparse", test_sparse);
  g_test_add_func ("/painting/propose", test_propose);
  g_test_add_func ("/painting/starts", test_starts);
  ADD ("/lesson/round-trip", test_round_trip);
  ADD ("/lesson/trimmed", test_trimmed);
  ADD ("/lesson/refused", test_refused);
  ADD ("/lesson/lock", test_lock);
  ADD ("/lesson/many-photos", test_many_photos);
  ADD ("/lesson/paintings", test_paintings);
  ADD ("/lesson/replace", test_replace);
  ADD ("/lesson/steps", test_steps);
  ADD ("/lesson/discard", test_discard);
  ADD ("/lesson/list", test_list);
  ADD ("/lesson/damaged", test_damaged);
  ADD ("/lesson/damaged-pictures", test_damaged_pictures);
  ADD ("/lesson/read-only", test_read_only);
  ADD ("/lesson/no-room", test_no_room);
  ADD ("/lesson/parts", test_parts);
  ADD ("/lesson/strange-checkpoint", test_strange_checkpoint);
  ADD ("/learner/learn", test_learn);
  ADD ("/learner/pause", test_pause);
  ADD ("/learner/stop", test_stop);
  ADD ("/learner/share", test_share);
  ADD ("/learner/last-part", test_last_part);
  ADD ("/learner/no-last-part", test_no_last_part);
  ADD ("/learner/style-so-far", test_style_so_far);
  g_test_add_func ("/learner/history", test_history);
  ADD ("/learner/minutes", test_minutes);
  ADD ("/learner/base", test_base);
  ADD ("/learner/full-disk", test_full_disk);
  ADD ("/learner/full-disk-quit", test_full_disk_quit);
  ADD ("/learner/style-in-the-way", test_style_in_the_way);
  ADD ("/learner/killed", test_killed);
  return g_test_run ();
}
