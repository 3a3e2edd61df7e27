/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/inks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS      12
#define CHROMA      4.f /* squared difference of Cb and Cr by that of Y' */
#define SNAP_LUMA   3.f
#define SNAP_CHROMA 6.f

static gfloat
distance (const gfloat *a, const gfloat *b)
{
  gfloat y = a[0] - b[0], cb = a[1] - b[1], cr = a[2] - b[2];

  return y * y + CHROMA * (cb * cb + cr * cr);
}

/* Of the @n centres; @least: its distance. */
static gint
nearest (gfloat (*centre)[3], gint n, const gfloat *bin, gfloat *least)
{
  gint best = 0;

  *least = G_MAXFLOAT;
  for (gint k = 0; k < n; k++)
    {
      gfloat d = distance (centre[k], bin);

      if (d < *least)
        {
          *least = d;
          best = k;
        }
    }
  return best;
}

/* What is furthest from those before, and most. */
static void
begin (const PstColours *colours, gfloat (*centre)[3], gint n)
{
  for (gint k = 0; k < n; k++)
    {
      gfloat most = -1;
      gint chosen = 0;

      for (gint i = 0; i < colours->n_bins; i++)
        {
          gfloat far = 1;

          if (k > 0)
            nearest (centre, k, colours->bin[i], &far);
          far *= sqrtf (colours->bin[i][3]);
          if (far > most)
            {
              most = far;
              chosen = i;
            }
        }
      memcpy (centre[k], colours->bin[chosen], sizeof centre[k]);
    }
}

static gint
compare_luma (gconstpointer a, gconstpointer b)
{
  const gfloat *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

void
pst_inks_rgb (gdouble y, gdouble cb, gdouble cr, gfloat *rgb)
{
  const gdouble yuv[3] = { y, cb, cr };

  for (gint c = 0; c < 3; c++)
    rgb[c] = (gfloat) (2 * pst_colour_rgb (yuv, c) - 1);
}

void
pst_inks_take (PstInks *inks, const PstColours *colours)
{
  const gint n = MIN (PST_INKS_MOST, colours->n_bins);
  gfloat centre[PST_INKS_MOST][3];

  begin (colours, centre, n);
  for (gint round = 0; round < ROUNDS; round++)
    {
      gfloat sums[PST_INKS_MOST][4] = { { 0 } };

      for (gint i = 0; i < colours->n_bins; i++)
        {
          const gfloat *bin = colours->bin[i];
          gfloat least;
          gint k = nearest (centre, n, bin, &least);

          for (gint c = 0; c < 3; c++)
            sums[k][c] += bin[3] * bin[c];
          sums[k][3] += bin[3];
        }
      for (gint k = 0; k < n; k++)
        for (gint c = 0; c < 3 && sums[k][3] > 0; c++)
          centre[k][c] = sums[k][c] / sums[k][3];
    }
  qsort (centre, (gsize) n, sizeof centre[0], compare_luma);
  inks->n = n;
  for (gint k = 0; k < n; k++)
    pst_inks_rgb (centre[k][0], centre[k][1], centre[k][2], inks->colour[k]);
}

void
pst_inks_snap (const PstInks *inks, const gfloat *rgb, gfloat soft, gfloat *to)
{
  static const gfloat luma[3] = { .299f, .587f, .114f };
  gfloat d[PST_INKS_MOST], weights = 0;
  gint best = 0;

  for (gint k = 0; k < inks->n; k++)
    {
      gfloat light = 0, chroma = 0;

      for (gint c = 0; c < 3; c++)
        light += luma[c] * (rgb[c] - inks->colour[k][c]);
      for (gint c = 0; c < 3; c++)
        {
          gfloat by = rgb[c] - inks->colour[k][c] - light;

          chroma += by * by;
        }
      d[k] = SNAP_CHROMA * chroma + SNAP_LUMA * light * light;
      if (d[k] < d[best])
        best = k;
    }
  to[0] = to[1] = to[2] = 0;
  for (gint k = 0; k < inks->n; k++)
    {
      gfloat weight = k == best ? 1 : soft > 0 ? expf ((d[best] - d[k]) / soft) : 0;

      for (gint c = 0; c < 3; c++)
        to[c] += weight * inks->colour[k][c];
      weights += weight;
    }
  for (gint c = 0; c < 3; c++)
    to[c] /= weights;
}
