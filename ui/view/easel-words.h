/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an easel is doing, for people. */

#ifndef PST_EASEL_WORDS_H
#define PST_EASEL_WORDS_H

#include "view/easel.h"

G_BEGIN_DECLS

/* A sentence, or "".  How long @order, blended as @params say, will take, if nothing is being done;
 * NULL: nothing is ordered.  The caller's. */
gchar *pst_easel_say (const PstEasel *easel, const PstOrder *order, const PstParams *params);

G_END_DECLS

#endif /* PST_EASEL_WORDS_H */
