/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Gabor filter, slow and obvious. */

#ifndef PST_GABOR_TWIN_H
#define PST_GABOR_TWIN_H

#include <math.h>

#include <glib.h>

/* The formula of gabor.h, written down once more. */
static inline void
make_gabor (gdouble *f, gint radius, gint o, gint n, gint phase, gdouble wavelength)
{
  gint side = 2 * radius + 1;
  gdouble sum = 0, bells = 0, norm = 0, theta = G_PI * o / n;

  for (gint pass = 0; pass < 3; pass++)
    for (gint y = -radius; y <= radius; y++)
      for (gint x = -radius; x <= radius; x++)
        {
          gdouble u = x * cos (theta) + y * sin (theta), v = -x * sin (theta) + y * cos (theta);
          gdouble bell = exp (-(u * u + .35 * v * v) / (2 * pow (.45 * wavelength, 2)));
          gdouble *here = &f[(y + radius) * side + x + radius];

          if (pass == 0)
            {
              *here = bell * cos (2 * G_PI * u / wavelength + phase * G_PI / 2);
              sum += *here;
              bells += bell;
            }
          else if (pass == 1)
            {
              *here -= bell * sum / bells;
              norm += *here * *here;
            }
          else
            *here /= sqrt (norm);
        }
}

#endif /* PST_GABOR_TWIN_H */
