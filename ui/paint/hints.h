/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people should know before they begin, above all else in the window; nothing is seen
 * of it if there is nothing to say.
 *
 * Its parts have widget names: "pst-repaint" (GtkCheckButton).  Signal: "repaint", with
 * whether the photo is to be painted again. */

#ifndef PST_HINTS_H
#define PST_HINTS_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_HINTS (pst_hints_get_type ())
G_DECLARE_FINAL_TYPE (PstHints, pst_hints, PST, HINTS, GtkVBox)

GtkWidget *pst_hints_new (const PstUiHost *host);

/* Whether it says that there is no style, and what to do. */
void pst_hints_set_no_styles (PstHints *hints, gboolean no_styles);

G_END_DECLS

#endif /* PST_HINTS_H */
