/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Features that see strokes, of which nothing is learnt (a scattering transform: Bruna and
 * Mallat 2013; Zhang and Mallat 2021), and their Gram matrices.
 *
 * Every octave has two maps of channels.  The first, at the octave's size: luma through
 * Gabor filters of eight orientations, cosine and sine, half-wave rectified both ways (32);
 * 3x3 means of Y', Cb, Cr times .7 (3); both chroma planes through the cosine filters,
 * absolute (16).  The second, at half of it: the energy of every orientation, the root of
 * cosine^2 + sine^2 + 1e-5, in means of 2x2 (8); each of these through filters of four
 * orientations and both phases, half-wave rectified both ways (128).  A stroke is a ridge, which
 * the first sees, of energy that begins and ends, which the second sees.  The last channel of
 * both is 1 everywhere: its products are the others' means.
 *
 * Only pixels all of whose inputs exist are looked at, so that edges leave no trace. */

#ifndef PST_ORIENTED_H
#define PST_ORIENTED_H

#include "kernels/pyramid.h"

G_BEGIN_DECLS

#define PST_ORIENTED_OCTAVES 4
#define PST_ORIENTED_MAPS    (2 * PST_ORIENTED_OCTAVES)
#define PST_ORIENTED_FIRST   52  /* channels of an octave's first map  */
#define PST_ORIENTED_SECOND  137 /* and of its second                  */

/* Map 2o is the first of octave o, 2o + 1 its second. */
static inline gint
pst_oriented_channels (gint map)
{
  return map % 2 ? PST_ORIENTED_SECOND : PST_ORIENTED_FIRST;
}

typedef struct _PstOriented PstOriented;

/* For pictures of @w x @h, whose pyramids have @octaves levels or more.  Keeps @pool and
 * @arena; with a dry arena nothing but the memory is planned.  @wavelength of the first
 * filters: 3 to 8 pixels.  NULL without memory. */
PstOriented *
pst_oriented_new (PstPool *pool, PstArena *arena, gint w, gint h, gint octaves, gdouble wavelength);
void pst_oriented_free (PstOriented *oriented);

/* Gram matrices are means over the pixels of every n-th line, from the (@phase mod n)-th on;
 * n = 1, all lines, for every octave at first. */
void pst_oriented_set_lines (PstOriented *oriented, gint octave, gint every);

/* How many pixels a map's means are of; 0: the picture is too small for it, and its matrix
 * is left alone everywhere below. */
gsize pst_oriented_count (const PstOriented *oriented, gint map, gint phase);

/* grams[map] [c][c] becomes the mean over pixels of f_i f_j.  Sums are in an order of their own,
 * for any number of threads. */
void pst_oriented_forward (PstOriented *oriented, const PstPyramid *x, gint phase,
                           gdouble *const *grams);

/* Adds to the levels of @dx what follows from dgrams[map], the gradient of a loss by each
 * matrix, taken as symmetric; NULL for none.  After forward () of the same @x and @phase. */
void pst_oriented_backward (PstOriented *oriented, const PstPyramid *x, gint phase,
                            const gdouble *const *dgrams, PstPyramid *dx);

/* Where a channel goes when the picture is mirrored, left and right. */
gint pst_oriented_mirrored (gint map, gint channel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstOriented, pst_oriented_free)

G_END_DECLS

#endif /* PST_ORIENTED_H */
