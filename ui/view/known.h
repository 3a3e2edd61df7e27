/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paintings that were made before, so that none is made twice.  Main thread only. */

#ifndef PST_KNOWN_H
#define PST_KNOWN_H

#include "shared/picture.h"

G_BEGIN_DECLS

typedef struct _PstKnown PstKnown;

PstKnown *pst_known_new (void);
void pst_known_free (PstKnown *known);

/* Forgets all of them. */
void pst_known_clear (PstKnown *known);

/* What a painting is of: @style with strokes of @seed, refined so much, so near to the photo; @kept:
 * what is selected keeps its own likeness. */
typedef struct
{
  PstStyle *style; /* borrowed; NULL: nothing is known of it */
  guint32 seed;
  gdouble refine;
  gdouble likeness;
  gboolean kept;
} PstKnownKey;

/* Keeps a reference; the oldest go where there are too many. */
void pst_known_keep (PstKnown *known, const PstKnownKey *key, PstPicture *painting);

/* One of @width x @height, with a reference for the caller; NULL if there is none. */
PstPicture *pst_known_find (const PstKnown *known, const PstKnownKey *key, gint width, gint height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstKnown, pst_known_free)

G_END_DECLS

#endif /* PST_KNOWN_H */
