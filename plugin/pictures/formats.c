/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/formats.h"

#include <string.h>

#define DEEP  (PST_FORMAT_8 | PST_FORMAT_16)
#define OPEN  (PST_FORMAT_ALPHA | PST_FORMAT_PROFILE)
#define NOTED (OPEN | PST_FORMAT_NOTES)

enum
{
  PNG,
  JPEG,
  WEBP,
  TIFF,
  AVIF,
  HEIC,
  JXL,
  JP2,
  PPM,
  PGM,
  HDR,
  GIF,
  EXR,
  BMP,
  XCF,
  PSD,
  RAW,
  SVG,
  PDF,
  FILM
};

static const PstFormat formats[] = {
  [PNG] = { "PNG", ".png.", "pngload_source", "pngsave_target", DEEP | NOTED | PST_FORMAT_GRAY, 0 },
  [JPEG] = { "JPEG", ".jpg.jpeg.jpe.jfif.", "jpegload_source", "jpegsave_target",
             PST_FORMAT_8 | PST_FORMAT_PROFILE | PST_FORMAT_NOTES | PST_FORMAT_GRAY, 95 },
  [WEBP] = { "WebP", ".webp.", "webpload_source", "webpsave_target",
             PST_FORMAT_8 | NOTED | PST_FORMAT_FRAMES, 95 },
  [TIFF] = { "TIFF", ".tif.tiff.", "tiffload_source", "tiffsave_target",
             DEEP | PST_FORMAT_FLOAT | NOTED | PST_FORMAT_GRAY, 0 },
  [AVIF] = { "AVIF", ".avif.", "heifload_source", "heifsave_target", DEEP | OPEN | PST_FORMAT_BLOBS,
             80 },
  [HEIC] = { "HEIC", ".heic.heif.", "heifload_source", "heifsave_target",
             DEEP | OPEN | PST_FORMAT_BLOBS, 80 },
  [JXL] = { "JPEG XL", ".jxl.", "jxlload_source", "jxlsave_target", DEEP | OPEN, 95 },
  [JP2] = { "JPEG 2000", ".jp2.j2k.jpx.jpf.", "jp2kload_source", "jp2ksave_target",
            DEEP | PST_FORMAT_ALPHA | PST_FORMAT_NOTES, 100 },
  [PPM] = { "PPM", ".ppm.pnm.", "ppmload_source", "ppmsave_target", DEEP, 0 },
  [PGM] = { "PGM", ".pgm.pbm.", "ppmload_source", NULL, 0, 0 },
  [HDR] = { "Radiance HDR", ".hdr.", "radload_source", "radsave_target", PST_FORMAT_LINEAR, 0 },
  [GIF] = { "GIF", ".gif.", "gifload_source", "gifsave_target",
            PST_FORMAT_8 | PST_FORMAT_ALPHA | PST_FORMAT_FRAMES, 0 },
  [EXR] = { "OpenEXR", ".exr.", "openexrload", NULL, 0, 0 },
  [BMP] = { "BMP", ".bmp.dib.", "magickload_buffer", NULL, 0, 0 },
  [XCF] = { "GIMP (XCF)", ".xcf.", NULL, NULL, 0, 0,
            "paint it in GIMP, or export it there as PNG" },
  [PSD] = { "Photoshop (PSD)", ".psd.psb.", NULL, NULL, 0, 0,
            "open it in GIMP and export it as PNG or TIFF" },
  [RAW] = { "raw photo", ".dng.cr2.cr3.nef.nrw.arw.orf.rw2.raf.pef.srw.", NULL, NULL, 0, 0,
            "develop it with darktable or RawTherapee to 16-bit TIFF" },
  [SVG] = { "SVG", ".svg.svgz.", NULL, NULL, 0, 0, "open it in GIMP and export it as PNG" },
  [PDF] = { "PDF", ".pdf.", NULL, NULL, 0, 0, "open its page in GIMP and export it as PNG" },
  [FILM] = { "film", ".mp4.mov.mkv.webm.avi.", NULL, NULL, 0, 0,
             "take its frames out as PNG, with ffmpeg" },
};

/* ---- by the first bytes ----------------------------------------------- */

typedef struct
{
  gint format;
  gsize at, size;
  const gchar *bytes;
} Signature;

/* The first that fits counts. */
static const Signature signatures[] = {
  { PNG, 0, 8, "\x89PNG\r\n\x1a\n" },
  { JPEG, 0, 3, "\xff\xd8\xff" },
  { WEBP, 8, 4, "WEBP" },
  { FILM, 8, 4, "AVI " },
  { RAW, 8, 2, "CR" }, /* Canon's, in a TIFF */
  { RAW, 0, 4, "IIRO" },
  { RAW, 0, 4, "IIU\0" },
  { RAW, 0, 8, "FUJIFILM" },
  { TIFF, 0, 4, "II*\0" },
  { TIFF, 0, 4, "MM\0*" },
  { TIFF, 0, 4, "II+\0" },
  { TIFF, 0, 4, "MM\0+" },
  { AVIF, 4, 8, "ftypavif" },
  { AVIF, 4, 8, "ftypavis" },
  { RAW, 4, 8, "ftypcrx " },
  { HEIC, 4, 7, "ftyphei" },
  { HEIC, 4, 7, "ftyphev" },
  { HEIC, 4, 8, "ftypmif1" },
  { HEIC, 4, 8, "ftypmsf1" },
  { FILM, 4, 4, "ftyp" },
  { FILM, 0, 4, "\x1a\x45\xdf\xa3" },
  { JXL, 0, 2, "\xff\x0a" },
  { JXL, 0, 12, "\0\0\0\x0cJXL \r\n\x87\n" },
  { JP2, 0, 12, "\0\0\0\x0cjP  \r\n\x87\n" },
  { JP2, 0, 4, "\xff\x4f\xff\x51" },
  { GIF, 0, 4, "GIF8" },
  { HDR, 0, 10, "#?RADIANCE" },
  { HDR, 0, 6, "#?RGBE" },
  { EXR, 0, 4, "\x76\x2f\x31\x01" },
  { BMP, 0, 2, "BM" },
  { XCF, 0, 9, "gimp xcf " },
  { PSD, 0, 4, "8BPS" },
  { PDF, 0, 5, "%PDF-" },
};

static gboolean
has_ending (const PstFormat *format, const gchar *path)
{
  const gchar *base = path ? strrchr (path, G_DIR_SEPARATOR) : NULL;
  const gchar *dot = path ? strrchr (base ? base : path, '.') : NULL;
  g_autofree gchar *low = dot ? g_ascii_strdown (dot, -1) : NULL;
  g_autofree gchar *ending = low ? g_strconcat (low, ".", NULL) : NULL;

  return ending && strlen (ending) > 2 && strstr (format->endings, ending);
}

/* P1 to P6, and then room. */
static gboolean
is_ppm (const guchar *data, gsize size)
{
  return size > 3 && data[0] == 'P' && data[1] >= '1' && data[1] <= '6'
         && g_ascii_isspace (data[2]);
}

/* As text, after what may stand before it. */
static gboolean
is_svg (const guchar *data, gsize size)
{
  return size > 4 && data[0] == '<' && g_strstr_len ((const gchar *) data, (gssize) size, "<svg");
}

const PstFormat *
pst_format_sniff (const guchar *data, gsize size, const gchar *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *s = &signatures[i];

      if (size < s->at + s->size || memcmp (data + s->at, s->bytes, s->size))
        continue;
      /* Most raw photos are TIFF files, of which the first picture is a small one. */
      return &formats[s->format == TIFF && has_ending (&formats[RAW], path) ? RAW : s->format];
    }
  if (is_ppm (data, size))
    return &formats[PPM];
  return is_svg (data, size) ? &formats[SVG] : NULL;
}

/* ---- by name ---------------------------------------------------------- */

const PstFormat *
pst_format_for_saving (const gchar *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].saver && has_ending (&formats[i], path))
      return &formats[i];
  return NULL;
}

gboolean
pst_format_is_picture_name (const gchar *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].loader && has_ending (&formats[i], path))
      return TRUE;
  return FALSE;
}

gboolean
pst_format_refuse_ending (const gchar *path, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (has_ending (&formats[i], path))
      {
        g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                     "%s: no %s can be written; the nearest is %s", name, formats[i].name,
                     i == EXR            ? ".tif, which keeps floats"
                     : i == PGM          ? ".ppm, for paintings have colours"
                     : formats[i].loader ? ".png"
                                         : ".png or .tif");
        return FALSE;
      }
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               "%s: no picture format has this ending; use .png, .jpg, .tif, .webp, .avif, .heic, "
               ".jxl, .jp2, .gif, .ppm or .hdr",
               name);
  return FALSE;
}
