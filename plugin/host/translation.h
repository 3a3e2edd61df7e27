/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where translations are.  A per-user install keeps them beside the program. */

#ifndef PST_TRANSLATION_H
#define PST_TRANSLATION_H

#include <glib.h>

G_BEGIN_DECLS

/* `locale` beside the program if there is one, else the system's.  @program:
 * argv[0], or NULL.  Free with g_free (). */
gchar *pst_translation_folder (const gchar *program);

/* Makes _ () speak the language of the locale, which must have been set. */
void pst_translation_init (const gchar *program);

G_END_DECLS

#endif /* PST_TRANSLATION_H */
