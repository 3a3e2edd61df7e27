/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/evaluation.h"

#include <math.h>

#include <gegl.h>

#include "command/command-line.h"
#include "pictures/picture-file.h"
#include "pictures/pixels.h"

#define MADE_WIDTH  640
#define MADE_HEIGHT 480
#define SKY_DEGREE  3
#define WATCH       (100 * G_TIME_SPAN_MILLISECOND) /* how often to look for an interruption */

static const gfloat gray[3] = { 0.5f, 0.5f, 0.5f };
static const gfloat zenith[3] = { 0.30f, 0.50f, 0.80f };
static const gfloat horizon[3] = { 0.85f, 0.90f, 0.95f };

/* One trial on its way: filled by the main thread, done by a worker. */
typedef struct
{
  PstTrial *trial;
  PstImage *photo;
  PstImage *oily; /* or NULL */
  gint degree;    /* of a made picture */
  gboolean done;
} Job;

typedef struct
{
  const PstEvaluation *evaluation;
  GCancellable *cancellable;
  GAsyncQueue *engines; /* of one thread each: photos go side by side */
  GMutex lock;
  GCond changed;
} Session;

const gchar *
pst_control_name (PstControl control)
{
  static const gchar *const names[PST_N_CONTROLS] = { "photo", "oilify" };

  return names[control];
}

static void
trial_free (PstTrial *trial)
{
  g_free (trial->name);
  g_clear_pointer (&trial->result, pst_image_free);
  g_clear_error (&trial->error);
  g_free (trial);
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->photo, pst_image_free);
  g_clear_pointer (&job->oily, pst_image_free);
  g_free (job);
}

/* ---- a worker --------------------------------------------------------- */

static PstImage *
paint (const Session *session, PstEngine *engine, const Job *job, guint32 seed, GError **error)
{
  PstParams params = PST_PARAMS_INIT;

  params.seed = seed;
  params.refine = session->evaluation->refine;
  params.likeness = session->evaluation->likeness;
  params.strength = session->evaluation->strength;
  return pst_engine_stylise (engine, session->evaluation->style, NULL, &params, job->photo,
                             &(PstRun){ .cancellable = session->cancellable }, error);
}

static gboolean
measure_made (const Job *job, GError **error)
{
  gdouble *values = job->trial->score.values;
  PstEvenness plain;

  if (! pst_measure_evenness (job->trial->result, job->degree, &plain, error))
    return FALSE;
  values[job->degree ? PST_FIGURE_SKY : PST_FIGURE_FLAT] = hypot (plain.blotches, plain.bands);
  return TRUE;
}

static gboolean
measure_score (const Session *session, const PstImage *photo, const PstImage *result,
               PstScore *score, GError **error)
{
  PstMetrics metrics;
  PstFaults faults;

  if (g_cancellable_set_error_if_cancelled (session->cancellable, error)
      || ! pst_gauge_measure (session->evaluation->gauge, photo, result, &metrics, &faults, error))
    return FALSE;
  pst_score_set (score, &metrics, &faults);
  return TRUE;
}

static gboolean
do_job (const Session *session, PstEngine *engine, Job *job, GError **error)
{
  PstTrial *trial = job->trial;
  gdouble *values = trial->score.values;
  g_autoptr (PstImage) second = NULL;

  trial->result = paint (session, engine, job, session->evaluation->seed, error);
  if (! trial->result)
    return FALSE;
  if (trial->is_made)
    return measure_made (job, error);
  second = paint (session, engine, job, session->evaluation->seed + 1, error);
  if (! second || ! measure_score (session, job->photo, trial->result, &trial->score, error)
      || ! pst_compare_seeds (trial->result, second, &values[PST_FIGURE_SEEDS],
                              &values[PST_FIGURE_DIFFER], error))
    return FALSE;
  if (! job->oily)
    return TRUE;
  return measure_score (session, job->photo, job->photo, &trial->controls[PST_CONTROL_PHOTO], error)
         && measure_score (session, job->photo, job->oily, &trial->controls[PST_CONTROL_OILIFY],
                           error);
}

static void
work (gpointer data, gpointer user_data)
{
  Job *job = data;
  Session *session = user_data;
  PstEngine *engine = g_async_queue_pop (session->engines);

  if (! do_job (session, engine, job, &job->trial->error))
    g_prefix_error (&job->trial->error, "%s: ", job->trial->name);
  g_async_queue_push (session->engines, engine);

  g_mutex_lock (&session->lock);
  job->done = TRUE;
  g_cond_signal (&session->changed);
  g_mutex_unlock (&session->lock);
}

/* ---- pictures --------------------------------------------------------- */

static PstImage *
load_photo (const gchar *path, gint long_side, GError **error)
{
  g_autoptr (PstImage) full = pst_picture_file_load_planes (path, error);
  gdouble scale;

  if (! full)
    return NULL;
  scale = (gdouble) long_side / MAX (full->width, full->height);
  if (scale >= 1)
    return g_steal_pointer (&full);
  return pst_image_resize (full, MAX (1, (gint) lround (full->width * scale)),
                           MAX (1, (gint) lround (full->height * scale)), error);
}

static PstImage *
make_gradient (const gfloat *top, const gfloat *bottom, GError **error)
{
  PstImage *image = pst_image_new (MADE_WIDTH, MADE_HEIGHT, error);

  for (gint i = 0; image && i < 3 * MADE_WIDTH * MADE_HEIGHT; i++)
    {
      gint c = i / (MADE_WIDTH * MADE_HEIGHT), y = i / MADE_WIDTH % MADE_HEIGHT;

      image->data[i] = top[c] + (bottom[c] - top[c]) * (gfloat) y / (MADE_HEIGHT - 1);
    }
  return image;
}

static gboolean
can_oilify (GError **error)
{
  static gsize started;

  if (g_once_init_enter (&started))
    {
      /* GEGL keeps operations under version 3 of the GPL from programs that are not. */
      g_object_set (gegl_config (), "application-license", "GPL3", NULL);
      gegl_init (NULL, NULL);
      g_once_init_leave (&started, 1);
    }
  if (gegl_has_operation ("gegl:oilify"))
    return TRUE;
  g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                       "GEGL has no operation gegl:oilify; install GEGL's common operations, or "
                       "leave out --controls");
  return FALSE;
}

static PstImage *
oilify (const PstImage *photo, GError **error)
{
  const Babl *format = babl_format ("R'G'B' float");
  const GeglRectangle extent = { 0, 0, photo->width, photo->height };
  g_autoptr (GeglBuffer) from = gegl_buffer_new (&extent, format);
  g_autoptr (GeglBuffer) to = gegl_buffer_new (&extent, format);
  g_autoptr (GeglNode) graph = gegl_node_new ();
  GeglNode *source, *filter, *sink;

  if (! pst_pixels_write (from, NULL, photo, NULL, error))
    return NULL;
  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source", "buffer", from, NULL);
  filter = gegl_node_new_child (graph, "operation", "gegl:oilify", NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:write-buffer", "buffer", to, NULL);
  gegl_node_link_many (source, filter, sink, NULL);
  gegl_node_process (sink);
  return pst_pixels_read (to, NULL, NULL, error);
}

/* ---- the main thread -------------------------------------------------- */

/* The @i-th job: gray, sky, and then @paths. */
static Job *
new_job (const PstEvaluation *evaluation, gchar **paths, guint i)
{
  PstTrial *trial = g_new0 (PstTrial, 1);
  Job *job = g_new0 (Job, 1);

  job->trial = trial;
  trial->is_made = i < 2;
  pst_score_clear (&trial->score);
  for (gint k = 0; k < PST_N_CONTROLS; k++)
    pst_score_clear (&trial->controls[k]);
  if (i < 2)
    {
      trial->name = g_strdup (i ? "sky" : "flat");
      job->degree = i ? SKY_DEGREE : 0;
      job->photo = make_gradient (i ? zenith : gray, i ? horizon : gray, &trial->error);
      return job;
    }
  trial->name = pst_display_name (paths[i - 2]);
  job->photo = load_photo (paths[i - 2], evaluation->long_side, &trial->error);
  if (job->photo && evaluation->controls)
    job->oily = oilify (job->photo, &trial->error);
  return job;
}

/* Waits until job @first is done, or something else happened. */
static gboolean
wait_for (Session *session, GPtrArray *jobs, guint first)
{
  gboolean done;

  g_mutex_lock (&session->lock);
  done = ((Job *) g_ptr_array_index (jobs, first))->done;
  if (! done)
    {
      g_cond_wait_until (&session->changed, &session->lock, g_get_monotonic_time () + WATCH);
      done = ((Job *) g_ptr_array_index (jobs, first))->done;
    }
  g_mutex_unlock (&session->lock);
  if (pst_interrupted ())
    g_cancellable_cancel (session->cancellable);
  return done;
}

static void
finish_job (const PstEvaluation *evaluation, Job *job)
{
  if (evaluation->report && ! g_error_matches (job->trial->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    evaluation->report (job->trial, evaluation->user_data);
  g_clear_pointer (&job->trial->result, pst_image_free);
  g_clear_pointer (&job->photo, pst_image_free);
  g_clear_pointer (&job->oily, pst_image_free);
}

static void
run_jobs (Session *session, GThreadPool *pool, guint n_threads, gchar **paths, GPtrArray *jobs,
          GPtrArray *trials)
{
  guint n = 2 + g_strv_length (paths), first = 0;

  while (first < n)
    {
      gboolean stopped = g_cancellable_is_cancelled (session->cancellable);

      if (jobs->len < n && jobs->len < first + 2 * n_threads && ! stopped)
        {
          Job *job = new_job (session->evaluation, paths, jobs->len);

          g_ptr_array_add (jobs, job);
          g_ptr_array_add (trials, job->trial);
          job->done = job->trial->error != NULL;
          if (! job->done)
            g_thread_pool_push (pool, job, NULL);
        }
      else if (first == jobs->len)
        return;
      else if (wait_for (session, jobs, first))
        {
          finish_job (session->evaluation, g_ptr_array_index (jobs, first++));
          pst_command_progress ((gdouble) first / n, session->cancellable);
        }
    }
}

GPtrArray *
pst_evaluation_run (const PstEvaluation *evaluation, gchar **paths, GError **error)
{
  guint n_threads = evaluation->threads ? (guint) evaluation->threads : g_get_num_processors ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncQueue) engines = g_async_queue_new_full ((GDestroyNotify) pst_engine_free);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) trial_free);
  Session session = { .evaluation = evaluation, .cancellable = cancellable, .engines = engines };
  GThreadPool *pool;

  if (evaluation->controls && ! can_oilify (error))
    return NULL;
  n_threads = MIN (n_threads, 2 + g_strv_length (paths));
  for (guint i = 0; i < n_threads; i++)
    g_async_queue_push (engines, pst_engine_new (1));
  g_mutex_init (&session.lock);
  g_cond_init (&session.changed);
  pool = g_thread_pool_new (work, &session, (gint) n_threads, FALSE, NULL);
  run_jobs (&session, pool, n_threads, paths, jobs, trials);
  g_thread_pool_free (pool, FALSE, TRUE);
  g_mutex_clear (&session.lock);
  g_cond_clear (&session.changed);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&trials);
}

gsize
pst_evaluation_mean (GPtrArray *trials, PstScore *mean, PstScore *controls)
{
  g_autofree PstScore *scores = g_new (PstScore, trials->len);
  gsize n = 0;

  for (gint k = -1; k < PST_N_CONTROLS; k++)
    {
      n = 0;
      for (guint i = 0; i < trials->len; i++)
        {
          const PstTrial *trial = g_ptr_array_index (trials, i);

          if (! trial->is_made && ! trial->error)
            scores[n++] = k < 0 ? trial->score : trial->controls[k];
        }
      pst_score_mean (k < 0 ? mean : &controls[k], scores, n);
    }
  for (guint i = 0; i < trials->len; i++)
    {
      const PstTrial *trial = g_ptr_array_index (trials, i);

      if (trial->is_made && ! trial->error)
        for (PstFigure figure = PST_FIGURE_FLAT; figure <= PST_FIGURE_SKY; figure++)
          mean->values[figure] = fmax (mean->values[figure], trial->score.values[figure]);
    }
  return n;
}
