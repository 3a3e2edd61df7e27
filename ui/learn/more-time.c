/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/more-time.h"

#include "shared/intl.h"
#include "shared/learn-settings.h"
#include "shared/status-bar.h"
#include "shared/widget.h"

#define SPACING    6
#define BORDER     12
#define TEXT_WIDTH 44
#define MORE       15 /* minutes, at first */

gboolean
pst_ask_more_time (GtkWindow *parent, PstLesson *lesson, GError **error)
{
  const PstRecipe *recipe = pst_lesson_get_recipe (lesson);
  g_autofree gchar *learnt = pst_say_seconds (pst_lesson_get_seconds (lesson));
  g_autofree gchar *text = NULL;
  GtkWidget *dialog = gtk_dialog_new_with_buttons (
      _ ("Learn for Longer"), parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
      _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Learn"), GTK_RESPONSE_OK, NULL);
  GtkWidget *box = gtk_vbox_new (FALSE, BORDER);
  GtkWidget *table = pst_table_new (1, 2);
  GtkWidget *note = pst_note_new ("pst-more-note", TEXT_WIDTH);
  GtkWidget *spin =
      gtk_spin_button_new_with_range (PST_LEARN_MIN_MINUTES, PST_LEARN_MAX_MINUTES, 5);
  gboolean ok;
  gdouble more;

  gtk_widget_set_name (dialog, "pst-more-time");
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (dialog), GTK_RESPONSE_OK,
                                           GTK_RESPONSE_CANCEL, -1);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  gtk_window_set_resizable (GTK_WINDOW (dialog), FALSE);

  /* TRANSLATORS: a style's name, and a time as in "12 min". */
  text =
      g_strdup_printf (_ ("\"%s\" was learnt for %s so far. What it learns from here on is added "
                          "to that."),
                       recipe->title, learnt);
  pst_note_set (note, GTK_STOCK_DIALOG_QUESTION, text);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), MORE);
  gtk_entry_set_activates_default (GTK_ENTRY (spin), TRUE);
  pst_widget_describe (spin, "pst-more-minutes", _ ("Minutes"), _ ("How much longer"), NULL);
  pst_table_add (table, 0, _ ("_Minutes:"), spin, spin);
  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (box), note, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), table, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (dialog))), box, TRUE, TRUE,
                      0);
  gtk_widget_show_all (box);
  gtk_widget_grab_focus (spin);

  ok = gtk_dialog_run (GTK_DIALOG (dialog)) == GTK_RESPONSE_OK;
  more = gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));
  gtk_widget_destroy (dialog);
  return ok && pst_lesson_set_minutes (lesson, pst_lesson_get_seconds (lesson) / 60 + more, error);
}
