/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine itself does with PstPhotos, beside what others may see. */

#ifndef PST_PHOTOS_H
#define PST_PHOTOS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* @photo becomes the caller's, or NULL where it is to be left out.  FALSE if the whole
 * is to be given up. */
gboolean pst_photos_load (const PstPhotos *photos, gsize index, PstImage **photo, GError **error);

/* BAD_INPUT: there is none.  Returns FALSE. */
gboolean pst_photos_refuse_none (GError **error);

G_END_DECLS

#endif /* PST_PHOTOS_H */
