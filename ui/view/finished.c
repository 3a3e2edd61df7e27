/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/finished.h"

#include <string.h>

#define TILE 256 /* pixels a side */
#define KEPT 96  /* tiles beside those that are seen: 75 MB */

struct _PstFinished
{
  PstStyle *style;
  PstPicture *painting, *source;
  guint32 seed;

  /* Of the thread that finishes. */
  PstFinish *finish; /* NULL: not begun */
  GHashTable *tiles; /* from number () to PstImage */
  gboolean given_up; /* nothing can be done: the painting is large enough, or memory too small */
};

PstFinished *
pst_finished_new (PstStyle *style, PstPicture *painting, PstPicture *source, guint32 seed)
{
  PstFinished *finished = g_atomic_rc_box_new0 (PstFinished);

  finished->style = pst_style_ref (style);
  finished->painting = pst_picture_ref (painting);
  finished->source = pst_picture_ref (source);
  finished->seed = seed;
  finished->tiles = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) pst_image_free);
  return finished;
}

PstFinished *
pst_finished_ref (PstFinished *finished)
{
  return finished ? g_atomic_rc_box_acquire (finished) : NULL;
}

static void
clear (gpointer data)
{
  PstFinished *finished = data;

  g_hash_table_unref (finished->tiles);
  g_clear_pointer (&finished->finish, pst_finish_free);
  pst_style_unref (finished->style);
  pst_picture_unref (finished->painting);
  pst_picture_unref (finished->source);
}

void
pst_finished_unref (PstFinished *finished)
{
  if (finished)
    g_atomic_rc_box_release_full (finished, clear);
}

gboolean
pst_finished_is_of (const PstFinished *finished, const PstStyle *style, const PstPicture *painting,
                    guint32 seed)
{
  return finished->style == style && finished->painting == painting && finished->seed == seed;
}

PstStyle *
pst_finished_get_style (const PstFinished *finished)
{
  return finished->style;
}

/* ---- tiles ------------------------------------------------------------ */

static gboolean
is_full_size (const PstFinished *finished, const PstFraming *framing)
{
  const PstImage *source = finished->source->image;

  return pst_framing_is_of_size (framing, source->width, source->height);
}

/* Those that @part touches, in tiles. */
static GdkRectangle
tiles_of (const GdkRectangle *part)
{
  GdkRectangle tiles = { part->x / TILE, part->y / TILE, 0, 0 };

  tiles.width = (part->x + part->width - 1) / TILE - tiles.x + 1;
  tiles.height = (part->y + part->height - 1) / TILE - tiles.y + 1;
  return tiles;
}

static gpointer
number (const PstFinished *finished, gint x, gint y)
{
  return GINT_TO_POINTER (y * (finished->source->image->width / TILE + 1) + x + 1);
}

static gboolean
begin (PstFinished *finished, PstEngine *engine)
{
  const PstImage *source = finished->source->image;

  if (! finished->finish && ! finished->given_up)
    finished->finish =
        pst_engine_begin_finish (engine, finished->style, finished->painting->image, source->width,
                                 source->height, finished->seed, NULL);
  finished->given_up = ! finished->finish;
  return ! finished->given_up;
}

/* Those that nobody sees go, where there are many. */
static void
make_room (PstFinished *finished, const GdkRectangle *seen)
{
  const gint across = finished->source->image->width / TILE + 1;
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (finished->tiles) <= KEPT + (guint) (seen->width * seen->height))
    return;
  g_hash_table_iter_init (&iter, finished->tiles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint x = (GPOINTER_TO_INT (key) - 1) % across, y = (GPOINTER_TO_INT (key) - 1) / across;

      if (x < seen->x || y < seen->y || x >= seen->x + seen->width || y >= seen->y + seen->height)
        g_hash_table_iter_remove (&iter);
    }
}

gboolean
pst_finished_make (PstFinished *finished, PstEngine *engine, const PstFraming *framing,
                   GCancellable *cancellable, GError **error)
{
  const PstImage *source = finished->source->image;
  const GdkRectangle tiles = tiles_of (&framing->part);

  if (! is_full_size (finished, framing) || ! begin (finished, engine))
    return TRUE;
  make_room (finished, &tiles);
  for (gint y = tiles.y; y < tiles.y + tiles.height; y++)
    for (gint x = tiles.x; x < tiles.x + tiles.width; x++)
      {
        gpointer key = number (finished, x, y);
        PstImage *tile;

        if (g_hash_table_contains (finished->tiles, key))
          continue;
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return FALSE;
        tile = pst_finish_get (finished->finish, source, x * TILE, y * TILE,
                               MIN (TILE, source->width - x * TILE),
                               MIN (TILE, source->height - y * TILE), NULL);
        finished->given_up = ! tile;
        if (! tile)
          return TRUE;
        g_hash_table_insert (finished->tiles, key, tile);
      }
  return TRUE;
}

/* What of @tile, whose corner is at (@x, @y), is in @part of @to. */
static void
put (const PstImage *tile, gint x, gint y, const GdkRectangle *part, PstImage *to)
{
  const GdkRectangle place = { x, y, tile->width, tile->height };
  GdkRectangle both;

  if (! gdk_rectangle_intersect (&place, part, &both))
    return;
  for (gsize c = 0; c < 3; c++)
    for (gint row = both.y; row < both.y + both.height; row++)
      {
        const gsize from = (c * (gsize) tile->height + (gsize) (row - y)) * (gsize) tile->width;
        const gsize at = (c * (gsize) to->height + (gsize) (row - part->y)) * (gsize) to->width;

        memcpy (to->data + at + (both.x - part->x), tile->data + from + (both.x - x),
                (gsize) both.width * sizeof (gfloat));
      }
}

PstPicture *
pst_finished_get (PstFinished *finished, const PstFraming *framing, PstPicture *soft,
                  gboolean *whole)
{
  const GdkRectangle tiles = tiles_of (&framing->part);
  g_autoptr (PstPicture) picture = NULL;

  *whole = TRUE;
  if (! is_full_size (finished, framing))
    return NULL;
  for (gint y = tiles.y; y < tiles.y + tiles.height; y++)
    for (gint x = tiles.x; x < tiles.x + tiles.width; x++)
      {
        const PstImage *tile = g_hash_table_lookup (finished->tiles, number (finished, x, y));

        if (! tile)
          {
            *whole = finished->given_up;
            continue;
          }
        if (! picture)
          {
            PstImage *copy =
                pst_image_crop (soft->image, 0, 0, soft->image->width, soft->image->height, NULL);

            if (! copy)
              return NULL;
            picture = pst_picture_new (copy);
          }
        put (tile, x * TILE, y * TILE, &framing->part, picture->image);
      }
  return g_steal_pointer (&picture);
}
