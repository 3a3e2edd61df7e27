/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Averages that follow a photo's forms, and lines where these end. */

#ifndef PST_CONTOURS_H
#define PST_CONTOURS_H

#include "strokes/sketch.h"

G_BEGIN_DECLS

#define PST_CONTOURS_REACH 64

/* to [channels][h][w], at most three: x, averaged along the sketch's field, or @across it, over
 * @reach pixels each way (PST_CONTOURS_REACH at most).  Colours that differ by @range count a
 * quarter; with 0 all count alike.  (Flow-based bilateral filter: Kang, Lee and Chui 2009.) */
void pst_contours_smooth (const PstSketch *sketch, const gfloat *x, gint channels, gboolean across,
                          gint reach, gdouble range, gfloat *to);

/* to [h][w], 0 to 1: where there is a line, @width pixels of deviation, darker than both sides of it
 * or on the dark side of an edge; luma [h][w] from -1 to 1.  @scratch [3][h][w].  (Differences of
 * Gaussians along the flow: Kang, Lee and Chui 2007.) */
void pst_contours_lines (const PstSketch *sketch, const gfloat *luma, gdouble width,
                         gfloat *scratch, gfloat *to);

/* Draws @lines, @amount of them, in @colour on canvas [3][h][w]. */
void pst_contours_draw (const PstSketch *sketch, const gfloat *lines, gfloat amount,
                        const gfloat *colour, gfloat *canvas);

G_END_DECLS

#endif /* PST_CONTOURS_H */
