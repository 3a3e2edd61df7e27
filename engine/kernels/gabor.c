/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/gabor.h"

#include <math.h>
#include <string.h>

#include "ground/vector.h"

#define MOST_RADIUS 4
#define MOST_N      8
#define SIDE        (2 * MOST_RADIUS + 1)
#define MARGIN      16 /* zeros before and behind a line, for offsets; a whole vector */

#define BELL      .45 /* deviation along the wave, in wavelengths */
#define ELONGATED .35 /* (that over the one across) squared       */

struct _PstGabor
{
  gint n, radius;
  gdouble filter[MOST_N][2][SIDE * SIDE];

  /* By phases - 1, in the order in which gabor-row.h reads them: for every k, and every j, the
   * parities that are even in x, then those that are odd. */
  gfloat plus[2][(MOST_RADIUS + 1) * (MOST_RADIUS + 1) * MOST_N * 2];
  gfloat minus[2][MOST_RADIUS * (MOST_RADIUS + 1) * MOST_N * 2];
};

static void
make_filter (gdouble *filter, gint radius, gdouble angle, gdouble wavelength, gint phase)
{
  const gint side = 2 * radius + 1, n = side * side;
  const gdouble narrow = 2 * BELL * BELL * wavelength * wavelength;
  gdouble bell[SIDE * SIDE], sum = 0, bells = 0, squares = 0;

  for (gint i = 0; i < n; i++)
    {
      gint x = i % side - radius, y = i / side - radius;
      gdouble u = x * cos (angle) + y * sin (angle), v = y * cos (angle) - x * sin (angle);

      bell[i] = exp (-(u * u + ELONGATED * v * v) / narrow);
      filter[i] = bell[i] * cos (2 * G_PI * u / wavelength + phase * G_PI / 2);
      sum += filter[i];
      bells += bell[i];
    }
  for (gint i = 0; i < n; i++)
    {
      filter[i] -= bell[i] * sum / bells;
      squares += filter[i] * filter[i];
    }
  for (gint i = 0; i < n; i++)
    filter[i] /= sqrt (squares);
}

/* The part of a filter at (j, k) that is even (@sign 1) or odd (-1) in x. */
static gfloat
part_at (const PstGabor *g, gint orientation, gint phase, gint j, gint k, gint sign)
{
  const gint side = 2 * g->radius + 1;
  const gdouble *line = g->filter[orientation][phase] + (g->radius + k) * side + g->radius;

  return (gfloat) (.5 * (line[j] + sign * line[-j]));
}

/* The filters at 0 and at a right angle have one parity only; of the others the first of each
 * mirrored pair is taken apart. */
static void
fold_filters (PstGabor *g, gint phases)
{
  gfloat *plus = g->plus[phases - 1], *minus = g->minus[phases - 1];

  for (gint k = 0; k <= g->radius; k++)
    for (gint j = 0; j <= g->radius; j++)
      {
        *plus++ = part_at (g, 0, 0, j, k, 1);
        for (gint i = 0; i < g->n / 2; i++)
          *plus++ = part_at (g, i == 0 ? g->n / 2 : i, 0, j, k, 1);
        for (gint i = 0; i < g->n / 2 && phases > 1 && j > 0; i++)
          *plus++ = part_at (g, i, 1, j, k, -1);
      }
  for (gint k = 1; k <= g->radius; k++)
    for (gint j = 0; j <= g->radius; j++)
      {
        for (gint i = 0; i < g->n / 2 && phases > 1; i++)
          *minus++ = part_at (g, i == 0 ? g->n / 2 : i, 1, j, k, 1);
        for (gint i = 1; i < g->n / 2 && j > 0; i++)
          *minus++ = part_at (g, i, 0, j, k, -1);
      }
}

PstGabor *
pst_gabor_new (gint n, gint radius, gdouble wavelength)
{
  PstGabor *g = g_new0 (PstGabor, 1);

  g_return_val_if_fail ((n == 8 && radius == 4) || (n == 4 && radius == 3), NULL);
  g->n = n;
  g->radius = radius;
  for (gint o = 0; o < n; o++)
    for (gint phase = 0; phase < 2; phase++)
      make_filter (g->filter[o][phase], radius, G_PI * o / n, wavelength, phase);
  fold_filters (g, 1);
  fold_filters (g, 2);
  return g;
}

void
pst_gabor_free (PstGabor *gabor)
{
  g_free (gabor);
}

const gdouble *
pst_gabor_filter (const PstGabor *gabor, gint orientation, gint phase)
{
  return gabor->filter[orientation][phase];
}

static gint
whole_vectors (gint n)
{
  return (n + PST_GABOR_LANES - 1) / PST_GABOR_LANES * PST_GABOR_LANES;
}

static gsize
pitch_of (gint n)
{
  return (gsize) (whole_vectors (n) + 2 * MARGIN + 2 * MOST_RADIUS + 8);
}

gsize
pst_gabor_scratch (const PstGabor *gabor, gint n)
{
  return (gsize) (2 * (gabor->radius + 1) + 1 + 2 * gabor->n + 1) * pitch_of (n) + MARGIN;
}

#define NAME(stem) stem##_any
#define TARGET     PST_VECTOR
#define WIDTH      8
#define STEP       1
#include "kernels/gabor-row.h"
#undef NAME
#undef TARGET
#undef WIDTH
#undef STEP

#ifdef PST_HAVE_WIDE
#define NAME(stem) stem##_wide
#define TARGET     PST_WIDE
#define WIDTH      16
#define STEP       2
#include "kernels/gabor-row.h"
#undef NAME
#undef TARGET
#undef WIDTH
#undef STEP
#endif

void
pst_gabor_row (const PstGabor *gabor, gint phases, const gfloat *const *rows, gint n, gfloat *to,
               gsize stride, gfloat *scratch)
{
  const gint length = whole_vectors (n), width = length + 2 * gabor->radius;
  const gsize pitch = pitch_of (n);
  gfloat *plus = scratch, *minus = scratch + (gsize) (gabor->radius + 1) * pitch;

#ifdef PST_HAVE_WIDE
  if (pst_has_wide ())
    {
      fold_wide (gabor->radius, rows, width, plus, minus, pitch);
      row_wide (gabor, phases, plus, minus, pitch, length, to, stride);
      return;
    }
#endif
  fold_any (gabor->radius, rows, width, plus, minus, pitch);
  row_any (gabor, phases, plus, minus, pitch, length, to, stride);
}

void
pst_gabor_row_back (const PstGabor *gabor, gint phases, gfloat *const *rows, gint n,
                    const gfloat *from, gsize stride, gfloat *scratch)
{
  const gint length = whole_vectors (n);
  const gsize pitch = pitch_of (n);

  for (gint j = 0; j < 2 * (gabor->radius + 1); j++)
    {
      gfloat *line = scratch + (gsize) j * pitch;

      memset (line, 0, MARGIN * sizeof (gfloat));
      memset (line + MARGIN + length, 0, (pitch - MARGIN - (gsize) length) * sizeof (gfloat));
    }
#ifdef PST_HAVE_WIDE
  if (pst_has_wide ())
    {
      row_back_wide (gabor, phases, rows, length, from, stride, scratch, pitch);
      return;
    }
#endif
  row_back_any (gabor, phases, rows, length, from, stride, scratch, pitch);
}
