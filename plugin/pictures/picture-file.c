/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/picture-file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "host/memory.h"
#include "pictures/pixels.h"

#define MIN_PHOTO 64 /* less is an icon */
#define OVERSIZED 2  /* how much larger a file may be read, for a better reduction */

/* ---- what gdk-pixbuf found -------------------------------------------- */

/* Headers are skipped by their length, for they may hold a whole JPEG as thumbnail. */
gboolean
pst_picture_file_jpeg_is_whole (const guchar *data, gsize size)
{
  gsize i = 2;

  while (i + 4 <= size && data[i] == 0xff && data[i + 1] != 0xda)
    {
      if (data[i + 1] == 0xff)
        i++;
      else
        i += 2 + ((gsize) data[i + 2] << 8 | data[i + 3]);
    }
  for (; i + 2 <= size; i++)
    if (data[i] == 0xff && data[i + 1] == 0xd9)
      return TRUE;
  return FALSE;
}

const Babl *
pst_picture_file_get_space (GdkPixbuf *pixbuf)
{
  const gchar *base64 = gdk_pixbuf_get_option (pixbuf, "icc-profile");
  g_autofree guchar *icc = NULL;
  const char *problem = NULL;
  const Babl *space;
  gsize size = 0;

  if (base64)
    icc = g_base64_decode (base64, &size);
  if (! icc || size < 128 || size > G_MAXINT || memcmp (icc + 16, "RGB ", 4))
    return NULL;
  space = babl_space_from_icc ((const char *) icc, (gint) size,
                               BABL_ICC_INTENT_RELATIVE_COLORIMETRIC, &problem);
  return problem ? NULL : space;
}

GeglBuffer *
pst_picture_file_to_buffer (GdkPixbuf *pixbuf, const Babl *space, gboolean is_jpeg)
{
  gboolean has_alpha = gdk_pixbuf_get_has_alpha (pixbuf);
  GeglBuffer *buffer = gegl_buffer_new (
      GEGL_RECTANGLE (0, 0, gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf)),
      babl_format_with_space (has_alpha && ! is_jpeg ? "R'G'B'A u8" : "R'G'B' u8", space));

  gegl_buffer_set (buffer, NULL, 0,
                   babl_format_with_space (has_alpha ? "R'G'B'A u8" : "R'G'B' u8", space),
                   gdk_pixbuf_read_pixels (pixbuf), gdk_pixbuf_get_rowstride (pixbuf));
  return buffer;
}

/* ---- reading ---------------------------------------------------------- */

typedef struct
{
  gboolean is_jpeg, is_bmp;
  gint width, height;
} Kind;

static gboolean
refuse (GError **error, const gchar *reason)
{
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT, reason);
  return FALSE;
}

/* A pipe would be waited for. */
static gboolean
check_file (const gchar *path, GError **error)
{
  g_autofree gchar *reason = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0 && errno == ENOENT)
    return refuse (error,
                   _ ("there is no such file; if it is elsewhere, save it on this computer first"));
  if (g_stat (path, &status) == 0 && S_ISDIR (status.st_mode))
    return refuse (error, _ ("it is a folder"));
  if (g_stat (path, &status) == 0 && ! S_ISREG (status.st_mode))
    return refuse (error, _ ("it is no picture"));
  if (g_access (path, R_OK) == 0)
    return TRUE;
  /* TRANSLATORS: what the system says, as "Permission denied". */
  reason = g_strdup_printf (_ ("it cannot be read: %s; check its permissions"), g_strerror (errno));
  return refuse (error, reason);
}

static gboolean
look (const gchar *path, Kind *kind, GError **error)
{
  GdkPixbufFormat *format;
  g_autofree gchar *name = NULL;

  if (! check_file (path, error))
    return FALSE;
  format = gdk_pixbuf_get_file_info (path, &kind->width, &kind->height);
  if (! format || kind->width < 1 || kind->height < 1)
    return refuse (error, _ ("it is no picture"));
  name = gdk_pixbuf_format_get_name (format);
  kind->is_jpeg = g_str_equal (name, "jpeg");
  kind->is_bmp = g_str_equal (name, "bmp");
  return pst_memory_check ((guint64) kind->width * (guint64) kind->height * 4, error);
}

/* Their short side becomes @side, if it is longer. */
static gboolean
limit (gint *width, gint *height, gint side)
{
  gint short_side = MIN (*width, *height);

  if (short_side <= side)
    return FALSE;
  *width = (gint) ((gint64) *width * side / short_side);
  *height = (gint) ((gint64) *height * side / short_side);
  return TRUE;
}

static GdkPixbuf *
read_reduced (const gchar *path, const Kind *kind, gint side, GError **error)
{
  gint width = kind->width, height = kind->height;

  if (! limit (&width, &height, side))
    return gdk_pixbuf_new_from_file (path, error);
  return gdk_pixbuf_new_from_file_at_scale (path, width, height, TRUE, error);
}

/* For kinds that do not tell if they were cut off when they are read by parts. */
static GdkPixbuf *
read_whole (const gchar *path, const Kind *kind, gint side, GError **error)
{
  gint width = kind->width, height = kind->height;
  g_autoptr (GdkPixbuf) whole = gdk_pixbuf_new_from_file (path, error);
  GdkPixbuf *reduced;

  if (! whole || ! limit (&width, &height, side))
    return g_steal_pointer (&whole);
  reduced = gdk_pixbuf_scale_simple (whole, width, height, GDK_INTERP_BILINEAR);
  if (! reduced)
    refuse (error, _ ("there is not enough memory"));
  else
    gdk_pixbuf_copy_options (whole, reduced);
  return reduced;
}

/* ---- photos ----------------------------------------------------------- */

static PstImage *
to_planes (GdkPixbuf *pixbuf, GError **error)
{
  gint width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  gint channels = gdk_pixbuf_get_n_channels (pixbuf), stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  PstImage *image = pst_image_new (width, height, error);

  for (gint c = 0; image && c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        image->data[((gsize) c * height + y) * width + x] =
            pixels[(gsize) y * stride + x * channels + c] / 255.0f;
  return image;
}

static PstImage *
load_photo (const gchar *path, gint short_side, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL, upright = NULL;
  Kind kind;

  if (! look (path, &kind, error))
    return NULL;
  if (MIN (kind.width, kind.height) < MIN_PHOTO)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, _ ("%d x %d pixels are too few"),
                   kind.width, kind.height);
      return NULL;
    }
  pixbuf = read_reduced (path, &kind, OVERSIZED * short_side, error);
  upright = pixbuf ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
  return upright ? pst_image_limit_short (to_planes (upright, error), short_side, error) : NULL;
}

/* ---- paintings -------------------------------------------------------- */

/* A BMP says how long it is. */
static gboolean
bmp_is_whole (const guchar *data, gsize size)
{
  return size > 6
         && size
                >= (data[2] | (gsize) data[3] << 8 | (gsize) data[4] << 16 | (gsize) data[5] << 24);
}

/* Of these two gdk-pixbuf does not tell. */
static gboolean
check_whole (const gchar *path, const Kind *kind, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  const guchar *data;
  gsize size;

  if (! kind->is_jpeg && ! kind->is_bmp)
    return TRUE;
  file = g_mapped_file_new (path, FALSE, error);
  if (! file)
    return FALSE;
  data = (const guchar *) g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);
  if (kind->is_jpeg ? pst_picture_file_jpeg_is_whole (data, size) : bmp_is_whole (data, size))
    return TRUE;
  return refuse (error, _ ("it was cut off; get another copy of it"));
}

static PstImage *
load_painting (const gchar *path, gint short_side, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL, upright = NULL;
  g_autoptr (GeglBuffer) buffer = NULL;
  Kind kind;

  if (! look (path, &kind, error) || ! check_whole (path, &kind, error))
    return NULL;
  pixbuf = (kind.is_jpeg ? read_reduced : read_whole) (path, &kind, OVERSIZED * short_side, error);
  upright = pixbuf ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
  if (! upright)
    return NULL;
  buffer = pst_picture_file_to_buffer (upright, pst_picture_file_get_space (pixbuf), kind.is_jpeg);
  return pst_image_limit_short (pst_pixels_read (buffer, NULL, NULL, error), short_side, error);
}

/* ---- what is said ----------------------------------------------------- */

static gint
code_of (const GError *error)
{
  return g_error_matches (error, PST_ERROR, PST_ERROR_TOO_LARGE) ? PST_ERROR_TOO_LARGE
                                                                 : PST_ERROR_BAD_INPUT;
}

PstImage *
pst_picture_file_load_photo (const gchar *path, gint short_side, GError **error)
{
  g_autoptr (GError) local = NULL;
  PstImage *image = load_photo (path, short_side, &local);
  g_autofree gchar *name = g_filename_display_name (path);

  if (! image)
    /* TRANSLATORS: a file's name, and why. */
    g_set_error (error, PST_ERROR, code_of (local),
                 _ ("%s: cannot be practised on (%s). Use another photo."), name, local->message);
  return image;
}

PstImage *
pst_picture_file_load_painting (const gchar *path, gint short_side, GError **error)
{
  g_autoptr (GError) local = NULL;
  PstImage *image = load_painting (path, short_side, &local);
  g_autofree gchar *name = g_filename_display_name (path);

  if (! image)
    /* TRANSLATORS: a file's name, and why. */
    g_set_error (error, PST_ERROR, code_of (local),
                 _ ("%s: cannot be learnt from (%s). Choose another file, or open it in GIMP and "
                    "learn the visible image."),
                 name, local->message);
  return image;
}
