/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/regions.h"

#include "ground/random.h"

#define ROUNDS  6
#define SHAKE   .8   /* sides, by which they begin off their places */
#define COMPACT .25f /* difference of colours that counts as much as a region's side */

typedef struct
{
  PstRegions *regions;
  const gfloat *rgb;
  gdouble side;
  gint columns, lines;
} Job;

/* Item: a line.  Each pixel goes to one of the nine regions that began around it. */
static void
assign_item (gint y, gint worker, gpointer data)
{
  const Job *job = data;
  const PstRegions *r = job->regions;
  const gsize n = (gsize) r->w * (gsize) r->h;
  const gint line = MIN ((gint) (y / job->side), job->lines - 1);
  const gfloat by_place = (gfloat) (1 / (job->side * job->side)),
               by_colour = 1 / (COMPACT * COMPACT);

  for (gint x = 0; x < r->w; x++)
    {
      const gsize at = (gsize) y * (gsize) r->w + (gsize) x;
      const gint column = MIN ((gint) (x / job->side), job->columns - 1);
      gfloat least = G_MAXFLOAT;

      for (gint j = MAX (line - 1, 0); j <= MIN (line + 1, job->lines - 1); j++)
        for (gint i = MAX (column - 1, 0); i <= MIN (column + 1, job->columns - 1); i++)
          {
            const PstRegion *region = &r->region[j * job->columns + i];
            gfloat dx = (gfloat) x - region->x, dy = (gfloat) y - region->y;
            gfloat d = by_place * (dx * dx + dy * dy);

            for (gsize c = 0; c < 3; c++)
              {
                gfloat by = job->rgb[c * n + at] - region->colour[c];

                d += by_colour * by * by;
              }
            if (d < least)
              {
                least = d;
                r->of[at] = j * job->columns + i;
              }
          }
    }
}

/* A region that lost every pixel stays as it was. */
static void
take_means (const Job *job, gdouble *sums)
{
  PstRegions *r = job->regions;
  const gsize n = (gsize) r->w * (gsize) r->h;

  for (gint k = 0; k < 6 * r->n; k++)
    sums[k] = 0;
  for (gsize at = 0; at < n; at++)
    {
      gdouble *s = sums + 6 * r->of[at];

      for (gsize c = 0; c < 3; c++)
        s[c] += job->rgb[c * n + at];
      s[3] += (gint) (at % (gsize) r->w);
      s[4] += (gint) (at / (gsize) r->w);
      s[5]++;
    }
  for (gint k = 0; k < r->n; k++)
    if (sums[6 * k + 5] > 0)
      {
        const gdouble *s = sums + 6 * k;

        for (gint c = 0; c < 3; c++)
          r->region[k].colour[c] = (gfloat) (s[c] / s[5]);
        r->region[k].x = (gfloat) (s[3] / s[5]);
        r->region[k].y = (gfloat) (s[4] / s[5]);
        r->region[k].size = (gfloat) sqrt (s[5]);
      }
}

/* Or plain areas would be cut into squares. */
static void
shake (const Job *job, guint64 key)
{
  for (gint k = 0; k < job->regions->n; k++)
    {
      PstRegion *r = &job->regions->region[k];

      r->x += (gfloat) (SHAKE * job->side * (pst_random_uniform (key, (guint64) (2 * k)) - .5));
      r->y += (gfloat) (SHAKE * job->side * (pst_random_uniform (key, (guint64) (2 * k + 1)) - .5));
    }
}

PstRegions *
pst_regions_new (PstPool *pool, const gfloat *rgb, gint w, gint h, gdouble side, guint64 key)
{
  const gsize n = (gsize) w * (gsize) h;
  g_autoptr (PstRegions) r = g_new0 (PstRegions, 1);
  Job job = { r, rgb, MAX (side, 2) };
  g_autofree gdouble *sums = NULL;

  job.columns = MAX (1, (gint) (w / job.side));
  job.lines = MAX (1, (gint) (h / job.side));
  r->w = w;
  r->h = h;
  r->n = job.columns * job.lines;
  r->of = g_try_new (gint, n);
  r->region = g_new0 (PstRegion, r->n);
  sums = g_new (gdouble, 6 * r->n);
  if (! r->of)
    return NULL;
  for (gsize at = 0; at < n; at++)
    r->of[at] = MIN ((gint) ((gint) (at / (gsize) r->w) / job.side), job.lines - 1) * job.columns
                + MIN ((gint) ((gint) (at % (gsize) r->w) / job.side), job.columns - 1);
  for (gint round = 0; round < ROUNDS; round++)
    {
      take_means (&job, sums);
      if (round == 0)
        shake (&job, key);
      pst_pool_run (pool, r->h, assign_item, &job);
    }
  take_means (&job, sums);
  return g_steal_pointer (&r);
}

void
pst_regions_free (PstRegions *regions)
{
  if (! regions)
    return;
  g_free (regions->region);
  g_free (regions->of);
  g_free (regions);
}
