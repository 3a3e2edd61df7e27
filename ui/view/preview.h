/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture in the window, before and after.  It is given the photo and its
 * paintings and shows the part that fits, colour-managed, at any size from the
 * whole to 100 %, where it is what the finished picture will be.  What is costly
 * is done on a thread of its own; blending is instant.
 *
 * Its parts have widget names: "pst-preview-area", "pst-zoom-out", "pst-zoom-in",
 * "pst-zoom-fit", "pst-zoom-100", "pst-view" (GtkComboBox), "pst-compare", "pst-preview-toggle". */

#ifndef PST_PREVIEW_H
#define PST_PREVIEW_H

#include "shared/gtk-types.h"
#include "view/preview-area.h"

G_BEGIN_DECLS

#define PST_TYPE_PREVIEW (pst_preview_get_type ())
G_DECLARE_FINAL_TYPE (PstPreview, pst_preview, PST, PREVIEW, GtkVBox)

/* Emits "toggled" when people switch it on or off.  @config: how the monitor
 * shows colours, or NULL: as they are. */
GtkWidget *pst_preview_new (GimpColorConfig *config);

/* @cover: NULL for none.  Takes references. */
void pst_preview_set_source (PstPreview *preview, PstPicture *source, PstCover *cover);

/* NULL: there are none.  Takes references. */
void pst_preview_set_paintings (PstPreview *preview, const PstPaintings *paintings);

void pst_preview_set_look (PstPreview *preview, const PstLook *look);

/* A sentence in the middle, instead of paintings; NULL for none. */
void pst_preview_set_message (PstPreview *preview, const gchar *message);

/* Whether paintings are wanted at all. */
void pst_preview_set_active (PstPreview *preview, gboolean active);
gboolean pst_preview_get_active (const PstPreview *preview);

void pst_preview_set_compare (PstPreview *preview, PstCompare compare);
PstCompare pst_preview_get_compare (const PstPreview *preview);

/* Pixels of the screen for one of the picture; at most 4.  0: as much as fits. */
void pst_preview_set_zoom (PstPreview *preview, gdouble zoom);
gdouble pst_preview_get_zoom (const PstPreview *preview);

/* Moves what is shown, in pixels of the screen. */
void pst_preview_pan (PstPreview *preview, gint x, gint y);

/* TRUE while what is shown is not yet what was asked for. */
gboolean pst_preview_is_busy (const PstPreview *preview);

/* What is drawn, as an RGB24 surface of the preview, and where it is in the picture at
 * the present zoom.  NULL if there is none. */
cairo_surface_t *pst_preview_get_surface (PstPreview *preview, gboolean after, GdkRectangle *rect);

G_END_DECLS

#endif /* PST_PREVIEW_H */
