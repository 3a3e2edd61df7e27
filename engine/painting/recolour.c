/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/recolour.h"

#include <math.h>
#include <string.h>

#define TONES   PST_COLOURS_TONES
#define SAMPLES 64000
#define FINE    1024 /* bins of an axis, for quantiles              */
#define CELLS_Y 14   /* cells of colour along Y' and along Cb and Cr */
#define CELLS_C 12
#define SMALL   2e-4 /* share of a cell that counts                  */
#define GRID    33   /* points of the table, along each axis         */

#define REACH  .05 /* distance of colours that is small, per axis    */
#define BLUR_E .2  /* entropy of the transport                       */
#define RELAX  1.0 /* how strictly shares are kept                   */
#define ROUNDS 60

static void
colour_at (const PstImage *image, gsize i, gdouble *yuv)
{
  const gsize plane = (gsize) image->width * (gsize) image->height;
  gdouble r = CLAMP (image->data[i], 0, 1), g = CLAMP (image->data[plane + i], 0, 1);
  gdouble b = CLAMP (image->data[2 * plane + i], 0, 1);

  yuv[0] = .299 * r + .587 * g + .114 * b;
  yuv[1] = -.169 * r - .331 * g + .5 * b;
  yuv[2] = .5 * r - .419 * g - .081 * b;
}

/* ---- what colours there are ------------------------------------------- */

/* Of @n numbers: where a share @p of them is below. */
static gdouble
quantile (const gint *counts, gint n, gdouble low, gdouble high, gdouble p)
{
  gdouble wanted = p * n, sum = 0;

  for (gint i = 0; i < FINE; i++)
    {
      if (sum + counts[i] >= wanted && counts[i] > 0)
        return low + (high - low) * (i + (wanted - sum) / counts[i]) / FINE;
      sum += counts[i];
    }
  return high;
}

typedef struct
{
  gdouble low, high;
  gint cells;
} Axis;

static gint
cell_of (const Axis *axis, gdouble v)
{
  gint i = (gint) floor ((v - axis->low) / (axis->high - axis->low) * axis->cells);

  return CLAMP (i, 0, axis->cells - 1);
}

/* Cells that hold enough of the @n colours [n][3]. */
static void
take_bins (PstColours *colours, gdouble (*v)[3], gint n)
{
  static const gdouble least[3] = { .3, .1, .1 };
  const gint cells = CELLS_Y * CELLS_C * CELLS_C;
  g_autofree gint *counts = g_new (gint, FINE);
  g_autofree gdouble *sums = g_new0 (gdouble, cells * 4);
  gdouble kept = 0;
  Axis axis[3];

  for (gint c = 0; c < 3; c++)
    {
      const gdouble low = c ? -.5 : 0, high = low + 1;
      gdouble middle;

      memset (counts, 0, FINE * sizeof (gint));
      for (gint i = 0; i < n; i++)
        counts[CLAMP ((gint) ((v[i][c] - low) * FINE), 0, FINE - 1)]++;
      axis[c].low = quantile (counts, n, low, high, .002);
      axis[c].high = quantile (counts, n, low, high, .998);
      axis[c].cells = c ? CELLS_C : CELLS_Y;
      middle = (axis[c].low + axis[c].high) / 2;
      axis[c].low = MIN (axis[c].low, middle - least[c] / 2);
      axis[c].high = MAX (axis[c].high, middle + least[c] / 2);
    }
  for (gint i = 0; i < n; i++)
    {
      gint at = (cell_of (&axis[0], v[i][0]) * CELLS_C + cell_of (&axis[1], v[i][1])) * CELLS_C
                + cell_of (&axis[2], v[i][2]);

      for (gint c = 0; c < 3; c++)
        sums[4 * at + c] += v[i][c];
      sums[4 * at + 3]++;
    }
  colours->n_bins = 0;
  for (gint i = 0; i < cells && colours->n_bins < PST_COLOURS_BINS; i++)
    if (sums[4 * i + 3] > SMALL * n)
      {
        gfloat *bin = colours->bin[colours->n_bins++];

        for (gint c = 0; c < 3; c++)
          bin[c] = (gfloat) (sums[4 * i + c] / sums[4 * i + 3]);
        bin[3] = (gfloat) (sums[4 * i + 3] / n);
        kept += bin[3];
      }
  for (gint i = 0; i < colours->n_bins; i++)
    colours->bin[i][3] = (gfloat) (colours->bin[i][3] / kept);
}

static void
take (PstColours *colours, gdouble (*v)[3], gint n)
{
  gdouble squares = 0;

  memset (colours, 0, sizeof *colours);
  for (gint i = 0; i < n; i++)
    {
      colours->tones[CLAMP ((gint) (v[i][0] * TONES), 0, TONES - 1)] += 1. / n;
      for (gint c = 0; c < 2; c++)
        colours->mean[c] += v[i][1 + c] / n;
    }
  for (gint i = 0; i < n; i++)
    for (gint c = 0; c < 2; c++)
      squares += pow (v[i][1 + c] - colours->mean[c], 2);
  colours->deviation = sqrt (squares / n);
  take_bins (colours, v, n);
}

/* [n][3]: every so-manieth pixel. */
static gdouble (*samples_new (const PstImage *image, gint *n))[3]
{
  gsize pixels = (gsize) image->width * (gsize) image->height;
  gdouble (*v)[3];

  *n = (gint) MIN (pixels, SAMPLES);
  v = g_malloc ((gsize) *n * sizeof *v);
  for (gint i = 0; i < *n; i++)
    colour_at (image, (gsize) ((guint64) i * pixels / (guint64) *n), v[i]);
  return v;
}

void
pst_colours_take (PstColours *colours, const PstImage *image)
{
  gint n;
  gdouble (*v)[3] = samples_new (image, &n);

  take (colours, v, n);
  g_free (v);
}

/* ---- lightness -------------------------------------------------------- */

/* Gaussian over bins, ends mirrored. */
static void
blur (gdouble *v, gdouble deviation)
{
  const gint reach = (gint) ceil (3 * deviation);
  gdouble out[TONES];

  for (gint i = 0; i < TONES; i++)
    {
      gdouble sum = 0, weights = 0;

      for (gint k = -reach; k <= reach; k++)
        {
          gint at = i + k < 0 ? -1 - i - k : i + k >= TONES ? 2 * TONES - 1 - i - k : i + k;
          gdouble weight = exp (-.5 * k * k / (deviation * deviation));

          sum += weight * v[at];
          weights += weight;
        }
      out[i] = sum / weights;
    }
  memcpy (v, out, sizeof out);
}

/* Shares of what lies below each bin's middle. */
static void
cumulate (const gdouble *v, gdouble *sums)
{
  gdouble sum = 0, total = 0;

  for (gint i = 0; i < TONES; i++)
    total += v[i];
  for (gint i = 0; i < TONES; i++)
    {
      sum += v[i];
      sums[i] = (sum - v[i] / 2) / total;
    }
}

/* The lightness below which a share @p is. */
static gdouble
invert (const gdouble *sums, gdouble p)
{
  gint i = 0;
  gdouble part = .5;

  while (i < TONES - 1 && sums[i] < p)
    i++;
  if (i > 0 && sums[i] > sums[i - 1])
    part = CLAMP ((p - sums[i - 1]) / (sums[i] - sums[i - 1]), 0, 1) - .5;
  return CLAMP ((i + part) / TONES, 0, 1);
}

void
pst_recolour_curve (const PstColours *photo, const PstColours *painting, gdouble *curve)
{
  gdouble from[TONES], to[TONES], below[TONES], wanted[TONES], slope[TONES];
  gdouble s0, s1, p0, p1, shift = 0, low, high;

  memcpy (from, photo->tones, sizeof from);
  memcpy (to, painting->tones, sizeof to);
  blur (from, .02 * TONES);
  blur (to, .02 * TONES);
  cumulate (to, below);
  s0 = invert (below, .005);
  s1 = MAX (invert (below, .995), s0 + .01);
  cumulate (from, wanted);
  p0 = .5 * invert (wanted, .005);
  p1 = .5 * (invert (wanted, .995) + 1);
  /* No spike may own the curve. */
  for (gint i = 0; i < TONES; i++)
    from[i] = .85 * from[i] + .15 / TONES;
  cumulate (from, wanted);
  for (gint i = 0; i < TONES; i++)
    wanted[i] = .5 * invert (below, wanted[i])
                + .5 * (s0 + (s1 - s0) * CLAMP (((i + .5) / TONES - p0) / (p1 - p0), 0, 1));
  for (gint i = 0; i < TONES; i++)
    slope[i] = (wanted[MIN (i + 1, TONES - 1)] - wanted[MAX (i - 1, 0)]) * TONES
               / (MIN (i + 1, TONES - 1) - MAX (i - 1, 0));
  blur (slope, 6);
  for (gint i = 0; i < TONES; i++)
    {
      curve[i] =
          (i ? curve[i - 1] : 0) + CLAMP (slope[i], .35 * (s1 - s0), 2.2 * (s1 - s0)) / TONES;
      shift += from[i] * (wanted[i] - curve[i]);
    }
  low = curve[0] + shift;
  high = curve[TONES - 1] + shift;
  for (gint i = 0; i < TONES; i++)
    {
      curve[i] += shift;
      if (low < s0 || high > s1)
        curve[i] =
            MAX (low, s0) + (curve[i] - low) * (MIN (high, s1) - MAX (low, s0)) / (high - low);
    }
}

/* ---- chroma ----------------------------------------------------------- */

typedef struct
{
  const PstColours *painting;
  gdouble curve[TONES];
  gdouble from[2], to[2], gain;        /* of chroma, into the painting's measure     */
  gdouble scale_y, scale_c;            /* of the cost                                */
  gdouble potential[PST_COLOURS_BINS]; /* g of the transport, by the painting's bins */
  gdouble low[3], step[3];             /* the table's axes                           */
  gfloat *table;                       /* [GRID][GRID][GRID][3]                      */
  const PstImage *photo;
  PstImage *out;
} Recolour;

static gdouble
smoothstep (gdouble x)
{
  x = CLAMP (x, 0, 1);
  return x * x * (3 - 2 * x);
}

static gdouble
new_tone (const Recolour *r, gdouble y)
{
  gdouble at = CLAMP (y * TONES - .5, 0, TONES - 1.001);
  gint i = (gint) at;

  return r->curve[i] + (at - i) * (r->curve[i + 1] - r->curve[i]);
}

/* A colour of the photo, with new lightness and in the painting's measure. */
static void
prepare (const Recolour *r, const gdouble *yuv, gdouble *to)
{
  to[0] = new_tone (r, yuv[0]);
  for (gint c = 0; c < 2; c++)
    to[1 + c] = (yuv[1 + c] - .7 * r->from[c]) * r->gain + .7 * r->to[c];
}

static gdouble
cost (const Recolour *r, const gdouble *a, const gfloat *b)
{
  gdouble y = (a[0] - b[0]) * r->scale_y;
  gdouble u = (a[1] - b[1]) * r->scale_c, v = (a[2] - b[2]) * r->scale_c;

  return .5 * (y * y + u * u + v * v);
}

static gdouble
log_sum_exp (const gdouble *v, gint n)
{
  gdouble most = -G_MAXDOUBLE, sum = 0;

  for (gint i = 0; i < n; i++)
    most = MAX (most, v[i]);
  for (gint i = 0; i < n; i++)
    sum += exp (v[i] - most);
  return most + log (sum);
}

/* Sinkhorn's iterations in logs, with shares that need not be kept. */
static void
solve (Recolour *r, const PstColours *photo)
{
  const PstColours *painting = r->painting;
  const gint n = photo->n_bins, m = painting->n_bins;
  const gdouble tau = RELAX / (RELAX + BLUR_E);
  g_autofree gdouble *costs = g_new (gdouble, n * m), *f = g_new0 (gdouble, n);
  gdouble part[PST_COLOURS_BINS];

  for (gint i = 0; i < n; i++)
    for (gint j = 0; j < m; j++)
      {
        gdouble a[3] = { photo->bin[i][0], photo->bin[i][1], photo->bin[i][2] };

        costs[i * m + j] = cost (r, a, painting->bin[j]) / BLUR_E;
      }
  for (gint round = 0; round < ROUNDS; round++)
    {
      for (gint i = 0; i < n; i++)
        {
          for (gint j = 0; j < m; j++)
            part[j] = r->potential[j] - costs[i * m + j] + log (painting->bin[j][3]);
          f[i] = -tau * log_sum_exp (part, m);
        }
      for (gint j = 0; j < m; j++)
        {
          for (gint i = 0; i < n; i++)
            part[i] = f[i] - costs[i * m + j] + log (photo->bin[i][3]);
          r->potential[j] = -tau * log_sum_exp (part, n);
        }
    }
}

/* Item: a plane of the table. */
static void
table_item (gint item, gint worker, gpointer data)
{
  const Recolour *r = data;
  const PstColours *painting = r->painting;

  for (gint i = 0; i < GRID * GRID; i++)
    {
      gdouble yuv[3] = { r->low[0] + item * r->step[0], r->low[1] + i / GRID * r->step[1],
                         r->low[2] + i % GRID * r->step[2] };
      gdouble a[3], u = 0, v = 0, sum = 0, most = -G_MAXDOUBLE, part[PST_COLOURS_BINS];
      gfloat *to = r->table + 3 * ((gsize) item * GRID * GRID + (gsize) i);

      prepare (r, yuv, a);
      for (gint j = 0; j < painting->n_bins; j++)
        {
          part[j] =
              r->potential[j] - cost (r, a, painting->bin[j]) / BLUR_E + log (painting->bin[j][3]);
          most = MAX (most, part[j]);
        }
      for (gint j = 0; j < painting->n_bins; j++)
        {
          gdouble p = exp (part[j] - most);

          sum += p;
          u += p * painting->bin[j][1];
          v += p * painting->bin[j][2];
        }
      to[0] = (gfloat) a[0];
      to[1] = (gfloat) (u / sum);
      to[2] = (gfloat) (v / sum);
    }
}

/* Item: a line of the picture. */
static void
line_item (gint item, gint worker, gpointer data)
{
  const Recolour *r = data;
  const gsize w = (gsize) r->photo->width, plane = w * (gsize) r->photo->height;

  for (gsize i = (gsize) item * w; i < (gsize) (item + 1) * w; i++)
    {
      gdouble yuv[3], part[3], to[3] = { 0 };
      gint at[3];

      colour_at (r->photo, i, yuv);
      for (gint c = 0; c < 3; c++)
        {
          gdouble place = CLAMP ((yuv[c] - r->low[c]) / r->step[c], 0, GRID - 1.001);

          at[c] = (gint) place;
          part[c] = place - at[c];
        }
      for (gint k = 0; k < 8; k++)
        {
          gint y = at[0] + k / 4, u = at[1] + k / 2 % 2, v = at[2] + k % 2;
          const gfloat *point = r->table + 3 * ((gsize) (y * GRID + u) * GRID + (gsize) v);
          gdouble weight = (k / 4 ? part[0] : 1 - part[0]) * (k / 2 % 2 ? part[1] : 1 - part[1])
                           * (k % 2 ? part[2] : 1 - part[2]);

          for (gint c = 1; c < 3; c++)
            to[c] += weight * point[c];
        }
      to[0] = new_tone (r, yuv[0]);
      for (gint c = 0; c < 3; c++)
        {
          /* The inverse of colour_at ()'s matrix. */
          static const gdouble back[3][2] = { { -.000927, 1.401687 },
                                              { -.343695, -.714169 },
                                              { 1.772160, .000990 } };
          gdouble v = to[0] + back[c][0] * to[1] + back[c][1] * to[2];

          r->out->data[(gsize) c * plane + i] = (gfloat) CLAMP (v, 0, 1);
        }
    }
}

PstImage *
pst_recolour (const PstImage *photo, const PstColours *painting, PstPool *pool, GError **error)
{
  g_autofree PstColours *own = g_new (PstColours, 1);
  g_autofree gfloat *table = g_new (gfloat, GRID * GRID * GRID * 3);
  Recolour r = { .painting = painting, .table = table, .photo = photo };
  gdouble (*v)[3], high[3] = { 1, -1, -1 };
  gint n;

  r.out = pst_image_new (photo->width, photo->height, error);
  if (! r.out)
    return NULL;
  v = samples_new (photo, &n);
  take (own, v, n);
  pst_recolour_curve (own, painting, r.curve);
  r.gain = MIN (2, painting->deviation / (own->deviation + .02))
           * smoothstep ((painting->deviation - .02) / .015);
  r.scale_y = 1 / REACH;
  r.scale_c = 1 / (REACH * CLAMP (painting->deviation / .06, .1, 1));
  r.low[1] = r.low[2] = 1;
  for (gint c = 0; c < 2; c++)
    {
      r.from[c] = own->mean[c];
      r.to[c] = painting->mean[c];
    }
  /* The samples may have missed the rarest colours: a little room on both sides. */
  for (gint i = 0; i < n; i++)
    for (gint c = 1; c < 3; c++)
      {
        r.low[c] = MIN (r.low[c], v[i][c] - .02);
        high[c] = MAX (high[c], v[i][c] + .02);
      }
  for (gint c = 0; c < 3; c++)
    r.step[c] = (high[c] - r.low[c]) / (GRID - 1);
  for (gint i = 0; i < n; i++)
    {
      gdouble a[3];

      prepare (&r, v[i], a);
      memcpy (v[i], a, sizeof a);
    }
  take_bins (own, v, n);
  g_free (v);
  solve (&r, own);
  pst_pool_run (pool, GRID, table_item, &r);
  pst_pool_run (pool, photo->height, line_item, &r);
  return r.out;
}
