/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/things.h"

#include <math.h>
#include <string.h>

#include "strokes/colour.h"

#define ACROSS 30.   /* regions along a square's side: their pairs are all looked at       */
#define LIGHT  .2    /* of luma in what is compared                                       */
#define CHROMA 2.    /* and of chroma by luma                                             */
#define DARK   .2    /* luma below which chroma says less                                 */
#define COST   .0012 /* of what is joined: square of the difference times share           */
#define KEEP   .35   /* of what a pixel's chroma is beside its thing's                    */

/* ---- what there is ---------------------------------------------------- */

typedef struct
{
  gdouble sum[3], count;
  gint joined; /* the thing it is a part of, itself to begin with */
} Part;

static gint
whole (Part *part, gint i)
{
  while (part[i].joined != i)
    i = part[i].joined = part[part[i].joined].joined;
  return i;
}

/* Ward's: by how much variance grows. */
static gdouble
cost (const Part *a, const Part *b)
{
  gdouble d = 0;

  for (gint c = 0; c < 3; c++)
    d += pow (a->sum[c] / a->count - b->sum[c] / b->count, 2);
  return d * a->count * b->count / (a->count + b->count);
}

/* Those that touch, as n x n flags. */
static guint8 *
neighbours_new (const PstRegions *r)
{
  const gsize n = (gsize) r->n;
  guint8 *touch = g_malloc0 (n * n);

  for (gint y = 0; y < r->h; y++)
    for (gint x = 0; x < r->w; x++)
      {
        const gint *at = r->of + (gsize) y * (gsize) r->w + (gsize) x;

        if (x + 1 < r->w)
          touch[(gsize) at[0] * n + (gsize) at[1]] = touch[(gsize) at[1] * n + (gsize) at[0]] = 1;
        if (y + 1 < r->h)
          touch[(gsize) at[0] * n + (gsize) at[r->w]] =
              touch[(gsize) at[r->w] * n + (gsize) at[0]] = 1;
      }
  return touch;
}

/* The cheapest pair first, until all are dear. */
static void
join (const PstRegions *r, Part *part, gdouble most)
{
  const gint n = r->n;
  g_autofree guint8 *touch = neighbours_new (r);
  gboolean again = TRUE;

  while (again)
    {
      gdouble least = most;
      gint a = -1, b = -1;

      for (gint i = 0; i < n; i++)
        if (part[i].joined == i && part[i].count > 0)
          for (gint j = i + 1; j < n; j++)
            if (touch[(gsize) i * (gsize) n + (gsize) j] && part[j].joined == j
                && part[j].count > 0)
              {
                gdouble d = cost (&part[i], &part[j]);

                if (d < least)
                  {
                    least = d;
                    a = i;
                    b = j;
                  }
              }
      again = a >= 0;
      if (! again)
        break;
      for (gint c = 0; c < 3; c++)
        part[a].sum[c] += part[b].sum[c];
      part[a].count += part[b].count;
      part[b].joined = a;
      for (gint k = 0; k < n; k++)
        if (touch[(gsize) b * (gsize) n + (gsize) k] && k != a)
          touch[(gsize) a * (gsize) n + (gsize) k] = touch[(gsize) k * (gsize) n + (gsize) a] = 1;
    }
}

/* Of pixel @i of planes of @n, -1 to 1. */
static void
colour_at (const gfloat *rgb, gsize n, gsize i, gdouble *yuv)
{
  pst_colour_yuv ((rgb[i] + 1) / 2, (rgb[n + i] + 1) / 2, (rgb[2 * n + i] + 1) / 2, yuv);
}

static Part *
parts_new (const PstRegions *r, const gfloat *x)
{
  const gsize n = (gsize) r->w * (gsize) r->h;
  Part *part = g_new0 (Part, r->n);

  for (gint k = 0; k < r->n; k++)
    part[k].joined = k;
  for (gsize i = 0; i < n; i++)
    {
      for (gsize c = 0; c < 3; c++)
        part[r->of[i]].sum[c] += x[c * n + i];
      part[r->of[i]].count++;
    }
  return part;
}

/* The regions that are joined, so weighted, become one. */
static PstRegion
mean_region (const PstRegion *region, const gdouble *weight, const gint *number, gint n, gint k)
{
  gdouble sum[5] = { 0 }, weights = 0;

  for (gint i = 0; i < n; i++)
    if (number[i] == k)
      {
        const PstRegion *own = &region[i];
        const gdouble of[5] = { own->colour[0], own->colour[1], own->colour[2], own->x, own->y };

        for (gint c = 0; c < 5; c++)
          sum[c] += weight[i] * of[c];
        weights += weight[i];
      }
  for (gint c = 0; c < 5; c++)
    sum[c] /= weights;
  return (PstRegion){ .colour = { (gfloat) sum[0], (gfloat) sum[1], (gfloat) sum[2] },
                      .x = (gfloat) sum[3],
                      .y = (gfloat) sum[4],
                      .size = (gfloat) sqrt (weights) };
}

void
pst_things_join (PstRegions *r, const gfloat *x, gdouble cost)
{
  const gsize n = (gsize) r->w * (gsize) r->h;
  g_autofree Part *part = parts_new (r, x);
  g_autofree gint *number = g_new (gint, r->n), *whose = g_new (gint, r->n);
  g_autofree gdouble *weight = g_new (gdouble, r->n);
  PstRegion *joined;
  gint count = 0;

  for (gint k = 0; k < r->n; k++)
    {
      weight[k] = part[k].count;
      number[k] = -1;
    }
  join (r, part, cost * (gdouble) n);
  for (gint k = 0; k < r->n; k++)
    {
      gint of = whole (part, k);

      if (weight[k] > 0 && number[of] < 0)
        number[of] = count++;
    }
  for (gint k = 0; k < r->n; k++)
    whose[k] = weight[k] > 0 ? number[whole (part, k)] : -1;
  joined = g_new (PstRegion, count);
  for (gint k = 0; k < count; k++)
    joined[k] = mean_region (r->region, weight, whose, r->n, k);
  for (gsize i = 0; i < n; i++)
    r->of[i] = whose[r->of[i]];
  g_free (r->region);
  r->region = joined;
  r->n = count;
}

gint
pst_things_find (const gfloat *photo, gint w, gint h, PstPool *pool, gint *of)
{
  const gsize n = (gsize) w * (gsize) h;
  g_autofree gfloat *features = g_try_new (gfloat, 3 * n);
  g_autoptr (PstRegions) r = NULL;

  if (! features)
    return 0;
  for (gsize i = 0; i < n; i++)
    {
      gdouble yuv[3];

      colour_at (photo, n, i, yuv);
      features[i] = (gfloat) (LIGHT * (2 * yuv[0] - 1));
      for (gsize c = 1; c < 3; c++)
        features[c * n + i] = (gfloat) (CHROMA * yuv[c] / (yuv[0] + DARK));
    }
  r = pst_regions_new (pool, features, w, h, sqrt ((gdouble) w * h) / ACROSS, 1);
  if (! r)
    return 0;
  pst_things_join (r, features, COST);
  memcpy (of, r->of, n * sizeof (gint));
  return r->n;
}

/* ---- one hue for each ------------------------------------------------- */

gboolean
pst_things_even (const gfloat *photo, gint w, gint h, PstPool *pool, gfloat *rgb)
{
  const gsize n = (gsize) w * (gsize) h;
  g_autofree gint *of = g_try_new (gint, n);
  gint count = of ? pst_things_find (photo, w, h, pool, of) : 0;
  g_autofree gdouble *sums = g_new0 (gdouble, 4 * MAX (count, 1));

  if (count == 0)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      gdouble yuv[3], *s = sums + 4 * of[i];

      colour_at (rgb, n, i, yuv);
      s[0] += yuv[1];
      s[1] += yuv[2];
      s[2] += hypot (yuv[1], yuv[2]);
      s[3]++;
    }
  /* The hue of the mean, as strong as they are. */
  for (gint k = 0; k < count; k++)
    {
      gdouble *s = sums + 4 * k, more = s[2] / (hypot (s[0], s[1]) + 1e-9) / s[3];

      s[0] *= more;
      s[1] *= more;
    }
  for (gsize i = 0; i < n; i++)
    {
      const gdouble *s = sums + 4 * of[i];
      gdouble yuv[3];

      colour_at (rgb, n, i, yuv);
      for (gint c = 0; c < 2; c++)
        yuv[1 + c] = s[c] + KEEP * (yuv[1 + c] - s[c]);
      for (gint c = 0; c < 3; c++)
        rgb[(gsize) c * n + i] = (gfloat) (2 * pst_colour_rgb (yuv, c) - 1);
    }
  return TRUE;
}
