/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two halves of winograd.h have in common: tiles, and the transforms of
 * lines of them. */

#ifndef PST_WINOGRAD_TILES_H
#define PST_WINOGRAD_TILES_H

#include <string.h>

#include "ground/vector.h"
#include "kernels/product.h"
#include "kernels/winograd.h"

G_BEGIN_DECLS

#define TILE   4         /* results on a side              */
#define INPUT  6         /* inputs on a side               */
#define POINTS 36        /* products per channel pair      */
#define LANES  PST_LANES /* tiles that are done together */

/* Tiles of one row of one image: a stretch of lanes. */
typedef struct
{
  gint image, row, col; /* of the first, in tiles */
  gint n;

  /* Where its inputs lie. */
  gint first, inside; /* of its columns: those that exist, and how many     */
  gint line[INPUT];   /* from the plane's first pixel to a row's first that
                         exists; -1: the row is zero                        */
} Run;

/* A column that does not exist and the one that it is a copy of; -1: it is zero. */
typedef struct
{
  gint16 to, from;
} Edge;

/* The tiles of one item, in runs.  A run of n tiles takes n + 1 places in the
 * work arrays, so that the place after a tile holds its right neighbour. */
typedef struct
{
  Run run[LANES];
  gint n_runs;
  gint lanes;  /* tiles                                  */
  gint places; /* lanes + runs, rounded up to whole vectors */
  Edge edge[6 * LANES];
  gint n_edges;
} Block;

#define PLACES (2 * LANES)
#define PHASE  (PLACES + 16) /* room for a line's phase and what is read behind it */

/* All tiles of all images. */
typedef struct
{
  const PstWinograd *g;
  gint rows, cols; /* of an image */
  gint n;          /* in all      */
  gint blocks;
} Tiles;

static inline Tiles
tiles_new (const PstWinograd *g)
{
  Tiles t = { .g = g };

  t.rows = (g->oh + TILE - 1) / TILE;
  t.cols = (g->ow + TILE - 1) / TILE;
  t.n = g->n * t.rows * t.cols;
  t.blocks = (t.n + LANES - 1) / LANES;
  return t;
}

/* Block @index of tiles that are read from planes as @g says, @lines rows of each
 * tile; its gather may reflect one column at most. */
static inline void
block_init (Block *b, const Tiles *tiles, gint index, const PstGather *g, gint lines)
{
  gint tile = index * LANES, end = MIN (tiles->n, tile + LANES), place = 0;

  b->n_runs = b->n_edges = 0;
  b->lanes = end - tile;
  while (tile < end)
    {
      Run run = { .image = tile / (tiles->rows * tiles->cols),
                  .row = tile / tiles->cols % tiles->rows,
                  .col = tile % tiles->cols };
      gint x = run.col * TILE - g->pad_x, last;

      run.n = MIN (tiles->cols - run.col, end - tile);
      last = run.n * TILE + lines - TILE;
      run.first = MAX (0, -x);
      run.inside = MAX (0, MIN (last, g->w - x) - run.first);
      for (gint i = 0; i < lines; i++)
        {
          gint y = run.row * TILE + i - g->pad_y;
          gboolean zero = y < 0 || y >= g->h;

          /* Rows far beyond the edge are read by what is cut off only. */
          if (zero && ! g->zeros && y < g->h + g->pad_y)
            {
              y = pst_reflect (y, g->h);
              zero = FALSE;
            }
          run.line[i] = zero ? -1 : y * g->w + x + run.first;
        }
      for (gint i = 0; i < last; i++)
        if (i < run.first || i >= run.first + run.inside)
          {
            Edge *edge = &b->edge[b->n_edges++];
            gboolean mirrored = ! g->zeros && x + i < g->w + g->pad_x;

            edge->to = (gint16) (place * TILE + i);
            edge->from = (gint16) (mirrored ? place * TILE + pst_reflect (x + i, g->w) - x : -1);
          }
      place += run.n + 1;
      tile += run.n;
      b->run[b->n_runs++] = run;
    }
  b->places = (b->lanes + b->n_runs + 15) / 16 * 16;
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

/* The adjoint of that of the input. */
PST_INLINE static void
transform_input_back (const gfloat *restrict x, gsize x_step, gfloat *restrict y, gsize y_step,
                      gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat g0 = x[i], g1 = x[i + x_step], g2 = x[i + 2 * x_step], g3 = x[i + 3 * x_step];
      gfloat g4 = x[i + 4 * x_step], g5 = x[i + 5 * x_step];
      gfloat sum_a = g1 + g2, diff_a = g1 - g2, sum_b = g3 + g4, diff_b = g3 - g4;

      y[i] = g0;
      y[i + y_step] = g5 - R2 * diff_a - H2 * diff_b;
      y[i + 2 * y_step] = -2.5f * g0 - 2 * sum_a - 0.5f * sum_b;
      y[i + 3 * y_step] = H2 * diff_a + R2 * diff_b - 2.5f * g5;
      y[i + 4 * y_step] = g0 + sum_a + sum_b;
      y[i + 5 * y_step] = g5;
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
transform_gradient (const gfloat *const *lines, gfloat *restrict y, gsize y_step, gint n)
{
  const gfloat *l0 = lines[0], *l1 = lines[1], *l2 = lines[2], *l3 = lines[3];

  for (gint i = 0; i < n; i++)
    {
      gfloat d0 = l0[i], d1 = l1[i], d2 = l2[i], d3 = l3[i];
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
join (const gfloat *restrict phase, gsize step, gfloat *restrict line, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      line[4 * i] = phase[i];
      line[4 * i + 1] = phase[step + i];
      line[4 * i + 2] = phase[2 * step + i];
      line[4 * i + 3] = phase[3 * step + i];
    }
}

/* As memcpy (), without a call for so few. */
PST_INLINE static void
copy_line (gfloat *restrict dst, const gfloat *restrict src, gint n)
{
  for (; n >= 16; n -= 16, dst += 16, src += 16)
    memcpy (dst, src, 16 * sizeof (gfloat));
  for (; n >= 4; n -= 4, dst += 4, src += 4)
    memcpy (dst, src, 4 * sizeof (gfloat));
  for (gint i = 0; i < n; i++)
    dst[i] = src[i];
}

/* The second dimension of a transform, and from places to lanes: each of the six
 * lines of @upright is split into its inputs by tile, transformed, and packed
 * to six points at v, v + step ...; @overlap: tiles share inputs with the next
 * place. */
PST_INLINE static void
finish_points (const Block *b, gfloat (*upright)[TILE * PLACES], gboolean overlap, gfloat *v,
               gsize step)
{
  gfloat phase[INPUT][TILE][PHASE], points[INPUT][PLACES];

  for (gint i = 0; i < INPUT; i++)
    for (gint e = 0; e < b->n_edges; e++)
      upright[i][b->edge[e].to] = b->edge[e].from < 0 ? 0 : upright[i][b->edge[e].from];
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
        {
          const gfloat *lines[TILE] = { phase[i][0], phase[i][1], phase[i][2], phase[i][3] };

          transform_gradient (lines, points[0], PLACES, b->places);
        }
      for (gint p = 0; p < INPUT; p++)
        {
          gfloat *lane = v + (gsize) (i * INPUT + p) * step;
          gint place = 0;

          for (gint r = 0; r < b->n_runs; r++)
            {
              copy_line (lane, points[p] + place, b->run[r].n);
              lane += b->run[r].n;
              place += b->run[r].n + 1;
            }
        }
    }
}

/* Block @index as pst_winograd_input () wants it. */
void pst_winograd_block (Block *b, const Tiles *tiles, gint index);

/* Channel @c of x [N][C][h][w] of a block: lanes of point f go to v + f @step. */
void pst_winograd_input (const Tiles *tiles, const gfloat *x, const Block *b, gint c, gfloat *v,
                         gsize step);

/* Transforms the weights of one group of channels, from @first of @many on, with a
 * channel in each lane, for all @depth channels on the other side: to
 * u [POINTS][depth][group]; channels beyond the last are 0.  @w is [many][depth][3][3],
 * or if @inner [depth][many][3][3]; @turned: turned by 180 degrees. */
void pst_winograd_weights (const gfloat *w, gint first, gint many, gint depth, gint group,
                           gboolean inner, gboolean turned, gfloat *u);

G_END_DECLS

#endif /* PST_WINOGRAD_TILES_H */
