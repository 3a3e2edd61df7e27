/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine's kernels a second time, slow and obvious, in double precision:
 * what the tests measure the fast ones against.  Nothing here is shared with the
 * engine but the reading of its headers. */

#ifndef PST_REFERENCE_H
#define PST_REFERENCE_H

#include "kernels/conv.h"
#include "kernels/tape.h"

G_BEGIN_DECLS

/* v [n][c][h][w] */
typedef struct
{
  gint n, c, h, w;
  gdouble *v;
} PstRef;

PstRef *pst_ref_new (gint n, gint c, gint h, gint w); /* of zeros */
PstRef *pst_ref_copy (const PstRef *ref);
void pst_ref_free (PstRef *ref);
gsize pst_ref_size (const PstRef *ref);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstRef, pst_ref_free)

/* Normal numbers times @scale plus @shift, rounded to floats, so that the engine
 * can be given the very same ones. */
PstRef *pst_ref_random (gint n, gint c, gint h, gint w, gdouble scale, gdouble shift, guint64 seed);

static inline gdouble *
pst_ref_at (const PstRef *r, gint n, gint c, gint y, gint x)
{
  return &r->v[(((gsize) n * (gsize) r->c + (gsize) c) * (gsize) r->h + (gsize) y) * (gsize) r->w
               + (gsize) x];
}

/* The same numbers as floats; freed by the caller. */
gfloat *pst_ref_floats (const PstRef *ref);

/* The same as an input of a tape. */
PstNode *pst_ref_node (PstTape *tape, const PstRef *ref, gboolean needs_grad);

/* Root of sum (got - want)^2 over sum want^2 (absolute where want is all zero);
 * infinite if anything in got is not finite. */
gdouble pst_ref_error (const gfloat *got, const PstRef *want);

/* As above for numbers. */
gdouble pst_ref_error_of (gdouble got, gdouble want);

/* ---- operations ------------------------------------------------------- */

/* @w [K][C][R][R], @b [1][K][1][1] or NULL. */
PstRef *pst_ref_conv (const PstRef *x, const PstConvSpec *spec, const PstRef *w, const PstRef *b);

/* Gradients of sum (dy y), y as made by pst_ref_conv (). */
void pst_ref_conv_back (const PstRef *x, const PstConvSpec *spec, const PstRef *w, const PstRef *y,
                        const PstRef *dy, PstRef **dx, PstRef **dw, PstRef **db);

/* skip, noise: NULL for none.  gamma, beta, noise_gain [1][C][1][1]. */
typedef struct
{
  PstRef *gamma, *beta, *skip, *noise, *noise_gain;
  gdouble skip_gain;
  gboolean relu;
} PstRefNorm;

PstRef *pst_ref_norm (const PstRef *x, const PstRefNorm *norm);

/* Gradients of sum (dy y); those of what there is none of are left alone. */
typedef struct
{
  PstRef *x, *gamma, *beta, *skip, *noise_gain;
  gdouble skip_gain;
} PstRefNormGrads;

void
pst_ref_norm_back (const PstRef *x, const PstRefNorm *norm, const PstRef *dy, PstRefNormGrads *d);
void pst_ref_norm_grads_clear (PstRefNormGrads *d);

PstRef *pst_ref_space_to_depth (const PstRef *x);
PstRef *pst_ref_halve (const PstRef *x);
PstRef *pst_ref_max_pool (const PstRef *x);
PstRef *pst_ref_blur (const PstRef *x);
PstRef *pst_ref_slice (const PstRef *x, gint first, gint n);

/* ---- losses ----------------------------------------------------------- */

gdouble pst_ref_hinge (const PstRef *r, gint first, gint n, gint side, gdouble *right);
gdouble pst_ref_adversarial (const PstRef *r);
gdouble pst_ref_l1 (const PstRef *y, const PstRef *x);
PstRef *pst_ref_gram_matrix (const PstRef *f); /* [1][1][C][C] */
gdouble pst_ref_gram (const PstRef *f, const PstRef *target);
gdouble pst_ref_content (const PstRef *f, const PstRef *g);
gdouble pst_ref_matching (const PstRef *f, const PstRef *g);
gdouble pst_ref_luma (const PstRef *y, const PstRef *x);
gdouble pst_ref_near (const PstRef *y, const PstRef *x);
gdouble pst_ref_tone (const PstRef *y, const PstRef *x);
gdouble pst_ref_relief (const PstRef *y, const PstRef *x);
gdouble pst_ref_even (const PstRef *y, const PstRef *x);
gdouble pst_ref_lattice (const PstRef *y);
gdouble pst_ref_seeds (const PstRef *y, const PstRef *twin, const PstRef *x);
gdouble pst_ref_gradient (const PstRef *y, const PstRef *x);
gdouble pst_ref_swd (const PstRef *y, const PstRef *s, gint n_projections, guint64 key);

G_END_DECLS

#endif /* PST_REFERENCE_H */
