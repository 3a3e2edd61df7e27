/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/margins.h"

#include <string.h>

#define GRID 16 /* what sides are rounded up to, with that */

gint
pst_margins_side (gint n)
{
  return (n + 2 * PST_MARGIN + GRID - 1) / GRID * GRID;
}

static gint
mirror (gint i, gint n)
{
  const gint period = MAX (2 * n - 2, 1);

  i = ABS (i) % period;
  return i < n ? i : period - i;
}

gboolean
pst_margins_add_plane (const gfloat *x, gint width, gint height, gfloat **to, GError **error)
{
  const gint w = pst_margins_side (width), h = pst_margins_side (height);

  *to = x ? g_try_new (gfloat, (gsize) w * (gsize) h) : NULL;
  if (x && ! *to)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory for a picture of %d x %d pixels", width, height);
      return FALSE;
    }
  for (gint i = 0; i < h && x; i++)
    for (gint j = 0; j < w; j++)
      (*to)[(gsize) i * (gsize) w + (gsize) j] =
          x[(gsize) mirror (i - PST_MARGIN, height) * (gsize) width
            + (gsize) mirror (j - PST_MARGIN, width)];
  return TRUE;
}

/* @image with its margins: @scale times what is in [0,1], plus @offset. */
static PstImage *
add (const PstImage *image, gfloat scale, gfloat offset, GError **error)
{
  const gint w = pst_margins_side (image->width), h = pst_margins_side (image->height);
  PstImage *out = pst_image_new (w, h, error);

  for (gint c = 0; c < 3 && out; c++)
    for (gint y = 0; y < h; y++)
      {
        const gfloat *from = image->data
                             + ((gsize) c * image->height + mirror (y - PST_MARGIN, image->height))
                                   * (gsize) image->width;
        gfloat *to = out->data + ((gsize) c * (gsize) h + (gsize) y) * (gsize) w;

        for (gint x = 0; x < w; x++)
          to[x] = scale * CLAMP (from[mirror (x - PST_MARGIN, image->width)], 0, 1) + offset;
      }
  return out;
}

PstImage *
pst_margins_add (const PstImage *image, GError **error)
{
  return add (image, 2, -1, error);
}

PstImage *
pst_margins_frame (const PstImage *image, GError **error)
{
  return add (image, 1, 0, error);
}

/* The photo's part of planes [3][h][w] with margins, in [0,1]. */
PstImage *
pst_margins_cut (const gfloat *rgb, gint w, gint h, gint width, gint height, GError **error)
{
  PstImage *out = pst_image_new (width, height, error);

  for (gint i = 0; i < 3 * height && out; i++)
    {
      const gfloat *from =
          rgb + ((gsize) (i / height) * (gsize) h + (gsize) (i % height + PST_MARGIN)) * (gsize) w
          + PST_MARGIN;
      gfloat *to = out->data + (gsize) i * (gsize) width;

      for (gint x = 0; x < width; x++)
        to[x] = CLAMP (.5f * from[x] + .5f, 0, 1);
    }
  return out;
}
