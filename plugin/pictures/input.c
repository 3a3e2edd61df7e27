/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "host/memory.h"
#include "pictures/cut-file.h"
#include "pictures/picture-file.h"

#define STREAM_CHUNK (1 << 20)
#define STREAM_MOST  G_GUINT64_CONSTANT (2000000000)

static gboolean
set_no_file (const gchar *name, gint code, GError **error)
{
  if (code == ENOENT)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                 "%s: there is no such file; check its name", name);
  else
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                 "%s: cannot be read (%s); check its permissions", name, g_strerror (code));
  return FALSE;
}

/* Whoever opens a pipe waits, and a device may have no end. */
static gboolean
open_file (PstInput *input, const gchar *name, GError **error)
{
  struct stat status;

  input->fd = g_open (input->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
  if (input->fd < 0 || fstat (input->fd, &status) != 0)
    return set_no_file (name, errno, error);
  if (S_ISDIR (status.st_mode))
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                 "%s: this is a folder; name a picture in it", name);
  else if (! S_ISREG (status.st_mode))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "%s: this is no regular file; name one, or - for standard input", name);
  else if (status.st_size == 0)
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "%s: the file is empty; get another copy of it", name);
  else
    {
      input->size = (guint64) status.st_size;
      return TRUE;
    }
  return FALSE;
}

/* All of it, unless it begins like no picture or does not end. */
static gboolean
read_stream (PstInput *input, const PstRun *run, GError **error)
{
  guint64 most = MIN (pst_memory_available () / 4, STREAM_MOST);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (STREAM_CHUNK);
  gssize n;

  while ((n = read (STDIN_FILENO, chunk, STREAM_CHUNK)) != 0)
    {
      if (run && run->progress)
        run->progress (0, run->user_data);
      if (run && g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_no_file ("standard input", errno, error);
      g_byte_array_append (all, chunk, (guint) n);
      if (all->len >= PST_FORMAT_SNIFF_BYTES && ! pst_format_sniff (all->data, all->len, NULL))
        break;
      if (all->len > most)
        {
          g_autofree gchar *size = g_format_size (most);

          g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                       "standard input: there is more than %s; put the picture into a file", size);
          return FALSE;
        }
    }
  input->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  return TRUE;
}

gboolean
pst_input_open (PstInput *input, const gchar *path, const PstRun *run, GError **error)
{
  gboolean is_stream = g_str_equal (path, PST_PICTURE_STREAM);
  g_autofree gchar *name = is_stream ? g_strdup ("standard input") : g_filename_display_name (path);
  guchar buffer[PST_FORMAT_SNIFF_BYTES];
  const guchar *data = buffer;
  gsize n;

  *input = (PstInput){ .path = path, .fd = -1 };
  if (! (is_stream ? read_stream (input, run, error) : open_file (input, name, error)))
    return FALSE;
  if (is_stream)
    data = g_bytes_get_data (input->bytes, &n);
  else
    n = (gsize) MAX (pread (input->fd, buffer, sizeof buffer, 0), 0);
  if (is_stream)
    input->size = n;
  input->whole = pst_cut_file_length (data, n);
  input->format = pst_format_sniff (data, n, path);
  if (! input->format)
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "%s: this is no picture in a format that is known; check that it opens in GIMP, "
                 "and export it there as PNG",
                 name);
  else if (! input->format->loader)
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "%s: %s files are not read; %s", name,
                 input->format->name, input->format->cure);
  return input->format && input->format->loader;
}

GBytes *
pst_input_get_bytes (const PstInput *input)
{
  g_autoptr (GMappedFile) file = NULL;

  if (input->bytes)
    return g_bytes_ref (input->bytes);
  file = g_mapped_file_new_from_fd (input->fd, FALSE, NULL);
  return file ? g_mapped_file_get_bytes (file) : NULL;
}

gboolean
pst_input_pad (PstInput *input, GError **error)
{
  g_autoptr (GBytes) bytes = pst_input_get_bytes (input);
  gsize size = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &size) : NULL;
  guint8 *padded;

  if (input->whole <= size)
    return TRUE;
  if (! pst_memory_check (input->whole, error))
    return FALSE;
  padded = g_try_malloc0 (input->whole);
  if (! padded)
    return pst_memory_check (G_MAXUINT64, error);
  memcpy (padded, data, size);
  g_clear_pointer (&input->bytes, g_bytes_unref);
  input->bytes = g_bytes_new_take (padded, input->whole);
  return TRUE;
}

void
pst_input_clear (PstInput *input)
{
  if (input->fd >= 0)
    close (input->fd);
  input->fd = -1;
  g_clear_pointer (&input->bytes, g_bytes_unref);
}
