/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a painted layer knows of how it was made: a parasite "pastiche" on it, a
 * GKeyFile as text, which stays with the layer in XCF files. */

#ifndef PST_GIMP_NOTE_H
#define PST_GIMP_NOTE_H

#include <libgimp/gimp.h>

#include "shared/settings.h"

G_BEGIN_DECLS

#define PST_GIMP_NOTE_NAME "pastiche"

/* Writes on @layer that it was painted from the layer @source of the same image
 * with settings->style and @second (ids or paths; @second may be "") and these parameters.  The source
 * is remembered by its tattoo, which survives saving.  FALSE if GIMP refuses. */
gboolean
pst_gimp_note_write (gint32 layer, gint32 source, const gchar *second, const PstSettings *settings);

/* What is written on @layer.  FALSE if there is nothing, or nothing that makes
 * sense; then @settings is as it was.  *@source is the layer that it was painted
 * from, or -1 if that is gone.  random_seed becomes FALSE, for the old strokes. */
gboolean pst_gimp_note_read (gint32 layer, PstSettings *settings, gint32 *source);

G_END_DECLS

#endif /* PST_GIMP_NOTE_H */
