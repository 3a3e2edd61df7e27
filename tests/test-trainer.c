/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a step tells the generator: that each loss is measured on the pictures that it is
 * said to be about, reported, and taught with the weight that recipe and schedule give it.
 *
 * This is built twice, as test-golden.c is: with the engine as it is, and in double
 * precision, where gradients can be compared with differences all the way back to the
 * generator's weights. */

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "kernels/pooling.h"
#include "networks/discriminator.h"
#include "networks/generator.h"
#include "networks/random-features.h"
#include "training/losses/adversarial.h"
#include "training/losses/content.h"
#include "training/losses/gram.h"
#include "training/losses/loss.h"
#include "training/losses/matching.h"
#include "training/losses/palette.h"
#include "training/losses/swd.h"
#include "training/optimiser.h"
#include "training/trainer.h"

#define CROP 112
#ifdef IN_DOUBLE
#define BATCH 1
#else
#define BATCH 2
#endif
#define STEPS  1000
#define SCALES 5 /* of each painting */

/* ---- pictures --------------------------------------------------------- */

/* Of another kind for each @kind: 0 and 1 are for paintings. */
static gdouble
shade (gint kind, gint c, gint y, gint x)
{
  if (kind == 0)
    return 0.6 * sin (0.7 * x + 0.3 * y + c) + 0.3 * sin (0.45 * y - 2 * c);
  if (kind == 1)
    return -0.5 + 0.4 * cos (0.2 * x * (c + 1)) * sin (0.15 * y);
  return 0.5 * sin (0.06 * kind * x + c) + 0.4 * cos (0.09 * y + kind)
         + (x * x + y * y < 900 * kind ? 0.5 : 0);
}

static PstImage *
picture (gint kind, gint width, gint height)
{
  PstImage *image = pst_image_new (width, height, NULL);
  guint64 key = pst_random_key (90, (guint64) kind, 0);
  gsize i = 0;

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++, i++)
        {
          gdouble v = 0.5 + 0.5 * shade (kind, c, y, x) + 0.1 * (pst_random_uniform (key, i) - 0.5);

          image->data[i] = (gfloat) CLAMP (v, 0, 1);
        }
  return image;
}

/* [batch][3][side][side] in [-1,1] */
static gfloat *
crops_new (gint kind, gint batch, gint side)
{
  gfloat *crops = g_new (gfloat, (gsize) batch * 3 * side * side), *to = crops;
  guint64 key = pst_random_key (91, (guint64) kind, 0);

  for (gint n = 0; n < batch; n++)
    for (gint c = 0; c < 3; c++)
      for (gint y = 0; y < side; y++)
        for (gint x = 0; x < side; x++, to++)
          {
            gdouble v = shade (kind + 2 * n, c, y + 7 * n, x)
                        + 0.2 * (pst_random_uniform (key, (guint64) (to - crops)) - 0.5);

            *to = (gfloat) CLAMP (v, -1, 1);
          }
  return crops;
}

/* ---- trainers --------------------------------------------------------- */

/* Of the shipped weights; seeds, which is 0 but for styles that ask for it, as those do. */
static PstRecipe *
recipe_new (void)
{
  PstRecipe *r = pst_recipe_new ();

  r->widths[0] = 8;
  r->widths[1] = 12;
  r->widths[2] = 16;
  r->blocks = 1;
  r->noise = 0.2;
  r->style_size = 160;
  r->crop = CROP;
  r->batch = BATCH;
  r->late_crop = 0;
  r->steps = STEPS;
  r->seed = 7;
  r->losses[PST_LOSS_SEEDS] = 0.3;
  r->losses[PST_LOSS_TONE] = r->losses[PST_LOSS_NEAR] = 1;
  return r;
}

static void
keep_only (PstRecipe *r, PstLossId loss)
{
  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (i != (gint) loss)
      r->losses[i] = 0;
}

/* It learns from two paintings, and begins with step @step. */
static PstTrainer *
trainer_new (PstEngine *engine, const PstRecipe *recipe, gint step)
{
  g_autoptr (PstImage) one = picture (0, 170, 190), two = picture (1, 180, 160);
  g_autoptr (PstImage) photo = picture (2, 180, 170), other = picture (3, 200, 170);
  const PstImage *paintings[] = { one, two }, *photos[] = { photo, other };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 2);
  GError *error = NULL;
  PstTrainer *t = pst_trainer_new (engine, recipe, paintings, 2, &in_memory, &error);

  g_assert_no_error (error);
  t->step = step;
  return t;
}

/* A step's report, with the weights that it began with. */
static void
step_on (PstTrainer *t, const gfloat *photos, const gfloat *style, PstTrainReport *report,
         PstTensorSet **before)
{
  GError *error = NULL;

  *before = pst_tensor_set_new_like (t->weights);
  memcpy ((*before)->data, t->weights->data, t->weights->size * sizeof (gfloat));
  pst_trainer_step_on (t, photos, style, report, &error);
  g_assert_no_error (error);
}

/* ---- the losses once more --------------------------------------------- */

/* What a report says, and what the gradients are those of. */
typedef struct
{
  gdouble said[PST_N_LOSSES], taught[PST_N_LOSSES];
} Verdict;

static guint64
stream (const PstTrainer *t, guint64 what, gint step)
{
  return pst_random_key (t->recipe->seed, what, (guint64) step);
}

static void
judge_by_discriminators (PstTrainer *t, PstTape *tape, PstNode *y, PstNode *s, Verdict *v)
{
  for (gint i = 0; i < PST_CRITICS; i++)
    {
      PstJudgement jy, js;

      pst_discriminator_normalise (t->critics.d[i], FALSE);
      jy = pst_discriminator_forward (tape, t->critics.d[i], y, FALSE);
      js = pst_discriminator_forward (tape, t->critics.d[i], s, FALSE);
      v->said[PST_LOSS_ADVERSARIAL] +=
          (i == 0 ? 1 : 0.5)
          * (pst_loss_adversarial (tape, jy.coarse, 1) + pst_loss_adversarial (tape, jy.fine, 1));
      for (gint l = 0; l < PST_DISCRIMINATOR_LAYERS; l++)
        v->said[PST_LOSS_MATCHING] += pst_loss_matching (tape, jy.features[l], js.features[l], 1);
      y = pst_halve (tape, y);
      s = pst_halve (tape, s);
    }
}

static const gint gram_layers[] = { PST_FEATURES_1_1, PST_FEATURES_2_1, PST_FEATURES_3_1,
                                    PST_FEATURES_4_1 };

static void
judge_by_features (PstTrainer *t, PstTape *tape, PstNode *y, PstNode *x, Verdict *v)
{
  gfloat **grams = t->targets[PST_LOSS_GRAM];
  PstNode *fy[PST_FEATURES_LAYERS], *fx[PST_FEATURES_LAYERS];
  gdouble deep, shallow;

  pst_features_forward (tape, t->perceptual->features, y, PST_FEATURES_4_1, fy);
  pst_features_forward (tape, t->perceptual->features, x, PST_FEATURES_4_1, fx);
  for (guint i = 0; grams && i < G_N_ELEMENTS (gram_layers); i++)
    v->said[PST_LOSS_GRAM] += pst_loss_gram (tape, fy[gram_layers[i]], grams[gram_layers[i]], 1);
  deep = pst_loss_content (tape, fy[PST_FEATURES_4_1], fx[PST_FEATURES_4_1], 1);
  shallow = pst_loss_content (tape, fy[PST_FEATURES_3_1], fx[PST_FEATURES_3_1], 1);
  v->said[PST_LOSS_CONTENT] = deep + shallow;
  v->taught[PST_LOSS_CONTENT] = deep + 0.25 * shallow;
}

/* All losses of what a generator of @weights paints, to discriminators as they are now. */
static void
judge (PstTrainer *t, gint step, const PstTensorSet *weights, gint batch, gint side,
       const gfloat *photos, const gfloat *style, Verdict *v)
{
  const PstLossId alone[] = { PST_LOSS_LUMA,    PST_LOSS_GRADIENT, PST_LOSS_RELIEF, PST_LOSS_EVEN,
                              PST_LOSS_LATTICE, PST_LOSS_TONE,     PST_LOSS_NEAR };
  guint painting = (guint) pst_random_int (stream (t, PST_STREAM_PAINTING, step), 0, 2);
  gboolean own = step % 2 == 0;
  gint extra = MIN (2, batch);
  PstTape tape;
  PstJudged j = { .tape = &tape, .seed = t->recipe->seed, .step = step };
  guint64 keys[2 * BATCH];
  PstNode *in, *all;
  gsize size;

  memset (v, 0, sizeof *v);
  pst_tape_init (&tape, t->engine->pool, t->engine->arena, TRUE);
  in = pst_tape_node (&tape, batch + extra, 3, side, side);
  j.s = pst_tape_node (&tape, batch, 3, side, side);
  size = pst_node_size (j.s);
  memcpy (j.s->data, style, size * sizeof (gfloat));
  memcpy (in->data, photos, size * sizeof (gfloat));
  memcpy (in->data + size, own ? style : photos, (gsize) extra * 3 * side * side * sizeof (gfloat));
  for (gint i = 0; i < batch + extra; i++)
    keys[i] = pst_random_bits (stream (t, PST_STREAM_NOISE, step), (guint64) i);
  all = pst_generator_forward (&tape, &(PstGenerator){ &t->shape, weights, NULL }, in, keys, NULL);
  j.x = pst_tape_slice (&tape, in, 0, batch);
  j.y = pst_tape_slice (&tape, all, 0, batch);
  j.own = j.twins[1] = pst_tape_slice (&tape, all, batch, extra);
  j.twins[0] = pst_tape_slice (&tape, all, 0, extra);
  j.painting = pst_crops_whole (t->style, SCALES * painting, &tape);
  j.cells = pst_halve (&tape, pst_halve (&tape, j.y));
  memcpy (j.targets, t->targets, sizeof j.targets);

  judge_by_discriminators (t, &tape, j.y, j.s, v);
  if (t->perceptual)
    judge_by_features (t, &tape, j.y, j.x, v);
  for (guint i = 0; i < G_N_ELEMENTS (alone); i++)
    v->said[alone[i]] = pst_losses[alone[i]].judge (&j, 1);
  v->said[PST_LOSS_SWD] = pst_judge_swd (&j, 1);
  if (j.targets[PST_LOSS_PALETTE])
    v->said[PST_LOSS_PALETTE] = pst_judge_palette (&j, 1);
  if (own)
    v->said[PST_LOSS_IDENTITY] = pst_judge_identity (&j, 1);
  else
    v->said[PST_LOSS_SEEDS] = pst_judge_seeds (&j, 1);
  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (i != PST_LOSS_CONTENT)
      v->taught[i] = v->said[i];
  g_assert_false (pst_tape_failed (&tape));
  pst_tape_clear (&tape);
}

#ifndef IN_DOUBLE

/* ---- reports ---------------------------------------------------------- */

/* identity is on every other step, seeds on the others; and two paintings have no strokes in common, see
 * test-lay.c. */
static gboolean
is_due (PstLossId loss, gint step)
{
  return loss == PST_LOSS_ORIENTED   ? FALSE
         : loss == PST_LOSS_IDENTITY ? step % 2 == 0
         : loss == PST_LOSS_SEEDS    ? step % 2 == 1
                                     : TRUE;
}

static void
check_report (PstTrainer *t, gint batch, gint side)
{
  g_autofree gfloat *photos = crops_new (2, batch, side), *style = crops_new (0, batch, side);
  g_autoptr (PstTensorSet) before = NULL;
  gint step = t->step;
  PstTrainReport report;
  Verdict v;

  step_on (t, photos, style, &report, &before);
  judge (t, step, before, batch, side, photos, style, &v);
  for (gint i = 0; i < PST_N_LOSSES; i++)
    {
      gdouble got = report.losses[i];

      g_test_message ("step %d: %s %g, %g", step, pst_loss_get_name (i), got, v.said[i]);
      if (! is_due (i, step))
        g_assert_cmpfloat (got, ==, 0);
      else
        {
          g_assert_cmpfloat (fabs (v.said[i]), >, 1e-6);
          g_assert_cmpfloat_with_epsilon (got, v.said[i], 1e-6 * fabs (v.said[i]));
        }
    }
}

static void
test_report (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new ();
  g_autoptr (PstTrainer) t = trainer_new (engine, recipe, 0);

  for (gint step = 0; step <= 700; step += 350)
    {
      t->step = step;
      check_report (t, BATCH, CROP);
      check_report (t, BATCH, CROP);
    }
}

/* After 60 % of the steps crops are larger, as far as the paintings are. */
static void
test_late_crops (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);

  for (gint wanted = 136; wanted <= 200; wanted += 64)
    {
      g_autoptr (PstRecipe) recipe = recipe_new ();
      g_autoptr (PstTrainer) t = NULL;
      gint late = MIN (wanted, 160);

      recipe->late_crop = wanted;
      recipe->late_batch = 1;
      recipe->steps = 10;
      t = trainer_new (engine, recipe, 5);
      check_report (t, BATCH, CROP);
      check_report (t, 1, late);
      check_report (t, 1, late);
      g_assert_cmpint (t->crop, ==, late);
    }
}

#endif

/* ---- gradients -------------------------------------------------------- */

#ifndef IN_DOUBLE

/* All that a trainer learns, to go back to. */
static GByteArray *
state_of (const PstTrainer *t)
{
  GByteArray *state = g_byte_array_new ();
  PstTensorSet *sets[PST_TRAINER_SETS];
  const gchar *prefixes[PST_TRAINER_SETS];

  pst_trainer_get_sets (t, sets, prefixes);
  for (gint i = 0; i < PST_TRAINER_SETS; i++)
    g_byte_array_append (state, (const guint8 *) sets[i]->data,
                         (guint) (sets[i]->size * sizeof (gfloat)));
  return state;
}

static void
go_back (PstTrainer *t, const GByteArray *state)
{
  const guint8 *from = state->data;
  PstTensorSet *sets[PST_TRAINER_SETS];
  const gchar *prefixes[PST_TRAINER_SETS];

  pst_trainer_get_sets (t, sets, prefixes);
  for (gint i = 0; i < PST_TRAINER_SETS; i++)
    {
      memcpy (sets[i]->data, from, sets[i]->size * sizeof (gfloat));
      from += sets[i]->size * sizeof (gfloat);
    }
}

#endif

static gdouble
length (const gfloat *x, gsize n)
{
  gdouble squares = 0;

  for (gsize i = 0; i < n; i++)
    squares += (gdouble) x[i] * x[i];
  return sqrt (squares);
}

#ifdef IN_DOUBLE

/* A loss at a step, and the part of its weight that the schedule gives it then. */
typedef struct
{
  PstLossId loss;
  gint step;
  gdouble part;
} Case;

static const Case cases[] = {
  { PST_LOSS_ADVERSARIAL, 30, 0.1 }, { PST_LOSS_ADVERSARIAL, 151, 151 / 300.0 },
  { PST_LOSS_ADVERSARIAL, 301, 1 },  { PST_LOSS_SWD, 599, 1 },
  { PST_LOSS_SWD, 600, 0.5 },        { PST_LOSS_SWD, 999, 0.5 },
  { PST_LOSS_MATCHING, 900, 1 },     { PST_LOSS_GRAM, 900, 1 },
  { PST_LOSS_PALETTE, 900, 1 },      { PST_LOSS_CONTENT, 900, 1 },
  { PST_LOSS_LUMA, 900, 1 },         { PST_LOSS_GRADIENT, 900, 1 },
  { PST_LOSS_RELIEF, 900, 1 },       { PST_LOSS_EVEN, 900, 1 },
  { PST_LOSS_LATTICE, 900, 1 },      { PST_LOSS_SEEDS, 901, 1 },
  { PST_LOSS_IDENTITY, 900, 1 },
};

/* Down the gradient by central differences, at the shipped weight. */
static void
test_gradient (gconstpointer data)
{
  const gdouble h = 1e-8; /* short: much turns where it is nought */
  const Case *c = data;
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new ();
  g_autofree gfloat *photos = crops_new (2, BATCH, CROP), *style = crops_new (0, BATCH, CROP);
  g_autoptr (PstTensorSet) before = NULL, moved = NULL;
  g_autoptr (PstTrainer) t = NULL;
  gdouble steep, difference;
  PstTrainReport report;
  Verdict v[2];

  keep_only (recipe, c->loss);
  t = trainer_new (engine, recipe, c->step);
  step_on (t, photos, style, &report, &before);
  steep = length (t->grads->data, t->grads->size);
  g_assert_cmpfloat (steep, >, 1e-6);
  moved = pst_tensor_set_new_like (before);
  for (gint side = 0; side < 2; side++)
    {
      for (gsize i = 0; i < before->size; i++)
        moved->data[i] = before->data[i] + (side ? -h : h) * t->grads->data[i] / steep;
      judge (t, c->step, moved, BATCH, CROP, photos, style, &v[side]);
    }
  difference =
      recipe->losses[c->loss] * c->part * (v[0].taught[c->loss] - v[1].taught[c->loss]) / (2 * h);
  g_test_message ("%s at step %d: %.8g, %.8g", pst_loss_get_name (c->loss), c->step, steep,
                  difference);
  g_assert_cmpfloat_with_epsilon (steep, difference, 1e-4 * steep);
}

#else

/* A step with each loss and one without it differ by what it teaches alone. */
static void
test_contributes (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gfloat *photos = crops_new (2, BATCH, CROP), *style = crops_new (0, BATCH, CROP);
  g_autoptr (PstRecipe) recipe = recipe_new ();
  g_autoptr (PstTrainer) t = trainer_new (engine, recipe, 0);
  g_autoptr (GByteArray) state = state_of (t);
  gsize n = t->grads->size;
  gint seen = -1; /* the step of which @all is */
  g_autofree gfloat *all = g_new (gfloat, n), *without = g_new (gfloat, n);

  for (gint loss = 0; loss < PST_N_LOSSES; loss++)
    {
      gint step = loss == PST_LOSS_SEEDS ? 401 : 400;
      gdouble alone, off = 0;

      if (loss == PST_LOSS_ORIENTED)
        continue;

      for (gint i = 0; i < 3; i++) /* all, all but this one, this one */
        {
          g_autoptr (PstRecipe) other = pst_recipe_copy (recipe);
          g_autoptr (PstTensorSet) before = NULL;
          PstTrainReport report;

          if (i == 0 && seen == step)
            continue;
          if (i == 1)
            other->losses[loss] = 0;
          else if (i == 2)
            keep_only (other, loss);
          for (gint k = 0; k < PST_N_LOSSES; k++)
            t->recipe->losses[k] = other->losses[k];
          go_back (t, state);
          t->step = step;
          step_on (t, photos, style, &report, &before);
          if (i < 2)
            memcpy (i == 0 ? all : without, t->grads->data, n * sizeof (gfloat));
        }
      seen = step;
      alone = length (t->grads->data, n);
      for (gsize i = 0; i < n; i++)
        off += pow (all[i] - without[i] - t->grads->data[i], 2);
      g_test_message ("%s: %g of %g, %g off", pst_loss_get_name (loss), alone, length (all, n),
                      sqrt (off));
      g_assert_cmpfloat (alone, >, 1e-6);
      g_assert_cmpfloat (sqrt (off), <, 0.01 * alone + 5e-6 * length (all, n)); /* rounding */
    }
}

#endif

#ifndef IN_DOUBLE

/* ---- the schedule of learning ------------------------------------------ */

static void
test_learning_rate (void)
{
  const struct
  {
    gint step;
    gdouble part;
  } rates[] = { { 0, 0.01 },  { 49, 0.5 },  { 99, 1 },     { 100, 1 },    { 499, 1 },   { 500, 1 },
                { 600, 0.8 }, { 750, 0.5 }, { 985, 0.03 }, { 995, 0.02 }, { 999, 0.02 } };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new ();
  g_autoptr (PstTrainer) t = trainer_new (engine, recipe, 0);
  PstTrainReport report;

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      t->step = rates[i].step;
      g_assert_true (pst_trainer_step (t, &report, NULL));
      g_assert_cmpfloat_with_epsilon (report.learning_rate, recipe->learning_rate * rates[i].part,
                                      1e-9);
    }
}

/* The average follows the faster the less there was to average. */
static void
test_average (void)
{
  const struct
  {
    gint step;
    gdouble part;
  } parts[] = { { 0, 20 / 21.0 }, { 9, 20 / 30.0 }, { 899, 20 / 920.0 }, { 5000, 0.005 } };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new ();
  g_autoptr (PstTrainer) t = trainer_new (engine, recipe, 0);
  g_autofree gfloat *before = g_new (gfloat, t->weights->size);
  PstTrainReport report;

  pst_trainer_set_steps (t, 10000);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      t->step = parts[i].step;
      memcpy (before, t->average->data, t->average->size * sizeof (gfloat));
      g_assert_true (pst_trainer_step (t, &report, NULL));
      for (gsize j = 0; j < t->average->size; j++)
        g_assert_cmpfloat_with_epsilon (
            t->average->data[j], before[j] + parts[i].part * (t->weights->data[j] - before[j]),
            1e-6);
    }
  g_assert_cmpfloat (length (before, t->average->size), >, 0);
}

/* One number that is none is found wherever it stands. */
static void
test_finite (void)
{
  const gfloat bad[] = { NAN, INFINITY, -INFINITY };

  for (gint n = 1; n <= 40; n++)
    {
      g_autoptr (PstTensorSet) set = pst_tensor_set_new ();

      pst_tensor_set_declare (set, "x", 1, n, 1, 1, 1);
      g_assert_true (pst_tensor_set_allocate (set));
      for (gint i = 0; i < n; i++)
        {
          g_assert_true (pst_tensor_set_is_finite (set));
          set->data[i] = bad[i % 3];
          g_assert_false (pst_tensor_set_is_finite (set));
          set->data[i] = 1e30f;
        }
    }
}

/* ---- several paintings ------------------------------------------------- */

/* Of both, each has half a say in each target, and crops are of both. */
static void
test_paintings (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstRecipe) recipe = recipe_new ();
  g_autoptr (PstTrainer) t = trainer_new (engine, recipe, 0);
  gfloat **grams = t->targets[PST_LOSS_GRAM];
  const PstPalette *palette = t->targets[PST_LOSS_PALETTE];
  PstNode *f[2][PST_FEATURES_LAYERS], *whole[2], *crop;
  gint dark = 0, n = 60;
  PstTape tape;

  pst_tape_init (&tape, engine->pool, engine->arena, TRUE);
  for (gint p = 0; p < 2; p++)
    {
      whole[p] = pst_crops_whole (t->style, (guint) p * SCALES, &tape);
      pst_features_forward (&tape, t->perceptual->features, whole[p], PST_FEATURES_4_1, f[p]);
    }
  g_assert_cmpint (whole[0]->h, >, whole[0]->w); /* as the first is, and the second is not */
  g_assert_cmpint (whole[1]->h, <, whole[1]->w);
  for (gint i = 0; i < 4; i++)
    {
      gsize size = (gsize) f[0][gram_layers[i]]->c * f[0][gram_layers[i]]->c;
      g_autofree gfloat *a = g_new (gfloat, size), *b = g_new (gfloat, size);

      pst_gram (&tape, f[0][gram_layers[i]], a);
      pst_gram (&tape, f[1][gram_layers[i]], b);
      for (gsize j = 0; j < size; j++)
        g_assert_cmpfloat_with_epsilon (grams[gram_layers[i]][j], (a[j] + b[j]) / 2,
                                        1e-5 * (1 + fabs (grams[gram_layers[i]][j])));
    }

  /* The second is darker than the first anywhere: half of the samples are dark. */
  for (gint d = 0; d < PST_PALETTE_DIRECTIONS; d++)
    {
      const gfloat *v = pst_palette_direction (palette, d);
      const gfloat *sample = pst_palette_samples (palette, d);
      gdouble mean = 0, want = 0;

      for (gint i = 0; i < PST_PALETTE_SAMPLES; i++)
        mean += sample[i] / PST_PALETTE_SAMPLES;
      for (gint p = 0; p < 2; p++)
        for (gint c = 0; c < 3; c++)
          {
            gsize size = (gsize) whole[p]->h * whole[p]->w;

            for (gsize i = 0; i < size; i++)
              want += v[c] * whole[p]->data[(gsize) c * size + i] / (gdouble) size / 2;
          }
      g_assert_cmpfloat_with_epsilon (mean, want, 0.02);
    }

  crop = pst_tape_node (&tape, n, 3, CROP, CROP);
  pst_crops_draw (t->style, crop, 0, n, 5);
  for (gint i = 0; i < n; i++)
    {
      gdouble sum = 0;

      for (gsize j = 0; j < 3 * CROP * CROP; j++)
        sum += crop->data[pst_node_plane (crop, i, 0) + j] / (3.0 * CROP * CROP);
      dark += sum < -0.25;
    }
  g_assert_cmpint (dark, >, n / 4);
  g_assert_cmpint (dark, <, 3 * n / 4);
  pst_tape_clear (&tape);
}

#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#ifdef IN_DOUBLE
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *name = g_strdup_printf ("/trainer/gradient/%s/%d",
                                                pst_loss_get_name (cases[i].loss), cases[i].step);

      g_test_add_data_func (name, &cases[i], test_gradient);
    }
#else
  g_test_add_func ("/trainer/report", test_report);
  g_test_add_func ("/trainer/contributes", test_contributes);
  g_test_add_func ("/trainer/late-crops", test_late_crops);
  g_test_add_func ("/trainer/learning-rate", test_learning_rate);
  g_test_add_func ("/trainer/average", test_average);
  g_test_add_func ("/trainer/finite", test_finite);
  g_test_add_func ("/trainer/paintings", test_paintings);
#endif
  return g_test_run ();
}
