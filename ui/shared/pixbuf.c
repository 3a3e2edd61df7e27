/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/pixbuf.h"

GdkPixbuf *
pst_pixbuf_new (const PstImage *image)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, image->width, image->height);
  gsize size = (gsize) image->width * image->height;
  gint stride = gdk_pixbuf_get_rowstride (pixbuf);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        guchar *to = pixels + (gsize) y * stride + 4 * x;
        const gfloat *from = image->data + (gsize) y * image->width + x;

        for (gint c = 0; c < 3; c++)
          to[c] = (guchar) (CLAMP (from[(gsize) c * size], 0.0f, 1.0f) * 255 + .5f);
        to[3] = 255;
      }
  return pixbuf;
}

GdkPixbuf *
pst_pixbuf_new_small (const PstImage *image, gint side)
{
  gdouble scale = MIN (1, (gdouble) side / MAX (image->width, image->height));
  g_autoptr (PstImage) small =
      pst_image_resize (image, MAX (1, (gint) (image->width * scale + .5)),
                        MAX (1, (gint) (image->height * scale + .5)), NULL);

  return small ? pst_pixbuf_new (small) : NULL;
}
