/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "preview.h"

#include <gdk/gdkkeysyms.h>
#include <libgimpwidgets/gimpwidgets.h>
#include <math.h>
#include <string.h>

#include "intl.h"
#include "view.h"

#define SPACING       6
#define MIN_WIDTH     320
#define MIN_HEIGHT    240
#define GRIP          8       /* pixels beside the split line where it can be gripped */
#define KEY_STEP      40      /* pixels that an arrow key moves                       */
#define MARGIN_PIXELS 1000000 /* of what is made around what is seen, for panning     */
#define RESIZE_DELAY  120     /* ms that the window must rest before it is painted anew */

/* Between the whole picture and 100 %. */
static const gdouble zooms[] = { 1.0 / 64, 1.0 / 48, 1.0 / 32, 1.0 / 24, 1.0 / 16,
                                 1.0 / 12, 1.0 / 8,  1.0 / 6,  1.0 / 4,  1.0 / 3,
                                 1.0 / 2,  2.0 / 3,  1.0 };

typedef enum
{
  DRAG_NONE,
  DRAG_PAN,
  DRAG_SPLIT
} Drag;

struct _PstPreview
{
  GtkVBox parent_instance;

  GimpColorConfig *config;
  GimpColorTransform *transform;
  gboolean transform_known;

  GtkWidget *area;
  GtkWidget *toggle;
  GtkWidget *split;
  GtkWidget *compare;
  GtkWidget *zoom_label;
  GtkWidget *zoom_out;
  GtkWidget *zoom_in;
  gchar *message;

  PstPicture *source;
  PstPaintings paintings; /* with references */
  PstParams params;

  PstWorker *worker;  /* makes views */
  gboolean again;     /* something changed while it worked */
  guint resize_timer; /* 0: the window rests */
  PstPicture *zoomed; /* the photo at the zoom of the latest view */
  PstView *view;      /* what was asked for last, or before       */
  PstView *whole;     /* the latest view of all of the picture    */

  gdouble zoom;     /* 0: fit */
  gdouble centre_x; /* of what is seen, 0 to 1 of the picture */
  gdouble centre_y;
  gdouble split_at; /* 0 to 1 of the picture's visible part */
  gboolean comparing;
  Drag drag;
  gdouble drag_x, drag_y;
};

G_DEFINE_TYPE (PstPreview, pst_preview, GTK_TYPE_VBOX)

/* ---- where things are ------------------------------------------------- */

static gdouble
fit_zoom (const PstPreview *self)
{
  const PstImage *source = self->source->image;
  gdouble x = (gdouble) self->area->allocation.width / source->width;
  gdouble y = (gdouble) self->area->allocation.height / source->height;

  return CLAMP (MIN (x, y), 1e-6, 1.0);
}

gdouble
pst_preview_get_zoom (const PstPreview *self)
{
  if (! self->source)
    return 1;
  return self->zoom > 0 ? self->zoom : fit_zoom (self);
}

/* What is seen now, and where on the screen its corner is. */
static void
get_framing (const PstPreview *self, PstFraming *framing, gint *left, gint *top)
{
  const PstImage *source = self->source->image;
  GtkAllocation area = self->area->allocation;
  gdouble zoom = pst_preview_get_zoom (self);
  gint x, y;

  framing->width = MAX (1, (gint) (source->width * zoom + .5));
  framing->height = MAX (1, (gint) (source->height * zoom + .5));
  framing->part.width = CLAMP (area.width, 1, framing->width);
  framing->part.height = CLAMP (area.height, 1, framing->height);
  x = (gint) floor (self->centre_x * framing->width - framing->part.width / 2.0 + .5);
  y = (gint) floor (self->centre_y * framing->height - framing->part.height / 2.0 + .5);
  framing->part.x = CLAMP (x, 0, framing->width - framing->part.width);
  framing->part.y = CLAMP (y, 0, framing->height - framing->part.height);
  *left = MAX (0, (area.width - framing->part.width) / 2);
  *top = MAX (0, (area.height - framing->part.height) / 2);
}

/* With something around it, so that panning finds it there. */
static void
widen (PstFraming *framing)
{
  GdkRectangle *part = &framing->part;
  gint64 pixels = (gint64) part->width * part->height;
  gint right, bottom, mx, my;

  if (2 * pixels > MARGIN_PIXELS)
    return;
  mx = part->width / 8;
  my = part->height / 8;
  right = MIN (framing->width, part->x + part->width + mx);
  bottom = MIN (framing->height, part->y + part->height + my);
  part->x = MAX (0, part->x - mx);
  part->y = MAX (0, part->y - my);
  part->width = right - part->x;
  part->height = bottom - part->y;
}

static gboolean
contains (const GdkRectangle *outer, const GdkRectangle *inner)
{
  return inner->x >= outer->x && inner->y >= outer->y
         && inner->x + inner->width <= outer->x + outer->width
         && inner->y + inner->height <= outer->y + outer->height;
}

static gboolean
is_whole (const PstView *view)
{
  return view->framing.part.width == view->framing.width
         && view->framing.part.height == view->framing.height;
}

/* TRUE if @view was made of what is to be shown now. */
static gboolean
is_current (const PstPreview *self, const PstView *view)
{
  return view->from == self->paintings.painting && view->from_second == self->paintings.second;
}

static gboolean
is_satisfied (const PstPreview *self, const PstFraming *framing)
{
  return self->view && is_current (self, self->view) && self->view->framing.width == framing->width
         && self->view->framing.height == framing->height
         && contains (&self->view->framing.part, &framing->part);
}

/* ---- making views ----------------------------------------------------- */

typedef struct
{
  PstPicture *source;
  PstPaintings paintings;
  PstFraming framing;
  PstPicture *zoomed; /* NULL: to be made */
  PstParams params;
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

  *to = (PstPaintings){ 0 };
  if (from)
    *to = (PstPaintings){ pst_picture_ref (from->photo), pst_picture_ref (from->painting),
                          pst_picture_ref (from->second), from->coarse };
  pst_picture_unref (old.photo);
  pst_picture_unref (old.painting);
  pst_picture_unref (old.second);
}

static void
task_free (gpointer data)
{
  Task *task = data;

  pst_picture_unref (task->source);
  pst_picture_unref (task->zoomed);
  paintings_copy (&task->paintings, NULL);
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

  if (! zoomed)
    zoomed = zoom_photo (task, error);
  view = zoomed ? pst_view_new (&task->framing, zoomed, &task->paintings, error) : NULL;
  if (! view)
    return NULL;
  if (! task->managed)
    {
      /* So that nothing is left to be done for the first drawing. */
      pst_view_get_before (view, NULL);
      pst_view_get_after (view, &task->params, NULL);
    }
  result = g_new (Result, 1);
  *result = (Result){ view, g_steal_pointer (&zoomed) };
  return result;
}

static GimpColorTransform *
get_transform (PstPreview *self)
{
  if (! self->transform_known && self->config)
    {
      GimpColorProfile *srgb = gimp_color_profile_new_rgb_srgb ();
      const Babl *format = babl_format ("R'G'B' float");

      self->transform =
          gimp_widget_get_color_transform (self->area, self->config, srgb, format, format);
      g_object_unref (srgb);
    }
  self->transform_known = TRUE;
  return self->transform;
}

static void request (PstPreview *self);

static void
view_made (gpointer owner, gpointer data, gpointer made, const GError *error, gboolean last)
{
  PstPreview *self = owner;
  Task *task = data;
  Result *result = made;

  if (result)
    {
      PstView *old = self->view;

      self->view = g_steal_pointer (&result->view);
      if (memcmp (&task->params, &self->params, sizeof self->params) != 0)
        pst_view_forget_after (self->view);
      if (old != self->whole)
        pst_view_free (old);
      if (is_whole (self->view))
        {
          pst_view_free (self->whole);
          self->whole = self->view;
        }
      pst_picture_unref (self->zoomed);
      self->zoomed = g_steal_pointer (&result->zoomed);
      result_free (result);
    }
  else
    pst_preview_set_message (self, error->message);

  gtk_widget_queue_draw (self->area);
  if (self->again && ! error)
    request (self);
}

static const PstJobKind view_kind = { make_view, view_made, task_free, result_free };

/* Sees to it that what is to be shown is or will be there. */
static void
request (PstPreview *self)
{
  PstFraming framing;
  gint left, top;
  Task *task;

  if (! self->source || ! gtk_widget_get_realized (self->area) || self->resize_timer)
    return;
  get_framing (self, &framing, &left, &top);
  gtk_widget_queue_draw (self->area);
  self->again = FALSE;
  if (is_satisfied (self, &framing))
    return;

  /* The job that runs is not thrown away: while somebody drags, each would be. */
  if (pst_worker_is_busy (self->worker, PST_LANE_PREVIEW))
    {
      self->again = TRUE;
      return;
    }

  widen (&framing);
  task = g_new0 (Task, 1);
  task->source = pst_picture_ref (self->source);
  task->framing = framing;
  task->params = self->params;
  task->managed = get_transform (self) != NULL;
  paintings_copy (&task->paintings, &self->paintings);
  if (self->zoomed && self->zoomed->image->width == framing.width
      && self->zoomed->image->height == framing.height)
    task->zoomed = pst_picture_ref (self->zoomed);
  pst_worker_push (self->worker, PST_LANE_PREVIEW, &view_kind, task, self);
}

static gboolean
rested (gpointer user_data)
{
  PstPreview *self = user_data;

  self->resize_timer = 0;
  request (self);
  return G_SOURCE_REMOVE;
}

gboolean
pst_preview_is_busy (const PstPreview *self)
{
  return self->again || self->resize_timer || pst_worker_is_busy (self->worker, PST_LANE_PREVIEW);
}

/* ---- drawing ---------------------------------------------------------- */

/* @view, though it may have been made for another zoom. */
static void
paint_view (PstPreview *self, cairo_t *cr, PstView *view, gboolean after, const PstFraming *framing)
{
  GimpColorTransform *transform = get_transform (self);
  cairo_surface_t *surface = after ? pst_view_get_after (view, &self->params, transform)
                                   : pst_view_get_before (view, transform);
  gdouble sx = (gdouble) framing->width / view->framing.width;
  gdouble sy = (gdouble) framing->height / view->framing.height;

  cairo_save (cr);
  cairo_translate (cr, -framing->part.x, -framing->part.y);
  cairo_scale (cr, sx, sy);
  cairo_set_source_surface (cr, surface, view->framing.part.x, view->framing.part.y);
  if (sx == 1 && sy == 1)
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, view->framing.part.x, view->framing.part.y, view->framing.part.width,
                   view->framing.part.height);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* First what is known of all of the picture, then what is known better. */
static void
paint_picture (PstPreview *self, cairo_t *cr, gboolean after, const PstFraming *framing)
{
  gboolean fits = self->view && self->view->framing.width == framing->width
                  && self->view->framing.height == framing->height;

  if (self->whole && self->whole != self->view
      && ! (fits && contains (&self->view->framing.part, &framing->part))
      && (! after || (self->view && self->whole->from == self->view->from)))
    paint_view (self, cr, self->whole, after, framing);
  if (self->view
      && (fits || ! self->whole || self->view == self->whole
          || self->view->from != self->whole->from))
    paint_view (self, cr, self->view, after, framing);
}

/* A word on a dark ground, its right or left edge at @x. */
static void
paint_word (PstPreview *self, cairo_t *cr, const gchar *word, gdouble x, gdouble y,
            gboolean to_the_left)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (self->area, word);
  gint width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (to_the_left)
    x -= width + 2 * SPACING;
  cairo_set_source_rgba (cr, 0, 0, 0, .55);
  cairo_rectangle (cr, x, y, width + 2 * SPACING, height + SPACING);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, x + SPACING, y + SPACING / 2);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

static void
paint_message (PstPreview *self, cairo_t *cr, const gchar *message)
{
  GtkAllocation area = self->area->allocation;
  PangoLayout *layout = gtk_widget_create_pango_layout (self->area, message);
  gint width, height;

  pango_layout_set_width (layout, MAX (1, area.width - 8 * SPACING) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_set_source_rgba (cr, 0, 0, 0, .65);
  cairo_rectangle (cr, 0, (area.height - height) / 2 - 2 * SPACING, area.width,
                   height + 4 * SPACING);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, 4 * SPACING, (area.height - height) / 2);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

static gboolean
shows_after (const PstPreview *self)
{
  return ! self->comparing && ! self->message && self->paintings.painting
         && pst_preview_get_active (self);
}

static gboolean
shows_split (const PstPreview *self)
{
  return pst_preview_get_split (self) && shows_after (self);
}

static void
paint_split (PstPreview *self, cairo_t *cr, const PstFraming *framing)
{
  gdouble x = floor (self->split_at * framing->part.width);
  gdouble y = framing->part.height / 2.0;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, x, framing->part.height);
  cairo_clip (cr);
  paint_picture (self, cr, FALSE, framing);
  paint_word (self, cr, _ ("Before"), x - SPACING, SPACING, TRUE);
  cairo_restore (cr);

  cairo_save (cr);
  cairo_rectangle (cr, x, 0, framing->part.width - x, framing->part.height);
  cairo_clip (cr);
  paint_word (self, cr, _ ("After"), x + SPACING, SPACING, FALSE);
  cairo_restore (cr);

  cairo_set_source_rgba (cr, 0, 0, 0, .4);
  cairo_rectangle (cr, x - 1.5, 0, 3, framing->part.height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x - .5, 0, 1, framing->part.height);
  cairo_fill (cr);

  /* A grip with two arrows. */
  cairo_arc (cr, x, y, 10, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, 0, 0, 0, .55);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  for (gint side = -1; side <= 1; side += 2)
    {
      cairo_move_to (cr, x + side * 7, y);
      cairo_line_to (cr, x + side * 3, y - 4);
      cairo_line_to (cr, x + side * 3, y + 4);
      cairo_close_path (cr);
      cairo_fill (cr);
    }
}

static gboolean
expose (GtkWidget *area, GdkEventExpose *event, PstPreview *self)
{
  cairo_t *cr = gdk_cairo_create (gtk_widget_get_window (area));
  const gchar *message = self->message;

  gdk_cairo_region (cr, event->region);
  cairo_clip (cr);
  gdk_cairo_set_source_color (cr, &gtk_widget_get_style (area)->dark[GTK_STATE_NORMAL]);
  cairo_paint (cr);

  if (! self->source)
    {
      if (! message)
        message = _ ("Reading the picture...");
    }
  else
    {
      PstFraming framing;
      gint left, top;

      get_framing (self, &framing, &left, &top);
      cairo_save (cr);
      cairo_translate (cr, left, top);
      cairo_rectangle (cr, 0, 0, framing.part.width, framing.part.height);
      cairo_clip (cr);
      paint_picture (self, cr, shows_after (self), &framing);
      if (shows_split (self))
        paint_split (self, cr, &framing);
      else if (self->comparing)
        paint_word (self, cr, _ ("Before"), SPACING, SPACING, FALSE);
      cairo_restore (cr);
    }
  if (message)
    paint_message (self, cr, message);
  cairo_destroy (cr);

  if (gtk_widget_has_focus (area))
    gtk_paint_focus (gtk_widget_get_style (area), gtk_widget_get_window (area),
                     gtk_widget_get_state (area), &event->area, area, "preview", 0, 0,
                     area->allocation.width, area->allocation.height);
  return TRUE;
}

cairo_surface_t *
pst_preview_get_surface (PstPreview *self, gboolean after, GdkRectangle *rect)
{
  if (! self->view)
    return NULL;
  if (rect)
    *rect = self->view->framing.part;
  return after ? pst_view_get_after (self->view, &self->params, get_transform (self))
               : pst_view_get_before (self->view, get_transform (self));
}

/* ---- zooming, panning, comparing -------------------------------------- */

static void
show_zoom (PstPreview *self)
{
  gdouble zoom = pst_preview_get_zoom (self);
  g_autofree gchar *text = NULL;

  /* TRANSLATORS: how large the preview is, as in "33 %". */
  text = g_strdup_printf (_ ("%.0f %%"), zoom * 100 < 1 ? 1 : zoom * 100);
  gtk_label_set_text (GTK_LABEL (self->zoom_label), text);
  gtk_widget_set_sensitive (self->zoom_in, self->source && zoom < 1);
  gtk_widget_set_sensitive (self->zoom_out, self->source && zoom > fit_zoom (self));
}

/* Keeps what is at (@x, @y) of the area where it is. */
static void
zoom_at (PstPreview *self, gdouble zoom, gdouble x, gdouble y)
{
  PstFraming framing;
  gint left, top;
  gdouble u, v;

  if (! self->source)
    {
      self->zoom = zoom;
      return;
    }
  get_framing (self, &framing, &left, &top);
  u = (framing.part.x + x - left) / framing.width;
  v = (framing.part.y + y - top) / framing.height;
  self->zoom = zoom > fit_zoom (self) ? MIN (zoom, 1) : 0;

  get_framing (self, &framing, &left, &top);
  self->centre_x = u - (x - self->area->allocation.width / 2.0) / framing.width;
  self->centre_y = v - (y - self->area->allocation.height / 2.0) / framing.height;
  pst_preview_pan (self, 0, 0);
  show_zoom (self);
}

void
pst_preview_set_zoom (PstPreview *self, gdouble zoom)
{
  zoom_at (self, zoom, self->area->allocation.width / 2.0, self->area->allocation.height / 2.0);
}

static void
zoom_step (PstPreview *self, gboolean in, gdouble x, gdouble y)
{
  gdouble zoom = pst_preview_get_zoom (self);
  gdouble next = in ? 1 : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    if (in ? zooms[i] > zoom * 1.01 && zooms[i] < next : zooms[i] < zoom * .99 && zooms[i] > next)
      next = zooms[i];
  zoom_at (self, next, x, y);
}

void
pst_preview_pan (PstPreview *self, gint x, gint y)
{
  PstFraming framing;
  gint left, top;

  if (! self->source)
    return;
  get_framing (self, &framing, &left, &top);
  self->centre_x += (gdouble) x / framing.width;
  self->centre_y += (gdouble) y / framing.height;
  self->centre_x = CLAMP (self->centre_x, framing.part.width / 2.0 / framing.width,
                          1 - framing.part.width / 2.0 / framing.width);
  self->centre_y = CLAMP (self->centre_y, framing.part.height / 2.0 / framing.height,
                          1 - framing.part.height / 2.0 / framing.height);
  request (self);
}

static void
set_comparing (PstPreview *self, gboolean comparing)
{
  if (self->comparing == comparing)
    return;
  self->comparing = comparing;
  gtk_widget_queue_draw (self->area);
}

static void
set_cursor (PstPreview *self, Drag drag)
{
  GdkWindow *window = gtk_widget_get_window (self->area);
  GdkCursor *cursor = NULL;

  if (drag != DRAG_NONE)
    cursor = gdk_cursor_new_for_display (gtk_widget_get_display (self->area),
                                         drag == DRAG_SPLIT ? GDK_SB_H_DOUBLE_ARROW : GDK_FLEUR);
  gdk_window_set_cursor (window, cursor);
  if (cursor)
    gdk_cursor_unref (cursor);
}

/* What a drag from there would do. */
static Drag
drag_at (PstPreview *self, gdouble x)
{
  PstFraming framing;
  gint left, top;

  if (! self->source)
    return DRAG_NONE;
  get_framing (self, &framing, &left, &top);
  if (shows_split (self) && fabs (left + self->split_at * framing.part.width - x) <= GRIP)
    return DRAG_SPLIT;
  if (framing.part.width < framing.width || framing.part.height < framing.height)
    return DRAG_PAN;
  return shows_split (self) ? DRAG_SPLIT : DRAG_NONE;
}

static void
split_to (PstPreview *self, gdouble x)
{
  PstFraming framing;
  gint left, top;

  get_framing (self, &framing, &left, &top);
  self->split_at = CLAMP ((x - left) / framing.part.width, 0, 1);
  gtk_widget_queue_draw (self->area);
}

static gboolean
button_press (GtkWidget *area, GdkEventButton *event, PstPreview *self)
{
  gtk_widget_grab_focus (area);
  if (! self->source || (event->button != 1 && event->button != 2))
    return FALSE;
  if (event->type == GDK_2BUTTON_PRESS && event->button == 1)
    {
      self->drag = DRAG_NONE;
      zoom_at (self, self->zoom > 0 || fit_zoom (self) >= 1 ? 0 : 1, event->x, event->y);
      return TRUE;
    }
  self->drag = drag_at (self, event->x);
  self->drag_x = event->x;
  self->drag_y = event->y;
  if (self->drag == DRAG_SPLIT)
    split_to (self, event->x);
  return TRUE;
}

static gboolean
button_release (GtkWidget *area, GdkEventButton *event, PstPreview *self)
{
  self->drag = DRAG_NONE;
  return FALSE;
}

static gboolean
motion (GtkWidget *area, GdkEventMotion *event, PstPreview *self)
{
  gint x, y;

  switch (self->drag)
    {
    case DRAG_SPLIT:
      split_to (self, event->x);
      break;
    case DRAG_PAN:
      x = (gint) (self->drag_x - event->x);
      y = (gint) (self->drag_y - event->y);
      self->drag_x -= x;
      self->drag_y -= y;
      pst_preview_pan (self, x, y);
      break;
    case DRAG_NONE:
      set_cursor (self, drag_at (self, event->x));
      break;
    }
  gdk_event_request_motions (event);
  return TRUE;
}

static gboolean
scroll (GtkWidget *area, GdkEventScroll *event, PstPreview *self)
{
  if (! self->source || (event->direction != GDK_SCROLL_UP && event->direction != GDK_SCROLL_DOWN))
    return FALSE;
  zoom_step (self, event->direction == GDK_SCROLL_UP, event->x, event->y);
  return TRUE;
}

static gboolean
key_press (GtkWidget *area, GdkEventKey *event, PstPreview *self)
{
  gdouble x = area->allocation.width / 2.0, y = area->allocation.height / 2.0;

  if (! self->source || (event->state & gtk_accelerator_get_default_mod_mask ()) & ~GDK_SHIFT_MASK)
    return FALSE;
  switch (event->keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      x = event->keyval == GDK_KEY_Left ? -KEY_STEP : KEY_STEP;
      if (shows_split (self) && (event->state & GDK_SHIFT_MASK))
        {
          self->split_at = CLAMP (self->split_at + (x < 0 ? -.02 : .02), 0, 1);
          gtk_widget_queue_draw (area);
        }
      else
        pst_preview_pan (self, (gint) x, 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      pst_preview_pan (self, 0, event->keyval == GDK_KEY_Up ? -KEY_STEP : KEY_STEP);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      zoom_step (self, TRUE, x, y);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom_step (self, FALSE, x, y);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      pst_preview_set_zoom (self, 0);
      return TRUE;
    case GDK_KEY_1:
    case GDK_KEY_KP_1:
      pst_preview_set_zoom (self, 1);
      return TRUE;
    case GDK_KEY_space:
      set_comparing (self, TRUE);
      return TRUE;
    default:
      return FALSE;
    }
}

/* A held key repeats: X sends a release before each press, unless told not to;
 * a press that is waiting already says that it was no real release. */
static gboolean
key_release (GtkWidget *area, GdkEventKey *event, PstPreview *self)
{
  GdkEvent *next;
  gboolean repeats;

  if (event->keyval != GDK_KEY_space)
    return FALSE;
  next = gdk_event_peek ();
  repeats = next && next->type == GDK_KEY_PRESS && next->key.keyval == GDK_KEY_space
            && next->key.time == event->time;
  if (next)
    gdk_event_free (next);
  if (! repeats)
    set_comparing (self, FALSE);
  return TRUE;
}

static gboolean
focus_changed (GtkWidget *area, GdkEventFocus *event, PstPreview *self)
{
  if (! event->in)
    set_comparing (self, FALSE);
  gtk_widget_queue_draw (area);
  return FALSE;
}

static void
size_allocated (GtkWidget *area, GtkAllocation *allocation, PstPreview *self)
{
  if (! self->source)
    return;
  if (self->view)
    {
      if (self->resize_timer)
        g_source_remove (self->resize_timer);
      self->resize_timer = g_timeout_add (RESIZE_DELAY, rested, self);
    }
  else
    request (self);
  show_zoom (self);
}

static void
realized (GtkWidget *area, PstPreview *self)
{
  request (self);
}

/* ---- building --------------------------------------------------------- */

static void
name_widget (GtkWidget *widget, const gchar *name, const gchar *title, const gchar *tooltip)
{
  gtk_widget_set_name (widget, name);
  atk_object_set_name (gtk_widget_get_accessible (widget), title);
  gimp_help_set_help_data (widget, tooltip, NULL);
}

static GtkWidget *
icon_button (PstPreview *self, GtkBox *box, const gchar *stock, const gchar *name,
             const gchar *title, const gchar *tooltip, void (*clicked) (PstPreview *))
{
  GtkWidget *button = gtk_button_new ();

  gtk_container_add (GTK_CONTAINER (button), gtk_image_new_from_stock (stock, GTK_ICON_SIZE_MENU));
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  name_widget (button, name, title, tooltip);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_pack_start (box, button, FALSE, FALSE, 0);
  return button;
}

static void
zoom_out_clicked (PstPreview *self)
{
  zoom_step (self, FALSE, self->area->allocation.width / 2.0, self->area->allocation.height / 2.0);
}

static void
zoom_in_clicked (PstPreview *self)
{
  zoom_step (self, TRUE, self->area->allocation.width / 2.0, self->area->allocation.height / 2.0);
}

static void
zoom_fit_clicked (PstPreview *self)
{
  pst_preview_set_zoom (self, 0);
}

static void
zoom_100_clicked (PstPreview *self)
{
  pst_preview_set_zoom (self, 1);
}

static void
compare_pressed (PstPreview *self)
{
  set_comparing (self, TRUE);
}

static void
compare_released (PstPreview *self)
{
  set_comparing (self, FALSE);
}

static guint toggled_signal;

static void
toggled (PstPreview *self)
{
  gtk_widget_queue_draw (self->area);
  gtk_widget_set_sensitive (self->split, pst_preview_get_active (self));
  gtk_widget_set_sensitive (self->compare, pst_preview_get_active (self));
  g_signal_emit (self, toggled_signal, 0);
}

static void
add_area (PstPreview *self)
{
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *area = gtk_drawing_area_new ();

  self->area = area;
  gtk_widget_set_size_request (area, MIN_WIDTH, MIN_HEIGHT);
  gtk_widget_set_can_focus (area, TRUE);
  gtk_widget_add_events (area, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK
                                   | GDK_POINTER_MOTION_MASK | GDK_POINTER_MOTION_HINT_MASK
                                   | GDK_KEY_PRESS_MASK | GDK_KEY_RELEASE_MASK | GDK_SCROLL_MASK
                                   | GDK_FOCUS_CHANGE_MASK);
  name_widget (area, "pst-preview-area", _ ("Preview"),
               _ ("Drag to move, turn the wheel to zoom, double-click for full size and back. "
                  "Hold the space bar to see the photo."));
  g_signal_connect (area, "expose-event", G_CALLBACK (expose), self);
  g_signal_connect (area, "size-allocate", G_CALLBACK (size_allocated), self);
  g_signal_connect_after (area, "realize", G_CALLBACK (realized), self);
  g_signal_connect (area, "button-press-event", G_CALLBACK (button_press), self);
  g_signal_connect (area, "button-release-event", G_CALLBACK (button_release), self);
  g_signal_connect (area, "motion-notify-event", G_CALLBACK (motion), self);
  g_signal_connect (area, "scroll-event", G_CALLBACK (scroll), self);
  g_signal_connect (area, "key-press-event", G_CALLBACK (key_press), self);
  g_signal_connect (area, "key-release-event", G_CALLBACK (key_release), self);
  g_signal_connect (area, "focus-in-event", G_CALLBACK (focus_changed), self);
  g_signal_connect (area, "focus-out-event", G_CALLBACK (focus_changed), self);

  gtk_frame_set_shadow_type (GTK_FRAME (frame), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (frame), area);
  gtk_box_pack_start (GTK_BOX (self), frame, TRUE, TRUE, 0);
}

static void
add_buttons (PstPreview *self)
{
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *zoom = gtk_hbox_new (FALSE, 0);

  self->toggle = gtk_check_button_new_with_mnemonic (_ ("Previe_w"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggle), TRUE);
  name_widget (self->toggle, "pst-preview-toggle", _ ("Show the preview"),
               _ ("Show at once what you choose. Without it only the photo is shown."));
  g_signal_connect_swapped (self->toggle, "toggled", G_CALLBACK (toggled), self);
  gtk_box_pack_start (GTK_BOX (row), self->toggle, FALSE, FALSE, 0);

  self->split = gtk_check_button_new_with_mnemonic (_ ("Spl_it"));
  name_widget (self->split, "pst-split", _ ("Split view"),
               _ ("Show the photo to the left of a line that you can drag"));
  g_signal_connect_swapped (self->split, "toggled", G_CALLBACK (gtk_widget_queue_draw), self->area);
  gtk_box_pack_start (GTK_BOX (row), self->split, FALSE, FALSE, 0);

  self->compare = gtk_button_new_with_mnemonic (_ ("_Before"));
  name_widget (self->compare, "pst-compare", _ ("Before"),
               _ ("Hold to see the photo as it was. The space bar does the same in the preview."));
  g_signal_connect_swapped (self->compare, "pressed", G_CALLBACK (compare_pressed), self);
  g_signal_connect_swapped (self->compare, "released", G_CALLBACK (compare_released), self);
  gtk_box_pack_start (GTK_BOX (row), self->compare, FALSE, FALSE, 0);

  self->zoom_out =
      icon_button (self, GTK_BOX (zoom), GTK_STOCK_ZOOM_OUT, "pst-zoom-out", _ ("Zoom out"),
                   _ ("Show more of the picture, smaller"), zoom_out_clicked);
  self->zoom_label = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (self->zoom_label), 5);
  gtk_box_pack_start (GTK_BOX (zoom), self->zoom_label, FALSE, FALSE, 0);
  self->zoom_in =
      icon_button (self, GTK_BOX (zoom), GTK_STOCK_ZOOM_IN, "pst-zoom-in", _ ("Zoom in"),
                   _ ("Show less of the picture, larger"), zoom_in_clicked);
  icon_button (self, GTK_BOX (zoom), GTK_STOCK_ZOOM_FIT, "pst-zoom-fit", _ ("Whole picture"),
               _ ("Show the whole picture"), zoom_fit_clicked);
  icon_button (self, GTK_BOX (zoom), GTK_STOCK_ZOOM_100, "pst-zoom-100", _ ("100 %"),
               _ ("Show every pixel as it will be"), zoom_100_clicked);
  gtk_box_pack_end (GTK_BOX (row), zoom, FALSE, FALSE, 0);

  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
}

/* ---- from outside ----------------------------------------------------- */

static void
forget_views (PstPreview *self)
{
  pst_worker_clear (self->worker, PST_LANE_PREVIEW);
  self->again = FALSE;
  if (self->whole != self->view)
    pst_view_free (self->whole);
  self->whole = NULL;
  g_clear_pointer (&self->view, pst_view_free);
  g_clear_pointer (&self->zoomed, pst_picture_unref);
  paintings_copy (&self->paintings, NULL);
}

void
pst_preview_set_source (PstPreview *self, PstPicture *source)
{
  forget_views (self);
  pst_picture_unref (self->source);
  self->source = pst_picture_ref (source);
  request (self);
  show_zoom (self);
}

void
pst_preview_set_paintings (PstPreview *self, const PstPaintings *paintings)
{
  paintings_copy (&self->paintings, paintings);
  request (self);
  gtk_widget_queue_draw (self->area);
}

void
pst_preview_set_params (PstPreview *self, const PstParams *params)
{
  if (memcmp (&self->params, params, sizeof *params) == 0)
    return;
  self->params = *params;
  if (self->view)
    pst_view_forget_after (self->view);
  if (self->whole)
    pst_view_forget_after (self->whole);
  gtk_widget_queue_draw (self->area);
}

void
pst_preview_set_message (PstPreview *self, const gchar *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  gtk_widget_queue_draw (self->area);
}

void
pst_preview_set_active (PstPreview *self, gboolean active)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggle), active);
}

gboolean
pst_preview_get_active (const PstPreview *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggle));
}

void
pst_preview_set_split (PstPreview *self, gboolean split)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->split), split);
}

gboolean
pst_preview_get_split (const PstPreview *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->split));
}

static void
pst_preview_dispose (GObject *object)
{
  PstPreview *self = PST_PREVIEW (object);

  if (self->resize_timer)
    g_source_remove (self->resize_timer);
  self->resize_timer = 0;
  if (self->worker)
    forget_views (self);
  g_clear_pointer (&self->worker, pst_worker_free);
  g_clear_pointer (&self->source, pst_picture_unref);
  g_clear_object (&self->transform);
  g_clear_object (&self->config);
  g_clear_pointer (&self->message, g_free);
  G_OBJECT_CLASS (pst_preview_parent_class)->dispose (object);
}

static void
pst_preview_class_init (PstPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_preview_dispose;
  toggled_signal = g_signal_new ("toggled", PST_TYPE_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_preview_init (PstPreview *self)
{
  self->params = (PstParams) PST_PARAMS_INIT;
  self->centre_x = self->centre_y = self->split_at = .5;
  self->worker = pst_worker_new (-1);
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  add_area (self);
  add_buttons (self);
  show_zoom (self);
}

GtkWidget *
pst_preview_new (GimpColorConfig *config)
{
  PstPreview *self = g_object_new (PST_TYPE_PREVIEW, NULL);

  self->config = config ? g_object_ref (config) : NULL;
  return GTK_WIDGET (self);
}
