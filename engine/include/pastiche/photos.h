/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Photos to practise on. */

#ifndef PASTICHE_PHOTOS_H
#define PASTICHE_PHOTOS_H

#include "pastiche/image.h"

PST_BEGIN_DECLS

/* Their short side, at most: learning wants no more. */
#define PST_PHOTO_SIDE 384

/* As many as a lesson takes if nobody asks for more: more bring little but memory, half a
 * megabyte each. */
#define PST_PHOTOS_MAX 96

/* No lesson takes more. */
#define PST_PHOTOS_LIMIT 1000

/* Photos to practise on, which are asked for one at a time: of many photos no more than
 * one need be in memory. */
typedef struct
{
  gsize n;
  /* A new image of photo @index, the asker's.  NULL without an error: it is left out,
   * as what cannot be read; with one: all is given up.  Asked for with rising indices,
   * not always all of them, during the call that the photos are given to and on its
   * thread. */
  PstImage *(*load) (gsize index, gpointer user_data, GError **error);
  gpointer user_data;
} PstPhotos;

/* Photos that are in memory anyway; @images must be there as long as it is used. */
PstPhotos pst_photos_in_memory (const PstImage *const *images, gsize n);

PST_END_DECLS

#endif /* PASTICHE_PHOTOS_H */
