/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of outer products: what gradients of weights are made of.  A pixel's
 * gradients, one for each channel out, times its inputs, summed over pixels with all
 * sums in registers, where both lie: nothing is packed. */

#ifndef PST_OUTER_H
#define PST_OUTER_H

#include <glib.h>

G_BEGIN_DECLS

#define PST_OUTER_ROWS  12
#define PST_OUTER_LANES 32

/* Pixels (y, x), y < height and x < width. */
typedef struct
{
  gint height, width;
  gsize a_row;  /* floats from one row of a to the next  */
  gsize a_line; /* from one y to the next; x is next door */
  gsize b_line; /* the same in b ...                      */
  gsize b_step; /* ... and from one x to the next         */
} PstOuter;

/* out [k][n], @pitch apart, += the sum over pixels of a [k], k < @k, times b [n], n < @n
 * in a fixed order.  Up to PST_OUTER_LANES - 1 floats behind a pixel's @n in b are
 * read for nothing. */
void pst_outer (const PstOuter *o, gint k, const gfloat *a, gint n, const gfloat *b, gfloat *out,
                gsize pitch);

/* Of how many parts, summed by themselves, a sum over @n items should be made, whatever
 * the threads: some, and none of them much larger than another. */
gint pst_outer_parts (gint n);

/* y [cols][rows], @pitch apart, from x [rows][cols]; @rows lines are @step apart. */
void pst_transpose (const gfloat *x, gsize step, gint rows, gint cols, gfloat *y, gsize pitch);

G_END_DECLS

#endif /* PST_OUTER_H */
