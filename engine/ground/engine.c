/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "ground/engine-private.h"

#include <unistd.h>

#define LARGEST_BUDGET G_GUINT64_CONSTANT (2000000000)

/* A quarter of the machine's memory; the half of the largest where it is unknown. */
static gsize
default_budget (void)
{
  glong pages = sysconf (_SC_PHYS_PAGES), page_size = sysconf (_SC_PAGESIZE);

  if (pages <= 0 || page_size <= 0)
    return LARGEST_BUDGET / 2;
  return (gsize) MIN ((guint64) pages * (guint64) page_size / 4, LARGEST_BUDGET);
}

PstEngine *
pst_engine_new (gint n_threads)
{
  PstEngine *engine = g_new0 (PstEngine, 1);

  engine->pool = pst_pool_new (n_threads > 0 ? n_threads : (gint) g_get_num_processors ());
  engine->arena = pst_arena_new ();
  engine->memory_budget = default_budget ();
  return engine;
}

void
pst_engine_free (PstEngine *engine)
{
  if (! engine)
    return;
  pst_pool_free (engine->pool);
  pst_arena_free (engine->arena);
  g_free (engine);
}

void
pst_engine_set_threads (PstEngine *engine, gint n_threads)
{
  pst_pool_free (engine->pool);
  engine->pool = pst_pool_new (n_threads > 0 ? n_threads : (gint) g_get_num_processors ());
}

void
pst_engine_set_memory_budget (PstEngine *engine, gsize bytes)
{
  engine->memory_budget = bytes ? bytes : default_budget ();
}

gsize
pst_engine_get_memory_budget (const PstEngine *engine)
{
  return engine->memory_budget;
}

gsize
pst_engine_get_peak_bytes (const PstEngine *engine)
{
  return pst_arena_get_peak (engine->arena);
}
