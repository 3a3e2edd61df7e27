/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE /* renameat2 () */

#include "host/output-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define PART_BEGIN ".pastiche-"
#define PART_END   ".part"

static gboolean
set_error (GError **error, const gchar *path, gint code)
{
  g_autofree gchar *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: cannot be written (%s)",
               name, g_strerror (code));
  pst_error_add_cure (error);
  return FALSE;
}

gboolean
pst_output_check (const gchar *path, gboolean force, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  struct stat status;

  if (g_str_equal (path, "-") || stat (path, &status) != 0)
    return TRUE;
  if (S_ISDIR (status.st_mode))
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                 "%s: this is a folder; name a file, or use -o for a folder", name);
  else if (! S_ISREG (status.st_mode))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "%s: this is no regular file; name one, or - for standard output", name);
  else if (! force)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                 "%s: there is such a file already; give another name, or --force to replace it",
                 name);
  else
    return TRUE;
  return FALSE;
}

gboolean
pst_output_is_same (const gchar *path, const gchar *other)
{
  g_autofree gchar *full = g_canonicalize_filename (path, NULL);
  g_autofree gchar *other_full = g_canonicalize_filename (other, NULL);
  struct stat a, b;

  if (g_str_equal (path, "-") || g_str_equal (other, "-"))
    return FALSE;
  if (g_str_equal (full, other_full))
    return TRUE;
  return stat (full, &a) == 0 && stat (other_full, &b) == 0 && a.st_dev == b.st_dev
         && a.st_ino == b.st_ino;
}

/* ---- what is written beside ------------------------------------------- */

/* Those that nobody holds: whoever writes one has it locked. */
static void
remove_left_over (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = NULL;
      gint fd;

      if (! g_str_has_prefix (name, PART_BEGIN) || ! g_str_has_suffix (name, PART_END))
        continue;
      path = g_build_filename (folder, name, NULL);
      fd = open (path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
      if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
        unlink (path);
      if (fd >= 0)
        close (fd);
    }
}

/* A new file, locked; *@path is its name, to be freed.  -1 and errno. */
static gint
open_part (const gchar *folder, gchar **path)
{
  for (;;)
    {
      struct stat status;
      gint fd;

      *path = g_build_filename (folder, PART_BEGIN "XXXXXX" PART_END, NULL);
      fd = g_mkstemp_full (*path, O_RDWR | O_CLOEXEC, 0666);
      if (fd < 0)
        return -1;
      /* Somebody may have taken it for a left over one before it was locked. */
      if (flock (fd, LOCK_EX) != 0 || (fstat (fd, &status) == 0 && status.st_nlink > 0))
        return fd;
      close (fd);
      g_free (*path);
    }
}

static gboolean
write_all (gint fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, MIN (size, 1 << 30));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
    }
  return TRUE;
}

/* Without @force a file that somebody made meanwhile stays. */
static gboolean
move (const gchar *part, const gchar *path, gboolean force)
{
  if (force)
    return rename (part, path) == 0;
  if (renameat2 (AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  /* This file system has no such thing. */
  if (access (path, F_OK) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }
  return rename (part, path) == 0;
}

static void
sync_folder (const gchar *folder)
{
  gint fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* ---- writing ---------------------------------------------------------- */

static gboolean
write_stream (gconstpointer data, gsize size, GError **error)
{
  return write_all (STDOUT_FILENO, data, size) || set_error (error, "standard output", errno);
}

gboolean
pst_output_write (const gchar *path, gconstpointer data, gsize size, gboolean force, GError **error)
{
  gchar *resolved;
  g_autofree gchar *full = NULL, *folder = NULL, *part = NULL;
  struct stat status;
  gboolean good;
  gint fd, code;

  if (g_str_equal (path, "-"))
    return write_stream (data, size, error);
  if (! pst_output_check (path, force, error))
    return FALSE;
  resolved = realpath (path, NULL);
  full = resolved ? g_strdup (resolved) : g_canonicalize_filename (path, NULL);
  free (resolved);
  folder = g_path_get_dirname (full);
  remove_left_over (folder);
  fd = open_part (folder, &part);
  if (fd < 0)
    return set_error (error, path, errno);

  good = write_all (fd, data, size)
         && (stat (full, &status) != 0 || fchmod (fd, status.st_mode & 0777) == 0)
         && fsync (fd) == 0 && move (part, full, force);
  code = errno;
  if (! good)
    unlink (part);
  close (fd);
  if (! good && code == EEXIST)
    return pst_output_check (path, FALSE, error) || set_error (error, path, code);
  if (! good)
    return set_error (error, path, code);
  sync_folder (folder);
  return TRUE;
}
