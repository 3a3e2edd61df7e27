/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No channel of a whole picture is ever stored but the energies: lines are filtered,
 * rectified and multiplied while they are in the cache, in strips of lines of which each is
 * somebody's, and filtered once more on the way back.  What a strip gives to the lines above and
 * below it goes to a copy of its own; these are added up in the end, in order. */

#include "networks/oriented.h"

#include <string.h>

#include "ground/sums.h"
#include "kernels/gabor.h"
#include "kernels/gram.h"
#include "kernels/product.h"
#include "networks/oriented-lines.h"

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

static gint
whole_vectors (gint n)
{
  return (n + PST_GABOR_LANES - 1) / PST_GABOR_LANES * PST_GABOR_LANES;
}

/* Nobody asks for the gradient of the channel that is 1. */
static gsize
packed_floats (gint c)
{
  return (gsize) ((c - 1 + 11) / 12 * 12) * (gsize) c;
}

/* ---- the plan --------------------------------------------------------- */

static gboolean
plan_map (PstArena *arena, Map *m, gint w, gint h, gsize from_stride, gboolean second)
{
  m->radius = second ? RADIUS_2 : RADIUS;
  m->w = MAX (w - 2 * m->radius, 0);
  m->h = MAX (h - 2 * m->radius, 0);
  if (m->w == 0 || m->h == 0)
    {
      m->w = m->h = 0;
      return TRUE;
    }
  m->length = whole_vectors (m->w);
  m->strip = second ? STRIP_2 : STRIP;
  m->n_strips = (m->h + m->strip - 1) / m->strip;
  m->channels = second ? PST_ORIENTED_SECOND : PST_ORIENTED_FIRST;
  m->planes = second ? ORIENTATIONS : 3;
  m->from_stride = from_stride;
  m->block = (gsize) MAX (m->length, second ? BLOCK_2 : BLOCK) + 16; /* no power of two */
  m->strip_floats = (gsize) m->planes * (gsize) (m->strip + 2 * m->radius) * from_stride;
  m->back = pst_arena_take (arena, (gsize) m->n_strips * m->strip_floats * sizeof (gfloat));
  m->sums = pst_arena_take (arena, (gsize) m->n_strips * (gsize) m->channels * (gsize) m->channels
                                       * sizeof (gdouble));
  m->packed = pst_arena_take (arena, packed_floats (m->channels) * sizeof (gfloat));
  return m->back && m->sums && m->packed;
}

static gboolean
plan_octave (PstOriented *o, gint octave, gint w, gint h)
{
  Map *first = &o->map[2 * octave], *second = first + 1;
  gint ew, eh;
  gsize stride, floats;

  if (! plan_map (o->arena, first, w, h, pst_level_stride (w), FALSE))
    return FALSE;
  ew = o->energy_w[octave] = first->w / 2;
  eh = o->energy_h[octave] = first->h / 2;
  if (ew == 0 || eh == 0)
    return TRUE;
  stride = pst_level_stride (ew);
  floats = ORIENTATIONS * (gsize) eh * stride;
  o->energy[octave] = pst_arena_take (o->arena, floats * sizeof (gfloat));
  if (! o->energy[octave])
    return FALSE;
  if (! pst_arena_is_dry (o->arena))
    memset (o->energy[octave], 0, floats * sizeof (gfloat));
  return plan_map (o->arena, second, ew, eh, stride, TRUE);
}

PstOriented *
pst_oriented_new (PstPool *pool, PstArena *arena, gint w, gint h, gint octaves, gdouble wavelength)
{
  g_autoptr (PstOriented) o = g_new0 (PstOriented, 1);

  g_return_val_if_fail (octaves >= 1 && octaves <= PST_ORIENTED_OCTAVES, NULL);
  o->pool = pool;
  o->arena = arena;
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    o->map[i].every = 1;
  o->n_octaves = octaves;
  o->first = pst_gabor_new (ORIENTATIONS, RADIUS, wavelength);
  o->second = pst_gabor_new (4, RADIUS_2, 5);
  for (gint i = 0; i < octaves; i++)
    if (! plan_octave (o, i, w >> i, h >> i))
      return NULL;
  return g_steal_pointer (&o);
}

void
pst_oriented_free (PstOriented *oriented)
{
  if (! oriented)
    return;
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    {
      pst_arena_give (oriented->arena, oriented->map[i].back);
      pst_arena_give (oriented->arena, oriented->map[i].sums);
      pst_arena_give (oriented->arena, oriented->map[i].packed);
    }
  for (gint i = 0; i < PST_ORIENTED_OCTAVES; i++)
    pst_arena_give (oriented->arena, oriented->energy[i]);
  pst_gabor_free (oriented->first);
  pst_gabor_free (oriented->second);
  g_free (oriented);
}

void
pst_oriented_set_lines (PstOriented *oriented, gint octave, gint every)
{
  for (gint i = 0; i < 2; i++)
    oriented->map[2 * octave + i].every = every;
}

static gint
lines_before (gint line, gint every, gint phase)
{
  return line > phase ? (line - phase + every - 1) / every : 0;
}

gsize
pst_oriented_count (const PstOriented *oriented, gint map, gint phase)
{
  const Map *m = &oriented->map[map];

  return (gsize) m->w * (gsize) lines_before (m->h, m->every, phase % m->every);
}

gint
pst_oriented_mirrored (gint map, gint channel)
{
  gint n = map % 2 ? 4 : ORIENTATIONS, first = map % 2 ? UP_2 : 0, n_kinds = map % 2 ? 64 : 16;
  gint up, of, o, phase;
  gboolean down;

  if (channel == pst_oriented_channels (map) - 1)
    return channel;
  if (map % 2 && channel < ORIENTATIONS)
    return (ORIENTATIONS - channel) % ORIENTATIONS;
  if (map % 2 == 0 && channel >= BLURRED)
    return channel < CHROMA
               ? channel
               : CHROMA + (channel - CHROMA) / ORIENTATIONS * ORIENTATIONS
                     + (ORIENTATIONS - (channel - CHROMA) % ORIENTATIONS) % ORIENTATIONS;
  down = channel - first >= n_kinds;
  up = (channel - first) % n_kinds;
  of = up / (2 * n); /* the energy that it is of */
  phase = up % (2 * n) / n;
  o = up % n;
  if (o == 0 && phase == 1)
    down = ! down; /* a wave along x runs the other way */
  return first + (down ? n_kinds : 0) + (ORIENTATIONS - of) % ORIENTATIONS * 2 * n + phase * n
         + (n - o) % n;
}

/* ---- items ------------------------------------------------------------ */

/* One run of the pool: strips of all octaves' first, or second, maps. */
typedef struct
{
  PstOriented *o;
  const PstPyramid *x;
  gint phase;
  gint second;
} Job;

static Map *
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

static void
run (Job *job, gint second, PstPoolFunc func)
{
  gint n = 0;

  job->second = second;
  for (gint i = 0; i < job->o->n_octaves; i++)
    n += job->o->map[2 * i + second].n_strips;
  pst_pool_run (job->o->pool, n, func, job);
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

static Work
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

static gboolean
is_looked_at (const Map *m, gint line, gint phase)
{
  return line % m->every == phase % m->every;
}

static gdouble *
sums_new (const Map *m, gint strip)
{
  gsize n = (gsize) m->channels * (gsize) m->channels;
  gdouble *sums = m->sums + (gsize) strip * n;

  memset (sums, 0, n * sizeof (gdouble));
  return sums;
}

/* d = D f for a line of features: as pst_product () does it, some channels at once. */
static void
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
static void
put_ones (const Map *m, gfloat *block)
{
  gfloat *to = block + (gsize) (m->channels - 1) * m->block;

  for (gint x = 0; x < m->length; x++)
    to[x] = x < m->w;
}

/* ---- the first map ---------------------------------------------------- */

static void
rows_at (const gfloat **rows, const gfloat *plane, gsize stride, gint line, gint n)
{
  for (gint k = 0; k < n; k++)
    rows[k] = plane + (gsize) (line + k) * stride;
}

/* Fills the block's first pixels with line @line; w->lines holds the filtered luma already,
 * and w->more will hold the filtered chroma. */
static void
first_features (const PstOriented *o, const Map *m, const PstLevel *x, gint line, const Work *w,
                gfloat *block)
{
  const gfloat *rows[2 * RADIUS + 1], *near[3];

  put_ones (m, block);
  for (gint i = 0; i < 2 * ORIENTATIONS; i++)
    pst_line_rectify (w->lines + (gsize) i * (gsize) m->length, m->w, m->length,
                      block + (gsize) i * m->block, block + (gsize) (DOWN + i) * m->block);
  for (gint c = 0; c < 3; c++)
    {
      rows_at (near, x->plane[c] + RADIUS - 1, x->stride, line + RADIUS - 1, 3);
      pst_line_blur (near, m->w, m->length, BLUR, block + (gsize) (BLURRED + c) * m->block);
    }
  for (gint c = 0; c < 2; c++)
    {
      gfloat *filtered = w->more + (gsize) (c * ORIENTATIONS) * (gsize) m->length;

      rows_at (rows, x->plane[1 + c], x->stride, line, 2 * RADIUS + 1);
      pst_gabor_row (o->first, 1, rows, m->w, filtered, (gsize) m->length, w->gabor);
      for (gint i = 0; i < ORIENTATIONS; i++)
        {
          gfloat *to = block + (gsize) (CHROMA + c * ORIENTATIONS + i) * m->block;

          memcpy (to, filtered + (gsize) i * (gsize) m->length,
                  (gsize) m->length * sizeof (gfloat));
          pst_line_absolute (to, m->w, m->length);
        }
    }
}

static void
filter_luma (const PstOriented *o, const Map *m, const PstLevel *x, gint line, const Work *w)
{
  const gfloat *rows[2 * RADIUS + 1];

  rows_at (rows, x->plane[0], x->stride, line, 2 * RADIUS + 1);
  pst_gabor_row (o->first, 2, rows, m->w, w->lines, (gsize) m->length, w->gabor);
}

static void
take_energy (PstOriented *o, gint octave, const Map *m, gint line, const Work *w)
{
  gsize stride = o->map[2 * octave + 1].from_stride;
  gsize plane = (gsize) o->energy_h[octave] * stride;

  for (gint i = 0; i < ORIENTATIONS; i++)
    pst_line_energy (w->lines + (gsize) i * (gsize) m->length,
                     w->lines + (gsize) (ORIENTATIONS + i) * (gsize) m->length, m->w, line % 2,
                     w->root, o->energy[octave] + (gsize) i * plane + (gsize) (line / 2) * stride);
}

static void
first_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip, filled = 0;
  Map *m = find_strip (job, item, &octave, &strip);
  const PstLevel *x = &job->x->level[octave];
  Work w = work_of (job, m, worker);
  gdouble *sums = sums_new (m, strip);

  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      filter_luma (job->o, m, x, line, &w);
      if (job->o->map[2 * octave + 1].h > 0 && line / 2 < job->o->energy_h[octave])
        take_energy (job->o, octave, m, line, &w);
      if (! is_looked_at (m, line, job->phase))
        continue;
      if ((gsize) (filled + m->length) > m->block)
        {
          pst_gram_add (w.block, m->block, m->channels, filled, sums);
          filled = 0;
        }
      first_features (job->o, m, x, line, &w, w.block + filled);
      filled += m->length;
    }
  if (filled > 0)
    pst_gram_add (w.block, m->block, m->channels, filled, sums);
}

/* dlines += what the energies' gradient makes of a line of filtered luma. */
static void
energy_back (const PstOriented *o, gint octave, const Map *m, gint line, const Work *w)
{
  const Map *second = &o->map[2 * octave + 1];
  gint lines = second->strip + 2 * second->radius;

  for (gint i = 0; i < ORIENTATIONS; i++)
    {
      gfloat *d = w->more;

      memset (d, 0, (gsize) m->length * sizeof (gfloat));
      /* A line of energy is in the copies of its own strip and of its neighbours. */
      for (gint s = MAX (line / 2 - lines + 1, 0) / second->strip; s < second->n_strips; s++)
        {
          gint at = line / 2 - s * second->strip;

          if (at < 0)
            break;
          if (at < lines)
            pst_add_scaled (d,
                            second->back + (gsize) s * second->strip_floats
                                + (gsize) (i * lines + at) * second->from_stride,
                            .25f, (gsize) o->energy_w[octave]);
        }
      pst_line_energy_back (w->lines + (gsize) i * (gsize) m->length,
                            w->lines + (gsize) (ORIENTATIONS + i) * (gsize) m->length,
                            2 * o->energy_w[octave], d, w->dlines + (gsize) i * (gsize) m->length,
                            w->dlines + (gsize) (ORIENTATIONS + i) * (gsize) m->length);
    }
}

/* Where a strip's line @line and its neighbours are in its copy of plane @plane. */
static void
back_rows (const Map *m, gint strip, gint plane, gint line, gint n, gfloat **rows)
{
  gint lines = m->strip + 2 * m->radius;
  gfloat *at = m->back + (gsize) strip * m->strip_floats
               + (gsize) (plane * lines + line - strip * m->strip) * m->from_stride;

  for (gint k = 0; k < n; k++)
    rows[k] = at + (gsize) k * m->from_stride;
}

static void
first_features_back (const PstOriented *o, const Map *m, gint strip, gint line, const Work *w)
{
  gfloat *rows[2 * RADIUS + 1], *near[3];

  for (gint i = 0; i < 2 * ORIENTATIONS; i++)
    pst_line_rectify_back (w->lines + (gsize) i * (gsize) m->length, m->length,
                           w->d + (gsize) i * m->block, w->d + (gsize) (DOWN + i) * m->block,
                           w->dlines + (gsize) i * (gsize) m->length);
  for (gint c = 0; c < 3; c++)
    {
      back_rows (m, strip, c, line + RADIUS - 1, 3, near);
      for (gint k = 0; k < 3; k++)
        near[k] += RADIUS - 1;
      pst_line_blur_back (w->d + (gsize) (BLURRED + c) * m->block, m->w, BLUR, near);
    }
  for (gint c = 0; c < 2; c++)
    {
      gfloat *d = w->d + (gsize) (CHROMA + c * ORIENTATIONS) * m->block;

      for (gint i = 0; i < ORIENTATIONS; i++)
        pst_line_absolute_back (w->more + (gsize) (c * ORIENTATIONS + i) * (gsize) m->length,
                                m->length, d + (gsize) i * m->block);
      back_rows (m, strip, 1 + c, line, 2 * RADIUS + 1, rows);
      pst_gabor_row_back (o->first, 1, rows, m->w, d, m->block, w->gabor);
    }
}

static void
first_back_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip;
  Map *m = find_strip (job, item, &octave, &strip);
  const Map *second = m + 1;
  const PstLevel *x = &job->x->level[octave];
  Work w = work_of (job, m, worker);
  gfloat *rows[2 * RADIUS + 1];

  memset (m->back + (gsize) strip * m->strip_floats, 0, m->strip_floats * sizeof (gfloat));
  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      gboolean features = m->active && is_looked_at (m, line, job->phase);
      gboolean energy = second->active && line / 2 < job->o->energy_h[octave];

      if (! features && ! energy)
        continue;
      filter_luma (job->o, m, x, line, &w);
      if (features)
        {
          first_features (job->o, m, x, line, &w, w.block);
          multiply (m, w.block, w.d);
          first_features_back (job->o, m, strip, line, &w);
        }
      else
        memset (w.dlines, 0, 16 * (gsize) m->length * sizeof (gfloat));
      if (energy)
        energy_back (job->o, octave, m, line, &w);
      back_rows (m, strip, 0, line, 2 * RADIUS + 1, rows);
      pst_gabor_row_back (job->o->first, 2, rows, m->w, w.dlines, (gsize) m->length, w.gabor);
    }
}

/* ---- the second map --------------------------------------------------- */

#define KINDS 8 /* orientations x phases of the second filters */

/* Fills the block's first pixels with line @line, and w->lines of energy i at lines + i KINDS
 * length is not kept: there is room for one energy only. */
static void
second_features (const PstOriented *o, gint octave, const Map *m, gint line, const Work *w,
                 gfloat *block)
{
  gsize plane = (gsize) o->energy_h[octave] * m->from_stride;
  const gfloat *rows[2 * RADIUS_2 + 1];

  put_ones (m, block);
  for (gint i = 0; i < ORIENTATIONS; i++)
    {
      gfloat *own = block + (gsize) i * m->block;

      rows_at (rows, o->energy[octave] + (gsize) i * plane, m->from_stride, line, 2 * RADIUS_2 + 1);
      memcpy (own, rows[RADIUS_2] + RADIUS_2, (gsize) m->w * sizeof (gfloat));
      memset (own + m->w, 0, (gsize) (m->length - m->w) * sizeof (gfloat));
      pst_gabor_row (o->second, 2, rows, m->w, w->lines, (gsize) m->length, w->gabor);
      for (gint k = 0; k < KINDS; k++)
        pst_line_rectify (w->lines + (gsize) k * (gsize) m->length, m->w, m->length,
                          block + (gsize) (UP_2 + i * KINDS + k) * m->block,
                          block + (gsize) (DOWN_2 + i * KINDS + k) * m->block);
    }
}

static void
second_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip, filled = 0;
  Map *m = find_strip (job, item, &octave, &strip);
  Work w = work_of (job, m, worker);
  gdouble *sums = sums_new (m, strip);

  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      if (! is_looked_at (m, line, job->phase))
        continue;
      if ((gsize) (filled + m->length) > m->block)
        {
          pst_gram_add (w.block, m->block, m->channels, filled, sums);
          filled = 0;
        }
      second_features (job->o, octave, m, line, &w, w.block + filled);
      filled += m->length;
    }
  if (filled > 0)
    pst_gram_add (w.block, m->block, m->channels, filled, sums);
}

static void
second_back_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip;
  Map *m = find_strip (job, item, &octave, &strip);
  Work w = work_of (job, m, worker);
  gfloat *rows[2 * RADIUS_2 + 1];

  if (! m->active)
    return;
  memset (m->back + (gsize) strip * m->strip_floats, 0, m->strip_floats * sizeof (gfloat));
  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      if (! is_looked_at (m, line, job->phase))
        continue;
      second_features (job->o, octave, m, line, &w, w.block);
      multiply (m, w.block, w.d);
      for (gint i = 0; i < ORIENTATIONS; i++)
        {
          back_rows (m, strip, i, line, 2 * RADIUS_2 + 1, rows);
          pst_add_scaled (rows[RADIUS_2] + RADIUS_2, w.d + (gsize) i * m->block, 1, (gsize) m->w);
          /* What is rectified tells where it was positive. */
          for (gint k = 0; k < KINDS; k++)
            pst_line_rectify_back (w.block + (gsize) (UP_2 + i * KINDS + k) * m->block, m->length,
                                   w.d + (gsize) (UP_2 + i * KINDS + k) * m->block,
                                   w.d + (gsize) (DOWN_2 + i * KINDS + k) * m->block,
                                   w.dlines + (gsize) k * (gsize) m->length);
          pst_gabor_row_back (job->o->second, 2, rows, m->w, w.dlines, (gsize) m->length, w.gabor);
        }
    }
}

/* ---- all of it -------------------------------------------------------- */

static void
collect (const Map *m, gdouble *gram)
{
  gsize n = (gsize) m->channels * (gsize) m->channels;

  memset (gram, 0, n * sizeof (gdouble));
  for (gint s = 0; s < m->n_strips; s++)
    for (gsize i = 0; i < n; i++)
      gram[i] += m->sums[(gsize) s * n + i];
  for (gsize i = 0; i < n; i++)
    gram[i] /= (gdouble) m->count;
  pst_gram_mirror (gram, m->channels);
}

void
pst_oriented_forward (PstOriented *oriented, const PstPyramid *x, gint phase, gdouble *const *grams)
{
  Job job = { oriented, x, phase, 0 };

  run (&job, 0, first_item);
  run (&job, 1, second_item);
  for (gint i = 0; i < 2 * oriented->n_octaves; i++)
    {
      Map *m = &oriented->map[i];

      m->count = pst_oriented_count (oriented, i, phase);
      if (m->count > 0)
        collect (m, grams[i]);
    }
}

/* 2 / n times @dgram in groups of channels, each [c][group]. */
static void
pack (Map *m, const gdouble *dgram)
{
  gfloat *at = m->packed;

  for (gint i0 = 0; i0 < m->channels - 1; i0 += 12)
    {
      gint group = m->channels - 1 - i0 <= 4 ? 4 : 12;

      for (gint k = 0; k < m->channels; k++)
        for (gint i = 0; i < group; i++)
          *at++ = i0 + i < m->channels - 1
                      ? (gfloat) (2 * dgram[(i0 + i) * m->channels + k] / (gdouble) m->count)
                      : 0;
    }
}

/* Adds strips' copies to a line of an octave's gradient. */
typedef struct
{
  const Map *map;
  PstLevel *to;
} Sum;

static void
sum_item (gint item, gint worker, gpointer data)
{
  const Sum *sum = data;
  const Map *m = sum->map;
  gint lines = m->strip + 2 * m->radius;

  for (gint c = 0; c < 3; c++)
    for (gint y = item * m->strip; y < MIN ((item + 1) * m->strip, sum->to->h); y++)
      for (gint s = MAX (y - lines + 1, 0) / m->strip; s < m->n_strips && s * m->strip <= y; s++)
        if (y - s * m->strip < lines)
          pst_add_scaled (sum->to->plane[c] + (gsize) y * sum->to->stride,
                          m->back + (gsize) s * m->strip_floats
                              + (gsize) (c * lines + y - s * m->strip) * m->from_stride,
                          1, (gsize) sum->to->w);
}

void
pst_oriented_backward (PstOriented *oriented, const PstPyramid *x, gint phase,
                       const gdouble *const *dgrams, PstPyramid *dx)
{
  Job job = { oriented, x, phase, 0 };

  for (gint i = 0; i < 2 * oriented->n_octaves; i++)
    {
      Map *m = &oriented->map[i];

      m->active = dgrams[i] && m->count > 0;
      if (m->active)
        pack (m, dgrams[i]);
    }
  run (&job, 1, second_back_item);
  run (&job, 0, first_back_item);
  for (gint i = 0; i < oriented->n_octaves; i++)
    {
      Sum sum = { &oriented->map[2 * i], &dx->level[i] };

      if (sum.map->n_strips > 0)
        pst_pool_run (oriented->pool, (sum.to->h + STRIP - 1) / STRIP, sum_item, &sum);
    }
}
