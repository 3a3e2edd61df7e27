/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How pst_engine_paint () keeps to the engine's budget: whole if that fits, else in
 * windows whose norms take their statistics from a reduced copy of the photo (as
 * Chen et al. 2021 do).  Then a window is the same as the whole but for a rim of
 * pst_generator_halo (), which windows have in common. */

#ifndef PST_PAINT_H
#define PST_PAINT_H

#include "networks/generator.h"
#include "pastiche/pastiche.h"
#include "strokes/likeness.h"

G_BEGIN_DECLS

/* Sizes are multiples of the grid; @width x @height is not larger than the photo,
 * rounded up to the grid. */
typedef struct
{
  gint width, height;   /* of a window                                      */
  gint halo;            /* of its rim, which another window paints          */
  const gdouble *stats; /* pst_generator_n_stats () numbers; NULL: a window's own */
} PstPaintPlan;

/* The most memory that the engine holds while it paints @width x @height in one
 * piece, starting with none; G_MAXSIZE if it were more than @limit. */
gsize pst_paint_estimate (const PstStyle *style, gint width, gint height, gsize limit);

/* Statistics as @photo has them. */
gboolean pst_paint_collect (PstEngine *engine, const PstStyle *style, const PstImage *photo,
                            guint32 seed, gdouble *stats, GError **error);

/* pst_engine_paint () with @likeness, or NULL. */
PstImage *
pst_paint_like (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                const PstLikeness *likeness, const PstRun *run, GError **error);

/* pst_engine_paint () by @plan, whatever the budget. */
PstImage *
pst_paint_planned (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                   const PstPaintPlan *plan, const PstRun *run, GError **error);

G_END_DECLS

#endif /* PST_PAINT_H */
