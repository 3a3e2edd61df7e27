/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A photo laid in the painter's kind of marks: strokes, planes or lines.  It is what refining
 * begins with, and what the generator of a style that was taught on strokes sees. */

#ifndef PST_LAY_H
#define PST_LAY_H

#include "strokes/manner.h"

G_BEGIN_DECLS

/* A photo, and what it is in the painting's colours: both with margins, -1..1. */
typedef struct
{
  gint width, height; /* without margins */
  PstImage *photo, *wanted;
} PstGrounds;

/* TOO_LARGE.  Clear @grounds in either case. */
gboolean pst_grounds_init (PstGrounds *grounds, PstEngine *engine, const PstManner *manner,
                           const PstImage *photo, GError **error);
void pst_grounds_clear (PstGrounds *grounds);

/* The marks, with margins, -1..1; when cancelled, those that were laid.  TOO_LARGE. */
PstImage *pst_grounds_lay (const PstGrounds *grounds, PstEngine *engine, const PstManner *manner,
                           guint32 seed, GCancellable *cancellable, GError **error);

/* Both in one: @photo laid in marks, of its size, in [0,1]; a smaller one enlarged where the
 * engine's budget does not allow more.  Errors: TOO_LARGE, CANCELLED. */
PstImage *pst_lay (PstEngine *engine, const PstManner *manner, const PstImage *photo, guint32 seed,
                   GCancellable *cancellable, GError **error);

G_END_DECLS

#endif /* PST_LAY_H */
