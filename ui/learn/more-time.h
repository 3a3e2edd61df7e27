/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for how much longer a style is to be learnt. */

#ifndef PST_MORE_TIME_H
#define PST_MORE_TIME_H

#include <gtk/gtk.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Sets the lesson's minutes.  FALSE without an error if the person changed their mind.
 * The box is named "pst-more-time", what is typed into "pst-more-minutes". */
gboolean pst_ask_more_time (GtkWindow *parent, PstLesson *lesson, GError **error);

G_END_DECLS

#endif /* PST_MORE_TIME_H */
