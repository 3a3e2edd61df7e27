/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Oriented features against a twin in double that filters pixel by pixel: the sums, the
 * gradient, awkward sizes, skipped lines, mirrored pictures, and the same bits for
 * any number of threads. */

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "networks/oriented.h"
#include "strokes/manner.h"
#include "training/losses/loss.h"

#include "gabor-twin.h"

#define MAPS    PST_ORIENTED_MAPS
#define LIMIT   2e-5
#define OCTAVES 3

/* ---- the twin --------------------------------------------------------- */

typedef struct
{
  gint w, h;
  gdouble *v;
} Plane;

static Plane
plane_new (gint w, gint h)
{
  return (Plane){ w, h, g_new0 (gdouble, (gsize) (w * h)) };
}

static gdouble
at (const Plane *p, gint x, gint y)
{
  return p->v[(gsize) (y * p->w + x)];
}

static Plane
halved (const Plane *p)
{
  Plane q = plane_new (p->w / 2, p->h / 2);

  for (gint y = 0; y < q.h; y++)
    for (gint x = 0; x < q.w; x++)
      q.v[y * q.w + x] = (at (p, 2 * x, 2 * y) + at (p, 2 * x + 1, 2 * y) + at (p, 2 * x, 2 * y + 1)
                          + at (p, 2 * x + 1, 2 * y + 1))
                         / 4;
  return q;
}

static Plane
filtered (const Plane *p, gint radius, const gdouble *f)
{
  gint side = 2 * radius + 1;
  Plane q = plane_new (MAX (p->w - 2 * radius, 0), MAX (p->h - 2 * radius, 0));

  for (gint y = 0; y < q.h; y++)
    for (gint x = 0; x < q.w; x++)
      for (gint k = 0; k < side; k++)
        for (gint j = 0; j < side; j++)
          q.v[y * q.w + x] += f[k * side + j] * at (p, x + j, y + k);
  return q;
}

/* grams[map], from Y, Cb and Cr; every @every-th line. */
static void
twin (const Plane yuv[3], gint octaves, gdouble wavelength, gint every, gint phase, gdouble **grams)
{
  Plane p[3];

  for (gint c = 0; c < 3; c++)
    {
      p[c] = plane_new (yuv[c].w, yuv[c].h);
      memcpy (p[c].v, yuv[c].v, (gsize) (p[c].w * p[c].h) * sizeof (gdouble));
    }
  for (gint octave = 0; octave < octaves; octave++)
    {
      Plane f[2][PST_ORIENTED_SECOND], energy[8];
      gdouble filter[81], box[9];

      for (gint i = 0; i < 9; i++)
        box[i] = .7 / 9;
      for (gint o = 0; o < 8; o++)
        {
          Plane r[2];

          for (gint phases = 0; phases < 2; phases++)
            {
              make_gabor (filter, 4, o, 8, phases, wavelength);
              r[phases] = filtered (&p[0], 4, filter);
              f[0][8 * phases + o] = plane_new (r[0].w, r[0].h);
              f[0][16 + 8 * phases + o] = plane_new (r[0].w, r[0].h);
              for (gint i = 0; i < r[0].w * r[0].h; i++)
                {
                  f[0][8 * phases + o].v[i] = MAX (r[phases].v[i], 0);
                  f[0][16 + 8 * phases + o].v[i] = MAX (-r[phases].v[i], 0);
                }
            }
          for (gint i = 0; i < r[0].w * r[0].h; i++)
            r[0].v[i] = sqrt (r[0].v[i] * r[0].v[i] + r[1].v[i] * r[1].v[i] + 1e-5);
          energy[o] = halved (&r[0]);
          make_gabor (filter, 4, o, 8, 0, wavelength);
          for (gint c = 0; c < 2; c++)
            {
              Plane *q = &f[0][35 + 8 * c + o];

              *q = filtered (&p[1 + c], 4, filter);
              for (gint i = 0; i < q->w * q->h; i++)
                q->v[i] = fabs (q->v[i]);
            }
          g_free (r[0].v);
          g_free (r[1].v);
        }
      for (gint c = 0; c < 3; c++)
        {
          Plane blurred = filtered (&p[c], 1, box);

          f[0][32 + c] = plane_new (f[0][0].w, f[0][0].h);
          for (gint y = 0; y < f[0][0].h; y++)
            for (gint x = 0; x < f[0][0].w; x++)
              f[0][32 + c].v[y * f[0][0].w + x] = at (&blurred, x + 3, y + 3);
          g_free (blurred.v);
        }
      for (gint e = 0; e < 8; e++)
        {
          for (gint i = 0; i < 8; i++)
            {
              Plane q;

              make_gabor (filter, 3, i % 4, 4, i / 4, 5);
              q = filtered (&energy[e], 3, filter);
              f[1][8 + 8 * e + i] = q;
              f[1][72 + 8 * e + i] = plane_new (q.w, q.h);
              for (gint k = 0; k < q.w * q.h; k++)
                {
                  f[1][72 + 8 * e + i].v[k] = MAX (-q.v[k], 0);
                  q.v[k] = MAX (q.v[k], 0);
                }
            }
          f[1][e] = plane_new (f[1][8].w, f[1][8].h);
          for (gint k = 0; k < f[1][8].w * f[1][8].h; k++)
            f[1][e].v[k] = at (&energy[e], k % f[1][8].w + 3, k / f[1][8].w + 3);
          g_free (energy[e].v);
        }
      for (gint m = 0; m < 2; m++)
        {
          gint n = pst_oriented_channels (m), w = f[m][8].w, h = f[m][8].h, count = 0;
          gdouble *gram = grams[2 * octave + m];

          memset (gram, 0, (gsize) (n * n) * sizeof (gdouble));
          f[m][n - 1] = plane_new (w, h);
          for (gint k = 0; k < w * h; k++)
            f[m][n - 1].v[k] = 1;
          for (gint k = 0; k < w * h; k++)
            if (k / w % every == phase % every)
              {
                count++;
                for (gint i = 0; i < n; i++)
                  {
                    gdouble v = f[m][i].v[k];

                    for (gint j = 0; j < n && v != 0; j++)
                      gram[i * n + j] += v * f[m][j].v[k];
                  }
              }
          for (gint i = 0; i < n * n && count > 0; i++)
            gram[i] /= count;
          for (gint i = 0; i < n; i++)
            g_free (f[m][i].v);
        }
      for (gint c = 0; c < 3; c++)
        {
          Plane q = halved (&p[c]);

          g_free (p[c].v);
          p[c] = q;
        }
    }
  for (gint c = 0; c < 3; c++)
    g_free (p[c].v);
}

/* ---- what is compared -------------------------------------------------- */

typedef struct
{
  gdouble *gram[MAPS];
} Figures;

static Figures
figures_new (void)
{
  Figures f;

  for (gint i = 0; i < MAPS; i++)
    {
      gsize n = (gsize) pst_oriented_channels (i);

      f.gram[i] = g_new0 (gdouble, n * n);
    }
  return f;
}

static void
figures_clear (Figures *f)
{
  for (gint i = 0; i < MAPS; i++)
    g_free (f->gram[i]);
}

/* A picture of noise and stripes in Y, Cb, Cr. */
static void
make_planes (Plane yuv[3], gint w, gint h, guint64 seed)
{
  for (gint c = 0; c < 3; c++)
    {
      yuv[c] = plane_new (w, h);
      for (gint i = 0; i < w * h; i++)
        yuv[c].v[i] = (gfloat) (.2 * pst_random_normal (seed + c, (guint64) i)
                                + .4 * sin (.9 * (i % w) + .5 * (i / w) + c));
    }
}

static void
put_planes (PstPyramid *p, const Plane yuv[3])
{
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < yuv[c].h; y++)
      for (gint x = 0; x < yuv[c].w; x++)
        p->level[0].plane[c][(gsize) y * p->level[0].stride + (gsize) x] =
            (gfloat) at (&yuv[c], x, y);
}

static void
free_planes (Plane yuv[3])
{
  for (gint c = 0; c < 3; c++)
    g_free (yuv[c].v);
}

/* A symmetric matrix for the gradient to begin with. */
static gdouble *
weights_of (gint map)
{
  gint n = pst_oriented_channels (map);
  gdouble *w = g_new (gdouble, n * n);

  for (gint i = 0; i < n; i++)
    for (gint j = 0; j <= i; j++)
      w[i * n + j] = w[j * n + i] =
          pst_random_normal (pst_random_key (9, (guint64) map, 0), (guint64) (i * n + j));
  return w;
}

/* ---- tests ------------------------------------------------------------ */

static const struct
{
  gint w, h, every, phase;
  gdouble wavelength;
} shapes[] = { { 64, 48, 1, 0, 5 }, { 37, 53, 1, 0, 4 },    { 24, 24, 1, 0, 3 }, { 9, 9, 1, 0, 5 },
               { 8, 40, 1, 0, 5 },  { 131, 90, 2, 3, 6.5 }, { 70, 101, 4, 2, 8 } };

/* Relative distance of what @got and @want hold of @map. */
static gdouble
error_of (const gdouble *got, const gdouble *want, gsize n)
{
  gdouble sum = 0, size = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += (got[i] - want[i]) * (got[i] - want[i]);
      size += want[i] * want[i];
    }
  return size > 0 ? sqrt (sum / size) : sqrt (sum);
}

static void
test_sums (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_autoptr (PstPool) pool = pst_pool_new (2);
      g_autoptr (PstArena) arena = pst_arena_new ();
      g_autoptr (PstPyramid) x = pst_pyramid_new (arena, shapes[s].w, shapes[s].h, OCTAVES);
      g_autoptr (PstOriented) o =
          pst_oriented_new (pool, arena, shapes[s].w, shapes[s].h, OCTAVES, shapes[s].wavelength);
      Figures got = figures_new (), want = figures_new ();
      Plane yuv[3];

      make_planes (yuv, shapes[s].w, shapes[s].h, s);
      put_planes (x, yuv);
      pst_pyramid_shrink (x, pool);
      for (gint i = 0; i < OCTAVES; i++)
        pst_oriented_set_lines (o, i, shapes[s].every);
      pst_oriented_forward (o, x, shapes[s].phase, got.gram);
      twin (yuv, OCTAVES, shapes[s].wavelength, shapes[s].every, shapes[s].phase, want.gram);
      for (gint i = 0; i < 2 * OCTAVES; i++)
        {
          gsize n = (gsize) pst_oriented_channels (i);

          g_assert_cmpfloat (error_of (got.gram[i], want.gram[i], n * n), <, LIMIT);
          g_assert_cmpint (pst_oriented_count (o, i, shapes[s].phase) > 0, ==,
                           want.gram[i][n * n - 1] > 0);
        }
      free_planes (yuv);
      figures_clear (&got);
      figures_clear (&want);
    }
}

/* sum over maps of sum of weights times Gram matrix */
static gdouble
twin_loss (const Plane yuv[3], gsize s, gdouble *const *weights)
{
  Figures f = figures_new ();
  gdouble loss = 0;

  twin (yuv, OCTAVES, shapes[s].wavelength, shapes[s].every, shapes[s].phase, f.gram);
  for (gint i = 0; i < 2 * OCTAVES; i++)
    for (gint k = 0; k < pst_oriented_channels (i) * pst_oriented_channels (i); k++)
      loss += weights[i][k] * f.gram[i][k];
  figures_clear (&f);
  return loss;
}

static void
test_gradient (void)
{
  gdouble *weights[MAPS];

  for (gint i = 0; i < MAPS; i++)
    weights[i] = weights_of (i);
  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      g_autoptr (PstPool) pool = pst_pool_new (2);
      g_autoptr (PstArena) arena = pst_arena_new ();
      g_autoptr (PstPyramid) x = pst_pyramid_new (arena, shapes[s].w, shapes[s].h, OCTAVES);
      g_autoptr (PstPyramid) dx = pst_pyramid_new (arena, shapes[s].w, shapes[s].h, OCTAVES);
      g_autoptr (PstOriented) o =
          pst_oriented_new (pool, arena, shapes[s].w, shapes[s].h, OCTAVES, shapes[s].wavelength);
      Figures f = figures_new ();
      gdouble sum = 0, size = 0;
      Plane yuv[3];

      make_planes (yuv, shapes[s].w, shapes[s].h, s);
      put_planes (x, yuv);
      pst_pyramid_shrink (x, pool);
      for (gint i = 0; i < OCTAVES; i++)
        pst_oriented_set_lines (o, i, shapes[s].every);
      pst_oriented_forward (o, x, shapes[s].phase, f.gram);
      pst_oriented_backward (o, x, shapes[s].phase, (const gdouble *const *) weights, dx);
      pst_pyramid_shrink_back (dx, pool);
      /* Along a few directions at a few pixels each: kinks are passed in two places at most. */
      for (gint i = 0; i < 12; i++)
        {
          gint c = i % 3, px = pst_random_int (s, (guint64) (2 * i), shapes[s].w);
          gint py = pst_random_int (s, (guint64) (2 * i + 1), shapes[s].h);
          gdouble *v = &yuv[c].v[py * shapes[s].w + px], old = *v, want, got;

          *v = old + 1e-5;
          want = twin_loss (yuv, s, weights);
          *v = old - 1e-5;
          want = (want - twin_loss (yuv, s, weights)) / 2e-5;
          *v = old;
          got = dx->level[0].plane[c][(gsize) py * dx->level[0].stride + (gsize) px];
          sum += (got - want) * (got - want);
          size += want * want;
        }
      g_assert_cmpfloat (sqrt (sum), <=, 2e-3 * sqrt (size) + 1e-9);
      free_planes (yuv);
      figures_clear (&f);
    }
  for (gint i = 0; i < MAPS; i++)
    g_free (weights[i]);
}

/* The picture and its mirror image differ in the order of their channels alone. */
static void
test_mirror (void)
{
  const gint w = 112, h = 96;
  g_autoptr (PstPool) pool = pst_pool_new (1);
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autoptr (PstPyramid) x = pst_pyramid_new (arena, w, h, OCTAVES);
  g_autoptr (PstOriented) o = pst_oriented_new (pool, arena, w, h, OCTAVES, 5);
  Figures f[2] = { figures_new (), figures_new () };
  Plane yuv[3];

  make_planes (yuv, w, h, 5);
  for (gint pass = 0; pass < 2; pass++)
    {
      put_planes (x, yuv);
      pst_pyramid_shrink (x, pool);
      pst_oriented_forward (o, x, 0, f[pass].gram);
      for (gint c = 0; c < 3; c++)
        for (gint i = 0; i < w * h; i++)
          if (i % w < w / 2)
            {
              gdouble *a = &yuv[c].v[i], *b = &yuv[c].v[i / w * w + w - 1 - i % w], t = *a;

              *a = *b;
              *b = t;
            }
    }
  for (gint i = 0; i < 2 * OCTAVES; i++)
    {
      gint n = pst_oriented_channels (i);
      gdouble moved = 0;

      for (gint a = 0; a < n; a++)
        for (gint b = 0; b < n; b++)
          {
            gint at_a = pst_oriented_mirrored (i, a), at_b = pst_oriented_mirrored (i, b);

            g_assert_cmpint (pst_oriented_mirrored (i, at_a), ==, a);
            g_assert_cmpfloat_with_epsilon (f[1].gram[i][at_a * n + at_b], f[0].gram[i][a * n + b],
                                            1e-5);
            moved = MAX (moved, fabs (f[1].gram[i][a * n + b] - f[0].gram[i][a * n + b]));
          }
      g_assert_cmpfloat (moved, >, 1e-4);
    }
  free_planes (yuv);
  figures_clear (&f[0]);
  figures_clear (&f[1]);
}

static void
test_threads (void)
{
  const gint w = 150, h = 210;
  g_autofree gfloat *first = NULL;
  Figures f[3] = { figures_new (), figures_new (), figures_new () };
  gdouble *weights[MAPS];

  for (gint i = 0; i < MAPS; i++)
    weights[i] = weights_of (i);
  for (gint t = 0; t < 3; t++)
    {
      g_autoptr (PstPool) pool = pst_pool_new (t + 1);
      g_autoptr (PstArena) arena = pst_arena_new ();
      g_autoptr (PstPyramid) x = pst_pyramid_new (arena, w, h, OCTAVES);
      g_autoptr (PstPyramid) dx = pst_pyramid_new (arena, w, h, OCTAVES);
      g_autoptr (PstOriented) o = pst_oriented_new (pool, arena, w, h, OCTAVES, 5);
      gsize bytes = dx->level[0].stride * (gsize) (3 * h) * sizeof (gfloat);
      Plane yuv[3];

      make_planes (yuv, w, h, 8);
      put_planes (x, yuv);
      free_planes (yuv);
      pst_pyramid_shrink (x, pool);
      pst_oriented_set_lines (o, 0, 2);
      pst_oriented_forward (o, x, 1, f[t].gram);
      pst_oriented_backward (o, x, 1, (const gdouble *const *) weights, dx);
      pst_pyramid_shrink_back (dx, pool);
      if (! first)
        first = g_memdup2 (dx->level[0].plane[0], bytes);
      g_assert_cmpmem (dx->level[0].plane[0], bytes, first, bytes);
      for (gint i = 0; i < 2 * OCTAVES; i++)
        {
          gsize n = (gsize) pst_oriented_channels (i);

          g_assert_cmpmem (f[t].gram[i], n * n * sizeof (gdouble), f[0].gram[i],
                           n * n * sizeof (gdouble));
        }
    }
  for (gint i = 0; i < MAPS; i++)
    g_free (weights[i]);
  for (gint t = 0; t < 3; t++)
    figures_clear (&f[t]);
}

/* A plan with a dry arena counts what the real one takes. */
static void
test_memory (void)
{
  gsize bytes[2];

  for (gint i = 0; i < 2; i++)
    {
      g_autoptr (PstArena) arena = i ? pst_arena_new_dry () : pst_arena_new ();

      pst_oriented_free (pst_oriented_new (NULL, arena, 300, 200, OCTAVES, 5));
      bytes[i] = pst_arena_get_peak (arena);
    }
  g_assert_cmpuint (bytes[0], ==, bytes[1]);
  g_assert_cmpuint (bytes[0], >, 0);
}

/* ---- the loss ---------------------------------------------------------- */

#define BATCH 2

/* A painting, and [BATCH][3][h][w] to be judged beside it, of noise and stripes. */
static PstManner *
manner_new (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = pst_image_new (150, 120, NULL);
  const PstMannerParams params = { 96, 5, OCTAVES, 1, PST_MANNER_PAINTED };
  g_autoptr (GError) error = NULL;
  PstManner *manner;
  Plane rgb[3];

  make_planes (rgb, 150, 120, 40);
  for (gsize i = 0; i < 3 * 150 * 120; i++)
    painting->data[i] = (gfloat) CLAMP (.5 + .4 * rgb[i / (150 * 120)].v[i % (150 * 120)], 0, 1);
  manner = pst_manner_new (engine, painting, &params, NULL, &error);
  g_assert_no_error (error);
  free_planes (rgb);
  return manner;
}

static gfloat *
batch_new (gint w, gint h)
{
  const gsize size = (gsize) w * (gsize) h;
  gfloat *x = g_new (gfloat, BATCH * 3 * size);

  for (gsize n = 0; n < BATCH; n++)
    {
      Plane rgb[3];

      make_planes (rgb, w, h, 50 + 3 * n);
      for (gsize i = 0; i < 3 * size; i++)
        x[3 * n * size + i] = (gfloat) rgb[i / size].v[i % size];
      free_planes (rgb);
    }
  return x;
}

/* Relative squared distance of the batch's mean matrices to the painting's, but for the channel that
 * is 1. */
static gdouble
twin_judgement (const PstManner *manner, const gdouble *x, gint w, gint h)
{
  static const gdouble ways[3][3] = { { .299, .587, .114 },
                                      { -.169, -.331, .5 },
                                      { .5, -.419, -.081 } };
  const gint size = w * h;
  Figures f[BATCH];
  gdouble sum = 0;

  for (gint n = 0; n < BATCH; n++)
    {
      Plane yuv[3];

      f[n] = figures_new ();
      for (gint c = 0; c < 3; c++)
        {
          yuv[c] = plane_new (w, h);
          for (gint i = 0; i < size; i++)
            for (gint k = 0; k < 3; k++)
              yuv[c].v[i] += ways[c][k] * x[(3 * n + k) * size + i];
        }
      twin (yuv, OCTAVES, manner->scale[0].wavelength, 1, 0, f[n].gram);
      free_planes (yuv);
    }
  for (gint m = 0; m < 2 * OCTAVES; m++)
    {
      const PstMannerMap *map = &manner->scale[0].map[m];
      const gint c = pst_oriented_channels (m);
      gdouble squares = 0, distance = 0;

      for (gint i = 0; i < c - 1; i++)
        for (gint j = 0; j < c - 1 && map->gram && f[0].gram[m][c * c - 1] > 0; j++)
          {
            const gint k = i * c + j;
            const gdouble got = (f[0].gram[m][k] + f[1].gram[m][k]) / 2;

            distance += pow (got / (map->deviation[i] * map->deviation[j]) - map->gram[k], 2);
            squares += map->gram[k] * map->gram[k];
          }
      sum += squares > 0 ? distance / squares : 0;
    }
  for (gint n = 0; n < BATCH; n++)
    figures_clear (&f[n]);
  return sum;
}

/* Adds to @grad, unless that is NULL, as often as @times. */
static gdouble
judge (PstManner *manner, const gfloat *x, gint w, gint h, gint threads, gint times, gfloat *grad)
{
  g_autoptr (PstPool) pool = pst_pool_new (threads);
  g_autoptr (PstArena) arena = pst_arena_new ();
  gdouble said = 0;
  PstJudged j = { 0 };
  PstTape tape;

  pst_tape_init (&tape, pool, arena, TRUE);
  j.tape = &tape;
  j.targets[PST_LOSS_ORIENTED] = manner;
  j.y = pst_tape_node (&tape, BATCH, 3, h, w);
  j.y->needs_grad = grad != NULL;
  memcpy (j.y->data, x, pst_node_size (j.y) * sizeof (gfloat));
  for (gint i = 0; i < times; i++)
    said = pst_judge_oriented (&j, 1.7);
  g_assert_false (pst_tape_failed (&tape));
  if (grad)
    memcpy (grad, j.y->grad, pst_node_size (j.y) * sizeof (gfloat));
  pst_tape_clear (&tape);
  return said;
}

static void
test_loss (void)
{
  g_autoptr (PstManner) manner = manner_new ();
  const gint sides[][2] = { { 48, 40 }, { 33, 41 }, { 24, 24 } };

  for (gsize s = 0; s < G_N_ELEMENTS (sides); s++)
    {
      const gint w = sides[s][0], h = sides[s][1];
      const gsize size = BATCH * 3 * (gsize) w * (gsize) h;
      g_autofree gfloat *x = batch_new (w, h), *grad = g_new (gfloat, size);
      g_autofree gfloat *again = g_new (gfloat, size);
      g_autofree gdouble *moved = g_new (gdouble, size);
      const gdouble said = judge (manner, x, w, h, 1, 1, grad);
      gdouble sum = 0, scale = 0;

      for (gsize i = 0; i < size; i++)
        moved[i] = x[i];
      g_assert_cmpfloat (said, >, 0);
      g_assert_cmpfloat (fabs (said / twin_judgement (manner, moved, w, h) - 1), <, 1e-4);
      for (gint threads = 1; threads <= 3; threads++)
        {
          g_assert_cmpfloat (judge (manner, x, w, h, threads, 1, again), ==, said);
          g_assert_cmpmem (grad, size * sizeof (gfloat), again, size * sizeof (gfloat));
        }
      g_assert_cmpfloat (judge (manner, x, w, h, 2, 1, NULL), ==, said);
      judge (manner, x, w, h, 2, 2, again);
      for (gsize i = 0; i < size; i++)
        g_assert_cmpfloat_with_epsilon (again[i], 2 * grad[i], 1e-6 + 1e-4 * fabsf (grad[i]));
      /* Along directions in which a few pixels move. */
      for (guint64 d = 0; d < 5; d++)
        {
          const gdouble step = 1e-5;
          gdouble up = 0, along = 0;

          for (gint way = 1; way >= -1; way -= 2)
            {
              for (gsize i = 0; i < size; i++)
                moved[i] = x[i];
              for (guint64 k = 0; k < 5; k++)
                moved[pst_random_bits (d, k) % size] += way * step;
              up += way * 1.7 * twin_judgement (manner, moved, w, h) / (2 * step);
            }
          for (guint64 k = 0; k < 5; k++)
            along += grad[pst_random_bits (d, k) % size];
          sum += (along - up) * (along - up);
          scale += up * up;
        }
      g_assert_cmpfloat (sqrt (sum / scale), <, 2e-3);
    }
}

/* Nobody's strokes in particular cannot be asked for. */
static void
test_loss_of_none (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pst_target_oriented.make (&(PstTargetSource){ 0 }, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oriented/sums", test_sums);
  g_test_add_func ("/oriented/gradient", test_gradient);
  g_test_add_func ("/oriented/mirror", test_mirror);
  g_test_add_func ("/oriented/threads", test_threads);
  g_test_add_func ("/oriented/memory", test_memory);
  g_test_add_func ("/oriented/loss", test_loss);
  g_test_add_func ("/oriented/loss-of-none", test_loss_of_none);
  return g_test_run ();
}
