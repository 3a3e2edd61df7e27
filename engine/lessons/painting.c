/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a painting has to teach, before hours are spent on it. */

#include "pastiche/pastiche.h"

#include <math.h>

#define LOOK_SIDE      512  /* large enough to see strokes */
#define PROBE_SIDE     192  /* of the photo that styles are compared on */
#define FLAT           1e-4 /* variance of what is of one colour */
#define TILE           16
#define STROKE         0.01 /* deviation within a tile, after its shading is taken off */
#define STROKES_NEEDED 0.1  /* of the tiles */

gint
pst_style_size_for_strokes (gdouble stroke_size)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  gint size = (gint) lrint (recipe->style_size * stroke_size / 100);

  return MAX (size, recipe->crop);
}

static gdouble
variance (const PstImage *image)
{
  gsize n = (gsize) image->width * image->height;
  gdouble total = 0;

  for (gsize c = 0; c < 3; c++)
    {
      gdouble sum = 0, squares = 0;

      for (gsize i = 0; i < n; i++)
        {
          gdouble value = image->data[c * n + i];

          sum += value;
          squares += value * value;
        }
      total += squares / (gdouble) n - sum / (gdouble) n * sum / (gdouble) n;
    }
  return total / 3;
}

/* How far a tile's values are from the plane that fits them best. */
static gdouble
roughness (const gfloat *values, gsize stride)
{
  const gdouble middle = (TILE - 1) / 2.0;
  const gdouble spread = (gdouble) TILE * TILE * (TILE * TILE - 1) / 12; /* of x, and of y */
  gdouble sum = 0, squares = 0, along = 0, down = 0;

  for (gsize y = 0; y < TILE; y++)
    for (gsize x = 0; x < TILE; x++)
      {
        gdouble value = values[y * stride + x];

        sum += value;
        squares += value * value;
        along += ((gdouble) x - middle) * value;
        down += ((gdouble) y - middle) * value;
      }
  squares -= sum * sum / (TILE * TILE) + along * along / spread + down * down / spread;
  return sqrt (MAX (squares, 0) / (TILE * TILE));
}

/* The share of tiles in which there is anything but shading. */
static gdouble
share_of_strokes (const PstImage *image)
{
  gsize n = (gsize) image->width * image->height;
  gint found = 0, all = 0;

  for (gint y = 0; y + TILE <= image->height; y += TILE)
    for (gint x = 0; x + TILE <= image->width; x += TILE)
      {
        gdouble rough = 0;

        for (gsize c = 0; c < 3; c++)
          rough = MAX (rough, roughness (image->data + c * n + (gsize) y * image->width + x,
                                         (gsize) image->width));
        found += rough > STROKE;
        all++;
      }
  return all ? (gdouble) found / all : 0;
}

PstPaintingVerdict
pst_painting_judge (const PstImage *painting, gint style_size)
{
  gint short_side = MIN (painting->width, painting->height);
  gint side = MIN (MIN (style_size, LOOK_SIDE), short_side);
  g_autoptr (PstImage) look = NULL;

  if (short_side < PST_PAINTING_MIN_SIDE)
    return PST_PAINTING_TOO_SMALL;
  look = pst_image_resize_short (painting, MAX (side, TILE), NULL);
  if (! look)
    return PST_PAINTING_GOOD;
  pst_image_sanitise (look);
  if (! (variance (look) > FLAT))
    return PST_PAINTING_ONE_COLOUR;
  if (share_of_strokes (look) < STROKES_NEEDED)
    return PST_PAINTING_TOO_PLAIN;
  return short_side < PST_PAINTING_FAIR_SIDE ? PST_PAINTING_SMALL : PST_PAINTING_GOOD;
}

gboolean
pst_painting_check (const PstImage *painting, gint style_size, GError **error)
{
  switch (pst_painting_judge (painting, style_size))
    {
    case PST_PAINTING_TOO_SMALL:
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "The painting is %d x %d pixels: too small to learn from. Use a picture whose "
                   "short side is %d pixels or more.",
                   painting->width, painting->height, PST_PAINTING_MIN_SIDE);
      return FALSE;
    case PST_PAINTING_ONE_COLOUR:
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           "The painting is of one colour: there is nothing to learn from it. Use "
                           "another picture.");
      return FALSE;
    case PST_PAINTING_TOO_PLAIN:
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           "The painting is too plain: nearly all of it is smooth, without strokes "
                           "to learn. Use a picture with more in it, or a larger copy.");
      return FALSE;
    case PST_PAINTING_GOOD:
    case PST_PAINTING_SMALL:
      break;
    }
  return TRUE;
}

gint
pst_propose_style (PstEngine *engine, const PstImage *painting, gint style_size,
                   const PstImage *photo, const PstStyle *const *styles, gsize n_styles,
                   gdouble *distances, GCancellable *cancellable, GError **error)
{
  g_autoptr (PstImage) look =
      pst_image_resize_short (painting, CLAMP (style_size, 32, LOOK_SIDE), error);
  g_autoptr (PstImage) probe =
      look ? pst_image_resize_short (
          photo, CLAMP (MIN (photo->width, photo->height), 32, PROBE_SIDE), error)
           : NULL;
  gdouble nearest = G_MAXDOUBLE;
  gint found = -1;

  if (! probe)
    return -1;
  if (n_styles == 0)
    g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                         "There is no style to compare the painting with. Install one.");
  for (gsize i = 0; i < n_styles; i++)
    {
      g_autoptr (PstImage) result = pst_engine_paint (
          engine, styles[i], probe, 0, &(PstRun){ .cancellable = cancellable }, error);
      PstMetrics metrics;
      gdouble distance;

      if (! result || ! pst_evaluate (look, probe, result, &metrics, error))
        return -1;
      distance = metrics.texture + metrics.palette;
      if (distances)
        distances[i] = distance;
      if (distance < nearest)
        {
          nearest = distance;
          found = (gint) i;
        }
    }
  return found;
}
