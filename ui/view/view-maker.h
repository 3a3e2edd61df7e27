/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes views of a photo and its paintings on a thread of its own, one at a time,
 * and keeps the latest.  Main thread only. */

#ifndef PST_VIEW_MAKER_H
#define PST_VIEW_MAKER_H

#include "view/view.h"

G_BEGIN_DECLS

typedef struct _PstViewMaker PstViewMaker;

/* Called when a view was made, or could not be. */
typedef void (*PstViewMadeFunc) (gpointer owner, const GError *error);

/* @owner must outlive it. */
PstViewMaker *pst_view_maker_new (PstViewMadeFunc made, gpointer owner);
void pst_view_maker_free (PstViewMaker *maker);

/* Forgets all views and paintings.  NULL: there is no photo, or nothing covers it. */
void pst_view_maker_set_source (PstViewMaker *maker, PstPicture *source, PstCover *cover);
PstPicture *pst_view_maker_get_source (const PstViewMaker *maker);

/* NULL: there are none.  Takes references. */
void pst_view_maker_set_paintings (PstViewMaker *maker, const PstPaintings *paintings);
gboolean pst_view_maker_has_paintings (const PstViewMaker *maker);

void pst_view_maker_set_look (PstViewMaker *maker, const PstLook *look);
const PstLook *pst_view_maker_get_look (const PstViewMaker *maker);

/* Sees to it that what is to be shown is or will be there.  @managed: what a
 * monitor's colours need is left to the main thread. */
void pst_view_maker_request (PstViewMaker *maker, const PstFraming *framing, gboolean managed);

/* TRUE while there is something to be made. */
gboolean pst_view_maker_is_busy (const PstViewMaker *maker);

/* What was asked for last, or before; NULL.  The maker's. */
PstView *pst_view_maker_get_view (const PstViewMaker *maker);

/* Draws what there is, though it may have been made for another zoom: the photo, or
 * @after.  The corner of what is seen is at the origin. */
void pst_view_maker_draw (PstViewMaker *maker, cairo_t *cr, gboolean after,
                          const PstFraming *framing, GimpColorTransform *transform);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstViewMaker, pst_view_maker_free)

G_END_DECLS

#endif /* PST_VIEW_MAKER_H */
