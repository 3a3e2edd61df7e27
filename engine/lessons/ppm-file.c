/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "lessons/ppm-file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ground/error.h"

#define MAX_SIDE 65536

gboolean
pst_ppm_file_save (const PstImage *image, const gchar *path, GError **error)
{
  g_autofree gchar *header = g_strdup_printf ("P6\n%d %d\n255\n", image->width, image->height);
  gsize start = strlen (header), n = (gsize) image->width * image->height;
  g_autofree gchar *bytes = g_try_malloc (start + 3 * n);

  if (! bytes)
    return pst_error_set_file (error, PST_ERROR_TOO_LARGE, path,
                               "writing it needs %" G_GSIZE_FORMAT " bytes of memory",
                               start + 3 * n);
  memcpy (bytes, header, start);
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < 3; c++)
      bytes[start + 3 * i + c] = (gchar) lrintf (255 * CLAMP (image->data[c * n + i], 0.0f, 1.0f));
  if (g_file_set_contents_full (path, bytes, (gssize) (start + 3 * n),
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                error))
    return TRUE;
  pst_error_add_cure (error);
  return FALSE;
}

PstImage *
pst_ppm_file_load (const gchar *path, GError **error)
{
  g_autofree gchar *bytes = NULL;
  gsize size, start, n;
  gint width = 0, height = 0, length = 0;
  PstImage *image;

  if (! g_file_get_contents (path, &bytes, &size, error))
    return NULL;

  /* GLib ends the bytes with a zero. */
  if (size < 11 || sscanf (bytes, "P6\n%5d %5d\n255%n", &width, &height, &length) != 2
      || length == 0 || bytes[length] != '\n' || width < 1 || height < 1 || width > MAX_SIDE
      || height > MAX_SIDE || size != (gsize) length + 1 + 3 * (gsize) width * (gsize) height)
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "it is not a picture of Pastiche's");
      return NULL;
    }
  image = pst_image_new (width, height, error);
  if (! image)
    return NULL;
  start = (gsize) length + 1;
  n = (gsize) width * height;
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < 3; c++)
      image->data[c * n + i] = (gfloat) (guint8) bytes[start + 3 * i + c] / 255.0f;
  return image;
}
