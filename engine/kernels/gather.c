/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/gather.h"

#include <string.h>

#include "ground/vector.h"

PST_VECTOR static void
double_pixels (gfloat *restrict dst, const gfloat *restrict src, gint n)
{
  for (gint i = 0; i < n; i++)
    dst[2 * i] = dst[2 * i + 1] = src[i];
}

void
pst_gather_line (const PstGather *g, const gfloat *plane, gint row, gint col, gint count,
                 gfloat *dst)
{
  gint vh = g->h * g->upsample, vw = g->w * g->upsample;
  gint y = row - g->pad_y, x = col - g->pad_x, i = 0, inside;
  const gfloat *src;

  if (g->zeros && (y < 0 || y >= vh))
    {
      memset (dst, 0, (gsize) count * sizeof (gfloat));
      return;
    }
  src = plane + (gsize) (pst_reflect (y, vh) / g->upsample) * g->w;
  for (; i < count && x + i < 0; i++)
    dst[i] = g->zeros ? 0 : src[pst_reflect (x + i, vw) / g->upsample];
  inside = MIN (count, vw - x);
  if (g->upsample == 1)
    {
      if (inside > i)
        memcpy (dst + i, src + x + i, (gsize) (inside - i) * sizeof (gfloat));
    }
  else
    {
      for (; i < inside && (x + i) % 2; i++)
        dst[i] = src[(x + i) / 2];
      if (i + 1 < inside)
        {
          gint pairs = (inside - i) / 2;

          double_pixels (dst + i, src + (x + i) / 2, pairs);
          i += 2 * pairs;
        }
      for (; i < inside; i++)
        dst[i] = src[(x + i) / 2];
    }
  i = MAX (i, inside);
  for (gint end = MIN (count, inside + g->pad_x); i < end && ! g->zeros; i++)
    dst[i] = src[pst_reflect (x + i, vw) / g->upsample];
  if (i < count)
    memset (dst + i, 0, (gsize) (count - i) * sizeof (gfloat));
}
