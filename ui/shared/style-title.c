/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/style-title.h"

#include "shared/intl.h"

/* Titles as they stand in our own weights files.  Only translators need this
 * list: a title that is not here is shown as it is. */
G_GNUC_UNUSED static const gchar *const titles[] = {
  N_ ("Adele Bloch-Bauer"),
  N_ ("Avenue de l’Opéra"),
  N_ ("Botanical Register"),
  N_ ("Composition VII"),
  N_ ("Composition VIII"),
  N_ ("Eiffel Tower"),
  N_ ("Grainstacks"),
  N_ ("Great Wave"),
  N_ ("Imaginary Prisons"),
  N_ ("La Calanque"),
  N_ ("Le Golfe"),
  N_ ("Moulin de la Galette"),
  N_ ("Night Café"),
  N_ ("Olive Trees"),
  N_ ("Rob Roy"),
  N_ ("Self-Portrait with Straw Hat"),
  N_ ("Starry Night"),
  N_ ("The Scream"),
  N_ ("The Shipwreck"),
  N_ ("Très Riches Heures"),
  N_ ("Udnie"),
  N_ ("Water Lilies"),
  N_ ("Wheat Field with Cypresses"),
  N_ ("Woman with a Parasol"),
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
