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

/* A part, at (@x, @y), of a picture of @full_width x @full_height. */
typedef struct
{
  gint full_width, full_height;
  gint x, y, width, height;
} PstEnlargePart;

/* For that part of what is enlarged from @from_width x @from_height.  TOO_LARGE. */
gboolean pst_enlarger_init (PstEnlarger *enlarger, gint from_width, gint from_height,
                            const PstEnlargePart *part, GError **error);
void pst_enlarger_clear (PstEnlarger *enlarger);

/* Floats of scratch for a block. */
gsize pst_enlarger_scratch (const PstEnlarger *enlarger);

/* painting -= .6 luma (small), so that adding .6 luma of the full-size photo in the
 * end adds what @small lost of it. */
void pst_enlarge_prepare (PstImage *painting, const PstImage *small);

typedef struct
{
  gint column, row, n_columns, n_rows; /* which pixels of the part                        */
  gfloat *to[3];                       /* where they go, lines @stride apart              */
  gsize stride;
  const PstImage *prepared; /* the working size from column x0 and row y0 on   */
  gint x0, y0;
  const gfloat *photo[3]; /* where they begin in the planes of the full-size
                                          photo, lines @photo_stride apart                */
  gsize photo_stride;
} PstEnlargeBlock;

void pst_enlarge_block (const PstEnlarger *enlarger, const PstEnlargeBlock *block, gfloat *scratch);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PstEnlarger, pst_enlarger_clear)

G_END_DECLS

#endif /* PST_ENLARGE_H */
