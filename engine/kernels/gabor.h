/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bank of Gabor filters over lines of pixels: the cosine and the sine of a wave
 * that runs along angle pi o / n, o = 0 .. n-1, under a bell that is longer across the
 * wave (Gabor 1946; Daugman 1985).
 *
 * A filter and its mirror image share all products: with the pixels folded along both
 * axes, P (k,j) = sums and differences of the four pixels at (+-j, +-k), eight pairs of
 * 9x9 filters take 333 multiplications instead of 1296. */

#ifndef PST_GABOR_H
#define PST_GABOR_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PstGabor PstGabor;

/* Numbers in a line's vectors: lines are done in multiples of these. */
#define PST_GABOR_LANES 32

/* Floats that a line holds, and may be read, behind its last pixel. */
#define PST_GABOR_SLACK 48

/* @n filters a phase of (2 @radius + 1) squared: eight of radius 4 or four of radius 3.
 * @wavelength in pixels, 3 to 8; the bell's deviation is .45 wavelengths along the wave and
 * 1.7 times that across.  No mean, unit norm. */
PstGabor *pst_gabor_new (gint n, gint radius, gdouble wavelength);
void pst_gabor_free (PstGabor *gabor);

/* The filter [2 radius + 1][2 radius + 1] itself; @phase 0: cosine (even), 1: sine (odd). */
const gdouble *pst_gabor_filter (const PstGabor *gabor, gint orientation, gint phase);

/* Floats of scratch for lines of @n results. */
gsize pst_gabor_scratch (const PstGabor *gabor, gint n);

/* to [phases n filters][@stride], even ones first: correlation with the 2 radius + 1
 * lines @rows of n + 2 radius pixels, where @n results are rounded up to whole vectors.
 * @phases: 1, the even filters alone, or 2. */
void pst_gabor_row (const PstGabor *gabor, gint phases, const gfloat *const *rows, gint n,
                    gfloat *to, gsize stride, gfloat *scratch);

/* The adjoint: adds to lines @rows what their pixels gave to @from, which is 0 from @n to
 * the next whole vector. */
void pst_gabor_row_back (const PstGabor *gabor, gint phases, gfloat *const *rows, gint n,
                         const gfloat *from, gsize stride, gfloat *scratch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstGabor, pst_gabor_free)

G_END_DECLS

#endif /* PST_GABOR_H */
