/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/rows.h"

#include <math.h>
#include <string.h>

gint
pst_rows_channels (VipsImage *image)
{
  if (image->Type == VIPS_INTERPRETATION_CMYK && image->Bands >= 4)
    return 4;
  return image->Bands < 3 ? 1 : 3;
}

gboolean
pst_rows_has_alpha (VipsImage *image)
{
  return image->Bands > pst_rows_channels (image);
}

gboolean
pst_rows_is_linear (VipsImage *image)
{
  return vips_image_get_typeof (image, PST_ROWS_LINEAR) != 0;
}

static gfloat
get (gconstpointer data, VipsBandFormat format, gsize i)
{
  switch (format)
    {
    case VIPS_FORMAT_UCHAR:
      return (gfloat) ((const guint8 *) data)[i] / 255;
    case VIPS_FORMAT_USHORT:
      return (gfloat) ((const guint16 *) data)[i] / 65535;
    default:
      return ((const gfloat *) data)[i];
    }
}

void
pst_rows_get (VipsImage *image, gint y, gfloat *row, gfloat *alpha)
{
  gconstpointer data = VIPS_IMAGE_ADDR (image, 0, y);
  gsize channels = (gsize) pst_rows_channels (image), bands = (gsize) image->Bands;
  gsize width = (gsize) image->Xsize;

  for (gsize x = 0; x < width; x++)
    for (gsize c = 0; c < channels; c++)
      row[x * channels + c] = get (data, image->BandFmt, x * bands + c);
  for (gsize x = 0; alpha && x < width; x++)
    {
      gfloat a = bands > channels ? get (data, image->BandFmt, x * bands + channels) : 1;

      alpha[x] = isfinite (a) ? a : 0;
    }
}

void
pst_rows_put (const gfloat *values, VipsBandFormat format, gpointer to, gsize n)
{
  if (format == VIPS_FORMAT_UCHAR)
    for (gsize i = 0; i < n; i++)
      ((guint8 *) to)[i] = (guint8) (CLAMP (values[i], 0.0f, 1.0f) * 255 + 0.5f);
  else if (format == VIPS_FORMAT_USHORT)
    for (gsize i = 0; i < n; i++)
      ((guint16 *) to)[i] = (guint16) (CLAMP (values[i], 0.0f, 1.0f) * 65535 + 0.5f);
  else
    memcpy (to, values, n * sizeof (gfloat));
}

/* ---- all of them ------------------------------------------------------ */

#define ROWS_AT_ONCE 64
#define MOST_THREADS 8

typedef struct
{
  PstRowsFunc func;
  gpointer user_data;
  gint height;
  gint next;   /* atomic: the first row that nobody has */
  gint failed; /* atomic */
} Work;

static gpointer
work_main (gpointer data)
{
  Work *work = data;
  gint first;

  while ((first = g_atomic_int_add (&work->next, ROWS_AT_ONCE)) < work->height)
    if (! work->func (first, MIN (first + ROWS_AT_ONCE, work->height), work->user_data))
      g_atomic_int_set (&work->failed, 1);
  return NULL;
}

gboolean
pst_rows_for_all (gint height, PstRowsFunc func, gpointer user_data)
{
  Work work = { func, user_data, height, 0, 0 };
  GThread *threads[MOST_THREADS - 1] = { NULL };
  gint n = MIN ((gint) g_get_num_processors (), MOST_THREADS) - 1;

  for (gint i = 0; i < n && height > ROWS_AT_ONCE * (i + 1); i++)
    threads[i] = g_thread_try_new ("pastiche-rows", work_main, &work, NULL);
  work_main (&work);
  for (gint i = 0; i < MOST_THREADS - 1; i++)
    if (threads[i])
      g_thread_join (threads[i]);
  return ! work.failed;
}
