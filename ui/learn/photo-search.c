/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/photo-search.h"

#include "shared/worker.h"

struct _PstPhotoSearch
{
  PstUiHost *host;
  PstPhotosFoundFunc found;
  gpointer owner;
  PstWorker *worker;
  GPtrArray *paths;
  GError *error;
};

typedef struct
{
  PstUiHost *host;
  gchar *folder;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->folder);
  g_free (task);
}

static void
result_free (gpointer data)
{
  g_ptr_array_unref (data);
}

static gpointer
search (PstJob *job, gpointer data, GError **error)
{
  const Task *task = data;

  return task->host->find_photos (task->host, task->folder, pst_job_get_cancellable (job), error);
}

static void
searched (gpointer owner, gpointer data, gpointer result, const GError *error, gboolean last)
{
  PstPhotoSearch *self = owner;

  self->paths = result;
  self->error = error ? g_error_copy (error) : NULL;
  self->found (self->owner);
}

static const PstJobKind kind = { search, searched, task_free, result_free };

static void
forget (PstPhotoSearch *self)
{
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_error (&self->error);
}

void
pst_photo_search_set_folder (PstPhotoSearch *self, const gchar *folder)
{
  Task *task = g_new (Task, 1);

  forget (self);
  *task = (Task){ self->host, g_strdup (folder) };
  pst_worker_push (self->worker, PST_LANE_PREVIEW, &kind, task, self);
}

gboolean
pst_photo_search_is_busy (const PstPhotoSearch *self)
{
  return pst_worker_is_busy (self->worker, PST_LANE_PREVIEW);
}

const GPtrArray *
pst_photo_search_get_found (const PstPhotoSearch *self)
{
  return self->paths;
}

const GError *
pst_photo_search_get_error (const PstPhotoSearch *self)
{
  return self->error;
}

PstPhotoSearch *
pst_photo_search_new (PstUiHost *host, PstPhotosFoundFunc found, gpointer owner)
{
  PstPhotoSearch *self = g_new0 (PstPhotoSearch, 1);

  self->host = host;
  self->found = found;
  self->owner = owner;
  self->worker = pst_worker_new (-1);
  return self;
}

void
pst_photo_search_free (PstPhotoSearch *self)
{
  if (! self)
    return;
  pst_worker_free (self->worker);
  forget (self);
  g_free (self);
}
