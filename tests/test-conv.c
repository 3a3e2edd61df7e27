/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolution against its twin: forward, the gradients of input, weights and
 * bias, the same bits for any number of threads. */

#include <string.h>

#include "ground/random.h"
#include "kernels/gather.h"
#include "reference.h"

#define LIMIT           1e-5 /* relative, of rounding sums of thousands of floats */
#define LIMIT_BY_CHANCE 1e-4 /* where a sum may happen to be near zero */

typedef struct
{
  gint n, c, h, w, k;
  PstConvSpec spec;
} Case;

static const Case cases[] = {
  /* The smallest there are, padded by more than there is. */
  { 1, 1, 1, 1, 1, { 1, 1, 0, 1, PST_ACT_NONE } },
  { 1, 1, 1, 1, 2, { 3, 1, 1, 1, PST_ACT_NONE } },
  { 2, 3, 1, 1, 2, { 7, 1, 3, 1, PST_ACT_TANH } },
  { 1, 2, 1, 1, 3, { 3, 1, 1, 2, PST_ACT_NONE } },
  { 1, 2, 1, 1, 3, { 3, 2, 1, 1, PST_ACT_RELU } },
  { 2, 5, 1, 9, 4, { 3, 1, 1, 1, PST_ACT_RELU } },
  { 2, 5, 13, 1, 4, { 3, 1, 1, 1, PST_ACT_LEAKY } },
  { 1, 2, 2, 3, 3, { 5, 1, 4, 1, PST_ACT_NONE } },
  /* Odd everything. */
  { 1, 31, 9, 7, 63, { 3, 1, 1, 1, PST_ACT_NONE } },
  { 3, 7, 9, 7, 5, { 3, 2, 1, 1, PST_ACT_NONE } },
  { 2, 7, 8, 11, 5, { 4, 2, 0, 1, PST_ACT_LEAKY } },
  { 2, 7, 11, 8, 5, { 4, 2, 1, 1, PST_ACT_LEAKY } },
  { 2, 6, 7, 10, 5, { 1, 1, 0, 1, PST_ACT_RELU } },
  { 2, 6, 7, 10, 5, { 1, 2, 0, 1, PST_ACT_NONE } },
  { 1, 4, 9, 9, 3, { 2, 1, 0, 1, PST_ACT_NONE } },
  { 1, 4, 9, 8, 3, { 2, 2, 1, 1, PST_ACT_NONE } },
  { 1, 4, 10, 9, 3, { 5, 2, 2, 1, PST_ACT_TANH } },
  { 1, 4, 12, 13, 3, { 7, 2, 3, 1, PST_ACT_NONE } },
  /* Upsampled, also into a stride. */
  { 2, 6, 5, 3, 7, { 3, 1, 1, 2, PST_ACT_NONE } },
  { 1, 3, 7, 9, 4, { 3, 2, 1, 2, PST_ACT_RELU } },
  { 1, 3, 5, 6, 4, { 4, 2, 0, 2, PST_ACT_NONE } },
  /* One number of output only; the kernel as large as the picture. */
  { 2, 3, 4, 4, 2, { 4, 2, 0, 1, PST_ACT_NONE } },
  { 2, 3, 7, 7, 2, { 7, 1, 0, 1, PST_ACT_NONE } },
  /* Many strips, whose ends fall inside rows, in all passes. */
  { 2, 4, 67, 131, 3, { 3, 1, 1, 1, PST_ACT_RELU } },
  { 1, 2, 129, 131, 2, { 4, 2, 1, 1, PST_ACT_LEAKY } },
  { 1, 3, 37, 67, 2, { 3, 1, 1, 2, PST_ACT_NONE } },
  { 1, 130, 13, 17, 6, { 3, 1, 1, 1, PST_ACT_NONE } },
  { 1, 6, 13, 17, 130, { 3, 2, 1, 1, PST_ACT_NONE } },
  { 1, 1, 3, 9001, 1, { 3, 1, 1, 1, PST_ACT_NONE } },
  /* Whole planes in the cache: the adjoint of Winograd's way. */
  { 4, 48, 16, 16, 49, { 3, 1, 1, 1, PST_ACT_RELU } },
  { 3, 50, 14, 13, 61, { 3, 1, 0, 1, PST_ACT_LEAKY } },
  { 2, 49, 5, 141, 52, { 3, 1, 1, 1, PST_ACT_NONE } },
  /* Doubled: wider than a block, of one row, of one column. */
  { 1, 5, 9, 70, 13, { 3, 1, 1, 2, PST_ACT_NONE } },
  { 2, 3, 1, 35, 4, { 3, 1, 1, 2, PST_ACT_TANH } },
  { 2, 13, 35, 1, 4, { 3, 1, 1, 2, PST_ACT_RELU } },
  { 3, 24, 16, 16, 12, { 3, 1, 1, 2, PST_ACT_NONE } },
};

/* What one run of the engine leaves. */
typedef struct
{
  gfloat *y, *dx, *dw, *db;
  gsize n_y, n_dx, n_dw, n_db;
} Run;

static void
run_clear (Run *r)
{
  g_free (r->y);
  g_free (r->dx);
  g_free (r->dw);
  g_free (r->db);
}

typedef struct
{
  PstRef *x, *w, *b, *dy;
} Inputs;

static Inputs
inputs_new (const Case *t, guint64 seed)
{
  gint r = t->spec.kernel;
  gint oh = (t->h * t->spec.upsample + 2 * t->spec.pad - r) / t->spec.stride + 1;
  gint ow = (t->w * t->spec.upsample + 2 * t->spec.pad - r) / t->spec.stride + 1;

  return (Inputs){ pst_ref_random (t->n, t->c, t->h, t->w, 1, 0.3, seed),
                   pst_ref_random (t->k, t->c, r, r, 0.3, 0, seed + 1),
                   pst_ref_random (1, t->k, 1, 1, 0.5, 0.1, seed + 2),
                   pst_ref_random (t->n, t->k, oh, ow, 1, 0, seed + 3) };
}

static void
inputs_clear (Inputs *in)
{
  pst_ref_free (in->x);
  pst_ref_free (in->w);
  pst_ref_free (in->b);
  pst_ref_free (in->dy);
}

static Run
run (const Inputs *in, const PstConvSpec *spec, gint n_threads)
{
  g_autoptr (PstPool) pool = pst_pool_new (n_threads);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autofree gfloat *w = pst_ref_floats (in->w), *b = pst_ref_floats (in->b);
  g_autofree gfloat *dy = pst_ref_floats (in->dy);
  Run r = { .n_y = pst_ref_size (in->dy),
            .n_dx = pst_ref_size (in->x),
            .n_dw = pst_ref_size (in->w),
            .n_db = pst_ref_size (in->b) };
  PstNode *x, *y;
  PstTape tape;

  r.dw = g_new0 (gfloat, r.n_dw);
  r.db = g_new0 (gfloat, r.n_db);
  pst_tape_init (&tape, pool, arena, TRUE);
  x = pst_ref_node (&tape, in->x, TRUE);
  y = pst_conv (&tape, x, spec, in->w->n, (PstWeight){ w, r.dw }, (PstWeight){ b, r.db });
  g_assert_false (pst_tape_failed (&tape));
  g_assert_cmpint (y->n, ==, in->dy->n);
  g_assert_cmpint (y->c, ==, in->dy->c);
  g_assert_cmpint (y->h, ==, in->dy->h);
  g_assert_cmpint (y->w, ==, in->dy->w);
  r.y = g_memdup2 (y->data, r.n_y * sizeof (gfloat));
  memcpy (pst_node_grad (&tape, y), dy, r.n_y * sizeof (gfloat));
  pst_tape_backward (&tape);
  g_assert_false (pst_tape_failed (&tape));
  r.dx = g_memdup2 (x->grad, r.n_dx * sizeof (gfloat));
  pst_tape_clear (&tape);
  return r;
}

/* @t against its twin, and the same bits from more threads. */
static void
check_twin (const Case *t, guint64 seed, gdouble limit)
{
  Inputs in = inputs_new (t, seed);
  g_autoptr (PstRef) y = pst_ref_conv (in.x, &t->spec, in.w, in.b);
  g_autoptr (PstRef) dx = NULL, dw = NULL, db = NULL;
  Run r = run (&in, &t->spec, 1);

  pst_ref_conv_back (in.x, &t->spec, in.w, y, in.dy, &dx, &dw, &db);
  g_assert_cmpfloat (pst_ref_error (r.y, y), <, limit);
  g_assert_cmpfloat (pst_ref_error (r.dx, dx), <, limit);
  g_assert_cmpfloat (pst_ref_error (r.dw, dw), <, limit);
  g_assert_cmpfloat (pst_ref_error (r.db, db), <, limit);
  for (gint threads = 2; threads <= 3; threads++)
    {
      Run other = run (&in, &t->spec, threads);

      g_assert_cmpmem (r.y, r.n_y * sizeof (gfloat), other.y, other.n_y * sizeof (gfloat));
      g_assert_cmpmem (r.dx, r.n_dx * sizeof (gfloat), other.dx, other.n_dx * sizeof (gfloat));
      g_assert_cmpmem (r.dw, r.n_dw * sizeof (gfloat), other.dw, other.n_dw * sizeof (gfloat));
      g_assert_cmpmem (r.db, r.n_db * sizeof (gfloat), other.db, other.n_db * sizeof (gfloat));
      run_clear (&other);
    }
  run_clear (&r);
  inputs_clear (&in);
}

static void
test_twin (gconstpointer data)
{
  const Case *t = data;

  check_twin (t, 100 * (guint64) (t - cases), LIMIT);
}

/* ---- shapes by chance ------------------------------------------------- */

typedef enum
{
  WINOGRAD,
  ADJOINT,
  DOUBLED,
  DIRECT
} Kind;

static gint
chance (guint64 key, guint64 *at, gint from, gint to)
{
  return from + pst_random_int (key, (*at)++, to - from + 1);
}

static Case
case_by_chance (Kind kind, guint64 seed)
{
  guint64 key = pst_random_key (seed, 77, kind), at = 0;
  gboolean many = kind == ADJOINT;
  Case t = { .n = chance (key, &at, 1, 3),
             .c = chance (key, &at, 1, 29),
             .h = chance (key, &at, 1, 24),
             .w = chance (key, &at, 1, 40),
             .k = chance (key, &at, 1, 29),
             .spec = { 3, 1, chance (key, &at, 0, 1), 1, chance (key, &at, 0, 3) } };

  if (many)
    {
      t.n = 4;
      t.c = chance (key, &at, 48, 60);
      t.k = chance (key, &at, 48, 60);
      t.h = chance (key, &at, 5, 10);
      t.w = chance (key, &at, 5, 10);
    }
  if (kind == WINOGRAD)
    t.h = chance (key, &at, 18, 30);
  if (kind == DOUBLED)
    {
      t.spec.pad = 1;
      t.spec.upsample = 2;
    }
  if (kind == DIRECT)
    {
      t.spec.kernel = chance (key, &at, 1, 7);
      t.spec.stride = chance (key, &at, 1, 2);
      t.spec.pad = chance (key, &at, 0, 3);
      t.spec.upsample = chance (key, &at, 1, 2);
    }
  t.h = MAX (t.h, t.spec.kernel);
  t.w = MAX (t.w, t.spec.kernel);
  return t;
}

static void
test_chance (gconstpointer data)
{
  Kind kind = GPOINTER_TO_INT (data);

  for (guint64 i = 0; i < 50; i++)
    {
      Case t = case_by_chance (kind, i);

      g_test_message ("%d: %dx%dx%dx%d to %d, kernel %d stride %d pad %d up %d act %d", (gint) i,
                      t.n, t.c, t.h, t.w, t.k, t.spec.kernel, t.spec.stride, t.spec.pad,
                      t.spec.upsample, t.spec.act);
      check_twin (&t, 5000 + i, LIMIT_BY_CHANCE);
    }
}

/* ---- denormals -------------------------------------------------------- */

/* Every other number too small to be a normal float: right, or taken for zero. */
static void
test_denormals (gconstpointer data)
{
  Kind kind = GPOINTER_TO_INT (data);

  for (guint64 i = 0; i < 5; i++)
    {
      Case t = case_by_chance (kind, 900 + i);
      Inputs in = inputs_new (&t, 6000 + i);
      PstRef *parts[] = { in.x, in.w, in.dy };
      g_autoptr (PstRef) y = NULL, dx = NULL, dw = NULL, db = NULL;
      Run r;

      for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
        for (gsize j = p; j < pst_ref_size (parts[p]); j += 2)
          parts[p]->v[j] = (gfloat) (parts[p]->v[j] * 1e-39);
      t.spec.act = PST_ACT_NONE;
      y = pst_ref_conv (in.x, &t.spec, in.w, in.b);
      pst_ref_conv_back (in.x, &t.spec, in.w, y, in.dy, &dx, &dw, &db);
      r = run (&in, &t.spec, 2);
      g_assert_cmpfloat (pst_ref_error (r.y, y), <, LIMIT);
      g_assert_cmpfloat (pst_ref_error (r.dx, dx), <, LIMIT);
      g_assert_cmpfloat (pst_ref_error (r.dw, dw), <, LIMIT);
      g_assert_cmpfloat (pst_ref_error (r.db, db), <, LIMIT);
      run_clear (&r);
      inputs_clear (&in);
    }
}

/* ---- gradients -------------------------------------------------------- */

/* sum (dy y) of the twin. */
static gdouble
objective (const Inputs *in, const PstConvSpec *spec)
{
  g_autoptr (PstRef) y = pst_ref_conv (in->x, spec, in->w, in->b);
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (y); i++)
    sum += y->v[i] * in->dy->v[i];
  return sum;
}

/* The engine's @grad against central differences of every number of @of. */
static void
check_gradient (const Inputs *in, const PstConvSpec *spec, PstRef *of, const gfloat *grad)
{
  g_autoptr (PstRef) want = pst_ref_new (of->n, of->c, of->h, of->w);
  const gdouble h = 1e-6;

  for (gsize i = 0; i < pst_ref_size (of); i++)
    {
      gdouble keep = of->v[i], up;

      of->v[i] = keep + h;
      up = objective (in, spec);
      of->v[i] = keep - h;
      want->v[i] = (up - objective (in, spec)) / (2 * h);
      of->v[i] = keep;
    }
  g_assert_cmpfloat (pst_ref_error (grad, want), <, LIMIT);
}

static void
test_gradient (gconstpointer data)
{
  const Case *t = data;
  Inputs in = inputs_new (t, 7000 + 100 * (guint64) (t - cases));
  Run r = run (&in, &t->spec, 2);

  check_gradient (&in, &t->spec, in.x, r.dx);
  check_gradient (&in, &t->spec, in.w, r.dw);
  check_gradient (&in, &t->spec, in.b, r.db);
  run_clear (&r);
  inputs_clear (&in);
}

/* Gradients are added to what is there, and frozen weights get none. */
static void
test_adds (gconstpointer data)
{
  const Case t = case_by_chance (GPOINTER_TO_INT (data), 41);
  const PstConvSpec spec = { t.spec.kernel, t.spec.stride, t.spec.pad, t.spec.upsample,
                             PST_ACT_NONE };
  Inputs in = inputs_new (&t, 1);
  Run once = run (&in, &spec, 1);
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autofree gfloat *w = pst_ref_floats (in.w), *dy = pst_ref_floats (in.dy);
  g_autofree gfloat *dw = g_new (gfloat, once.n_dw);
  PstNode *x, *y[2];
  PstTape tape;

  for (gsize i = 0; i < once.n_dw; i++)
    dw[i] = 1000;
  pst_tape_init (&tape, pool, arena, TRUE);
  x = pst_ref_node (&tape, in.x, TRUE);
  for (gint i = 0; i < 2; i++)
    {
      y[i] = pst_conv (&tape, x, &spec, t.k, (PstWeight){ w, i ? NULL : dw },
                       (PstWeight){ NULL, NULL });
      memcpy (pst_node_grad (&tape, y[i]), dy, once.n_y * sizeof (gfloat));
    }
  pst_tape_backward (&tape);
  for (gsize i = 0; i < once.n_dx; i++)
    g_assert_cmpfloat_with_epsilon (x->grad[i], 2 * once.dx[i], 1e-4);
  for (gsize i = 0; i < once.n_dw; i++)
    g_assert_cmpfloat_with_epsilon (dw[i], 1000 + once.dw[i], 1e-3);
  pst_tape_clear (&tape);
  run_clear (&once);
  inputs_clear (&in);
}

static void
test_reflect (void)
{
  const gint want[] = { 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2 };

  for (gint i = 0; i < (gint) G_N_ELEMENTS (want); i++)
    g_assert_cmpint (pst_reflect (i - 2, 4), ==, want[i]);
  for (gint i = -5; i < 5; i++)
    g_assert_cmpint (pst_reflect (i, 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *t = &cases[i];
      g_autofree gchar *name = g_strdup_printf (
          "%dx%dx%dx%d-to-%d-kernel-%d-stride-%d-pad-%d-up-%d-act-%d", t->n, t->c, t->h, t->w, t->k,
          t->spec.kernel, t->spec.stride, t->spec.pad, t->spec.upsample, t->spec.act);
      g_autofree gchar *twin = g_strconcat ("/conv/twin/", name, NULL);
      g_autofree gchar *gradient = g_strconcat ("/conv/gradient/", name, NULL);

      g_test_add_data_func (twin, t, test_twin);
      if (t->n * t->c * t->h * t->w < 700 && t->c * t->k < 100)
        g_test_add_data_func (gradient, t, test_gradient);
    }
  for (gint kind = WINOGRAD; kind <= DIRECT; kind++)
    {
      static const gchar *const names[] = { "winograd", "adjoint", "doubled", "direct" };
      g_autofree gchar *shapes = g_strconcat ("/conv/shapes-by-chance/", names[kind], NULL);
      g_autofree gchar *denormals = g_strconcat ("/conv/denormals/", names[kind], NULL);
      g_autofree gchar *adds = g_strconcat ("/conv/adds/", names[kind], NULL);

      g_test_add_data_func (shapes, GINT_TO_POINTER (kind), test_chance);
      g_test_add_data_func (denormals, GINT_TO_POINTER (kind), test_denormals);
      g_test_add_data_func (adds, GINT_TO_POINTER (kind), test_adds);
    }
  g_test_add_func ("/conv/reflect", test_reflect);
  return g_test_run ();
}
