/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A painting without a network: laid stroke by stroke in the painter's kind of marks, their
 * width, length, direction and colours measured of the painting (Hertzmann 1998), and then moved
 * pixel by pixel until they go together as the master's do, while light, dark and contours stay
 * (as Gatys, Ecker and Bethge 2016, with the features of a scattering transform instead of a
 * network's: Zhang and Mallat 2021). */

#ifndef PASTICHE_REFINE_H
#define PASTICHE_REFINE_H

#include "pastiche/engine.h"
#include "pastiche/image.h"
#include "pastiche/likeness.h"

PST_BEGIN_DECLS

/* ---- a painter's manner ------------------------------------------------ */

/* What of a painting is imitated: what its marks are like, how those of all directions and widths
 * go together, and its colours, mixed and side by side.  Immutable, reference counted, may be
 * shared between threads. */
typedef struct _PstManner PstManner;

typedef enum
{
  PST_MANNER_MEASURED, /* as the painting says */
  PST_MANNER_PAINTED,
  PST_MANNER_ENGRAVED, /* lines are all there is: no tone but theirs */
  PST_MANNER_PRINTED   /* planes of few colours, with contours       */
} PstMannerKind;

/* How a painting is looked at; 0 anywhere: as its own measures say. */
typedef struct
{
  gint size;          /* its short side in pixels, at which strokes are some five pixels apart,
                         64 to 2048; larger photos take it larger                           */
  gdouble wavelength; /* of the finest filters, 3 to 8 pixels                               */
  gint octaves;       /* 2 to 4                                                             */
  gdouble content;    /* how much the photo's contours count, to 10                         */
  PstMannerKind kind;
} PstMannerParams;

/* @params may be NULL.  A second or so for a picture of one megapixel.
 * Errors: BAD_INPUT for a picture too small to have strokes, TOO_LARGE, CANCELLED. */
PstManner *
pst_manner_new (PstEngine *engine, const PstImage *painting, const PstMannerParams *params,
                GCancellable *cancellable, GError **error);
PstManner *pst_manner_ref (PstManner *manner);
void pst_manner_unref (PstManner *manner);

/* What was chosen, no 0 in it. */
const PstMannerParams *pst_manner_get_params (const PstManner *manner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstManner, pst_manner_unref)

/* A copy of @photo in the painting's colours: what strokes are laid in.  TOO_LARGE. */
PstImage *pst_manner_recolour (PstEngine *engine, const PstManner *manner, const PstImage *photo,
                               GError **error);

/* ---- refining ---------------------------------------------------------- */

typedef struct
{
  gdouble amount;   /* 0..100: how many steps after the strokes are laid; 50: twelve, 100: thirty */
  guint32 seed;     /* which strokes: same seed, same strokes                                  */
  gboolean keep;    /* when cancelled: what there is by then, instead of an error              */
  gdouble likeness; /* 0..100, as in PstParams                                               */
  const PstLikenessMap *likeness_map; /* the same                                            */
} PstRefineParams;

#define PST_REFINE_PARAMS_INIT                                                                     \
  {                                                                                                \
    50.0, 0, FALSE, PST_LIKENESS, NULL                                                             \
  }

/* A picture on its way. */
typedef struct _PstRefining PstRefining;

/* When the strokes are laid and after every step, on the thread that called.  @refining is there
 * during the call only. */
typedef void (*PstRefineFunc) (const PstRefining *refining, gpointer user_data);

/* In [0,1], never falling. */
gdouble pst_refining_get_done (const PstRefining *refining);

/* How far the strokes are from the painting's: sum over the features' maps of the relative
 * squared distance of Gram matrices, at the last step's beginning; 0 before the first.  About
 * 2.8 for a photo. */
gdouble pst_refining_get_distance (const PstRefining *refining);

/* A copy of the picture so far, of the photo's size.  TOO_LARGE. */
PstImage *pst_refining_picture (const PstRefining *refining, GError **error);

/* @photo as a painting in @manner, of @photo's size, values in [0,1]; from 1x1 up, at
 * its best between 256 and 1500 pixels on the long side: larger ones are refined at
 * working size and enlarged (pst_enlarge ()).  @start: a painting of the same photo and size to
 * begin with, whose contours, light and colours stay, or NULL: strokes are laid, and the colours
 * are those of pst_manner_recolour ().  With amount 0 that is all.  @func, @cancellable may be NULL.
 * The same bits for any number of threads.
 * Memory: pst_refine_bytes ().
 * Errors: BAD_INPUT for an amount out of range or a start of another size, TOO_LARGE if it is
 * more than the budget of memory, CANCELLED. */
PstImage *pst_refine (PstEngine *engine, const PstManner *manner, const PstImage *photo,
                      const PstImage *start, const PstRefineParams *params, PstRefineFunc func,
                      gpointer user_data, GCancellable *cancellable, GError **error);

/* What refining a picture of that size takes beside the photo and the result. */
gsize pst_refine_bytes (const PstManner *manner, gint width, gint height);

PST_END_DECLS

#endif /* PASTICHE_REFINE_H */
