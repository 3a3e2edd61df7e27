/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is built into programs that use libpastiche: how large its structures are, where their
 * members are, and which numbers its enums have. */

#include "pastiche/pastiche.h"

#include <stddef.h>
#include <stdio.h>

#define SIZE(type)         printf (#type " %zu\n", sizeof (type))
#define MEMBER(type, name) printf (#type "." #name " %zu\n", offsetof (type, name))
#define NUMBER(name)       printf (#name " %d\n", (int) (name))

int
main (void)
{
  SIZE (PstEvenness);
  SIZE (PstFaults);
  SIZE (PstImage);
  MEMBER (PstImage, width);
  MEMBER (PstImage, height);
  MEMBER (PstImage, data);
  SIZE (PstLearnerStatus);
  SIZE (PstLessonEntry);
  SIZE (PstMannerParams);
  SIZE (PstMaterial);
  SIZE (PstMetrics);
  SIZE (PstParams);
  MEMBER (PstParams, strength);
  MEMBER (PstParams, brush_size);
  MEMBER (PstParams, keep_colours);
  MEMBER (PstParams, mix);
  MEMBER (PstParams, refine);
  MEMBER (PstParams, likeness);
  MEMBER (PstParams, seed);
  MEMBER (PstParams, likeness_map);
  MEMBER (PstParams, finish);
  SIZE (PstPhotos);
  SIZE (PstRecipe);
  SIZE (PstRefineParams);
  SIZE (PstRun);
  MEMBER (PstRun, progress);
  MEMBER (PstRun, user_data);
  MEMBER (PstRun, cancellable);
  SIZE (PstStyleEntry);
  MEMBER (PstStyleEntry, id);
  MEMBER (PstStyleEntry, path);
  MEMBER (PstStyleEntry, style);
  MEMBER (PstStyleEntry, error);
  SIZE (PstTrainReport);
  NUMBER (PST_DTYPE_F16);
  NUMBER (PST_ERROR_BAD_FILE);
  NUMBER (PST_ERROR_NOT_FOUND);
  NUMBER (PST_N_LOSSES);
  return 0;
}
