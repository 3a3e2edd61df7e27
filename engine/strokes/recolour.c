/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/recolour.h"

#include <math.h>
#include <string.h>

#include "ground/vector.h"

#define TONES   PST_COLOURS_TONES
#define SAMPLES 64000
#define FINE    1024 /* bins of an axis, for quantiles              */
#define CELLS_Y 14   /* cells of colour along Y' and along Cb and Cr */
#define CELLS_C 12
#define SMALL   2e-4 /* share of a cell that counts                  */

#define REACH   .05 /* distance of colours that is small, per axis    */
#define ENTROPY .2  /* of the transport                               */
#define FEWER   1.0 /* how strictly shares are kept, where fewer come  */
#define MORE    .2  /* and where more: a red thing may be larger than  */
#define VIVID   .06 /* chroma of a colour that is                     */
#define RED     2.5 /* of such a colour, weight of Cr beside that of Cb */
#define ROUNDS  60
#define EVEN    5. /* points of the table's 33: a thing that is half in shadow keeps its hue */

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
    pst_colour_at (image, (gsize) ((guint64) i * pixels / (guint64) *n), v[i]);
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
pst_recolour_curve (const PstColours *photo, const PstColours *painting, gdouble share,
                    gdouble *curve)
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
    wanted[i] =
        share * invert (below, wanted[i])
        + (1 - share) * (s0 + (s1 - s0) * CLAMP (((i + .5) / TONES - p0) / (p1 - p0), 0, 1));
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
  gdouble gain, neutral[2]; /* of chroma, into the painting's measure; what is gray there */
  gdouble scale_y, scale_c; /* of distances                                */
  gfloat potential[PST_COLOURS_BINS]; /* in logs, with the share: of the painting's bins */
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
    to[1 + c] = yuv[1 + c] * r->gain + r->neutral[c];
}

/* v [n] = minus the costs of moving colour @a to that of the bins, by the entropy.  A red thing
 * is not to become green where it is dark. */
PST_VECTOR static void
put_costs (const Recolour *r, const gdouble *a, const PstColours *bins, gfloat *v)
{
  const gfloat y = (gfloat) a[0], cb = (gfloat) a[1], cr = (gfloat) a[2];
  const gfloat by_y = (gfloat) (-.5 * r->scale_y * r->scale_y / ENTROPY);
  const gfloat by_cb = (gfloat) (-.5 * r->scale_c * r->scale_c / ENTROPY);
  const gdouble vivid = smoothstep (hypot (a[1] - r->neutral[0], a[2] - r->neutral[1]) / VIVID);
  const gfloat by_cr = by_cb * (gfloat) (1 + (RED - 1) * vivid);

  for (gint j = 0; j < bins->n_bins; j++)
    {
      const gfloat *b = bins->bin[j];
      gfloat d = y - b[0], u = cb - b[1], w = cr - b[2];

      v[j] = by_y * d * d + by_cb * u * u + by_cr * w * w;
    }
}

/* e^x for x <= 0: a power of two and a polynomial, 2e-7 off at most. */
static PST_INLINE gfloat
quick_exp (gfloat x)
{
  gfloat t = (x < -87 ? -87 : x) * 1.44269504f;
  gint32 whole = (gint32) (t - .5f);
  gfloat f = t - (gfloat) whole, p;
  union
  {
    gint32 i;
    gfloat f;
  } power = { (whole + 127) << 23 };

  p = 1
      + f
            * (.693147182f
               + f * (.240226462f + f * (.0555041f + f * (.00961813f + f * .0013333558f))));
  return p * power.f;
}

#define LANES 16

/* log of the sum of e^(a + b); v becomes e^(a + b - the largest). */
PST_VECTOR static gfloat
log_sum_exp (const gfloat *restrict a, const gfloat *restrict b, gint n, gfloat *restrict v)
{
  gfloat lane[LANES] = { 0 }, most = -G_MAXFLOAT, sum = 0;
  gint i = 0;

  for (gint k = 0; k < n; k++)
    {
      v[k] = a[k] + b[k];
      most = v[k] > most ? v[k] : most;
    }
  for (gint k = 0; k < n; k++)
    v[k] = quick_exp (v[k] - most);
  for (; i + LANES <= n; i += LANES)
    for (gint k = 0; k < LANES; k++)
      lane[k] += v[i + k];
  for (; i < n; i++)
    sum += v[i];
  for (gint k = 0; k < LANES; k++)
    sum += lane[k];
  return most + logf (sum);
}

#define BLOCK 32 /* bins whose potentials are one item of work */

/* The potentials of one side's bins, of which each is of those of the other side. */
typedef struct
{
  const gfloat *costs; /* [n][m] */
  const gfloat *share, *other;
  gfloat *own;
  gint n, m;
  gfloat fewer, more; /* powers: where less comes than there is, and where more */
} Half;

/* Item: a block of bins. */
static void
half_item (gint item, gint worker, gpointer data)
{
  const Half *h = data;
  gfloat part[PST_COLOURS_BINS];

  for (gint i = item * BLOCK; i < MIN (h->n, (item + 1) * BLOCK); i++)
    {
      gfloat comes = log_sum_exp (h->costs + i * h->m, h->other, h->m, part);

      h->own[i] = h->share[i] - (comes > 0 ? h->more : h->fewer) * comes;
    }
}

/* Sinkhorn's iterations in logs, with shares that need not be kept. */
static void
solve (Recolour *r, const PstColours *photo, PstPool *pool)
{
  const PstColours *painting = r->painting;
  const gint n = photo->n_bins, m = painting->n_bins;
  const gfloat tau = (gfloat) (FEWER / (FEWER + ENTROPY));
  const gfloat tau_more = (gfloat) (MORE / (MORE + ENTROPY));
  g_autofree gfloat *costs = g_new (gfloat, n * m), *turned = g_new (gfloat, n * m);
  gfloat f[PST_COLOURS_BINS], share[2][PST_COLOURS_BINS];
  Half halves[2] = { { costs, share[0], r->potential, f, n, m, tau, tau },
                     { turned, share[1], f, r->potential, m, n, tau, tau_more } };

  for (gint i = 0; i < n; i++)
    {
      gdouble a[3] = { photo->bin[i][0], photo->bin[i][1], photo->bin[i][2] };

      put_costs (r, a, painting, costs + i * m);
      for (gint j = 0; j < m; j++)
        turned[j * n + i] = costs[i * m + j];
      share[0][i] = logf (photo->bin[i][3]);
    }
  for (gint j = 0; j < m; j++)
    r->potential[j] = share[1][j] = logf (painting->bin[j][3]);
  for (gint step = 0; step < 2 * ROUNDS; step++)
    pst_pool_run (pool, (halves[step % 2].n + BLOCK - 1) / BLOCK, half_item, &halves[step % 2]);
}

/* The mean of the painting's bins, each as near as it is and as much as there is of it. */
static void
draw (const Recolour *r, const gdouble *a, gdouble *to)
{
  gfloat costs[PST_COLOURS_BINS] = { 0 }, part[PST_COLOURS_BINS];
  gdouble sum = 0;

  put_costs (r, a, r->painting, costs);
  log_sum_exp (costs, r->potential, r->painting->n_bins, part);
  to[0] = a[0];
  to[1] = to[2] = 0;
  for (gint j = 0; j < r->painting->n_bins; j++)
    {
      sum += part[j];
      to[1] += part[j] * r->painting->bin[j][1];
      to[2] += part[j] * r->painting->bin[j][2];
    }
  to[1] /= sum;
  to[2] /= sum;
}

static void
recolour_point (const gdouble *from, gdouble *to, gpointer data)
{
  gdouble a[3];

  prepare (data, from, a);
  draw (data, a, to);
}

PstImage *
pst_recolour (const PstImage *photo, const PstColours *painting, gdouble share, PstPool *pool,
              GError **error)
{
  g_autofree PstColours *own = g_new (PstColours, 1);
  gdouble low[3] = { 0, 1, 1 }, high[3] = { 1, -1, -1 };
  Recolour r = { .painting = painting };
  PstImage *out = pst_image_crop (photo, 0, 0, photo->width, photo->height, error);
  PstColourTable *table;
  gdouble (*v)[3];
  gint n;

  if (! out)
    return NULL;
  v = samples_new (photo, &n);
  take (own, v, n);
  pst_recolour_curve (own, painting, share, r.curve);
  r.gain = MIN (2, painting->deviation / (own->deviation + .02))
           * smoothstep ((painting->deviation - .02) / .015);
  r.scale_y = 1 / REACH;
  r.scale_c = 1 / (REACH * CLAMP (painting->deviation / .06, .1, 1));
  for (gint c = 0; c < 2; c++)
    r.neutral[c] = .7 * (painting->mean[c] - r.gain * own->mean[c]);
  /* The samples may have missed the rarest colours: a little room on both sides. */
  for (gint i = 0; i < n; i++)
    for (gint c = 1; c < 3; c++)
      {
        low[c] = MIN (low[c], v[i][c] - .02);
        high[c] = MAX (high[c], v[i][c] + .02);
      }
  for (gint i = 0; i < n; i++)
    {
      gdouble a[3];

      prepare (&r, v[i], a);
      memcpy (v[i], a, sizeof a);
    }
  take_bins (own, v, n);
  g_free (v);
  solve (&r, own, pool);
  table = pst_colour_table_new (low, high, recolour_point, &r, pool);
  pst_colour_table_even (table, EVEN);
  pst_colour_table_apply (table, out, FALSE, pool);
  pst_colour_table_free (table);
  return out;
}

static void
draw_point (const gdouble *from, gdouble *to, gpointer data)
{
  draw (data, from, to);
}

PstColourTable *
pst_colours_draw_new (const PstColours *colours, PstPool *pool)
{
  const gdouble low[3] = { 0, -.5, -.5 }, high[3] = { 1, .5, .5 };
  Recolour r = { .painting = colours, .scale_y = 1 / .08, .scale_c = 1 / .03 };

  for (gint j = 0; j < colours->n_bins; j++)
    r.potential[j] = .5f * logf (colours->bin[j][3]);
  return pst_colour_table_new (low, high, draw_point, &r, pool);
}
