/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/manner.h"

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "ground/vector.h"
#include "painting/refine-terms.h"

#define MARGIN                                                                                     \
  24            /* pixels around the photo, its mirror image, that are cut away in the end:
                     edges are no place that strokes could know */
#define GRID 16 /* what sides are rounded up to, with that */

#define STEPS_AT_MOST 60 /* of either size, amount 100 */
#define RATE          .04
#define RATE_FALLS    .7 /* by so much till the last step */

/* Weights of the terms; that of content is the manner's. */
#define STROKES 3.
#define PALETTE 2.
#define TONE    1.5
#define ROUGH   .1
#define SLOPE   .3

#define CHUNK 16384 /* numbers in an item of plain arithmetic */

/* All that is needed at one size. */
typedef struct
{
  gint w, h;
  gfloat *rgb;             /* [3][h][w], -1..1: what moves                   */
  gfloat *gradient;        /* the same                                        */
  gfloat *moment, *square; /* Adam's (Kingma and Ba 2014)                     */
  PstPyramid *x, *dx;      /* rgb as Y'CbCr, and its gradient                 */
  PstPyramid *wanted;      /* luma of the photo and, second, of its new colours */
  gfloat *scratch[3];      /* of the slopes at levels 1 and 2                 */
  PstOriented *oriented;
} Size;

struct _PstRefining
{
  PstEngine *engine;
  const PstManner *manner;
  const PstRefineParams *params;
  PstRefinePalette *palette;
  gint width, height; /* of the photo */
  gint steps;         /* at either size */
  gint half;          /* 1: at half size */
  gint step;
  gdouble distance;
  Size size;
  gdouble *gram[PST_ORIENTED_MAPS], *dgram[PST_ORIENTED_MAPS];
};

static gint
grid_up (gint n)
{
  return (n + 2 * MARGIN + GRID - 1) / GRID * GRID;
}

/* ---- memory ----------------------------------------------------------- */

static void
size_clear (Size *s, PstArena *arena)
{
  pst_arena_give (arena, s->rgb);
  pst_arena_give (arena, s->gradient);
  pst_arena_give (arena, s->moment);
  pst_arena_give (arena, s->square);
  pst_arena_give (arena, s->scratch[1]);
  pst_arena_give (arena, s->scratch[2]);
  pst_pyramid_free (s->x);
  pst_pyramid_free (s->dx);
  pst_pyramid_free (s->wanted);
  pst_oriented_free (s->oriented);
  memset (s, 0, sizeof *s);
}

static gboolean
size_init (Size *s, PstPool *pool, PstArena *arena, const PstManner *manner, gint w, gint h)
{
  const gint levels = MAX (4, manner->params.octaves);
  gsize bytes = 3 * (gsize) w * (gsize) h * sizeof (gfloat);

  *s = (Size){ .w = w, .h = h };
  s->rgb = pst_arena_take (arena, bytes);
  s->gradient = pst_arena_take (arena, bytes);
  s->moment = pst_arena_take (arena, bytes);
  s->square = pst_arena_take (arena, bytes);
  for (gint l = 1; l < 3; l++)
    s->scratch[l] =
        pst_arena_take (arena, 6 * (gsize) (w >> l) * (gsize) (h >> l) * sizeof (gfloat));
  s->x = pst_pyramid_new (arena, w, h, levels);
  s->dx = pst_pyramid_new (arena, w, h, levels);
  s->wanted = pst_pyramid_new (arena, w, h, levels);
  s->oriented =
      pst_oriented_new (pool, arena, w, h, manner->params.octaves, manner->params.wavelength);
  return s->rgb && s->gradient && s->moment && s->square && s->scratch[1] && s->scratch[2] && s->x
         && s->dx && s->wanted && s->oriented;
}

gsize
pst_refine_bytes (const PstManner *manner, gint width, gint height)
{
  g_autoptr (PstArena) arena = pst_arena_new_dry ();
  const gint w = grid_up (width), h = grid_up (height);
  gsize pictures = 2 * 3 * (gsize) w * (gsize) h * sizeof (gfloat), bytes = G_MAXSIZE;
  Size size;

  if (size_init (&size, NULL, arena, manner, w, h))
    bytes = pst_arena_get_peak (arena) + pictures;
  size_clear (&size, arena);
  return bytes;
}

/* ---- pictures --------------------------------------------------------- */

static gint
mirror (gint i, gint n)
{
  const gint period = MAX (2 * n - 2, 1);

  i = ABS (i) % period;
  return i < n ? i : period - i;
}

/* @image with its margins, -1..1. */
static PstImage *
with_margins (const PstImage *image, GError **error)
{
  const gint w = grid_up (image->width), h = grid_up (image->height);
  PstImage *out = pst_image_new (w, h, error);

  for (gint c = 0; c < 3 && out; c++)
    for (gint y = 0; y < h; y++)
      {
        const gfloat *from = image->data
                             + ((gsize) c * image->height + mirror (y - MARGIN, image->height))
                                   * (gsize) image->width;
        gfloat *to = out->data + ((gsize) c * (gsize) h + (gsize) y) * (gsize) w;

        for (gint x = 0; x < w; x++)
          to[x] = 2 * CLAMP (from[mirror (x - MARGIN, image->width)], 0, 1) - 1;
      }
  return out;
}

/* Half of it; sides are even. */
static PstImage *
halved (const PstImage *image, GError **error)
{
  const gint w = image->width / 2, h = image->height / 2;
  PstImage *out = pst_image_new (w, h, error);

  for (gint i = 0; i < 3 * h && out; i++)
    {
      const gfloat *a = image->data + (gsize) (2 * i) * (gsize) image->width;
      const gfloat *b = a + image->width;
      gfloat *to = out->data + (gsize) i * (gsize) w;

      for (gint x = 0; x < w; x++)
        to[x] = .25f * (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]);
    }
  return out;
}

/* The photo's part of planes [3][h][w] with margins, in [0,1]. */
static PstImage *
without_margins (const gfloat *rgb, gint w, gint h, gint width, gint height, GError **error)
{
  PstImage *out = pst_image_new (width, height, error);

  for (gint i = 0; i < 3 * height && out; i++)
    {
      const gfloat *from =
          rgb + ((gsize) (i / height) * (gsize) h + (gsize) (i % height + MARGIN)) * (gsize) w
          + MARGIN;
      gfloat *to = out->data + (gsize) i * (gsize) width;

      for (gint x = 0; x < width; x++)
        to[x] = CLAMP (.5f * from[x] + .5f, 0, 1);
    }
  return out;
}

/* What moves, at full size with margins. */
static PstImage *
enlarged (const PstRefining *r, GError **error)
{
  const Size *s = &r->size;
  PstImage now = { s->w, s->h, s->rgb };

  return pst_image_resize (&now, s->w << r->half, s->h << r->half, error);
}

PstImage *
pst_refining_picture (const PstRefining *refining, GError **error)
{
  const Size *s = &refining->size;
  g_autoptr (PstImage) large = NULL;

  if (! refining->half)
    return without_margins (s->rgb, s->w, s->h, refining->width, refining->height, error);
  large = enlarged (refining, error);
  if (! large)
    return NULL;
  return without_margins (large->data, large->width, large->height, refining->width,
                          refining->height, error);
}

gdouble
pst_refining_get_distance (const PstRefining *refining)
{
  return refining->distance;
}

/* A step at half size is a quarter of the work. */
gdouble
pst_refining_get_done (const PstRefining *refining)
{
  gdouble half = .25 * (refining->half ? refining->step : refining->steps);
  gdouble full = refining->half ? 0 : refining->step;

  return CLAMP ((half + full) / (1.25 * refining->steps), 0, 1);
}

/* ---- a beginning ------------------------------------------------------ */

typedef struct
{
  Size *size;
  guint64 key;
  gfloat amount;
} Noise;

/* Item: a line of a plane. */
static void
noise_item (gint item, gint worker, gpointer data)
{
  const Noise *n = data;
  gfloat *to = n->size->gradient + (gsize) item * (gsize) n->size->w;

  for (gint x = 0; x < n->size->w; x++)
    to[x] = pst_random_normal (n->key, (guint64) item * (guint64) n->size->w + (guint64) x);
}

/* The same: 3x3 means of it are added. */
static void
add_noise_item (gint item, gint worker, gpointer data)
{
  const Noise *n = data;
  const gint w = n->size->w, h = n->size->h, y = item % h;
  const gfloat *b = n->size->gradient + (gsize) item * (gsize) w;
  const gfloat *a = y > 0 ? b - w : b, *c = y + 1 < h ? b + w : b;
  gfloat *to = n->size->rgb + (gsize) item * (gsize) w;

  for (gint x = 0; x < w; x++)
    {
      gint l = MAX (x - 1, 0), r = MIN (x + 1, w - 1);
      gfloat sum = a[l] + a[x] + a[r] + b[l] + b[x] + b[r] + c[l] + c[x] + c[r];

      to[x] = CLAMP (to[x] + n->amount / 9 * sum, -1, 1);
    }
}

static void
add_noise (PstRefining *r, gfloat amount)
{
  Noise noise = { &r->size, pst_random_key (r->params->seed, 7, (guint64) r->half), amount };

  pst_pool_run (r->engine->pool, 3 * r->size.h, noise_item, &noise);
  pst_pool_run (r->engine->pool, 3 * r->size.h, add_noise_item, &noise);
}

/* Luma of @photo and @target at all levels. */
static void
put_wanted (PstRefining *r, const PstImage *photo, const PstImage *target)
{
  PstLevel *level = &r->size.wanted->level[0];
  gsize bytes = level->stride * (gsize) level->h * sizeof (gfloat);

  pst_pyramid_put_rgb (r->size.wanted, target->data, r->engine->pool);
  memcpy (level->plane[1], level->plane[0], bytes);
  pst_pyramid_put_rgb (r->size.x, photo->data, r->engine->pool);
  memcpy (level->plane[0], r->size.x->level[0].plane[0], bytes);
  pst_pyramid_shrink (r->size.wanted, r->engine->pool);
}

/* ---- a step ----------------------------------------------------------- */

typedef struct
{
  PstRefining *refining;
  gfloat rate, moment_scale, square_scale, small;
} Job;

/* Item: a level's terms. */
static void
content_item (gint item, gint worker, gpointer data)
{
  PstRefining *r = ((Job *) data)->refining;
  const gint l = item + 1;
  const gdouble weight = r->manner->params.content;
  const PstLevel *x = &r->size.x->level[l];
  PstLevel *dx = &r->size.dx->level[l];
  gfloat *const *wanted = r->size.wanted->level[l].plane;

  pst_term_correlation (x, wanted[0], weight * (1 << l) / 8, dx);
  if (l < 3)
    pst_term_slope (x, wanted[0], weight * SLOPE, r->size.scratch[l], dx);
  else
    pst_term_tone (x, wanted[1], TONE, dx);
}

static void
strokes (PstRefining *r)
{
  const gint n = 2 * r->manner->params.octaves;
  const gdouble *dgrams[PST_ORIENTED_MAPS] = { NULL };

  pst_oriented_forward (r->size.oriented, r->size.x, r->step, r->gram, NULL);
  r->distance = 0;
  for (gint i = 0; i < n; i++)
    if (r->manner->map[i].gram && pst_oriented_count (r->size.oriented, i, r->step) > 0)
      {
        r->distance += pst_manner_compare (r->manner, i, r->gram[i], STROKES, r->dgram[i]);
        dgrams[i] = r->dgram[i];
      }
  pst_oriented_backward (r->size.oriented, r->size.x, r->step, dgrams, r->size.dx);
}

/* Item: a chunk of numbers. */
PST_VECTOR static void
adam_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const Size *s = &job->refining->size;
  const gsize n = 3 * (gsize) s->w * (gsize) s->h, from = (gsize) item * CHUNK;
  const gsize count = MIN (CHUNK, n - from);
  const gfloat *g = s->gradient + from;
  gfloat *restrict x = s->rgb + from, *restrict m = s->moment + from,
                   *restrict v = s->square + from;
  const gfloat rate = job->rate * job->moment_scale, scale = job->square_scale;
  const gfloat small = job->small;

  for (gsize i = 0; i < count; i++)
    {
      gfloat moved;

      m[i] = .9f * m[i] + .1f * g[i];
      v[i] = .999f * v[i] + .001f * g[i] * g[i];
      moved = x[i] - rate * m[i] / (sqrtf (v[i] * scale) + small);
      x[i] = moved < -1 ? -1 : moved > 1 ? 1 : moved;
    }
}

static void
move (PstRefining *r)
{
  Size *s = &r->size;
  PstPool *pool = r->engine->pool;
  const gsize n = 3 * (gsize) s->w * (gsize) s->h;
  Job job = { r };

  pst_pyramid_put_rgb (s->x, s->rgb, pool);
  pst_pyramid_shrink (s->x, pool);
  pst_pyramid_clear (s->dx);
  strokes (r);
  pst_pool_run (pool, 3, content_item, &job);
  pst_term_palette (r->palette, &s->x->level[2], r->step, PALETTE, pool, &s->dx->level[2]);
  pst_pyramid_shrink_back (s->dx, pool);
  memset (s->gradient, 0, n * sizeof (gfloat));
  pst_pyramid_rgb_back (s->dx, s->gradient, pool);
  pst_term_rough (s->rgb, s->w, s->h, ROUGH, pool, s->gradient);

  job.rate = (gfloat) (RATE * (1 - RATE_FALLS * r->step / r->steps));
  job.moment_scale = (gfloat) (1 / (1 - pow (.9, r->step + 1)));
  job.square_scale = (gfloat) (1 / (1 - pow (.999, r->step + 1)));
  job.small = (gfloat) (1e-3 / (gdouble) n); /* gradients are a mean's: smaller for more pixels */
  pst_pool_run (pool, (gint) ((n + CHUNK - 1) / CHUNK), adam_item, &job);
  r->step++;
}

/* ---- all of it -------------------------------------------------------- */

/* Every step at one size; FALSE when cancelled. */
static gboolean
run_size (PstRefining *r, PstRefineFunc func, gpointer user_data, GCancellable *cancellable)
{
  gsize bytes = 3 * (gsize) r->size.w * (gsize) r->size.h * sizeof (gfloat);

  memset (r->size.moment, 0, bytes);
  memset (r->size.square, 0, bytes);
  for (r->step = 0; r->step < r->steps;)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      move (r);
      if (func)
        func (r, user_data);
    }
  return TRUE;
}

/* Half size and full size.  @photo, @target, @start with margins. */
static PstImage *
run (PstRefining *r, const PstImage *photo, const PstImage *target, const PstImage *start,
     PstRefineFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (PstImage) photo_2 = halved (photo, error);
  g_autoptr (PstImage) target_2 = photo_2 ? halved (target, error) : NULL;
  g_autoptr (PstImage) now = target_2 ? halved (start, error) : NULL;
  gboolean done = TRUE;

  for (r->half = 1; now; r->half = 0)
    {
      const gint w = photo->width >> r->half, h = photo->height >> r->half;
      const gsize n = 3 * (gsize) w * (gsize) h;

      if (! size_init (&r->size, r->engine->pool, r->engine->arena, r->manner, w, h))
        {
          g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                       "Not enough memory to refine a picture of %d x %d pixels", r->width,
                       r->height);
          return NULL;
        }
      if (r->half)
        memcpy (r->size.rgb, now->data, n * sizeof (gfloat));
      else
        for (gsize i = 0; i < n; i++)
          r->size.rgb[i] = .7f * CLAMP (now->data[i], -1, 1) + .3f * start->data[i];
      add_noise (r, r->half ? .15f : .1f);
      put_wanted (r, r->half ? photo_2 : photo, r->half ? target_2 : target);
      done = run_size (r, func, user_data, cancellable);
      if (! done || ! r->half)
        break;
      g_clear_pointer (&now, pst_image_free);
      now = enlarged (r, error);
      size_clear (&r->size, r->engine->arena);
    }
  if (! now
      || (! done && ! r->params->keep && g_cancellable_set_error_if_cancelled (cancellable, error)))
    return NULL;
  return pst_refining_picture (r, error);
}

static PstImage *
copy (const PstImage *image, GError **error)
{
  return pst_image_crop (image, 0, 0, image->width, image->height, error);
}

static gboolean
check (PstEngine *engine, const PstManner *manner, const PstImage *photo, const PstImage *start,
       const PstRefineParams *params, GError **error)
{
  if (! (params->amount >= 0 && params->amount <= 100))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "Refine must be between 0 and 100, not %g",
                 params->amount);
  else if (start && (start->width != photo->width || start->height != photo->height))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "A painting of %d x %d pixels is not of a photo of %d x %d", start->width,
                 start->height, photo->width, photo->height);
  else if (pst_refine_bytes (manner, photo->width, photo->height)
           > pst_engine_get_memory_budget (engine))
    g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                 "To refine a picture of %d x %d pixels takes %.0f MB, more than it may; refine a "
                 "smaller one and enlarge it, or allow more memory",
                 photo->width, photo->height,
                 (gdouble) pst_refine_bytes (manner, photo->width, photo->height) / 1e6);
  else
    return TRUE;
  return FALSE;
}

PstImage *
pst_refine (PstEngine *engine, const PstManner *manner, const PstImage *photo,
            const PstImage *start, const PstRefineParams *params, PstRefineFunc func,
            gpointer user_data, GCancellable *cancellable, GError **error)
{
  PstRefining r = { .engine = engine, .manner = manner, .params = params };
  g_autoptr (PstImage) coloured = NULL;
  g_autoptr (PstImage) target = NULL;
  g_autoptr (PstImage) first = NULL;
  g_autoptr (PstImage) wide = NULL;
  PstImage *out = NULL;

  if (! check (engine, manner, photo, start, params, error))
    return NULL;
  coloured = pst_recolour (photo, &manner->colours, engine->pool, error);
  if (! coloured)
    return NULL;
  r.steps = (gint) ceil (params->amount * STEPS_AT_MOST / 100);
  r.width = photo->width;
  r.height = photo->height;
  if (r.steps == 0)
    return start ? copy (start, error) : g_steal_pointer (&coloured);
  wide = with_margins (photo, error);
  target = wide ? with_margins (coloured, error) : NULL;
  if (target && start)
    first = with_margins (start, error);
  if (! target || (start && ! first))
    return NULL;
  r.palette = pst_refine_palette_new (&manner->colours, pst_random_key (params->seed, 8, 0));
  for (gint i = 0; i < 2 * manner->params.octaves; i++)
    {
      gsize c = (gsize) pst_oriented_channels (i);

      r.gram[i] = g_new0 (gdouble, c * c);
      r.dgram[i] = g_new0 (gdouble, c * c);
    }
  out = run (&r, wide, target, first ? first : target, func, user_data, cancellable, error);
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    {
      g_free (r.gram[i]);
      g_free (r.dgram[i]);
    }
  size_clear (&r.size, engine->arena);
  pst_refine_palette_free (r.palette);
  pst_arena_trim (engine->arena);
  return out;
}
