/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory for pictures, and whether one fits.  Linux promises memory that it does not have and kills
 * who uses it, so that allocations that do not fail prove little. */

#ifndef PST_MEMORY_H
#define PST_MEMORY_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* Before anything is allocated: what is large goes back to the system as soon as it is
 * freed.  glibc would keep it, in each thread's heap, once the first was. */
void pst_memory_init (void);

/* Bytes that this process could still use: what is free on the machine, in its control
 * groups or within the process's own limit, whichever is least; G_MAXUINT64 where the system
 * does not say. */
guint64 pst_memory_available (void);

/* Bytes that are left in the control groups, of either version, that the file @self names (as
 * /proc/self/cgroup) below @tree (as /sys/fs/cgroup); G_MAXUINT64 if there is no limit. */
guint64 pst_memory_of_groups (const gchar *self, const gchar *tree);

/* FALSE and TOO_LARGE, saying how much is missing, if less than @bytes is left. */
gboolean pst_memory_check (guint64 bytes, GError **error);

G_END_DECLS

#endif /* PST_MEMORY_H */
