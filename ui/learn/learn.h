/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning a style: what to learn from and how long, and the window that shows how
 * it goes. */

#ifndef PST_LEARN_H
#define PST_LEARN_H

#include "shared/host.h"

G_BEGIN_DECLS

/* Asks, learns and shows; returns when all windows are closed.  @parent may be NULL.
 * The id of the style that is in the library now, the caller's; NULL if there is
 * none: the person changed their mind, or goes on another time. */
gchar *pst_learn_run (PstUiHost *host, GtkWindow *parent);

/* Asks for how much longer, and learns style @id of the library so long. */
gchar *pst_learn_run_longer (PstUiHost *host, GtkWindow *parent, const gchar *id);

G_END_DECLS

#endif /* PST_LEARN_H */
