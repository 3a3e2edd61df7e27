/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Strokes of a brush: broad ones everywhere, narrow ones where the photo has more to say
 * (Hertzmann 1998), each along the photo's forms and of one colour, which is broken as the
 * painter breaks it. */

#ifndef PST_BRUSH_H
#define PST_BRUSH_H

#include "strokes/broken.h"
#include "strokes/sketch.h"

G_BEGIN_DECLS

typedef struct
{
  gdouble width;   /* pixels of an ordinary stroke at scale 1                           */
  gdouble length;  /* by its width, at most; below PST_BRUSH_TILES a stroke is a tile   */
  gdouble bristle; /* deviation of luma across a stroke                                 */
  gdouble jitter;  /* radians by which a tile's direction differs from the form's       */
  gdouble opacity; /* of a stroke, up to 1                                              */
  gdouble plane;   /* pixels that a print's planes are wide at scale 1, at most         */
  gdouble lean[2]; /* see pst_flow_field (): what plain areas take                      */
} PstBrush;

#define PST_BRUSH_TILES 2.2

/* canvas [3][h][w], R'G'B' -1 to 1: what is wanted, laid in strokes of twice @brush's width,
 * then of its width, then of half and a quarter of it where what is there differs from the
 * photo; and contours over them if that is the painter's way (pst_broken_lines ()).  One thread; the same bits every time.  When cancelled it stops and leaves what there
 * is.  FALSE: not enough memory. */
gboolean pst_brush_lay (const PstBrush *brush, const PstBroken *broken, const PstSketch *sketch,
                        gfloat *canvas);

G_END_DECLS

#endif /* PST_BRUSH_H */
