/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the steps of a long run measured, for curves: however long it is, a thousand
 * reports at most, evenly thinned out. */

#ifndef PST_HISTORY_H
#define PST_HISTORY_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

#define PST_HISTORY_MAX 1000

typedef struct
{
  GArray *reports; /* of PstTrainReport: those whose steps are multiples of the stride */
  gint stride;
} PstHistory;

void pst_history_init (PstHistory *history);
void pst_history_clear (PstHistory *history);
void pst_history_add (PstHistory *history, const PstTrainReport *report);

G_END_DECLS

#endif /* PST_HISTORY_H */
