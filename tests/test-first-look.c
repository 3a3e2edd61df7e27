/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person sees and does in the first minute of the dialog.  Runs under Xvfb. */

#include "dialog-host.h"
#include "paint/controls.h"
#include "paint/dialog.h"

/* ---- the window ---- */

/* The height of the gallery and of the window, once the rows have come or gone. */
static void
unfold (GtkWidget *dialog, gboolean more, gint *gallery, gint *window)
{
  GtkWidget *rare = find (dialog, "pst-output");
  gint width;

  pst_controls_set_expanded (PST_CONTROLS (find (dialog, "pst-controls")), more);
  while (gtk_widget_get_mapped (rare) != more)
    g_main_context_iteration (NULL, TRUE);
  wait_until_idle (dialog);
  for (gint i = 0; i < 4; i++)
    {
      gdk_display_sync (gtk_widget_get_display (dialog));
      settle ();
    }
  *gallery = find (dialog, "pst-styles")->allocation.height;
  gtk_window_get_size (GTK_WINDOW (dialog), &width, window);
}

/* The scrolled window that @widget is in. */
static GtkAdjustment *
scroll_of (GtkWidget *widget)
{
  return gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW)));
}

/* More makes the window larger by the rows that come, and smaller when they go. */
static void
test_more (void)
{
  TestHost host;
  GtkWidget *dialog;
  GtkAdjustment *scroll;
  gint gallery[4], window[4];

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  unfold (dialog, FALSE, &gallery[0], &window[0]);
  for (gint i = 1; i < 4; i++)
    unfold (dialog, i % 2 == 1, &gallery[i], &window[i]);

  unfold (dialog, TRUE, &gallery[1], &window[1]);
  scroll = scroll_of (find (dialog, "pst-output"));
  g_assert_cmpfloat (gtk_adjustment_get_upper (scroll), <=, gtk_adjustment_get_page_size (scroll));
  g_assert_cmpint (window[1], >, window[0] + 60);
  g_assert_cmpint (window[3], ==, window[1]);
  g_assert_cmpint (window[2], ==, window[0]);
  for (gint i = 1; i < 4; i++)
    g_assert_cmpint (gallery[i], ==, gallery[0]);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

int
main (int argc, char **argv)
{
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/first-look/more", test_more);
  return g_test_run ();
}
