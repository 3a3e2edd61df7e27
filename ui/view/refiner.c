/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/refiner.h"

#define SHOW_EVERY (G_USEC_PER_SEC / 8)

typedef struct
{
  PstRefinement what;
  PstRefinedFunc func;

  /* On the worker's thread. */
  PstJob *job;
  gint which, n; /* of so many */
  gint n_before; /* that are done */
  gint64 shown_last;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_picture_unref (task->what.photo);
  pst_picture_unref (task->what.painting);
  pst_picture_unref (task->what.other);
  pst_style_unref (task->what.style);
  pst_style_unref (task->what.second);
  pst_likeness_map_unref (task->what.map);
  g_free (task);
}

static void
refined_free (gpointer data)
{
  PstRefined *refined = data;

  pst_picture_unref (refined->painting);
  g_free (refined);
}

/* Takes @image. */
static PstRefined *
refined_new (PstImage *image, gint which)
{
  PstRefined *refined = g_new0 (PstRefined, 1);

  refined->painting = pst_picture_new (image);
  refined->which = which;
  return refined;
}

/* ---- on the worker's thread ------------------------------------------- */

static void
progress (gdouble done, gpointer user_data)
{
  const Task *task = user_data;

  pst_job_progress ((task->n_before + done) / task->n, task->job);
}

/* One sees it being painted, but not every step if they are fast. */
static void
step (const PstRefining *refining, gpointer user_data)
{
  Task *task = user_data;
  gint64 now = g_get_monotonic_time ();
  PstImage *image;

  if (now - task->shown_last < SHOW_EVERY)
    return;
  image = pst_refining_picture (refining, NULL);
  if (image)
    pst_job_post (task->job, refined_new (image, task->which));
  task->shown_last = now;
}

static gpointer
work (PstJob *job, gpointer data, GError **error)
{
  Task *task = data;
  const PstStyle *styles[2] = { task->what.style, task->what.second };
  PstRefined *refined = NULL;

  task->job = job;
  task->n = ! task->what.done[0] + (task->what.second && ! task->what.done[1]);
  task->n_before = 0;
  task->shown_last = g_get_monotonic_time ();
  for (gint i = 0; i < 2; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      PstImage *image;

      if (! styles[i] || task->what.done[i])
        continue;
      if (refined)
        pst_job_post (job, refined);
      task->which = i;
      image = pst_engine_paint_refined (
          pst_job_get_engine (job), styles[i], task->what.photo->image, &task->what.params, step,
          task, &(PstRun){ progress, task, pst_job_get_cancellable (job) }, error);
      if (! image)
        return NULL;
      task->n_before++;
      refined = refined_new (image, i);
      refined->done = TRUE;
      refined->seconds = (gdouble) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
    }
  return refined;
}

/* ---- on the main thread ----------------------------------------------- */

static void
done (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  Task *task = data;
  PstRefined *refined = made;

  task->func (owner, &task->what, refined, error, last);
  if (refined)
    refined_free (refined);
}

static const PstJobKind kind = { work, done, task_free, refined_free };

void
pst_refiner_start (PstWorker *worker, const PstRefinement *refinement, PstRefinedFunc func,
                   gpointer owner)
{
  Task *task = g_new0 (Task, 1);

  task->what = *refinement;
  task->func = func;
  pst_worker_push (worker, PST_LANE_REFINE, &kind, task, owner);
}
