/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/reduced.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "pictures/picture-file.h"

#define MIN_PHOTO 64 /* less is an icon */

static gboolean
refuse (GError **error, const gchar *reason)
{
  g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT, reason);
  return FALSE;
}

/* What is no picture, in the user's language. */
static gboolean
check_file (const gchar *path, GError **error)
{
  g_autofree gchar *reason = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0 && errno == ENOENT)
    return refuse (error,
                   _ ("there is no such file; if it is elsewhere, save it on this computer first"));
  if (g_stat (path, &status) == 0 && S_ISDIR (status.st_mode))
    return refuse (error, _ ("it is a folder"));
  if (g_access (path, R_OK) != 0)
    {
      /* TRANSLATORS: what the system says, as "Permission denied". */
      reason =
          g_strdup_printf (_ ("it cannot be read: %s; check its permissions"), g_strerror (errno));
      return refuse (error, reason);
    }
  return pst_picture_file_is_known (path) || refuse (error, _ ("it is no picture"));
}

static PstImage *
load (const gchar *path, gint short_side, gint least, GError **error)
{
  const PstPictureLoad how = { .bytes_per_pixel = 4 * sizeof (gfloat), .short_side = short_side };
  g_autoptr (PstPictureFile) picture = NULL;
  g_autoptr (GError) local = NULL;

  if (! check_file (path, error))
    return NULL;
  picture = pst_picture_file_load (path, &how, &local);
  if (! picture && g_error_matches (local, PST_ERROR, PST_ERROR_TOO_LARGE))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (! picture)
    refuse (error, _ ("it was cut off; get another copy of it"));
  else if (MIN (picture->width, picture->height) < least)
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, _ ("%d x %d pixels are too few"),
                 picture->width, picture->height);
  else
    return pst_image_limit_short (pst_picture_file_read (picture, 0, NULL, error), short_side,
                                  error);
  return NULL;
}

static gint
code_of (const GError *error)
{
  return g_error_matches (error, PST_ERROR, PST_ERROR_TOO_LARGE) ? PST_ERROR_TOO_LARGE
                                                                 : PST_ERROR_BAD_INPUT;
}

PstImage *
pst_reduced_load_photo (const gchar *path, gint short_side, GError **error)
{
  g_autoptr (GError) local = NULL;
  PstImage *image = load (path, short_side, MIN_PHOTO, &local);
  g_autofree gchar *name = g_filename_display_name (path);

  if (! image)
    /* TRANSLATORS: a file's name, and why. */
    g_set_error (error, PST_ERROR, code_of (local),
                 _ ("%s: cannot be practised on (%s). Use another photo."), name, local->message);
  return image;
}

PstImage *
pst_reduced_load_painting (const gchar *path, gint short_side, GError **error)
{
  g_autoptr (GError) local = NULL;
  PstImage *image = load (path, short_side, 1, &local);
  g_autofree gchar *name = g_filename_display_name (path);

  if (! image)
    /* TRANSLATORS: a file's name, and why. */
    g_set_error (error, PST_ERROR, code_of (local),
                 _ ("%s: cannot be learnt from (%s). Choose another file, or open it in GIMP and "
                    "learn the visible image."),
                 name, local->message);
  return image;
}
