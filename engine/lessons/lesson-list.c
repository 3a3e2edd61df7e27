/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "lessons/lesson.h"

static void
entry_free (gpointer data)
{
  PstLessonEntry *entry = data;

  g_free (entry->folder);
  g_free (entry->id);
  g_free (entry->title);
  g_free (entry);
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const PstLessonEntry *first = *(const PstLessonEntry *const *) a;
  const PstLessonEntry *second = *(const PstLessonEntry *const *) b;

  if (first->changed != second->changed)
    return first->changed > second->changed ? -1 : 1;
  return strcmp (first->id, second->id);
}

GPtrArray *
pst_lesson_list (const gchar *parent)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *folder = g_build_filename (parent, name, NULL);
      g_autoptr (PstLesson) lesson = name[0] == '.' ? NULL : pst_lesson_read (folder, NULL);
      PstLessonEntry *entry;

      if (! lesson)
        continue;
      entry = g_new0 (PstLessonEntry, 1);
      entry->folder = g_steal_pointer (&folder);
      entry->id = g_strdup (lesson->recipe->id);
      entry->title = g_strdup (lesson->recipe->title);
      entry->step = lesson->step;
      entry->steps = pst_lesson_get_steps (lesson);
      entry->seconds = lesson->seconds;
      entry->minutes = lesson->recipe->minutes;
      entry->changed = lesson->changed;
      entry->done = lesson->done;
      entry->busy = pst_lesson_folder_is_locked (lesson->folder);
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_entries);
  return entries;
}
