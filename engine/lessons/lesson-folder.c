/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "lessons/lesson-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ground/error.h"

#define LOCK           "lock"
#define LITTER_SECONDS (24 * 60 * 60)

gboolean
pst_lesson_folder_error (GError **error, const gchar *path, gint saved_errno)
{
  pst_error_set_system (error, path, saved_errno);
  pst_error_add_cure (error);
  return FALSE;
}

void
pst_lesson_folder_sync (const gchar *folder)
{
  gint fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* ---- the lock --------------------------------------------------------- */

/* FALSE only if somebody else has it: where locks do not work everything is free.
 * Who only looks whether it is free has it for a moment, so @patience may be more
 * than one try. */
static gboolean
try_lock (gint fd, gint patience)
{
  for (gint i = 0; i < patience; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return TRUE;
      if (i + 1 < patience)
        g_usleep (20000);
    }
  return FALSE;
}

/* Who has it is for people to read: it matters little if it cannot be written. */
static void
sign (gint fd)
{
  gchar text[32];
  gsize length = (gsize) g_snprintf (text, sizeof text, "%ld\n", (glong) getpid ());

  if (ftruncate (fd, 0) < 0 || pwrite (fd, text, length, 0) < 0)
    g_debug ("the lock is not signed: %s", g_strerror (errno));
}

/* The process that signed it; 0 if that is not known. */
static glong
get_signer (gint fd)
{
  gchar text[32] = "";

  return pread (fd, text, sizeof text - 1, 0) > 0 ? MAX (0, atol (text)) : 0;
}

gint
pst_lesson_folder_lock (const gchar *folder, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, LOCK, NULL);
  g_autofree gchar *name = g_filename_display_name (folder);
  g_autofree gchar *who = NULL;
  gint fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  glong signer;

  if (fd < 0)
    {
      pst_lesson_folder_error (error, path, errno);
      return -1;
    }
  if (try_lock (fd, 5))
    {
      sign (fd);
      return fd;
    }
  signer = get_signer (fd);
  who = signer ? g_strdup_printf (", by process %ld", signer) : g_strdup ("");
  close (fd);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
               "%s: this style is being learnt already%s. Go on there, or stop it there first.",
               name, who);
  return -1;
}

gboolean
pst_lesson_folder_is_locked (const gchar *folder)
{
  g_autofree gchar *path = g_build_filename (folder, LOCK, NULL);
  gint fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean locked = fd >= 0 && ! try_lock (fd, 1);

  if (fd >= 0)
    close (fd);
  return locked;
}

/* ---- removing --------------------------------------------------------- */

gboolean
pst_lesson_folder_remove (const gchar *folder, GError **error)
{
  g_autofree gchar *first = g_build_filename (folder, PST_LESSON_FILE, NULL);
  g_autoptr (GDir) dir = NULL;
  const gchar *name;

  if (g_unlink (first) < 0 && errno != ENOENT)
    return pst_lesson_folder_error (error, first, errno);
  dir = g_dir_open (folder, 0, error);
  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) < 0)
        return pst_lesson_folder_error (error, path, errno);
    }
  if (! dir)
    return FALSE;
  if (g_rmdir (folder) < 0)
    return pst_lesson_folder_error (error, folder, errno);
  return TRUE;
}

void
pst_lesson_folder_remove_litter (const gchar *parent)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (parent, name, NULL);
      GStatBuf status;

      if (g_str_has_prefix (name, PST_LESSON_NEW) && g_stat (path, &status) == 0
          && status.st_mtime + LITTER_SECONDS < g_get_real_time () / G_USEC_PER_SEC)
        pst_lesson_folder_remove (path, NULL);
    }
}
