/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture in the window, before and after: the part that fits, colour-managed, at
 * any size from the whole to 400 %.  It can be dragged, zoomed and compared. */

#ifndef PST_PREVIEW_AREA_H
#define PST_PREVIEW_AREA_H

#include "shared/gtk-types.h"
#include "view/scene.h"

G_BEGIN_DECLS

#define PST_TYPE_PREVIEW_AREA (pst_preview_area_get_type ())
G_DECLARE_FINAL_TYPE (PstPreviewArea, pst_preview_area, PST, PREVIEW_AREA, GtkDrawingArea)

/* Emits "zoomed" when the zoom, or what it can be, changes.  @config: how the monitor
 * shows colours, or NULL: as they are. */
GtkWidget *pst_preview_area_new (GimpColorConfig *config);

/* Takes references. */
void pst_preview_area_set_source (PstPreviewArea *area, PstPicture *source, PstCover *cover);

/* NULL: there are none.  Takes references. */
void pst_preview_area_set_paintings (PstPreviewArea *area, const PstPaintings *paintings);
void pst_preview_area_set_look (PstPreviewArea *area, const PstLook *look);

/* A sentence in the middle, instead of paintings; NULL for none. */
void pst_preview_area_set_message (PstPreviewArea *area, const gchar *message);

/* Whether paintings are shown at all. */
void pst_preview_area_set_active (PstPreviewArea *area, gboolean active);

void pst_preview_area_set_compare (PstPreviewArea *area, PstCompare compare);

/* The photo as it was. */
void pst_preview_area_set_comparing (PstPreviewArea *area, gboolean comparing);

/* 0: as much as fits. */
void pst_preview_area_set_zoom (PstPreviewArea *area, gdouble zoom);
gdouble pst_preview_area_get_zoom (const PstPreviewArea *area);
void pst_preview_area_zoom_step (PstPreviewArea *area, gboolean in);
gboolean pst_preview_area_can_zoom (const PstPreviewArea *area, gboolean in);
void pst_preview_area_pan (PstPreviewArea *area, gint x, gint y);

/* The line between photo and painting, by a part of what is seen.  FALSE: there is none. */
gboolean pst_preview_area_move_split (PstPreviewArea *area, gdouble by);

gboolean pst_preview_area_has_source (const PstPreviewArea *area);
gboolean pst_preview_area_is_busy (const PstPreviewArea *area);

/* As pst_preview_get_surface (). */
cairo_surface_t *
pst_preview_area_get_surface (PstPreviewArea *area, gboolean after, GdkRectangle *rect);

G_END_DECLS

#endif /* PST_PREVIEW_AREA_H */
