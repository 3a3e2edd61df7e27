/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Styles by what people call them: id, title or file. */

#ifndef PST_STYLE_CHOICE_H
#define PST_STYLE_CHOICE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* The style of that id or title in @folders, NULL-terminated, or in that file; "" is the first of
 * those that can be used.  Errors: NOT_FOUND, which names what there is and proposes the nearest,
 * and those of pst_style_load (). */
PstStyle *pst_style_choose (const gchar *const *folders, const gchar *name, GError **error);

G_END_DECLS

#endif /* PST_STYLE_CHOICE_H */
