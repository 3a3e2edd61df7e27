/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small kernels under the convolutions, against loops that anybody can read, for
 * shapes by chance. */

#include <math.h>

#include "ground/random.h"
#include "kernels/gather.h"
#include "kernels/outer.h"
#include "kernels/product.h"

#define SHAPES 50
#define LIMIT  1e-5

static gint
chance (guint64 key, guint64 *at, gint from, gint to)
{
  return from + pst_random_int (key, (*at)++, to - from + 1);
}

static gfloat *
numbers (gsize n, guint64 key)
{
  gfloat *x = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    x[i] = pst_random_normal (key, i);
  return x;
}

static void
check (gdouble got, gdouble want, gdouble size)
{
  g_assert_true (isfinite (got));
  g_assert_cmpfloat (fabs (got - want), <=, LIMIT * (size + 1));
}

/* out [k][n] += sum over pixels of a [k] b [n]; what lies between stays. */
static void
test_outer (void)
{
  for (guint64 shape = 0; shape < SHAPES; shape++)
    {
      guint64 key = pst_random_key (shape, 1, 0), at = 0;
      gint k = chance (key, &at, 1, 40), n = chance (key, &at, 1, 100);
      gint h = chance (key, &at, 1, 6), w = chance (key, &at, 1, 40);
      gint pitch = n + chance (key, &at, 0, 5);
      PstOuter o = { .height = h, .width = w };
      g_autofree gfloat *a = NULL, *b = NULL, *out = NULL, *before = NULL;

      o.a_line = (gsize) (w + chance (key, &at, 0, 3));
      o.a_row = o.a_line * (gsize) h + (gsize) chance (key, &at, 0, 9);
      o.b_step = (gsize) chance (key, &at, 1, 2 * n);
      o.b_line = o.b_step * (gsize) w + (gsize) chance (key, &at, 0, 9);
      a = numbers (o.a_row * (gsize) k, key + 1);
      b = numbers (o.b_line * (gsize) h + (gsize) n + PST_OUTER_LANES, key + 2);
      out = numbers ((gsize) (pitch * k), key + 3);
      before = g_memdup2 (out, (gsize) (pitch * k) * sizeof (gfloat));
      pst_outer (&o, k, a, n, b, out, (gsize) pitch);
      for (gint i = 0; i < k; i++)
        for (gint j = 0; j < pitch; j++)
          {
            gdouble sum = 0, size = 0;

            for (gint y = 0; y < h && j < n; y++)
              for (gint x = 0; x < w; x++)
                {
                  gdouble term = (gdouble) a[(gsize) i * o.a_row + (gsize) y * o.a_line + (gsize) x]
                                 * b[(gsize) y * o.b_line + (gsize) x * o.b_step + (gsize) j];

                  sum += term;
                  size += fabs (term);
                }
            check (out[i * pitch + j], before[i * pitch + j] + sum, size);
          }
    }
}

static void
test_transpose (void)
{
  for (guint64 shape = 0; shape < SHAPES; shape++)
    {
      guint64 key = pst_random_key (shape, 2, 0), at = 0;
      gint rows = chance (key, &at, 1, 40), cols = chance (key, &at, 1, 40);
      gint step = cols + chance (key, &at, 0, 5), pitch = rows + chance (key, &at, 0, 5);
      g_autofree gfloat *x = numbers ((gsize) (rows * step), key + 1);
      g_autofree gfloat *y = numbers ((gsize) (cols * pitch), key + 2);
      g_autofree gfloat *before = g_memdup2 (y, (gsize) (cols * pitch) * sizeof (gfloat));

      pst_transpose (x, (gsize) step, rows, cols, y, (gsize) pitch);
      for (gint c = 0; c < cols; c++)
        for (gint r = 0; r < pitch; r++)
          g_assert_true (y[c * pitch + r]
                         == (r < rows ? x : before)[r < rows ? r * step + c : c * pitch + r]);
    }
}

static void
test_product (void)
{
  static const gint groups[] = { 4, 8, 12 };

  for (guint64 shape = 0; shape < SHAPES; shape++)
    {
      guint64 key = pst_random_key (shape, 3, 0), at = 0;
      gint group = groups[shape % G_N_ELEMENTS (groups)], depth = chance (key, &at, 0, 90);
      gint size = chance (key, &at, 100, 900), second = chance (key, &at, 0, 60);
      g_autofree gfloat *u = numbers ((gsize) (group * depth), key + 1);
      g_autofree gfloat *v = numbers ((gsize) size, key + 2);
      g_autofree gint *offset = g_new (gint, depth);
      gfloat m[12 * PST_LANES];

      for (gint d = 0; d < depth; d++)
        offset[d] = chance (key, &at, 0, size - second - PST_LANES / 2 - 1);
      pst_product (group, u, depth, offset, v, second, m);
      for (gint k = 0; k < group; k++)
        for (gint lane = 0; lane < PST_LANES; lane++)
          {
            gint from = lane < PST_LANES / 2 ? lane : second + lane - PST_LANES / 2;
            gdouble sum = 0, terms = 0;

            for (gint d = 0; d < depth; d++)
              {
                gdouble term = (gdouble) u[d * group + k] * v[offset[d] + from];

                sum += term;
                terms += fabs (term);
              }
            check (m[k * PST_LANES + lane], sum, terms);
          }
    }
}

/* Pixel by pixel: edges of each kind, doubled or not, and any part of a line. */
static void
test_gather (void)
{
  for (guint64 shape = 0; shape < 40 * SHAPES; shape++)
    {
      guint64 key = pst_random_key (shape, 4, 0), at = 0;
      PstGather g = { .h = chance (key, &at, 1, 6), .w = chance (key, &at, 1, 40) };
      gint pad = chance (key, &at, 0, 2);
      gint height, width, row, col, count;
      g_autofree gfloat *plane = numbers ((gsize) (g.h * g.w), key + 1), *dst = NULL;

      g.upsample = chance (key, &at, 1, 2);
      g.zeros = chance (key, &at, 0, 1);
      g.pad_y = g.pad_x = pad;
      height = g.h * g.upsample;
      width = g.w * g.upsample;
      row = chance (key, &at, 0, height + 2 * pad - 1);
      col = chance (key, &at, 0, width + pad - 1);
      count = chance (key, &at, 1, width + 2 * pad + 3 - col);
      dst = numbers ((gsize) count + 1, key + 2);
      {
        const gfloat behind = dst[count];

        pst_gather_line (&g, plane, row, col, count, dst);
        g_assert_cmpfloat (dst[count], ==, behind);
      }
      for (gint i = 0; i < count; i++)
        {
          gint y = row - pad, x = col - pad + i;
          gboolean outside = y < 0 || y >= height || x < 0 || x >= width;
          gfloat want = 0;

          if (! outside || (! g.zeros && x < width + pad))
            want = plane[pst_reflect (y, height) / g.upsample * g.w
                         + pst_reflect (x, width) / g.upsample];
          g_assert_cmpfloat (dst[i], ==, want);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/outer", test_outer);
  g_test_add_func ("/kernels/transpose", test_transpose);
  g_test_add_func ("/kernels/product", test_product);
  g_test_add_func ("/kernels/gather", test_gather);
  return g_test_run ();
}
