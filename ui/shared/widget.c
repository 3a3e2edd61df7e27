/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "shared/widget.h"

#include <gegl.h>
#include <libgimpwidgets/gimpwidgets.h>

#include "shared/intl.h"

#define SPACING     6
#define FRAME       32 /* of a window, by the window manager */
#define SCROLLBAR   24
#define ICON_WIDTH  20
#define SCALE_WIDTH 130
#define SPIN_WIDTH  5

void
pst_widget_describe (GtkWidget *widget, const gchar *name, const gchar *title, const gchar *tooltip,
                     const gchar *help_id)
{
  gtk_widget_set_name (widget, name);
  if (title)
    atk_object_set_name (gtk_widget_get_accessible (widget), title);
  if (tooltip || help_id)
    gimp_help_set_help_data (widget, tooltip, help_id);
}

GtkWidget *
pst_framed_new (const gchar *title, GtkWidget *child)
{
  GtkWidget *frame = gimp_frame_new (title);

  gtk_container_add (GTK_CONTAINER (frame), child);
  return frame;
}

GtkWidget *
pst_table_new (gint rows, gint columns)
{
  GtkWidget *table = gtk_table_new (rows, columns, FALSE);

  gtk_table_set_row_spacings (GTK_TABLE (table), SPACING);
  gtk_table_set_col_spacings (GTK_TABLE (table), SPACING);
  return table;
}

GtkWidget *
pst_table_add (GtkWidget *table, gint row, const gchar *text, GtkWidget *child, GtkWidget *focus)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);
  guint columns;

  gtk_table_get_size (GTK_TABLE (table), NULL, &columns);
  gtk_misc_set_alignment (GTK_MISC (label), 0.0, 0.5);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), focus);
  gtk_table_attach (GTK_TABLE (table), label, 0, 1, row, row + 1, GTK_FILL, 0, 0, 0);
  gtk_table_attach (GTK_TABLE (table), child, 1, columns, row, row + 1, GTK_FILL | GTK_EXPAND, 0, 0,
                    0);
  return label;
}

GtkAdjustment *
pst_table_add_slider (GtkWidget *table, gint row, const PstSlider *slider)
{
  GtkObject *adjustment = gimp_scale_entry_new (
      GTK_TABLE (table), 0, row, slider->label, SCALE_WIDTH, SPIN_WIDTH, slider->value,
      slider->lower, slider->upper, 1.0, 10.0, 0, TRUE, 0, 0, slider->tooltip, slider->help_id);
  g_autofree gchar *number = g_strconcat (slider->name, "-number", NULL);

  gimp_scale_entry_set_logarithmic (adjustment, TRUE);
  pst_widget_describe (GTK_WIDGET (GIMP_SCALE_ENTRY_SCALE (adjustment)), slider->name,
                       slider->title, NULL, NULL);
  pst_widget_describe (GTK_WIDGET (GIMP_SCALE_ENTRY_SPINBUTTON (adjustment)), number, slider->title,
                       NULL, NULL);
  return GTK_ADJUSTMENT (adjustment);
}

/* In the font that it has by now. */
static void
fit_text (GtkWidget *label)
{
  gint n = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (label), "width-chars"));
  PangoContext *context = gtk_widget_get_pango_context (label);
  PangoFontMetrics *metrics = pango_context_get_metrics (
      context, gtk_widget_get_style (label)->font_desc, pango_context_get_language (context));
  gint width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                    pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  if (n > 0)
    gtk_widget_set_size_request (label, n * width / PANGO_SCALE, -1);
}

/* GTK's own width in characters is asked for, but the text wrapped at half a screen. */
void
pst_label_wrap (GtkWidget *label, gint width_chars)
{
  gtk_misc_set_alignment (GTK_MISC (label), 0, 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  g_object_set_data (G_OBJECT (label), "width-chars", GINT_TO_POINTER (width_chars));
  g_signal_connect (label, "style-set", G_CALLBACK (fit_text), NULL);
  fit_text (label);
}

GtkWidget *
pst_note_new (const gchar *name, gint width_chars)
{
  GtkWidget *note = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *image = gtk_image_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_misc_set_alignment (GTK_MISC (image), .5, 0);
  pst_label_wrap (label, width_chars);
  gtk_misc_set_alignment (GTK_MISC (label), 0, .5);
  gtk_widget_set_name (label, name);
  gtk_box_pack_start (GTK_BOX (note), image, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (note), label, TRUE, TRUE, 0);
  gtk_widget_show (label);
  gtk_widget_set_no_show_all (note, TRUE);
  g_object_set_data (G_OBJECT (note), "image", image);
  g_object_set_data (G_OBJECT (note), "label", label);
  return note;
}

void
pst_note_set (GtkWidget *note, const gchar *stock, const gchar *text)
{
  GtkWidget *image = g_object_get_data (G_OBJECT (note), "image");

  if (stock)
    gtk_image_set_from_stock (GTK_IMAGE (image), stock, GTK_ICON_SIZE_MENU);
  gtk_widget_set_visible (image, stock != NULL);
  gtk_label_set_text (g_object_get_data (G_OBJECT (note), "label"), text ? text : "");
  gtk_widget_set_visible (note, text && *text);
}

void
pst_note_set_width (GtkWidget *note, gint width)
{
  GtkWidget *label = g_object_get_data (G_OBJECT (note), "label");

  g_object_set_data (G_OBJECT (label), "width-chars", NULL);
  gtk_widget_set_size_request (label, MAX (1, width - ICON_WIDTH - SPACING), -1);
}

const gchar *
pst_note_get (GtkWidget *note)
{
  return gtk_label_get_text (g_object_get_data (G_OBJECT (note), "label"));
}

GtkWidget *
pst_scroll_new (GtkWidget *child)
{
  GtkWidget *scroll = gtk_scrolled_window_new (NULL, NULL);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_add_with_viewport (GTK_SCROLLED_WINDOW (scroll), child);
  gtk_viewport_set_shadow_type (GTK_VIEWPORT (gtk_bin_get_child (GTK_BIN (scroll))),
                                GTK_SHADOW_NONE);
  gtk_container_set_focus_vadjustment (
      GTK_CONTAINER (child), gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll)));
  return scroll;
}

static void
child_size (GtkWidget *child, GtkRequisition *requisition, GtkWidget *scroll)
{
  gint reserve = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (scroll), "reserve"));
  gint room = gdk_screen_get_height (gtk_widget_get_screen (child)) - FRAME - reserve;
  gboolean fits = requisition->height <= room;

  gtk_widget_set_size_request (scroll, requisition->width + (fits ? 0 : SCROLLBAR),
                               MIN (requisition->height, room));
}

GtkWidget *
pst_tall_new (GtkWidget *child, gint reserve)
{
  GtkWidget *scroll = pst_scroll_new (child);

  g_object_set_data (G_OBJECT (scroll), "reserve", GINT_TO_POINTER (reserve));
  g_signal_connect_after (child, "size-request", G_CALLBACK (child_size), scroll);
  return scroll;
}

gboolean
pst_ask (GtkWindow *parent, const gchar *question, const gchar *explanation, const gchar *verb,
         gboolean dangerous)
{
  GtkWidget *box = gtk_message_dialog_new (
      parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
      dangerous ? GTK_MESSAGE_WARNING : GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE, "%s", question);
  gboolean yes;

  gtk_widget_set_name (box, "pst-question");
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (box), "%s", explanation);
  gtk_dialog_add_buttons (GTK_DIALOG (box), _ ("_Cancel"), GTK_RESPONSE_CANCEL, verb,
                          GTK_RESPONSE_YES, NULL);
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (box), GTK_RESPONSE_YES, GTK_RESPONSE_CANCEL,
                                           -1);
  gtk_dialog_set_default_response (GTK_DIALOG (box),
                                   dangerous ? GTK_RESPONSE_CANCEL : GTK_RESPONSE_YES);
  yes = gtk_dialog_run (GTK_DIALOG (box)) == GTK_RESPONSE_YES;
  gtk_widget_destroy (box);
  return yes;
}
