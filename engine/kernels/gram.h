/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Products of every channel with every other, summed over pixels. */

#ifndef PST_GRAM_H
#define PST_GRAM_H

#include <glib.h>

G_BEGIN_DECLS

/* Pixels are done in multiples of these. */
#define PST_GRAM_LANES 16

/* gram [c][c] += sum over x < @n of f_i (x) f_j (x) for j >= i; what lies below the
 * diagonal is left undefined.  f [c][@stride]; @n is a multiple of PST_GRAM_LANES. */
void pst_gram_add (const gfloat *f, gsize stride, gint c, gint n, gdouble *gram);

/* Copies what is above the diagonal below it. */
void pst_gram_mirror (gdouble *gram, gint c);

G_END_DECLS

#endif /* PST_GRAM_H */
