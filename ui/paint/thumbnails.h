/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Has a gallery's thumbnails painted. */

#ifndef PST_THUMBNAILS_H
#define PST_THUMBNAILS_H

#include "paint/gallery.h"
#include "view/easel.h"

G_BEGIN_DECLS

/* Those that are missing: all of them small at first, then better.  @easel must have its
 * photo. */
void pst_thumbnails_queue (const PstGallery *gallery, PstEasel *easel);

G_END_DECLS

#endif /* PST_THUMBNAILS_H */
