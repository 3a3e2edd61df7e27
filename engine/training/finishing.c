/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/finishing.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "kernels/pooling.h"
#include "kernels/twice.h"
#include "networks/finisher.h"
#include "styles/style.h"
#include "training/critics.h"
#include "training/finishing-pictures.h"
#include "training/losses/adversarial.h"
#include "training/losses/matching.h"
#include "training/optimiser.h"

#define CRITIC_WIDTH  24
#define RATE          0.002
#define AVERAGE_DECAY 0.99
#define FINE                                                                                       \
  4.f /* how much finer things are made for the critics; without this they
                             see no difference between a picture and its enlargement */

/* Weights. */
#define ADVERSARIAL 0.2
#define MATCHING    0.1
#define LOW         100.0
#define PIXELS      2.0
#define GRAM        2.0

struct _PstFinishing
{
  PstEngine *engine;
  PstFinishingPictures *pictures;
  PstTensorSet *weights, *grads, *v, *average;
  PstCritics critics;
  gint step, steps;
  guint32 seed;
};

PstFinishing *
pst_finishing_new (PstEngine *engine, const PstImage *painting, const PstStyle *style,
                   gint style_size, gint steps, guint32 seed, GError **error)
{
  g_autoptr (PstFinishing) f = g_new0 (PstFinishing, 1);

  f->engine = engine;
  f->steps = steps;
  f->seed = seed;
  f->pictures = pst_finishing_pictures_new (engine, painting, style, style_size, error);
  if (! f->pictures)
    return NULL;
  f->weights = pst_finisher_declare ();
  if (! f->weights || ! (f->grads = pst_tensor_set_new_like (f->weights))
      || ! (f->v = pst_tensor_set_new_like (f->weights))
      || ! (f->average = pst_tensor_set_new_like (f->weights))
      || ! pst_critics_init (&f->critics, CRITIC_WIDTH, seed))
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                           "Not enough memory to learn a painting's finish; close other programs");
      return NULL;
    }
  pst_finisher_init (f->weights, seed);
  memcpy (f->average->data, f->weights->data, f->weights->size * sizeof (gfloat));
  return g_steal_pointer (&f);
}

void
pst_finishing_free (PstFinishing *f)
{
  if (! f)
    return;
  pst_finishing_pictures_free (f->pictures);
  pst_tensor_set_free (f->weights);
  pst_tensor_set_free (f->grads);
  pst_tensor_set_free (f->v);
  pst_tensor_set_free (f->average);
  pst_critics_clear (&f->critics);
  g_free (f);
}

const PstTensorSet *
pst_finishing_get (const PstFinishing *f)
{
  return f->average;
}

/* ---- losses ----------------------------------------------------------- */

/* Mean square of what images [first, first + n) of @y differ from @target [n][C][H][W]. */
static gdouble
squares (PstTape *tape, PstNode *y, const gfloat *target, gint first, gint n, gdouble weight)
{
  const gsize size = pst_node_plane (y, n, 0), at = pst_node_plane (y, first, 0);
  gfloat *grad = pst_node_grad (tape, y);
  gdouble sum = 0;

  if (pst_tape_failed (tape) || n == 0)
    return 0;
  for (gsize i = 0; i < size; i++)
    {
      gfloat d = y->data[at + i] - target[i];

      sum += (gdouble) d * d;
      if (grad)
        grad[at + i] += (gfloat) (2 * weight / (gdouble) size) * d;
    }
  return sum / (gdouble) size;
}

/* Mean distance of the first images of @y from @target. */
static gdouble
distances (PstTape *tape, PstNode *y, const gfloat *target, gint n, gdouble weight)
{
  const gsize size = pst_node_plane (y, n, 0);
  gfloat *grad = pst_node_grad (tape, y);
  gdouble sum = 0;

  if (pst_tape_failed (tape))
    return 0;
  for (gsize i = 0; i < size; i++)
    {
      gfloat d = y->data[i] - target[i];

      sum += fabsf (d);
      if (grad)
        grad[i] += (gfloat) (weight / (gdouble) size) * (d > 0 ? 1.f : d < 0 ? -1.f : 0.f);
    }
  return sum / (gdouble) size;
}

/* What the critics say of @y, and how it differs from @real for them. */
static void
ask_critics (PstFinishing *f, PstTape *tape, PstNode *y, PstNode *real, PstFinishingReport *report)
{
  for (gint i = 0; i < PST_CRITICS && ! pst_tape_failed (tape); i++)
    {
      PstJudgement of_y, of_real;

      pst_discriminator_normalise (f->critics.d[i], FALSE);
      of_y = pst_discriminator_forward (tape, f->critics.d[i], y, FALSE);
      of_real = pst_discriminator_forward (tape, f->critics.d[i], real, FALSE);
      report->adversarial += pst_loss_adversarial (tape, of_y.coarse, ADVERSARIAL)
                             + pst_loss_adversarial (tape, of_y.fine, ADVERSARIAL);
      for (gint l = 0; l < PST_DISCRIMINATOR_LAYERS; l++)
        report->matching +=
            pst_loss_matching (tape, of_y.features[l], of_real.features[l], MATCHING);
      y = pst_halve (tape, y);
      real = pst_halve (tape, real);
    }
}

/* ---- a step ----------------------------------------------------------- */

static gdouble
learning_rate (const PstFinishing *f)
{
  gdouble part = (gdouble) f->step / f->steps;

  return RATE * MIN (1, (f->step + 1) / 50.0) * (part < 0.5 ? 1 : MAX (0.02, 2 * (1 - part)));
}

/* Adds a cubic enlargement of what @in shows to @y; it is left alone by gradients. */
static void
add_enlarged (const PstNode *base, PstNode *y)
{
  const gsize n = pst_node_size (y);

  for (gsize i = 0; i < n; i++)
    y->data[i] += base->data[i];
}

/* What comes of two doublings: pairs are enlarged from what was enlarged before. */
static gboolean
enlarge_twice (PstFinishing *f, const PstFinishingDrawn *drawn, GError **error)
{
  const PstNode *in = drawn->in;
  gboolean good;
  PstTape tape;
  PstNode *small, *base, *y;

  pst_tape_init (&tape, f->engine->pool, f->engine->arena, FALSE);
  small = pst_tape_node (&tape, drawn->n_pairs, PST_FINISHER_INPUT, in->h / 2, in->w / 2);
  base = pst_tape_node (&tape, drawn->n_pairs, 3, in->h, in->w);
  if (! pst_tape_failed (&tape))
    pst_finishing_shrink (drawn, pst_random_key (f->seed, 31, (guint64) f->step), small, base);
  y = pst_finisher_forward (&tape, f->average, NULL, small);
  if (! pst_tape_failed (&tape))
    {
      add_enlarged (base, y);
      pst_finishing_replace (drawn, y);
    }
  good = ! pst_tape_failed (&tape);
  if (! good)
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  return good;
}

/* The critics see the painting's crops and what became of them, finer than they are. */
static gboolean
teach_critics (PstFinishing *f, const PstFinishingDrawn *drawn, const PstNode *y,
               PstFinishingReport *report, GError **error)
{
  PstCriticsStep step = { learning_rate (f), f->step, 0, 0 };
  PstNode *seen[3];
  gboolean good;
  PstTape tape;

  pst_tape_init (&tape, f->engine->pool, f->engine->arena, FALSE);
  seen[0] = pst_sharpen (&tape, drawn->real, FINE);
  seen[1] = pst_sharpen (&tape, (PstNode *) y, FINE);
  seen[2] = pst_sharpen (&tape, drawn->base, FINE);
  good = ! pst_tape_failed (&tape);
  if (good)
    good = pst_critics_teach (&f->critics, f->engine, seen[0], seen[1], seen[2], &step, error);
  else
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  report->critics = step.loss;
  return good;
}

/* @y is what became of drawn->in. */
static gboolean
find_gradients (PstFinishing *f, PstTape *tape, const PstFinishingDrawn *drawn, PstNode *y,
                PstFinishingReport *report, GError **error)
{
  const gint n_pairs = drawn->n_pairs, n_own = y->n - n_pairs;
  PstNode *half, *quarter;

  if (! teach_critics (f, drawn, y, report, error))
    return FALSE;
  ask_critics (f, tape, pst_sharpen (tape, y, FINE), pst_sharpen (tape, drawn->real, FINE), report);
  half = pst_halve (tape, y);
  quarter = pst_halve (tape, half);
  report->low = squares (tape, half, drawn->low->data, 0, n_pairs, LOW)
                + squares (tape, quarter, drawn->lower->data, n_pairs, n_own, LOW);
  report->pixels = distances (tape, y, drawn->real->data, n_pairs, PIXELS);
  report->gram = pst_finishing_compare (f->pictures, drawn, tape, y, GRAM);
  pst_tape_backward (tape);
  if (pst_tape_failed (tape))
    {
      g_propagate_error (error, g_steal_pointer (&tape->error));
      return FALSE;
    }
  return TRUE;
}

gboolean
pst_finishing_step (PstFinishing *f, PstFinishingReport *report, GError **error)
{
  PstFinishingDrawn drawn;
  gboolean good;
  PstTape tape;
  PstNode *y;

  memset (report, 0, sizeof *report);
  memset (f->grads->data, 0, f->grads->size * sizeof (gfloat));
  pst_tape_init (&tape, f->engine->pool, f->engine->arena, TRUE);
  pst_finishing_draw (f->pictures, pst_random_key (f->seed, 30, (guint64) f->step), &tape, &drawn);
  good = ! pst_tape_failed (&tape) && (f->step % 3 != 2 || enlarge_twice (f, &drawn, error));
  if (good)
    {
      y = pst_finisher_forward (&tape, f->weights, f->grads, drawn.in);
      if (! pst_tape_failed (&tape))
        add_enlarged (drawn.base, y);
      good = ! pst_tape_failed (&tape) && find_gradients (f, &tape, &drawn, y, report, error);
    }
  if (pst_tape_failed (&tape) && error && ! *error)
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  if (! good)
    return FALSE;
  if (! pst_tensor_set_is_finite (f->grads))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_DIVERGED,
                   "Learning a painting's finish diverged at step %d; try another seed",
                   f->step + 1);
      return FALSE;
    }
  pst_adam_step (f->weights, f->grads, f->v, learning_rate (f), f->step);
  f->step++;
  pst_average_step (f->average, f->weights, MIN (AVERAGE_DECAY, f->step / (f->step + 20.0)));
  report->step = f->step;
  report->steps = f->steps;
  return TRUE;
}

/* ---- all of it -------------------------------------------------------- */

/* As many of @most as there is time for, at the pace so far. */
static gint
steps_for (gint most, gint done, gdouble used, gdouble seconds)
{
  if (seconds <= 0 || done == 0)
    return most;
  return (gint) CLAMP (done * seconds / MAX (used, 1e-3), done + 1, most);
}

PstStyle *
pst_engine_learn_finish (PstEngine *engine, const PstStyle *style, const PstImage *painting,
                         gint steps, gdouble seconds, const PstRun *run, GError **error)
{
  const gint64 start = g_get_monotonic_time ();
  const PstRun nobody = { 0 };
  g_autoptr (PstFinishing) f = NULL;
  PstFinishingReport report;
  PstStyle *learnt = NULL;
  gboolean good;
  gdouble made;

  if (! run)
    run = &nobody;
  f = pst_finishing_new (engine, painting, style, pst_style_get_style_size (style), steps, 1,
                         error);
  good = f != NULL;
  made = (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  while (good && f->step < f->steps)
    {
      const gdouble used = (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC - made;

      f->steps = steps_for (steps, f->step, used, seconds > 0 ? MAX (seconds - made, 1e-3) : 0);
      good = ! g_cancellable_set_error_if_cancelled (run->cancellable, error)
             && pst_finishing_step (f, &report, error);
      if (good && run->progress)
        run->progress ((gdouble) f->step / f->steps, run->user_data);
    }
  if (good && pst_finishing_pictures_are_gray (f->pictures))
    pst_finisher_make_gray (f->average);
  if (good)
    learnt = pst_style_new_with_finisher (style, f->average, error);
  pst_arena_trim (engine->arena);
  return learnt;
}
