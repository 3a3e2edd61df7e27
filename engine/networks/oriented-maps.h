/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What oriented.c and its two kinds of maps have in common: the plan of the maps, and
 * strips of their lines. */

#ifndef PST_ORIENTED_MAPS_PRIVATE_H
#define PST_ORIENTED_MAPS_PRIVATE_H

#include <string.h>

#include "kernels/gabor.h"
#include "kernels/product.h"
#include "networks/oriented.h"

G_BEGIN_DECLS

#define ORIENTATIONS 8
#define RADIUS       4    /* of the first filters  */
#define RADIUS_2     3    /* and of the second     */
#define STRIP        32   /* lines of results in an item of the first map; even */
#define STRIP_2      16   /* and of the second    */
#define BLOCK        1024 /* pixels that are multiplied at once, or one line */
#define BLOCK_2      512
#define BLUR         (.7f / 9)

/* First channel of each kind. */
#define DOWN    (2 * ORIENTATIONS)
#define BLURRED (4 * ORIENTATIONS)
#define CHROMA  (4 * ORIENTATIONS + 3)
#define UP_2    ORIENTATIONS
#define DOWN_2  (ORIENTATIONS + 8 * ORIENTATIONS)

/* A map of one octave: @w x @h results from lines @radius longer on every side. */
typedef struct
{
  gint w, h;
  gint length; /* w in whole vectors */
  gint radius, strip, n_strips;
  gint channels, planes; /* of results and of inputs */
  gsize from_stride;     /* of inputs                */
  gint every;
  gsize block;        /* floats of a channel's line in a block       */
  gsize strip_floats; /* that a strip gives back, of all planes       */
  gfloat *back;       /* [n_strips][planes][strip + 2 radius][from_stride] */
  gdouble *sums;      /* [n_strips][channels][channels] */
  gfloat *packed;     /* as pst_product () wants it                   */
  gsize count;        /* pixels looked at                             */
  gboolean active;
} Map;

struct _PstOriented
{
  PstPool *pool;
  PstArena *arena;
  gint n_octaves;
  PstGabor *first, *second;
  Map map[PST_ORIENTED_MAPS];
  gint energy_w[PST_ORIENTED_OCTAVES], energy_h[PST_ORIENTED_OCTAVES];
  gfloat *energy[PST_ORIENTED_OCTAVES]; /* [8][energy_h][from_stride of the second map] */
};

/* ---- items ------------------------------------------------------------ */

/* One run of the pool: strips of all octaves' first, or second, maps. */
typedef struct
{
  PstOriented *o;
  const PstPyramid *x;
  gint phase;
  gint second;
} Job;

static inline Map *
find_strip (const Job *job, gint item, gint *octave, gint *strip)
{
  Map *m = NULL;

  for (*octave = 0; *octave < job->o->n_octaves; (*octave)++)
    {
      m = &job->o->map[2 * *octave + job->second];
      if (item < m->n_strips)
        break;
      item -= m->n_strips;
    }
  *strip = item;
  return m;
}

/* What an item works with, cut from a worker's scratch. */
typedef struct
{
  gfloat *block;  /* [channels][m->block]: features                     */
  gfloat *d;      /* [channels][m->block]: their gradient               */
  gfloat *lines;  /* [16][length]: filtered                             */
  gfloat *dlines; /* [16][length]: the gradient of that                 */
  gfloat *more;   /* [16][length]: filtered chroma, or energies' gradient */
  gfloat *gabor;  /* scratch of the filters                             */
  gfloat *root;   /* [length]                                           */
} Work;

static inline Work
work_of (const Job *job, const Map *m, gint worker)
{
  gsize block = (gsize) m->channels * m->block, lines = 16 * (gsize) m->length;
  gsize gabor = pst_gabor_scratch (job->second ? job->o->second : job->o->first, m->w);
  gfloat *at = pst_pool_scratch (
      job->o->pool, worker,
      (2 * block + 3 * lines + (gabor + 15) / 16 * 16 + (gsize) m->length) * sizeof (gfloat));
  Work w = { .block = at,
             .d = at + block,
             .lines = at + 2 * block,
             .dlines = at + 2 * block + lines,
             .more = at + 2 * block + 2 * lines,
             .root = at + 2 * block + 3 * lines,
             .gabor = at + 2 * block + 3 * lines + m->length };

  return w;
}

static inline gboolean
is_looked_at (const Map *m, gint line, gint phase)
{
  return line % m->every == phase % m->every;
}

static inline gdouble *
sums_new (const Map *m, gint strip)
{
  gsize n = (gsize) m->channels * (gsize) m->channels;
  gdouble *sums = m->sums + (gsize) strip * n;

  memset (sums, 0, n * sizeof (gdouble));
  return sums;
}

/* d = D f for a line of features: as pst_product () does it, some channels at once. */
static inline void
multiply (const Map *m, const gfloat *block, gfloat *d)
{
  gint offset[PST_ORIENTED_SECOND];
  gfloat part[12 * PST_LANES];

  for (gint i = 0; i < m->channels; i++)
    offset[i] = i * (gint) m->block;
  for (gint x = 0; x < m->length; x += PST_LANES)
    for (gint c = 0; c < m->channels - 1; c += 12)
      {
        gint n = MIN (12, m->channels - 1 - c);

        pst_product (n <= 4 ? 4 : 12, m->packed + (gsize) c * (gsize) m->channels, m->channels,
                     offset, block + x, PST_LANES / 2, part);
        for (gint i = 0; i < n; i++)
          memcpy (d + (gsize) (c + i) * m->block + x, part + i * PST_LANES,
                  PST_LANES * sizeof (gfloat));
      }
}

/* The last channel. */
static inline void
put_ones (const Map *m, gfloat *block)
{
  gfloat *to = block + (gsize) (m->channels - 1) * m->block;

  for (gint x = 0; x < m->length; x++)
    to[x] = x < m->w;
}

static inline void
rows_at (const gfloat **rows, const gfloat *plane, gsize stride, gint line, gint n)
{
  for (gint k = 0; k < n; k++)
    rows[k] = plane + (gsize) (line + k) * stride;
}

/* Where a strip's line @line and its neighbours are in its copy of plane @plane. */
static inline void
back_rows (const Map *m, gint strip, gint plane, gint line, gint n, gfloat **rows)
{
  gint lines = m->strip + 2 * m->radius;
  gfloat *at = m->back + (gsize) strip * m->strip_floats
               + (gsize) (plane * lines + line - strip * m->strip) * m->from_stride;

  for (gint k = 0; k < n; k++)
    rows[k] = at + (gsize) k * m->from_stride;
}

/* Items of the pool: a strip of a first or a second map, forward and back; data is a Job. */
void pst_oriented_first_item (gint item, gint worker, gpointer data);
void pst_oriented_first_back_item (gint item, gint worker, gpointer data);
void pst_oriented_second_item (gint item, gint worker, gpointer data);
void pst_oriented_second_back_item (gint item, gint worker, gpointer data);

G_END_DECLS

#endif /* PST_ORIENTED_MAPS_PRIVATE_H */
