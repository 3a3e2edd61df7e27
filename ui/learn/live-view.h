/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A photo before and after, by a style that is still being learnt, beside the painting, and
 * other photos to choose from.
 *
 * Its parts have widget names, besides those of the preview and of photo-strip.h:
 * "pst-preview" and "pst-live-painting" (GtkImage).  Signals: "measured", with step and PstMetrics; "changed", when it is
 * another photo; "failed", with a message. */

#ifndef PST_LIVE_VIEW_H
#define PST_LIVE_VIEW_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_LIVE_VIEW (pst_live_view_get_type ())
G_DECLARE_FINAL_TYPE (PstLiveView, pst_live_view, PST, LIVE_VIEW, GtkVBox)

/* Photos and painting are those of @lesson, which is only read.  @host is borrowed.  NULL
 * if they cannot be read. */
GtkWidget *pst_live_view_new (PstUiHost *host, const PstLesson *lesson, GError **error);

/* TRUE if a newer painting is due. */
gboolean pst_live_view_is_time (const PstLiveView *view);

/* Paints with @style, that is of @step; NULL: with the one before.  Nothing happens if it is
 * too early, or nothing is new. */
void pst_live_view_show (PstLiveView *view, PstStyle *style, gint step);

/* Keeps a small picture of the painting for style @id, see painting-file.h. */
void pst_live_view_keep_painting (PstLiveView *view, const gchar *id);

/* For tests: how often it was painted. */
guint pst_live_view_get_n_painted (const PstLiveView *view);

G_END_DECLS

#endif /* PST_LIVE_VIEW_H */
