/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One thread that computes for a window, with an engine of its own.  Jobs are
 * plain data; what they make comes back on the main thread by the main loop.
 * Nothing but the work itself runs on the worker's thread, and the work must not
 * touch GTK or GIMP.
 *
 * All functions are for the main thread, except those that say so. */

#ifndef PST_WORKER_H
#define PST_WORKER_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstWorker PstWorker;
typedef struct _PstJob PstJob;

/* In order of importance: a job interrupts a less important one, which begins
 * anew afterwards. */
typedef enum
{
  PST_LANE_FINAL,   /* what the person waits for; a new job replaces all others here */
  PST_LANE_PREVIEW, /* the newest wins: a new job cancels and replaces all others    */
  PST_LANE_QUEUE,   /* one after the other                                           */
  PST_LANE_REFINE,  /* what can wait until there is nothing else; the newest wins    */
  PST_N_LANES
} PstLane;

typedef struct
{
  /* On the worker's thread.  Returns what it made, or NULL and an error.  May
   * run twice, if it is interrupted. */
  gpointer (*work) (PstJob *job, gpointer task, GError **error);

  /* On the main thread.  First for everything that was given to pst_job_post ()
   * with @last FALSE, then once with what work () returned; @result belongs to
   * done ().  Never called for a job that was cancelled or replaced. */
  void (*done) (gpointer owner, gpointer task, gpointer result, const GError *error, gboolean last);

  GDestroyNotify free_task;
  GDestroyNotify free_result;
} PstJobKind;

/* @n_threads: of the engine; 0 for one per processor; -1: this worker needs no
 * engine. */
PstWorker *pst_worker_new (gint n_threads);

/* Cancels everything and waits for the thread; nothing is reported any more. */
void pst_worker_free (PstWorker *worker);

/* Takes @task.  @kind must be static; @owner must outlive the worker. */
void pst_worker_push (PstWorker *worker, PstLane lane, const PstJobKind *kind, gpointer task,
                      gpointer owner);

/* Cancels and forgets what is in a lane. */
void pst_worker_clear (PstWorker *worker, PstLane lane);

/* TRUE while a job of that lane waits, runs or has not been reported. */
gboolean pst_worker_is_busy (const PstWorker *worker, PstLane lane);

/* TRUE if such a job is what it does at the moment. */
gboolean pst_worker_is_running (const PstWorker *worker, PstLane lane);

/* Of the job that runs, 0 to 1. */
gdouble pst_worker_get_progress (const PstWorker *worker);

/* How many runs were cut short since the worker was made. */
guint pst_worker_get_n_cancelled (const PstWorker *worker);

/* ---- on the worker's thread, for work () ---- */

PstEngine *pst_job_get_engine (PstJob *job);
GCancellable *pst_job_get_cancellable (PstJob *job);

/* A PstProgressFunc, with the job as its data. */
void pst_job_progress (gdouble done, gpointer job);

/* Takes a result that is not the last one. */
void pst_job_post (PstJob *job, gpointer result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstWorker, pst_worker_free)

G_END_DECLS

#endif /* PST_WORKER_H */
