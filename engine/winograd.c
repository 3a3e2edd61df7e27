/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "winograd.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "product.h"
#include "vector.h"

#define TILE   4         /* results on a side              */
#define INPUT  6         /* inputs on a side               */
#define POINTS 36        /* products per channel pair      */
#define LANES  PST_LANES /* tiles that are done together */

/* Tiles of one row of one image: a stretch of lanes. */
typedef struct
{
  gint image, row, col; /* of the first, in tiles */
  gint n;
} Run;

/* The tiles of one item, in runs.  A run of n tiles takes n + 1 places in the
 * work arrays, so that the place after a tile holds its right neighbour. */
typedef struct
{
  Run run[LANES];
  gint n_runs;
  gint lanes;  /* tiles                                  */
  gint places; /* lanes + runs, rounded up to whole vectors */
} Block;

#define PLACES (2 * LANES)
#define PHASE  (PLACES + 16) /* room for a line's phase and what is read behind it */

typedef struct
{
  const PstWinograd *g;
  gint rows, cols; /* tiles of an image */
  gint tiles;      /* in all            */
  gint blocks;
  gint group;    /* channels out done together: rows of the product kernel */
  gint n_groups; /* of them */
  const gfloat *x, *w, *bias;
  gfloat *u;    /* [n_groups][POINTS][C][group] */
  gint *offset; /* [C]: where a channel's lanes begin */
  gfloat *y;
  PstAct act;
  gboolean transposed;
  PstPool *pool;

  /* for the gradient of the weights */
  const gfloat *dy;
  gfloat *v, *m; /* [POINTS][C][tiles], [POINTS][K][tiles] */
  gfloat *du;    /* [POINTS][K][C] */
  gfloat *dw;
} Job;

static Job
job_new (const PstWinograd *g, PstPool *pool)
{
  Job job = { .g = g, .pool = pool };

  job.rows = (g->oh + TILE - 1) / TILE;
  job.cols = (g->ow + TILE - 1) / TILE;
  job.tiles = g->n * job.rows * job.cols;
  job.blocks = (job.tiles + LANES - 1) / LANES;
  return job;
}

static Block
block_new (const Job *job, gint index)
{
  Block b = { .n_runs = 0 };
  gint tile = index * LANES, end = MIN (job->tiles, tile + LANES);

  b.lanes = end - tile;
  while (tile < end)
    {
      Run run = { .image = tile / (job->rows * job->cols),
                  .row = tile / job->cols % job->rows,
                  .col = tile % job->cols };

      run.n = MIN (job->cols - run.col, end - tile);
      tile += run.n;
      b.run[b.n_runs++] = run;
    }
  b.places = (b.lanes + b.n_runs + 15) / 16 * 16;
  return b;
}

/* ---- transforms ------------------------------------------------------- */

#define R2    ((gfloat) G_SQRT2)       /* sqrt 2   */
#define H2    ((gfloat) (G_SQRT2 / 2)) /* 1/sqrt 2 */
#define THIRD ((gfloat) (1.0 / 3))

/* Each of these takes element @i of the lines at @x, @step apart, to the lines at
 * @y: one dimension of the transform.  The second dimension has the same
 * matrix.  @n is a multiple of 16. */

/* Input, 6 to 6: B'; the six lines lie anywhere. */
PST_INLINE static void
transform_input (const gfloat *const *lines, gfloat *restrict y, gsize y_step, gint n)
{
  const gfloat *l0 = lines[0], *l1 = lines[1], *l2 = lines[2];
  const gfloat *l3 = lines[3], *l4 = lines[4], *l5 = lines[5];

  for (gint i = 0; i < n; i++)
    {
      gfloat d0 = l0[i], d1 = l1[i], d2 = l2[i], d3 = l3[i], d4 = l4[i], d5 = l5[i];
      gfloat even_a = d4 - 2 * d2, odd_a = H2 * d3 - R2 * d1;
      gfloat even_b = d4 - 0.5f * d2, odd_b = R2 * d3 - H2 * d1;

      y[i] = d0 - 2.5f * d2 + d4;
      y[i + y_step] = even_a + odd_a;
      y[i + 2 * y_step] = even_a - odd_a;
      y[i + 3 * y_step] = even_b + odd_b;
      y[i + 4 * y_step] = even_b - odd_b;
      y[i + 5 * y_step] = d1 - 2.5f * d3 + d5;
    }
}

/* The same of a line's phases, as split () leaves them: a tile's last two inputs
 * are the first two of its right neighbour. */
PST_INLINE static void
transform_phases (const gfloat *restrict x, gfloat *restrict y, gsize y_step, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat d0 = x[i], d1 = x[i + PHASE], d2 = x[i + 2 * PHASE], d3 = x[i + 3 * PHASE];
      gfloat d4 = x[i + 1], d5 = x[i + PHASE + 1];
      gfloat even_a = d4 - 2 * d2, odd_a = H2 * d3 - R2 * d1;
      gfloat even_b = d4 - 0.5f * d2, odd_b = R2 * d3 - H2 * d1;

      y[i] = d0 - 2.5f * d2 + d4;
      y[i + y_step] = even_a + odd_a;
      y[i + 2 * y_step] = even_a - odd_a;
      y[i + 3 * y_step] = even_b + odd_b;
      y[i + 4 * y_step] = even_b - odd_b;
      y[i + 5 * y_step] = d1 - 2.5f * d3 + d5;
    }
}

/* Products to results, 6 to 4: A'. */
PST_INLINE static void
transform_output (const gfloat *restrict x, gsize x_step, gfloat *restrict y, gsize y_step, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat m0 = x[i], m1 = x[i + x_step], m2 = x[i + 2 * x_step], m3 = x[i + 3 * x_step];
      gfloat m4 = x[i + 4 * x_step], m5 = x[i + 5 * x_step];
      gfloat sum_a = m1 + m2, diff_a = m1 - m2, sum_b = m3 + m4, diff_b = m3 - m4;

      y[i] = m0 + sum_a + sum_b;
      y[i + y_step] = H2 * diff_a + R2 * diff_b;
      y[i + 2 * y_step] = 0.5f * sum_a + 2 * sum_b;
      y[i + 3 * y_step] = 0.5f * H2 * diff_a + 2 * R2 * diff_b + m5;
    }
}

/* Gradients of results to those of products, 4 to 6: A. */
PST_INLINE static void
transform_gradient (const gfloat *restrict x, gsize x_step, gfloat *restrict y, gsize y_step,
                    gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat d0 = x[i], d1 = x[i + x_step], d2 = x[i + 2 * x_step], d3 = x[i + 3 * x_step];
      gfloat even_a = d0 + 0.5f * d2, odd_a = H2 * d1 + 0.5f * H2 * d3;
      gfloat even_b = d0 + 2 * d2, odd_b = R2 * d1 + 2 * R2 * d3;

      y[i] = d0;
      y[i + y_step] = even_a + odd_a;
      y[i + 2 * y_step] = even_a - odd_a;
      y[i + 3 * y_step] = even_b + odd_b;
      y[i + 4 * y_step] = even_b - odd_b;
      y[i + 5 * y_step] = d3;
    }
}

/* Weights, 3 to 6: G; and its adjoint, 6 to 3. */
PST_INLINE static void
transform_weights (const gfloat *restrict x, gint x_step, gfloat *restrict y, gint y_step, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat g0 = x[i], g1 = x[i + x_step], g2 = x[i + 2 * x_step];
      gfloat a = (2 * g0 + g2) * -THIRD, b = g1 * (R2 / 3);
      gfloat c = (g0 + 2 * g2) * (THIRD / 2), d = g1 * (R2 / 6);

      y[i] = g0;
      y[i + y_step] = a - b;
      y[i + 2 * y_step] = a + b;
      y[i + 3 * y_step] = c + d;
      y[i + 4 * y_step] = c - d;
      y[i + 5 * y_step] = g2;
    }
}

PST_INLINE static void
transform_weights_back (const gfloat *restrict x, gint x_step, gfloat *restrict y, gint y_step,
                        gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat p1 = x[i + x_step], p2 = x[i + 2 * x_step];
      gfloat p3 = x[i + 3 * x_step], p4 = x[i + 4 * x_step];
      gfloat sum_a = (p1 + p2) * THIRD, sum_b = (p3 + p4) * (THIRD / 2);

      y[i] = x[i] - 2 * sum_a + sum_b;
      y[i + y_step] = (p2 - p1) * (R2 / 3) + (p3 - p4) * (R2 / 6);
      y[i + 2 * y_step] = 2 * sum_b - sum_a + x[i + 5 * x_step];
    }
}

/* Every fourth element, four times: phase[p][i] = line[4 i + p]. */
PST_INLINE static void
split (const gfloat *restrict line, gfloat *restrict phase, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      phase[i] = line[4 * i];
      phase[PHASE + i] = line[4 * i + 1];
      phase[2 * PHASE + i] = line[4 * i + 2];
      phase[3 * PHASE + i] = line[4 * i + 3];
    }
}

PST_INLINE static void
join (const gfloat *restrict phase, gfloat *restrict line, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      line[4 * i] = phase[i];
      line[4 * i + 1] = phase[LANES + i];
      line[4 * i + 2] = phase[2 * LANES + i];
      line[4 * i + 3] = phase[3 * LANES + i];
    }
}

/* Places are packed into lanes; most maps have runs of one of these lengths. */
PST_INLINE static void
copy_run (gfloat *restrict dst, const gfloat *restrict src, gint n)
{
  if (n == 4)
    memcpy (dst, src, 4 * sizeof (gfloat));
  else if (n == 32)
    memcpy (dst, src, 32 * sizeof (gfloat));
  else if (n == 8)
    memcpy (dst, src, 8 * sizeof (gfloat));
  else
    for (gint i = 0; i < n; i++)
      dst[i] = src[i];
}

/* As memcpy (), without a call for so few. */
PST_INLINE static void
copy_line (gfloat *restrict dst, const gfloat *restrict src, gint n)
{
  for (gint i = 0; i < n; i++)
    dst[i] = src[i];
}

/* The second dimension of a transform, and from places to lanes: each of the six
 * lines of @upright is split into its inputs by tile, transformed, and packed
 * to six points at v, v + step ...; @overlap: tiles share inputs with the next
 * place. */
PST_INLINE static void
finish_points (const Block *b, const gfloat (*upright)[TILE * PLACES], gboolean overlap, gfloat *v,
               gsize step)
{
  gfloat phase[INPUT][TILE][PHASE], points[INPUT][PLACES];

  /* All lines first: what was just stored cannot be loaded at another place at once. */
  for (gint i = 0; i < INPUT; i++)
    {
      split (upright[i], phase[i][0], b->places);
      for (gint p = 0; p < TILE; p++)
        phase[i][p][b->places] = 0;
    }
  for (gint i = 0; i < INPUT; i++)
    {
      if (overlap)
        transform_phases (phase[i][0], points[0], PLACES, b->places);
      else
        transform_gradient (phase[i][0], PHASE, points[0], PLACES, b->places);
      for (gint p = 0; p < INPUT; p++)
        {
          gfloat *lane = v + (gsize) (i * INPUT + p) * step;
          gint place = 0;

          for (gint r = 0; r < b->n_runs; r++)
            {
              copy_run (lane, points[p] + place, b->run[r].n);
              lane += b->run[r].n;
              place += b->run[r].n + 1;
            }
        }
    }
}

/* The first dimension of a transform of @run, @upright [INPUT][TILE PLACES]: rows
 * beyond the edges are other rows, or zero, and so nothing is copied; columns
 * beyond the edges are, once transformed, other columns. */
PST_INLINE static void
input_run (const PstGather *g, const gfloat *plane, const Run *run, gfloat *restrict upright)
{
  static const gfloat zeros[TILE * (LANES + 1)] = { 0 };
  gint x = run->col * TILE - g->pad_x, count = (run->n + 1) * TILE;
  gint first = MAX (0, -x), end = MIN (count, g->w - x);
  const gfloat *lines[INPUT];

  for (gint i = 0; i < INPUT; i++)
    {
      gint y = run->row * TILE + i - g->pad_y;

      if (g->zeros && (y < 0 || y >= g->h))
        lines[i] = zeros;
      else
        lines[i] = plane + (gsize) pst_reflect (y, g->h) * g->w + x + first;
    }
  transform_input (lines, upright + first, TILE * PLACES, end - first);
  for (gint i = 0; i < INPUT; i++, upright += TILE * PLACES)
    {
      gint at = end;

      for (gint j = 0; j < first; j++)
        upright[j] = g->zeros ? 0 : upright[pst_reflect (x + j, g->w) - x];
      if (! g->zeros)
        for (; at < MIN (count, end + g->pad_x); at++)
          upright[at] = upright[pst_reflect (x + at, g->w) - x];
      for (; at < count; at++)
        upright[at] = 0;
    }
}

/* The same by way of copies, for gathers of any kind. */
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

/* Channel @c of a block: lanes of point f go to v + f @step. */
PST_VECTOR static void
input_channel (const Job *job, const Block *b, gint c, gfloat *v, gsize step)
{
  const PstGather *g = &job->g->gather;
  gfloat upright[INPUT][TILE * PLACES];
  gint place = 0;

  for (gint r = 0; r < b->n_runs; r++)
    {
      const Run *run = &b->run[r];
      const gfloat *plane = job->x + ((gsize) run->image * job->g->c + c) * g->h * g->w;

      if (g->upsample == 1 && (g->zeros || (g->pad_x <= 1 && g->w > 1)))
        input_run (g, plane, run, upright[0] + place * TILE);
      else
        input_run_gathered (g, plane, run, upright[0] + place * TILE);
      place += run->n + 1;
    }
  for (gint i = 0; i < INPUT; i++)
    for (gint j = place * TILE; j < b->places * TILE; j++)
      upright[i][j] = 0;
  finish_points (b, (const gfloat (*)[TILE * PLACES]) upright, TRUE, v, step);
}

/* The same for channel @k of the gradient of the results. */
PST_VECTOR static void
gradient_channel (const Job *job, const Block *b, gint k, gfloat *m, gsize step)
{
  const PstWinograd *g = job->g;
  gfloat lines[TILE][TILE * PLACES], upright[INPUT][TILE * PLACES];
  gint place = 0;

  memset (lines, 0, sizeof lines);
  for (gint r = 0; r < b->n_runs; r++)
    {
      const Run *run = &b->run[r];
      const gfloat *plane = job->dy + ((gsize) run->image * g->k + k) * g->oh * g->ow;
      gint rows = MIN (TILE, g->oh - run->row * TILE);
      gint cols = MIN (run->n * TILE, g->ow - run->col * TILE);

      for (gint i = 0; i < rows; i++)
        memcpy (lines[i] + place * TILE,
                plane + (gsize) (run->row * TILE + i) * g->ow + run->col * TILE,
                (gsize) cols * sizeof (gfloat));
      place += run->n + 1;
    }
  transform_gradient (lines[0], TILE * PLACES, upright[0], TILE * PLACES, b->places * TILE);
  finish_points (b, (const gfloat (*)[TILE * PLACES]) upright, FALSE, m, step);
}

/* ---- forward ---------------------------------------------------------- */

/* The most channels that are done together. */
#define GROUP 12

/* Transforms the weights of one group of channels out, a channel in each lane;
 * channels beyond K are 0. */
PST_VECTOR static void
weights_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->g->c, K = job->g->k, group = job->group;
  gfloat *u = job->u + (gsize) item * POINTS * C * group;

  for (gint c = 0; c < C; c++)
    {
      gfloat w[9][GROUP] = { 0 }, half[3 * INPUT][GROUP], points[POINTS][GROUP];

      for (gint kk = 0; kk < MIN (group, K - item * group); kk++)
        {
          gint k = item * group + kk;
          const gfloat *from =
              job->w + (job->transposed ? (gsize) c * K + k : (gsize) k * C + c) * 9;

          for (gint i = 0; i < 9; i++)
            w[i][kk] = from[job->transposed ? 8 - i : i];
        }
      for (gint i = 0; i < 3; i++)
        transform_weights (w[i], 3 * GROUP, half[i], 3 * GROUP, GROUP);
      for (gint i = 0; i < INPUT; i++)
        transform_weights (half[3 * i], GROUP, points[INPUT * i], GROUP, GROUP);
      for (gint f = 0; f < POINTS; f++)
        memcpy (u + ((gsize) f * C + c) * group, points[f], (gsize) group * sizeof (gfloat));
    }
}

/* Products m [POINTS][LANES], @step apart, of channel @k to its place in y. */
PST_VECTOR static void
output_channel (const Job *job, const Block *b, gint k, const gfloat *m, gsize step)
{
  const PstWinograd *g = job->g;
  gfloat upright[TILE][INPUT][LANES];
  gfloat phase[TILE][LANES], line[TILE * LANES];

  for (gint j = 0; j < INPUT; j++)
    transform_output (m + (gsize) j * step, INPUT * step, upright[0][j], INPUT * LANES, LANES);
  for (gint i = 0; i < TILE; i++)
    {
      const gfloat *from = line;

      transform_output (upright[i][0], LANES, phase[0], LANES, LANES);
      join (phase[0], line, LANES);
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
  gint C = job->g->c, group = job->group;
  Block b = block_new (job, item);
  gfloat *v =
      pst_pool_scratch (job->pool, worker, (gsize) POINTS * LANES * (C + group) * sizeof (gfloat));
  gfloat *m = v + (gsize) POINTS * LANES * C;

  if (b.lanes < LANES)
    memset (v, 0, (gsize) POINTS * LANES * C * sizeof (gfloat));
  for (gint c = 0; c < C; c++)
    input_channel (job, &b, c, v + (gsize) c * LANES, (gsize) C * LANES);
  for (gint i = 0; i < job->n_groups; i++)
    {
      for (gint f = 0; f < POINTS; f++)
        pst_product (group, job->u + ((gsize) i * POINTS + f) * C * group, C, job->offset,
                     v + (gsize) f * C * LANES, LANES / 2, m + (gsize) f * group * LANES);
      for (gint kk = 0; kk < group && i * group + kk < job->g->k; kk++)
        output_channel (job, &b, i * group + kk, m + (gsize) kk * LANES, (gsize) group * LANES);
    }
}

gboolean
pst_winograd_forward (const PstWinograd *g, gfloat *y, const gfloat *x, const gfloat *w,
                      gboolean transposed, const gfloat *bias, PstAct act, PstPool *pool,
                      PstArena *arena)
{
  Job job = job_new (g, pool);

  job.group = pst_product_group (g->k);
  job.n_groups = (g->k + job.group - 1) / job.group;
  job.x = x;
  job.w = w;
  job.bias = bias;
  job.act = act;
  job.transposed = transposed;
  job.y = y;
  job.u =
      pst_arena_take (arena, (gsize) job.n_groups * POINTS * g->c * job.group * sizeof (gfloat));
  if (! job.u)
    return FALSE;
  job.offset = g_new (gint, g->c);
  for (gint c = 0; c < g->c; c++)
    job.offset[c] = c * LANES;
  pst_pool_run (pool, job.n_groups, weights_item, &job);
  pst_pool_run (pool, job.blocks, forward_item, &job);
  g_free (job.offset);
  pst_arena_give (arena, job.u);
  return TRUE;
}

/* ---- the gradient of the weights -------------------------------------- */

/* Item: block and channel, in or out. */
static void
collect_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->g->c, K = job->g->k;
  gsize at = (gsize) (item / (C + K)) * LANES;
  gint c = item % (C + K);
  Block b = block_new (job, item / (C + K));

  if (c < C)
    input_channel (job, &b, c, job->v + (gsize) c * job->tiles + at, (gsize) C * job->tiles);
  else
    gradient_channel (job, &b, c - C, job->m + (gsize) (c - C) * job->tiles + at,
                      (gsize) K * job->tiles);
}

static void
multiply_item (gint f, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->g->c, K = job->g->k;

  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, K, C, job->tiles, 1,
               job->m + (gsize) f * K * job->tiles, job->tiles, job->v + (gsize) f * C * job->tiles,
               job->tiles, 0, job->du + (gsize) f * K * C, C);
}

PST_VECTOR static void
weights_back_item (gint k, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->g->c;
  gfloat *half =
      pst_pool_scratch (job->pool, worker, (3 * INPUT + 9) * (gsize) C * sizeof (gfloat));
  gfloat *w = half + 3 * INPUT * C;
  gfloat *dw = job->dw + (gsize) k * C * 9;
  gint point = job->g->k * C; /* from one point to the next */

  for (gint i = 0; i < INPUT; i++)
    transform_weights_back (job->du + (gsize) i * point + (gsize) k * C, INPUT * point,
                            half + i * C, INPUT * C, C);
  for (gint i = 0; i < 3; i++)
    transform_weights_back (half + i * INPUT * C, C, w + 3 * i * C, C, C);
  for (gint c = 0; c < C; c++)
    for (gint i = 0; i < 9; i++)
      dw[c * 9 + i] += w[i * C + c];
}

gboolean
pst_winograd_backward_weights (const PstWinograd *g, gfloat *dw, const gfloat *x, const gfloat *dy,
                               PstPool *pool, PstArena *arena)
{
  Job job = job_new (g, pool);
  gsize v = (gsize) POINTS * g->c * job.tiles, m = (gsize) POINTS * g->k * job.tiles;
  gsize du = (gsize) POINTS * g->k * g->c;

  job.x = x;
  job.dy = dy;
  job.dw = dw;
  job.v = pst_arena_take (arena, (v + m + du) * sizeof (gfloat));
  if (! job.v)
    return FALSE;
  job.m = job.v + v;
  job.du = job.m + m;
  pst_pool_run (pool, job.blocks * (g->c + g->k), collect_item, &job);
  pst_pool_run (pool, POINTS, multiply_item, &job);
  pst_pool_run (pool, g->k, weights_back_item, &job);
  pst_arena_give (arena, job.v);
  return TRUE;
}
