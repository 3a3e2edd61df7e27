/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/surface.h"

#include <babl/babl.h>

/* GIMP's own squares, of medium size and gray. */
#define SQUARE 8
#define LIGHT  153
#define DARK   102

static guint32
byte (gfloat value)
{
  return (guint32) (CLAMP (value, 0.0f, 1.0f) * 255 + .5f);
}

static void
pack_row (const gfloat *red, const gfloat *green, const gfloat *blue, guint32 *out, gint width)
{
  for (gint x = 0; x < width; x++)
    out[x] = byte (red[x]) << 16 | byte (green[x]) << 8 | byte (blue[x]);
}

/* @row: room for interleaved pixels. */
static void
pack_managed_row (GimpColorTransform *transform, const gfloat *const planes[3], gfloat *row,
                  guint32 *out, gint width)
{
  const Babl *format = babl_format ("R'G'B' float");

  for (gint x = 0; x < width; x++)
    for (gint c = 0; c < 3; c++)
      row[3 * x + c] = planes[c][x];
  gimp_color_transform_process_pixels (transform, format, row, format, row, (gsize) width);
  for (gint x = 0; x < width; x++)
    out[x] = byte (row[3 * x]) << 16 | byte (row[3 * x + 1]) << 8 | byte (row[3 * x + 2]);
}

/* Puts squares below the row at (@x0, @y) of the whole. */
static void
check_row (guint32 *row, const guint8 *alpha, gint width, gint x0, gint y)
{
  for (gint x = 0; x < width; x++)
    {
      guint32 square = ((x0 + x) / SQUARE + y / SQUARE) % 2 ? DARK : LIGHT;
      guint32 a = alpha[x], pixel = 0;

      for (gint shift = 0; shift <= 16; shift += 8)
        pixel |= (((row[x] >> shift & 255) * a + square * (255 - a) + 127) / 255) << shift;
      row[x] = pixel;
    }
}

cairo_surface_t *
pst_surface_new (const PstImage *image, GimpColorTransform *transform, const guint8 *alpha, gint x,
                 gint y)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, image->width, image->height);
  gsize size = (gsize) image->width * image->height;
  g_autofree gfloat *row = transform ? g_new (gfloat, (gsize) image->width * 3) : NULL;
  guchar *pixels;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return surface; /* draws nothing */

  pixels = cairo_image_surface_get_data (surface);
  for (gint v = 0; v < image->height; v++)
    {
      const gfloat *red = image->data + (gsize) v * image->width;
      const gfloat *const planes[] = { red, red + size, red + 2 * size };
      guint32 *out = (guint32 *) (pixels + (gsize) v * cairo_image_surface_get_stride (surface));

      if (transform)
        pack_managed_row (transform, planes, row, out, image->width);
      else
        pack_row (planes[0], planes[1], planes[2], out, image->width);
      if (alpha)
        check_row (out, alpha + (gsize) v * image->width, image->width, x, y + v);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

void
pst_image_make_gray (PstImage *image)
{
  const Babl *fish = babl_fish (babl_format ("R'G'B' float"), babl_format ("Y' float"));
  gsize plane = (gsize) image->width * image->height;
  g_autofree gfloat *row = g_new (gfloat, (gsize) image->width * 3);

  for (gsize at = 0; at < plane; at += (gsize) image->width)
    {
      gfloat *red = image->data + at;

      for (gint x = 0; x < image->width; x++)
        for (gsize c = 0; c < 3; c++)
          row[3 * x + c] = red[c * plane + x];
      babl_process (fish, row, red, image->width);
      for (gint x = 0; x < image->width; x++)
        red[plane + x] = red[2 * plane + x] = red[x];
    }
}

void
pst_image_mask (PstImage *image, const PstImage *photo, const guint8 *mask)
{
  gsize plane = (gsize) image->width * image->height;

  for (gsize c = 0; c < 3; c++)
    for (gsize i = 0; i < plane; i++)
      {
        gfloat *to = image->data + c * plane + i, from = photo->data[c * plane + i];

        *to = from + (*to - from) * (gfloat) mask[i] / 255;
      }
}
