/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernels under the oriented features against loops that anybody can read. */

#include <math.h>

#include "ground/random.h"
#include "kernels/gabor.h"
#include "kernels/gram.h"

#include "gabor-twin.h"

static void
test_filters (void)
{
  const struct
  {
    gint n, radius;
  } banks[] = { { 8, 4 }, { 4, 3 } };

  for (gint b = 0; b < 2; b++)
    for (gint wavelength = 3; wavelength <= 8; wavelength++)
      {
        g_autoptr (PstGabor) g = pst_gabor_new (banks[b].n, banks[b].radius, wavelength);
        gint side = 2 * banks[b].radius + 1;

        for (gint o = 0; o < banks[b].n; o++)
          for (gint phase = 0; phase < 2; phase++)
            {
              gdouble want[81], sum = 0;

              make_gabor (want, banks[b].radius, o, banks[b].n, phase, wavelength);
              for (gint i = 0; i < side * side; i++)
                {
                  sum += want[i];
                  g_assert_cmpfloat_with_epsilon (pst_gabor_filter (g, o, phase)[i], want[i],
                                                  1e-12);
                }
              g_assert_cmpfloat_with_epsilon (sum, 0, 1e-12);
            }
      }
}

/* Lines of every length around a whole vector, and their adjoint. */
static void
test_lines (void)
{
  for (gint bank = 0; bank < 3; bank++)
    for (gint n = 1; n < 70; n++)
      {
        gint filters = bank == 2 ? 4 : 8, radius = bank == 2 ? 3 : 4, phases = bank == 1 ? 1 : 2;
        gint side = 2 * radius + 1;
        gsize stride = (gsize) (n + PST_GABOR_LANES + side + PST_GABOR_SLACK);
        g_autoptr (PstGabor) g = pst_gabor_new (filters, radius, 4.5);
        g_autofree gfloat *in = g_new0 (gfloat, (gsize) side * stride);
        g_autofree gfloat *back = g_new0 (gfloat, (gsize) side * stride);
        g_autofree gfloat *out = g_new0 (gfloat, 16 * stride), *d = g_new0 (gfloat, 16 * stride);
        g_autofree gfloat *scratch = g_new (gfloat, pst_gabor_scratch (g, n));
        const gfloat *rows[9];
        gfloat *back_rows[9];
        gdouble there = 0, here = 0;

        for (gint k = 0; k < side; k++)
          {
            rows[k] = in + (gsize) k * stride;
            back_rows[k] = back + (gsize) k * stride;
            for (gint x = 0; x < n + 2 * radius; x++)
              in[(gsize) k * stride + (gsize) x] = pst_random_normal (1, (guint64) (k * 999 + x));
          }
        pst_gabor_row (g, phases, rows, n, out, stride, scratch);
        for (gint c = 0; c < phases * filters; c++)
          for (gint x = 0; x < n; x++)
            {
              const gdouble *f = pst_gabor_filter (g, c % filters, c / filters);
              gfloat got = out[(gsize) c * stride + (gsize) x];
              gdouble want = 0;

              for (gint k = 0; k < side; k++)
                for (gint j = 0; j < side; j++)
                  want += f[k * side + j] * rows[k][x + j];
              g_assert_cmpfloat_with_epsilon (got, want, 1e-5);
              d[(gsize) c * stride + (gsize) x] = pst_random_normal (2, (guint64) (c * 999 + x));
              there += got * d[(gsize) c * stride + (gsize) x];
            }
        pst_gabor_row_back (g, phases, back_rows, n, d, stride, scratch);
        for (gint k = 0; k < side; k++)
          for (gint x = 0; x < n + 2 * radius; x++)
            here += in[(gsize) k * stride + (gsize) x] * back_rows[k][x];
        g_assert_cmpfloat_with_epsilon (here, there, 1e-4 * (1 + fabs (there)));
      }
}

static void
test_gram (void)
{
  for (gint c = 1; c < 30; c++)
    for (gint n = PST_GRAM_LANES; n <= 3 * PST_GRAM_LANES; n += PST_GRAM_LANES)
      {
        g_autofree gfloat *f = g_new (gfloat, c * 50);
        g_autofree gdouble *gram = g_new (gdouble, c * c);

        for (gint i = 0; i < c * 50; i++)
          f[i] = pst_random_normal (3, (guint64) i);
        for (gint i = 0; i < c * c; i++)
          gram[i] = i;
        pst_gram_add (f, 50, c, n, gram);
        for (gint i = 0; i < c; i++)
          for (gint j = i; j < c; j++)
            {
              gdouble want = i * c + j;

              for (gint x = 0; x < n; x++)
                want += f[i * 50 + x] * f[j * 50 + x];
              g_assert_cmpfloat_with_epsilon (gram[i * c + j], want, 1e-4);
            }
        pst_gram_mirror (gram, c);
        for (gint i = 0; i < c * c; i++)
          g_assert_cmpfloat (gram[i], ==, gram[i % c * c + i / c]);
      }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gabor/filters", test_filters);
  g_test_add_func ("/gabor/lines", test_lines);
  g_test_add_func ("/gabor/gram", test_gram);
  return g_test_run ();
}
