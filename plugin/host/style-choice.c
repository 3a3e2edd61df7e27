/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/style-choice.h"

#include <string.h>

#define MAX_LETTERS 64 /* of a name that is looked for */

/* For comparison: without case and accents' forms, in letters. */
static gunichar *
fold (const gchar *text, glong *n)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  g_autofree gchar *folded = g_utf8_casefold (valid, -1);
  g_autofree gchar *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  gunichar *letters = g_utf8_to_ucs4_fast (normal, -1, n);

  *n = MIN (*n, MAX_LETTERS);
  return letters;
}

/* How many letters have to be changed, put in or taken out (Levenshtein 1966) to make @a of @b, or,
 * with @anywhere, of some part of @b. */
static glong
distance (const gchar *a, const gchar *b, gboolean anywhere)
{
  glong n, m, row[MAX_LETTERS + 1] = { 0 }, least;
  g_autofree gunichar *first = fold (a, &n), *second = fold (b, &m);

  for (glong j = 0; j <= m; j++)
    row[j] = anywhere ? 0 : j;
  for (glong i = 1; i <= n; i++)
    {
      glong corner = row[0];

      row[0] = i;
      for (glong j = 1; j <= m; j++)
        {
          glong change = corner + (first[i - 1] != second[j - 1]);

          corner = row[j];
          row[j] = MIN (change, MIN (row[j], row[j - 1]) + 1);
        }
    }
  least = row[m];
  for (glong j = 0; anywhere && j < m; j++)
    least = MIN (least, row[j]);
  return least;
}

static glong
distance_of (const gchar *name, const PstStyleEntry *entry, gboolean anywhere)
{
  return MIN (distance (name, entry->id, anywhere),
              distance (name, pst_style_get (entry->style, "title"), anywhere));
}

/* How many are called @name; *@entry is one of them, or the nearest. */
static guint
find_by_name (GPtrArray *entries, const gchar *name, const PstStyleEntry **entry, glong *how)
{
  glong least = G_MAXLONG;
  guint n = 0;

  *entry = NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *other = g_ptr_array_index (entries, i);
      glong there;

      if (! other->style)
        continue;
      n += distance_of (name, other, FALSE) == 0;
      there = MAX_LETTERS * distance_of (name, other, TRUE) + distance_of (name, other, FALSE);
      if (there < least)
        {
          least = there;
          *entry = other;
        }
    }
  *how = least / MAX_LETTERS;
  return n;
}

/* The one that was put first of all that can be used; NULL if there is none. */
static PstStyle *
find_first (GPtrArray *entries)
{
  PstStyle *first = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const PstStyleEntry *entry = g_ptr_array_index (entries, i);

      if (entry->style
          && (! first || pst_style_get_order (entry->style) < pst_style_get_order (first)))
        first = entry->style;
    }
  return first ? pst_style_ref (first) : NULL;
}

PstStyle *
pst_style_choose (const gchar *const *folders, const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  const PstStyleEntry *nearest;
  GError *local = NULL;
  PstStyle *style = NULL;
  glong how;
  guint n;

  if (! *name)
    {
      entries = pst_style_list (folders);
      style = find_first (entries);
    }
  if (! style)
    style = pst_style_find (folders, name, &local);
  if (style)
    return style;
  if (! g_error_matches (local, PST_ERROR, PST_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (! entries)
    entries = pst_style_list (folders);
  n = find_by_name (entries, name, &nearest, &how);
  if (n == 1)
    {
      g_clear_error (&local);
      return pst_style_ref (nearest->style);
    }
  if (n > 1)
    g_prefix_error (&local, "%u styles are called that; name one by its id. ", n);
  else if (nearest && how <= MAX (1, g_utf8_strlen (name, -1) / 3))
    g_prefix_error (&local, "Did you mean %s (%s)? ", nearest->id,
                    pst_style_get (nearest->style, "title"));
  g_propagate_error (error, local);
  return NULL;
}
