/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "crops.h"

#include <math.h>

#include "random.h"

/* [3][height][width] */
typedef struct
{
  gint width, height;
  guint8 *pixels;
} Picture;

struct _PstCrops
{
  GArray *pictures;
  gboolean any_way_up;
};

static void
picture_clear (gpointer data)
{
  g_free (((Picture *) data)->pixels);
}

PstCrops *
pst_crops_new (gboolean any_way_up)
{
  PstCrops *crops = g_new0 (PstCrops, 1);

  crops->any_way_up = any_way_up;
  crops->pictures = g_array_new (FALSE, FALSE, sizeof (Picture));
  g_array_set_clear_func (crops->pictures, picture_clear);
  return crops;
}

void
pst_crops_free (PstCrops *crops)
{
  if (! crops)
    return;
  g_array_unref (crops->pictures);
  g_free (crops);
}

gboolean
pst_crops_add (PstCrops *crops, const PstImage *image, gint short_side, GError **error)
{
  g_autoptr (PstImage) small = pst_image_resize_short (image, short_side, error);
  Picture picture;
  gsize size;

  if (! small)
    return FALSE;
  size = (gsize) 3 * small->width * small->height;
  picture = (Picture){ small->width, small->height, g_try_malloc (size) };
  if (! picture.pixels)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory for the training pictures; use fewer photos");
      return FALSE;
    }
  for (gsize i = 0; i < size; i++)
    picture.pixels[i] = (guint8) lrintf (255 * CLAMP (small->data[i], 0, 1));
  g_array_append_val (crops->pictures, picture);
  return TRUE;
}

/* Image @n of @node becomes what @picture shows from (x, y) on. */
static void
load (PstNode *node, gint n, const Picture *picture, gint x, gint y, gboolean mirrored,
      gboolean upside_down)
{
  for (gint c = 0; c < 3; c++)
    for (gint r = 0; r < node->h; r++)
      {
        const guint8 *src =
            picture->pixels + ((gsize) c * picture->height + y + r) * picture->width + x;
        gint row = upside_down ? node->h - 1 - r : r;
        gfloat *dst = node->data + pst_node_plane (node, n, c) + (gsize) row * node->w;

        for (gint i = 0; i < node->w; i++)
          dst[i] = (gfloat) src[mirrored ? node->w - 1 - i : i] / 127.5f - 1;
      }
}

void
pst_crops_draw (const PstCrops *crops, PstNode *node, gint first, gint n, guint64 key)
{
  for (gint i = 0; i < n; i++)
    {
      guint64 at = 5 * (guint64) i;
      const Picture *p = &g_array_index (crops->pictures, Picture,
                                         pst_random_int (key, at, (gint) crops->pictures->len));

      load (node, first + i, p, pst_random_int (key, at + 1, p->width - node->w + 1),
            pst_random_int (key, at + 2, p->height - node->h + 1), pst_random_int (key, at + 3, 2),
            crops->any_way_up && pst_random_int (key, at + 4, 2));
    }
}

PstNode *
pst_crops_whole (const PstCrops *crops, guint index, PstTape *tape)
{
  const Picture *p = &g_array_index (crops->pictures, Picture, index);
  PstNode *node = pst_tape_node (tape, 1, 3, p->height, p->width);

  if (! pst_tape_failed (tape))
    load (node, 0, p, 0, 0, FALSE, FALSE);
  return node;
}
