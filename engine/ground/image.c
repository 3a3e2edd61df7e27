/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/pastiche.h"

#include <math.h>
#include <string.h>

#include "ground/resample.h"

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

PstImage *
pst_image_crop (const PstImage *image, gint x, gint y, gint width, gint height, GError **error)
{
  PstImage *part = pst_image_new (width, height, error);
  gsize row = (gsize) width;

  if (! part)
    return NULL;
  for (gint c = 0; c < 3; c++)
    for (gint j = 0; j < height; j++)
      memcpy (part->data + ((gsize) c * height + j) * row,
              image->data + ((gsize) c * image->height + y + j) * image->width + x,
              row * sizeof (gfloat));
  return part;
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

PstImage *
pst_image_resize (const PstImage *image, gint width, gint height, GError **error)
{
  g_autoptr (PstImage) result = pst_image_new (width, height, error);

  if (! result)
    return NULL;
  if (width == image->width && height == image->height)
    {
      memcpy (result->data, image->data,
              (gsize) 3 * (gsize) width * (gsize) height * sizeof (gfloat));
      return g_steal_pointer (&result);
    }
  for (gsize c = 0; c < 3; c++)
    if (! pst_resample (&pst_kernel_lanczos,
                        image->data + c * (gsize) image->width * (gsize) image->height,
                        image->width, image->height,
                        result->data + c * (gsize) width * (gsize) height, width, height))
      {
        g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                     "No memory to resize a picture to %d x %d pixels. Close other programs or use "
                     "a smaller picture.",
                     width, height);
        return NULL;
      }
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

PstImage *
pst_image_limit_short (PstImage *image, gint short_side, GError **error)
{
  g_autoptr (PstImage) whole = image;

  if (! whole || MIN (whole->width, whole->height) <= short_side)
    return g_steal_pointer (&whole);
  return pst_image_resize_short (whole, short_side, error);
}
