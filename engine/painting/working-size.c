/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "pastiche/paint.h"

#include <math.h>

#define WORKING_SIDE  1024
#define WORKING_AREA  (1024.0 * 576) /* of what is longer than 16:9 */
#define SMALLEST_SIDE 16

void
pst_working_size (gint width, gint height, gdouble brush_size, gint *working_width,
                  gint *working_height)
{
  gdouble longer = MAX (width, height), shorter = MIN (width, height);
  gdouble scale = MAX (WORKING_SIDE / longer, sqrt (WORKING_AREA / longer / shorter));

  scale = MIN (scale, 1) * 100 / brush_size;
  scale = MAX (scale, MIN (SMALLEST_SIDE, shorter) / shorter);
  *working_width = MAX ((gint) lround (width * scale), MIN (SMALLEST_SIDE, width));
  *working_height = MAX ((gint) lround (height * scale), MIN (SMALLEST_SIDE, height));
}
