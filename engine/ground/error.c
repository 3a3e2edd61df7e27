/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/error.h"

G_DEFINE_QUARK (pst - error - quark, pst_error)

static const gchar *
cure (PstError code)
{
  switch (code)
    {
    case PST_ERROR_BAD_FILE:
    case PST_ERROR_BAD_CHECKSUM:
    case PST_ERROR_WRONG_SHAPE:
      return " Replace it with an undamaged copy.";
    case PST_ERROR_BAD_VERSION:
      return " Use a file made for this version of Pastiche, or update Pastiche.";
    case PST_ERROR_TOO_LARGE:
      return " Free some memory and try again.";
    case PST_ERROR_DIVERGED:
      return " Train again with a smaller learning rate.";
    case PST_ERROR_BAD_INPUT:
    case PST_ERROR_NOT_FOUND:
      break;
    }
  return "";
}

gboolean
pst_error_set_file (GError **error, PstError code, const gchar *path, const gchar *format, ...)
{
  g_autofree gchar *name = g_filename_display_name (path);
  g_autofree gchar *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, PST_ERROR, (gint) code, "%s: %s.%s", name, what, cure (code));
  return FALSE;
}

gboolean
pst_error_set_system (GError **error, const gchar *path, gint saved_errno)
{
  g_autofree gchar *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (saved_errno), "%s: %s", name,
               g_strerror (saved_errno));
  return FALSE;
}

void
pst_error_add_cure (GError **error)
{
  const gchar *what;
  gchar *message;

  if (! error || ! *error || (*error)->domain != G_FILE_ERROR)
    return;
  switch ((*error)->code)
    {
    case G_FILE_ERROR_NOSPC:
      what = "The disk is full: make room on it.";
      break;
    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
    case G_FILE_ERROR_ROFS:
      what = "Nothing can be written there: change the folder's permissions.";
      break;
    default:
      what = "Check the folder and the disk.";
      break;
    }
  message = g_strconcat ((*error)->message, ". ", what, NULL);
  g_free ((*error)->message);
  (*error)->message = message;
}
