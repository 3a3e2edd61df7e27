/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Noise that runs along a photo's forms: what strokes grow from.  Statistics know how
 * strokes look and not where they lead; that they keep from where they begin. */

#ifndef PST_FLOW_H
#define PST_FLOW_H

#include "ground/pool.h"

G_BEGIN_DECLS

#define PST_FLOW_PLANES 8
#define PST_FLOW_SCALES 4

/* to [h][w]: white noise of @key, of which what is about @wavelength pixels wide is kept.  Mean 0,
 * deviation 1.  @scratch [3][h][w]. */
void pst_flow_white (gint w, gint h, gdouble wavelength, guint64 key, gfloat *scratch, gfloat *to,
                     PstPool *pool);

/* The same, summed over @steps pixels each way along lines that follow the contours of @luma [h][w],
 * -1 to 1: near ones and, in plain areas, far ones (line integral convolution: Cabral and Leedom
 * 1993; structure tensor: Kass and Witkin 1987).  Deviation 1, from -2.5 to 2.5; less where
 * the photo has detail of its own.  @scales: deviations of the neighbourhoods that are asked,
 * PST_FLOW_SCALES of them.  @scratch holds PST_FLOW_PLANES planes. */
void pst_flow_noise (const gfloat *luma, gint w, gint h, const gdouble *scales, gdouble wavelength,
                     gint steps, guint64 key, gfloat *scratch, gfloat *to, PstPool *pool);

/* to [3][h][w]: gx^2 - gy^2, 2 gx gy and gx^2 + gy^2 of differences over two pixels of luma,
 * blurred before by @inner and after by @outer.  @scratch [4][h][w]. */
void pst_flow_tensor (const gfloat *luma, gint w, gint h, gdouble inner, gdouble outer,
                      gfloat *scratch, gfloat *to, PstPool *pool);

/* Tangents of those lines, unit vectors: @along_x, @along_y [h][w].  Planes as above. */
void pst_flow_field (const gfloat *luma, gint w, gint h, const gdouble *scales, gfloat *scratch,
                     gfloat *along_x, gfloat *along_y, PstPool *pool);

/* to [h][w]: Gaussian of @deviation pixels of x [h][w], edges repeated.  @scratch [h][w]. */
void pst_flow_blur (const gfloat *x, gint w, gint h, gdouble deviation, gfloat *scratch, gfloat *to,
                    PstPool *pool);

G_END_DECLS

#endif /* PST_FLOW_H */
