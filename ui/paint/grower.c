/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/grower.h"

#include "shared/widget.h"

#define FRAME      32 /* of the window, by the window manager */
#define MIN_HEIGHT 72 /* that is always seen                  */

typedef struct
{
  GtkWidget *scroll;
  GtkWidget *child;
  gint wanted; /* by the child                             */
  gint height; /* that it gets; 0: nothing yet             */
  gint grown;  /* by so much the window is higher for that */
  guint idle;
} Grower;

static void
resize_window (Grower *self, GtkWidget *top, gint by, gint room)
{
  gint width, height, other;

  gtk_window_get_size (GTK_WINDOW (top), &width, &height);
  other = by > 0 ? MAX (height, MIN (height + by, room)) : height - MIN (-by, self->grown);
  self->grown += other - height;
  if (other != height)
    gtk_window_resize (GTK_WINDOW (top), width, other);
}

static void
fit (Grower *self)
{
  GtkWidget *top = gtk_widget_get_toplevel (self->scroll);
  gint room = gdk_screen_get_height (gtk_widget_get_screen (self->scroll)) - FRAME;
  gint before = self->height;
  GtkRequisition child, all;

  if (! gtk_widget_is_toplevel (top))
    return;
  gtk_widget_size_request (self->child, &child);
  gtk_widget_set_size_request (self->scroll, -1, child.height);
  gtk_widget_size_request (top, &all);
  self->wanted = self->height = child.height;
  if (all.height > room)
    self->height = MAX (MIN_HEIGHT, child.height - (all.height - room));
  gtk_widget_set_size_request (self->scroll, -1, self->height);
  if (before && gtk_widget_get_mapped (top) && self->height != before)
    resize_window (self, top, self->height - before, room);
}

static gboolean
fit_idly (gpointer data)
{
  Grower *self = data;

  self->idle = 0;
  fit (self);
  return G_SOURCE_REMOVE;
}

/* Not when rows begin to come or go, for that takes a moment, but when they have.  Before
 * anything is drawn, but no sizes may be asked for while sizes are asked for. */
static void
child_size (GtkWidget *child, GtkRequisition *requisition, Grower *self)
{
  static const gint before_sizes = G_PRIORITY_HIGH_IDLE;

  if (self->height && requisition->height != self->wanted && ! self->idle)
    self->idle = g_idle_add_full (before_sizes, fit_idly, self, NULL);
}

static void
destroyed (GtkWidget *scroll, Grower *self)
{
  if (self->idle)
    g_source_remove (self->idle);
  self->idle = 0;
}

void
pst_grower_fit (GtkWidget *grower)
{
  fit (g_object_get_data (G_OBJECT (grower), "pst-grower"));
}

GtkWidget *
pst_grower_new (GtkWidget *child)
{
  GtkWidget *scroll = pst_scroll_new (child);
  Grower *self = g_new0 (Grower, 1);

  self->scroll = scroll;
  self->child = child;
  g_object_set_data_full (G_OBJECT (scroll), "pst-grower", self, g_free);
  g_signal_connect_after (child, "size-request", G_CALLBACK (child_size), self);
  g_signal_connect (scroll, "destroy", G_CALLBACK (destroyed), self);
  return scroll;
}
