/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "painting/refined.h"

#include <math.h>

#include "painting/margins.h"
#include "painting/paint.h"
#include "styles/style.h"

/* What a pixel of refining costs at amount 100, measured beside a generator's. */
#define REFINE_WORK 2e6
#define LAY_WORK    6e4 /* and what laying it costs */

#define SHRINK     .9 /* of what needs too much memory, from try to try */
#define LEAST_SIDE 32 /* pixels                                         */

gdouble
pst_refined_work (const PstStyle *style, const PstParams *params, gint width, gint height)
{
  if (style->manner && (params->refine > 0 || ! style->weights))
    return REFINE_WORK * (.01 + params->refine / 100) * width * height;
  if (pst_style_sees_strokes (style))
    return pst_generator_work (&style->shape, pst_margins_side (height), pst_margins_side (width))
           + LAY_WORK * width * height;
  return pst_generator_work (&style->shape, height, width);
}

/* Refining and what is told of it. */
typedef struct
{
  const PstRun *run;
  PstRefineFunc func;
  gpointer user_data;
} Watch;

static void
watch (const PstRefining *refining, gpointer user_data)
{
  const Watch *w = user_data;

  if (w->run && w->run->progress)
    w->run->progress (pst_refining_get_done (refining), w->run->user_data);
  if (w->func)
    w->func (refining, w->user_data);
}

/* @photo as large as it can be refined within the engine's memory; NULL without an error if that
 * is as it is. */
static PstImage *
reduce_to_fit (PstEngine *engine, const PstManner *manner, const PstImage *photo,
               const PstLikeness *likeness, GError **error)
{
  gsize budget = pst_engine_get_memory_budget (engine);
  gint width = photo->width, height = photo->height;

  for (gdouble scale = 1;
       pst_refine_bytes (manner, width, height) + pst_likeness_bytes (likeness, width, height)
       > budget;
       scale *= SHRINK)
    {
      if (MIN (width, height) < LEAST_SIDE)
        break; /* pst_refine () says how much it needs */
      width = MAX (1, (gint) lround (photo->width * scale * SHRINK));
      height = MAX (1, (gint) lround (photo->height * scale * SHRINK));
    }
  return width == photo->width ? NULL : pst_image_resize (photo, width, height, error);
}

PstImage *
pst_engine_paint_refined (PstEngine *engine, const PstStyle *style, const PstImage *photo,
                          const PstParams *params, PstRefineFunc func, gpointer user_data,
                          const PstRun *run, GError **error)
{
  PstRefineParams how = PST_REFINE_PARAMS_INIT;
  const PstLikeness likeness = { params->likeness, params->likeness_map };
  Watch w = { run, func, user_data };
  g_autoptr (PstImage) small = NULL, start = NULL, painting = NULL;
  GError *local = NULL;

  if (! style->manner || ! (params->refine > 0))
    return pst_paint_like (engine, style, photo, params->seed, &likeness, run, error);
  how.amount = params->refine;
  how.seed = params->seed;
  how.likeness = params->likeness;
  how.likeness_map = params->likeness_map;
  small = reduce_to_fit (engine, style->manner, photo, &likeness, &local);
  if (local)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  if (pst_style_sees_strokes (style)
      && ! (start =
                pst_paint_like (engine, style, small ? small : photo, params->seed, &likeness,
                                &(PstRun){ .cancellable = run ? run->cancellable : NULL }, error)))
    return NULL;
  painting = pst_refine (engine, style->manner, small ? small : photo, start, &how, watch, &w,
                         run ? run->cancellable : NULL, error);
  if (! painting || ! small)
    return g_steal_pointer (&painting);
  return pst_enlarge (painting, small, photo, 0, 0, photo->width, photo->height, error);
}
