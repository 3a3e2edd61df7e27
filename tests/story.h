/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does in the dialog while it runs, told in letters. */

#ifndef PST_STORY_H
#define PST_STORY_H

#include "dialog-host.h"
#include "paint/dialog.h"

/* What a person does while the dialog runs, a step each time that nothing is painted or, where
 * it says so, while something is; the last step must close it. */
typedef struct
{
  GtkWidget *dialog;
  TestHost *host;
  const gchar *what; /* o: OK; e: Escape; E: Escape while it paints; c: the picture changes;
                        g: it goes */
  gchar *status;     /* before the last step */
} Story;

static inline gboolean
next_step (gpointer user_data)
{
  Story *story = user_data;
  gboolean paints = ! ok_sensitive (story->dialog) && story->host->state != PST_SOURCE_GONE;

  if (! *story->what || (paints != (*story->what == 'E')))
    return G_SOURCE_CONTINUE;
  g_free (story->status);
  story->status = g_strdup (gtk_label_get_text (GTK_LABEL (find (story->dialog, "pst-status"))));
  switch (*story->what++)
    {
    case 'o':
      gtk_dialog_response (GTK_DIALOG (story->dialog), GTK_RESPONSE_OK);
      break;
    case 'e':
    case 'E':
      press_key (story->dialog, GDK_KEY_Escape, GDK_KEY_PRESS);
      break;
    case 'c':
      story->host->state = PST_SOURCE_CHANGED;
      break;
    case 'g':
      story->host->state = PST_SOURCE_GONE;
      break;
    }
  return G_SOURCE_CONTINUE;
}

/* Tells @what in a dialog that rests, and returns its answer and what it said last. */
static inline gboolean
tell (TestHost *host, GtkWidget *dialog, const gchar *what, gchar **said)
{
  Story story = { dialog, host, what, NULL };
  PstSettings settings;
  guint source = g_timeout_add (10, next_step, &story);
  gboolean answer = pst_dialog_run (PST_DIALOG (dialog), &settings);

  g_source_remove (source);
  g_assert_cmpstr (story.what, ==, "");
  *said = story.status;
  return answer;
}
#endif /* PST_STORY_H */
