/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layer that is to be painted: which one it is, and its pixels. */

#ifndef PST_GIMP_SOURCE_H
#define PST_GIMP_SOURCE_H

#include <libgimp/gimp.h>

#include "pastiche/pastiche.h"
#include "shared/cover.h"

G_BEGIN_DECLS

/* The layer that @drawable of @image stands for: a layer or group itself, a
 * layer's mask its layer.  -1 and BAD_INPUT with a sentence in the user's language
 * if there is nothing that can be painted: a channel, a floating selection, a
 * selection beside the layer. */
gint32 pst_gimp_source_find (gint32 image, gint32 drawable, GError **error);

/* What of @layer is seen through its own mask and @alpha, as pst_gimp_source_read () gave it,
 * and where its painting will be seen: what is selected, unless that keeps its likeness, or what the
 * mask of the painting @replaces shows, which may be -1.  NULL if that is everything. */
PstCover *
pst_gimp_source_cover (gint32 layer, gint32 replaces, gboolean keep_selected, const gfloat *alpha);

/* Where on @layer its image is selected, as a mask; NULL if nothing is, or without memory. */
PstCover *pst_gimp_source_selection (gint32 layer);

/* What tells one state of @layer's pixels from another, whatever made it; to be freed. */
gchar *pst_gimp_source_stamp (gint32 layer);

/* @layer's pixels in its own size, as sRGB whatever the image's profile, gray and
 * indexed ones too.  @alpha is as in pst_pixels_read ().  Fails with TOO_LARGE
 * before anything is read if the painting would not fit into memory.
 * Errors: BAD_INPUT, TOO_LARGE. */
PstImage *pst_gimp_source_read (gint32 layer, gfloat **alpha, GError **error);

/* The layer of @to, a duplicate of @from, that is @layer's twin; -1 if there is
 * none. */
gint32 pst_gimp_source_twin (gint32 from, gint32 layer, gint32 to);

G_END_DECLS

#endif /* PST_GIMP_SOURCE_H */
