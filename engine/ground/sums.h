/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums over many floats: sixteen partial sums in float, flushed to double every
 * few hundred values.  Fast, exact to about 1e-7, and the same bits always. */

#ifndef PST_SUMS_H
#define PST_SUMS_H

#include <glib.h>

G_BEGIN_DECLS

/* sum x_i; sum x_i y_i; sum (x_i - pivot)^2. */
gdouble pst_sum (const gfloat *x, gsize n);
gdouble pst_dot (const gfloat *x, const gfloat *y, gsize n);
gdouble pst_sum_squares (const gfloat *x, gfloat pivot, gsize n);

/* Mean and (biased) variance in one pass over memory: chunks that stay in the
 * cache, merged as by Chan, Golub and LeVeque (1979). */
void pst_moments (const gfloat *x, gsize n, gdouble *mean, gdouble *variance);

/* y_i += a x_i. */
void pst_add_scaled (gfloat *y, const gfloat *x, gfloat a, gsize n);

G_END_DECLS

#endif /* PST_SUMS_H */
