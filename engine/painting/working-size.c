/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/paint.h"

#include <math.h>

#define WORKING_SIDE  1024
#define LARGEST_SIDE  4096
#define SMALLEST_SIDE 16

void
pst_working_size (gint width, gint height, gdouble brush_size, gint *working_width,
                  gint *working_height)
{
  gdouble longer = MAX (width, height), shorter = MIN (width, height);
  gdouble scale = MIN (WORKING_SIDE, longer) / longer * 100 / brush_size;

  scale = MAX (scale, MIN (SMALLEST_SIDE, shorter) / shorter);
  scale = MIN (scale, LARGEST_SIDE / longer);
  *working_width = MAX ((gint) lround (width * scale), MIN (SMALLEST_SIDE, width));
  *working_height = MAX ((gint) lround (height * scale), MIN (SMALLEST_SIDE, height));
}
