/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/easel.h"

#include "view/known.h"
#include "view/painter.h"
#include "view/refiner.h"
#include "view/thumbnailer.h"

struct _PstEasel
{
  const PstEaselFuncs *funcs;
  gpointer owner;
  PstWorker *worker;

  PstPicture *source;
  PstReduced *reduced;
  GPtrArray *photos; /* PstPicture: the source at the sizes in use */
  PstKnown *known;

  PstOrder order; /* with references; style is NULL if there is none */
  PstPaintings paintings;
  GError *error;

  struct FinishTask *waiting; /* for strokes that are being worked at; NULL: nothing waits */
  gint64 refine_began;
  gint64 finish_began;

  gdouble paint_cost;    /* seconds for a pixel of working size and a style; 0: unknown */
  gdouble finish_cost;   /* seconds for a pixel of full size; 0: unknown               */
  gdouble finisher_cost; /* the same, of what a style adds; 0: nothing               */
  gdouble reduce_cost;   /* the same, of making the photo smaller                      */
  gdouble refine_cost;   /* seconds for a pixel of working size at refine 100; 0: unknown */
};

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
                        refined && style && pst_style_get_manner (style) ? order->refine : 0,
                        order->likeness, order->map != NULL };
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
    {
      easel->paintings.done = TRUE;
      finish_what_waits (easel);
    }
  easel->funcs->changed (easel->owner);
}

/* What was painted is refined while the hand rests. */
static void
refine (PstEasel *easel, const gboolean is_refined[2])
{
  const PstOrder *order = &easel->order;
  PstRefinement what = { .params = pst_order_params (order) };

  what.done[0] = is_refined[0] || key_of (order->style, order, TRUE).refine == 0;
  what.done[1] = is_refined[1] || key_of (order->second, order, TRUE).refine == 0;
  easel->paintings.done = what.done[0] && what.done[1];
  if (easel->paintings.done)
    return;
  what.map = order->map ? pst_likeness_map_ref (order->map) : NULL;
  what.photo = pst_picture_ref (easel->paintings.photo);
  what.style = pst_style_ref (order->style);
  what.second = pst_order_style_ref (order->second);
  easel->refine_began = g_get_monotonic_time ();
  pst_refiner_start (easel->worker, &what, refined, easel);
}

/* ---- painting for the preview ----------------------------------------- */

static void
painted (gpointer owner, const PstPaintTask *task, PstPainted *result, const GError *error,
         gboolean last)
{
  PstEasel *easel = owner;

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
      if (! paintings->coarse)
        easel->finisher_cost = result->finisher_cost;
      pst_paintings_clear (&easel->paintings);
      easel->paintings = *paintings;
      *paintings = (PstPaintings){ 0 };
      if (last)
        refine (easel, result->refined);
    }
  if (error)
    easel->error = g_error_copy (error);
  easel->funcs->changed (easel->owner);
}

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

  pst_order_size (easel->source->image, order->brush_size, 0, &width, &height);
  paintings->photo = find_photo (easel, width, height);
  paintings->painting = look_up_one (easel, order->style, width, height, &refined[0]);
  paintings->second = look_up_one (easel, order->second, width, height, &refined[1]);
  return paintings->photo && paintings->painting && (paintings->second || ! order->second);
}

static void
start (PstEasel *easel)
{
  PstPaintTask task = { 0 };

  g_clear_error (&easel->error);
  task.order = easel->order;
  pst_order_ref (&task.order);
  task.source = pst_picture_ref (easel->source);
  pst_worker_clear (easel->worker, PST_LANE_REFINE);
  finish_what_waits (easel);
  task.missing = ! look_up (easel, &task.fine, task.refined);
  pst_painter_start (easel->worker, &task, painted, easel);
  easel->funcs->changed (easel->owner);
}

static void
thumbnail_made (gpointer owner, PstStyle *style, const PstImage *image)
{
  PstEasel *easel = owner;

  easel->funcs->thumbnail (easel->owner, style, image);
}

void
pst_easel_queue_thumbnail (PstEasel *easel, PstStyle *style, gint paint_side, gint max_side)
{
  const PstThumbnail thumbnail = { style, easel->reduced, paint_side, max_side };

  g_return_if_fail (easel->source);
  pst_thumbnailer_push (easel->worker, &thumbnail, thumbnail_made, easel);
}

/* ---- the whole photo -------------------------------------------------- */

typedef struct FinishTask
{
  PstOrder order; /* with references         */
  PstParams params;
  PstPicture *source;
  PstPaintings known; /* what was painted for the preview, if all of it was */
} FinishTask;

static void
finish_task_free (gpointer data)
{
  FinishTask *task = data;

  pst_order_clear (&task->order);
  pst_picture_unref (task->source);
  pst_paintings_clear (&task->known);
  g_free (task);
}

static gpointer
finish_work (PstJob *job, gpointer data, GError **error)
{
  FinishTask *task = data;
  const PstPaintings *known = &task->known;

  if (known->painting)
    return pst_engine_finish_in (
        pst_job_get_engine (job), task->source->image,
        &(PstFinishInput){ .small = known->photo->image,
                           .painting = known->painting->image,
                           .second = known->second ? known->second->image : NULL,
                           .style = task->order.style,
                           .second_style = task->order.second },
        &task->params, &(PstRun){ pst_job_progress, job, pst_job_get_cancellable (job) }, error);

  return pst_engine_stylise (pst_job_get_engine (job), task->order.style, task->order.second,
                             &task->params, task->source->image,
                             &(PstRun){ pst_job_progress, job, pst_job_get_cancellable (job) },
                             error);
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

  pst_order_size (easel->source->image, order->brush_size, 0, &width, &height);
  paintings->photo = find_photo (easel, width, height);
  paintings->painting = find_painting (easel, order->style, order, TRUE, width, height);
  paintings->second = find_painting (easel, order->second, order, TRUE, width, height);
  return paintings->photo && paintings->painting && (paintings->second || ! order->second);
}

static const PstJobKind finish_kind = { finish_work, finish_done, finish_task_free,
                                        (GDestroyNotify) pst_image_free };

/* Takes @task.  What is known is not done again; whatever is left to be refined is done
 * there, with its progress. */
static void
push_finish (PstEasel *easel, FinishTask *task)
{
  if (! find_finished (easel, &task->order, &task->known))
    pst_paintings_clear (&task->known);
  easel->finish_began = g_get_monotonic_time ();
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
         && a->refine == b->refine && a->seed == b->seed && a->likeness == b->likeness
         && a->map == b->map;
}

/* Strokes that are being worked at for the preview are those that are wanted: they are
 * waited for, instead of beginning with them anew. */
void
pst_easel_finish (PstEasel *easel, const PstOrder *order, const PstParams *params)
{
  FinishTask *task = g_new0 (FinishTask, 1);

  *task = (FinishTask){ *order, *params, pst_picture_ref (easel->source) };
  pst_order_ref (&task->order);
  task->params.likeness_map = order->map;
  if (pst_worker_is_running (easel->worker, PST_LANE_REFINE)
      && is_same_order (order, &easel->order))
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
  pst_reduced_unref (easel->reduced);
  pst_order_clear (&easel->order);
  pst_paintings_clear (&easel->paintings);
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
  pst_reduced_unref (easel->reduced);
  easel->reduced = pst_reduced_new (source);
  g_ptr_array_set_size (easel->photos, 0);
  pst_known_clear (easel->known);
  pst_paintings_clear (&easel->paintings);
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
  PstOrder *mine = &easel->order, next = *order;

  if (is_same_order (mine, order))
    return;

  pst_order_ref (&next);
  pst_order_clear (mine);
  *mine = next;
  if (easel->source)
    start (easel);
}

void
pst_easel_clear_order (PstEasel *easel)
{
  pst_worker_clear (easel->worker, PST_LANE_PREVIEW);
  pst_worker_clear (easel->worker, PST_LANE_REFINE);
  finish_what_waits (easel);
  pst_order_clear (&easel->order);
  pst_paintings_clear (&easel->paintings);
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

/* Of a pixel of full size: what is done with @style's painting there. */
static gdouble
full_cost (const PstEasel *easel, const PstStyle *style, const PstParams *params)
{
  if (! style)
    return 0;
  return easel->finish_cost
         + (pst_params_get_finish (params, style) > 0 ? easel->finisher_cost : 0);
}

gdouble
pst_easel_estimate (const PstEasel *easel, const PstOrder *order, const PstParams *params)
{
  const PstImage *source = easel->source ? easel->source->image : NULL;
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
               * (full_cost (easel, order->style, params) + full_cost (easel, order->second, params)
                  + easel->reduce_cost);
}

guint
pst_easel_get_n_cancelled (const PstEasel *easel)
{
  return pst_worker_get_n_cancelled (easel->worker);
}
