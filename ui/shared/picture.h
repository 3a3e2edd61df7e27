/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An image that nobody writes to any more: reference counted, so that the window
 * and its workers can share it without copies or locks. */

#ifndef PST_PICTURE_H
#define PST_PICTURE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct
{
  PstImage *image;
} PstPicture;

/* Takes @image. */
PstPicture *pst_picture_new (PstImage *image);

/* Any thread.  NULL is let through. */
PstPicture *pst_picture_ref (PstPicture *picture);
void pst_picture_unref (PstPicture *picture);

/* The middle of a picture, as thumbnails show it: as large as can be where the height is three
 * fourths of the width. */
void
pst_thumbnail_part (gint width, gint height, gint *x, gint *y, gint *part_width, gint *part_height);

/* A few pixels of that, about @side long, as a stand-in; NULL if there is no memory. */
PstImage *pst_image_sample (const PstImage *image, gint side);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstPicture, pst_picture_unref)

G_END_DECLS

#endif /* PST_PICTURE_H */
