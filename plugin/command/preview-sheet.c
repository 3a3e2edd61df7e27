/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/preview-sheet.h"

#include <math.h>
#include <string.h>

#define CELL      384
#define GAP       8
#define N_COLUMNS 3
#define PAPER     .18f

/* A copy whose long side is CELL. */
static PstImage *
fit (const PstImage *photo, GError **error)
{
  gdouble scale = (gdouble) CELL / MAX (photo->width, photo->height);

  return pst_image_resize (photo, MAX (1, (gint) lround (photo->width * scale)),
                           MAX (1, (gint) lround (photo->height * scale)), error);
}

/* Centres @image in the cell of that column and row. */
static void
paste (PstImage *sheet, const PstImage *image, gint column, gint row)
{
  gint left = GAP + column * (CELL + GAP) + (CELL - image->width) / 2;
  gint top = GAP + row * (CELL + GAP) + (CELL - image->height) / 2;
  gsize sheet_size = (gsize) sheet->width * sheet->height;
  gsize image_size = (gsize) image->width * image->height;

  for (gint c = 0; c < 3; c++)
    for (gint y = 0; y < image->height; y++)
      memcpy (sheet->data + c * sheet_size + (gsize) (top + y) * sheet->width + left,
              image->data + c * image_size + (gsize) y * image->width,
              (gsize) image->width * sizeof (gfloat));
}

PstImage *
pst_preview_sheet_new (PstEngine *engine, const PstStyle *style, const PstImage *const *photos,
                       gsize n_photos, GError **error)
{
  gint columns = (gint) MIN (n_photos, N_COLUMNS);
  g_autoptr (PstImage) sheet =
      pst_image_new (GAP + columns * (CELL + GAP), GAP + 2 * (CELL + GAP), error);

  if (! sheet)
    return NULL;
  for (gsize i = 0; i < (gsize) 3 * sheet->width * sheet->height; i++)
    sheet->data[i] = PAPER;

  for (gint i = 0; i < columns; i++)
    {
      gsize which = columns > 1 ? (n_photos - 1) * (gsize) i / (gsize) (columns - 1) : 0;
      g_autoptr (PstImage) photo = fit (photos[which], error);
      g_autoptr (PstImage) painting = NULL;

      if (photo)
        painting = pst_engine_paint (engine, style, photo, 0, NULL, error);
      if (! painting)
        return NULL;
      paste (sheet, photo, i, 0);
      paste (sheet, painting, i, 1);
    }
  return g_steal_pointer (&sheet);
}
