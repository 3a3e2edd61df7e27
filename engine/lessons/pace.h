/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From time to steps: how fast this machine has been lately. */

#ifndef PST_PACE_H
#define PST_PACE_H

#include <glib.h>

G_BEGIN_DECLS

#define PST_PACE_WARM_UP 3  /* first steps that tell nothing: memory is still being touched */
#define PST_PACE_WINDOW  64 /* steps that count; even, for every other step does more */

typedef struct
{
  guint n;
  gdouble seconds[PST_PACE_WINDOW];
} PstPace;

/* All zero at first. */
static inline void
pst_pace_add (PstPace *pace, gdouble seconds)
{
  if (pace->n++ >= PST_PACE_WARM_UP)
    pace->seconds[(pace->n - 1) % PST_PACE_WINDOW] = seconds;
}

/* Seconds a step; 0 while there are too few to tell. */
static inline gdouble
pst_pace_get (const PstPace *pace)
{
  guint n = MIN (pace->n - MIN (pace->n, PST_PACE_WARM_UP), PST_PACE_WINDOW);
  gdouble sum = 0;

  for (guint i = 0; i < n; i++)
    sum += pace->seconds[(pace->n - 1 - i) % PST_PACE_WINDOW];
  return n < 10 ? 0 : MAX (sum / n, 1e-6);
}

G_END_DECLS

#endif /* PST_PACE_H */
