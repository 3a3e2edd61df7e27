/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window that shows how a style is learnt: a photo before and after, curves, the time
 * left, and how to pause and to end.
 *
 * Its parts have widget names, besides those of learn-side.h and live-view.h:
 * "pst-learning-note" (GtkLabel). */

#ifndef PST_LEARN_WINDOW_H
#define PST_LEARN_WINDOW_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_LEARN_WINDOW (pst_learn_window_get_type ())
G_DECLARE_FINAL_TYPE (PstLearnWindow, pst_learn_window, PST, LEARN_WINDOW, GimpDialog)

/* What its buttons say, besides GTK_RESPONSE_CLOSE. */
enum
{
  PST_LEARN_RESPONSE_DISCARD = 1,
  PST_LEARN_RESPONSE_PAUSE, /* and go on */
  PST_LEARN_RESPONSE_KEEP,  /* stops, and puts the style into the gallery */
  PST_LEARN_RESPONSE_AGAIN, /* after a failure */
  PST_LEARN_RESPONSE_LONGER /* after the end */
};

/* Takes @lesson and begins to learn it.  @host is borrowed.  NULL if the lesson cannot be
 * read; then it is closed. */
GtkWidget *pst_learn_window_new (PstUiHost *host, PstLesson *lesson, GError **error);

/* Shows the window until it is closed, and leaves all other windows alone.  The id of the
 * style that is in the library now, the caller's; NULL if there is none. */
gchar *pst_learn_window_run (PstLearnWindow *window);

/* What the learner says of itself, to be cleared; FALSE while there is no learner, because
 * all is learnt. */
gboolean pst_learn_window_get_status (PstLearnWindow *window, PstLearnerStatus *status);

/* TRUE once the window has nothing more to show. */
gboolean pst_learn_window_is_closed (PstLearnWindow *window);

/* For tests: how often the photo was painted. */
guint pst_learn_window_get_n_painted (PstLearnWindow *window);

G_END_DECLS

#endif /* PST_LEARN_WINDOW_H */
