/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/enlarge.h"

#include <math.h>
#include <string.h>

#include "ground/vector.h"

#define BLOCK  PST_ENLARGE_BLOCK
#define DETAIL 0.6f /* of what the reduction lost; all of it looks pasted on */

/* ---- plan ------------------------------------------------------------- */

gboolean
pst_enlarger_init (PstEnlarger *enlarger, gint from_width, gint from_height,
                   const PstEnlargePart *part, GError **error)
{
  const PstTaps *rows;

  enlarger->columns =
      pst_taps_new (&pst_kernel_cubic, from_width, part->full_width, part->x, part->width);
  enlarger->rows =
      pst_taps_new (&pst_kernel_cubic, from_height, part->full_height, part->y, part->height);
  enlarger->source_rows = 0;
  if (! enlarger->columns || ! enlarger->rows)
    {
      pst_enlarger_clear (enlarger);
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "No memory to enlarge a painting to %d x %d pixels. Close other programs or use "
                   "a smaller picture.",
                   part->full_width, part->full_height);
      return FALSE;
    }
  rows = enlarger->rows;
  for (gint first = 0; first < rows->n; first++)
    {
      gint last = MIN (rows->n, first + BLOCK) - 1;

      enlarger->source_rows =
          MAX (enlarger->source_rows, rows->first[last] + rows->width - rows->first[first]);
    }
  return TRUE;
}

void
pst_enlarger_clear (PstEnlarger *enlarger)
{
  g_clear_pointer (&enlarger->columns, pst_taps_free);
  g_clear_pointer (&enlarger->rows, pst_taps_free);
}

gsize
pst_enlarger_scratch (const PstEnlarger *enlarger)
{
  return (gsize) enlarger->source_rows * BLOCK;
}

/* ---- pixels ----------------------------------------------------------- */

/* As the generator sees it: within [0,1], 0 for NaN. */
PST_INLINE static gfloat
seen (gfloat v)
{
  return v > 0 ? MIN (v, 1) : 0;
}

/* to += factor luma (photo) */
PST_VECTOR static void
add_luma (gfloat *restrict to, const gfloat *r, const gfloat *g, const gfloat *b, gsize n,
          gfloat factor)
{
  for (gsize i = 0; i < n; i++)
    to[i] += factor * (0.299f * seen (r[i]) + 0.587f * seen (g[i]) + 0.114f * seen (b[i]));
}

void
pst_enlarge_prepare (PstImage *painting, const PstImage *small)
{
  gsize n = (gsize) painting->width * (gsize) painting->height;

  for (gsize c = 0; c < 3; c++)
    add_luma (painting->data + c * n, small->data, small->data + n, small->data + 2 * n, n,
              -DETAIL);
}

static void
resample_line (gfloat *to, const gfloat *from, gint x0, const PstTaps *columns, gint column, gint n)
{
  for (gint x = 0; x < n; x++)
    {
      const gfloat *in = from + columns->first[column + x] - x0;
      const gdouble *weights = columns->weights + (gsize) (column + x) * (gsize) columns->width;
      gfloat sum = 0;

      for (gint k = 0; k < columns->width; k++)
        sum += (gfloat) weights[k] * in[k];
      to[x] = sum;
    }
}

/* to = the @n_rows lines of @from, BLOCK apart, times their weights. */
PST_VECTOR static void
add_lines (gfloat *restrict to, const gfloat *restrict from, const gdouble *weights, gint n_rows,
           gint n)
{
  memset (to, 0, (gsize) n * sizeof (gfloat));
  for (gint k = 0; k < n_rows; k++)
    {
      gfloat weight = (gfloat) weights[k];

      for (gint x = 0; x < n; x++)
        to[x] += weight * from[(gsize) k * BLOCK + (gsize) x];
    }
}

PST_VECTOR static void
clamp_line (gfloat *line, gint n)
{
  for (gint x = 0; x < n; x++)
    line[x] = CLAMP (line[x], 0, 1);
}

void
pst_enlarge_block (const PstEnlarger *enlarger, const PstEnlargeBlock *block, gfloat *scratch)
{
  const PstTaps *rows = enlarger->rows;
  const PstImage *prepared = block->prepared;
  gint row = block->row, n_columns = block->n_columns;
  gint first = rows->first[row], end = rows->first[row + block->n_rows - 1] + rows->width;

  for (gsize c = 0; c < 3; c++)
    {
      const gfloat *from = prepared->data + c * (gsize) prepared->width * (gsize) prepared->height;

      for (gint y = first; y < end; y++)
        resample_line (scratch + (gsize) (y - first) * BLOCK,
                       from + (gsize) (y - block->y0) * (gsize) prepared->width, block->x0,
                       enlarger->columns, block->column, n_columns);
      for (gint y = 0; y < block->n_rows; y++)
        {
          gfloat *line = block->to[c] + (gsize) y * block->stride;
          gsize at = (gsize) y * block->photo_stride;

          add_lines (line, scratch + (gsize) (rows->first[row + y] - first) * BLOCK,
                     rows->weights + (gsize) (row + y) * (gsize) rows->width, rows->width,
                     n_columns);
          add_luma (line, block->photo[0] + at, block->photo[1] + at, block->photo[2] + at,
                    (gsize) n_columns, DETAIL);
          clamp_line (line, n_columns);
        }
    }
}

/* ---- a part ----------------------------------------------------------- */

PstImage *
pst_enlarge (const PstImage *painting, const PstImage *small, const PstImage *photo, gint x, gint y,
             gint width, gint height, GError **error)
{
  g_auto (PstEnlarger) enlarger = { 0 };
  g_autoptr (PstImage) result = NULL, prepared = NULL, near = NULL;
  g_autofree gfloat *scratch = NULL;
  gint x0, y0, x1, y1;
  gsize n;

  if (painting->width != small->width || painting->height != small->height || x < 0 || y < 0
      || x > width - photo->width || y > height - photo->height)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                   "The part of %d x %d pixels at (%d, %d) is not within %d x %d, or painting and "
                   "photo differ in size",
                   photo->width, photo->height, x, y, width, height);
      return NULL;
    }
  if (painting->width == width && painting->height == height)
    return pst_image_crop (painting, x, y, photo->width, photo->height, error);

  if (! pst_enlarger_init (&enlarger, painting->width, painting->height,
                           &(PstEnlargePart){ width, height, x, y, photo->width, photo->height },
                           error))
    return NULL;
  x0 = enlarger.columns->first[0];
  y0 = enlarger.rows->first[0];
  x1 = enlarger.columns->first[photo->width - 1] + enlarger.columns->width;
  y1 = enlarger.rows->first[photo->height - 1] + enlarger.rows->width;
  result = pst_image_new (photo->width, photo->height, error);
  prepared = result ? pst_image_crop (painting, x0, y0, x1 - x0, y1 - y0, error) : NULL;
  near = prepared ? pst_image_crop (small, x0, y0, x1 - x0, y1 - y0, error) : NULL;
  if (! near)
    return NULL;
  pst_enlarge_prepare (prepared, near);
  scratch = g_new (gfloat, pst_enlarger_scratch (&enlarger));
  n = (gsize) photo->width * (gsize) photo->height;
  for (gint row = 0; row < photo->height; row += BLOCK)
    for (gint column = 0; column < photo->width; column += BLOCK)
      {
        gsize at = (gsize) row * photo->width + column;
        gfloat *to = result->data + at;
        const gfloat *from = photo->data + at;

        pst_enlarge_block (&enlarger,
                           &(PstEnlargeBlock){ column,
                                               row,
                                               MIN (BLOCK, photo->width - column),
                                               MIN (BLOCK, photo->height - row),
                                               { to, to + n, to + 2 * n },
                                               (gsize) photo->width,
                                               prepared,
                                               x0,
                                               y0,
                                               { from, from + n, from + 2 * n },
                                               (gsize) photo->width },
                           scratch);
      }
  return g_steal_pointer (&result);
}
