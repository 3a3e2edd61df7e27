/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours for what alpha hides. */

#ifndef PST_FILL_H
#define PST_FILL_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Replaces the colours of @image where @alpha (a plane of the same size) is 0 or
 * less by a smooth continuation of the rest; mid-gray if nothing is visible.
 * Everything else stays as it is.  Errors: TOO_LARGE. */
gboolean pst_pixels_fill (PstImage *image, const gfloat *alpha, GError **error);

G_END_DECLS

#endif /* PST_FILL_H */
