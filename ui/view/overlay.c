/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "view/overlay.h"

#define SPACING 6

void
pst_overlay_word (GtkWidget *widget, cairo_t *cr, const gchar *word, gdouble x, gdouble y,
                  gboolean to_the_left)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, word);
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

void
pst_overlay_message (GtkWidget *widget, cairo_t *cr, const gchar *message)
{
  GtkAllocation area = widget->allocation;
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, message);
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

void
pst_overlay_split (cairo_t *cr, gdouble x, gdouble height)
{
  gdouble y = height / 2.0;

  cairo_set_source_rgba (cr, 0, 0, 0, .4);
  cairo_rectangle (cr, x - 1.5, 0, 3, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x - .5, 0, 1, height);
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
