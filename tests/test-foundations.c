/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What everything else stands on: threads, memory, the tape, sums, random
 * numbers, the optimiser. */

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "ground/sums.h"
#include "reference.h"
#include "training/optimiser.h"

/* ---- pool ------------------------------------------------------------- */

#define ITEMS 1000

typedef struct
{
  PstPool *pool;
  gint n_threads;
  gint done[ITEMS]; /* how often */
  gint busy[3];     /* workers at work */
  gint clashes;
  GCancellable *cancel; /* cancelled by item 10 */
} Count;

static void
count_item (gint item, gint worker, gpointer data)
{
  Count *count = data;
  gint *scratch;

  if (worker < 0 || worker >= count->n_threads || g_atomic_int_add (&count->busy[worker], 1) != 0)
    g_atomic_int_inc (&count->clashes);
  scratch = pst_pool_scratch (count->pool, worker, 1000 * (gsize) (item % 7 + 1));
  if ((gsize) scratch % 64 != 0)
    g_atomic_int_inc (&count->clashes);
  for (gint i = 0; i < 250; i++)
    scratch[i] = item;
  for (gint i = 0; i < 250; i++)
    if (scratch[i] != item)
      g_atomic_int_inc (&count->clashes);
  g_atomic_int_inc (&count->done[item]);
  if (item == 10 && count->cancel)
    g_cancellable_cancel (count->cancel);
  g_atomic_int_add (&count->busy[worker], -1);
}

static void
test_pool (void)
{
  for (gint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (PstPool) pool = pst_pool_new (threads);
      Count count = { .pool = pool, .n_threads = threads };
      const gint sizes[] = { 0, 1, 2, 3, ITEMS };

      g_assert_cmpint (pst_pool_get_n_threads (pool), ==, threads);
      for (gint round = 0; round < 200; round++)
        {
          gint n = sizes[round % 5];

          memset (count.done, 0, sizeof count.done);
          pst_pool_run (pool, n, count_item, &count);
          for (gint i = 0; i < ITEMS; i++)
            g_assert_cmpint (count.done[i], ==, i < n);
        }
      g_assert_cmpint (count.clashes, ==, 0);
    }
}

static void
test_pool_cancel (void)
{
  for (gint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (PstPool) pool = pst_pool_new (threads);
      g_autoptr (GCancellable) cancel = g_cancellable_new ();
      Count count = { .pool = pool, .n_threads = threads, .cancel = cancel };
      gint sum = 0;

      pst_pool_set_cancellable (pool, cancel);
      pst_pool_run (pool, ITEMS, count_item, &count);
      for (gint i = 0; i < ITEMS; i++)
        sum += count.done[i];
      g_assert_cmpint (sum, <, ITEMS);
      g_assert_cmpint (count.done[10], ==, 1);
      memset (count.done, 0, sizeof count.done);
      pst_pool_run (pool, ITEMS, count_item, &count);
      for (gint i = 0; i < ITEMS; i++)
        g_assert_cmpint (count.done[i], ==, 0);
      pst_pool_set_cancellable (pool, NULL);
      count.cancel = NULL;
      pst_pool_run (pool, ITEMS, count_item, &count);
      for (gint i = 0; i < ITEMS; i++)
        g_assert_cmpint (count.done[i], ==, 1);
    }
}

static void
tiny_item (gint item, gint worker, gpointer data)
{
  volatile gfloat *values = data;

  values[item] = values[item] * 0.5f;
}

/* Denormals count as zero while items run, and as themselves afterwards. */
static void
test_pool_denormals (void)
{
  for (gint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (PstPool) pool = pst_pool_new (threads);
      gfloat values[64];
      volatile gfloat tiny = G_MINFLOAT;

      for (gint i = 0; i < 64; i++)
        values[i] = G_MINFLOAT;
      pst_pool_run (pool, 64, tiny_item, values);
#ifdef __SSE__
      for (gint i = 0; i < 64; i++)
        g_assert_cmpfloat (values[i], ==, 0);
#endif
      tiny *= 0.5f;
      g_assert_cmpfloat (tiny, >, 0);
    }
}

/* ---- arena ------------------------------------------------------------ */

static void
test_arena (void)
{
  g_autoptr (PstArena) arena = pst_arena_new ();
  gpointer a = pst_arena_take (arena, 1000), b = pst_arena_take (arena, 1000), c;
  gsize peak;

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_true (a != b);
  g_assert_cmpuint ((gsize) a % 64, ==, 0);
  memset (a, 1, 1000);
  memset (b, 2, 1000);
  g_assert_cmpint (((guint8 *) a)[999], ==, 1);
  g_assert_cmpuint (pst_arena_get_peak (arena), >=, 2000);

  /* Given back and asked for again: the same memory, no more of it. */
  peak = pst_arena_get_peak (arena);
  pst_arena_give (arena, a);
  pst_arena_give (arena, NULL);
  c = pst_arena_take (arena, 990);
  g_assert_true (c == a);
  g_assert_cmpuint (pst_arena_get_peak (arena), ==, peak);

  /* Much less than there is does not take a large block away. */
  pst_arena_give (arena, c);
  c = pst_arena_take (arena, 10);
  g_assert_true (c != a);
  pst_arena_trim (arena);
  pst_arena_give (arena, c);
  pst_arena_give (arena, b);
  g_assert_nonnull (pst_arena_take (arena, 0));

  g_assert_null (pst_arena_take (arena, G_MAXSIZE));
  g_assert_null (pst_arena_take (arena, G_MAXSIZE / 2));
}

/* A limit is never passed; before that, what nobody has taken goes back. */
static void
test_arena_limits (void)
{
  PstArena *arenas[2] = { pst_arena_new (), pst_arena_new_dry () };

  for (gint i = 0; i < 2; i++)
    {
      PstArena *arena = arenas[i];
      gpointer a, b;

      pst_arena_set_limits (arena, 6400, 12800);
      a = pst_arena_take (arena, 6400);
      b = pst_arena_take (arena, 3200);
      g_assert_nonnull (a);
      g_assert_nonnull (b);
      g_assert_true (a != b);
      g_assert_null (pst_arena_take (arena, 3264));
      g_assert_cmpuint (pst_arena_get_held (arena), ==, 9600);
      pst_arena_give (arena, a);
      g_assert_nonnull (pst_arena_take (arena, 1280)); /* a goes: 9600 + 1280 > 6400 */
      g_assert_cmpuint (pst_arena_get_held (arena), ==, 4480);
      g_assert_cmpuint (pst_arena_get_peak (arena), ==, 9600);
      g_assert_null (pst_arena_take (arena, G_MAXSIZE - 64));
      pst_arena_set_limits (arena, G_MAXSIZE, G_MAXSIZE);
      a = pst_arena_take (arena, 64000);
      g_assert_nonnull (a);
      pst_arena_give (arena, a);
      g_assert_cmpuint (pst_arena_get_held (arena), ==, 68480);
      pst_arena_trim (arena);
      g_assert_cmpuint (pst_arena_get_held (arena), ==, 4480);
      pst_arena_free (arena);
    }
}

/* ---- tape ------------------------------------------------------------- */

static void
test_tape_memory (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  PstNode *node, *after;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, FALSE);
  node = pst_tape_node (&tape, 1, 64, G_MAXINT, G_MAXINT);
  g_assert_null (node->data);
  g_assert_true (pst_tape_failed (&tape));
  g_assert_error (tape.error, PST_ERROR, PST_ERROR_TOO_LARGE);
  /* Errors stick. */
  after = pst_tape_node (&tape, 1, 1, 1, 1);
  g_assert_null (after->data);
  pst_tape_clear (&tape);

  /* Everything is given back: a second tape needs no more memory. */
  for (gint i = 0; i < 3; i++)
    {
      gsize peak = pst_arena_get_peak (arena);

      pst_tape_init (&tape, pool, arena, TRUE);
      node = pst_tape_node (&tape, 1, 3, 10, 10);
      node->needs_grad = TRUE;
      pst_node_grad (&tape, node);
      pst_tape_save (&tape, node, 0, 100);
      pst_tape_clear (&tape);
      if (i > 0)
        g_assert_cmpuint (pst_arena_get_peak (arena), ==, peak);
    }
}

static void
count_progress (gdouble done, gpointer data)
{
  gdouble *last = data;

  g_assert_cmpfloat (done, >=, *last);
  g_assert_cmpfloat (done, <=, 1);
  *last = done;
}

static void
test_tape_tick (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  gdouble last = 0;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, FALSE);
  tape.progress = count_progress;
  tape.progress_data = &last;
  tape.work_total = 10;
  tape.cancellable = cancel;
  for (gint i = 0; i < 4; i++)
    pst_tape_tick (&tape, 3);
  g_assert_cmpfloat (last, ==, 1);
  g_cancellable_cancel (cancel);
  last = 0;
  pst_tape_tick (&tape, 1);
  g_assert_cmpfloat (last, ==, 0);
  g_assert_error (tape.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  pst_tape_clear (&tape);
}

/* ---- sums ------------------------------------------------------------- */

static void
test_sums (void)
{
  const gint sizes[] = { 0, 1, 15, 16, 17, 31, 511, 512, 513, 528, 10007 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      gint n = sizes[s];
      g_autoptr (PstRef) a = pst_ref_random (1, 1, 1, MAX (n, 1), 1, 2, 1);
      g_autoptr (PstRef) b = pst_ref_random (1, 1, 1, MAX (n, 1), 1, 1, 2);
      g_autofree gfloat *x = pst_ref_floats (a), *y = pst_ref_floats (b);
      gdouble sum = 0, dot = 0, squares = 0;

      for (gint i = 0; i < n; i++)
        {
          sum += a->v[i];
          dot += a->v[i] * b->v[i];
          squares += (a->v[i] - 2) * (a->v[i] - 2);
        }
      g_assert_cmpfloat_with_epsilon (pst_sum (x, (gsize) n), sum, 1e-6 * (1 + fabs (sum)));
      g_assert_cmpfloat_with_epsilon (pst_dot (x, y, (gsize) n), dot, 1e-6 * (1 + fabs (dot)));
      g_assert_cmpfloat_with_epsilon (pst_sum_squares (x, 2, (gsize) n), squares,
                                      1e-6 * (1 + squares));
      pst_add_scaled (y, x, 3, (gsize) n);
      for (gint i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (y[i], b->v[i] + 3 * a->v[i], 1e-5);
    }
}

/* ---- random ----------------------------------------------------------- */

/* SplitMix64's published sequence for the state 1234567. */
static void
test_random_mix (void)
{
  const guint64 step = G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  g_assert_cmpuint (pst_random_mix (1234567), ==, G_GUINT64_CONSTANT (6457827717110365317));
  g_assert_cmpuint (pst_random_mix (1234567 + step), ==, G_GUINT64_CONSTANT (3203168211198807973));
}

static void
test_random_spread (void)
{
  guint64 key = pst_random_key (1, 2, 3);
  gint count[7] = { 0 };
  gdouble sum = 0;

  g_assert_cmpuint (key, !=, pst_random_key (1, 3, 2));
  g_assert_cmpuint (key, !=, pst_random_key (2, 1, 3));
  for (guint64 i = 0; i < 70000; i++)
    {
      gdouble u = pst_random_uniform (key, i);
      gint k = pst_random_int (key, i, 7);

      g_assert_cmpfloat (u, >, 0);
      g_assert_cmpfloat (u, <, 1);
      sum += u;
      g_assert_cmpint (k, >=, 0);
      g_assert_cmpint (k, <, 7);
      count[k]++;
      g_assert_true (isfinite (pst_random_normal (key, i)));
    }
  g_assert_cmpfloat_with_epsilon (sum / 70000, 0.5, 0.006); /* five deviations */
  for (gint k = 0; k < 7; k++)
    g_assert_cmpfloat_with_epsilon (count[k], 10000, 470);
}

/* ---- optimiser -------------------------------------------------------- */

static PstTensorSet *
set_of (gint n, guint64 seed)
{
  PstTensorSet *set = pst_tensor_set_new ();

  pst_tensor_set_declare (set, "w", 1, n, 1, 1, 1);
  g_assert_true (pst_tensor_set_allocate (set));
  for (gint i = 0; i < n && seed; i++)
    set->data[i] = pst_random_normal (seed, (guint64) i);
  return set;
}

static void
test_adam (void)
{
  const gint n = 103;
  g_autoptr (PstTensorSet) w = set_of (n, 1), g = set_of (n, 2), v = set_of (n, 0);
  gdouble want[103], moment[103] = { 0 };

  for (gint i = 0; i < n; i++)
    want[i] = w->data[i];
  g->data[5] = 0;
  for (gint step = 0; step < 20; step++)
    {
      for (gint i = 0; i < n; i++)
        {
          gdouble d = g->data[i];

          moment[i] = 0.99 * moment[i] + 0.01 * d * d;
          want[i] -= 0.01 * d / (sqrt (moment[i] / (1 - pow (0.99, step + 1))) + 1e-8);
        }
      pst_adam_step (w, g, v, 0.01, step);
      for (gint i = 0; i < n; i++)
        {
          g_assert_cmpfloat_with_epsilon (w->data[i], want[i], 2e-6);
          g_assert_cmpfloat_with_epsilon (v->data[i], moment[i], 1e-5 * (1e-3 + moment[i]));
          g->data[i] = i == 5 ? 0 : pst_random_normal (3, (guint64) (step * n + i));
        }
    }
}

static void
test_average (void)
{
  g_autoptr (PstTensorSet) w = set_of (3, 1), average = set_of (3, 2);
  gfloat before = average->data[1];

  pst_average_step (average, w, 0.9);
  g_assert_cmpfloat_with_epsilon (average->data[1], 0.9f * before + 0.1f * w->data[1], 1e-6);
  g_assert_true (pst_tensor_set_is_finite (w));
  w->data[2] = INFINITY;
  g_assert_false (pst_tensor_set_is_finite (w));
  w->data[2] = NAN;
  g_assert_false (pst_tensor_set_is_finite (w));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/every-item-once", test_pool);
  g_test_add_func ("/pool/cancel", test_pool_cancel);
  g_test_add_func ("/pool/denormals", test_pool_denormals);
  g_test_add_func ("/arena", test_arena);
  g_test_add_func ("/arena/limits", test_arena_limits);
  g_test_add_func ("/tape/memory", test_tape_memory);
  g_test_add_func ("/tape/tick", test_tape_tick);
  g_test_add_func ("/sums", test_sums);
  g_test_add_func ("/random/mix", test_random_mix);
  g_test_add_func ("/random/spread", test_random_spread);
  g_test_add_func ("/optimiser/adam", test_adam);
  g_test_add_func ("/optimiser/average", test_average);
  return g_test_run ();
}
