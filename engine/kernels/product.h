/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner product under every convolution: a few rows of weights times
 * vectors of pixels, with all sums in registers.  OpenBLAS would first copy
 * both into an order of its own, which costs more than the product at these
 * sizes. */

#ifndef PST_PRODUCT_H
#define PST_PRODUCT_H

#include <glib.h>

G_BEGIN_DECLS

#define PST_LANES 32 /* pixels, or tiles, that are done together, in two halves */

/* How many rows are done together where there are @k in all: 4, 8 or 12. */
static inline gint
pst_product_group (gint k)
{
  return k <= 4 ? 4 : k % 12 == 0 ? 12 : 8;
}

/* m [group][PST_LANES] = sum over d < depth of u [depth][group] times
 * v [offset[d] + lane], where the second half of the lanes is read from
 * @second floats behind the first.  Same order of sums always. */
void pst_product (gint group, const gfloat *u, gint depth, const gint *offset, const gfloat *v,
                  gint second, gfloat *m);

G_END_DECLS

#endif /* PST_PRODUCT_H */
