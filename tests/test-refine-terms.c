/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What refining asks of pixels: every term against a twin in double and its gradient against
 * central differences of the twin.  And what it begins with: flow, and figures of brushwork. */

#include <math.h>
#include <string.h>

#include "made-up.h"
#include "painting/refine-terms.h"
#include "strokes/brushwork.h"
#include "strokes/flow.h"
#include "strokes/manner.h"

/* Three planes [h][w]. */
typedef struct
{
  gint w, h;
  gdouble *v[3];
} Picture;

static Picture
picture_new (gint w, gint h, guint64 seed)
{
  Picture p = { w, h };

  for (gint c = 0; c < 3; c++)
    {
      p.v[c] = g_new (gdouble, w * h);
      for (gint i = 0; i < w * h; i++)
        p.v[c][i] = (gfloat) (.3 * pst_random_normal (seed * 3 + c, (guint64) i) / (1 + c)
                              + .3 * sin (.4 * (i % w)) * cos (.3 * (i / w)));
    }
  return p;
}

static void
picture_clear (Picture *p)
{
  for (gint c = 0; c < 3; c++)
    g_free (p->v[c]);
}

static gdouble
twin_pearson (const gdouble *x, const gdouble *y, gint n)
{
  gdouble mx = 0, my = 0, xx = 0, yy = 0, xy = 0;

  for (gint i = 0; i < n; i++)
    {
      mx += x[i] / n;
      my += y[i] / n;
    }
  for (gint i = 0; i < n; i++)
    {
      xx += (x[i] - mx) * (x[i] - mx) / n;
      yy += (y[i] - my) * (y[i] - my) / n;
      xy += (x[i] - mx) * (y[i] - my) / n;
    }
  return xy / sqrt (xx * yy + 1e-8);
}

static gdouble
twin_correlation (const Picture *x, const Picture *y)
{
  return 1 - twin_pearson (x->v[0], y->v[0], x->w * x->h);
}

static gdouble
twin_mean (const Picture *p, gint x, gint y)
{
  gdouble sum = 0;

  for (gint k = -1; k <= 1; k++)
    for (gint j = -1; j <= 1; j++)
      sum += p->v[0][(y + k) * p->w + x + j] / 9;
  return sum;
}

static gdouble
twin_slope (const Picture *x, const Picture *y)
{
  const Picture *p[2] = { x, y };
  gdouble *s[2], result;
  gint n = 0;

  if (x->w < 5 || x->h < 5)
    return 0;
  for (gint k = 0; k < 2; k++)
    {
      s[k] = g_new (gdouble, x->w * x->h);
      n = 0;
      for (gint r = 2; r < x->h - 2; r++)
        for (gint c = 2; c < x->w - 2; c++)
          s[k][n++] =
              sqrt (pow (twin_mean (p[k], c + 1, r) - twin_mean (p[k], c - 1, r), 2)
                    + pow (twin_mean (p[k], c, r + 1) - twin_mean (p[k], c, r - 1), 2) + 1e-5);
    }
  result = 1 - twin_pearson (s[0], s[1], n);
  g_free (s[0]);
  g_free (s[1]);
  return result;
}

static gdouble
twin_tone (const Picture *x, const Picture *y)
{
  gdouble sum = 0;

  for (gint i = 0; i < x->w * x->h; i++)
    sum += pow (x->v[0][i] - y->v[0][i], 2);
  return sum / (x->w * x->h);
}

static gdouble
twin_rough (const Picture *x, const Picture *y)
{
  gdouble across = 0, down = 0;

  for (gint c = 0; c < 3; c++)
    for (gint i = 0; i < x->w * x->h; i++)
      {
        if (i % x->w + 1 < x->w)
          across += fabs (x->v[c][i + 1] - x->v[c][i]);
        if (i / x->w + 1 < x->h)
          down += fabs (x->v[c][i + x->w] - x->v[c][i]);
      }
  return (x->w > 1 ? across / (3. * (x->w - 1) * x->h) : 0)
         + (x->h > 1 ? down / (3. * x->w * (x->h - 1)) : 0);
}

/* The engine's terms; @dx is filled where it is there. */
typedef enum
{
  CORRELATION,
  SLOPE,
  TONE,
  ROUGH
} Term;

static gdouble
engine_term (Term term, const Picture *x, const Picture *y, gdouble weight, gdouble *const *dx)
{
  g_autoptr (PstArena) arena = pst_arena_new ();
  g_autoptr (PstPyramid) a = pst_pyramid_new (arena, x->w, x->h, 1);
  g_autoptr (PstPyramid) b = pst_pyramid_new (arena, x->w, x->h, 1);
  g_autoptr (PstPyramid) d = pst_pyramid_new (arena, x->w, x->h, 1);
  g_autoptr (PstPool) pool = pst_pool_new (2);
  const gsize stride = a->level[0].stride, n = (gsize) (x->w * x->h);
  g_autofree gfloat *rgb = g_new (gfloat, 3 * n), *drgb = g_new0 (gfloat, 3 * n);
  g_autofree gfloat *scratch = g_new (gfloat, 6 * n);
  const gfloat *plane = b->level[0].plane[0];
  gdouble value = 0;

  for (gint c = 0; c < 3; c++)
    for (gsize i = 0; i < n; i++)
      {
        gsize at = i / (gsize) x->w * stride + i % (gsize) x->w;

        a->level[0].plane[c][at] = rgb[(gsize) c * n + i] = (gfloat) x->v[c][i];
        b->level[0].plane[c][at] = (gfloat) y->v[c][i];
      }
  if (term == CORRELATION)
    value = pst_term_correlation (&a->level[0], 0, plane, weight, &d->level[0]);
  else if (term == SLOPE)
    value = pst_term_slope (&a->level[0], 0, plane, weight, scratch, &d->level[0]);
  else if (term == TONE)
    value = pst_term_tone (&a->level[0], 0, plane, weight, &d->level[0]);
  else
    value = pst_term_rough (rgb, x->w, x->h, weight, pool, drgb);
  for (gint c = 0; c < 3; c++)
    for (gsize i = 0; i < n; i++)
      dx[c][i] = term == ROUGH ? drgb[(gsize) c * n + i]
                               : d->level[0].plane[c][i / (gsize) x->w * stride + i % (gsize) x->w];
  return value;
}

static void
test_terms (void)
{
  static gdouble (*const twins[]) (
      const Picture *, const Picture *) = { twin_correlation, twin_slope, twin_tone, twin_rough };
  static const gint sizes[][2] = {
    { 37, 53 }, { 24, 24 }, { 5, 9 }, { 4, 4 }, { 1, 7 }, { 64, 3 }
  };
  const gdouble weight = 1.7;

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (Term term = CORRELATION; term <= ROUGH; term++)
      {
        Picture x = picture_new (sizes[s][0], sizes[s][1], s), y = picture_new (x.w, x.h, s + 50);
        gdouble *dx[3], sum = 0, size = 0;

        for (gint c = 0; c < 3; c++)
          dx[c] = g_new0 (gdouble, x.w * x.h);
        g_assert_cmpfloat_with_epsilon (engine_term (term, &x, &y, weight, dx), twins[term](&x, &y),
                                        1e-5);
        for (gint i = 0; i < 40; i++)
          {
            gint c = i % 3, k = pst_random_int (s, (guint64) i, x.w * x.h);
            gdouble old = x.v[c][k], want;

            x.v[c][k] = old + 1e-6;
            want = twins[term](&x, &y);
            x.v[c][k] = old - 1e-6;
            want = weight * (want - twins[term](&x, &y)) / 2e-6;
            x.v[c][k] = old;
            sum += pow (dx[c][k] - want, 2);
            size += want * want;
          }
        g_assert_cmpfloat (sqrt (sum), <=, 1e-3 * sqrt (size) + 1e-8);
        for (gint c = 0; c < 3; c++)
          g_free (dx[c]);
        picture_clear (&x);
        picture_clear (&y);
      }
}

/* ---- Gram matrices ------------------------------------------------------ */

/* 3 times the distance of all but the last line and column plus twice that of those, with
 * gram [i][j] and [j][i] moved. */
static gdouble
twin_compare (gint c, const gdouble *gram, const gdouble *target, const gdouble *d, gint i, gint j,
              gdouble step)
{
  gdouble off[2] = { 0 }, size[2] = { 0 };

  for (gint a = 0; a < c - 1; a++)
    for (gint b = 0; b < c; b++)
      {
        gdouble moved = (a == i && b == j) || (a == j && b == i) ? step : 0;

        off[b == c - 1] += pow ((gram[a * c + b] + moved) / (d[a] * d[b]) - target[a * c + b], 2);
        size[b == c - 1] += pow (target[a * c + b], 2);
      }
  return 3 * off[0] / size[0] + 2 * off[1] / size[1];
}

static void
test_compare (void)
{
  const gint c = PST_ORIENTED_FIRST;
  g_autofree gdouble *gram = g_new (gdouble, c * c), *target = g_new (gdouble, c * c);
  g_autofree gdouble *d = g_new (gdouble, c), *dgram = g_new (gdouble, c * c);
  PstMannerMap m = { target, d };

  for (gint i = 0; i < c; i++)
    {
      d[i] = i == c - 1 ? 1 : .5 + pst_random_uniform (1, (guint64) i);
      for (gint j = 0; j <= i; j++)
        {
          target[i * c + j] = target[j * c + i] = pst_random_normal (2, (guint64) (i * c + j));
          gram[i * c + j] = gram[j * c + i] = pst_random_normal (3, (guint64) (i * c + j));
        }
    }
  pst_manner_map_finish (&m, c);
  g_assert_cmpfloat (pst_manner_compare (&m, 0, gram, 3, 2, dgram), >, 0);
  for (gint k = 0; k < 60; k++)
    {
      gint i = pst_random_int (4, (guint64) (2 * k), c - 1);
      gint j = k < 20 ? c - 1 : pst_random_int (4, (guint64) (2 * k + 1), c);
      gdouble want = (twin_compare (c, gram, target, d, i, j, 1e-5)
                      - twin_compare (c, gram, target, d, i, j, -1e-5))
                     / 2e-5;

      g_assert_cmpfloat_with_epsilon (dgram[i * c + j] + (i == j ? 0 : dgram[j * c + i]), want,
                                      1e-6);
    }
}

/* ---- flow --------------------------------------------------------------- */

static void
test_blur (void)
{
  const gint w = 23, h = 17;
  g_autoptr (PstPool) pool = pst_pool_new (2);
  gfloat x[23 * 17], out[23 * 17], scratch[23 * 17];

  for (gint i = 0; i < w * h; i++)
    x[i] = pst_random_normal (5, (guint64) i);
  for (gint k = 0; k < 3; k++)
    {
      const gdouble deviation = .7 + 2.1 * k;
      const gint reach = (gint) ceil (3 * deviation);

      pst_flow_blur (x, w, h, deviation, scratch, out, pool);
      for (gint at = 0; at < w * h; at++)
        {
          gdouble sum = 0, weights = 0;

          for (gint v = -reach; v <= reach; v++)
            for (gint u = -reach; u <= reach; u++)
              {
                gdouble weight = exp (-.5 * (u * u + v * v) / (deviation * deviation));

                weights += weight;
                sum += weight * x[CLAMP (at / w + v, 0, h - 1) * w + CLAMP (at % w + u, 0, w - 1)];
              }
          g_assert_cmpfloat_with_epsilon (out[at], sum / weights, 1e-5);
        }
    }
}

/* Waves that run at an angle: the field is across them. */
static void
test_flow (void)
{
  const gint side = 120, n = side * side;
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autofree gfloat *luma = g_new (gfloat, n), *scratch = g_new (gfloat, PST_FLOW_PLANES * n);
  g_autofree gfloat *x = g_new (gfloat, n), *y = g_new (gfloat, n);

  for (gint turn = 0; turn < 4; turn++)
    {
      const gdouble angle = G_PI * turn / 4, u = cos (angle), v = sin (angle);
      gdouble wrong = 0;

      for (gint i = 0; i < n; i++)
        luma[i] = (gfloat) (.4 * sin (.25 * (u * (i % side) + v * (i / side))));
      pst_flow_field (luma, side, side, NULL, scratch, x, y, pool);
      for (gint i = 0; i < n; i++)
        if (MIN (MIN (i % side, i / side), side - 1 - MAX (i % side, i / side)) >= 20)
          wrong = MAX (wrong, fabs (x[i] * u + y[i] * v));
      g_assert_cmpfloat (wrong, <, .1);
    }
}

/* Where there is nothing, or hardly anything, strokes drift: they turn slowly, and neither run
 * along the picture's sides everywhere nor around what nobody sees. */
static void
test_drift (void)
{
  const gint side = 120, n = side * side;
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autofree gfloat *luma = g_new0 (gfloat, n), *scratch = g_new (gfloat, PST_FLOW_PLANES * n);
  g_autofree gfloat *x = g_new (gfloat, n), *y = g_new (gfloat, n);
  g_autofree gfloat *u = g_new (gfloat, n), *v = g_new (gfloat, n);
  gdouble cosine = 0, sine = 0, slow = 0, alike = 0;

  pst_flow_field (luma, side, side, NULL, scratch, x, y, pool);
  for (gint i = 0; i < n; i++)
    {
      cosine += (x[i] * x[i] - y[i] * y[i]) / n;
      sine += 2 * x[i] * y[i] / n;
      slow += i % side ? fabs (x[i] * x[i - 1] + y[i] * y[i - 1]) / n : 1. / n;
    }
  g_assert_cmpfloat (slow, >, .99);
  g_assert_cmpfloat (hypot (cosine, sine), <, .8);

  /* Two levels of 255, in blocks of 8 as JPEG rounds. */
  for (gint i = 0; i < n; i++)
    luma[i] = (i / 8 % 15 + i / side / 8) % 2 ? .008f : 0;
  pst_flow_field (luma, side, side, NULL, scratch, u, v, pool);
  for (gint i = 0; i < n; i++)
    alike += fabs (x[i] * u[i] + y[i] * v[i]) / n;
  g_assert_cmpfloat (alike, >, .95);

  /* The shading of a forehead. */
  alike = 0;
  for (gint i = 0; i < n; i++)
    luma[i] = (gfloat) (.4 * exp (-.5 * (pow (i % side - 60, 2) + pow (i / side - 60, 2)) / 400));
  pst_flow_field (luma, side, side, NULL, scratch, u, v, pool);
  for (gint i = 0; i < n; i++)
    alike += fabs (x[i] * u[i] + y[i] * v[i]) / n;
  g_assert_cmpfloat (alike, >, .95);
}

/* Where a painter's strokes lean one way, plain areas do, and forms do not. */
static void
test_lean (void)
{
  const gint side = 120, n = side * side;
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autofree gfloat *luma = g_new0 (gfloat, n), *scratch = g_new (gfloat, PST_FLOW_PLANES * n);
  g_autofree gfloat *x = g_new (gfloat, n), *y = g_new (gfloat, n);

  for (gint turn = 0; turn < 4; turn++)
    {
      const gdouble across = G_PI * turn / 4;
      const gdouble lean[2] = { .4 * cos (2 * across), .4 * sin (2 * across) };

      memset (luma, 0, (gsize) n * sizeof (gfloat));
      pst_flow_field (luma, side, side, lean, scratch, x, y, pool);
      for (gint i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (x[i] * cos (across) + y[i] * sin (across), 0, 1e-3);
      for (gint i = 0; i < n; i++)
        luma[i] = i % side < 60 ? -.5f : .5f;
      pst_flow_field (luma, side, side, lean, scratch, x, y, pool);
      g_assert_cmpfloat (fabsf (y[60 * side + 60]), >, .99);
    }
}

/* ---- brushwork ---------------------------------------------------------- */

/* Lines @period pixels apart; or things: two bright spots. */
static PstImage *
lines_new (gint side, gdouble period, gboolean things)
{
  PstImage *image = pst_image_new (side, side, NULL);

  for (gint i = 0; i < 3 * side * side; i++)
    {
      gint px = i % side, py = i / side % side;

      image->data[i] = (gfloat) (.5 + .3 * sin (2 * G_PI * (px * .8 + py * .6) / period));
      if (things)
        image->data[i] = hypot (px - 60, py - 60) < 9 || hypot (px - 130, py - 90) < 7 ? .9f : .2f;
    }
  return image;
}

static void
test_brushwork (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) lines = lines_new (200, 5, FALSE);
  g_autoptr (PstImage) things = lines_new (200, 5, TRUE);
  g_autoptr (PstImage) large = lines_new (760, 10, FALSE);
  PstBrushwork of_lines, of_things;
  PstBrushworkSize found;

  g_assert_true (pst_brushwork_take (&of_lines, engine, lines, 5, NULL));
  g_assert_true (pst_brushwork_take (&of_things, engine, things, 5, NULL));
  g_assert_cmpfloat (of_lines.peak, <, 1.2);
  g_assert_cmpfloat (of_things.peak, >, 3);
  g_assert_cmpfloat (of_lines.energy, >, 2 * of_things.energy);
  g_assert_cmpfloat (of_lines.typical, >, 10 * of_things.typical);
  g_assert_cmpfloat (of_lines.coherence, >, .95);
  g_assert_cmpfloat (of_things.coherence, <, of_lines.coherence);
  /* Ten pixels apart at 760 are five at half of that. */
  g_assert_true (pst_brushwork_find_size (&found, engine, large, NULL));
  g_assert_cmpint (found.size, ==, 354);
  g_assert_cmpfloat_with_epsilon (found.spacing * 760, 10, 1);
  /* Their gradients are at atan (.6 / .8), as differences over two pixels see it. */
  g_assert_cmpfloat_with_epsilon (of_lines.lean[0], .21, .03);
  g_assert_cmpfloat_with_epsilon (of_lines.lean[1], .98, .03);
  g_assert_cmpfloat (hypot (of_things.lean[0], of_things.lean[1]), <, .1);
}

/* A high picture is looked at strip by strip, and is as it would be at once. */
static void
test_along_strips (void)
{
  static const gdouble wide[] = { 1, 2.5 };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) high = photo_new (40, 600);
  g_autoptr (PstImage) part = pst_image_crop (high, 0, 190, 40, 150, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wide); i++)
    {
      const gint reach = (gint) (9 * wide[i]) + 2; /* of the part's edges */
      g_autofree gfloat *all = pst_flow_along (engine, high, wide[i], NULL);
      g_autofree gfloat *some = pst_flow_along (engine, part, wide[i], NULL);
      const gsize size = 40 * (gsize) (150 - 2 * reach) * sizeof (gfloat);

      for (gint c = 0; c < 2; c++)
        g_assert_cmpmem (all + 40 * (600 * c + 190 + reach), size, some + 40 * (150 * c + reach),
                         size);
    }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refine-terms/pixels", test_terms);
  g_test_add_func ("/refine-terms/compare", test_compare);
  g_test_add_func ("/refine-terms/blur", test_blur);
  g_test_add_func ("/refine-terms/flow", test_flow);
  g_test_add_func ("/refine-terms/drift", test_drift);
  g_test_add_func ("/refine-terms/lean", test_lean);
  g_test_add_func ("/refine-terms/brushwork", test_brushwork);
  g_test_add_func ("/refine-terms/along-strips", test_along_strips);
  return g_test_run ();
}
