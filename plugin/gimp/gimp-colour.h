/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between a GIMP image's own colours and the engine's sRGB. */

#ifndef PST_GIMP_COLOUR_H
#define PST_GIMP_COLOUR_H

#include <libgimp/gimp.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* What an image's numbers mean.  Both transforms are NULL where they mean sRGB
 * already, or where nobody can tell. */
typedef struct
{
  GimpColorTransform *to_srgb;
  GimpColorTransform *from_srgb;
  const Babl *format; /* the image's numbers, without alpha, as floats */
  gboolean gray;
  gboolean broken; /* there is a profile, but it cannot be used both ways */
} PstGimpColour;

void pst_gimp_colour_init (PstGimpColour *colour, gint32 image);
void pst_gimp_colour_clear (PstGimpColour *colour);

/* In place.  @picture is as pst_pixels_read () reads and pst_pixels_write ()
 * writes the image's buffers, which know nothing of profiles; the other side is
 * sRGB.  Of a gray image, three equal planes.  Every value is finite afterwards. */
void pst_gimp_colour_import (const PstGimpColour *colour, PstImage *picture);
void pst_gimp_colour_export (const PstGimpColour *colour, PstImage *picture);

G_END_DECLS

#endif /* PST_GIMP_COLOUR_H */
