/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a photo to a painting. */

#ifndef PASTICHE_PAINT_H
#define PASTICHE_PAINT_H

#include "pastiche/engine.h"
#include "pastiche/image.h"
#include "pastiche/likeness.h"
#include "pastiche/refine.h"
#include "pastiche/style.h"

PST_BEGIN_DECLS

typedef struct
{
  gdouble strength;     /* 0..100: how much of the painting; 0 is the photo, exactly   */
  gdouble brush_size;   /* 25..400: size of strokes; 100 suits the whole picture       */
  gdouble keep_colours; /* 0..100: how much of the photo's chroma                      */
  gdouble mix;          /* 0..100: how much of a second style; 0 where there is none   */
  gdouble refine;       /* 0..100: how long strokes are worked at; 0: not at all       */
  gdouble likeness;     /* 0..100: how near to the photo: 0 is all paint, 100 is safe for
                           portraits; strokes are finer and truer, not less             */
  guint32 seed;         /* which strokes: same seed, same strokes                      */
  const PstLikenessMap *likeness_map; /* instead of likeness, place by place; or NULL.
                                         Borrowed                                      */
  gdouble finish; /* 0..100: how much of bristles, paint and paper is added where a painting is
                     enlarged, or PST_FINISH_OWN; without effect where the style has no finisher */
} PstParams;

/* PstParams.finish: as much as each style's file says, see pst_style_get_finish (). */
#define PST_FINISH_OWN -1.0

/* Strength 100, brush size 100, keep-colours 0, mix 0, refine 0, likeness 50, seed 0, no map,
 * finish 0. */
#define PST_PARAMS_INIT                                                                            \
  {                                                                                                \
    100.0, 100.0, 0.0, 0.0, 0.0, PST_LIKENESS, 0, NULL, 0.0                                        \
  }

/* BAD_INPUT if a number is not finite or out of range; names it. */
gboolean pst_params_check (const PstParams *params, GError **error);

/* 0..100: how much of what @style has learnt of finishing is added by @params.  The style's own is so many
 * times less as the brush is broader than 100.  0 where that is nothing, and of NULL. */
gdouble pst_params_get_finish (const PstParams *params, const PstStyle *style);

/* The size at which the generator sees a picture of @width x @height, so that a
 * large picture gets the strokes that its reduced copy would get, times 100 / brush_size: a long
 * side of 1024, or for a panorama the area of 1024 x 576, but no more than the picture itself
 * has; at least 16 pixels a side where the picture has them; ratio kept. */
void pst_working_size (gint width, gint height, gdouble brush_size, gint *working_width,
                       gint *working_height);

/* The generator's own output for @photo at @photo's size: no brush size, strength
 * or colours.  Any size from 1x1 up; the photo is reflected to the generator's
 * grid and the result cropped.  @style's noise planes are drawn from @seed and
 * absolute pixel positions, but the one at 1/8 size, which plans the picture, from
 * these alone.  Its likeness is PST_LIKENESS.  Values of the result are in [0,1].  Beyond the memory budget it is
 * painted in parts without seams, whose contrast is taken from a reduced copy of the
 * photo.
 * Errors: TOO_LARGE, CANCELLED.  @run may be NULL. */
PstImage *pst_engine_paint (PstEngine *engine, const PstStyle *style, const PstImage *photo,
                            guint32 seed, const PstRun *run, GError **error);

/* A part of a painting at full size.  @painting and @small, the photo that it
 * was painted from, are of working size; @photo is the part of the full-size
 * photo at (@x, @y) of @width x @height.  Result, of @photo's size: @painting
 * resampled (cubic), plus 0.6 of the luma that @small lost of @photo.  Where the
 * two sizes are equal it is @painting itself.  Parts fit together without a
 * seam. */
PstImage *pst_enlarge (const PstImage *painting, const PstImage *small, const PstImage *photo,
                       gint x, gint y, gint width, gint height, GError **error);

/* out = photo + strength (recolour (mixed painting) - photo), per pixel, where
 * mixed = painting + mix (second - painting), and recolour () mixes the
 * painting's chroma with the photo's at equal luma (Rec. 601 Y'CbCr).  Strength
 * 0 gives the photo to the last bit, keep-colours 100 the photo's Cb and Cr up
 * to rounding.  Highlights of the photo above 1 carry over in proportion.
 * @second may be NULL.  All of one size; @out may be any of the others.
 * Instant: no network runs. */
void pst_blend (const PstImage *photo, const PstImage *painting, const PstImage *second,
                const PstParams *params, PstImage *out);

/* @photo at the size that a painting of that brush size is made in: a copy, sane where it
 * was made smaller or larger.  TOO_LARGE. */
PstImage *pst_working_photo (const PstImage *photo, gdouble brush_size, GError **error);

/* A painting of @photo, which is of working size: as pst_engine_paint () makes it or, where
 * params->refine is above 0 and @style has a manner, as pst_refine () does, from the photo in the
 * painting's colours; without a generator at least that.  Of @params refine, likeness, its map and seed
 * count.  A generator that does not see strokes obeys likeness by a blend with the photo above
 * PST_LIKENESS, and below it by nothing; refining obeys it in any case.
 * What would need more than the engine's memory is refined smaller and enlarged.
 * @func, or NULL, is called after every step of refining.
 * Errors: TOO_LARGE, CANCELLED. */
PstImage *pst_engine_paint_refined (PstEngine *engine, const PstStyle *style, const PstImage *photo,
                                    const PstParams *params, PstRefineFunc func, gpointer user_data,
                                    const PstRun *run, GError **error);

/* What @photo becomes of paintings that were made of it at working size, where it is @small.
 * @second may be NULL.  Fast.  Errors: TOO_LARGE, CANCELLED, BAD_INPUT. */
PstImage *pst_engine_finish (PstEngine *engine, const PstImage *photo, const PstImage *small,
                             const PstImage *painting, const PstImage *second,
                             const PstParams *params, const PstRun *run, GError **error);

/* Paintings of working size, and the styles that they are in, which know how to finish them. */
typedef struct
{
  const PstImage *small;                /* the photo that they were painted from */
  const PstImage *painting, *second;    /* second: or NULL */
  const PstStyle *style, *second_style; /* or NULL         */
} PstFinishInput;

/* As pst_engine_finish (), and finished as params->finish and params->seed say. */
PstImage *
pst_engine_finish_in (PstEngine *engine, const PstImage *photo, const PstFinishInput *paintings,
                      const PstParams *params, const PstRun *run, GError **error);

/* A painting of working size that a style's finisher makes larger, any part by itself: for who looks
 * at a part.  For one thread at a time. */
typedef struct _PstFinish PstFinish;

/* Keeps @engine, @style and @painting, which must outlive it.  @width x @height: the photo's size.
 * NULL without an error where @style has no finisher, or @painting is too near to that size for
 * it.  TOO_LARGE. */
PstFinish *
pst_engine_begin_finish (PstEngine *engine, const PstStyle *style, const PstImage *painting,
                         gint width, gint height, guint32 seed, GError **error);
void pst_finish_free (PstFinish *finish);

/* The part of @width x @height at (@x, @y) of the size that @photo has: what pst_engine_finish_in ()
 * adds there, -1 to 1, at finish 100 to what it enlarged, as near as floats are; the sum is held within
 * [0,1].  Any size; a part of 512 or less a side takes a moment.  TOO_LARGE. */
PstImage *pst_finish_get (const PstFinish *finish, const PstImage *photo, gint x, gint y,
                          gint width, gint height, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstFinish, pst_finish_free)

/* All of the above: working_photo (), paint_refined (), finish ().  @second may be NULL. */
PstImage *pst_engine_stylise (PstEngine *engine, const PstStyle *style, const PstStyle *second,
                              const PstParams *params, const PstImage *photo, const PstRun *run,
                              GError **error);

/* How much of that work, 0..1, comes when paintings are made and only the @width x @height of the photo
 * is left: for who shows progress of working_photo (), paint_refined () and finish_in () itself.  Either
 * style may be NULL. */
gdouble pst_stylise_get_finish_share (const PstStyle *style, const PstStyle *second,
                                      const PstParams *params, gint width, gint height);

PST_END_DECLS

#endif /* PASTICHE_PAINT_H */
