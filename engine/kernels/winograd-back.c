/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way back is the adjoint of the way forth, transform by transform: the
 * gradients of the results become those of the products, which are needed for the
 * gradients of weights and input alike. */

#include "kernels/winograd.h"

#include "kernels/outer.h"
#include "kernels/winograd-tiles.h"

typedef struct
{
  Tiles tiles;
  const gfloat *x, *w, *dy;
  gfloat *dx, *dw; /* either may be NULL */
  gboolean first;  /* dx is to be written, not added to */
  PstPool *pool;

  gint pitch; /* tiles, rounded up to whole blocks          */
  gfloat *m;  /* [POINTS][K][pitch]: gradients of products  */
  gfloat *v;  /* [POINTS][C][pitch]: inputs, for dw         */
  gfloat *du; /* [POINTS][K][C]                             */
  gint group; /* channels in that are done together, for dx */
  gint n_groups;
  gfloat *u;    /* [n_groups][POINTS][K][group]                   */
  gfloat *dv;   /* [POINTS][blocks][n_groups group][LANES]        */
  gint *offset; /* [K] */
  Block *block; /* [blocks][2]: of results and of inputs */
} Job;

/* ---- to products and back --------------------------------------------- */

/* As pst_winograd_input () does, for channel @k of the gradient of the results. */
PST_VECTOR static void
gradient_channel (const Tiles *tiles, const gfloat *dy, const Block *b, gint k, gfloat *m,
                  gsize step)
{
  static const gfloat zeros[TILE * (LANES + 1)];
  const PstWinograd *g = tiles->g;
  gfloat upright[INPUT][TILE * PLACES];
  gfloat *to = upright[0];

  for (gint r = 0; r < b->n_runs; to += TILE * (b->run[r].n + 1), r++)
    {
      const Run *run = &b->run[r];
      const gfloat *plane = dy + ((gsize) run->image * g->k + k) * g->oh * g->ow;
      const gfloat *lines[TILE];

      for (gint i = 0; i < TILE; i++)
        lines[i] = run->line[i] < 0 ? zeros : plane + run->line[i];
      transform_gradient (lines, to, TILE * PLACES, run->inside);
    }
  finish_points (b, upright, FALSE, m, step);
}

/* Item: block and channel, out and then, for dw, in. */
static void
collect_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstWinograd *g = job->tiles.g;
  gint channels = g->k + (job->dw ? g->c : 0), index = item / channels, channel = item % channels;
  gboolean out = channel < g->k;
  gsize step = (gsize) (out ? g->k : g->c) * job->pitch;
  gfloat *to =
      out ? job->m + (gsize) channel * job->pitch : job->v + (gsize) (channel - g->k) * job->pitch;
  const Block *b = &job->block[out ? 2 * index : 2 * index + 1];

  to += (gsize) index * LANES;
  if (out)
    gradient_channel (&job->tiles, job->dy, b, channel, to, step);
  else
    pst_winograd_input (&job->tiles, job->x, b, channel - g->k, to, step);
  for (gint f = 0; f < POINTS && b->lanes < LANES; f++)
    for (gint i = b->lanes; i < LANES; i++)
      to[f * step + i] = 0;
}

static void
weights_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstWinograd *g = job->tiles.g;

  pst_winograd_weights (job->w, item * job->group, g->c, g->k, job->group, TRUE, FALSE,
                        job->u + (gsize) item * POINTS * g->k * job->group);
}

/* All that is to be done with the products of one point. */
static void
point_item (gint f, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->tiles.g->c, K = job->tiles.g->k, n = job->tiles.n, blocks = job->tiles.blocks;
  const gfloat *m = job->m + (gsize) f * K * job->pitch;

  if (job->dw)
    {
      const PstOuter o = {
        .height = 1, .width = n, .a_row = (gsize) job->pitch, .b_step = (gsize) C
      };
      gsize size = (gsize) n * C;
      gfloat *v = pst_pool_scratch (job->pool, worker, (size + PST_OUTER_LANES) * sizeof (gfloat));
      gfloat *du = job->du + (gsize) f * K * C;

      memset (v + size, 0, PST_OUTER_LANES * sizeof (gfloat));
      memset (du, 0, (gsize) K * C * sizeof (gfloat));
      pst_transpose (job->v + (gsize) f * C * job->pitch, (gsize) job->pitch, C, n, v, (gsize) C);
      pst_outer (&o, K, m, C, v, du, (gsize) C);
    }
  for (gint i = 0; i < job->n_groups && job->dx; i++)
    for (gint block = 0; block < blocks; block++)
      pst_product (job->group, job->u + ((gsize) i * POINTS + f) * K * job->group, K, job->offset,
                   m + (gsize) block * LANES, LANES / 2,
                   job->dv
                       + (((gsize) f * blocks + block) * job->n_groups + i) * job->group * LANES);
}

/* ---- the gradient of the weights -------------------------------------- */

PST_VECTOR static void
weights_back_item (gint k, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->tiles.g->c, K = job->tiles.g->k;
  gfloat *half =
      pst_pool_scratch (job->pool, worker, (3 * INPUT + 9) * (gsize) C * sizeof (gfloat));
  gfloat *w = half + 3 * INPUT * C;
  gfloat *dw = job->dw + (gsize) k * C * 9;
  gint point = K * C; /* from one point to the next */

  for (gint i = 0; i < INPUT; i++)
    transform_weights_back (job->du + (gsize) i * point + (gsize) k * C, INPUT * point,
                            half + i * C, INPUT * C, C);
  for (gint i = 0; i < 3; i++)
    transform_weights_back (half + i * INPUT * C, C, w + 3 * i * C, C, C);
  for (gint c = 0; c < C; c++)
    for (gint i = 0; i < 9; i++)
      dw[c * 9 + i] += w[i * C + c];
}

/* ---- the gradient of the input ---------------------------------------- */

/* Runs of one image that together fill the places, from tile @tile of it on; returns
 * the next. */
static gint
runs_new (const Tiles *tiles, gint image, gint tile, Block *b)
{
  gint end = tiles->rows * tiles->cols, places = 0;

  b->n_runs = b->lanes = 0;
  while (tile < end && b->n_runs < LANES)
    {
      Run run = { .image = image, .row = tile / tiles->cols, .col = tile % tiles->cols };

      run.n = MIN (tiles->cols - run.col, LANES);
      if (places + run.n + 1 > PLACES)
        break;
      places += run.n + 1;
      tile += run.n;
      b->run[b->n_runs++] = run;
    }
  b->places = (places + 15) / 16 * 16;
  return tile;
}

/* Point @f of channel @c of all runs to their places; what is between them is 0. */
PST_INLINE static void
spread_runs (const Job *job, const Block *b, gint f, gint c, gfloat *restrict to)
{
  const Tiles *tiles = &job->tiles;
  gint channels = job->n_groups * job->group, place = 0;

  for (gint r = 0; r < b->n_runs; r++)
    {
      const Run *run = &b->run[r];
      gint tile = (run->image * tiles->rows + run->row) * tiles->cols + run->col;

      for (gint done = 0, n; done < run->n; done += n)
        {
          gint lane = (tile + done) % LANES, block = (tile + done) / LANES;

          n = MIN (run->n - done, LANES - lane);
          copy_line (to + place + done,
                     job->dv + (((gsize) f * tiles->blocks + block) * channels + c) * LANES + lane,
                     n);
        }
      to[place + run->n] = 0;
      place += run->n + 1;
    }
  for (; place < b->places; place++)
    to[place] = 0;
}

/* Adds a row of the gathered input's gradient, from padded column @col on, to row
 * @dx, edges to where they came from. */
PST_INLINE static void
add_run (const PstGather *g, gfloat *restrict dx, gint col, gint n, const gfloat *restrict line)
{
  gint x = col - g->pad_x, first = MAX (0, -x), end = MIN (n, g->w - x);

  for (gint i = first; i < end; i++)
    dx[x + i] += line[i];
  for (gint i = 0; i < first; i++)
    dx[pst_reflect (x + i, g->w)] += line[i];
  for (gint i = MAX (first, end); i < MIN (n, end + g->pad_x); i++)
    dx[pst_reflect (x + i, g->w)] += line[i];
}

/* One plane: image and channel in. */
PST_VECTOR static void
data_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstGather *g = &job->tiles.g->gather;
  gint image = item / job->tiles.g->c, c = item % job->tiles.g->c;
  gfloat *dx = job->dx + (gsize) item * g->h * g->w;
  gint tile = 0;

  if (job->first)
    memset (dx, 0, (gsize) g->h * g->w * sizeof (gfloat));
  while (tile < job->tiles.rows * job->tiles.cols)
    {
      gfloat points[INPUT][INPUT][PLACES], pixels[INPUT][INPUT][16 + PLACES];
      gfloat upright[INPUT][TILE * PLACES], lines[INPUT][TILE * PLACES];
      gint place = 0;
      Block b;

      tile = runs_new (&job->tiles, image, tile, &b);
      for (gint i = 0; i < INPUT; i++)
        for (gint p = 0; p < INPUT; p++)
          spread_runs (job, &b, i * INPUT + p, c, points[i][p]);
      for (gint i = 0; i < INPUT; i++)
        transform_input_back (points[i][0], PLACES, pixels[i][0] + 16, 16 + PLACES, b.places);
      for (gint i = 0; i < INPUT; i++)
        {
          /* A tile's last two inputs are its right neighbour's first. */
          for (gint p = 0; p < INPUT - TILE; p++)
            {
              pixels[i][TILE + p][15] = 0;
              for (gint j = 0; j < b.places; j++)
                pixels[i][p][16 + j] += pixels[i][TILE + p][15 + j];
            }
          join (pixels[i][0] + 16, 16 + PLACES, upright[i], b.places);
        }
      transform_input_back (upright[0], TILE * PLACES, lines[0], TILE * PLACES, TILE * b.places);
      for (gint r = 0; r < b.n_runs; place += b.run[r].n + 1, r++)
        {
          const Run *run = &b.run[r];
          gint end = g->h + 2 * g->pad_y - run->row * TILE, width = g->w + 2 * g->pad_x;

          for (gint i = 0; i < MIN (INPUT, end); i++)
            {
              gint y = pst_reflect (run->row * TILE + i - g->pad_y, g->h), x = run->col * TILE;

              add_run (g, dx + (gsize) y * g->w, x, MIN (TILE * (run->n + 1), width - x),
                       lines[i] + place * TILE);
            }
        }
    }
}

/* ---- both ------------------------------------------------------------- */

gsize
pst_winograd_backward_floats (const PstWinograd *g)
{
  Tiles tiles = tiles_new (g);

  return (gsize) POINTS * tiles.blocks * LANES * (g->k + 2 * g->c);
}

gboolean
pst_winograd_backward (const PstWinograd *g, const PstConvBack *back, PstPool *pool,
                       PstArena *arena)
{
  Job job = { .tiles = tiles_new (g),
              .x = back->x,
              .w = back->w,
              .dy = back->dy,
              .dx = back->dx,
              .dw = back->dw,
              .first = back->first,
              .pool = pool };
  const PstGather results = { .h = g->oh, .w = g->ow, .upsample = 1, .zeros = TRUE };
  gsize m, v = 0, du = 0, u = 0, dv = 0;

  job.pitch = job.tiles.blocks * LANES;
  job.group = pst_product_group (g->c);
  job.n_groups = (g->c + job.group - 1) / job.group;
  m = (gsize) POINTS * g->k * job.pitch;
  if (job.dw)
    {
      v = (gsize) POINTS * g->c * job.pitch;
      du = (gsize) POINTS * g->k * g->c;
    }
  if (job.dx)
    {
      u = (gsize) POINTS * job.n_groups * job.group * g->k;
      dv = (gsize) POINTS * job.n_groups * job.group * job.pitch;
    }
  job.m = pst_arena_take (arena, (m + v + du + u + dv) * sizeof (gfloat));
  if (! job.m)
    return FALSE;
  job.v = job.m + m;
  job.du = job.v + v;
  job.u = job.du + du;
  job.dv = job.u + u;
  job.offset = g_new (gint, g->k);
  for (gint k = 0; k < g->k; k++)
    job.offset[k] = k * job.pitch;
  job.block = g_new (Block, 2 * job.tiles.blocks);
  for (gint i = 0; i < job.tiles.blocks; i++)
    {
      block_init (&job.block[2 * i], &job.tiles, i, &results, TILE);
      pst_winograd_block (&job.block[2 * i + 1], &job.tiles, i);
    }
  pst_pool_run (pool, job.tiles.blocks * (g->k + (job.dw ? g->c : 0)), collect_item, &job);
  if (job.dx)
    pst_pool_run (pool, job.n_groups, weights_item, &job);
  pst_pool_run (pool, POINTS, point_item, &job);
  if (job.dw)
    pst_pool_run (pool, g->k, weights_back_item, &job);
  if (job.dx)
    pst_pool_run (pool, g->n * g->c, data_item, &job);
  g_free (job.offset);
  g_free (job.block);
  pst_arena_give (arena, job.m);
  return TRUE;
}
