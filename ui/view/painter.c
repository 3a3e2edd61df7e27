/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/painter.h"

#include "view/soften.h"

#define COARSE_SIDE  256
#define SAMPLE_SIDE  768 /* of the part that is enlarged to see how long that takes */
#define PART_SIDE    512 /* and of the one that is finished: as large as the parts of the whole */
#define MICROSECONDS 1e6

typedef struct
{
  PstPaintTask what;
  PstPaintedFunc func;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_order_clear (&task->what.order);
  pst_picture_unref (task->what.source);
  pst_paintings_clear (&task->what.coarse);
  pst_paintings_clear (&task->what.fine);
  g_free (task);
}

static void
painted_free (gpointer data)
{
  PstPainted *result = data;

  pst_paintings_clear (&result->paintings);
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
paint_one (PstJob *job, PstStyle *style, PstPicture *photo, const PstOrder *order, Share *share,
           gdouble *cost, GError **error)
{
  gint64 begin = g_get_monotonic_time ();
  PstParams params = pst_order_params (order);
  PstImage *image;

  params.refine = 0;
  image = pst_engine_paint_refined (
      pst_job_get_engine (job), style, photo->image, &params, NULL, NULL,
      &(PstRun){ share_progress, share, pst_job_get_cancellable (job) }, error);
  if (! image)
    return NULL;
  *cost = (g_get_monotonic_time () - begin) / MICROSECONDS
          / ((gdouble) photo->image->width * photo->image->height);
  return pst_picture_new (image);
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

/* Reduces @from, unless it is known already. */
static gboolean
reduce (PstPaintTask *task, PstPicture *from, gint max_side, PstPaintings *paintings,
        GError **error)
{
  gint width, height;

  if (paintings->photo)
    return TRUE;
  pst_order_size (task->source->image, task->order.brush_size, max_side, &width, &height);
  paintings->photo = resized (from, width, height, error);
  return paintings->photo != NULL;
}

/* Fills what is missing in @paintings. */
static gboolean
paint_all (PstJob *job, PstPaintTask *task, PstPaintings *paintings, gdouble *cost, GError **error)
{
  gboolean both = task->order.second != NULL;
  Share share = { job, 0, both ? .5 : 1 };

  if (! paintings->painting)
    paintings->painting =
        paint_one (job, task->order.style, paintings->photo, &task->order, &share, cost, error);
  if (! paintings->painting)
    return FALSE;
  share.begin = .5;
  if (both && ! paintings->second)
    paintings->second =
        paint_one (job, task->order.second, paintings->photo, &task->order, &share, cost, error);
  return ! both || paintings->second;
}

static PstPainted *
painted_new (const PstPaintings *paintings, const PstOrder *order)
{
  PstPainted *result = g_new0 (PstPainted, 1);

  pst_paintings_sign (&result->paintings, order);
  result->paintings.photo = pst_picture_ref (paintings->photo);
  result->paintings.painting = pst_picture_ref (paintings->painting);
  result->paintings.second = pst_picture_ref (paintings->second);
  return result;
}

/* Strokes are as large, in pixels, whatever the size: a small painting's would be too large
 * for the whole. */
static PstPainted *
coarse_new (const PstPaintings *paintings, GError **error)
{
  const PstImage *photo = paintings->photo->image;
  PstPicture *const from[2] = { paintings->painting, paintings->second };
  PstPainted *result = g_new0 (PstPainted, 1);
  PstPicture **to[2] = { &result->paintings.painting, &result->paintings.second };

  result->paintings.photo = pst_picture_ref (paintings->photo);
  result->paintings.coarse = TRUE;
  for (gint i = 0; i < 2; i++)
    {
      PstImage *soft = from[i] ? pst_soften (from[i]->image, photo, error) : NULL;

      if (from[i] && ! soft)
        {
          painted_free (result);
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

/* What a finisher costs per pixel, tried on a part in the middle; 0 where none has anything to do. */
static gdouble
try_finisher (PstJob *job, const PstPaintTask *task)
{
  PstStyle *const styles[2] = { task->order.style, task->order.second };
  PstPicture *const paintings[2] = { task->fine.painting, task->fine.second };
  const PstImage *source = task->source->image;
  const gint width = MIN (source->width, PART_SIDE), height = MIN (source->height, PART_SIDE);

  for (gint i = 0; i < 2 && styles[i]; i++)
    {
      g_autoptr (PstFinish) finish =
          pst_engine_begin_finish (pst_job_get_engine (job), styles[i], paintings[i]->image,
                                   source->width, source->height, task->order.seed, NULL);
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (PstImage) part = NULL;

      if (finish)
        part = pst_finish_get (finish, source, (source->width - width) / 2,
                               (source->height - height) / 2, width, height, NULL);
      if (part)
        return (g_get_monotonic_time () - begin) / MICROSECONDS / ((gdouble) width * height);
    }
  return 0;
}

/* Not worth it for anything that is little larger. */
static gboolean
wants_coarse (const PstPaintTask *task)
{
  gint width, height;

  pst_order_size (task->source->image, task->order.brush_size, 0, &width, &height);
  return task->missing && MAX (width, height) > COARSE_SIDE * 3 / 2;
}

static gpointer
work (PstJob *job, gpointer data, GError **error)
{
  PstPaintTask *task = &((Task *) data)->what;
  PstPainted *result;
  gboolean reduces = task->fine.photo == NULL;
  gint64 begin = g_get_monotonic_time ();
  gdouble cost = 0, reduce_cost = 0;

  /* The coarse photo from the fine one: the source may be very large. */
  if (! reduce (task, task->source, 0, &task->fine, error))
    return NULL;
  if (reduces)
    reduce_cost = (g_get_monotonic_time () - begin) / MICROSECONDS
                  / ((gdouble) task->source->image->width * task->source->image->height);
  if (wants_coarse (task))
    {
      PstPainted *coarse;

      if (! reduce (task, task->fine.photo, COARSE_SIDE, &task->coarse, error)
          || ! paint_all (job, task, &task->coarse, &cost, error)
          || ! (coarse = coarse_new (&task->coarse, error)))
        return NULL;
      pst_job_post (job, coarse);
    }

  cost = 0;
  if (! paint_all (job, task, &task->fine, &cost, error))
    return NULL;
  result = painted_new (&task->fine, &task->order);
  memcpy (result->refined, task->refined, sizeof result->refined);
  result->paint_cost = cost;
  result->reduce_cost = reduce_cost;
  result->finish_cost = try_finishing (&task->fine, task->source->image);
  result->finisher_cost = try_finisher (job, task);
  return result;
}

static void
done (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  Task *task = data;

  task->func (owner, &task->what, made, error, last);
  if (made)
    painted_free (made);
}

static const PstJobKind kind = { work, done, task_free, painted_free };

void
pst_painter_start (PstWorker *worker, const PstPaintTask *what, PstPaintedFunc func, gpointer owner)
{
  Task *task = g_new0 (Task, 1);

  task->what = *what;
  task->func = func;
  pst_worker_push (worker, PST_LANE_PREVIEW, &kind, task, owner);
}
