/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where translations are.  A per-user install keeps them beside the program. */

#ifndef PST_TRANSLATION_H
#define PST_TRANSLATION_H

#include <glib.h>

G_BEGIN_DECLS

/* `locale` beside the program if there is one, or beside the user's own plug-in, else the
 * system's.  @program: argv[0], or NULL.  Free with g_free (). */
gchar *pst_translation_folder (const gchar *program);

/* Makes _ () speak the language of the locale, which must have been set: in a module, which is a
 * guest of some program. */
void pst_translation_bind (const gchar *program);

/* The same, for a program of our own. */
void pst_translation_init (const gchar *program);

G_END_DECLS

#endif /* PST_TRANSLATION_H */
