/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/hues.h"

#include "strokes/colour.h"
#include "strokes/flow.h"

#define WIDE   6. /* pixels of deviation, at a short side of SIDE */
#define SIDE   448.
#define CHROMA 2 /* Cb and Cr */

typedef struct
{
  const PstImage *laid;
  PstImage *painting;
  gfloat *plane; /* [h][w]: of what was added, or of its slow part */
  gint channel;  /* of Y', Cb, Cr                                  */
} Keeping;

/* Items: lines. */
static void
added_item (gint y, gint worker, gpointer data)
{
  const Keeping *k = data;
  const gsize w = (gsize) k->laid->width;

  for (gsize i = (gsize) y * w; i < ((gsize) y + 1) * w; i++)
    {
      gdouble was[3], is[3];

      pst_colour_at (k->laid, i, was);
      pst_colour_at (k->painting, i, is);
      k->plane[i] = (gfloat) (is[k->channel] - was[k->channel]);
    }
}

static void
take_item (gint y, gint worker, gpointer data)
{
  const Keeping *k = data;
  const gsize w = (gsize) k->laid->width;

  for (gsize i = (gsize) y * w; i < ((gsize) y + 1) * w; i++)
    {
      gdouble yuv[3];

      pst_colour_at (k->painting, i, yuv);
      yuv[k->channel] -= k->plane[i];
      pst_colour_put (k->painting, i, yuv);
    }
}

gboolean
pst_hues_keep (const PstImage *laid, PstPool *pool, PstImage *painting)
{
  const gint w = laid->width, h = laid->height;
  const gsize n = (gsize) w * (gsize) h;
  g_autofree gfloat *planes = g_try_malloc_n (3 * n, sizeof (gfloat));

  if (! planes)
    return FALSE;
  for (gint c = 0; c < CHROMA; c++)
    {
      Keeping k = { laid, painting, planes, 1 + c };

      pst_pool_run (pool, h, added_item, &k);
      pst_flow_blur (planes, w, h, WIDE * MIN (w, h) / SIDE, planes + n, planes + 2 * n, pool);
      k.plane = planes + 2 * n;
      pst_pool_run (pool, h, take_item, &k);
    }
  return TRUE;
}
