/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting with a generator that learnt nothing: any size, the same bits for a
 * seed and for any number of threads, cancelling, odd numbers. */

#include <math.h>
#include <string.h>

#include "ground/sums.h"
#include "made-up.h"
#include "painting/contrast.h"

static PstImage *
paint (const PstStyle *style, const PstImage *photo, guint32 seed, gint n_threads)
{
  g_autoptr (PstEngine) engine = pst_engine_new (n_threads);
  GError *error = NULL;
  PstImage *out = pst_engine_paint (engine, style, photo, seed, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (out->width, ==, photo->width);
  g_assert_cmpint (out->height, ==, photo->height);
  for (gsize i = 0; i < bytes_of (out) / sizeof (gfloat); i++)
    g_assert_true (out->data[i] >= 0 && out->data[i] <= 1);
  return out;
}

static void
test_sizes (void)
{
  g_autoptr (PstStyle) style = style_new ();
  const gint sizes[][2] = { { 1, 1 }, { 1, 9 }, { 7, 3 },  { 8, 8 },
                            { 9, 1 }, { 2, 2 }, { 65, 1 }, { 123, 77 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (PstImage) photo = photo_new (sizes[i][0], sizes[i][1]);
      g_autoptr (PstImage) one = paint (style, photo, 4, 1);

      for (gint threads = 2; threads <= 3; threads++)
        {
          g_autoptr (PstImage) other = paint (style, photo, 4, threads);

          g_assert_cmpmem (one->data, bytes_of (one), other->data, bytes_of (other));
        }
    }
}

static void
test_seed (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (50, 41);
  g_autoptr (PstImage) a = paint (style, photo, 7, 2), b = paint (style, photo, 7, 2);
  g_autoptr (PstImage) c = paint (style, photo, 8, 2);
  g_autoptr (PstEngine) engine = pst_engine_new (2);

  g_assert_cmpmem (a->data, bytes_of (a), b->data, bytes_of (b));
  g_assert_true (memcmp (a->data, c->data, bytes_of (a)) != 0);
  /* Whatever an engine did before. */
  for (guint32 seed = 9; seed >= 7; seed--)
    {
      g_autoptr (PstImage) again = pst_engine_paint (engine, style, photo, seed, NULL, NULL);

      g_assert_true ((memcmp (a->data, again->data, bytes_of (a)) == 0) == (seed == 7));
    }
  g_assert_cmpuint (pst_engine_get_peak_bytes (engine), >, bytes_of (photo));
}

static gdouble
deviation (const PstImage *image)
{
  gdouble sum = 0, mean, variance;
  gsize plane = (gsize) image->width * image->height;

  for (gsize c = 0; c < 3; c++)
    {
      pst_moments (image->data + c * plane, plane, &mean, &variance);
      sum += variance;
    }
  return sqrt (sum / 3);
}

/* What the generator alone makes of it; without a plan all noise depends on the seed. */
static PstImage *
forward (const PstStyle *style, const PstImage *photo, guint32 seed, gboolean planned)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  PstImage *out = pst_image_new (photo->width, photo->height, NULL);
  const guint64 key = pst_noise_key (seed), plan = pst_plan_key ();
  const PstGeneratorPart part = { .plan = planned ? &plan : NULL };
  PstNode *node;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, FALSE);
  node = pst_tape_node (&tape, 1, 3, photo->height, photo->width);
  for (gsize i = 0; i < bytes_of (photo) / sizeof (gfloat); i++)
    node->data[i] = 2 * photo->data[i] - 1;
  node = pst_generator_forward (&tape, &(PstGenerator){ &style->shape, style->weights, NULL }, node,
                                &key, &part);
  for (gsize i = 0; i < bytes_of (out) / sizeof (gfloat); i++)
    out->data[i] = 0.5f * node->data[i] + 0.5f;
  pst_tape_clear (&tape);
  return out;
}

/* How blotchy: deviation of a copy of an eighth. */
static gdouble
coarse_deviation (const PstImage *image)
{
  g_autoptr (PstImage) small = pst_image_resize (image, image->width / 8, image->height / 8, NULL);

  return deviation (small);
}

/* One that has learnt. */
static PstStyle *
learnt_style (const gchar *file)
{
  g_autofree gchar *path = g_test_build_filename (G_TEST_DIST, "..", "weights", file, NULL);
  PstStyle *style = pst_style_load (path, NULL);

  g_assert_nonnull (style);
  return style;
}

/* Another seed means other strokes in the same picture, which noise at 1/8 size would undo. */
static void
test_plan (void)
{
  g_autoptr (PstStyle) style = learnt_style ("base.safetensors");
  g_autoptr (PstImage) photo = photo_new (192, 160);
  g_autoptr (PstImage) a = paint (style, photo, 1, 2), b = paint (style, photo, 2, 2);
  g_autoptr (PstImage) c = forward (style, photo, 1, FALSE), d = forward (style, photo, 2, FALSE);
  gdouble planned, differ, unplanned;

  g_assert_true (pst_compare_seeds (a, b, &planned, &differ, NULL));
  g_assert_cmpfloat (differ, >, 2);
  g_assert_true (pst_compare_seeds (c, d, &unplanned, &differ, NULL));
  g_test_message ("planned %.4f, unplanned %.4f", planned, unplanned);
  g_assert_cmpfloat (1 - planned, <, 0.6 * (1 - unplanned));
}

/* No forms where the photo has none; enough contrast is left alone. */
static void
test_contrast (void)
{
  const gfloat contrasts[] = { 0, 0.1f, 0.2f, 1 };
  g_autoptr (PstImage) photo = photo_new (96, 80);
  g_autoptr (PstStyle) style = learnt_style ("base.safetensors");

  for (gsize i = 0; i < G_N_ELEMENTS (contrasts); i++)
    {
      g_autoptr (PstImage) faint = pst_image_new (96, 80, NULL), out = NULL, alone = NULL;
      gdouble part;

      for (gsize j = 0; j < 3 * 96 * 80; j++)
        faint->data[j] = 0.5f + contrasts[i] * (photo->data[j] - 0.5f);
      out = paint (style, faint, 4, 2);
      alone = forward (style, faint, 4, TRUE);
      part = coarse_deviation (out) / coarse_deviation (alone);
      g_test_message ("contrast %.3f: %.3f", deviation (faint), part);
      if (deviation (faint) > 0.08)
        g_assert_cmpmem (out->data, bytes_of (out), alone->data, bytes_of (alone));
      if (i == 0)
        g_assert_cmpfloat (part, <, 0.3);
    }
}

/* A photo that is not in multiples of eight is painted as if it went on as its
 * own mirror image. */
static void
test_reflected (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (21, 30), whole = pst_image_new (24, 32, NULL);
  g_autoptr (PstImage) small = NULL, large = NULL;

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < 32; y++)
      for (gint x = 0; x < 24; x++)
        whole->data[(c * 32 + y) * 24 + x] =
            photo->data[(c * 30 + (y < 30 ? y : 58 - y)) * 21 + (x < 21 ? x : 40 - x)];
  small = paint (style, photo, 1, 1);
  large = paint (style, whole, 1, 1);
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < 30; y++)
      g_assert_cmpmem (small->data + (c * 30 + y) * 21, 21 * sizeof (gfloat),
                       large->data + (c * 32 + y) * 24, 21 * sizeof (gfloat));
}

/* Strokes hang on absolute positions.  With every gamma 0 nothing of the photo
 * is left and the painting is the noise's at full size: a crop at the origin has
 * the same one. */
static void
test_noise_place (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) large = photo_new (160, 120), small = photo_new (48, 40);
  g_autoptr (PstImage) painted_large = NULL, painted_small = NULL;
  gdouble strokes = 0;

  for (guint i = 0; i < style->weights->infos->len; i++)
    if (g_str_has_suffix (pst_tensor_set_info (style->weights, (gint) i)->name, ".gamma"))
      memset (pst_tensor_set_get (style->weights, (gint) i), 0,
              pst_tensor_set_info (style->weights, (gint) i)->size * sizeof (gfloat));
  painted_large = paint (style, large, 5, 2);
  painted_small = paint (style, small, 5, 3);
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < 39; y++) /* the last row and column see the edge */
      for (gint x = 0; x < 47; x++)
        {
          const gfloat *at = painted_small->data + (c * 40 + y) * 48 + x;

          g_assert_cmpfloat_with_epsilon (*at, painted_large->data[(c * 120 + y) * 160 + x], 1e-6);
          strokes += fabsf (at[0] - at[1]) / (3 * 39 * 47);
        }
  g_assert_cmpfloat (strokes, >, 0.01);
}

static void
test_odd_numbers (void)
{
  const gfloat odd[] = {
    NAN,        -NAN,        INFINITY, -INFINITY, G_MINFLOAT / 4, -G_MINFLOAT / 4, -0.0f,
    G_MAXFLOAT, -G_MAXFLOAT, 17,       -3
  };
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (33, 26);
  g_autoptr (PstImage) some = NULL, all = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    photo->data[i * 97] = odd[i];
  some = paint (style, photo, 0, 2); /* checks the range */
  for (gsize i = 0; i < bytes_of (photo) / sizeof (gfloat); i++)
    photo->data[i] = NAN;
  all = paint (style, photo, 0, 2);
}

/* ---- cancelling and progress ------------------------------------------ */

static void
test_progress (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (100, 80), out = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  Watch w = { .at = 2 };

  out = pst_engine_paint (engine, style, photo, 0, &(PstRun){ .progress = watch, .user_data = &w },
                          NULL);
  g_assert_nonnull (out);
  g_assert_cmpint (w.calls, >, 10);
  g_assert_cmpfloat_with_epsilon (w.last, 1, 1e-6);
}

static void
test_cancel (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (100, 80);
  const gdouble places[] = { -1, 0, 0.3, 0.9, 1 };

  for (gint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (threads);
      g_autoptr (PstImage) good = NULL, want = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
        {
          g_autoptr (GCancellable) cancel = g_cancellable_new ();
          g_autoptr (GError) error = NULL;
          Watch w = { .cancel = cancel, .at = places[i] };

          if (places[i] < 0)
            g_cancellable_cancel (cancel); /* before it begins */
          g_assert_null (
              pst_engine_paint (engine, style, photo, 0, &(PstRun){ watch, &w, cancel }, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_true (places[i] >= 0 || w.calls == 0);
        }
      /* The engine is as good as before. */
      good = pst_engine_paint (engine, style, photo, 0, NULL, NULL);
      want = paint (style, photo, 0, 1);
      g_assert_cmpmem (good->data, bytes_of (good), want->data, bytes_of (want));
    }
}

/* From any call of progress, also the very last. */
static void
test_cancel_anywhere (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (24, 16), out = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  Watch all = { .at = 2 };

  out = pst_engine_paint (engine, style, photo, 0,
                          &(PstRun){ .progress = watch, .user_data = &all }, NULL);
  for (gint call = 1; call <= all.calls; call++)
    {
      g_autoptr (GCancellable) cancel = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Watch w = { .cancel = cancel, .at = 2, .at_call = call };

      g_assert_null (
          pst_engine_paint (engine, style, photo, 0, &(PstRun){ watch, &w, cancel }, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (w.calls, ==, call);
    }
}

static void
test_too_large (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (GError) error = NULL;
  PstImage vast = { 2000000000, 2000000000, NULL };

  g_assert_null (pst_engine_paint (engine, style, &vast, 0, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/sizes", test_sizes);
  g_test_add_func ("/paint/seed", test_seed);
  g_test_add_func ("/paint/plan", test_plan);
  g_test_add_func ("/paint/contrast", test_contrast);
  g_test_add_func ("/paint/reflected", test_reflected);
  g_test_add_func ("/paint/noise-place", test_noise_place);
  g_test_add_func ("/paint/odd-numbers", test_odd_numbers);
  g_test_add_func ("/paint/progress", test_progress);
  g_test_add_func ("/paint/cancel", test_cancel);
  g_test_add_func ("/paint/cancel-anywhere", test_cancel_anywhere);
  g_test_add_func ("/paint/too-large", test_too_large);
  return g_test_run ();
}
