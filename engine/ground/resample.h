/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plane of another size. */

#ifndef PST_RESAMPLE_H
#define PST_RESAMPLE_H

#include "ground/taps.h"

G_BEGIN_DECLS

/* to [to_height][to_width] = from [height][width] resampled with @kernel, separably; edges are
 * repeated, and what is plain stays plain.  FALSE: not enough memory. */
gboolean pst_resample (const PstKernel *kernel, const gfloat *from, gint width, gint height,
                       gfloat *to, gint to_width, gint to_height);

G_END_DECLS

#endif /* PST_RESAMPLE_H */
