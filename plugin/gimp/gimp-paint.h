/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painted layer in a GIMP image. */

#ifndef PST_GIMP_PAINT_H
#define PST_GIMP_PAINT_H

#include "gimp/gimp-host.h"

G_BEGIN_DECLS

/* Paints the host's layer into a new one just above it: same group, size, place,
 * format and alpha; the source's mask and what is selected become its mask.  At
 * strength 0 the new layer has the source's pixels to the last bit, except those
 * that are not finite.  A note on the new layer says how it was made.
 *
 * With settings->output PST_OUTPUT_IMAGE all this happens in an RGB copy of the
 * image, which belongs to the caller, and the image itself stays as it is.  If
 * host->replaces is a layer, the new one takes its place, mask, opacity and mode,
 * whatever the output.
 *
 * With settings->keep_selected what is selected is no mask: all is painted, and there the photo's
 * likeness is kept.
 *
 * With PST_OUTPUT_REPLACE the layer itself is painted over where it is selected, and
 * returned.
 *
 * If the dialog has painted already, host->painted is taken instead of painting.
 *
 * Everything is computed before the image is touched, so that a failed or
 * cancelled run leaves it as it was; the change is one step of undo.  @second,
 * with settings->params.mix, may be NULL.  Reports progress to GIMP.  Returns the
 * new layer's id, or -1. */
gint32 pst_gimp_paint (PstGimpHost *host, const PstStyle *style, const PstStyle *second,
                       const PstSettings *settings, GError **error);

G_END_DECLS

#endif /* PST_GIMP_PAINT_H */
