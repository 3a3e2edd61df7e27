/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "styles/weights-format.h"

#include <string.h>

#define MAX_DEPTH  3
#define MAX_DIGITS 12

/* Four hex digits after "\u"; -1 if they are not. */
static gint
scan_unit (const gchar *text, gsize size)
{
  gint unit = 0;

  if (size < 6 || text[0] != '\\' || text[1] != 'u')
    return -1;
  for (gint i = 2; i < 6; i++)
    {
      gint digit = g_ascii_xdigit_value (text[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* Bytes of the escape at @text, or 0 if it is not one: NUL and lone surrogates
 * are refused as they are in plain UTF-8. */
static gsize
scan_escape (const gchar *text, gsize size)
{
  gint unit = scan_unit (text, size), low;

  if (unit < 0)
    return size >= 2 && text[1] && strchr ("\"\\/bfnrt", text[1]) ? 2 : 0;
  if (unit == 0 || (unit >= 0xdc00 && unit < 0xe000))
    return 0;
  if (unit < 0xd800 || unit >= 0xe000)
    return 6;
  low = scan_unit (text + 6, size - 6);
  return low >= 0xdc00 && low < 0xe000 ? 12 : 0;
}

const gchar *
pst_weights_scan_header (const gchar *text, gsize size, guint *n_members)
{
  gint depth = 0, digits = 0;
  gboolean in_string = FALSE, done = FALSE;

  *n_members = 0;
  for (gsize i = 0; i < size; i++)
    {
      gchar c = text[i];

      if (in_string)
        {
          if (c == '\\')
            {
              gsize length = scan_escape (text + i, size - i);

              if (length == 0)
                return "its header has a bad escape in a string";
              i += length - 1;
            }
          else if (c == '"')
            in_string = FALSE;
          else if (c >= 0 && c < ' ')
            return "its header has a control character in a string";
          continue;
        }
      if (g_ascii_isdigit (c) && ! done)
        {
          if (++digits > MAX_DIGITS || (digits == 2 && text[i - 1] == '0'))
            return "its header has a number that is too long or begins with 0";
          continue;
        }
      digits = 0;
      if (strchr (" \t\r\n", c))
        continue;
      if (done)
        return "its header goes on after its end";
      if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        {
          if (++depth > MAX_DEPTH)
            return "its header is nested too deeply";
        }
      else if (c == '}' || c == ']')
        done = --depth <= 0;
      else if (c == ':')
        ++*n_members;
      else if (c != ',')
        return "its header has something other than strings, lists and whole numbers";
    }
  return done ? NULL : "its header ends too early";
}

gboolean
pst_weights_name_is_good (const gchar *name)
{
  gsize length = strlen (name);

  if (length == 0 || length >= PST_TENSOR_NAME_MAX)
    return FALSE;
  for (; *name; name++)
    if (! g_ascii_isalnum (*name) && *name != '.' && *name != '_')
      return FALSE;
  return TRUE;
}
