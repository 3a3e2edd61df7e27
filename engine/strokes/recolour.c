/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/recolour.h"

#include <math.h>
#include <string.h>

#include "strokes/correlation.h"

#define TONES  PST_COLOURS_TONES
#define AXES   2   /* of chroma: from cool to warm, and from green to purple             */
#define RANKS  512 /* bins of an axis of the photo, of chroma by luma from -RANGE to RANGE */
#define RANGE  1.6
#define DARK   .25 /* luma below which chroma says less                                  */
#define SMOOTH .02 /* of chroma by luma: what differs by less is one colour              */
#define RANK   .6  /* of a colour's place: how many are cooler; the rest: how cool it is */
#define COLOUR .09 /* chroma by luma that is much                                        */
#define POLES  .7  /* power: below 1 there is less between cool and warm                 */
#define EVENLY .6  /* of the painting's colours: how far apart, not how many there are   */
#define LIGHTS 17  /* points of the painting's tables                                    */
#define WARMTH 17
#define PLACES 33
#define NEAR_Y .14  /* of lightness, which count together                                 */
#define NEAR_C .5   /* of warmth, in the painting's deviation                             */
#define KEEPS  .965 /* correlation of light and dark with the photo's, or fewer tones by rank */
#define SHARES .1
#define OWN    .3 /* of a vivid colour, that it keeps where the painting has it         */

/* ---- lightness -------------------------------------------------------- */

/* Gaussian over @n bins, ends mirrored. */
static void
blur (gdouble *v, gint n, gdouble deviation)
{
  const gint reach = (gint) ceil (3 * deviation);
  g_autofree gdouble *was = g_memdup2 (v, (gsize) n * sizeof (gdouble));

  for (gint i = 0; i < n; i++)
    {
      gdouble sum = 0, weights = 0;

      for (gint k = -reach; k <= reach; k++)
        {
          gint at = i + k < 0 ? -1 - i - k : i + k >= n ? 2 * n - 1 - i - k : i + k;
          gdouble weight = exp (-.5 * k * k / (deviation * deviation));

          sum += weight * was[at];
          weights += weight;
        }
      v[i] = sum / weights;
    }
}

/* Shares of what lies below each of @n bins' middles; in place as well. */
static void
cumulate (const gdouble *v, gint n, gdouble *sums)
{
  gdouble sum = 0, total = 0;

  for (gint i = 0; i < n; i++)
    total += v[i];
  for (gint i = 0; i < n; i++)
    {
      const gdouble own = v[i];

      sums[i] = (sum + own / 2) / total;
      sum += own;
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
  blur (from, TONES, .02 * TONES);
  blur (to, TONES, .02 * TONES);
  cumulate (to, TONES, below);
  s0 = invert (below, .005);
  s1 = MAX (invert (below, .995), s0 + .01);
  cumulate (from, TONES, wanted);
  p0 = .5 * invert (wanted, .005);
  p1 = .5 * (invert (wanted, .995) + 1);
  /* No spike may own the curve. */
  for (gint i = 0; i < TONES; i++)
    from[i] = .85 * from[i] + .15 / TONES;
  cumulate (from, TONES, wanted);
  for (gint i = 0; i < TONES; i++)
    wanted[i] =
        share * invert (below, wanted[i])
        + (1 - share) * (s0 + (s1 - s0) * CLAMP (((i + .5) / TONES - p0) / (p1 - p0), 0, 1));
  for (gint i = 0; i < TONES; i++)
    slope[i] = (wanted[MIN (i + 1, TONES - 1)] - wanted[MAX (i - 1, 0)]) * TONES
               / (MIN (i + 1, TONES - 1) - MAX (i - 1, 0));
  blur (slope, TONES, 6);
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
  gdouble curve[TONES];
  gdouble rank[AXES][RANKS];             /* of the photo: shares of what lies below          */
  gdouble warm[LIGHTS][PLACES];          /* of the painting: from the coolest to the warmest */
  gdouble least[AXES], most[AXES];       /* of its chroma                                        */
  gdouble coolest, warmest;              /* the ends of the next table's second axis         */
  gdouble other[LIGHTS][WARMTH][PLACES]; /* and from greenest to the most purple       */
} Recolour;

static gdouble
new_tone (const Recolour *r, gdouble y)
{
  gdouble at = CLAMP (y * TONES - .5, 0, TONES - 1.001);
  gint i = (gint) at;

  return r->curve[i] + (at - i) * (r->curve[i + 1] - r->curve[i]);
}

/* Along axis 0, what is warm, or 1, what is purple; and the way back. */
static gdouble
along (gint axis, gdouble cb, gdouble cr)
{
  return (axis ? cr + cb : cr - cb) * M_SQRT1_2;
}

static void
chroma_of (gdouble warm, gdouble other, gdouble *c)
{
  c[0] = (other - warm) * M_SQRT1_2;
  c[1] = (other + warm) * M_SQRT1_2;
}

/* Chroma by luma, which is the same in light and in shadow. */
static gdouble
own_hue (const gdouble *yuv, gint axis)
{
  return along (axis, yuv[1], yuv[2]) / (yuv[0] + DARK);
}

/* Where @hue of the photo stands between the ends of an axis, 0 to 1: by how many colours are below
 * it, and by itself. */
static gdouble
place_of (const Recolour *r, gint axis, gdouble hue)
{
  const gdouble at = CLAMP ((hue / RANGE + 1) / 2 * RANKS - .5, 0, RANKS - 1.001);
  const gint i = (gint) at;
  const gdouble rank = r->rank[axis][i] + (at - i) * (r->rank[axis][i + 1] - r->rank[axis][i]);
  const gdouble place = 2 * RANK * rank + (1 - RANK) * (1 + tanh (hue / COLOUR)) - 1;

  return .5 + .5 * copysign (pow (fabs (place), POLES), place);
}

/* Of @n values @x in rising order, weighted: those below which the shares of PLACES places are. */
static void
put_quantiles (const gdouble *x, const gdouble *weight, gint n, gdouble *to)
{
  gdouble total = 0, sum = 0, below = 0, was = x[0];
  gint place = 0;

  for (gint i = 0; i < n; i++)
    total += weight[i];
  for (gint i = 0; i < n; i++)
    {
      const gdouble middle = (sum + weight[i] / 2) / total;

      for (; place < PLACES && (place + .5) / PLACES <= middle; place++)
        to[place] = middle > below
                        ? was + (x[i] - was) * ((place + .5) / PLACES - below) / (middle - below)
                        : x[i];
      sum += weight[i];
      below = middle;
      was = x[i];
    }
  for (; place < PLACES; place++)
    to[place] = x[n - 1];
}

typedef struct
{
  gdouble x; /* what they are ordered by */
  gint bin;
} Ordered;

static gint
by_x (gconstpointer a, gconstpointer b)
{
  const Ordered *p = a, *q = b;

  return p->x < q->x ? -1 : p->x > q->x ? 1 : p->bin - q->bin;
}

static gdouble
bin_hue (const gfloat *bin, gint axis)
{
  return along (axis, bin[1], bin[2]) / (bin[0] + DARK);
}

/* The bins in the order of an axis. */
static void
order (const PstColours *painting, gint axis, Ordered *ordered, gdouble *x)
{
  for (gint j = 0; j < painting->n_bins; j++)
    ordered[j] = (Ordered){ bin_hue (painting->bin[j], axis), j };
  qsort (ordered, (gsize) painting->n_bins, sizeof *ordered, by_x);
  for (gint j = 0; j < painting->n_bins; j++)
    x[j] = ordered[j].x;
}

static gdouble
bell (gdouble d)
{
  return exp (-.5 * d * d);
}

/* What a bin counts at lightness @i of LIGHTS. */
static gdouble
near_light (const gfloat *bin, gint i)
{
  return bin[3] * (bell ((bin[0] - i / (LIGHTS - 1.)) / NEAR_Y) + 1e-4);
}

/* How warm the painting's colours are at each lightness, and how purple at each lightness and
 * warmth: its conditional distributions (Rosenblatt 1952). */
static void
take_painting (Recolour *r, const PstColours *painting)
{
  const gint n = painting->n_bins;
  const gdouble near = NEAR_C * painting->deviation + .02;
  Ordered ordered[PST_COLOURS_BINS];
  gdouble x[PST_COLOURS_BINS], weight[PST_COLOURS_BINS], light[PST_COLOURS_BINS];

  for (gint axis = 0; axis < AXES; axis++)
    for (gint j = 0; j < n; j++)
      {
        const gdouble c = along (axis, painting->bin[j][1], painting->bin[j][2]);

        r->least[axis] = j ? MIN (r->least[axis], c) : c;
        r->most[axis] = j ? MAX (r->most[axis], c) : c;
      }
  order (painting, 0, ordered, x);
  r->coolest = x[0];
  r->warmest = MAX (x[n - 1], x[0] + .001);
  for (gint i = 0; i < LIGHTS; i++)
    {
      gdouble *warm = r->warm[i], low, high;

      for (gint j = 0; j < n; j++)
        weight[j] = near_light (painting->bin[ordered[j].bin], i);
      put_quantiles (x, weight, n, warm);
      low = warm[0];
      high = warm[PLACES - 1];
      for (gint k = 0; k < PLACES; k++)
        warm[k] += EVENLY * (low + (high - low) * k / (PLACES - 1.) - warm[k]);
    }
  order (painting, 1, ordered, x);
  for (gint i = 0; i < LIGHTS; i++)
    {
      for (gint j = 0; j < n; j++)
        light[j] = near_light (painting->bin[ordered[j].bin], i);
      for (gint l = 0; l < WARMTH; l++)
        {
          const gdouble at = r->coolest + (r->warmest - r->coolest) * l / (WARMTH - 1.);

          for (gint j = 0; j < n; j++)
            weight[j] =
                light[j] * (bell ((bin_hue (painting->bin[ordered[j].bin], 0) - at) / near) + 1e-4);
          put_quantiles (x, weight, n, r->other[i][l]);
        }
    }
}

/* The cell of 0 to @n - 1 that @at is in, and where in it. */
static gint
split (gdouble at, gint n, gdouble *part)
{
  const gint i = CLAMP ((gint) at, 0, n - 2);

  *part = CLAMP (at - i, 0, 1);
  return i;
}

/* A place in two lines of the painting's tables, and how far it is between them. */
typedef struct
{
  const gdouble *line[2];
  gdouble part;
} Lines;

static gdouble
at_place (const Lines *l, gdouble place)
{
  gdouble part;
  const gint k = split (place * PLACES - .5, PLACES, &part);
  gdouble x[2];

  for (gint i = 0; i < 2; i++)
    x[i] = (1 - part) * l->line[i][k] + part * l->line[i][k + 1];
  return (1 - l->part) * x[0] + l->part * x[1];
}

/* What @place is in the painting, and a little of @own, the colour itself, within the painting's. */
static gdouble
find (const Lines *l, gdouble place, gdouble own, gdouble keep)
{
  const gdouble there = at_place (l, place);

  return there + keep * (CLAMP (own, at_place (l, 0), at_place (l, 1)) - there);
}

/* Chroma at lightness @y, none that the painting has not at any. */
static gdouble
lit (const Recolour *r, gint axis, gdouble hue, gdouble y)
{
  return CLAMP (hue * (y + DARK), r->least[axis], r->most[axis]);
}

static void
recolour_point (const gdouble *from, gdouble *to, gpointer data)
{
  const Recolour *r = data;
  const gdouble own[AXES] = { own_hue (from, 0), own_hue (from, 1) };
  const gdouble vivid = hypot (own[0], own[1]), keep = OWN * vivid / (vivid + COLOUR / 2);
  gdouble py, pw, warm, other[2];
  gint y, w;

  to[0] = new_tone (r, from[0]);
  y = split (to[0] * (LIGHTS - 1), LIGHTS, &py);
  warm =
      find (&(Lines){ { r->warm[y], r->warm[y + 1] }, py }, place_of (r, 0, own[0]), own[0], keep);
  w = split ((warm - r->coolest) / (r->warmest - r->coolest) * (WARMTH - 1), WARMTH, &pw);
  for (gint i = 0; i < 2; i++)
    other[i] = find (&(Lines){ { r->other[y][w + i], r->other[y + 1][w + i] }, py },
                     place_of (r, 1, own[1]), own[1], keep);
  chroma_of (lit (r, 0, warm, to[0]), lit (r, 1, (1 - pw) * other[0] + pw * other[1], to[0]),
             to + 1);
}

/* Shares of the @n colours that lie below, along each axis. */
static void
take_ranks (Recolour *r, gdouble (*v)[3], gint n)
{
  for (gint axis = 0; axis < AXES; axis++)
    {
      gdouble *rank = r->rank[axis];

      for (gint i = 0; i < n; i++)
        rank[CLAMP ((gint) ((own_hue (v[i], axis) / RANGE + 1) / 2 * RANKS), 0, RANKS - 1)]++;
      blur (rank, RANKS, SMOOTH / (2 * RANGE) * RANKS);
      cumulate (rank, RANKS, rank);
    }
}

/* Correlation of light and dark before and after @curve. */
static gdouble
keeps (const PstColours *photo, const gdouble *curve)
{
  PstCorrelation c = { 0 };

  for (gint i = 0; i < TONES; i++)
    pst_correlation_add (&c, (i + .5) / TONES, curve[i], photo->tones[i]);
  return pst_correlation_get (&c);
}

PstImage *
pst_recolour (const PstImage *photo, const PstColours *painting, gdouble share, PstPool *pool,
              GError **error)
{
  g_autofree PstColours *own = g_new (PstColours, 1);
  g_autofree Recolour *r = g_new0 (Recolour, 1);
  gdouble low[3] = { 0, 1, 1 }, high[3] = { 1, -1, -1 };
  PstImage *out = pst_image_crop (photo, 0, 0, photo->width, photo->height, error);
  PstColourTable *table;
  gdouble (*v)[3];
  gint n;

  if (! out)
    return NULL;
  v = pst_colours_samples_new (photo, &n);
  pst_colours_take_samples (own, v, n);
  do
    {
      pst_recolour_curve (own, painting, share, r->curve);
      share -= SHARES;
    }
  while (share >= 0 && keeps (own, r->curve) < KEEPS);
  take_ranks (r, v, n);
  take_painting (r, painting);
  /* The samples may have missed the rarest colours: a little room on both sides. */
  for (gint i = 0; i < n; i++)
    for (gint c = 1; c < 3; c++)
      {
        low[c] = MIN (low[c], v[i][c] - .02);
        high[c] = MAX (high[c], v[i][c] + .02);
      }
  g_free (v);
  table = pst_colour_table_new (low, high, recolour_point, r, pool);
  pst_colour_table_apply (table, out, FALSE, pool);
  pst_colour_table_free (table);
  return out;
}
