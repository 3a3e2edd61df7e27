/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/hints.h"

#include "shared/intl.h"
#include "shared/widget.h"

#define SPACING 6

struct _PstHints
{
  GtkVBox parent_instance;

  GtkWidget *no_styles;
  gboolean others; /* there is something else to say */
};

G_DEFINE_TYPE (PstHints, pst_hints, GTK_TYPE_VBOX)

static guint repaint_signal;

void
pst_hints_set_no_styles (PstHints *self, gboolean no_styles)
{
  gtk_widget_set_visible (self->no_styles, no_styles);
  gtk_widget_set_visible (GTK_WIDGET (self), no_styles || self->others);
}

static void
repaint_toggled (GtkToggleButton *button, PstHints *self)
{
  g_signal_emit (self, repaint_signal, 0, gtk_toggle_button_get_active (button));
}

static GtkWidget *
add_hint (PstHints *self, const gchar *text)
{
  GtkWidget *hint = gimp_hint_box_new (text);

  gtk_box_pack_start (GTK_BOX (self), hint, FALSE, FALSE, 0);
  return hint;
}

static void
add_repaint (PstHints *self, const PstUiHost *host)
{
  GtkWidget *button = gtk_check_button_new_with_label (host->repaint);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  pst_widget_describe (button, "pst-repaint", host->repaint,
                       _ ("Start from the photo instead of from its painting"), host->help_id);
  g_signal_connect (button, "toggled", G_CALLBACK (repaint_toggled), self);
  gtk_box_pack_start (GTK_BOX (self), button, FALSE, FALSE, 0);
}

static void
pst_hints_class_init (PstHintsClass *klass)
{
  repaint_signal = g_signal_new ("repaint", PST_TYPE_HINTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
pst_hints_init (PstHints *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_hints_new (const PstUiHost *host)
{
  PstHints *self = g_object_new (PST_TYPE_HINTS, NULL);
  g_autofree gchar *text = g_strdup_printf (
      _ ("There is no style that can be used. Put files that end in .safetensors into the folder "
         "\"%s\" and open this window again."),
      host->style_folder);

  self->others = host->notice || host->repaint;
  if (host->notice)
    add_hint (self, host->notice);
  self->no_styles = add_hint (self, text);
  if (host->repaint)
    add_repaint (self, host);
  return GTK_WIDGET (self);
}
