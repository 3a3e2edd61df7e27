/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the photos that a lesson asks for, one at a time: pictures that are open and
 * files.  For any one thread. */

#ifndef PST_PHOTO_READER_H
#define PST_PHOTO_READER_H

#include "shared/host.h"

G_BEGIN_DECLS

typedef struct
{
  PstUiHost *host;
  const GPtrArray *open;     /* PstImage; NULL: none  */
  const GPtrArray *paths;    /* NULL: none            */
  GCancellable *cancellable; /* or NULL               */
  PstProgressFunc progress;  /* or NULL               */
  gpointer progress_data;

  /* The reader's own. */
  guint n_open, n_paths; /* so many of each */
  gsize n_read;
  GError *first; /* why the first that cannot be read cannot */
} PstPhotoReader;

/* The photos of @reader, which is otherwise zero and must stay where it is: those that
 * are open first, and of the files, evenly taken, as many as a lesson has room for.  What
 * cannot be read is left out, unless it is all there is: then the first error tells
 * why. */
PstPhotos pst_photo_reader_begin (PstPhotoReader *reader);

void pst_photo_reader_clear (PstPhotoReader *reader);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstPhotoReader, pst_photo_reader_clear)

G_END_DECLS

#endif /* PST_PHOTO_READER_H */
