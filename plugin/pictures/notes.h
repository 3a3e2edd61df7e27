/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a file says of its picture: EXIF, XMP and IPTC, from one file to another. */

#ifndef PST_NOTES_H
#define PST_NOTES_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstNotes PstNotes;

/* Those of the file @path, or of @bytes where they are not NULL; none if nothing can be
 * read.  Then they are those of a picture of @width x @height that stands upright and was made by
 * @creator (NULL: nobody).  In @strip there are none at all. */
PstNotes *pst_notes_new (const gchar *path, GBytes *bytes, gint width, gint height,
                         const gchar *creator, gboolean strip);
void pst_notes_free (PstNotes *notes);

/* The file @data of @size bytes with them in place of those that it has; its profile stays.
 * Errors: those of gexiv2. */
GBytes *pst_notes_put (PstNotes *notes, gconstpointer data, gsize size, GError **error);

/* EXIF alone, as TIFF, or NULL. */
GBytes *pst_notes_get_exif (PstNotes *notes);

/* XMP alone, as a packet to be freed, or NULL. */
gchar *pst_notes_get_xmp (PstNotes *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstNotes, pst_notes_free)

G_END_DECLS

#endif /* PST_NOTES_H */
