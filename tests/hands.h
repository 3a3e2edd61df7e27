/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What tests of windows find, press and clean up. */

#ifndef PST_HANDS_H
#define PST_HANDS_H

#include <gdk/gdkkeysyms.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "paint/dialog.h"

static inline void
remove_folder (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        remove_folder (path);
    }
  g_rmdir (folder);
}

typedef struct
{
  const gchar *name;
  GtkWidget *found;
} Search;

static inline void
search (GtkWidget *widget, gpointer user_data)
{
  Search *wanted = user_data;

  if (! wanted->found && g_strcmp0 (gtk_widget_get_name (widget), wanted->name) == 0)
    wanted->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), search, user_data);
}

static inline GtkWidget *
find (GtkWidget *dialog, const gchar *name)
{
  Search wanted = { name, NULL };

  search (dialog, &wanted);
  if (! wanted.found)
    g_error ("the dialog has no widget \"%s\"", name);
  return wanted.found;
}

static inline void
settle (void)
{
  while (gtk_events_pending ())
    gtk_main_iteration ();
}

/* Until the dialog has painted all that it is to show. */
static inline void
wait_until_idle (GtkWidget *dialog)
{
  gint64 end = g_get_monotonic_time () + 900 * G_USEC_PER_SEC;

  settle ();
  while (pst_dialog_is_busy (PST_DIALOG (dialog)))
    {
      if (g_get_monotonic_time () > end)
        g_error ("the dialog does not come to rest");
      g_main_context_iteration (NULL, TRUE);
    }
  settle ();
}

static inline void
send_key (GtkWidget *widget, guint keyval, GdkEventType type, GdkModifierType state)
{
  GdkEvent *event = gdk_event_new (type);
  GdkKeymapKey *keys;
  gint n;

  event->key.window = g_object_ref (gtk_widget_get_window (widget));
  event->key.send_event = TRUE;
  event->key.keyval = keyval;
  event->key.state = state;
  if (gdk_keymap_get_entries_for_keyval (gdk_keymap_get_default (), keyval, &keys, &n))
    {
      event->key.hardware_keycode = (guint16) keys[0].keycode;
      g_free (keys);
    }
  gtk_widget_event (widget, event);
  gdk_event_free (event);
}

static inline void
press_key (GtkWidget *widget, guint keyval, GdkEventType type)
{
  send_key (widget, keyval, type, (GdkModifierType) 0);
}

static inline void
press_key_with (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  send_key (widget, keyval, GDK_KEY_PRESS, state);
}

static inline void
slide (GtkWidget *dialog, const gchar *name, gdouble value)
{
  gtk_range_set_value (GTK_RANGE (find (dialog, name)), value);
}

static inline void
type_number (GtkWidget *dialog, const gchar *name, gdouble value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (dialog, name)), value);
}

static inline void
click (GtkWidget *dialog, const gchar *name)
{
  gtk_button_clicked (GTK_BUTTON (find (dialog, name)));
}

#endif /* PST_HANDS_H */
