/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/style-title.h"

#include "shared/intl.h"

/* Titles as they stand in our own weights files.  Only translators need this
 * list: a title that is not here is shown as it is. */
G_GNUC_UNUSED static const gchar *const titles[] = {
  N_ ("Adele Bloch-Bauer"), N_ ("Botanical Register"), N_ ("Composition VII"), N_ ("Great Wave"),
  N_ ("Imaginary Prisons"), N_ ("La Calanque"),        N_ ("Rob Roy"),         N_ ("Starry Night"),
  N_ ("The Scream"),        N_ ("The Shipwreck"),      N_ ("Udnie"),           N_ ("Water Lilies"),
};

const gchar *
pst_style_title (const PstStyle *style)
{
  const gchar *title = pst_style_get (style, "title");

  return *title ? _ (title) : pst_style_get_id (style);
}

gchar *
pst_style_author (const PstStyle *style)
{
  const gchar *artist = pst_style_get (style, "artist");
  const gchar *year = pst_style_get (style, "year");

  return g_strconcat (artist, *artist && *year ? ", " : "", year, NULL);
}
