/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/curves.h"

#include <math.h>

#define SPACING    6
#define WIDTH      320
#define HEIGHT     64 /* of the chart, at least */
#define DASH       14 /* pixels of the line beside its name */
#define LINE_WIDTH 1.75
#define N_GRID     4

typedef struct
{
  gdouble x, y;
} Point;

struct _PstCurves
{
  GtkDrawingArea parent_instance;

  gchar **names;
  GArray *lines[PST_CURVES_MAX]; /* Point */
  gint n_lines;
};

G_DEFINE_TYPE (PstCurves, pst_curves, GTK_TYPE_DRAWING_AREA)

/* Hues that all eyes tell apart, and dashes besides. */
static const gdouble colours[PST_CURVES_MAX][3] = { { .13, .45, .80 },
                                                    { .86, .42, .05 },
                                                    { .16, .60, .42 } };
static const gdouble dashes[PST_CURVES_MAX][2] = { { 1, 0 }, { 6, 3 }, { 2, 3 } };

static void
set_line (cairo_t *cr, gint line)
{
  cairo_set_source_rgb (cr, colours[line][0], colours[line][1], colours[line][2]);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, dashes[line], dashes[line][1] > 0 ? 2 : 0, 0);
}

static void
get_range (const PstCurves *self, gdouble *begin, gdouble *end, gdouble *top)
{
  *begin = G_MAXDOUBLE;
  *end = -G_MAXDOUBLE;
  *top = 0;
  for (gint i = 0; i < self->n_lines; i++)
    for (guint j = 0; j < self->lines[i]->len; j++)
      {
        Point *point = &g_array_index (self->lines[i], Point, j);

        *begin = MIN (*begin, point->x);
        *end = MAX (*end, point->x);
        *top = MAX (*top, point->y);
      }
}

/* Names after a piece of their line, one below the other where they need to; returns how
 * high that is. */
static gint
draw_legend (PstCurves *self, cairo_t *cr, gint width, gint baseline)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gint x = 0, y = baseline, height = 0;

  for (gint i = 0; i < self->n_lines; i++)
    {
      g_autofree gchar *text =
          g_strdup_printf ("%s %.2f", self->names[i], pst_curves_get_last (self, i));
      PangoLayout *layout =
          gtk_widget_create_pango_layout (widget, self->lines[i]->len ? text : self->names[i]);
      gint name_width;

      pango_layout_get_pixel_size (layout, &name_width, &height);
      if (x > 0 && x + DASH + SPACING + name_width > width)
        {
          x = 0;
          y += height;
        }
      if (cr)
        {
          set_line (cr, i);
          cairo_move_to (cr, x, y + height / 2 + .5);
          cairo_rel_line_to (cr, DASH, 0);
          cairo_stroke (cr);
          gdk_cairo_set_source_color (cr, &gtk_widget_get_style (widget)->fg[GTK_STATE_NORMAL]);
          cairo_move_to (cr, x + DASH + SPACING, y);
          pango_cairo_show_layout (cr, layout);
        }
      x += DASH + SPACING + name_width + 2 * SPACING;
      g_object_unref (layout);
    }
  return y + height - baseline;
}

static void
draw_lines (PstCurves *self, cairo_t *cr, gdouble width, gdouble height)
{
  gdouble begin, end, top;

  get_range (self, &begin, &end, &top);
  if (top <= 0)
    return;
  end = MAX (end, begin + 1);
  for (gint i = 0; i < self->n_lines; i++)
    {
      set_line (cr, i);
      for (guint j = 0; j < self->lines[i]->len; j++)
        {
          Point *point = &g_array_index (self->lines[i], Point, j);

          gdouble x = (point->x - begin) / (end - begin) * width;
          gdouble y = height - MAX (0, point->y) / top * (height - LINE_WIDTH);

          if (self->lines[i]->len == 1)
            cairo_arc (cr, x + LINE_WIDTH, y + LINE_WIDTH, LINE_WIDTH, 0, 2 * G_PI);
          else
            cairo_line_to (cr, x, y);
        }
      cairo_stroke (cr);
    }
}

static gboolean
expose (GtkWidget *widget, GdkEventExpose *event)
{
  PstCurves *self = PST_CURVES (widget);
  GtkStyle *style = gtk_widget_get_style (widget);
  cairo_t *cr = gdk_cairo_create (gtk_widget_get_window (widget));
  gint width = widget->allocation.width;
  gint height = widget->allocation.height - draw_legend (self, NULL, width, 0) - SPACING;

  gdk_cairo_region (cr, event->region);
  cairo_clip (cr);
  gdk_cairo_set_source_color (cr, &style->base[GTK_STATE_NORMAL]);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);

  cairo_set_line_width (cr, 1);
  for (gint i = 1; i < N_GRID; i++)
    {
      gdk_cairo_set_source_color (cr, &style->mid[GTK_STATE_NORMAL]);
      cairo_move_to (cr, 0, height * i / N_GRID + .5);
      cairo_rel_line_to (cr, width, 0);
      cairo_set_dash (cr, dashes[2], 2, 0);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, NULL, 0, 0);
  gdk_cairo_set_source_color (cr, &style->dark[GTK_STATE_NORMAL]);
  cairo_rectangle (cr, .5, .5, width - 1, height - 1);
  cairo_stroke (cr);

  cairo_save (cr);
  cairo_rectangle (cr, 1, 1, width - 2, height - 2);
  cairo_clip (cr);
  cairo_translate (cr, 1, 1);
  draw_lines (self, cr, width - 2, height - 2);
  cairo_restore (cr);
  draw_legend (self, cr, width, height + SPACING);
  cairo_destroy (cr);
  return TRUE;
}

static void
size_request (GtkWidget *widget, GtkRequisition *requisition)
{
  PangoLayout *ruler = gtk_widget_create_pango_layout (widget, "X");
  gint line;

  pango_layout_get_pixel_size (ruler, NULL, &line);
  g_object_unref (ruler);
  requisition->width = WIDTH;
  requisition->height = HEIGHT + SPACING + line;
}

void
pst_curves_add (PstCurves *self, gint line, gdouble x, gdouble y)
{
  Point point = { x, y };

  if (! isfinite (x) || ! isfinite (y))
    return;
  g_array_append_val (self->lines[line], point);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pst_curves_clear (PstCurves *self)
{
  for (gint i = 0; i < self->n_lines; i++)
    g_array_set_size (self->lines[i], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
pst_curves_get_n_points (const PstCurves *self, gint line)
{
  return self->lines[line]->len;
}

gdouble
pst_curves_get_last (const PstCurves *self, gint line)
{
  guint n = self->lines[line]->len;

  return n ? g_array_index (self->lines[line], Point, n - 1).y : 0;
}

static void
pst_curves_finalize (GObject *object)
{
  PstCurves *self = PST_CURVES (object);

  for (gint i = 0; i < PST_CURVES_MAX; i++)
    g_array_unref (self->lines[i]);
  g_strfreev (self->names);
  G_OBJECT_CLASS (pst_curves_parent_class)->finalize (object);
}

static void
pst_curves_class_init (PstCurvesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_curves_finalize;
  GTK_WIDGET_CLASS (klass)->expose_event = expose;
  GTK_WIDGET_CLASS (klass)->size_request = size_request;
}

static void
pst_curves_init (PstCurves *self)
{
  for (gint i = 0; i < PST_CURVES_MAX; i++)
    self->lines[i] = g_array_new (FALSE, FALSE, sizeof (Point));
}

GtkWidget *
pst_curves_new (const gchar *const *names)
{
  PstCurves *self = g_object_new (PST_TYPE_CURVES, NULL);

  self->names = g_strdupv ((gchar **) names);
  self->n_lines = (gint) MIN (PST_CURVES_MAX, g_strv_length (self->names));
  return GTK_WIDGET (self);
}
