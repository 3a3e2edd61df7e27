/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/pool.h"

#include <cblas.h>
#include <sys/mman.h>

#ifdef __SSE__
#include <xmmintrin.h>
#endif

/* How often a thread looks for news before it sleeps: 50 microseconds or so. */
#define LOOKS 1000

/* Address space that threads leave for what they are to work on: only where it is limited. */
#define ROOM (256 << 20)

typedef struct
{
  gpointer memory;
  gsize bytes;
} Scratch;

typedef struct
{
  PstPool *pool;
  gint index;
} Worker;

struct _PstPool
{
  gint n_threads;
  GThread **threads; /* n_threads - 1 */
  Worker *workers;
  Scratch *scratch;
  GCancellable *cancellable;

  GMutex mutex;
  GCond start;
  GCond finished;
  gint round;  /* counts calls of run (); atomic, written under mutex */
  gint active; /* workers still in this round; atomic */
  gboolean quit;
  gboolean patient; /* whether there is a processor for each thread */

  gint next; /* atomic: the next item */
  gint n_items;
  PstPoolFunc func;
  gpointer data;
};

/* Numbers too small to matter otherwise cost a hundred times the cycles. */
static guint
denormals_off (void)
{
#ifdef __SSE__
  guint old = _mm_getcsr ();

  _mm_setcsr (old | 0x8040); /* flush to zero, denormals are zero */
  return old;
#else
  return 0;
#endif
}

static void
denormals_restore (guint old)
{
#ifdef __SSE__
  _mm_setcsr (old);
#endif
}

static void
work (PstPool *pool, gint worker)
{
  gint item;

  while ((item = g_atomic_int_add (&pool->next, 1)) < pool->n_items)
    if (! g_cancellable_is_cancelled (pool->cancellable))
      pool->func (item, worker, pool->data);
}

/* Sleeping and being woken takes tens of microseconds, as long as many a task: so
 * look a while first.  FALSE if *@value has not changed from @old by then. */
static gboolean
watch (const PstPool *pool, const gint *value, gint old)
{
  for (gint i = 0; i < (pool->patient ? LOOKS : 0); i++)
    {
      if (g_atomic_int_get (value) != old)
        return TRUE;
#ifdef __SSE__
      _mm_pause ();
#endif
    }
  return FALSE;
}

static gpointer
worker_main (gpointer data)
{
  Worker *worker = data;
  PstPool *pool = worker->pool;
  gint round = 0;

  denormals_off ();
  while (TRUE)
    {
      if (! watch (pool, &pool->round, round))
        {
          g_mutex_lock (&pool->mutex);
          while (pool->round == round && ! pool->quit)
            g_cond_wait (&pool->start, &pool->mutex);
          g_mutex_unlock (&pool->mutex);
        }
      if (g_atomic_int_get (&pool->round) == round)
        break; /* to quit */
      round++;
      work (pool, worker->index);
      if (g_atomic_int_dec_and_test (&pool->active))
        {
          g_mutex_lock (&pool->mutex);
          g_cond_signal (&pool->finished);
          g_mutex_unlock (&pool->mutex);
        }
    }
  return NULL;
}

PstPool *
pst_pool_new (gint n_threads)
{
  PstPool *pool = g_new0 (PstPool, 1);
  gpointer room;

  g_return_val_if_fail (n_threads >= 1, NULL);

  openblas_set_num_threads (1);
  pool->n_threads = n_threads;
  pool->patient = n_threads <= (gint) g_get_num_processors ();
  pool->threads = g_new0 (GThread *, n_threads);
  pool->workers = g_new0 (Worker, n_threads);
  pool->scratch = g_new0 (Scratch, n_threads);
  g_mutex_init (&pool->mutex);
  g_cond_init (&pool->start);
  g_cond_init (&pool->finished);
  room = mmap (NULL, ROOM, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (gint i = 1; i < pool->n_threads; i++)
    {
      pool->workers[i] = (Worker){ pool, i };
      pool->threads[i - 1] = g_thread_try_new ("pastiche", worker_main, &pool->workers[i], NULL);
      if (! pool->threads[i - 1]) /* what is done does not depend on how many there are */
        pool->n_threads = i;
    }
  if (room != MAP_FAILED)
    munmap (room, ROOM);
  return pool;
}

void
pst_pool_free (PstPool *pool)
{
  if (! pool)
    return;
  g_mutex_lock (&pool->mutex);
  pool->quit = TRUE;
  g_cond_broadcast (&pool->start);
  g_mutex_unlock (&pool->mutex);
  for (gint i = 0; i < pool->n_threads - 1; i++)
    g_thread_join (pool->threads[i]);
  for (gint i = 0; i < pool->n_threads; i++)
    g_aligned_free (pool->scratch[i].memory);
  g_mutex_clear (&pool->mutex);
  g_cond_clear (&pool->start);
  g_cond_clear (&pool->finished);
  g_free (pool->threads);
  g_free (pool->workers);
  g_free (pool->scratch);
  g_free (pool);
}

gint
pst_pool_get_n_threads (const PstPool *pool)
{
  return pool->n_threads;
}

void
pst_pool_set_cancellable (PstPool *pool, GCancellable *cancellable)
{
  pool->cancellable = cancellable;
}

static void
wait_for_all (PstPool *pool)
{
  gint active;

  while ((active = g_atomic_int_get (&pool->active)) > 0)
    if (! watch (pool, &pool->active, active))
      {
        g_mutex_lock (&pool->mutex);
        while (g_atomic_int_get (&pool->active) > 0)
          g_cond_wait (&pool->finished, &pool->mutex);
        g_mutex_unlock (&pool->mutex);
      }
}

void
pst_pool_run (PstPool *pool, gint n_items, PstPoolFunc func, gpointer data)
{
  gboolean alone = ! pool || pool->n_threads == 1 || n_items < 2;
  guint old;

  if (! pool)
    return;
  old = denormals_off ();
  pool->func = func;
  pool->data = data;
  pool->n_items = n_items;
  g_atomic_int_set (&pool->next, 0);
  if (! alone)
    {
      g_mutex_lock (&pool->mutex);
      g_atomic_int_set (&pool->active, pool->n_threads - 1);
      g_atomic_int_inc (&pool->round);
      g_cond_broadcast (&pool->start);
      g_mutex_unlock (&pool->mutex);
    }
  work (pool, 0);
  if (! alone)
    wait_for_all (pool);
  denormals_restore (old);
}

gpointer
pst_pool_scratch (PstPool *pool, gint worker, gsize bytes)
{
  Scratch *scratch = &pool->scratch[worker];

  if (scratch->bytes < bytes)
    {
      g_aligned_free (scratch->memory);
      scratch->memory = g_aligned_alloc (bytes, 1, 64);
      scratch->bytes = bytes;
    }
  return scratch->memory;
}
