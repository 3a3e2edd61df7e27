/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The right side of the dialog: the gallery, what can be done with its styles, everything
 * else that can be set, and presets.
 *
 * Its parts have widget names: "pst-gallery", "pst-curator", "pst-controls", "pst-settings".
 * Signals: "changed", when something else is chosen or set; "activated", when a style is to
 * be painted with; "styles-changed"; "learn", with the id of the style to be learnt for
 * longer, or NULL for a new one; "failed", with a message. */

#ifndef PST_SIDE_H
#define PST_SIDE_H

#include "paint/controls.h"
#include "paint/gallery.h"
#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_SIDE (pst_side_get_type ())
G_DECLARE_FINAL_TYPE (PstSide, pst_side, PST, SIDE, GtkVBox)

/* @host is borrowed. */
GtkWidget *pst_side_new (PstUiHost *host);

/* Style and all; a style that cannot be used is left as it is in @settings. */
void pst_side_set (PstSide *side, const PstSettings *settings);
void pst_side_get (const PstSide *side, PstSettings *settings);

/* The side's. */
PstGallery *pst_side_get_gallery (const PstSide *side);
PstControls *pst_side_get_controls (const PstSide *side);

/* What is mixed in, or NULL. */
PstStyle *pst_side_get_second (const PstSide *side);

gboolean pst_side_has_usable (const PstSide *side);

/* There are others: @id is to be chosen, if it is not NULL. */
void pst_side_reload (PstSide *side, const gchar *id);

/* Nothing can be chosen or set. */
void pst_side_set_locked (PstSide *side, gboolean locked);

/* Gives the settings the room that they need, see grower.h. */
void pst_side_fit (PstSide *side);

/* While a style is made of a picture. */
gboolean pst_side_is_busy (const PstSide *side);

G_END_DECLS

#endif /* PST_SIDE_H */
