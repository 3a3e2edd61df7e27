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

/* What a score is of; the limits differ. */
typedef enum
{
  PST_SCORE_STYLE,
  PST_SCORE_GALLERY, /* mean over all styles */
  PST_SCORE_CONTROL  /* what is no painting */
} PstScoreKind;

/* One line for each limit that @score misses, "lattice 4.86, at most 1.5", in an
 * array that frees them.  @id: of the style, for exceptions; @monochrome: whether
 * its painting is. */
GPtrArray *
pst_score_check (const PstScore *score, PstScoreKind kind, const gchar *id, gboolean monochrome);

/* A painting of this much PstFaults.chroma or less is monochrome. */
#define PST_MONOCHROME 4.0

/* All limits, a line each, for --help; to be freed. */
gchar *pst_score_describe_limits (void);

G_END_DECLS

#endif /* PST_SCORE_H */
