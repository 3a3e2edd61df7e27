/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/style.h"

#include <string.h>

#define MAX_ID_BYTES 40 /* without a number at its end */

gchar *
pst_style_make_id (const gchar *title)
{
  g_autofree gchar *valid = g_utf8_make_valid (title, -1);
  g_autofree gchar *ascii = g_str_to_ascii (valid, "en");
  GString *id = g_string_new (NULL);

  for (const gchar *c = ascii; *c && id->len < MAX_ID_BYTES; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (id, g_ascii_tolower (*c));
    else if (*c != '\'' && id->len && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  while (id->len && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  if (id->len == 0)
    g_string_assign (id, "style");
  return g_string_free (id, FALSE);
}

gchar *
pst_style_make_title (const gchar *path)
{
  g_autofree gchar *name = g_filename_display_basename (path);
  gchar *dot = strrchr (name, '.');

  if (dot && dot != name)
    *dot = '\0';
  return g_strdelimit (g_steal_pointer (&name), "_", ' ');
}
