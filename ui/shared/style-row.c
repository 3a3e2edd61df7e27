/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/style-row.h"

#include <string.h>

#include "shared/intl.h"
#include "shared/style-title.h"

gchar *
pst_style_row_casefold (const gchar *text)
{
  g_autofree gchar *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return normal ? g_utf8_casefold (normal, -1) : g_strdup ("");
}

const gchar *
pst_style_row_title (const PstStyleEntry *entry)
{
  return entry->style ? pst_style_title (entry->style) : entry->id;
}

void
pst_style_row_free (gpointer data)
{
  PstStyleRow *row = data;

  g_free (row->markup);
  g_free (row->about);
  g_free (row->title);
  g_free (row->words);
  g_clear_object (&row->large);
  g_clear_object (&row->pixbuf);
  g_free (row);
}

/* TRUE if a word of @text begins with @wanted. */
static gboolean
has_word (const gchar *text, const gchar *wanted)
{
  for (const gchar *at = strstr (text, wanted); at; at = strstr (at + 1, wanted))
    if (at == text || ! g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
      return TRUE;
  return FALSE;
}

gint
pst_style_row_match (const PstStyleRow *row, const gchar *wanted)
{
  return ! *wanted || has_word (row->title, wanted)                   ? 0
         : has_word (row->words, wanted)                              ? 1
         : strstr (row->title, wanted) || strstr (row->words, wanted) ? 2
                                                                      : -1;
}

PstStyleRow *
pst_style_row_new (PstStyleEntry *entry, gboolean favourite)
{
  const gchar *title = pst_style_row_title (entry);
  g_autofree gchar *name = g_path_get_basename (entry->path);
  g_autofree gchar *author = NULL;
  g_autofree gchar *words = NULL;
  PstStyleRow *row = g_new0 (PstStyleRow, 1);

  row->entry = entry;
  row->markup = g_markup_printf_escaped (favourite ? "★ %s" : "%s", title);
  if (entry->style)
    {
      const gchar *licence = pst_style_get (entry->style, "licence");

      author = pst_style_author (entry->style);
      row->about = g_markup_printf_escaped ("<b>%s</b>%s%s\n<small>%s%s%s</small>", title,
                                            *author ? "\n" : "", author, name, *licence ? "\n" : "",
                                            licence);
    }
  else
    row->about = g_markup_printf_escaped ("<b>%s</b>\n%s\n<small>%s</small>", title,
                                          _ ("Cannot be used"), entry->error->message);
  words = g_strjoin (" ", author ? author : "", entry->id, NULL);
  row->title = pst_style_row_casefold (title);
  row->words = pst_style_row_casefold (words);
  return row;
}
