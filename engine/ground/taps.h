/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each pixel of a resampled line is made of. */

#ifndef PST_TAPS_H
#define PST_TAPS_H

#include <glib.h>

G_BEGIN_DECLS

/* A curve around 0 that is 0 from @reach on. */
typedef struct
{
  gdouble (*value) (gdouble x);
  gint reach;
} PstKernel;

extern const PstKernel pst_kernel_lanczos; /* three lobes (Duchon 1979)           */
extern const PstKernel pst_kernel_cubic;   /* convolution with a = -1/2 (Keys 1981) */

/* For each of @n outputs, @width weights (sum 1) for the inputs from first[i]
 * on, all of which exist: what falls outside is added to the edge's weight.
 * first[] does not decrease. */
typedef struct
{
  gint n;
  gint width;
  gint *first;
  gdouble *weights; /* [n][width] */
} PstTaps;

/* Outputs @begin to @begin + @n of a line of @from pixels resampled to @to: the
 * same for any part.  The kernel is widened when the line shrinks.  NULL if there
 * is no memory. */
PstTaps *pst_taps_new (const PstKernel *kernel, gint from, gint to, gint begin, gint n);

/* The same where an output is @ratio inputs wide. */
PstTaps *
pst_taps_new_scaled (const PstKernel *kernel, gint from, gdouble ratio, gint begin, gint n);
void pst_taps_free (PstTaps *taps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstTaps, pst_taps_free)

G_END_DECLS

#endif /* PST_TAPS_H */
