/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "networks/oriented-maps.h"

#include "ground/sums.h"
#include "kernels/gram.h"
#include "networks/oriented-lines.h"

/* Fills the block's first pixels with line @line; w->lines holds the filtered luma already,
 * and w->more will hold the filtered chroma. */
static void
first_features (const PstOriented *o, const Map *m, const PstLevel *x, gint line, const Work *w,
                gfloat *block)
{
  const gfloat *rows[2 * RADIUS + 1], *near[3];

  put_ones (m, block);
  for (gint i = 0; i < 2 * ORIENTATIONS; i++)
    pst_line_rectify (w->lines + (gsize) i * (gsize) m->length, m->w, m->length,
                      block + (gsize) i * m->block, block + (gsize) (DOWN + i) * m->block);
  for (gint c = 0; c < 3; c++)
    {
      rows_at (near, x->plane[c] + RADIUS - 1, x->stride, line + RADIUS - 1, 3);
      pst_line_blur (near, m->w, m->length, BLUR, block + (gsize) (BLURRED + c) * m->block);
    }
  for (gint c = 0; c < 2; c++)
    {
      gfloat *filtered = w->more + (gsize) (c * ORIENTATIONS) * (gsize) m->length;

      rows_at (rows, x->plane[1 + c], x->stride, line, 2 * RADIUS + 1);
      pst_gabor_row (o->first, 1, rows, m->w, filtered, (gsize) m->length, w->gabor);
      for (gint i = 0; i < ORIENTATIONS; i++)
        {
          gfloat *to = block + (gsize) (CHROMA + c * ORIENTATIONS + i) * m->block;

          memcpy (to, filtered + (gsize) i * (gsize) m->length,
                  (gsize) m->length * sizeof (gfloat));
          pst_line_absolute (to, m->w, m->length);
        }
    }
}

static void
filter_luma (const PstOriented *o, const Map *m, const PstLevel *x, gint line, const Work *w)
{
  const gfloat *rows[2 * RADIUS + 1];

  rows_at (rows, x->plane[0], x->stride, line, 2 * RADIUS + 1);
  pst_gabor_row (o->first, 2, rows, m->w, w->lines, (gsize) m->length, w->gabor);
}

static void
take_energy (PstOriented *o, gint octave, const Map *m, gint line, const Work *w)
{
  gsize stride = o->map[2 * octave + 1].from_stride;
  gsize plane = (gsize) o->energy_h[octave] * stride;

  for (gint i = 0; i < ORIENTATIONS; i++)
    pst_line_energy (w->lines + (gsize) i * (gsize) m->length,
                     w->lines + (gsize) (ORIENTATIONS + i) * (gsize) m->length, m->w, line % 2,
                     w->root, o->energy[octave] + (gsize) i * plane + (gsize) (line / 2) * stride);
}

void
pst_oriented_first_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip, filled = 0;
  Map *m = find_strip (job, item, &octave, &strip);
  const PstLevel *x = &job->x->level[octave];
  Work w = work_of (job, m, worker);
  gdouble *sums = sums_new (m, strip);

  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      filter_luma (job->o, m, x, line, &w);
      if (job->o->map[2 * octave + 1].h > 0 && line / 2 < job->o->energy_h[octave])
        take_energy (job->o, octave, m, line, &w);
      if (! is_looked_at (m, line, job->phase))
        continue;
      if ((gsize) (filled + m->length) > m->block)
        {
          pst_gram_add (w.block, m->block, m->channels, filled, sums);
          filled = 0;
        }
      first_features (job->o, m, x, line, &w, w.block + filled);
      filled += m->length;
    }
  if (filled > 0)
    pst_gram_add (w.block, m->block, m->channels, filled, sums);
}

/* dlines += what the energies' gradient makes of a line of filtered luma. */
static void
energy_back (const PstOriented *o, gint octave, const Map *m, gint line, const Work *w)
{
  const Map *second = &o->map[2 * octave + 1];
  gint lines = second->strip + 2 * second->radius;

  for (gint i = 0; i < ORIENTATIONS; i++)
    {
      gfloat *d = w->more;

      memset (d, 0, (gsize) m->length * sizeof (gfloat));
      /* A line of energy is in the copies of its own strip and of its neighbours. */
      for (gint s = MAX (line / 2 - lines + 1, 0) / second->strip; s < second->n_strips; s++)
        {
          gint at = line / 2 - s * second->strip;

          if (at < 0)
            break;
          if (at < lines)
            pst_add_scaled (d,
                            second->back + (gsize) s * second->strip_floats
                                + (gsize) (i * lines + at) * second->from_stride,
                            .25f, (gsize) o->energy_w[octave]);
        }
      pst_line_energy_back (w->lines + (gsize) i * (gsize) m->length,
                            w->lines + (gsize) (ORIENTATIONS + i) * (gsize) m->length,
                            2 * o->energy_w[octave], d, w->dlines + (gsize) i * (gsize) m->length,
                            w->dlines + (gsize) (ORIENTATIONS + i) * (gsize) m->length);
    }
}

static void
first_features_back (const PstOriented *o, const Map *m, gint strip, gint line, const Work *w)
{
  gfloat *rows[2 * RADIUS + 1], *near[3];

  for (gint i = 0; i < 2 * ORIENTATIONS; i++)
    pst_line_rectify_back (w->lines + (gsize) i * (gsize) m->length, m->length,
                           w->d + (gsize) i * m->block, w->d + (gsize) (DOWN + i) * m->block,
                           w->dlines + (gsize) i * (gsize) m->length);
  for (gint c = 0; c < 3; c++)
    {
      back_rows (m, strip, c, line + RADIUS - 1, 3, near);
      for (gint k = 0; k < 3; k++)
        near[k] += RADIUS - 1;
      pst_line_blur_back (w->d + (gsize) (BLURRED + c) * m->block, m->w, BLUR, near);
    }
  for (gint c = 0; c < 2; c++)
    {
      gfloat *d = w->d + (gsize) (CHROMA + c * ORIENTATIONS) * m->block;

      for (gint i = 0; i < ORIENTATIONS; i++)
        pst_line_absolute_back (w->more + (gsize) (c * ORIENTATIONS + i) * (gsize) m->length,
                                m->length, d + (gsize) i * m->block);
      back_rows (m, strip, 1 + c, line, 2 * RADIUS + 1, rows);
      pst_gabor_row_back (o->first, 1, rows, m->w, d, m->block, w->gabor);
    }
}

void
pst_oriented_first_back_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint octave, strip;
  Map *m = find_strip (job, item, &octave, &strip);
  const Map *second = m + 1;
  const PstLevel *x = &job->x->level[octave];
  Work w = work_of (job, m, worker);
  gfloat *rows[2 * RADIUS + 1];

  memset (m->back + (gsize) strip * m->strip_floats, 0, m->strip_floats * sizeof (gfloat));
  for (gint line = strip * m->strip; line < MIN ((strip + 1) * m->strip, m->h); line++)
    {
      gboolean features = m->active && is_looked_at (m, line, job->phase);
      gboolean energy = second->active && line / 2 < job->o->energy_h[octave];

      if (! features && ! energy)
        continue;
      filter_luma (job->o, m, x, line, &w);
      if (features)
        {
          first_features (job->o, m, x, line, &w, w.block);
          multiply (m, w.block, w.d);
          first_features_back (job->o, m, strip, line, &w);
        }
      else
        memset (w.dlines, 0, 16 * (gsize) m->length * sizeof (gfloat));
      if (energy)
        energy_back (job->o, octave, m, line, &w);
      back_rows (m, strip, 0, line, 2 * RADIUS + 1, rows);
      pst_gabor_row_back (job->o->first, 2, rows, m->w, w.dlines, (gsize) m->length, w.gabor);
    }
}
