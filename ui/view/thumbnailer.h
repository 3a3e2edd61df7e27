/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints small copies of a photo's middle, one after the other. */

#ifndef PST_THUMBNAILER_H
#define PST_THUMBNAILER_H

#include "shared/picture.h"
#include "shared/worker.h"

G_BEGIN_DECLS

/* A smaller copy of a photo that all its thumbnails share. */
typedef struct _PstReduced PstReduced;

PstReduced *pst_reduced_new (PstPicture *source);
void pst_reduced_unref (PstReduced *reduced);

typedef struct
{
  PstStyle *style;
  PstReduced *reduced;
  gint paint_side; /* how long the copy is that the style sees */
  gint max_side;   /* how long what comes of it is at most     */
} PstThumbnail;

/* On the main thread.  @image belongs to the thumbnailer; NULL: it failed. */
typedef void (*PstThumbnailFunc) (gpointer owner, PstStyle *style, const PstImage *image);

/* On @worker's thread; takes references.  @owner must outlive the worker. */
void pst_thumbnailer_push (PstWorker *worker, const PstThumbnail *thumbnail, PstThumbnailFunc func,
                           gpointer owner);

G_END_DECLS

#endif /* PST_THUMBNAILER_H */
