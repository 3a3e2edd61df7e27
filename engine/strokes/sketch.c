/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/sketch.h"

#include "strokes/correlation.h"
#include "strokes/flow.h"

#define USUAL_SIDE 400. /* pixels of a short side that has scale 1 */
#define LEAST      .5
#define MOST       4.
#define LARGE      4.   /* pixels at scale 1: deviation of the Gaussian that settles lightness */
#define KEEPS      .95  /* so it is to correlate, at large, with the photo's                   */
#define SETTLES    .95f /* by no more than that                                                */
#define MORE       .05f
#define EVERY      7 /* pixels for one that is asked */

PstSketch *
pst_sketch_new (PstEngine *engine, const PstImage *photo, const PstImage *wanted,
                const gdouble *lean, gint short_side, guint64 key, GCancellable *cancellable)
{
  PstSketch *s = g_new0 (PstSketch, 1);
  gfloat *scratch, *luma;

  *s = (PstSketch){ .engine = engine,
                    .w = photo->width,
                    .h = photo->height,
                    .photo = photo->data,
                    .wanted = wanted->data,
                    .scale = CLAMP (short_side / USUAL_SIDE, LEAST, MOST),
                    .key = key,
                    .cancellable = cancellable };
  s->along_x = pst_sketch_take (s, 2);
  s->along_y = s->along_x ? s->along_x + (gsize) s->w * (gsize) s->h : NULL;
  scratch = pst_sketch_take (s, PST_FLOW_PLANES + 1);
  if (! s->along_x || ! scratch)
    {
      pst_sketch_give (s, scratch);
      pst_sketch_free (s);
      return NULL;
    }
  luma = scratch + PST_FLOW_PLANES * (gsize) s->w * (gsize) s->h;
  pst_sketch_luma (s, photo->data, luma);
  pst_flow_field (luma, s->w, s->h, lean, scratch, s->along_x, s->along_y, engine->pool);
  pst_sketch_give (s, scratch);
  return s;
}

void
pst_sketch_free (PstSketch *sketch)
{
  if (! sketch)
    return;
  pst_sketch_give (sketch, sketch->along_x);
  g_free (sketch);
}

gfloat *
pst_sketch_take (const PstSketch *sketch, gint planes)
{
  return pst_arena_take (sketch->engine->arena,
                         (gsize) planes * (gsize) sketch->w * (gsize) sketch->h * sizeof (gfloat));
}

void
pst_sketch_give (const PstSketch *sketch, gfloat *planes)
{
  pst_arena_give (sketch->engine->arena, planes);
}

void
pst_sketch_luma (const PstSketch *sketch, const gfloat *rgb, gfloat *to)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;

  for (gsize i = 0; i < n; i++)
    to[i] = .299f * rgb[i] + .587f * rgb[n + i] + .114f * rgb[2 * n + i];
}

static void
put_large (const PstSketch *s, const gfloat *rgb, gfloat *scratch, gfloat *to)
{
  const gsize n = (gsize) s->w * (gsize) s->h;

  pst_sketch_luma (s, rgb, scratch + n);
  pst_flow_blur (scratch + n, s->w, s->h, LARGE * s->scale, scratch, to, s->engine->pool);
}

/* As much as light and dark need that are @is and can be @can where the photo's are @photo's. */
static gfloat
enough (const gfloat *is, const gfloat *can, const gfloat *photo, gsize n, gfloat least)
{
  gfloat amount;

  for (amount = least; amount < SETTLES; amount += MORE)
    {
      PstCorrelation c = { 0 };

      for (gsize i = 0; i < n; i += EVERY)
        pst_correlation_add (&c, photo[i], is[i] + amount * (can[i] - is[i]), 1);
      if (pst_correlation_get (&c) >= KEEPS)
        break;
    }
  return amount;
}

gboolean
pst_sketch_settle (const PstSketch *sketch, gfloat least, gfloat *canvas)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;
  gfloat *spare = pst_sketch_take (sketch, 5), *scratch = spare + 3 * n, amount;

  if (! spare)
    return FALSE;
  put_large (sketch, canvas, scratch, spare);
  put_large (sketch, sketch->wanted, scratch, spare + n);
  put_large (sketch, sketch->photo, scratch, spare + 2 * n);
  amount = enough (spare, spare + n, spare + 2 * n, n, least);
  for (gsize i = 0; i < 3 * n; i++)
    {
      const gfloat v = canvas[i] + amount * (spare[n + i % n] - spare[i % n]);

      canvas[i] = CLAMP (v, -1, 1);
    }
  pst_sketch_give (sketch, spare);
  return TRUE;
}
