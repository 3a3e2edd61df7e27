/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a list says of a style. */

#ifndef PST_STYLE_ROW_H
#define PST_STYLE_ROW_H

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* A style, to be seen or not. */
typedef struct
{
  PstStyleEntry *entry; /* borrowed */
  gchar *markup;
  gchar *tooltip;
  gchar *words; /* what can be typed, casefolded */
  GdkPixbuf *pixbuf;
  gboolean painted; /* the pixbuf is the style's own */
} PstStyleRow;

/* @entry must outlive it. */
PstStyleRow *pst_style_row_new (PstStyleEntry *entry);

/* A GDestroyNotify. */
void pst_style_row_free (gpointer row);

/* What the style is called; "" never.  The entry's or nobody's. */
const gchar *pst_style_row_title (const PstStyleEntry *entry);

/* As text is compared with what was typed.  Free with g_free (). */
gchar *pst_style_row_casefold (const gchar *text);

G_END_DECLS

#endif /* PST_STYLE_ROW_H */
