/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/lesson-maker.h"

#include "learn/photo-reader.h"
#include "shared/worker.h"

struct _PstLessonMaker
{
  PstUiHost *host;
  PstLessonMadeFunc made;
  gpointer owner;
  PstWorker *worker;
};

typedef struct
{
  PstUiHost *host;
  PstLessonPlan plan;
} Task;

void
pst_lesson_plan_clear (PstLessonPlan *plan)
{
  g_clear_pointer (&plan->painting, pst_picture_unref);
  g_clear_pointer (&plan->paths, g_ptr_array_unref);
  g_clear_pointer (&plan->photos, g_ptr_array_unref);
  g_clear_pointer (&plan->base, pst_style_unref);
  g_clear_pointer (&plan->base_path, g_free);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_lesson_plan_clear (&task->plan);
  g_free (task);
}

/* Nobody wants it any more. */
static void
lesson_free (gpointer lesson)
{
  pst_lesson_discard (lesson, NULL);
}

/* ---- on the worker's thread ------------------------------------------- */

static gpointer
make (PstJob *job, gpointer data, GError **error)
{
  Task *task = data;
  PstLessonPlan *plan = &task->plan;
  g_autoptr (PstRecipe) recipe = pst_learn_settings_to_recipe (&plan->settings);
  g_autoptr (PstStyle) base = plan->base ? pst_style_ref (plan->base) : NULL;
  g_auto (PstPhotoReader) reader = { .host = task->host,
                                     .open = plan->photos,
                                     .paths = plan->paths,
                                     .cancellable = pst_job_get_cancellable (job),
                                     .progress = pst_job_progress,
                                     .progress_data = job };
  const PstPhotos photos = pst_photo_reader_begin (&reader);
  const PstImage *const paintings[] = { plan->painting->image };

  if (! base && plan->base_path)
    {
      base = pst_style_load (plan->base_path, error);
      if (! base)
        return NULL;
    }
  return pst_library_new_lesson (task->host->library,
                                 &(PstMaterial){ .recipe = recipe,
                                                 .base = base,
                                                 .paintings = paintings,
                                                 .n_paintings = 1,
                                                 .photos = &photos },
                                 error);
}

/* ---- on the main thread ----------------------------------------------- */

static void
lesson_made (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  PstLessonMaker *self = owner;

  self->made (self->owner, result, error);
}

static const PstJobKind kind = { make, lesson_made, task_free, lesson_free };

void
pst_lesson_maker_begin (PstLessonMaker *self, PstLessonPlan *plan)
{
  Task *task = g_new (Task, 1);

  *task = (Task){ self->host, *plan };
  plan->painting = NULL;
  plan->paths = plan->photos = NULL;
  plan->base = NULL;
  plan->base_path = NULL;
  pst_worker_push (self->worker, PST_LANE_FINAL, &kind, task, self);
}

void
pst_lesson_maker_cancel (PstLessonMaker *self)
{
  pst_worker_clear (self->worker, PST_LANE_FINAL);
}

gboolean
pst_lesson_maker_is_busy (const PstLessonMaker *self)
{
  return pst_worker_is_busy (self->worker, PST_LANE_FINAL);
}

gdouble
pst_lesson_maker_get_progress (const PstLessonMaker *self)
{
  return pst_worker_get_progress (self->worker);
}

PstLessonMaker *
pst_lesson_maker_new (PstUiHost *host, PstLessonMadeFunc made, gpointer owner)
{
  PstLessonMaker *self = g_new0 (PstLessonMaker, 1);

  self->host = host;
  self->made = made;
  self->owner = owner;
  self->worker = pst_worker_new (-1);
  return self;
}

void
pst_lesson_maker_free (PstLessonMaker *self)
{
  if (! self)
    return;
  pst_worker_free (self->worker);
  g_free (self);
}
