/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints what a preview shows, unrefined: a coarse one first, if that is worth it. */

#ifndef PST_PAINTER_H
#define PST_PAINTER_H

#include "shared/worker.h"
#include "view/order.h"

G_BEGIN_DECLS

typedef struct
{
  PstOrder order; /* with references */
  PstPicture *source;
  PstPaintings coarse;
  PstPaintings fine;   /* what is known of it already */
  gboolean refined[2]; /* of fine: known already      */
  gboolean missing;    /* there is something to be painted */
} PstPaintTask;

/* What came of it.  Costs are seconds for a pixel, and 0 where nothing was done. */
typedef struct
{
  PstPaintings paintings;
  gboolean refined[2];   /* the first, and the second, is as far as it is to be */
  gdouble paint_cost;    /* of working size and a style        */
  gdouble finish_cost;   /* of full size                                             */
  gdouble finisher_cost; /* of full size and a style that adds what it learnt of it */
  gdouble reduce_cost;   /* of full size: of making it smaller                       */
} PstPainted;

/* On the main thread.  What @painted holds can be taken, and cleared there; NULL for an
 * error, which is the last call.  @last: nothing follows. */
typedef void (*PstPaintedFunc) (gpointer owner, const PstPaintTask *task, PstPainted *painted,
                                const GError *error, gboolean last);

/* On @worker's thread; takes what @task holds.  What was to be painted before is cancelled.
 * @owner must outlive the worker. */
void pst_painter_start (PstWorker *worker, const PstPaintTask *task, PstPaintedFunc func,
                        gpointer owner);

G_END_DECLS

#endif /* PST_PAINTER_H */
