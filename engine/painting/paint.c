/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/paint.h"

#include <math.h>

#include "ground/engine-private.h"
#include "kernels/gather.h"
#include "kernels/tape.h"
#include "painting/added.h"
#include "painting/contrast.h"
#include "painting/lay.h"
#include "painting/margins.h"
#include "strokes/manner.h"
#include "styles/style.h"

#define GRID         PST_GENERATOR_GRID
#define LONGEST_SIDE (1 << 26) /* so that sizes fit an int             */
#define LAYING       .7        /* of the time that laying strokes and painting them take */
/* What a generator adds to the strokes that it sees, at likeness 0 and 100; and what one that sees
 * the photo keeps of its own at 100: there is nothing between. */
#define ADDS_MORE        1.3f
#define ADDS_LESS        .5f
#define KEEPS            .4f
#define THUMBNAIL_PIXELS (1 << 20) /* that statistics are taken from       */
/* So many bytes are kept from layer to layer and from painting to painting: giving
 * them to the system and taking them anew costs more than they are worth. */
#define KEEP (128 * 1000 * 1000)

typedef struct
{
  gint x, y, width, height;
} Rect;

/* One painting, or the thumbnail before it. */
typedef struct
{
  PstEngine *engine;
  const PstStyle *style;
  const PstImage *photo;
  PstImage *out; /* NULL: only statistics are wanted */
  guint64 key;
  const gdouble *limits; /* see contrast.h */
  PstRun run;
  gdouble work_done, work_total; /* of all passes */
} Painting;

/* A pass of the network over one window. */
typedef struct
{
  Painting *painting;
  Rect window, core; /* what it sees, and what of it is stored */
  PstNode *node;
} Pass;

static gint
grid_up (gint size)
{
  return (size + GRID - 1) / GRID * GRID;
}

/* ---- pixels ----------------------------------------------------------- */

/* One row of the window, reflected where the photo ends, from [0,1] to [-1,1]. */
static void
load_row (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  const PstImage *photo = p->painting->photo;
  gint w = photo->width, h = photo->height;
  gint c = item / p->node->h, y = p->window.y + item % p->node->h;
  const gfloat *src = photo->data + ((gsize) c * h + pst_reflect (y, h)) * w;
  gfloat *dst = p->node->data + (gsize) item * p->node->w;

  for (gint i = 0; i < p->node->w; i++)
    {
      gint x = p->window.x + i;
      gfloat v = src[x < w ? x : pst_reflect (x, w)];

      dst[i] = v > 0 ? 2 * MIN (v, 1) - 1 : -1; /* also for NaN */
    }
}

static void
store_row (gint item, gint worker, gpointer data)
{
  const Pass *p = data;
  PstImage *out = p->painting->out;
  gint c = item / p->core.height, y = p->core.y + item % p->core.height;
  const gfloat *src = p->node->data + ((gsize) c * p->node->h + (y - p->window.y)) * p->node->w
                      + (p->core.x - p->window.x);
  gfloat *dst = out->data + ((gsize) c * out->height + y) * out->width + p->core.x;

  for (gint x = 0; x < p->core.width; x++)
    dst[x] = CLAMP (0.5f * src[x] + 0.5f, 0, 1);
}

/* ---- memory ----------------------------------------------------------- */

/* What the arena holds at most; @keep as for pst_arena_set_limits (). */
static gsize
rehearse (const PstStyle *style, gint width, gint height, gsize keep, gsize limit)
{
  g_autoptr (PstArena) arena = pst_arena_new_dry ();
  const guint64 key = 0;
  gsize peak = G_MAXSIZE;
  PstTape tape;
  PstNode *x;

  pst_arena_set_limits (arena, keep, limit);
  pst_tape_init (&tape, NULL, arena, FALSE);
  x = pst_tape_node (&tape, 1, 3, height, width);
  pst_generator_forward (&tape, &(PstGenerator){ &style->shape, style->weights, NULL }, x, &key,
                         NULL);
  if (! pst_tape_failed (&tape))
    peak = pst_arena_get_peak (arena);
  pst_tape_clear (&tape);
  return peak;
}

/* The least that will do; G_MAXSIZE if it is more than @limit. */
static gsize
least_memory (const PstStyle *style, gint width, gint height, gsize limit)
{
  return rehearse (style, width, height, 0, limit);
}

gsize
pst_paint_estimate (const PstStyle *style, gint width, gint height, gsize limit)
{
  gsize least;

  width = grid_up (width);
  height = grid_up (height);
  least = least_memory (style, width, height, limit);
  return least == G_MAXSIZE ? least : rehearse (style, width, height, MAX (KEEP, least), limit);
}

/* So that a pass from now on holds no more than the estimate says, if it can. */
static void
make_room (PstEngine *engine, const PstStyle *style, const PstPaintPlan *plan)
{
  gsize limit = pst_engine_get_memory_budget (engine);
  gsize least = least_memory (style, plan->width, plan->height, G_MAXSIZE);

  /* A block kept from before is taken for one up to a quarter smaller. */
  if (least > limit / 5 * 4)
    pst_arena_trim (engine->arena);
  pst_arena_set_limits (engine->arena, MAX (KEEP, least), MAX (limit, least));
}

static void
leave_room (PstEngine *engine)
{
  pst_arena_set_limits (engine->arena, G_MAXSIZE, G_MAXSIZE);
  if (pst_arena_get_held (engine->arena) > KEEP)
    pst_arena_trim (engine->arena);
}

/* ---- passes ----------------------------------------------------------- */

static gboolean
run_pass (Pass *pass, gdouble *stats, gboolean frozen, GError **error)
{
  Painting *p = pass->painting;
  const guint64 plan = pst_plan_key ();
  const PstGeneratorPart part = { pass->window.x, pass->window.y, stats, frozen, p->limits, &plan };
  gboolean failed;
  PstTape tape;

  pst_tape_init (&tape, p->engine->pool, p->engine->arena, FALSE);
  tape.cancellable = p->run.cancellable;
  tape.progress = p->run.progress;
  tape.progress_data = p->run.user_data;
  tape.work_done = p->work_done;
  tape.work_total = p->work_total;
  pst_pool_set_cancellable (p->engine->pool, p->run.cancellable);
  pass->node = pst_tape_node (&tape, 1, 3, pass->window.height, pass->window.width);
  if (! pst_tape_failed (&tape))
    {
      pst_pool_run (p->engine->pool, 3 * pass->node->h, load_row, pass);
      pass->node = pst_generator_forward (
          &tape, &(PstGenerator){ &p->style->shape, p->style->weights, NULL }, pass->node, &p->key,
          &part);
    }
  p->work_done += pst_generator_work (&p->style->shape, pass->window.height, pass->window.width);
  tape.work_done = p->work_done;
  pst_tape_tick (&tape, 0);
  if (! pst_tape_failed (&tape) && p->out)
    pst_pool_run (p->engine->pool, 3 * pass->core.height, store_row, pass);
  /* Whoever cancels from the last report of progress leaves rows unstored. */
  if (! pst_tape_failed (&tape))
    g_cancellable_set_error_if_cancelled (p->run.cancellable, &tape.error);
  pst_pool_set_cancellable (p->engine->pool, NULL);
  failed = pst_tape_failed (&tape);
  if (failed)
    g_propagate_error (error, g_steal_pointer (&tape.error));
  pst_tape_clear (&tape);
  return ! failed;
}

/* The windows along one side: @size photo pixels, windows of @window with a rim of
 * @halo. */
typedef struct
{
  gint size, grid_size, window, halo;
  gint n;
} Side;

static Side
side_new (gint size, gint window, gint halo)
{
  Side s = { size, grid_up (size), window, halo, 1 };
  gint step = window - 2 * halo;

  if (window < s.grid_size)
    s.n = (s.grid_size - 2 * halo + step - 1) / step;
  return s;
}

static gint
side_window (const Side *s, gint i)
{
  return MIN (i * (s->window - 2 * s->halo), s->grid_size - s->window);
}

/* Where window @i's own pixels begin; for i = n where all of them end. */
static gint
side_core (const Side *s, gint i)
{
  return i == 0 ? 0 : i == s->n ? s->size : MIN (side_window (s, i) + s->halo, s->size);
}

static gboolean
run_windows (Painting *p, const PstPaintPlan *plan, GError **error)
{
  Side across = side_new (p->photo->width, plan->width, plan->halo);
  Side down = side_new (p->photo->height, plan->height, plan->halo);
  g_autofree gdouble *limits = plan->stats ? NULL : pst_contrast_limits (p->style, p->photo);

  p->limits = limits;
  p->work_total += pst_generator_work (&p->style->shape, plan->height, plan->width)
                   * ((gdouble) across.n * down.n);
  make_room (p->engine, p->style, plan);
  for (gint j = 0; j < down.n; j++)
    for (gint i = 0; i < across.n; i++)
      {
        Pass pass = { p,
                      { side_window (&across, i), side_window (&down, j), plan->width,
                        plan->height },
                      { side_core (&across, i), side_core (&down, j) } };

        pass.core.width = side_core (&across, i + 1) - pass.core.x;
        pass.core.height = side_core (&down, j + 1) - pass.core.y;
        if (! run_pass (&pass, (gdouble *) plan->stats, plan->stats != NULL, error))
          {
            leave_room (p->engine);
            return FALSE;
          }
      }
  leave_room (p->engine);
  return TRUE;
}

static gboolean
collect (Painting *p, gdouble *stats, GError **error)
{
  Pass pass = { p, { 0, 0, grid_up (p->photo->width), grid_up (p->photo->height) }, { 0 } };
  const PstPaintPlan plan = { pass.window.width, pass.window.height, 0, NULL };
  g_autofree gdouble *limits = pst_contrast_limits (p->style, p->photo);
  gboolean done;

  p->limits = limits;
  make_room (p->engine, p->style, &plan);
  done = run_pass (&pass, stats, FALSE, error);
  leave_room (p->engine);
  return done;
}

gboolean
pst_paint_collect (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                   gdouble *stats, GError **error)
{
  Painting p = {
    .engine = engine, .style = style, .photo = photo, .key = pst_noise_key (seed), .work_total = 1
  };

  return collect (&p, stats, error);
}

PstImage *
pst_paint_planned (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                   const PstPaintPlan *plan, const PstRun *run, GError **error)
{
  g_autoptr (PstImage) out = pst_image_new (photo->width, photo->height, error);
  Painting p = { .engine = engine,
                 .style = style,
                 .photo = photo,
                 .out = out,
                 .key = pst_noise_key (seed),
                 .run = run ? *run : (PstRun){ 0 } };

  if (! out || ! run_windows (&p, plan, error))
    return NULL;
  return g_steal_pointer (&out);
}

/* ---- within the budget ------------------------------------------------ */

static gboolean
fits (const PstStyle *style, gint width, gint height, gsize budget)
{
  return pst_paint_estimate (style, width, height, budget) != G_MAXSIZE;
}

/* The side of the smallest window into which as many go as into @window. */
static gint
balance (gint size, gint window, gint halo)
{
  Side s = side_new (size, window, halo);
  gint step;

  if (s.n == 1)
    return s.grid_size;
  step = grid_up ((s.grid_size - 2 * halo + s.n - 1) / s.n);
  return step + 2 * halo;
}

/* The largest windows that the budget allows. */
static gboolean
plan_windows (PstPaintPlan *plan, const PstStyle *style, gint width, gint height, gsize budget,
              GError **error)
{
  gint halo = pst_generator_halo (&style->shape);
  gint low = 2 * halo + GRID, high = grid_up (MAX (width, height));
  gint full_width = grid_up (width), full_height = grid_up (height);

  if (! fits (style, MIN (low, full_width), MIN (low, full_height), budget))
    {
      gsize least = least_memory (style, MIN (low, full_width), MIN (low, full_height), G_MAXSIZE);
      g_autofree gchar *needed = g_format_size (least), *allowed = g_format_size (budget);

      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Painting needs %s of memory even in the smallest parts, and only %s may be "
                   "used; allow more",
                   needed, allowed);
      return FALSE;
    }
  while (high - low > GRID)
    {
      gint middle = grid_up (low + (high - low) / 2);

      if (middle >= high)
        break;
      if (fits (style, MIN (middle, full_width), MIN (middle, full_height), budget))
        low = middle;
      else
        high = middle;
    }
  plan->halo = halo;
  plan->width = balance (width, MIN (low, full_width), halo);
  plan->height = balance (height, MIN (low, full_height), halo);
  return TRUE;
}

/* @photo itself or a reduced copy: about a megapixel, or what the budget allows. */
static PstImage *
thumbnail_new (const PstStyle *style, const PstImage *photo, gsize budget, GError **error)
{
  for (gdouble pixels = THUMBNAIL_PIXELS;; pixels *= 0.75)
    {
      gdouble scale = MIN (1, sqrt (pixels / photo->width / photo->height));
      gint width = MAX (1, (gint) lround (photo->width * scale));
      gint height = MAX (1, (gint) lround (photo->height * scale));

      if (pixels < GRID * GRID || fits (style, width, height, budget))
        return pst_image_resize (photo, width, height, error);
    }
}

static PstImage *
paint_in_windows (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                  const PstRun *run, GError **error)
{
  gsize budget = pst_engine_get_memory_budget (engine);
  g_autoptr (PstImage) out = NULL, thumbnail = NULL;
  g_autofree gdouble *stats = g_new (gdouble, pst_generator_n_stats (&style->shape));
  Painting p = {
    .engine = engine, .style = style, .key = pst_noise_key (seed), .run = run ? *run : (PstRun){ 0 }
  };
  PstPaintPlan plan = { .stats = stats };
  Side across, down;
  gdouble thumbnail_work;

  if (! plan_windows (&plan, style, photo->width, photo->height, budget, error))
    return NULL;
  out = pst_image_new (photo->width, photo->height, error);
  if (! out)
    return NULL;
  thumbnail = thumbnail_new (style, photo, budget, error);
  if (! thumbnail)
    return NULL;

  thumbnail_work =
      pst_generator_work (&style->shape, grid_up (thumbnail->height), grid_up (thumbnail->width));
  across = side_new (photo->width, plan.width, plan.halo);
  down = side_new (photo->height, plan.height, plan.halo);
  p.photo = thumbnail;
  p.work_total =
      thumbnail_work
      + pst_generator_work (&style->shape, plan.height, plan.width) * ((gdouble) across.n * down.n);
  if (! collect (&p, stats, error))
    return NULL;
  p.photo = photo;
  p.out = out;
  p.work_total = thumbnail_work; /* run_windows () adds its own */
  if (! run_windows (&p, &plan, error))
    return NULL;
  return g_steal_pointer (&out);
}

/* What a style without a generator can do at once. */
static PstImage *
paint_colours (PstEngine *engine, const PstStyle *style, const PstImage *photo, const gfloat *plane,
               const PstRun *run, GError **error)
{
  GCancellable *cancellable = run ? run->cancellable : NULL;
  g_autoptr (PstImage) out = NULL;

  pst_pool_set_cancellable (engine->pool, cancellable);
  out = pst_lay_colours (engine, style->manner, photo, plane, error);
  pst_pool_set_cancellable (engine->pool, NULL);
  if (out && run && run->progress)
    run->progress (1, run->user_data);
  if (! out || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&out);
}

/* By the generator, of what it sees. */
static PstImage *
paint (PstEngine *engine, const PstStyle *style, const PstImage *seen, guint32 seed,
       const PstRun *run, GError **error)
{
  PstPaintPlan plan = { grid_up (seen->width), grid_up (seen->height) };

  if (! fits (style, plan.width, plan.height, pst_engine_get_memory_budget (engine)))
    return paint_in_windows (engine, style, seen, seed, run, error);
  return pst_paint_planned (engine, style, seen, seed, &plan, run, error);
}

/* Tells @data, a PstRun, what is done once the strokes are laid. */
static void
tell_of_generator (gdouble done, gpointer data)
{
  const PstRun *run = data;

  if (run->progress)
    run->progress (LAYING + (1 - LAYING) * done, run->user_data);
}

/* By the generator, of strokes and of their mirror image around them: a rim is where it would see that a
 * picture ends, and it was taught by no strokes there. */
static PstImage *
paint_framed (PstEngine *engine, const PstStyle *style, const PstImage *laid, guint32 seed,
              const PstRun *run, GError **error)
{
  g_autoptr (PstImage) framed = pst_margins_frame (laid, error);
  g_autoptr (PstImage) out = framed ? paint (engine, style, framed, seed, run, error) : NULL;

  return out ? pst_image_crop (out, PST_MARGIN, PST_MARGIN, laid->width, laid->height, error)
             : NULL;
}

/* The strokes first; and no colour that the painter has not. */
static PstImage *
paint_strokes (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
               const PstLikeness *likeness, const gfloat *plane, const PstRun *run, GError **error)
{
  PstRun own = run ? *run : (PstRun){ 0 };
  g_autoptr (PstImage) laid = NULL, out = NULL;

  laid = pst_lay (engine, style->manner, photo, seed, likeness, own.cancellable, error);
  if (! laid)
    return NULL;
  out = paint_framed (engine, style, laid, seed,
                      &(PstRun){ tell_of_generator, &own, own.cancellable }, error);
  if (! out)
    return NULL;
  pst_likeness_move (plane, ADDS_MORE, ADDS_LESS, laid, out);
  if (! pst_added_calm (laid, pst_style_is_oriented (style), engine->pool, out))
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "Not enough memory to add to the strokes of a picture of %d x %d pixels",
                   photo->width, photo->height);
      return NULL;
    }
  return pst_lay_draw (engine, style->manner, plane, out, error) ? g_steal_pointer (&out) : NULL;
}

PstImage *
pst_engine_paint (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                  const PstRun *run, GError **error)
{
  return pst_paint_like (engine, style, photo, seed, NULL, run, error);
}

PstImage *
pst_paint_like (PstEngine *engine, const PstStyle *style, const PstImage *photo, guint32 seed,
                const PstLikeness *likeness, const PstRun *run, GError **error)
{
  g_autofree gfloat *plane = NULL;
  PstImage *out;

  if (photo->width > LONGEST_SIDE || photo->height > LONGEST_SIDE)
    {
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "A picture of %d x %d pixels is too long; crop it first", photo->width,
                   photo->height);
      return NULL;
    }
  if (! pst_likeness_plane (likeness, photo->width, photo->height, &plane, error))
    return NULL;
  if (! style->weights)
    return paint_colours (engine, style, photo, plane, run, error);
  if (pst_style_sees_strokes (style))
    return paint_strokes (engine, style, photo, seed, likeness, plane, run, error);
  out = paint (engine, style, photo, seed, run, error);
  if (out)
    pst_likeness_move (plane, 1, KEEPS, photo, out);
  return out;
}
