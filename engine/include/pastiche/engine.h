/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all work is done with: threads and memory. */

#ifndef PASTICHE_ENGINE_H
#define PASTICHE_ENGINE_H

#include "pastiche/error.h"

PST_BEGIN_DECLS

/* Threads and reusable memory.  One engine serves one call at a time; several
 * engines may work at once.  Results are the same bits for any number of
 * threads. */
typedef struct _PstEngine PstEngine;

/* Called on the thread that called the engine, with 0 <= @done <= 1. */
typedef void (*PstProgressFunc) (gdouble done, gpointer user_data);

/* How long work is watched: each member may be NULL, and so may the whole.  Borrowed for
 * the time of the call. */
typedef struct
{
  PstProgressFunc progress;
  gpointer user_data;        /* progress's */
  GCancellable *cancellable; /* then the call fails with G_IO_ERROR_CANCELLED */
} PstRun;

/* @n_threads: 1 or more, or 0 for one per processor. */
PstEngine *pst_engine_new (gint n_threads);
void pst_engine_free (PstEngine *engine);

/* Not while a call is served. */
void pst_engine_set_threads (PstEngine *engine, gint n_threads);

/* How much memory a painting may take beside its photo and itself: what needs more
 * is done in parts.  0, as at first: a quarter of the machine's, at most 2 GB.
 * Training does as it needs. */
void pst_engine_set_memory_budget (PstEngine *engine, gsize bytes);
gsize pst_engine_get_memory_budget (const PstEngine *engine);

/* Highest number of bytes that the engine held at once since it was made. */
gsize pst_engine_get_peak_bytes (const PstEngine *engine);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstEngine, pst_engine_free)

PST_END_DECLS

#endif /* PASTICHE_ENGINE_H */
