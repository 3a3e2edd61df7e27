/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The user's own styles. */

#ifndef PASTICHE_LIBRARY_H
#define PASTICHE_LIBRARY_H

#include "pastiche/lesson.h"

PST_BEGIN_DECLS

/* The folder of styles that belongs to the user, and beside it the lessons that made
 * them: a lesson's folder has the id of its style.  An id is free if neither has
 * it, nor any other folder of styles.  Not thread-safe. */
typedef struct _PstLibrary PstLibrary;

/* @styles and @lessons are made when they are needed.  @others: further folders that
 * are searched for styles, NULL-terminated, or NULL. */
PstLibrary *pst_library_new (const gchar *styles, const gchar *lessons, const gchar *const *others);

/* What was removed and not restored is gone then. */
void pst_library_free (PstLibrary *library);

/* As pst_style_make_id (), but free now: ete-2-2 if there is an ete-2. */
gchar *pst_library_new_id (PstLibrary *library, const gchar *title);

/* TRUE if @id is the user's, to be renamed and removed. */
gboolean pst_library_owns (PstLibrary *library, const gchar *id);

/* Checks @path as pst_style_load () does and copies it.  Its id becomes a free one, -2 and so
 * on after the old; a style without a title gets the file's name.  Returns the id.
 * Errors: those of pst_style_load (), G_FILE_ERROR, BAD_INPUT for a base generator. */
gchar *pst_library_import (PstLibrary *library, const gchar *path, GError **error);

/* Adds a style that is in no file yet, under a free id as import () does; a picture's that is
 * there already is not added again.  Returns the id.
 * Errors: G_FILE_ERROR, TOO_LARGE. */
gchar *pst_library_add (PstLibrary *library, const PstStyle *style, GError **error);

/* Copies any style, also one that is not the user's, to @path, which is replaced.
 * Errors: NOT_FOUND, G_FILE_ERROR. */
gboolean
pst_library_export (PstLibrary *library, const gchar *id, const gchar *path, GError **error);

/* Puts a style aside.  Its lesson stays until the library is freed. */
gboolean pst_library_remove (PstLibrary *library, const gchar *id, GError **error);

/* Undoes the last remove of @id. */
gboolean pst_library_restore (PstLibrary *library, const gchar *id, GError **error);

/* A new title, in the style and in its lesson; the id stays. */
gboolean
pst_library_rename (PstLibrary *library, const gchar *id, const gchar *title, GError **error);

/* Writes a style that was learnt here under its own id, in place of an earlier one
 * of that id. */
gboolean pst_library_keep (PstLibrary *library, const PstStyle *style, GError **error);

/* A new lesson, see pst_lesson_new ().  The id of the recipe may be "": then it is made
 * from the title, which may be "" as well.  Should another process take that id first,
 * photos are asked for anew. */
PstLesson *
pst_library_new_lesson (PstLibrary *library, const PstMaterial *material, GError **error);

/* Of style @id, to learn it for longer; NOT_FOUND for a style that has none. */
PstLesson *pst_library_open_lesson (PstLibrary *library, const gchar *id, GError **error);

/* As pst_lesson_list (): all that can be gone on with. */
GPtrArray *pst_library_list_lessons (PstLibrary *library);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstLibrary, pst_library_free)

PST_END_DECLS

#endif /* PASTICHE_LIBRARY_H */
