/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/worker.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

#define PROGRESS_STEPS 10000
#define NICENESS       5

struct _PstJob
{
  gatomicrefcount refs;
  PstWorker *worker; /* not to be touched by a dead job's report */
  const PstJobKind *kind;
  PstLane lane;
  gpointer task;
  gpointer owner;
  gboolean dead;             /* main thread: nothing of it is reported */
  GCancellable *cancellable; /* of this run; changed under the lock    */
};

struct _PstWorker
{
  GThread *thread;
  gint n_threads;
  PstEngine *engine;

  GMutex lock;
  GCond wake;
  /* Under the lock. */
  GQueue waiting[PST_N_LANES];
  PstJob *running;
  gboolean quit;
  guint n_cancelled;

  GList *alive;  /* main thread: jobs that have not been reported to the end */
  gint progress; /* atomic */
};

static PstJob *
job_ref (PstJob *job)
{
  g_atomic_ref_count_inc (&job->refs);
  return job;
}

static void
job_unref (PstJob *job)
{
  if (! g_atomic_ref_count_dec (&job->refs))
    return;
  job->kind->free_task (job->task);
  g_object_unref (job->cancellable);
  g_free (job);
}

/* ---- from the thread to the main loop ---- */

typedef struct
{
  PstJob *job;
  gpointer result;
  GError *error;
  gboolean last;
} Report;

static gboolean
deliver (gpointer user_data)
{
  Report *report = user_data;
  PstJob *job = report->job;

  if (! job->dead)
    {
      if (report->last)
        {
          job->dead = TRUE;
          job->worker->alive = g_list_remove (job->worker->alive, job);
        }
      job->kind->done (job->owner, job->task, g_steal_pointer (&report->result), report->error,
                       report->last);
    }
  return G_SOURCE_REMOVE;
}

static void
report_free (gpointer user_data)
{
  Report *report = user_data;

  if (report->result)
    report->job->kind->free_result (report->result);
  g_clear_error (&report->error);
  job_unref (report->job);
  g_free (report);
}

/* Before redrawing, so that what came in together is drawn once. */
static void
send (PstJob *job, gpointer result, GError *error, gboolean last)
{
  Report *report = g_new (Report, 1);

  *report = (Report){ job_ref (job), result, error, last };
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, deliver, report, report_free);
}

/* ---- the thread ---- */

static PstJob *
next_job (PstWorker *worker)
{
  for (gint lane = 0; lane < PST_N_LANES; lane++)
    {
      PstJob *job = g_queue_pop_head (&worker->waiting[lane]);

      if (job)
        return job;
    }
  return NULL;
}

/* TRUE if the run was cut short, and not by its owner: it is to begin anew. */
static gboolean
put_back (PstWorker *worker, PstJob *job)
{
  if (job->dead || ! g_cancellable_is_cancelled (job->cancellable))
    return FALSE;
  g_object_unref (job->cancellable);
  job->cancellable = g_cancellable_new ();
  g_queue_push_head (&worker->waiting[job->lane], job);
  return TRUE;
}

static gpointer
work (gpointer user_data)
{
  PstWorker *worker = user_data;

  /* The window comes first.  Linux sets this for the thread, and for those that the
   * engine starts from it; elsewhere it would be for the whole program. */
#ifdef __linux__
  setpriority (PRIO_PROCESS, 0, NICENESS);
#endif

  if (worker->n_threads >= 0)
    worker->engine = pst_engine_new (worker->n_threads);

  g_mutex_lock (&worker->lock);
  while (! worker->quit)
    {
      PstJob *job = next_job (worker);
      GError *error = NULL;
      gpointer result;

      if (! job)
        {
          g_cond_wait (&worker->wake, &worker->lock);
          continue;
        }

      worker->running = job;
      g_atomic_int_set (&worker->progress, 0);
      g_mutex_unlock (&worker->lock);
      result = job->kind->work (job, job->task, &error);
      g_mutex_lock (&worker->lock);
      worker->running = NULL;

      if (! result && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          worker->n_cancelled++;
          if (put_back (worker, job))
            {
              g_error_free (error);
              continue;
            }
        }
      send (job, result, error, TRUE);
      job_unref (job);
    }
  g_mutex_unlock (&worker->lock);

  pst_engine_free (worker->engine);
  return NULL;
}

/* ---- the main thread ---- */

PstWorker *
pst_worker_new (gint n_threads)
{
  PstWorker *worker = g_new0 (PstWorker, 1);

  worker->n_threads = n_threads;
  g_mutex_init (&worker->lock);
  g_cond_init (&worker->wake);
  for (gint lane = 0; lane < PST_N_LANES; lane++)
    g_queue_init (&worker->waiting[lane]);
  worker->thread = g_thread_new ("pastiche", work, worker);
  return worker;
}

void
pst_worker_clear (PstWorker *worker, PstLane lane)
{
  GList *next;
  PstJob *job;

  g_mutex_lock (&worker->lock);
  for (GList *l = worker->alive; l; l = next)
    {
      next = l->next;
      job = l->data;
      if (job->lane != lane)
        continue;
      job->dead = TRUE;
      if (worker->running == job)
        g_cancellable_cancel (job->cancellable);
      worker->alive = g_list_delete_link (worker->alive, l);
    }
  while ((job = g_queue_pop_head (&worker->waiting[lane])))
    job_unref (job);
  g_mutex_unlock (&worker->lock);
}

void
pst_worker_free (PstWorker *worker)
{
  if (! worker)
    return;

  for (gint lane = 0; lane < PST_N_LANES; lane++)
    pst_worker_clear (worker, lane);
  g_mutex_lock (&worker->lock);
  worker->quit = TRUE;
  g_cond_signal (&worker->wake);
  g_mutex_unlock (&worker->lock);

  g_thread_join (worker->thread);
  g_cond_clear (&worker->wake);
  g_mutex_clear (&worker->lock);
  g_free (worker);
}

void
pst_worker_push (PstWorker *worker, PstLane lane, const PstJobKind *kind, gpointer task,
                 gpointer owner)
{
  PstJob *job = g_new0 (PstJob, 1);

  g_atomic_ref_count_init (&job->refs);
  job->worker = worker;
  job->kind = kind;
  job->lane = lane;
  job->task = task;
  job->owner = owner;
  job->cancellable = g_cancellable_new ();

  if (lane != PST_LANE_QUEUE)
    pst_worker_clear (worker, lane);
  worker->alive = g_list_append (worker->alive, job);

  g_mutex_lock (&worker->lock);
  g_queue_push_tail (&worker->waiting[lane], job);
  if (worker->running && worker->running->lane > lane)
    g_cancellable_cancel (worker->running->cancellable);
  g_cond_signal (&worker->wake);
  g_mutex_unlock (&worker->lock);
}

gboolean
pst_worker_is_busy (const PstWorker *worker, PstLane lane)
{
  for (GList *l = worker->alive; l; l = l->next)
    if (((PstJob *) l->data)->lane == lane)
      return TRUE;
  return FALSE;
}

gboolean
pst_worker_is_running (const PstWorker *worker, PstLane lane)
{
  PstWorker *mutable = (PstWorker *) worker;
  gboolean runs;

  g_mutex_lock (&mutable->lock);
  runs = worker->running && worker->running->lane == lane && ! worker->running->dead;
  g_mutex_unlock (&mutable->lock);
  return runs;
}

gdouble
pst_worker_get_progress (const PstWorker *worker)
{
  return g_atomic_int_get (&worker->progress) / (gdouble) PROGRESS_STEPS;
}

guint
pst_worker_get_n_cancelled (const PstWorker *worker)
{
  PstWorker *mutable = (PstWorker *) worker;
  guint n;

  g_mutex_lock (&mutable->lock);
  n = worker->n_cancelled;
  g_mutex_unlock (&mutable->lock);
  return n;
}

/* ---- for work () ---- */

PstEngine *
pst_job_get_engine (PstJob *job)
{
  return job->worker->engine;
}

GCancellable *
pst_job_get_cancellable (PstJob *job)
{
  return job->cancellable;
}

void
pst_job_progress (gdouble done, gpointer user_data)
{
  PstJob *job = user_data;

  g_atomic_int_set (&job->worker->progress, (gint) (CLAMP (done, 0, 1) * PROGRESS_STEPS));
}

void
pst_job_post (PstJob *job, gpointer result)
{
  send (job, result, NULL, FALSE);
}
