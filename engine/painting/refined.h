/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pst_engine_paint_refined (): by the generator, or by the painting's manner. */

#ifndef PST_REFINED_H
#define PST_REFINED_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Multiply-adds, about, of pst_engine_paint_refined () for @width x @height. */
gdouble pst_refined_work (const PstStyle *style, const PstParams *params, gint width, gint height);

G_END_DECLS

#endif /* PST_REFINED_H */
