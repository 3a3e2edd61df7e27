/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/apply-photo.h"

#include <stdio.h>

#include "command/command-line.h"
#include "host/memory.h"

/* Of what is free, the network gets that much less than all: others live here too. */
#define SHARE .8

/* Bytes a pixel of photo and painting as planes, and of what is written. */
#define HELD_BYTES (2 * 3 * sizeof (gfloat) + 8)

static void say (const gchar *name, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (const gchar *name, const gchar *format, ...)
{
  g_autofree gchar *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  fflush (stdout);
  g_printerr ("pastiche: %s: %s\n", name, message);
}

/* What is wanted of the network's memory, but not more than there is beside the picture. */
static void
set_budget (const PstPainter *painter, const PstPictureFile *picture)
{
  guint64 held = (guint64) picture->width * (guint64) picture->height * HELD_BYTES;
  guint64 free = pst_memory_available (), budget;

  pst_engine_set_memory_budget (painter->engine, painter->memory);
  if (free == G_MAXUINT64)
    return;
  budget = free > held ? (guint64) ((gdouble) (free - held) * SHARE) : 1;
  if (budget < pst_engine_get_memory_budget (painter->engine))
    pst_engine_set_memory_budget (painter->engine, (gsize) budget);
}

/* Where memory is short, the figure is in the message already. */
static void
add_cure (GError **error)
{
  if (g_error_matches (*error, PST_ERROR, PST_ERROR_TOO_LARGE))
    {
      gchar *message = g_strconcat ((*error)->message,
                                    "; --refine 0 and --memory need less, and so does a photo "
                                    "that was scaled down",
                                    NULL);

      g_free ((*error)->message);
      (*error)->message = message;
    }
}

static PstImage *
paint_frame (const PstPainter *painter, const PstPictureFile *picture, gint i,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (PstImage) photo = pst_picture_file_read (picture, i, NULL, error);
  PstImage *painting = NULL;

  pst_command_progress_part (i, picture->n_frames);
  if (photo)
    painting = pst_engine_stylise (
        painter->engine, painter->style, painter->second, painter->params, photo,
        &(PstRun){ pst_command_progress, cancellable, cancellable }, error);
  if (! painting)
    add_cure (error);
  return painting;
}

/* The same seed for all frames: strokes do not flicker. */
static GPtrArray *
paint_frames (const PstPainter *painter, const PstPictureFile *picture, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_image_free);

  set_budget (painter, picture);
  for (gint i = 0; i < picture->n_frames; i++)
    {
      PstImage *frame = paint_frame (painter, picture, i, cancellable, error);

      if (! frame)
        return NULL;
      g_ptr_array_add (frames, frame);
    }
  return g_steal_pointer (&frames);
}

/* "Pastiche 1.0: The Great Wave". */
static gchar *
name_creator (const PstPainter *painter)
{
  const gchar *first = pst_style_get (painter->style, "title");
  const gchar *second = painter->second ? pst_style_get (painter->second, "title") : NULL;

  return g_strconcat ("Pastiche " PST_VERSION ": ", first, second ? ", " : NULL, second, NULL);
}

gboolean
pst_apply_photo (const PstPainter *painter, const gchar *in, const gchar *out, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const PstRun run = { pst_command_progress, cancellable, cancellable };
  const PstPictureLoad how = { .damaged = painter->damaged,
                               .frames = painter->frames,
                               .bytes_per_pixel = PST_PICTURE_PAINT_BYTES,
                               .run = &run };
  g_autoptr (PstPictureFile) picture = NULL;
  g_autoptr (GPtrArray) frames = NULL;
  g_autofree gchar *name = pst_display_name (in), *creator = name_creator (painter), *said = NULL;
  PstPictureSave saving = painter->saving;

  picture = pst_picture_file_load (in, &how, error);
  if (! picture)
    return FALSE;
  if (picture->damage)
    say (name, "%s; that is painted", picture->damage);
  if (picture->n_there > picture->n_frames)
    say (name, "an animation of %d frames; the first is painted, --frames all paints all",
         picture->n_there);
  /* Strength 0 is the photo itself, to the last bit. */
  if (painter->params->strength > 0)
    {
      frames = paint_frames (painter, picture, cancellable, error);
      if (! frames)
        {
          g_prefix_error (error, "%s: ", name);
          return FALSE;
        }
    }
  saving.creator = creator;
  saving.said = &said;
  if (! pst_picture_file_save (picture, frames ? (PstImage *const *) frames->pdata : NULL, out,
                               &saving, error))
    return FALSE;
  if (said)
    g_printerr ("pastiche: %s\n", said);
  return TRUE;
}
