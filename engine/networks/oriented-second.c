/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/oriented-maps.h"

#include "ground/sums.h"
#include "kernels/gram.h"
#include "networks/oriented-lines.h"

#define KINDS 8 /* orientations x phases of the second filters */

/* Fills the block's first pixels with line @line, and w->lines of energy i at lines + i KINDS
 * length is not kept: there is room for one energy only. */
static void
second_features (const PstOriented *o, gint octave, const Map *m, gint line, const Work *w,
                 gfloat *block)
{
  gsize plane = (gsize) o->energy_h[octave] * m->from_stride;
  const gfloat *rows[2 * RADIUS_2 + 1];

  put_ones (m, block);
  for (gint i = 0; i < ORIENTATIONS; i++)
    {
      gfloat *own = block + (gsize) i * m->block;

      rows_at (rows, o->energy[octave] + (gsize) i * plane, m->from_stride, line, 2 * RADIUS_2 + 1);
      memcpy (own, rows[RADIUS_2] + RADIUS_2, (gsize) m->w * sizeof (gfloat));
      memset (own + m->w, 0, (gsize) (m->length - m->w) * sizeof (gfloat));
      pst_gabor_row (o->second, 2, rows, m->w, w->lines, (gsize) m->length, w->gabor);
      for (gint k = 0; k < KINDS; k++)
        pst_line_rectify (w->lines + (gsize) k * (gsize) m->length, m->w, m->length,
                          block + (gsize) (UP_2 + i * KINDS + k) * m->block,
                          block + (gsize) (DOWN_2 + i * KINDS + k) * m->block);
    }
}

void
pst_oriented_second_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip, filled = 0;
  Map *m = find_strip (job, item, &octave, &strip);
  Work w = work_of (job, m, worker);
  gdouble *sums = sums_new (m, strip);

  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      if (! is_looked_at (m, line, job->phase))
        continue;
      if ((gsize) (filled + m->length) > m->block)
        {
          pst_gram_add (w.block, m->block, m->channels, filled, sums);
          filled = 0;
        }
      second_features (job->o, octave, m, line, &w, w.block + filled);
      filled += m->length;
    }
  if (filled > 0)
    pst_gram_add (w.block, m->block, m->channels, filled, sums);
}

void
pst_oriented_second_back_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip;
  Map *m = find_strip (job, item, &octave, &strip);
  Work w = work_of (job, m, worker);
  gfloat *rows[2 * RADIUS_2 + 1];

  if (! m->active)
    return;
  memset (m->back + (gsize) strip * m->strip_floats, 0, m->strip_floats * sizeof (gfloat));
  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      if (! is_looked_at (m, line, job->phase))
        continue;
      second_features (job->o, octave, m, line, &w, w.block);
      multiply (m, w.block, w.d);
      for (gint i = 0; i < ORIENTATIONS; i++)
        {
          back_rows (m, strip, i, line, 2 * RADIUS_2 + 1, rows);
          pst_add_scaled (rows[RADIUS_2] + RADIUS_2, w.d + (gsize) i * m->block, 1, (gsize) m->w);
          /* What is rectified tells where it was positive. */
          for (gint k = 0; k < KINDS; k++)
            pst_line_rectify_back (w.block + (gsize) (UP_2 + i * KINDS + k) * m->block, m->length,
                                   w.d + (gsize) (UP_2 + i * KINDS + k) * m->block,
                                   w.d + (gsize) (DOWN_2 + i * KINDS + k) * m->block,
                                   w.dlines + (gsize) k * (gsize) m->length);
          pst_gabor_row_back (job->o->second, 2, rows, m->w, w.dlines, (gsize) m->length, w.gabor);
        }
    }
}
