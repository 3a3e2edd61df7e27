/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_PEAK_MEMORY_H
#define PST_PEAK_MEMORY_H

#include <string.h>

#include <glib.h>

/* The most memory of this program so far, in bytes, 0 where the system does not say;
 * getrusage () would count who started it. */
static inline gdouble
peak_memory (void)
{
  g_autofree gchar *status = NULL;
  const gchar *line;

  if (! g_file_get_contents ("/proc/self/status", &status, NULL, NULL)
      || ! (line = strstr (status, "VmHWM:")))
    return 0;
  return 1024 * g_ascii_strtod (line + strlen ("VmHWM:"), NULL);
}

#endif /* PST_PEAK_MEMORY_H */
