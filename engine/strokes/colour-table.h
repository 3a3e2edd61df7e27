/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A smooth map of colours, kept at the points of a grid. */

#ifndef PST_COLOUR_TABLE_H
#define PST_COLOUR_TABLE_H

#include "ground/pool.h"
#include "strokes/colour.h"

G_BEGIN_DECLS

#define PST_COLOUR_TABLE_SIDE 33

/* to = the map of @from, both Y', Cb, Cr of R'G'B' in [0,1]. */
typedef void (*PstColourFunc) (const gdouble *from, gdouble *to, gpointer data);

typedef struct _PstColourTable PstColourTable;

/* From @low to @high along each axis. */
PstColourTable *pst_colour_table_new (const gdouble *low, const gdouble *high, PstColourFunc func,
                                      gpointer data, PstPool *pool);
void pst_colour_table_free (PstColourTable *table);

/* In place: between the points, trilinear, and R'G'B' brought into [0,1].  Where @keep_luma Y' is
 * left as it was.  What lies outside the grid counts as the nearest inside. */
void pst_colour_table_apply (const PstColourTable *table, PstImage *image, gboolean keep_luma,
                             PstPool *pool);

G_END_DECLS

#endif /* PST_COLOUR_TABLE_H */
