/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/oriented-lines.h"

#include <math.h>
#include <string.h>

#include "ground/vector.h"

#define SMALL 1e-5f

PST_VECTOR void
pst_line_rectify (const gfloat *x, gint n, gint length, gfloat *restrict up, gfloat *restrict down)
{
  for (gint i = 0; i < n; i++)
    {
      up[i] = x[i] > 0 ? x[i] : 0;
      down[i] = x[i] > 0 ? 0 : -x[i];
    }
  memset (up + n, 0, (gsize) (length - n) * sizeof (gfloat));
  memset (down + n, 0, (gsize) (length - n) * sizeof (gfloat));
}

PST_VECTOR void
pst_line_rectify_back (const gfloat *x, gint n, const gfloat *dup, const gfloat *ddown,
                       gfloat *restrict dx)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat a = dup[i], b = -ddown[i];

      dx[i] = x[i] > 0 ? a : b;
    }
}

PST_VECTOR void
pst_line_absolute (gfloat *x, gint n, gint length)
{
  for (gint i = 0; i < n; i++)
    x[i] = fabsf (x[i]);
  memset (x + n, 0, (gsize) (length - n) * sizeof (gfloat));
}

PST_VECTOR void
pst_line_absolute_back (const gfloat *x, gint n, gfloat *restrict dy)
{
  for (gint i = 0; i < n; i++)
    dy[i] = x[i] > 0 ? dy[i] : -dy[i];
}

PST_VECTOR void
pst_line_energy (const gfloat *even, const gfloat *odd, gint n, gboolean add, gfloat *restrict root,
                 gfloat *restrict to)
{
  for (gint i = 0; i < n; i++)
    root[i] = .25f * sqrtf (even[i] * even[i] + odd[i] * odd[i] + SMALL);
  if (add)
    for (gint i = 0; i < n / 2; i++)
      to[i] += root[2 * i] + root[2 * i + 1];
  else
    for (gint i = 0; i < n / 2; i++)
      to[i] = root[2 * i] + root[2 * i + 1];
}

PST_VECTOR void
pst_line_energy_back (const gfloat *even, const gfloat *odd, gint n, const gfloat *d,
                      gfloat *restrict deven, gfloat *restrict dodd)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat part = d[i / 2] / sqrtf (even[i] * even[i] + odd[i] * odd[i] + SMALL);

      deven[i] += part * even[i];
      dodd[i] += part * odd[i];
    }
}

PST_VECTOR void
pst_line_blur (const gfloat *const x[3], gint n, gint length, gfloat scale, gfloat *restrict to)
{
  const gfloat *a = x[0], *b = x[1], *c = x[2];

  for (gint i = 0; i < n; i++)
    to[i] = scale
            * ((a[i] + b[i] + c[i]) + (a[i + 1] + b[i + 1] + c[i + 1])
               + (a[i + 2] + b[i + 2] + c[i + 2]));
  memset (to + n, 0, (gsize) (length - n) * sizeof (gfloat));
}

PST_VECTOR void
pst_line_blur_back (const gfloat *d, gint n, gfloat scale, gfloat *const dx[3])
{
  for (gint k = 0; k < 3; k++)
    for (gint j = 0; j < 3; j++)
      {
        gfloat *restrict to = dx[k] + j;

        for (gint i = 0; i < n; i++)
          to[i] += scale * d[i];
      }
}
