/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How near to the photo each pixel is to be, as those who paint it see it: -1 is all paint, 0 is
 * what is usual, 1 is safe for portraits.  NULL in place of such a plane: 0 everywhere. */

#ifndef PST_STROKES_LIKENESS_H
#define PST_STROKES_LIKENESS_H

#include "pastiche/image.h"
#include "pastiche/likeness.h"

G_BEGIN_DECLS

/* What PstParams says of it. */
typedef struct
{
  gdouble likeness; /* 0..100                 */
  const PstLikenessMap *map;
} PstLikeness;

/* *@plane = that of a picture of @width x @height, to be freed, or NULL.  @likeness may be NULL.
 * TOO_LARGE. */
gboolean pst_likeness_plane (const PstLikeness *likeness, gint width, gint height, gfloat **plane,
                             GError **error);

/* What those who paint @width x @height pixels with it take for it. */
gsize pst_likeness_bytes (const PstLikeness *likeness, gint width, gint height);

/* 1 where @place is 0, @none at -1, @full at 1, and straight between. */
static inline gfloat
pst_likeness_at (gfloat place, gfloat none, gfloat full)
{
  return place < 0 ? 1 - place * (none - 1) : 1 + place * (full - 1);
}

/* @image = @from + pst_likeness_at () (@image - @from), in [0,1], both in [0,1] and of the plane's size;
 * left alone where @plane is NULL. */
void pst_likeness_move (const gfloat *plane, gfloat none, gfloat full, const PstImage *from,
                        PstImage *image);

G_END_DECLS

#endif /* PST_STROKES_LIKENESS_H */
