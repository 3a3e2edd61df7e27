/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche styles: what there is to paint in. */

#include "command/command-line.h"

#define N_COLUMNS 5

static const gchar *const heads[N_COLUMNS] = { "ID", "TITLE", "ARTIST", "YEAR", "FILE" };

static void
get_row (const PstStyleEntry *entry, const gchar *row[N_COLUMNS])
{
  row[0] = entry->id;
  row[1] = pst_style_get (entry->style, "title");
  row[2] = pst_style_get (entry->style, "artist");
  row[3] = pst_style_get (entry->style, "year");
  row[4] = entry->path;
}

static void
print_row (const gchar *const row[N_COLUMNS], const glong widths[N_COLUMNS])
{
  for (gint i = 0; i < N_COLUMNS; i++)
    {
      g_autofree gchar *text = pst_display_name (row[i]);
      gint padding = (gint) (widths[i] - g_utf8_strlen (text, -1));

      if (i < N_COLUMNS - 1)
        g_print ("%s%*s  ", text, padding, "");
      else
        g_print ("%s\n", text);
    }
}

PstExit
pst_command_styles (gint argc, gchar **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  g_auto (GStrv) folders = NULL;
  g_autoptr (GPtrArray) list = NULL;
  glong widths[N_COLUMNS];
  guint n_good = 0;
  GError *error = NULL;

  if (! pst_command_parse (
          &argc, &argv, entries, NULL, "Lists the styles: id, title, artist, year and file.",
          "Files that cannot be used are named on stderr with the reason.", &error))
    return pst_command_fail (error);
  if (argc > 1)
    {
      pst_usage_error (&error, "styles: %s: takes no arguments", argv[1]);
      return pst_command_fail (error);
    }

  folders = pst_command_style_folders ();
  list = pst_style_list ((const gchar *const *) folders);

  for (gint i = 0; i < N_COLUMNS; i++)
    widths[i] = g_utf8_strlen (heads[i], -1);
  for (guint i = 0; i < list->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (list, i);
      const gchar *row[N_COLUMNS];

      if (! entry->style)
        {
          pst_complain (entry->error);
          continue;
        }
      n_good++;
      get_row (entry, row);
      for (gint c = 0; c < N_COLUMNS; c++)
        {
          g_autofree gchar *text = pst_display_name (row[c]);

          widths[c] = MAX (widths[c], g_utf8_strlen (text, -1));
        }
    }

  if (n_good == 0)
    {
      g_autofree gchar *searched = g_strjoinv (", ", folders);

      g_printerr ("pastiche: there is no style; these folders were looked in: %s\n", searched);
      return PST_EXIT_FAILED;
    }

  print_row (heads, widths);
  for (guint i = 0; i < list->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (list, i);
      const gchar *row[N_COLUMNS];

      if (! entry->style)
        continue;
      get_row (entry, row);
      print_row (row, widths);
    }
  return PST_EXIT_DONE;
}
