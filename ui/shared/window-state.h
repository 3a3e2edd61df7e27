/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the window looked when it was last seen. */

#ifndef PST_WINDOW_STATE_H
#define PST_WINDOW_STATE_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint width; /* 0: not known */
  gint height;
  gboolean expanded; /* the rarer controls are shown */
  gboolean preview;
  gint compare;   /* how photo and painting are shown, see PstCompare */
  gint thumbnail; /* how long one is; 0: not known */
} PstWindowState;

#define PST_WINDOW_STATE_INIT                                                                      \
  {                                                                                                \
    0, 0, FALSE, TRUE, 0, 0                                                                        \
  }

/* What is missing or makes no sense keeps the value it had. */
void pst_window_state_load (PstWindowState *state, const gchar *path);

/* A window's looks are not worth an error message: FALSE is all. */
gboolean pst_window_state_save (const PstWindowState *state, const gchar *path);

G_END_DECLS

#endif /* PST_WINDOW_STATE_H */
