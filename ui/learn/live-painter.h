/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints a photo with a style that is still being learnt, again and again, on a thread of
 * its own, and measures how near it is to the painting.  Main thread only. */

#ifndef PST_LIVE_PAINTER_H
#define PST_LIVE_PAINTER_H

#include "shared/picture.h"

G_BEGIN_DECLS

typedef struct
{
  PstPicture *photo;
  PstPicture *result;
  gint step;       /* of learning, that the style is of           */
  gdouble seconds; /* that painting and measuring took       */
  gboolean measured;
  PstMetrics metrics; /* if measured */
} PstLivePainting;

typedef struct _PstLivePainter PstLivePainter;

/* @painting belongs to the painter; @error is NULL unless there is none. */
typedef void (*PstLivePaintedFunc) (gpointer owner, const PstLivePainting *painting,
                                    const GError *error);

/* @painting: what is learnt; @style_size: how long its short side is meanwhile.  @owner must
 * outlive it. */
PstLivePainter *pst_live_painter_new (PstPicture *painting, gint style_size,
                                      PstLivePaintedFunc painted, gpointer owner);
void pst_live_painter_free (PstLivePainter *painter);

/* Replaces what is being painted. */
void
pst_live_painter_paint (PstLivePainter *painter, PstStyle *style, PstPicture *photo, gint step);
gboolean pst_live_painter_is_busy (const PstLivePainter *painter);

G_END_DECLS

#endif /* PST_LIVE_PAINTER_H */
