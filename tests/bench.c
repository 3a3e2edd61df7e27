/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast the engine paints, beside how fast BLAS multiplies matrices on the
 * same machine.  Prints a table; is no test. */

#include <stdlib.h>

#include <cblas.h>

#include "generator.h"
#include "style.h"

#define SAMPLES 11
#define GEMM    768 /* matrices of this size are in cache, yet large enough */

static int
compare (const void *a, const void *b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

static gdouble
median (gdouble *values, gsize n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static gdouble
seconds_since (gint64 start)
{
  return (gdouble) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* A style of the default shape with random weights: speed does not depend on
 * what was learnt. */
static PstStyle *
random_style (PstGeneratorShape *shape)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  PstTensorSet *weights;

  for (gint i = 0; i < 3; i++)
    shape->widths[i] = recipe->widths[i];
  shape->blocks = recipe->blocks;
  weights = pst_generator_declare (shape);
  if (! weights)
    g_error ("there is not enough memory for the weights");
  pst_generator_init (weights, recipe->noise, 1);
  return pst_style_new (g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free), shape,
                        weights);
}

static PstImage *
random_photo (gint width, gint height)
{
  PstImage *photo = pst_image_new (width, height, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  if (! photo)
    g_error ("there is not enough memory for a photo");
  for (gsize i = 0; i < (gsize) 3 * width * height; i++)
    photo->data[i] = (gfloat) g_rand_double (rand);
  return photo;
}

/* Median seconds of one painting; the first, which takes memory, is not counted. */
static gdouble
time_paint (PstEngine *engine, const PstStyle *style, const PstImage *photo)
{
  gdouble seconds[SAMPLES];

  for (gint i = -1; i < SAMPLES; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PstImage) painting =
          pst_engine_paint (engine, style, photo, 0, NULL, NULL, NULL, &error);

      if (! painting)
        g_error ("%s", error->message);
      if (i >= 0)
        seconds[i] = seconds_since (start);
    }
  return median (seconds, SAMPLES);
}

/* Median GFLOP/s of a product of square matrices. */
static gdouble
time_gemm (gint threads)
{
  gsize size = (gsize) GEMM * GEMM;
  g_autofree gfloat *a = g_new0 (gfloat, size);
  g_autofree gfloat *b = g_new0 (gfloat, size);
  g_autofree gfloat *c = g_new0 (gfloat, size);
  gdouble rates[SAMPLES];

  openblas_set_num_threads (threads);
  for (gint i = -1; i < SAMPLES; i++)
    {
      gint64 start = g_get_monotonic_time ();

      cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, GEMM, GEMM, GEMM, 1, a, GEMM, b, GEMM,
                   0, c, GEMM);
      if (i >= 0)
        rates[i] = 2.0 * GEMM * GEMM * GEMM / MAX (seconds_since (start), 1e-6) / 1e9;
    }
  openblas_set_num_threads (1);
  return median (rates, SAMPLES);
}

int
main (void)
{
  static const gint sides[] = { 512, 1000 };
  static const gint threads[] = { 1, 2 };
  PstGeneratorShape shape;
  g_autoptr (PstStyle) style = random_style (&shape);

  g_print ("generator %d-%d-%d, %d blocks: %.1f kMAC per pixel\n", shape.widths[0], shape.widths[1],
           shape.widths[2], shape.blocks, pst_generator_work (&shape, 1000, 1000) / 1e9);
  g_print ("medians of %d\n\n", SAMPLES);
  g_print ("%-9s  %7s  %9s  %8s  %8s\n", "size", "threads", "seconds", "GFLOP/s", "peak MB");

  for (gsize s = 0; s < G_N_ELEMENTS (sides); s++)
    {
      g_autoptr (PstImage) photo = random_photo (sides[s], sides[s]);

      for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
        {
          g_autoptr (PstEngine) engine = pst_engine_new (threads[t]);
          gdouble seconds = time_paint (engine, style, photo);

          g_print ("%4dx%-4d  %7d  %9.3f  %8.1f  %8.0f\n", sides[s], sides[s], threads[t], seconds,
                   2 * pst_generator_work (&shape, sides[s], sides[s]) / seconds / 1e9,
                   (gdouble) pst_engine_get_peak_bytes (engine) / 1e6);
        }
    }
  for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
    g_print ("%-9s  %7d  %9s  %8.1f\n", "sgemm", threads[t], "", time_gemm (threads[t]));
  return 0;
}
