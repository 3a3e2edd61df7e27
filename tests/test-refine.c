/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refining: colours, and what comes out for paintings and photos that are made up. */

#include <math.h>
#include <string.h>

#include "pastiche/pastiche.h"
#include "stripes.h"
#include "strokes/manner.h"
#include "strokes/recolour.h"

/* ---- made-up pictures --------------------------------------------------- */

static PstImage *
photo_of (gint width, gint height)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        {
          gdouble dx = (x - .5 * width) / width, dy = (y - .4 * height) / height;
          gdouble v = dx * dx + dy * dy < .06 ? .75 - .1 * c : .25 + .1 * c + .3 * y / height;

          image->data[((gsize) c * height + y) * width + x] = (gfloat) v;
        }
  return image;
}

/* Twelve gray fields. */
static PstImage *
twelve_grays (gint side)
{
  PstImage *image = pst_image_new (4 * side, 3 * side, NULL);

  for (gint i = 0; i < 3 * 12 * side * side; i++)
    {
      gint at = i % (12 * side * side), field = at / (4 * side) / side * 4 + at % (4 * side) / side;

      image->data[i] = (gfloat) (.06 + .08 * ((field * 5 + 3) % 12));
    }
  return image;
}

static gdouble
luma_of (const PstImage *image, gint x0, gint y0, gint w, gint h)
{
  const gsize plane = (gsize) image->width * (gsize) image->height;
  gdouble sum = 0;

  for (gint y = y0; y < y0 + h; y++)
    for (gint x = x0; x < x0 + w; x++)
      {
        gsize at = (gsize) y * (gsize) image->width + (gsize) x;

        sum += .299 * image->data[at] + .587 * image->data[plane + at]
               + .114 * image->data[2 * plane + at];
      }
  return sum / (w * h);
}

/* Lightness falls nowhere where the photo's rises. */
static void
assert_order_kept (const PstImage *image, gint side, gdouble least)
{
  gdouble last = -1;

  for (gint rank = 0; rank < 12; rank++)
    for (gint field = 0; field < 12; field++)
      if ((field * 5 + 3) % 12 == rank)
        {
          gdouble luma = luma_of (image, field % 4 * side + side / 8, field / 4 * side + side / 8,
                                  side / 4 * 3, side / 4 * 3);

          g_test_message ("gray %d: %.3f", rank, luma);
          g_assert_cmpfloat (luma, >, last + least);
          last = luma;
        }
}

/* The most that R, G and B of a pixel differ. */
static gdouble
colourfulness (const PstImage *image)
{
  const gsize plane = (gsize) image->width * (gsize) image->height;
  gdouble most = 0;

  for (gsize i = 0; i < plane; i++)
    for (gint c = 1; c < 3; c++)
      most = MAX (most, fabs (image->data[i] - image->data[(gsize) c * plane + i]));
  return most;
}

static PstImage *
grayed (PstImage *image)
{
  const gsize plane = (gsize) image->width * (gsize) image->height;

  for (gsize i = 0; i < plane; i++)
    image->data[plane + i] = image->data[2 * plane + i] = image->data[i];
  return image;
}

static void
assert_same (const PstImage *a, const PstImage *b)
{
  gsize bytes = 3 * (gsize) a->width * (gsize) a->height * sizeof (gfloat);

  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  g_assert_cmpmem (a->data, bytes, b->data, bytes);
}

/* ---- colours ------------------------------------------------------------ */

static void
test_recolour (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) gray = grayed (striped_painting (160, 120));
  g_autoptr (PstImage) cards = twelve_grays (16);
  g_autoptr (PstImage) photo = photo_of (90, 70);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, NULL, NULL, NULL);
  g_autoptr (PstManner) monochrome = pst_manner_new (engine, gray, NULL, NULL, NULL);
  g_autoptr (PstImage) a = pst_manner_recolour (engine, manner, cards, NULL);
  g_autoptr (PstImage) b = pst_manner_recolour (engine, monochrome, photo, NULL);
  g_autoptr (PstImage) c = pst_manner_recolour (engine, manner, photo, NULL);
  gdouble far = 0;

  assert_order_kept (a, 16, .004);
  g_assert_cmpfloat (colourfulness (photo), >, .1);
  g_assert_cmpfloat (colourfulness (b), <, .01);
  /* Every colour lies between the painting's: its blue is never above its red by more than
   * in the painting, nor below by more. */
  for (gint i = 0; i < 90 * 70; i++)
    {
      gdouble d = c->data[2 * 90 * 70 + i] - c->data[i];

      far = MAX (far, MAX (d - .4, -.65 - d));
    }
  g_assert_cmpfloat (far, <, .06);
}

/* @r, @g, @b times 0 to 1 from left to right, in rows @from to @to. */
static void
put_ramp (PstImage *image, gint from, gint to, gdouble r, gdouble g, gdouble b)
{
  const gdouble colour[3] = { r, g, b };

  for (gint c = 0; c < 3; c++)
    for (gint y = from; y < to; y++)
      for (gint x = 0; x < image->width; x++)
        image->data[((gsize) c * (gsize) image->height + (gsize) y) * (gsize) image->width
                    + (gsize) x] = (gfloat) (colour[c] * (x + .5) / image->width);
}

/* A red thing in a gray room, half in shadow, in the colours of a pond with a few red flowers:
 * there is more red in the photo, but none of it becomes green. */
static void
test_one_hue (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstImage) pond = pst_image_new (100, 100, NULL);
  g_autoptr (PstImage) photo = pst_image_new (100, 100, NULL);
  g_autoptr (PstImage) result = NULL;
  g_autofree PstColours *colours = g_new (PstColours, 1);

  put_ramp (pond, 0, 40, .6, .65, 1);
  put_ramp (pond, 40, 96, .65, .7, .2);
  put_ramp (pond, 96, 100, 1, .35, .3);
  put_ramp (photo, 0, 70, .7, .7, .7);
  put_ramp (photo, 70, 100, .8, .1, .1);
  pst_colours_take (colours, pond);
  result = pst_recolour (photo, colours, .65, pool, NULL);
  for (gint y = 70; y < 100; y++)
    for (gint x = 25; x < 95; x++)
      {
        const gfloat *at = result->data + y * 100 + x;

        g_assert_cmpfloat (at[0], >, 1.15 * at[10000]);
        g_assert_cmpfloat (at[0], >, 1.3 * at[20000]);
      }
}

/* A night with a few lamps, in the tones of snow: what is light and dark stays so, however rare the
 * painting's darks are. */
static void
test_tones_kept (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstImage) snow = pst_image_new (100, 100, NULL);
  g_autoptr (PstImage) photo = pst_image_new (100, 100, NULL);
  g_autoptr (PstImage) result = NULL;
  g_autofree PstColours *colours = g_new (PstColours, 1);
  gdouble x = 0, y = 0, xx = 0, xy = 0, yy = 0;

  for (gint i = 0; i < 100 * 100; i++)
    for (gint c = 0; c < 3; c++)
      {
        const gint at = i / 100;

        snow->data[c * 10000 + i] = (gfloat) (at < 5 ? .02 * at : .8 + .002 * at);
        photo->data[c * 10000 + i] = (gfloat) (at < 80 ? .002 * at : at < 95 ? .3 : .95);
      }
  pst_colours_take (colours, snow);
  result = pst_recolour (photo, colours, .65, pool, NULL);
  for (gint i = 0; i < 10000; i++)
    {
      const gdouble was = photo->data[i], is = result->data[i];

      x += was / 10000;
      y += is / 10000;
      xx += was * was / 10000;
      xy += was * is / 10000;
      yy += is * is / 10000;
    }
  g_test_message ("correlation %.3f", (xy - x * y) / sqrt ((xx - x * x) * (yy - y * y)));
  g_assert_cmpfloat ((xy - x * y) / sqrt ((xx - x * x) * (yy - y * y)), >, .95);
}

/* What is warm by its luma is as warm in shadow: a pale brown thing beside a gray one. */
static void
test_shadow (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstImage) pond = pst_image_new (100, 100, NULL);
  g_autoptr (PstImage) photo = pst_image_new (100, 100, NULL);
  g_autoptr (PstImage) result = NULL;
  g_autofree PstColours *colours = g_new (PstColours, 1);
  gdouble warmer[2];

  put_ramp (pond, 0, 50, .4, .6, 1);
  put_ramp (pond, 50, 100, 1, .8, .5);
  put_ramp (photo, 0, 70, .7, .7, .7);
  put_ramp (photo, 70, 100, .8, .7, .6);
  pst_colours_take (colours, pond);
  result = pst_recolour (photo, colours, .4, pool, NULL);
  for (gint i = 0; i < 2; i++)
    {
      const gsize x = i ? 90 : 25;
      gdouble gray[3], brown[3];

      pst_colour_at (result, 100 * 10 + x, gray);
      pst_colour_at (result, 100 * 80 + x, brown);
      warmer[i] = (brown[2] - brown[1]) / (brown[0] + .25) - (gray[2] - gray[1]) / (gray[0] + .25);
    }
  g_assert_cmpfloat (warmer[1], >, .3);
  g_assert_cmpfloat (warmer[0], >, .65 * warmer[1]);
}

/* From blue to orange and from green to purple, at @luma. */
static PstImage *
hues_new (gdouble luma)
{
  PstImage *image = pst_image_new (41, 41, NULL);

  for (gsize i = 0; i < 41 * 41; i++)
    {
      const gdouble warm = ((gint) (i % 41) - 20) / 400. * (luma + .25);
      const gdouble purple = ((gint) (i / 41) - 20) / 400. * (luma + .25);

      pst_colour_put (image, i, (gdouble[]){ luma, purple - warm, purple + warm });
    }
  return image;
}

/* What is warmer stays warmer, or as warm, at every lightness; and a photo of few colours becomes one
 * of many, but no two that were near are of two ends of the painting. */
static void
test_warm (void)
{
  g_autoptr (PstPool) pool = pst_pool_new (2);
  g_autoptr (PstImage) pond = pst_image_new (100, 100, NULL);
  g_autofree PstColours *colours = g_new (PstColours, 1);

  put_ramp (pond, 0, 60, .2, .4, 1);
  put_ramp (pond, 60, 90, .5, .7, .2);
  put_ramp (pond, 90, 100, 1, .8, .3);
  pst_colours_take (colours, pond);
  for (gdouble luma = .3; luma < .8; luma += .15)
    {
      g_autoptr (PstImage) photo = hues_new (luma), result = NULL;
      gdouble span = 0;

      result = pst_recolour (photo, colours, .4, pool, NULL);
      for (gsize i = 0; i < 41 * 41; i++)
        {
          gdouble left[3], here[3];

          if (i % 41 == 0)
            continue;
          pst_colour_at (result, i - 1, left);
          pst_colour_at (result, i, here);
          g_assert_cmpfloat (here[2] - here[1], >, left[2] - left[1] - .004);
          g_assert_cmpfloat (hypot (here[1] - left[1], here[2] - left[2]), <, .12);
          span = MAX (span, here[2] - here[1]);
        }
      g_assert_cmpfloat (span, >, .02);
    }
}

/* ---- refining ----------------------------------------------------------- */

typedef struct
{
  gint calls, cancel_at;
  gdouble first, last, done;
  GCancellable *cancellable;
  PstImage *seen; /* at the last call */
} Watch;

static void
watch (const PstRefining *refining, gpointer data)
{
  Watch *w = data;

  w->last = pst_refining_get_distance (refining);
  if (w->calls++ == 1) /* before that, strokes were laid */
    w->first = w->last;
  g_assert_cmpfloat (pst_refining_get_done (refining), >, w->done);
  w->done = pst_refining_get_done (refining);
  pst_image_free (w->seen);
  w->seen = pst_refining_picture (refining, NULL);
  g_assert_nonnull (w->seen);
  if (w->calls == w->cancel_at)
    g_cancellable_cancel (w->cancellable);
}

static const PstMannerParams small = { 120, 5, 2, 1, PST_MANNER_PAINTED };

static void
test_strokes (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) photo = photo_of (112, 90);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
  g_autoptr (PstImage) out = NULL;
  PstRefineParams params = { 100, 0, FALSE, PST_LIKENESS };
  Watch w = { 0 };

  out = pst_refine (engine, manner, photo, NULL, &params, watch, &w, NULL, NULL);
  g_assert_nonnull (out);
  g_assert_cmpint (w.calls, ==, 1 + 30);
  g_assert_cmpfloat (w.last, <, .7 * w.first);
  g_assert_cmpfloat (w.done, ==, 1);
  assert_same (out, w.seen);
  for (gint i = 0; i < 3 * 112 * 90; i++)
    g_assert_true (out->data[i] >= 0 && out->data[i] <= 1);
  pst_image_free (w.seen);
}

static void
test_grays (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) cards = twelve_grays (64);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
  g_autoptr (PstImage) out = NULL;
  PstRefineParams params = { 100, 3, FALSE, PST_LIKENESS };

  out = pst_refine (engine, manner, cards, NULL, &params, NULL, NULL, NULL, NULL);
  assert_order_kept (out, 64, 0);
}

static void
test_monochrome (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = grayed (striped_painting (160, 120));
  g_autoptr (PstImage) photo = photo_of (80, 64);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
  g_autoptr (PstImage) out = NULL;
  PstRefineParams params = { 50, 3, FALSE, PST_LIKENESS };
  gdouble sum = 0;

  out = pst_refine (engine, manner, photo, NULL, &params, NULL, NULL, NULL, NULL);
  for (gint i = 0; i < 80 * 64; i++)
    sum += fabs (out->data[i] - out->data[80 * 64 + i])
           + fabs (out->data[i] - out->data[2 * 80 * 64 + i]);
  g_assert_cmpfloat (sum / (2 * 80 * 64), <, .02);
}

/* Root mean square of differences along lines, of the @n outermost pixels or of all inside. */
static gdouble
roughness (const PstImage *image, gint n, gboolean rim)
{
  gdouble sum = 0, count = 0;

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y + 1 < image->height; y++)
      for (gint x = 0; x + 1 < image->width; x++)
        {
          const gfloat *at = image->data + ((gsize) c * image->height + y) * image->width + x;
          gboolean outside =
              MIN (MIN (x, y), MIN (image->width - 2 - x, image->height - 2 - y)) < n;

          if (outside != rim)
            continue;
          sum += pow (at[1] - at[0], 2) + pow (at[image->width] - at[0], 2);
          count += 2;
        }
  return sqrt (sum / count);
}

/* Of a photo without anything in it, the border is like the rest. */
static void
test_rim (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) photo = pst_image_new (160, 130, NULL);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
  g_autoptr (PstImage) out = NULL;
  PstRefineParams params = { 70, 3, FALSE, PST_LIKENESS };

  for (gint i = 0; i < 3 * 160 * 130; i++)
    photo->data[i] = .5;
  out = pst_refine (engine, manner, photo, NULL, &params, NULL, NULL, NULL, NULL);
  g_assert_cmpfloat (roughness (out, 4, FALSE), >, .02);
  g_assert_cmpfloat (roughness (out, 4, TRUE) / roughness (out, 4, FALSE), >, .8);
  g_assert_cmpfloat (roughness (out, 4, TRUE) / roughness (out, 4, FALSE), <, 1.25);
}

static void
test_threads (void)
{
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) photo = photo_of (70, 101);
  g_autoptr (PstImage) first = NULL;

  for (gint t = 1; t <= 3; t++)
    {
      g_autoptr (PstEngine) engine = pst_engine_new (t);
      g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
      g_autoptr (PstImage) out = NULL;
      PstRefineParams params = { 12, 3, FALSE, PST_LIKENESS };

      out = pst_refine (engine, manner, photo, NULL, &params, NULL, NULL, NULL, NULL);
      if (! first)
        first = g_steal_pointer (&out);
      else
        assert_same (out, first);
    }
}

static void
test_seed_and_start (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) photo = photo_of (70, 50);
  g_autoptr (PstImage) start = striped_painting (70, 50);
  g_autoptr (PstImage) wrong = striped_painting (71, 50);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
  const gsize bytes = 3 * 70 * 50 * sizeof (gfloat);
  PstRefineParams params[] = { { 8, 3, FALSE, PST_LIKENESS },
                               { 8, 4, FALSE, PST_LIKENESS },
                               { 8, 3, FALSE, PST_LIKENESS },
                               { 0, 3, FALSE, PST_LIKENESS } };
  PstImage *out[4];
  GError *error = NULL;

  for (gint i = 0; i < 4; i++)
    out[i] = pst_refine (engine, manner, photo, i >= 2 ? start : NULL, &params[i], NULL, NULL, NULL,
                         NULL);
  g_assert_cmpint (memcmp (out[0]->data, out[1]->data, bytes), !=, 0);
  g_assert_cmpint (memcmp (out[0]->data, out[2]->data, bytes), !=, 0);
  assert_same (out[3], start);
  for (gint i = 0; i < 4; i++)
    pst_image_free (out[i]);
  g_assert_null (pst_refine (engine, manner, photo, wrong, &params[0], NULL, NULL, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
  params[0].amount = NAN;
  g_assert_null (pst_refine (engine, manner, photo, NULL, &params[0], NULL, NULL, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
}

static void
test_sizes (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 2, 40 }, { 24, 24 }, { 37, 53 }, { 16, 130 } };
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) tiny = striped_painting (30, 24);
  g_autoptr (PstImage) speck = striped_painting (20, 24);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, NULL, NULL, NULL);
  g_autoptr (PstManner) of_tiny = pst_manner_new (engine, tiny, NULL, NULL, NULL);
  GError *error = NULL;

  g_assert_cmpint (pst_manner_get_params (manner)->size, ==, 120);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (gint k = 0; k < 2; k++)
      {
        g_autoptr (PstImage) photo = photo_of (sizes[i][0], sizes[i][1]);
        PstRefineParams params = { 8, 3, FALSE, PST_LIKENESS };
        g_autoptr (PstImage) out =
            pst_refine (engine, k ? of_tiny : manner, photo, NULL, &params, NULL, NULL, NULL, NULL);

        g_assert_cmpint (out->width, ==, photo->width);
        g_assert_cmpint (out->height, ==, photo->height);
        for (gint j = 0; j < 3 * photo->width * photo->height; j++)
          g_assert_true (out->data[j] >= 0 && out->data[j] <= 1);
      }
  g_assert_null (pst_manner_new (engine, speck, NULL, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_BAD_INPUT);
  g_clear_error (&error);
}

static void
test_cancel (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) photo = photo_of (70, 50);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);

  for (gint at = 1; at <= 4; at++)
    for (gint keep = 0; keep < 2; keep++)
      {
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GError) error = NULL;
        g_autoptr (PstImage) out = NULL;
        PstRefineParams params = { 12, 3, keep };
        Watch w = { .cancel_at = at, .cancellable = cancellable };

        out = pst_refine (engine, manner, photo, NULL, &params, watch, &w, cancellable, &error);
        g_assert_cmpint (w.calls, ==, at);
        if (keep)
          assert_same (out, w.seen);
        else
          {
            g_assert_null (out);
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          }
        pst_image_free (w.seen);
      }
}

static void
test_memory (void)
{
  g_autoptr (PstEngine) engine = pst_engine_new (2);
  g_autoptr (PstImage) painting = striped_painting (160, 120);
  g_autoptr (PstImage) photo = photo_of (300, 200);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, &small, NULL, NULL);
  gsize bytes = pst_refine_bytes (manner, 300, 200);
  PstRefineParams params = { 2, 3, FALSE, PST_LIKENESS };
  GError *error = NULL;

  pst_engine_set_memory_budget (engine, bytes - 1);
  g_assert_null (pst_refine (engine, manner, photo, NULL, &params, NULL, NULL, NULL, &error));
  g_assert_error (error, PST_ERROR, PST_ERROR_TOO_LARGE);
  g_clear_error (&error);
  pst_engine_set_memory_budget (engine, bytes);
  pst_image_free (pst_refine (engine, manner, photo, NULL, &params, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pst_engine_get_peak_bytes (engine), <=, bytes);
  g_assert_cmpuint (pst_refine_bytes (manner, 1200, 1200), <, 400 << 20);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refine/recolour", test_recolour);
  g_test_add_func ("/refine/one-hue", test_one_hue);
  g_test_add_func ("/refine/shadow", test_shadow);
  g_test_add_func ("/refine/tones-kept", test_tones_kept);
  g_test_add_func ("/refine/warm", test_warm);
  g_test_add_func ("/refine/strokes", test_strokes);
  g_test_add_func ("/refine/grays", test_grays);
  g_test_add_func ("/refine/monochrome", test_monochrome);
  g_test_add_func ("/refine/rim", test_rim);
  g_test_add_func ("/refine/threads", test_threads);
  g_test_add_func ("/refine/seed-and-start", test_seed_and_start);
  g_test_add_func ("/refine/sizes", test_sizes);
  g_test_add_func ("/refine/cancel", test_cancel);
  g_test_add_func ("/refine/memory", test_memory);
  return g_test_run ();
}
