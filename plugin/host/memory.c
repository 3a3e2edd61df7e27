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

guint64
pst_memory_available (void)
{
  guint64 least = G_MAXUINT64, number, used;
  struct rlimit limit;

  if (read_number ("/proc/meminfo", "MemAvailable:", &number))
    least = number * 1024;

  if (getrlimit (RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
      && read_number ("/proc/self/status", "VmSize:", &used))
    least = MIN (least, limit.rlim_cur > used * 1024 ? limit.rlim_cur - used * 1024 : 0);
  return least;
}

gboolean
pst_memory_check (guint64 bytes, GError **error)
{
  guint64 available = pst_memory_available ();

  if (bytes <= available)
    return TRUE;
  g_set_error (
      error, PST_ERROR, PST_ERROR_TOO_LARGE,
      _ ("This picture needs %.1f GB of memory and %.1f GB are free: close other programs, "
         "or scale the picture down"),
      (gdouble) bytes / 1e9, (gdouble) available / 1e9);
  return FALSE;
}
