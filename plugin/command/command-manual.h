/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How commands say what they take without doing it.  Main thread only. */

#ifndef PST_COMMAND_MANUAL_H
#define PST_COMMAND_MANUAL_H

#include "command/command-line.h"

G_BEGIN_DECLS

PstExit pst_command_manual (gint argc, gchar **argv);

/* TRUE if commands are to say what they take: pst_manual_add (), instead of parsing. */
gboolean pst_manual_is_asked (void);
void pst_manual_add (const GOptionEntry *entries, const gchar *arguments, const gchar *summary,
                     const gchar *description);

G_END_DECLS

#endif /* PST_COMMAND_MANUAL_H */
