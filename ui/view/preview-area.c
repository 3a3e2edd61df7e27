/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/preview-area.h"

#include <libgimpwidgets/gimpwidgets.h>
#include <math.h>
#include <string.h>

#include "shared/intl.h"
#include "shared/widget.h"
#include "view/overlay.h"
#include "view/preview-keys.h"
#include "view/view-maker.h"

#define MIN_WIDTH    320
#define MIN_HEIGHT   240
#define GRIP         8   /* pixels beside the split line where it can be gripped */
#define RESIZE_DELAY 120 /* ms that the window must rest before it is painted anew */

typedef enum
{
  DRAG_NONE,
  DRAG_PAN,
  DRAG_SPLIT
} Drag;

struct _PstPreviewArea
{
  GtkDrawingArea parent_instance;

  GimpColorConfig *config;
  GimpColorTransform *transform;
  gboolean transform_known;

  PstViewMaker *maker;
  PstViewport viewport;
  guint resize_timer; /* 0: the window rests */
  gchar *message;
  gboolean active;
  PstCompare compare;
  gboolean comparing;
  gdouble split_at; /* 0 to 1 of the picture's visible part */
  Drag drag;
  gdouble drag_x, drag_y;
};

G_DEFINE_TYPE (PstPreviewArea, pst_preview_area, GTK_TYPE_DRAWING_AREA)

static guint zoomed_signal;

gboolean
pst_preview_area_has_source (const PstPreviewArea *self)
{
  return pst_view_maker_get_source (self->maker) != NULL;
}

static void
redraw (PstPreviewArea *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
tell_zoom (PstPreviewArea *self)
{
  g_signal_emit (self, zoomed_signal, 0);
}

static GimpColorTransform *
get_transform (PstPreviewArea *self)
{
  if (! self->transform_known && self->config)
    {
      GimpColorProfile *srgb = gimp_color_profile_new_rgb_srgb ();
      const Babl *format = babl_format ("R'G'B' float");

      self->transform =
          gimp_widget_get_color_transform (GTK_WIDGET (self), self->config, srgb, format, format);
      g_object_unref (srgb);
    }
  self->transform_known = TRUE;
  return self->transform;
}

/* Sees to it that what is to be shown is or will be there. */
static void
request (PstPreviewArea *self)
{
  PstFraming framing, made;
  gint left, top;

  if (! pst_preview_area_has_source (self) || ! gtk_widget_get_realized (GTK_WIDGET (self))
      || self->resize_timer)
    return;
  pst_viewport_get_framing (&self->viewport, &framing, &left, &top);
  pst_scene_made (&self->viewport, &framing, &made);
  redraw (self);
  pst_view_maker_request (self->maker, &made, get_transform (self) != NULL);
}

static void
view_made (gpointer owner, const GError *error)
{
  PstPreviewArea *self = owner;

  if (error)
    pst_preview_area_set_message (self, error->message);
  redraw (self);
}

static gboolean
rested (gpointer user_data)
{
  PstPreviewArea *self = user_data;

  self->resize_timer = 0;
  request (self);
  return G_SOURCE_REMOVE;
}

gboolean
pst_preview_area_is_busy (const PstPreviewArea *self)
{
  return self->resize_timer || pst_view_maker_is_busy (self->maker);
}

/* ---- drawing ---------------------------------------------------------- */

static PstScene
scene_of (PstPreviewArea *self)
{
  return (PstScene){ .widget = GTK_WIDGET (self),
                     .maker = self->maker,
                     .viewport = &self->viewport,
                     .transform = get_transform (self),
                     .compare = self->compare,
                     .comparing = self->comparing,
                     .painted = ! self->message && self->active
                                && pst_view_maker_has_paintings (self->maker),
                     .split_at = self->split_at };
}

static gboolean
shows_split (PstPreviewArea *self)
{
  const PstScene scene = scene_of (self);

  return pst_scene_shows_split (&scene);
}

static gboolean
expose (GtkWidget *area, GdkEventExpose *event)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (area);
  cairo_t *cr = gdk_cairo_create (gtk_widget_get_window (area));
  const gchar *message = self->message;

  gdk_cairo_region (cr, event->region);
  cairo_clip (cr);
  gdk_cairo_set_source_color (cr, &gtk_widget_get_style (area)->dark[GTK_STATE_NORMAL]);
  cairo_paint (cr);

  if (pst_preview_area_has_source (self))
    {
      const PstScene scene = scene_of (self);

      pst_scene_draw (&scene, cr);
    }
  else if (! message)
    message = _ ("Reading the picture...");
  if (message)
    pst_overlay_message (area, cr, message);
  cairo_destroy (cr);

  if (gtk_widget_has_focus (area))
    gtk_paint_focus (gtk_widget_get_style (area), gtk_widget_get_window (area),
                     gtk_widget_get_state (area), &event->area, area, "preview", 0, 0,
                     area->allocation.width, area->allocation.height);
  return TRUE;
}

cairo_surface_t *
pst_preview_area_get_surface (PstPreviewArea *self, gboolean after, GdkRectangle *rect)
{
  PstView *view = pst_view_maker_get_view (self->maker);

  if (! view)
    return NULL;
  if (rect)
    *rect = view->framing.part;
  return after ? pst_view_get_after (view, pst_view_maker_get_look (self->maker),
                                     get_transform (self))
               : pst_view_get_before (view, get_transform (self));
}

/* ---- zooming, panning, comparing -------------------------------------- */

static void
zoom_at (PstPreviewArea *self, gdouble zoom, gdouble x, gdouble y)
{
  pst_viewport_zoom_at (&self->viewport, zoom, x, y);
  request (self);
  tell_zoom (self);
}

static void
zoom_step_at (PstPreviewArea *self, gboolean in, gdouble x, gdouble y)
{
  zoom_at (self, pst_viewport_next_zoom (&self->viewport, in), x, y);
}

void
pst_preview_area_set_zoom (PstPreviewArea *self, gdouble zoom)
{
  zoom_at (self, zoom, self->viewport.area_width / 2.0, self->viewport.area_height / 2.0);
}

gdouble
pst_preview_area_get_zoom (const PstPreviewArea *self)
{
  return pst_viewport_get_zoom (&self->viewport);
}

void
pst_preview_area_zoom_step (PstPreviewArea *self, gboolean in)
{
  pst_preview_area_set_zoom (self, pst_viewport_next_zoom (&self->viewport, in));
}

gboolean
pst_preview_area_can_zoom (const PstPreviewArea *self, gboolean in)
{
  gdouble zoom = pst_preview_area_get_zoom (self);

  if (! pst_preview_area_has_source (self))
    return FALSE;
  return in ? zoom < PST_VIEWPORT_MAX_ZOOM : zoom > pst_viewport_get_fit (&self->viewport);
}

void
pst_preview_area_pan (PstPreviewArea *self, gint x, gint y)
{
  pst_viewport_pan (&self->viewport, x, y);
  request (self);
}

void
pst_preview_area_set_comparing (PstPreviewArea *self, gboolean comparing)
{
  if (self->comparing == comparing)
    return;
  self->comparing = comparing;
  redraw (self);
}

gboolean
pst_preview_area_move_split (PstPreviewArea *self, gdouble by)
{
  if (! shows_split (self))
    return FALSE;
  self->split_at = CLAMP (self->split_at + by, 0, 1);
  redraw (self);
  return TRUE;
}

static void
set_cursor (PstPreviewArea *self, Drag drag)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkCursor *cursor = NULL;

  if (drag != DRAG_NONE)
    cursor = gdk_cursor_new_for_display (gtk_widget_get_display (widget),
                                         drag == DRAG_SPLIT ? GDK_SB_H_DOUBLE_ARROW : GDK_FLEUR);
  gdk_window_set_cursor (gtk_widget_get_window (widget), cursor);
  if (cursor)
    gdk_cursor_unref (cursor);
}

/* Who moves the picture knows how, and wants to see it. */
static void
hide_tooltip (PstPreviewArea *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), FALSE);
}

/* Of two pictures side by side, the place in either. */
static gdouble
in_picture (PstPreviewArea *self, gdouble x)
{
  const PstScene scene = scene_of (self);
  gint second = pst_scene_second_at (&scene);

  return second && x >= second ? x - second : x;
}

/* What a drag from there would do. */
static Drag
drag_at (PstPreviewArea *self, gdouble x)
{
  PstFraming framing;
  gint left, top;

  if (! pst_preview_area_has_source (self))
    return DRAG_NONE;
  pst_viewport_get_framing (&self->viewport, &framing, &left, &top);
  if (shows_split (self) && fabs (left + self->split_at * framing.part.width - x) <= GRIP)
    return DRAG_SPLIT;
  if (framing.part.width < framing.width || framing.part.height < framing.height)
    return DRAG_PAN;
  return shows_split (self) ? DRAG_SPLIT : DRAG_NONE;
}

static void
split_to (PstPreviewArea *self, gdouble x)
{
  PstFraming framing;
  gint left, top;

  pst_viewport_get_framing (&self->viewport, &framing, &left, &top);
  self->split_at = CLAMP ((x - left) / framing.part.width, 0, 1);
  redraw (self);
}

static gboolean
button_press (GtkWidget *area, GdkEventButton *event)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (area);

  gtk_widget_grab_focus (area);
  hide_tooltip (self);
  if (! pst_preview_area_has_source (self) || (event->button != 1 && event->button != 2))
    return FALSE;
  if (event->type == GDK_2BUTTON_PRESS && event->button == 1)
    {
      gboolean fits = pst_viewport_get_fit (&self->viewport) >= 1;

      self->drag = DRAG_NONE;
      zoom_at (self, self->viewport.zoom > 0 || fits ? 0 : 1, in_picture (self, event->x),
               event->y);
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
button_release (GtkWidget *area, GdkEventButton *event)
{
  PST_PREVIEW_AREA (area)->drag = DRAG_NONE;
  return FALSE;
}

static gboolean
motion (GtkWidget *area, GdkEventMotion *event)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (area);
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
      pst_preview_area_pan (self, x, y);
      break;
    case DRAG_NONE:
      set_cursor (self, drag_at (self, event->x));
      break;
    }
  gdk_event_request_motions (event);
  return TRUE;
}

static gboolean
scroll (GtkWidget *area, GdkEventScroll *event)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (area);

  if (! pst_preview_area_has_source (self)
      || (event->direction != GDK_SCROLL_UP && event->direction != GDK_SCROLL_DOWN))
    return FALSE;
  hide_tooltip (self);
  zoom_step_at (self, event->direction == GDK_SCROLL_UP, in_picture (self, event->x), event->y);
  return TRUE;
}

static gboolean
focus_changed (GtkWidget *area, GdkEventFocus *event)
{
  if (! event->in)
    pst_preview_area_set_comparing (PST_PREVIEW_AREA (area), FALSE);
  gtk_widget_queue_draw (area);
  return FALSE;
}

static void
fit_viewport (PstPreviewArea *self)
{
  const GtkAllocation *area = &GTK_WIDGET (self)->allocation;

  self->viewport.area_width = pst_scene_room (self->compare, area->width);
  self->viewport.area_height = area->height;
}

static void
size_allocate (GtkWidget *area, GtkAllocation *allocation)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (area);

  GTK_WIDGET_CLASS (pst_preview_area_parent_class)->size_allocate (area, allocation);
  fit_viewport (self);
  if (! pst_preview_area_has_source (self))
    return;
  if (pst_view_maker_get_view (self->maker))
    {
      if (self->resize_timer)
        g_source_remove (self->resize_timer);
      self->resize_timer = g_timeout_add (RESIZE_DELAY, rested, self);
    }
  else
    request (self);
  tell_zoom (self);
}

static void
realize (GtkWidget *area)
{
  GTK_WIDGET_CLASS (pst_preview_area_parent_class)->realize (area);
  request (PST_PREVIEW_AREA (area));
}

/* ---- from outside ----------------------------------------------------- */

void
pst_preview_area_set_source (PstPreviewArea *self, PstPicture *source, PstCover *cover)
{
  pst_view_maker_set_source (self->maker, source, cover);
  self->viewport.width = source ? source->image->width : 0;
  self->viewport.height = source ? source->image->height : 0;
  request (self);
  redraw (self);
  tell_zoom (self);
}

void
pst_preview_area_set_paintings (PstPreviewArea *self, const PstPaintings *paintings)
{
  pst_view_maker_set_paintings (self->maker, paintings);
  request (self);
  redraw (self);
}

void
pst_preview_area_set_look (PstPreviewArea *self, const PstLook *look)
{
  pst_view_maker_set_look (self->maker, look);
  redraw (self);
}

void
pst_preview_area_set_message (PstPreviewArea *self, const gchar *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  redraw (self);
}

void
pst_preview_area_set_active (PstPreviewArea *self, gboolean active)
{
  self->active = active;
  redraw (self);
}

void
pst_preview_area_set_compare (PstPreviewArea *self, PstCompare compare)
{
  self->compare = compare;
  fit_viewport (self);
  pst_preview_area_pan (self, 0, 0);
  redraw (self);
  tell_zoom (self);
}

static void
pst_preview_area_dispose (GObject *object)
{
  PstPreviewArea *self = PST_PREVIEW_AREA (object);

  if (self->resize_timer)
    g_source_remove (self->resize_timer);
  self->resize_timer = 0;
  if (self->maker)
    pst_view_maker_set_source (self->maker, NULL, NULL);
  g_clear_object (&self->transform);
  g_clear_object (&self->config);
  g_clear_pointer (&self->message, g_free);
  G_OBJECT_CLASS (pst_preview_area_parent_class)->dispose (object);
}

static void
pst_preview_area_finalize (GObject *object)
{
  pst_view_maker_free (PST_PREVIEW_AREA (object)->maker);
  G_OBJECT_CLASS (pst_preview_area_parent_class)->finalize (object);
}

static void
pst_preview_area_class_init (PstPreviewAreaClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pst_preview_area_dispose;
  G_OBJECT_CLASS (klass)->finalize = pst_preview_area_finalize;
  widget->expose_event = expose;
  widget->size_allocate = size_allocate;
  widget->realize = realize;
  widget->button_press_event = button_press;
  widget->button_release_event = button_release;
  widget->motion_notify_event = motion;
  widget->scroll_event = scroll;
  widget->key_press_event = pst_preview_keys_press;
  widget->key_release_event = pst_preview_keys_release;
  widget->focus_in_event = focus_changed;
  widget->focus_out_event = focus_changed;
  zoomed_signal = g_signal_new ("zoomed", PST_TYPE_PREVIEW_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
pst_preview_area_init (PstPreviewArea *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->viewport = (PstViewport) PST_VIEWPORT_INIT;
  self->split_at = .5;
  self->active = TRUE;
  self->maker = pst_view_maker_new (view_made, self);
  gtk_widget_set_size_request (widget, MIN_WIDTH, MIN_HEIGHT);
  gtk_widget_set_can_focus (widget, TRUE);
  gtk_widget_add_events (widget, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK
                                     | GDK_POINTER_MOTION_MASK | GDK_POINTER_MOTION_HINT_MASK
                                     | GDK_KEY_PRESS_MASK | GDK_KEY_RELEASE_MASK | GDK_SCROLL_MASK
                                     | GDK_FOCUS_CHANGE_MASK);
  pst_widget_describe (widget, "pst-preview-area", _ ("Preview"),
                       _ ("Drag to move, turn the wheel to zoom, double-click for full size and "
                          "back. Hold the space bar to see the photo."),
                       NULL);
}

GtkWidget *
pst_preview_area_new (GimpColorConfig *config)
{
  PstPreviewArea *self = g_object_new (PST_TYPE_PREVIEW_AREA, NULL);

  self->config = config ? g_object_ref (config) : NULL;
  return GTK_WIDGET (self);
}
