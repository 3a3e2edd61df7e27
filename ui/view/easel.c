/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/easel.h"

#include "view/known.h"
#include "view/refiner.h"
#include "view/soften.h"

#define COARSE_SIDE  256
#define REDUCED_SIDE 640 /* of the copy that thumbnails are made from */
#define SAMPLE_SIDE  768 /* of the part that is enlarged to see how long that takes */
#define MICROSECONDS 1e6

/* Of what cannot be painted at once: enough to tell one from another. */
#define THUMBNAIL_REFINE 10

/* A smaller source that all thumbnails share; the first of them makes it, on the
 * worker's thread, which alone may look at it. */
typedef struct
{
  PstPicture *source;
  PstPicture *small; /* NULL: not made yet */
} Reduced;

struct _PstEasel
{
  const PstEaselFuncs *funcs;
  gpointer owner;
  PstWorker *worker;

  PstPicture *source;
  Reduced *reduced;
  GPtrArray *photos; /* PstPicture: the source at the sizes in use */
  PstKnown *known;

  PstOrder order; /* with references; style is NULL if there is none */
  PstPaintings paintings;
  GError *error;

  struct FinishTask *waiting; /* for strokes that are being worked at; NULL: nothing waits */
  gint64 refine_began;
  gint64 finish_began;

  gdouble paint_cost;  /* seconds for a pixel of working size and a style; 0: unknown */
  gdouble finish_cost; /* seconds for a pixel of full size; 0: unknown               */
  gdouble reduce_cost; /* the same, of making the photo smaller                      */
  gdouble refine_cost; /* seconds for a pixel of working size at refine 100; 0: unknown */
};

/* ---- small things ----------------------------------------------------- */

static void
paintings_clear (PstPaintings *paintings)
{
  g_clear_pointer (&paintings->photo, pst_picture_unref);
  g_clear_pointer (&paintings->painting, pst_picture_unref);
  g_clear_pointer (&paintings->second, pst_picture_unref);
}

static void
order_clear (PstOrder *order)
{
  g_clear_pointer (&order->style, pst_style_unref);
  g_clear_pointer (&order->second, pst_style_unref);
}

static PstStyle *
style_ref (PstStyle *style)
{
  return style ? pst_style_ref (style) : NULL;
}

static void
reduced_clear (gpointer data)
{
  Reduced *reduced = data;

  pst_picture_unref (reduced->source);
  pst_picture_unref (reduced->small);
}

static void
reduced_unref (Reduced *reduced)
{
  if (reduced)
    g_atomic_rc_box_release_full (reduced, reduced_clear);
}

/* The working size, or what becomes of it if its long side is @max_side. */
static void
size_for (const PstImage *source, gdouble brush_size, gint max_side, gint *width, gint *height)
{
  gint side;

  pst_working_size (source->width, source->height, brush_size, width, height);
  side = MAX (*width, *height);
  if (max_side > 0 && side > max_side)
    {
      *width = MAX (1, (gint) ((gdouble) *width * max_side / side + .5));
      *height = MAX (1, (gint) ((gdouble) *height * max_side / side + .5));
    }
}

static PstPicture *
resized (PstPicture *source, gint width, gint height, GError **error)
{
  PstImage *image;

  if (width == source->image->width && height == source->image->height)
    return pst_picture_ref (source);
  image = pst_image_resize (source->image, width, height, error);
  if (image)
    pst_image_sanitise (image); /* as pst_working_photo () does */
  return image ? pst_picture_new (image) : NULL;
}

/* ---- what is known ---------------------------------------------------- */

static PstPicture *
find_photo (PstEasel *easel, gint width, gint height)
{
  for (guint i = 0; i < easel->photos->len; i++)
    {
      PstPicture *photo = g_ptr_array_index (easel->photos, i);

      if (photo->image->width == width && photo->image->height == height)
        return pst_picture_ref (photo);
    }
  return NULL;
}

/* Only the two sizes of the last order. */
static void
keep_photo (PstEasel *easel, PstPicture *photo)
{
  if (g_ptr_array_find (easel->photos, photo, NULL))
    return;
  g_ptr_array_add (easel->photos, pst_picture_ref (photo));
  if (easel->photos->len > 2)
    g_ptr_array_remove_index (easel->photos, 0);
}

/* What is known of @style's painting for @order: as it is painted, or refined as far as it
 * is to be. */
static PstKnownKey
key_of (PstStyle *style, const PstOrder *order, gboolean refined)
{
  return (PstKnownKey){ style, order->seed,
                        refined && style && pst_style_get_manner (style) ? order->refine : 0 };
}

static PstPicture *
find_painting (PstEasel *easel, PstStyle *style, const PstOrder *order, gboolean refined,
               gint width, gint height)
{
  PstKnownKey key = key_of (style, order, refined);

  return pst_known_find (easel->known, &key, width, height);
}

static void
keep_painting (PstEasel *easel, PstStyle *style, const PstOrder *order, gboolean refined,
               PstPicture *painting)
{
  PstKnownKey key = key_of (style, order, refined);

  pst_known_keep (easel->known, &key, painting);
}

/* ---- refining --------------------------------------------------------- */

static void finish_what_waits (PstEasel *easel);

static void
refined (gpointer owner, const PstRefinement *what, const PstRefined *refined, const GError *error,
         gboolean last)
{
  PstEasel *easel = owner;
  gdouble pixels = (gdouble) what->photo->image->width * what->photo->image->height;

  if (refined)
    {
      PstPicture **place = refined->which ? &easel->paintings.second : &easel->paintings.painting;

      pst_picture_unref (*place);
      *place = pst_picture_ref (refined->painting);
      if (refined->done)
        {
          keep_painting (easel, refined->which ? what->second : what->style, &easel->order, TRUE,
                         refined->painting);
          easel->refine_cost = refined->seconds / pixels / (what->params.refine / 100);
        }
    }
  if (error)
    easel->error = g_error_copy (error);
  if (last)
    finish_what_waits (easel);
  easel->funcs->changed (easel->owner);
}

/* What was painted is refined while the hand rests. */
static void
refine (PstEasel *easel, const gboolean is_refined[2])
{
  const PstOrder *order = &easel->order;
  PstRefinement what = { .params = PST_PARAMS_INIT };

  what.done[0] = is_refined[0] || key_of (order->style, order, TRUE).refine == 0;
  what.done[1] = is_refined[1] || key_of (order->second, order, TRUE).refine == 0;
  if (what.done[0] && what.done[1])
    return;
  what.params.refine = order->refine;
  what.params.seed = order->seed;
  what.photo = pst_picture_ref (easel->paintings.photo);
  what.style = pst_style_ref (order->style);
  what.second = style_ref (order->second);
  easel->refine_began = g_get_monotonic_time ();
  pst_refiner_start (easel->worker, &what, refined, easel);
}

/* ---- painting for the preview ----------------------------------------- */

typedef struct
{
  PstOrder order; /* with references */
  PstPicture *source;
  PstPaintings coarse;
  PstPaintings fine;   /* what is known of it already */
  gboolean refined[2]; /* of fine: known already */
  gboolean want_coarse;
} PaintTask;

typedef struct
{
  PstPaintings paintings;
  gboolean refined[2]; /* the first, and the second, is as far as it is to be */
  gdouble paint_cost;
  gdouble finish_cost;
  gdouble reduce_cost;
} PaintResult;

static void
paint_task_free (gpointer data)
{
  PaintTask *task = data;

  order_clear (&task->order);
  pst_picture_unref (task->source);
  paintings_clear (&task->coarse);
  paintings_clear (&task->fine);
  g_free (task);
}

static void
paint_result_free (gpointer data)
{
  PaintResult *result = data;

  paintings_clear (&result->paintings);
  g_free (result);
}

/* Two styles share the progress of one job. */
typedef struct
{
  PstJob *job;
  gdouble begin;
  gdouble share;
} Share;

static void
share_progress (gdouble done, gpointer user_data)
{
  Share *share = user_data;

  pst_job_progress (share->begin + done * share->share, share->job);
}

static PstPicture *
paint_one (PstJob *job, PstStyle *style, PstPicture *photo, guint32 seed, Share *share,
           gdouble *cost, GError **error)
{
  gint64 begin = g_get_monotonic_time ();
  PstImage *image =
      pst_engine_paint (pst_job_get_engine (job), style, photo->image, seed,
                        &(PstRun){ share_progress, share, pst_job_get_cancellable (job) }, error);

  if (! image)
    return NULL;
  *cost = (g_get_monotonic_time () - begin) / MICROSECONDS
          / ((gdouble) photo->image->width * photo->image->height);
  return pst_picture_new (image);
}

/* Reduces @from, unless it is known already. */
static gboolean
reduce (PaintTask *task, PstPicture *from, gint max_side, PstPaintings *paintings, GError **error)
{
  gint width, height;

  if (paintings->photo)
    return TRUE;
  size_for (task->source->image, task->order.brush_size, max_side, &width, &height);
  paintings->photo = resized (from, width, height, error);
  return paintings->photo != NULL;
}

/* Fills what is missing in @paintings. */
static gboolean
paint_all (PstJob *job, PaintTask *task, PstPaintings *paintings, gdouble *cost, GError **error)
{
  gboolean both = task->order.second != NULL;
  Share share = { job, 0, both ? .5 : 1 };

  if (! paintings->painting)
    paintings->painting =
        paint_one (job, task->order.style, paintings->photo, task->order.seed, &share, cost, error);
  if (! paintings->painting)
    return FALSE;
  share.begin = .5;
  if (both && ! paintings->second)
    paintings->second = paint_one (job, task->order.second, paintings->photo, task->order.seed,
                                   &share, cost, error);
  return ! both || paintings->second;
}

static PaintResult *
paint_result_new (const PstPaintings *paintings)
{
  PaintResult *result = g_new0 (PaintResult, 1);

  result->paintings.photo = pst_picture_ref (paintings->photo);
  result->paintings.painting = pst_picture_ref (paintings->painting);
  result->paintings.second = pst_picture_ref (paintings->second);
  return result;
}

/* Strokes are as large, in pixels, whatever the size: a small painting's would be too large
 * for the whole. */
static PaintResult *
coarse_result_new (const PstPaintings *paintings, GError **error)
{
  const PstImage *photo = paintings->photo->image;
  PstPicture *const from[2] = { paintings->painting, paintings->second };
  PaintResult *result = g_new0 (PaintResult, 1);
  PstPicture **to[2] = { &result->paintings.painting, &result->paintings.second };

  result->paintings.photo = pst_picture_ref (paintings->photo);
  result->paintings.coarse = TRUE;
  for (gint i = 0; i < 2; i++)
    {
      PstImage *soft = from[i] ? pst_soften (from[i]->image, photo, error) : NULL;

      if (from[i] && ! soft)
        {
          paint_result_free (result);
          return NULL;
        }
      *to[i] = soft ? pst_picture_new (soft) : NULL;
    }
  return result;
}

/* What finishing costs per pixel, tried on a part. */
static gdouble
try_finishing (const PstPaintings *paintings, const PstImage *source)
{
  const PstParams params = PST_PARAMS_INIT;
  gint width = MIN (source->width, SAMPLE_SIDE), height = MIN (source->height, SAMPLE_SIDE);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (PstImage) photo = pst_image_crop (source, 0, 0, width, height, NULL);
  g_autoptr (PstImage) large = NULL;

  if (photo)
    large = pst_enlarge (paintings->painting->image, paintings->photo->image, photo, 0, 0,
                         source->width, source->height, NULL);
  if (! large)
    return 0;
  pst_blend (photo, large, NULL, &params, large);
  return (g_get_monotonic_time () - begin) / MICROSECONDS / ((gdouble) width * height);
}

static gpointer
paint_work (PstJob *job, gpointer data, GError **error)
{
  PaintTask *task = data;
  PaintResult *result;
  gboolean reduces = task->fine.photo == NULL;
  gint64 begin = g_get_monotonic_time ();
  gdouble cost = 0, reduce_cost = 0;

  /* The coarse photo from the fine one: the source may be very large. */
  if (! reduce (task, task->source, 0, &task->fine, error))
    return NULL;
  if (reduces)
    reduce_cost = (g_get_monotonic_time () - begin) / MICROSECONDS
                  / ((gdouble) task->source->image->width * task->source->image->height);
  if (task->want_coarse)
    {
      PaintResult *coarse;

      if (! reduce (task, task->fine.photo, COARSE_SIDE, &task->coarse, error)
          || ! paint_all (job, task, &task->coarse, &cost, error)
          || ! (coarse = coarse_result_new (&task->coarse, error)))
        return NULL;
      pst_job_post (job, coarse);
    }

  cost = 0;
  if (! paint_all (job, task, &task->fine, &cost, error))
    return NULL;
  result = paint_result_new (&task->fine);
  memcpy (result->refined, task->refined, sizeof result->refined);
  result->paint_cost = cost;
  result->reduce_cost = reduce_cost;
  result->finish_cost = try_finishing (&task->fine, task->source->image);
  return result;
}

static void
paint_done (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  PstEasel *easel = owner;
  PaintTask *task = data;
  PaintResult *result = made;

  if (result)
    {
      PstPaintings *paintings = &result->paintings;

      if (! paintings->coarse)
        keep_photo (easel, paintings->photo);
      if (! paintings->coarse && ! result->refined[0])
        keep_painting (easel, task->order.style, &task->order, FALSE, paintings->painting);
      if (! paintings->coarse && paintings->second && ! result->refined[1])
        keep_painting (easel, task->order.second, &task->order, FALSE, paintings->second);
      if (result->paint_cost > 0)
        easel->paint_cost = result->paint_cost;
      if (result->reduce_cost > 0)
        easel->reduce_cost = result->reduce_cost;
      if (result->finish_cost > 0)
        easel->finish_cost = result->finish_cost;
      paintings_clear (&easel->paintings);
      easel->paintings = *paintings;
      *paintings = (PstPaintings){ 0 };
      if (last)
        refine (easel, result->refined);
      paint_result_free (result);
    }
  if (error)
    easel->error = g_error_copy (error);
  easel->funcs->changed (easel->owner);
}

static const PstJobKind paint_kind = { paint_work, paint_done, paint_task_free, paint_result_free };

/* The best that is known; @refined says whether it is as good as it will be. */
static PstPicture *
look_up_one (PstEasel *easel, PstStyle *style, gint width, gint height, gboolean *refined)
{
  PstPicture *painting = find_painting (easel, style, &easel->order, TRUE, width, height);

  *refined = painting != NULL;
  return painting ? painting : find_painting (easel, style, &easel->order, FALSE, width, height);
}

/* Takes from what is known.  TRUE if nothing is missing that is painted fast. */
static gboolean
look_up (PstEasel *easel, PstPaintings *paintings, gboolean refined[2])
{
  const PstOrder *order = &easel->order;
  gint width, height;

  size_for (easel->source->image, order->brush_size, 0, &width, &height);
  paintings->photo = find_photo (easel, width, height);
  paintings->painting = look_up_one (easel, order->style, width, height, &refined[0]);
  paintings->second = look_up_one (easel, order->second, width, height, &refined[1]);
  return paintings->photo && paintings->painting && (paintings->second || ! order->second);
}

static void
start (PstEasel *easel)
{
  PaintTask *task = g_new0 (PaintTask, 1);
  gint width, height;

  g_clear_error (&easel->error);
  task->order = easel->order;
  style_ref (task->order.style);
  style_ref (task->order.second);
  task->source = pst_picture_ref (easel->source);
  size_for (easel->source->image, easel->order.brush_size, 0, &width, &height);
  pst_worker_clear (easel->worker, PST_LANE_REFINE);
  finish_what_waits (easel);
  if (! look_up (easel, &task->fine, task->refined))
    /* Not worth it for anything that is little larger. */
    task->want_coarse = MAX (width, height) > COARSE_SIDE * 3 / 2;
  pst_worker_push (easel->worker, PST_LANE_PREVIEW, &paint_kind, task, easel);
  easel->funcs->changed (easel->owner);
}

/* ---- thumbnails ------------------------------------------------------- */

typedef struct
{
  PstStyle *style;
  Reduced *reduced;
  gint paint_side;
  gint max_side;
} ThumbnailTask;

/* A copy whose long side is @side or less. */
static PstImage *
resized_image (const PstImage *image, gint side, GError **error)
{
  gdouble scale = MIN (1, (gdouble) side / MAX (image->width, image->height));

  return pst_image_resize (image, MAX (1, (gint) (image->width * scale + .5)),
                           MAX (1, (gint) (image->height * scale + .5)), error);
}

static void
thumbnail_task_free (gpointer data)
{
  ThumbnailTask *task = data;

  pst_style_unref (task->style);
  reduced_unref (task->reduced);
  g_free (task);
}

/* The middle of the photo, @side long or less.  Made smaller first: a copy of the middle of a
 * large photo would take as much memory again. */
static PstPicture *
reduce_middle (const PstImage *source, gint side, GError **error)
{
  gint x, y, width, height;
  g_autoptr (PstImage) small = NULL;
  PstImage *middle;

  pst_thumbnail_part (source->width, source->height, &x, &y, &width, &height);
  small = resized_image (
      source, (gint) ((gint64) side * MAX (source->width, source->height) / MAX (width, height)),
      error);
  if (! small)
    return NULL;
  pst_image_sanitise (small); /* as pst_working_photo () does */
  pst_thumbnail_part (small->width, small->height, &x, &y, &width, &height);
  middle = pst_image_crop (small, x, y, width, height, error);
  return middle ? pst_picture_new (middle) : NULL;
}

static gpointer
thumbnail_work (PstJob *job, gpointer data, GError **error)
{
  ThumbnailTask *task = data;
  Reduced *reduced = task->reduced;
  g_autoptr (PstImage) photo = NULL;
  g_autoptr (PstImage) painting = NULL;
  PstParams params = PST_PARAMS_INIT;

  if (! reduced->small)
    reduced->small = reduce_middle (reduced->source->image, REDUCED_SIDE, error);
  photo = reduced->small ? resized_image (reduced->small->image, task->paint_side, error) : NULL;
  if (! pst_style_has_generator (task->style) && task->paint_side > COARSE_SIDE)
    params.refine = THUMBNAIL_REFINE;
  if (photo)
    painting =
        pst_engine_paint_refined (pst_job_get_engine (job), task->style, photo, &params, NULL, NULL,
                                  &(PstRun){ .cancellable = pst_job_get_cancellable (job) }, error);
  return painting ? resized_image (painting, task->max_side, error) : NULL;
}

static void
thumbnail_done (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  PstEasel *easel = owner;
  ThumbnailTask *task = data;

  easel->funcs->thumbnail (easel->owner, task->style, result);
  pst_image_free (result);
}

static const PstJobKind thumbnail_kind = { thumbnail_work, thumbnail_done, thumbnail_task_free,
                                           (GDestroyNotify) pst_image_free };

void
pst_easel_queue_thumbnail (PstEasel *easel, PstStyle *style, gint paint_side, gint max_side)
{
  ThumbnailTask *task;

  g_return_if_fail (easel->source);
  task = g_new0 (ThumbnailTask, 1);
  *task = (ThumbnailTask){ pst_style_ref (style), g_atomic_rc_box_acquire (easel->reduced),
                           paint_side, max_side };
  pst_worker_push (easel->worker, PST_LANE_QUEUE, &thumbnail_kind, task, easel);
}

/* ---- the whole photo -------------------------------------------------- */

typedef struct FinishTask
{
  PstStyle *style;
  PstStyle *second;
  PstParams params;
  PstPicture *source;
  PstPaintings known; /* what was painted for the preview, if all of it was */
} FinishTask;

static void
finish_task_free (gpointer data)
{
  FinishTask *task = data;

  pst_style_unref (task->style);
  g_clear_pointer (&task->second, pst_style_unref);
  pst_picture_unref (task->source);
  paintings_clear (&task->known);
  g_free (task);
}

static gpointer
finish_work (PstJob *job, gpointer data, GError **error)
{
  FinishTask *task = data;
  const PstPaintings *known = &task->known;

  if (known->painting)
    return pst_engine_finish (
        pst_job_get_engine (job), task->source->image, known->photo->image, known->painting->image,
        known->second ? known->second->image : NULL, &task->params,
        &(PstRun){ pst_job_progress, job, pst_job_get_cancellable (job) }, error);

  return pst_engine_stylise (
      pst_job_get_engine (job), task->style, task->second, &task->params, task->source->image,
      &(PstRun){ pst_job_progress, job, pst_job_get_cancellable (job) }, error);
}

static void
finish_done (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  PstEasel *easel = owner;

  easel->funcs->finished (easel->owner, result, error);
}

/* TRUE if all that @order needs is known, as far as it is to be refined. */
static gboolean
find_finished (PstEasel *easel, const PstOrder *order, PstPaintings *paintings)
{
  gint width, height;

  size_for (easel->source->image, order->brush_size, 0, &width, &height);
  paintings->photo = find_photo (easel, width, height);
  paintings->painting = find_painting (easel, order->style, order, TRUE, width, height);
  paintings->second = find_painting (easel, order->second, order, TRUE, width, height);
  return paintings->photo && paintings->painting && (paintings->second || ! order->second);
}

static const PstJobKind finish_kind = { finish_work, finish_done, finish_task_free,
                                        (GDestroyNotify) pst_image_free };

static PstOrder
order_of (const FinishTask *task)
{
  const PstParams *params = &task->params;

  return (PstOrder){ task->style, task->second, params->brush_size, params->refine, params->seed };
}

/* Takes @task.  What is known is not done again; whatever is left to be refined is done
 * there, with its progress. */
static void
push_finish (PstEasel *easel, FinishTask *task)
{
  const PstOrder order = order_of (task);

  if (! find_finished (easel, &order, &task->known))
    paintings_clear (&task->known);
  pst_worker_push (easel->worker, PST_LANE_FINAL, &finish_kind, task, easel);
}

static void
finish_what_waits (PstEasel *easel)
{
  if (easel->waiting)
    push_finish (easel, g_steal_pointer (&easel->waiting));
}

static gboolean
is_same_order (const PstOrder *a, const PstOrder *b)
{
  return a->style == b->style && a->second == b->second && a->brush_size == b->brush_size
         && a->refine == b->refine && a->seed == b->seed;
}

/* Strokes that are being worked at for the preview are those that are wanted: they are
 * waited for, instead of beginning with them anew. */
void
pst_easel_finish (PstEasel *easel, PstStyle *style, PstStyle *second, const PstParams *params)
{
  FinishTask *task = g_new0 (FinishTask, 1);
  PstOrder order;

  *task = (FinishTask){ pst_style_ref (style), style_ref (second), *params,
                        pst_picture_ref (easel->source) };
  order = order_of (task);
  easel->finish_began = g_get_monotonic_time ();
  if (pst_worker_is_running (easel->worker, PST_LANE_REFINE)
      && is_same_order (&order, &easel->order))
    {
      easel->waiting = task;
      easel->finish_began = easel->refine_began;
    }
  else
    push_finish (easel, task);
}

void
pst_easel_cancel_finish (PstEasel *easel)
{
  pst_worker_clear (easel->worker, PST_LANE_FINAL);
  g_clear_pointer (&easel->waiting, finish_task_free);
}

gboolean
pst_easel_is_finishing (const PstEasel *easel)
{
  return easel->waiting || pst_worker_is_busy (easel->worker, PST_LANE_FINAL);
}

gint64
pst_easel_get_began (const PstEasel *easel)
{
  return easel->finish_began;
}

/* ---- the easel -------------------------------------------------------- */

PstEasel *
pst_easel_new (gint n_threads, const PstEaselFuncs *funcs, gpointer owner)
{
  PstEasel *easel = g_new0 (PstEasel, 1);

  easel->funcs = funcs;
  easel->owner = owner;
  easel->worker = pst_worker_new (MAX (n_threads, 0));
  easel->photos = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_picture_unref);
  easel->known = pst_known_new ();
  return easel;
}

void
pst_easel_free (PstEasel *easel)
{
  if (! easel)
    return;

  pst_worker_free (easel->worker);
  g_clear_pointer (&easel->waiting, finish_task_free);
  pst_known_free (easel->known);
  g_ptr_array_unref (easel->photos);
  pst_picture_unref (easel->source);
  reduced_unref (easel->reduced);
  order_clear (&easel->order);
  paintings_clear (&easel->paintings);
  g_clear_error (&easel->error);
  g_free (easel);
}

void
pst_easel_set_source (PstEasel *easel, PstPicture *source)
{
  pst_worker_clear (easel->worker, PST_LANE_PREVIEW);
  pst_worker_clear (easel->worker, PST_LANE_QUEUE);
  pst_worker_clear (easel->worker, PST_LANE_REFINE);
  pst_easel_cancel_finish (easel);
  pst_picture_unref (easel->source);
  easel->source = pst_picture_ref (source);
  reduced_unref (easel->reduced);
  easel->reduced = g_atomic_rc_box_new0 (Reduced);
  easel->reduced->source = pst_picture_ref (source);
  g_ptr_array_set_size (easel->photos, 0);
  pst_known_clear (easel->known);
  paintings_clear (&easel->paintings);
  if (easel->order.style)
    start (easel);
}

PstPicture *
pst_easel_get_source (const PstEasel *easel)
{
  return easel->source;
}

void
pst_easel_set_order (PstEasel *easel, const PstOrder *order)
{
  PstOrder *mine = &easel->order;

  if (is_same_order (mine, order))
    return;

  pst_style_ref (order->style);
  style_ref (order->second);
  order_clear (mine);
  *mine = *order;
  if (easel->source)
    start (easel);
}

void
pst_easel_clear_order (PstEasel *easel)
{
  pst_worker_clear (easel->worker, PST_LANE_PREVIEW);
  pst_worker_clear (easel->worker, PST_LANE_REFINE);
  finish_what_waits (easel);
  order_clear (&easel->order);
  paintings_clear (&easel->paintings);
  g_clear_error (&easel->error);
  easel->funcs->changed (easel->owner);
}

const PstPaintings *
pst_easel_get_paintings (const PstEasel *easel)
{
  return easel->paintings.painting ? &easel->paintings : NULL;
}

const GError *
pst_easel_get_error (const PstEasel *easel)
{
  return easel->error;
}

gboolean
pst_easel_is_busy (const PstEasel *easel)
{
  return pst_worker_is_busy (easel->worker, PST_LANE_PREVIEW) || pst_easel_is_refining (easel);
}

gboolean
pst_easel_is_refining (const PstEasel *easel)
{
  return pst_worker_is_busy (easel->worker, PST_LANE_REFINE);
}

gdouble
pst_easel_get_progress (const PstEasel *easel)
{
  return pst_worker_get_progress (easel->worker);
}

/* Of what is painted for @style; negative if it is not known. */
static gdouble
painting_cost (const PstEasel *easel, PstStyle *style, const PstOrder *order, gint width,
               gint height)
{
  PstKnownKey key = key_of (style, order, TRUE);
  g_autoptr (PstPicture) known = pst_known_find (easel->known, &key, width, height);
  gdouble cost = key.refine > 0 ? easel->refine_cost * key.refine / 100 : easel->paint_cost;

  if (! style || known)
    return 0;
  return cost > 0 ? cost * width * height : -1;
}

gdouble
pst_easel_estimate (const PstEasel *easel, const PstOrder *order)
{
  const PstImage *source = easel->source ? easel->source->image : NULL;
  gint n_styles = order->second ? 2 : 1;
  gdouble first, second;
  gint width, height;

  if (! source || easel->paint_cost <= 0)
    return 0;
  pst_working_size (source->width, source->height, order->brush_size, &width, &height);
  first = painting_cost (easel, order->style, order, width, height);
  second = painting_cost (easel, order->second, order, width, height);
  if (first < 0 || second < 0)
    return 0;
  return first + second
         + (gdouble) source->width * source->height
               * (n_styles * easel->finish_cost + easel->reduce_cost);
}

guint
pst_easel_get_n_cancelled (const PstEasel *easel)
{
  return pst_worker_get_n_cancelled (easel->worker);
}
