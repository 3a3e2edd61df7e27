/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pst_enlarge () block by block: a painting of working size becomes one of full
 * size without a copy of full size in between. */

#ifndef PST_ENLARGE_H
#define PST_ENLARGE_H

#include "ground/taps.h"
#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_ENLARGE_BLOCK 128 /* pixels a side, at most */

/* How a part of the full size is made of the working size. */
typedef struct
{
  PstTaps *columns, *rows;
  gint source_rows; /* at most, for a block */
} PstEnlarger;

/* For the part at (@x, @y) of @part_width x @part_height. */
gboolean
pst_enlarger_init (PstEnlarger *enlarger, gint from_width, gint from_height, gint width,
                   gint height, gint x, gint y, gint part_width, gint part_height, GError **error);
void pst_enlarger_clear (PstEnlarger *enlarger);

/* Floats of scratch for a block. */
gsize pst_enlarger_scratch (const PstEnlarger *enlarger);

/* painting -= .6 luma (small), so that adding .6 luma of the full-size photo in the
 * end adds what @small lost of it. */
void pst_enlarge_prepare (PstImage *painting, const PstImage *small);

/* to [3], lines @stride apart: @n_columns x @n_rows pixels at (@column, @row) of the
 * part.  @prepared holds the working size from column @x0 and row @y0 on.
 * @photo: where the block's pixels begin in the planes of the full-size photo, lines
 * @photo_stride apart. */
void pst_enlarge_block (const PstEnlarger *enlarger, gfloat *const to[3], gsize stride,
                        const PstImage *prepared, gint x0, gint y0, const gfloat *const photo[3],
                        gsize photo_stride, gint column, gint row, gint n_columns, gint n_rows,
                        gfloat *scratch);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstEnlarger, pst_enlarger_clear)

G_END_DECLS

#endif /* PST_ENLARGE_H */
