/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/direct.h"

#include "ground/vector.h"
#include "kernels/product.h"

#define BLOCK_ROWS 8 /* results in an item, so that its input fits the cache */
#define BLOCK_COLS 128
#define HALF       (PST_LANES / 2)

/* Going back with stride 2 there are four kinds of pixels, each of which sees other
 * weights: one convolution of stride 1 each. */
#define MOST_PHASES 4

typedef struct
{
  gint taps_y, taps_x;
  gint depth;
  gint *offset; /* [depth] */
  gfloat *u;    /* [n_groups][depth][group] */
} Phase;

/* Forward, input is read at every @in_step-th pixel; back, results are written to
 * every @out_step-th: the other of the two is 1. */
typedef struct
{
  const PstDirect *d;
  gboolean back;
  gint c, k; /* channels that are read and that are written */
  PstGather gather;
  const gfloat *x, *w, *bias;
  gfloat *y;
  PstAct act;
  PstPool *pool;

  gint in_step, out_step;
  gint oh, ow;     /* planes of results ...    */
  gint rows, cols; /* ... and of one phase     */
  gint group, n_groups;
  gint n_phases;
  Phase phase[MOST_PHASES];

  gint blocks_y, blocks_x; /* items in an image                              */
  gint lines, width;       /* of an item's input: [c][in_step][in_step][lines][width] */
} Job;

/* Lanes of a vector that belong to one row. */
typedef struct
{
  gint lane, n;
  gint row, col; /* in the item */
} Run;

/* The weights of one group of channels for one phase, in the order of the product. */
static void
weights_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint index = item / job->n_groups, r = job->d->kernel, s = job->out_step;
  const Phase *phase = &job->phase[index];
  gfloat *to = phase->u + (gsize) (item % job->n_groups) * phase->depth * job->group;

  for (gint i = 0; i < job->c; i++)
    for (gint y = 0; y < phase->taps_y; y++)
      for (gint x = 0; x < phase->taps_x; x++)
        for (gint j = 0; j < job->group; j++)
          {
            gint k = item % job->n_groups * job->group + j;
            gsize plane = job->back ? (gsize) i * job->k + k : (gsize) k * job->c + i;
            gint tap_y = job->back ? index / s + s * y : y,
                 tap_x = job->back ? index % s + s * x : x;

            *to++ = k < job->k ? job->w[(plane * r + tap_y) * r + tap_x] : 0;
          }
}

/* ---- input ------------------------------------------------------------ */

PST_VECTOR static void
split_in_two (const gfloat *restrict line, gfloat *restrict even, gfloat *restrict odd, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      even[i] = line[2 * i];
      odd[i] = line[2 * i + 1];
    }
}

/* Rows of all channels around an item that begins at (row, col) of the results. */
static void
gather (const Job *job, const gfloat *x, gint row, gint col, gfloat *lines, gfloat *copy)
{
  const PstGather *g = &job->gather;
  gsize plane = (gsize) job->lines * job->width;
  gint step = job->in_step, first = col * step, n = job->width * step;
  gboolean plain = g->upsample == 1 && g->pad_y == 0 && g->pad_x == 0 && first + n <= g->w;

  for (gint c = 0; c < job->c; c++, x += (gsize) g->h * g->w, lines += step * step * plane)
    for (gint i = 0; i < job->lines * step; i++)
      {
        gint y = row * step + i;
        gfloat *to = lines + (gsize) (i % step) * step * plane + (gsize) (i / step) * job->width;
        const gfloat *line = copy;

        if (step == 1)
          {
            pst_gather_line (g, x, y, first, n, to);
            continue;
          }
        if (plain && y < g->h)
          line = x + (gsize) y * g->w + first;
        else
          pst_gather_line (g, x, y, first, n, copy);
        split_in_two (line, to, to + plane, job->width);
      }
}

/* ---- results ---------------------------------------------------------- */

/* The lanes from @first on, of all those of an item, by rows. */
static gint
find_runs (const Job *job, gint first, gint rows, gint cols, Run *run)
{
  gint n = 0, end = MIN (first + PST_LANES, rows * job->width);

  for (gint at = first; at < end;)
    {
      gint row = at / job->width, col = at % job->width;
      gint next = MIN (end, (row + 1) * job->width), here = MIN (next - at, cols - col);

      if (here > 0)
        run[n++] = (Run){ at - first, here, row, col };
      at = next;
    }
  return n;
}

PST_INLINE static void
copy_line (gfloat *restrict y, const gfloat *restrict line, gint n)
{
  for (gint i = 0; i < n; i++)
    y[i] = line[i];
}

/* A group's products m [group][PST_LANES], finished, to the planes of y. */
PST_VECTOR static void
store (const Job *job, gfloat *m, gint k, gfloat *y, gint row, gint col, const Run *run,
       gint n_runs)
{
  for (gint j = 0; j < MIN (job->group, job->k - k); j++, m += PST_LANES)
    {
      gfloat *to = y + (gsize) (k + j) * job->oh * job->ow + (gsize) row * job->ow + col;

      pst_activate (m, PST_LANES, job->bias ? job->bias[k + j] : 0, job->act);
      for (gint i = 0; i < n_runs; i++)
        copy_line (to + (gsize) run[i].row * job->ow + run[i].col, m + run[i].lane, run[i].n);
    }
}

/* The same going back with stride 2: the products of two phases, one behind the other, are
 * put side by side. */
PST_VECTOR static void
store_pairs (const Job *job, const gfloat *even, gint k, gfloat *y, gint row, gint col,
             const Run *run, gint n_runs)
{
  const gfloat *odd = even + (gsize) job->group * PST_LANES;

  for (gint j = 0; j < MIN (job->group, job->k - k); j++, even += PST_LANES, odd += PST_LANES)
    {
      gfloat *to = y + (gsize) (k + j) * job->oh * job->ow;
      gfloat line[2 * PST_LANES];

      for (gint i = 0; i < PST_LANES; i++)
        {
          line[2 * i] = even[i];
          line[2 * i + 1] = odd[i];
        }
      for (gint i = 0; i < n_runs; i++)
        {
          gint at_y = row + 2 * run[i].row, at_x = 2 * (col + run[i].col);

          if (at_y < job->oh)
            copy_line (to + (gsize) at_y * job->ow + at_x, line + 2 * run[i].lane,
                       MIN (2 * run[i].n, job->ow - at_x));
        }
    }
}

static void
item_func (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint per_image = job->blocks_y * job->blocks_x, image = item / per_image;
  gint row = item % per_image / job->blocks_x * BLOCK_ROWS;
  gint col = item % job->blocks_x * BLOCK_COLS;
  gint rows = MIN (BLOCK_ROWS, job->rows - row), cols = MIN (BLOCK_COLS, job->cols - col);
  gsize size = (gsize) job->c * job->in_step * job->in_step * job->lines * job->width;
  gsize products = (gsize) job->group * PST_LANES;
  gsize room = size + 2 * job->width + PST_LANES;
  gfloat *lines = pst_pool_scratch (job->pool, worker, (room + 2 * products) * sizeof (gfloat));
  gfloat *m = lines + room;
  gfloat *y = job->y + (gsize) image * job->k * job->oh * job->ow;

  gather (job, job->x + (gsize) image * job->c * job->gather.h * job->gather.w, row, col, lines,
          lines + size);
  for (gint g = 0; g < job->n_groups; g++)
    for (gint first = 0; first < (rows - 1) * job->width + cols; first += PST_LANES)
      {
        Run run[PST_LANES];
        gint n_runs = find_runs (job, first, rows, cols, run);

        for (gint p = 0; p < job->n_phases; p++)
          {
            const Phase *phase = &job->phase[p];

            pst_product (job->group, phase->u + (gsize) g * phase->depth * job->group, phase->depth,
                         phase->offset, lines + first, HALF, m + p % 2 * products);
            if (job->out_step == 1)
              store (job, m, g * job->group, y, row, col, run, n_runs);
            else if (p % 2 == 1)
              store_pairs (job, m, g * job->group, y, 2 * row + p / 2, col, run, n_runs);
          }
      }
}

/* ---- both ways -------------------------------------------------------- */

static gboolean
run_job (Job *job, PstArena *arena)
{
  gint r = job->d->kernel, s = job->out_step, reach = (r - 1) / job->d->stride;
  gboolean done = TRUE;

  job->rows = (job->oh + s - 1) / s;
  job->cols = (job->ow + s - 1) / s;
  job->group = pst_product_group (job->k);
  job->n_groups = (job->k + job->group - 1) / job->group;
  job->blocks_y = (job->rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  job->blocks_x = (job->cols + BLOCK_COLS - 1) / BLOCK_COLS;
  job->lines = MIN (BLOCK_ROWS, job->rows) + reach;
  job->width = MIN (BLOCK_COLS, job->cols) + reach;
  job->n_phases = s * s;
  for (gint p = 0; p < job->n_phases; p++)
    {
      Phase *phase = &job->phase[p];
      gsize plane = (gsize) job->lines * job->width;
      gint step = job->in_step, i = 0;

      phase->taps_y = (r - p / s + s - 1) / s;
      phase->taps_x = (r - p % s + s - 1) / s;
      phase->depth = job->c * phase->taps_y * phase->taps_x;
      phase->u = pst_arena_take (arena, (gsize) job->n_groups * phase->depth * job->group
                                            * sizeof (gfloat));
      done = done && phase->u;
      phase->offset = g_new (gint, phase->depth);
      for (gint c = 0; c < job->c; c++)
        for (gint y = 0; y < phase->taps_y; y++)
          for (gint x = 0; x < phase->taps_x; x++)
            {
              /* Going back, the first weight goes with the last of the pixels. */
              gint down = job->back ? reach - y : y, across = job->back ? reach - x : x;

              phase->offset[i++] =
                  (gint) (((c * step + down % step) * step + across % step) * plane)
                  + down / step * job->width + across / step;
            }
    }
  if (done)
    {
      pst_pool_run (job->pool, job->n_phases * job->n_groups, weights_item, job);
      pst_pool_run (job->pool, job->d->n * job->blocks_y * job->blocks_x, item_func, job);
    }
  for (gint p = 0; p < job->n_phases; p++)
    {
      g_free (job->phase[p].offset);
      pst_arena_give (arena, job->phase[p].u);
    }
  return done;
}

gboolean
pst_direct_forward (const PstDirect *d, gfloat *y, const gfloat *x, const gfloat *w,
                    const gfloat *bias, PstAct act, PstPool *pool, PstArena *arena)
{
  Job job = { .d = d,
              .c = d->c,
              .k = d->k,
              .gather = d->gather,
              .x = x,
              .w = w,
              .bias = bias,
              .y = y,
              .act = act,
              .pool = pool,
              .in_step = d->stride,
              .out_step = 1,
              .oh = d->oh,
              .ow = d->ow };

  return run_job (&job, arena);
}

/* The gradient of the padded input is itself a convolution of dy, padded with
 * zeros: row s t + phase gets the sum over j of w[phase + s j] dy[t - j]. */
gboolean
pst_direct_backward (const PstDirect *d, gfloat *dpad, const gfloat *dy, const gfloat *w,
                     PstPool *pool, PstArena *arena)
{
  gint reach = (d->kernel - 1) / d->stride;
  Job job = { .d = d,
              .back = TRUE,
              .c = d->k,
              .k = d->c,
              .gather = { .h = d->oh,
                          .w = d->ow,
                          .upsample = 1,
                          .pad_y = reach,
                          .pad_x = reach,
                          .zeros = TRUE },
              .x = dy,
              .w = w,
              .y = dpad,
              .pool = pool,
              .in_step = 1,
              .out_step = d->stride,
              .oh = d->ph,
              .ow = d->pw };

  return run_job (&job, arena);
}
