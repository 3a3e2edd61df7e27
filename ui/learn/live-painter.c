/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/live-painter.h"

#include "shared/worker.h"

#define N_THREADS 1 /* learning is to have the others */

struct _PstLivePainter
{
  PstPicture *painting;
  gint style_size;
  PstPicture *scaled; /* the painting as it is learnt; the worker's thread makes it */
  PstLivePaintedFunc painted;
  gpointer owner;
  PstWorker *worker;
};

typedef struct
{
  PstLivePainter *painter;
  PstStyle *style;
  PstPicture *photo;
  gint step;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_style_unref (task->style);
  pst_picture_unref (task->photo);
  g_free (task);
}

static void
painting_free (gpointer data)
{
  PstLivePainting *painting = data;

  pst_picture_unref (painting->photo);
  pst_picture_unref (painting->result);
  g_free (painting);
}

/* ---- on the worker's thread ------------------------------------------- */

static gboolean
measure (PstLivePainter *self, PstLivePainting *painting)
{
  if (! self->scaled)
    {
      PstImage *scaled = pst_image_resize_short (self->painting->image, self->style_size, NULL);

      if (! scaled)
        return FALSE;
      self->scaled = pst_picture_new (scaled);
    }
  return pst_evaluate (self->scaled->image, painting->photo->image, painting->result->image,
                       &painting->metrics, NULL);
}

static gpointer
paint (PstJob *job, gpointer data, GError **error)
{
  const Task *task = data;
  gint64 begin = g_get_monotonic_time ();
  PstImage *result =
      pst_engine_paint (pst_job_get_engine (job), task->style, task->photo->image, 0,
                        &(PstRun){ .cancellable = pst_job_get_cancellable (job) }, error);
  PstLivePainting *painting;

  if (! result)
    return NULL;
  painting = g_new0 (PstLivePainting, 1);
  painting->photo = pst_picture_ref (task->photo);
  painting->result = pst_picture_new (result);
  painting->step = task->step;
  painting->measured = measure (task->painter, painting);
  painting->seconds = (gdouble) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  return painting;
}

/* ---- on the main thread ----------------------------------------------- */

static void
painted (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  PstLivePainter *self = owner;

  self->painted (self->owner, result, error);
  if (result)
    painting_free (result);
}

static const PstJobKind kind = { paint, painted, task_free, painting_free };

void
pst_live_painter_paint (PstLivePainter *self, PstStyle *style, PstPicture *photo, gint step)
{
  Task *task = g_new (Task, 1);

  *task = (Task){ self, pst_style_ref (style), pst_picture_ref (photo), step };
  pst_worker_push (self->worker, PST_LANE_PREVIEW, &kind, task, self);
}

gboolean
pst_live_painter_is_busy (const PstLivePainter *self)
{
  return pst_worker_is_busy (self->worker, PST_LANE_PREVIEW);
}

PstLivePainter *
pst_live_painter_new (PstPicture *painting, gint style_size, PstLivePaintedFunc func,
                      gpointer owner)
{
  PstLivePainter *self = g_new0 (PstLivePainter, 1);

  self->painting = pst_picture_ref (painting);
  self->style_size = style_size;
  self->painted = func;
  self->owner = owner;
  self->worker = pst_worker_new (N_THREADS);
  return self;
}

void
pst_live_painter_free (PstLivePainter *self)
{
  if (! self)
    return;
  pst_worker_free (self->worker);
  pst_picture_unref (self->painting);
  pst_picture_unref (self->scaled);
  g_free (self);
}
