/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a convolution sees of its input: the plane upsampled, then continued
 * beyond its edges by reflection or zeros.  Never stored whole. */

#ifndef PST_GATHER_H
#define PST_GATHER_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint h, w;      /* of the plane                            */
  gint upsample;  /* 1, or 2: nearest neighbour              */
  gint pad_y;     /* pixels before row 0                     */
  gint pad_x;     /* and before column 0                     */
  gboolean zeros; /* beyond the edges, instead of reflection */
} PstGather;

/* dst [count] = padded row @row of @plane [h][w], from padded column @col on; what
 * is more than pad_x beyond the right edge is 0. */
void pst_gather_line (const PstGather *g, const gfloat *plane, gint row, gint col, gint count,
                      gfloat *dst);

/* Row or column @i of a reflected line of @n: ... 2 1 | 0 1 2 ... n-1 | n-2 ... */
static inline gint
pst_reflect (gint i, gint n)
{
  if (n == 1)
    return 0;
  while (i < 0 || i >= n)
    i = i < 0 ? -i : 2 * (n - 1) - i;
  return i;
}

G_END_DECLS

#endif /* PST_GATHER_H */
