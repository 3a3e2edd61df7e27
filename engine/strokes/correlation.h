/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far light and dark are kept: Pearson's correlation, of pairs that come one by one. */

#ifndef PST_CORRELATION_H
#define PST_CORRELATION_H

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

typedef struct
{
  gdouble weight, x, y, xx, xy, yy;
} PstCorrelation;

/* Start from zero. */
static inline void
pst_correlation_add (PstCorrelation *c, gdouble x, gdouble y, gdouble weight)
{
  c->weight += weight;
  c->x += weight * x;
  c->y += weight * y;
  c->xx += weight * x * x;
  c->xy += weight * x * y;
  c->yy += weight * y * y;
}

/* -1 to 1; 0 of what does not vary. */
static inline gdouble
pst_correlation_get (const PstCorrelation *c)
{
  const gdouble of_x = c->xx - c->x * c->x / c->weight, of_y = c->yy - c->y * c->y / c->weight;

  return (c->xy - c->x * c->y / c->weight)
         / sqrt (MAX (of_x * of_y, 1e-12 * c->weight * c->weight));
}

G_END_DECLS

#endif /* PST_CORRELATION_H */
