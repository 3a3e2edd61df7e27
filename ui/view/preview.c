/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/preview.h"

#include "shared/intl.h"
#include "shared/widget.h"
#include "view/preview-area.h"

#define SPACING 6

struct _PstPreview
{
  GtkVBox parent_instance;

  PstPreviewArea *area;
  GtkWidget *toggle;
  GtkWidget *view;
  GtkWidget *compare;
  GtkWidget *zoom_label;
  GtkWidget *zoom_out;
  GtkWidget *zoom_in;
};

G_DEFINE_TYPE (PstPreview, pst_preview, GTK_TYPE_VBOX)

static guint toggled_signal;

/* ---- the buttons ------------------------------------------------------ */

static void
show_zoom (PstPreview *self)
{
  gdouble zoom = pst_preview_area_get_zoom (self->area);
  g_autofree gchar *text = NULL;

  /* TRANSLATORS: how large the preview is, as in "33 %". */
  text = g_strdup_printf (_ ("%.0f %%"), zoom * 100 < 1 ? 1 : zoom * 100);
  gtk_label_set_text (GTK_LABEL (self->zoom_label), text);
  gtk_widget_set_sensitive (self->zoom_in, pst_preview_area_can_zoom (self->area, TRUE));
  gtk_widget_set_sensitive (self->zoom_out, pst_preview_area_can_zoom (self->area, FALSE));
}

static void
zoom_out_clicked (PstPreview *self)
{
  pst_preview_area_zoom_step (self->area, FALSE);
}

static void
zoom_in_clicked (PstPreview *self)
{
  pst_preview_area_zoom_step (self->area, TRUE);
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
  pst_preview_area_set_comparing (self->area, TRUE);
}

static void
compare_released (PstPreview *self)
{
  pst_preview_area_set_comparing (self->area, FALSE);
}

static void
view_changed (PstPreview *self)
{
  pst_preview_area_set_compare (self->area, pst_preview_get_compare (self));
}

static void
toggled (PstPreview *self)
{
  gboolean active = pst_preview_get_active (self);

  pst_preview_area_set_active (self->area, active);
  gtk_widget_set_sensitive (self->view, active);
  gtk_widget_set_sensitive (self->compare, active);
  g_signal_emit (self, toggled_signal, 0);
}

/* ---- building --------------------------------------------------------- */

static GtkWidget *
icon_button (PstPreview *self, GtkBox *box, const gchar *stock, const gchar *name,
             const gchar *title, const gchar *tooltip, void (*clicked) (PstPreview *))
{
  GtkWidget *button = gtk_button_new ();

  gtk_container_add (GTK_CONTAINER (button), gtk_image_new_from_stock (stock, GTK_ICON_SIZE_MENU));
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  pst_widget_describe (button, name, title, tooltip, NULL);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_pack_start (box, button, FALSE, FALSE, 0);
  return button;
}

static void
add_area (PstPreview *self, GimpColorConfig *config)
{
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *area = pst_preview_area_new (config);

  self->area = PST_PREVIEW_AREA (area);
  g_signal_connect_swapped (area, "zoomed", G_CALLBACK (show_zoom), self);
  gtk_frame_set_shadow_type (GTK_FRAME (frame), GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (frame), area);
  gtk_box_pack_start (GTK_BOX (self), frame, TRUE, TRUE, 0);
}

static GtkWidget *
zoom_new (PstPreview *self)
{
  GtkWidget *row = gtk_hbox_new (FALSE, 0);
  GtkBox *box = GTK_BOX (row);

  self->zoom_out = icon_button (self, box, GTK_STOCK_ZOOM_OUT, "pst-zoom-out", _ ("Zoom out"),
                                _ ("Show more of the picture, smaller"), zoom_out_clicked);
  self->zoom_label = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (self->zoom_label), 5);
  gtk_box_pack_start (box, self->zoom_label, FALSE, FALSE, 0);
  self->zoom_in = icon_button (self, box, GTK_STOCK_ZOOM_IN, "pst-zoom-in", _ ("Zoom in"),
                               _ ("Show less of the picture, larger"), zoom_in_clicked);
  icon_button (self, box, GTK_STOCK_ZOOM_FIT, "pst-zoom-fit", _ ("Whole picture"),
               _ ("Show the whole picture"), zoom_fit_clicked);
  icon_button (self, box, GTK_STOCK_ZOOM_100, "pst-zoom-100", _ ("100 %"),
               _ ("Show every pixel as it will be"), zoom_100_clicked);
  return row;
}

static void
add_buttons (PstPreview *self)
{
  /* In the order of PstCompare. */
  static const gchar *const views[] = { N_ ("Painting"), N_ ("Split"), N_ ("Both"), N_ ("Photo") };
  GtkWidget *row = gtk_hbox_new (FALSE, SPACING);

  self->toggle = gtk_check_button_new_with_mnemonic (_ ("Previe_w"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggle), TRUE);
  pst_widget_describe (self->toggle, "pst-preview-toggle", _ ("Show the preview"),
                       _ ("Show at once what you choose. Without it only the photo is shown."),
                       NULL);
  g_signal_connect_swapped (self->toggle, "toggled", G_CALLBACK (toggled), self);
  gtk_box_pack_start (GTK_BOX (row), self->toggle, FALSE, FALSE, 0);

  self->view = gtk_combo_box_text_new ();
  for (gint i = 0; i < PST_N_COMPARE; i++)
    gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (self->view), _ (views[i]));
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->view), PST_COMPARE_PAINTING);
  pst_widget_describe (self->view, "pst-view", _ ("Compare"),
                       _ ("Show the painting, the photo to the left of a line that you can drag, "
                          "both side by side, or the photo"),
                       NULL);
  g_signal_connect_swapped (self->view, "changed", G_CALLBACK (view_changed), self);
  gtk_box_pack_start (GTK_BOX (row), self->view, FALSE, FALSE, 0);

  self->compare = gtk_button_new_with_mnemonic (_ ("_Before"));
  pst_widget_describe (
      self->compare, "pst-compare", _ ("Before"),
      _ ("Hold to see the photo as it was. The space bar does the same in the preview."), NULL);
  g_signal_connect_swapped (self->compare, "pressed", G_CALLBACK (compare_pressed), self);
  g_signal_connect_swapped (self->compare, "released", G_CALLBACK (compare_released), self);
  gtk_box_pack_start (GTK_BOX (row), self->compare, FALSE, FALSE, 0);

  gtk_box_pack_end (GTK_BOX (row), zoom_new (self), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), row, FALSE, FALSE, 0);
}

static void
pst_preview_class_init (PstPreviewClass *klass)
{
  toggled_signal = g_signal_new ("toggled", PST_TYPE_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
pst_preview_init (PstPreview *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_preview_new (GimpColorConfig *config)
{
  PstPreview *self = g_object_new (PST_TYPE_PREVIEW, NULL);

  add_area (self, config);
  add_buttons (self);
  show_zoom (self);
  return GTK_WIDGET (self);
}

/* ---- from outside ----------------------------------------------------- */

void
pst_preview_set_source (PstPreview *self, PstPicture *source, PstCover *cover)
{
  pst_preview_area_set_source (self->area, source, cover);
}

void
pst_preview_set_paintings (PstPreview *self, const PstPaintings *paintings)
{
  pst_preview_area_set_paintings (self->area, paintings);
}

void
pst_preview_set_look (PstPreview *self, const PstLook *look)
{
  pst_preview_area_set_look (self->area, look);
}

void
pst_preview_set_message (PstPreview *self, const gchar *message)
{
  pst_preview_area_set_message (self->area, message);
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
pst_preview_set_compare (PstPreview *self, PstCompare compare)
{
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->view), (gint) compare);
}

PstCompare
pst_preview_get_compare (const PstPreview *self)
{
  return (PstCompare) MAX (0, gtk_combo_box_get_active (GTK_COMBO_BOX (self->view)));
}

void
pst_preview_set_zoom (PstPreview *self, gdouble zoom)
{
  pst_preview_area_set_zoom (self->area, zoom);
}

gdouble
pst_preview_get_zoom (const PstPreview *self)
{
  return pst_preview_area_get_zoom (self->area);
}

void
pst_preview_pan (PstPreview *self, gint x, gint y)
{
  pst_preview_area_pan (self->area, x, y);
}

gboolean
pst_preview_is_busy (const PstPreview *self)
{
  return pst_preview_area_is_busy (self->area);
}

cairo_surface_t *
pst_preview_get_surface (PstPreview *self, gboolean after, GdkRectangle *rect)
{
  return pst_preview_area_get_surface (self->area, after, rect);
}
