/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What finishes a painting at full size: its kernels against slow twins, parts against the whole,
 * its place in files, and that it learns. */

#include <math.h>
#include <string.h>

#include "ground/taps.h"
#include "kernels/pooling.h"
#include "kernels/twice.h"
#include "networks/bristles.h"
#include "networks/finisher.h"
#include "painting/finish.h"
#include "styles/weights.h"
#include "training/finishing.h"

#include "lesson-material.h"
#include "reference.h"

typedef struct
{
  PstPool *pool;
  PstArena *arena;
  PstTape tape;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->pool = pst_pool_new (2);
  f->arena = pst_arena_new ();
  pst_tape_init (&f->tape, f->pool, f->arena, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pst_tape_clear (&f->tape);
  pst_pool_free (f->pool);
  pst_arena_free (f->arena);
}

/* ---- kernels ---------------------------------------------------------- */

/* By the taps that pst_image_resize () and others use. */
static void
test_twice (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 2, 1 }, { 1, 3 }, { 3, 5 }, { 17, 8 }, { 6, 40 } };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      const gint h = sizes[s][0], w = sizes[s][1];
      g_autoptr (PstTaps) columns = pst_taps_new (&pst_kernel_cubic, w, 2 * w, 0, 2 * w);
      g_autoptr (PstTaps) rows = pst_taps_new (&pst_kernel_cubic, h, 2 * h, 0, 2 * h);
      g_autoptr (PstRef) x = pst_ref_random (1, 1, h, w, 1, 0, s);
      g_autofree gfloat *in = pst_ref_floats (x), *out = g_new (gfloat, 4 * h * w);
      g_autofree gfloat *scratch = g_new (gfloat, pst_twice_scratch (h, w));

      pst_twice_plane (in, h, w, out, scratch);
      for (gint r = 0; r < 2 * h; r++)
        for (gint c = 0; c < 2 * w; c++)
          {
            gdouble want = 0;

            for (gint i = 0; i < rows->width; i++)
              for (gint k = 0; k < columns->width; k++)
                want += rows->weights[r * rows->width + i]
                        * columns->weights[c * columns->width + k]
                        * x->v[(rows->first[r] + i) * w + columns->first[c] + k];
            g_assert_cmpfloat_with_epsilon (out[r * 2 * w + c], want, 1e-5);
          }
    }
}

/* What was folded is laid out again, and its gradient is folded. */
static void
test_depth (Fixture *f, gconstpointer data)
{
  g_autoptr (PstRef) x = pst_ref_random (2, 3, 6, 10, 1, 0, 1);
  PstNode *folded = pst_space_to_depth (&f->tape, pst_ref_node (&f->tape, x, FALSE)), *y;

  folded->needs_grad = TRUE;
  y = pst_depth_to_space (&f->tape, folded);
  g_assert_cmpfloat (pst_ref_error (y->data, x), ==, 0);
  memcpy (pst_node_grad (&f->tape, y), y->data, pst_node_size (y) * sizeof (gfloat));
  pst_tape_backward (&f->tape);
  g_assert_cmpmem (folded->grad, pst_node_size (folded) * sizeof (gfloat), folded->data,
                   pst_node_size (folded) * sizeof (gfloat));
}

/* By its definition; and <sharpen (x), g> is <x, sharpen's gradient of g>, for it is linear. */
static void
test_sharpen (Fixture *f, gconstpointer data)
{
  static const gint sizes[][2] = { { 1, 1 }, { 2, 7 }, { 3, 3 }, { 9, 20 } };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      const gint h = sizes[s][0], w = sizes[s][1];
      g_autoptr (PstRef) x = pst_ref_random (1, 2, h, w, 1, 0, s);
      g_autoptr (PstRef) g = pst_ref_random (1, 2, h, w, 1, 0, s + 9), y = pst_ref_copy (x);
      PstNode *in = pst_ref_node (&f->tape, x, TRUE), *out = pst_sharpen (&f->tape, in, 3);
      gdouble one = 0, other = 0;

      for (gint c = 0; c < 2; c++)
        for (gint r = 1; r + 1 < h; r++)
          for (gint k = 1; k + 1 < w; k++)
            {
              gdouble sum = 0;

              for (gint i = 0; i < 9; i++)
                sum += *pst_ref_at (x, 0, c, r - 1 + i / 3, k - 1 + i % 3);
              *pst_ref_at (y, 0, c, r, k) += 3 * (*pst_ref_at (x, 0, c, r, k) - sum / 9);
            }
      g_assert_cmpfloat (pst_ref_error (out->data, y), <, 1e-6);
      for (gsize i = 0; i < pst_ref_size (g); i++)
        pst_node_grad (&f->tape, out)[i] = (gfloat) g->v[i];
      out->backward (&f->tape, out);
      for (gsize i = 0; i < pst_ref_size (g); i++)
        {
          one += out->data[i] * g->v[i];
          other += in->grad[i] * x->v[i];
        }
      g_assert_cmpfloat_with_epsilon (one, other, 1e-4);
    }
}

/* ---- bristles --------------------------------------------------------- */

#define PART 48

/* Of noise along @angle, at (x, y): laid out, 2 PART a side. */
static gfloat *
bristles_new (gdouble angle, gdouble sure, gint x, gint y)
{
  g_autofree gfloat *along = g_new (gfloat, 2 * PART * PART);
  g_autofree gfloat *folded = g_new (gfloat, 4 * PART * PART);
  gfloat *out = g_new (gfloat, 4 * PART * PART);

  for (gint i = 0; i < PART * PART; i++)
    {
      along[i] = (gfloat) (sure * cos (2 * angle));
      along[PART * PART + i] = (gfloat) (sure * sin (2 * angle));
    }
  pst_bristles ((const gfloat *[]){ along, along + PART * PART }, PART, PART, x, y, 7, folded);
  for (gint i = 0; i < 4 * PART * PART; i++)
    {
      gint part = i / (PART * PART), at = i % (PART * PART);

      out[(2 * (at / PART) + part / 2) * 2 * PART + 2 * (at % PART) + part % 2] = folded[i];
    }
  return out;
}

/* Mean product of values so far from each other. */
static gdouble
product (const gfloat *x, gint dx, gint dy)
{
  gdouble sum = 0;
  gint n = 0;

  for (gint r = 8; r < 2 * PART - 8; r++)
    for (gint c = 8; c < 2 * PART - 8; c++, n++)
      sum += x[r * 2 * PART + c] * x[(r + dy) * 2 * PART + c + dx];
  return sum / n;
}

/* They go the way they are told, are as strong everywhere, and know where they are. */
static void
test_bristles (void)
{
  static const struct
  {
    gdouble angle;
    gint dx, dy;
  } ways[] = { { 0, 5, 0 }, { G_PI / 4, 4, 4 }, { G_PI / 2, 0, 5 }, { 3 * G_PI / 4, 4, -4 } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree gfloat *x = bristles_new (ways[i].angle, 1, 100, 50);
      g_autofree gfloat *beside = bristles_new (ways[i].angle, 1, 110, 53);

      g_assert_cmpfloat_with_epsilon (product (x, 0, 0), 1, 0.35);
      g_assert_cmpfloat (product (x, ways[i].dx, ways[i].dy), >, 0.5);
      g_assert_cmpfloat (fabs (product (x, ways[i].dy, -ways[i].dx)), <, 0.2);
      for (gint r = 0; r < 20; r++)
        g_assert_cmpmem (beside + r * 2 * PART, 20 * sizeof (gfloat), x + (r + 6) * 2 * PART + 20,
                         20 * sizeof (gfloat));
    }
}

/* Where nobody knows the way they are grains. */
static void
test_grains (void)
{
  g_autofree gfloat *x = bristles_new (0, 0, 0, 0);

  g_assert_cmpfloat_with_epsilon (product (x, 0, 0), 1, 0.1);
  g_assert_cmpfloat (fabs (product (x, 1, 0)), <, 0.1);
  g_assert_cmpfloat (fabs (product (x, 0, 1)), <, 0.1);
}

/* ---- the network ------------------------------------------------------ */

/* Each value less its plane's mean of 7x7, plus that of all four. */
static void
level_slowly (PstRef *x)
{
  g_autoptr (PstRef) before = pst_ref_copy (x);

  for (gint n = 0; n < x->n; n++)
    for (gint c = 0; c < x->c; c++)
      for (gint r = 0; r < x->h; r++)
        for (gint k = 0; k < x->w; k++)
          for (gint i = 0; i < 4 * 49; i++)
            {
              gint plane = c / 4 * 4 + i % 4, y = r + i / 4 / 7 - 3, at = k + i / 4 % 7 - 3;
              gdouble share = plane == c ? 0.75 : -0.25;

              if (y >= 0 && at >= 0 && y < x->h && at < x->w)
                *pst_ref_at (x, n, c, r, k) -= share * *pst_ref_at (before, n, plane, y, at) / 49;
            }
}

/* Layer by layer, in double. */
static PstRef *
forward_slowly (const PstTensorSet *set, const PstRef *in)
{
  PstRef *x = pst_ref_copy (in), *out;

  for (gint l = 0; l < PST_FINISHER_LAYERS; l++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (set, 2 * l);
      const PstConvSpec spec = { 3, 1, 1, 1,
                                 l + 1 < PST_FINISHER_LAYERS ? PST_ACT_LEAKY : PST_ACT_NONE };
      g_autoptr (PstRef) w = pst_ref_new (info->dims[0], info->dims[1], 3, 3);
      g_autoptr (PstRef) b = pst_ref_new (1, info->dims[0], 1, 1), before = x;

      for (gsize i = 0; i < info->size; i++)
        w->v[i] = pst_tensor_set_get (set, 2 * l)[i];
      for (gint i = 0; i < info->dims[0]; i++)
        b->v[i] = pst_tensor_set_get (set, 2 * l + 1)[i];
      x = pst_ref_conv (before, &spec, w, b);
    }
  level_slowly (x);
  out = pst_ref_new (x->n, 3, 2 * x->h, 2 * x->w);
  for (gint n = 0; n < out->n; n++)
    for (gint c = 0; c < 3; c++)
      for (gint r = 0; r < out->h; r++)
        for (gint k = 0; k < out->w; k++)
          *pst_ref_at (out, n, c, r, k) =
              *pst_ref_at (x, n, 4 * c + 2 * (r % 2) + k % 2, r / 2, k / 2);
  pst_ref_free (x);
  return out;
}

static void
test_network (Fixture *f, gconstpointer data)
{
  static const gint sizes[][2] = { { 2, 2 }, { 5, 3 }, { 33, 18 } };
  g_autoptr (PstTensorSet) set = finisher_new (0.2);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (PstRef) x =
          pst_ref_random (2, PST_FINISHER_INPUT, sizes[s][0], sizes[s][1], 0.5, 0, s);
      g_autoptr (PstRef) want = forward_slowly (set, x);
      PstNode *y = pst_finisher_forward (&f->tape, set, NULL, pst_ref_node (&f->tape, x, FALSE));

      g_assert_cmpint (y->c, ==, 3);
      g_assert_cmpint (y->w, ==, 2 * sizes[s][1]);
      g_assert_cmpfloat (pst_ref_error (y->data, want), <, 1e-5);
    }
}

/* Any weights of a sum of what comes out. */
static gdouble
weight_of (gsize i)
{
  return pst_random_uniform (5, i);
}

static gdouble
weigh_slowly (const PstTensorSet *set, const PstRef *x)
{
  g_autoptr (PstRef) y = forward_slowly (set, x);
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (y); i++)
    sum += weight_of (i) * y->v[i];
  return sum;
}

static void
test_gradients (Fixture *f, gconstpointer data)
{
  g_autoptr (PstTensorSet) set = finisher_new (0.2), grads = pst_tensor_set_new_like (set);
  g_autoptr (PstRef) x = pst_ref_random (1, PST_FINISHER_INPUT, 6, 5, 0.5, 0, 4);
  PstNode *y = pst_finisher_forward (&f->tape, set, grads, pst_ref_node (&f->tape, x, FALSE));
  gfloat *grad = pst_node_grad (&f->tape, y);

  for (gsize i = 0; i < pst_node_size (y); i++)
    grad[i] = (gfloat) weight_of (i);
  pst_tape_backward (&f->tape);
  for (gint t = 0; t < 2 * PST_FINISHER_LAYERS; t++)
    {
      gfloat *value = pst_tensor_set_get (set, t), before = value[7];
      gdouble up, down, far, got = pst_tensor_set_get (grads, t)[7];

      value[7] = before + 1e-4f;
      far = value[7];
      up = weigh_slowly (set, x);
      value[7] = before - 1e-4f;
      far -= value[7];
      down = weigh_slowly (set, x);
      value[7] = before;
      g_assert_cmpfloat_with_epsilon (got, (up - down) / far, 2e-3 * fabs (got) + 1e-4);
    }
}

/* What guides is seen folded, as much of it as is asked for, and without its means: so that light and
 * dark come from the painting alone. */
static void
test_sees (Fixture *f, gconstpointer data)
{
  const gint h = 3, w = 5;
  g_autoptr (PstRef) x = pst_ref_random (1, 1, 2 * h, 2 * w, 1, 7, 2);
  g_autofree gfloat *guide = pst_ref_floats (x), *along = g_new0 (gfloat, 2 * h * w);
  PstNode *in = pst_tape_node (&f->tape, 1, PST_FINISHER_INPUT, h, w);

  pst_finisher_see (
      in, 0,
      &(PstFinisherSight){ .guide = guide, .gain = 0.5f, .along = { along, along + h * w } });
  for (gint r = 0; r < h; r++)
    for (gint k = 0; k < w; k++)
      for (gint i = 0; i < 4; i++)
        {
          gdouble mean = 0;

          for (gint j = 0; j < 4; j++)
            mean += *pst_ref_at (x, 0, 0, 2 * r + j / 2, 2 * k + j % 2) / 4;
          g_assert_cmpfloat_with_epsilon (
              in->data[((3 + i) * h + r) * w + k],
              0.5 * (*pst_ref_at (x, 0, 0, 2 * r + i / 2, 2 * k + i % 2) - mean), 1e-5);
        }
}

/* One that has learnt nothing adds nothing. */
static void
test_fresh (Fixture *f, gconstpointer data)
{
  g_autoptr (PstTensorSet) set = pst_finisher_declare ();
  g_autoptr (PstRef) x = pst_ref_random (1, PST_FINISHER_INPUT, 8, 8, 1, 0, 4);
  PstNode *y;

  pst_finisher_init (set, 1);
  y = pst_finisher_forward (&f->tape, set, NULL, pst_ref_node (&f->tape, x, FALSE));
  for (gsize i = 0; i < pst_node_size (y); i++)
    g_assert_cmpfloat (y->data[i], ==, 0);
  g_assert_cmpfloat (pst_finisher_work (), <=, 3000);
  g_assert_cmpuint (set->size, <=, 60000);
}

/* ---- painting --------------------------------------------------------- */

#define WIDTH  613
#define HEIGHT 401

typedef struct
{
  PstEngine *engine;
  PstTensorSet *weights;
  PstImage *photo, *painting;
} Scene;

static void
scene_init (Scene *s, gint n_threads, gint small)
{
  s->engine = pst_engine_new (n_threads);
  s->weights = finisher_new (0.2);
  s->photo = photo_new (WIDTH, HEIGHT);
  s->painting = pst_image_resize (s->photo, small, small * HEIGHT / WIDTH, NULL);
  pst_image_sanitise (s->painting);
}

static void
scene_clear (Scene *s)
{
  pst_image_free (s->photo);
  pst_image_free (s->painting);
  pst_tensor_set_free (s->weights);
  pst_engine_free (s->engine);
}

/* All of it, in parts. */
static PstImage *
finish_in_parts (const Scene *s, gint side)
{
  const gsize n = (gsize) WIDTH * HEIGHT;
  const PstFinishPhoto photo = {
    { s->photo->data, s->photo->data + n, s->photo->data + 2 * n }, WIDTH, 0, 0, WIDTH, HEIGHT
  };
  GError *error = NULL;
  g_autoptr (PstFinish) finish =
      pst_finish_new (s->engine, s->weights, s->painting, WIDTH, HEIGHT, 4, &error);
  g_autofree gfloat *part = g_new (gfloat, 3 * side * side);
  PstImage *out = pst_image_new (WIDTH, HEIGHT, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (finish);
  for (gint y = 0; y < HEIGHT; y += side)
    for (gint x = 0; x < WIDTH; x += side)
      {
        gint w = MIN (side, WIDTH - x), h = MIN (side, HEIGHT - y);

        g_assert_true (pst_finish_part (finish, &photo, x, y, w, h, part, &error));
        for (gint c = 0; c < 3; c++)
          for (gint r = 0; r < h; r++)
            memcpy (out->data + ((gsize) c * HEIGHT + y + r) * WIDTH + x, part + (c * h + r) * w,
                    (gsize) w * sizeof (gfloat));
      }
  return out;
}

static gdouble
decibels (const PstImage *a, const PstImage *b)
{
  gdouble sum = 0;
  gsize n = bytes_of (a) / sizeof (gfloat);

  for (gsize i = 0; i < n; i++)
    sum += pow ((gdouble) a->data[i] - b->data[i], 2);
  return -10 * log10 (sum / (gdouble) n + 1e-30);
}

/* However it is divided, doubled once or three times, it is one picture. */
static void
test_parts (void)
{
  static const gint small[] = { 300, 150, 80 };

  for (guint i = 0; i < G_N_ELEMENTS (small); i++)
    {
      g_autoptr (PstImage) whole = NULL, parts = NULL, odd = NULL;
      Scene s;

      scene_init (&s, 2, small[i]);
      whole = finish_in_parts (&s, PST_FINISH_TILE);
      parts = finish_in_parts (&s, 128);
      odd = finish_in_parts (&s, 77);
      g_assert_cmpfloat (decibels (whole, parts), >, 80);
      g_assert_cmpfloat (decibels (whole, odd), >, 80);
      scene_clear (&s);
    }
}

/* A network that has learnt nothing adds nothing, however often a picture is doubled. */
static void
test_nothing (void)
{
  g_autoptr (PstImage) out = NULL;
  Scene s;

  scene_init (&s, 2, 80);
  pst_finisher_init (s.weights, 3);
  out = finish_in_parts (&s, 256);
  for (gsize i = 0; i < bytes_of (out) / sizeof (gfloat); i++)
    g_assert_cmpfloat (out->data[i], ==, 0);
  scene_clear (&s);
}

static void
test_threads (void)
{
  g_autoptr (PstImage) one = NULL;

  for (gint n = 1; n <= 3; n++)
    {
      g_autoptr (PstImage) out = NULL;
      Scene s;

      scene_init (&s, n, 150);
      out = finish_in_parts (&s, 300);
      if (! one)
        one = g_steal_pointer (&out);
      else
        assert_same (one, out);
      scene_clear (&s);
    }
}

static void
test_doublings (void)
{
  g_assert_cmpint (pst_finish_doublings (1024, 1024), ==, 0);
  g_assert_cmpint (pst_finish_doublings (1024, 1700), ==, 0);
  g_assert_cmpint (pst_finish_doublings (1024, 1800), ==, 1);
  g_assert_cmpint (pst_finish_doublings (1024, 6000), ==, 2);
  g_assert_cmpint (pst_finish_doublings (1024, 12000), ==, 3);
}

/* The part of what finish is asked for; 0 and a style without a finisher are as ever. */
static void
test_finish (void)
{
  g_autoptr (PstStyle) plain = style_new (), style = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstTensorSet) weights = finisher_new (0.2);
  g_autoptr (PstImage) photo = photo_new (700, 500), small = NULL, painting = NULL;
  g_autoptr (PstImage) ever = NULL, none = NULL, other = NULL, half = NULL, all = NULL;
  PstParams params = PST_PARAMS_INIT;
  GError *error = NULL;
  gdouble far = 0;

  style = pst_style_new_with_finisher (plain, weights, &error);
  g_assert_no_error (error);
  g_assert_true (pst_style_has_finisher (style));
  g_assert_false (pst_style_has_finisher (plain));
  small = pst_image_resize (photo, 175, 125, NULL);
  pst_image_sanitise (small);
  painting = pst_engine_paint (engine, style, small, 0, NULL, NULL);
  ever = pst_engine_finish (engine, photo, small, painting, NULL, &params, NULL, NULL);
  for (gint i = 0; i < 4; i++)
    {
      const PstFinishInput in = { .small = small,
                                  .painting = painting,
                                  .style = i == 1 ? plain : style };
      PstImage **to[] = { &none, &other, &half, &all };

      params.finish = (const gdouble[]){ 0, 100, 50, 100 }[i];
      *to[i] = pst_engine_finish_in (engine, photo, &in, &params, NULL, &error);
      g_assert_no_error (error);
    }
  assert_same (ever, none);
  assert_same (ever, other);
  for (gsize i = 0; i < bytes_of (all) / sizeof (gfloat); i++)
    {
      if (all->data[i] > 0 && all->data[i] < 1) /* or more is added than there is room for */
        g_assert_cmpfloat_with_epsilon (half->data[i], (ever->data[i] + all->data[i]) / 2, 1e-5);
      far = MAX (far, fabsf (ever->data[i] - all->data[i]));
    }
  g_assert_cmpfloat (far, >, 0.02);
}

/* A style's file says how much looks best; what makes no sense there says nothing. */
static void
test_own (void)
{
  static const struct
  {
    const gchar *said;
    gdouble finish;
  } cases[] = { { "35", 35 },          { "0", 0 },           { "100", 100 },
                { "101", PST_FINISH }, { "-5", PST_FINISH }, { "", PST_FINISH } };
  g_autoptr (PstStyle) plain = style_new (), silent = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstTensorSet) weights = finisher_new (0.2);
  g_autoptr (PstImage) photo = photo_new (300, 200), small = NULL;

  silent = pst_style_new_with_finisher (plain, weights, NULL);
  g_assert_cmpfloat (pst_style_get_finish (silent), ==, PST_FINISH);
  small = pst_image_resize (photo, 75, 50, NULL);
  pst_image_sanitise (small);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PstStyle) style = pst_style_new_with (silent, "finish", cases[i].said, NULL);
      const PstFinishInput in = { .small = small, .painting = small, .style = style };
      PstParams params = PST_PARAMS_INIT;
      g_autoptr (PstImage) own = NULL, same = NULL;

      params.finish = PST_FINISH_OWN;
      g_assert_cmpfloat (pst_style_get_finish (style), ==, cases[i].finish);
      g_assert_cmpfloat (pst_params_get_finish (&params, style), ==, cases[i].finish);
      g_assert_cmpfloat (pst_params_get_finish (&params, plain), ==, 0);
      g_assert_cmpfloat (pst_params_get_finish (&params, NULL), ==, 0);
      own = pst_engine_finish_in (engine, photo, &in, &params, NULL, NULL);
      params.finish = cases[i].finish;
      same = pst_engine_finish_in (engine, photo, &in, &params, NULL, NULL);
      assert_same (own, same);
    }
}

/* ---- files ------------------------------------------------------------ */

static void
test_file (void)
{
  gchar *folder = scratch_new ();
  g_autofree gchar *path = g_build_filename (folder, "a.safetensors", NULL);
  g_autoptr (PstStyle) plain = style_new (), style = NULL, loaded = NULL, copy = NULL;
  g_autoptr (PstTensorSet) weights = finisher_new (0.2);
  GError *error = NULL;

  for (gsize i = 0; i < plain->weights->size; i++) /* as in a file */
    plain->weights->data[i] = roundf (plain->weights->data[i] * 256) / 256;
  style = pst_style_new_with_finisher (plain, weights, NULL);
  g_assert_true (pst_style_save (style, path, PST_DTYPE_F16, &error));
  loaded = pst_style_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (loaded->finisher->data, loaded->finisher->size * sizeof (gfloat),
                   style->finisher->data, style->finisher->size * sizeof (gfloat));
  g_assert_cmpmem (loaded->weights->data, loaded->weights->size * sizeof (gfloat),
                   plain->weights->data, plain->weights->size * sizeof (gfloat));
  g_assert_cmpint (pst_style_get_dtype (loaded), ==, PST_DTYPE_F16);
  copy = pst_style_new_with (loaded, "title", "Another", NULL);
  g_assert_true (pst_style_has_finisher (copy));
  scratch_free (folder);
}

/* One with too little, one with a shape of its own, one of another version, one that does not say. */
static void
test_refused (void)
{
  static const struct
  {
    const gchar *said;
    gint code, damage;
    const gchar *words;
  } cases[] = { { PST_FINISHER_ARCH, PST_ERROR_WRONG_SHAPE, 1, "is missing" },
                { PST_FINISHER_ARCH, PST_ERROR_WRONG_SHAPE, 2, "not of the shape" },
                { PST_FINISHER_ARCH, PST_ERROR_WRONG_SHAPE, 3, "has no place" },
                { "pst-finisher-9", PST_ERROR_BAD_VERSION, 0, "finisher \"pst-finisher-9\"" },
                { NULL, PST_ERROR_WRONG_SHAPE, 0, "has no place" } };
  gchar *folder = scratch_new ();
  g_autofree gchar *path = g_build_filename (folder, "a.safetensors", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PstStyle) style = style_new ();
      g_autoptr (PstTensorSet) whole = finisher_new (0.2), set = pst_tensor_set_new ();
      g_autoptr (GError) error = NULL;

      for (guint t = cases[i].damage == 1; t < whole->infos->len; t++)
        {
          const PstTensorInfo *info = pst_tensor_set_info (whole, (gint) t);

          pst_tensor_set_declare (set, info->name, info->rank,
                                  info->dims[0] + (cases[i].damage == 2 && t == 0), info->dims[1],
                                  info->dims[2], info->dims[3]);
        }
      if (cases[i].damage == 3)
        pst_tensor_set_declare (set, "finisher.9.bias", 1, 3, 1, 1, 1);
      g_assert_true (pst_tensor_set_allocate (set));
      style->finisher = g_steal_pointer (&set);
      if (cases[i].said)
        g_hash_table_insert (style->metadata, g_strdup (PST_FINISHER_KEY),
                             g_strdup (cases[i].said));
      g_assert_true (pst_style_save (style, path, PST_DTYPE_F32, NULL));
      g_assert_null (pst_style_load (path, &error));
      g_assert_error (error, PST_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  scratch_free (folder);
}

/* ---- learning --------------------------------------------------------- */

#define STROKES 3000

/* Strokes of all widths, one over the other. */
static PstImage *
painting_new (void)
{
  const gint w = 260, h = 220;
  PstImage *image = pst_image_new (w, h, NULL);

  for (guint64 i = 0; i < STROKES; i++)
    {
      const gdouble x = w * pst_random_uniform (1, i), y = h * pst_random_uniform (2, i);
      const gdouble angle = 0.012 * (x + y), width = 1 + 4 * pow (pst_random_uniform (3, i), 2);

      for (gint k = 0; k < 24 * 11; k++)
        {
          const gdouble along = k / 11 - 12, across = width * (k % 11 - 5) / 10;
          const gint px = (gint) (x + along * cos (angle) - across * sin (angle));
          const gint py = (gint) (y + along * sin (angle) + across * cos (angle));

          for (gint c = 0; c < 3 && px >= 0 && py >= 0 && px < w && py < h; c++)
            image->data[(c * h + py) * w + px] = (gfloat) pst_random_uniform (4 + (guint64) c, i);
        }
    }
  return image;
}

static PstStyle *
learn (const PstImage *painting, gint n_threads, gint steps)
{
  g_autoptr (PstEngine) engine = pst_engine_new (n_threads);
  g_autoptr (PstStyle) style = pst_style_new_from_painting (engine, painting, "Any", NULL, NULL);
  GError *error = NULL;
  PstStyle *learnt = pst_engine_learn_finish (engine, style, painting, steps, 0, NULL, &error);

  g_assert_no_error (error);
  return learnt;
}

/* What it makes of the painting at half its size comes nearer to the painting, in the statistics of
 * oriented features, than an enlargement: which is what it begins with. */
static void
test_learns (void)
{
  g_autoptr (PstImage) painting = painting_new ();
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstFinishing) finishing = NULL;
  gdouble first = 0, last = 0;
  GError *error = NULL;

  finishing = pst_finishing_new (engine, painting, NULL, 220, 60, 1, &error);
  g_assert_no_error (error);
  for (gint i = 0; i < 60; i++)
    {
      PstFinishingReport report;

      g_assert_true (pst_finishing_step (finishing, &report, &error));
      g_assert_cmpint (report.step, ==, i + 1);
      first += i < 15 ? report.gram : 0;
      last += i >= 45 ? report.gram : 0;
    }
  g_test_message ("distance of oriented features %.2f, in the end %.2f", first / 15, last / 15);
  g_assert_cmpfloat (last, <, 0.7 * first);
}

static void
test_same_bits (void)
{
  g_autoptr (PstImage) painting = painting_new ();
  g_autoptr (PstStyle) one = learn (painting, 1, 4), two = learn (painting, 2, 4);

  g_assert_cmpmem (one->finisher->data, one->finisher->size * sizeof (gfloat), two->finisher->data,
                   two->finisher->size * sizeof (gfloat));
}

static void
test_too_small (void)
{
  g_autoptr (PstImage) painting = photo_new (300, 159);
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_engine_learn_finish (engine, style, painting, 5, 0, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
}

static void
test_cancelled (void)
{
  g_autoptr (PstImage) painting = painting_new ();
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (pst_engine_learn_finish (engine, style, painting, 5, 0,
                                          &(PstRun){ NULL, NULL, cancellable }, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finisher/twice", test_twice);
  ADD ("/finisher/depth", test_depth);
  ADD ("/finisher/sharpen", test_sharpen);
  g_test_add_func ("/finisher/bristles", test_bristles);
  g_test_add_func ("/finisher/grains", test_grains);
  ADD ("/finisher/network", test_network);
  ADD ("/finisher/gradients", test_gradients);
  ADD ("/finisher/sees", test_sees);
  ADD ("/finisher/fresh", test_fresh);
  g_test_add_func ("/finisher/nothing", test_nothing);
  g_test_add_func ("/finisher/parts", test_parts);
  g_test_add_func ("/finisher/threads", test_threads);
  g_test_add_func ("/finisher/doublings", test_doublings);
  g_test_add_func ("/finisher/finish", test_finish);
  g_test_add_func ("/finisher/own", test_own);
  g_test_add_func ("/finisher/file", test_file);
  g_test_add_func ("/finisher/refused", test_refused);
#ifndef __SANITIZE_ADDRESS__ /* minutes there, and what it calls is called above */
  g_test_add_func ("/finisher/learning/nearer", test_learns);
#else
  (void) test_learns;
#endif
  g_test_add_func ("/finisher/learning/same-bits", test_same_bits);
  g_test_add_func ("/finisher/too-small", test_too_small);
  g_test_add_func ("/finisher/cancelled", test_cancelled);
  return g_test_run ();
}
