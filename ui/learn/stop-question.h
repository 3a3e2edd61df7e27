/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks what is to become of what was learnt, before a window is closed. */

#ifndef PST_STOP_QUESTION_H
#define PST_STOP_QUESTION_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  PST_STOP_NOT, /* learning goes on */
  PST_STOP_KEEP,
  PST_STOP_DISCARD
} PstStopAnswer;

/* @title: the style's; @seconds: that it was learnt.  The box is named "pst-question"; its
 * responses are the answers. */
PstStopAnswer pst_ask_stop (GtkWindow *parent, const gchar *title, gdouble seconds);

G_END_DECLS

#endif /* PST_STOP_QUESTION_H */
