/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sys/resource.h>

#include <glib/gi18n-lib.h>

#define LARGE (1 << 20) /* bytes */

void
pst_memory_init (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE);
#endif
}

/* A number after @key, or alone where @key is ""; FALSE if there is none. */
static gboolean
read_number (const gchar *path, const gchar *key, guint64 *number)
{
  g_autofree gchar *text = NULL;
  const gchar *at;
  gchar *end;

  if (! g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  at = strstr (text, key);
  if (! at)
    return FALSE;
  *number = g_ascii_strtoull (at + strlen (key), &end, 10);
  return end != at + strlen (key);
}

/* A number that is all of a file; FALSE if there is none, as "max". */
static gboolean
read_file (const gchar *folder, const gchar *name, guint64 *number)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  return read_number (path, "", number);
}

/* Of one control group; G_MAXUINT64 if it is not limited.  What only caches files counts as free. */
static guint64
left_in (const gchar *folder, const gchar *limit, const gchar *usage)
{
  g_autofree gchar *stat = g_build_filename (folder, "memory.stat", NULL);
  guint64 most, used, cached;

  if (! read_file (folder, limit, &most) || ! read_file (folder, usage, &used))
    return G_MAXUINT64;
  if (read_number (stat, "\ninactive_file ", &cached))
    used -= MIN (used, cached);
  return most > used ? most - used : 0;
}

/* Of @path in @tree and the groups that it is in. */
static guint64
left_up_to (const gchar *tree, const gchar *path, const gchar *limit, const gchar *usage)
{
  g_autofree gchar *group = g_strdup (path);
  guint64 least = G_MAXUINT64;

  for (;;)
    {
      g_autofree gchar *folder = g_build_filename (tree, group, NULL);
      gchar *slash = strrchr (group, '/');

      least = MIN (least, left_in (folder, limit, usage));
      if (! slash)
        return least;
      *slash = '\0';
    }
}

guint64
pst_memory_of_groups (const gchar *self, const gchar *tree)
{
  g_autofree gchar *text = NULL, *old = g_build_filename (tree, "memory", NULL);
  g_auto (GStrv) lines = NULL;
  guint64 least = G_MAXUINT64;

  if (! g_file_get_contents (self, &text, NULL, NULL))
    return least;
  lines = g_strsplit (text, "\n", -1);
  for (gchar **line = lines; *line; line++)
    {
      g_auto (GStrv) parts = g_strsplit (*line, ":", 3);

      if (g_strv_length (parts) < 3)
        continue;
      if (! *parts[1])
        least = MIN (least, left_up_to (tree, parts[2], "memory.max", "memory.current"));
      else if (g_str_equal (parts[1], "memory"))
        least = MIN (least,
                     left_up_to (old, parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes"));
    }
  return least;
}

guint64
pst_memory_available (void)
{
  guint64 least = G_MAXUINT64, number, used;
  struct rlimit limit;

  if (read_number ("/proc/meminfo", "MemAvailable:", &number))
    least = number * 1024;

  least = MIN (least, pst_memory_of_groups ("/proc/self/cgroup", "/sys/fs/cgroup"));
  if (getrlimit (RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
      && read_number ("/proc/self/status", "VmSize:", &used))
    least = MIN (least, limit.rlim_cur > used * 1024 ? limit.rlim_cur - used * 1024 : 0);
  return least;
}

gboolean
pst_memory_check (guint64 bytes, GError **error)
{
  guint64 available = pst_memory_available ();
  g_autofree gchar *needed = g_format_size (bytes), *free = g_format_size (available);

  if (bytes <= available)
    return TRUE;
  /* TRANSLATORS: sizes with their units, as "1.5 GB". */
  g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
               _ ("This picture needs %s of memory and %s are free: close other programs, "
                  "or scale the picture down"),
               needed, free);
  return FALSE;
}
