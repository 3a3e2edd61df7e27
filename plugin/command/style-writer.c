/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/style-writer.h"

#include "command/command-line.h"
#include "command/preview-sheet.h"
#include "pictures/picture-file.h"

#define N_PHOTOS 3

gboolean
pst_style_writer_init (PstStyleWriter *writer, const PstLesson *lesson, PstEngine *engine,
                       const gchar *output, const gchar *preview, GError **error)
{
  gint all = pst_lesson_get_n_photos (lesson), n = MIN (N_PHOTOS, all);

  *writer = (PstStyleWriter){ .output = output, .preview = preview, .engine = engine };
  writer->photos = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);
  for (gint i = 0; preview && i < n; i++)
    {
      PstImage *photo = pst_lesson_load_photo (lesson, i * (all - 1) / MAX (n - 1, 1), error);

      if (! photo)
        return FALSE;
      g_ptr_array_add (writer->photos, photo);
    }
  return TRUE;
}

void
pst_style_writer_clear (PstStyleWriter *writer)
{
  g_clear_pointer (&writer->photos, g_ptr_array_unref);
  g_clear_pointer (&writer->said[0], g_free);
  g_clear_pointer (&writer->said[1], g_free);
}

static gboolean
write_preview (PstStyleWriter *writer, const PstStyle *style, GError **error)
{
  g_autoptr (PstImage) sheet =
      pst_preview_sheet_new (writer->engine, style, (const PstImage *const *) writer->photos->pdata,
                             writer->photos->len, error);

  return sheet && pst_picture_file_save_planes (sheet, writer->preview, TRUE, error);
}

/* Takes @error; TRUE for none. */
static gboolean
say (gchar **said, GError *error)
{
  if (error && g_strcmp0 (*said, error->message) != 0)
    pst_complain (error);
  g_free (*said);
  *said = error ? g_strdup (error->message) : NULL;
  g_clear_error (&error);
  return *said == NULL;
}

gboolean
pst_style_writer_write (PstStyleWriter *writer, const PstStyle *style)
{
  GError *style_error = NULL, *preview_error = NULL;
  gboolean good;

  if (writer->output)
    pst_style_save (style, writer->output, PST_DTYPE_F16, &style_error);
  good = say (&writer->said[0], style_error);
  if (writer->preview)
    write_preview (writer, style, &preview_error);
  return say (&writer->said[1], preview_error) && good;
}
