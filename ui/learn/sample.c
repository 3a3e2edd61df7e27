/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/sample.h"

#include "shared/pixbuf.h"
#include "shared/worker.h"

#define WIDTH  240
#define HEIGHT 180

struct _PstSample
{
  GtkDrawingArea parent_instance;

  PstWorker *worker;
  gint max_side;
  PstPicture *painting; /* reduced, once it was judged */
  gint style_size;
  GdkPixbuf *part; /* NULL: not made yet */
  gboolean judged;
  PstPaintingVerdict verdict;
};

G_DEFINE_TYPE (PstSample, pst_sample, GTK_TYPE_DRAWING_AREA)

static guint judged_signal;

/* ---- on the worker's thread ------------------------------------------- */

typedef struct
{
  PstPicture *painting;
  gint max_side;
  gint style_size;
  gint width, height; /* of the part */
} Task;

typedef struct
{
  PstPicture *painting; /* reduced */
  GdkPixbuf *part;
  PstPaintingVerdict verdict;
} Result;

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_picture_unref (task->painting);
  g_free (task);
}

static void
result_free (gpointer data)
{
  Result *result = data;

  pst_picture_unref (result->painting);
  g_clear_object (&result->part);
  g_free (result);
}

static PstPicture *
reduce (PstPicture *painting, gint max_side, GError **error)
{
  const PstImage *image = painting->image;
  PstImage *reduced;

  if (MIN (image->width, image->height) <= max_side)
    return pst_picture_ref (painting);
  reduced = pst_image_resize_short (image, max_side, error);
  return reduced ? pst_picture_new (reduced) : NULL;
}

/* The middle of @painting, as large as it is seen: no more of it than is shown, for a
 * painting may be very long. */
static PstImage *
make_part (const PstImage *painting, const Task *task, GError **error)
{
  gdouble scale = (gdouble) MIN (painting->width, painting->height) / task->style_size;
  gint width = CLAMP ((gint) (task->width * scale), 1, painting->width);
  gint height = CLAMP ((gint) (task->height * scale), 1, painting->height);
  g_autoptr (PstImage) middle =
      pst_image_crop (painting, (painting->width - width) / 2, (painting->height - height) / 2,
                      width, height, error);

  if (! middle)
    return NULL;
  return pst_image_resize (middle, MAX (1, (gint) (width / scale)),
                           MAX (1, (gint) (height / scale)), error);
}

static gpointer
look (PstJob *job, gpointer data, GError **error)
{
  const Task *task = data;
  g_autoptr (PstPicture) painting = reduce (task->painting, task->max_side, error);
  g_autoptr (PstImage) part = painting ? make_part (painting->image, task, error) : NULL;
  Result *result;

  if (! part)
    return NULL;
  result = g_new (Result, 1);
  result->part = pst_pixbuf_new (part);
  result->verdict = pst_painting_judge (painting->image, task->style_size);
  result->painting = g_steal_pointer (&painting);
  return result;
}

/* ---- on the main thread ----------------------------------------------- */

/* No memory is no verdict: learning will say so. */
static void
looked (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  PstSample *self = owner;
  Result *result = made;

  if (! result)
    return;
  pst_picture_unref (self->painting);
  self->painting = g_steal_pointer (&result->painting);
  g_set_object (&self->part, result->part);
  self->verdict = result->verdict;
  self->judged = TRUE;
  result_free (result);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, judged_signal, 0);
}

static const PstJobKind kind = { look, looked, task_free, result_free };

static void
look_again (PstSample *self)
{
  GtkAllocation area = GTK_WIDGET (self)->allocation;
  Task *task;

  if (! self->painting || ! self->style_size)
    return;
  task = g_new (Task, 1);
  *task = (Task){ pst_picture_ref (self->painting), self->max_side, self->style_size,
                  MAX (WIDTH, area.width), MAX (HEIGHT, area.height) };
  pst_worker_push (self->worker, PST_LANE_PREVIEW, &kind, task, self);
}

void
pst_sample_set_painting (PstSample *self, PstPicture *painting)
{
  PstPicture *old = self->painting;

  self->painting = pst_picture_ref (painting);
  pst_picture_unref (old);
  self->judged = FALSE;
  g_clear_object (&self->part);
  pst_worker_clear (self->worker, PST_LANE_PREVIEW);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  look_again (self);
}

void
pst_sample_set_style_size (PstSample *self, gint style_size)
{
  if (style_size == self->style_size)
    return;
  self->style_size = style_size;
  look_again (self);
}

gboolean
pst_sample_get_verdict (const PstSample *self, PstPaintingVerdict *verdict)
{
  *verdict = self->verdict;
  return self->judged;
}

PstPicture *
pst_sample_get_painting (const PstSample *self)
{
  return self->judged ? self->painting : NULL;
}

static gboolean
expose (GtkWidget *widget, GdkEventExpose *event)
{
  PstSample *self = PST_SAMPLE (widget);
  cairo_t *cr = gdk_cairo_create (gtk_widget_get_window (widget));

  gdk_cairo_region (cr, event->region);
  cairo_clip (cr);
  gdk_cairo_set_source_color (cr, &gtk_widget_get_style (widget)->dark[GTK_STATE_NORMAL]);
  cairo_paint (cr);
  if (self->part)
    {
      gdk_cairo_set_source_pixbuf (
          cr, self->part, (widget->allocation.width - gdk_pixbuf_get_width (self->part)) / 2,
          (widget->allocation.height - gdk_pixbuf_get_height (self->part)) / 2);
      cairo_paint (cr);
    }
  cairo_destroy (cr);
  return TRUE;
}

static void
size_allocate (GtkWidget *widget, GtkAllocation *allocation)
{
  GtkAllocation old = widget->allocation;

  GTK_WIDGET_CLASS (pst_sample_parent_class)->size_allocate (widget, allocation);
  if (allocation->width > old.width || allocation->height > old.height)
    look_again (PST_SAMPLE (widget));
}

static void
pst_sample_dispose (GObject *object)
{
  PstSample *self = PST_SAMPLE (object);

  if (self->worker)
    pst_worker_clear (self->worker, PST_LANE_PREVIEW);
  g_clear_pointer (&self->painting, pst_picture_unref);
  g_clear_object (&self->part);
  G_OBJECT_CLASS (pst_sample_parent_class)->dispose (object);
}

static void
pst_sample_finalize (GObject *object)
{
  pst_worker_free (PST_SAMPLE (object)->worker);
  G_OBJECT_CLASS (pst_sample_parent_class)->finalize (object);
}

static void
pst_sample_class_init (PstSampleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_sample_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_sample_finalize;
  GTK_WIDGET_CLASS (klass)->expose_event = expose;
  GTK_WIDGET_CLASS (klass)->size_allocate = size_allocate;
  judged_signal = g_signal_new ("judged", PST_TYPE_SAMPLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
pst_sample_init (PstSample *self)
{
  self->worker = pst_worker_new (-1);
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, HEIGHT);
}

GtkWidget *
pst_sample_new (gint max_side)
{
  PstSample *self = g_object_new (PST_TYPE_SAMPLE, NULL);

  self->max_side = max_side;
  return GTK_WIDGET (self);
}
