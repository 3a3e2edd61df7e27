/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/view-maker.h"

#include <string.h>

#include "shared/worker.h"

struct _PstViewMaker
{
  PstViewMadeFunc made;
  gpointer owner;

  PstPicture *source;
  PstPaintings paintings;   /* with references */
  PstFinished *finished[2]; /* of the two paintings, when they are done; or NULL */
  PstLook look;
  PstCover *cover; /* NULL: none */

  PstWorker *worker;
  PstFraming wanted; /* latest */
  gboolean managed;
  gboolean again;     /* something changed while it worked */
  PstPicture *zoomed; /* the photo at the zoom of the latest view */
  PstView *view;      /* what was asked for last, or before       */
  PstView *whole;     /* the latest view of all of the picture    */
};

/* ---- on the worker's thread ------------------------------------------- */

typedef struct
{
  PstPicture *source;
  PstPaintings paintings;
  PstFinished *finished[2];
  gboolean finishes; /* not only what is finished already is shown so */
  PstFraming framing;
  PstPicture *zoomed; /* NULL: to be made */
  PstLook look;
  PstCover *cover;
  gboolean managed; /* what a monitor's colours need is done on the main thread */
} Task;

typedef struct
{
  PstView *view;
  PstPicture *zoomed;
} Result;

static void
paintings_copy (PstPaintings *to, const PstPaintings *from)
{
  PstPaintings old = *to;

  *to = pst_paintings_ref (from);
  pst_paintings_clear (&old);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_picture_unref (task->source);
  pst_picture_unref (task->zoomed);
  pst_cover_unref (task->cover);
  paintings_copy (&task->paintings, NULL);
  for (gint i = 0; i < 2; i++)
    pst_finished_unref (task->finished[i]);
  g_free (task);
}

static void
result_free (gpointer data)
{
  Result *result = data;

  pst_view_free (result->view);
  pst_picture_unref (result->zoomed);
  g_free (result);
}

/* From the photo at working size, if that is larger: it is far quicker. */
static PstPicture *
zoom_photo (const Task *task, GError **error)
{
  const PstFraming *framing = &task->framing;
  PstPicture *from = task->source;
  PstPicture *small = task->paintings.photo;
  PstImage *image;

  if (small && small->image->width >= framing->width && small->image->height >= framing->height)
    from = small;
  if (from->image->width == framing->width && from->image->height == framing->height)
    return pst_picture_ref (from);
  image = pst_image_resize (from->image, framing->width, framing->height, error);
  return image ? pst_picture_new (image) : NULL;
}

static gpointer
make_view (PstJob *job, gpointer data, GError **error)
{
  Task *task = data;
  g_autoptr (PstPicture) zoomed = pst_picture_ref (task->zoomed);
  PstView *view;
  Result *result;

  for (gint i = 0; i < 2 && task->finishes; i++)
    if (task->finished[i]
        && ! pst_finished_make (task->finished[i], pst_job_get_engine (job), &task->framing,
                                pst_job_get_cancellable (job), error))
      return NULL;
  if (! zoomed)
    zoomed = zoom_photo (task, error);
  view =
      zoomed ? pst_view_new (&task->framing, zoomed, &task->paintings, task->cover, error) : NULL;
  if (! view)
    return NULL;
  pst_view_finish (view, task->finished);
  if (! task->managed)
    {
      /* So that nothing is left to be done for the first drawing. */
      pst_view_get_before (view, NULL);
      pst_view_get_after (view, &task->look, NULL);
    }
  result = g_new (Result, 1);
  *result = (Result){ view, g_steal_pointer (&zoomed) };
  return result;
}

/* ---- on the main thread ----------------------------------------------- */

/* TRUE if the latest view was made of what is to be shown now. */
static gboolean
is_satisfied (const PstViewMaker *self)
{
  const PstView *view = self->view;

  return view && view->from == self->paintings.painting
         && view->from_second == self->paintings.second
         && pst_framing_is_within (&self->wanted, &view->framing);
}

static gboolean
is_same (const PstLook *a, const PstLook *b)
{
  return memcmp (&a->params, &b->params, sizeof a->params) == 0 && a->gray == b->gray;
}

/* ---- finishing -------------------------------------------------------- */

static void
forget_finished (PstViewMaker *self)
{
  for (gint i = 0; i < 2; i++)
    g_clear_pointer (&self->finished[i], pst_finished_unref);
}

/* What becomes no better, and is in a style that can, is finished as far as it is seen. */
static void
look_for_finished (PstViewMaker *self)
{
  const PstPaintings *p = &self->paintings;
  PstPicture *const paintings[2] = { p->painting, p->second };
  PstStyle *const styles[2] = { p->style, p->second_style };

  for (gint i = 0; i < 2; i++)
    {
      PstFinished *old = self->finished[i];

      self->finished[i] = NULL;
      if (! p->done || ! paintings[i] || pst_params_get_finish (&self->look.params, styles[i]) == 0)
        pst_finished_unref (old);
      else if (old && pst_finished_is_of (old, styles[i], paintings[i], p->seed))
        self->finished[i] = old;
      else
        {
          pst_finished_unref (old);
          self->finished[i] = pst_finished_new (styles[i], paintings[i], self->source, p->seed);
        }
    }
}

/* Whether what is shown, which is all that was asked for, is to be finished yet. */
static gboolean
lacks_finish (const PstViewMaker *self)
{
  const PstView *view = self->view;

  if (! pst_framing_is_of_size (&view->framing, self->source->image->width,
                                self->source->image->height))
    return FALSE;
  for (gint i = 0; i < 2; i++)
    if (self->finished[i] && ! view->styles[i])
      return TRUE;
  return view->unfinished;
}

static void begin (PstViewMaker *self);

static void
view_made (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  PstViewMaker *self = owner;
  Task *task = data;
  Result *result = made;

  if (result)
    {
      PstView *old = self->view;

      self->view = g_steal_pointer (&result->view);
      if (! is_same (&task->look, &self->look))
        pst_view_forget_after (self->view);
      if (old != self->whole)
        pst_view_free (old);
      if (pst_framing_is_whole (&self->view->framing))
        {
          pst_view_free (self->whole);
          self->whole = self->view;
        }
      pst_picture_unref (self->zoomed);
      self->zoomed = g_steal_pointer (&result->zoomed);
      result_free (result);
    }
  if (last && ! error)
    begin (self);
  self->made (self->owner, error);
}

static const PstJobKind view_kind = { make_view, view_made, task_free, result_free };

static void
push (PstViewMaker *self, PstFraming framing, gboolean finishes)
{
  Task *task = g_new0 (Task, 1);

  task->finishes = finishes;
  for (gint i = 0; i < 2; i++)
    task->finished[i] = pst_finished_ref (self->finished[i]);
  task->source = pst_picture_ref (self->source);
  task->framing = framing;
  task->look = self->look;
  task->cover = pst_cover_ref (self->cover);
  task->managed = self->managed;
  paintings_copy (&task->paintings, &self->paintings);
  if (self->zoomed && self->zoomed->image->width == framing.width
      && self->zoomed->image->height == framing.height)
    task->zoomed = pst_picture_ref (self->zoomed);
  pst_worker_push (self->worker, finishes ? PST_LANE_REFINE : PST_LANE_PREVIEW, &view_kind, task,
                   self);
}

/* At once what there is, and when all of it is there, what is finished. */
static void
begin (PstViewMaker *self)
{
  PstFraming framing = self->wanted;
  gboolean satisfied = is_satisfied (self);

  self->again = FALSE;
  look_for_finished (self);

  /* The job that runs is not thrown away: while somebody drags, each would be. */
  if (pst_worker_is_busy (self->worker, PST_LANE_PREVIEW))
    {
      self->again = ! satisfied;
      return;
    }
  if (satisfied && ! lacks_finish (self))
    return;
  if (satisfied && pst_worker_is_busy (self->worker, PST_LANE_REFINE))
    return;
  if (satisfied)
    framing = self->view->framing;
  else
    pst_framing_widen (&framing);
  pst_worker_clear (self->worker, PST_LANE_REFINE);
  push (self, framing, satisfied);
}

void
pst_view_maker_request (PstViewMaker *self, const PstFraming *framing, gboolean managed)
{
  self->wanted = *framing;
  self->managed = managed;
  if (self->source)
    begin (self);
}

gboolean
pst_view_maker_is_busy (const PstViewMaker *self)
{
  return self->again || pst_worker_is_busy (self->worker, PST_LANE_PREVIEW)
         || pst_worker_is_busy (self->worker, PST_LANE_REFINE);
}

PstView *
pst_view_maker_get_view (const PstViewMaker *self)
{
  return self->view;
}

/* First what is known of all of the picture, then what is known better. */
void
pst_view_maker_draw (PstViewMaker *self, cairo_t *cr, gboolean after, const PstFraming *framing,
                     GimpColorTransform *transform)
{
  PstView *view = self->view, *whole = self->whole;
  gboolean fits = view && pst_framing_is_of_size (&view->framing, framing->width, framing->height);

  if (whole && whole != view && ! (fits && pst_framing_is_within (framing, &view->framing))
      && (! after || (view && whole->from == view->from)))
    pst_view_draw (whole, cr, after, framing, &self->look, transform);
  if (view && (fits || ! whole || view == whole || view->from != whole->from))
    pst_view_draw (view, cr, after, framing, &self->look, transform);
}

/* ---- what views are made of ------------------------------------------- */

static void
forget (PstViewMaker *self)
{
  pst_worker_clear (self->worker, PST_LANE_PREVIEW);
  pst_worker_clear (self->worker, PST_LANE_REFINE);
  self->again = FALSE;
  forget_finished (self);
  if (self->whole != self->view)
    pst_view_free (self->whole);
  self->whole = NULL;
  g_clear_pointer (&self->view, pst_view_free);
  g_clear_pointer (&self->zoomed, pst_picture_unref);
  paintings_copy (&self->paintings, NULL);
}

void
pst_view_maker_set_source (PstViewMaker *self, PstPicture *source, PstCover *cover)
{
  PstPicture *old = self->source;
  PstCover *old_cover = self->cover;

  forget (self);
  self->source = pst_picture_ref (source);
  self->cover = pst_cover_ref (cover);
  pst_picture_unref (old);
  pst_cover_unref (old_cover);
}

PstPicture *
pst_view_maker_get_source (const PstViewMaker *self)
{
  return self->source;
}

void
pst_view_maker_set_paintings (PstViewMaker *self, const PstPaintings *paintings)
{
  paintings_copy (&self->paintings, paintings);
}

gboolean
pst_view_maker_has_paintings (const PstViewMaker *self)
{
  return self->paintings.painting != NULL;
}

void
pst_view_maker_set_look (PstViewMaker *self, const PstLook *look)
{
  if (is_same (&self->look, look))
    return;
  self->look = *look;
  if (self->view)
    pst_view_forget_after (self->view);
  if (self->whole)
    pst_view_forget_after (self->whole);
  if (self->view)
    begin (self);
}

const PstLook *
pst_view_maker_get_look (const PstViewMaker *self)
{
  return &self->look;
}

PstViewMaker *
pst_view_maker_new (PstViewMadeFunc made, gpointer owner)
{
  PstViewMaker *self = g_new0 (PstViewMaker, 1);

  self->made = made;
  self->owner = owner;
  self->look.params = (PstParams) PST_PARAMS_INIT;
  self->worker = pst_worker_new (0);
  return self;
}

void
pst_view_maker_free (PstViewMaker *self)
{
  if (! self)
    return;
  forget (self);
  pst_worker_free (self->worker);
  pst_picture_unref (self->source);
  pst_cover_unref (self->cover);
  g_free (self);
}
