/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/encoder.h"

#include <string.h>

#define PNG_COMPRESSION 3 /* of 9; more takes longer than painting */

/* Strokes end where colours do: those are kept at full size. */
static int
save_heif (VipsImage *image, VipsTarget *target, gboolean is_avif, gint quality, gint bits)
{
  return vips_heifsave_target (
      image, target, "Q", quality, "lossless", quality == 100, "compression",
      is_avif ? VIPS_FOREIGN_HEIF_COMPRESSION_AV1 : VIPS_FOREIGN_HEIF_COMPRESSION_HEVC,
      "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF, "bitdepth",
      image->BandFmt == VIPS_FORMAT_UCHAR ? 8 : bits, NULL);
}

static int
save (VipsImage *image, VipsTarget *target, const PstFormat *format, gint quality, gint bits)
{
  const gchar *saver = format->saver;

  if (g_str_equal (saver, "pngsave_target"))
    return vips_pngsave_target (image, target, "compression", PNG_COMPRESSION, "filter",
                                VIPS_FOREIGN_PNG_FILTER_ALL, NULL);
  if (g_str_equal (saver, "jpegsave_target"))
    return vips_jpegsave_target (image, target, "Q", quality, "subsample_mode",
                                 VIPS_FOREIGN_SUBSAMPLE_OFF, "interlace", TRUE, "optimize_coding",
                                 TRUE, NULL);
  if (g_str_equal (saver, "webpsave_target"))
    return vips_webpsave_target (image, target, "Q", quality, "lossless", quality == 100,
                                 "smart_subsample", TRUE, NULL);
  if (g_str_equal (saver, "tiffsave_target"))
    return vips_tiffsave_target (
        image, target, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, "predictor",
        image->BandFmt == VIPS_FORMAT_FLOAT ? VIPS_FOREIGN_TIFF_PREDICTOR_NONE
                                            : VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL,
        NULL);
  if (g_str_equal (saver, "heifsave_target"))
    return save_heif (image, target, g_str_equal (format->name, "AVIF"), quality, bits);
  if (g_str_equal (saver, "jxlsave_target"))
    return vips_jxlsave_target (image, target, "Q", quality, "lossless", quality == 100, NULL);
  if (g_str_equal (saver, "jp2ksave_target"))
    return vips_jp2ksave_target (image, target, "Q", quality, "lossless", quality == 100,
                                 "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF, NULL);
  /* The time of day would be a comment in it: what is the same is to be the same file. */
  if (g_str_equal (saver, "ppmsave_target"))
    return vips_ppmsave_target (image, target, "strip", TRUE, NULL);
  return vips_call (saver, image, target, NULL);
}

VipsBlob *
pst_encoder_write (VipsImage *image, const PstFormat *format, gint quality, gint bits)
{
  VipsTarget *target = vips_target_new_to_memory ();
  VipsBlob *blob = NULL;

  vips_error_clear ();
  if (quality == 0)
    quality = format->quality;
  if (target && save (image, target, format, MAX (quality, 1), bits) == 0)
    g_object_get (target, "blob", &blob, NULL);
  if (target)
    g_object_unref (target);
  return blob;
}
