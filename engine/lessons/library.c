/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/pastiche.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "ground/error.h"
#include "lessons/lesson.h"
#include "styles/style.h"

#define ENDING    ".safetensors"
#define ASIDE     ".removed" /* a folder in the user's, which is not searched for styles */
#define MAX_TITLE 1024       /* bytes, as in a recipe */
#define DAY       (24 * 60 * 60)

struct _PstLibrary
{
  gchar *styles;
  gchar *lessons;
  gchar **folders;     /* all that are searched, the user's first */
  GHashTable *removed; /* id -> path where the file is now */
};

/* ---- names ------------------------------------------------------------ */

static gchar *
own_path (const PstLibrary *library, const gchar *id)
{
  g_autofree gchar *name = g_strconcat (id, ENDING, NULL);

  return g_build_filename (library->styles, name, NULL);
}

static gboolean
is_good_id (const gchar *id)
{
  return *id && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (id) && id[0] != '-'
         && ! g_str_has_suffix (id, "-") && ! strstr (id, "--");
}

static gboolean
is_taken (const PstLibrary *library, const gchar *id)
{
  g_autofree gchar *name = g_strconcat (id, ENDING, NULL);
  g_autofree gchar *lesson = g_build_filename (library->lessons, id, NULL);

  for (gchar **folder = library->folders; *folder; folder++)
    {
      g_autofree gchar *path = g_build_filename (*folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return g_file_test (lesson, G_FILE_TEST_EXISTS) || strcmp (id, "base") == 0
         || g_hash_table_contains (library->removed, id);
}

gchar *
pst_library_new_id (PstLibrary *library, const gchar *title)
{
  g_autofree gchar *first = pst_style_make_id (title);
  gchar *id = g_strdup (first);

  for (guint n = 2; is_taken (library, id); n++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", first, n);
    }
  return id;
}

/* ---- files ------------------------------------------------------------ */

static gboolean
make_folder (const gchar *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  pst_error_set_system (error, folder, errno);
  pst_error_add_cure (error);
  return FALSE;
}

static gboolean
move (const gchar *from, const gchar *to, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;
  pst_error_set_system (error, from, errno);
  pst_error_add_cure (error);
  return FALSE;
}

/* What crossed out of memory crosses back in unchanged. */
static gboolean
write_style (const PstStyle *style, const gchar *path, GError **error)
{
  if (pst_style_save (style, path, pst_style_get_dtype (style), error))
    return TRUE;
  pst_error_add_cure (error);
  return FALSE;
}

/* Takes @style; gives it another value. */
static PstStyle *
changed (PstStyle *style, const gchar *key, const gchar *value, GError **error)
{
  PstStyle *copy = pst_style_new_with (style, key, value, error);

  pst_style_unref (style);
  return copy;
}

static gboolean
check_owned (PstLibrary *library, const gchar *id, GError **error)
{
  if (pst_library_owns (library, id))
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_NOT_FOUND,
               "The style \"%s\" is not one of your own in %s. Only those can be changed.", id,
               library->styles);
  return FALSE;
}

/* ---- the library ------------------------------------------------------ */

PstLibrary *
pst_library_new (const gchar *styles, const gchar *lessons, const gchar *const *others)
{
  PstLibrary *library = g_new0 (PstLibrary, 1);
  GPtrArray *folders = g_ptr_array_new ();

  library->styles = g_strdup (styles);
  library->lessons = g_strdup (lessons);
  library->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (folders, g_strdup (styles));
  for (; others && *others; others++)
    if (strcmp (*others, styles) != 0)
      g_ptr_array_add (folders, g_strdup (*others));
  g_ptr_array_add (folders, NULL);
  library->folders = (gchar **) g_ptr_array_free (folders, FALSE);
  return library;
}

/* Files that were put aside long ago by somebody who did not come to the end. */
static void
remove_litter (const gchar *aside)
{
  g_autoptr (GDir) dir = g_dir_open (aside, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (aside, name, NULL);
      GStatBuf status;

      if (g_stat (path, &status) == 0
          && status.st_ctime + DAY < g_get_real_time () / G_USEC_PER_SEC)
        g_unlink (path);
    }
}

void
pst_library_free (PstLibrary *library)
{
  GHashTableIter iter;
  gpointer id, path;

  if (! library)
    return;
  g_hash_table_iter_init (&iter, library->removed);
  while (g_hash_table_iter_next (&iter, &id, &path))
    {
      g_autofree gchar *folder = g_build_filename (library->lessons, id, NULL);
      PstLesson *lesson = pst_lesson_open (folder, NULL);

      g_unlink (path);
      if (lesson)
        pst_lesson_discard (lesson, NULL);
    }
  if (g_hash_table_size (library->removed))
    {
      g_autofree gchar *aside = g_build_filename (library->styles, ASIDE, NULL);

      remove_litter (aside);
      g_rmdir (aside);
    }
  g_hash_table_unref (library->removed);
  g_free (library->styles);
  g_free (library->lessons);
  g_strfreev (library->folders);
  g_free (library);
}

gboolean
pst_library_owns (PstLibrary *library, const gchar *id)
{
  g_autofree gchar *path = own_path (library, id);

  return ! strchr (id, G_DIR_SEPARATOR) && id[0] != '.' && g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Takes @style.  Its id becomes a free one, after its own or else after @name, and its title
 * @name if it has none. */
static gchar *
adopt (PstLibrary *library, PstStyle *style, const gchar *name, GError **error)
{
  const gchar *old = pst_style_get_id (style);
  g_autofree gchar *id = pst_library_new_id (library, is_good_id (old) ? old : name);
  g_autofree gchar *to = own_path (library, id);
  g_autoptr (PstStyle) mine = style;

  if (strcmp (id, old) != 0)
    mine = changed (g_steal_pointer (&mine), "id", id, error);
  if (mine && ! *pst_style_get (mine, "title"))
    mine = changed (g_steal_pointer (&mine), "title", name, error);
  if (! mine || ! make_folder (library->styles, error) || ! write_style (mine, to, error))
    return NULL;
  return g_steal_pointer (&id);
}

gchar *
pst_library_import (PstLibrary *library, const gchar *path, GError **error)
{
  g_autoptr (PstStyle) style = pst_style_load (path, error);
  g_autofree gchar *base = g_path_get_basename (path);
  g_autofree gchar *name = NULL;

  if (! style)
    return NULL;
  if (pst_style_is_base (style))
    {
      pst_error_set_file (error, PST_ERROR_BAD_INPUT, path,
                          "it is a base generator, which styles are learnt from, and no style. "
                          "Import a style");
      return NULL;
    }
  if (g_str_has_suffix (base, ENDING))
    base[strlen (base) - strlen (ENDING)] = '\0';
  name = g_filename_display_name (base);
  return adopt (library, g_steal_pointer (&style), name, error);
}

/* The id of an own style of that title that is nothing but the same manner; NULL if there is
 * none. */
static gchar *
find_same (const PstLibrary *library, const PstStyle *style)
{
  g_autofree gchar *first = pst_style_make_id (pst_style_get (style, "title"));

  for (guint n = 1;; n++)
    {
      g_autofree gchar *id = n > 1 ? g_strdup_printf ("%s-%u", first, n) : g_strdup (first);
      g_autofree gchar *path = own_path (library, id);
      g_autoptr (PstStyle) other = NULL;

      if (! is_taken (library, id))
        return NULL;
      other = pst_style_load (path, NULL);
      if (other && pst_style_is_same_picture (other, style))
        return g_steal_pointer (&id);
    }
}

gchar *
pst_library_add (PstLibrary *library, const PstStyle *style, GError **error)
{
  gchar *same = find_same (library, style);

  if (same)
    return same;
  return adopt (library, pst_style_ref ((PstStyle *) style), pst_style_get_id (style), error);
}

gboolean
pst_library_export (PstLibrary *library, const gchar *id, const gchar *path, GError **error)
{
  g_autoptr (PstStyle) style = pst_style_find ((const gchar *const *) library->folders, id, error);

  return style && write_style (style, path, error);
}

gboolean
pst_library_remove (PstLibrary *library, const gchar *id, GError **error)
{
  g_autofree gchar *folder = g_build_filename (library->styles, ASIDE, NULL);
  g_autofree gchar *from = own_path (library, id);
  g_autofree gchar *random = g_strdup_printf ("%s-%08x%08x", id, g_random_int (), g_random_int ());
  g_autofree gchar *to = g_build_filename (folder, random, NULL);

  if (! check_owned (library, id, error) || ! make_folder (folder, error)
      || ! move (from, to, error))
    return FALSE;
  g_hash_table_insert (library->removed, g_strdup (id), g_steal_pointer (&to));
  return TRUE;
}

gboolean
pst_library_restore (PstLibrary *library, const gchar *id, GError **error)
{
  const gchar *from = g_hash_table_lookup (library->removed, id);
  g_autofree gchar *to = own_path (library, id);

  if (! from)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                   "The style \"%s\" was not removed just now. Import it from a file.", id);
      return FALSE;
    }
  if (! move (from, to, error))
    return FALSE;
  g_hash_table_remove (library->removed, id);
  return TRUE;
}

gboolean
pst_library_rename (PstLibrary *library, const gchar *id, const gchar *title, GError **error)
{
  g_autofree gchar *folder = g_build_filename (library->lessons, id, NULL);
  g_autofree gchar *path = own_path (library, id);
  g_autoptr (PstLesson) lesson = NULL;
  g_autoptr (PstStyle) style = NULL;

  if (! *title || strlen (title) > MAX_TITLE || ! g_utf8_validate (title, -1, NULL))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "A style's title is text of 1 to %d bytes. Give another one.", MAX_TITLE);
      return FALSE;
    }
  if (! check_owned (library, id, error) || ! (style = pst_style_load (path, error)))
    return FALSE;
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      GError *local = NULL;

      /* A lesson that is broken has no say; one that goes on would bring the old title back. */
      lesson = pst_lesson_open (folder, &local);
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_AGAIN))
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      g_clear_error (&local);
    }
  style = changed (g_steal_pointer (&style), "title", title, error);
  return style && write_style (style, path, error)
         && (! lesson || pst_lesson_set_title (lesson, title, error));
}

gboolean
pst_library_keep (PstLibrary *library, const PstStyle *style, GError **error)
{
  g_autofree gchar *path = own_path (library, pst_style_get_id (style));

  if (! is_good_id (pst_style_get_id (style)))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "\"%s\" is no id of a style. Give one of words of a-z and 0-9 joined by single "
                   "hyphens.",
                   pst_style_get_id (style));
      return FALSE;
    }
  if (! make_folder (library->styles, error))
    return FALSE;
  if (pst_style_save (style, path, PST_DTYPE_F16, error))
    return TRUE;
  pst_error_add_cure (error);
  return FALSE;
}

/* ---- lessons ---------------------------------------------------------- */

PstLesson *
pst_library_new_lesson (PstLibrary *library, const PstMaterial *material, GError **error)
{
  const PstRecipe *recipe = material->recipe;
  g_autoptr (PstRecipe) named = pst_recipe_copy (recipe);
  PstMaterial with_id = *material;

  with_id.recipe = named;

  while (TRUE)
    {
      g_autofree gchar *folder = NULL;
      g_autoptr (PstLesson) lesson = NULL;
      GError *local = NULL;

      g_free (named->id);
      named->id = pst_library_new_id (library, *recipe->id ? recipe->id : recipe->title);
      if (! *recipe->title)
        {
          g_free (named->title);
          named->title = g_strdup (named->id);
        }
      folder = g_build_filename (library->lessons, named->id, NULL);
      lesson = pst_lesson_new (folder, &with_id, &local);
      if (lesson)
        return g_steal_pointer (&lesson);

      /* Another process was faster: it has the id now. */
      if (! g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_EXIST))
        {
          g_propagate_error (error, local);
          return NULL;
        }
      g_error_free (local);
    }
}

PstLesson *
pst_library_open_lesson (PstLibrary *library, const gchar *id, GError **error)
{
  g_autofree gchar *folder = g_build_filename (library->lessons, id, NULL);

  if (strchr (id, G_DIR_SEPARATOR) || id[0] == '.' || ! g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_NOT_FOUND,
                   "What the style \"%s\" was learnt from is not here. Learn it anew from the "
                   "painting.",
                   id);
      return NULL;
    }
  return pst_lesson_open (folder, error);
}

GPtrArray *
pst_library_list_lessons (PstLibrary *library)
{
  GPtrArray *entries = pst_lesson_list (library->lessons);

  for (guint i = entries->len; i-- > 0;)
    {
      PstLessonEntry *entry = g_ptr_array_index (entries, i);

      if (g_hash_table_contains (library->removed, entry->id))
        g_ptr_array_remove_index (entries, i);
    }
  return entries;
}
