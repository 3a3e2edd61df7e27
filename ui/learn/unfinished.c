/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "learn/unfinished.h"

#include "shared/intl.h"
#include "shared/status-bar.h"
#include "shared/widget.h"

#define SPACING 6

struct _PstUnfinished
{
  GtkHBox parent_instance;

  GPtrArray *lessons; /* PstLessonEntry, as in the list */
  GtkWidget *combo;
};

G_DEFINE_TYPE (PstUnfinished, pst_unfinished, GTK_TYPE_HBOX)

static guint continue_signal;
static guint failed_signal;

gchar *
pst_say_learnt (gdouble seconds, gdouble minutes)
{
  g_autofree gchar *learnt = pst_say_seconds (seconds);
  g_autofree gchar *all = pst_say_seconds (minutes * 60);

  /* TRANSLATORS: two times, as in "12 min of 60 min". */
  return minutes > 0 ? g_strdup_printf (_ ("%s of %s"), learnt, all) : g_steal_pointer (&learnt);
}

static PstLessonEntry *
chosen (PstUnfinished *self)
{
  gint active = gtk_combo_box_get_active (GTK_COMBO_BOX (self->combo));

  return active < 0 ? NULL : g_ptr_array_index (self->lessons, active);
}

PstLesson *
pst_unfinished_open (PstUnfinished *self, GError **error)
{
  return pst_lesson_open (chosen (self)->folder, error);
}

static void
continue_clicked (PstUnfinished *self)
{
  if (chosen (self))
    g_signal_emit (self, continue_signal, 0);
}

static void
forget_clicked (PstUnfinished *self)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  PstLessonEntry *entry = chosen (self);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *question = NULL;
  PstLesson *lesson;

  if (! entry)
    return;
  /* TRANSLATORS: a style's name. */
  question = g_strdup_printf (_ ("Forget what was learnt of \"%s\"?"), entry->title);
  if (! pst_ask (GTK_WINDOW (window), question,
                 _ ("It cannot be continued then. If the style is in the gallery it stays there."),
                 _ ("_Forget"), TRUE))
    return;
  lesson = pst_lesson_open (entry->folder, &error);
  if (! lesson || ! pst_lesson_discard (lesson, &error))
    {
      g_signal_emit (self, failed_signal, 0, error->message);
      return;
    }
  gtk_combo_box_text_remove (GTK_COMBO_BOX_TEXT (self->combo),
                             gtk_combo_box_get_active (GTK_COMBO_BOX (self->combo)));
  g_ptr_array_remove (self->lessons, entry);
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->combo), 0);
  gtk_widget_set_visible (GTK_WIDGET (self), self->lessons->len > 0);
}

static void
add_button (PstUnfinished *self, const gchar *label, const gchar *name, const gchar *tooltip,
            const gchar *help_id, void (*clicked) (PstUnfinished *))
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  pst_widget_describe (button, name, NULL, tooltip, help_id);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_box_pack_start (GTK_BOX (self), button, FALSE, FALSE, 0);
}

static void
pst_unfinished_finalize (GObject *object)
{
  g_clear_pointer (&PST_UNFINISHED (object)->lessons, g_ptr_array_unref);
  G_OBJECT_CLASS (pst_unfinished_parent_class)->finalize (object);
}

static void
pst_unfinished_class_init (PstUnfinishedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pst_unfinished_finalize;
  continue_signal = g_signal_new ("continue", PST_TYPE_UNFINISHED, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", PST_TYPE_UNFINISHED, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pst_unfinished_init (PstUnfinished *self)
{
  gtk_box_set_spacing (GTK_BOX (self), SPACING);
}

GtkWidget *
pst_unfinished_new (PstLibrary *library, const gchar *help_id)
{
  g_autoptr (GPtrArray) lessons = pst_library_list_lessons (library);
  GtkWidget *label = NULL;
  PstUnfinished *self;

  for (guint i = lessons->len; i-- > 0;)
    {
      PstLessonEntry *entry = g_ptr_array_index (lessons, i);

      if (entry->done || entry->busy)
        g_ptr_array_remove_index (lessons, i);
    }
  if (! lessons->len)
    return NULL;

  self = g_object_new (PST_TYPE_UNFINISHED, NULL);
  self->lessons = g_steal_pointer (&lessons);
  self->combo = gtk_combo_box_text_new ();
  for (guint i = 0; i < self->lessons->len; i++)
    {
      PstLessonEntry *entry = g_ptr_array_index (self->lessons, i);
      g_autofree gchar *learnt = pst_say_learnt (entry->seconds, entry->minutes);
      /* TRANSLATORS: a style's name, and "12 min of 60 min". */
      g_autofree gchar *text = g_strdup_printf (_ ("%s (%s)"), entry->title, learnt);

      gtk_combo_box_text_append_text (GTK_COMBO_BOX_TEXT (self->combo), text);
    }
  gtk_combo_box_set_active (GTK_COMBO_BOX (self->combo), 0);
  pst_widget_describe (self->combo, "pst-learn-unfinished", _ ("Unfinished styles"),
                       _ ("Styles that were not learnt to the end"), help_id);
  label = gtk_label_new_with_mnemonic (_ ("_Unfinished:"));
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->combo);
  gtk_box_pack_start (GTK_BOX (self), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->combo, TRUE, TRUE, 0);
  add_button (self, _ ("Continu_e Learning"), "pst-learn-continue",
              _ ("Go on where learning this style was left off"), help_id, continue_clicked);
  add_button (self, _ ("_Forget..."), "pst-learn-forget", _ ("Remove what was learnt so far"),
              help_id, forget_clicked);
  return GTK_WIDGET (self);
}
