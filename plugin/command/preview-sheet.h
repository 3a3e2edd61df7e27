/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture that shows what a style makes of a few photos. */

#ifndef PST_PREVIEW_SHEET_H
#define PST_PREVIEW_SHEET_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Three of @photos (first, middle, last; fewer if there are fewer), side by side,
 * each above its painting, their long sides 384 pixels.
 * Errors: TOO_LARGE. */
PstImage *pst_preview_sheet_new (PstEngine *engine, const PstStyle *style,
                                 const PstImage *const *photos, gsize n_photos, GError **error);

G_END_DECLS

#endif /* PST_PREVIEW_SHEET_H */
