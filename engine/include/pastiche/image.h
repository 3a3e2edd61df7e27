/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures as planes of floats: perceptual (gamma-encoded) sRGB, nominal range [0,1]. */

#ifndef PASTICHE_IMAGE_H
#define PASTICHE_IMAGE_H

#include "pastiche/error.h"

PST_BEGIN_DECLS

/* Three planes R, G, B: data [3][height][width].  Created and freed by the
 * functions below only; not thread-safe while written to. */
typedef struct
{
  gint width;
  gint height;
  gfloat *data;
} PstImage;

/* A new black image, 1x1 or larger.  Fails with TOO_LARGE, saying how much
 * memory was needed. */
PstImage *pst_image_new (gint width, gint height, GError **error);
void pst_image_free (PstImage *image);

/* A copy of the part of @width x @height at (@x, @y), which must lie inside.  TOO_LARGE. */
PstImage *
pst_image_crop (const PstImage *image, gint x, gint y, gint width, gint height, GError **error);

/* A resampled copy: Lanczos with three lobes, widened when it shrinks, so that
 * nothing aliases; separable; edges are repeated.  Any size from 1x1. */
PstImage *pst_image_resize (const PstImage *image, gint width, gint height, GError **error);

/* As above; the short side becomes @short_side and the ratio is kept. */
PstImage *pst_image_resize_short (const PstImage *image, gint short_side, GError **error);

/* Takes @image (NULL gives NULL) and returns it, or such a copy in its place if its short
 * side is longer than @short_side. */
PstImage *pst_image_limit_short (PstImage *image, gint short_side, GError **error);

/* Puts values that are not finite, or outside [-64,64], into range, in place:
 * NaN becomes 0.  Values in range are left alone, also those outside [0,1]. */
void pst_image_sanitise (PstImage *image);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstImage, pst_image_free)

PST_END_DECLS

#endif /* PASTICHE_IMAGE_H */
