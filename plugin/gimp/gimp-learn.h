/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning a style from a GIMP image. */

#ifndef PST_GIMP_LEARN_H
#define PST_GIMP_LEARN_H

#include "gimp/gimp-host.h"

G_BEGIN_DECLS

#define PST_GIMP_LEARN_PROC "plug-in-pastiche-learn"

/* A host that can only learn.  @drawable may be of any kind: what is no layer cannot be
 * learnt from, but the visible image can. */
void pst_gimp_learn_host_init (PstGimpHost *host, gint32 image, gint32 drawable);

/* Lets the dialog of @host, which is to be cleared as ever, learn: fills in what host.h
 * has for it. */
void pst_gimp_learn_prepare (PstGimpHost *host);

/* Learns until it is done, with GIMP's progress bar; for runs without a dialog.  The
 * layer, where it is selected, is learnt from if @layer_only, else what the settings
 * say.  Returns the style's id, the caller's.  What was learnt until an error or a kill
 * is kept as a lesson. */
gchar *pst_gimp_learn (PstGimpHost *host, const PstLearnSettings *settings, gboolean layer_only,
                       GError **error);

G_END_DECLS

#endif /* PST_GIMP_LEARN_H */
