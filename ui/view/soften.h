/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is shown until there is a painting at its own size: its colours without its strokes. */

#ifndef PST_SOFTEN_H
#define PST_SOFTEN_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* @photo in the colours that @painting, of one size, has nearby.  A painting that is made of a
 * small copy has the right colours, but strokes that are too large for the whole: they go, and
 * the photo's own edges stay sharp.  In every neighbourhood what each colour has more than
 * the photo becomes a straight line over the photo's luma.  (He, Sun and Tang 2013, "Guided Image Filtering"; means by
 * resampling.)  NULL and TOO_LARGE without memory.  Any thread. */
PstImage *pst_soften (const PstImage *painting, const PstImage *photo, GError **error);

G_END_DECLS

#endif /* PST_SOFTEN_H */
