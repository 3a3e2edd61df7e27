/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases for a twin of the measures in numpy: made here, written for twin.py. */

#ifndef PST_TWIN_H
#define PST_TWIN_H

#include <stdio.h>

#include "pastiche/pastiche.h"

static inline gdouble
random_at (gint seed, gint x, gint y)
{
  guint32 h = (guint32) seed * 0x9e3779b9u ^ (guint32) x * 0x85ebca6bu ^ (guint32) y * 0xc2b2ae35u;

  h = (h ^ h >> 15) * 0x2c1b3c6du;
  h = (h ^ h >> 12) * 0x297a2d39u;
  return (h ^ h >> 15) / 4294967296.0;
}

/* Three pictures and what was measured of them. */
static inline void
twin_dump (const PstImage *painting, const PstImage *photo, const PstImage *result,
           const gdouble *values, gsize n)
{
  const PstImage *images[] = { painting, photo, result };

  for (gint i = 0; i < 3; i++)
    {
      gint32 size[] = { images[i]->width, images[i]->height };

      fwrite (size, sizeof size, 1, stdout);
      fwrite (images[i]->data, sizeof (gfloat), (gsize) 3 * (gsize) size[0] * (gsize) size[1],
              stdout);
    }
  fwrite (values, sizeof *values, n, stdout);
}

#endif /* PST_TWIN_H */
