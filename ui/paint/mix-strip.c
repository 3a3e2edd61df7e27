/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "paint/mix-strip.h"

#include "shared/intl.h"
#include "shared/style-title.h"
#include "shared/widget.h"

#define SPACING 6
#define WIDTH   64
#define HEIGHT  48

struct _PstMixStrip
{
  GtkHBox parent_instance;

  PstGallery *gallery;
  const PstStyle *styles[2]; /* only compared, and looked up in the gallery */
  GtkWidget *pictures[2];
};

G_DEFINE_TYPE (PstMixStrip, pst_mix_strip, GTK_TYPE_HBOX)

static guint ended_signal;

static void
show_pictures (PstMixStrip *self)
{
  for (gint i = 0; i < 2; i++)
    {
      GdkPixbuf *thumbnail =
          self->styles[i] ? pst_gallery_get_thumbnail (self->gallery, self->styles[i]) : NULL;
      g_autoptr (GdkPixbuf) small =
          thumbnail ? gdk_pixbuf_scale_simple (thumbnail, WIDTH, HEIGHT, GDK_INTERP_BILINEAR)
                    : NULL;

      gtk_image_set_from_pixbuf (GTK_IMAGE (self->pictures[i]), small);
    }
}

void
pst_mix_strip_set (PstMixStrip *self, const PstStyle *first, const PstStyle *second)
{
  const PstStyle *styles[2] = { first, second };

  for (gint i = 0; i < 2; i++)
    {
      self->styles[i] = styles[i];
      if (styles[i])
        pst_widget_describe (self->pictures[i], i ? "pst-mix-second" : "pst-mix-first",
                             pst_style_title (styles[i]), pst_style_title (styles[i]), NULL);
    }
  show_pictures (self);
  gtk_widget_set_visible (GTK_WIDGET (self), first && second);
}

static void
end_clicked (PstMixStrip *self)
{
  g_signal_emit (self, ended_signal, 0);
}

static void
pst_mix_strip_class_init (PstMixStripClass *klass)
{
  ended_signal = g_signal_new ("ended", PST_TYPE_MIX_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
pst_mix_strip_init (PstMixStrip *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
  for (gint i = 0; i < 2; i++)
    self->pictures[i] = gtk_image_new ();
}

GtkWidget *
pst_mix_strip_new (PstGallery *gallery, GtkAdjustment *amount, const gchar *help_id)
{
  PstMixStrip *self = g_object_new (PST_TYPE_MIX_STRIP, NULL);
  GtkBox *box = GTK_BOX (self);
  GtkWidget *slider = gtk_hscale_new (amount);
  GtkWidget *end = gtk_button_new ();
  GtkWidget *align = gtk_alignment_new (.5, .5, 0, 0);

  self->gallery = gallery;
  g_signal_connect_object (gallery, "painted", G_CALLBACK (show_pictures), self, G_CONNECT_SWAPPED);

  gtk_scale_set_draw_value (GTK_SCALE (slider), FALSE);
  pst_widget_describe (slider, "pst-mix-strip-amount", _ ("Amount of the second style"),
                       _ ("How much of the second style is mixed into the first"), help_id);
  gtk_container_add (GTK_CONTAINER (end),
                     gtk_image_new_from_stock (GTK_STOCK_CLOSE, GTK_ICON_SIZE_MENU));
  gtk_button_set_relief (GTK_BUTTON (end), GTK_RELIEF_NONE);
  pst_widget_describe (end, "pst-mix-end", _ ("End the mix"), _ ("End the mix"), help_id);
  g_signal_connect_swapped (end, "clicked", G_CALLBACK (end_clicked), self);
  gtk_container_add (GTK_CONTAINER (align), end);

  gtk_box_pack_start (box, self->pictures[0], FALSE, FALSE, 0);
  gtk_box_pack_start (box, slider, TRUE, TRUE, 0);
  gtk_box_pack_start (box, self->pictures[1], FALSE, FALSE, 0);
  gtk_box_pack_start (box, align, FALSE, FALSE, 0);
  gtk_widget_show_all (GTK_WIDGET (self));
  gtk_widget_hide (GTK_WIDGET (self));
  gtk_widget_set_no_show_all (GTK_WIDGET (self), TRUE);
  return GTK_WIDGET (self);
}
