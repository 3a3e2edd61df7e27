/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/status-bar.h"

#include "shared/intl.h"
#include "shared/widget.h"

#define SPACING 12
#define TICK    100 /* ms between looks at the progress */
#define ENOUGH  .05 /* of the work before its pace tells the time left */

struct _PstStatusBar
{
  GtkHBox parent_instance;

  PstProgressSource source;
  gpointer owner;
  GtkWidget *status;
  GtkWidget *progress;
  guint ticker; /* while there is progress to show */
  gint64 since;
};

G_DEFINE_TYPE (PstStatusBar, pst_status_bar, GTK_TYPE_HBOX)

/* Units instead of words need no plural. */
gchar *
pst_say_seconds (gdouble seconds)
{
  gint n = seconds <= 0   ? 0
           : seconds < 10 ? MAX (1, (gint) (seconds + .5))
                          : (gint) (seconds / 5 + .5) * 5;

  /* TRANSLATORS: minutes. */
  if (n >= 90)
    return g_strdup_printf (_ ("%d min"), (n + 30) / 60);
  /* TRANSLATORS: seconds. */
  return g_strdup_printf (_ ("%d s"), n);
}

static void
show_progress (PstStatusBar *self)
{
  GtkProgressBar *bar = GTK_PROGRESS_BAR (self->progress);
  gdouble done = self->source (self->owner);
  gdouble elapsed = (gdouble) (g_get_monotonic_time () - self->since) / G_USEC_PER_SEC;

  gtk_progress_bar_set_fraction (bar, done);
  if (self->since && done >= ENOUGH)
    {
      g_autofree gchar *time = pst_say_seconds (elapsed / done * (1 - done));
      /* TRANSLATORS: "12 s" or "3 min". */
      g_autofree gchar *text = g_strdup_printf (_ ("%s left"), time);

      gtk_progress_bar_set_text (bar, text);
    }
  else
    gtk_progress_bar_set_text (bar, "");
}

static gboolean
tick (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (PstStatusBar *self)
{
  if (self->ticker)
    g_source_remove (self->ticker);
  self->ticker = 0;
}

void
pst_status_bar_show (PstStatusBar *self, const gchar *status, gboolean busy, gint64 since)
{
  self->since = since;
  gtk_label_set_text (GTK_LABEL (self->status), status);
  gtk_widget_set_tooltip_text (self->status, status);
  gtk_widget_set_visible (self->progress, busy);
  if (busy)
    {
      if (! self->ticker)
        self->ticker = g_timeout_add (TICK, tick, self);
      show_progress (self);
    }
  else
    {
      stop_ticking (self);
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
      gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), "");
    }
}

static void
pst_status_bar_dispose (GObject *object)
{
  stop_ticking (PST_STATUS_BAR (object));
  G_OBJECT_CLASS (pst_status_bar_parent_class)->dispose (object);
}

static void
pst_status_bar_class_init (PstStatusBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pst_status_bar_dispose;
}

/* The row stays as high when the bar goes. */
static void
fit_height (PstStatusBar *self)
{
  GtkRequisition bar, line;

  gtk_widget_size_request (self->progress, &bar);
  gtk_widget_size_request (self->status, &line);
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, MAX (bar.height, line.height));
}

static void
pst_status_bar_init (PstStatusBar *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  self->status = gtk_label_new (NULL);
  gtk_misc_set_alignment (GTK_MISC (self->status), 0.0, 0.5);
  gtk_label_set_ellipsize (GTK_LABEL (self->status), PANGO_ELLIPSIZE_END);
  gtk_widget_set_name (self->status, "pst-status"); /* what it says is its accessible name */
  self->progress = gtk_progress_bar_new ();
  gtk_progress_bar_set_ellipsize (GTK_PROGRESS_BAR (self->progress), PANGO_ELLIPSIZE_END);
  pst_widget_describe (self->progress, "pst-progress", _ ("Progress"), NULL, NULL);
  gtk_box_pack_start (GTK_BOX (self), self->status, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->progress, FALSE, FALSE, 0);

  g_signal_connect_swapped (self->status, "style-set", G_CALLBACK (fit_height), self);
  fit_height (self);
}

GtkWidget *
pst_status_bar_new (PstProgressSource source, gpointer owner)
{
  PstStatusBar *self = g_object_new (PST_TYPE_STATUS_BAR, NULL);

  self->source = source;
  self->owner = owner;
  return GTK_WIDGET (self);
}
