/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture cut by straight lines and arcs into facets, each of one colour that grows lighter to one
 * side, as cubists see it: cut in two where that tells most, then each part again (binary space
 * partitions: Radha, Vetterli and Leonardi 1996; wedgelets: Donoho 1999). */

#ifndef PST_FACETS_H
#define PST_FACETS_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gfloat colour[3]; /* mean                                          */
  gfloat x, y;      /* middle                                        */
  gfloat slope[2];  /* of luma by pixel, to the right and down       */
  gfloat size;      /* root of how many pixels                       */
} PstFacet;

typedef struct _PstFacets PstFacets;

/* Of rgb [3][h][w], -1 to 1.  @likeness [h][w], -1 to 1, or NULL: facets are smaller where it is high
 * (see likeness.h).  @widest: pixels, the root of the area that a facet may have at most;
 * @finest: the same at least.  @key: of the directions that are tried.  NULL: not enough memory. */
PstFacets *pst_facets_new (const gfloat *rgb, const gfloat *likeness, gint w, gint h,
                           gdouble widest, gdouble finest, guint64 key);
void pst_facets_free (PstFacets *facets);

gint pst_facets_count (const PstFacets *facets);

/* Valid as long as @facets. */
const PstFacet *pst_facets_get (const PstFacets *facets, gint i);

/* Which facet has the point (x,y), pixels, the first one's middle being (0,0). */
gint pst_facets_at (const PstFacets *facets, gfloat x, gfloat y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstFacets, pst_facets_free)

G_END_DECLS

#endif /* PST_FACETS_H */
