/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How near to the photo a painting stays, place by place, so that a face keeps its likeness
 * while all around it is paint. */

#ifndef PASTICHE_LIKENESS_H
#define PASTICHE_LIKENESS_H

#include "pastiche/error.h"

PST_BEGIN_DECLS

/* What PstParams.likeness is where nobody says otherwise. */
#define PST_LIKENESS 50.0

/* What a face wants where all around it is paint. */
#define PST_LIKENESS_KEPT 90.0

/* Likeness of places.  It covers a whole picture, whatever the size of either, and is resampled
 * smoothly; an eighth of the picture's size is enough.  Immutable, reference counted, may be
 * shared between threads. */
typedef struct _PstLikenessMap PstLikenessMap;

/* Of @values [height][width], copied: 0 is likeness 0, 1 is likeness 100; what is outside counts as
 * the nearest, NaN as 0.  Errors: BAD_INPUT for a size below 1 x 1, TOO_LARGE. */
PstLikenessMap *
pst_likeness_map_new (const gfloat *values, gint width, gint height, GError **error);

/* Of a mask [height][width] over the picture, 0 to 1: likeness @kept where it is 1, @likeness where it
 * is 0, both 0 to 100, with a soft bound around what is masked.  Errors: as above. */
PstLikenessMap *pst_likeness_map_new_masked (const gfloat *mask, gint width, gint height,
                                             gdouble likeness, gdouble kept, GError **error);

PstLikenessMap *pst_likeness_map_ref (PstLikenessMap *map);
void pst_likeness_map_unref (PstLikenessMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLikenessMap, pst_likeness_map_unref)

PST_END_DECLS

#endif /* PASTICHE_LIKENESS_H */
