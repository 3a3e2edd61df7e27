/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting within a budget of memory: parts fit together as if painted whole, and
 * the budget holds. */

#include <string.h>

#include "made-up.h"
#include "painting/paint.h"

static const PstGeneratorShape shapes[] = { { { 4, 4, 6 }, 0 },
                                            { { 6, 8, 10 }, 1 },
                                            { { 8, 12, 16 }, 5 },
                                            { { 6, 8, 10 }, 1, PST_ARCHITECTURE_2 } };

/* From dark to light with little in it that could hide a seam. */
static PstImage *
gradient_new (gint width, gint height)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        image->data[((gsize) c * height + y) * width + x] =
            (gfloat) (x + (c + 1) * y) / (gfloat) (width + (c + 1) * height);
  return image;
}

static gdouble
difference (const PstImage *a, const PstImage *b)
{
  gdouble largest = 0;

  for (gsize i = 0; i < bytes_of (a) / sizeof (gfloat); i++)
    largest = MAX (largest, fabs ((gdouble) a->data[i] - b->data[i]));
  return largest;
}

static PstImage *
paint (const PstStyle *style, const PstImage *photo, const gdouble *stats, gint width, gint height,
       gint halo)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  const PstPaintPlan plan = { width, height, halo, stats };
  GError *error = NULL;
  PstImage *out = pst_paint_planned (engine, style, photo, 3, &plan, NULL, &error);

  g_assert_no_error (error);
  return out;
}

/* With the same statistics windows with the whole rim are the whole, and with half
 * of it they are not. */
static void
test_seams (gconstpointer data)
{
  const PstGeneratorShape *shape = data;
  g_autoptr (PstStyle) style = style_shaped (shape);
  gint halo = pst_generator_halo (shape), half = (halo / 2 + 7) / 8 * 8;
  gint width = 4 * halo + 141, height = 2 * halo + 45;
  PstImage *photos[2] = { photo_new (width, height), gradient_new (width, height) };

  for (gint i = 0; i < 2; i++)
    {
      g_autofree gdouble *stats = g_new (gdouble, pst_generator_n_stats (shape));
      g_autoptr (PstEngine) engine = pst_engine_new (2);
      g_autoptr (PstImage) small = pst_image_resize (photos[i], width / 2, height / 2, NULL);
      g_autoptr (PstImage) whole = NULL, wide = NULL, square = NULL, narrow = NULL;
      gint full_width = (width + 7) / 8 * 8, full_height = (height + 7) / 8 * 8;

      g_assert_true (pst_paint_collect (engine, style, small, 3, stats, NULL));
      whole = paint (style, photos[i], stats, full_width, full_height, 0);
      wide = paint (style, photos[i], stats, 2 * halo + 104, full_height, halo);
      square = paint (style, photos[i], stats, 2 * halo + 72, 2 * halo + 24, halo);
      narrow = paint (style, photos[i], stats, 2 * half + 72, 2 * half + 24, half);
      g_assert_cmpfloat (difference (whole, wide), <, 1e-4);
      g_assert_cmpfloat (difference (whole, square), <, 1e-4);
      g_assert_cmpfloat (difference (whole, narrow), >, 1e-3);
      pst_image_free (photos[i]);
    }
}

/* Statistics of the photo itself, frozen, change nothing. */
static void
test_statistics (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autofree gdouble *stats = g_new (gdouble, pst_generator_n_stats (&style->shape));
  g_autoptr (PstImage) photo = photo_new (88, 64), own = NULL, frozen = NULL, other = NULL;

  g_assert_true (pst_paint_collect (engine, style, photo, 3, stats, NULL));
  own = paint (style, photo, NULL, 88, 64, 0);
  frozen = paint (style, photo, stats, 88, 64, 0);
  g_assert_cmpmem (own->data, bytes_of (own), frozen->data, bytes_of (frozen));
  stats[1] *= 1.5;
  other = paint (style, photo, stats, 88, 64, 0);
  g_assert_cmpfloat (difference (own, other), >, 1e-3);
}

/* The least budget that a photo can be painted whole in. */
static gsize
least_budget (const PstStyle *style, gint width, gint height)
{
  gsize low = 0, high = pst_paint_estimate (style, width, height, G_MAXSIZE);

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2,
            estimate = pst_paint_estimate (style, width, height, middle);

      g_assert_true (estimate <= middle || estimate == G_MAXSIZE);
      if (estimate <= middle)
        high = middle;
      else
        low = middle;
    }
  return high;
}

/* What was planned is what it takes, and painting keeps to the budget: whole, in
 * parts, and when the engine still holds memory of other sizes. */
static void
test_budget (void)
{
  const PstGeneratorShape *shape = &shapes[1];
  g_autoptr (PstStyle) style = style_shaped (shape);
  g_autoptr (PstImage) photo = photo_new (500, 300), other = photo_new (170, 230);
  gsize whole = least_budget (style, 500, 300),
        roomy = pst_paint_estimate (style, 500, 300, G_MAXSIZE);
  gsize least =
      least_budget (style, 2 * pst_generator_halo (shape) + 8, 2 * pst_generator_halo (shape) + 8);
  const gsize budgets[] = { roomy, whole, whole - 1, whole / 2, whole / 4, 3 * least };
  g_autoptr (PstImage) reference = NULL;

  g_assert_cmpuint (roomy, >, whole);
  for (gsize i = 0; i < G_N_ELEMENTS (budgets); i++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (1);
      g_autoptr (PstImage) first = NULL;
      GError *error = NULL;

      pst_engine_set_memory_budget (engine, budgets[i]);
      g_assert_cmpuint (pst_engine_get_memory_budget (engine), ==, budgets[i]);
      for (gint round = 0; round < 3; round++)
        {
          g_autoptr (PstImage) out =
              pst_engine_paint (engine, style, round == 1 ? other : photo, 5, NULL, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (pst_engine_get_peak_bytes (engine), <=, budgets[i]);
          if (i == 0 && round == 0)
            {
              g_assert_cmpuint (pst_engine_get_peak_bytes (engine), ==, roomy);
              reference = g_steal_pointer (&out);
            }
          else if (round == 0)
            first = g_steal_pointer (&out);
          else if (round == 2) /* whatever the engine held */
            g_assert_cmpfloat (difference (out, i == 0 ? reference : first), ==, 0);
        }
      if (i == 1) /* whole too */
        g_assert_cmpfloat (difference (first, reference), ==, 0);
      if (i == 2) /* with the statistics of a slightly smaller photo */
        g_assert_cmpfloat (mean_difference (first, reference), <, 0.03);
    }
}

static void
test_default_budget (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  gsize budget = pst_engine_get_memory_budget (engine);

  g_assert_cmpuint (budget, >, 0);
  g_assert_cmpuint (budget, <=, 2000000000);
  pst_engine_set_memory_budget (engine, 1000);
  pst_engine_set_memory_budget (engine, 0);
  g_assert_cmpuint (pst_engine_get_memory_budget (engine), ==, budget);
}

/* The error says how much was needed, and that much is enough. */
static void
test_too_little (void)
{
  g_autoptr (PstStyle) style = style_new ();
  gint least = 2 * pst_generator_halo (&style->shape) + 8;
  gsize needed = least_budget (style, least, least);
  g_autofree gchar *text = g_format_size (needed);
  g_autoptr (PstImage) photo = photo_new (110, 100), tiny = photo_new (9, 300), out = NULL;
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (GError) error = NULL, short_error = NULL;

  pst_engine_set_memory_budget (engine, needed - 64);
  g_assert_null (pst_engine_paint (engine, style, photo, 0, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, text));
  pst_engine_set_memory_budget (engine, needed);
  out = pst_engine_paint (engine, style, photo, 0, NULL, &short_error);
  g_assert_no_error (short_error);
  g_clear_pointer (&out, pst_image_free);
  /* A narrow photo needs less. */
  pst_engine_set_memory_budget (engine, needed - 64);
  out = pst_engine_paint (engine, style, tiny, 0, NULL, &short_error);
  g_assert_no_error (short_error);
}

static void
test_threads (void)
{
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (333, 200);
  PstImage *out[3];

  for (gint i = 0; i < 3; i++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (i + 1);

      pst_engine_set_memory_budget (engine, least_budget (style, 333, 200) / 2);
      out[i] = pst_engine_paint (engine, style, photo, 0, NULL, NULL);
      g_assert_cmpmem (out[0]->data, bytes_of (out[0]), out[i]->data, bytes_of (out[i]));
    }
  for (gint i = 0; i < 3; i++)
    pst_image_free (out[i]);
}

static void
test_progress_and_cancel (void)
{
  const gdouble places[] = { 0, 0.1, 0.5, 0.99, 1, 2 };
  g_autoptr (PstStyle) style = style_new ();
  g_autoptr (PstImage) photo = photo_new (400, 300);
  g_autoptr (PstEngine) engine = pst_engine_new (2);

  pst_engine_set_memory_budget (engine, least_budget (style, 400, 300) / 3);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GCancellable) cancel = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Watch w = { .cancel = cancel, .at = places[i] };
      g_autoptr (PstImage) out =
          pst_engine_paint (engine, style, photo, 0, &(PstRun){ watch, &w, cancel }, &error);

      if (places[i] > 1)
        {
          g_assert_no_error (error);
          g_assert_nonnull (out);
          g_assert_cmpfloat_with_epsilon (w.last, 1, 1e-9);
        }
      else
        {
          g_assert_null (out);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpfloat (w.last, <=, places[i] + 0.2);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree gchar *name = g_strdup_printf ("/tiles/seams/%d-blocks-%d", shapes[i].blocks,
                                                shapes[i].architecture + 1);

      g_test_add_data_func (name, &shapes[i], test_seams);
    }
  g_test_add_func ("/tiles/statistics", test_statistics);
  g_test_add_func ("/tiles/budget", test_budget);
  g_test_add_func ("/tiles/default-budget", test_default_budget);
  g_test_add_func ("/tiles/too-little", test_too_little);
  g_test_add_func ("/tiles/threads", test_threads);
  g_test_add_func ("/tiles/progress-and-cancel", test_progress_and_cancel);
  return g_test_run ();
}
