/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/colours.h"

#include <math.h>
#include <string.h>

#include "ground/vector.h"
#include "strokes/smoothstep.h"

#define TONES   PST_COLOURS_TONES
#define SAMPLES 64000
#define FINE    1024 /* bins of an axis, for quantiles              */
#define CELLS_Y 14   /* cells of colour along Y' and along Cb and Cr */
#define CELLS_C 12
#define SMALL   2e-4 /* share of a cell that counts                  */
#define ENTROPY .2   /* of a colour, when it is drawn to the painting's */
#define DRAW_Y  .08  /* distance of colours that is small               */
#define DRAW_C  .03
#define VIVID   .06 /* chroma of a colour that is                     */
#define RED     2.5 /* of such a colour, weight of Cr beside that of Cb */

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

void
pst_colours_take_samples (PstColours *colours, gdouble (*v)[3], gint n)
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

gdouble (*pst_colours_samples_new (const PstImage *image, gint *n))[3]
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
  gdouble (*v)[3] = pst_colours_samples_new (image, &n);

  pst_colours_take_samples (colours, v, n);
  g_free (v);
}

/* ---- no colour but the painting's ------------------------------------- */

typedef struct
{
  const PstColours *painting;
  gfloat weight[PST_COLOURS_BINS]; /* logs: of the painting's bins */
} Drawing;

/* v [n] = minus the distances of colour @a to the bins, by the entropy, and their weights.  A red thing
 * is not to become green where it is dark. */
PST_VECTOR static void
put_logs (const Drawing *d, const gdouble *a, gfloat *v)
{
  const gfloat y = (gfloat) a[0], cb = (gfloat) a[1], cr = (gfloat) a[2];
  const gfloat by_y = (gfloat) (-.5 / (DRAW_Y * DRAW_Y * ENTROPY));
  const gfloat by_cb = (gfloat) (-.5 / (DRAW_C * DRAW_C * ENTROPY));
  const gfloat by_cr =
      by_cb * (gfloat) (1 + (RED - 1) * pst_smoothstep (0, VIVID, hypot (a[1], a[2])));

  for (gint j = 0; j < d->painting->n_bins; j++)
    {
      const gfloat *b = d->painting->bin[j];
      gfloat t = y - b[0], u = cb - b[1], w = cr - b[2];

      v[j] = d->weight[j] + by_y * t * t + by_cb * u * u + by_cr * w * w;
    }
}

/* The mean of the painting's bins, each as near as it is and as much as there is of it. */
static void
draw_point (const gdouble *from, gdouble *to, gpointer data)
{
  const Drawing *d = data;
  gfloat part[PST_COLOURS_BINS] = { 0 }, most = -G_MAXFLOAT;
  gdouble sum = 0;

  put_logs (d, from, part);
  for (gint j = 0; j < d->painting->n_bins; j++)
    most = MAX (most, part[j]);
  to[0] = from[0];
  to[1] = to[2] = 0;
  for (gint j = 0; j < d->painting->n_bins; j++)
    {
      const gdouble share = expf (part[j] - most);

      sum += share;
      to[1] += share * d->painting->bin[j][1];
      to[2] += share * d->painting->bin[j][2];
    }
  to[1] /= sum;
  to[2] /= sum;
}

gfloat
pst_colours_tone_at (const PstColours *colours, gdouble p)
{
  gdouble sum = 0;

  for (gint i = 0; i < TONES; i++)
    {
      sum += colours->tones[i];
      if (sum >= p)
        return (gfloat) i / (TONES - 1);
    }
  return 1;
}

PstColourTable *
pst_colours_draw_new (const PstColours *colours, PstPool *pool)
{
  const gdouble low[3] = { 0, -.5, -.5 }, high[3] = { 1, .5, .5 };
  Drawing d = { .painting = colours };

  for (gint j = 0; j < colours->n_bins; j++)
    d.weight[j] = .5f * logf (colours->bin[j][3]);
  return pst_colour_table_new (low, high, draw_point, &d, pool);
}
