/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small pictures of the paintings that one's own styles were made of: a file each in
 * "paintings" of the folder that the windows keep their things in.  A style's own file has
 * none.  Where @folder is NULL, nothing is kept and nothing is there. */

#ifndef PST_PAINTING_FILE_H
#define PST_PAINTING_FILE_H

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_PAINTING_FILE_SIDE 192

/* Of style @id, in place of an earlier one.  What cannot be written is only missed. */
void pst_painting_file_keep (const gchar *folder, const gchar *id, const PstImage *painting);

/* NULL if there is none.  The caller's. */
GdkPixbuf *pst_painting_file_load (const gchar *folder, const gchar *id);

/* Style @id is of something else now. */
void pst_painting_file_forget (const gchar *folder, const gchar *id);

G_END_DECLS

#endif /* PST_PAINTING_FILE_H */
