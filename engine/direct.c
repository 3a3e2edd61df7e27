/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "direct.h"

#include <string.h>

#include "product.h"
#include "vector.h"

#define BLOCK_ROWS 8 /* results in an item, so that its input fits the cache */
#define BLOCK_COLS 128
#define HALF       (PST_LANES / 2)

typedef struct
{
  const PstDirect *d;
  const gfloat *x, *w;
  gfloat *y;
  PstDirectFinish finish;
  gpointer data;
  PstPool *pool;

  gint group, n_groups;
  gint depth;
  gint blocks_y, blocks_x; /* items in an image */
  gint lines;              /* input rows in an item */
  gint width;              /* of one phase of a line, with room to read on */
  gint *offset;            /* [depth] */
  gfloat *u;               /* [n_groups][depth][group] */
} Job;

/* The weights of one group of channels out, in the order of the product. */
static void
weights_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gfloat *u = job->u + (gsize) item * job->depth * job->group;

  for (gint kk = 0; kk < job->group; kk++)
    {
      gint k = item * job->group + kk;
      const gfloat *w = job->w + (gsize) k * job->depth;

      for (gint d = 0; d < job->depth; d++)
        u[d * job->group + kk] = k < job->d->k ? w[d] : 0;
    }
}

PST_VECTOR static void
split_in_two (const gfloat *restrict line, gfloat *restrict even, gfloat *restrict odd, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      even[i] = line[2 * i];
      odd[i] = line[2 * i + 1];
    }
}

/* Rows of all channels around an item: [C][lines][stride][width]. */
static void
gather (const Job *job, const gfloat *x, gint row, gint col, gfloat *lines, gfloat *line)
{
  const PstDirect *d = job->d;
  gsize plane = (gsize) d->gather.h * d->gather.w;

  for (gint c = 0; c < d->c; c++)
    for (gint r = 0; r < job->lines; r++, lines += d->stride * job->width)
      if (d->stride == 1)
        pst_gather_line (&d->gather, x + c * plane, row + r, col, job->width, lines);
      else
        {
          pst_gather_line (&d->gather, x + c * plane, row + r, col, 2 * job->width, line);
          split_in_two (line, lines, lines + job->width, job->width);
        }
}

/* @n results of channel @k from (row, col) on. */
static void
store (const Job *job, gint image, gint k, gint row, gint col, gint n, gfloat *line)
{
  const PstDirect *d = job->d;
  gfloat *y = job->y + (((gsize) image * d->k + k) * d->oh + row * d->step + d->first_y) * d->ow
              + col * d->step + d->first_x;

  if (n <= 0 || row >= d->rows)
    return;
  if (job->finish)
    job->finish (line, n, k, job->data);
  if (d->step == 1)
    memcpy (y, line, (gsize) n * sizeof (gfloat));
  else
    for (gint i = 0; i < n; i++)
      y[i * d->step] = line[i];
}

static void
forward_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstDirect *d = job->d;
  gint per_image = job->blocks_y * job->blocks_x;
  gint image = item / per_image;
  gint row0 = item % per_image / job->blocks_x * BLOCK_ROWS;
  gint col0 = item % job->blocks_x * BLOCK_COLS;
  gint rows = MIN (BLOCK_ROWS, d->rows - row0);
  gint cols = MIN (BLOCK_COLS, d->cols - col0);
  gint stride = d->stride, pitch = stride * job->width; /* of an input row */
  gsize size = (gsize) d->c * job->lines * pitch;
  gboolean narrow = cols <= HALF; /* then the halves are two rows */
  gfloat *lines = pst_pool_scratch (job->pool, worker,
                                    (size + 2 * job->width + 12 * PST_LANES) * sizeof (gfloat));
  gfloat *m = lines + size + 2 * job->width;

  gather (job, job->x + (gsize) image * d->c * d->gather.h * d->gather.w, row0 * stride,
          col0 * stride, lines, lines + size);
  for (gint g = 0; g < job->n_groups; g++)
    for (gint r = 0; r < rows; r += narrow ? 2 : 1)
      for (gint x = 0; x < cols; x += PST_LANES)
        {
          pst_product (job->group, job->u + (gsize) g * job->depth * job->group, job->depth,
                       job->offset, lines + r * stride * pitch + x, narrow ? stride * pitch : HALF,
                       m);
          for (gint kk = 0; kk < job->group && g * job->group + kk < d->k; kk++)
            {
              gint k = g * job->group + kk;
              gfloat *line = m + kk * PST_LANES;

              if (narrow)
                {
                  store (job, image, k, row0 + r, col0, cols, line);
                  if (r + 1 < rows)
                    store (job, image, k, row0 + r + 1, col0, cols, line + HALF);
                }
              else
                store (job, image, k, row0 + r, col0 + x, MIN (PST_LANES, cols - x), line);
            }
        }
}

gboolean
pst_direct_forward (const PstDirect *d, gfloat *y, const gfloat *x, const gfloat *w,
                    PstDirectFinish finish, gpointer data, PstPool *pool, PstArena *arena)
{
  Job job = { d, x, w, y, finish, data, pool };
  gint i = 0;

  job.group = pst_product_group (d->k);
  job.n_groups = (d->k + job.group - 1) / job.group;
  job.depth = d->c * d->taps_y * d->taps_x;
  job.blocks_y = (d->rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  job.blocks_x = (d->cols + BLOCK_COLS - 1) / BLOCK_COLS;
  /* One row more, which the second half of an odd last pair reads for nothing. */
  job.lines = MIN (BLOCK_ROWS, d->rows) * d->stride + d->taps_y;
  job.width = (MIN (BLOCK_COLS, d->cols) + PST_LANES - 1) / PST_LANES * PST_LANES
              + (d->taps_x + d->stride - 1) / d->stride;
  job.u = pst_arena_take (arena, (gsize) job.n_groups * job.depth * job.group * sizeof (gfloat));
  if (! job.u)
    return FALSE;
  job.offset = g_new (gint, job.depth);
  for (gint c = 0; c < d->c; c++)
    for (gint ry = 0; ry < d->taps_y; ry++)
      for (gint rx = 0; rx < d->taps_x; rx++)
        job.offset[i++] =
            ((c * job.lines + ry) * d->stride + rx % d->stride) * job.width + rx / d->stride;

  pst_pool_run (pool, job.n_groups, weights_item, &job);
  pst_pool_run (pool, d->n * job.blocks_y * job.blocks_x, forward_item, &job);
  g_free (job.offset);
  pst_arena_give (arena, job.u);
  return TRUE;
}
