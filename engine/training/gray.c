/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/gray.h"

#include <math.h>

#define GRAY (9 / 255.0) /* chroma that is no colour yet */

/* Drawings and engravings are never quite gray in a photograph. */
gboolean
pst_painting_is_gray (const PstImage *painting)
{
  gsize n = (gsize) painting->width * painting->height;
  gdouble squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      gdouble r = painting->data[i], b = painting->data[2 * n + i];
      gdouble y = 0.299 * r + 0.587 * painting->data[n + i] + 0.114 * b;

      squares += pow ((b - y) / 1.772, 2) + pow ((r - y) / 1.402, 2);
    }
  return sqrt (squares / (gdouble) n) < GRAY;
}
