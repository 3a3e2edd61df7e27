/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/pixels.h"

#include <math.h>
#include <string.h>

#include "pictures/fill.h"

#define PIXEL_FORMAT "R'G'B'A float"
#define STRIP_BYTES  (4 << 20) /* interleaved pixels that are held at once, about */

static gint
strip_rows (gint width, gint height)
{
  return CLAMP (STRIP_BYTES / (4 * (gint) sizeof (gfloat)) / width, 1, height);
}

static gboolean
out_of_memory (gint width, gint height, GError **error)
{
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               "There is not enough memory for a picture of %d x %d pixels: "
               "scale it down or select a part of it",
               width, height);
  return FALSE;
}

static gboolean
resolve_rect (GeglBuffer *buffer, const GeglRectangle *rect, GeglRectangle *out, GError **error)
{
  *out = rect ? *rect : *gegl_buffer_get_extent (buffer);
  if (out->width > 0 && out->height > 0)
    return TRUE;
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                       "There are no pixels to read: the picture is empty");
  return FALSE;
}

PstImage *
pst_pixels_read (GeglBuffer *buffer, const GeglRectangle *rect, gfloat **alpha, GError **error)
{
  g_autoptr (PstImage) image = NULL;
  g_autofree gfloat *plane = NULL;
  g_autofree gfloat *strip = NULL;
  const Babl *format = babl_format (PIXEL_FORMAT);
  GeglRectangle all;
  gsize size;
  gint rows;

  if (alpha)
    *alpha = NULL;
  if (! resolve_rect (buffer, rect, &all, error))
    return NULL;

  image = pst_image_new (all.width, all.height, error);
  if (! image)
    return NULL;

  size = (gsize) all.width * all.height;
  rows = strip_rows (all.width, all.height);
  strip = g_try_new (gfloat, (gsize) all.width * rows * 4);
  if (babl_format_has_alpha (gegl_buffer_get_format (buffer)))
    plane = g_try_new (gfloat, size);
  if (! strip || (! plane && babl_format_has_alpha (gegl_buffer_get_format (buffer))))
    {
      out_of_memory (all.width, all.height, error);
      return NULL;
    }

  for (gint y = 0; y < all.height; y += rows)
    {
      GeglRectangle part = { all.x, all.y + y, all.width, MIN (rows, all.height - y) };
      gsize first = (gsize) y * all.width;
      gsize n = (gsize) part.width * part.height;

      gegl_buffer_get (buffer, &part, 1.0, format, strip, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
      for (gsize i = 0; i < n; i++)
        {
          for (gint c = 0; c < 3; c++)
            image->data[c * size + first + i] = strip[i * 4 + c];
          if (plane)
            plane[first + i] = isfinite (strip[i * 4 + 3]) ? strip[i * 4 + 3] : 0.0f;
        }
    }

  pst_image_sanitise (image);
  if (plane && ! pst_pixels_fill (image, plane, error))
    return NULL;

  if (alpha)
    *alpha = g_steal_pointer (&plane);
  return g_steal_pointer (&image);
}

gboolean
pst_pixels_write (GeglBuffer *buffer, const GeglRectangle *rect, const PstImage *image,
                  const gfloat *alpha, GError **error)
{
  g_autofree gfloat *strip = NULL;
  const Babl *format = babl_format (PIXEL_FORMAT);
  GeglRectangle all;
  gsize size;
  gint rows;

  if (! resolve_rect (buffer, rect, &all, error))
    return FALSE;
  if (all.width != image->width || all.height != image->height)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A picture of %d x %d pixels does not fit an area of %d x %d", image->width,
                   image->height, all.width, all.height);
      return FALSE;
    }

  size = (gsize) all.width * all.height;
  rows = strip_rows (all.width, all.height);
  strip = g_try_new (gfloat, (gsize) all.width * rows * 4);
  if (! strip)
    return out_of_memory (all.width, all.height, error);

  for (gint y = 0; y < all.height; y += rows)
    {
      GeglRectangle part = { all.x, all.y + y, all.width, MIN (rows, all.height - y) };
      gsize first = (gsize) y * all.width;
      gsize n = (gsize) part.width * part.height;

      for (gsize i = 0; i < n; i++)
        {
          for (gint c = 0; c < 3; c++)
            strip[i * 4 + c] = image->data[c * size + first + i];
          strip[i * 4 + 3] = alpha ? alpha[first + i] : 1.0f;
        }
      gegl_buffer_set (buffer, &part, 0, format, strip, GEGL_AUTO_ROWSTRIDE);
    }
  return TRUE;
}

static gboolean
has_type (const Babl *format, const gchar *name)
{
  return g_str_equal (babl_get_name (babl_format_get_type (format, 0)), name);
}

/* What stands for a value that is not finite. */
static gdouble
replacement (gdouble value, gboolean is_alpha)
{
  return is_alpha || isnan (value) ? 0 : value > 0 ? 64 : -64;
}

/* Makes one component finite, in its own bytes: babl's ways between floats are
 * not all exact.  FALSE if it was finite. */
static gboolean
make_finite (guint8 *bytes, gsize size, gboolean is_alpha)
{
  if (size == sizeof (gdouble))
    {
      gdouble value;

      memcpy (&value, bytes, size);
      if (isfinite (value))
        return FALSE;
      value = replacement (value, is_alpha);
      memcpy (bytes, &value, size);
    }
  else if (size == sizeof (gfloat))
    {
      gfloat value;

      memcpy (&value, bytes, size);
      if (isfinite (value))
        return FALSE;
      value = (gfloat) replacement (value, is_alpha);
      memcpy (bytes, &value, size);
    }
  else
    {
      const guint16 infinity = 0x7c00, mantissa = 0x03ff, sign = 0x8000, sixty_four = 0x5400;
      guint16 half;

      memcpy (&half, bytes, size);
      if ((half & infinity) != infinity)
        return FALSE;
      half = is_alpha || (half & mantissa) ? 0 : (guint16) ((half & sign) | sixty_four);
      memcpy (bytes, &half, size);
    }
  return TRUE;
}

gboolean
pst_pixels_copy (GeglBuffer *from, GeglBuffer *to, GError **error)
{
  const Babl *format = gegl_buffer_get_format (to);
  gint width = gegl_buffer_get_width (to), height = gegl_buffer_get_height (to);
  gint rows = strip_rows (width, height), n = babl_format_get_n_components (format);
  gsize pixel = (gsize) babl_format_get_bytes_per_pixel (format), size = pixel / (gsize) n;
  gboolean has_alpha = babl_format_has_alpha (format);
  g_autofree guint8 *strip = NULL;

  gegl_buffer_copy (from, NULL, GEGL_ABYSS_NONE, to, NULL);
  if (! has_type (format, "half") && ! has_type (format, "float") && ! has_type (format, "double"))
    return TRUE;

  strip = g_try_malloc (pixel * width * rows);
  if (! strip)
    return out_of_memory (width, height, error);
  for (gint y = 0; y < height; y += rows)
    {
      GeglRectangle part = { gegl_buffer_get_x (to), gegl_buffer_get_y (to) + y, width,
                             MIN (rows, height - y) };
      gboolean changed = FALSE;

      gegl_buffer_get (to, &part, 1.0, format, strip, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      for (gsize i = 0; i < (gsize) width * part.height; i++)
        for (gint c = 0; c < n; c++)
          changed |=
              make_finite (strip + i * pixel + (gsize) c * size, size, has_alpha && c == n - 1);
      if (changed)
        gegl_buffer_set (to, &part, 0, format, strip, GEGL_AUTO_ROWSTRIDE);
    }
  return TRUE;
}

gboolean
pst_pixels_copy_alpha (GeglBuffer *from, GeglBuffer *to, GError **error)
{
  const Babl *format = gegl_buffer_get_format (to);
  gint width = gegl_buffer_get_width (to), height = gegl_buffer_get_height (to);
  gint rows = strip_rows (width, height);
  gsize pixel = (gsize) babl_format_get_bytes_per_pixel (format), component;
  gboolean is_double = has_type (format, "double");
  g_autofree guint8 *a = NULL;
  g_autofree guint8 *b = NULL;

  if (! babl_format_has_alpha (format) || gegl_buffer_get_format (from) != format
      || (! has_type (format, "u32") && ! is_double))
    return TRUE;

  component = pixel / (gsize) babl_format_get_n_components (format);
  a = g_try_malloc (pixel * width * rows);
  b = g_try_malloc (pixel * width * rows);
  if (! a || ! b)
    return out_of_memory (width, height, error);

  for (gint y = 0; y < height; y += rows)
    {
      GeglRectangle part = { gegl_buffer_get_x (to), gegl_buffer_get_y (to) + y, width,
                             MIN (rows, height - y) };
      GeglRectangle there = { gegl_buffer_get_x (from), gegl_buffer_get_y (from) + y, width,
                              part.height };

      /* Bytes: babl may go by way of floats. */
      gegl_buffer_get (from, &there, 1.0, format, a, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      gegl_buffer_get (to, &part, 1.0, format, b, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      for (gsize i = 1; i <= (gsize) width * part.height; i++)
        {
          gdouble value = 0;

          if (is_double)
            memcpy (&value, a + i * pixel - component, component);
          if (isfinite (value))
            memcpy (b + i * pixel - component, a + i * pixel - component, component);
        }
      gegl_buffer_set (to, &part, 0, format, b, GEGL_AUTO_ROWSTRIDE);
    }
  return TRUE;
}

gint
pst_pixels_get_n_threads (void)
{
  gint n = 0;

  g_object_get (gegl_config (), "threads", &n, NULL);
  return MAX (n, 0);
}
