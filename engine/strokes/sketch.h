/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a painter knows before the first stroke: which colour is wanted where, and which way
 * the photo's forms lead. */

#ifndef PST_SKETCH_H
#define PST_SKETCH_H

#include "ground/engine-private.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

typedef struct
{
  PstEngine *engine;
  gint w, h;
  const gfloat *photo;       /* [3][h][w], R'G'B' -1 to 1: borrowed                      */
  const gfloat *wanted;      /* the same                                                 */
  gfloat *along_x, *along_y; /* [h][w], unit vectors                                       */
  gdouble scale;             /* of all that is so many pixels wide; 1: for 400 pixels      */
  guint64 key;               /* of randomness                                              */
  GCancellable *cancellable; /* or NULL                                                    */
  const gfloat *likeness;    /* [h][w], see likeness.h; NULL at first: borrowed            */
} PstSketch;

/* Of @photo, -1 to 1, and @wanted, of the same size, which both must outlive it.  @lean: see
 * pst_flow_field ().  @scale is chosen for pictures whose short side, without margins, is
 * @short_side.  NULL: not enough memory. */
PstSketch *
pst_sketch_new (PstEngine *engine, const PstImage *photo, const PstImage *wanted,
                const gdouble *lean, gint short_side, guint64 key, GCancellable *cancellable);
void pst_sketch_free (PstSketch *sketch);

/* Planes of [h][w] floats from the engine's arena; give them back there. */
gfloat *pst_sketch_take (const PstSketch *sketch, gint planes);
void pst_sketch_give (const PstSketch *sketch, gfloat *planes);

/* to [h][w] = Y' of rgb [3][h][w]. */
void pst_sketch_luma (const PstSketch *sketch, const gfloat *rgb, gfloat *to);

/* The lightness of canvas [3][h][w], R'G'B' -1 to 1, becomes by @least, up to 1, at large what is wanted:
 * strokes' colours are broken, and inks are few.  By more where it would else be none of the photo's.
 * Its detail stays.  FALSE: not enough memory. */
gboolean pst_sketch_settle (const PstSketch *sketch, gfloat least, gfloat *canvas);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstSketch, pst_sketch_free)

G_END_DECLS

#endif /* PST_SKETCH_H */
