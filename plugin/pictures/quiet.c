/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pictures/quiet.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static gboolean allowed;
static gint kept = -1; /* standard error meanwhile */

void
pst_quiet_allow (void)
{
  allowed = TRUE;
}

void
pst_quiet_begin (void)
{
  gint nowhere = allowed ? open ("/dev/null", O_WRONLY | O_CLOEXEC) : -1;

  if (nowhere < 0)
    return;
  fflush (stderr);
  kept = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (kept >= 0)
    dup2 (nowhere, STDERR_FILENO);
  close (nowhere);
}

void
pst_quiet_end (void)
{
  if (kept < 0)
    return;
  fflush (stderr);
  dup2 (kept, STDERR_FILENO);
  close (kept);
  kept = -1;
}
