/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paintings without colour. */

#ifndef PST_GRAY_H
#define PST_GRAY_H

#include "pastiche/image.h"

G_BEGIN_DECLS

/* Whether @painting has so little colour that what learns from it is to have none. */
gboolean pst_painting_is_gray (const PstImage *painting);

G_END_DECLS

#endif /* PST_GRAY_H */
