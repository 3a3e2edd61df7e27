/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "lessons/history.h"

void
pst_history_init (PstHistory *history)
{
  history->reports = g_array_new (FALSE, FALSE, sizeof (PstTrainReport));
  history->stride = 1;
}

void
pst_history_clear (PstHistory *history)
{
  g_clear_pointer (&history->reports, g_array_unref);
}

void
pst_history_add (PstHistory *history, const PstTrainReport *report)
{
  GArray *reports = history->reports;
  guint n = 0;

  if (report->step % history->stride == 0)
    g_array_append_val (reports, *report);
  if (reports->len <= PST_HISTORY_MAX)
    return;
  history->stride *= 2;
  for (guint i = 0; i < reports->len; i++)
    if (g_array_index (reports, PstTrainReport, i).step % history->stride == 0)
      g_array_index (reports, PstTrainReport, n++) = g_array_index (reports, PstTrainReport, i);
  g_array_set_size (reports, n);
}
