/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "losses.h"
#include "order.h"
#include "random.h"
#include "sums.h"

#define LEVELS      4 /* three of detail and what remains */
#define MAX_PATCHES 3072

/* One level of the pyramid. */
typedef struct
{
  gint h, w;          /* of the level                                       */
  gint kernel;        /* patch side                                         */
  gint depth;         /* numbers in a patch                                 */
  gint patches;       /* how many are looked at                             */
  gint step, from;    /* patch i stands at place from + i step of all places */
  gfloat *picture[2]; /* [N][3][h][w]: of y and of s, shrunk                */
  gfloat *detail[2];  /* what shrinking once more loses                     */
  gfloat *directions; /* [n_projections][depth]                             */
  gfloat *col[2];     /* [depth][patches]                                   */
  gfloat *shadow[2];  /* projections [n_projections][patches]               */
} Level;

typedef struct
{
  gint n;
  gint n_projections;
  gdouble weight;
  gboolean want_grad;
  Level level[LEVELS];
  gdouble *sums; /* [LEVELS][n_projections] */
  gfloat *grad;  /* of y */
  PstPool *pool;
} Swd;

/* ---- the pyramid ------------------------------------------------------ */

/* Value i of a line twice as long: 3/4 of the nearer and 1/4 of the farther
 * neighbour, edges repeated (bilinear, corners not aligned). */
static void
neighbours (gint i, gint n, gint *near, gint *far)
{
  *near = i / 2;
  *far = CLAMP (i / 2 + (i % 2 ? 1 : -1), 0, n - 1);
}

/* detail = x - enlarged (small), small = halved (x) */
static void
split_plane (const gfloat *x, gint h, gint w, gfloat *small, gfloat *detail)
{
  gint sw = w / 2;

  for (gint r = 0; r < h / 2; r++)
    for (gint c = 0; c < sw; c++)
      {
        const gfloat *p = x + 2 * r * w + 2 * c;

        small[r * sw + c] = 0.25f * (p[0] + p[1] + p[w] + p[w + 1]);
      }
  for (gint r = 0; r < h; r++)
    {
      gint near, far;
      const gfloat *a, *b;

      neighbours (r, h / 2, &near, &far);
      a = small + near * sw;
      b = small + far * sw;
      for (gint c = 0; c < w; c++)
        {
          gint cn, cf;

          neighbours (c, sw, &cn, &cf);
          detail[r * w + c] =
              x[r * w + c]
              - (0.75f * (0.75f * a[cn] + 0.25f * a[cf]) + 0.25f * (0.75f * b[cn] + 0.25f * b[cf]));
        }
    }
}

/* The adjoint: dsmall holds the gradient of small and ddetail that of detail;
 * ddetail becomes the gradient of x. */
static void
split_plane_back (gfloat *dsmall, gfloat *ddetail, gint h, gint w)
{
  gint sw = w / 2;

  for (gint r = 0; r < h; r++)
    {
      gint near, far;
      gfloat *a, *b;

      neighbours (r, h / 2, &near, &far);
      a = dsmall + near * sw;
      b = dsmall + far * sw;
      for (gint c = 0; c < w; c++)
        {
          gfloat d = ddetail[r * w + c];
          gint cn, cf;

          neighbours (c, sw, &cn, &cf);
          a[cn] -= 0.5625f * d;
          a[cf] -= 0.1875f * d;
          b[cn] -= 0.1875f * d;
          b[cf] -= 0.0625f * d;
        }
    }
  for (gint r = 0; r < h; r++)
    for (gint c = 0; c < w; c++)
      ddetail[r * w + c] += 0.25f * dsmall[r / 2 * sw + c / 2];
}

/* Item: plane, of y and then of s. */
static void
pyramid_item (gint item, gint worker, gpointer data)
{
  Swd *p = data;
  gint which = item / (3 * p->n), plane = item % (3 * p->n);

  for (gint l = 0; l + 1 < LEVELS; l++)
    {
      Level *a = &p->level[l], *b = &p->level[l + 1];

      split_plane (a->picture[which] + (gsize) plane * a->h * a->w, a->h, a->w,
                   b->picture[which] + (gsize) plane * b->h * b->w,
                   a->detail[which] + (gsize) plane * a->h * a->w);
    }
}

static void
pyramid_back_item (gint plane, gint worker, gpointer data)
{
  Swd *p = data;
  Level *top = &p->level[0];

  for (gint l = LEVELS - 2; l >= 0; l--)
    {
      Level *a = &p->level[l], *b = &p->level[l + 1];

      split_plane_back (b->detail[0] + (gsize) plane * b->h * b->w,
                        a->detail[0] + (gsize) plane * a->h * a->w, a->h, a->w);
    }
  pst_add_scaled (p->grad + (gsize) plane * top->h * top->w,
                  top->detail[0] + (gsize) plane * top->h * top->w, 1, (gsize) top->h * top->w);
}

/* ---- patches ---------------------------------------------------------- */

/* Where in a level's planes patch @i begins: its offset in [h][w], and its image. */
static gsize
patch_place (const Level *v, gint i, gint *image)
{
  gint cols = v->w - v->kernel + 1, rows = v->h - v->kernel + 1;
  gint place = v->from + i * v->step;

  *image = place / (rows * cols);
  place %= rows * cols;
  return (gsize) (place / cols) * v->w + place % cols;
}

/* Item: level, of y and then of s. */
static void
project_item (gint item, gint worker, gpointer data)
{
  Swd *p = data;
  gint which = item / LEVELS;
  Level *v = &p->level[item % LEVELS];
  gfloat *col = v->col[which];
  const gfloat *detail = v->detail[which];
  gsize plane = (gsize) v->h * v->w;

  for (gint i = 0; i < v->patches; i++)
    {
      gint image;
      gsize at = patch_place (v, i, &image);
      const gfloat *src = detail + (gsize) image * 3 * plane + at;
      gfloat *dst = col + (gsize) i * v->depth;

      for (gint c = 0; c < 3; c++)
        for (gint r = 0; r < v->kernel; r++, dst += v->kernel)
          memcpy (dst, src + c * plane + (gsize) r * v->w, (gsize) v->kernel * sizeof (gfloat));
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, p->n_projections, v->patches, v->depth, 1,
               v->directions, v->depth, col, v->depth, 0, v->shadow[which], v->patches);
}

/* Item: level and direction. */
static void
compare_item (gint item, gint worker, gpointer data)
{
  Swd *p = data;
  Level *v = &p->level[item / p->n_projections];
  gint n = v->patches;
  gfloat *y = v->shadow[0] + (gsize) (item % p->n_projections) * n;
  gfloat *s = v->shadow[1] + (gsize) (item % p->n_projections) * n;
  guint64 *words = pst_pool_scratch (p->pool, worker, 4 * (gsize) n * sizeof (guint64));
  guint64 *order_y = words + n, *order_s = words + 3 * n;
  gfloat step = (gfloat) (p->weight / (gdouble) n / p->n_projections);
  gdouble sum = 0;

  pst_order (y, n, words, order_y);
  pst_order (s, n, words + 2 * n, order_s);
  /* y is read and then overwritten by its gradient, each value once. */
  for (gint i = 0; i < n; i++)
    {
      gfloat *value = &y[PST_ORDER_INDEX (order_y[i])];
      gfloat d = *value - s[PST_ORDER_INDEX (order_s[i])];

      sum += fabsf (d);
      *value = d > 0 ? step : d < 0 ? -step : 0;
    }
  p->sums[item] = sum / n;
}

/* Item: level.  The details of y become their gradient. */
static void
project_back_item (gint item, gint worker, gpointer data)
{
  Swd *p = data;
  Level *v = &p->level[item];
  gsize plane = (gsize) v->h * v->w;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, v->patches, v->depth, p->n_projections, 1,
               v->shadow[0], v->patches, v->directions, v->depth, 0, v->col[0], v->depth);
  memset (v->detail[0], 0, (gsize) p->n * 3 * plane * sizeof (gfloat));
  for (gint i = 0; i < v->patches; i++)
    {
      gint image;
      gsize at = patch_place (v, i, &image);
      gfloat *dst = v->detail[0] + (gsize) image * 3 * plane + at;
      const gfloat *src = v->col[0] + (gsize) i * v->depth;

      for (gint c = 0; c < 3; c++)
        for (gint r = 0; r < v->kernel; r++)
          for (gint j = 0; j < v->kernel; j++)
            dst[c * plane + (gsize) r * v->w + j] += *src++;
    }
}

/* ---- the loss --------------------------------------------------------- */

static void
draw_directions (Level *v, gint n, guint64 key)
{
  for (gint i = 0; i < n; i++)
    {
      gfloat *d = v->directions + (gsize) i * v->depth;
      gdouble norm;

      for (gint j = 0; j < v->depth; j++)
        d[j] = pst_random_normal (key, (guint64) (i * v->depth + j));
      norm = sqrt (pst_dot (d, d, (gsize) v->depth));
      for (gint j = 0; j < v->depth; j++)
        d[j] = (gfloat) (d[j] / norm);
    }
}

/* Cuts @v's memory from @at; with NULL only counts.  Returns floats needed. */
static gsize
lay_out (Level *v, gint n, gint n_projections, gboolean top, gboolean bottom, gfloat *at)
{
  gsize sizes[9], size = (gsize) n * 3 * v->h * v->w, sum = 0;
  gfloat **places[9] = { &v->picture[0], &v->picture[1], &v->detail[0],
                         &v->detail[1],  &v->directions, &v->col[0],
                         &v->col[1],     &v->shadow[0],  &v->shadow[1] };

  sizes[0] = sizes[1] = top ? 0 : size;    /* the pictures themselves */
  sizes[2] = sizes[3] = bottom ? 0 : size; /* what remains is its own detail */
  sizes[4] = (gsize) n_projections * v->depth;
  sizes[5] = sizes[6] = (gsize) v->depth * v->patches;
  sizes[7] = sizes[8] = (gsize) n_projections * v->patches;
  for (gint i = 0; i < 9; i++)
    {
      if (at && sizes[i])
        *places[i] = at + sum;
      sum += sizes[i];
    }
  if (bottom)
    {
      v->detail[0] = v->picture[0];
      v->detail[1] = v->picture[1];
    }
  return sum;
}

gdouble
pst_loss_swd (PstTape *tape, PstNode *y, const PstNode *s, gint n_projections, guint64 key,
              gdouble weight)
{
  Swd p = { .n = y->n, .n_projections = n_projections, .weight = weight, .pool = tape->pool };
  gfloat *memory = NULL;
  gsize floats = 0;
  gdouble sum = 0;

  p.grad = pst_node_grad (tape, y);
  if (tape->error)
    return 0;
  p.level[0].picture[0] = y->data;
  p.level[0].picture[1] = s->data;
  for (gint pass = 0; pass < 2; pass++)
    {
      floats = 0;
      for (gint l = 0; l < LEVELS; l++)
        {
          Level *v = &p.level[l];
          gint places;

          v->h = y->h >> l;
          v->w = y->w >> l;
          v->kernel = v->w >= 24 ? 7 : 3;
          v->depth = 3 * v->kernel * v->kernel;
          places = y->n * (v->h - v->kernel + 1) * (v->w - v->kernel + 1);
          v->step = MAX (1, places / MAX_PATCHES);
          v->from = pst_random_int (pst_random_key (key, 1, 0), (guint64) l, v->step);
          v->patches = MIN (MAX_PATCHES, (places - v->from + v->step - 1) / v->step);
          floats += lay_out (v, y->n, n_projections, l == 0, l == LEVELS - 1,
                             memory ? memory + floats : NULL);
        }
      if (pass == 0)
        {
          memory = pst_arena_take (tape->arena, floats * sizeof (gfloat));
          if (! memory)
            {
              g_set_error (&tape->error, PST_ERROR, PST_ERROR_TOO_LARGE,
                           "Not enough memory to compare textures");
              return 0;
            }
        }
    }
  for (gint l = 0; l < LEVELS; l++)
    draw_directions (&p.level[l], n_projections, pst_random_key (key, 2, (guint64) l));

  p.sums = g_new (gdouble, LEVELS * n_projections);
  pst_pool_run (tape->pool, 2 * 3 * y->n, pyramid_item, &p);
  pst_pool_run (tape->pool, 2 * LEVELS, project_item, &p);
  pst_pool_run (tape->pool, LEVELS * n_projections, compare_item, &p);
  if (p.grad)
    {
      pst_pool_run (tape->pool, LEVELS, project_back_item, &p);
      pst_pool_run (tape->pool, 3 * y->n, pyramid_back_item, &p);
    }
  for (gint i = 0; i < LEVELS * n_projections; i++)
    sum += p.sums[i] / n_projections;
  g_free (p.sums);
  pst_arena_give (tape->arena, memory);
  return sum;
}
