/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/photos.h"

static PstImage *
copy_image (gsize index, gpointer images, GError **error)
{
  const PstImage *image = ((const PstImage *const *) images)[index];

  return pst_image_resize (image, image->width, image->height, error);
}

PstPhotos
pst_photos_in_memory (const PstImage *const *images, gsize n)
{
  return (PstPhotos){ n, copy_image, (gpointer) images };
}

gboolean
pst_photos_load (const PstPhotos *photos, gsize index, PstImage **photo, GError **error)
{
  GError *local = NULL;

  *photo = photos->load (index, photos->user_data, &local);
  if (*photo || ! local)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
pst_photos_refuse_none (GError **error)
{
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                       "There are no photos to practise on; give a folder with one or more.");
  return FALSE;
}
