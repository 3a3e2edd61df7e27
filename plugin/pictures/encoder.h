/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libvips' savers: from pixels in memory to the bytes of a file. */

#ifndef PST_ENCODER_H
#define PST_ENCODER_H

#include <vips/vips.h>

#include "pictures/formats.h"

G_BEGIN_DECLS

/* The file of @image in @format.  @quality: 1 to 100, 0 for the format's own; where a format can
 * do both, 100 is lossless.  @bits: of those that files of AVIF and HEIC have for @image of
 * 16, or 0.  NULL if it failed; libvips has said why.  Free with vips_area_unref (). */
VipsBlob *pst_encoder_write (VipsImage *image, const PstFormat *format, gint quality, gint bits);

G_END_DECLS

#endif /* PST_ENCODER_H */
