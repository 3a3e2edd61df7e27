/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos laid in strokes, and generators that see them and add to what they see. */

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "made-up.h"
#include "networks/architecture.h"
#include "painting/added.h"
#include "painting/lay.h"
#include "painting/margins.h"
#include "painting/paint.h"
#include "stripes.h"
#include "strokes/colour.h"
#include "training/recipe.h"
#include "training/trainer.h"

typedef struct
{
  PstEngine *engine;
  PstImage *painting, *photo;
  PstManner *manner;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->engine = pst_engine_new (2);
  f->painting = striped_painting (160, 128);
  f->photo = photo_new (70, 51);
  f->manner = pst_manner_new (f->engine, f->painting, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pst_manner_unref (f->manner);
  pst_image_free (f->photo);
  pst_image_free (f->painting);
  pst_engine_free (f->engine);
}

static PstImage *
lay (Fixture *f, const PstImage *photo, guint32 seed, gint threads)
{
  g_autoptr (PstEngine) engine = pst_engine_new (threads);
  g_autoptr (GError) error = NULL;
  PstImage *laid = pst_lay (engine, f->manner, photo, seed, NULL, NULL, &error);

  g_assert_no_error (error);
  return laid;
}

/* As all that is painted: no colour that the painter has not. */
static void
keep_to_colours (Fixture *f, const PstManner *manner, PstImage *image)
{
  pst_colour_table_apply (pst_manner_get_draw (manner, f->engine->pool), image, TRUE,
                          f->engine->pool);
}

/* ---- laying --------------------------------------------------------------- */

/* It is what refining begins with; another seed lays other strokes, another number of threads
 * the same. */
static void
test_laid (Fixture *f, gconstpointer data)
{
  const PstRefineParams none = { 0, 5, FALSE, PST_LIKENESS };
  const gint sizes[][2] = { { 70, 51 }, { 1, 1 }, { 3, 40 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (PstImage) photo = photo_new (sizes[i][0], sizes[i][1]);
      g_autoptr (PstImage) a = lay (f, photo, 5, 1), b = lay (f, photo, 5, 3);
      g_autoptr (PstImage) other = lay (f, photo, 6, 1);
      g_autoptr (PstImage) refined =
          pst_refine (f->engine, f->manner, photo, NULL, &none, NULL, NULL, NULL, NULL);

      g_test_message ("%d x %d", photo->width, photo->height);
      assert_same (a, b);
      keep_to_colours (f, f->manner, a);
      assert_same (a, refined);
      if (photo->height > 1)
        g_assert_cmpfloat (mean_difference (a, other), >, 1e-3);
    }
}

/* A picture that is too large for the budget is laid smaller and enlarged. */
static void
test_budget (Fixture *f, gconstpointer data)
{
  g_autoptr (PstImage) photo = photo_new (300, 200), whole = lay (f, photo, 1, 2);
  g_autoptr (PstImage) laid = NULL;
  g_autoptr (GError) error = NULL;

  pst_engine_set_memory_budget (f->engine, 8 * 1000 * 1000);
  laid = pst_lay (f->engine, f->manner, photo, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (laid->width, ==, 300);
  g_assert_cmpint (laid->height, ==, 200);
  g_assert_cmpfloat (mean_difference (laid, whole), >, 1e-3);
  g_assert_cmpfloat (mean_difference (laid, whole), <, .15);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (pst_lay (f->engine, f->manner, f->photo, 1, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- what the generator adds ---------------------------------------------- */

static PstNode *
forward (PstTape *tape, const PstGenerator *generator, gfloat **seen)
{
  const guint64 keys[2] = { 7, 8 };
  PstNode *x = pst_tape_node (tape, 2, 3, 16, 24);
  gsize n = pst_node_size (x);

  for (gsize i = 0; i < n; i++)
    x->data[i] = .6f * pst_random_normal (5, i);
  if (seen)
    *seen = g_memdup2 (x->data, n * sizeof (gfloat));
  return pst_generator_forward (tape, generator, x, keys, NULL);
}

/* The same weights make the same of what they see, but for tanh, and it is added; a quiet one
 * adds nothing at all. */
static void
test_residual (void)
{
  PstGeneratorShape shapes[2] = { { { 6, 8, 10 }, 1, PST_ARCHITECTURE_1 },
                                  { { 6, 8, 10 }, 1, PST_ARCHITECTURE_2 } };
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstArena) arena = pst_arena_new ();
  PstTensorSet *weights = pst_generator_declare (&shapes[0]);
  g_autofree gfloat *seen = NULL, *painted = NULL;
  PstNode *y;
  PstTape tape;
  gsize n;

  pst_generator_init (weights, .5, 3);
  pst_tape_init (&tape, pool, arena, FALSE);
  y = forward (&tape, &(PstGenerator){ &shapes[0], weights, NULL }, &seen);
  n = pst_node_size (y);
  painted = g_memdup2 (y->data, n * sizeof (gfloat));
  pst_tape_clear (&tape);

  pst_tape_init (&tape, pool, arena, FALSE);
  y = forward (&tape, &(PstGenerator){ &shapes[1], weights, NULL }, NULL);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (tanh (y->data[i] - seen[i]), painted[i], 1e-5);
  pst_tape_clear (&tape);

  pst_generator_quieten (weights);
  pst_tape_init (&tape, pool, arena, FALSE);
  y = forward (&tape, &(PstGenerator){ &shapes[1], weights, NULL }, NULL);
  g_assert_cmpmem (y->data, n * sizeof (gfloat), seen, n * sizeof (gfloat));
  pst_tape_clear (&tape);
  pst_tensor_set_free (weights);
}

/* Sum of y times random numbers, and with @grads its gradient. */
static gdouble
weighed (const PstGeneratorShape *shape, const PstTensorSet *weights, PstTensorSet *grads)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  gdouble sum = 0;
  PstTape tape;
  PstNode *y;

  pst_tape_init (&tape, pool, arena, grads != NULL);
  y = forward (&tape, &(PstGenerator){ shape, weights, grads }, NULL);
  for (gsize i = 0; i < pst_node_size (y); i++)
    sum += pst_random_normal (11, i) * y->data[i];
  if (grads)
    {
      gfloat *grad = pst_node_grad (&tape, y);

      for (gsize i = 0; i < pst_node_size (y); i++)
        grad[i] = pst_random_normal (11, i);
      pst_tape_backward (&tape);
    }
  g_assert_no_error (tape.error);
  pst_tape_clear (&tape);
  return sum;
}

/* What is added to it does not change the way back. */
static void
test_gradient (void)
{
  const PstGeneratorShape shape = { { 6, 8, 10 }, 1, PST_ARCHITECTURE_2 };
  PstTensorSet *weights = pst_generator_declare (&shape);
  PstTensorSet *grads = pst_tensor_set_new_like (weights);

  pst_generator_init (weights, .5, 3);
  weighed (&shape, weights, grads);
  for (guint t = 0; t < weights->infos->len; t++)
    if (g_str_has_prefix (pst_tensor_set_info (weights, (gint) t)->name, "out."))
      for (gsize k = 0; k < MIN (3, pst_tensor_set_info (weights, (gint) t)->size); k++)
        {
          gfloat *v = pst_tensor_set_get (weights, (gint) t) + k, was = *v;
          gdouble up, down, found = pst_tensor_set_get (grads, (gint) t)[k];

          *v = was + 1e-3f;
          up = weighed (&shape, weights, NULL);
          *v = was - 1e-3f;
          down = weighed (&shape, weights, NULL);
          *v = was;
          g_test_message ("%s %zu", pst_tensor_set_info (weights, (gint) t)->name, k);
          g_assert_cmpfloat_with_epsilon ((up - down) / 2e-3, found, .002 * fabs (found) + .01);
        }
  pst_tensor_set_free (grads);
  pst_tensor_set_free (weights);
}

/* ---- styles --------------------------------------------------------------- */

static PstStyle *
seeing (Fixture *f, gboolean strokes)
{
  g_autoptr (PstStyle) plain =
      style_shaped (&(PstGeneratorShape){ { 6, 8, 10 }, 1, PST_ARCHITECTURE_2 });
  g_autoptr (GError) error = NULL;
  PstStyle *style;

  if (strokes)
    g_hash_table_insert (plain->metadata, g_strdup (PST_SEES_KEY), g_strdup (PST_SEES_STROKES));
  style = pst_style_new_with_manner (plain, f->manner, &error);
  g_assert_no_error (error);
  return style;
}

/* What @style, which sees what it is given, makes of @laid with its mirror image around it. */
static PstImage *
paint_framed (Fixture *f, const PstStyle *style, const PstImage *laid)
{
  g_autoptr (PstImage) framed = pst_margins_frame (laid, NULL);
  g_autoptr (PstImage) wide = pst_engine_paint (f->engine, style, framed, 4, NULL, NULL);

  return pst_image_crop (wide, PST_MARGIN, PST_MARGIN, laid->width, laid->height, NULL);
}

/* The generator is shown strokes by whoever paints with it, if it was taught on them. */
static void
test_style (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = seeing (f, TRUE), other = seeing (f, FALSE);
  g_autoptr (PstImage) laid =
      pst_lay (f->engine, pst_style_get_manner (style), f->photo, 4, NULL, NULL, NULL);
  g_autoptr (PstImage) painted = pst_engine_paint (f->engine, style, f->photo, 4, NULL, NULL);
  g_autoptr (PstImage) of_laid = paint_framed (f, other, laid);
  g_autoptr (PstImage) of_photo = pst_engine_paint (f->engine, other, f->photo, 4, NULL, NULL);
  g_autoptr (PstImage) refined = NULL, by_hand = NULL;
  const PstParams params = { 100, 100, 0, 0, 30, PST_LIKENESS, 4 };
  const PstRefineParams how = { 30, 4, FALSE, PST_LIKENESS };

  g_assert_true (pst_style_sees_strokes (style));
  g_assert_false (pst_style_sees_strokes (other));
  g_assert_true (pst_added_calm (laid, FALSE, f->engine->pool, of_laid));
  keep_to_colours (f, pst_style_get_manner (style), of_laid);
  assert_same (painted, of_laid);
  g_assert_cmpfloat (mean_difference (painted, of_photo), >, 1e-2);
  for (gsize i = 0; i < bytes_of (painted) / sizeof (gfloat); i++)
    g_assert_true (painted->data[i] >= 0 && painted->data[i] <= 1);

  /* And refining goes on from its painting. */
  refined = pst_engine_paint_refined (f->engine, style, f->photo, &params, NULL, NULL, NULL, NULL);
  by_hand = pst_refine (f->engine, pst_style_get_manner (style), f->photo, painted, &how, NULL,
                        NULL, NULL, NULL);
  assert_same (refined, by_hand);
  g_assert_cmpfloat (mean_difference (refined, painted), >, 1e-3);
}

/* What was taught to leave clean strokes is blurred less: it is what its file says. */
static void
test_oriented_paints (Fixture *f, gconstpointer data)
{
  g_autoptr (PstStyle) style = seeing (f, TRUE), other = seeing (f, FALSE);
  g_autoptr (PstImage) laid =
      pst_lay (f->engine, pst_style_get_manner (style), f->photo, 4, NULL, NULL, NULL);
  g_autoptr (PstImage) by_hand = paint_framed (f, other, laid);
  g_autoptr (PstImage) painted = NULL;

  g_hash_table_insert (style->metadata, g_strdup (PST_ORIENTED_KEY), g_strdup (PST_ORIENTED_YES));
  painted = pst_engine_paint (f->engine, style, f->photo, 4, NULL, NULL);
  g_assert_true (pst_added_calm (laid, TRUE, f->engine->pool, by_hand));
  keep_to_colours (f, pst_style_get_manner (style), by_hand);
  assert_same (painted, by_hand);
}

/* What is added, of channel @c of Y', Cb, Cr, as a mean around a pixel: the slow way. */
static gdouble
added_around (const PstImage *laid, const PstImage *painting, gint c, gint x, gint y,
              gdouble deviation)
{
  const gint w = laid->width, h = laid->height;
  const gint reach = (gint) ceil (3 * deviation);
  gdouble sum = 0, weights = 0;

  for (gint v = -reach; v <= reach; v++)
    for (gint u = -reach; u <= reach; u++)
      {
        const gsize at =
            (gsize) CLAMP (y + v, 0, h - 1) * (gsize) w + (gsize) CLAMP (x + u, 0, w - 1);
        const gdouble weight = exp (-.5 * (u * u + v * v) / (deviation * deviation));
        gdouble was[3], is[3];

        pst_colour_at (laid, at, was);
        pst_colour_at (painting, at, is);
        sum += weight * (is[c] - was[c]);
        weights += weight;
      }
  return sum / weights;
}

/* The painting's own is what is neither finer than strokes nor slower; a little of its light is slow. */
static void
test_added (void)
{
  const struct
  {
    gint w, h;
    gboolean oriented;
    gdouble grid;
  } cases[] = {
    { 97, 80, TRUE, .5 }, { 97, 80, FALSE, 1.2 }, { 1, 1, FALSE, 1.2 }, { 3, 61, TRUE, .5 }
  };

  for (gsize s = 0; s < G_N_ELEMENTS (cases); s++)
    {
      const gint w = cases[s].w, h = cases[s].h;
      const gsize n = (gsize) w * (gsize) h;
      g_autoptr (PstImage) laid = photo_new (w, h), painting = photo_new (w, h);
      PstImage *kept[2];

      /* All is bluer and darker by half, some of it more than the rest. */
      for (gsize i = 0; i < n; i++)
        {
          laid->data[i] = .3f + .3f * laid->data[i];
          laid->data[n + i] = .4f + .2f * laid->data[n + i];
          laid->data[2 * n + i] = .3f + .3f * laid->data[2 * n + i];
          painting->data[i] = .7f * laid->data[i];
          painting->data[n + i] = .8f * laid->data[n + i];
          painting->data[2 * n + i] = laid->data[2 * n + i] + .1f * (gfloat) (i % 3);
        }
      for (gint t = 0; t < 2; t++)
        {
          g_autoptr (PstPool) pool = pst_pool_new (1 + 2 * t);

          kept[t] = pst_image_crop (painting, 0, 0, w, h, NULL);
          g_assert_true (pst_added_calm (laid, cases[s].oriented, pool, kept[t]));
        }
      assert_same (kept[0], kept[1]);
      for (gint y = 0; y < h; y++)
        for (gint x = 0; x < w; x++)
          {
            gdouble was[3], is[3];

            pst_colour_at (laid, (gsize) y * (gsize) w + (gsize) x, was);
            pst_colour_at (kept[0], (gsize) y * (gsize) w + (gsize) x, is);
            for (gint c = 0; c < 3; c++)
              g_assert_cmpfloat_with_epsilon (
                  is[c],
                  was[c] + added_around (laid, painting, c, x, y, cases[s].grid)
                      - (c ? 1 : .7)
                            * added_around (laid, painting, c, x, y, 6. * MIN (w, h) / 448),
                  2e-3);
          }
      pst_image_free (kept[0]);
      pst_image_free (kept[1]);
    }
}

/* Two crops of what the generator is to learn, and what it adds to them. */
static void
put_crops (PstNode *laid, PstNode *painting, guint64 seed)
{
  for (gsize i = 0; i < pst_node_size (laid); i++)
    {
      laid->data[i] = .5f * (gfloat) pst_random_uniform (seed, i);
      painting->data[i] = laid->data[i] + .4f * (gfloat) pst_random_uniform (seed + 1, i) - .2f;
    }
}

/* While it learns what it adds is calmed as it is when it paints; and a gradient goes back the same way:
 * for what is added and what is asked of it, <calm (a), g> = <a, back (g)>. */
static void
test_added_learnt (void)
{
  const gint sizes[][2] = { { 448, 448 }, { 40, 24 }, { 7, 90 }, { 1, 1 } };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (gint threads = 1; threads <= 3; threads += 2)
      {
        const gboolean oriented = s % 2 == 0;
        const gint w = sizes[s][0], h = sizes[s][1];
        g_autoptr (PstPool) pool = pst_pool_new (threads);
        g_autoptr (PstArena) arena = pst_arena_new ();
        gdouble forward = 0, back = 0, scale = 0;
        PstNode *laid, *painting, *calmed;
        PstTape tape;

        pst_tape_init (&tape, pool, arena, TRUE);
        laid = pst_tape_node (&tape, 2, 3, h, w);
        painting = pst_tape_node (&tape, 2, 3, h, w);
        painting->needs_grad = TRUE;
        put_crops (laid, painting, 5);
        calmed = pst_added_calm_crops (&tape, laid, oriented, painting);
        g_assert_false (pst_tape_failed (&tape));
        /* Its wide mean is that of a side of 448. */
        for (gint n = 0; n < 2 && w == 448; n++)
          {
            g_autoptr (PstImage) a = pst_image_new (w, h, NULL), b = pst_image_new (w, h, NULL);
            const gsize size = pst_node_plane (laid, 1, 0), at = (gsize) n * size;

            for (gsize i = 0; i < size; i++)
              {
                a->data[i] = (laid->data[at + i] + 1) / 2;
                b->data[i] = (painting->data[at + i] + 1) / 2;
              }
            g_assert_true (pst_added_calm (a, oriented, pool, b));
            for (gsize i = 0; i < size; i++)
              g_assert_cmpfloat_with_epsilon (2 * b->data[i] - 1, calmed->data[at + i], 1e-5);
          }
        for (gsize i = 0; i < pst_node_size (calmed); i++)
          {
            const gfloat asked = (gfloat) pst_random_uniform (9, i) - .5f;
            const gdouble share = (calmed->data[i] - laid->data[i]) * asked;

            pst_node_grad (&tape, calmed)[i] = asked;
            forward += share;
            scale += share * share;
          }
        pst_tape_backward (&tape);
        for (gsize i = 0; i < pst_node_size (painting); i++)
          back += (painting->data[i] - laid->data[i]) * painting->grad[i];
        g_assert_cmpfloat (fabs (forward - back), <, 1e-4 * sqrt (scale) + 1e-7);
        pst_tape_clear (&tape);
      }
}

static PstTrainer *
trainer_new (Fixture *f, PstRecipe *recipe, gint n_paintings, GError **error)
{
  g_autoptr (PstImage) photo = photo_new (180, 170);
  const PstImage *paintings[] = { f->painting, f->painting }, *photos[] = { photo };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);

  g_free (recipe->sees);
  recipe->sees = g_strdup (PST_SEES_STROKES);
  return pst_trainer_new (f->engine, recipe, paintings, (gsize) n_paintings, &in_memory, error);
}

/* Before it has learnt anything it leaves strokes as they are, from nothing and from a base that
 * painted photos; then it learns, and its style sees strokes. */
static void
test_learnt (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = small_recipe (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (PstStyle) base = style_shaped (&(PstGeneratorShape){ { 8, 12, 16 }, 1 });
  PstTrainer *t = trainer_new (f, recipe, 1, &error);

  g_assert_no_error (error);
  for (gint round = 0; round < 2; round++)
    {
      g_autoptr (PstStyle) style = pst_trainer_get_style (t);
      g_autoptr (PstImage) laid =
          pst_lay (f->engine, pst_style_get_manner (style), f->photo, 4, NULL, NULL, NULL);
      g_autoptr (PstImage) painted = pst_engine_paint (f->engine, style, f->photo, 4, NULL, NULL);

      g_assert_true (pst_style_sees_strokes (style));
      keep_to_colours (f, pst_style_get_manner (style), laid);
      g_assert_cmpfloat (mean_difference (laid, painted), <, 1e-6);
      g_assert_true (pst_trainer_start_from (t, base, &error));
    }
  for (gint i = 0; i < 4; i++)
    {
      PstTrainReport report;

      g_assert_true (pst_trainer_step (t, &report, &error));
    }
  {
    g_autoptr (PstStyle) style = pst_trainer_get_style (t);
    g_autoptr (PstImage) laid =
        pst_lay (f->engine, pst_style_get_manner (style), f->photo, 4, NULL, NULL, NULL);
    g_autoptr (PstImage) painted = pst_engine_paint (f->engine, style, f->photo, 4, NULL, NULL);

    keep_to_colours (f, pst_style_get_manner (style), laid);
    g_assert_cmpfloat (mean_difference (laid, painted), >, 1e-5);
  }
  pst_trainer_free (t);
}

/* A red that lies over all of it is taken away before anybody judges it, as it will be when it paints. */
static void
test_calmed (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = small_recipe (4);
  g_autoptr (GError) error = NULL;
  PstTrainReport report;
  PstTrainer *t;

  memset (recipe->losses, 0, sizeof recipe->losses);
  recipe->losses[PST_LOSS_TONE] = 1;
  t = trainer_new (f, recipe, 1, &error);
  g_assert_no_error (error);
  pst_tensor_set_get (t->weights, pst_tensor_set_find (t->weights, "out.bias"))[0] = .3f;
  g_assert_true (pst_trainer_step (t, &report, &error));
  g_assert_cmpfloat (report.losses[PST_LOSS_TONE], >, 1e-5);
  g_assert_cmpfloat (report.losses[PST_LOSS_TONE], <, .01 * .3 * .3);
  pst_trainer_free (t);
}

/* How far the strokes are from the painter's falls, by what is learnt around a trunk that is kept, from a
 * style whose hand is forgotten. */
static void
test_oriented (Fixture *f, gconstpointer data)
{
  const PstGeneratorShape shape = { { 8, 12, 16 }, 1, PST_ARCHITECTURE_2 };
  g_autoptr (PstRecipe) recipe = small_recipe (60);
  g_autoptr (PstStyle) from = style_shaped (&shape);
  g_autoptr (GError) error = NULL;
  gdouble begin = 0, end = 0;
  PstTrainer *t;

  memset (recipe->losses, 0, sizeof recipe->losses);
  recipe->losses[PST_LOSS_ORIENTED] = 3;
  recipe->losses[PST_LOSS_TONE] = 20;
  recipe->learning_rate = 0.003;
  g_free (recipe->from);
  recipe->from = g_strdup ("what-it-was");
  g_free (recipe->trunk);
  recipe->trunk = g_strdup (PST_TRUNK_KEPT);
  t = trainer_new (f, recipe, 1, &error);
  g_assert_no_error (error);
  g_assert_true (pst_trainer_start_from (t, from, &error));
  {
    const gfloat *out =
        pst_tensor_set_get (t->weights, pst_tensor_set_find (t->weights, "out.weight"));

    g_assert_true (out[0] == 0 && out[5] == 0);
  }
  for (gint i = 0; i < 60; i++)
    {
      PstTrainReport report;

      g_assert_true (pst_trainer_step (t, &report, &error));
      g_assert_cmpfloat (report.losses[PST_LOSS_ORIENTED], >, 0);
      *(i < 30 ? &begin : &end) += report.losses[PST_LOSS_ORIENTED] / 30;
    }
  g_test_message ("distance of strokes %.3f, then %.3f", begin, end);
  g_assert_cmpfloat (end, <, .9 * begin);
  {
    g_autoptr (PstStyle) style = pst_trainer_get_style (t);

    g_assert_true (pst_style_is_oriented (style));
    g_assert_false (pst_style_is_oriented (from));
    for (guint i = 0; i < from->weights->infos->len; i++)
      {
        const PstTensorInfo *info = pst_tensor_set_info (from->weights, (gint) i);
        const gsize bytes = info->size * sizeof (gfloat);
        const gboolean same = memcmp (pst_tensor_set_get (from->weights, (gint) i),
                                      pst_tensor_set_get (style->weights, (gint) i), bytes)
                              == 0;

        g_assert_true (same == g_str_has_prefix (info->name, PST_TRUNK));
      }
  }
  pst_trainer_free (t);
}

/* Strokes are those of one painting. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRecipe) recipe = small_recipe (4);
  g_autoptr (GError) error = NULL;

  g_assert_null (trainer_new (f, recipe, 2, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_assert_nonnull (strstr (error->message, "\"sees\""));
}

/* What is laid is in the painter's colours: none of the crops is a plain one of others. */
static void
test_crops (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autoptr (PstImage) gray = pst_image_new (64, 64, NULL);
  gint plain[2] = { 0 };

  for (gint kind = 0; kind < 2; kind++)
    {
      g_autoptr (PstCrops) crops = pst_crops_new (kind ? PST_CROPS_LAID : PST_CROPS_PHOTOS);
      PstTape tape;
      PstNode *node;

      g_assert_true (pst_crops_add (crops, gray, 64, NULL)); /* black */
      pst_tape_init (&tape, pool, arena, FALSE);
      node = pst_tape_node (&tape, 64, 3, 32, 32);
      pst_crops_draw (crops, node, 0, 64, 9);
      for (gint n = 0; n < 64; n++)
        plain[kind] += node->data[pst_node_plane (node, n, 0)] != -1;
      pst_tape_clear (&tape);
    }
  g_assert_cmpint (plain[0], >, 0);
  g_assert_cmpint (plain[1], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/lay/laid", test_laid);
  ADD ("/lay/budget", test_budget);
  ADD ("/lay/cancelled", test_cancelled);
  ADD ("/lay/style", test_style);
  ADD ("/lay/oriented-paints", test_oriented_paints);
  ADD ("/lay/learnt", test_learnt);
  ADD ("/lay/calmed-while-it-learns", test_calmed);
  ADD ("/lay/oriented", test_oriented);
  ADD ("/lay/refused", test_refused);
  g_test_add_func ("/lay/residual", test_residual);
  g_test_add_func ("/lay/added", test_added);
  g_test_add_func ("/lay/added-learnt", test_added_learnt);
  g_test_add_func ("/lay/gradient", test_gradient);
  g_test_add_func ("/lay/crops", test_crops);
  return g_test_run ();
}
