/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What oriented.c does to lines of channels between filters and products. */

#ifndef PST_ORIENTED_LINES_H
#define PST_ORIENTED_LINES_H

#include <glib.h>

G_BEGIN_DECLS

/* up = max (x, 0), down = max (-x, 0); both 0 from @n to @length. */
void pst_line_rectify (const gfloat *x, gint n, gint length, gfloat *up, gfloat *down);

/* dx = dup where x > 0, else -ddown. */
void
pst_line_rectify_back (const gfloat *x, gint n, const gfloat *dup, const gfloat *ddown, gfloat *dx);

/* x = |x|; 0 from @n to @length. */
void pst_line_absolute (gfloat *x, gint n, gint length);

/* dy = dy sign (x) */
void pst_line_absolute_back (const gfloat *x, gint n, gfloat *dy);

/* to [n/2] = or, where @add, += quarter sums of root (even^2 + odd^2 + 1e-5) of two pixels. */
void pst_line_energy (const gfloat *even, const gfloat *odd, gint n, gboolean add, gfloat *root,
                      gfloat *to);

/* deven += d even / root, dodd likewise, where pixel x takes d [x/2]. */
void pst_line_energy_back (const gfloat *even, const gfloat *odd, gint n, const gfloat *d,
                           gfloat *deven, gfloat *dodd);

/* to [n] = @scale times the sum over lines x [3] of pixels i .. i+2; 0 from @n to @length. */
void pst_line_blur (const gfloat *const x[3], gint n, gint length, gfloat scale, gfloat *to);

/* The adjoint, added to @dx. */
void pst_line_blur_back (const gfloat *d, gint n, gfloat scale, gfloat *const dx[3]);

G_END_DECLS

#endif /* PST_ORIENTED_LINES_H */
