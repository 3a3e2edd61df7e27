/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pst_blend () line by line. */

#ifndef PST_BLEND_H
#define PST_BLEND_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* As pst_blend () for @n pixels, a pointer for each of R, G, B; second[0] may be
 * NULL.  @out may be any of the others. */
void
pst_blend_line (gfloat *const out[3], const gfloat *const photo[3], const gfloat *const painting[3],
                const gfloat *const second[3], gsize n, const PstParams *params);

G_END_DECLS

#endif /* PST_BLEND_H */
