/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colours of paintings, without their places. */

#ifndef PST_PALETTE_H
#define PST_PALETTE_H

#include "kernels/tape.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstPalette PstPalette;

/* Samples of the colours of @n_paintings paintings, brought to that short side first, each
 * painting with an equal share, projected on directions in RGB that are drawn from @key.
 * Errors: TOO_LARGE. */
PstPalette *pst_palette_new (const PstImage *const *paintings, gsize n_paintings, gint short_side,
                             guint64 key, GError **error);
void pst_palette_free (PstPalette *palette);

/* Sliced Wasserstein distance of colours (Bonneel et al. 2015): mean over
 * directions of the mean distance of sorted projections, of pixels of y
 * [N][3][H][W], in [-1,1], pooled over the images, and of the palette's samples.
 * Which pixels are looked at comes from @key.  Conventions of loss.h. */
gdouble pst_loss_palette (PstTape *tape, PstNode *y, const PstPalette *palette, guint64 key,
                          gdouble weight);

/* For tests: the palette's direction @i and its sorted samples. */
const gfloat *pst_palette_direction (const PstPalette *palette, gint i);
const gfloat *pst_palette_samples (const PstPalette *palette, gint i);

#define PST_PALETTE_DIRECTIONS 16
#define PST_PALETTE_SAMPLES    4096

G_END_DECLS

#endif /* PST_PALETTE_H */
