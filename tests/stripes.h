/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painting to learn from, and a recipe to do it in no time. */

#ifndef PST_STRIPES_H
#define PST_STRIPES_H

#include <math.h>

#include "pastiche/pastiche.h"

/* Stripes that lean, rows of dots on them, in three colours. */
static inline PstImage *
striped_painting (gint width, gint height)
{
  const gdouble ground[3] = { 0.85, 0.75, 0.45 }, stripe[3] = { 0.15, 0.3, 0.55 };
  const gdouble dot[3] = { 0.75, 0.15, 0.1 };
  PstImage *image = pst_image_new (width, height, NULL);

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < height; y++)
      for (gint x = 0; x < width; x++)
        {
          gdouble lean = 0.5 + 0.5 * sin ((x + 0.6 * y) * 0.55);
          gdouble dx = fmod (x + 4 * (y / 12 % 2), 12) - 6, dy = y % 12 - 6;
          gdouble v = ground[c] + lean * lean * (stripe[c] - ground[c]);

          image->data[((gsize) c * height + y) * width + x] =
              (gfloat) (dx * dx + dy * dy < 9 ? dot[c] : v);
        }
  return image;
}

static inline PstRecipe *
small_recipe (gint steps)
{
  PstRecipe *r = pst_recipe_new ();

  r->widths[0] = 8;
  r->widths[1] = 12;
  r->widths[2] = 16;
  r->blocks = 1;
  r->style_size = 128;
  r->crop = 112;
  r->batch = 1;
  r->steps = steps;
  r->minutes = 0;
  r->seed = 3;
  return r;
}

#endif /* PST_STRIPES_H */
