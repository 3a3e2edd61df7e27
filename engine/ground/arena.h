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

/* One that counts and has no memory, to plan with: nobody may touch what it hands
 * out. */
PstArena *pst_arena_new_dry (void);
gboolean pst_arena_is_dry (const PstArena *arena);

void pst_arena_free (PstArena *arena);

/* From now on, lets go of what nobody has taken rather than hold more than @keep
 * bytes, and refuses to hold more than @limit.  G_MAXSIZE, as at first: no limit. */
void pst_arena_set_limits (PstArena *arena, gsize keep, gsize limit);

/* @bytes of undefined content, 64-byte aligned; NULL if there is no memory or
 * the limit is reached. */
gpointer pst_arena_take (PstArena *arena, gsize bytes);

/* @memory from take (), or NULL. */
void pst_arena_give (PstArena *arena, gpointer memory);

/* Returns to the system what nobody has taken. */
void pst_arena_trim (PstArena *arena);

/* Bytes held now, taken or not. */
gsize pst_arena_get_held (const PstArena *arena);

/* Highest number of bytes held at once. */
gsize pst_arena_get_peak (const PstArena *arena);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PstArena, pst_arena_free)

G_END_DECLS

#endif /* PST_ARENA_H */
