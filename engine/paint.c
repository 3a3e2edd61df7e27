/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine-private.h"
#include "gather.h"
#include "style.h"
#include "tape.h"

typedef struct
{
  const PstImage *photo;
  PstNode *x;
} Load;

/* One row of the photo, reflected to the grid, from [0,1] to [-1,1]. */
static void
load_row (gint item, gint worker, gpointer data)
{
  const Load *l = data;
  gint w = l->photo->width, h = l->photo->height;
  gint c = item / l->x->h, y = item % l->x->h;
  const gfloat *src = l->photo->data + ((gsize) c * h + pst_reflect (y, h)) * w;
  gfloat *dst = l->x->data + (gsize) item * l->x->w;

  for (gint x = 0; x < l->x->w; x++)
    {
      gfloat v = src[x < w ? x : pst_reflect (x, w)];

      dst[x] = v > 0 ? 2 * MIN (v, 1) - 1 : -1; /* also for NaN */
    }
}

typedef struct
{
  const PstNode *y;
  PstImage *out;
} Store;

static void
store_row (gint item, gint worker, gpointer data)
{
  const Store *s = data;
  gint w = s->out->width, h = s->out->height;
  const gfloat *src = s->y->data + ((gsize) (item / h) * s->y->h + item % h) * s->y->w;
  gfloat *dst = s->out->data + (gsize) item * w;

  for (gint x = 0; x < w; x++)
    dst[x] = 0.5f * src[x] + 0.5f;
}

static gint
grid_up (gint size)
{
  return (size + PST_GENERATOR_GRID - 1) / PST_GENERATOR_GRID * PST_GENERATOR_GRID;
}

PstImage *
pst_engine_paint (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                  PstProgressFunc progress, gpointer user_data, GCancellable *cancellable,
                  GError **error)
{
  guint64 key = pst_noise_key (seed);
  PstTape tape;
  PstNode *x, *y;
  PstImage *out = NULL;

  pst_tape_init (&tape, engine->pool, engine->arena, FALSE);
  pst_pool_set_cancellable (engine->pool, cancellable);
  tape.cancellable = cancellable;
  tape.progress = progress;
  tape.progress_data = user_data;
  x = pst_tape_node (&tape, 1, 3, grid_up (photo->height), grid_up (photo->width));
  tape.work_total = pst_generator_work (&style->shape, x->h, x->w);
  if (! pst_tape_failed (&tape))
    {
      pst_pool_run (engine->pool, 3 * x->h, load_row, &(Load){ photo, x });
      y = pst_generator_forward (&tape, &style->shape, style->weights, NULL, x, &key);
      pst_tape_tick (&tape, 0);
      if (! pst_tape_failed (&tape))
        out = pst_image_new (photo->width, photo->height, &tape.error);
      if (out)
        pst_pool_run (engine->pool, 3 * out->height, store_row, &(Store){ y, out });
      /* Whoever cancels from the last report of progress leaves rows unstored. */
      if (out && g_cancellable_set_error_if_cancelled (cancellable, &tape.error))
        g_clear_pointer (&out, pst_image_free);
    }
  pst_pool_set_cancellable (engine->pool, NULL);
  if (pst_tape_failed (&tape))
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  pst_arena_trim (engine->arena);
  return out;
}
