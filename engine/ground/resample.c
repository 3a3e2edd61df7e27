/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/resample.h"

#include <string.h>

#include "ground/vector.h"

/* Sums are in double, so that rounding leaves a plain picture plain. */

/* sums [width] = the rows of @plane that make up row @y of the result. */
PST_VECTOR static void
add_rows (gdouble *sums, const gfloat *plane, gint width, const PstTaps *rows, gint y)
{
  memset (sums, 0, (gsize) width * sizeof *sums);
  for (gint k = 0; k < rows->width; k++)
    {
      const gfloat *in = plane + (gsize) (rows->first[y] + k) * (gsize) width;
      gdouble weight = rows->weights[(gsize) y * (gsize) rows->width + (gsize) k];

      for (gint x = 0; x < width; x++)
        sums[x] += weight * (gdouble) in[x];
    }
}

static void
resample_line (gfloat *to, const gdouble *from, const PstTaps *columns)
{
  for (gint x = 0; x < columns->n; x++)
    {
      const gdouble *in = from + columns->first[x];
      const gdouble *weights = columns->weights + (gsize) x * (gsize) columns->width;
      gdouble sum = 0.0;

      for (gint k = 0; k < columns->width; k++)
        sum += weights[k] * in[k];
      to[x] = (gfloat) sum;
    }
}

gboolean
pst_resample (const PstKernel *kernel, const gfloat *from, gint width, gint height, gfloat *to,
              gint to_width, gint to_height)
{
  g_autoptr (PstTaps) columns = pst_taps_new (kernel, width, to_width, 0, to_width);
  g_autoptr (PstTaps) rows = pst_taps_new (kernel, height, to_height, 0, to_height);
  g_autofree gdouble *sums = g_try_new (gdouble, (gsize) width);

  if (! columns || ! rows || ! sums)
    return FALSE;
  for (gint y = 0; y < to_height; y++)
    {
      add_rows (sums, from, width, rows, y);
      resample_line (to + (gsize) y * (gsize) to_width, sums, columns);
    }
  return TRUE;
}
