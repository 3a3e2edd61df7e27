/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Luma in [0,1] is brought to a local mean of 0 and deviation of 1 (Gaussian, sigma 8;
 * .03 is added to the deviation), so that depth does not count.  Energies are those of even and
 * odd Gabor filters of wavelengths 4 (9x9) and 7 (13x13), at full, half and quarter size.
 * Coherence is that of the structure tensor, derivatives at sigma 1, means at sigma 5
 * (Bigun and Granlund 1987).  Borders reflect.
 * tests/metrics_twin.py is the same in numpy. */

#include "measures/touch.h"

#include <math.h>
#include <string.h>

#include "ground/vector.h"
#include "measures/luma.h"

#define ORIENTATIONS PST_TOUCH_ORIENTATIONS
#define LARGEST      6 /* radius of a filter */
#define LEVEL        255.0
#define LOCAL        8.0

static const struct
{
  gint radius;
  gdouble wavelength;
} banks[] = { { 4, 4.0 }, { 6, 7.0 } };

/* A plane [h][w]. */
typedef struct
{
  gint w, h;
  gdouble *v;
} Plane;

static gsize
size_of (const Plane *p)
{
  return (gsize) p->w * (gsize) p->h;
}

/* The edge's own pixel is not repeated. */
static gint
reflect (gint i, gint n)
{
  const gint period = MAX (2 * n - 2, 1);

  i = ((i % period) + period) % period;
  return i < n ? i : period - i;
}

/* ---- smoothing -------------------------------------------------------- */

/* to[x] += weight * from[x] */
PST_VECTOR static void
add_doubles (gdouble *restrict to, const gdouble *from, gdouble weight, gint n)
{
  for (gint x = 0; x < n; x++)
    to[x] += weight * from[x];
}

/* @wide [w + 2 radius] */
static void
blur_across (const Plane *p, gdouble *to, const gdouble *kernel, gint radius, gdouble *wide)
{
  for (gint y = 0; y < p->h; y++, to += p->w)
    {
      for (gint x = -radius; x < p->w + radius; x++)
        wide[x + radius] = p->v[(gsize) y * p->w + reflect (x, p->w)];
      memset (to, 0, (gsize) p->w * sizeof (gdouble));
      for (gint k = 0; k <= 2 * radius; k++)
        add_doubles (to, wide + k, kernel[k], p->w);
    }
}

static void
blur_down (const Plane *p, gdouble *to, const gdouble *kernel, gint radius)
{
  for (gint y = 0; y < p->h; y++, to += p->w)
    {
      memset (to, 0, (gsize) p->w * sizeof (gdouble));
      for (gint k = -radius; k <= radius; k++)
        add_doubles (to, p->v + (gsize) reflect (y + k, p->h) * p->w, kernel[k + radius], p->w);
    }
}

/* In place. */
static void
blur (Plane *p, gdouble sigma, gdouble *scratch)
{
  const gint radius = MAX (1, (gint) (3 * sigma + 0.5));
  g_autofree gdouble *kernel = g_new (gdouble, 2 * radius + 1);
  g_autofree gdouble *wide = g_new (gdouble, p->w + 2 * radius);
  gdouble sum = 0;
  Plane other = { p->w, p->h, scratch };

  for (gint k = -radius; k <= radius; k++)
    sum += kernel[k + radius] = exp (-0.5 * k * k / (sigma * sigma));
  for (gint k = 0; k <= 2 * radius; k++)
    kernel[k] /= sum;
  blur_across (p, scratch, kernel, radius, wide);
  blur_down (&other, p->v, kernel, radius);
}

/* Mean 0 and deviation 1 around every pixel.  @scratch [2 h w]. */
static void
flatten (Plane *p, gdouble *scratch)
{
  const gsize n = size_of (p);
  Plane around = { p->w, p->h, scratch };

  memcpy (around.v, p->v, n * sizeof (gdouble));
  blur (&around, LOCAL, scratch + n);
  for (gsize i = 0; i < n; i++)
    {
      p->v[i] -= around.v[i];
      around.v[i] = p->v[i] * p->v[i];
    }
  blur (&around, LOCAL, scratch + n);
  for (gsize i = 0; i < n; i++)
    p->v[i] /= sqrt (around.v[i]) + 0.03;
}

/* Means of 2x2, in place. */
static void
halve (Plane *p)
{
  const gint w = p->w / 2, h = p->h / 2;

  for (gint y = 0; y < h; y++)
    for (gint x = 0; x < w; x++)
      {
        const gdouble *from = p->v + (gsize) (2 * y) * p->w + 2 * x;

        p->v[(gsize) y * w + x] = (from[0] + from[1] + from[p->w] + from[p->w + 1]) / 4;
      }
  p->w = w;
  p->h = h;
}

/* ---- orientations ----------------------------------------------------- */

/* Unit norm and no mean; filter [2 radius + 1]^2. */
static void
make_filter (gfloat *filter, gint radius, gdouble wavelength, gint orientation, gdouble phase)
{
  const gint side = 2 * radius + 1;
  const gdouble angle = G_PI * orientation / ORIENTATIONS, deviation = 0.45 * wavelength;
  gdouble values[(2 * LARGEST + 1) * (2 * LARGEST + 1)], bells[G_N_ELEMENTS (values)];
  gdouble sum = 0, bell = 0, norm = 0;

  for (gint i = 0; i < side * side; i++)
    {
      const gdouble x = i % side - radius, y = i / side - radius;
      const gdouble u = x * cos (angle) + y * sin (angle), v = y * cos (angle) - x * sin (angle);

      bells[i] = exp (-(u * u + 0.35 * v * v) / (2 * deviation * deviation));
      values[i] = bells[i] * cos (2 * G_PI * u / wavelength + phase);
      sum += values[i];
      bell += bells[i];
    }
  for (gint i = 0; i < side * side; i++)
    {
      values[i] -= bells[i] * sum / bell;
      norm += values[i] * values[i];
    }
  for (gint i = 0; i < side * side; i++)
    filter[i] = (gfloat) (values[i] / sqrt (norm));
}

/* to[x] += weight * from[x] */
PST_VECTOR static void
add_line (gfloat *restrict to, const gfloat *from, gfloat weight, gint n)
{
  for (gint x = 0; x < n; x++)
    to[x] += weight * from[x];
}

/* Adds a line's q q^T to @moments; lines[i] are energies of orientation i. */
static void
add_moments (gdouble moments[ORIENTATIONS][ORIENTATIONS], gfloat *const *lines, gint n)
{
  for (gint x = 0; x < n; x++)
    {
      gdouble q[ORIENTATIONS], mean = 0;

      for (gint i = 0; i < ORIENTATIONS; i++)
        mean += lines[i][x] / ORIENTATIONS;
      for (gint i = 0; i < ORIENTATIONS; i++)
        q[i] = lines[i][x] / (mean + 0.01) - 1;
      for (gint i = 0; i < ORIENTATIONS; i++)
        for (gint j = 0; j < ORIENTATIONS; j++)
          moments[i][j] += q[i] * q[j];
    }
}

/* @wide: @p with @radius reflected pixels around; @scratch [2 + ORIENTATIONS][w]. */
static void
measure_map (gdouble moments[ORIENTATIONS][ORIENTATIONS], const Plane *p, const gfloat *wide,
             gint radius, gdouble wavelength, gfloat *scratch)
{
  const gint side = 2 * radius + 1, stride = p->w + 2 * radius;
  gfloat filters[ORIENTATIONS][2][(2 * LARGEST + 1) * (2 * LARGEST + 1)];
  gfloat *lines[ORIENTATIONS];

  memset (moments, 0, sizeof (gdouble) * ORIENTATIONS * ORIENTATIONS);
  for (gint i = 0; i < ORIENTATIONS; i++)
    {
      lines[i] = scratch + (gsize) (2 + i) * (gsize) p->w;
      make_filter (filters[i][0], radius, wavelength, i, 0);
      make_filter (filters[i][1], radius, wavelength, i, G_PI / 2);
    }
  for (gint y = 0; y < p->h; y++)
    {
      for (gint i = 0; i < ORIENTATIONS; i++)
        {
          memset (scratch, 0, 2 * (gsize) p->w * sizeof (gfloat));
          for (gint phase = 0; phase < 2; phase++)
            for (gint k = 0; k < side * side; k++)
              add_line (scratch + phase * p->w,
                        wide + (gsize) (y + k / side) * (gsize) stride + k % side,
                        filters[i][phase][k], p->w);
          for (gint x = 0; x < p->w; x++)
            lines[i][x] =
                sqrtf (scratch[x] * scratch[x] + scratch[p->w + x] * scratch[p->w + x] + 1e-6f);
        }
      add_moments (moments, lines, p->w);
    }
  for (gint i = 0; i < ORIENTATIONS * ORIENTATIONS; i++)
    moments[i / ORIENTATIONS][i % ORIENTATIONS] /= (gdouble) size_of (p);
}

static void
widen (gfloat *wide, const Plane *p, gint radius)
{
  for (gint y = -radius; y < p->h + radius; y++)
    for (gint x = -radius; x < p->w + radius; x++)
      *wide++ = (gfloat) p->v[(gsize) reflect (y, p->h) * p->w + reflect (x, p->w)];
}

/* ---- coherence -------------------------------------------------------- */

/* @scratch [5 h w]. */
static gdouble
measure_coherence (const Plane *p, gdouble *scratch)
{
  const gsize n = size_of (p);
  Plane smooth = { p->w, p->h, scratch };
  Plane tensor[3] = { { p->w, p->h, scratch + n },
                      { p->w, p->h, scratch + 2 * n },
                      { p->w, p->h, scratch + 3 * n } };
  gdouble *spare = scratch + 4 * n;

  memcpy (smooth.v, p->v, n * sizeof (gdouble));
  blur (&smooth, 1, spare);
  for (gint y = 0; y < p->h; y++)
    for (gint x = 0; x < p->w; x++)
      {
        const gdouble *row = smooth.v + (gsize) y * p->w;
        gdouble dx = (row[reflect (x + 1, p->w)] - row[reflect (x - 1, p->w)]) / 2;
        gdouble dy = (smooth.v[(gsize) reflect (y + 1, p->h) * p->w + x]
                      - smooth.v[(gsize) reflect (y - 1, p->h) * p->w + x])
                     / 2;
        gsize at = (gsize) y * p->w + x;

        tensor[0].v[at] = dx * dx;
        tensor[1].v[at] = dy * dy;
        tensor[2].v[at] = dx * dy;
      }
  for (gint i = 0; i < 3; i++)
    blur (&tensor[i], 5, spare);
  for (gsize i = 0; i < n; i++)
    smooth.v[i] = hypot (tensor[0].v[i] - tensor[1].v[i], 2 * tensor[2].v[i])
                  / (tensor[0].v[i] + tensor[1].v[i] + 1e-7);
  return pst_luma_threshold (smooth.v, spare, n, 0.5);
}

/* ---- all of it -------------------------------------------------------- */

gboolean
pst_touch_measure (PstTouch *touch, const PstImage *picture, GError **error)
{
  Plane p = { picture->width, picture->height, NULL };
  const gsize n = size_of (&p);
  g_autofree gdouble *memory = g_try_new (gdouble, 6 * n);
  g_autofree gfloat *wide =
      g_try_new (gfloat, (gsize) (p.w + 2 * LARGEST) * (gsize) (p.h + 2 * LARGEST));
  g_autofree gfloat *lines = g_new (gfloat, (gsize) (2 + ORIENTATIONS) * (gsize) p.w);
  gint map = 0;

  if (! memory || ! wide)
    return pst_measure_no_memory (error);
  p.v = memory;
  pst_luma_take (p.v, picture);
  for (gsize i = 0; i < n; i++)
    p.v[i] /= LEVEL;
  flatten (&p, memory + n);
  touch->coherence = measure_coherence (&p, memory + n);
  while (map < PST_TOUCH_MAPS)
    {
      for (guint b = 0; b < G_N_ELEMENTS (banks); b++)
        {
          widen (wide, &p, banks[b].radius);
          measure_map (touch->moments[map++], &p, wide, banks[b].radius, banks[b].wavelength,
                       lines);
        }
      halve (&p);
    }
  return TRUE;
}

gdouble
pst_touch_compare (const PstTouch *touch, const PstTouch *painting)
{
  gdouble distance = 0;

  for (gint map = 0; map < PST_TOUCH_MAPS; map++)
    {
      gdouble difference = 0, norm = 0;

      for (gint i = 0; i < ORIENTATIONS; i++)
        for (gint j = 0; j < ORIENTATIONS; j++)
          {
            difference += pow (touch->moments[map][i][j] - painting->moments[map][i][j], 2);
            norm += pow (painting->moments[map][i][j], 2);
          }
      distance += sqrt (difference / MAX (norm, 1e-12)) / PST_TOUCH_MAPS;
    }
  return distance + 0.3 * fabs (touch->coherence - painting->coherence);
}
