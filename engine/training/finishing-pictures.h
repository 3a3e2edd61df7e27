/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a finisher learns from: a painting at several sizes, and what its style makes of it. */

#ifndef PST_FINISHING_PICTURES_H
#define PST_FINISHING_PICTURES_H

#include "ground/engine-private.h"
#include "kernels/tape.h"
#include "pastiche/pastiche.h"
#include "strokes/manner.h"

G_BEGIN_DECLS

#define PST_FINISHING_CROP  128 /* side of what is to become of a crop */
#define PST_FINISHING_PAIRS 3   /* crops of which it is known ...      */
#define PST_FINISHING_OWN   2   /* ... and of which it is not          */

typedef struct _PstFinishingPictures PstFinishingPictures;

PstFinishingPictures *
pst_finishing_pictures_new (PstEngine *engine, const PstImage *painting, const PstStyle *style,
                            gint style_size, GError **error);
void pst_finishing_pictures_free (PstFinishingPictures *pictures);

/* @image, in [-1,1], without its marks, as a photo of the same thing has it: its luma guides.  Errors:
 * TOO_LARGE. */
PstImage *pst_finishing_calm (PstPool *pool, const PstImage *image, GError **error);

/* Whether the painting is without colour: then it is seen as gray. */
gboolean pst_finishing_pictures_are_gray (const PstFinishingPictures *pictures);

/* A step's; all in [-1,1] and of the tape. */
typedef struct
{
  PstNode *in;    /* [N][PST_FINISHER_INPUT][H][W]: pairs first, then the style's results    */
  PstNode *guide; /* [N][1][2H][2W]                                                          */
  PstNode *along; /* [N][2][H][W]: see pst_bristles ()                                       */
  PstNode *base;  /* [N][3][2H][2W]: in enlarged                                             */
  PstNode
      *real; /* [N][3][2H][2W]: the painting: what is to become of pairs, and should of the rest */
  PstNode *low;   /* [N][3][H][W]: real in means of 2x2                                      */
  PstNode *lower; /* [N - n_pairs][3][H/2][W/2]: the same of the style's results             */
  gint n_pairs;
  const PstMannerScale *scale[PST_FINISHING_PAIRS + PST_FINISHING_OWN]; /* of real's picture */
  gfloat gain[PST_FINISHING_PAIRS + PST_FINISHING_OWN];
} PstFinishingDrawn;

/* Same key, same crops. */
void pst_finishing_draw (const PstFinishingPictures *pictures, guint64 key, PstTape *tape,
                         PstFinishingDrawn *drawn);

/* Fills @small as in would be at half the size, of pairs alone, and @base as it enlarged. */
void
pst_finishing_shrink (const PstFinishingDrawn *drawn, guint64 key, PstNode *small, PstNode *base);

/* Pairs are to be made of @y [n_pairs][3][H][W] instead. */
void pst_finishing_replace (const PstFinishingDrawn *drawn, const PstNode *y);

/* Mean relative squared distance of oriented Gram matrices of @y to those of drawn->real. */
gdouble pst_finishing_compare (PstFinishingPictures *pictures, const PstFinishingDrawn *drawn,
                               PstTape *tape, PstNode *y, gdouble weight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstFinishingPictures, pst_finishing_pictures_free)

G_END_DECLS

#endif /* PST_FINISHING_PICTURES_H */
