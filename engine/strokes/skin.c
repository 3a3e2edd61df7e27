/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/skin.h"

#include <math.h>

#include "strokes/smoothstep.h"

#define DARK .25 /* luma below which chroma says less */

/* From nothing to all between the first two, and back between the last. */
static const gdouble hues[4] = { .38, .6, 1.08, 1.3 };    /* radians from yellow to red       */
static const gdouble chromas[4] = { .03, .06, .26, .34 }; /* by luma                          */
static const gdouble lights[4] = { .1, .2, 2, 3 };        /* luma: there is no upper bound */

static gdouble
within (const gdouble *bounds, gdouble x)
{
  return pst_smoothstep (bounds[0], bounds[1], x) * (1 - pst_smoothstep (bounds[2], bounds[3], x));
}

gfloat
pst_skin_at (const gfloat *photo, gsize n, gsize i)
{
  gdouble yuv[3];

  pst_colour_yuv ((photo[i] + 1) / 2, (photo[n + i] + 1) / 2, (photo[2 * n + i] + 1) / 2, yuv);
  return (gfloat) (within (hues, atan2 (yuv[2], -yuv[1]))
                   * within (chromas, hypot (yuv[1], yuv[2]) / (yuv[0] + DARK))
                   * within (lights, yuv[0]));
}
