/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A judge of strokes: how exclusive one orientation is at a place, and how far along it
 * goes.  It looks with other orientations, wavelengths and neighbourhoods than those that
 * pst_refine () imitates, so that what is imitated does not judge itself. */

#ifndef PST_TOUCH_H
#define PST_TOUCH_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_TOUCH_ORIENTATIONS 6
#define PST_TOUCH_MAPS         6 /* three octaves, two wavelengths each */

typedef struct
{
  /* Of each map, mean over pixels of q q^T: q_i = e_i / (mean over i of e_i + .01) - 1 for the
   * energies e_i of six orientations. */
  gdouble moments[PST_TOUCH_MAPS][PST_TOUCH_ORIENTATIONS][PST_TOUCH_ORIENTATIONS];
  gdouble coherence; /* median, in [0,1] */
} PstTouch;

/* @picture in levels, 32x32 or more.  TOO_LARGE. */
gboolean pst_touch_measure (PstTouch *touch, const PstImage *picture, GError **error);

/* 0 for equals; mean over maps of |moments - painting's| / |painting's| (Frobenius), and .3
 * times the difference in coherence. */
gdouble pst_touch_compare (const PstTouch *touch, const PstTouch *painting);

G_END_DECLS

#endif /* PST_TOUCH_H */
