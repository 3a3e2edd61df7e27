/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine.h"

#include <math.h>
#include <string.h>

#define LOBES     3 /* of the Lanczos kernel */
#define MAX_VALUE 64.0f

PstImage *
pst_image_new (gint width, gint height, GError **error)
{
  PstImage *image;
  gfloat *data = NULL;
  gsize n;

  if (width < 1 || height < 1)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A picture of %d x %d pixels cannot be used: it must be 1 x 1 or larger.", width,
                   height);
      return NULL;
    }
  if (g_size_checked_mul (&n, (gsize) width, (gsize) height) && g_size_checked_mul (&n, n, 3))
    data = g_try_new0 (gfloat, n);
  if (! data)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "A picture of %d x %d pixels needs %.1f GB of memory, which there is not. Close "
                   "other programs or use a smaller picture.",
                   width, height, 12e-9 * width * height);
      return NULL;
    }
  image = g_new (PstImage, 1);
  image->width = width;
  image->height = height;
  image->data = data;
  return image;
}

void
pst_image_free (PstImage *image)
{
  if (! image)
    return;
  g_free (image->data);
  g_free (image);
}

void
pst_image_sanitise (PstImage *image)
{
  gsize n = (gsize) 3 * (gsize) image->width * (gsize) image->height;

  for (gsize i = 0; i < n; i++)
    if (isnan (image->data[i]))
      image->data[i] = 0.0f;
    else
      image->data[i] = CLAMP (image->data[i], -MAX_VALUE, MAX_VALUE);
}

/* ---- resampling ------------------------------------------------------- */

/* For each of @n outputs, @width weights (sum 1) for the inputs from first[i]
 * on, all of which exist: what falls outside is added to the edge's weight. */
typedef struct
{
  gint n;
  gint width;
  gint *first;
  gdouble *weights; /* [n][width] */
} Taps;

static void
taps_free (Taps *taps)
{
  g_free (taps->first);
  g_free (taps->weights);
  g_free (taps);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taps, taps_free)

static gdouble
lanczos (gdouble x)
{
  if (fabs (x) < 1e-9)
    return 1.0;
  if (fabs (x) >= LOBES)
    return 0.0;
  x *= G_PI;
  return sin (x) / x * sin (x / LOBES) / (x / LOBES);
}

/* NULL if there is no memory. */
static Taps *
taps_new (gint from, gint to)
{
  g_autoptr (Taps) taps = g_new0 (Taps, 1);
  gdouble ratio = (gdouble) from / to, stretch = MAX (1.0, ratio);
  gdouble reach = LOBES * stretch;
  gsize size;

  taps->n = to;
  taps->width = (gint) MIN ((gdouble) from, ceil (2.0 * reach) + 1.0);
  taps->first = g_try_new (gint, (gsize) to);
  if (! g_size_checked_mul (&size, (gsize) to, (gsize) taps->width))
    return NULL;
  taps->weights = g_try_new0 (gdouble, size);
  if (! taps->first || ! taps->weights)
    return NULL;

  for (gint i = 0; i < to; i++)
    {
      gdouble *weights = taps->weights + (gsize) i * (gsize) taps->width;
      gdouble centre = (i + 0.5) * ratio - 0.5, sum = 0.0;
      gint64 begin = (gint64) ceil (centre - reach), end = (gint64) floor (centre + reach);
      gint first = (gint) CLAMP (begin, 0, from - taps->width);

      taps->first[i] = first;
      for (gint64 k = begin; k <= end; k++)
        {
          gdouble weight = lanczos (((gdouble) k - centre) / stretch);

          weights[CLAMP (k, 0, from - 1) - first] += weight;
          sum += weight;
        }
      for (gint k = 0; k < taps->width; k++)
        weights[k] /= sum;
    }
  return g_steal_pointer (&taps);
}

/* Both keep sums in double, so that rounding leaves a plain picture plain. */
static void
resample_rows (gfloat *to, const gfloat *from, gint width, gint n_rows, const Taps *taps)
{
  for (gint y = 0; y < n_rows; y++)
    for (gint x = 0; x < taps->n; x++)
      {
        const gfloat *in = from + (gsize) y * (gsize) width + taps->first[x];
        const gdouble *weights = taps->weights + (gsize) x * (gsize) taps->width;
        gdouble sum = 0.0;

        for (gint k = 0; k < taps->width; k++)
          sum += weights[k] * in[k];
        to[(gsize) y * (gsize) taps->n + x] = (gfloat) sum;
      }
}

/* @row: room for @width. */
static void
resample_columns (gfloat *to, const gfloat *from, gint width, const Taps *taps, gdouble *row)
{
  for (gint y = 0; y < taps->n; y++)
    {
      memset (row, 0, (gsize) width * sizeof *row);
      for (gint k = 0; k < taps->width; k++)
        {
          const gfloat *in = from + (gsize) (taps->first[y] + k) * (gsize) width;
          gdouble weight = taps->weights[(gsize) y * (gsize) taps->width + k];

          for (gint x = 0; x < width; x++)
            row[x] += weight * in[x];
        }
      for (gint x = 0; x < width; x++)
        to[(gsize) y * (gsize) width + x] = (gfloat) row[x];
    }
}

PstImage *
pst_image_resize (const PstImage *image, gint width, gint height, GError **error)
{
  g_autoptr (PstImage) result = pst_image_new (width, height, error), middle = NULL;
  g_autoptr (Taps) columns = NULL, rows = NULL;
  g_autofree gdouble *row = NULL;

  if (! result)
    return NULL;
  if (width == image->width && height == image->height)
    {
      memcpy (result->data, image->data,
              (gsize) 3 * (gsize) width * (gsize) height * sizeof (gfloat));
      return g_steal_pointer (&result);
    }
  middle = pst_image_new (width, image->height, error);
  if (! middle)
    return NULL;
  columns = taps_new (image->width, width);
  rows = taps_new (image->height, height);
  row = g_try_new (gdouble, (gsize) width);
  if (! columns || ! rows || ! row)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "No memory to resize a picture to %d x %d pixels. Close other programs or use a "
                   "smaller picture.",
                   width, height);
      return NULL;
    }
  resample_rows (middle->data, image->data, image->width, 3 * image->height, columns);
  for (gsize c = 0; c < 3; c++)
    resample_columns (result->data + c * (gsize) width * (gsize) height,
                      middle->data + c * (gsize) width * (gsize) image->height, width, rows, row);
  return g_steal_pointer (&result);
}

PstImage *
pst_image_resize_short (const PstImage *image, gint short_side, GError **error)
{
  gint shorter = MIN (image->width, image->height), longer = MAX (image->width, image->height);
  gdouble longer_side = floor ((gdouble) longer * short_side / shorter + 0.5);

  if (longer_side > G_MAXINT)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "A picture of %d x %d pixels cannot be resized to a short side of %d: it is too "
                   "long. Crop it first.",
                   image->width, image->height, short_side);
      return NULL;
    }
  return image->width < image->height
             ? pst_image_resize (image, short_side, (gint) longer_side, error)
             : pst_image_resize (image, (gint) longer_side, short_side, error);
}
