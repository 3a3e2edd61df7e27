/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/facets.h"

#include <math.h>
#include <string.h>

#include "ground/random.h"

#define SAMPLES  160000. /* of a picture, about                                           */
#define LOOKED   2000    /* of a part, when its cut is chosen                             */
#define WAYS     12      /* directions that are tried                                     */
#define BENDS    3       /* and how far each is bent                                      */
#define BENT     .4      /* of its part's breadth, by which an arc leaves its chord, about */
#define PLACES   48      /* and places                                                    */
#define NEARER   3       /* directions that are tried once more, around the best          */
#define WORTH    .22 /* what a cut must tell by pixel of its length: squares of colour times pixels  */
#define EVEN     .15 /* of a part that is only too large, for each side */
#define LIKENESS 1.5 /* at 100, powers of two by which parts may be smaller */
#define FEATURES 4

/* Points with d - bend t^2 < place are on its first side; d across, t along. */
typedef struct
{
  gfloat x, y, u, v; /* through (x,y), along (u,v) */
  gfloat bend, place;
} Cut;

typedef struct
{
  Cut cut;
  gint side[2]; /* nodes; or facets: -1 - index */
} Node;

struct _PstFacets
{
  GArray *node, *facet;
};

typedef struct
{
  gfloat x, y, f[FEATURES];
  gfloat likeness;
} Sample;

typedef struct
{
  Sample *sample, *spare;
  gdouble step; /* pixels between samples */
  gdouble widest, finest;
  guint64 key;
  PstFacets *facets;
} Job;

static gfloat
side_of (const Cut *cut, gfloat x, gfloat y)
{
  const gfloat dx = x - cut->x, dy = y - cut->y;
  const gfloat t = dx * cut->u + dy * cut->v, d = dy * cut->u - dx * cut->v;

  return d - cut->bend * t * t;
}

/* ---- where to cut ----------------------------------------------------- */

typedef struct
{
  const Sample *sample;
  gint n, stride;
  gdouble per; /* pixels that a sample stands for, those skipped too */
  gint least;  /* samples on each side                               */
  gdouble sum[FEATURES];
  gint looked;
  gdouble worth; /* as WORTH, where the picture is painted so near to the photo */
  gdouble told;  /* by the best cut yet, beyond that                            */
  Cut best;
} Search;

/* Tries @cut at PLACES places from @from on, @apart pixels apart. */
static void
try_places (Search *s, Cut cut, gdouble from, gdouble apart)
{
  gdouble sums[PLACES + 1][FEATURES + 1] = { { 0 } };
  gdouble left[FEATURES + 1] = { 0 };

  for (gint i = 0; i < s->n; i += s->stride)
    {
      const Sample *p = &s->sample[i];
      const gdouble at = (side_of (&cut, p->x, p->y) - from) / apart;
      gdouble *to = sums[CLAMP ((gint) ceil (at), 0, PLACES)];

      to[FEATURES]++;
      for (gint c = 0; c < FEATURES; c++)
        to[c] += p->f[c];
    }
  for (gint k = 0; k < PLACES; k++)
    {
      gdouble other, told = 0, length;

      for (gint c = 0; c <= FEATURES; c++)
        left[c] += sums[k][c];
      other = s->looked - left[FEATURES];
      if (left[FEATURES] < s->least || other < s->least)
        continue;
      for (gint c = 0; c < FEATURES; c++)
        {
          gdouble by = left[c] / left[FEATURES] - (s->sum[c] - left[c]) / other;

          told += by * by;
        }
      told *= left[FEATURES] * other / s->looked * s->per;
      length = k > 0 ? sums[k][FEATURES] + sums[k + 1][FEATURES] : 2 * sums[1][FEATURES];
      length = MAX (length * s->per / (2 * apart), 1);
      if (told - s->worth * length > s->told)
        {
          s->told = told - s->worth * length;
          s->best = cut;
          s->best.place = (gfloat) (from + k * apart);
        }
    }
}

static Cut
cut_of (gdouble x, gdouble y, gdouble angle, gdouble bend)
{
  return (Cut){ .x = (gfloat) x,
                .y = (gfloat) y,
                .u = (gfloat) cos (angle),
                .v = (gfloat) sin (angle),
                .bend = (gfloat) bend };
}

/* How much smaller parts may be, by their area, where likeness is so high. */
static gdouble
finer (const Sample *sample, gint n)
{
  const gint stride = MAX (1, n / LOOKED), looked = (n + stride - 1) / stride;
  gdouble sum = 0;

  for (gint i = 0; i < n; i += stride)
    sum += sample[i].likeness;
  return exp2 (-LIKENESS * sum / looked);
}

/* The cut that tells most of @n samples; or @even: of those that leave a good part on each side.  FALSE:
 * none is allowed. */
static gboolean
find_cut (const Job *job, const Sample *sample, gint n, gint number, gdouble worth, gboolean even,
          Search *s)
{
  gdouble x = 0, y = 0, far = 0, turn, angle, bend, apart;
  const Cut *best = &s->best;

  *s = (Search){
    .sample = sample, .n = n, .stride = MAX (1, n / LOOKED), .worth = worth, .told = -G_MAXDOUBLE
  };
  s->looked = (n + s->stride - 1) / s->stride;
  s->per = job->step * job->step * n / s->looked;
  s->least = MAX ((gint) (job->finest * job->finest / s->per), 1);
  if (even)
    s->least = MAX (s->least, (gint) (EVEN * s->looked));
  for (gint i = 0; i < n; i += s->stride)
    {
      x += sample[i].x;
      y += sample[i].y;
      for (gint c = 0; c < FEATURES; c++)
        s->sum[c] += sample[i].f[c];
    }
  x /= s->looked;
  y /= s->looked;
  for (gint i = 0; i < n; i += s->stride)
    far = MAX (far, hypot (sample[i].x - x, sample[i].y - y));
  turn = pst_random_uniform (job->key, (guint64) number);
  apart = 2 * far / PLACES;
  for (gint way = 0; way < WAYS; way++)
    for (gint b = even ? BENDS / 2 : 0; b < (even ? BENDS / 2 + 1 : BENDS); b++)
      try_places (s, cut_of (x, y, (way + turn) * G_PI / WAYS, (b - BENDS / 2) * BENT / (far + 1)),
                  -far, apart);
  if (! (s->told > -G_MAXDOUBLE))
    return FALSE;
  angle = atan2 (best->v, best->u);
  bend = best->bend;
  turn = best->place;
  for (gint way = 0; way < NEARER; way++)
    for (gint b = even ? 0 : -1; b <= (even ? 0 : 1); b++)
      try_places (s,
                  cut_of (x, y, angle + (way - NEARER / 2) * G_PI / WAYS / NEARER,
                          bend + b * BENT / 3 / (far + 1)),
                  turn - 2 * apart, 4 * apart / PLACES);
  return TRUE;
}

/* ---- cutting ---------------------------------------------------------- */

static PstFacet
facet_of (const Job *job, const Sample *sample, gint n)
{
  gdouble sum[5] = { 0 }, luma = 0, xx = 0, xy = 0, yy = 0, xl = 0, yl = 0, by;
  PstFacet facet = { .size = (gfloat) (job->step * sqrt (n)) };

  for (gint i = 0; i < n; i++)
    {
      for (gint c = 0; c < 3; c++)
        sum[c] += sample[i].f[c];
      sum[3] += sample[i].x;
      sum[4] += sample[i].y;
      luma += sample[i].f[3];
    }
  for (gint c = 0; c < 3; c++)
    facet.colour[c] = (gfloat) (sum[c] / n);
  facet.x = (gfloat) (sum[3] / n);
  facet.y = (gfloat) (sum[4] / n);
  for (gint i = 0; i < n; i++)
    {
      const gdouble dx = sample[i].x - facet.x, dy = sample[i].y - facet.y,
                    dl = sample[i].f[3] - luma / n;

      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      xl += dx * dl;
      yl += dy * dl;
    }
  xx += n * job->step * job->step / 4; /* narrow ones have no slope across */
  yy += n * job->step * job->step / 4;
  by = xx * yy - xy * xy;
  facet.slope[0] = (gfloat) ((xl * yy - yl * xy) / by);
  facet.slope[1] = (gfloat) ((yl * xx - xl * xy) / by);
  return facet;
}

/* Cuts @n samples from @first on; returns their node or facet, see Node. */
static gint
cut (Job *job, gint first, gint n)
{
  Sample *sample = job->sample + first;
  const gdouble area = n * job->step * job->step;
  const gint number = (gint) job->facets->node->len;
  const gdouble smaller = finer (sample, n), worth = WORTH * smaller;
  Node node = { 0 };
  gint before = 0, after = 0;
  Search s;

  if (area >= 2 * job->finest * job->finest
      && ((find_cut (job, sample, n, number, worth, FALSE, &s) && s.told > 0)
          || (area > smaller * job->widest * job->widest
              && find_cut (job, sample, n, number, worth, TRUE, &s))))
    {
      node.cut = s.best;
      for (gint i = 0; i < n; i++)
        if (side_of (&node.cut, sample[i].x, sample[i].y) <= node.cut.place)
          sample[before++] = sample[i];
        else
          job->spare[after++] = sample[i];
      memcpy (sample + before, job->spare, (gsize) after * sizeof (Sample));
    }
  if (before == 0 || after == 0)
    {
      PstFacet facet = facet_of (job, sample, n);

      g_array_append_val (job->facets->facet, facet);
      return -(gint) job->facets->facet->len;
    }
  g_array_append_val (job->facets->node, node);
  node.side[0] = cut (job, first, before);
  node.side[1] = cut (job, first + before, after);
  g_array_index (job->facets->node, Node, number) = node;
  return number;
}

PstFacets *
pst_facets_new (const gfloat *rgb, const gfloat *likeness, gint w, gint h, gdouble widest,
                gdouble finest, guint64 key)
{
  const gint step = MAX (1, (gint) (sqrt ((gdouble) w * h / SAMPLES) + .5));
  const gint columns = (w + step - 1) / step, lines = (h + step - 1) / step;
  const gsize n = (gsize) w * (gsize) h;
  Job job = { .step = step, .widest = widest, .finest = finest, .key = key };

  job.sample = g_try_new (Sample, 2 * columns * lines);
  if (! job.sample)
    return NULL;
  job.spare = job.sample + columns * lines;
  for (gint i = 0; i < columns * lines; i++)
    {
      const gint x = MIN (i % columns * step + step / 2, w - 1),
                 y = MIN (i / columns * step + step / 2, h - 1);
      const gsize at = (gsize) y * (gsize) w + (gsize) x;
      Sample *p = &job.sample[i];

      p->x = (gfloat) x;
      p->y = (gfloat) y;
      p->likeness = likeness ? likeness[at] : 0;
      for (gsize c = 0; c < 3; c++)
        p->f[c] = rgb[c * n + at];
      p->f[3] = (gfloat) (.299 * p->f[0] + .587 * p->f[1] + .114 * p->f[2]);
    }
  job.facets = g_new (PstFacets, 1);
  job.facets->node = g_array_new (FALSE, FALSE, sizeof (Node));
  job.facets->facet = g_array_new (FALSE, FALSE, sizeof (PstFacet));
  cut (&job, 0, columns * lines);
  g_free (job.sample);
  return job.facets;
}

void
pst_facets_free (PstFacets *facets)
{
  if (! facets)
    return;
  g_array_free (facets->node, TRUE);
  g_array_free (facets->facet, TRUE);
  g_free (facets);
}

gint
pst_facets_count (const PstFacets *facets)
{
  return (gint) facets->facet->len;
}

const PstFacet *
pst_facets_get (const PstFacets *facets, gint i)
{
  return &g_array_index (facets->facet, PstFacet, i);
}

gint
pst_facets_at (const PstFacets *facets, gfloat x, gfloat y)
{
  gint at = facets->node->len > 0 ? 0 : -1;

  while (at >= 0)
    {
      const Node *node = &g_array_index (facets->node, Node, at);

      at = node->side[side_of (&node->cut, x, y) > node->cut.place];
    }
  return -1 - at;
}
