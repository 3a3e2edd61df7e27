/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers that change with time, as lines in one chart with a legend. */

#ifndef PST_CURVES_H
#define PST_CURVES_H

#include "shared/gtk-types.h"

G_BEGIN_DECLS

#define PST_TYPE_CURVES (pst_curves_get_type ())
G_DECLARE_FINAL_TYPE (PstCurves, pst_curves, PST, CURVES, GtkDrawingArea)

#define PST_CURVES_MAX 3

/* Of @names as many lines, at most PST_CURVES_MAX; NULL-terminated, already translated,
 * and kept as they are. */
GtkWidget *pst_curves_new (const gchar *const *names);

/* A further point of a line; @x never goes back.  What is not finite is left out. */
void pst_curves_add (PstCurves *curves, gint line, gdouble x, gdouble y);

/* All points go. */
void pst_curves_clear (PstCurves *curves);

/* The points of a line, and its latest value. */
guint pst_curves_get_n_points (const PstCurves *curves, gint line);
gdouble pst_curves_get_last (const PstCurves *curves, gint line);

G_END_DECLS

#endif /* PST_CURVES_H */
