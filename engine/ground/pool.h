/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Worker threads.  Work is cut into numbered items whose results do not depend
 * on which worker takes them; so results do not depend on their number. */

#ifndef PST_POOL_H
#define PST_POOL_H

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PstPool PstPool;

/* Does item @item; @worker is 0 .. n_threads-1 and nobody else has the same
 * number meanwhile. */
typedef void (*PstPoolFunc) (gint item, gint worker, gpointer data);

/* @n_threads >= 1; the calling thread of pst_pool_run () is one of them.
 * Holds OpenBLAS to one thread: our threads are the parallelism. */
PstPool *pst_pool_new (gint n_threads);
void pst_pool_free (PstPool *pool);
gint pst_pool_get_n_threads (const PstPool *pool);

/* Does all items and returns; none without a pool.  Not reentrant.  Denormals count as zero
 * meanwhile.  Once @pool's cancellable is cancelled, items are skipped. */
void pst_pool_run (PstPool *pool, gint n_items, PstPoolFunc func, gpointer data);

/* What run () looks at before every item; borrowed, may be NULL. */
void pst_pool_set_cancellable (PstPool *pool, GCancellable *cancellable);

/* At least @bytes of memory for @worker alone, 64-byte aligned, kept until the
 * next call with the same worker; content undefined.  Aborts without memory:
 * scratch is a few megabytes at most. */
gpointer pst_pool_scratch (PstPool *pool, gint worker, gsize bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstPool, pst_pool_free)

G_END_DECLS

#endif /* PST_POOL_H */
