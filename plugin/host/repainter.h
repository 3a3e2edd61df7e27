/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paints while somebody turns knobs: what took long is kept, so that strength, colours and mix cost
 * no more than a blend, and what was there before is there again at once. */

#ifndef PST_REPAINTER_H
#define PST_REPAINTER_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* One thread at a time. */
typedef struct _PstRepainter PstRepainter;

/* @n_threads: as pst_engine_new () has it. */
PstRepainter *pst_repainter_new (gint n_threads);
void pst_repainter_free (PstRepainter *repainter);

/* The same bits, and errors, as pst_engine_stylise ().  Keeps references to styles, and 256 MB of
 * the latest paintings with the photos that they are of, which are known by their pixels. */
PstImage *pst_repainter_paint (PstRepainter *repainter, const PstStyle *style,
                               const PstStyle *second, const PstParams *params,
                               const PstImage *photo, const PstRun *run, GError **error);

/* How many paintings were made since it was made. */
guint pst_repainter_get_n_painted (const PstRepainter *repainter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstRepainter, pst_repainter_free)

G_END_DECLS

#endif /* PST_REPAINTER_H */
