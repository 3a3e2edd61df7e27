/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/thumbnails.h"

#define FIRST_SIDE  128 /* of the copies that thumbnails are painted from */
#define SECOND_SIDE 320

void
pst_thumbnails_queue (const PstGallery *gallery, PstEasel *easel)
{
  static const gint sides[] = { FIRST_SIDE, SECOND_SIDE };
  PstStyle *style;

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    for (guint n = 0; (style = pst_gallery_get_style (gallery, n)); n++)
      if (pst_gallery_needs_thumbnail (gallery, style))
        pst_easel_queue_thumbnail (easel, style, sides[i], PST_GALLERY_MAX_SIDE);
}
