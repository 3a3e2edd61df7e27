/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "strokes/manner.h"

#include <math.h>
#include <string.h>

#include "ground/engine-private.h"
#include "ground/random.h"
#include "ground/vector.h"
#include "painting/margins.h"
#include "painting/refine-terms.h"
#include "strokes/flow.h"

#define LARGE 512 /* pixels of the short side from which strokes begin at a quarter of the size */

#define STEPS         12 /* of every size, amount 50 */
#define STEPS_AT_MOST 30 /* and 100                   */
#define RATE          .04
#define RATE_FALLS    .7 /* by so much till the last step */

/* Weights of the terms; that of content is the manner's. */
#define STROKES 3.
#define MEANS   1.
#define TONE    1.5
#define CHROMA  3. /* of Cb and of Cr */
#define ROUGH   .1
#define SLOPE   .3

/* Of so many pixels and more, a Gram matrix is the same from every fourth line, each in its turn;
 * of a quarter as many, from every second. */
#define ENOUGH 100000

#define AREA 16. /* pixels of deviation: light and dark of more than that are the photo's */

#define CHUNK 16384 /* numbers in an item of plain arithmetic */

/* All that is needed at one size. */
typedef struct
{
  gint w, h;
  gfloat *rgb;             /* [3][h][w], -1..1: what moves                                */
  gfloat *gradient;        /* the same, and behind it                                     */
  gfloat *moment, *square; /* Adam's (Kingma and Ba 2014)                                  */
  PstPyramid *x, *dx;      /* rgb as Y'CbCr, and its gradient                              */
  PstPyramid *wanted;      /* the new colours; but luma at levels 1 and 2 is the photo's */
  gfloat *wanted_luma;     /* the photo's at level 3                                       */
  gfloat *scratch[3];      /* of the slopes at levels 1 and 2                              */
  PstOriented *oriented;
} Size;

struct _PstRefining
{
  PstEngine *engine;
  const PstManner *manner;
  const PstMannerScale *scale;
  const PstRefineParams *params;
  gint width, height; /* of the photo */
  gint steps;         /* at either size */
  gint coarsest;      /* size to begin with: halved so often */
  gint shift;         /* and the size now */
  gint step;
  gdouble distance;
  Size size;
  gdouble *gram[PST_ORIENTED_MAPS], *dgram[PST_ORIENTED_MAPS];
};

/* ---- memory ----------------------------------------------------------- */

static void
size_clear (Size *s, PstArena *arena)
{
  pst_arena_give (arena, s->rgb);
  pst_arena_give (arena, s->gradient);
  pst_arena_give (arena, s->wanted_luma);
  pst_arena_give (arena, s->scratch[1]);
  pst_arena_give (arena, s->scratch[2]);
  pst_pyramid_free (s->x);
  pst_pyramid_free (s->dx);
  pst_pyramid_free (s->wanted);
  pst_oriented_free (s->oriented);
  memset (s, 0, sizeof *s);
}

static gboolean
size_init (Size *s, PstPool *pool, PstArena *arena, const PstManner *manner,
           const PstMannerScale *scale, gint w, gint h)
{
  const gint levels = MAX (4, manner->params.octaves);
  gsize bytes = 3 * (gsize) w * (gsize) h * sizeof (gfloat);

  *s = (Size){ .w = w, .h = h };
  s->rgb = pst_arena_take (arena, bytes);
  s->gradient = pst_arena_take (arena, 3 * bytes);
  for (gint l = 1; l < 3; l++)
    s->scratch[l] =
        pst_arena_take (arena, 6 * (gsize) (w >> l) * (gsize) (h >> l) * sizeof (gfloat));
  s->moment = s->gradient + bytes / sizeof (gfloat);
  s->square = s->moment + bytes / sizeof (gfloat);
  s->wanted_luma =
      pst_arena_take (arena, pst_level_stride (w >> 3) * (gsize) (h >> 3) * sizeof (gfloat));
  s->x = pst_pyramid_new (arena, w, h, levels);
  s->dx = pst_pyramid_new (arena, w, h, levels);
  s->wanted = pst_pyramid_new (arena, w, h, levels);
  s->oriented = pst_oriented_new (pool, arena, w, h, manner->params.octaves, scale->wavelength);
  for (gint o = 0; o < manner->params.octaves && s->oriented; o++)
    {
      gint pixels = (w >> o) * (h >> o);

      pst_oriented_set_lines (s->oriented, o, pixels >= ENOUGH ? 4 : pixels >= ENOUGH / 4 ? 2 : 1);
    }
  return s->rgb && s->gradient && s->scratch[1] && s->scratch[2] && s->wanted_luma && s->x && s->dx
         && s->wanted && s->oriented;
}

gsize
pst_refine_bytes (const PstManner *manner, gint width, gint height)
{
  g_autoptr (PstArena) arena = pst_arena_new_dry ();
  const gint w = pst_margins_side (width), h = pst_margins_side (height);
  gsize pictures = 4 * 3 * (gsize) w * (gsize) h * sizeof (gfloat), bytes = G_MAXSIZE;
  Size size;

  if (size_init (&size, NULL, arena, manner, &manner->scale[0], w, h))
    bytes = pst_arena_get_peak (arena) + pictures;
  size_clear (&size, arena);
  return bytes;
}

/* ---- pictures --------------------------------------------------------- */

/* What moves, so many times as large. */
static PstImage *
enlarged (const PstRefining *r, gint shift, GError **error)
{
  const Size *s = &r->size;
  PstImage now = { s->w, s->h, s->rgb };

  return pst_image_resize (&now, s->w << shift, s->h << shift, error);
}

/* A copy of what moves whose light and dark, over an area, are those that are wanted: strokes
 * are too near to each other to tell, and so no step sees to it. */
static PstImage *
with_tones (const PstRefining *r, GError **error)
{
  const Size *s = &r->size;
  const PstLevel *wanted = &s->wanted->level[0];
  const gsize n = (gsize) s->w * (gsize) s->h;
  const gdouble area = ldexp (AREA, -r->shift);
  g_autoptr (PstImage) more = pst_image_new (s->w, s->h, error);
  g_autoptr (PstImage) now = more ? enlarged (r, 0, error) : NULL;
  gfloat *difference;

  if (! now)
    return NULL;
  difference = more->data;
  for (gsize i = 0; i < n; i++)
    difference[i] = wanted->plane[0][i / (gsize) s->w * wanted->stride + i % (gsize) s->w]
                    - (.299f * s->rgb[i] + .587f * s->rgb[n + i] + .114f * s->rgb[2 * n + i]);
  pst_flow_blur (difference, s->w, s->h, area, more->data + n, more->data + 2 * n, r->engine->pool);
  for (gsize i = 0; i < 3 * n; i++)
    now->data[i] += more->data[2 * n + i % n];
  return g_steal_pointer (&now);
}

PstImage *
pst_refining_picture (const PstRefining *refining, GError **error)
{
  const Size *s = &refining->size;
  const gint w = s->w << refining->shift, h = s->h << refining->shift;
  g_autoptr (PstImage) now = with_tones (refining, error);
  g_autoptr (PstImage) large = NULL;
  PstImage *out;

  if (! now)
    return NULL;
  if (refining->shift)
    {
      large = pst_image_resize (now, w, h, error);
      if (! large)
        return NULL;
    }
  out = pst_margins_cut (large ? large->data : now->data, w, h, refining->width, refining->height,
                         error);
  if (out)
    pst_colour_table_apply (pst_manner_get_draw (refining->manner, refining->engine->pool), out,
                            TRUE, refining->engine->pool);
  return out;
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
  gdouble done = 0, all = 0;

  for (gint shift = refining->coarsest; shift >= 0; shift--)
    {
      gdouble work = ldexp (1, -2 * shift);

      all += work * refining->steps;
      if (shift >= refining->shift)
        done += work * (shift > refining->shift ? refining->steps : refining->step);
    }
  return CLAMP (done / all, 0, 1);
}

/* ---- a beginning ------------------------------------------------------ */

/* What is wanted of the picture, from @photo and @target. */
static void
put_wanted (PstRefining *r, const PstImage *photo, const PstImage *target)
{
  Size *s = &r->size;
  PstPool *pool = r->engine->pool;

  pst_pyramid_put_rgb (s->wanted, target->data, pool);
  pst_pyramid_shrink (s->wanted, pool);
  pst_pyramid_put_rgb (s->x, photo->data, pool);
  pst_pyramid_shrink (s->x, pool);
  for (gint l = 1; l <= 3; l++)
    {
      const PstLevel *from = &s->x->level[l];

      memcpy (l < 3 ? s->wanted->level[l].plane[0] : s->wanted_luma, from->plane[0],
              from->stride * (gsize) from->h * sizeof (gfloat));
    }
}

/* From the size before, if there was one, and @start. */
static void
begin (PstRefining *r, const PstImage *before, const PstImage *start)
{
  const gsize n = 3 * (gsize) r->size.w * (gsize) r->size.h;

  for (gsize i = 0; i < n; i++)
    r->size.rgb[i] =
        before ? .7f * CLAMP (before->data[i], -1, 1) + .3f * start->data[i] : start->data[i];
}

/* Strokes begin as noise that flows along the photo's forms, which are in x: of luma
 * alone, for no step would take coloured specks away. */
static void
add_noise (PstRefining *r)
{
  Size *s = &r->size;
  const gsize n = (gsize) s->w * (gsize) s->h;
  const guint64 key = pst_random_key (r->params->seed, 7, (guint64) r->shift);
  const gboolean engraved = r->manner->params.kind == PST_MANNER_ENGRAVED;
  const gfloat amount = (gfloat) (r->scale->noise * (r->shift == r->coarsest ? 1 : .8));
  static const gdouble near[] = { 1.5, 4, 12, 32 }, far[] = { 3, 8, 16, 32 };
  /* Planes that are not needed yet. */
  gfloat *noise = s->gradient, *scratch = noise + n, *luma = s->dx->level[0].plane[0];

  for (gint y = 0; y < s->h; y++)
    memcpy (luma + (gsize) y * (gsize) s->w,
            s->x->level[0].plane[0] + (gsize) y * s->x->level[0].stride,
            (gsize) s->w * sizeof (gfloat));
  pst_flow_noise (luma, s->w, s->h, engraved ? near : far, r->scale->wavelength, r->scale->flow,
                  key, scratch, noise, r->engine->pool);
  for (gint c = 0; c < 3; c++)
    for (gsize i = 0; i < n; i++)
      {
        gfloat *to = &s->rgb[(gsize) c * n + i];

        *to = CLAMP (*to + amount * noise[i], -1, 1);
      }
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
  const PstLevel *x = &r->size.x->level[l];
  PstLevel *dx = &r->size.dx->level[l];
  gfloat *const *wanted = r->size.wanted->level[l].plane;

  /* Lines are what an engraving's contours and tones are made of: there is no asking for others. */
  if (l > 1 || ! engraved)
    pst_term_correlation (x, 0, l < 3 ? wanted[0] : r->size.wanted_luma, weight * (1 << l) / 8, dx);
  if (l < 3 && ! engraved)
    pst_term_slope (x, 0, wanted[0], weight * SLOPE, r->size.scratch[l], dx);
  if (l == 3)
    for (gint c = 0; c < 3; c++)
      pst_term_tone (x, c, wanted[c], c ? CHROMA : TONE, dx);
}

static void
strokes (PstRefining *r)
{
  const gint n = 2 * r->manner->params.octaves;
  const gdouble *dgrams[PST_ORIENTED_MAPS] = { NULL };

  pst_oriented_forward (r->size.oriented, r->size.x, r->step, r->gram);
  r->distance = 0;
  for (gint i = 0; i < n; i++)
    if (r->scale->map[i].gram && pst_oriented_count (r->size.oriented, i, r->step) > 0)
      {
        r->distance +=
            pst_manner_compare (&r->scale->map[i], i, r->gram[i], STROKES, MEANS, r->dgram[i]);
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
  for (r->step = 0; r->step < r->steps && ! g_cancellable_is_cancelled (cancellable);)
    {
      move (r);
      if (func)
        func (r, user_data);
    }
  return ! g_cancellable_is_cancelled (cancellable);
}

/* Every size in its turn.  @photo, @target, @start with margins. */
static PstImage *
run (PstRefining *r, const PstImage *photo, const PstImage *target, const PstImage *start,
     PstRefineFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (PstImage) now = NULL;
  gboolean done = TRUE;

  for (r->shift = r->coarsest; done; r->shift--)
    {
      g_autoptr (PstImage) small_photo = pst_margins_reduce (photo, r->shift, error);
      g_autoptr (PstImage) small_target =
          small_photo ? pst_margins_reduce (target, r->shift, error) : NULL;
      g_autoptr (PstImage) small_start =
          small_target ? pst_margins_reduce (start, r->shift, error) : NULL;

      if (! small_start)
        return NULL;
      if (! size_init (&r->size, r->engine->pool, r->engine->arena, r->manner, r->scale,
                       small_photo->width, small_photo->height))
        {
          g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                       "Not enough memory to refine a picture of %d x %d pixels", r->width,
                       r->height);
          return NULL;
        }
      begin (r, now, small_start);
      put_wanted (r, small_photo, small_target);
      add_noise (r);
      done = run_size (r, func, user_data, cancellable);
      if (! done || r->shift == 0)
        break;
      pst_image_free (now);
      now = enlarged (r, 1, error);
      size_clear (&r->size, r->engine->arena);
      pst_arena_trim (r->engine->arena);
      if (! now)
        return NULL;
    }
  if (! done && ! r->params->keep && g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return pst_refining_picture (r, error);
}

static gint
steps_of (gdouble amount)
{
  gdouble steps =
      amount <= 50 ? STEPS * amount / 50 : STEPS + (STEPS_AT_MOST - STEPS) * (amount - 50) / 50;

  return (gint) ceil (steps);
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
  r.steps = steps_of (params->amount);
  r.coarsest = manner->params.kind == PST_MANNER_ENGRAVED  ? 0
               : MIN (photo->width, photo->height) < LARGE ? 1
                                                           : 2;
  r.scale = pst_manner_choose (manner, MIN (photo->width, photo->height));
  r.width = photo->width;
  r.height = photo->height;
  if (r.steps == 0)
    return start ? copy (start, error) : g_steal_pointer (&coloured);
  wide = pst_margins_add (photo, error);
  target = wide ? pst_margins_add (coloured, error) : NULL;
  if (target && start)
    first = pst_margins_add (start, error);
  if (! target || (start && ! first))
    return NULL;
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
  pst_arena_trim (engine->arena);
  return out;
}
