/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of numbers. */

#ifndef PST_ORDER_H
#define PST_ORDER_H

#include <glib.h>

G_BEGIN_DECLS

/* Which of @n numbers @x comes first, second ...: the lower half of order[i] is an
 * index into @x.  Equal numbers keep their order; none may be a NaN.  @scratch
 * and @order hold @n words each.  A radix sort, three passes of 11 bits. */
void pst_order (const gfloat *x, gint n, guint64 *scratch, guint64 *order);

#define PST_ORDER_INDEX(word) ((word) &0xFFFFFFFFu)

G_END_DECLS

#endif /* PST_ORDER_H */
