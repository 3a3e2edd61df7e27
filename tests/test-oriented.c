/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Oriented features against a twin in double that filters pixel by pixel: the filters, the
 * sums, the gradient, awkward sizes, skipped lines, mirrored pictures, and the same bits for
 * any number of threads. */

#include <math.h>
#include <string.h>

#include "ground/random.h"
#include "kernels/gabor.h"
#include "kernels/gram.h"
#include "networks/oriented.h"

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

/* The formula of gabor.h, written down once more. */
static void
make_gabor (gdouble *f, gint radius, gint o, gint n, gint phase, gdouble wavelength)
{
  gint side = 2 * radius + 1;
  gdouble sum = 0, bells = 0, norm = 0, theta = G_PI * o / n;

  for (gint pass = 0; pass < 3; pass++)
    for (gint y = -radius; y <= radius; y++)
      for (gint x = -radius; x <= radius; x++)
        {
          gdouble u = x * cos (theta) + y * sin (theta), v = -x * sin (theta) + y * cos (theta);
          gdouble bell = exp (-(u * u + .35 * v * v) / (2 * pow (.45 * wavelength, 2)));
          gdouble *here = &f[(y + radius) * side + x + radius];

          if (pass == 0)
            {
              *here = bell * cos (2 * G_PI * u / wavelength + phase * G_PI / 2);
              sum += *here;
              bells += bell;
            }
          else if (pass == 1)
            {
              *here -= bell * sum / bells;
              norm += *here * *here;
            }
          else
            *here /= sqrt (norm);
        }
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

static void
test_filters (void)
{
  const struct
  {
    gint n, radius;
  } banks[] = { { 8, 4 }, { 4, 3 } };

  for (gint b = 0; b < 2; b++)
    for (gint wavelength = 3; wavelength <= 8; wavelength++)
      {
        g_autoptr (PstGabor) g = pst_gabor_new (banks[b].n, banks[b].radius, wavelength);
        gint side = 2 * banks[b].radius + 1;

        for (gint o = 0; o < banks[b].n; o++)
          for (gint phase = 0; phase < 2; phase++)
            {
              gdouble want[81], sum = 0;

              make_gabor (want, banks[b].radius, o, banks[b].n, phase, wavelength);
              for (gint i = 0; i < side * side; i++)
                {
                  sum += want[i];
                  g_assert_cmpfloat_with_epsilon (pst_gabor_filter (g, o, phase)[i], want[i],
                                                  1e-12);
                }
              g_assert_cmpfloat_with_epsilon (sum, 0, 1e-12);
            }
      }
}

/* Lines of every length around a whole vector, and their adjoint. */
static void
test_lines (void)
{
  for (gint bank = 0; bank < 3; bank++)
    for (gint n = 1; n < 70; n++)
      {
        gint filters = bank == 2 ? 4 : 8, radius = bank == 2 ? 3 : 4, phases = bank == 1 ? 1 : 2;
        gint side = 2 * radius + 1;
        gsize stride = (gsize) (n + PST_GABOR_LANES + side + PST_GABOR_SLACK);
        g_autoptr (PstGabor) g = pst_gabor_new (filters, radius, 4.5);
        g_autofree gfloat *in = g_new0 (gfloat, (gsize) side * stride);
        g_autofree gfloat *back = g_new0 (gfloat, (gsize) side * stride);
        g_autofree gfloat *out = g_new0 (gfloat, 16 * stride), *d = g_new0 (gfloat, 16 * stride);
        g_autofree gfloat *scratch = g_new (gfloat, pst_gabor_scratch (g, n));
        const gfloat *rows[9];
        gfloat *back_rows[9];
        gdouble there = 0, here = 0;

        for (gint k = 0; k < side; k++)
          {
            rows[k] = in + (gsize) k * stride;
            back_rows[k] = back + (gsize) k * stride;
            for (gint x = 0; x < n + 2 * radius; x++)
              in[(gsize) k * stride + (gsize) x] = pst_random_normal (1, (guint64) (k * 999 + x));
          }
        pst_gabor_row (g, phases, rows, n, out, stride, scratch);
        for (gint c = 0; c < phases * filters; c++)
          for (gint x = 0; x < n; x++)
            {
              const gdouble *f = pst_gabor_filter (g, c % filters, c / filters);
              gfloat got = out[(gsize) c * stride + (gsize) x];
              gdouble want = 0;

              for (gint k = 0; k < side; k++)
                for (gint j = 0; j < side; j++)
                  want += f[k * side + j] * rows[k][x + j];
              g_assert_cmpfloat_with_epsilon (got, want, 1e-5);
              d[(gsize) c * stride + (gsize) x] = pst_random_normal (2, (guint64) (c * 999 + x));
              there += got * d[(gsize) c * stride + (gsize) x];
            }
        pst_gabor_row_back (g, phases, back_rows, n, d, stride, scratch);
        for (gint k = 0; k < side; k++)
          for (gint x = 0; x < n + 2 * radius; x++)
            here += in[(gsize) k * stride + (gsize) x] * back_rows[k][x];
        g_assert_cmpfloat_with_epsilon (here, there, 1e-4 * (1 + fabs (there)));
      }
}

static void
test_gram (void)
{
  for (gint c = 1; c < 30; c++)
    for (gint n = PST_GRAM_LANES; n <= 3 * PST_GRAM_LANES; n += PST_GRAM_LANES)
      {
        g_autofree gfloat *f = g_new (gfloat, c * 50);
        g_autofree gdouble *gram = g_new (gdouble, c * c);

        for (gint i = 0; i < c * 50; i++)
          f[i] = pst_random_normal (3, (guint64) i);
        for (gint i = 0; i < c * c; i++)
          gram[i] = i;
        pst_gram_add (f, 50, c, n, gram);
        for (gint i = 0; i < c; i++)
          for (gint j = i; j < c; j++)
            {
              gdouble want = i * c + j;

              for (gint x = 0; x < n; x++)
                want += f[i * 50 + x] * f[j * 50 + x];
              g_assert_cmpfloat_with_epsilon (gram[i * c + j], want, 1e-4);
            }
        pst_gram_mirror (gram, c);
        for (gint i = 0; i < c * c; i++)
          g_assert_cmpfloat (gram[i], ==, gram[i % c * c + i / c]);
      }
}

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

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oriented/filters", test_filters);
  g_test_add_func ("/oriented/lines", test_lines);
  g_test_add_func ("/oriented/gram", test_gram);
  g_test_add_func ("/oriented/sums", test_sums);
  g_test_add_func ("/oriented/gradient", test_gradient);
  g_test_add_func ("/oriented/mirror", test_mirror);
  g_test_add_func ("/oriented/threads", test_threads);
  g_test_add_func ("/oriented/memory", test_memory);
  return g_test_run ();
}
