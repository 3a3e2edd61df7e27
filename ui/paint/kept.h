/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is selected, as a map of likeness. */

#ifndef PST_KEPT_H
#define PST_KEPT_H

#include "shared/host.h"

G_BEGIN_DECLS

/* All zero at first. */
typedef struct
{
  PstCover *selection; /* small; NULL: nothing is selected */
  PstLikenessMap *map; /* made of it ...                   */
  gdouble likeness;    /* ... for this likeness elsewhere  */
} PstKept;

/* Looks at what is selected now. */
void pst_kept_look (PstKept *kept, PstUiHost *host);
void pst_kept_clear (PstKept *kept);

/* One that keeps what is selected and has @likeness elsewhere, the same as long as that stays; NULL:
 * nothing is selected.  It belongs to @kept. */
PstLikenessMap *pst_kept_get_map (PstKept *kept, gdouble likeness);

G_END_DECLS

#endif /* PST_KEPT_H */
