/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "kernels/pyramid.h"

#include <string.h>

#include "ground/vector.h"

#define STRIP 16 /* lines in an item */

/* Y', Cb and Cr of R', G' and B'. */
static const gfloat matrix[3][3] = { { .299f, .587f, .114f },
                                     { -.169f, -.331f, .5f },
                                     { .5f, -.419f, -.081f } };

PstPyramid *
pst_pyramid_new (PstArena *arena, gint w, gint h, gint n_levels)
{
  PstPyramid *p = g_new0 (PstPyramid, 1);
  gsize floats = 0, size;
  gfloat *at;

  for (gint l = 0; l < MIN (n_levels, PST_PYRAMID_LEVELS) && w >> l > 0 && h >> l > 0; l++)
    {
      PstLevel *level = &p->level[p->n_levels++];

      *level = (PstLevel){ .w = w >> l, .h = h >> l, .stride = pst_level_stride (w >> l) };
      floats += 3 * level->stride * (gsize) level->h;
    }
  p->arena = arena;
  at = pst_arena_take (arena, floats * sizeof (gfloat));
  if (! at)
    {
      g_free (p);
      return NULL;
    }
  for (gint l = 0; l < p->n_levels; l++)
    for (gint c = 0; c < 3; c++, at += size)
      {
        size = p->level[l].stride * (gsize) p->level[l].h;
        p->level[l].plane[c] = at;
      }
  if (! pst_arena_is_dry (arena))
    pst_pyramid_clear (p);
  return p;
}

void
pst_pyramid_clear (PstPyramid *pyramid)
{
  for (gint l = 0; l < pyramid->n_levels; l++)
    for (gint c = 0; c < 3; c++)
      memset (pyramid->level[l].plane[c], 0,
              pyramid->level[l].stride * (gsize) pyramid->level[l].h * sizeof (gfloat));
}

void
pst_pyramid_free (PstPyramid *pyramid)
{
  if (! pyramid)
    return;
  pst_arena_give (pyramid->arena, pyramid->level[0].plane[0]);
  g_free (pyramid);
}

typedef struct
{
  const PstPyramid *pyramid;
  gfloat *rgb;
  gint level;
  void (*line) (const PstPyramid *pyramid, gint level, gint y, gfloat *rgb);
} Job;

static void
strip_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  gint h = job->pyramid->level[job->level].h;

  for (gint y = item * STRIP; y < MIN ((item + 1) * STRIP, h); y++)
    job->line (job->pyramid, job->level, y, job->rgb);
}

/* @line for all lines of @level. */
static void
run_lines (const PstPyramid *pyramid, gint level, gfloat *rgb, PstPool *pool,
           void (*line) (const PstPyramid *, gint, gint, gfloat *))
{
  Job job = { pyramid, rgb, level, line };

  pst_pool_run (pool, (pyramid->level[level].h + STRIP - 1) / STRIP, strip_item, &job);
}

PST_VECTOR static void
shrink_line (const PstPyramid *pyramid, gint level, gint y, gfloat *rgb)
{
  const PstLevel *to = &pyramid->level[level], *from = to - 1;

  for (gint c = 0; c < 3; c++)
    {
      const gfloat *a = from->plane[c] + (gsize) (2 * y) * from->stride, *b = a + from->stride;
      gfloat *out = to->plane[c] + (gsize) y * to->stride;

      for (gint x = 0; x < to->w; x++)
        out[x] = .25f * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]);
    }
}

void
pst_pyramid_shrink (PstPyramid *pyramid, PstPool *pool)
{
  for (gint l = 1; l < pyramid->n_levels; l++)
    run_lines (pyramid, l, NULL, pool, shrink_line);
}

PST_VECTOR static void
shrink_back_line (const PstPyramid *gradient, gint level, gint y, gfloat *rgb)
{
  const PstLevel *from = &gradient->level[level], *to = from - 1;

  for (gint c = 0; c < 3; c++)
    {
      gfloat *restrict a = to->plane[c] + (gsize) (2 * y) * to->stride, *restrict b =
                                                                            a + to->stride;
      const gfloat *restrict in = from->plane[c] + (gsize) y * from->stride;

      for (gint x = 0; x < 2 * from->w; x++)
        {
          a[x] += .25f * in[x / 2];
          b[x] += .25f * in[x / 2];
        }
    }
}

void
pst_pyramid_shrink_back (PstPyramid *gradient, PstPool *pool)
{
  for (gint l = gradient->n_levels - 1; l > 0; l--)
    run_lines (gradient, l, NULL, pool, shrink_back_line);
}

PST_VECTOR static void
put_rgb_line (const PstPyramid *pyramid, gint level, gint y, gfloat *rgb)
{
  const PstLevel *to = &pyramid->level[0];
  const gsize plane = (gsize) to->w * (gsize) to->h;
  const gfloat *r = rgb + (gsize) y * (gsize) to->w, *g = r + plane, *b = g + plane;

  for (gint c = 0; c < 3; c++)
    {
      gfloat *out = to->plane[c] + (gsize) y * to->stride;

      for (gint x = 0; x < to->w; x++)
        out[x] = matrix[c][0] * r[x] + matrix[c][1] * g[x] + matrix[c][2] * b[x];
    }
}

void
pst_pyramid_put_rgb (PstPyramid *pyramid, const gfloat *rgb, PstPool *pool)
{
  run_lines (pyramid, 0, (gfloat *) rgb, pool, put_rgb_line);
}

PST_VECTOR static void
rgb_back_line (const PstPyramid *gradient, gint level, gint y, gfloat *rgb)
{
  const PstLevel *from = &gradient->level[0];
  const gsize plane = (gsize) from->w * (gsize) from->h, at = (gsize) y * from->stride;
  const gfloat *a = from->plane[0] + at, *b = from->plane[1] + at, *c = from->plane[2] + at;

  for (gint i = 0; i < 3; i++)
    {
      gfloat *out = rgb + i * plane + (gsize) y * (gsize) from->w;

      for (gint x = 0; x < from->w; x++)
        out[x] += matrix[0][i] * a[x] + matrix[1][i] * b[x] + matrix[2][i] * c[x];
    }
}

void
pst_pyramid_rgb_back (const PstPyramid *gradient, gfloat *rgb, PstPool *pool)
{
  run_lines (gradient, 0, rgb, pool, rgb_back_line);
}
