/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/repainter.h"

#include <string.h>

#define KEPT_BYTES ((gsize) 256 << 20)

typedef struct
{
  PstStyle *style;
  guint32 seed;
  gdouble refine;
  gdouble likeness;
  PstLikenessMap *map; /* or NULL */
  PstImage *photo;     /* of working size */
  PstImage *painting;
} Entry;

struct _PstRepainter
{
  PstEngine *engine;
  GPtrArray *entries; /* Entry, the latest last */
  guint n_painted;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  pst_style_unref (entry->style);
  pst_likeness_map_unref (entry->map);
  pst_image_free (entry->photo);
  pst_image_free (entry->painting);
  g_free (entry);
}

PstRepainter *
pst_repainter_new (gint n_threads)
{
  PstRepainter *self = g_new0 (PstRepainter, 1);

  self->engine = pst_engine_new (n_threads);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

void
pst_repainter_free (PstRepainter *self)
{
  if (! self)
    return;
  pst_engine_free (self->engine);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

guint
pst_repainter_get_n_painted (const PstRepainter *self)
{
  return self->n_painted;
}

static gsize
bytes_of (const PstImage *image)
{
  return (gsize) image->width * (gsize) image->height * 3 * sizeof (gfloat);
}

static gboolean
is_same (const PstImage *a, const PstImage *b)
{
  return a->width == b->width && a->height == b->height
         && memcmp (a->data, b->data, bytes_of (a)) == 0;
}

/* The oldest go. */
static void
make_room (PstRepainter *self)
{
  guint first = self->entries->len;
  gsize sum = 0;

  while (first > 0)
    {
      const Entry *entry = g_ptr_array_index (self->entries, first - 1);

      sum += 2 * bytes_of (entry->painting);
      if (sum > KEPT_BYTES)
        break;
      first--;
    }
  if (first > 0)
    g_ptr_array_remove_range (self->entries, 0, first);
}

/* A stretch of all the work. */
typedef struct
{
  const PstRun *run;
  gdouble from, span;
} Stage;

static void
stage_progress (gdouble done, gpointer user_data)
{
  const Stage *stage = user_data;

  if (stage->run && stage->run->progress)
    stage->run->progress (stage->from + done * stage->span, stage->run->user_data);
}

static PstRun
stage_run (Stage *stage, gdouble span)
{
  stage->from += stage->span;
  stage->span = span;
  return (PstRun){ stage_progress, stage, stage->run ? stage->run->cancellable : NULL };
}

/* But for the photo. */
static gboolean
is_as (const Entry *entry, const PstStyle *style, const PstParams *params)
{
  return entry->style == style && entry->seed == params->seed && entry->refine == params->refine
         && entry->likeness == params->likeness && entry->map == params->likeness_map;
}

/* The repainter's, until it makes room. */
static const PstImage *
painting_of (PstRepainter *self, const PstStyle *style, const PstImage *photo,
             const PstParams *params, const PstRun *run, GError **error)
{
  g_autoptr (PstImage) painting = NULL, kept = NULL;
  Entry *entry;

  for (guint i = 0; i < self->entries->len; i++)
    {
      entry = g_ptr_array_index (self->entries, i);
      if (is_as (entry, style, params) && is_same (entry->photo, photo))
        {
          g_ptr_array_add (self->entries, g_ptr_array_steal_index (self->entries, i));
          return entry->painting;
        }
    }

  kept = pst_image_crop (photo, 0, 0, photo->width, photo->height, error);
  if (kept)
    painting =
        pst_engine_paint_refined (self->engine, style, photo, params, NULL, NULL, run, error);
  if (! painting)
    return NULL;
  self->n_painted++;
  entry = g_new (Entry, 1);
  *entry = (Entry){ .style = pst_style_ref ((PstStyle *) style),
                    .seed = params->seed,
                    .refine = params->refine,
                    .likeness = params->likeness,
                    .photo = g_steal_pointer (&kept),
                    .painting = g_steal_pointer (&painting) };
  if (params->likeness_map)
    entry->map = pst_likeness_map_ref ((PstLikenessMap *) params->likeness_map);
  g_ptr_array_add (self->entries, entry);
  return entry->painting;
}

PstImage *
pst_repainter_paint (PstRepainter *self, const PstStyle *style, const PstStyle *second,
                     const PstParams *params, const PstImage *photo, const PstRun *run,
                     GError **error)
{
  const PstStyle *styles[2] = { style, second && params->mix > 0 ? second : NULL };
  const PstImage *paintings[2] = { NULL, NULL };
  g_autoptr (PstImage) small = NULL;
  Stage stage = { run, 0, 0 };
  gdouble share;
  PstRun part;
  PstImage *out;

  if (! pst_params_check (params, error))
    return NULL;
  if (params->strength == 0) /* no painting is looked at */
    return pst_engine_finish (self->engine, photo, photo, photo, NULL, params, run, error);
  if (styles[1] && params->mix == 100)
    styles[0] = NULL;
  small = pst_working_photo (photo, params->brush_size, error);
  if (! small)
    return NULL;
  share = pst_stylise_get_finish_share (styles[0], styles[1], params, photo->width, photo->height);

  for (gint i = 0; i < 2; i++)
    {
      if (! styles[i])
        continue;
      part = stage_run (&stage, (1 - share) / (styles[0] && styles[1] ? 2 : 1));
      paintings[i] = painting_of (self, styles[i], small, params, &part, error);
      if (! paintings[i])
        return NULL;
    }

  part = stage_run (&stage, share);
  out = pst_engine_finish_in (
      self->engine, photo,
      &(PstFinishInput){ .small = small,
                         .painting = paintings[0] ? paintings[0] : paintings[1],
                         .second = paintings[1],
                         .style = styles[0] ? styles[0] : styles[1],
                         .second_style = styles[1] },
      params, &part, error);
  make_room (self);
  return out;
}
