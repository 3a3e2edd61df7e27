/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/broken.h"

#include "ground/random.h"
#include "strokes/flow.h"
#include "strokes/smoothstep.h"

#define KEY    7
#define TRIES  2 /* places from which the one with less form is taken */
#define CELLS  16
#define NEAR   12
#define DARKER .4f  /* luma of -1 to 1 by which a line differs */
#define FEW    .012 /* of strokes, that are one */
#define MANY   .03

/* Of what is some strokes wide, squared: an edge of a form is no choice of colours. */
static void
take_form (const PstImage *painting, gdouble width, gfloat *planes, gfloat *form, PstPool *pool)
{
  const gint w = painting->width, h = painting->height;
  const gsize n = (gsize) w * (gsize) h;

  for (gsize c = 0; c < 3; c++)
    {
      const gfloat *x = painting->data + c * n;

      pst_flow_blur (x, w, h, 1.2 * width, planes, planes + n, pool);
      pst_flow_blur (x, w, h, 3 * width, planes, planes + 2 * n, pool);
      for (gsize i = 0; i < n; i++)
        form[i] += (planes[n + i] - planes[2 * n + i]) * (planes[n + i] - planes[2 * n + i]);
    }
}

gboolean
pst_broken_take (PstBroken *broken, const PstImage *painting, gdouble width, PstPool *pool)
{
  const gint w = painting->width, h = painting->height;
  const gsize n = (gsize) w * (gsize) h;
  g_autofree gfloat *planes = g_try_new0 (gfloat, 4 * n);
  gsize place[PST_BROKEN_COLOURS];
  gfloat *form = planes + 3 * n;

  if (! planes)
    return FALSE;
  take_form (painting, width, planes, form, pool);
  for (gint i = 0; i < PST_BROKEN_COLOURS; i++)
    for (gint k = 0; k < TRIES; k++)
      {
        gsize at = pst_random_bits (KEY, (guint64) (i * TRIES + k)) % n;

        if (k == 0 || form[at] < form[place[i]])
          place[i] = at;
      }
  for (gsize c = 0; c < 3; c++)
    {
      const gfloat *x = painting->data + c * n;

      pst_flow_blur (x, w, h, 2 * width, planes, planes + n, pool);
      pst_flow_blur (x, w, h, MAX (.15 * width, .5), planes, planes + 2 * n, pool);
      for (gint i = 0; i < PST_BROKEN_COLOURS; i++)
        {
          broken->colour[i][c] = CLAMP (2 * planes[n + place[i]] - 1, -1, 1);
          broken->colour[i][3 + c] = CLAMP (2 * planes[2 * n + place[i]] - 1, -1, 1);
        }
    }
  return TRUE;
}

/* ---- search ----------------------------------------------------------- */

gdouble
pst_broken_lines (const PstBroken *broken, gfloat *colour)
{
  gdouble lines = 0;

  for (gint c = 0; c < 3; c++)
    colour[c] = 0;
  for (gint i = 0; i < PST_BROKEN_COLOURS; i++)
    {
      const gfloat *around = broken->colour[i], *own = around + 3;
      gfloat darker = .299f * (around[0] - own[0]) + .587f * (around[1] - own[1])
                      + .114f * (around[2] - own[2]);

      if (darker < DARKER)
        continue;
      lines++;
      for (gint c = 0; c < 3; c++)
        colour[c] += own[c];
    }
  for (gint c = 0; c < 3; c++)
    colour[c] /= (gfloat) MAX (lines, 1);
  return pst_smoothstep (FEW, MANY, lines / PST_BROKEN_COLOURS);
}

struct _PstBrokenIndex
{
  gint16 near[CELLS * CELLS * CELLS][NEAR];
  gfloat mean[CELLS * CELLS * CELLS][3]; /* of how far their strokes are from them: taken away, or
                                            tones would change */
};

/* The nearest first; of equals, the first. */
static void
find_near (const PstBroken *broken, const gfloat *at, gint16 *near)
{
  static const gfloat weight[3] = { .6f, 1.2f, .3f };
  gfloat distance[NEAR];
  gint count = 0;

  for (gint m = 0; m < PST_BROKEN_COLOURS; m++)
    {
      gfloat d = 0;
      gint p;

      for (gint c = 0; c < 3; c++)
        d += weight[c] * (broken->colour[m][c] - at[c]) * (broken->colour[m][c] - at[c]);
      if (count == NEAR && d >= distance[NEAR - 1])
        continue;
      for (p = count < NEAR ? count++ : NEAR - 1; p > 0 && distance[p - 1] > d; p--)
        {
          distance[p] = distance[p - 1];
          near[p] = near[p - 1];
        }
      distance[p] = d;
      near[p] = (gint16) m;
    }
}

PstBrokenIndex *
pst_broken_index_new (const PstBroken *broken)
{
  PstBrokenIndex *index = g_new (PstBrokenIndex, 1);

  for (gint i = 0; i < CELLS * CELLS * CELLS; i++)
    {
      gint of[3] = { i / (CELLS * CELLS), i / CELLS % CELLS, i % CELLS };
      gfloat at[3];

      for (gint c = 0; c < 3; c++)
        at[c] = ((gfloat) of[c] + .5f) * 2 / CELLS - 1;
      find_near (broken, at, index->near[i]);
      for (gint c = 0; c < 3; c++)
        {
          index->mean[i][c] = 0;
          for (gint k = 0; k < NEAR; k++)
            {
              const gfloat *colour = broken->colour[index->near[i][k]];

              index->mean[i][c] += (colour[3 + c] - colour[c]) / NEAR;
            }
        }
    }
  return index;
}

void
pst_broken_index_free (PstBrokenIndex *index)
{
  g_free (index);
}

void
pst_broken_apply (const PstBroken *broken, const PstBrokenIndex *index, gdouble amount,
                  guint64 bits, gfloat *colour)
{
  const gfloat *chosen;
  gint cell = 0;

  for (gint c = 0; c < 3; c++)
    cell = cell * CELLS + CLAMP ((gint) ((colour[c] + 1) * CELLS / 2), 0, CELLS - 1);
  chosen = broken->colour[index->near[cell][bits % NEAR]];
  for (gint c = 0; c < 3; c++)
    {
      gfloat by = chosen[3 + c] - chosen[c] - index->mean[cell][c];

      colour[c] = CLAMP (colour[c] + (gfloat) amount * by, -1, 1);
    }
}
