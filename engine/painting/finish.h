/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a style's finisher adds to a painting of working size at the photo's: the painting is resampled
 * to the full size halved so many times, and then doubled as often, with and without what is added.
 * Any part is made by itself, as it is in the whole; nothing of full size is held. */

#ifndef PST_FINISH_H
#define PST_FINISH_H

#include "ground/engine-private.h"
#include "networks/tensor-set.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_FINISH_TILE 512 /* pixels a side of a part, at most */

/* How often a painting of @from pixels is doubled on the way to @to; 0: it is too near. */
gint pst_finish_doublings (gint from, gint to);

/* Keeps @engine, @weights, as pst_finisher_declare () has them, and @painting, [0,1].  NULL without
 * an error where there is nothing to double.  TOO_LARGE. */
PstFinish *pst_finish_new (PstEngine *engine, const PstTensorSet *weights, const PstImage *painting,
                           gint width, gint height, guint32 seed, GError **error);
/* The photo, or all that is known of it: planes of [0,1], at (@x, @y) of the whole. */
typedef struct
{
  const gfloat *planes[3];
  gsize stride;
  gint x, y, width, height;
} PstFinishPhoto;

/* to [3][height][width], -1 to 1: what is added to R'G'B' of [0,1] in the part at (@x, @y),
 * PST_FINISH_TILE a side at most.  Beyond what is known of the photo its edge guides.  Same bits for any
 * number of threads; of any other division into parts, as near as floats are.  Errors: TOO_LARGE. */
gboolean pst_finish_part (const PstFinish *finish, const PstFinishPhoto *photo, gint x, gint y,
                          gint width, gint height, gfloat *to, GError **error);

G_END_DECLS

#endif /* PST_FINISH_H */
