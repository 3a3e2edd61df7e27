/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/colour-table.h"

#define SIDE PST_COLOUR_TABLE_SIDE

struct _PstColourTable
{
  gdouble low[3], step[3];
  gfloat point[SIDE][SIDE][SIDE][3];
};

typedef struct
{
  PstColourTable *table;
  PstColourFunc func;
  gpointer data;
} Making;

/* Item: two axes' places. */
static void
make_item (gint item, gint worker, gpointer data)
{
  const Making *m = data;
  PstColourTable *t = m->table;
  gint i = item / SIDE, j = item % SIDE;

  for (gint k = 0; k < SIDE; k++)
    {
      gdouble from[3] = { t->low[0] + i * t->step[0], t->low[1] + j * t->step[1],
                          t->low[2] + k * t->step[2] };
      gdouble to[3];

      m->func (from, to, m->data);
      for (gint c = 0; c < 3; c++)
        t->point[i][j][k][c] = (gfloat) to[c];
    }
}

PstColourTable *
pst_colour_table_new (const gdouble *low, const gdouble *high, PstColourFunc func, gpointer data,
                      PstPool *pool)
{
  PstColourTable *table = g_new (PstColourTable, 1);
  Making making = { table, func, data };

  for (gint c = 0; c < 3; c++)
    {
      table->low[c] = low[c];
      table->step[c] = (high[c] - low[c]) / (SIDE - 1);
    }
  pst_pool_run (pool, SIDE * SIDE, make_item, &making);
  return table;
}

void
pst_colour_table_free (PstColourTable *table)
{
  g_free (table);
}

typedef struct
{
  const PstColourTable *table;
  PstImage *image;
  gboolean keep_luma;
} Applying;

/* Item: a line. */
static void
apply_item (gint item, gint worker, gpointer data)
{
  const Applying *a = data;
  const PstColourTable *t = a->table;
  const gsize w = (gsize) a->image->width;

  for (gsize i = (gsize) item * w; i < (gsize) (item + 1) * w; i++)
    {
      gdouble yuv[3], part[3], to[3] = { 0 };
      gint at[3];

      pst_colour_at (a->image, i, yuv);
      for (gint c = 0; c < 3; c++)
        {
          gdouble place = CLAMP ((yuv[c] - t->low[c]) / t->step[c], 0, SIDE - 1.001);

          at[c] = (gint) place;
          part[c] = place - at[c];
        }
      for (gint k = 0; k < 8; k++)
        {
          const gfloat *point = t->point[at[0] + k / 4][at[1] + k / 2 % 2][at[2] + k % 2];
          gdouble weight = (k / 4 ? part[0] : 1 - part[0]) * (k / 2 % 2 ? part[1] : 1 - part[1])
                           * (k % 2 ? part[2] : 1 - part[2]);

          for (gint c = 0; c < 3; c++)
            to[c] += weight * point[c];
        }
      if (a->keep_luma)
        to[0] = yuv[0];
      pst_colour_put (a->image, i, to);
    }
}

void
pst_colour_table_apply (const PstColourTable *table, PstImage *image, gboolean keep_luma,
                        PstPool *pool)
{
  Applying applying = { table, image, keep_luma };

  pst_pool_run (pool, image->height, apply_item, &applying);
}
