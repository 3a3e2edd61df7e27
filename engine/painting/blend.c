/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/blend.h"

#include <string.h>

#include "ground/vector.h"

#define CHUNK 256 /* pixels, in arrays that nothing else points to */

typedef gfloat Chunk[3][CHUNK];

/* p += mix (q - p) */
PST_VECTOR static void
mix_chunk (Chunk p, const Chunk q, gfloat mix)
{
  for (gint c = 0; c < 3; c++)
    for (gint i = 0; i < CHUNK; i++)
      p[c][i] += mix * (q[c][i] - p[c][i]);
}

/* p = x + strength (recolour (p) - x) */
PST_VECTOR static void
blend_chunk (Chunk p, const Chunk x, gfloat strength, gfloat keep)
{
  for (gint i = 0; i < CHUNK; i++)
    {
      gfloat xr = x[0][i], xg = x[1][i], xb = x[2][i];
      gfloat luma_x = 0.299f * xr + 0.587f * xg + 0.114f * xb;
      gfloat light = MAX (1, MAX (xr, MAX (xg, xb)));
      gfloat pr = light * p[0][i], pg = light * p[1][i], pb = light * p[2][i];
      gfloat shift = keep * (0.299f * pr + 0.587f * pg + 0.114f * pb - luma_x);

      /* Chroma is colour minus luma: p - luma_p, x - luma_x. */
      pr += keep * (xr - pr) + shift;
      pg += keep * (xg - pg) + shift;
      pb += keep * (xb - pb) + shift;
      p[0][i] = xr + strength * (pr - xr);
      p[1][i] = xg + strength * (pg - xg);
      p[2][i] = xb + strength * (pb - xb);
    }
}

static void
load (Chunk to, const gfloat *const from[3], gsize at, gsize n)
{
  for (gint c = 0; c < 3; c++)
    memcpy (to[c], from[c] + at, n * sizeof (gfloat));
}

void
pst_blend_line (gfloat *const out[3], const gfloat *const photo[3], const gfloat *const painting[3],
                const gfloat *const second[3], gsize n, const PstParams *params)
{
  gfloat strength = (gfloat) (params->strength / 100);
  gfloat keep = (gfloat) (params->keep_colours / 100);
  gfloat mix = (gfloat) (params->mix / 100);
  Chunk x = { { 0 } }, p = { { 0 } }, q = { { 0 } };

  if (strength == 0) /* arithmetic would lose the sign of -0 */
    {
      for (gint c = 0; c < 3; c++)
        if (out[c] != photo[c])
          memcpy (out[c], photo[c], n * sizeof (gfloat));
      return;
    }
  for (gsize at = 0; at < n; at += CHUNK)
    {
      gsize count = MIN (CHUNK, n - at);

      load (x, photo, at, count);
      load (p, painting, at, count);
      if (second[0] && mix > 0)
        {
          load (q, second, at, count);
          mix_chunk (p, q, mix);
        }
      blend_chunk (p, x, strength, keep);
      for (gint c = 0; c < 3; c++)
        memcpy (out[c] + at, p[c], count * sizeof (gfloat));
    }
}

void
pst_blend (const PstImage *photo, const PstImage *painting, const PstImage *second,
           const PstParams *params, PstImage *out)
{
  gsize n = (gsize) photo->width * (gsize) photo->height;
  const gfloat *x = photo->data, *p = painting->data, *q = second ? second->data : NULL;

  pst_blend_line ((gfloat *[]){ out->data, out->data + n, out->data + 2 * n },
                  (const gfloat *[]){ x, x + n, x + 2 * n },
                  (const gfloat *[]){ p, p + n, p + 2 * n },
                  (const gfloat *[]){ q, q ? q + n : NULL, q ? q + 2 * n : NULL }, n, params);
}
