/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which photos to practise on, and how many there are.
 *
 * Its parts have widget names: "pst-learn-folder" (GtkFileChooserButton),
 * "pst-learn-open" (GtkCheckButton) and "pst-learn-found" (GtkLabel).  Signal: "changed",
 * when there are others. */

#ifndef PST_PHOTOS_BOX_H
#define PST_PHOTOS_BOX_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_PHOTOS_BOX (pst_photos_box_get_type ())
G_DECLARE_FINAL_TYPE (PstPhotosBox, pst_photos_box, PST, PHOTOS_BOX, GtkVBox)

/* @host is borrowed.  Of @settings folder and open images are shown. */
GtkWidget *pst_photos_box_new (PstUiHost *host, const PstLearnSettings *settings);

/* Puts folder and open images there. */
void pst_photos_box_get (const PstPhotosBox *box, PstLearnSettings *settings);

/* How many there are. */
guint pst_photos_box_count (const PstPhotosBox *box);

/* Paths of those in the folder, and PstImages that are open; NULL for none; the box's. */
GPtrArray *pst_photos_box_get_paths (const PstPhotosBox *box);
GPtrArray *pst_photos_box_get_open (const PstPhotosBox *box);

/* For tests: TRUE while it looks for them. */
gboolean pst_photos_box_is_busy (const PstPhotosBox *box);

G_END_DECLS

#endif /* PST_PHOTOS_BOX_H */
