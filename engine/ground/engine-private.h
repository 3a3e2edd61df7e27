/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#ifndef PST_ENGINE_PRIVATE_H
#define PST_ENGINE_PRIVATE_H

#include "ground/arena.h"
#include "ground/pool.h"
#include "pastiche/pastiche.h"

struct _PstEngine
{
  PstPool *pool;
  PstArena *arena;
  gsize memory_budget;
};

#endif /* PST_ENGINE_PRIVATE_H */
