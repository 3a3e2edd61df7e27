/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE /* memfd_create () */

#include "pictures/notes.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gexiv2/gexiv2.h>

#define PROFILE "Exif.Image.InterColorProfile"

struct _PstNotes
{
  GExiv2Metadata *data;
};

/* What TIFF files say of their own pixels, in others nonsense. */
static const gchar *const of_pixels[] = {
  PROFILE,
  "Exif.Image.ImageWidth",
  "Exif.Image.ImageLength",
  "Exif.Image.BitsPerSample",
  "Exif.Image.Compression",
  "Exif.Image.PhotometricInterpretation",
  "Exif.Image.FillOrder",
  "Exif.Image.StripOffsets",
  "Exif.Image.SamplesPerPixel",
  "Exif.Image.RowsPerStrip",
  "Exif.Image.StripByteCounts",
  "Exif.Image.PlanarConfiguration",
  "Exif.Image.Predictor",
  "Exif.Image.WhitePoint",
  "Exif.Image.PrimaryChromaticities",
  "Exif.Image.TransferFunction",
  "Exif.Image.ColorMap",
  "Exif.Image.TileWidth",
  "Exif.Image.TileLength",
  "Exif.Image.TileOffsets",
  "Exif.Image.TileByteCounts",
  "Exif.Image.SubIFDs",
  "Exif.Image.InkSet",
  "Exif.Image.ExtraSamples",
  "Exif.Image.SampleFormat",
  "Exif.Image.SMinSampleValue",
  "Exif.Image.SMaxSampleValue",
  "Exif.Image.JPEGTables",
  "Exif.Image.YCbCrSubSampling",
  "Exif.Image.XMLPacket",
  "Exif.Image.IPTCNAA",
  "Exif.Image.ImageResources",
};

static void
start (void)
{
  static gsize started;

  if (! g_once_init_enter (&started))
    return;
  gexiv2_initialize ();
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
  g_once_init_leave (&started, 1);
}

static GExiv2Metadata *
read_file (const gchar *path, GBytes *bytes)
{
  static const guint8 empty_jpeg[4] = { 0xff, 0xd8, 0xff, 0xd9 };
  GExiv2Metadata *data = gexiv2_metadata_new ();
  gsize size = 0;
  gconstpointer memory = bytes ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes ? gexiv2_metadata_open_buf (data, memory, (glong) size, NULL)
            : path && gexiv2_metadata_open_path (data, path, NULL))
    return data;
  g_object_unref (data);
  data = gexiv2_metadata_new (); /* is nothing without a file */
  gexiv2_metadata_open_buf (data, empty_jpeg, sizeof empty_jpeg, NULL);
  return data;
}

static gboolean
has (GExiv2Metadata *data, const gchar *tag)
{
  return gexiv2_metadata_try_has_tag (data, tag, NULL);
}

/* Its thumbnail shows the photo. */
static void
turn_upright (GExiv2Metadata *data, gint width, gint height)
{
  gexiv2_metadata_try_erase_exif_thumbnail (data, NULL);
  if (has (data, "Exif.Image.Orientation"))
    gexiv2_metadata_try_set_tag_long (data, "Exif.Image.Orientation", 1, NULL);
  if (has (data, "Xmp.tiff.Orientation"))
    gexiv2_metadata_try_set_tag_string (data, "Xmp.tiff.Orientation", "1", NULL);
  if (has (data, "Exif.Photo.PixelXDimension"))
    {
      gexiv2_metadata_try_set_tag_long (data, "Exif.Photo.PixelXDimension", width, NULL);
      gexiv2_metadata_try_set_tag_long (data, "Exif.Photo.PixelYDimension", height, NULL);
    }
}

PstNotes *
pst_notes_new (const gchar *path, GBytes *bytes, gint width, gint height, const gchar *creator,
               gboolean strip)
{
  PstNotes *notes = g_new0 (PstNotes, 1);

  start ();
  notes->data = read_file (strip ? NULL : path, strip ? NULL : bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (of_pixels); i++)
    gexiv2_metadata_try_clear_tag (notes->data, of_pixels[i], NULL);
  turn_upright (notes->data, width, height);
  if (creator && ! strip)
    gexiv2_metadata_try_set_tag_string (notes->data, "Xmp.xmp.CreatorTool", creator, NULL);
  return notes;
}

void
pst_notes_free (PstNotes *notes)
{
  if (! notes)
    return;
  g_object_unref (notes->data);
  g_free (notes);
}

/* A TIFF file's profile is one of its notes. */
static void
take_profile (GExiv2Metadata *from, GExiv2Metadata *to)
{
  g_autofree gchar *profile = NULL;

  if (! has (from, PROFILE))
    return;
  profile = gexiv2_metadata_try_get_tag_string (from, PROFILE, NULL);
  if (profile)
    gexiv2_metadata_try_set_tag_string (to, PROFILE, profile, NULL);
}

/* gexiv2 changes files only: this one is in memory, where no disk is full. */
static gint
make_file (gconstpointer data, gsize size, GError **error)
{
  gint fd = memfd_create ("pastiche", MFD_CLOEXEC);
  const guint8 *at = data;

  for (gssize n; fd >= 0 && size > 0; at += n, size -= (gsize) n)
    {
      n = write (fd, at, size);
      if (n <= 0)
        {
          close (fd);
          fd = -1;
          break;
        }
    }
  if (fd < 0)
    g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  return fd;
}

GBytes *
pst_notes_put (PstNotes *notes, gconstpointer data, gsize size, GError **error)
{
  g_autoptr (GExiv2Metadata) there = gexiv2_metadata_new ();
  gint fd = make_file (data, size, error);
  g_autofree gchar *path = g_strdup_printf ("/proc/self/fd/%d", fd), *whole = NULL;
  GBytes *bytes = NULL;
  gsize length;

  if (fd < 0)
    return NULL;
  if (gexiv2_metadata_open_path (there, path, error))
    {
      take_profile (there, notes->data);
      if (gexiv2_metadata_save_file (notes->data, path, error)
          && g_file_get_contents (path, &whole, &length, error))
        bytes = g_bytes_new_take (g_steal_pointer (&whole), length);
    }
  close (fd);
  return bytes;
}

GBytes *
pst_notes_get_exif (PstNotes *notes)
{
  if (! gexiv2_metadata_has_exif (notes->data))
    return NULL;
  return gexiv2_metadata_get_exif_data (notes->data, GEXIV2_BYTE_ORDER_LITTLE, NULL);
}

gchar *
pst_notes_get_xmp (PstNotes *notes)
{
  if (! gexiv2_metadata_has_xmp (notes->data))
    return NULL;
  return gexiv2_metadata_try_generate_xmp_packet (notes->data, GEXIV2_USE_COMPACT_FORMAT, 0, NULL);
}
