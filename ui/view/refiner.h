/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refines paintings for a preview, while nobody asks for anything else, and shows them on
 * their way. */

#ifndef PST_REFINER_H
#define PST_REFINER_H

#include "shared/picture.h"
#include "shared/worker.h"

G_BEGIN_DECLS

/* What is to be refined: each member with a reference but @params. */
typedef struct
{
  PstPicture *photo; /* of working size                          */
  PstStyle *style;
  PstStyle *second;     /* NULL: one style only                  */
  PstPicture *painting; /* as they are so far                    */
  PstPicture *other;    /* of the second                         */
  gboolean done[2];     /* which of them needs nothing           */
  PstParams params;     /* refine, seed and likeness count       */
  PstLikenessMap *map;  /* params.likeness_map; or NULL          */
} PstRefinement;

/* What came of it: a picture on its way, or the last one. */
typedef struct
{
  PstPicture *painting;
  gint which;      /* 0: of the style, 1: of the second           */
  gboolean done;   /* it will become no better                    */
  gdouble seconds; /* that it took; 0 where it is not done        */
} PstRefined;

/* On the main thread.  @refined is the refiner's; NULL for an error, which is the last
 * call.  @last: nothing follows. */
typedef void (*PstRefinedFunc) (gpointer owner, const PstRefinement *refinement,
                                const PstRefined *refined, const GError *error, gboolean last);

/* On @worker's thread; takes what @refinement holds.  What was to be refined before is
 * cancelled.  @owner must outlive the worker. */
void pst_refiner_start (PstWorker *worker, const PstRefinement *refinement, PstRefinedFunc func,
                        gpointer owner);

G_END_DECLS

#endif /* PST_REFINER_H */
