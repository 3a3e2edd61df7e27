/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part of a painting as large as it will be seen while it is learnt, so that its
 * strokes are as large as they will be in pictures; and whether it can be learnt at
 * all.  Computed on a thread of its own. */

#ifndef PST_SAMPLE_H
#define PST_SAMPLE_H

#include "shared/gtk-types.h"
#include "shared/picture.h"

G_BEGIN_DECLS

#define PST_TYPE_SAMPLE (pst_sample_get_type ())
G_DECLARE_FINAL_TYPE (PstSample, pst_sample, PST, SAMPLE, GtkDrawingArea)

/* Emits "judged" when it is known what the painting is worth.  @max_side: of the
 * painting's short side; more is not needed. */
GtkWidget *pst_sample_new (gint max_side);

/* NULL: there is none.  Takes a reference. */
void pst_sample_set_painting (PstSample *sample, PstPicture *painting);

/* Once it was judged: the painting, reduced to the greatest size that is needed; NULL
 * before.  The sample's. */
PstPicture *pst_sample_get_painting (const PstSample *sample);

/* Pixels of the painting's short side. */
void pst_sample_set_style_size (PstSample *sample, gint style_size);

/* FALSE while it is not known. */
gboolean pst_sample_get_verdict (const PstSample *sample, PstPaintingVerdict *verdict);

G_END_DECLS

#endif /* PST_SAMPLE_H */
