/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folders that lessons are in: who holds one, and how it comes and goes whole. */

#ifndef PST_LESSON_FOLDER_H
#define PST_LESSON_FOLDER_H

#include <glib.h>

G_BEGIN_DECLS

#define PST_LESSON_FILE "lesson" /* what makes a folder a lesson */
#define PST_LESSON_NEW  ".new-"  /* begins the name of a folder that is being filled */

/* G_FILE_ERROR of @path, with the cure.  Returns FALSE. */
gboolean pst_lesson_folder_error (GError **error, const gchar *path, gint saved_errno);

/* What was renamed or made in @folder stays so, even if the power fails now. */
void pst_lesson_folder_sync (const gchar *folder);

/* Nobody else has it until the descriptor that comes back is closed; in the lock's file is
 * who has it.  -1 with an error: G_FILE_ERROR_AGAIN, which names the process, if somebody
 * else has it, among all processes. */
gint pst_lesson_folder_lock (const gchar *folder, GError **error);
gboolean pst_lesson_folder_is_locked (const gchar *folder);

/* Removes files, then the folder.  The lesson's own file goes first: a folder without
 * it is no lesson. */
gboolean pst_lesson_folder_remove (const gchar *folder, GError **error);

/* Removes what somebody began to make in @parent yesterday and was killed. */
void pst_lesson_folder_remove_litter (const gchar *parent);

G_END_DECLS

#endif /* PST_LESSON_FOLDER_H */
