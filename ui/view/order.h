/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be painted for a window, and what was. */

#ifndef PST_ORDER_H
#define PST_ORDER_H

#include "pastiche/pastiche.h"
#include "shared/picture.h"

G_BEGIN_DECLS

/* What a painting depends on; all else is blended in an instant. */
typedef struct
{
  PstStyle *style;  /* borrowed */
  PstStyle *second; /* NULL: one style only */
  gdouble brush_size;
  gdouble refine; /* 0..100 */
  guint32 seed;
  gdouble likeness;    /* 0..100                                                         */
  PstLikenessMap *map; /* of it, where something keeps its own, which the photo decides; or NULL */
} PstOrder;

/* The photo at working size and the paintings made of it, all of one size. */
typedef struct
{
  PstPicture *photo;
  PstPicture *painting;
  PstPicture *second; /* NULL: one style only                            */
  gboolean coarse;    /* small and without strokes; a better one will come */
  gboolean done;      /* they will become no better                       */
  PstStyle *style;    /* that they are in; NULL: they are not finished    */
  PstStyle *second_style;
  guint32 seed; /* of their marks */
} PstPaintings;

/* References of all in it that is there. */
void pst_order_ref (PstOrder *order);

/* What pst_engine_paint_refined () is asked for by @order, which must outlive it. */
PstParams pst_order_params (const PstOrder *order);

/* A copy with references; nothing of NULL. */
PstPaintings pst_paintings_ref (const PstPaintings *paintings);

/* Says whose they are, as @order does. */
void pst_paintings_sign (PstPaintings *paintings, const PstOrder *order);

/* Gives up what they hold references of. */
void pst_order_clear (PstOrder *order);
void pst_paintings_clear (PstPaintings *paintings);

/* A reference; NULL of NULL. */
PstStyle *pst_order_style_ref (PstStyle *style);

/* The size at which @source is painted, or, if that is longer than @max_side, what becomes of
 * it at that length; 0: never. */
void pst_order_size (const PstImage *source, gdouble brush_size, gint max_side, gint *width,
                     gint *height);

G_END_DECLS

#endif /* PST_ORDER_H */
