/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From planes to what a screen shows. */

#ifndef PST_SURFACE_H
#define PST_SURFACE_H

#include <gegl.h>
#include <gtk/gtk.h>
#include <libgimpcolor/gimpcolor.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* @image as RGB24.  @transform: from perceptual sRGB to the monitor; NULL: none.  @alpha: of
 * its size, over a checkerboard; NULL: opaque.  (@x, @y): where in the whole picture it is,
 * so that the squares stay where they are. */
cairo_surface_t *pst_surface_new (const PstImage *image, GimpColorTransform *transform,
                                  const guint8 *alpha, gint x, gint y);

/* As a picture without colours has it: the luminance of light, as GIMP makes it. */
void pst_image_make_gray (PstImage *image);

/* @image where @mask is 255, @photo where it is 0; all of one size, in place. */
void pst_image_mask (PstImage *image, const PstImage *photo, const guint8 *mask);

G_END_DECLS

#endif /* PST_SURFACE_H */
