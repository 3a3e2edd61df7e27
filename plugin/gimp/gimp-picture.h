/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A style made of any picture, for procedures. */

#ifndef PST_GIMP_PICTURE_H
#define PST_GIMP_PICTURE_H

#include <libgimp/gimp.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Of the picture file @path or, where that is "", of the layer @drawable; it is in the user's
 * library then, where the same picture is once.  Returns its id, the caller's. */
gchar *pst_gimp_picture_add (const gchar *path, gint32 drawable, GError **error);

G_END_DECLS

#endif /* PST_GIMP_PICTURE_H */
