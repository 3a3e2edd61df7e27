/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/picture.h"

PstPicture *
pst_picture_new (PstImage *image)
{
  PstPicture *picture = g_atomic_rc_box_new0 (PstPicture);

  picture->image = image;
  return picture;
}

PstPicture *
pst_picture_ref (PstPicture *picture)
{
  return picture ? g_atomic_rc_box_acquire (picture) : NULL;
}

static void
clear (gpointer picture)
{
  pst_image_free (((PstPicture *) picture)->image);
}

void
pst_picture_unref (PstPicture *picture)
{
  if (picture)
    g_atomic_rc_box_release_full (picture, clear);
}

PstImage *
pst_image_sample (const PstImage *image, gint side)
{
  gdouble step = MAX (1, (gdouble) MAX (image->width, image->height) / side);
  PstImage *small = pst_image_new (MAX (1, (gint) (image->width / step)),
                                   MAX (1, (gint) (image->height / step)), NULL);

  for (gint c = 0; small && c < 3; c++)
    for (gint y = 0; y < small->height; y++)
      for (gint x = 0; x < small->width; x++)
        small->data[((gsize) c * small->height + y) * small->width + x] =
            image->data[((gsize) c * image->height + (gint) (y * step)) * image->width
                        + (gint) (x * step)];
  return small;
}
