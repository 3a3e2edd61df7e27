/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures: how well a painting keeps its photo, how near it is to the master, what is wrong. */

#ifndef PASTICHE_MEASURE_H
#define PASTICHE_MEASURE_H

#include "pastiche/image.h"

PST_BEGIN_DECLS

typedef struct
{
  gdouble gradient_correlation; /* content: Pearson of |grad luma|, 1 = the photo       */
  gdouble edge_f;               /* content: F1 of the strongest edges, 1 = the photo    */
  gdouble edge_f_dark;          /* the same of the strongest in the photo's darkest fifth ... */
  gdouble edge_f_bright;        /* and in its brightest; NAN: it shows nothing there    */
  gdouble luma;                 /* content: Pearson of luma at 1/8 size                 */
  gdouble texture;              /* style: sliced Wasserstein of patches, 1 = the photo,
                                   0 = the painting                                     */
  gdouble palette;              /* style: the same of colours                           */
  gdouble touch;                /* style: how strokes run, by a judge that sees otherwise than
                                   pst_refine (), 1 = the photo, 0 = the painting       */
  gdouble coherence;            /* how far one direction holds, 1 = as in the painting  */
  gdouble s;                    /* sqrt (gc ef) (1 - min (1, tex)) (1 - min (1, pal))   */
} PstMetrics;

/* How well @result keeps @photo and how near it is to @painting (which is to be
 * given at its training scale).  @photo and @result of one size, 32x32 or more.
 * Projections are drawn from a fixed seed. */
gboolean pst_evaluate (const PstImage *painting, const PstImage *photo, const PstImage *result,
                       PstMetrics *metrics, GError **error);

/* Of lattices, stripes and checkerboards: periods of 2, 4 and 8 px, each along x, y
 * and the two diagonals. */
#define PST_LATTICES 12

/* What may be wrong with a result; the formulas are in engine/measures/faults.c.  A level is
 * 1/255.  NAN where the pictures do not tell. */
typedef struct
{
  gdouble halo;    /* overshoot of luma within 5 px of the photo's strong edges, in units of
                      the step, beyond the photo's own and the painting's at its edges; NAN
                      where the photo has too few edges between plain areas               */
  gdouble glow;    /* the same within 20 px                                               */
  gdouble clipped; /* share of pixels with a channel at its end; in `lost` only those that
                      were not so in the photo, beyond the painting's own share           */
  gdouble lost;
  gdouble chroma;  /* levels of chroma that do not follow from the luma: 0 for a drawing in
                     one ink on any paper                                                 */
  gdouble strokes; /* depth of luma where the photo is calm, 1 = the painting's where that
                      is; NAN for a painting of nothing                                   */
  gdouble colours; /* how many kinds of chroma there are, 1 = as many as in the painting  */
  gdouble dark;    /* correlation of gradients with the photo's where that is dark; NAN
                      where less than a tenth is                                          */
  gdouble lattice[PST_LATTICES]; /* spectrum's energy there, 1 = its neighbours'; NAN in a
                                    picture below 64x64                                   */
} PstFaults;

/* A painting made ready to measure many results by.  Immutable, threads may share it. */
typedef struct _PstGauge PstGauge;

/* @painting is not needed afterwards.  Errors: BAD_INPUT below 32x32, TOO_LARGE. */
PstGauge *pst_gauge_new (const PstImage *painting, GError **error);
void pst_gauge_free (PstGauge *gauge);

/* As pst_evaluate (), and the faults.  @metrics and @faults may be NULL. */
gboolean pst_gauge_measure (const PstGauge *gauge, const PstImage *photo, const PstImage *result,
                            PstMetrics *metrics, PstFaults *faults, GError **error);

/* The painting's own PstFaults.chroma. */
gdouble pst_gauge_get_chroma (const PstGauge *gauge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstGauge, pst_gauge_free)

/* What became of a photo that has nothing but one colour, or a gradient from top to
 * bottom: unevenness that is wider than strokes, in levels of luma and chroma together. */
typedef struct
{
  gdouble blotches; /* from left to right, after a blur with sigma 24 px                     */
  gdouble bands;    /* from top to bottom, beside a polynomial of the degree that was allowed */
} PstEvenness;

/* @degree: 0 where the photo was of one colour, up to 5; 3 suits a gradient. */
gboolean
pst_measure_evenness (const PstImage *result, gint degree, PstEvenness *plain, GError **error);

/* Two paintings of one photo by different seeds, of one size, 16x16 or more:
 * @same, Pearson's correlation of luma at 1/8 size, and @differ, the root of the mean
 * square of the difference in luma at full size, in levels. */
gboolean pst_compare_seeds (const PstImage *first, const PstImage *second, gdouble *same,
                            gdouble *differ, GError **error);

PST_END_DECLS

#endif /* PASTICHE_MEASURE_H */
