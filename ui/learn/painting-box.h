/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What to learn from, how large its strokes are to be, and whether it can be learnt.
 *
 * Its parts have widget names, besides those of painting-choice.h: "pst-learn-sample",
 * "pst-learn-stroke" (GtkHScale) and "pst-learn-verdict" (GtkLabel).  Signals: "chosen",
 * when it is to be another painting; "changed", when that was judged, or none can be. */

#ifndef PST_PAINTING_BOX_H
#define PST_PAINTING_BOX_H

#include "shared/gtk-types.h"
#include "shared/host.h"
#include "shared/picture.h"

G_BEGIN_DECLS

#define PST_TYPE_PAINTING_BOX (pst_painting_box_get_type ())
G_DECLARE_FINAL_TYPE (PstPaintingBox, pst_painting_box, PST, PAINTING_BOX, GtkVBox)

/* @host is borrowed.  Of @settings source, file and stroke size are shown. */
GtkWidget *pst_painting_box_new (PstUiHost *host, const PstLearnSettings *settings);

/* Reads the painting when there is time, unless that was done: for a window that has been
 * drawn. */
void pst_painting_box_begin (PstPaintingBox *box);

/* As if that picture file was chosen. */
void pst_painting_box_set_file (PstPaintingBox *box, const gchar *path);

/* A title for the painting; free with g_free (). */
gchar *pst_painting_box_get_title (const PstPaintingBox *box);

/* Puts source, file and stroke size there. */
void pst_painting_box_get (const PstPaintingBox *box, PstLearnSettings *settings);

/* The painting, if it can be learnt from, else NULL; the box's. */
PstPicture *pst_painting_box_get_painting (const PstPaintingBox *box);

/* How long its short side will be. */
gint pst_painting_box_get_style_size (const PstPaintingBox *box);

/* For tests: TRUE while it is read or judged. */
gboolean pst_painting_box_is_busy (const PstPaintingBox *box);

G_END_DECLS

#endif /* PST_PAINTING_BOX_H */
