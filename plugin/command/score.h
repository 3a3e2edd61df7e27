/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was measured of a style, and what is asked of it.  A score is of one painting
 * of one photo, or the mean of many. */

#ifndef PST_SCORE_H
#define PST_SCORE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef enum
{
  PST_FIGURE_GRADIENT,
  PST_FIGURE_EDGES,
  PST_FIGURE_EDGES_DARK,
  PST_FIGURE_EDGES_BRIGHT,
  PST_FIGURE_LUMA,
  PST_FIGURE_TEXTURE,
  PST_FIGURE_PALETTE,
  PST_FIGURE_TOUCH,
  PST_FIGURE_COHERENCE,
  PST_FIGURE_S,
  PST_FIGURE_HALO,
  PST_FIGURE_GLOW,
  PST_FIGURE_LATTICE, /* the highest of PST_LATTICES geometric means */
  PST_FIGURE_CLIPPED,
  PST_FIGURE_LOST,
  PST_FIGURE_FLAT, /* of the style alone */
  PST_FIGURE_SKY,  /* of the style alone */
  PST_FIGURE_SEEDS,
  PST_FIGURE_DIFFER,
  PST_FIGURE_CHROMA,
  PST_FIGURE_STROKES,
  PST_FIGURE_COLOURS,
  PST_FIGURE_DARK,
  PST_N_FIGURES
} PstFigure;

typedef struct
{
  gdouble values[PST_N_FIGURES]; /* NAN: not measured */
  gdouble lattice[PST_LATTICES];
} PstScore;

/* What a figure is called: for CSV and JSON, and at the head of a column. */
const gchar *pst_figure_name (PstFigure figure);
const gchar *pst_figure_heading (PstFigure figure);

/* Nothing measured. */
void pst_score_clear (PstScore *score);

/* @metrics and @faults go where they belong. */
void pst_score_set (PstScore *score, const PstMetrics *metrics, const PstFaults *faults);

/* Means of @n scores, each figure over those that have it. */
void pst_score_mean (PstScore *mean, const PstScore *scores, gsize n);

/* One line for each limit that @score, a style's mean over photos, misses, "lattice 4.86, at
 * most 1.5", in an array that frees them; figures that were not measured miss none.  @kind: of the
 * style's manner; MEASURED counts as PAINTED.
 *
 * Where the limits come from: the 24 styles that see strokes keep them all, painted at once.  What is
 * no painting, or none that should be shown, misses one at least: the twelve generators that saw
 * photos, the photos themselves and gegl:oilify.
 * gradient, edges, dark  the least of the 24 were .52, .70 and .29 on four photos; haze and nights
 *                        keep less.
 * luma                   the generators that saw photos forgot brightness: .94, .86 and .89.  An
 *                        engraver's lines are all the light there is, so .90 is asked of them.
 * texture, palette       1 is the photo.  A print's planes have no texture to compare; an
 *                        engraving's grays are too few for a palette.
 * chroma                 one ink on one paper; a photo has 12 to 18.
 * strokes, differ        photos and oilify are .06 to .19 deep where it is calm.  Prints
 *                        lay planes there, the same with any seed.
 * colours                the least of the 24 was .49.  An engraving has one.
 * halo, glow             Adele by the old generator: .74 and .97.  Between two engraved lines
 *                        paper is white.
 * lattice                rows of upsampling begin to be seen at 1.5; hatching is one by itself,
 *                        2.0 to 2.5 of Rob Roy.
 * lost                   blacks and whites beyond the painting's own; The Scream has .05.
 * flat, sky              the old generators' blotches and bands: 6.0 to 16.7 levels in a
 *                        sky.  Those of prints are bands of few inks, 12.7 of the Eiffel Tower.
 * seeds                  light and dark do not hang on the seed. */
GPtrArray *pst_score_check (const PstScore *score, PstMannerKind kind);

/* All limits, a line each, for --help; to be freed. */
gchar *pst_score_describe_limits (void);

G_END_DECLS

#endif /* PST_SCORE_H */
