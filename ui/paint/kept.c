/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/kept.h"

void
pst_kept_clear (PstKept *kept)
{
  pst_cover_unref (kept->selection);
  pst_likeness_map_unref (kept->map);
  *kept = (PstKept){ NULL, NULL, 0 };
}

void
pst_kept_look (PstKept *kept, PstUiHost *host)
{
  g_autoptr (PstCover) selection = host->get_selection ? host->get_selection (host) : NULL;

  pst_kept_clear (kept);
  kept->selection = selection ? pst_cover_reduce_mask (selection) : NULL;
}

PstLikenessMap *
pst_kept_get_map (PstKept *kept, gdouble likeness)
{
  if (! kept->selection)
    return NULL;
  if (! kept->map || kept->likeness != likeness)
    {
      g_clear_pointer (&kept->map, pst_likeness_map_unref);
      kept->map = pst_cover_likeness (kept->selection, likeness, NULL);
      kept->likeness = likeness;
    }
  return kept->map;
}
