/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A photo in a painting's colours: a monotone curve of lightness, and chroma by optimal
 * transport that need not go all the way (entropic and unbalanced: Cuturi 2013; Chizat,
 * Peyre, Schmitzer and Vialard 2018).  What is light stays lighter than what is dark, and
 * every colour is a mean of the painting's. */

#ifndef PST_RECOLOUR_H
#define PST_RECOLOUR_H

#include "strokes/colour-table.h"

G_BEGIN_DECLS

#define PST_COLOURS_TONES 256
#define PST_COLOURS_BINS  640 /* at most */

/* The colours of a picture, in Y', Cb, Cr of R'G'B' in [0,1]. */
typedef struct
{
  gdouble tones[PST_COLOURS_TONES]; /* histogram of Y', sum 1                     */
  gint n_bins;
  gfloat bin[PST_COLOURS_BINS][4]; /* Y', Cb, Cr and share                       */
  gdouble mean[2];                 /* of Cb and Cr                                */
  gdouble deviation;               /* root of the sum of their variances          */
} PstColours;

/* Of some 64 000 pixels of @image. */
void pst_colours_take (PstColours *colours, const PstImage *image);

/* New lightness of PST_COLOURS_TONES old ones: not falling, by @share from the photo's own curve, in
 * the painting's range, to the painting's histogram. */
void pst_recolour_curve (const PstColours *photo, const PstColours *painting, gdouble share,
                         gdouble *curve);

/* A copy of @photo in the colours of @painting; @share: as above.  Values outside [0,1] count as the nearest.
 * A monochrome painting gives a monochrome picture.  TOO_LARGE. */
PstImage *pst_recolour (const PstImage *photo, const PstColours *painting, gdouble share,
                        PstPool *pool, GError **error);

/* A map that draws chroma to that of the nearest colours of a painting: what it has few of
 * is hardly left. */
PstColourTable *pst_colours_draw_new (const PstColours *colours, PstPool *pool);

G_END_DECLS

#endif /* PST_RECOLOUR_H */
