/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The button that makes a style of any picture: of a file, of what was copied, or of another
 * image that is open.  Nothing is learnt; the style is in the library in a second or two.
 *
 * Its parts have widget names: "pst-picture" (GtkButton) and "pst-picture-menu" (GtkMenu).
 * Signals: "said", with a text, or NULL when there is nothing to say any more, and whether it
 * is a complaint; "made", with the new style's id. */

#ifndef PST_PICTURE_BOX_H
#define PST_PICTURE_BOX_H

#include "shared/gtk-types.h"
#include "shared/host.h"

G_BEGIN_DECLS

#define PST_TYPE_PICTURE_BOX (pst_picture_box_get_type ())
G_DECLARE_FINAL_TYPE (PstPictureBox, pst_picture_box, PST, PICTURE_BOX, GtkHBox)

/* @host, which must have a library, is borrowed. */
GtkWidget *pst_picture_box_new (PstUiHost *host);

/* Makes a style of a picture file, without asking. */
void pst_picture_box_take_file (PstPictureBox *box, const gchar *path);

/* Of an image; takes it. */
void pst_picture_box_take_image (PstPictureBox *box, PstImage *image, const gchar *title);

/* Of what was copied, if that is a picture; FALSE if it is not. */
gboolean pst_picture_box_paste (PstPictureBox *box);

/* While a picture is looked at. */
gboolean pst_picture_box_is_busy (const PstPictureBox *box);

G_END_DECLS

#endif /* PST_PICTURE_BOX_H */
