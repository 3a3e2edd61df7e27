/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a photo is still there. */

#ifndef PST_CONTENT_H
#define PST_CONTENT_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Sets those of @metrics that are of content; pictures in levels, of one size.  Errors: TOO_LARGE. */
gboolean pst_content_measure (const PstImage *photo, const PstImage *result, PstMetrics *metrics,
                              GError **error);

G_END_DECLS

#endif /* PST_CONTENT_H */
