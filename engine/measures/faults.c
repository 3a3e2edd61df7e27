/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Halos, lattices, clipping and stray colours.
 *
 * Overshoot.  At the photo's strong edges (the ridges of its gradient among the 12 %
 * of strongest pixels) that part two plain areas, luma is read along the gradient, t
 * pixels off, and averaged over all these edges, so that strokes cancel out:
 * p (t), dark side t < 0.  L and D are the means of p over both plain areas, "far":
 *   overshoot = (max p (near, t > 0) - L + D - min p (near, t < 0)) / (L - D).
 * Areas are plain if luma, after two 3x3 box blurs, deviates there by less than a
 * quarter of the step; the step is 25 levels or more, and half of it lies within 4
 * pixels of the edge.  A painting's own overshoot is taken at its own edges of that kind.
 *
 * Lattice.  Windows of 64x64, half overlapping, luma less its mean, times a Hann
 * window.  Spectrum along x, y and both diagonals (the picture's sum along the other
 * direction, then a Fourier transform): stripes add up and strokes do not.  Energy at
 * the period against the geometric mean of that at 2, 3 and 4 bins on either side.
 * Every window counts alike, flat ones too, where lattices show.  An amplitude of
 * half a level is added to all energies: lattices fainter than that count for less,
 * for nobody sees them.
 *
 * Strokes.  Squares of 16x16; the root of the mean variance of luma within them, over
 * the quarter of squares where the photo varies least, in units of the same over the
 * calmer half of the painting's squares.
 *
 * Colours.  Means of 4x4 pixels; their chroma in bins of 12x12 levels, gray in the middle of one; the exponential
 * of the entropy is how many colours there are, in units of the painting's.
 *
 * Dark.  Correlation of the gradients of smoothed luma where the photo's is below 64.
 * tests/faults_twin.py is the same in numpy. */

#include "measures/faults.h"

#include <math.h>
#include <string.h>

#include "measures/luma.h"

#define EDGE_SHARE 0.12
#define MIN_STEP   25.5 /* levels */
#define PLAINNESS  0.25 /* of the step */
#define ABRUPT     4    /* pixels to either side, within which half of the step is */
#define MIN_EDGES  100

#define SQUARE        16
#define CALM_PHOTO    0.25 /* share of squares */
#define CALM_PAINTING 0.5
#define BIN           12   /* levels */
#define N_BINS        24   /* each way, around 0 */
#define DARK          64.0 /* levels */
#define MIN_DARK      0.1  /* share of pixels */

#define WINDOW    64
#define PERIODS   3
#define WAYS      4
#define INVISIBLE 0.5 /* amplitude, levels */

/* Pixels off an edge: near is 1 .. near, far is from .. to. */
typedef struct
{
  gint near, from, to;
} Reach;

static const Reach halo_reach = { 5, 7, 14 };
static const Reach glow_reach = { 20, 24, 40 };

typedef struct
{
  gdouble x, y;   /* place */
  gdouble dx, dy; /* to the light side, of length 1 */
} Edge;

typedef struct
{
  gdouble *luma, *smooth, *gradient, *scratch;
  gint width, height;
} Planes;

static void
planes_clear (Planes *planes)
{
  g_free (planes->luma);
  g_free (planes->smooth);
  g_free (planes->gradient);
  g_free (planes->scratch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Planes, planes_clear)

/* ---- overshoot -------------------------------------------------------- */

/* The slope of the smoothed luma; @x and @y inside, not on the border. */
static void
slope_at (const Planes *planes, gint x, gint y, gdouble *dx, gdouble *dy)
{
  const gdouble *at = planes->smooth + (gsize) y * (gsize) planes->width + x;

  *dx = at[1] - at[-1];
  *dy = at[planes->width] - at[-planes->width];
}

/* 0 on the border. */
static void
measure_gradient (Planes *planes)
{
  gint width = planes->width, height = planes->height;

  memset (planes->gradient, 0, (gsize) width * (gsize) height * sizeof (gdouble));
  for (gint y = 1; y < height - 1; y++)
    for (gint x = 1; x < width - 1; x++)
      {
        gdouble dx, dy;

        slope_at (planes, x, y, &dx, &dy);
        planes->gradient[(gsize) y * (gsize) width + x] = hypot (dx, dy);
      }
}

static gboolean
take_planes (Planes *planes, const PstImage *image, GError **error)
{
  gint width = planes->width = image->width, height = planes->height = image->height;
  gsize n = (gsize) width * (gsize) height;

  planes->luma = g_try_new (gdouble, n);
  planes->smooth = g_try_new (gdouble, n);
  planes->gradient = g_try_new (gdouble, n);
  planes->scratch = g_try_new (gdouble, n);
  if (! planes->luma || ! planes->smooth || ! planes->gradient || ! planes->scratch)
    return pst_measure_no_memory (error);

  pst_luma_take (planes->luma, image);
  memcpy (planes->smooth, planes->luma, n * sizeof (gdouble));
  pst_luma_smooth (planes->smooth, planes->scratch, width, height);
  measure_gradient (planes);
  return TRUE;
}

/* Bilinear; @x and @y within the plane. */
static gdouble
value_at (const gdouble *plane, gint width, gint height, gdouble x, gdouble y)
{
  gint left = MIN ((gint) x, width - 2), top = MIN ((gint) y, height - 2);
  gdouble u = x - left, v = y - top;
  const gdouble *at = plane + (gsize) top * (gsize) width + left;

  return (1 - v) * ((1 - u) * at[0] + u * at[1]) + v * ((1 - u) * at[width] + u * at[width + 1]);
}

static gdouble
along (const gdouble *plane, const Planes *planes, const Edge *edge, gint t)
{
  return value_at (plane, planes->width, planes->height, edge->x + t * edge->dx,
                   edge->y + t * edge->dy);
}

/* Mean of the smoothed luma far off, on the side of @sign; @deviation from it. */
static gdouble
far_mean (const Planes *planes, const Edge *edge, const Reach *reach, gint sign, gdouble *deviation)
{
  gdouble sum = 0, squares = 0, n = reach->to - reach->from + 1;

  for (gint t = reach->from; t <= reach->to; t++)
    {
      gdouble value = along (planes->smooth, planes, edge, sign * t);

      sum += value;
      squares += value * value;
    }
  *deviation = sqrt (MAX (squares / n - sum / n * sum / n, 0.0));
  return sum / n;
}

static gboolean
is_between_plain_areas (const Planes *planes, const Edge *edge, const Reach *reach)
{
  gdouble light, dark, light_deviation, dark_deviation;

  for (gint sign = -1; sign <= 1; sign += 2)
    {
      gdouble x = edge->x + sign * reach->to * edge->dx, y = edge->y + sign * reach->to * edge->dy;

      if (x < 0 || y < 0 || x > planes->width - 1 || y > planes->height - 1)
        return FALSE;
    }
  light = far_mean (planes, edge, reach, 1, &light_deviation);
  dark = far_mean (planes, edge, reach, -1, &dark_deviation);
  return light - dark >= MIN_STEP && light_deviation < PLAINNESS * (light - dark)
         && dark_deviation < PLAINNESS * (light - dark)
         && along (planes->smooth, planes, edge, ABRUPT)
                    - along (planes->smooth, planes, edge, -ABRUPT)
                >= 0.5 * (light - dark);
}

/* The ridges of the gradient, as array of Edge. */
static GArray *
find_edges (Planes *planes)
{
  gint width = planes->width, height = planes->height;
  gsize n = (gsize) width * (gsize) height;
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  gdouble threshold;

  threshold = pst_luma_threshold (planes->gradient, planes->scratch, n, EDGE_SHARE);

  for (gint y = 2; y < height - 2; y++)
    for (gint x = 2; x < width - 2; x++)
      {
        gdouble strength = planes->gradient[(gsize) y * (gsize) width + x];
        Edge edge = { .x = x, .y = y };

        if (! (strength > threshold))
          continue;
        slope_at (planes, x, y, &edge.dx, &edge.dy);
        edge.dx /= strength;
        edge.dy /= strength;
        if (strength >= along (planes->gradient, planes, &edge, 1)
            && strength >= along (planes->gradient, planes, &edge, -1))
          g_array_append_val (edges, edge);
      }
  return edges;
}

/* The overshoot of profile @p, p [-to .. to], whose step in the photo is @step. */
static gdouble
overshoot (const gdouble *p, const Reach *reach, gdouble step)
{
  gdouble light = 0, dark = 0, highest = -G_MAXDOUBLE, lowest = G_MAXDOUBLE;
  gint n = reach->to - reach->from + 1, side;

  for (gint t = reach->from; t <= reach->to; t++)
    {
      light += p[t] / n;
      dark += p[-t] / n;
    }
  side = light >= dark ? 1 : -1;
  for (gint t = 1; t <= reach->near; t++)
    {
      highest = MAX (highest, p[side * t]);
      lowest = MIN (lowest, p[-side * t]);
    }
  return (highest - MAX (light, dark) + MIN (light, dark) - lowest)
         / MAX (fabs (light - dark), 0.25 * step);
}

/* The overshoot of @photo and, unless it is NULL, that of @result at the edges of
 * @photo.  NAN if there are too few. */
static void
measure_overshoot (const Planes *photo, const Planes *result, const GArray *edges,
                   const Reach *reach, gdouble *of_photo, gdouble *of_result)
{
  gdouble sums[2][2 * 40 + 1] = { { 0 } };
  gdouble *p = sums[0] + reach->to, *q = sums[1] + reach->to, step = 0;
  guint count = 0;

  for (guint i = 0; i < edges->len; i++)
    {
      const Edge *edge = &g_array_index (edges, Edge, i);

      if (! is_between_plain_areas (photo, edge, reach))
        continue;
      count++;
      for (gint t = -reach->to; t <= reach->to; t++)
        {
          p[t] += along (photo->luma, photo, edge, t);
          if (result)
            q[t] += along (result->luma, result, edge, t);
        }
    }
  for (gint t = reach->from; t <= reach->to; t++)
    step += (p[t] - p[-t]) / (reach->to - reach->from + 1);
  *of_photo = count < MIN_EDGES ? NAN : overshoot (p, reach, step);
  if (result)
    *of_result = count < MIN_EDGES ? NAN : overshoot (q, reach, step);
}

/* ---- lattices --------------------------------------------------------- */

static const gint period_bins[PERIODS] = { WINDOW / 2, WINDOW / 4, WINDOW / 8 };

/* The bins beside @bin; of the highest one, on its one side.  Returns how many. */
static gint
neighbours (gint bin, gint *beside)
{
  gint n = 0;

  for (gint d = -4; d <= 4; d++)
    if (ABS (d) >= 2 && bin + d <= WINDOW / 2)
      beside[n++] = bin + d;
  return n;
}

/* Sums of the pixels at @at, times @window, along the four ways, their mean taken off. */
static void
project_window (const gdouble *at, gint width, const gdouble *window, gdouble sums[WAYS][WINDOW])
{
  gdouble mean = 0, weight = 0;

  memset (sums, 0, WAYS * sizeof *sums);
  for (gint y = 0; y < WINDOW; y++)
    for (gint x = 0; x < WINDOW; x++)
      {
        mean += window[y] * window[x] * at[(gsize) y * (gsize) width + x];
        weight += window[y] * window[x];
      }
  mean /= weight;
  for (gint y = 0; y < WINDOW; y++)
    for (gint x = 0; x < WINDOW; x++)
      {
        gdouble value = window[y] * window[x] * (at[(gsize) y * (gsize) width + x] - mean);

        sums[0][x] += value;
        sums[1][y] += value;
        sums[2][(x + y) % WINDOW] += value;
        sums[3][(x - y + WINDOW) % WINDOW] += value;
      }
}

/* Of @values [WINDOW]; @circle holds the cosines of WINDOW-ths of a turn. */
static gdouble
energy (const gdouble *values, gint bin, const gdouble *circle)
{
  gdouble re = 0, im = 0;

  for (gint i = 0; i < WINDOW; i++)
    {
      re += values[i] * circle[bin * i % WINDOW];
      im += values[i] * circle[(bin * i + WINDOW / 4) % WINDOW];
    }
  return re * re + im * im;
}

/* Adds one window's energies at and beside one period, so that every window weighs
 * the same. */
static void
add_window (gdouble sums[WAYS][WINDOW], gint bin, const gdouble *circle, gdouble at[WAYS],
            gdouble beside[WAYS][6])
{
  gdouble here[WAYS], there[WAYS][6], mean = 0, floor_energy;
  gint bins[6], n = neighbours (bin, bins);

  floor_energy = INVISIBLE * WINDOW * WINDOW / 4.0 * (bin == WINDOW / 2 ? 1.0 : 0.5);
  floor_energy *= floor_energy;
  for (gint way = 0; way < WAYS; way++)
    {
      here[way] = energy (sums[way], bin, circle) + floor_energy;
      for (gint i = 0; i < n; i++)
        {
          there[way][i] = energy (sums[way], bins[i], circle) + floor_energy;
          mean += there[way][i] / (n * WAYS);
        }
    }
  for (gint way = 0; way < WAYS; way++)
    {
      at[way] += here[way] / mean;
      for (gint i = 0; i < n; i++)
        beside[way][i] += there[way][i] / mean;
    }
}

static void
measure_lattices (const Planes *planes, gdouble *lattice)
{
  gdouble at[PERIODS][WAYS] = { { 0 } }, beside[PERIODS][WAYS][6] = { { { 0 } } };
  gdouble sums[WAYS][WINDOW], window[WINDOW], circle[WINDOW];

  for (gint i = 0; i < WINDOW; i++)
    {
      window[i] = 0.5 - 0.5 * cos (2.0 * G_PI * (i + 0.5) / WINDOW);
      circle[i] = cos (2.0 * G_PI * i / WINDOW);
    }
  for (gint y = 0; y + WINDOW <= planes->height; y += WINDOW / 2)
    for (gint x = 0; x + WINDOW <= planes->width; x += WINDOW / 2)
      {
        project_window (planes->luma + (gsize) y * (gsize) planes->width + x, planes->width, window,
                        sums);
        for (gint i = 0; i < PERIODS; i++)
          add_window (sums, period_bins[i], circle, at[i], beside[i]);
      }
  for (gint i = 0; i < PERIODS; i++)
    for (gint way = 0; way < WAYS; way++)
      {
        gint bins[6], n = neighbours (period_bins[i], bins);
        gdouble logs = 0;

        for (gint j = 0; j < n; j++)
          logs += log (beside[i][way][j]) / n;
        lattice[i * WAYS + way] =
            MIN (planes->width, planes->height) < WINDOW ? NAN : at[i][way] / exp (logs);
      }
}

/* ---- clipping and colour ---------------------------------------------- */

/* 1 if byte 0, 2 if byte 255, 0 if neither. */
static gint
which_end (gfloat level)
{
  return level < 0.5f ? 1 : level >= 254.5f ? 2 : 0;
}

/* Shares of pixels with a channel at 0, at 255, and at either; without those that
 * were there in @before, unless that is NULL. */
static void
measure_ends (const PstImage *image, const PstImage *before, gdouble ends[2], gdouble *either)
{
  gsize n = (gsize) image->width * (gsize) image->height, counts[4] = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      gint found = 0;

      for (gsize c = 0; c < 3; c++)
        {
          gint end = which_end (image->data[c * n + i]);

          if (! before || end != which_end (before->data[c * n + i]))
            found |= end;
        }
      counts[found]++;
    }
  ends[0] = (gdouble) (counts[1] + counts[3]) / (gdouble) n;
  ends[1] = (gdouble) (counts[2] + counts[3]) / (gdouble) n;
  *either = (gdouble) (n - counts[0]) / (gdouble) n;
}

/* Root of the mean square, over Cb and Cr together, of what a line through luma
 * leaves unexplained. */
static gdouble
measure_chroma (const PstImage *image)
{
  gsize size = (gsize) image->width * (gsize) image->height;
  gdouble n = (gdouble) size, sum[3] = { 0 }, square[3] = { 0 }, with_luma[3] = { 0 }, left = 0,
          luma_variance;

  for (gsize i = 0; i < size; i++)
    {
      gdouble r = image->data[i], b = image->data[2 * size + i];
      gdouble y = 0.299 * r + 0.587 * image->data[size + i] + 0.114 * b;
      gdouble values[3] = { y, (b - y) / 1.772, (r - y) / 1.402 };

      for (gint k = 0; k < 3; k++)
        {
          sum[k] += values[k];
          square[k] += values[k] * values[k];
          with_luma[k] += values[k] * y;
        }
    }
  luma_variance = square[0] / n - sum[0] / n * sum[0] / n;
  for (gint k = 1; k < 3; k++)
    {
      gdouble covariance = with_luma[k] / n - sum[k] / n * sum[0] / n;

      left += square[k] / n - sum[k] / n * sum[k] / n;
      if (luma_variance > 1e-6)
        left -= covariance * covariance / luma_variance;
    }
  return sqrt (MAX (left, 0.0));
}

/* ---- strokes, colours, darkness ---------------------------------------- */

static gint
count_squares (const Planes *planes)
{
  return planes->width / SQUARE * (planes->height / SQUARE);
}

/* Variance of luma in each square; to be freed. */
static gdouble *
measure_squares (const Planes *planes)
{
  gint columns = planes->width / SQUARE, n = count_squares (planes);
  gdouble *variances = g_new (gdouble, n);

  for (gint i = 0; i < n; i++)
    {
      const gdouble *at = planes->luma + (gsize) (i / columns * SQUARE) * (gsize) planes->width
                          + i % columns * SQUARE;
      gdouble sum = 0, squares = 0;

      for (gint y = 0; y < SQUARE; y++)
        for (gint x = 0; x < SQUARE; x++)
          {
            gdouble value = at[(gsize) y * (gsize) planes->width + x];

            sum += value;
            squares += value * value;
          }
      sum /= SQUARE * SQUARE;
      variances[i] = MAX (squares / (SQUARE * SQUARE) - sum * sum, 0.0);
    }
  return variances;
}

/* Root of the mean variance of @of in the share of squares where @by varies least. */
static gdouble
measure_strokes (const Planes *by, const Planes *of, gdouble calm)
{
  gint n = count_squares (by), count = 0;
  g_autofree gdouble *chosen = measure_squares (by), *variances = measure_squares (of);
  g_autofree gdouble *sorted = g_new (gdouble, n);
  gdouble limit = pst_luma_threshold (chosen, sorted, (gsize) n, 1.0 - calm), sum = 0;

  for (gint i = 0; i < n; i++)
    if (chosen[i] <= limit)
      {
        sum += variances[i];
        count++;
      }
  return sqrt (sum / count);
}

/* How many colours there are, if all were equally frequent. */
static gdouble
count_colours (const PstImage *image)
{
  gint counts[N_BINS][N_BINS] = { { 0 } }, width = image->width, columns = width / 4;
  gint n = columns * (image->height / 4);
  gdouble entropy = 0;

  for (gint i = 0; i < n; i++)
    {
      gdouble means[3] = { 0 }, y;
      gint b, r;

      for (gint c = 0; c < 3; c++)
        for (gint k = 0; k < 16; k++)
          means[c] += image->data[((gsize) c * (gsize) image->height + i / columns * 4 + k / 4)
                                      * (gsize) width
                                  + i % columns * 4 + k % 4]
                      / 16.0;
      y = 0.299 * means[0] + 0.587 * means[1] + 0.114 * means[2];
      b = (gint) floor ((means[2] - y) / 1.772 / BIN + 0.5) + N_BINS / 2;
      r = (gint) floor ((means[0] - y) / 1.402 / BIN + 0.5) + N_BINS / 2;
      counts[CLAMP (b, 0, N_BINS - 1)][CLAMP (r, 0, N_BINS - 1)]++;
    }
  for (gint i = 0; i < N_BINS * N_BINS; i++)
    {
      gdouble share = (gdouble) counts[i / N_BINS][i % N_BINS] / n;

      if (share > 0)
        entropy -= share * log (share);
    }
  return exp (entropy);
}

/* NAN where little is dark. */
static gdouble
correlate_dark (Planes *photo, Planes *result)
{
  gsize n = (gsize) photo->width * (gsize) photo->height, count = 0;

  for (gsize i = 0; i < n; i++)
    if (photo->smooth[i] < DARK)
      {
        photo->scratch[count] = photo->gradient[i];
        result->scratch[count++] = result->gradient[i];
      }
  if ((gdouble) count < MIN_DARK * (gdouble) n)
    return NAN;
  return pst_luma_correlate (photo->scratch, result->scratch, count);
}

/* ---- all of it -------------------------------------------------------- */

gboolean
pst_traits_measure (PstTraits *traits, const PstImage *painting, GError **error)
{
  g_auto (Planes) planes = { 0 };
  g_autoptr (GArray) edges = NULL;
  gdouble either;

  if (! take_planes (&planes, painting, error))
    return FALSE;
  edges = find_edges (&planes);
  measure_overshoot (&planes, NULL, edges, &halo_reach, &traits->halo, NULL);
  measure_overshoot (&planes, NULL, edges, &glow_reach, &traits->glow, NULL);
  measure_ends (painting, NULL, traits->ends, &either);
  traits->chroma = measure_chroma (painting);
  traits->strokes = measure_strokes (&planes, &planes, CALM_PAINTING);
  traits->colours = count_colours (painting);
  return TRUE;
}

gboolean
pst_faults_measure (PstFaults *faults, const PstTraits *own, const PstImage *photo,
                    const PstImage *result, GError **error)
{
  g_auto (Planes) before = { 0 }, after = { 0 };
  g_autoptr (GArray) edges = NULL;
  gdouble of_photo, of_result, ends[2], either;

  if (! take_planes (&before, photo, error) || ! take_planes (&after, result, error))
    return FALSE;
  edges = find_edges (&before);
  measure_overshoot (&before, &after, edges, &halo_reach, &of_photo, &of_result);
  faults->halo = of_result - fmax (of_photo, own->halo);
  measure_overshoot (&before, &after, edges, &glow_reach, &of_photo, &of_result);
  faults->glow = of_result - fmax (of_photo, own->glow);
  measure_lattices (&after, faults->lattice);

  measure_ends (result, NULL, ends, &faults->clipped);
  measure_ends (result, photo, ends, &either);
  faults->lost = MAX (ends[0] - own->ends[0], 0.0) + MAX (ends[1] - own->ends[1], 0.0);
  faults->chroma = measure_chroma (result);
  faults->strokes =
      own->strokes > 0.0 ? measure_strokes (&before, &after, CALM_PHOTO) / own->strokes : NAN;
  faults->colours = count_colours (result) / own->colours;
  faults->dark = correlate_dark (&before, &after);
  return TRUE;
}
