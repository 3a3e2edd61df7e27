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

void
pst_thumbnail_part (gint width, gint height, gint *x, gint *y, gint *part_width, gint *part_height)
{
  gdouble w = MIN ((gdouble) width, height * 4 / 3.0);

  *part_width = MAX (1, (gint) (w + .5));
  *part_height = CLAMP ((gint) (w * 3 / 4 + .5), 1, height);
  *x = (width - *part_width) / 2;
  *y = (height - *part_height) / 2;
}

PstImage *
pst_image_sample (const PstImage *image, gint side)
{
  gint left, top, width, height;
  gdouble step;
  PstImage *small;

  pst_thumbnail_part (image->width, image->height, &left, &top, &width, &height);
  step = MAX (1, (gdouble) MAX (width, height) / side);
  small = pst_image_new (MAX (1, (gint) (width / step)), MAX (1, (gint) (height / step)), NULL);
  for (gint c = 0; small && c < 3; c++)
    for (gint y = 0; y < small->height; y++)
      for (gint x = 0; x < small->width; x++)
        small->data[((gsize) c * small->height + y) * small->width + x] =
            image->data[((gsize) c * image->height + top + (gint) (y * step)) * image->width + left
                        + (gint) (x * step)];
  return small;
}
