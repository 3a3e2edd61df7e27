/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Training as a whole: it learns a texture, the same bits for any number of
 * threads and across a checkpoint, and stops before it spoils anything. */

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "stripes.h"
#include "styles/style.h"
#include "training/losses/loss.h"
#include "training/trainer.h"

/* ---- pictures --------------------------------------------------------- */

/* Soft hills of light, discs of all sizes on them, a little grain. */
static PstImage *
photo_new (gint which, gint width, gint height)
{
  const gint n_discs = 14;
  PstImage *image = pst_image_new (width, height, NULL);
  guint64 key = pst_random_key (80, (guint64) which, 0);
  gdouble a[4 + 4 * 14];

  for (gint i = 0; i < 4 + 4 * n_discs; i++)
    a[i] = pst_random_uniform (key, (guint64) i);
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        {
          gdouble v = 0.5 + 0.1 * sin ((0.01 + 0.03 * a[0]) * x + 6 * a[1] + 0.5 * c)
                      + 0.1 * cos ((0.01 + 0.03 * a[2]) * y + 6 * a[3]);

          for (gint d = 0; d < n_discs; d++)
            {
              const gdouble *disc = a + 4 + 4 * d;
              gdouble dx = x - width * disc[0], dy = y - height * disc[1];

              if (dx * dx + dy * dy < pow (8 + 30 * disc[2], 2))
                v = disc[3] + 0.1 * sin (c + 20 * disc[3]);
            }
          v += 0.02 * (pst_random_uniform (key, (guint64) (y * width + x) + 100) - 0.5);
          image->data[((gsize) c * height + y) * width + x] = (gfloat) CLAMP (v, 0, 1);
        }
  return image;
}

/* ---- trainers --------------------------------------------------------- */

#define N_PHOTOS 6

/* With batches, and seeds that must matter. */
static PstRecipe *
recipe_new (gint steps)
{
  PstRecipe *r = small_recipe (steps);

  r->batch = 2;
  r->losses[PST_LOSS_SEEDS] = 0.5;
  return r;
}

static PstTrainer *
trainer_new (PstEngine *engine, const PstRecipe *recipe)
{
  g_autoptr (PstImage) painting = striped_painting (200, 160);
  const PstImage *paintings[1] = { painting };
  PstImage *photos[N_PHOTOS];
  const PstPhotos in_memory = pst_photos_in_memory ((const PstImage *const *) photos, N_PHOTOS);
  PstTrainer *trainer;
  GError *error = NULL;

  for (gint i = 0; i < N_PHOTOS; i++)
    photos[i] = photo_new (i, 220 + 10 * i, 200);
  trainer = pst_trainer_new (engine, recipe, paintings, 1, &in_memory, &error);
  g_assert_no_error (error);
  for (gint i = 0; i < N_PHOTOS; i++)
    pst_image_free (photos[i]);
  return trainer;
}

static void
step (PstTrainer *trainer, gint n, PstTrainReport *report)
{
  for (gint i = 0; i < n; i++)
    {
      GError *error = NULL;

      g_assert_true (pst_trainer_step (trainer, report, &error));
      g_assert_no_error (error);
    }
}

/* All that a trainer has learnt, in one block. */
static GByteArray *
state_of (const PstTrainer *trainer)
{
  GByteArray *state = g_byte_array_new ();
  PstTensorSet *sets[PST_TRAINER_SETS];
  const gchar *prefixes[PST_TRAINER_SETS];

  pst_trainer_get_sets (trainer, sets, prefixes);
  for (gint i = 0; i < PST_TRAINER_SETS; i++)
    g_byte_array_append (state, (const guint8 *) sets[i]->data,
                         (guint) (sets[i]->size * sizeof (gfloat)));
  return state;
}

static void
assert_same (const PstTrainer *trainer, const PstTrainer *other)
{
  g_autoptr (GByteArray) a = state_of (trainer), b = state_of (other);

  g_assert_cmpmem (a->data, a->len, b->data, b->len);
}

/* ---- learning --------------------------------------------------------- */

static void
evaluate (PstEngine *engine, const PstTrainer *trainer, const PstImage *painting, gint which,
          PstMetrics *metrics)
{
  g_autoptr (PstStyle) style = pst_trainer_get_style (trainer);
  g_autoptr (PstImage) photo = photo_new (which, 240, 208), result = NULL;
  GError *error = NULL;

  result = pst_engine_paint (engine, style, photo, 1, NULL, &error);
  g_assert_no_error (error);
  pst_evaluate (painting, photo, result, metrics, &error);
  g_assert_no_error (error);
}

static void
test_learns (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (0);
  g_autoptr (PstRecipe) recipe = recipe_new (150);
  g_autoptr (PstImage) painting = striped_painting (160, 128);
  g_autoptr (PstTrainer) trainer = NULL;
  PstTrainReport report;
  gdouble texture = 0, correlation = 0;

  recipe->widths[0] = 12;
  recipe->widths[1] = 24;
  recipe->widths[2] = 32;
  recipe->blocks = 2;
  recipe->learning_rate = 2e-3;
  recipe->losses[PST_LOSS_GRADIENT] = 5;
  recipe->losses[PST_LOSS_SWD] = 2;
  recipe->losses[PST_LOSS_LUMA] = 2;
  recipe->losses[PST_LOSS_GRAM] = 1;
  recipe->losses[PST_LOSS_CONTENT] = 0.5;
  recipe->losses[PST_LOSS_PALETTE] = recipe->losses[PST_LOSS_RELIEF] =
      recipe->losses[PST_LOSS_EVEN] = recipe->losses[PST_LOSS_LATTICE] =
          recipe->losses[PST_LOSS_SEEDS] = 0;
  trainer = trainer_new (engine, recipe);
  step (trainer, recipe->steps, &report);
  g_assert_cmpint (report.step, ==, recipe->steps);
  g_assert_cmpint (pst_trainer_get_step (trainer), ==, recipe->steps);
  for (gint i = 0; i < 4; i++)
    {
      PstMetrics metrics;

      evaluate (engine, trainer, painting, 50 + i, &metrics); /* photos it has not seen */
      g_test_message ("photo %d: correlation %.3f, edges %.3f, texture %.3f, palette %.3f", i,
                      metrics.gradient_correlation, metrics.edge_f, metrics.texture,
                      metrics.palette);
      texture += metrics.texture / 4;
      correlation += metrics.gradient_correlation / 4;
    }
  g_test_message ("texture %.3f, correlation %.3f", texture, correlation);
  g_assert_cmpfloat (texture, <=, 0.6);
  g_assert_cmpfloat (correlation, >=, 0.3);
}

/* How much depends on the seed after some steps with that loss. */
static gdouble
learn_seeds (PstEngine *engine, gdouble weight)
{
  g_autoptr (PstRecipe) recipe = recipe_new (80);
  g_autoptr (PstTrainer) trainer = NULL;
  PstTrainReport report;
  gdouble sum = 0;

  recipe->losses[PST_LOSS_SEEDS] = weight;
  recipe->learning_rate = 2e-2;
  recipe->noise = 1;
  trainer = trainer_new (engine, recipe);
  for (gint i = 0; i < recipe->steps; i++)
    {
      step (trainer, 1, &report);
      if (i >= recipe->steps - 40)
        sum += report.losses[PST_LOSS_SEEDS] / 20;
    }
  return sum;
}

/* Two seeds come to give the same picture. */
static void
test_seeds (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (0);
  gdouble heedless = learn_seeds (engine, 1e-6), heedful = learn_seeds (engine, 200);

  g_test_message ("difference %.4f, or %.4f", heedless, heedful);
  g_assert_cmpfloat (heedful, <, 0.5 * heedless);
}

/* ---- the same bits ---------------------------------------------------- */

static void
test_threads (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (10);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstTrainer) one = trainer_new (engine, recipe);
  PstTrainReport report;

  step (one, 3, &report);
  for (gint threads = 2; threads <= 3; threads++)
    {
      g_autoptr (PstEngine) more = pst_engine_new (threads);
      g_autoptr (PstTrainer) other = trainer_new (more, recipe);
      PstTrainReport again;

      step (other, 3, &again);
      assert_same (one, other);
      g_assert_cmpmem (&report, sizeof report, &again, sizeof again);
    }
}

static void
test_seed (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (10);
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstTrainer) one = trainer_new (engine, recipe), other = NULL;
  g_autoptr (GByteArray) a = NULL, b = NULL;
  PstTrainReport report;

  recipe->seed++;
  other = trainer_new (engine, recipe);
  step (one, 1, &report);
  step (other, 1, &report);
  a = state_of (one);
  b = state_of (other);
  g_assert_cmpuint (a->len, ==, b->len);
  g_assert_true (memcmp (a->data, b->data, a->len) != 0);
}

/* Ten steps, or five of what was to be twenty, a checkpoint, a new trainer and five: the
 * same files, for up to the middle of the shorter run both go the same way. */
static void
test_resume (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("pastiche-training-XXXXXX", NULL);
  const gchar *const names[] = { "half", "straight", "resumed" };
  g_autofree gchar *path[3] = { NULL }, *bytes[3] = { NULL };
  gsize size[3];
  g_autoptr (PstRecipe) recipe = recipe_new (10), longer = recipe_new (20);
  g_autoptr (PstRecipe) shorter = recipe_new (4), stranger = recipe_new (10);
  g_autoptr (PstEngine) engine = pst_engine_new (2), other_engine = pst_engine_new (3);
  g_autoptr (PstTrainer) straight = trainer_new (engine, recipe), half = NULL, resumed = NULL;
  g_autoptr (PstTrainer) other = NULL;
  g_autoptr (GByteArray) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  PstTrainReport report;

  stranger->seed++;
  for (gint i = 0; i < 3; i++)
    path[i] = g_build_filename (folder, names[i], NULL);
  step (straight, 10, &report);
  half = trainer_new (engine, longer);
  step (half, 5, &report);
  g_assert_true (pst_trainer_save (half, path[0], NULL));

  resumed = trainer_new (other_engine, recipe);
  g_assert_true (pst_trainer_load (resumed, path[0], NULL));
  g_assert_cmpint (pst_trainer_get_step (resumed), ==, 5);
  assert_same (half, resumed);
  step (resumed, 5, &report);
  g_assert_true (pst_trainer_save (straight, path[1], NULL));
  g_assert_true (pst_trainer_save (resumed, path[2], NULL));
  for (gint i = 0; i < 3; i++)
    g_assert_true (g_file_get_contents (path[i], &bytes[i], &size[i], NULL));
  g_assert_cmpmem (bytes[1], size[1], bytes[2], size[2]);
  g_assert_true (size[0] != size[1] || memcmp (bytes[0], bytes[1], size[0]) != 0);

  /* The checkpoint of another recipe, or of more steps, is refused and changes nothing. */
  for (gint i = 0; i < 2; i++)
    {
      other = trainer_new (engine, i == 0 ? stranger : shorter);
      before = state_of (other);
      g_assert_false (pst_trainer_load (other, path[0], &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
      g_assert_nonnull (strstr (error->message, path[0]));
      after = state_of (other);
      g_assert_cmpmem (before->data, before->len, after->data, after->len);
      g_assert_cmpint (pst_trainer_get_step (other), ==, 0);
      g_clear_error (&error);
      g_clear_pointer (&before, g_byte_array_unref);
      g_clear_pointer (&after, g_byte_array_unref);
      g_clear_pointer (&other, pst_trainer_free);
    }

  for (gint i = 0; i < 3; i++)
    g_unlink (path[i]);
  g_rmdir (folder);
}

/* The style is the moving average, and a copy. */
static void
test_style (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (10);
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstTrainer) trainer = NULL;
  g_autoptr (PstStyle) first = NULL, second = NULL;
  g_autoptr (PstImage) photo = photo_new (9, 40, 32);
  PstImage *painted[3];
  PstTrainReport report;
  gsize bytes = 3 * 40 * 32 * sizeof (gfloat);

  g_free (recipe->id);
  recipe->id = g_strdup ("stripes");
  trainer = trainer_new (engine, recipe);
  step (trainer, 1, &report);
  first = pst_trainer_get_style (trainer);
  painted[0] = pst_engine_paint (engine, first, photo, 1, NULL, NULL);
  step (trainer, 2, &report);
  second = pst_trainer_get_style (trainer);
  painted[1] = pst_engine_paint (engine, first, photo, 1, NULL, NULL);
  painted[2] = pst_engine_paint (engine, second, photo, 1, NULL, NULL);
  g_assert_cmpmem (painted[0]->data, bytes, painted[1]->data, bytes);
  g_assert_true (memcmp (painted[0]->data, painted[2]->data, bytes) != 0);
  g_assert_cmpstr (pst_style_get_id (first), ==, "stripes");
  g_assert_cmpint (pst_style_get_style_size (first), ==, recipe->style_size);
  for (gint i = 0; i < 3; i++)
    pst_image_free (painted[i]);
}

/* ---- the guard -------------------------------------------------------- */

static void
fill_crops (gfloat *crops, gint batch, guint64 seed)
{
  for (gsize i = 0; i < (gsize) batch * 3 * 112 * 112; i++)
    crops[i] = (gfloat) (2 * pst_random_uniform (pst_random_key (seed, 81, 0), i) - 1);
}

static void
test_diverged (gconstpointer data)
{
  const gfloat poisons[] = { NAN, INFINITY, -INFINITY };
  g_autoptr (PstRecipe) recipe = recipe_new (10);
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstTrainer) trainer = trainer_new (engine, recipe);
  g_autoptr (PstTrainer) untroubled = trainer_new (engine, recipe);
  gsize size = (gsize) recipe->batch * 3 * 112 * 112;
  g_autofree gfloat *photos = g_new (gfloat, size), *style = g_new (gfloat, size);
  gboolean in_style = GPOINTER_TO_INT (data);
  PstTrainReport report;

  fill_crops (photos, recipe->batch, 1);
  fill_crops (style, recipe->batch, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (poisons); i++)
    {
      g_autoptr (GByteArray) before = NULL, after = NULL;
      gfloat *place = (in_style ? style : photos) + 5000, keep = *place;
      g_autoptr (GError) error = NULL;
      gint done = pst_trainer_get_step (trainer);

      before = state_of (trainer);
      *place = poisons[i];
      g_assert_false (pst_trainer_step_on (trainer, photos, style, &report, &error));
      g_assert_error (error, PST_ERROR, PST_ERROR_DIVERGED);
      after = state_of (trainer);
      g_assert_cmpmem (before->data, before->len, after->data, after->len);
      g_assert_cmpint (pst_trainer_get_step (trainer), ==, done);
      *place = keep;

      /* The next good step is as if nothing had been. */
      g_assert_true (pst_trainer_step_on (trainer, photos, style, &report, NULL));
      g_assert_true (pst_trainer_step_on (untroubled, photos, style, &report, NULL));
      assert_same (trainer, untroubled);
    }
}

/* ---- other beginnings -------------------------------------------------- */

/* A trainer that starts from a style paints as that style does until it has
 * learnt something else. */
static void
test_from (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new (10), wider = recipe_new (10);
  g_autoptr (PstTrainer) first = trainer_new (engine, recipe), second = NULL, other = NULL;
  g_autoptr (PstStyle) learnt = NULL, begun = NULL, further = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  PstTrainReport report;

  step (first, 5, &report);
  learnt = pst_trainer_get_style (first);

  recipe->seed = 99;
  second = trainer_new (engine, recipe);
  g_assert_true (pst_trainer_start_from (second, learnt, &error));
  g_assert_no_error (error);
  begun = pst_trainer_get_style (second);
  size = learnt->weights->size * sizeof (gfloat);
  g_assert_cmpmem (begun->weights->data, size, learnt->weights->data, size);
  step (second, 2, &report);
  further = pst_trainer_get_style (second);
  g_assert_cmpint (memcmp (further->weights->data, learnt->weights->data, size), !=, 0);

  wider->widths[2] += 2;
  other = trainer_new (engine, wider);
  g_assert_false (pst_trainer_start_from (other, learnt, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE);
}

/* What learns from an engraving paints in gray. */
static void
test_gray (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new (4);
  g_autoptr (PstImage) painting = striped_painting (128, 120), photo = photo_new (1, 130, 120);
  const PstImage *photos[1] = { photo }, *paintings[1] = { painting };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);
  gsize plane = 128 * 120;

  for (gint gray = 0; gray < 2; gray++)
    {
      g_autoptr (PstTrainer) trainer =
          pst_trainer_new (engine, recipe, paintings, 1, &in_memory, NULL);
      g_autoptr (PstStyle) style = NULL;
      g_autoptr (PstImage) out = NULL;
      PstTrainReport report;

      step (trainer, 2, &report);
      style = pst_trainer_get_style (trainer);
      out = pst_engine_paint (engine, style, photo, 1, NULL, NULL);
      g_assert_true ((memcmp (out->data, out->data + 130 * 120, 130 * 120 * sizeof (gfloat)) == 0)
                     == (gray == 1));
      for (gsize i = 0; i < plane; i++) /* but for a tint that nobody sees */
        {
          painting->data[plane + i] = painting->data[i];
          painting->data[2 * plane + i] = painting->data[i] - 0.01f;
        }
    }
}

/* ---- what cannot be learnt from --------------------------------------- */

static void
refuse (const PstImage *painting, const PstRecipe *recipe, gsize n_photos, const gchar *word)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (1, 130, 120);
  const PstImage *photos[1] = { photo }, *paintings[1] = { painting };
  const PstPhotos in_memory = pst_photos_in_memory (photos, n_photos);
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_trainer_new (engine, recipe, paintings, 1, &in_memory, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_refused (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (10), endless = recipe_new (0);
  g_autoptr (PstImage) good = striped_painting (128, 120), small = striped_painting (200, 63);
  g_autoptr (PstImage) plain = pst_image_new (128, 128, NULL), broken = striped_painting (128, 128);

  refuse (small, recipe, 1, "small");
  refuse (plain, recipe, 1, "colour");
  for (gsize i = 0; i < 3 * 128 * 128; i++)
    plain->data[i] = 0.7f;
  refuse (plain, recipe, 1, "colour");
  broken->data[77] = NAN;
  refuse (broken, recipe, 1, "");
  refuse (good, recipe, 0, "photos");
  refuse (good, endless, 1, "steps");
}

/* The smallest of everything, and pictures smaller than a crop. */
static void
test_small (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (4);
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (64, 300), photo = photo_new (1, 20, 33);
  const PstImage *photos[1] = { photo }, *paintings[1] = { painting };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);
  g_autoptr (PstTrainer) trainer = NULL;
  PstTrainReport report;

  recipe->batch = 1;
  recipe->blocks = 0;
  for (gint i = 0; i < 3; i++)
    recipe->widths[i] = 4;
  trainer = pst_trainer_new (engine, recipe, paintings, 1, &in_memory, NULL);
  g_assert_nonnull (trainer);
  step (trainer, 4, &report);
  g_assert_cmpint (report.step, ==, 4);
}

/* What a report says. */
static void
test_report (void)
{
  g_autoptr (PstRecipe) recipe = recipe_new (10);
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstTrainer) trainer = trainer_new (engine, recipe);
  PstTrainReport report;

  pst_trainer_set_steps (trainer, 4);
  g_assert_cmpint (pst_trainer_get_steps (trainer), ==, 4);
  for (gint i = 0; i < 4; i++)
    {
      const gdouble decay[] = { 1, 1, 1, 0.5 };

      step (trainer, 1, &report);
      g_assert_cmpint (report.step, ==, i + 1);
      g_assert_cmpint (report.steps, ==, 4);
      g_assert_cmpfloat_with_epsilon (report.learning_rate,
                                      recipe->learning_rate * (i + 1) / 100 * decay[i], 1e-12);
      g_assert_true (report.accuracy >= 0 && report.accuracy <= 1);
      g_assert_true ((report.losses[PST_LOSS_IDENTITY] > 0) == (i % 2 == 0));
      g_assert_true ((report.losses[PST_LOSS_SEEDS] > 0) == (i % 2 == 1));
      g_assert_true (report.losses[PST_LOSS_SWD] > 0 && report.losses[PST_LOSS_MATCHING] > 0
                     && report.losses[PST_LOSS_GRAM] > 0 && report.losses[PST_LOSS_CONTENT] > 0
                     && report.losses[PST_LOSS_LUMA] > 0 && report.losses[PST_LOSS_GRADIENT] > 0
                     && report.discriminator > 0);
    }
}

/* Each loss alone is asked on its turns and teaches, with what its row says that it needs
 * and nothing else: what nobody needs is neither made nor taught. */
static void
test_alone (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);

  for (gint loss = 0; loss < PST_N_LOSSES; loss++)
    {
      g_autoptr (PstRecipe) recipe = recipe_new (10);
      g_autoptr (PstTrainer) trainer = NULL, untaught = NULL;
      const guint needs = pst_losses[loss].needs;
      PstTrainReport report;

      g_test_message ("%s", pst_loss_get_name (loss));
      for (gint i = 0; i < PST_N_LOSSES; i++)
        recipe->losses[i] = 0;
      untaught = trainer_new (engine, recipe);
      recipe->losses[loss] = 1;
      trainer = trainer_new (engine, recipe);
      for (gint i = 0; i < 2; i++)
        {
          const gboolean turn = pst_losses[loss].turn != (i == 0 ? PST_TURN_ODD : PST_TURN_EVEN);

          step (trainer, 1, &report);
          for (gint k = 0; k < PST_N_LOSSES; k++)
            g_assert_true ((report.losses[k] != 0) == (k == loss && turn));
          g_assert_true ((report.discriminator != 0) == ((needs & PST_NEEDS_CRITICS) != 0));
        }
      g_assert_true ((trainer->perceptual != NULL) == ((needs & PST_NEEDS_FEATURES) != 0));
      for (gint k = 0; k < PST_N_LOSSES; k++)
        g_assert_true ((trainer->targets[k] != NULL) == (k == loss && pst_losses[k].target));
      g_assert_true (
          (memcmp (trainer->critics.d[0]->weights->data, untaught->critics.d[0]->weights->data,
                   trainer->critics.d[0]->weights->size * sizeof (gfloat))
           != 0)
          == ((needs & PST_NEEDS_CRITICS) != 0));
      g_assert_true (memcmp (trainer->weights->data, untaught->weights->data,
                             trainer->weights->size * sizeof (gfloat))
                     != 0);
    }
}

/* How weights go as steps do. */
static void
test_schedules (void)
{
  for (gint loss = 0; loss < PST_N_LOSSES; loss++)
    {
      PstSchedule *at = pst_losses[loss].schedule;
      gboolean ramps = loss == PST_LOSS_ADVERSARIAL, halves = loss == PST_LOSS_SWD;

      g_assert_cmpfloat (at (0), ==, ramps ? 0 : 1);
      g_assert_cmpfloat (at (150), ==, ramps ? 0.5 : 1);
      g_assert_cmpfloat (at (300), ==, 1);
      g_assert_cmpfloat (at (599), ==, 1);
      g_assert_cmpfloat (at (600), ==, halves ? 0.5 : 1);
      g_assert_cmpfloat (at (100000), ==, halves ? 0.5 : 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/report", test_report);
  g_test_add_func ("/training/alone", test_alone);
  g_test_add_func ("/training/schedules", test_schedules);
  g_test_add_func ("/training/threads", test_threads);
  g_test_add_func ("/training/seed", test_seed);
  g_test_add_func ("/training/resume", test_resume);
  g_test_add_func ("/training/style", test_style);
  g_test_add_data_func ("/training/diverged/photo", GINT_TO_POINTER (FALSE), test_diverged);
  g_test_add_data_func ("/training/diverged/style", GINT_TO_POINTER (TRUE), test_diverged);
  g_test_add_func ("/training/refused", test_refused);
  g_test_add_func ("/training/from", test_from);
  g_test_add_func ("/training/gray", test_gray);
  g_test_add_func ("/training/small", test_small);
  g_test_add_func ("/training/learns", test_learns);
  g_test_add_func ("/training/seeds", test_seeds);
  return g_test_run ();
}
