/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/crops.h"

#include <math.h>

#include "ground/random.h"

#define PLAIN 12 /* one crop of so many photos' is plain */

/* [3][height][width] */
typedef struct
{
  gint width, height;
  guint8 *pixels;
} Picture;

struct _PstCrops
{
  GArray *pictures;
  PstCropsKind kind;
};

static void
picture_clear (gpointer data)
{
  g_free (((Picture *) data)->pixels);
}

PstCrops *
pst_crops_new (PstCropsKind kind)
{
  PstCrops *crops = g_new0 (PstCrops, 1);

  crops->kind = kind;
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

/* Two colours, and a way from one to the other. */
static void
load_plain (PstNode *node, gint n, guint64 key)
{
  gboolean flat = pst_random_int (key, 6, 2) == 1, upright = pst_random_int (key, 7, 2) == 1;

  for (gint c = 0; c < 3; c++)
    {
      gfloat from = (gfloat) pst_random_uniform (key, c) * 2 - 1;
      gfloat to = flat ? from : (gfloat) pst_random_uniform (key, c + 3) * 2 - 1;
      gfloat *dst = node->data + pst_node_plane (node, n, c);

      for (gint y = 0; y < node->h; y++)
        for (gint x = 0; x < node->w; x++)
          dst[y * node->w + x] =
              from
              + (to - from)
                    * (upright ? (gfloat) y / (gfloat) node->h : (gfloat) x / (gfloat) node->w);
    }
}

void
pst_crops_draw (const PstCrops *crops, PstNode *node, gint first, gint n, guint64 key)
{
  for (gint i = 0; i < n; i++)
    {
      guint64 at = 6 * (guint64) i;
      const Picture *p = &g_array_index (crops->pictures, Picture,
                                         pst_random_int (key, at, (gint) crops->pictures->len));

      load (node, first + i, p, pst_random_int (key, at + 1, p->width - node->w + 1),
            pst_random_int (key, at + 2, p->height - node->h + 1), pst_random_int (key, at + 3, 2),
            crops->kind == PST_CROPS_PAINTINGS && pst_random_int (key, at + 4, 2));
      if (crops->kind == PST_CROPS_PHOTOS && pst_random_int (key, at + 5, PLAIN) == 0)
        load_plain (node, first + i, pst_random_key (key, 1, (guint64) i));
    }
}

PstNode *
pst_crops_whole (const PstCrops *crops, guint index, PstTape *tape)
{
  const Picture *p = &g_array_index (crops->pictures, Picture, index);
  PstNode *node = pst_tape_node (tape, 1, 3, p->height / 8 * 8, p->width / 8 * 8);

  if (! pst_tape_failed (tape))
    load (node, 0, p, 0, 0, FALSE, FALSE);
  return node;
}
