/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/thumbnailer.h"

#define REDUCED_SIDE 640 /* of the copy that thumbnails are made from                   */
#define REFINED_SIDE 256 /* a longer one of what cannot be painted at once has strokes: */
#define REFINE       10  /* enough to tell one from another                             */

/* The first thumbnail makes it, on the worker's thread, which alone may look at it. */
struct _PstReduced
{
  PstPicture *source;
  PstPicture *small; /* NULL: not made yet */
};

typedef struct
{
  PstThumbnail what; /* with references */
  PstThumbnailFunc func;
} Task;

PstReduced *
pst_reduced_new (PstPicture *source)
{
  PstReduced *reduced = g_atomic_rc_box_new0 (PstReduced);

  reduced->source = pst_picture_ref (source);
  return reduced;
}

static void
reduced_clear (gpointer data)
{
  PstReduced *reduced = data;

  pst_picture_unref (reduced->source);
  pst_picture_unref (reduced->small);
}

void
pst_reduced_unref (PstReduced *reduced)
{
  if (reduced)
    g_atomic_rc_box_release_full (reduced, reduced_clear);
}

/* A copy whose long side is @side or less. */
static PstImage *
resized_image (const PstImage *image, gint side, GError **error)
{
  gdouble scale = MIN (1, (gdouble) side / MAX (image->width, image->height));

  return pst_image_resize (image, MAX (1, (gint) (image->width * scale + .5)),
                           MAX (1, (gint) (image->height * scale + .5)), error);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_style_unref (task->what.style);
  pst_reduced_unref (task->what.reduced);
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
work (PstJob *job, gpointer data, GError **error)
{
  Task *task = data;
  PstReduced *reduced = task->what.reduced;
  g_autoptr (PstImage) photo = NULL;
  g_autoptr (PstImage) painting = NULL;
  PstParams params = PST_PARAMS_INIT;

  if (! reduced->small)
    reduced->small = reduce_middle (reduced->source->image, REDUCED_SIDE, error);
  photo =
      reduced->small ? resized_image (reduced->small->image, task->what.paint_side, error) : NULL;
  if (! pst_style_has_generator (task->what.style) && task->what.paint_side > REFINED_SIDE)
    params.refine = REFINE;
  if (photo)
    painting = pst_engine_paint_refined (
        pst_job_get_engine (job), task->what.style, photo, &params, NULL, NULL,
        &(PstRun){ .cancellable = pst_job_get_cancellable (job) }, error);
  return painting ? resized_image (painting, task->what.max_side, error) : NULL;
}

static void
done (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  Task *task = data;

  task->func (owner, task->what.style, result);
  pst_image_free (result);
}

static const PstJobKind kind = { work, done, task_free, (GDestroyNotify) pst_image_free };

void
pst_thumbnailer_push (PstWorker *worker, const PstThumbnail *what, PstThumbnailFunc func,
                      gpointer owner)
{
  Task *task = g_new0 (Task, 1);

  task->what = *what;
  task->what.style = pst_style_ref (what->style);
  task->what.reduced = g_atomic_rc_box_acquire (what->reduced);
  task->func = func;
  pst_worker_push (worker, PST_LANE_QUEUE, &kind, task, owner);
}
