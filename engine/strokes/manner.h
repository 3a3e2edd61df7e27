/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What pst_refine () knows of a painting. */

#ifndef PST_MANNER_H
#define PST_MANNER_H

#include "networks/oriented.h"
#include "pastiche/pastiche.h"
#include "strokes/brush.h"
#include "strokes/colours.h"

G_BEGIN_DECLS

/* Of a map's channels, each divided by its own deviation. */
typedef struct
{
  gdouble *gram;      /* [c][c]; NULL: the painting was too small for this map      */
  gdouble *deviation; /* [c], of the channels as they are; never too near to 0      */
  gdouble squares;    /* of gram, summed, without its last line and column: the means */
  gdouble squares_of_means;
} PstMannerMap;

/* Taken of the painting at one size. */
typedef struct
{
  gdouble scale; /* that size by the manner's own */
  gdouble wavelength;
  PstMannerMap map[PST_ORIENTED_MAPS];
} PstMannerScale;

/* Larger pictures get larger strokes, so that a reduced one shows how they will look. */
#define PST_MANNER_SCALES 3

struct _PstManner
{
  PstMannerParams params;
  PstMannerScale scale[PST_MANNER_SCALES]; /* 1 first */
  PstColours colours;
  PstBrush brush;
  PstBroken broken;
  PstColourTable *draw; /* see pst_manner_get_draw (); atomic */
  gint ref_count;       /* atomic */
};

/* BAD_INPUT for what cannot be asked. */
gboolean pst_manner_params_check (const PstMannerParams *params, GError **error);

/* Fills the maps of @scale, whose wavelength is set, from @image at its own size; where the image is
 * too small for a map its gram stays NULL.  TOO_LARGE. */
gboolean pst_manner_scale_measure (PstMannerScale *scale, PstEngine *engine, const PstImage *image,
                                   gint octaves, GError **error);

/* Sums up what the matrices are compared with. */
void pst_manner_map_finish (PstMannerMap *map, gint c);

/* A map towards the painting's colours, see pst_colours_draw_new (): made when it is first asked
 * for.  Thread-safe; the manner's. */
const PstColourTable *pst_manner_get_draw (const PstManner *manner, PstPool *pool);

/* How clear the bounds of strokes are, 0 to 1, and with it how far they may be worked at once they are laid:
 * soft ones have no bounds; nor are there strokes in planes and lines, which are all there is. */
gdouble pst_manner_get_clearness (const PstManner *manner);

/* Whether that is enough for a generator to learn it, see training/losses/oriented.c; and strokes are no
 * broader than the waves of the filters that see them, which would have it draw lines inside them. */
gboolean pst_manner_is_clear (const PstManner *manner);

/* For photos of that short side. */
const PstMannerScale *pst_manner_choose (const PstManner *manner, gint short_side);

/* Relative squared distance of map @map's @gram [c][c] of undivided channels to the painting's, @m.
 * @dgram [c][c] becomes the gradient of @weight times this plus @weight_of_means times the
 * same of the means alone. */
gdouble pst_manner_compare (const PstMannerMap *m, gint map, const gdouble *gram, gdouble weight,
                            gdouble weight_of_means, gdouble *dgram);

G_END_DECLS

#endif /* PST_MANNER_H */
