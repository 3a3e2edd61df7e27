/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that is asked for again and again in the same sizes: buffers that are
 * given back are handed out again, so that a training step or the next layer
 * costs no system calls. */

#ifndef PST_ARENA_H
#define PST_ARENA_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PstArena PstArena;

PstArena *pst_arena_new (void);
void pst_arena_free (PstArena *arena);

/* @bytes of undefined content, 64-byte aligned; NULL if there is no memory. */
gpointer pst_arena_take (PstArena *arena, gsize bytes);

/* @memory from take (), or NULL. */
void pst_arena_give (PstArena *arena, gpointer memory);

/* Returns to the system what nobody has taken. */
void pst_arena_trim (PstArena *arena);

/* Highest number of bytes held at once. */
gsize pst_arena_get_peak (const PstArena *arena);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstArena, pst_arena_free)

G_END_DECLS

#endif /* PST_ARENA_H */
