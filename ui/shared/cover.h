/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a picture there is to be seen, and where its painting will be: planes of bytes, of
 * the picture's size.  Nobody writes to them any more: the window and its workers share
 * them. */

#ifndef PST_COVER_H
#define PST_COVER_H

#include <gdk/gdk.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct
{
  gint width;
  gint height;
  guint8 *alpha; /* 255: opaque; NULL: everywhere              */
  guint8 *mask;  /* 255: the painting, 0: the photo; NULL: the painting everywhere */
} PstCover;

/* Takes both planes, which are freed with g_free (). */
PstCover *pst_cover_new (gint width, gint height, guint8 *alpha, guint8 *mask);

/* Any thread.  NULL is let through. */
PstCover *pst_cover_ref (PstCover *cover);
void pst_cover_unref (PstCover *cover);

/* The part @part of @plane, one of @cover's, as it were if the picture had @width x @height:
 * the mean of what becomes one pixel.  Free with g_free ().  NULL for NULL.  Any thread. */
guint8 *pst_cover_sample (const PstCover *cover, const guint8 *plane, gint width, gint height,
                          const GdkRectangle *part);

/* A cover whose mask is @cover's, reduced as far as likeness needs no more of it. */
PstCover *pst_cover_reduce_mask (const PstCover *cover);

/* A map that keeps PST_LIKENESS_KEPT where @cover's mask is, and @likeness elsewhere.  TOO_LARGE.  Any
 * thread. */
PstLikenessMap *pst_cover_likeness (const PstCover *cover, gdouble likeness, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstCover, pst_cover_unref)

G_END_DECLS

#endif /* PST_COVER_H */
