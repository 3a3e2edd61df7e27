/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/winograd.h"

#include "kernels/outer.h"
#include "kernels/winograd-tiles.h"

typedef struct
{
  Tiles tiles;
  gint group;    /* channels out done together: rows of the product kernel */
  gint n_groups; /* of them */
  const gfloat *x, *w, *bias;
  gfloat *u;    /* [n_groups][POINTS][C][group] */
  gint *offset; /* [C]: where a channel's lanes begin */
  gfloat *y;
  PstAct act;
  PstPool *pool;
} Job;

/* From one point to the next, so that points do not all fall on the same few lines of
 * the cache, as they would at multiples of a page. */
#define POINT_STEP(n) ((gsize) (n) + 16)

/* ---- input ------------------------------------------------------------ */

/* The first dimension of a transform of @run, by way of copies, for gathers of any kind. */
PST_INLINE static void
input_run_gathered (const PstGather *g, const gfloat *plane, const Run *run,
                    gfloat *restrict upright)
{
  gfloat copy[INPUT][TILE * (LANES + 1)];
  const gfloat *lines[INPUT];

  for (gint i = 0; i < INPUT; i++)
    {
      pst_gather_line (g, plane, run->row * TILE + i, run->col * TILE, (run->n + 1) * TILE,
                       copy[i]);
      lines[i] = copy[i];
    }
  transform_input (lines, upright, TILE * PLACES, (run->n + 1) * TILE);
}

/* Whether columns beyond the edges are copies of others that a run holds. */
static gboolean
is_simple (const PstGather *g)
{
  return g->upsample == 1 && (g->zeros || (g->pad_x <= 1 && g->w > 1));
}

void
pst_winograd_block (Block *b, const Tiles *tiles, gint index)
{
  static const PstGather nowhere = { .zeros = TRUE };
  const PstGather *g = &tiles->g->gather;

  block_init (b, tiles, index, is_simple (g) ? g : &nowhere, INPUT);
  if (! is_simple (g))
    b->n_edges = 0;
}

static const gfloat zeros[TILE * (LANES + 1)];

/* Rows beyond the edges are other rows, or zero, and so nothing is copied; columns beyond
 * the edges are, once transformed, other columns: finish_points () sees to them. */
PST_VECTOR void
pst_winograd_input (const Tiles *tiles, const gfloat *x, const Block *b, gint c, gfloat *v,
                    gsize step)
{
  const PstGather *g = &tiles->g->gather;
  gfloat upright[INPUT][TILE * PLACES];
  gfloat *to = upright[0];

  for (gint r = 0; r < b->n_runs; to += TILE * (b->run[r].n + 1), r++)
    {
      const Run *run = &b->run[r];
      const gfloat *plane = x + ((gsize) run->image * tiles->g->c + c) * g->h * g->w;
      const gfloat *lines[INPUT];

      if (! is_simple (g))
        {
          input_run_gathered (g, plane, run, to);
          continue;
        }
      for (gint i = 0; i < INPUT; i++)
        lines[i] = run->line[i] < 0 ? zeros : plane + run->line[i];
      transform_input (lines, to + run->first, TILE * PLACES, run->inside);
    }
  finish_points (b, upright, TRUE, v, step);
}

/* Floats of a vector, of which a group uses 12 at most; and channels that are
 * transformed at once. */
#define GROUP 16
#define SOME  16

/* Taps of SOME channels of the other side, or what there are, from @d on: [SOME][9][GROUP]. */
PST_INLINE static void
gather_taps (const gfloat *w, gint first, gint many, gint depth, gint d, gboolean inner, gint used,
             gfloat (*taps)[9][GROUP])
{
  gint n = MIN (SOME, depth - d);

  if (inner)
    for (gint i = 0; i < n; i++)
      pst_transpose (w + ((gsize) (d + i) * many + first) * 9, 9, used, 9, taps[i][0], GROUP);
  else
    pst_transpose (w + ((gsize) first * depth + d) * 9, (gsize) depth * 9, used, 9 * n, taps[0][0],
                   GROUP);
}

PST_VECTOR void
pst_winograd_weights (const gfloat *w, gint first, gint many, gint depth, gint group,
                      gboolean inner, gboolean turned, gfloat *u)
{
  gfloat taps[SOME][9][GROUP];

  memset (taps, 0, sizeof taps);
  for (gint d = 0; d < depth; d++)
    {
      gfloat half[3 * INPUT][GROUP], points[POINTS][GROUP];
      gfloat *tap = taps[d % SOME][turned ? 8 : 0];

      if (d % SOME == 0)
        gather_taps (w, first, many, depth, d, inner, MIN (group, many - first), taps);
      for (gint i = 0; i < 3; i++)
        transform_weights (tap + (turned ? -i : i) * GROUP, (turned ? -3 : 3) * GROUP, half[i],
                           3 * GROUP, GROUP);
      for (gint i = 0; i < INPUT; i++)
        transform_weights (half[3 * i], GROUP, points[INPUT * i], GROUP, GROUP);
      /* Whole vectors, of which the next overwrites what is too much. */
      if (d + 3 < depth)
        for (gint f = 0; f < POINTS; f++)
          memcpy (u + ((gsize) f * depth + d) * group, points[f], GROUP * sizeof (gfloat));
      else
        for (gint f = 0; f < POINTS; f++)
          for (gint j = 0; j < group; j++)
            u[((gsize) f * depth + d) * group + j] = points[f][j];
    }
}

static void
weights_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstWinograd *g = job->tiles.g;

  pst_winograd_weights (job->w, item * job->group, g->k, g->c, job->group, g->transposed,
                        g->transposed, job->u + (gsize) item * POINTS * g->c * job->group);
}

/* Products m [POINTS][LANES], @step apart, of channel @k to its place in y. */
PST_VECTOR static void
output_channel (const Job *job, const Block *b, gint k, const gfloat *m, gsize step)
{
  const PstWinograd *g = job->tiles.g;
  gfloat upright[TILE][INPUT][LANES];
  gfloat phase[TILE][LANES], line[TILE * LANES];

  for (gint j = 0; j < INPUT; j++)
    transform_output (m + (gsize) j * step, INPUT * step, upright[0][j], INPUT * LANES, LANES);
  for (gint i = 0; i < TILE; i++)
    {
      const gfloat *from = line;

      transform_output (upright[i][0], LANES, phase[0], LANES, LANES);
      join (phase[0], LANES, line, LANES);
      pst_activate (line, TILE * LANES, job->bias ? job->bias[k] : 0, job->act);
      for (gint r = 0; r < b->n_runs; from += TILE * b->run[r].n, r++)
        {
          const Run *run = &b->run[r];
          gint y = run->row * TILE + i, x = run->col * TILE;

          if (y < g->oh)
            copy_line (job->y + (((gsize) run->image * g->k + k) * g->oh + y) * g->ow + x, from,
                       MIN (TILE * run->n, g->ow - x));
        }
    }
}

static void
forward_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->tiles.g->c, group = job->group;
  Block b;
  gsize step = POINT_STEP (C * LANES);
  gfloat *v =
      pst_pool_scratch (job->pool, worker, POINTS * (step + LANES * group) * sizeof (gfloat));
  gfloat *m = v + POINTS * step;

  pst_winograd_block (&b, &job->tiles, item);
  for (gint c = 0; c < C; c++)
    pst_winograd_input (&job->tiles, job->x, &b, c, v + (gsize) c * LANES, step);
  for (gint i = 0; i < job->n_groups; i++)
    {
      for (gint f = 0; f < POINTS; f++)
        pst_product (group, job->u + ((gsize) i * POINTS + f) * C * group, C, job->offset,
                     v + f * step, LANES / 2, m + (gsize) f * group * LANES);
      for (gint kk = 0; kk < group && i * group + kk < job->tiles.g->k; kk++)
        output_channel (job, &b, i * group + kk, m + (gsize) kk * LANES, (gsize) group * LANES);
    }
}

gboolean
pst_winograd_forward (const PstWinograd *g, gfloat *y, const gfloat *x, const gfloat *w,
                      const gfloat *bias, PstAct act, PstPool *pool, PstArena *arena)
{
  Job job = { .tiles = tiles_new (g), .pool = pool };

  job.group = pst_product_group (g->k);
  job.n_groups = (g->k + job.group - 1) / job.group;
  job.x = x;
  job.w = w;
  job.bias = bias;
  job.act = act;
  job.y = y;
  job.u =
      pst_arena_take (arena, (gsize) job.n_groups * POINTS * g->c * job.group * sizeof (gfloat));
  if (! job.u)
    return FALSE;
  job.offset = g_new (gint, g->c);
  for (gint c = 0; c < g->c; c++)
    job.offset[c] = c * LANES;
  pst_pool_run (pool, job.n_groups, weights_item, &job);
  pst_pool_run (pool, job.tiles.blocks, forward_item, &job);
  g_free (job.offset);
  pst_arena_give (arena, job.u);
  return TRUE;
}
