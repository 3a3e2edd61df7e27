/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a window's paintings are made: the photo, a worker that paints it, and
 * what was painted before, so that nothing is painted twice.
 *
 * Everything is called, and calls back, on the main thread. */

#ifndef PST_EASEL_H
#define PST_EASEL_H

#include "shared/worker.h"
#include "view/order.h"

G_BEGIN_DECLS

typedef struct
{
  /* There are other paintings, or none, or an error, or work began or ended. */
  void (*changed) (gpointer owner);

  /* @image is NULL if it failed; it belongs to the easel. */
  void (*thumbnail) (gpointer owner, PstStyle *style, const PstImage *image);

  /* The answer to pst_easel_finish (): takes @image, or NULL and @error. */
  void (*finished) (gpointer owner, PstImage *image, const GError *error);
} PstEaselFuncs;

typedef struct _PstEasel PstEasel;

/* @funcs must be static; @owner must outlive the easel.  @n_threads as in
 * pst_engine_new (). */
PstEasel *pst_easel_new (gint n_threads, const PstEaselFuncs *funcs, gpointer owner);
void pst_easel_free (PstEasel *easel);

/* The photo in its own size.  Takes a reference.  Nothing is painted before.  With
 * another photo the paintings go, nothing is finished, and the order is carried out anew. */
void pst_easel_set_source (PstEasel *easel, PstPicture *source);
PstPicture *pst_easel_get_source (const PstEasel *easel);

/* Asks for paintings; what was asked for before is cancelled if it is something
 * else.  First come the colours of a small one, without strokes, unless it is known already
 * or the photo is small; what is painted then is refined when nothing else is to be done, and shown on its
 * way. */
void pst_easel_set_order (PstEasel *easel, const PstOrder *order);

/* Cancels; no paintings. */
void pst_easel_clear_order (PstEasel *easel);

/* The best there is for the order, or NULL.  Until there is one, the paintings of
 * the order before stay. */
const PstPaintings *pst_easel_get_paintings (const PstEasel *easel);
const GError *pst_easel_get_error (const PstEasel *easel);
gboolean pst_easel_is_busy (const PstEasel *easel);
gboolean pst_easel_is_refining (const PstEasel *easel); /* after all that is fast */
gdouble pst_easel_get_progress (const PstEasel *easel);

/* Paints a small copy of the photo's middle, pst_thumbnail_part (), which becomes at most @max_side pixels long; when nothing
 * more important is to be done.  @paint_side: how long the copy is that the
 * style sees. */
void pst_easel_queue_thumbnail (PstEasel *easel, PstStyle *style, gint paint_side, gint max_side);

/* The whole photo by @order, blended as @params say; what the preview's painting has done of it is not done again.  Cancelling
 * asks for no answer. */
void pst_easel_finish (PstEasel *easel, const PstOrder *order, const PstParams *params);
void pst_easel_cancel_finish (PstEasel *easel);
gboolean pst_easel_is_finishing (const PstEasel *easel);

/* While it finishes: since when it works at what its progress is of, in monotonic time. */
gint64 pst_easel_get_began (const PstEasel *easel);

/* How long pst_easel_finish () would take for this order and @params, from what painting it
 * has cost so far; 0 if that is not known yet. */
gdouble pst_easel_estimate (const PstEasel *easel, const PstOrder *order, const PstParams *params);

/* For tests: runs that were cancelled. */
guint pst_easel_get_n_cancelled (const PstEasel *easel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstEasel, pst_easel_free)

G_END_DECLS

#endif /* PST_EASEL_H */
