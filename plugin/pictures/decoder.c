/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/decoder.h"

#include <string.h>
#include <unistd.h>

#include "pictures/rows.h"

#define STRIP_ROWS 16

/* ---- libvips ---------------------------------------------------------- */

static void
hush (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
}

static gpointer
start (gpointer data)
{
  /* Of the loaders that libvips does not trust, those of formats that people have. */
  static const gchar *const trusted[] = { "VipsForeignLoadPpm",     "VipsForeignLoadRad",
                                          "VipsForeignLoadJp2k",    "VipsForeignLoadJxl",
                                          "VipsForeignLoadOpenexr", "VipsForeignLoadMagick",
                                          "VipsForeignSaveJxl" };

  g_log_set_handler ("VIPS", G_LOG_LEVEL_MASK, hush, NULL);
  if (VIPS_INIT ("pastiche") != 0)
    g_error ("libvips does not start: %s", vips_error_buffer ());
  vips_block_untrusted_set (TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (trusted); i++)
    vips_operation_block_set (trusted[i], FALSE);
  vips_cache_set_max (0);
  vips_concurrency_set (1);
  return NULL;
}

void
pst_decoder_need (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, start, NULL);
}

gchar *
pst_decoder_take_error (void)
{
  g_autofree gchar *all = vips_error_buffer_copy ();
  g_autofree gchar *line = g_utf8_make_valid (all, -1);

  line[strcspn (line, "\n")] = '\0';
  return *line ? g_strdup (line) : g_strdup ("the format's library does not say why");
}

/* ---- opening ---------------------------------------------------------- */

static gboolean
has_loader (const PstInput *input, const gchar *loader)
{
  return g_str_equal (input->format->loader, loader);
}

/* Takes @image; @failed of what made @next of it. */
static VipsImage *
step (VipsImage *image, VipsImage *next, int failed)
{
  g_object_unref (image);
  return failed ? NULL : next;
}

/* Floats of linear light, which libvips does not tell from others. */
static VipsImage *
mark_linear (VipsImage *image)
{
  if (image)
    vips_image_set_int (image, PST_ROWS_LINEAR, 1);
  return image;
}

static VipsImage *
open_exr (const PstInput *input)
{
  /* libvips counts alpha of linear pictures to 255. */
  gdouble scale[4] = { 1, 1, 1, 1 / 255.0 }, zero[4] = { 0 };
  VipsImage *image = NULL, *next = NULL, *last = NULL;
  int failed;

  if (input->fd < 0)
    {
      vips_error ("openexr", "it cannot be read from standard input");
      return NULL;
    }
  if (vips_openexrload (input->path, &image, NULL) != 0 || image->Bands != 4)
    return mark_linear (image);
  /* Its colours have been multiplied by alpha. */
  failed = vips_unpremultiply (image, &next, NULL);
  image = step (image, next, failed);
  if (! image)
    return NULL;
  failed = vips_linear (image, &last, scale, zero, 4, NULL);
  return mark_linear (step (image, last, failed));
}

/* ImageMagick wants them in memory. */
static VipsImage *
open_bmp (const PstInput *input)
{
  g_autoptr (GBytes) bytes = pst_input_get_bytes (input);
  gsize size = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &size) : NULL;
  VipsImage *image = NULL, *memory;

  if (! data || vips_magickload_buffer ((void *) data, size, &image, NULL) != 0)
    return NULL;
  memory = vips_image_copy_memory (image);
  g_object_unref (image);
  return memory;
}

static VipsSource *
new_source (const PstInput *input)
{
  gconstpointer data;
  gsize size;

  if (! input->bytes)
    {
      lseek (input->fd, 0, SEEK_SET); /* libvips' copy of it goes on where the last one was */
      return vips_source_new_from_descriptor (input->fd);
    }
  data = g_bytes_get_data (input->bytes, &size);
  return vips_source_new_from_memory (data, size);
}

/* @name, with @value, is what the loader has beside what all have. */
static VipsImage *
open_with (const PstInput *input, gboolean lenient, const gchar *name, gint value)
{
  VipsFailOn fail_on = lenient ? VIPS_FAIL_ON_NONE : VIPS_FAIL_ON_ERROR;
  VipsSource *source = new_source (input);
  VipsImage *image = NULL;

  if (! source)
    return NULL;
  if (vips_call (input->format->loader, source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                 fail_on, name, value, NULL)
      != 0)
    image = NULL;
  g_object_unref (source);
  return image;
}

/* libjpeg reads a half, a quarter or an eighth faster; twice what is enough is reduced well. */
static VipsImage *
open_jpeg (const PstInput *input, const PstDecoderOptions *options)
{
  VipsImage *image = open_with (input, options->lenient, "shrink", 1);
  gint shrink = 1;

  if (! image || options->short_side == 0)
    return image;
  while (shrink < 8 && MIN (image->Xsize, image->Ysize) / (2 * shrink) >= 2 * options->short_side)
    shrink *= 2;
  if (shrink == 1)
    return image;
  g_object_unref (image);
  return open_with (input, options->lenient, "shrink", shrink);
}

VipsImage *
pst_decoder_open (const PstInput *input, const PstDecoderOptions *options)
{
  vips_error_clear ();
  if (has_loader (input, "openexrload"))
    return open_exr (input);
  if (has_loader (input, "magickload_buffer"))
    return open_bmp (input);
  if (has_loader (input, "jpegload_source"))
    return open_jpeg (input, options);
  if (input->format->flags & PST_FORMAT_FRAMES)
    return open_with (input, options->lenient, "n", options->n_frames);
  return open_with (input, options->lenient, NULL, 0);
}

/* ---- what there is to read -------------------------------------------- */

static VipsImage *
decode_coding (VipsImage *image)
{
  VipsImage *next = NULL;
  int failed;

  if (image->Coding == VIPS_CODING_RAD)
    {
      failed = vips_rad2float (image, &next, NULL);
      return mark_linear (step (image, next, failed));
    }
  if (image->Coding == VIPS_CODING_LABQ)
    failed = vips_LabQ2Lab (image, &next, NULL);
  else
    return image;
  return step (image, next, failed);
}

/* Lab and the like to linear floats. */
static VipsImage *
decode_space (VipsImage *image)
{
  VipsImage *next = NULL;
  int failed;

  switch (image->Type)
    {
    case VIPS_INTERPRETATION_LAB:
    case VIPS_INTERPRETATION_LABS:
    case VIPS_INTERPRETATION_LCH:
    case VIPS_INTERPRETATION_CMC:
    case VIPS_INTERPRETATION_XYZ:
    case VIPS_INTERPRETATION_YXY:
    case VIPS_INTERPRETATION_HSV:
      failed = vips_colourspace (image, &next, VIPS_INTERPRETATION_scRGB, NULL);
      return mark_linear (step (image, next, failed));
    default:
      return image;
    }
}

/* Numbers of other types to floats of [0,1]. */
static VipsImage *
decode_numbers (VipsImage *image)
{
  VipsImage *next = NULL, *floats = NULL;
  gdouble most;
  int failed;

  switch (image->BandFmt)
    {
    case VIPS_FORMAT_UCHAR:
    case VIPS_FORMAT_USHORT:
    case VIPS_FORMAT_FLOAT:
      return image;
    case VIPS_FORMAT_DOUBLE:
      most = 1;
      break;
    case VIPS_FORMAT_UINT:
      most = G_MAXUINT32;
      break;
    case VIPS_FORMAT_INT:
      most = G_MAXINT32;
      break;
    case VIPS_FORMAT_SHORT:
      most = G_MAXINT16;
      break;
    case VIPS_FORMAT_CHAR:
      most = G_MAXINT8;
      break;
    default:
      vips_error ("pixels", "they are complex numbers");
      g_object_unref (image);
      return NULL;
    }
  failed = vips_linear1 (image, &next, 1 / most, 0, NULL);
  image = step (image, next, failed);
  if (! image)
    return NULL;
  failed = vips_cast_float (image, &floats, NULL);
  return step (image, floats, failed);
}

VipsImage *
pst_decoder_simplify (VipsImage *image)
{
  VipsImage *next = NULL;
  gint most;
  int failed;

  image = decode_coding (image);
  if (image)
    image = decode_space (image);
  if (image)
    image = decode_numbers (image);
  if (! image)
    return NULL;
  most = image->Type == VIPS_INTERPRETATION_CMYK ? 5 : 4;
  if (image->Bands <= most)
    return image;
  failed = vips_extract_band (image, &next, 0, "n", most, NULL);
  return step (image, next, failed);
}

/* ---- reading ---------------------------------------------------------- */

/* Room for the pixels of @image, black, with all that is noted of it; NULL without memory. */
static VipsImage *
make_room (VipsImage *image)
{
  VipsImage *room = vips_image_new_memory ();

  if (vips_image_pipelinev (room, VIPS_DEMAND_STYLE_ANY, image, NULL) != 0
      || vips_image_write_prepare (room) != 0)
    {
      g_object_unref (room);
      return NULL;
    }
  memset (room->data, 0, VIPS_IMAGE_SIZEOF_IMAGE (room));
  return room;
}

/* FALSE if libvips noticed that something is missing, which it does not always return; in
 * @lenient it goes on. */
static gboolean
read_strip (VipsRegion *region, gboolean lenient, gint y, gint rows, guint8 *to)
{
  gsize line = VIPS_IMAGE_SIZEOF_LINE (region->im);
  VipsRect rect = { 0, y, region->im->Xsize, rows };

  if (vips_region_prepare (region, &rect) != 0 || (! lenient && *vips_error_buffer ()))
    return FALSE;
  for (gint i = 0; i < rows; i++)
    memcpy (to + (gsize) i * line, VIPS_REGION_ADDR (region, 0, y + i), line);
  return TRUE;
}

VipsImage *
pst_decoder_read (VipsImage *image, gboolean lenient, gint *n_rows, const PstRun *run,
                  GError **error)
{
  VipsImage *room = make_room (image);
  VipsRegion *region = room ? vips_region_new (image) : NULL;
  gint y = 0;

  vips_error_clear ();
  while (region && y < image->Ysize)
    {
      gint rows = MIN (STRIP_ROWS, image->Ysize - y);

      if (run && run->progress)
        run->progress (0, run->user_data);
      if (run && g_cancellable_is_cancelled (run->cancellable))
        break;
      if (! read_strip (region, lenient, y, rows, VIPS_IMAGE_ADDR (room, 0, y)))
        break;
      y += rows;
    }
  *n_rows = y;
  if (! region)
    g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                 "there is not enough memory for %d x %d pixels; scale it down", image->Xsize,
                 image->Ysize);
  else
    g_object_unref (region);
  if (room && (! region || (run && g_cancellable_set_error_if_cancelled (run->cancellable, error))))
    g_clear_object (&room);
  return room;
}
