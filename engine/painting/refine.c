/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/manner.h"

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/vector.h"
#include "painting/lay.h"
#include "painting/margins.h"
#include "painting/refine-terms.h"
#include "strokes/likeness.h"

#define STEPS         12 /* amount 50 */
#define STEPS_AT_MOST 30 /* and 100   */
#define LAYING        3. /* steps that take as long as the strokes they begin with */
#define RATE          .006
#define RATE_LINES    .0015 /* where planes and lines are all there is, and not to be drawn over */
#define RATE_FALLS    .7    /* by so much till the last step */

/* Weights of the terms; that of content is the manner's. */
#define STROKES 3.
#define MEANS   1.
#define TONE    1.5
#define CHROMA  3. /* of Cb and of Cr */
#define ROUGH   .1
#define SLOPE   .3

/* Of a step at likeness 0.  What is near moves as far as is usual: with shorter steps it has less of the
 * painter's texture than a blend with the photo, and more weight for content does nothing, for
 * Adam's steps are as long whatever they are for. */
#define FASTER 1.4f

/* Of so many pixels and more, a Gram matrix is the same from every fourth line, each in its turn;
 * of a quarter as many, from every second. */
#define ENOUGH 100000

#define CHUNK 16384 /* numbers in an item of plain arithmetic */

struct _PstRefining
{
  PstEngine *engine;
  const PstManner *manner;
  const PstMannerScale *scale;
  const PstRefineParams *params;
  gint width, height; /* of the photo        */
  gint w, h;          /* and with its margins */
  gint steps, step;
  gdouble distance;
  gfloat *rgb;             /* [3][h][w], -1..1: what moves                                */
  gfloat *gradient;        /* the same, and behind it                                     */
  gfloat *moment, *square; /* Adam's (Kingma and Ba 2014)                                  */
  PstPyramid *x, *dx;      /* rgb as Y'CbCr, and its gradient                              */
  PstPyramid *wanted;      /* the new colours; but luma at levels 1 and 2 is the contours' */
  gfloat *wanted_luma;     /* and theirs at level 3                                        */
  gfloat *scratch[3];      /* of the slopes at levels 1 and 2                              */
  gfloat *likeness;        /* of the photo's size, see strokes/likeness.h; or NULL         */
  gfloat *pace;            /* [h][w], what multiplies a pixel's steps; or NULL             */
  PstOriented *oriented;
  gdouble *gram[PST_ORIENTED_MAPS], *dgram[PST_ORIENTED_MAPS];
};

/* ---- memory ----------------------------------------------------------- */

static void
clear (PstRefining *r, PstArena *arena)
{
  pst_arena_give (arena, r->rgb);
  pst_arena_give (arena, r->gradient);
  pst_arena_give (arena, r->wanted_luma);
  pst_arena_give (arena, r->scratch[1]);
  pst_arena_give (arena, r->scratch[2]);
  pst_pyramid_free (r->x);
  pst_pyramid_free (r->dx);
  pst_pyramid_free (r->wanted);
  g_free (r->likeness);
  g_free (r->pace);
  pst_oriented_free (r->oriented);
  for (gint i = 0; i < PST_ORIENTED_MAPS; i++)
    {
      g_free (r->gram[i]);
      g_free (r->dgram[i]);
    }
}

/* For pictures of @w x @h pixels with margins; @pool is NULL where only bytes are counted. */
static gboolean
init (PstRefining *r, PstPool *pool, PstArena *arena, gint w, gint h)
{
  const PstMannerParams *params = &r->manner->params;
  const gint levels = MAX (4, params->octaves);
  gsize bytes = 3 * (gsize) w * (gsize) h * sizeof (gfloat);

  r->w = w;
  r->h = h;
  r->rgb = pst_arena_take (arena, bytes);
  r->gradient = pst_arena_take (arena, 3 * bytes);
  for (gint l = 1; l < 3; l++)
    r->scratch[l] =
        pst_arena_take (arena, 6 * (gsize) (w >> l) * (gsize) (h >> l) * sizeof (gfloat));
  r->moment = r->gradient + bytes / sizeof (gfloat);
  r->square = r->moment + bytes / sizeof (gfloat);
  r->wanted_luma =
      pst_arena_take (arena, pst_level_stride (w >> 3) * (gsize) (h >> 3) * sizeof (gfloat));
  r->x = pst_pyramid_new (arena, w, h, levels);
  r->dx = pst_pyramid_new (arena, w, h, levels);
  r->wanted = pst_pyramid_new (arena, w, h, levels);
  r->oriented = pst_oriented_new (pool, arena, w, h, params->octaves, r->scale->wavelength);
  for (gint o = 0; o < params->octaves && r->oriented; o++)
    {
      gint pixels = (w >> o) * (h >> o);

      pst_oriented_set_lines (r->oriented, o, pixels >= ENOUGH ? 4 : pixels >= ENOUGH / 4 ? 2 : 1);
    }
  for (gint i = 0; i < 2 * params->octaves; i++)
    {
      gsize c = (gsize) pst_oriented_channels (i);

      r->gram[i] = g_new0 (gdouble, c * c);
      r->dgram[i] = g_new0 (gdouble, c * c);
    }
  return r->rgb && r->gradient && r->scratch[1] && r->scratch[2] && r->wanted_luma && r->x && r->dx
         && r->wanted && r->oriented;
}

/* The strokes to begin with take less, and before. */
gsize
pst_refine_bytes (const PstManner *manner, gint width, gint height)
{
  g_autoptr (PstArena) arena = pst_arena_new_dry ();
  const gint w = pst_margins_side (width), h = pst_margins_side (height);
  gsize pictures = 4 * 3 * (gsize) w * (gsize) h * sizeof (gfloat), bytes = G_MAXSIZE;
  PstRefining r = { .manner = manner, .scale = &manner->scale[0] };

  if (init (&r, NULL, arena, w, h))
    bytes = pst_arena_get_peak (arena) + pictures;
  clear (&r, arena);
  return bytes;
}

/* ---- what is told ----------------------------------------------------- */

PstImage *
pst_refining_picture (const PstRefining *refining, GError **error)
{
  const PstRefining *r = refining;
  PstImage *out = pst_margins_cut (r->rgb, r->w, r->h, r->width, r->height, error);

  if (! out || pst_lay_draw (r->engine, r->manner, r->likeness, out, error))
    return out;
  pst_image_free (out);
  return NULL;
}

gdouble
pst_refining_get_distance (const PstRefining *refining)
{
  return refining->distance;
}

gdouble
pst_refining_get_done (const PstRefining *refining)
{
  return CLAMP ((LAYING + refining->step) / (LAYING + refining->steps), 0, 1);
}

/* ---- a beginning ------------------------------------------------------ */

static GError *
too_large (const PstRefining *r)
{
  return g_error_new (PST_ERROR, PST_ERROR_TOO_LARGE,
                      "Not enough memory to refine a picture of %d x %d pixels", r->width,
                      r->height);
}

/* What is wanted: the colours of @target, the contours of @contours. */
static void
put_wanted (PstRefining *r, const PstImage *contours, const PstImage *target)
{
  PstPool *pool = r->engine->pool;

  pst_pyramid_put_rgb (r->wanted, target->data, pool);
  pst_pyramid_shrink (r->wanted, pool);
  pst_pyramid_put_rgb (r->x, contours->data, pool);
  pst_pyramid_shrink (r->x, pool);
  for (gint l = 1; l <= 3; l++)
    {
      const PstLevel *from = &r->x->level[l];

      memcpy (l < 3 ? r->wanted->level[l].plane[0] : r->wanted_luma, from->plane[0],
              from->stride * (gsize) from->h * sizeof (gfloat));
    }
}

/* FALSE: not enough memory. */
static gboolean
put_likeness (PstRefining *r, GError **error)
{
  const PstLikeness likeness = { r->params->likeness, r->params->likeness_map };

  if (! pst_likeness_plane (&likeness, r->width, r->height, &r->likeness, error)
      || ! pst_margins_add_plane (r->likeness, r->width, r->height, &r->pace, error))
    return FALSE;
  for (gsize i = 0; r->pace && i < (gsize) r->w * (gsize) r->h; i++)
    r->pace[i] = pst_likeness_at (r->pace[i], FASTER, 1);
  return TRUE;
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
  const gboolean engraved = r->manner->params.kind == PST_MANNER_ENGRAVED;
  const PstLevel *x = &r->x->level[l];
  PstLevel *dx = &r->dx->level[l];
  gfloat *const *wanted = r->wanted->level[l].plane;

  /* Lines are what an engraving's contours and tones are made of: there is no asking for others. */
  if (l > 1 || ! engraved)
    pst_term_correlation (x, 0, l < 3 ? wanted[0] : r->wanted_luma, weight * (1 << l) / 8, dx);
  if (l < 3 && ! engraved)
    pst_term_slope (x, 0, wanted[0], weight * SLOPE, r->scratch[l], dx);
  if (l == 3)
    for (gint c = 0; c < 3; c++)
      pst_term_tone (x, c, wanted[c], c ? CHROMA : TONE, dx);
}

static void
strokes (PstRefining *r)
{
  const gint n = 2 * r->manner->params.octaves;
  const gdouble *dgrams[PST_ORIENTED_MAPS] = { NULL };

  pst_oriented_forward (r->oriented, r->x, r->step, r->gram);
  r->distance = 0;
  for (gint i = 0; i < n; i++)
    if (r->scale->map[i].gram && pst_oriented_count (r->oriented, i, r->step) > 0)
      {
        r->distance +=
            pst_manner_compare (&r->scale->map[i], i, r->gram[i], STROKES, MEANS, r->dgram[i]);
        dgrams[i] = r->dgram[i];
      }
  pst_oriented_backward (r->oriented, r->x, r->step, dgrams, r->dx);
}

/* Item: a chunk of numbers. */
PST_VECTOR static void
adam_item (gint item, gint worker, gpointer data)
{
  const Job *job = data;
  const PstRefining *s = job->refining;
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

/* The same, each pixel at its own pace. */
static void
paced_item (gint item, gint worker, gpointer data)
{
  const PstRefining *s = ((const Job *) data)->refining;
  const gsize plane = (gsize) s->w * (gsize) s->h, from = (gsize) item * CHUNK;
  const gsize count = MIN (CHUNK, 3 * plane - from);
  gfloat before[CHUNK];

  memcpy (before, s->rgb + from, count * sizeof (gfloat));
  adam_item (item, worker, data);
  for (gsize i = 0; i < count; i++)
    {
      gfloat moved = before[i] + s->pace[(from + i) % plane] * (s->rgb[from + i] - before[i]);

      s->rgb[from + i] = CLAMP (moved, -1, 1);
    }
}

static void
move (PstRefining *r)
{
  PstPool *pool = r->engine->pool;
  const gsize n = 3 * (gsize) r->w * (gsize) r->h;
  const PstManner *m = r->manner;
  const gdouble rate =
      m->params.kind == PST_MANNER_PAINTED ? RATE * pst_manner_get_clearness (m) : RATE_LINES;
  Job job = { r };

  pst_pyramid_put_rgb (r->x, r->rgb, pool);
  pst_pyramid_shrink (r->x, pool);
  pst_pyramid_clear (r->dx);
  strokes (r);
  pst_pool_run (pool, 3, content_item, &job);
  pst_pyramid_shrink_back (r->dx, pool);
  memset (r->gradient, 0, n * sizeof (gfloat));
  pst_pyramid_rgb_back (r->dx, r->gradient, pool);
  pst_term_rough (r->rgb, r->w, r->h, ROUGH, pool, r->gradient);

  job.rate = (gfloat) (rate * (1 - RATE_FALLS * r->step / r->steps));
  job.moment_scale = (gfloat) (1 / (1 - pow (.9, r->step + 1)));
  job.square_scale = (gfloat) (1 / (1 - pow (.999, r->step + 1)));
  job.small = (gfloat) (1e-3 / (gdouble) n); /* gradients are a mean's: smaller for more pixels */
  pst_pool_run (pool, (gint) ((n + CHUNK - 1) / CHUNK), r->pace ? paced_item : adam_item, &job);
  r->step++;
}

/* ---- all of it -------------------------------------------------------- */

/* The strokes that were laid, and every step; FALSE when cancelled. */
static gboolean
run (PstRefining *r, PstRefineFunc func, gpointer user_data, GCancellable *cancellable)
{
  const gsize bytes = 3 * (gsize) r->w * (gsize) r->h * sizeof (gfloat);

  memset (r->moment, 0, bytes);
  memset (r->square, 0, bytes);
  for (;; move (r))
    {
      if (func)
        func (r, user_data);
      if (r->step == r->steps || g_cancellable_is_cancelled (cancellable))
        break;
    }
  return ! g_cancellable_is_cancelled (cancellable);
}

static gint
steps_of (gdouble amount)
{
  gdouble steps =
      amount <= 50 ? STEPS * amount / 50 : STEPS + (STEPS_AT_MOST - STEPS) * (amount - 50) / 50;

  return (gint) ceil (steps);
}

static gboolean
check (PstEngine *engine, const PstManner *manner, const PstImage *photo, const PstImage *start,
       const PstRefineParams *params, GError **error)
{
  const PstLikeness likeness = { params->likeness, params->likeness_map };
  const gsize bytes = pst_refine_bytes (manner, photo->width, photo->height)
                      + pst_likeness_bytes (&likeness, photo->width, photo->height);

  if (! (params->amount >= 0 && params->amount <= 100))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT, "Refine must be between 0 and 100, not %g",
                 params->amount);
  else if (! (params->likeness >= 0 && params->likeness <= 100))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "Likeness must be between 0 and 100, not %g", params->likeness);
  else if (start && (start->width != photo->width || start->height != photo->height))
    g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                 "A painting of %d x %d pixels is not of a photo of %d x %d", start->width,
                 start->height, photo->width, photo->height);
  else if (bytes > pst_engine_get_memory_budget (engine))
    g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                 "To refine a picture of %d x %d pixels takes %.0f MB, more than it may; refine a "
                 "smaller one and enlarge it, or allow more memory",
                 photo->width, photo->height, (gdouble) bytes / 1e6);
  else
    return TRUE;
  return FALSE;
}

PstImage *
pst_refine (PstEngine *engine, const PstManner *manner, const PstImage *photo,
            const PstImage *start, const PstRefineParams *params, PstRefineFunc func,
            gpointer user_data, GCancellable *cancellable, GError **error)
{
  PstRefining r = { .engine = engine,
                    .manner = manner,
                    .params = params,
                    .width = photo->width,
                    .height = photo->height };
  const PstLikeness likeness = { params->likeness, params->likeness_map };
  PstGrounds grounds = { 0 };
  g_autoptr (PstImage) first = NULL;
  PstImage *out = NULL;

  if (! check (engine, manner, photo, start, params, error))
    return NULL;
  r.steps = steps_of (params->amount);
  if (r.steps == 0 && start)
    return pst_image_crop (start, 0, 0, start->width, start->height, error);
  r.scale = pst_manner_choose (manner, MIN (photo->width, photo->height));
  if (start)
    first = pst_margins_add (start, error);
  else if (pst_grounds_init (&grounds, engine, manner, photo, &likeness, error))
    first = pst_grounds_lay (&grounds, engine, manner, params->seed, cancellable, error);
  pst_arena_trim (engine->arena);
  if (first && ! init (&r, engine->pool, engine->arena, first->width, first->height))
    g_propagate_error (error, too_large (&r));
  else if (first && put_likeness (&r, error))
    {
      memcpy (r.rgb, first->data, 3 * (gsize) r.w * (gsize) r.h * sizeof (gfloat));
      put_wanted (&r, first, start ? first : grounds.wanted);
      if (run (&r, func, user_data, cancellable) || params->keep
          || ! g_cancellable_set_error_if_cancelled (cancellable, error))
        out = pst_refining_picture (&r, error);
    }
  pst_grounds_clear (&grounds);
  clear (&r, engine->arena);
  pst_arena_trim (engine->arena);
  return out;
}
