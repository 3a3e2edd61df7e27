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
  gchar *markup;        /* one line                      */
  gchar *about;         /* markup: who, when, which file */
  gchar *title;         /* what can be typed, casefolded */
  gchar *words;         /* more of that                  */
  GdkPixbuf *large;     /* the thumbnail as it was made  */
  GdkPixbuf *pixbuf;    /* as it is shown                */
  gboolean painted;     /* the pixbuf is the style's own */
} PstStyleRow;

/* @entry must outlive it.  A favourite has a star. */
PstStyleRow *pst_style_row_new (PstStyleEntry *entry, gboolean favourite);

/* A GDestroyNotify. */
void pst_style_row_free (gpointer row);

/* What the style is called; "" never.  The entry's or nobody's. */
const gchar *pst_style_row_title (const PstStyleEntry *entry);

/* How well what was typed fits: 0, if a word of the title begins with it, is better than 1, if
 * another word does, and 2, if it is within one; -1: not at all.  @wanted is casefolded. */
gint pst_style_row_match (const PstStyleRow *row, const gchar *wanted);

/* As text is compared with what was typed.  Free with g_free (). */
gchar *pst_style_row_casefold (const gchar *text);

G_END_DECLS

#endif /* PST_STYLE_ROW_H */
