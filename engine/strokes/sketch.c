/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/sketch.h"

#include "strokes/flow.h"

#define USUAL_SIDE 400. /* pixels of a short side that has scale 1 */
#define LEAST      .5
#define MOST       4.
#define LARGE      5. /* pixels at scale 1: deviation of the Gaussian that settles lightness */

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

gboolean
pst_sketch_settle (const PstSketch *sketch, gfloat amount, gfloat *canvas)
{
  const gsize n = (gsize) sketch->w * (gsize) sketch->h;
  gfloat *spare = pst_sketch_take (sketch, 3), *scratch = spare + n;

  if (! spare)
    return FALSE;
  pst_sketch_luma (sketch, canvas, spare);
  pst_sketch_luma (sketch, sketch->wanted, scratch);
  for (gsize i = 0; i < n; i++)
    spare[i] = scratch[i] - spare[i];
  pst_flow_blur (spare, sketch->w, sketch->h, LARGE * sketch->scale, scratch, scratch + n,
                 sketch->engine->pool);
  for (gsize i = 0; i < 3 * n; i++)
    {
      const gfloat v = canvas[i] + amount * scratch[n + i % n];

      canvas[i] = CLAMP (v, -1, 1);
    }
  pst_sketch_give (sketch, spare);
  return TRUE;
}
