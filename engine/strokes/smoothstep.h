/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_SMOOTHSTEP_H
#define PST_SMOOTHSTEP_H

#include <glib.h>

/* 0 up to @from, 1 from @to on, and smooth between. */
static inline gdouble
pst_smoothstep (gdouble from, gdouble to, gdouble x)
{
  x = CLAMP ((x - from) / (to - from), 0, 1);
  return x * x * (3 - 2 * x);
}

#endif /* PST_SMOOTHSTEP_H */
