/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture cut into regions of a size, whose bounds are where colours change (SLIC: Achanta,
 * Shaji, Smith, Lucchi, Fua and Suesstrunk 2012). */

#ifndef PST_REGIONS_H
#define PST_REGIONS_H

#include "ground/pool.h"

G_BEGIN_DECLS

typedef struct
{
  gfloat colour[3]; /* mean                        */
  gfloat x, y;      /* middle                      */
  gfloat size;      /* root of how many pixels     */
} PstRegion;

typedef struct
{
  gint w, h;
  gint n;
  PstRegion *region; /* [n]                             */
  gint *of;          /* [h][w]: whose each pixel is     */
} PstRegions;

/* Of rgb [3][h][w], -1 to 1.  @side: pixels that one is broad.  @key: of where they begin.  The same
 * for any number of threads.  NULL: not enough memory. */
PstRegions *
pst_regions_new (PstPool *pool, const gfloat *rgb, gint w, gint h, gdouble side, guint64 key);
void pst_regions_free (PstRegions *regions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstRegions, pst_regions_free)

G_END_DECLS

#endif /* PST_REGIONS_H */
