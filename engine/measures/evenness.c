/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paintings of nothing: one colour, a gradient; and of the same by two seeds.
 *
 * Unevenness is taken of Y', Cb and Cr, in levels.  Blotches: the plane is blurred
 * with sigma 24 px, wider than strokes, so that these cancel out; what is left is the
 * root of the mean square of its deviation from its rows' means.  Bands: the rows'
 * means, blurred with sigma 4 px, and their deviation from the polynomial that fits
 * them best.  The three planes' squares are added.  Blurs end at the border: weights
 * inside are scaled up to 1.
 * tests/faults_twin.py is the same in numpy. */

#include "pastiche/pastiche.h"

#include <math.h>
#include <string.h>

#include "measures/luma.h"

#define WIDE       24.0
#define NARROW     4.0
#define MAX_DEGREE 5

/* @to [n] becomes @from [n] blurred; values are @step apart.  @to != @from. */
static void
blur_line (gdouble *to, const gdouble *from, gint n, gsize step, const gdouble *kernel, gint radius)
{
  for (gint i = 0; i < n; i++)
    {
      gint first = MAX (i - radius, 0), last = MIN (i + radius, n - 1);
      gdouble sum = 0, weight = 0;

      for (gint j = first; j <= last; j++)
        {
          sum += kernel[j - i + radius] * from[(gsize) j * step];
          weight += kernel[j - i + radius];
        }
      to[(gsize) i * step] = sum / weight;
    }
}

static gint
make_kernel (gdouble *kernel, gdouble sigma)
{
  gint radius = (gint) (3 * sigma + 0.5);

  for (gint i = -radius; i <= radius; i++)
    kernel[i + radius] = exp (-0.5 * i * i / (sigma * sigma));
  return radius;
}

/* Takes the best polynomial off @values [n], which is replaced by what is left:
 * projections on the powers of t in [-1,1], made orthogonal by Gram and Schmidt. */
static void
take_trend_off (gdouble *values, gint n, gint degree, gdouble *basis)
{
  for (gint k = 0; k <= degree; k++)
    {
      gdouble *mine = basis + (gsize) k * (gsize) n, norm = 0, product = 0;

      for (gint i = 0; i < n; i++)
        mine[i] = pow (n > 1 ? 2.0 * i / (n - 1) - 1.0 : 0.0, k);
      for (gint j = 0; j < k; j++)
        {
          const gdouble *other = basis + (gsize) j * (gsize) n;
          gdouble dot = 0;

          for (gint i = 0; i < n; i++)
            dot += mine[i] * other[i];
          for (gint i = 0; i < n; i++)
            mine[i] -= dot * other[i];
        }
      for (gint i = 0; i < n; i++)
        norm += mine[i] * mine[i];
      if (norm < 1e-12)
        {
          memset (mine, 0, (gsize) n * sizeof *mine);
          continue;
        }
      for (gint i = 0; i < n; i++)
        mine[i] /= sqrt (norm);
      for (gint i = 0; i < n; i++)
        product += mine[i] * values[i];
      for (gint i = 0; i < n; i++)
        values[i] -= product * mine[i];
    }
}

/* The squares of both figures for one plane, which is overwritten. */
static void
measure_plane (gdouble *plane, gdouble *scratch, gint width, gint height, gint degree,
               PstEvenness *squares)
{
  gdouble kernel[2 * 72 + 1];
  gdouble *rows = scratch, *blurred = scratch + height, *basis = scratch + 2 * (gsize) height;
  gint radius = make_kernel (kernel, NARROW);

  for (gint y = 0; y < height; y++)
    {
      rows[y] = 0;
      for (gint x = 0; x < width; x++)
        rows[y] += plane[(gsize) y * (gsize) width + x] / width;
    }
  blur_line (blurred, rows, height, 1, kernel, radius);
  take_trend_off (blurred, height, degree, basis);
  for (gint y = 0; y < height; y++)
    squares->bands += blurred[y] * blurred[y] / height;

  radius = make_kernel (kernel, WIDE);
  for (gint y = 0; y < height; y++)
    blur_line (scratch + (gsize) y * (gsize) width, plane + (gsize) y * (gsize) width, width, 1,
               kernel, radius);
  for (gint x = 0; x < width; x++)
    blur_line (plane + x, scratch + x, height, (gsize) width, kernel, radius);
  for (gint y = 0; y < height; y++)
    {
      const gdouble *row = plane + (gsize) y * (gsize) width;
      gdouble mean = 0;

      for (gint x = 0; x < width; x++)
        mean += row[x] / width;
      for (gint x = 0; x < width; x++)
        squares->blotches += (row[x] - mean) * (row[x] - mean) / ((gdouble) width * height);
    }
}

gboolean
pst_measure_evenness (const PstImage *result, gint degree, PstEvenness *plain, GError **error)
{
  gint width = result->width, height = result->height;
  gsize n = (gsize) width * (gsize) height;
  g_autoptr (PstImage) image = pst_measure_levels (result, error);
  g_autofree gdouble *luma = g_try_new (gdouble, n), *plane = g_try_new (gdouble, n);
  g_autofree gdouble *scratch = g_try_new (gdouble, MAX (n, (MAX_DEGREE + 3) * (gsize) height));
  PstEvenness squares = { 0, 0 };

  g_return_val_if_fail (degree >= 0 && degree <= MAX_DEGREE, FALSE);
  if (! image)
    return FALSE;
  if (! luma || ! plane || ! scratch)
    return pst_measure_no_memory (error);

  pst_luma_take (luma, image);
  for (gint k = 0; k < 3; k++)
    {
      for (gsize i = 0; i < n; i++)
        plane[i] = k == 0   ? luma[i]
                   : k == 1 ? (image->data[2 * n + i] - luma[i]) / 1.772
                            : (image->data[i] - luma[i]) / 1.402;
      measure_plane (plane, scratch, width, height, degree, &squares);
    }
  plain->blotches = sqrt (squares.blotches);
  plain->bands = sqrt (squares.bands);
  return TRUE;
}

gboolean
pst_compare_seeds (const PstImage *first, const PstImage *second, gdouble *same, gdouble *differ,
                   GError **error)
{
  gint width = first->width, height = first->height;
  gsize n = (gsize) width * (gsize) height;
  g_autoptr (PstImage) a = NULL, b = NULL;
  g_autofree gdouble *luma_a = g_try_new (gdouble, n), *luma_b = g_try_new (gdouble, n);
  g_autofree gdouble *small_a = g_try_new (gdouble, n), *small_b = g_try_new (gdouble, n);
  gdouble squares = 0;
  gsize n_small;

  if (width != second->width || height != second->height
      || MIN (width, height) < 2 * PST_LUMA_SMALL)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "The paintings are of %d x %d and %d x %d pixels. To compare, they must be of "
                   "one size, %d x %d or larger.",
                   width, height, second->width, second->height, 2 * PST_LUMA_SMALL,
                   2 * PST_LUMA_SMALL);
      return FALSE;
    }
  if (! (a = pst_measure_levels (first, error)) || ! (b = pst_measure_levels (second, error)))
    return FALSE;
  if (! luma_a || ! luma_b || ! small_a || ! small_b)
    return pst_measure_no_memory (error);

  pst_luma_take (luma_a, a);
  pst_luma_take (luma_b, b);
  for (gsize i = 0; i < n; i++)
    squares += (luma_a[i] - luma_b[i]) * (luma_a[i] - luma_b[i]);
  n_small = pst_luma_shrink (small_a, luma_a, width, height);
  pst_luma_shrink (small_b, luma_b, width, height);
  *same = pst_luma_correlate (small_a, small_b, n_small);
  *differ = sqrt (squares / (gdouble) n);
  return TRUE;
}
