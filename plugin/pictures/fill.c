/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/fill.h"

/* One level of the pyramid that fills holes: colours of known weight. */
typedef struct
{
  gint width;
  gint height;
  gfloat *data; /* [height][width][4]: R, G, B, weight in [0,1] */
} Level;

static void
level_clear (Level *level)
{
  g_free (level->data);
  level->data = NULL;
}

/* From sums of weighted colours to colours. */
static void
level_normalise (Level *level)
{
  for (gsize i = 0; i < (gsize) level->width * level->height; i++)
    {
      gfloat *p = level->data + i * 4;

      if (p[3] > 0)
        for (gint c = 0; c < 3; c++)
          p[c] /= p[3];
      p[3] = MIN (p[3], 1.0f);
    }
}

/* A level of half the size: sums of 2 x 2 weighted colours. */
static gboolean
level_halve (const Level *fine, Level *coarse)
{
  coarse->width = (fine->width + 1) / 2;
  coarse->height = (fine->height + 1) / 2;
  coarse->data = g_try_new0 (gfloat, (gsize) coarse->width * coarse->height * 4);
  if (! coarse->data)
    return FALSE;

  for (gint y = 0; y < fine->height; y++)
    for (gint x = 0; x < fine->width; x++)
      {
        const gfloat *from = fine->data + ((gsize) y * fine->width + x) * 4;
        gfloat *to = coarse->data + ((gsize) (y / 2) * coarse->width + x / 2) * 4;

        for (gint c = 0; c < 3; c++)
          to[c] += from[c] * from[3];
        to[3] += from[3];
      }

  level_normalise (coarse);
  return TRUE;
}

/* The colour of @level at pixel @x, @y of a picture of twice its size, bilinear. */
static void
level_sample (const Level *level, gint x, gint y, gfloat rgb[3])
{
  gint x0 = (x - 1) >> 1, y0 = (y - 1) >> 1;
  gfloat fx = x & 1 ? .25f : .75f, fy = y & 1 ? .25f : .75f;

  rgb[0] = rgb[1] = rgb[2] = 0;
  for (gint j = 0; j < 2; j++)
    for (gint i = 0; i < 2; i++)
      {
        gint u = CLAMP (x0 + i, 0, level->width - 1);
        gint v = CLAMP (y0 + j, 0, level->height - 1);
        gfloat k = (i ? fx : 1 - fx) * (j ? fy : 1 - fy);
        const gfloat *p = level->data + ((gsize) v * level->width + u) * 4;

        for (gint c = 0; c < 3; c++)
          rgb[c] += k * p[c];
      }
}

/* The first level, straight from the planes. */
static gboolean
level_from_image (const PstImage *image, const gfloat *alpha, Level *level)
{
  gsize size = (gsize) image->width * image->height;

  level->width = (image->width + 1) / 2;
  level->height = (image->height + 1) / 2;
  level->data = g_try_new0 (gfloat, (gsize) level->width * level->height * 4);
  if (! level->data)
    return FALSE;

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        gsize i = (gsize) y * image->width + x;
        gfloat a = CLAMP (alpha[i], 0.0f, 1.0f);
        gfloat *to = level->data + ((gsize) (y / 2) * level->width + x / 2) * 4;

        for (gint c = 0; c < 3; c++)
          to[c] += image->data[c * size + i] * a;
        to[3] += a;
      }

  level_normalise (level);
  return TRUE;
}

/* Push colours up a pyramid, pull them down into the holes. */
gboolean
pst_pixels_fill (PstImage *image, const gfloat *alpha, GError **error)
{
  gsize size = (gsize) image->width * image->height;
  Level levels[32] = { 0 };
  gint n = 0;
  gsize hole = 0;
  gboolean done = FALSE;

  while (hole < size && alpha[hole] > 0)
    hole++;
  if (hole == size)
    return TRUE;

  if (! level_from_image (image, alpha, &levels[n]))
    goto out;
  while (levels[n].width > 1 || levels[n].height > 1)
    {
      n++;
      if (! level_halve (&levels[n - 1], &levels[n]))
        goto out;
    }

  if (levels[n].data[3] <= 0)
    for (gint c = 0; c < 3; c++)
      levels[n].data[c] = .5f;

  for (gint l = n - 1; l >= 0; l--)
    for (gint y = 0; y < levels[l].height; y++)
      for (gint x = 0; x < levels[l].width; x++)
        {
          gfloat *p = levels[l].data + ((gsize) y * levels[l].width + x) * 4;
          gfloat rgb[3];

          if (p[3] >= 1)
            continue;
          level_sample (&levels[l + 1], x, y, rgb);
          for (gint c = 0; c < 3; c++)
            p[c] = rgb[c] + p[3] * (p[c] - rgb[c]);
        }

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        gsize i = (gsize) y * image->width + x;
        gfloat rgb[3];

        if (alpha[i] > 0)
          continue;
        level_sample (&levels[0], x, y, rgb);
        for (gint c = 0; c < 3; c++)
          image->data[c * size + i] = rgb[c];
      }
  done = TRUE;

out:
  for (gint l = 0; l <= n; l++)
    level_clear (&levels[l]);
  if (! done)
    g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                 "There is not enough memory for a picture of %d x %d pixels: "
                 "scale it down or select a part of it",
                 image->width, image->height);
  return done;
}
