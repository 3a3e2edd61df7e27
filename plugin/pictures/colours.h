/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the colours that a file's profile means and sRGB, in floats that may leave [0,1]. */

#ifndef PST_COLOURS_H
#define PST_COLOURS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstColours PstColours;

/* For pixels of @channels 1 (gray), 3 (RGB) or 4 (CMYK, 0..1, 1 is all ink) in the profile
 * of @size bytes at @icc, which may be NULL.  NULL where there is nothing to do: for sRGB, for gray
 * without a profile, and for profiles that are damaged or of other channels, of which fits ()
 * says FALSE. */
PstColours *pst_colours_new (gconstpointer icc, gsize size, gint channels);
gboolean pst_colours_fits (gconstpointer icc, gsize size, gint channels);
void pst_colours_free (PstColours *colours);

/* @n pixels of @channels each to R'G'B' of sRGB, and, of RGB only, back.  Relative
 * colorimetric with black point compensation, as GIMP does it. */
void pst_colours_to_srgb (const PstColours *colours, const gfloat *from, gfloat *to, gsize n);
void pst_colours_from_srgb (const PstColours *colours, const gfloat *from, gfloat *to, gsize n);

/* sRGB's curve, continued below 0 and above 1 (IEC 61966-2-1). */
gfloat pst_colours_from_linear (gfloat value);
gfloat pst_colours_to_linear (gfloat value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstColours, pst_colours_free)

G_END_DECLS

#endif /* PST_COLOURS_H */
