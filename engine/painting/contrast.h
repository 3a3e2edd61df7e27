/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far instance norm may go in bringing out contrast. */

#ifndef PST_CONTRAST_H
#define PST_CONTRAST_H

#include "styles/style.h"

G_BEGIN_DECLS

/* Instance norm makes as much of a blank wall as of a market place: what is
 * brought out where there is nothing are the painting's own forms, grown from noise.
 * So in a picture of little contrast, below a deviation of .08, no plane's
 * 1 / deviation may be more than what the result says [n_stats as of
 * pst_generator_n_stats ()]: what @style does with a made-up picture of 1/f noise in
 * colours, the spectrum of photos (Field 1987), if @photo has no contrast at all,
 * and the more the more there is.  NULL if @photo has enough, or there is no
 * memory; free with g_free ().  Thread-safe. */
gdouble *pst_contrast_limits (const PstStyle *style, const PstImage *photo);

G_END_DECLS

#endif /* PST_CONTRAST_H */
