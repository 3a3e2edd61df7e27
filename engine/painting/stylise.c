/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "ground/engine-private.h"
#include "painting/blend.h"
#include "painting/enlarge.h"
#include "painting/finish.h"
#include "painting/refined.h"
#include "styles/style.h"

#define BLOCK PST_ENLARGE_BLOCK

/* What a pixel of enlarging and blending counts beside a multiply-add. */
#define ENLARGE_WORK 1000.0
#define DOUBLE_WORK                                                                                \
  5000.0 /* and one that is doubled, measured: the network, bristles, what guides */

/* ---- progress --------------------------------------------------------- */

/* A stretch of all the work. */
typedef struct
{
  PstRun run; /* the caller's */
  gdouble from, span;
} Stage;

static void
stage_progress (gdouble done, gpointer data)
{
  const Stage *stage = data;

  if (stage->run.progress)
    stage->run.progress (MIN (1.0, stage->from + done * stage->span), stage->run.user_data);
}

static void
stage_next (Stage *stage, gdouble span)
{
  stage->from += stage->span;
  stage->span = span;
}

/* ---- enlarging and blending ------------------------------------------- */

#define TILE PST_FINISH_TILE /* a multiple of BLOCK */

/* A painting of working size on its way. */
typedef struct
{
  PstImage *prepared; /* or NULL */
  PstImage *own;      /* that, if it is a copy */
  PstFinish *finish;  /* or NULL */
  gfloat *finished;   /* [3][height][width] of the tile; NULL without finish */
  gdouble amount;     /* of that, 0..100 */
} Work;

typedef struct
{
  const PstEnlarger *enlarger;
  const PstImage *photo;
  Work work[2];
  const PstParams *params;
  PstImage *out;
  PstPool *pool;
  gint x, y, width, height; /* the tile */
} Finish;

static PstImage *
copy (const PstImage *image, GError **error)
{
  return pst_image_crop (image, 0, 0, image->width, image->height, error);
}

/* Part of what finishing adds comes to what was enlarged, whose edges the photo guides. */
static void
add_finished (const Finish *f, const Work *work, gint column, gint row, gint n_columns, gint n_rows,
              gfloat *p)
{
  const gfloat part = (gfloat) (work->amount / 100);
  const gsize plane = (gsize) f->width * (gsize) f->height;

  for (gsize c = 0; c < 3; c++)
    for (gint y = 0; y < n_rows; y++)
      {
        const gfloat *from = work->finished + c * plane
                             + (gsize) (row - f->y + y) * (gsize) f->width + (column - f->x);
        gfloat *to = p + (c * BLOCK + (gsize) y) * BLOCK;

        for (gint x = 0; x < n_columns; x++)
          to[x] = CLAMP (to[x] + part * from[x], 0, 1);
      }
}

static void
finish_block (gint item, gint worker, gpointer data)
{
  const Finish *f = data;
  const gint across = (f->width + BLOCK - 1) / BLOCK;
  gint width = f->photo->width;
  gint column = f->x + item % across * BLOCK, row = f->y + item / across * BLOCK;
  gint n_columns = MIN (BLOCK, f->x + f->width - column);
  gint n_rows = MIN (BLOCK, f->y + f->height - row);
  gsize plane = (gsize) width * (gsize) f->photo->height, at = (gsize) row * width + column;
  gsize size = (gsize) BLOCK * BLOCK;
  gfloat *p = pst_pool_scratch (f->pool, worker,
                                (6 * size + pst_enlarger_scratch (f->enlarger)) * sizeof (gfloat));
  gfloat *q = p + 3 * size, *scratch = q + 3 * size;
  PstEnlargeBlock block = { .column = column,
                            .row = row,
                            .n_columns = n_columns,
                            .n_rows = n_rows,
                            .stride = BLOCK,
                            .photo = { f->photo->data + at, f->photo->data + plane + at,
                                       f->photo->data + 2 * plane + at },
                            .photo_stride = (gsize) width };

  for (gint i = 0; i < 2 && f->work[i].prepared; i++)
    {
      gfloat *to = i ? q : p;

      block.prepared = f->work[i].prepared;
      for (gsize c = 0; c < 3; c++)
        block.to[c] = to + c * size;
      pst_enlarge_block (f->enlarger, &block, scratch);
      if (f->work[i].finished)
        add_finished (f, &f->work[i], column, row, n_columns, n_rows, to);
    }
  for (gint y = 0; y < n_rows; y++, p += BLOCK, q += BLOCK, at += (gsize) width)
    {
      const gfloat *x = f->photo->data + at;
      gfloat *out = f->out->data + at;

      pst_blend_line ((gfloat *[]){ out, out + plane, out + 2 * plane },
                      (const gfloat *[]){ x, x + plane, x + 2 * plane },
                      (const gfloat *[]){ p, p + size, p + 2 * size },
                      (const gfloat *[]){ f->work[1].prepared ? q : NULL, q + size, q + 2 * size },
                      (gsize) n_columns, f->params);
    }
}

static gboolean
finish_tile (Finish *f, GError **error)
{
  const gsize plane = (gsize) f->photo->width * (gsize) f->photo->height;
  const PstFinishPhoto photo = { { f->photo->data, f->photo->data + plane,
                                   f->photo->data + 2 * plane },
                                 (gsize) f->photo->width,
                                 0,
                                 0,
                                 f->photo->width,
                                 f->photo->height };

  for (gint i = 0; i < 2; i++)
    if (f->work[i].finished
        && ! pst_finish_part (f->work[i].finish, &photo, f->x, f->y, f->width, f->height,
                              f->work[i].finished, error))
      return FALSE;
  pst_pool_run (f->pool, ((f->width + BLOCK - 1) / BLOCK) * ((f->height + BLOCK - 1) / BLOCK),
                finish_block, f);
  return TRUE;
}

/* Takes @painting's content; where @style can finish it as it is, a copy's. */
static gboolean
work_init (Work *work, PstEngine *engine, const PstStyle *style, PstImage *painting,
           const PstImage *small, const Finish *f, GError **error)
{
  GError *wrong = NULL;

  work->prepared = painting;
  work->amount = pst_params_get_finish (f->params, style);
  if (work->amount > 0)
    {
      work->finish = pst_finish_new (engine, style->finisher, painting, f->photo->width,
                                     f->photo->height, f->params->seed, &wrong);
      if (! wrong && work->finish)
        {
          work->finished = g_new (gfloat, (gsize) 3 * TILE * TILE);
          work->prepared = work->own = copy (painting, &wrong);
        }
      if (wrong)
        {
          g_propagate_error (error, wrong);
          return FALSE;
        }
    }
  pst_enlarge_prepare (work->prepared, small);
  return TRUE;
}

static void
work_clear (Work *work)
{
  pst_finish_free (work->finish);
  pst_image_free (work->own);
  g_free (work->finished);
}

static gboolean
finish_tiles (Finish *f, Stage *stage, GError **error)
{
  const PstImage *photo = f->photo;
  gboolean good = TRUE;

  for (f->y = 0; f->y < photo->height && good; f->y += TILE)
    for (f->x = 0; f->x < photo->width && good; f->x += TILE)
      {
        f->width = MIN (TILE, photo->width - f->x);
        f->height = MIN (TILE, photo->height - f->y);
        stage_progress (((gdouble) f->y * photo->width + (gdouble) f->x * f->height)
                            / ((gdouble) photo->width * photo->height),
                        stage);
        if (g_cancellable_is_cancelled (stage->run.cancellable))
          return TRUE;
        good = finish_tile (f, error);
      }
  return good;
}

/* Paintings of working size, made in @styles, to the result; takes their content.  The second may
 * be NULL, and so may styles. */
static PstImage *
finish (PstEngine *engine, const PstImage *photo, const PstImage *small, PstImage *const *paintings,
        const PstStyle *const *styles, const PstParams *params, Stage *stage, GError **error)
{
  g_auto (PstEnlarger) enlarger = { 0 };
  Finish f = { .enlarger = &enlarger, .photo = photo, .params = params, .pool = engine->pool };
  gboolean good;

  if (! pst_enlarger_init (
          &enlarger, small->width, small->height,
          &(PstEnlargePart){ photo->width, photo->height, 0, 0, photo->width, photo->height },
          error))
    return NULL;
  f.out = pst_image_new (photo->width, photo->height, error);
  good = f.out != NULL;
  pst_arena_trim (engine->arena); /* what painting needed is of other sizes */
  for (gint i = 0; i < 2 && good && paintings[i]; i++)
    good = work_init (&f.work[i], engine, styles[i], paintings[i], small, &f, error);
  if (good)
    {
      pst_pool_set_cancellable (engine->pool, stage->run.cancellable);
      good = finish_tiles (&f, stage, error);
      pst_pool_set_cancellable (engine->pool, NULL);
    }
  for (gint i = 0; i < 2; i++)
    work_clear (&f.work[i]);
  if (! good)
    g_clear_pointer (&f.out, pst_image_free);
  return f.out;
}

/* ---- all of it -------------------------------------------------------- */

PstImage *
pst_working_photo (const PstImage *photo, gdouble brush_size, GError **error)
{
  PstImage *small;
  gint width, height;

  pst_working_size (photo->width, photo->height, brush_size, &width, &height);
  if (width == photo->width && height == photo->height)
    return pst_image_crop (photo, 0, 0, width, height, error);
  small = pst_image_resize (photo, width, height, error);
  if (small)
    pst_image_sanitise (small);
  return small;
}

/* As finish (); takes the first painting. */
static PstImage *
finish_at_any_size (PstEngine *engine, const PstImage *photo, const PstImage *small,
                    PstImage **paintings, const PstStyle *const *styles, const PstParams *params,
                    Stage *stage, GError **error)
{
  PstImage *out;

  if (small->width != photo->width || small->height != photo->height)
    return finish (engine, photo, small, paintings, styles, params, stage, error);
  out = g_steal_pointer (&paintings[0]);
  pst_blend (photo, out, paintings[1], params, out);
  return out;
}

/* The last report of progress, from which one may still cancel. */
static gboolean
done (Stage *stage, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (stage->run.cancellable, error))
    return FALSE;
  stage_progress (1, stage);
  return ! g_cancellable_set_error_if_cancelled (stage->run.cancellable, error);
}

PstImage *
pst_engine_finish_in (PstEngine *engine, const PstImage *photo, const PstFinishInput *p,
                      const PstParams *params, const PstRun *run, GError **error)
{
  const gboolean mixed = p->second && params->mix > 0, swapped = mixed && params->mix == 100;
  const PstStyle *styles[2] = { swapped ? p->second_style : p->style, p->second_style };
  Stage stage = { run ? *run : (PstRun){ 0 }, 0, 1 };
  PstImage *paintings[2] = { NULL };
  g_autoptr (PstImage) out = NULL;

  if (! pst_params_check (params, error))
    return NULL;
  if (params->strength == 0)
    out = copy (photo, error);
  else
    {
      paintings[0] = copy (swapped ? p->second : p->painting, error);
      if (paintings[0] && mixed && ! swapped)
        paintings[1] = copy (p->second, error);
      if (paintings[0] && (paintings[1] || ! mixed || swapped))
        out =
            finish_at_any_size (engine, photo, p->small, paintings, styles, params, &stage, error);
      pst_image_free (paintings[0]);
      pst_image_free (paintings[1]);
    }
  return out && done (&stage, error) ? g_steal_pointer (&out) : NULL;
}

PstImage *
pst_engine_finish (PstEngine *engine, const PstImage *photo, const PstImage *small,
                   const PstImage *painting, const PstImage *second, const PstParams *params,
                   const PstRun *run, GError **error)
{
  return pst_engine_finish_in (
      engine, photo, &(PstFinishInput){ .small = small, .painting = painting, .second = second },
      params, run, error);
}

/* For a pixel of the result, of a painting that is @small pixels long where the photo is @large: every
 * doubling has a quarter of the next one's pixels. */
static gdouble
finish_work (const PstStyle *const *styles, const PstParams *params, gint small, gint large)
{
  const gint doublings = pst_finish_doublings (small, large);
  const gdouble once = DOUBLE_WORK * (1 - pow (0.25, doublings)) / 0.75;
  gdouble work = ENLARGE_WORK;

  for (gint i = 0; i < 2; i++)
    if (pst_params_get_finish (params, styles[i]) > 0)
      work += once;
  return work;
}

/* What pst_engine_stylise () does, in order. */
static void
find_work (const PstStyle *const *styles, const PstParams *params, gint width, gint height,
           gdouble work[3])
{
  gint w, h;

  pst_working_size (width, height, params->brush_size, &w, &h);
  for (gint i = 0; i < 2; i++)
    work[i] = styles[i] ? pst_refined_work (styles[i], params, w, h) : 0;
  work[2] =
      finish_work (styles, params, MAX (w, h), MAX (width, height)) * (gdouble) width * height;
}

gdouble
pst_stylise_get_finish_share (const PstStyle *style, const PstStyle *second,
                              const PstParams *params, gint width, gint height)
{
  gdouble work[3];

  find_work ((const PstStyle *[2]){ style, second }, params, width, height, work);
  return work[2] / (work[0] + work[1] + work[2]);
}

PstImage *
pst_engine_stylise (PstEngine *engine, const PstStyle *style, const PstStyle *second,
                    const PstParams *params, const PstImage *photo, const PstRun *run,
                    GError **error)
{
  const PstStyle *styles[2] = { style, second && params->mix > 0 ? second : NULL };
  g_autoptr (PstImage) reduced = NULL, out = NULL;
  PstImage *paintings[2] = { NULL };
  Stage stage = { run ? *run : (PstRun){ 0 }, 0, 0 };
  const PstImage *small = photo;
  gdouble work[3], total;
  gboolean good = TRUE;
  gint width, height;

  if (! pst_params_check (params, error))
    return NULL;
  pst_working_size (photo->width, photo->height, params->brush_size, &width, &height);
  if (params->strength == 0)
    styles[0] = styles[1] = NULL;
  else if (styles[1] && params->mix == 100)
    {
      styles[0] = second;
      styles[1] = NULL;
    }
  if (styles[0] && (width != photo->width || height != photo->height))
    {
      small = reduced = pst_working_photo (photo, params->brush_size, error);
      if (! small)
        return NULL;
    }

  find_work (styles, params, photo->width, photo->height, work);
  total = work[0] + work[1] + work[2];
  for (gint i = 0; i < 2 && good; i++)
    {
      stage_next (&stage, work[i] / total);
      if (! styles[i])
        continue;
      paintings[i] = pst_engine_paint_refined (
          engine, styles[i], small, params, NULL, NULL,
          &(PstRun){ stage_progress, &stage, stage.run.cancellable }, error);
      good = paintings[i] != NULL;
    }

  stage_next (&stage, work[2] / total);
  if (good)
    out = paintings[0]
              ? finish_at_any_size (engine, photo, small, paintings, styles, params, &stage, error)
              : copy (photo, error);
  for (gint i = 0; i < 2; i++)
    pst_image_free (paintings[i]);
  return out && done (&stage, error) ? g_steal_pointer (&out) : NULL;
}
