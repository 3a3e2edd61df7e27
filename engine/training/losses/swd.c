/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/swd.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "ground/order.h"
#include "ground/random.h"
#include "ground/sums.h"
#include "training/losses/loss.h"

#define PROJECTIONS 32
#define LEVELS      4 /* three of detail and what remains */
#define MAX_PATCHES 3072

/* What is looked at of y or of s at one level. */
typedef struct
{
  gint h, w;
  gint places;     /* that a patch can stand at, in all images           */
  gint from;       /* patch i stands at place (i places + from) / patches */
  gfloat *picture; /* [N][3][h][w], shrunk                               */
  gfloat *detail;  /* what shrinking once more loses                     */
  gfloat *col;     /* [patches][depth]                                   */
  gfloat *shadow;  /* projections [n_projections][patches]               */
} Side;

/* One level of the pyramid. */
typedef struct
{
  gint kernel;        /* patch side             */
  gint depth;         /* numbers in a patch     */
  gint patches;       /* how many are looked at */
  gfloat *directions; /* [n_projections][depth] */
  Side side[2];       /* of y and of s          */
} Level;

typedef struct
{
  gint n[2]; /* images of y and of s */
  gint n_projections;
  gdouble weight;
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
  gint which = item >= 3 * p->n[0], plane = which ? item - 3 * p->n[0] : item;

  for (gint l = 0; l + 1 < LEVELS; l++)
    {
      Side *a = &p->level[l].side[which], *b = &p->level[l + 1].side[which];

      split_plane (a->picture + (gsize) plane * a->h * a->w, a->h, a->w,
                   b->picture + (gsize) plane * b->h * b->w,
                   a->detail + (gsize) plane * a->h * a->w);
    }
}

static void
pyramid_back_item (gint plane, gint worker, gpointer data)
{
  Swd *p = data;
  Side *top = &p->level[0].side[0];

  for (gint l = LEVELS - 2; l >= 0; l--)
    {
      Side *a = &p->level[l].side[0], *b = &p->level[l + 1].side[0];

      split_plane_back (b->detail + (gsize) plane * b->h * b->w,
                        a->detail + (gsize) plane * a->h * a->w, a->h, a->w);
    }
  pst_add_scaled (p->grad + (gsize) plane * top->h * top->w,
                  top->detail + (gsize) plane * top->h * top->w, 1, (gsize) top->h * top->w);
}

/* ---- patches ---------------------------------------------------------- */

/* Where in a side's planes patch @i begins: its offset in [h][w], and its image. */
static gsize
patch_place (const Level *v, const Side *side, gint i, gint *image)
{
  gint cols = side->w - v->kernel + 1, rows = side->h - v->kernel + 1;
  gint place = (gint) (((gint64) i * side->places + side->from) / v->patches);

  *image = place / (rows * cols);
  place %= rows * cols;
  return (gsize) (place / cols) * side->w + place % cols;
}

/* Item: level, of y and then of s. */
static void
project_item (gint item, gint worker, gpointer data)
{
  Swd *p = data;
  Level *v = &p->level[item % LEVELS];
  Side *side = &v->side[item / LEVELS];
  gsize plane = (gsize) side->h * side->w;

  for (gint i = 0; i < v->patches; i++)
    {
      gint image;
      gsize at = patch_place (v, side, i, &image);
      const gfloat *src = side->detail + (gsize) image * 3 * plane + at;
      gfloat *dst = side->col + (gsize) i * v->depth;

      for (gint c = 0; c < 3; c++)
        for (gint r = 0; r < v->kernel; r++, dst += v->kernel)
          memcpy (dst, src + c * plane + (gsize) r * side->w, (gsize) v->kernel * sizeof (gfloat));
    }
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, p->n_projections, v->patches, v->depth, 1,
               v->directions, v->depth, side->col, v->depth, 0, side->shadow, v->patches);
}

/* Item: level and direction. */
static void
compare_item (gint item, gint worker, gpointer data)
{
  Swd *p = data;
  Level *v = &p->level[item / p->n_projections];
  gint n = v->patches;
  gfloat *y = v->side[0].shadow + (gsize) (item % p->n_projections) * n;
  gfloat *s = v->side[1].shadow + (gsize) (item % p->n_projections) * n;
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
  Side *y = &v->side[0];
  gsize plane = (gsize) y->h * y->w;

  cblas_sgemm (CblasRowMajor, CblasTrans, CblasNoTrans, v->patches, v->depth, p->n_projections, 1,
               y->shadow, v->patches, v->directions, v->depth, 0, y->col, v->depth);
  memset (y->detail, 0, (gsize) p->n[0] * 3 * plane * sizeof (gfloat));
  for (gint i = 0; i < v->patches; i++)
    {
      gint image;
      gsize at = patch_place (v, y, i, &image);
      gfloat *dst = y->detail + (gsize) image * 3 * plane + at;
      const gfloat *src = y->col + (gsize) i * v->depth;

      for (gint c = 0; c < 3; c++)
        for (gint r = 0; r < v->kernel; r++)
          for (gint j = 0; j < v->kernel; j++)
            dst[c * plane + (gsize) r * y->w + j] += *src++;
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
lay_out (Level *v, const gint *n, gint n_projections, gboolean top, gboolean bottom, gfloat *at)
{
  gsize sum = (gsize) n_projections * v->depth;

  v->directions = at;
  for (gint i = 0; i < 2; i++)
    {
      Side *side = &v->side[i];
      gsize size = (gsize) n[i] * 3 * side->h * side->w;
      gsize sizes[] = { top ? 0 : size,    /* the pictures themselves */
                        bottom ? 0 : size, /* what remains is its own detail */
                        (gsize) v->depth * v->patches, (gsize) n_projections * v->patches };
      gfloat **places[] = { &side->picture, &side->detail, &side->col, &side->shadow };

      for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          if (at && sizes[j])
            *places[j] = at + sum;
          sum += sizes[j];
        }
      if (bottom)
        side->detail = side->picture;
    }
  return sum;
}

gdouble
pst_loss_swd (PstTape *tape, PstNode *y, const PstNode *s, gint n_projections, guint64 key,
              gdouble weight)
{
  Swd p = {
    .n = { y->n, s->n }, .n_projections = n_projections, .weight = weight, .pool = tape->pool
  };
  gfloat *memory = NULL;
  gsize floats = 0;
  gdouble sum = 0;

  p.grad = pst_node_grad (tape, y);
  if (tape->error)
    return 0;
  p.level[0].side[0].picture = y->data;
  p.level[0].side[1].picture = s->data;
  for (gint pass = 0; pass < 2; pass++)
    {
      floats = 0;
      for (gint l = 0; l < LEVELS; l++)
        {
          Level *v = &p.level[l];

          v->kernel = y->w >> l >= 24 ? 7 : 3;
          v->depth = 3 * v->kernel * v->kernel;
          for (gint i = 0; i < 2; i++)
            {
              const PstNode *picture = i ? s : y;
              Side *side = &v->side[i];

              side->h = picture->h >> l;
              side->w = picture->w >> l;
              side->places = picture->n * (side->h - v->kernel + 1) * (side->w - v->kernel + 1);
              side->from = pst_random_int (pst_random_key (key, 1, 0), (guint64) l, side->places);
            }
          v->patches = MIN (MAX_PATCHES, v->side[0].places);
          floats += lay_out (v, p.n, n_projections, l == 0, l == LEVELS - 1,
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
  pst_pool_run (tape->pool, 3 * (y->n + s->n), pyramid_item, &p);
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

gdouble
pst_judge_swd (const PstJudged *j, gdouble weight)
{
  return pst_loss_swd (j->tape, j->y, j->painting, PROJECTIONS,
                       pst_random_key (j->seed, PST_STREAM_SWD, (guint64) j->step), weight);
}
