/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "training/losses/planes.h"

#define FIELD  32 /* side of the squares in which lattices are looked for */
#define PERIOD 4  /* the longest */

/* Waves a lattice is made of, in quarters of a cycle per pixel down and across. */
static const gint8 waves[][2] = { { 0, 2 }, { 2, 0 }, { 2, 2 }, { 0, 1 },
                                  { 1, 0 }, { 1, 1 }, { 1, -1 } };

#define N_WAVES ((gint) G_N_ELEMENTS (waves))

/* cos, or with @sine sin, of wave @which at (r, c): 0, 1 or -1. */
static gint
wave_at (gint which, gboolean sine, gint r, gint c)
{
  static const gint8 quarter[] = { 1, 0, -1, 0 };

  return quarter[(waves[which][0] * r + waves[which][1] * c - sine + 4 * PERIOD) % PERIOD];
}

/* Hann's window, of squares that sum up to 1 over a field. */
static void
make_window (gfloat window[FIELD])
{
  gdouble squares = 0;

  for (gint i = 0; i < FIELD; i++)
    {
      gdouble w = 0.5 - 0.5 * cos (2 * G_PI * (i + 0.5) / FIELD);

      window[i] = (gfloat) w;
      squares += w * w;
    }
  for (gint i = 0; i < FIELD; i++)
    window[i] /= (gfloat) sqrt (squares);
}

/* The energy of all waves in the field at @y of rows @stride apart, with its
 * gradient, times @weight, added at @dy.  All that has a period of 4 pixels is the same
 * after folding into 4 x 4. */
static gdouble
field_energy (const gfloat *y, gfloat *dy, gint stride, const gfloat *window, gdouble weight)
{
  gdouble folded[PERIOD][PERIOD] = { 0 }, back[PERIOD][PERIOD] = { 0 };
  gdouble energy = 0;

  for (gint r = 0; r < FIELD; r++)
    for (gint c = 0; c < FIELD; c++)
      folded[r % PERIOD][c % PERIOD] += window[r] * window[c] * y[r * stride + c];
  for (gint k = 0; k < N_WAVES; k++)
    for (gint sine = 0; sine < 2; sine++)
      {
        gdouble dot = 0;

        for (gint i = 0; i < PERIOD * PERIOD; i++)
          dot += wave_at (k, sine, i / PERIOD, i % PERIOD) * folded[i / PERIOD][i % PERIOD];
        energy += dot * dot;
        for (gint i = 0; i < PERIOD * PERIOD; i++)
          back[i / PERIOD][i % PERIOD] +=
              2 * weight * dot * wave_at (k, sine, i / PERIOD, i % PERIOD);
      }
  for (gint r = 0; r < FIELD; r++)
    for (gint c = 0; c < FIELD; c++)
      dy[r * stride + c] += window[r] * window[c] * (gfloat) back[r % PERIOD][c % PERIOD];
  return energy;
}

static void
lattice_image (gint n, gint worker, gpointer data)
{
  const PstImageJob *p = data;
  gint h = p->y->h, w = p->y->w, rows = h / FIELD, cols = w / FIELD, fields = rows * cols;
  gfloat window[FIELD], *lx, *dl;
  gfloat *ly = pst_image_job_begin (p, n, worker, 0, &lx, &dl);
  gdouble sum = 0;

  make_window (window);
  for (gint i = 0; i < fields; i++)
    {
      gint at = i / cols * FIELD * w + i % cols * FIELD;

      sum += field_energy (ly + at, dl + at, w, window, p->weight / fields / N_WAVES);
    }
  p->sums[n] = sum / MAX (1, fields) / N_WAVES;
  pst_image_job_end (p, n, dl);
}

/* What is in step with the grid that the generator's layers make: energy of the luma of y in
 * waves of 2 and 4 pixels along x, y and both diagonals, in units of a white noise's
 * variance; mean over waves, squares of 32 x 32 pixels under Hann's window, and images.
 * Parts of squares at the right and lower edge do not count. */
gdouble
pst_judge_lattice (const PstJudged *j, gdouble weight)
{
  return pst_loss_of_images (j->tape, j->y, NULL, j->y, weight, lattice_image);
}
