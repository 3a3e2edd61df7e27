/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Instance norm with all that follows it, pooling and moving pixels, against
 * their twins. */

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "kernels/norm.h"
#include "kernels/pooling.h"
#include "reference.h"

#define LIMIT 1e-5

/* ---- instance norm ---------------------------------------------------- */

typedef struct
{
  gint n, c, h, w;
  gboolean relu, skip, gain, noise;
} Case;

static const Case cases[] = {
  { 1, 1, 1, 1, TRUE, FALSE, FALSE, FALSE },    { 2, 3, 1, 1, FALSE, TRUE, TRUE, TRUE },
  { 1, 4, 1, 9, FALSE, FALSE, FALSE, FALSE },   { 2, 3, 9, 7, TRUE, FALSE, FALSE, FALSE },
  { 2, 3, 9, 7, FALSE, TRUE, FALSE, FALSE },    { 2, 3, 9, 7, TRUE, TRUE, TRUE, FALSE },
  { 2, 3, 9, 7, TRUE, FALSE, FALSE, TRUE },     { 3, 5, 4, 3, TRUE, TRUE, TRUE, TRUE },
  { 1, 3, 2, 5, FALSE, TRUE, FALSE, TRUE },     { 2, 31, 33, 35, TRUE, TRUE, TRUE, TRUE },
  { 1, 2, 130, 127, TRUE, FALSE, FALSE, TRUE },
};

/* What one run leaves: y, then the gradients of x, gamma, beta, skip, its gain
 * and the noise's gain. */
enum
{
  Y,
  DX,
  DGAMMA,
  DBETA,
  DSKIP,
  DSKIP_GAIN,
  DNOISE_GAIN,
  N_RESULTS
};

typedef struct
{
  gfloat *v[N_RESULTS];
  gsize size[N_RESULTS];
} Run;

static void
run_clear (Run *r)
{
  for (gint i = 0; i < N_RESULTS; i++)
    g_free (r->v[i]);
}

typedef struct
{
  PstRef *x, *dy;
  PstRefNorm norm;
} Inputs;

static Inputs
inputs_new (const Case *t, guint64 seed)
{
  Inputs in = { pst_ref_random (t->n, t->c, t->h, t->w, 2, 0.7, seed),
                pst_ref_random (t->n, t->c, t->h, t->w, 1, 0.1, seed + 1) };

  in.norm.gamma = pst_ref_random (1, t->c, 1, 1, 0.5, 1, seed + 2);
  in.norm.beta = pst_ref_random (1, t->c, 1, 1, 0.5, 0.2, seed + 3);
  in.norm.skip = t->skip ? pst_ref_random (t->n, t->c, t->h, t->w, 1, 0, seed + 4) : NULL;
  in.norm.skip_gain = t->gain ? 0.75 : 1;
  in.norm.noise = t->noise ? pst_ref_random (t->n, 1, t->h, t->w, 1, 0, seed + 5) : NULL;
  in.norm.noise_gain = pst_ref_random (1, t->c, 1, 1, 0.3, 0, seed + 6);
  in.norm.relu = t->relu;
  return in;
}

static void
inputs_clear (Inputs *in)
{
  pst_ref_free (in->x);
  pst_ref_free (in->dy);
  pst_ref_free (in->norm.gamma);
  pst_ref_free (in->norm.beta);
  pst_ref_free (in->norm.skip);
  pst_ref_free (in->norm.noise);
  pst_ref_free (in->norm.noise_gain);
}

static Run
run (const Inputs *in, gboolean gained, gint n_threads, gboolean record)
{
  g_autoptr (PstPool) pool = pst_pool_new (n_threads);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autofree gfloat *gamma = pst_ref_floats (in->norm.gamma);
  g_autofree gfloat *beta = pst_ref_floats (in->norm.beta);
  g_autofree gfloat *noise_gain = pst_ref_floats (in->norm.noise_gain);
  gfloat gain = (gfloat) in->norm.skip_gain;
  gsize size = pst_ref_size (in->x), c = (gsize) in->x->c;
  Run r = { .size = { size, size, c, c, in->norm.skip ? size : 0, gained ? 1 : 0,
                      in->norm.noise ? c : 0 } };
  PstNormSpec spec = { .relu = in->norm.relu };
  PstNode *x, *y;
  PstTape tape;

  for (gint i = 0; i < N_RESULTS; i++)
    r.v[i] = g_new0 (gfloat, MAX (r.size[i], 1));
  pst_tape_init (&tape, pool, arena, record);
  spec.gamma = (PstWeight){ gamma, r.v[DGAMMA] };
  spec.beta = (PstWeight){ beta, r.v[DBETA] };
  x = pst_ref_node (&tape, in->x, TRUE);
  if (in->norm.skip)
    spec.skip = pst_ref_node (&tape, in->norm.skip, TRUE);
  if (gained)
    spec.skip_gain = (PstWeight){ &gain, r.v[DSKIP_GAIN] };
  if (in->norm.noise)
    {
      spec.noise = pst_ref_node (&tape, in->norm.noise, FALSE);
      spec.noise_gain = (PstWeight){ noise_gain, r.v[DNOISE_GAIN] };
    }
  y = pst_norm (&tape, x, &spec);
  g_assert_false (pst_tape_failed (&tape));
  memcpy (r.v[Y], y->data, size * sizeof (gfloat));
  if (record)
    {
      g_autofree gfloat *dy = pst_ref_floats (in->dy);

      memcpy (pst_node_grad (&tape, y), dy, size * sizeof (gfloat));
      pst_tape_backward (&tape);
      memcpy (r.v[DX], x->grad, size * sizeof (gfloat));
      if (spec.skip)
        memcpy (r.v[DSKIP], spec.skip->grad, size * sizeof (gfloat));
    }
  pst_tape_clear (&tape);
  return r;
}

static void
test_norm (gconstpointer data)
{
  const Case *t = data;
  Inputs in = inputs_new (t, 50 * (guint64) (t - cases));
  Run r = run (&in, t->gain, 1, TRUE), plain = run (&in, t->gain, 2, FALSE);
  g_autoptr (PstRef) y = pst_ref_norm (in.x, &in.norm);
  PstRefNormGrads d;

  pst_ref_norm_back (in.x, &in.norm, in.dy, &d);
  /* A single pixel has no deviation: it and its mean, both enlarged by 316,
   * cancel, and so do the parts of its gradient. */
  g_assert_cmpfloat (pst_ref_error (r.v[Y], y), <, t->h * t->w> 1 ? LIMIT : 1e-4);
  if (t->h * t->w > 1)
    g_assert_cmpfloat (pst_ref_error (r.v[DX], d.x), <, LIMIT);
  else
    for (gsize i = 0; i < r.size[DX]; i++)
      g_assert_cmpfloat (fabsf (r.v[DX][i]), <, 1e-3);
  g_assert_cmpfloat (pst_ref_error (r.v[DBETA], d.beta), <, LIMIT);
  if (t->h * t->w > 1)
    g_assert_cmpfloat (pst_ref_error (r.v[DGAMMA], d.gamma), <, LIMIT);
  if (t->skip)
    g_assert_cmpfloat (pst_ref_error (r.v[DSKIP], d.skip), <, LIMIT);
  if (t->gain)
    g_assert_cmpfloat (pst_ref_error_of (r.v[DSKIP_GAIN][0], d.skip_gain), <, 1e-4);
  if (t->noise)
    g_assert_cmpfloat (pst_ref_error (r.v[DNOISE_GAIN], d.noise_gain), <, LIMIT);

  g_assert_cmpmem (r.v[Y], r.size[Y] * sizeof (gfloat), plain.v[Y], r.size[Y] * sizeof (gfloat));
  for (gint threads = 2; threads <= 3; threads++)
    {
      Run other = run (&in, t->gain, threads, TRUE);

      for (gint i = 0; i < N_RESULTS; i++)
        g_assert_cmpmem (r.v[i], r.size[i] * sizeof (gfloat), other.v[i],
                         r.size[i] * sizeof (gfloat));
      run_clear (&other);
    }
  pst_ref_norm_grads_clear (&d);
  run_clear (&r);
  run_clear (&plain);
  inputs_clear (&in);
}

static gdouble
norm_objective (const Inputs *in)
{
  g_autoptr (PstRef) y = pst_ref_norm (in->x, &in->norm);
  gdouble sum = 0;

  for (gsize i = 0; i < pst_ref_size (y); i++)
    sum += y->v[i] * in->dy->v[i];
  return sum;
}

static gdouble
difference (const Inputs *in, gdouble *value)
{
  const gdouble h = 1e-6;
  gdouble keep = *value, up;

  *value = keep + h;
  up = norm_objective (in);
  *value = keep - h;
  up -= norm_objective (in);
  *value = keep;
  return up / (2 * h);
}

static void
check_norm_gradient (const Inputs *in, PstRef *of, const gfloat *grad)
{
  g_autoptr (PstRef) want = pst_ref_new (of->n, of->c, of->h, of->w);

  for (gsize i = 0; i < pst_ref_size (of); i++)
    want->v[i] = difference (in, &of->v[i]);
  g_assert_cmpfloat (pst_ref_error (grad, want), <, LIMIT);
}

static void
test_norm_gradient (void)
{
  const Case t = { 2, 3, 5, 7, TRUE, TRUE, TRUE, TRUE };
  Inputs in = inputs_new (&t, 9000);
  Run r = run (&in, TRUE, 2, TRUE);

  check_norm_gradient (&in, in.x, r.v[DX]);
  check_norm_gradient (&in, in.norm.gamma, r.v[DGAMMA]);
  check_norm_gradient (&in, in.norm.beta, r.v[DBETA]);
  check_norm_gradient (&in, in.norm.skip, r.v[DSKIP]);
  check_norm_gradient (&in, in.norm.noise_gain, r.v[DNOISE_GAIN]);
  g_assert_cmpfloat (pst_ref_error_of (r.v[DSKIP_GAIN][0], difference (&in, &in.norm.skip_gain)), <,
                     LIMIT);
  run_clear (&r);
  inputs_clear (&in);
}

/* A mean a thousand times the deviation costs digits, but not all of them. */
static void
test_norm_offset (void)
{
  const Case t = { 1, 2, 40, 40, FALSE, FALSE, FALSE, FALSE };
  Inputs in = inputs_new (&t, 9500);
  g_autoptr (PstRef) y = NULL;
  Run r;

  for (gsize i = 0; i < pst_ref_size (in.x); i++)
    in.x->v[i] = (gfloat) (in.x->v[i] + 2000);
  y = pst_ref_norm (in.x, &in.norm);
  r = run (&in, FALSE, 1, TRUE);
  g_assert_cmpfloat (pst_ref_error (r.v[Y], y), <, 1e-3);
  run_clear (&r);
  inputs_clear (&in);
}

/* ---- pooling and moving ----------------------------------------------- */

typedef PstRef *(*Twin) (const PstRef *x);
typedef PstNode *(*Operation) (PstTape *tape, PstNode *x);

static PstNode *
slice_middle (PstTape *tape, PstNode *x)
{
  return pst_tape_slice (tape, x, 1, x->n - 1);
}

static PstRef *
twin_slice_middle (const PstRef *x)
{
  return pst_ref_slice (x, 1, x->n - 1);
}

static const struct
{
  const gchar *name;
  Operation operation;
  Twin twin;
  gboolean even_only, has_gradient;
} operations[] = {
  { "space-to-depth", pst_space_to_depth, pst_ref_space_to_depth, TRUE, FALSE },
  { "halve", pst_halve, pst_ref_halve, FALSE, TRUE },
  { "max-pool", pst_max_pool, pst_ref_max_pool, FALSE, TRUE },
  { "blur", pst_blur, pst_ref_blur, FALSE, FALSE },
  { "slice", slice_middle, twin_slice_middle, FALSE, TRUE },
};

static const gint sizes[][2] = { { 2, 2 }, { 4, 2 }, { 2, 9 }, { 9, 7 }, { 8, 12 }, { 33, 31 } };

/* Central differences of sum (dy y) for every number of x; every operation here
 * is linear near x, so they are exact. */
static void
check_operation (gint which, gint h, gint w, gint n_threads)
{
  g_autoptr (PstPool) pool = pst_pool_new (n_threads);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autoptr (PstRef) in = pst_ref_random (3, 2, h, w, 1, 0, (guint64) (h * 100 + w));
  g_autoptr (PstRef) want = operations[which].twin (in), dy = NULL, dx = NULL;
  PstNode *x, *y;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, TRUE);
  x = pst_ref_node (&tape, in, TRUE);
  y = operations[which].operation (&tape, x);
  g_assert_false (pst_tape_failed (&tape));
  g_assert_cmpint (y->n, ==, want->n);
  g_assert_cmpint (y->c, ==, want->c);
  g_assert_cmpint (y->h, ==, want->h);
  g_assert_cmpint (y->w, ==, want->w);
  g_assert_cmpfloat (pst_ref_error (y->data, want), <, 1e-6);
  g_assert_cmpint (y->needs_grad, ==, operations[which].has_gradient);
  if (y->needs_grad)
    {
      dy = pst_ref_random (want->n, want->c, want->h, want->w, 1, 0, 5);
      dx = pst_ref_new (in->n, in->c, in->h, in->w);
      for (gsize i = 0; i < pst_ref_size (dy); i++)
        pst_node_grad (&tape, y)[i] = (gfloat) dy->v[i];
      pst_tape_backward (&tape);
      for (gsize i = 0; i < pst_ref_size (in); i++)
        for (gint side = -1; side <= 1; side += 2)
          {
            g_autoptr (PstRef) moved = NULL;
            gdouble keep = in->v[i];

            in->v[i] = keep + side * 1e-6;
            moved = operations[which].twin (in);
            for (gsize j = 0; j < pst_ref_size (dy); j++)
              dx->v[i] += side * dy->v[j] * moved->v[j] / 2e-6;
            in->v[i] = keep;
          }
      g_assert_cmpfloat (pst_ref_error (x->grad, dx), <, 1e-6);
    }
  pst_tape_clear (&tape);
}

static void
test_operation (gconstpointer data)
{
  gint which = GPOINTER_TO_INT (data);

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    if (! operations[which].even_only || (sizes[s][0] % 2 == 0 && sizes[s][1] % 2 == 0))
      for (gint threads = 1; threads <= 3; threads++)
        check_operation (which, sizes[s][0], sizes[s][1], threads);
}

/* The first of equals gets the whole gradient. */
static void
test_max_tie (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  PstNode *x, *y;
  PstTape tape;

  pst_tape_init (&tape, pool, arena, TRUE);
  x = pst_tape_node (&tape, 1, 1, 2, 2);
  x->needs_grad = TRUE;
  for (gint i = 0; i < 4; i++)
    x->data[i] = i > 0;
  y = pst_max_pool (&tape, x);
  pst_node_grad (&tape, y)[0] = 3;
  pst_tape_backward (&tape);
  g_assert_cmpfloat (x->grad[0], ==, 0);
  g_assert_cmpfloat (x->grad[1], ==, 3);
  g_assert_cmpfloat (x->grad[2], ==, 0);
  g_assert_cmpfloat (x->grad[3], ==, 0);
  pst_tape_clear (&tape);
}

/* ---- noise ------------------------------------------------------------ */

/* A value depends on key and position: neither on the size of the plane, nor on
 * the other images, nor on threads. */
static void
test_noise (void)
{
  const guint64 keys[3] = { 11, 12, 11 };
  PstPool *pools[2] = { pst_pool_new (1), pst_pool_new (3) };
  g_autoptr (PstArena) arena = pst_arena_new ();
  PstNode *large, *small, *part;
  PstTape tape, other;
  gdouble sum = 0, squares = 0;
  gsize size;

  pst_tape_init (&tape, pools[0], arena, FALSE);
  pst_tape_init (&other, pools[1], arena, FALSE);
  large = pst_noise (&tape, 3, 130, 171, keys);
  small = pst_noise (&other, 2, 9, 7, keys + 1);
  for (gint n = 0; n < 2; n++)
    for (gint y = 0; y < 9; y++)
      for (gint x = 0; x < 7; x++)
        g_assert_cmpfloat (small->data[pst_node_plane (small, n, 0) + (gsize) (y * 7 + x)], ==,
                           large->data[pst_node_plane (large, n + 1, 0) + (gsize) (y * 171 + x)]);
  part = pst_noise_part (&other, 2, 11, 13, 50, 100, keys + 1);
  for (gint n = 0; n < 2; n++)
    for (gint y = 0; y < 11; y++)
      g_assert_cmpmem (
          part->data + pst_node_plane (part, n, 0) + (gsize) (y * 13), 13 * sizeof (gfloat),
          large->data + pst_node_plane (large, n + 1, 0) + (gsize) ((100 + y) * 171 + 50),
          13 * sizeof (gfloat));
  size = pst_node_plane (large, 1, 0);
  g_assert_cmpmem (large->data, size * sizeof (gfloat), large->data + 2 * size,
                   size * sizeof (gfloat));
  g_assert_true (memcmp (large->data, large->data + size, size * sizeof (gfloat)) != 0);

  /* Standard normal: mean and variance within five of their own deviations. */
  for (gsize i = 0; i < 2 * size; i++)
    {
      sum += large->data[i];
      squares += (gdouble) large->data[i] * large->data[i];
    }
  g_assert_cmpfloat (fabs (sum / (gdouble) (2 * size)), <, 5 / sqrt (2.0 * (gdouble) size));
  g_assert_cmpfloat (fabs (squares / (gdouble) (2 * size) - 1), <, 5 / sqrt ((gdouble) size));
  pst_tape_clear (&tape);
  pst_tape_clear (&other);
  pst_pool_free (pools[0]);
  pst_pool_free (pools[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *t = &cases[i];
      g_autofree gchar *name = g_strdup_printf (
          "/norm/twin/%dx%dx%dx%d%s%s%s%s", t->n, t->c, t->h, t->w, t->relu ? "-relu" : "",
          t->skip ? "-skip" : "", t->gain ? "-gain" : "", t->noise ? "-noise" : "");

      g_test_add_data_func (name, t, test_norm);
    }
  g_test_add_func ("/norm/gradient", test_norm_gradient);
  g_test_add_func ("/norm/offset", test_norm_offset);
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree gchar *name = g_strconcat ("/resample/", operations[i].name, NULL);

      g_test_add_data_func (name, GINT_TO_POINTER (i), test_operation);
    }
  g_test_add_func ("/resample/max-tie", test_max_tie);
  g_test_add_func ("/noise", test_noise);
  return g_test_run ();
}
