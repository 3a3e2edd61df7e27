/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which way a photo's forms lead: strokes follow them. */

#ifndef PST_FLOW_H
#define PST_FLOW_H

#include "ground/engine-private.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

#define PST_FLOW_PLANES 7

/* to [3][h][w]: gx^2 - gy^2, 2 gx gy and gx^2 + gy^2 of differences over two pixels of luma,
 * blurred before by @inner and after by @outer.  @scratch [4][h][w]. */
void pst_flow_tensor (const gfloat *luma, gint w, gint h, gdouble inner, gdouble outer,
                      gfloat *scratch, gfloat *to, PstPool *pool);

/* Unit vectors @along_x, @along_y [h][w] along the contours of @luma [h][w], -1 to 1: near ones and,
 * in plain areas, far ones (structure tensor: Kass and Witkin 1987).  @lean: where there is none, cosine
 * and sine of twice the angle across, times how surely, up to 1; the less sure, the more it is slow
 * waves; NULL: these alone.  @scratch holds PST_FLOW_PLANES planes. */
void pst_flow_field (const gfloat *luma, gint w, gint h, const gdouble *lean, gfloat *scratch,
                     gfloat *along_x, gfloat *along_y, PstPool *pool);

/* For every pixel of @image, cosine and sine of twice the angle along its contours, times how surely
 * they go there, up to 1: 2 planes, of neighbourhoods @wide; 1 or more.  Free with g_free ().
 * TOO_LARGE. */
gfloat *pst_flow_along (PstEngine *engine, const PstImage *image, gdouble wide, GError **error);

/* to [h][w]: Gaussian of @deviation pixels of x [h][w], edges repeated.  @scratch [h][w]. */
void pst_flow_blur (const gfloat *x, gint w, gint h, gdouble deviation, gfloat *scratch, gfloat *to,
                    PstPool *pool);

/* The adjoint: to becomes the gradient by what was blurred, of x, that by what it became. */
void pst_flow_blur_back (const gfloat *x, gint w, gint h, gdouble deviation, gfloat *scratch,
                         gfloat *to, PstPool *pool);

G_END_DECLS

#endif /* PST_FLOW_H */
