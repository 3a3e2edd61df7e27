/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every loss against its twin, its gradient against central differences of the
 * twin, and the same bits of both for any number of threads. */

#include "training/losses/adversarial.h"
#include "training/losses/content.h"
#include "training/losses/gram.h"
#include "training/losses/loss.h"
#include "training/losses/matching.h"
#include "training/losses/palette.h"
#include "training/losses/swd.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "reference.h"

#define WEIGHT      1.7
#define PROJECTIONS 5

/* One loss, with all its inputs of the second kind: @other is a picture, a
 * feature map or a target. */
typedef struct
{
  const gchar *name;
  gdouble (*engine) (PstTape *tape, PstNode *y, PstNode *other, gdouble weight);
  gdouble (*twin) (const PstRef *y, const PstRef *other);
  gint n, c, h, w;
  gboolean gram;   /* other is a Gram matrix */
  gboolean calm;   /* other has less of everything */
  PstJudge *judge; /* what needs no more than two pictures, in place of engine () */
} Loss;

static gdouble
engine_hinge (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  gdouble right = 0;

  return pst_loss_hinge (tape, y, 0, 1, 1, weight, &right)
         + pst_loss_hinge (tape, y, 1, y->n - 1, -1, weight, &right);
}

static gdouble
twin_hinge (const PstRef *y, const PstRef *other)
{
  gdouble right = 0;

  return pst_ref_hinge (y, 0, 1, 1, &right) + pst_ref_hinge (y, 1, y->n - 1, -1, &right);
}

static gdouble
engine_adversarial (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_loss_adversarial (tape, y, weight);
}

static gdouble
twin_adversarial (const PstRef *y, const PstRef *other)
{
  return pst_ref_adversarial (y);
}

static gdouble
engine_gram (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_loss_gram (tape, y, other->data, weight);
}

static gdouble
engine_content (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_loss_content (tape, y, other, weight);
}

static gdouble
engine_matching (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_loss_matching (tape, y, other, weight);
}

static gdouble
twin_lattice (const PstRef *y, const PstRef *other)
{
  return pst_ref_lattice (y);
}

/* Painted from @other twice, once as it is; and the other way round. */
static gdouble
engine_seeds (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_judge_seeds (&(PstJudged){ .tape = tape, .twins = { y, other }, .x = other }, weight);
}

static gdouble
engine_seeds_twin (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_judge_seeds (&(PstJudged){ .tape = tape, .twins = { other, y }, .x = other }, weight);
}

static gdouble
twin_seeds (const PstRef *y, const PstRef *other)
{
  return pst_ref_seeds (y, other, other);
}

static gdouble
engine_swd (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  return pst_loss_swd (tape, y, other, PROJECTIONS, 77, weight);
}

static gdouble
twin_swd (const PstRef *y, const PstRef *other)
{
  return pst_ref_swd (y, other, PROJECTIONS, 77);
}

/* The same numbers as one image, which is taller than those of y. */
static gdouble
engine_swd_of_one (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  PstNode *one = pst_tape_node (tape, 1, other->c, other->n * other->h, other->w);

  memcpy (one->data, other->data, pst_node_size (one) * sizeof (gfloat));
  return engine_swd (tape, y, one, weight);
}

static gdouble
twin_swd_of_one (const PstRef *y, const PstRef *other)
{
  g_autoptr (PstRef) one = pst_ref_new (1, other->c, other->n * other->h, other->w);

  memcpy (one->v, other->v, pst_ref_size (one) * sizeof (gdouble));
  return twin_swd (y, one);
}

/* Of a painting that shows what @other does. */
static PstPalette *
palette_of (const PstRef *other)
{
  g_autoptr (PstImage) image = pst_image_new (other->w, other->n * other->h, NULL);
  const PstImage *paintings[1] = { image };
  gsize plane = (gsize) other->h * other->w;

  for (gint n = 0; n < other->n; n++)
    for (gint c = 0; c < 3; c++)
      for (gsize i = 0; i < plane; i++)
        image->data[((gsize) c * other->n + n) * plane + i] =
            (gfloat) (0.5 + 0.5 * pst_ref_at (other, n, c, 0, 0)[i]);
  return pst_palette_new (paintings, 1, MIN (image->width, image->height), 9, NULL);
}

static gdouble
engine_palette (PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  g_autoptr (PstRef) shown = pst_ref_new (other->n, other->c, other->h, other->w);
  PstPalette *palette;
  gdouble loss;

  for (gsize i = 0; i < pst_ref_size (shown); i++)
    shown->v[i] = other->data[i];
  palette = palette_of (shown);
  loss = pst_loss_palette (tape, y, palette, 55, weight);
  pst_palette_free (palette);
  return loss;
}

static int
compare_numbers (const void *a, const void *b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

static gdouble
twin_palette (const PstRef *y, const PstRef *other)
{
  PstPalette *palette = palette_of (other);
  gint plane = y->h * y->w, places = y->n * plane, step = MAX (1, places / PST_PALETTE_SAMPLES);
  gint from = pst_random_int (55, 0, step);
  g_autofree gdouble *x = g_new (gdouble, places);
  gdouble sum = 0;

  for (gint d = 0; d < PST_PALETTE_DIRECTIONS; d++)
    {
      const gfloat *v = pst_palette_direction (palette, d);
      gint n = 0;

      for (gint at = from; at < places && n < PST_PALETTE_SAMPLES; at += step)
        {
          const gdouble *pixel = &y->v[at / plane * 3 * plane + at % plane];

          x[n++] = v[0] * pixel[0] + v[1] * pixel[plane] + v[2] * pixel[2 * plane];
        }
      qsort (x, (gsize) n, sizeof *x, compare_numbers);
      for (gint i = 0; i < n; i++)
        sum += fabs (x[i] - pst_palette_samples (palette, d)[i * PST_PALETTE_SAMPLES / n]) / n;
    }
  pst_palette_free (palette);
  return sum / PST_PALETTE_DIRECTIONS;
}

static const Loss losses[] = {
  { "hinge", engine_hinge, twin_hinge, 3, 1, 5, 7 },
  { "hinge-small", engine_hinge, twin_hinge, 2, 1, 1, 1 },
  { "adversarial", engine_adversarial, twin_adversarial, 3, 1, 5, 7 },
  { "identity", NULL, pst_ref_l1, 2, 3, 9, 7, .judge = pst_judge_identity },
  { "gram", engine_gram, pst_ref_gram, 3, 7, 5, 9, TRUE },
  { "gram-wide", engine_gram, pst_ref_gram, 1, 31, 3, 1, TRUE },
  { "content", engine_content, pst_ref_content, 2, 5, 9, 7 },
  { "content-small", engine_content, pst_ref_content, 2, 3, 1, 2 },
  { "matching", engine_matching, pst_ref_matching, 3, 5, 9, 7 },
  { "matching-small", engine_matching, pst_ref_matching, 2, 3, 1, 1 },
  { "luma", NULL, pst_ref_luma, 2, 3, 24, 40, .judge = pst_judge_luma },
  { "luma-one", NULL, pst_ref_luma, 1, 3, 16, 16, .judge = pst_judge_luma },
  { "gradient", NULL, pst_ref_gradient, 2, 3, 24, 40, .judge = pst_judge_gradient },
  { "gradient-one", NULL, pst_ref_gradient, 1, 3, 16, 16, .judge = pst_judge_gradient },
  { "palette", engine_palette, twin_palette, 2, 3, 24, 40 },
  { "palette-one", engine_palette, twin_palette, 1, 3, 3, 1 },
  { "palette-more-pixels-than-looked-at", engine_palette, twin_palette, 3, 3, 64, 56 },
  { "relief", NULL, pst_ref_relief, 2, 3, 24, 40, .judge = pst_judge_relief },
  { "relief-one", NULL, pst_ref_relief, 1, 3, 16, 16, .judge = pst_judge_relief },
  { "tone", NULL, pst_ref_tone, 2, 3, 24, 40, .judge = pst_judge_tone },
  { "near", NULL, pst_ref_near, 2, 3, 24, 40, .judge = pst_judge_near },
  { "near-one", NULL, pst_ref_near, 1, 3, 5, 7, .judge = pst_judge_near },
  { "tone-one", NULL, pst_ref_tone, 1, 3, 15, 17, .judge = pst_judge_tone },
  { "even", NULL, pst_ref_even, 2, 3, 40, 72, .calm = TRUE, .judge = pst_judge_even },
  { "even-one-size", NULL, pst_ref_even, 3, 3, 20, 90, .calm = TRUE, .judge = pst_judge_even },
  { "even-all-sizes", NULL, pst_ref_even, 1, 3, 64, 136, .calm = TRUE, .judge = pst_judge_even },
  { "lattice", NULL, twin_lattice, 2, 3, 40, 72, .judge = pst_judge_lattice },
  { "lattice-one", NULL, twin_lattice, 1, 3, 35, 32, .judge = pst_judge_lattice },
  { "seeds", engine_seeds, twin_seeds, 2, 3, 24, 40 },
  { "seeds-twin", engine_seeds_twin, twin_seeds, 2, 3, 24, 40 },
  { "seeds-one", engine_seeds, twin_seeds, 1, 3, 17, 23 },
  { "swd", engine_swd, twin_swd, 2, 3, 32, 40 },
  { "swd-small", engine_swd, twin_swd, 1, 3, 24, 24 },
  { "swd-more-patches-than-looked-at", engine_swd, twin_swd, 3, 3, 64, 56 },
  { "swd-of-a-taller-picture", engine_swd_of_one, twin_swd_of_one, 2, 3, 40, 24 },
};

/* Pictures that are alike but not the same, as a photo and its painting are:
 * smooth, with detail. */
static PstRef *
picture (const Loss *l, guint64 seed)
{
  PstRef *p = pst_ref_random (l->n, l->c, l->h, l->w, 0.4, 0, seed);

  for (gint n = 0; n < p->n; n++)
    for (gint c = 0; c < p->c; c++)
      for (gint i = 0; i < p->h; i++)
        for (gint j = 0; j < p->w; j++)
          {
            gdouble *v = pst_ref_at (p, n, c, i, j);

            *v = (gfloat) (*v + 0.6 * sin (0.4 * i + n + c) + 0.5 * cos (0.3 * j - c));
          }
  return p;
}

static PstRef *
other_input (const Loss *l, guint64 seed)
{
  PstRef *p = picture (l, seed), *gram;

  for (gsize i = 0; i < pst_ref_size (p) && l->calm; i++)
    p->v[i] = (gfloat) (0.2 * p->v[i]);
  if (! l->gram)
    return p;
  gram = pst_ref_gram_matrix (p);
  for (gsize i = 0; i < pst_ref_size (gram); i++)
    gram->v[i] = (gfloat) gram->v[i];
  pst_ref_free (p);
  return gram;
}

static gdouble
ask (const Loss *l, PstTape *tape, PstNode *y, PstNode *other, gdouble weight)
{
  const PstJudged judged = { .tape = tape, .y = y, .own = y, .x = other, .s = other };

  return l->judge ? l->judge (&judged, weight) : l->engine (tape, y, other, weight);
}

static gdouble
run (const Loss *l, const PstRef *y, const PstRef *other, gint n_threads, gboolean wanted,
     gfloat *grad)
{
  g_autoptr (PstPool) pool = pst_pool_new (n_threads);
  g_autoptr (PstArena) arena = pst_arena_new ();
  gdouble loss;
  PstNode *node;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, TRUE);
  node = pst_ref_node (&tape, y, wanted);
  loss = ask (l, &tape, node, pst_ref_node (&tape, other, FALSE), WEIGHT);
  g_assert_false (pst_tape_failed (&tape));
  g_assert_true (wanted == (node->grad != NULL));
  if (grad)
    memcpy (grad, node->grad, pst_ref_size (y) * sizeof (gfloat));
  pst_tape_clear (&tape);
  return loss;
}

static void
test_value (gconstpointer data)
{
  const Loss *l = data;
  g_autoptr (PstRef) y = picture (l, 1), other = other_input (l, 2);
  gsize size = pst_ref_size (y);
  g_autofree gfloat *grad = g_new (gfloat, size), *again = g_new (gfloat, size);
  gdouble loss = run (l, y, other, 1, TRUE, grad);

  g_assert_cmpfloat (pst_ref_error_of (loss, l->twin (y, other)), <, 1e-5);
  for (gint threads = 1; threads <= 3; threads++)
    {
      g_assert_cmpfloat (run (l, y, other, threads, TRUE, again), ==, loss);
      g_assert_cmpmem (grad, size * sizeof (gfloat), again, size * sizeof (gfloat));
      g_assert_cmpfloat (run (l, y, other, threads, FALSE, NULL), ==, loss);
    }
}

/* Along @along, by central differences of the twin. */
static gdouble
difference (const Loss *l, const PstRef *y, const PstRef *other, const PstRef *along)
{
  /* Short, for sorted projections swap places all the time; but what is small and square
   * wants more. */
  const gdouble h = l->judge == pst_judge_lattice ? 1e-4 : 1e-8;
  g_autoptr (PstRef) moved = pst_ref_copy (y);
  gdouble up;

  for (gsize i = 0; i < pst_ref_size (y); i++)
    moved->v[i] = y->v[i] + h * along->v[i];
  up = l->twin (moved, other);
  for (gsize i = 0; i < pst_ref_size (y); i++)
    moved->v[i] = y->v[i] - h * along->v[i];
  return WEIGHT * (up - l->twin (moved, other)) / (2 * h);
}

/* Along each of some axes (all where there are few), and along directions in
 * which everything moves at once. */
static void
test_gradient (gconstpointer data)
{
  const Loss *l = data;
  g_autoptr (PstRef) y = picture (l, 3), other = other_input (l, 4);
  gsize size = pst_ref_size (y);
  gint n_axes = (gint) MIN (size, 60);
  g_autoptr (PstRef) want = pst_ref_new (1, 1, 1, n_axes);
  g_autofree gfloat *grad = g_new (gfloat, size), *got = g_new (gfloat, n_axes);

  run (l, y, other, 2, TRUE, grad);
  for (gint i = 0; i < n_axes; i++)
    {
      g_autoptr (PstRef) axis = pst_ref_new (y->n, y->c, y->h, y->w);
      gsize at = (gsize) i * size / (gsize) n_axes;

      axis->v[at] = 1;
      want->v[i] = difference (l, y, other, axis);
      got[i] = grad[at];
    }
  g_assert_cmpfloat (pst_ref_error (got, want), <, 2e-4);

  for (guint64 i = 0; i < 8; i++)
    {
      g_autoptr (PstRef) along = pst_ref_random (y->n, y->c, y->h, y->w, 1, 0, 100 + i);
      gdouble sum = 0, scale = 0;

      for (gsize j = 0; j < size; j++)
        {
          sum += grad[j] * along->v[j];
          scale += grad[j] * along->v[j] * grad[j] * along->v[j];
        }
      g_assert_cmpfloat (fabs (sum - difference (l, y, other, along)), <, 1e-3 * sqrt (scale));
    }
}

/* Gradients add to what is there. */
static void
test_adds (gconstpointer data)
{
  const Loss *l = data;
  g_autoptr (PstRef) y = picture (l, 5), other = other_input (l, 6);
  gsize size = pst_ref_size (y);
  g_autofree gfloat *once = g_new (gfloat, size);
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstArena) arena = pst_arena_new ();
  PstNode *node, *second;
  PstTape tape;

  run (l, y, other, 1, TRUE, once);
  pst_tape_init (&tape, pool, arena, TRUE);
  node = pst_ref_node (&tape, y, TRUE);
  second = pst_ref_node (&tape, other, FALSE);
  ask (l, &tape, node, second, WEIGHT);
  ask (l, &tape, node, second, 2 * WEIGHT);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpfloat_with_epsilon (node->grad[i], 3 * once[i], 1e-5 * (1 + fabsf (once[i])));
  pst_tape_clear (&tape);
}

/* The hinge counts the judgements that are right. */
static void
test_accuracy (void)
{
  const gfloat judged[4] = { 2, 0.5f, -0.5f, 0.25f };
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  gdouble masters = 0, fakes = 0;
  PstNode *r;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, TRUE);
  r = pst_tape_node (&tape, 4, 1, 1, 1);
  memcpy (r->data, judged, sizeof judged);
  g_assert_cmpfloat (pst_loss_hinge (&tape, r, 0, 3, 1, 1, &masters), ==, (0 + 0.5 + 1.5) / 3);
  g_assert_cmpfloat (pst_loss_hinge (&tape, r, 2, 2, -1, 1, &fakes), ==, (0.5 + 1.25) / 2);
  g_assert_cmpfloat_with_epsilon (masters, 2.0 / 3, 1e-12);
  g_assert_cmpfloat (fakes, ==, 0.5);
  pst_tape_clear (&tape);
}

/* Alike is nought, for the losses that are distances: but for what keeps a
 * correlation from dividing by nought. */
static void
test_alike (gconstpointer data)
{
  const Loss *l = data;
  g_autoptr (PstRef) y = picture (l, 8), other = NULL;
  /* A sample of the colours; and no picture is quite free of its own slope. */
  gboolean rough = l->engine == engine_palette || l->judge == pst_judge_relief;

  if (l->engine == engine_hinge || l->engine == engine_adversarial || l->judge == pst_judge_lattice
      || l->engine == engine_swd_of_one)
    return;
  if (l->judge == pst_judge_gradient && l->h < 24) /* four slopes, almost equal */
    return;
  if (l->engine == engine_palette && l->h < 24) /* four pixels, drawn over and over */
    return;
  other = l->calm ? picture (l, 8) : other_input (l, 8);
  g_assert_cmpfloat (fabs (run (l, y, other, 1, TRUE, NULL)), <, rough ? 0.1 : 2e-4);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const gchar *name;
    GTestDataFunc func;
  } tests[] = { { "value", test_value },
                { "gradient", test_gradient },
                { "adds", test_adds },
                { "alike", test_alike } };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree gchar *name = g_strdup_printf ("/loss/%s/%s", losses[i].name, tests[j].name);

        g_test_add_data_func (name, &losses[i], tests[j].func);
      }
  g_test_add_func ("/loss/accuracy", test_accuracy);
  return g_test_run ();
}
