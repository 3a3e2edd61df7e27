/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be skin, as far as a colour tells: light and dark skins differ in luma, hardly in hue
 * (Hsu, Abdel-Mottaleb and Jain 2002).  So may be sand and wood: what is done with it must do
 * them no harm. */

#ifndef PST_SKIN_H
#define PST_SKIN_H

#include "strokes/colour.h"

G_BEGIN_DECLS

/* 0 to 1, of pixel @i of @photo [3][n], R'G'B' -1 to 1. */
gfloat pst_skin_at (const gfloat *photo, gsize n, gsize i);

G_END_DECLS

#endif /* PST_SKIN_H */
