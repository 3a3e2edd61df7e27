/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pixel as Y', Cb and Cr, of R'G'B' in [0,1]. */

#ifndef PST_COLOUR_H
#define PST_COLOUR_H

#include "pastiche/image.h"

G_BEGIN_DECLS

static inline void
pst_colour_yuv (gdouble r, gdouble g, gdouble b, gdouble *yuv)
{
  yuv[0] = .299 * r + .587 * g + .114 * b;
  yuv[1] = -.169 * r - .331 * g + .5 * b;
  yuv[2] = .5 * r - .419 * g - .081 * b;
}

/* Of pixel @i; what is outside [0,1] counts as the nearest inside. */
static inline void
pst_colour_at (const PstImage *image, gsize i, gdouble *yuv)
{
  const gsize n = (gsize) image->width * (gsize) image->height;

  pst_colour_yuv (CLAMP (image->data[i], 0, 1), CLAMP (image->data[n + i], 0, 1),
                  CLAMP (image->data[2 * n + i], 0, 1), yuv);
}

/* Channel @c of @yuv: the inverse of pst_colour_yuv (). */
static inline gdouble
pst_colour_rgb (const gdouble *yuv, gint c)
{
  static const gdouble back[3][2] = { { -.0009267448, 1.4016867602 },
                                      { -.3436953845, -.7141690400 },
                                      { 1.7721604157, .0009902205 } };

  return yuv[0] + back[c][0] * yuv[1] + back[c][1] * yuv[2];
}

/* Pixel @i, brought into [0,1]. */
static inline void
pst_colour_put (PstImage *image, gsize i, const gdouble *yuv)
{
  const gsize n = (gsize) image->width * (gsize) image->height;

  for (gint c = 0; c < 3; c++)
    {
      gdouble v = pst_colour_rgb (yuv, c);

      image->data[(gsize) c * n + i] = (gfloat) CLAMP (v, 0, 1);
    }
}

G_END_DECLS

#endif /* PST_COLOUR_H */
