/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/learn.h"

#include "learn/learn-dialog.h"
#include "learn/learn-window.h"
#include "learn/more-time.h"
#include "shared/intl.h"
#include "shared/widget.h"

static void
show_error (GtkWindow *parent, const GError *error)
{
  GtkWidget *box =
      gtk_message_dialog_new (parent, GTK_DIALOG_MODAL, GTK_MESSAGE_ERROR, GTK_BUTTONS_CLOSE, "%s",
                              _ ("The style cannot be learnt."));

  gtk_widget_set_name (box, "pst-error");
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (box), "%s", error->message);
  gtk_dialog_run (GTK_DIALOG (box));
  gtk_widget_destroy (box);
}

/* Takes @lesson. */
static gchar *
learn (PstUiHost *host, GtkWindow *parent, PstLesson *lesson)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *window = pst_learn_window_new (host, lesson, &error);
  gchar *id;

  if (! window)
    {
      show_error (parent, error);
      return NULL;
    }
  if (parent)
    gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  id = pst_learn_window_run (PST_LEARN_WINDOW (window));
  gtk_widget_destroy (window);
  return id;
}

gchar *
pst_learn_run (PstUiHost *host, GtkWindow *parent)
{
  GtkWidget *dialog = pst_learn_dialog_new (host);
  PstLesson *lesson;

  if (parent)
    gtk_window_set_transient_for (GTK_WINDOW (dialog), parent);
  lesson = pst_learn_dialog_run (PST_LEARN_DIALOG (dialog));
  gtk_widget_destroy (dialog);
  return lesson ? learn (host, parent, lesson) : NULL;
}

gchar *
pst_learn_run_longer (PstUiHost *host, GtkWindow *parent, const gchar *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PstLesson) lesson = pst_library_open_lesson (host->library, id, &error);

  if (lesson && pst_ask_more_time (parent, lesson, &error))
    return learn (host, parent, g_steal_pointer (&lesson));
  if (error)
    show_error (parent, error);
  return NULL;
}
