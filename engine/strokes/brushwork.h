/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures of how a picture is painted, from the energy of oriented filters. */

#ifndef PST_BRUSHWORK_H
#define PST_BRUSHWORK_H

#include "ground/engine-private.h"
#include "pastiche/image.h"

G_BEGIN_DECLS

typedef struct
{
  gdouble energy;    /* root of the mean energy, by the deviation of luma                      */
  gdouble peak;      /* mean of energy^2 by the square of its mean: 1.5 for lines everywhere, 3
                        and more for a picture of things                                         */
  gdouble typical;   /* median of the root of energy, luma from -1 to 1                          */
  gdouble coherence; /* 0..1: how far directions agree where there is any (structure tensor)    */
  gdouble lean[2];   /* cosine and sine of twice the angle of its gradients, weighted mean      */
} PstBrushwork;

/* Energy: mean over eight orientations of the squares of filters of @wavelength.  Luma of
 * @image, whose sides are 24 or more.  TOO_LARGE. */
gboolean pst_brushwork_take (PstBrushwork *brushwork, PstEngine *engine, const PstImage *image,
                             gdouble wavelength, GError **error);

typedef struct
{
  gint size;       /* the short side at which strokes are about five pixels apart, 354 to 1000
                      pixels and not above the painting's own                             */
  gdouble spacing; /* of the marks that are most of it, by the short side                  */
} PstBrushworkSize;

/* FALSE: TOO_LARGE. */
gboolean pst_brushwork_find_size (PstBrushworkSize *found, PstEngine *engine,
                                  const PstImage *painting, GError **error);

G_END_DECLS

#endif /* PST_BRUSHWORK_H */
