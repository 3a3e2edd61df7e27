/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/stop-question.h"

#include "shared/intl.h"
#include "shared/status-bar.h"

PstStopAnswer
pst_ask_stop (GtkWindow *parent, const gchar *title, gdouble seconds)
{
  g_autofree gchar *learnt = pst_say_seconds (seconds);
  GtkWidget *box = gtk_message_dialog_new (
      parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_QUESTION,
      GTK_BUTTONS_NONE, _ ("Stop learning \"%s\"?"), title);
  gint answer;

  gtk_widget_set_name (box, "pst-question");
  gtk_message_dialog_format_secondary_text (
      GTK_MESSAGE_DIALOG (box),
      /* TRANSLATORS: a time, as in "12 min". */
      _ ("It was learnt for %s. If you keep that, the style is in the gallery, and you can "
         "continue learning it another time."),
      learnt);
  gtk_dialog_add_buttons (GTK_DIALOG (box), _ ("_Discard"), PST_STOP_DISCARD, _ ("_Go On Learning"),
                          PST_STOP_NOT, _ ("Stop and _Keep"), PST_STOP_KEEP, NULL);
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (box), PST_STOP_KEEP, PST_STOP_NOT,
                                           PST_STOP_DISCARD, -1);
  gtk_dialog_set_default_response (GTK_DIALOG (box), PST_STOP_KEEP);
  answer = gtk_dialog_run (GTK_DIALOG (box));
  gtk_widget_destroy (box);
  return answer == PST_STOP_KEEP || answer == PST_STOP_DISCARD ? (PstStopAnswer) answer
                                                               : PST_STOP_NOT;
}
