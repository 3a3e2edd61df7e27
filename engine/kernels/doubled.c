/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/doubled.h"

#include <string.h>

#include "ground/vector.h"
#include "kernels/outer.h"
#include "kernels/product.h"

#define LANES PST_LANES
#define HALF  (PST_LANES / 2)

/* Products in two dimensions: 3 a + b, a down and b across, where 0 stands for the
 * sum of weights times the pixel, 1 for -w0 times the difference before it, and 2
 * for w2 times that behind it. */
#define POINTS 9

/* Floats of an item's planes that fit a core's cache, and a side of an item. */
#define ITEM_FLOATS (112 * 1024)
#define MOST_ROWS   8
#define MOST_COLS   64

#define CHUNK 256 /* pixels that are summed at once, for gradients of weights */

typedef struct
{
  const PstDoubled *d;
  const gfloat *x, *w, *bias, *dy;
  gfloat *y, *dx, *dw;
  PstAct act;
  PstPool *pool;

  gint group, n_groups; /* rows of the product kernel, and how often */
  gfloat *u;            /* [n_groups][POINTS][C][group]; back: [n_groups][POINTS][K][group] */
  gint *offset;         /* where the product finds its next input */

  /* forward */
  gint rows, cols;         /* of an item */
  gint blocks_y, blocks_x; /* of an image */
  gint width;              /* of a line in the work arrays */

  /* back */
  gint strip, strips; /* rows in an item, and of an image */
  gint pixels;        /* of an item, rounded up to whole vectors */
  gint parts;
  gboolean first; /* dx is to be written, not added to */
  gfloat *du;     /* [parts][POINTS][K][C] */
} Job;

/* ---- weights ---------------------------------------------------------- */

/* w [3][3] to its nine sums, and the way back. */
PST_INLINE static void
combine (const gfloat *w, gfloat *u)
{
  gfloat half[3][3];

  for (gint y = 0; y < 3; y++)
    {
      half[y][0] = w[3 * y] + w[3 * y + 1] + w[3 * y + 2];
      half[y][1] = -w[3 * y];
      half[y][2] = w[3 * y + 2];
    }
  for (gint b = 0; b < 3; b++)
    {
      u[b] = half[0][b] + half[1][b] + half[2][b];
      u[3 + b] = -half[0][b];
      u[6 + b] = half[2][b];
    }
}

PST_INLINE static void
combine_back (const gfloat *du, gfloat *dw)
{
  gfloat half[3][3];

  for (gint b = 0; b < 3; b++)
    {
      half[0][b] = du[b] - du[3 + b];
      half[1][b] = du[b];
      half[2][b] = du[b] + du[6 + b];
    }
  for (gint y = 0; y < 3; y++)
    {
      dw[3 * y] = half[y][0] - half[y][1];
      dw[3 * y + 1] = half[y][0];
      dw[3 * y + 2] = half[y][0] + half[y][2];
    }
}

/* One group of channels out, or back: of channels in; beyond the last, 0. */
static void
weights_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->d->c, K = job->d->k, group = job->group;
  gboolean back = job->dy != NULL;
  gint depth = back ? K : C, many = back ? C : K;
  gfloat *u = job->u + (gsize) item * POINTS * depth * group;

  for (gint i = 0; i < depth; i++)
    for (gint j = 0; j < group; j++)
      {
        gint other = item * group + j;
        gsize at = back ? (gsize) i * C + other : (gsize) other * C + i;
        gfloat points[POINTS] = { 0 };

        if (other < many)
          combine (job->w + 9 * at, points);
        for (gint p = 0; p < POINTS; p++)
          u[((gsize) p * depth + i) * group + j] = points[p];
      }
}

/* ---- forward ---------------------------------------------------------- */

/* dst = a - b */
PST_INLINE static void
subtract (gfloat *restrict dst, const gfloat *a, const gfloat *b, gint n)
{
  for (gint i = 0; i < n; i++)
    dst[i] = a[i] - b[i];
}

/* dst[i] = line[i] - line[i - 1] for columns @col on of a line of @w; 0 beyond. */
PST_INLINE static void
differences (gfloat *restrict dst, const gfloat *restrict line, gint col, gint n, gint w)
{
  gint first = col == 0, end = MIN (n, w - col);

  if (first)
    dst[0] = 0;
  for (gint i = first; i < end; i++)
    dst[i] = line[col + i] - line[col + i - 1];
  for (gint i = MAX (first, end); i < n; i++)
    dst[i] = 0;
}

/* Channel @c around an item: the pixels, their differences across, down and both,
 * each [rows + 1][width], one such plane of all channels after the other. */
PST_VECTOR static void
input_channel (const Job *job, const gfloat *x, gint row, gint col, gint rows, gint cols, gint c,
               gfloat *v)
{
  gint h = job->d->h, w = job->d->w, n = MIN (cols, w - col);
  gsize plane = (gsize) job->d->c * (job->rows + 1) * job->width;
  gfloat down[MOST_COLS + 2];

  v += (gsize) c * (job->rows + 1) * job->width;
  for (gint r = 0; r <= rows; r++, v += job->width)
    {
      gint y = row + r, left = col > 0;
      const gfloat *line = x + (gsize) MIN (y, h - 1) * w;
      gfloat *edge = v + 2 * plane;

      for (gint i = 0; i < n; i++)
        v[i] = line[col + i];
      differences (v + plane, line, col, cols + 1, w);
      if (y == 0 || y == h)
        {
          for (gint i = 0; i <= cols; i++)
            edge[i] = edge[plane + i] = 0;
          continue;
        }
      /* With the column to the left of it, for the differences across. */
      subtract (down, line + col - left, line + col - left - w, MIN (n + 1, w - col) + left);
      for (gint i = 0; i < n; i++)
        edge[i] = down[left + i];
      differences (edge + plane, down + left - col, col, cols + 1, w);
    }
}

/* The nine products of a channel to two lines of results. */
PST_VECTOR static void
output_lines (const gfloat *m, gsize step, gfloat bias, PstAct act, gfloat *restrict even,
              gfloat *restrict odd)
{
  for (gint i = 0; i < LANES; i++)
    {
      gfloat left = m[i] + m[step + i], right = m[i] + m[2 * step + i];

      even[2 * i] = left + (m[3 * step + i] + m[4 * step + i]);
      even[2 * i + 1] = right + (m[3 * step + i] + m[5 * step + i]);
      odd[2 * i] = left + (m[6 * step + i] + m[7 * step + i]);
      odd[2 * i + 1] = right + (m[6 * step + i] + m[8 * step + i]);
    }
  pst_activate (even, 2 * LANES, bias, act);
  pst_activate (odd, 2 * LANES, bias, act);
}

PST_VECTOR static void
store (const Job *job, gint image, gint k, gint row, gint col, const gfloat *line, gint n)
{
  const PstDoubled *d = job->d;
  gfloat *y = job->y + (((gsize) image * d->k + k) * 2 * d->h + row) * 2 * d->w + col;

  for (gint i = 0; i < n; i++)
    y[i] = line[i];
}

static void
forward_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstDoubled *d = job->d;
  gint per_image = job->blocks_y * job->blocks_x, group = job->group;
  gint image = item / per_image;
  gint row = item % per_image / job->blocks_x * job->rows;
  gint col = item % job->blocks_x * job->cols;
  gint rows = MIN (job->rows, d->h - row), cols = MIN (job->cols, d->w - col);
  gsize plane = (gsize) d->c * (job->rows + 1) * job->width;
  gboolean narrow = cols <= HALF; /* then the halves are two rows */
  gfloat *v = pst_pool_scratch (
      job->pool, worker,
      (4 * plane + 2 * job->width + LANES + POINTS * PST_OUTER_ROWS * LANES) * sizeof (gfloat));
  gfloat *m = v + 4 * plane + 2 * job->width + LANES;
  gsize step = (gsize) group * LANES;

  for (gint c = 0; c < d->c; c++)
    input_channel (job, job->x + ((gsize) image * d->c + c) * d->h * d->w, row, col, rows, cols, c,
                   v);
  for (gint g = 0; g < job->n_groups; g++)
    for (gint r = 0; r < rows; r += narrow ? 2 : 1)
      for (gint x = 0; x < cols; x += LANES)
        {
          for (gint p = 0; p < POINTS; p++)
            {
              gint a = p / 3, b = p % 3;
              const gfloat *from =
                  v + (2 * (a > 0) + (b > 0)) * plane + (r + (a == 2)) * job->width + x + (b == 2);

              pst_product (group, job->u + ((gsize) g * POINTS + p) * d->c * group, d->c,
                           job->offset, from, narrow ? job->width : HALF, m + p * step);
            }
          for (gint kk = 0; kk < group && g * group + kk < d->k; kk++)
            {
              gint k = g * group + kk, y = 2 * (row + r), at = 2 * (col + x);
              gfloat lines[2][2 * LANES];

              output_lines (m + kk * LANES, step, job->bias ? job->bias[k] : 0, job->act, lines[0],
                            lines[1]);
              for (gint i = 0; i < 2; i++)
                {
                  store (job, image, k, y + i, at, lines[i],
                         2 * MIN (narrow ? HALF : LANES, cols - x));
                  if (narrow && r + 1 < rows)
                    store (job, image, k, y + 2 + i, at, lines[i] + 2 * HALF, 2 * cols);
                }
            }
        }
}

static gboolean
take_weights (Job *job, gint many, gint depth, PstArena *arena)
{
  job->group = pst_product_group (many);
  job->n_groups = (many + job->group - 1) / job->group;
  job->u =
      pst_arena_take (arena, (gsize) job->n_groups * POINTS * depth * job->group * sizeof (gfloat));
  return job->u != NULL;
}

gboolean
pst_doubled_forward (const PstDoubled *d, gfloat *y, const gfloat *x, const gfloat *w,
                     const gfloat *bias, PstAct act, PstPool *pool, PstArena *arena)
{
  Job job = { .d = d, .x = x, .w = w, .bias = bias, .y = y, .act = act, .pool = pool };

  if (! take_weights (&job, d->k, d->c, arena))
    return FALSE;
  job.cols = MIN (MOST_COLS, d->w);
  job.blocks_x = (d->w + job.cols - 1) / job.cols;
  job.width = (job.cols + LANES - 1) / LANES * LANES + HALF;
  job.rows = CLAMP (ITEM_FLOATS / (4 * d->c * job.width) - 1, 2, MOST_ROWS) / 2 * 2;
  job.blocks_y = (d->h + job.rows - 1) / job.rows;
  job.offset = g_new (gint, d->c);
  for (gint c = 0; c < d->c; c++)
    job.offset[c] = c * (job.rows + 1) * job.width;
  pst_pool_run (pool, job.n_groups, weights_item, &job);
  pst_pool_run (pool, d->n * job.blocks_y * job.blocks_x, forward_item, &job);
  g_free (job.offset);
  pst_arena_give (arena, job.u);
  return TRUE;
}

/* ---- backward --------------------------------------------------------- */

/* A line of gradients, already combined down, to its three kinds across. */
PST_INLINE static void
gradient_line (const gfloat *restrict line, gint w, gfloat *restrict out, gsize step,
               gfloat *restrict work)
{
  gfloat *even = work, *odd = work + w + 2; /* odd: one behind */

  for (gint j = 0; j < w; j++)
    {
      even[j] = line[2 * j];
      odd[j + 1] = line[2 * j + 1];
    }
  for (gint j = 0; j < w; j++)
    out[j] = even[j] + odd[j + 1];
  even[0] = even[w] = odd[0] = odd[w] = 0;
  for (gint j = 0; j < w; j++)
    {
      out[step + j] = even[j] - even[j + 1];
      out[2 * step + j] = odd[j] - odd[j + 1];
    }
}

/* Channel @k of dy around a strip: what each product's gradient is, brought back to
 * the pixels, [POINTS][K][pixels]. */
PST_VECTOR static void
gradient_channel (const Job *job, const gfloat *dy, gint row, gint rows, gint k, gfloat *out,
                  gfloat *work)
{
  gint h = job->d->h, w = job->d->w, n = 2 * w;
  gsize step = (gsize) job->d->k * job->pixels;
  gfloat *line = work + 2 * w + 4;

  out += (gsize) k * job->pixels;
  for (gint r = 0; r < rows; r++, out += w)
    {
      gint i = row + r;
      const gfloat *even = dy + (gsize) (2 * i) * n, *odd = even + n;
      gfloat here = i > 0 ? 1 : 0, next = i + 1 < h ? 1 : 0;
      const gfloat *even_next = i + 1 < h ? odd + n : even, *odd_before = i > 0 ? even - n : odd;

      for (gint j = 0; j < n; j++)
        line[j] = even[j] + odd[j];
      gradient_line (line, w, out, step, work);
      for (gint j = 0; j < n; j++)
        line[j] = here * even[j] - next * even_next[j];
      gradient_line (line, w, out + 3 * step, step, work);
      for (gint j = 0; j < n; j++)
        line[j] = here * odd_before[j] - next * odd[j];
      gradient_line (line, w, out + 6 * step, step, work);
    }
}

PST_INLINE static void
put_line (gfloat *restrict dst, const gfloat *restrict src, gint n, gboolean add)
{
  if (add)
    for (gint i = 0; i < n; i++)
      dst[i] += src[i];
  else
    for (gint i = 0; i < n; i++)
      dst[i] = src[i];
}

/* dx of one strip, from all products of all channels out. */
PST_VECTOR static void
strip_data (const Job *job, gint image, gint row, gint pixels, const gfloat *g)
{
  const PstDoubled *d = job->d;
  gint depth = POINTS * d->k;
  gfloat m[PST_OUTER_ROWS * LANES] __attribute__ ((aligned (64)));

  for (gint i = 0; i < job->n_groups; i++)
    for (gint p = 0; p < pixels; p += LANES)
      {
        pst_product (job->group, job->u + (gsize) i * depth * job->group, depth, job->offset, g + p,
                     HALF, m);
        for (gint j = 0; j < job->group && i * job->group + j < d->c; j++)
          {
            gint c = i * job->group + j;

            put_line (job->dx + (((gsize) image * d->c + c) * d->h + row) * d->w + p, m + j * LANES,
                      MIN (LANES, pixels - p), ! job->first);
          }
      }
}

/* A fixed share of all strips. */
static void
backward_part (gint part, gint worker, gpointer data)
{
  const Job *job = data;
  const PstDoubled *d = job->d;
  gint items = d->n * job->strips, rows = POINTS * d->k;
  gsize floats = (gsize) rows * job->pixels, size = (gsize) d->h * d->w;
  gsize in_floats = (gsize) job->pixels * d->c + PST_OUTER_LANES;
  gfloat *du = job->du + (gsize) part * rows * d->c;
  gfloat *g =
      pst_pool_scratch (job->pool, worker, (floats + in_floats + 4 * d->w + 4) * sizeof (gfloat));
  gfloat *in = g + floats, *work = in + in_floats;

  if (job->dw)
    memset (du, 0, (gsize) rows * d->c * sizeof (gfloat));
  memset (g, 0, (floats + in_floats) * sizeof (gfloat));
  for (gint item = items * part / job->parts; item < items * (part + 1) / job->parts; item++)
    {
      gint image = item / job->strips, row = item % job->strips * job->strip;
      gint height = MIN (job->strip, d->h - row), pixels = height * d->w;

      if (height <= 0)
        continue;
      for (gint k = 0; k < d->k; k++)
        gradient_channel (job, job->dy + ((gsize) image * d->k + k) * 4 * size, row, height, k, g,
                          work);
      if (job->dx)
        strip_data (job, image, row, pixels, g);
      if (! job->dw)
        continue;
      pst_transpose (job->x + (gsize) image * d->c * size + (gsize) row * d->w, size, d->c, pixels,
                     in, (gsize) d->c);
      for (gint p = 0; p < pixels; p += CHUNK)
        {
          const PstOuter o = { .height = 1,
                               .width = MIN (CHUNK, pixels - p),
                               .a_row = (gsize) job->pixels,
                               .b_step = (gsize) d->c };

          pst_outer (&o, rows, g + p, d->c, in + (gsize) p * d->c, du, (gsize) d->c);
        }
    }
}

/* The parts' sums for channel out @k. */
static void
weights_back_item (gint k, gint worker, gpointer data)
{
  const Job *job = data;
  gint C = job->d->c, K = job->d->k;
  gfloat *dw = job->dw + (gsize) k * C * 9;

  for (gint c = 0; c < C; c++)
    {
      gfloat points[POINTS] = { 0 }, w[9];

      for (gint part = 0; part < job->parts; part++)
        for (gint p = 0; p < POINTS; p++)
          points[p] += job->du[(((gsize) part * POINTS + p) * K + k) * C + c];
      combine_back (points, w);
      for (gint i = 0; i < 9; i++)
        dw[c * 9 + i] += w[i];
    }
}

gboolean
pst_doubled_backward (const PstDoubled *d, const PstConvBack *back, PstPool *pool, PstArena *arena)
{
  Job job = { .d = d,
              .x = back->x,
              .w = back->w,
              .dy = back->dy,
              .dx = back->dx,
              .first = back->first,
              .dw = back->dw,
              .pool = pool };
  gint depth = POINTS * d->k;

  job.strip = CLAMP (ITEM_FLOATS / (depth * d->w), 1, d->h);
  job.strips = (d->h + job.strip - 1) / job.strip;
  job.strip = (d->h + job.strips - 1) / job.strips;
  job.pixels = (job.strip * d->w + LANES - 1) / LANES * LANES;
  job.parts = pst_outer_parts (d->n * job.strips);
  if (job.dw)
    {
      job.du = pst_arena_take (arena, (gsize) job.parts * depth * d->c * sizeof (gfloat));
      if (! job.du)
        return FALSE;
    }
  if (! take_weights (&job, d->c, d->k, arena))
    {
      pst_arena_give (arena, job.du);
      return FALSE;
    }
  job.offset = g_new (gint, depth);
  for (gint i = 0; i < depth; i++)
    job.offset[i] = i * job.pixels;
  if (job.dx)
    pst_pool_run (pool, job.n_groups, weights_item, &job);
  pst_pool_run (pool, job.parts, backward_part, &job);
  if (job.dw)
    pst_pool_run (pool, d->k, weights_back_item, &job);
  g_free (job.offset);
  pst_arena_give (arena, job.u);
  pst_arena_give (arena, job.du);
  return TRUE;
}
