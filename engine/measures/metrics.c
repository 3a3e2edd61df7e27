/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sliced Wasserstein distances of patches on a Laplacian pyramid, after Karras
 * et al. 2018, but in units of pixels and as ratios to the photo's own.
 * tests/metrics_twin.py is the same in numpy. */

#include "ground/order.h"
#include "measures/content.h"
#include "measures/faults.h"
#include "measures/luma.h"
#include "measures/touch.h"

#include <math.h>
#include <string.h>

#define MIN_SIDE   32
#define LEVELS     3
#define PATCH      7
#define PATCH_DIMS (3 * PATCH * PATCH)
#define PATCHES    4096
#define PIXELS     16384
#define DIRECTIONS 64

/* Streams of random numbers. */
#define STREAM_PATCH_DIRECTIONS 1 /* + level */
#define STREAM_PATCHES          11
#define STREAM_PIXELS           21
#define STREAM_PIXEL_DIRECTIONS 22

static gsize
plane_size (const PstImage *image)
{
  return (gsize) image->width * (gsize) image->height;
}

/* The @counter-th number of a stream, in [0,1): the finaliser of SplitMix64
 * (Steele et al. 2014) on a counter. */
static gdouble
uniform (guint64 stream, guint64 counter)
{
  guint64 z = ((stream << 32) + counter + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  z ^= z >> 31;
  return (gdouble) (z >> 11) * 0x1p-53;
}

/* DIRECTIONS unit vectors, directions [dims][DIRECTIONS]. */
static void
draw_directions (guint64 stream, gint dims, gfloat *directions)
{
  for (gint j = 0; j < DIRECTIONS; j++)
    {
      gdouble values[PATCH_DIMS], norm = 0.0;

      for (gint i = 0; i < dims; i++)
        {
          guint64 k = 2 * ((guint64) j * (guint64) dims + (guint64) i);

          values[i] = sqrt (-2.0 * log (1.0 - uniform (stream, k)))
                      * cos (2.0 * G_PI * uniform (stream, k + 1));
          norm += values[i] * values[i];
        }
      for (gint i = 0; i < dims; i++)
        directions[i * DIRECTIONS + j] = (gfloat) (values[i] / sqrt (norm));
    }
}

/* The @k-th of @n indices below @size: at random in its n-th part. */
static gsize
pick (guint64 stream, gsize k, gsize n, gsize size)
{
  gsize index = (gsize) (((gdouble) k + uniform (stream, k)) * (gdouble) size / (gdouble) n);

  return MIN (index, size - 1);
}

/* ---- style ------------------------------------------------------------ */

/* Half the size (rounded up) after a blur by [1 4 6 4 1]/16, edges repeated. */
static PstImage *
halve (const PstImage *image, GError **error)
{
  static const gfloat kernel[5] = { 1.0f / 16, 4.0f / 16, 6.0f / 16, 4.0f / 16, 1.0f / 16 };
  gint width = (image->width + 1) / 2, height = (image->height + 1) / 2;
  g_autoptr (PstImage) middle = pst_image_new (width, image->height, error), half = NULL;

  if (! middle)
    return NULL;
  half = pst_image_new (width, height, error);
  if (! half)
    return NULL;
  for (gint y = 0; y < 3 * image->height; y++)
    {
      const gfloat *row = image->data + (gsize) y * (gsize) image->width;

      for (gint x = 0; x < width; x++)
        {
          gfloat sum = 0.0f;

          for (gint k = -2; k <= 2; k++)
            sum += kernel[k + 2] * row[CLAMP (2 * x + k, 0, image->width - 1)];
          middle->data[(gsize) y * (gsize) width + x] = sum;
        }
    }
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      {
        gfloat *to = half->data + ((gsize) c * (gsize) height + y) * (gsize) width;
        const gfloat *plane = middle->data + (gsize) c * plane_size (middle);

        for (gint k = -2; k <= 2; k++)
          {
            const gfloat *row =
                plane + (gsize) CLAMP (2 * y + k, 0, image->height - 1) * (gsize) width;

            for (gint x = 0; x < width; x++)
              to[x] += kernel[k + 2] * row[x];
          }
      }
  return g_steal_pointer (&half);
}

/* A value of the row (or column) that halve () would have made @values from;
 * @n of them, @step apart. */
static gfloat
doubled (const gfloat *values, gint n, gsize step, gint i)
{
  gint at = i / 2;
  gsize next = (gsize) MIN (at + 1, n - 1) * step, last = (gsize) MAX (at - 1, 0) * step;

  if (i % 2)
    return 0.5f * (values[(gsize) at * step] + values[next]);
  return 0.125f * (values[last] + 6.0f * values[(gsize) at * step] + values[next]);
}

/* image -= doubled @half: what is left is one level of the Laplacian pyramid. */
static gboolean
subtract_doubled (PstImage *image, const PstImage *half, GError **error)
{
  g_autoptr (PstImage) middle = pst_image_new (half->width, image->height, error);

  if (! middle)
    return FALSE;
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < image->height; y++)
      for (gint x = 0; x < half->width; x++)
        middle->data[((gsize) c * (gsize) image->height + y) * (gsize) half->width + x] = doubled (
            half->data + (gsize) c * plane_size (half) + x, half->height, (gsize) half->width, y);
  for (gint y = 0; y < 3 * image->height; y++)
    for (gint x = 0; x < image->width; x++)
      image->data[(gsize) y * (gsize) image->width + x] -=
          doubled (middle->data + (gsize) y * (gsize) half->width, half->width, 1, x);
  return TRUE;
}

/* Averages of 4 x 4 pixels; what is left over at the edges is dropped. */
static PstImage *
quarter (const PstImage *image, GError **error)
{
  gint width = image->width / 4, height = image->height / 4;
  PstImage *small = pst_image_new (width, height, error);

  if (! small)
    return NULL;
  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < 4 * height; y++)
      for (gint x = 0; x < 4 * width; x++)
        small->data[((gsize) c * (gsize) height + y / 4) * (gsize) width + x / 4] +=
            image->data[((gsize) c * (gsize) image->height + y) * (gsize) image->width + x] / 16.0f;
  return small;
}

/* @scratch [3 n]. */
static void
sort_floats (gfloat *values, gsize n, guint64 *scratch)
{
  gfloat *copy = (gfloat *) (scratch + 2 * n);

  pst_order (values, (gint) n, scratch, scratch + n);
  memcpy (copy, values, n * sizeof (gfloat));
  for (gsize i = 0; i < n; i++)
    values[i] = copy[PST_ORDER_INDEX (scratch[n + i])];
}

/* Projects @n squares of @side x @side x 3 values, picked from @image, on the
 * directions, and sorts along each: [DIRECTIONS][n], to be freed. */
static gfloat *
project (const PstImage *image, gint side, gsize n, guint64 picks, guint64 directions_stream,
         GError **error)
{
  gfloat directions[PATCH_DIMS * DIRECTIONS];
  gint dims = 3 * side * side;
  gsize columns = (gsize) (image->width - side + 1), rows = (gsize) (image->height - side + 1);
  gfloat *sorted = g_try_new (gfloat, DIRECTIONS * n);
  g_autofree guint64 *scratch = g_try_new (guint64, 3 * n);

  if (! sorted || ! scratch)
    {
      g_free (sorted);
      pst_measure_no_memory (error);
      return NULL;
    }
  draw_directions (directions_stream, dims, directions);
  for (gsize k = 0; k < n; k++)
    {
      gsize at = pick (picks, k, n, columns * rows);
      gfloat sums[DIRECTIONS] = { 0.0f };

      for (gint i = 0; i < dims; i++)
        {
          gint c = i / (side * side), y = i / side % side, x = i % side;
          gfloat value =
              image->data[(gsize) c * plane_size (image) + (at / columns + y) * (gsize) image->width
                          + at % columns + x];

          for (gint j = 0; j < DIRECTIONS; j++)
            sums[j] += value * directions[i * DIRECTIONS + j];
        }
      for (gint j = 0; j < DIRECTIONS; j++)
        sorted[(gsize) j * n + k] = sums[j];
    }
  for (gint j = 0; j < DIRECTIONS; j++)
    sort_floats (sorted + (gsize) j * n, n, scratch);
  return sorted;
}

/* Mean distance of two that were made by project () with the same @n. */
static gdouble
distance (const gfloat *a, const gfloat *b, gsize n)
{
  gdouble sum = 0.0;

  for (gsize i = 0; i < DIRECTIONS * n; i++)
    sum += fabs ((gdouble) a[i] - b[i]);
  return sum / (gdouble) (DIRECTIONS * n);
}

/* What a picture's texture and palette are compared by. */
typedef struct
{
  gfloat *levels[LEVELS];
  gfloat *pixels;
} Profile;

static void
profile_free (Profile *profile)
{
  for (gint i = 0; i < LEVELS; i++)
    g_free (profile->levels[i]);
  g_free (profile->pixels);
  g_free (profile);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Profile, profile_free)

static Profile *
profile_new (const PstImage *image, GError **error)
{
  g_autoptr (Profile) profile = g_new0 (Profile, 1);
  g_autoptr (PstImage) small = quarter (image, error), level = NULL;

  if (! small)
    return NULL;
  profile->pixels = project (small, 1, PIXELS, STREAM_PIXELS, STREAM_PIXEL_DIRECTIONS, error);
  level = pst_image_resize (image, image->width, image->height, error);
  if (! profile->pixels || ! level)
    return NULL;
  for (gint i = 0; i < LEVELS; i++)
    {
      PstImage *half = halve (level, error);

      if (half && subtract_doubled (level, half, error))
        profile->levels[i] = project (level, PATCH, PATCHES, STREAM_PATCHES + (guint64) i,
                                      STREAM_PATCH_DIRECTIONS + (guint64) i, error);
      pst_image_free (level);
      level = half;
      if (! profile->levels[i])
        return NULL;
    }
  return g_steal_pointer (&profile);
}

static gdouble
texture_distance (const Profile *a, const Profile *b)
{
  gdouble sum = 0.0;

  for (gint i = 0; i < LEVELS; i++)
    sum += distance (a->levels[i], b->levels[i], PATCHES);
  return sum / LEVELS;
}

/* @result in units of the photo's @own; a photo that is the painting has
 * nothing to gain. */
static gdouble
ratio (gdouble result, gdouble own)
{
  return own > 1e-6 ? result / own : 1.0;
}

/* ---- all of it -------------------------------------------------------- */

static gboolean
check_size (const PstImage *image, const gchar *name, GError **error)
{
  if (image->width >= MIN_SIDE && image->height >= MIN_SIDE)
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               "The %s is of %d x %d pixels. To compare, it must be %d x %d or larger.", name,
               image->width, image->height, MIN_SIDE, MIN_SIDE);
  return FALSE;
}

struct _PstGauge
{
  Profile *profile;
  PstTraits traits;
  PstTouch touch;
};

PstGauge *
pst_gauge_new (const PstImage *painting, GError **error)
{
  g_autoptr (PstGauge) gauge = g_new0 (PstGauge, 1);
  g_autoptr (PstImage) style = NULL;

  if (! check_size (painting, "painting", error) || ! (style = pst_measure_levels (painting, error))
      || ! (gauge->profile = profile_new (style, error))
      || ! pst_traits_measure (&gauge->traits, style, error)
      || ! pst_touch_measure (&gauge->touch, style, error))
    return NULL;
  return g_steal_pointer (&gauge);
}

void
pst_gauge_free (PstGauge *gauge)
{
  if (! gauge)
    return;
  if (gauge->profile)
    profile_free (gauge->profile);
  g_free (gauge);
}

gdouble
pst_gauge_get_chroma (const PstGauge *gauge)
{
  return gauge->traits.chroma;
}

static gboolean
measure_metrics (const PstGauge *gauge, const PstImage *before, const PstImage *after,
                 PstMetrics *metrics, GError **error)
{
  const Profile *of_style = gauge->profile;
  const PstTouch *of_painter = &gauge->touch;
  PstTouch of_photo, of_result;
  g_autoptr (Profile) of_before = NULL, of_after = NULL;

  if (! pst_content_measure (before, after, metrics, error)
      || ! (of_before = profile_new (before, error)) || ! (of_after = profile_new (after, error))
      || ! pst_touch_measure (&of_photo, before, error)
      || ! pst_touch_measure (&of_result, after, error))
    return FALSE;
  metrics->texture =
      ratio (texture_distance (of_after, of_style), texture_distance (of_before, of_style));
  metrics->palette = ratio (distance (of_after->pixels, of_style->pixels, PIXELS),
                            distance (of_before->pixels, of_style->pixels, PIXELS));
  metrics->touch =
      ratio (pst_touch_compare (&of_result, of_painter), pst_touch_compare (&of_photo, of_painter));
  metrics->coherence = ratio (of_result.coherence, of_painter->coherence);
  metrics->s = sqrt (MAX (metrics->gradient_correlation, 0.0) * metrics->edge_f)
               * (1.0 - MIN (1.0, metrics->texture)) * (1.0 - MIN (1.0, metrics->palette));
  return TRUE;
}

gboolean
pst_gauge_measure (const PstGauge *gauge, const PstImage *photo, const PstImage *result,
                   PstMetrics *metrics, PstFaults *faults, GError **error)
{
  g_autoptr (PstImage) before = NULL, after = NULL;

  if (! check_size (photo, "photo", error))
    return FALSE;
  if (photo->width != result->width || photo->height != result->height)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "The photo is of %d x %d pixels and the result of %d x %d. To compare, they "
                   "must be of one size.",
                   photo->width, photo->height, result->width, result->height);
      return FALSE;
    }
  if (! (before = pst_measure_levels (photo, error))
      || ! (after = pst_measure_levels (result, error)))
    return FALSE;
  return (! metrics || measure_metrics (gauge, before, after, metrics, error))
         && (! faults || pst_faults_measure (faults, &gauge->traits, before, after, error));
}

gboolean
pst_evaluate (const PstImage *painting, const PstImage *photo, const PstImage *result,
              PstMetrics *metrics, GError **error)
{
  g_autoptr (PstGauge) gauge = pst_gauge_new (painting, error);

  return gauge && pst_gauge_measure (gauge, photo, result, metrics, NULL, error);
}
