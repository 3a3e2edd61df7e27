/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/planes.h"

#include <math.h>

#include "strokes/contours.h"
#include "strokes/flow.h"

#define FINE       .8  /* pixels at scale 1: blur of what is smaller              */
#define VIVID      2.5 /* at most */
#define PASSES     3
#define ALONG      8
#define ACROSS     4
#define SAME_ALONG .6 /* colours that are averaged */
#define SAME       .3
#define LINE       .9 /* pixels of deviation                                      */
#define INK        .8f
#define CALM       3   /* pixels along which the planes' bounds are smoothed    */
#define SHADE      .5f /* part of the photo's shading that stays in a plane      */

/* Mean square of what is not luma of @n colours, the channels @stride numbers apart. */
static gdouble
chroma (const gfloat *rgb, gsize n, gsize stride, gsize next)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const gfloat *x = rgb + i * next;
      gfloat luma = .299f * x[0] + .587f * x[stride] + .114f * x[2 * stride];

      for (gsize c = 0; c < 3; c++)
        sum += (x[c * stride] - luma) * (x[c * stride] - luma);
    }
  return sum / (gdouble) MAX (n, 1);
}

/* Colours so far from gray as the palette's are, that more than its grays is found. */
static void
make_vivid (const PstPalette *palette, const gfloat *luma, gsize n, gfloat *rgb)
{
  gdouble wanted = chroma (palette->colour[0], (gsize) palette->n, 1, 3);
  gdouble have = chroma (rgb, n, n, 1);
  gfloat more = (gfloat) CLAMP (sqrt (wanted / (have + 1e-6)), 1, VIVID);

  for (gsize i = 0; i < 3 * n; i++)
    rgb[i] = luma[i % n] + more * (rgb[i] - luma[i % n]);
}

gboolean
pst_planes_lay (const PstColours *colours, const PstSketch *sketch, gfloat *canvas)
{
  const gint w = sketch->w, h = sketch->h;
  const gsize n = (gsize) w * (gsize) h;
  const gdouble scale = sketch->scale;
  PstPool *pool = sketch->engine->pool;
  gfloat *spare = pst_sketch_take (sketch, 6);
  gfloat *luma = spare + 4 * n, *lines = spare + 5 * n, *shade = spare + 3 * n;
  PstPalette palette;

  if (! spare)
    return FALSE;
  pst_palette_take (&palette, colours);
  pst_sketch_luma (sketch, sketch->wanted, luma);
  pst_contours_lines (sketch, luma, LINE * scale, spare, lines);
  for (gsize c = 0; c < 3; c++)
    pst_flow_blur (sketch->wanted + c * n, w, h, FINE * scale, spare, canvas + c * n, pool);
  pst_sketch_luma (sketch, canvas, luma);
  make_vivid (&palette, luma, n, canvas);
  for (gint pass = 0; pass < PASSES; pass++)
    {
      pst_contours_smooth (sketch, canvas, 3, FALSE, (gint) (ALONG * scale), SAME_ALONG, spare);
      pst_contours_smooth (sketch, spare, 3, TRUE, (gint) (ACROSS * scale), SAME, canvas);
    }
  pst_sketch_luma (sketch, canvas, luma);
  pst_palette_snap (&palette, w, h, canvas, pool);
  pst_contours_smooth (sketch, canvas, 3, FALSE, (gint) (CALM * scale), 0, spare);
  pst_sketch_luma (sketch, spare, shade);
  for (gsize i = 0; i < n; i++)
    shade[i] = SHADE * (luma[i] - shade[i]);
  for (gsize c = 0; c < 3; c++)
    for (gsize i = 0; i < n; i++)
      {
        gfloat plane = spare[c * n + i] + shade[i];
        gfloat v = plane + INK * lines[i] * (palette.colour[0][c] - plane);

        canvas[c * n + i] = CLAMP (v, -1, 1);
      }
  pst_sketch_give (sketch, spare);
  return TRUE;
}
