/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/photo-reader.h"

#include "shared/intl.h"

static PstImage *
read_open (PstPhotoReader *self, guint index, GError **error)
{
  const PstPhotos open =
      pst_photos_in_memory ((const PstImage *const *) self->open->pdata, self->open->len);

  return open.load ((gsize) index * self->open->len / self->n_open, open.user_data, error);
}

static PstImage *
read_file (PstPhotoReader *self, guint index)
{
  guint which = (guint) ((guint64) index * self->paths->len / self->n_paths);

  return self->host->load_photo (self->host, g_ptr_array_index (self->paths, which),
                                 self->first ? NULL : &self->first);
}

static PstImage *
read_photo (gsize index, gpointer data, GError **error)
{
  PstPhotoReader *self = data;
  guint n = self->n_open + self->n_paths, i = (guint) index;
  PstImage *photo;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return NULL;
  if (i == 0)
    self->n_read = 0;
  photo = i < self->n_open ? read_open (self, i, error) : read_file (self, i - self->n_open);
  if (photo)
    self->n_read++;
  else if (i + 1 == n && ! self->n_read && self->first)
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 _ ("None of the photos can be read. The first of them: %s"), self->first->message);
  if (self->progress)
    self->progress ((i + 1.0) / n, self->progress_data);
  return photo;
}

PstPhotos
pst_photo_reader_begin (PstPhotoReader *self)
{
  self->n_open = self->open ? MIN (self->open->len, PST_PHOTOS_MAX) : 0;
  self->n_paths = self->paths ? MIN (self->paths->len, PST_PHOTOS_MAX - self->n_open) : 0;
  return (PstPhotos){ self->n_open + self->n_paths, read_photo, self };
}

void
pst_photo_reader_clear (PstPhotoReader *self)
{
  g_clear_error (&self->first);
}
