/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images as GTK+ shows them: of 8 bits, with an opaque alpha channel. */

#ifndef PST_PIXBUF_H
#define PST_PIXBUF_H

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* In its own size. */
GdkPixbuf *pst_pixbuf_new (const PstImage *image);

/* At most @side pixels long and wide; NULL if there is no memory. */
GdkPixbuf *pst_pixbuf_new_small (const PstImage *image, gint side);

/* What it shows; transparent parts as they are over white.  TOO_LARGE. */
PstImage *pst_image_new_from_pixbuf (const GdkPixbuf *pixbuf, GError **error);

G_END_DECLS

#endif /* PST_PIXBUF_H */
