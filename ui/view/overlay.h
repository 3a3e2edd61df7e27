/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words and lines on top of a picture. */

#ifndef PST_OVERLAY_H
#define PST_OVERLAY_H

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A word on a dark ground, its right or left edge at @x.  In the font of @widget. */
void pst_overlay_word (GtkWidget *widget, cairo_t *cr, const gchar *word, gdouble x, gdouble y,
                       gboolean to_the_left);

/* A sentence in the middle of @widget, over its whole width. */
void pst_overlay_message (GtkWidget *widget, cairo_t *cr, const gchar *message);

/* A line at @x, @height long, with a grip at its middle. */
void pst_overlay_split (cairo_t *cr, gdouble x, gdouble height);

G_END_DECLS

#endif /* PST_OVERLAY_H */
