/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture file in a world without GIMP. */

#ifndef PST_PICTURE_FILE_H
#define PST_PICTURE_FILE_H

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "engine.h"

static inline PstImage *
image_from_file (const gchar *path, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, error);
  PstImage *image;
  gsize size;

  if (! pixbuf)
    return NULL;
  image = pst_image_new (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf), error);
  size = (gsize) image->width * image->height;
  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      for (gint c = 0; c < 3; c++)
        image->data[c * size + (gsize) y * image->width + x] =
            gdk_pixbuf_get_pixels (pixbuf)[y * gdk_pixbuf_get_rowstride (pixbuf)
                                           + x * gdk_pixbuf_get_n_channels (pixbuf) + c]
            / 255.0f;
  return image;
}

#endif /* PST_PICTURE_FILE_H */
