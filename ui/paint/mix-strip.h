/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mix of two styles as one sees it: their thumbnails, and between them a slider from the
 * first to the second.  It is hidden while nothing is mixed in.
 *
 * Its parts have widget names: "pst-mix-first" and "pst-mix-second" (GtkImage),
 * "pst-mix-strip-amount" (GtkHScale) and "pst-mix-end" (GtkButton).  Signal: "ended", when
 * nothing is to be mixed in any more. */

#ifndef PST_MIX_STRIP_H
#define PST_MIX_STRIP_H

#include "paint/gallery.h"
#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_MIX_STRIP (pst_mix_strip_get_type ())
G_DECLARE_FINAL_TYPE (PstMixStrip, pst_mix_strip, PST, MIX_STRIP, GtkHBox)

/* @gallery: whose thumbnails they are; @amount: 0 to 100, of the second.  Both are borrowed. */
GtkWidget *pst_mix_strip_new (PstGallery *gallery, GtkAdjustment *amount, const gchar *help_id);

/* Of which styles; NULL if there is none. */
void pst_mix_strip_set (PstMixStrip *strip, const PstStyle *first, const PstStyle *second);

G_END_DECLS

#endif /* PST_MIX_STRIP_H */
