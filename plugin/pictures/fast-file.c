/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/fast-file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <jpeglib.h>

#include "pictures/picture-file.h"

#define JPEG_QUALITY    95
#define PNG_COMPRESSION "3" /* of 9; more takes longer than painting */

/* ---- of which kind ---------------------------------------------------- */

static guint32
read_be32 (const guchar *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

/* What PNG says of sRGB's gamma and primaries, for readers that do not know sRGB. */
static gboolean
chunk_is_srgb (const guchar *type, const guchar *data, guint32 size)
{
  static const guint32 primaries[] = { 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000 };

  if (! memcmp (type, "gAMA", 4))
    return size == 4 && read_be32 (data) == 45455;
  if (! memcmp (type, "cHRM", 4))
    {
      for (guint i = 0; i < G_N_ELEMENTS (primaries); i++)
        if (size != 32 || read_be32 (data + 4 * i) != primaries[i])
          return FALSE;
      return TRUE;
    }
  /* A profile, transparency, or a colour space by number. */
  return memcmp (type, "iCCP", 4) && memcmp (type, "tRNS", 4) && memcmp (type, "cICP", 4);
}

/* A whole PNG of at most 8 bits in sRGB without alpha. */
static gboolean
png_is_plain (const guchar *data, gsize size)
{
  gsize at = 8;

  if (size < 45 || memcmp (data, "\x89PNG\r\n\x1a\n", 8) || memcmp (data + 12, "IHDR", 4))
    return FALSE;
  if (data[24] > 8 || (data[25] != 0 && data[25] != 2 && data[25] != 3))
    return FALSE;
  while (size - at >= 12)
    {
      guint32 length = read_be32 (data + at);

      if (length > size - at - 12)
        return FALSE;
      if (! memcmp (data + at + 4, "IEND", 4))
        return TRUE;
      if (! chunk_is_srgb (data + at + 4, data + at + 8, length))
        return FALSE;
      at += 12 + (gsize) length;
    }
  return FALSE;
}

static gboolean
has_ending (const gchar *path, const gchar *ending)
{
  gsize n = strlen (path), m = strlen (ending);

  return n > m && ! g_ascii_strcasecmp (path + n - m, ending);
}

static gboolean
is_jpeg_name (const gchar *path)
{
  return has_ending (path, ".jpg") || has_ending (path, ".jpeg");
}

gboolean
pst_fast_file_can_save (const gchar *path)
{
  return has_ending (path, ".png") || is_jpeg_name (path);
}

/* ---- reading ---------------------------------------------------------- */

static PstImage *
image_from_pixbuf (GdkPixbuf *pixbuf)
{
  gint w = gdk_pixbuf_get_width (pixbuf), h = gdk_pixbuf_get_height (pixbuf);
  gsize pitch = (gsize) gdk_pixbuf_get_rowstride (pixbuf), plane = (gsize) w * (gsize) h;
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  PstImage *image = pst_image_new (w, h, NULL);
  gfloat value[256];

  for (gint i = 0; i < 256; i++)
    value[i] = (gfloat) i / 255;
  for (gint y = 0; image && y < h; y++)
    {
      const guint8 *from = pixels + (gsize) y * pitch;
      gfloat *to = image->data + (gsize) y * w;

      for (gint x = 0; x < w; x++, from += 3)
        {
          to[x] = value[from[0]];
          to[x + plane] = value[from[1]];
          to[x + 2 * plane] = value[from[2]];
        }
    }
  return image;
}

PstImage *
pst_fast_file_load (const gchar *path)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autofree gchar *data = NULL;
  const gchar *orientation;
  GdkPixbuf *pixbuf;
  gboolean is_jpeg;
  gsize size;

  if (! g_file_get_contents (path, &data, &size, NULL))
    return NULL;
  is_jpeg = size > 4 && ! memcmp (data, "\xff\xd8\xff", 3);
  if (is_jpeg ? ! pst_picture_file_jpeg_is_whole ((const guchar *) data, size)
              : ! png_is_plain ((const guchar *) data, size))
    return NULL;

  loader = gdk_pixbuf_loader_new_with_type (is_jpeg ? "jpeg" : "png", NULL);
  if (! loader)
    return NULL;
  if (! gdk_pixbuf_loader_write (loader, (const guchar *) data, size, NULL))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (! gdk_pixbuf_loader_close (loader, NULL))
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (! pixbuf || gdk_pixbuf_get_has_alpha (pixbuf)
      || gdk_pixbuf_get_option (pixbuf, "icc-profile"))
    return NULL;
  orientation = gdk_pixbuf_get_option (pixbuf, "orientation");
  if (is_jpeg && orientation && strcmp (orientation, "1"))
    return NULL;
  return image_from_pixbuf (pixbuf);
}

/* ---- writing ---------------------------------------------------------- */

/* One row as bytes, RGB after RGB. */
static void
write_row (const PstImage *image, gint y, guint8 *to)
{
  gsize plane = (gsize) image->width * (gsize) image->height;
  const gfloat *from = image->data + (gsize) y * image->width;

  for (gint x = 0; x < image->width; x++)
    for (gint c = 0; c < 3; c++)
      to[3 * x + c] = (guint8) (CLAMP (from[x + c * plane], 0.0f, 1.0f) * 255 + 0.5f);
}

static gboolean
save_png (const PstImage *image, const gchar *path, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, image->width, image->height);
  guint8 *pixels;

  if (! pixbuf)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "there is not enough memory for %d x %d pixels", image->width, image->height);
      return FALSE;
    }
  pixels = gdk_pixbuf_get_pixels (pixbuf);
  for (gint y = 0; y < image->height; y++)
    write_row (image, y, pixels + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf));
  return gdk_pixbuf_save (pixbuf, path, "png", error, "compression", PNG_COMPRESSION, NULL);
}

/* libjpeg's errors end the program unless somebody jumps out of them. */
typedef struct
{
  struct jpeg_error_mgr manager; /* first */
  jmp_buf out;
} JpegError;

static void
jpeg_failed (j_common_ptr jpeg)
{
  longjmp (((JpegError *) jpeg->err)->out, 1);
}

static void
jpeg_says (j_common_ptr jpeg)
{
}

/* What changes between setjmp () and longjmp () lives outside of this function. */
static gboolean
compress (struct jpeg_compress_struct *jpeg, JpegError *failure, const PstImage *image, FILE *file,
          guint8 *row)
{
  JSAMPROW rows[1] = { row };

  jpeg->err = jpeg_std_error (&failure->manager);
  failure->manager.error_exit = jpeg_failed;
  failure->manager.output_message = jpeg_says;
  if (setjmp (failure->out))
    return FALSE;

  jpeg_create_compress (jpeg);
  jpeg_stdio_dest (jpeg, file);
  jpeg->image_width = (JDIMENSION) image->width;
  jpeg->image_height = (JDIMENSION) image->height;
  jpeg->input_components = 3;
  jpeg->in_color_space = JCS_RGB;
  jpeg_set_defaults (jpeg);
  jpeg_set_quality (jpeg, JPEG_QUALITY, TRUE);
  /* Strokes end where colours do: those are kept at full size. */
  jpeg->comp_info[0].h_samp_factor = jpeg->comp_info[0].v_samp_factor = 1;
  jpeg_simple_progression (jpeg);
  jpeg_start_compress (jpeg, TRUE);
  while (jpeg->next_scanline < jpeg->image_height)
    {
      write_row (image, (gint) jpeg->next_scanline, row);
      jpeg_write_scanlines (jpeg, rows, 1);
    }
  jpeg_finish_compress (jpeg);
  return TRUE;
}

static gboolean
save_jpeg (const PstImage *image, const gchar *path, GError **error)
{
  g_autofree guint8 *row = g_malloc (3 * (gsize) image->width);
  struct jpeg_compress_struct jpeg = { 0 };
  JpegError failure;
  FILE *file = g_fopen (path, "wb");
  gchar why[JMSG_LENGTH_MAX] = "";
  gboolean done;

  if (! file)
    {
      g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                           g_strerror (errno));
      return FALSE;
    }
  done = compress (&jpeg, &failure, image, file, row);
  if (! done)
    failure.manager.format_message ((j_common_ptr) &jpeg, why);
  jpeg_destroy_compress (&jpeg);
  if (fclose (file) != 0 && done)
    {
      done = FALSE;
      g_strlcpy (why, g_strerror (errno), sizeof why);
    }
  if (! done)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, why);
  return done;
}

gboolean
pst_fast_file_save (const PstImage *image, const gchar *path, GError **error)
{
  return (is_jpeg_name (path) ? save_jpeg : save_png) (image, path, error);
}
