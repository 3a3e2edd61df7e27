/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/losses/palette.h"

#include <math.h>
#include <stdlib.h>

#include "ground/order.h"
#include "ground/random.h"
#include "training/losses/loss.h"

#define DIRECTIONS PST_PALETTE_DIRECTIONS
#define SAMPLES    PST_PALETTE_SAMPLES

struct _PstPalette
{
  gfloat direction[DIRECTIONS][3];
  gfloat sample[DIRECTIONS][SAMPLES]; /* projections, sorted */
};

static int
compare_floats (const void *a, const void *b)
{
  gfloat x = *(const gfloat *) a, y = *(const gfloat *) b;

  return (x > y) - (x < y);
}

static gfloat
project (const gfloat *direction, const gfloat *pixel, gsize plane)
{
  return direction[0] * pixel[0] + direction[1] * pixel[plane] + direction[2] * pixel[2 * plane];
}

PstPalette *
pst_palette_new (const PstImage *const *paintings, gsize n_paintings, gint short_side, guint64 key,
                 GError **error)
{
  g_autoptr (GPtrArray) small = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  PstPalette *p;

  for (gsize i = 0; i < n_paintings; i++)
    {
      PstImage *image = pst_image_resize_short (paintings[i], short_side, error);

      if (! image)
        return NULL;
      g_ptr_array_add (small, image);
    }
  p = g_new (PstPalette, 1);
  for (gint d = 0; d < DIRECTIONS; d++)
    {
      gfloat *v = p->direction[d];
      gfloat norm;

      for (gint c = 0; c < 3; c++)
        v[c] = pst_random_normal (pst_random_key (key, 1, 0), (guint64) (3 * d + c));
      norm = sqrtf (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
      for (gint c = 0; c < 3; c++)
        v[c] /= norm;
      for (gint i = 0; i < SAMPLES; i++)
        {
          const PstImage *painting = g_ptr_array_index (small, (guint) i % small->len);
          gsize plane = (gsize) painting->width * painting->height;
          /* One at random from each of equal parts. */
          gsize at = (gsize) (((gdouble) i + pst_random_uniform (pst_random_key (key, 2, 0), i))
                              / SAMPLES * (gdouble) plane);
          gfloat sum = v[0] + v[1] + v[2];

          p->sample[d][i] = 2 * project (v, painting->data + MIN (at, plane - 1), plane) - sum;
        }
      qsort (p->sample[d], SAMPLES, sizeof (gfloat), compare_floats);
    }
  return p;
}

void
pst_palette_free (PstPalette *palette)
{
  g_free (palette);
}

const gfloat *
pst_palette_direction (const PstPalette *palette, gint i)
{
  return palette->direction[i];
}

const gfloat *
pst_palette_samples (const PstPalette *palette, gint i)
{
  return palette->sample[i];
}

/* ---- the loss --------------------------------------------------------- */

typedef struct
{
  const PstPalette *palette;
  const PstNode *y;
  gint n, step, from; /* pixel i is pixel from + i step of all images' */
  gint8 *side;        /* [DIRECTIONS][n]: where each pixel is too far, up or down */
  gdouble sums[DIRECTIONS];
  PstPool *pool;
} Job;

/* Where in a node's data pixel @i of those looked at has its red. */
static gsize
place (const Job *job, gint i)
{
  gint at = job->from + i * job->step, plane = job->y->h * job->y->w;

  return pst_node_plane (job->y, at / plane, 0) + (gsize) (at % plane);
}

/* Item: direction. */
static void
compare_item (gint item, gint worker, gpointer data)
{
  Job *job = data;
  gint n = job->n;
  gsize plane = (gsize) job->y->h * job->y->w;
  guint64 *words =
      pst_pool_scratch (job->pool, worker, (gsize) n * (2 * sizeof (guint64) + sizeof (gfloat)));
  guint64 *order = words + n;
  gfloat *x = (gfloat *) (order + n);
  gint8 *side = job->side + (gsize) item * n;
  gdouble sum = 0;

  for (gint i = 0; i < n; i++)
    x[i] = project (job->palette->direction[item], job->y->data + place (job, i), plane);
  pst_order (x, n, words, order);
  for (gint i = 0; i < n; i++)
    {
      gsize index = PST_ORDER_INDEX (order[i]);
      gfloat d = x[index] - job->palette->sample[item][(gint64) i * SAMPLES / n];

      sum += fabsf (d);
      side[index] = (gint8) ((d > 0) - (d < 0));
    }
  job->sums[item] = sum / n;
}

gdouble
pst_loss_palette (PstTape *tape, PstNode *y, const PstPalette *palette, guint64 key, gdouble weight)
{
  Job job = { .palette = palette, .y = y, .pool = tape->pool };
  gint places = y->n * y->h * y->w;
  gfloat *grad = pst_node_grad (tape, y);
  gfloat unit;
  gdouble sum = 0;

  if (tape->error)
    return 0;
  job.step = MAX (1, places / SAMPLES);
  job.from = pst_random_int (key, 0, job.step);
  job.n = MIN (SAMPLES, (places - job.from + job.step - 1) / job.step);
  job.side = pst_arena_take (tape->arena, (gsize) DIRECTIONS * job.n);
  if (! job.side)
    {
      g_set_error (&tape->error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory to compare colours");
      return 0;
    }
  pst_pool_run (tape->pool, DIRECTIONS, compare_item, &job);

  unit = (gfloat) (weight / job.n / DIRECTIONS);
  for (gint i = 0; grad && i < job.n; i++)
    {
      gfloat *g = grad + place (&job, i);
      gfloat toward[3] = { 0 };

      for (gint d = 0; d < DIRECTIONS; d++)
        for (gint c = 0; c < 3; c++)
          toward[c] += (gfloat) job.side[(gsize) d * job.n + i] * palette->direction[d][c];
      for (gint c = 0; c < 3; c++)
        g[(gsize) c * y->h * y->w] += unit * toward[c];
    }
  for (gint d = 0; d < DIRECTIONS; d++)
    sum += job.sums[d] / DIRECTIONS;
  pst_arena_give (tape->arena, job.side);
  return sum;
}

gdouble
pst_judge_palette (const PstJudged *j, gdouble weight)
{
  return pst_loss_palette (j->tape, j->cells, j->targets[PST_LOSS_PALETTE],
                           pst_random_key (j->seed, PST_STREAM_PALETTE, (guint64) j->step), weight);
}

static gpointer
make_target (const PstTargetSource *m, GError **error)
{
  return pst_palette_new (m->paintings, m->n_paintings, m->recipe->style_size / PST_CELL_SIDE,
                          pst_random_key (m->recipe->seed, PST_STREAM_PALETTE, 0), error);
}

const PstTarget pst_target_palette = { make_target, g_free };
