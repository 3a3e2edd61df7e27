/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "measures/luma.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

PstImage *
pst_measure_levels (const PstImage *image, GError **error)
{
  PstImage *copy = pst_image_new (image->width, image->height, error);
  gsize n = 3 * (gsize) image->width * (gsize) image->height;

  for (gsize i = 0; copy && i < n; i++)
    copy->data[i] = image->data[i] > 0.0f ? 255.0f * MIN (image->data[i], 1.0f) : 0.0f;
  return copy;
}

gboolean
pst_measure_no_memory (GError **error)
{
  g_set_error_literal (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                       "Not enough memory to compare these pictures. Close other programs or use "
                       "smaller pictures.");
  return FALSE;
}

void
pst_luma_take (gdouble *luma, const PstImage *image)
{
  gsize n = (gsize) image->width * (gsize) image->height;

  for (gsize i = 0; i < n; i++)
    luma[i] = 0.299 * image->data[i] + 0.587 * image->data[n + i] + 0.114 * image->data[2 * n + i];
}

static void
box_blur (gdouble *to, const gdouble *from, gint width, gint height)
{
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gdouble sum = 0.0;

        for (gint i = y - 1; i <= y + 1; i++)
          for (gint j = x - 1; j <= x + 1; j++)
            sum += from[(gsize) CLAMP (i, 0, height - 1) * (gsize) width + CLAMP (j, 0, width - 1)];
        to[(gsize) y * (gsize) width + x] = sum / 9.0;
      }
}

void
pst_luma_smooth (gdouble *luma, gdouble *scratch, gint width, gint height)
{
  box_blur (scratch, luma, width, height);
  box_blur (luma, scratch, width, height);
}

gdouble
pst_luma_correlate (const gdouble *a, const gdouble *b, gsize n)
{
  gdouble mean_a = 0.0, mean_b = 0.0, aa = 0.0, bb = 0.0, ab = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      mean_a += a[i];
      mean_b += b[i];
    }
  mean_a /= (gdouble) n;
  mean_b /= (gdouble) n;
  for (gsize i = 0; i < n; i++)
    {
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      bb += (b[i] - mean_b) * (b[i] - mean_b);
      ab += (a[i] - mean_a) * (b[i] - mean_b);
    }
  if (aa * bb > 0.0)
    return ab / sqrt (aa * bb);
  return memcmp (a, b, n * sizeof *a) == 0 ? 1.0 : 0.0;
}

static gint
compare_doubles (const void *a, const void *b)
{
  const gdouble *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

gdouble
pst_luma_threshold (const gdouble *values, gdouble *sorted, gsize n, gdouble share)
{
  memmove (sorted, values, n * sizeof *sorted);
  qsort (sorted, n, sizeof *sorted, compare_doubles);
  return sorted[n - 1 - (gsize) (share * (gdouble) n)];
}

gsize
pst_luma_shrink (gdouble *small, const gdouble *luma, gint width, gint height)
{
  gint columns = width / PST_LUMA_SMALL, rows = height / PST_LUMA_SMALL;

  for (gint y = 0; y < rows; y++)
    for (gint x = 0; x < columns; x++)
      {
        gdouble sum = 0;

        for (gint i = 0; i < PST_LUMA_SMALL; i++)
          for (gint j = 0; j < PST_LUMA_SMALL; j++)
            sum += luma[(gsize) (y * PST_LUMA_SMALL + i) * (gsize) width + x * PST_LUMA_SMALL + j];
        small[(gsize) y * (gsize) columns + x] = sum / (PST_LUMA_SMALL * PST_LUMA_SMALL);
      }
  return (gsize) rows * (gsize) columns;
}
