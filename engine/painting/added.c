/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/added.h"

#include "strokes/colour.h"
#include "strokes/flow.h"

#define FINE  1.2 /* pixels of deviation: the network's grid is 4 wide         */
#define WIDE  6.  /* and of what is slow, at a short side of SIDE               */
#define SIDE  448.
#define LIGHT .7f /* of what is slow of Y' is taken away, and all of Cb and Cr */

typedef struct
{
  const PstImage *laid;
  PstImage *painting;
  gfloat *added; /* [h][w], of one channel; then blurred a little      */
  gfloat *slow;  /* [h][w], blurred much                               */
  gint channel;  /* of Y', Cb, Cr                                      */
} Calming;

/* Items: lines. */
static void
take_item (gint y, gint worker, gpointer data)
{
  const Calming *c = data;
  const gsize w = (gsize) c->laid->width;

  for (gsize i = (gsize) y * w; i < ((gsize) y + 1) * w; i++)
    {
      gdouble was[3], is[3];

      pst_colour_at (c->laid, i, was);
      pst_colour_at (c->painting, i, is);
      c->added[i] = (gfloat) (is[c->channel] - was[c->channel]);
    }
}

static void
put_item (gint y, gint worker, gpointer data)
{
  const Calming *c = data;
  const gsize w = (gsize) c->laid->width;

  for (gsize i = (gsize) y * w; i < ((gsize) y + 1) * w; i++)
    {
      gdouble was[3], is[3];

      pst_colour_at (c->laid, i, was);
      pst_colour_at (c->painting, i, is);
      is[c->channel] = was[c->channel] + c->added[i] - (c->channel > 0 ? 1 : LIGHT) * c->slow[i];
      pst_colour_put (c->painting, i, is);
    }
}

gboolean
pst_added_calm (const PstImage *laid, PstPool *pool, PstImage *painting)
{
  const gint w = laid->width, h = laid->height;
  const gsize n = (gsize) w * (gsize) h;
  g_autofree gfloat *planes = g_try_malloc_n (4 * n, sizeof (gfloat));
  gfloat *fine = planes + n, *slow = planes + 2 * n, *scratch = planes + 3 * n;

  if (! planes)
    return FALSE;
  for (gint channel = 0; channel < 3; channel++)
    {
      pst_pool_run (pool, h, take_item, &(Calming){ laid, painting, planes, NULL, channel });
      pst_flow_blur (planes, w, h, FINE, scratch, fine, pool);
      pst_flow_blur (planes, w, h, WIDE * MIN (w, h) / SIDE, scratch, slow, pool);
      pst_pool_run (pool, h, put_item, &(Calming){ laid, painting, fine, slow, channel });
    }
  return TRUE;
}
