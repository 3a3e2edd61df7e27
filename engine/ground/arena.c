/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/arena.h"

#include <stdlib.h>

typedef struct
{
  gpointer memory;
  gsize bytes;
  gboolean taken;
} Block;

struct _PstArena
{
  GArray *blocks; /* of Block */
  gsize held;
  gsize peak;
  gsize keep, limit;
  gboolean dry;
  gsize next; /* dry: the next address */
};

PstArena *
pst_arena_new (void)
{
  PstArena *arena = g_new0 (PstArena, 1);

  arena->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  arena->keep = arena->limit = G_MAXSIZE;
  return arena;
}

PstArena *
pst_arena_new_dry (void)
{
  PstArena *arena = pst_arena_new ();

  arena->dry = TRUE;
  arena->next = 64;
  return arena;
}

gboolean
pst_arena_is_dry (const PstArena *arena)
{
  return arena->dry;
}

static gpointer
memory_new (PstArena *arena, gsize bytes)
{
  gsize address = arena->next;

  if (! arena->dry)
    return aligned_alloc (64, bytes);
  if (bytes > G_MAXSIZE - address)
    return NULL;
  arena->next += bytes;
  return GSIZE_TO_POINTER (address);
}

static void
memory_free (PstArena *arena, gpointer memory)
{
  if (! arena->dry)
    free (memory);
}

void
pst_arena_free (PstArena *arena)
{
  if (! arena)
    return;
  for (guint i = 0; i < arena->blocks->len; i++)
    memory_free (arena, g_array_index (arena->blocks, Block, i).memory);
  g_array_unref (arena->blocks);
  g_free (arena);
}

void
pst_arena_trim (PstArena *arena)
{
  for (guint i = arena->blocks->len; i-- > 0;)
    {
      Block *block = &g_array_index (arena->blocks, Block, i);

      if (block->taken)
        continue;
      memory_free (arena, block->memory);
      arena->held -= block->bytes;
      g_array_remove_index_fast (arena->blocks, i);
    }
}

void
pst_arena_set_limits (PstArena *arena, gsize keep, gsize limit)
{
  arena->keep = keep;
  arena->limit = limit;
}

static gboolean
would_exceed (const PstArena *arena, gsize bytes, gsize limit)
{
  return bytes > limit || arena->held > limit - bytes;
}

gpointer
pst_arena_take (PstArena *arena, gsize bytes)
{
  Block *best = NULL;
  Block block;

  if (bytes > G_MAXSIZE - 64)
    return NULL;
  bytes = (MAX (bytes, 1) + 63) / 64 * 64;
  for (guint i = 0; i < arena->blocks->len; i++)
    {
      Block *candidate = &g_array_index (arena->blocks, Block, i);

      if (! candidate->taken && candidate->bytes >= bytes && candidate->bytes / 5 * 4 <= bytes
          && (! best || candidate->bytes < best->bytes))
        best = candidate;
    }
  if (best)
    {
      best->taken = TRUE;
      return best->memory;
    }

  if (would_exceed (arena, bytes, MIN (arena->keep, arena->limit)))
    pst_arena_trim (arena);
  if (would_exceed (arena, bytes, arena->limit))
    return NULL;
  block.memory = memory_new (arena, bytes);
  if (! block.memory)
    {
      pst_arena_trim (arena);
      block.memory = memory_new (arena, bytes);
      if (! block.memory)
        return NULL;
    }
  block.bytes = bytes;
  block.taken = TRUE;
  g_array_append_val (arena->blocks, block);
  arena->held += bytes;
  arena->peak = MAX (arena->peak, arena->held);
  return block.memory;
}

void
pst_arena_give (PstArena *arena, gpointer memory)
{
  if (! memory)
    return;
  for (guint i = 0; i < arena->blocks->len; i++)
    {
      Block *block = &g_array_index (arena->blocks, Block, i);

      if (block->memory == memory)
        {
          g_return_if_fail (block->taken);
          block->taken = FALSE;
          return;
        }
    }
  g_return_if_reached ();
}

gsize
pst_arena_get_held (const PstArena *arena)
{
  return arena->held;
}

gsize
pst_arena_get_peak (const PstArena *arena)
{
  return arena->peak;
}
