/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A photo laid in the painter's kind of marks: strokes, planes or lines.  It is what refining
 * begins with, and what the generator of a style that was taught on strokes sees. */

#ifndef PST_LAY_H
#define PST_LAY_H

#include "strokes/likeness.h"
#include "strokes/manner.h"

G_BEGIN_DECLS

/* A photo, and what it is in the painting's colours: both with margins, -1..1. */
typedef struct
{
  gint width, height; /* without margins */
  PstImage *photo, *wanted;
  gfloat *likeness; /* with margins, see strokes/likeness.h; or NULL */
} PstGrounds;

/* @likeness may be NULL.  TOO_LARGE.  Clear @grounds in either case. */
gboolean pst_grounds_init (PstGrounds *grounds, PstEngine *engine, const PstManner *manner,
                           const PstImage *photo, const PstLikeness *likeness, GError **error);
void pst_grounds_clear (PstGrounds *grounds);

/* The marks, with margins, -1..1; when cancelled, those that were laid.  TOO_LARGE. */
PstImage *pst_grounds_lay (const PstGrounds *grounds, PstEngine *engine, const PstManner *manner,
                           guint32 seed, GCancellable *cancellable, GError **error);

/* Both in one: @photo laid in marks, of its size, in [0,1]; a smaller one enlarged where the
 * engine's budget does not allow more.  @likeness may be NULL.  Errors: TOO_LARGE, CANCELLED. */
PstImage *pst_lay (PstEngine *engine, const PstManner *manner, const PstImage *photo, guint32 seed,
                   const PstLikeness *likeness, GCancellable *cancellable, GError **error);

/* A copy of @photo in the painting's colours and, where it is to be near, partly in its own.
 * @plane: see strokes/likeness.h; or NULL.  TOO_LARGE. */
PstImage *pst_lay_colours (PstEngine *engine, const PstManner *manner, const PstImage *photo,
                           const gfloat *plane, GError **error);

/* Draws the colours of @image, in [0,1], to the painting's, less where it is to be near the photo. */
gboolean pst_lay_draw (PstEngine *engine, const PstManner *manner, const gfloat *plane,
                       PstImage *image, GError **error);

G_END_DECLS

#endif /* PST_LAY_H */
