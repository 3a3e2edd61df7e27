/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painted layer in a GIMP image. */

#ifndef PST_GIMP_PAINT_H
#define PST_GIMP_PAINT_H

#include "gimp-host.h"

G_BEGIN_DECLS

/* Paints the host's layer into a new one, just above it, in the same group, of
 * the same size, place and transparency; what is selected becomes its mask.
 * Everything is computed before the image is touched, so that a failed or
 * cancelled run leaves it as it was; the change is one step of undo.  Reports
 * progress to GIMP.  Returns the new layer's id, or -1. */
gint32
pst_gimp_paint (PstGimpHost *host, const PstStyle *style, const PstParams *params, GError **error);

G_END_DECLS

#endif /* PST_GIMP_PAINT_H */
