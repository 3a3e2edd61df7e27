/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colours of a picture: how light they are, and a few hundred that stand for all. */

#ifndef PST_COLOURS_H
#define PST_COLOURS_H

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

/* Y', Cb, Cr of some 64 000 pixels of @image: [n][3], the caller's. */
gdouble (*pst_colours_samples_new (const PstImage *image, gint *n))[3];

/* Of such, which stay as they are. */
void pst_colours_take_samples (PstColours *colours, gdouble (*v)[3], gint n);

/* The same of all of @image. */
void pst_colours_take (PstColours *colours, const PstImage *image);

/* Y' below which a share @p of the picture is. */
gfloat pst_colours_tone_at (const PstColours *colours, gdouble p);

/* A map that draws chroma to that of the nearest colours of a painting: what it has few of
 * is hardly left. */
PstColourTable *pst_colours_draw_new (const PstColours *colours, PstPool *pool);

G_END_DECLS

#endif /* PST_COLOURS_H */
