/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wanted of pastiche:paint: its properties, which may be set, on any thread, while it
 * paints. */

#ifndef PST_WISH_H
#define PST_WISH_H

#include <gegl-plugin.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* At one moment. */
typedef struct
{
  gchar *style;
  gchar *mix_style;
  PstParams params;
  guint serial; /* of the last change */
} PstWish;

void pst_wish_clear (PstWish *wish);

/* Part of the operation. */
typedef struct
{
  GMutex lock; /* of what follows */
  PstWish wish;
  GCancellable *running; /* NULL: nothing is painted just now */
} PstWishes;

/* The properties' values come when they are constructed. */
void pst_wishes_init (PstWishes *wishes);
void pst_wishes_clear (PstWishes *wishes);

/* Gives a class its properties, with words in the person's language. */
void pst_wishes_install (GObjectClass *klass);

/* FALSE if there is no such property.  What is painted just now is cancelled unless it is only to
 * be blended otherwise. */
gboolean pst_wishes_set (PstWishes *wishes, guint property, const GValue *value);
gboolean pst_wishes_get (PstWishes *wishes, guint property, GValue *value);

/* FALSE if the photo itself is wanted. */
gboolean pst_wishes_want_paint (PstWishes *wishes);

/* A copy of what is wanted now, to be cleared; @running is cancelled if something else is to be
 * painted before end (), which is FALSE if by then anything else is wanted. */
void pst_wishes_begin (PstWishes *wishes, PstWish *wish, GCancellable *running);
gboolean pst_wishes_end (PstWishes *wishes, const PstWish *wish);

G_END_DECLS

#endif /* PST_WISH_H */
