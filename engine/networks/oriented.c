/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No channel of a whole picture is ever stored but the energies: lines are filtered,
 * rectified and multiplied while they are in the cache, in strips of lines of which each is
 * somebody's, and filtered once more on the way back.  What a strip gives to the lines above and
 * below it goes to a copy of its own; these are added up in the end, in order. */

#include "networks/oriented-maps.h"

#include "ground/sums.h"
#include "kernels/gram.h"

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

/* ---- all of it -------------------------------------------------------- */

static void
run (Job *job, gint second, PstPoolFunc func)
{
  gint n = 0;

  job->second = second;
  for (gint i = 0; i < job->o->n_octaves; i++)
    n += job->o->map[2 * i + second].n_strips;
  pst_pool_run (job->o->pool, n, func, job);
}

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

  run (&job, 0, pst_oriented_first_item);
  run (&job, 1, pst_oriented_second_item);
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
  run (&job, 1, pst_oriented_second_back_item);
  run (&job, 0, pst_oriented_first_back_item);
  for (gint i = 0; i < oriented->n_octaves; i++)
    {
      Sum sum = { &oriented->map[2 * i], &dx->level[i] };

      if (sum.map->n_strips > 0)
        pst_pool_run (oriented->pool, (sum.to->h + STRIP - 1) / STRIP, sum_item, &sum);
    }
}
