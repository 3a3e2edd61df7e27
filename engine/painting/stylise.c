/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/engine-private.h"
#include "painting/blend.h"
#include "painting/enlarge.h"
#include "painting/refined.h"

#define BLOCK PST_ENLARGE_BLOCK

/* What a pixel of enlarging and blending counts beside a multiply-add. */
#define ENLARGE_WORK 1000.0

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

typedef struct
{
  const PstEnlarger *enlarger;
  const PstImage *photo;
  const PstImage *painting; /* prepared */
  const PstImage *second;   /* prepared, or NULL */
  const PstParams *params;
  PstImage *out;
  PstPool *pool;
  gint row; /* of these blocks */
} Finish;

static void
finish_block (gint item, gint worker, gpointer data)
{
  const Finish *f = data;
  gint width = f->photo->width, column = item * BLOCK;
  gint n_columns = MIN (BLOCK, width - column), n_rows = MIN (BLOCK, f->photo->height - f->row);
  gsize plane = (gsize) width * (gsize) f->photo->height, at = (gsize) f->row * width + column;
  gsize size = (gsize) BLOCK * BLOCK;
  gfloat *p = pst_pool_scratch (f->pool, worker,
                                (6 * size + pst_enlarger_scratch (f->enlarger)) * sizeof (gfloat));
  gfloat *q = p + 3 * size, *scratch = q + 3 * size;
  PstEnlargeBlock block = { .column = column,
                            .row = f->row,
                            .n_columns = n_columns,
                            .n_rows = n_rows,
                            .to = { p, p + size, p + 2 * size },
                            .stride = BLOCK,
                            .prepared = f->painting,
                            .photo = { f->photo->data + at, f->photo->data + plane + at,
                                       f->photo->data + 2 * plane + at },
                            .photo_stride = (gsize) width };

  pst_enlarge_block (f->enlarger, &block, scratch);
  if (f->second)
    {
      block.prepared = f->second;
      for (gsize c = 0; c < 3; c++)
        block.to[c] = q + c * size;
      pst_enlarge_block (f->enlarger, &block, scratch);
    }
  for (gint y = 0; y < n_rows; y++, p += BLOCK, q += BLOCK, at += (gsize) width)
    {
      const gfloat *x = f->photo->data + at;
      gfloat *out = f->out->data + at;

      pst_blend_line ((gfloat *[]){ out, out + plane, out + 2 * plane },
                      (const gfloat *[]){ x, x + plane, x + 2 * plane },
                      (const gfloat *[]){ p, p + size, p + 2 * size },
                      (const gfloat *[]){ f->second ? q : NULL, q + size, q + 2 * size },
                      (gsize) n_columns, f->params);
    }
}

/* Paintings of working size to the result; takes both paintings' content. */
static PstImage *
finish (PstEngine *engine, const PstImage *photo, const PstImage *small, PstImage *painting,
        PstImage *second, const PstParams *params, Stage *stage, GError **error)
{
  g_auto (PstEnlarger) enlarger = { 0 };
  Finish f = { .enlarger = &enlarger,
               .photo = photo,
               .painting = painting,
               .second = second,
               .params = params,
               .pool = engine->pool };

  if (! pst_enlarger_init (
          &enlarger, small->width, small->height,
          &(PstEnlargePart){ photo->width, photo->height, 0, 0, photo->width, photo->height },
          error))
    return NULL;
  f.out = pst_image_new (photo->width, photo->height, error);
  if (! f.out)
    return NULL;
  pst_enlarge_prepare (painting, small);
  if (second)
    pst_enlarge_prepare (second, small);
  pst_pool_set_cancellable (engine->pool, stage->run.cancellable);
  for (f.row = 0; f.row < photo->height; f.row += BLOCK)
    {
      stage_progress ((gdouble) f.row / photo->height, stage);
      if (g_cancellable_is_cancelled (stage->run.cancellable))
        break;
      pst_pool_run (engine->pool, (photo->width + BLOCK - 1) / BLOCK, finish_block, &f);
    }
  pst_pool_set_cancellable (engine->pool, NULL);
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

/* Takes both paintings' content; @second may be NULL. */
static PstImage *
finish_at_any_size (PstEngine *engine, const PstImage *photo, const PstImage *small,
                    PstImage **painting, PstImage *second, const PstParams *params, Stage *stage,
                    GError **error)
{
  PstImage *out;

  if (small->width != photo->width || small->height != photo->height)
    return finish (engine, photo, small, *painting, second, params, stage, error);
  out = g_steal_pointer (painting);
  pst_blend (photo, out, second, params, out);
  return out;
}

static PstImage *
copy (const PstImage *image, GError **error)
{
  return pst_image_crop (image, 0, 0, image->width, image->height, error);
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
pst_engine_finish (PstEngine *engine, const PstImage *photo, const PstImage *small,
                   const PstImage *painting, const PstImage *second, const PstParams *params,
                   const PstRun *run, GError **error)
{
  gboolean mixed = second && params->mix > 0;
  Stage stage = { run ? *run : (PstRun){ 0 }, 0, 1 };
  g_autoptr (PstImage) first = NULL, other = NULL, out = NULL;

  if (! pst_params_check (params, error))
    return NULL;
  if (params->strength == 0)
    out = copy (photo, error);
  else
    {
      first = copy (mixed && params->mix == 100 ? second : painting, error);
      other = mixed && params->mix < 100 ? copy (second, error) : NULL;
      if (! first || (mixed && params->mix < 100 && ! other))
        return NULL;
      out = finish_at_any_size (engine, photo, small, &first, other, params, &stage, error);
    }
  return out && done (&stage, error) ? g_steal_pointer (&out) : NULL;
}

PstImage *
pst_engine_stylise (PstEngine *engine, const PstStyle *style, const PstStyle *second,
                    const PstParams *params, const PstImage *photo, const PstRun *run,
                    GError **error)
{
  const PstStyle *styles[2] = { style, second && params->mix > 0 ? second : NULL };
  g_autoptr (PstImage) reduced = NULL, first_painting = NULL, second_painting = NULL, out = NULL;
  PstImage **paintings[2] = { &first_painting, &second_painting };
  Stage stage = { run ? *run : (PstRun){ 0 }, 0, 0 };
  const PstImage *small = photo;
  gdouble work[3] = { 0 }, total;
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

  for (gint i = 0; i < 2; i++)
    work[i] = styles[i] ? pst_refined_work (styles[i], params, width, height) : 0;
  work[2] = ENLARGE_WORK * photo->width * photo->height;
  total = work[0] + work[1] + work[2];
  for (gint i = 0; i < 2; i++)
    {
      stage_next (&stage, work[i] / total);
      if (! styles[i])
        continue;
      *paintings[i] = pst_engine_paint_refined (
          engine, styles[i], small, params, NULL, NULL,
          &(PstRun){ stage_progress, &stage, stage.run.cancellable }, error);
      if (! *paintings[i])
        return NULL;
    }

  stage_next (&stage, work[2] / total);
  if (first_painting)
    out = finish_at_any_size (engine, photo, small, &first_painting, second_painting, params,
                              &stage, error);
  else
    out = copy (photo, error);
  return out && done (&stage, error) ? g_steal_pointer (&out) : NULL;
}
