/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/image-file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gegl-plugin.h>
#include <glib/gstdio.h>

#include "pictures/fast-file.h"
#include "pictures/picture-file.h"
#include "pictures/pixels.h"

#define SNIFF_BYTES   4096
#define LOSSY_QUALITY 95

/* ---- what GEGL says --------------------------------------------------- */

/* GEGL's loaders and savers have no errors: they log, or print, and go on with
 * what they have.  So the log is listened to while one of them runs, and
 * anything from a warning upwards is a failure.  The libraries below GEGL write
 * to stderr on their own, which is of no use to anybody: it goes nowhere
 * meanwhile. */
typedef struct
{
  GMutex lock;
  gchar *message; /* the first complaint, or NULL */
  GLogFunc log;
  GPrintFunc printerr;
  gint stderr_copy; /* a file descriptor, or -1 */
} Listener;

static Listener listener;

static void
listener_note (const gchar *message)
{
  g_mutex_lock (&listener.lock);
  if (! listener.message)
    listener.message = g_strchomp (g_utf8_make_valid (message, -1));
  g_mutex_unlock (&listener.lock);
}

static void
listener_log (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  if (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL))
    listener_note (message);
  else if (level & (G_LOG_LEVEL_ERROR | G_LOG_FLAG_FATAL))
    listener.log (domain, level, message, user_data);
}

static void
listener_start (void)
{
  gint nowhere = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  fflush (stderr);
  listener.stderr_copy = nowhere < 0 ? -1 : fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (listener.stderr_copy >= 0)
    dup2 (nowhere, STDERR_FILENO);
  if (nowhere >= 0)
    close (nowhere);
  listener.log = g_log_set_default_handler (listener_log, NULL);
  listener.printerr = g_set_printerr_handler (listener_note);
}

/* Returns the first complaint since listener_start (), or NULL; to be freed. */
static gchar *
listener_stop (void)
{
  g_log_set_default_handler (listener.log, NULL);
  g_set_printerr_handler (listener.printerr);
  if (listener.stderr_copy >= 0)
    {
      fflush (stderr);
      dup2 (listener.stderr_copy, STDERR_FILENO);
      close (listener.stderr_copy);
    }
  return g_steal_pointer (&listener.message);
}

/* ---- which format ----------------------------------------------------- */

/* ".png" of "a/b.png", or NULL; points into @path. */
static const gchar *
path_ending (const gchar *path)
{
  const gchar *slash = strrchr (path, G_DIR_SEPARATOR);
  const gchar *dot = strrchr (slash ? slash + 1 : path, '.');

  return dot && dot[1] ? dot : NULL;
}

static gboolean gegl_is_there;

void
pst_image_file_need_gegl (void)
{
  if (gegl_is_there)
    return;
  /* GEGL keeps operations under version 3 of the GPL from programs that are not. */
  g_object_set (gegl_config (), "application-license", "GPL3", NULL);
  gegl_init (NULL, NULL);
  gegl_is_there = TRUE;
}

void
pst_image_file_end (void)
{
  if (gegl_is_there)
    gegl_exit ();
  gegl_is_there = FALSE;
}

/* GEGL fills its tables of formats when it is first asked for an operation. */
static void
know_formats (void)
{
  pst_image_file_need_gegl ();
  gegl_has_operation ("gegl:load");
}

/* What GEGL calls its loader for a content type or an ending; NULL if it has
 * none of its own (it would run ImageMagick's convert, which is not wanted). */
static const gchar *
find_loader (const gchar *type)
{
  const gchar *loader;

  if (! type)
    return NULL;
  know_formats ();
  listener_start ();
  loader = gegl_operation_handlers_get_loader (type);
  g_free (listener_stop ());
  return loader && g_str_equal (loader, "gegl:magick-load") ? NULL : loader;
}

static const gchar *
find_saver (const gchar *path)
{
  const gchar *ending = path_ending (path);
  const gchar *saver;

  if (! ending)
    return NULL;
  know_formats ();
  listener_start ();
  saver = gegl_operation_handlers_get_saver (ending);
  g_free (listener_stop ());
  /* For what it does not know GEGL offers PNG; and a film is not a picture. */
  if (! saver || g_str_equal (saver, "gegl:ff-save")
      || (g_str_equal (saver, "gegl:png-save") && g_ascii_strcasecmp (ending, ".png")))
    return NULL;
  return saver;
}

/* The content type of @path by its first bytes, else by its name; NULL with an
 * error if it cannot be read. */
static gchar *
sniff (const gchar *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree gchar *name = g_filename_display_name (path);
  g_autofree gchar *type = NULL;
  guchar data[SNIFF_BYTES];
  gsize n = 0;
  gboolean uncertain;

  stream = g_file_read (file, NULL, &local);
  if (! stream
      || ! g_input_stream_read_all (G_INPUT_STREAM (stream), data, sizeof data, &n, NULL, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                     "%s: there is no such file; check its name", name);
      else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
        g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                     "%s: this is a folder; name a picture in it", name);
      else
        g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                     "%s: cannot be read (%s); check its permissions", name, local->message);
      return NULL;
    }
  if (n == 0)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%s: the file is empty; get another copy of it", name);
      return NULL;
    }

  type = g_content_type_guess (NULL, data, n, &uncertain);
  if (uncertain || ! g_str_has_prefix (type, "image/"))
    {
      g_free (type);
      type = g_content_type_guess (name, data, n, NULL);
    }
  return g_steal_pointer (&type);
}

/* ---- orientation ------------------------------------------------------ */

/* A copy of @buffer with the EXIF orientation @orientation (2..8) applied. */
static GeglBuffer *
turn_upright (GeglBuffer *buffer, gint orientation, GError **error)
{
  const Babl *format = gegl_buffer_get_format (buffer);
  gsize bpp = (gsize) babl_format_get_bytes_per_pixel (format);
  gint w = gegl_buffer_get_width (buffer), h = gegl_buffer_get_height (buffer);
  GeglRectangle upright = { 0, 0, w, h };
  g_autofree guchar *from = g_try_malloc (bpp * w * h);
  g_autofree guchar *to = g_try_malloc (bpp * w * h);
  GeglBuffer *result;

  if (! from || ! to)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "there is not enough memory to turn %d x %d pixels upright; scale it down", w,
                   h);
      return NULL;
    }
  if (orientation >= 5)
    {
      upright.width = h;
      upright.height = w;
    }

  gegl_buffer_get (buffer, NULL, 1.0, format, from, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  for (gint y = 0; y < upright.height; y++)
    for (gint x = 0; x < upright.width; x++)
      {
        gint u = orientation >= 5 ? y : x, v = orientation >= 5 ? x : y;

        if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
          u = w - 1 - u;
        if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
          v = h - 1 - v;
        memcpy (to + ((gsize) y * upright.width + x) * bpp, from + ((gsize) v * w + u) * bpp, bpp);
      }

  result = gegl_buffer_new (&upright, format);
  gegl_buffer_set (result, NULL, 0, format, to, GEGL_AUTO_ROWSTRIDE);
  return result;
}

static gint
pixbuf_orientation (GdkPixbuf *pixbuf)
{
  const gchar *option = gdk_pixbuf_get_option (pixbuf, "orientation");
  gint orientation = option ? atoi (option) : 1;

  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/* ---- loading ---------------------------------------------------------- */

/* gdk-pixbuf's way, for JPEG (GEGL's loader ends the whole process over a damaged
 * file) and for formats of 8 bits that GEGL has no loader for. */
static GeglBuffer *
load_pixbuf (const gchar *path, gboolean is_jpeg, gint *orientation, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autofree gchar *data = NULL;
  gsize size;

  if (is_jpeg)
    {
      if (! g_file_get_contents (path, &data, &size, error))
        return NULL;
      if (! pst_picture_file_jpeg_is_whole ((const guchar *) data, size))
        {
          g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT, "the JPEG file is cut off");
          return NULL;
        }
    }
  pixbuf = gdk_pixbuf_new_from_file (path, error);
  if (! pixbuf)
    return NULL;

  *orientation = pixbuf_orientation (pixbuf);
  return pst_picture_file_to_buffer (pixbuf, pst_picture_file_get_space (pixbuf), is_jpeg);
}

/* GEGL's way: any precision. */
static GeglBuffer *
load_gegl (const gchar *path, const gchar *loader, GError **error)
{
  g_autoptr (GeglNode) graph = gegl_node_new ();
  g_autoptr (GeglBuffer) buffer = NULL;
  g_autofree gchar *complaint = NULL;
  GeglNode *source, *sink;
  GeglRectangle box;

  listener_start ();
  source = gegl_node_new_child (graph, "operation", loader, "path", path, NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:buffer-sink", "buffer", &buffer, NULL);
  gegl_node_link (source, sink);
  box = gegl_node_get_bounding_box (source);
  if (! gegl_rectangle_is_empty (&box) && ! gegl_rectangle_is_infinite_plane (&box))
    gegl_node_process (sink);
  complaint = listener_stop ();

  if (complaint || ! buffer || gegl_rectangle_is_empty (gegl_buffer_get_extent (buffer)))
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           complaint ? complaint : "there is no picture in it");
      return NULL;
    }
  return g_steal_pointer (&buffer);
}

/* PNG asks writers of sRGB to add gAMA 45455 and sRGB's primaries for old readers;
 * many write nothing else.  GEGL takes that for a space of its own, with a gamma
 * of 1 / .45455, which no profile has: those pictures are sRGB. */
static void
restore_srgb (GeglBuffer *buffer)
{
  const Babl *format = gegl_buffer_get_format (buffer);
  const Babl *spaces[2] = { babl_format_get_space (format), babl_space ("sRGB") };
  const Babl *trc[3];
  double v[2][8];

  if (spaces[0] == spaces[1])
    return;
  for (gint i = 1; i >= 0; i--)
    babl_space_get (spaces[i], &v[i][0], &v[i][1], &v[i][2], &v[i][3], &v[i][4], &v[i][5], &v[i][6],
                    &v[i][7], &trc[0], &trc[1], &trc[2]);
  for (gint i = 0; i < 8; i++)
    if (! (fabs (v[0][i] - v[1][i]) < 2e-4))
      return;
  if (fabs (g_ascii_strtod (babl_get_name (trc[0]), NULL) - 1 / .45455) < 2e-5)
    gegl_buffer_set_format (buffer,
                            babl_format_with_space (babl_format_get_encoding (format), spaces[1]));
}

GeglBuffer *
pst_image_file_load (const gchar *path, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  g_autofree gchar *full = g_canonicalize_filename (path, NULL);
  g_autofree gchar *type = sniff (path, error);
  g_autoptr (GeglBuffer) buffer = NULL;
  g_autoptr (GError) local = NULL;
  const gchar *loader;
  gint orientation = 1;

  if (! type)
    return NULL;

  pst_image_file_need_gegl ();
  loader = find_loader (g_str_has_prefix (type, "image/") ? type : NULL);
  if (! loader && ! g_str_has_prefix (type, "image/"))
    loader = find_loader (path_ending (path));

  if (! loader || g_str_equal (loader, "gegl:jpg-load"))
    buffer = load_pixbuf (full, loader != NULL, &orientation, &local);
  else
    buffer = load_gegl (full, loader, &local);
  if (buffer && loader && g_str_equal (loader, "gegl:png-load"))
    restore_srgb (buffer);

  if (buffer && g_str_equal (type, "image/tiff"))
    {
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (full, NULL);

      if (pixbuf)
        orientation = pixbuf_orientation (pixbuf);
    }
  if (buffer && orientation > 1)
    {
      GeglBuffer *upright = turn_upright (buffer, orientation, &local);

      g_object_unref (buffer);
      buffer = upright;
    }

  if (! buffer)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%s: cannot be read as a picture (%s); "
                   "check that it opens in GIMP, and get another copy if it does not",
                   name, local->message);
      return NULL;
    }
  return g_steal_pointer (&buffer);
}

PstImage *
pst_image_file_load_planes (const gchar *path, GError **error)
{
  g_autoptr (GeglBuffer) buffer = pst_image_file_load (path, error);
  PstImage *image;

  if (! buffer)
    return NULL;
  image = pst_pixels_read (buffer, NULL, NULL, error);
  if (! image)
    {
      g_autofree gchar *name = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", name);
    }
  return image;
}

/* ---- saving ----------------------------------------------------------- */

GeglBuffer *
pst_image_file_buffer_like (GeglBuffer *buffer)
{
  const Babl *format = gegl_buffer_get_format (buffer);
  const Babl *type = babl_format_get_type (format, 0);
  BablModelFlag flags = babl_get_model_flags (babl_format_get_model (format));
  const Babl *space = flags & BABL_MODEL_FLAG_RGB ? babl_format_get_space (format) : NULL;
  gboolean is_float =
      type == babl_type ("half") || type == babl_type ("float") || type == babl_type ("double");
  g_autofree gchar *name = NULL;

  if (! is_float && type != babl_type ("u8") && type != babl_type ("u16")
      && type != babl_type ("u32"))
    type = babl_type ("u8");
  name = g_strdup_printf ("%s%s %s", is_float && flags & BABL_MODEL_FLAG_LINEAR ? "RGB" : "R'G'B'",
                          babl_format_has_alpha (format) ? "A" : "", babl_get_name (type));
  return gegl_buffer_new (gegl_buffer_get_extent (buffer), babl_format_with_space (name, space));
}

gboolean
pst_image_file_can_save (const gchar *path)
{
  return pst_fast_file_can_save (path) || find_saver (path) != NULL;
}

/* Runs GEGL's saver.  Returns its first complaint, to be freed, or NULL. */
static gchar *
run_saver (GeglBuffer *buffer, const gchar *saver, const gchar *path)
{
  g_autoptr (GeglNode) graph = gegl_node_new ();
  const Babl *type = babl_format_get_type (gegl_buffer_get_format (buffer), 0);
  GeglNode *source, *sink;

  listener_start ();
  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source", "buffer", buffer, NULL);
  sink = gegl_node_new_child (graph, "operation", saver, "path", path, NULL);
  if (g_str_equal (saver, "gegl:png-save") || g_str_equal (saver, "gegl:ppm-save"))
    gegl_node_set (sink, "bitdepth", type == babl_type ("u8") ? 8 : 16, NULL);
  if (gegl_node_find_property (sink, "quality"))
    gegl_node_set (sink, "quality", LOSSY_QUALITY, NULL);
  gegl_node_link (source, sink);
  gegl_node_process (sink);
  return listener_stop ();
}

/* What is written to a file, by one of two ways. */
typedef struct
{
  GeglBuffer *buffer;
  const gchar *saver;    /* of GEGL, for @buffer ... */
  const PstImage *plain; /* ... or NULL              */
} Content;

/* Returns what went wrong, to be freed, or NULL. */
static gchar *
write_content (const Content *content, const gchar *path)
{
  g_autoptr (GError) local = NULL;

  if (! content->plain)
    return run_saver (content->buffer, content->saver, path);
  pst_fast_file_save (content->plain, path, &local);
  return local ? g_strdup (local->message) : NULL;
}

static gboolean
replace_file (const gchar *path, const Content *content, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  g_autofree gchar *full = g_canonicalize_filename (path, NULL);
  g_autofree gchar *folder = g_path_get_dirname (full);
  g_autofree gchar *part = NULL;
  g_autofree gchar *complaint = NULL;
  GStatBuf status;
  gint fd;

  if (g_file_test (full, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                   "%s: this is a folder; name a file, or use -o for a folder", name);
      return FALSE;
    }

  part = g_strdup_printf ("%s/.pastiche-XXXXXX%s", folder, path_ending (full));
  fd = g_mkstemp_full (part, O_RDWR, 0666);
  if (fd < 0)
    {
      gint code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "%s: cannot be written (%s); check that the folder is there and yours", name,
                   g_strerror (code));
      return FALSE;
    }
  close (fd);

  complaint = write_content (content, part);
  if (! complaint && (g_stat (part, &status) < 0 || status.st_size == 0))
    complaint = g_strdup ("nothing was written");
  if (! complaint && g_rename (part, full) < 0)
    complaint = g_strdup (g_strerror (errno));
  if (complaint)
    {
      g_unlink (part);
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                   "%s: cannot be written (%s); check the disk's free space", name, complaint);
      return FALSE;
    }
  return TRUE;
}

gboolean
pst_image_file_save (GeglBuffer *buffer, const gchar *path, GError **error)
{
  const gchar *saver = find_saver (path);
  const Content content = { .buffer = buffer, .saver = saver };

  if (! saver)
    {
      g_autofree gchar *name = g_filename_display_name (path);

      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "%s: no picture format has this ending; use .png, .tif, .jpg, .webp or .exr",
                   name);
      return FALSE;
    }
  return replace_file (path, &content, error);
}

gboolean
pst_image_file_save_plain (const PstImage *image, const gchar *path, GError **error)
{
  const Content content = { .plain = image };

  return replace_file (path, &content, error);
}

gboolean
pst_image_file_save_planes (const PstImage *image, const gchar *path, GError **error)
{
  g_autoptr (GeglBuffer) buffer = NULL;

  pst_image_file_need_gegl ();
  buffer = gegl_buffer_new (GEGL_RECTANGLE (0, 0, image->width, image->height),
                            babl_format ("R'G'B' u8"));
  return pst_pixels_write (buffer, NULL, image, NULL, error)
         && pst_image_file_save (buffer, path, error);
}

gboolean
pst_image_file_is_same (const gchar *path, const gchar *other)
{
  g_autofree gchar *full = g_canonicalize_filename (path, NULL);
  g_autofree gchar *other_full = g_canonicalize_filename (other, NULL);
  GStatBuf a, b;

  if (g_str_equal (full, other_full))
    return TRUE;
  return g_stat (full, &a) == 0 && g_stat (other_full, &b) == 0 && a.st_dev == b.st_dev
         && a.st_ino == b.st_ino;
}
