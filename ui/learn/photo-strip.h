/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of small photos, of which one is chosen, and a button to open another; a photo can
 * be dropped on it as well.
 *
 * Its parts have widget names: "pst-strip" (GtkIconView) and "pst-strip-open".  Signals:
 * "changed", when another photo is chosen, and "failed", with a message. */

#ifndef PST_PHOTO_STRIP_H
#define PST_PHOTO_STRIP_H

#include "shared/gtk-types.h"
#include "shared/host.h"
#include "shared/picture.h"

G_BEGIN_DECLS

#define PST_TYPE_PHOTO_STRIP (pst_photo_strip_get_type ())
G_DECLARE_FINAL_TYPE (PstPhotoStrip, pst_photo_strip, PST, PHOTO_STRIP, GtkHBox)

/* @host is borrowed. */
GtkWidget *pst_photo_strip_new (PstUiHost *host);

/* Takes a reference; the first one is chosen. */
void pst_photo_strip_add (PstPhotoStrip *strip, PstPicture *photo);

/* The one that is chosen, or NULL; the strip's. */
PstPicture *pst_photo_strip_get (const PstPhotoStrip *strip);

/* Adds the photo in that file and chooses it. */
void pst_photo_strip_load (PstPhotoStrip *strip, const gchar *path);

G_END_DECLS

#endif /* PST_PHOTO_STRIP_H */
