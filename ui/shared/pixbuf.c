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

PstImage *
pst_image_new_from_pixbuf (const GdkPixbuf *pixbuf, GError **error)
{
  gint width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  gint n = gdk_pixbuf_get_n_channels (pixbuf), stride = gdk_pixbuf_get_rowstride (pixbuf);
  PstImage *image = pst_image_new (width, height, error);

  for (gint y = 0; image && y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        const guint8 *from = gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * stride + (gsize) n * x;
        gfloat alpha = n == 4 ? from[3] / 255.0f : 1;

        for (gint c = 0; c < 3; c++)
          image->data[((gsize) c * height + y) * width + x] = 1 - alpha + alpha * from[c] / 255.0f;
      }
  return image;
}
