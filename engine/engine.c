/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine-private.h"

PstEngine *
pst_engine_new (gint n_threads)
{
  PstEngine *engine = g_new0 (PstEngine, 1);

  engine->pool = pst_pool_new (n_threads > 0 ? n_threads : (gint) g_get_num_processors ());
  engine->arena = pst_arena_new ();
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

gint
pst_engine_get_n_threads (const PstEngine *engine)
{
  return pst_pool_get_n_threads (engine->pool);
}

gsize
pst_engine_get_peak_bytes (const PstEngine *engine)
{
  return pst_arena_get_peak (engine->arena);
}
