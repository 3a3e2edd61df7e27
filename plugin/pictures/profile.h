/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the colours that a file's profile means and sRGB, in floats that may leave [0,1]. */

#ifndef PST_PROFILE_H
#define PST_PROFILE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

typedef struct _PstProfile PstProfile;

/* For pixels of @channels 1 (gray), 3 (RGB) or 4 (CMYK, 0..1, 1 is all ink) in the profile
 * of @size bytes at @icc, which may be NULL.  NULL where there is nothing to do: for sRGB, for gray
 * without a profile, and for profiles that are damaged or of other channels, of which fits ()
 * says FALSE. */
PstProfile *pst_profile_new (gconstpointer icc, gsize size, gint channels);
gboolean pst_profile_fits (gconstpointer icc, gsize size, gint channels);
void pst_profile_free (PstProfile *profile);

/* @n pixels of @channels each to R'G'B' of sRGB, and, of RGB only, back.  Relative
 * colorimetric with black point compensation, as GIMP does it. */
void pst_profile_to_srgb (const PstProfile *profile, const gfloat *from, gfloat *to, gsize n);
void pst_profile_from_srgb (const PstProfile *profile, const gfloat *from, gfloat *to, gsize n);

/* sRGB's curve, continued below 0 and above 1 (IEC 61966-2-1). */
gfloat pst_profile_from_linear (gfloat value);
gfloat pst_profile_to_linear (gfloat value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstProfile, pst_profile_free)

G_END_DECLS

#endif /* PST_PROFILE_H */
