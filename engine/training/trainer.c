/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "ground/sums.h"
#include "kernels/pooling.h"
#include "painting/added.h"
#include "painting/lay.h"
#include "styles/style.h"
#include "training/critics.h"
#include "training/gray.h"
#include "training/optimiser.h"
#include "training/photos.h"
#include "training/recipe.h"
#include "training/trainer.h"

#define DISCRIMINATOR_WIDTH 24
#define EXTRA_CROPS         2 /* beside the batch, at most */
#define AVERAGE_DECAY       0.995
#define LATE_PART           0.6 /* of the steps; then crops may be larger */

/* The painting is seen at these multiples of its nominal size. */
static const gdouble style_scales[] = { 1.0, 0.7, 0.85, 1.2, 1.4 };
#define N_STYLE_SCALES G_N_ELEMENTS (style_scales)

/* Photos are seen with their short side at one of these. */
static const gint photo_sizes[] = { 256, 320, PST_PHOTO_SIDE };

/* And those that are laid in strokes, which are as wide as the size says. */
static const gint laid_sizes[] = { 320, PST_PHOTO_SIDE, 512 };

/* So many of them at most: to lay one takes as long as two steps. */
#define LAID_PHOTOS 64

static guint64
stream (const PstTrainer *t, guint64 what)
{
  return pst_random_key (t->recipe->seed, what, (guint64) t->step);
}

/* ---- making ----------------------------------------------------------- */

static gboolean
no_memory (GError **error)
{
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "Not enough memory to train; use a smaller generator or fewer photos");
  return FALSE;
}

/* A painting of one colour teaches nothing, and its Gram matrices are zero. */
static gboolean
check_painting (const PstImage *painting, GError **error)
{
  gsize n = (gsize) 3 * painting->width * painting->height;
  gdouble sum = 0, squares = 0;

  if (MIN (painting->width, painting->height) < 64)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "The painting is %d x %d pixels: too small to learn from; its short side must "
                   "be 64 or more",
                   painting->width, painting->height);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      sum += painting->data[i];
      squares += (gdouble) painting->data[i] * painting->data[i];
    }
  if (! (squares / (gdouble) n - sum / (gdouble) n * sum / (gdouble) n > 1e-4))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "The painting is of one colour: there is nothing to learn from it");
      return FALSE;
    }
  return TRUE;
}

/* The larger crops' side, 0 if there are none. */
static gint
late_crop (const PstRecipe *r)
{
  gint crop = MIN (r->late_crop, r->style_size / 8 * 8);

  return crop > r->crop ? crop : 0;
}

/* Adds @photo, as what is painted sees photos. */
static gboolean
add_photo (PstTrainer *t, const PstImage *photo, guint64 n, gint crop, GError **error)
{
  guint64 key = pst_random_key (t->recipe->seed, PST_STREAM_PHOTO_SIZE, 0);
  const gint *sizes = pst_recipe_sees_strokes (t->recipe) ? laid_sizes : photo_sizes;
  gint size = MAX (crop, sizes[pst_random_int (key, n, G_N_ELEMENTS (photo_sizes))]);
  g_autoptr (PstImage) small = NULL, laid = NULL;

  if (! pst_recipe_sees_strokes (t->recipe))
    return pst_crops_add (t->photos, photo, size, error);
  small = pst_image_resize_short (photo, size, error);
  if (small)
    laid = pst_lay (t->engine, t->manner, small, (guint32) n, NULL, NULL, error);
  return laid && pst_crops_add (t->photos, laid, size, error);
}

/* One after the other. */
static gboolean
load_photos (PstTrainer *t, const PstPhotos *photos, gint crop, GError **error)
{
  const gsize most = pst_recipe_sees_strokes (t->recipe) ? LAID_PHOTOS : photos->n;
  guint64 n = 0;

  for (gsize i = 0; i < photos->n; i++)
    {
      g_autoptr (PstImage) photo = NULL;

      /* Evenly from all of them. */
      if (photos->n > most && (i + 1) * most / photos->n == i * most / photos->n)
        continue;
      if (! pst_photos_load (photos, i, &photo, error))
        return FALSE;
      if (photo && ! add_photo (t, photo, n++, crop, error))
        return FALSE;
    }
  return n > 0 || pst_photos_refuse_none (error);
}

static gboolean
load_pictures (PstTrainer *t, const PstImage *const *paintings, gsize n_paintings,
               const PstPhotos *photos, GError **error)
{
  gint crop = MAX (t->recipe->crop, late_crop (t->recipe));

  if (! load_photos (t, photos, crop, error))
    return FALSE;
  for (gsize p = 0; p < n_paintings; p++)
    for (guint i = 0; i < N_STYLE_SCALES; i++)
      {
        gint size = (gint) lrint (t->recipe->style_size * style_scales[i]);

        if (! pst_crops_add (t->style, paintings[p], MAX (size, crop), error))
          return FALSE;
      }
  return TRUE;
}

/* Makes the features from crops of both kinds. */
static gboolean
make_perceptual (PstTrainer *t, GError **error)
{
  const PstRecipe *r = t->recipe;
  guint64 key = pst_random_key (r->seed, PST_STREAM_PHOTO_SIZE, 1);
  PstNode *sample;
  PstTape tape;

  pst_tape_init (&tape, t->engine->pool, t->engine->arena, FALSE);
  sample = pst_tape_node (&tape, 6 * r->batch, 3, r->crop, r->crop);
  if (! pst_tape_failed (&tape))
    {
      pst_crops_draw (t->photos, sample, 0, 4 * r->batch, key);
      pst_crops_draw (t->style, sample, 4 * r->batch, 2 * r->batch, pst_random_mix (key));
      t->perceptual = pst_perceptual_new (pst_perceptual_find (r->features), &tape, sample);
    }
  if (pst_tape_failed (&tape))
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  return t->perceptual != NULL;
}

/* What the losses that are asked make of the paintings. */
static gboolean
make_targets (PstTrainer *t, const PstImage *const *paintings, GError **error)
{
  const PstTargetSource material = { .engine = t->engine,
                                     .recipe = t->recipe,
                                     .manner = t->manner,
                                     .paintings = paintings,
                                     .n_paintings = (gsize) t->n_paintings,
                                     .crops = t->style,
                                     .n_sizes = N_STYLE_SCALES,
                                     .perceptual = t->perceptual };

  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (pst_losses[i].target && t->recipe->losses[i] > 0
        && ! (t->targets[i] = pst_losses[i].target->make (&material, error)))
      return FALSE;
  return TRUE;
}

PstTrainer *
pst_trainer_new (PstEngine *engine, const PstRecipe *recipe, const PstImage *const *paintings,
                 gsize n_paintings, const PstPhotos *photos, GError **error)
{
  g_autoptr (PstTrainer) t = NULL;
  gboolean gray = n_paintings > 0;

  if (! pst_recipe_check (recipe, error))
    return NULL;
  for (gsize i = 0; i < n_paintings; i++)
    {
      if (! check_painting (paintings[i], error))
        return NULL;
      gray = gray && pst_painting_is_gray (paintings[i]);
    }
  if (recipe->steps < 1)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           "The number of training steps is not decided; give steps or minutes");
      return NULL;
    }

  t = g_new0 (PstTrainer, 1);
  t->engine = engine;
  t->gray = gray;
  t->n_paintings = (gint) n_paintings;
  t->recipe = pst_recipe_copy (recipe);
  t->photos = pst_crops_new (pst_recipe_sees_strokes (recipe) ? PST_CROPS_LAID : PST_CROPS_PHOTOS);
  t->style = pst_crops_new (PST_CROPS_PAINTINGS);
  memcpy (t->shape.widths, recipe->widths, sizeof t->shape.widths);
  t->shape.blocks = recipe->blocks;
  t->shape.architecture =
      pst_recipe_sees_strokes (recipe) ? PST_ARCHITECTURE_2 : PST_ARCHITECTURE_1;

  t->weights = pst_generator_declare (&t->shape);
  if (! t->weights || ! (t->grads = pst_tensor_set_new_like (t->weights))
      || ! (t->v = pst_tensor_set_new_like (t->weights))
      || ! (t->average = pst_tensor_set_new_like (t->weights)))
    {
      no_memory (error);
      return NULL;
    }
  pst_generator_init (t->weights, recipe->noise, recipe->seed);
  if (pst_recipe_sees_strokes (recipe))
    pst_generator_quieten (t->weights);
  memcpy (t->average->data, t->weights->data, t->weights->size * sizeof (gfloat));
  if (! pst_critics_init (&t->critics, DISCRIMINATOR_WIDTH, recipe->seed))
    {
      no_memory (error);
      return NULL;
    }
  /* What learnt one painting can be refined by it; one that is too small for that is not. */
  if (n_paintings == 1)
    t->manner = pst_manner_new (engine, paintings[0], NULL, NULL, NULL);
  if (pst_recipe_sees_strokes (recipe) && ! t->manner)
    {
      g_set_error (
          error, PST_ERROR, PST_ERROR_BAD_INPUT,
          "Strokes can be seen in the manner of one painting of 64 pixels and more, not of "
          "%" G_GSIZE_FORMAT "; let \"sees\" in [generator] be photo",
          n_paintings);
      return NULL;
    }
  if (! load_pictures (t, paintings, n_paintings, photos, error)
      || (pst_losses_need (recipe, -1) & PST_NEEDS_FEATURES && ! make_perceptual (t, error))
      || ! make_targets (t, paintings, error))
    return NULL;
  pst_arena_trim (t->engine->arena);
  return g_steal_pointer (&t);
}

void
pst_trainer_free (PstTrainer *t)
{
  if (! t)
    return;
  pst_crops_free (t->photos);
  pst_crops_free (t->style);
  pst_manner_unref (t->manner);
  pst_tensor_set_free (t->weights);
  pst_tensor_set_free (t->grads);
  pst_tensor_set_free (t->v);
  pst_tensor_set_free (t->average);
  pst_critics_clear (&t->critics);
  pst_perceptual_free (t->perceptual);
  for (gint i = 0; i < PST_N_LOSSES; i++)
    if (pst_losses[i].target)
      pst_losses[i].target->free (t->targets[i]);
  pst_recipe_free (t->recipe);
  g_free (t);
}

gboolean
pst_trainer_start_from (PstTrainer *t, const PstStyle *style, GError **error)
{
  g_return_val_if_fail (t->step == 0, FALSE);

  if (! pst_style_check_generator (style, error))
    return FALSE;
  if (! pst_recipe_fits (t->recipe, style))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE,
                   "%s: this style's generator has other widths or blocks than the recipe asks "
                   "for; start from another style, or from nothing",
                   style->path);
      return FALSE;
    }
  memcpy (t->weights->data, style->weights->data, t->weights->size * sizeof (gfloat));
  if (style->shape.architecture != t->shape.architecture || pst_recipe_keeps_trunk (t->recipe))
    pst_generator_quieten (t->weights); /* its layers' eyes are good, its hand is another's */
  memcpy (t->average->data, t->weights->data, t->weights->size * sizeof (gfloat));
  return TRUE;
}

gint
pst_trainer_get_step (const PstTrainer *t)
{
  return t->step;
}

gint
pst_trainer_get_steps (const PstTrainer *t)
{
  return t->recipe->steps;
}

void
pst_trainer_set_steps (PstTrainer *t, gint steps)
{
  g_return_if_fail (steps > 0 && steps >= t->step);

  t->recipe->steps = steps;
}

/* ---- a step ----------------------------------------------------------- */

static gdouble
learning_rate (const PstTrainer *t)
{
  gdouble part = (gdouble) t->step / t->recipe->steps;

  return t->recipe->learning_rate * MIN (1, (t->step + 1) / 100.0)
         * (part < 0.5 ? 1 : MAX (0.02, 2 * (1 - part)));
}

/* The discriminators learn: style crops @s are the master's, @y and (on some
 * steps) blurred style crops are fakes. */
static gboolean
teach_discriminators (PstTrainer *t, PstNode *s, PstNode *y, gboolean with_blurred,
                      PstTrainReport *report, GError **error)
{
  PstCriticsStep step = { report->learning_rate, t->step, 0, 0 };
  PstNode *blurred = NULL;
  gboolean good;
  PstTape tape;

  pst_tape_init (&tape, t->engine->pool, t->engine->arena, FALSE);
  if (with_blurred)
    blurred = pst_blur (&tape, pst_blur (&tape, pst_blur (&tape, s)));
  good = ! pst_tape_failed (&tape);
  if (good)
    good = pst_critics_teach (&t->critics, t->engine, s, y, blurred, &step, error);
  else
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  report->discriminator += step.loss;
  report->accuracy = step.accuracy;
  return good;
}

/* One of the paintings, at its nominal size: crops of it would teach what is
 * common to most of them, less than the whole has of everything rare. */
static PstNode *
whole_painting (PstTrainer *t, PstTape *tape)
{
  gint painting = pst_random_int (stream (t, PST_STREAM_PAINTING), 0, t->n_paintings);

  return pst_crops_whole (t->style, (guint) painting * N_STYLE_SCALES, tape);
}

/* Adds what the losses need to judge j->y by; in an order that decides how rounding errors
 * of its gradient add up. */
static void
prepare_judgement (PstTrainer *t, guint needs, PstJudged *j)
{
  const gboolean critics = (needs & PST_NEEDS_CRITICS) != 0;
  const gboolean of_style = (needs & PST_NEEDS_CRITICS_OF_STYLE) == PST_NEEDS_CRITICS_OF_STYLE;
  PstNode *y = j->y, *s = j->s;

  G_STATIC_ASSERT (PST_CELL_SIDE == 1 << PST_CRITICS); /* times y is halved */
  for (gint i = 0; i < PST_CRITICS && (critics || needs & PST_NEEDS_CELLS); i++)
    {
      if (critics)
        {
          pst_discriminator_normalise (t->critics.d[i], FALSE);
          j->critics[i] = pst_discriminator_forward (j->tape, t->critics.d[i], y, FALSE);
        }
      if (of_style)
        j->critics_of_style[i] = pst_discriminator_forward (j->tape, t->critics.d[i], s, FALSE);
      y = pst_halve (j->tape, y);
      if (of_style)
        s = pst_halve (j->tape, s);
    }
  j->cells = y;
  if (needs & PST_NEEDS_FEATURES)
    {
      guint use = (needs & PST_NEEDS_FEATURES_OF_STYLE ? PST_PERCEPTUAL_GRAM : 0)
                  | (needs & PST_NEEDS_FEATURES_OF_PHOTO ? PST_PERCEPTUAL_CONTENT : 0);

      j->kind = t->perceptual->kind;
      pst_perceptual_forward (j->tape, t->perceptual, j->y, use, j->features);
    }
  if (needs & PST_NEEDS_FEATURES_OF_PHOTO)
    pst_perceptual_forward (j->tape, t->perceptual, j->x, PST_PERCEPTUAL_CONTENT,
                            j->features_of_photo);
  if (needs & PST_NEEDS_PAINTING)
    j->painting = whole_painting (t, j->tape);
}

/* The discriminators as they are, to go back to. */
static void
save_discriminators (PstTrainer *t, GByteArray *saved)
{
  for (gint i = 0; i < PST_CRITICS; i++)
    {
      PstTensorSet *sets[] = { t->critics.d[i]->weights, t->critics.d[i]->vectors,
                               t->critics.v[i] };

      for (guint s = 0; s < G_N_ELEMENTS (sets); s++)
        g_byte_array_append (saved, (const guint8 *) sets[s]->data,
                             (guint) (sets[s]->size * sizeof (gfloat)));
    }
}

static void
restore_discriminators (PstTrainer *t, const GByteArray *saved)
{
  const guint8 *from = saved->data;

  for (gint i = 0; i < PST_CRITICS; i++)
    {
      PstTensorSet *sets[] = { t->critics.d[i]->weights, t->critics.d[i]->vectors,
                               t->critics.v[i] };

      for (guint s = 0; s < G_N_ELEMENTS (sets); s++)
        {
          memcpy (sets[s]->data, from, sets[s]->size * sizeof (gfloat));
          from += sets[s]->size * sizeof (gfloat);
        }
    }
}

static gboolean
report_is_finite (const PstTrainReport *r)
{
  gdouble sum = r->discriminator;

  for (gint i = 0; i < PST_N_LOSSES; i++)
    sum += r->losses[i];
  return isfinite (sum);
}

/* What a step paints, one behind the other: photos; crops of the painting, to stay as they
 * are; and photos a second time. */
typedef struct
{
  gint crop; /* side of all */
  gint batch, own, twins;
  guint needs;
} Step;

static Step
plan_step (const PstTrainer *t)
{
  const PstRecipe *r = t->recipe;
  gboolean late = late_crop (r) > 0 && t->step >= LATE_PART * r->steps;
  Step p = { .crop = late ? late_crop (r) : r->crop,
             .batch = late ? r->late_batch : r->batch,
             .needs = pst_losses_need (r, t->step) };

  if (p.needs & PST_NEEDS_OWN)
    p.own = MIN (EXTRA_CROPS, p.batch);
  if (p.needs & PST_NEEDS_TWINS)
    p.twins = MIN (EXTRA_CROPS, p.batch);
  return p;
}

/* Fills what is painted, @in, and style crops @s; with @photos and @style, unless they are
 * NULL. */
static void
draw_pictures (PstTrainer *t, const Step *p, const gfloat *photos, const gfloat *style, PstNode *in,
               PstNode *s)
{
  if (photos)
    memcpy (in->data, photos, pst_node_size (s) * sizeof (gfloat));
  else
    pst_crops_draw (t->photos, in, 0, p->batch, stream (t, PST_STREAM_PHOTO_CROP));
  if (style)
    memcpy (s->data, style, pst_node_size (s) * sizeof (gfloat));
  else
    pst_crops_draw (t->style, s, 0, p->batch, stream (t, PST_STREAM_STYLE_CROP));
  memcpy (in->data + pst_node_plane (in, p->batch, 0), s->data,
          pst_node_plane (s, p->own, 0) * sizeof (gfloat));
  memcpy (in->data + pst_node_plane (in, p->batch + p->own, 0), in->data,
          pst_node_plane (in, p->twins, 0) * sizeof (gfloat));
}

/* Paints @in, teaches the discriminators and finds the generator's gradients. */
static gboolean
find_gradients (PstTrainer *t, PstTape *tape, const Step *p, PstNode *in, PstNode *s,
                PstTrainReport *report, GError **error)
{
  const PstGenerator generator = { &t->shape, t->weights, t->grads,
                                   pst_recipe_keeps_trunk (t->recipe) };
  const gboolean critics = (pst_losses_need (t->recipe, -1) & PST_NEEDS_CRITICS) != 0;
  PstJudged j = { .tape = tape, .s = s, .seed = t->recipe->seed, .step = t->step };
  g_autofree guint64 *keys = g_new (guint64, in->n);
  PstNode *all;

  for (gint i = 0; i < in->n; i++)
    keys[i] = pst_random_bits (stream (t, PST_STREAM_NOISE), (guint64) i);
  memset (t->grads->data, 0, t->grads->size * sizeof (gfloat));
  memcpy (j.targets, t->targets, sizeof j.targets);
  all = pst_generator_forward (tape, &generator, in, keys, NULL);
  if (pst_recipe_sees_strokes (t->recipe))
    all = pst_added_calm_crops (tape, in, t->recipe->losses[PST_LOSS_ORIENTED] > 0, all);
  j.x = pst_tape_slice (tape, in, 0, p->batch);
  j.y = pst_tape_slice (tape, all, 0, p->batch);
  if (! pst_tape_failed (tape))
    {
      if (critics && ! teach_discriminators (t, s, j.y, t->step % 2 == 0, report, error))
        return FALSE;
      prepare_judgement (t, p->needs, &j);
      if (p->own)
        j.own = pst_tape_slice (tape, all, p->batch, p->own);
      if (p->twins)
        {
          j.twins[1] = pst_tape_slice (tape, all, p->batch + p->own, p->twins);
          j.twins[0] = pst_tape_slice (tape, all, 0, p->twins);
        }
      pst_losses_judge (&j, t->recipe, report);
      pst_tape_backward (tape);
    }
  if (pst_tape_failed (tape))
    {
      g_propagate_error (error, g_steal_pointer (&tape->error));
      return FALSE;
    }
  if (report_is_finite (report) && pst_tensor_set_is_finite (t->grads))
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_DIVERGED,
               "Training diverged at step %d: the last good state is kept; try another seed or a "
               "lower learning rate",
               t->step + 1);
  return FALSE;
}

gboolean
pst_trainer_step_on (PstTrainer *t, const gfloat *photos, const gfloat *style,
                     PstTrainReport *report, GError **error)
{
  const Step p = plan_step (t);
  g_autoptr (GByteArray) saved = g_byte_array_new ();
  gboolean good;
  PstTape tape;
  PstNode *in, *s;

  /* Memory of other sizes is of no use from now on. */
  if (t->crop != p.crop)
    pst_arena_trim (t->engine->arena);
  t->crop = p.crop;

  memset (report, 0, sizeof *report);
  report->steps = t->recipe->steps;
  report->learning_rate = learning_rate (t);
  save_discriminators (t, saved);
  pst_tape_init (&tape, t->engine->pool, t->engine->arena, TRUE);
  in = pst_tape_node (&tape, p.batch + p.own + p.twins, 3, p.crop, p.crop);
  s = pst_tape_node (&tape, p.batch, 3, p.crop, p.crop);
  if (! pst_tape_failed (&tape))
    draw_pictures (t, &p, photos, style, in, s);
  good = find_gradients (t, &tape, &p, in, s, report, error);
  pst_tape_clear (&tape);
  if (! good)
    {
      restore_discriminators (t, saved);
      return FALSE;
    }

  pst_adam_step (t->weights, t->grads, t->v, report->learning_rate, t->step);
  t->step++;
  pst_average_step (t->average, t->weights, MIN (AVERAGE_DECAY, t->step / (t->step + 20.0)));
  report->step = t->step;
  return TRUE;
}

gboolean
pst_trainer_step (PstTrainer *t, PstTrainReport *report, GError **error)
{
  return pst_trainer_step_on (t, NULL, NULL, report, error);
}
