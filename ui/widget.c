/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "widget.h"

#include <gegl.h>
#include <libgimpwidgets/gimpwidgets.h>

#define SPACING 6

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
