/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the dialog is laid out, and how it looks from one time to the next: its size, what is unfolded, how the
 * picture is shown and how large thumbnails are. */

#ifndef PST_FRAME_H
#define PST_FRAME_H

#include "paint/side.h"
#include "view/preview.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWindow *window;
  PstSide *side;
  PstPreview *preview;
  const gchar *folder; /* where it is kept; NULL: nowhere */
} PstFrame;

/* Puts them into the window, which is a GimpDialog, and gives it buttons. */
void pst_frame_pack (const PstFrame *frame, GtkWidget *hints, GtkWidget *status);

void pst_frame_restore (const PstFrame *frame);
void pst_frame_keep (const PstFrame *frame);

G_END_DECLS

#endif /* PST_FRAME_H */
