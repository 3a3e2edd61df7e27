/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/taps.h"

#include <math.h>

static gdouble
lanczos (gdouble x)
{
  if (fabs (x) < 1e-9)
    return 1.0;
  if (fabs (x) >= 3.0)
    return 0.0;
  x *= G_PI;
  return sin (x) / x * sin (x / 3.0) / (x / 3.0);
}

static gdouble
cubic (gdouble x)
{
  x = fabs (x);
  if (x < 1.0)
    return (1.5 * x - 2.5) * x * x + 1.0;
  if (x < 2.0)
    return ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0;
  return 0.0;
}

const PstKernel pst_kernel_lanczos = { lanczos, 3 };
const PstKernel pst_kernel_cubic = { cubic, 2 };

void
pst_taps_free (PstTaps *taps)
{
  if (! taps)
    return;
  g_free (taps->first);
  g_free (taps->weights);
  g_free (taps);
}

PstTaps *
pst_taps_new (const PstKernel *kernel, gint from, gint to, gint begin, gint n)
{
  return pst_taps_new_scaled (kernel, from, (gdouble) from / to, begin, n);
}

PstTaps *
pst_taps_new_scaled (const PstKernel *kernel, gint from, gdouble ratio, gint begin, gint n)
{
  g_autoptr (PstTaps) taps = g_new0 (PstTaps, 1);
  gdouble stretch = MAX (1.0, ratio);
  gdouble reach = kernel->reach * stretch;
  gsize size;

  taps->n = n;
  taps->width = (gint) MIN ((gdouble) from, ceil (2.0 * reach));
  taps->first = g_try_new (gint, (gsize) n);
  if (! g_size_checked_mul (&size, (gsize) n, (gsize) taps->width))
    return NULL;
  taps->weights = g_try_new0 (gdouble, size);
  if (! taps->first || ! taps->weights)
    return NULL;

  for (gint i = 0; i < n; i++)
    {
      gdouble *weights = taps->weights + (gsize) i * (gsize) taps->width;
      gdouble centre = (begin + i + 0.5) * ratio - 0.5, sum = 0.0;
      gint64 inner = (gint64) floor (centre - reach) + 1, outer = (gint64) ceil (centre + reach);
      gint first = (gint) CLAMP (inner, 0, from - taps->width);

      taps->first[i] = first;
      for (gint64 k = inner; k < outer; k++)
        {
          gdouble weight = kernel->value (((gdouble) k - centre) / stretch);

          weights[CLAMP (k, 0, from - 1) - first] += weight;
          sum += weight;
        }
      for (gint k = 0; k < taps->width; k++)
        weights[k] /= sum;
    }
  return g_steal_pointer (&taps);
}
