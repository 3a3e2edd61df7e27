/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people call a style, in their language. */

#ifndef PST_STYLE_TITLE_H
#define PST_STYLE_TITLE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Translated if it is one of ours, else as the file says, else the id.  Belongs
 * to the style or to nobody; never "". */
const gchar *pst_style_title (const PstStyle *style);

/* "Artist, year", or what of it the file knows.  Free with g_free (). */
gchar *pst_style_author (const PstStyle *style);

G_END_DECLS

#endif /* PST_STYLE_TITLE_H */
