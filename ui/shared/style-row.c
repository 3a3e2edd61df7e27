/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/style-row.h"

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
  g_free (row->tooltip);
  g_free (row->words);
  g_clear_object (&row->pixbuf);
  g_free (row);
}

PstStyleRow *
pst_style_row_new (PstStyleEntry *entry)
{
  const gchar *title = pst_style_row_title (entry);
  g_autofree gchar *name = g_path_get_basename (entry->path);
  g_autofree gchar *second = NULL;
  g_autofree gchar *words = NULL;
  PstStyleRow *row = g_new0 (PstStyleRow, 1);

  row->entry = entry;
  if (entry->style)
    {
      const gchar *licence = pst_style_get (entry->style, "licence");

      second = pst_style_author (entry->style);
      row->markup = g_markup_printf_escaped (*second ? "<b>%s</b>\n<small>%s</small>" : "<b>%s</b>",
                                             title, second);
      row->tooltip = g_markup_printf_escaped (*licence ? "%s\n%s" : "%s", name, licence);
    }
  else
    {
      second = g_strdup (_ ("Cannot be used"));
      row->markup = g_markup_printf_escaped (
          "<span foreground=\"#888\"><b>%s</b>\n<small>%s</small></span>", title, second);
      row->tooltip = g_markup_escape_text (entry->error->message, -1);
    }
  words = g_strjoin (" ", title, second, entry->id, NULL);
  row->words = pst_style_row_casefold (words);
  return row;
}
