/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog without GIMP: a host of a few structs, three styles of random
 * weights and one broken file.  Runs under Xvfb.  With --screenshot SECONDS
 * [PHOTO [STYLES]] the dialog is only shown; with --gaps it is timed. */

#include <gdk/gdkkeysyms.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dialog-host.h"
#include "paint/controls.h"
#include "paint/dialog.h"
#include "paint/presets.h"
#include "pictures/reduced.h"
#include "shared/window-state.h"

/* ---- tests ---- */

static void
test_first_time (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);

  /* "blue" is the first by name, but broken. */
  g_assert_cmpstr (chosen (dialog), ==, "great-wave");
  g_assert_true (ok_sensitive (dialog));
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 100);
  g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 100);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 0);
  g_assert_cmpuint (settings_of (dialog).params.seed, ==, 0);
  g_assert_cmpstr (settings_of (dialog).mix_style, ==, "");
  g_assert_null (pst_dialog_get_second (PST_DIALOG (dialog)));
  g_assert_cmpint (host.n_read, ==, 1);
  g_assert_cmpint (host.n_kept, ==, 0);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_controls (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);

  click_item (dialog, "Red Fuji <&>");
  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
  g_assert_cmpstr (settings_of (dialog).style, ==, "red-fuji");
  click_item (dialog, "untitled");
  g_assert_cmpstr (chosen (dialog), ==, "untitled");

  slide (dialog, "pst-strength", 62);
  slide (dialog, "pst-keep-colours", 30);
  type_number (dialog, "pst-brush-size-number", 250);
  type_number (dialog, "pst-seed", 4294967295.0);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-mix")));
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-mix-style")), 1);
  g_assert_true (gtk_widget_get_sensitive (find (dialog, "pst-mix")));
  g_assert_cmpfloat (settings_of (dialog).params.mix, ==, 50);
  slide (dialog, "pst-mix", 20);
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-output")), 1);

  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 62);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 30);
  g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 250);
  g_assert_cmpfloat (settings_of (dialog).params.mix, ==, 20);
  g_assert_cmpuint (settings_of (dialog).params.seed, ==, 4294967295u);
  g_assert_cmpint (settings_of (dialog).output, ==, PST_OUTPUT_IMAGE);
  g_assert_cmpstr (settings_of (dialog).mix_style, ==, "great-wave");
  g_assert_cmpstr (pst_style_get_id (pst_dialog_get_second (PST_DIALOG (dialog))), ==,
                   "great-wave");

  /* Beyond its ends a slider does not go. */
  type_number (dialog, "pst-brush-size-number", 1);
  g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 25);
  type_number (dialog, "pst-brush-size-number", 1000);
  g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 400);

  wait_until_idle (dialog);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Gray and last; can be looked at, where it says why, but not used. */
static void
test_broken_style (void)
{
  TestHost host;
  GtkWidget *dialog;
  GtkTreeIter iter;
  GtkIconView *view;
  g_autofree gchar *tooltip = NULL;
  g_autofree gchar *markup = NULL;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  view = GTK_ICON_VIEW (find (dialog, "pst-styles"));

  g_assert_cmpint (position_of (dialog, "blue"), ==, 3);
  g_assert_true (find_item (dialog, "blue", &iter));
  gtk_tree_model_get (gtk_icon_view_get_model (view), &iter, PST_GALLERY_MARKUP, &markup, -1);
  tooltip = tip_text (dialog, "blue");
  g_assert_nonnull (strstr (tooltip, "blue.safetensors"));
  g_assert_nonnull (strstr (tooltip, "Cannot be used"));

  click_item (dialog, "blue");
  g_assert_null (chosen (dialog));
  g_assert_false (ok_sensitive (dialog));
  g_assert_cmpstr (settings_of (dialog).style, ==, "great-wave");
  click_item (dialog, "Great Wave");
  g_assert_true (ok_sensitive (dialog));

  wait_until_idle (dialog);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_no_styles (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, FALSE);
  dialog = open_dialog (&host);
  g_assert_null (chosen (dialog));
  g_assert_false (ok_sensitive (dialog));
  g_assert_nonnull (pst_preview_get_surface (preview_of (dialog), FALSE, NULL));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_unreadable (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  host.unreadable = TRUE;
  dialog = pst_dialog_new (&host.base);
  gtk_widget_show (dialog);
  while (! host.n_read)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (dialog, "pst-status"))), ==,
                   "The layer has gone");
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Own styles come after the others; every style gets a thumbnail of its own. */
static void
test_gallery (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstGallery *gallery;
  GdkPixbuf *shown[4] = { NULL };
  PstStyle *style;

  host_init (&host, TRUE);
  add_style (host.own_folder, "zebra", "A Zebra", "You", "2026");
  dialog = pst_dialog_new (&host.base);
  gallery = gallery_of (dialog);
  g_assert_cmpint (position_of (dialog, "Great Wave"), ==, 0);
  g_assert_cmpint (position_of (dialog, "A Zebra"), ==, 3);
  g_assert_cmpint (position_of (dialog, "blue"), ==, 4);

  for (guint n = 0; (style = pst_gallery_get_style (gallery, n)); n++)
    shown[n] = g_object_ref (pst_gallery_get_thumbnail (gallery, style));
  gtk_widget_show (dialog);
  wait_until_idle (dialog);
  for (guint n = 0; (style = pst_gallery_get_style (gallery, n)); n++)
    {
      GdkPixbuf *thumbnail = pst_gallery_get_thumbnail (gallery, style);

      while (gdk_pixbuf_get_pixels (thumbnail)[3] != 255 || thumbnail == shown[n])
        {
          g_main_context_iteration (NULL, TRUE);
          thumbnail = pst_gallery_get_thumbnail (gallery, style);
        }
      g_assert_cmpint (gdk_pixbuf_get_width (thumbnail), ==,
                       pst_gallery_get_thumbnail_side (gallery));
      g_assert_cmpint (gdk_pixbuf_get_height (thumbnail), ==,
                       pst_gallery_get_thumbnail_side (gallery) * 3 / 4);
      g_object_unref (shown[n]);
    }

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_filter (void)
{
  TestHost host;
  GtkWidget *dialog, *filter;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  filter = find (dialog, "pst-filter");

  gtk_entry_set_text (GTK_ENTRY (filter), "  hokuSAI");
  g_assert_cmpint (position_of (dialog, "Great Wave"), ==, 0);
  g_assert_cmpint (position_of (dialog, "Red Fuji <&>"), ==, 1);
  g_assert_cmpint (position_of (dialog, "untitled"), ==, -1);
  g_assert_cmpint (position_of (dialog, "blue"), ==, -1);

  /* What is chosen stays so while it is out of sight. */
  gtk_entry_set_text (GTK_ENTRY (filter), "fuji");
  g_assert_cmpint (position_of (dialog, "Great Wave"), ==, -1);
  g_assert_cmpstr (chosen (dialog), ==, "great-wave");
  press_key (filter, GDK_KEY_Return, GDK_KEY_PRESS);
  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");

  /* While the picture is painted for good nothing can be chosen. */
  pst_gallery_set_locked (gallery_of (dialog), TRUE);
  gtk_entry_set_text (GTK_ENTRY (filter), "hokusai");
  click_item (dialog, "Great Wave");
  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
  pst_gallery_set_locked (gallery_of (dialog), FALSE);
  press_key (find (dialog, "pst-styles"), GDK_KEY_Escape, GDK_KEY_PRESS);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (filter)), ==, "");
  g_assert_cmpint (position_of (dialog, "Great Wave"), ==, 0);
  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");

  wait_until_idle (dialog);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Reset does not close the dialog, and leaves the style. */
static void
test_reset_then_cancel (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, { PST_DIALOG_RESPONSE_RESET, GTK_RESPONSE_CANCEL }, 0 };

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  click_item (dialog, "Red Fuji <&>");
  slide (dialog, "pst-strength", 10);
  slide (dialog, "pst-keep-colours", 90);
  type_number (dialog, "pst-brush-size-number", 70);
  type_number (dialog, "pst-seed", 5);
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-mix-style")), 2);

  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  answer.params.strength = 33;
  g_assert_false (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_assert_cmpint (presses.next, ==, 2);
  g_assert_cmpfloat (answer.params.strength, ==, 33);
  g_assert_cmpint (host.n_answered, ==, 0);
  g_assert_null (pst_dialog_steal_painting (PST_DIALOG (dialog)));

  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 100);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 0);
  g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 100);
  g_assert_cmpuint (settings_of (dialog).params.seed, ==, 0);
  g_assert_null (pst_dialog_get_second (PST_DIALOG (dialog)));
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-strength"))), ==, 100);

  g_source_remove_by_user_data (&presses);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* OK paints the picture and gives the settings to the host, and the next dialog
 * begins with them. */
static void
test_ok_and_again (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, { GTK_RESPONSE_OK }, 0 };
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = NULL;
  g_autoptr (PstImage) expected = NULL;
  g_autoptr (PstImage) painting = NULL;

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  click_item (dialog, "untitled");
  slide (dialog, "pst-strength", 70);
  slide (dialog, "pst-keep-colours", 20);
  type_number (dialog, "pst-brush-size-number", 200);
  type_number (dialog, "pst-seed", 12);
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-mix-style")), 2);
  slide (dialog, "pst-mix", 35);

  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  g_assert_true (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_cmpint (host.n_answered, ==, 1);
  g_assert_cmpstr (answer.style, ==, "untitled");
  g_assert_cmpfloat (answer.params.strength, ==, 70);
  g_assert_cmpfloat (answer.params.keep_colours, ==, 20);
  g_assert_cmpfloat (answer.params.brush_size, ==, 200);
  g_assert_cmpfloat (answer.params.mix, ==, 35);
  g_assert_cmpuint (answer.params.seed, ==, 12);

  photo = photo_new (64, 48);
  expected = pst_engine_stylise (engine, pst_dialog_get_style (PST_DIALOG (dialog)),
                                 pst_dialog_get_second (PST_DIALOG (dialog)), &answer.params, photo,
                                 NULL, NULL);
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  g_assert_nonnull (painting);
  g_assert_cmpmem (painting->data, bytes_of (painting), expected->data, bytes_of (expected));
  g_source_remove_by_user_data (&presses);
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  g_assert_cmpstr (chosen (dialog), ==, "untitled");
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-strength"))), ==, 70);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-keep-colours"))), ==, 20);
  g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 200);
  g_assert_cmpstr (settings_of (dialog).mix_style, ==, answer.mix_style);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (find (dialog, "pst-seed"))),
                   ==, 12);
  gtk_widget_destroy (dialog);

  /* A style that has gone: the first one. */
  pst_settings_set_style (&host.kept, "gone");
  dialog = pst_dialog_new (&host.base);
  g_assert_cmpstr (chosen (dialog), ==, "great-wave");
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* OK, and Cancel while it paints: no answer; Cancel again is one. */
static void
test_cancel_while_painting (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, { GTK_RESPONSE_OK, GTK_RESPONSE_CANCEL, GTK_RESPONSE_CANCEL }, 0 };

  host_init (&host, TRUE);
  host.width = host.height = 1000;
  dialog = pst_dialog_new (&host.base);
  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  g_assert_false (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_assert_cmpint (presses.next, ==, 3);
  g_assert_cmpint (host.n_answered, ==, 0);
  g_assert_null (pst_dialog_steal_painting (PST_DIALOG (dialog)));
  g_assert_true (ok_sensitive (dialog));
  g_source_remove_by_user_data (&presses);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What is shown at 100 % is what OK makes, wherever one looks; so is the photo. */
static void
test_preview_is_result (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (1800, 1200);
  g_autoptr (PstImage) expected = NULL;
  PstSettings settings;

  host_init (&host, TRUE);
  host.width = photo->width;
  host.height = photo->height;
  dialog = open_dialog (&host);
  slide (dialog, "pst-strength", 80);
  slide (dialog, "pst-keep-colours", 40);
  type_number (dialog, "pst-brush-size-number", 200);
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-mix-style")), 2);
  settings = settings_of (dialog);
  expected = pst_engine_stylise (engine, pst_dialog_get_style (PST_DIALOG (dialog)),
                                 pst_dialog_get_second (PST_DIALOG (dialog)), &settings.params,
                                 photo, NULL, NULL);
  wait_until_idle (dialog);

  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  g_assert_cmpfloat (pst_preview_get_zoom (preview_of (dialog)), ==, 1);
  g_assert_cmpfloat (likeness (dialog, expected, TRUE), >=, 40);
  g_assert_cmpfloat (likeness (dialog, photo, FALSE), >=, 40);
  g_assert_cmpfloat (likeness (dialog, photo, TRUE), <, 35);

  pst_preview_pan (preview_of (dialog), 5000, 5000);
  wait_until_idle (dialog);
  {
    GdkRectangle part;

    pst_preview_get_surface (preview_of (dialog), TRUE, &part);
    g_assert_cmpint (part.x + part.width, ==, photo->width);
    g_assert_cmpint (part.y + part.height, ==, photo->height);
  }
  g_assert_cmpfloat (likeness (dialog, expected, TRUE), >=, 40);

  /* A slider is instant: nothing is painted for it. */
  slide (dialog, "pst-strength", 0);
  g_assert_false (pst_dialog_is_busy (PST_DIALOG (dialog)));
  g_assert_cmpfloat (likeness (dialog, photo, TRUE), >=, 40);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_zoom (void)
{
  TestHost host;
  GtkWidget *dialog, *area;
  PstPreview *preview;
  gdouble fit, zoom;
  GdkRectangle part;

  host_init (&host, TRUE);
  host.width = 2000;
  host.height = 1500;
  dialog = open_dialog (&host);
  preview = preview_of (dialog);
  area = find (dialog, "pst-preview-area");

  /* All of it, as large as it fits. */
  fit = pst_preview_get_zoom (preview);
  pst_preview_get_surface (preview, TRUE, &part);
  g_assert_cmpint (part.x, ==, 0);
  g_assert_cmpint (part.y, ==, 0);
  g_assert_true (part.width == area->allocation.width || part.height == area->allocation.height);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-zoom-out")));

  /* In by steps to 400 %, and out again. */
  for (zoom = fit; zoom < 4; zoom = pst_preview_get_zoom (preview))
    {
      click (dialog, "pst-zoom-in");
      g_assert_cmpfloat (pst_preview_get_zoom (preview), >, zoom);
      wait_until_idle (dialog);
      pst_preview_get_surface (preview, TRUE, &part);
      g_assert_cmpfloat (part.width * MAX (1, pst_preview_get_zoom (preview)), >=,
                         area->allocation.width);
    }
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-zoom-in")));
  press_key (area, GDK_KEY_minus, GDK_KEY_PRESS);
  g_assert_cmpfloat (pst_preview_get_zoom (preview), <, 4);
  press_key (area, GDK_KEY_0, GDK_KEY_PRESS);
  g_assert_cmpfloat (pst_preview_get_zoom (preview), ==, fit);
  press_key (area, GDK_KEY_1, GDK_KEY_PRESS);
  g_assert_cmpfloat (pst_preview_get_zoom (preview), ==, 1);
  wait_until_idle (dialog);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* The photo is to be seen to the left of the line, while the space bar is held, and
 * without the preview. */
static void
test_before_and_after (void)
{
  TestHost host;
  GtkWidget *dialog, *area;
  PstPreview *preview;
  guint32 before[2], after[2];
  GdkRectangle part;
  gint left, top, x[2], y;

  host_init (&host, TRUE);
  host.width = 2000;
  host.height = 1500;
  dialog = open_dialog (&host);
  gtk_window_present (GTK_WINDOW (dialog));
  preview = preview_of (dialog);
  area = find (dialog, "pst-preview-area");
  pst_preview_get_surface (preview, TRUE, &part);
  left = (area->allocation.width - part.width) / 2;
  top = (area->allocation.height - part.height) / 2;
  x[0] = part.width / 4;
  x[1] = part.width * 3 / 4;
  y = part.height / 3;
  for (gint i = 0; i < 2; i++)
    {
      before[i] = pixel_in (pst_preview_get_surface (preview, FALSE, NULL), x[i], y);
      after[i] = pixel_in (pst_preview_get_surface (preview, TRUE, NULL), x[i], y);
      g_assert_cmphex (before[i], !=, after[i]);
      x[i] += left;
    }
  y += top;

  g_assert_cmphex (pixel_of (dialog, x[0], y), ==, after[0]);
  pst_preview_set_compare (preview, PST_COMPARE_SPLIT);
  g_assert_cmphex (pixel_of (dialog, x[0], y), ==, before[0]);
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, after[1]);
  pst_preview_set_compare (preview, PST_COMPARE_PAINTING);

  press_key (area, GDK_KEY_space, GDK_KEY_PRESS);
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, before[1]);
  press_key (area, GDK_KEY_space, GDK_KEY_RELEASE);
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, after[1]);

  gtk_button_pressed (GTK_BUTTON (find (dialog, "pst-compare")));
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, before[1]);
  gtk_button_released (GTK_BUTTON (find (dialog, "pst-compare")));
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, after[1]);

  click (dialog, "pst-preview-toggle");
  wait_until_idle (dialog);
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, before[1]);
  click (dialog, "pst-preview-toggle");
  wait_until_idle (dialog);
  g_assert_cmphex (pixel_of (dialog, x[1], y), ==, after[1]);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static gboolean
count (gpointer n)
{
  ++*(guint *) n;
  return G_SOURCE_CONTINUE;
}

/* The main loop turns while a worker computes; what is asked for last is what comes,
 * and what was asked for before is cut short. */
static void
test_newest_wins (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (1024, 768);
  g_autoptr (PstImage) expected = NULL;
  const PstParams params = PST_PARAMS_INIT;
  guint idle, n_ticks = 0, n_cancelled;

  host_init (&host, TRUE);
  host.width = photo->width;
  host.height = photo->height;
  dialog = open_dialog (&host);
  n_cancelled = pst_dialog_get_n_cancelled (PST_DIALOG (dialog));
  for (gint i = 1; i <= 12; i++)
    {
      type_number (dialog, "pst-seed", i);
      for (gint turn = 0; turn < 50; turn++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (200);
        }
    }
  g_assert_cmpuint (pst_dialog_get_n_cancelled (PST_DIALOG (dialog)), >, n_cancelled);
  click_item (dialog, "untitled");
  type_number (dialog, "pst-seed", 0);
  idle = g_idle_add (count, &n_ticks);
  g_assert_true (pst_dialog_is_busy (PST_DIALOG (dialog)));
  while (pst_dialog_is_busy (PST_DIALOG (dialog)))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (idle);
  g_assert_cmpuint (n_ticks, >, 10);

  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  expected = pst_engine_stylise (engine, pst_dialog_get_style (PST_DIALOG (dialog)), NULL, &params,
                                 photo, NULL, NULL);
  g_assert_cmpfloat (likeness (dialog, expected, TRUE), >=, 40);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* At every moment of its work. */
static void
test_close_while_busy (void)
{
  for (gint turns = 0; turns < 400; turns = 2 * turns + 1)
    {
      TestHost host;
      GtkWidget *dialog;

      host_init (&host, TRUE);
      host.width = host.height = 900;
      dialog = pst_dialog_new (&host.base);
      gtk_widget_show (dialog);
      for (gint i = 0; i < turns; i++)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (500);
        }
      gtk_widget_destroy (dialog);
      settle ();
      host_clear (&host);
    }
}

/* From a single pixel to 24 million. */
static void
test_sizes (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 1, 300 }, { 700, 2 }, { 6000, 4000 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      TestHost host;
      GtkWidget *dialog;
      GdkRectangle part;

      host_init (&host, TRUE);
      host.width = sizes[i][0];
      host.height = sizes[i][1];
      dialog = open_dialog (&host);
      g_assert_nonnull (pst_preview_get_surface (preview_of (dialog), TRUE, &part));
      g_assert_cmpint (part.width, <=, sizes[i][0]);
      g_assert_true (*gtk_label_get_text (GTK_LABEL (find (dialog, "pst-status"))) != '\0');
      click (dialog, "pst-zoom-100");
      wait_until_idle (dialog);
      pst_preview_pan (preview_of (dialog), 100, 100);
      wait_until_idle (dialog);
      g_assert_nonnull (pst_preview_get_surface (preview_of (dialog), TRUE, NULL));
      gtk_widget_destroy (dialog);
      host_clear (&host);
    }
}

/* Another picture under an open dialog. */
static void
test_repaint (void)
{
  TestHost host;
  GtkWidget *dialog;
  GdkRectangle part;

  host_init (&host, TRUE);
  host.base.repaint = "Paint \"Photo\" again";
  host.repaint = TRUE;
  dialog = open_dialog (&host);
  pst_preview_get_surface (preview_of (dialog), TRUE, &part);
  g_assert_cmpint (part.width, ==, 32);
  click (dialog, "pst-repaint");
  wait_until_idle (dialog);
  g_assert_cmpint (host.n_read, ==, 2);
  pst_preview_get_surface (preview_of (dialog), TRUE, &part);
  g_assert_cmpint (part.width, ==, 64);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_presets (void)
{
  TestHost host;
  GtkWidget *dialog;
  GtkEntry *name;
  GtkComboBox *combo;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  name = GTK_ENTRY (find (dialog, "pst-preset-name"));
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-preset-save")));
  click_item (dialog, "Red Fuji <&>");
  slide (dialog, "pst-strength", 55);
  type_number (dialog, "pst-brush-size-number", 60);
  gtk_entry_set_text (name, " [soft] = a/b ");
  click (dialog, "pst-preset-save");
  click_item (dialog, "Great Wave");
  slide (dialog, "pst-strength", 90);
  gtk_entry_set_text (name, "hard");
  click (dialog, "pst-preset-save");
  gtk_widget_destroy (dialog);

  /* They are there the next time, and do what they say. */
  dialog = open_dialog (&host);
  name = GTK_ENTRY (find (dialog, "pst-preset-name"));
  combo = GTK_COMBO_BOX (find (dialog, "pst-presets"));
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 100);
  g_assert_cmpint (gtk_tree_model_iter_n_children (gtk_combo_box_get_model (combo), NULL), ==,
                   3); /* with one of ours */
  for (gint i = 0; i < 2; i++)
    {
      gtk_combo_box_set_active (combo, i);
      if (g_str_equal (gtk_entry_get_text (name), "hard"))
        {
          g_assert_cmpstr (chosen (dialog), ==, "great-wave");
          g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 90);
        }
      else
        {
          g_assert_cmpstr (gtk_entry_get_text (name), ==, "[soft] = a/b");
          g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
          g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 55);
          g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 60);
        }
    }
  gtk_entry_set_text (name, "hard");
  click (dialog, "pst-preset-delete");
  g_assert_cmpint (gtk_tree_model_iter_n_children (gtk_combo_box_get_model (combo), NULL), ==, 2);
  g_assert_cmpstr (gtk_entry_get_text (name), ==, "");
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  combo = GTK_COMBO_BOX (find (dialog, "pst-presets"));
  g_assert_cmpint (gtk_tree_model_iter_n_children (gtk_combo_box_get_model (combo), NULL), ==, 2);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Size, expander and preview toggle are as they were left, even after Cancel. */
static void
test_window_state (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstSettings answer;
  Presses presses = { NULL, { GTK_RESPONSE_CANCEL }, 0 };
  gint width, height, left;

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  g_assert_true (pst_preview_get_active (preview_of (dialog)));
  g_assert_false (pst_controls_get_expanded (PST_CONTROLS (find (dialog, "pst-controls"))));
  gtk_window_set_default_size (GTK_WINDOW (dialog), 1234, 500);
  click (dialog, "pst-preview-toggle");
  pst_preview_set_compare (preview_of (dialog), PST_COMPARE_SIDES);
  pst_controls_set_expanded (PST_CONTROLS (find (dialog, "pst-controls")), TRUE);
  presses.dialog = GTK_DIALOG (dialog);
  g_timeout_add (50, press, &presses);
  g_assert_false (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_source_remove_by_user_data (&presses);
  gtk_window_get_size (GTK_WINDOW (dialog), &width, &left);
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  gtk_window_get_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpint (width, ==, 1234);
  g_assert_cmpint (height, ==, left);
  g_assert_false (pst_preview_get_active (preview_of (dialog)));
  g_assert_cmpint (pst_preview_get_compare (preview_of (dialog)), ==, PST_COMPARE_SIDES);
  g_assert_true (pst_controls_get_expanded (PST_CONTROLS (find (dialog, "pst-controls"))));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
check_mnemonic (GtkWidget *widget, gpointer user_data)
{
  guint *seen = user_data;

  if (GTK_IS_LABEL (widget))
    {
      guint key = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));

      /* Without a mnemonic the key is beyond all letters. */
      if (key < 128)
        {
          if (seen[key])
            g_error ("two controls have the mnemonic %c", key);
          seen[key]++;
        }
    }
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_mnemonic, user_data);
}

/* GimpDialog's own button, which has no response. */
static void
click_help (GtkWidget *button, gpointer user_data)
{
  if (g_str_has_suffix (gtk_button_get_label (GTK_BUTTON (button)), "Help"))
    gtk_button_clicked (GTK_BUTTON (button));
}

/* Every control can be reached and named; the window fits a small screen and can
 * be made larger. */
static void
test_manners (void)
{
  static const gchar *const controls[] = {
    "pst-styles",        "pst-filter",          "pst-preview-area", "pst-strength",
    "pst-keep-colours",  "pst-brush-size",      "pst-mix",          "pst-mix-style",
    "pst-seed",          "pst-output",          "pst-more",         "pst-preview-toggle",
    "pst-view",          "pst-compare",         "pst-zoom-in",      "pst-zoom-out",
    "pst-zoom-fit",      "pst-zoom-100",        "pst-preset-name",  "pst-preset-save",
    "pst-preset-delete", "pst-strength-number", "pst-likeness",     "pst-keep-selected"
  };
  TestHost host;
  GtkWidget *dialog;
  GtkRequisition size;
  guint seen[128] = { 0 };

  host_init (&host, TRUE);
  host.base.notice = "A sentence about the picture that is long enough to need several lines.";
  dialog = open_dialog (&host);
  pst_controls_set_expanded (PST_CONTROLS (find (dialog, "pst-controls")), TRUE);
  settle ();

  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      GtkWidget *widget = find (dialog, controls[i]);
      AtkObject *accessible = gtk_widget_get_accessible (widget);

      if (! gtk_widget_get_can_focus (widget) && ! GTK_IS_COMBO_BOX (widget))
        g_error ("%s cannot be reached by the keyboard", controls[i]);
      if (! gtk_widget_get_has_tooltip (widget))
        g_error ("%s has no tooltip", controls[i]);
      if (! atk_object_get_name (accessible))
        g_error ("%s has no name", controls[i]);
    }

  check_mnemonic (dialog, seen);
  g_assert_cmpuint (seen['s'], ==, 1);
  g_assert_cmpuint (seen['k'], ==, 1);
  g_assert_cmpuint (seen['v'], ==, 1);

  g_assert_cmpint (host.n_helped, ==, 0);
  gtk_container_forall (GTK_CONTAINER (gtk_dialog_get_action_area (GTK_DIALOG (dialog))),
                        click_help, NULL);
  g_assert_cmpint (host.n_helped, ==, 1);

  gtk_widget_size_request (dialog, &size);
  g_assert_cmpint (size.width, <=, 1366);
  g_assert_cmpint (size.height, <=, 730);
  g_assert_true (gtk_window_get_resizable (GTK_WINDOW (dialog)));

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* With text of twice the size as well. */
static void
test_large_text (void)
{
  TestHost host;
  GtkWidget *dialog;
  GtkRequisition size;

  gtk_rc_parse_string ("gtk-font-name = \"Sans 20\"");
  gtk_rc_reset_styles (gtk_settings_get_default ());
  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  pst_controls_set_expanded (PST_CONTROLS (find (dialog, "pst-controls")), TRUE);
  settle ();
  gtk_widget_size_request (dialog, &size);
  g_assert_cmpint (size.width, <=, 1366);
  g_assert_cmpint (size.height, <=, 740);
  gtk_widget_destroy (dialog);
  host_clear (&host);
  gtk_rc_parse_string ("gtk-font-name = \"Sans 10\"");
  gtk_rc_reset_styles (gtk_settings_get_default ());
}

/* A comma for a decimal point changes no file. */
static void
test_comma_locale (void)
{
  static const gchar *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE" };
  const gchar *old = setlocale (LC_NUMERIC, NULL);
  g_autofree gchar *saved = g_strdup (old);
  g_autofree gchar *folder = NULL;
  g_autofree gchar *path = NULL;
  g_autofree gchar *text = NULL;
  PstSettings out = PST_SETTINGS_INIT, in = PST_SETTINGS_INIT;
  gboolean comma = FALSE;

  for (gsize i = 0; ! comma && i < G_N_ELEMENTS (locales); i++)
    comma = setlocale (LC_NUMERIC, locales[i]) && localeconv ()->decimal_point[0] == ',';
  if (! comma)
    {
      g_test_skip ("no locale with a decimal comma");
      return;
    }

  folder = g_dir_make_tmp ("pastiche-comma-XXXXXX", NULL);
  path = g_build_filename (folder, "settings", NULL);
  out.params.strength = 12.5;
  out.params.brush_size = 33.25;
  g_assert_true (pst_settings_save (&out, path, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "strength=12.5"));
  g_assert_true (pst_settings_load (&in, path, NULL));
  g_assert_cmpfloat (in.params.strength, ==, 12.5);
  g_assert_cmpfloat (in.params.brush_size, ==, 33.25);
  setlocale (LC_NUMERIC, saved);
  remove_folder (folder);
}

/* Settings outlive GIMP; nonsense in the file does no harm. */
static void
test_settings_file (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("pastiche-settings-XXXXXX", NULL);
  g_autofree gchar *below = g_build_filename (folder, "pastiche", NULL);
  g_autofree gchar *path = g_build_filename (below, "settings", NULL);
  g_autoptr (GError) error = NULL;
  PstSettings out = PST_SETTINGS_INIT, in = PST_SETTINGS_INIT;
  const PstSettings first = PST_SETTINGS_INIT;

  g_assert_false (pst_settings_load (&in, path, NULL));
  g_assert_cmpmem (&in, sizeof in, &first, sizeof first);

  pst_settings_set_style (&out, "großes Bild");
  pst_settings_set_mix_style (&out, "zweites");
  out.params = (PstParams){ 12.34, 333.25, 56.789, 4.5, 76.5, 87.5, G_MAXUINT32 };
  out.output = PST_OUTPUT_IMAGE;
  out.random_seed = out.keep_selected = TRUE;
  g_assert_true (pst_settings_save (&out, path, &error));
  g_assert_no_error (error);
  g_assert_true (pst_settings_load (&in, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (in.style, ==, out.style);
  g_assert_cmpstr (in.mix_style, ==, "zweites");
  g_assert_cmpint (in.output, ==, PST_OUTPUT_IMAGE);
  g_assert_cmpfloat (in.params.strength, ==, 12.34);
  g_assert_cmpfloat (in.params.brush_size, ==, 333.25);
  g_assert_cmpfloat (in.params.mix, ==, 4.5);
  g_assert_cmpfloat (in.params.keep_colours, ==, 56.789);
  g_assert_cmpuint (in.params.seed, ==, G_MAXUINT32);
  g_assert_true (in.random_seed);
  g_assert_true (in.keep_selected);
  g_assert_cmpfloat (in.params.likeness, ==, 87.5);

  in = first;
  g_assert_true (g_file_set_contents (path,
                                      "[settings]\nstrength=nan\nkeep-colours=1e9\n"
                                      "seed=99999999999\nstyle=a\nlikeness=101\n",
                                      -1, NULL));
  g_assert_true (pst_settings_load (&in, path, NULL));
  g_assert_cmpstr (in.style, ==, "a");
  g_assert_cmpfloat (in.params.strength, ==, 100);
  g_assert_cmpfloat (in.params.keep_colours, ==, 0);
  g_assert_cmpfloat (in.params.likeness, ==, 50);
  g_assert_cmpuint (in.params.seed, ==, 0);

  g_unlink (path);
  g_rmdir (below);
  g_rmdir (folder);
}

static gboolean
close_dialog (gpointer dialog)
{
  gtk_dialog_response (dialog, GTK_RESPONSE_CANCEL);
  return G_SOURCE_REMOVE;
}

/* A photo and a folder of styles instead of made-up ones. */
static const gchar *shown_photo;

static PstImage *
host_load_photo (PstUiHost *base, GError **error)
{
  return pst_reduced_load_painting (shown_photo, 2048, error);
}

static gint
show_for_screenshot (gint seconds, const gchar *photo, const gchar *styles)
{
  TestHost host;
  PstSettings settings;
  GtkWidget *dialog;

  if (g_getenv ("PASTICHE_SHOW_LOCALE"))
    {
      bindtextdomain ("pastiche", g_getenv ("PASTICHE_SHOW_LOCALE"));
      bind_textdomain_codeset ("pastiche", "UTF-8");
    }
  host_init (&host, TRUE);
  shown_photo = photo;
  if (photo)
    host.base.get_source = host_load_photo;
  else
    host.width = host.height = 1000;
  host.base.n_threads = 0;
  if (styles)
    {
      g_free (host.own_folder);
      host.own_folder = g_strdup (styles);
    }
  if (g_getenv ("PASTICHE_SHOW_MORE"))
    {
      PstWindowState state = { 0, 0, TRUE, TRUE, PST_COMPARE_SPLIT, 0 };
      g_autofree gchar *path = g_build_filename (host.keep, "window", NULL);

      pst_window_state_save (&state, path);
    }
  dialog = pst_dialog_new (&host.base);
  gtk_window_set_position (GTK_WINDOW (dialog), GTK_WIN_POS_CENTER);
  g_timeout_add_seconds (seconds, close_dialog, dialog);
  pst_dialog_run (PST_DIALOG (dialog), &settings);
  gtk_widget_destroy (dialog);
  host_clear (&host);
  return 0;
}

/* ---- measuring ---- */

typedef struct
{
  gint64 last;
  gint64 longest;
} Gap;

static gboolean
look_at_clock (gpointer user_data)
{
  Gap *gap = user_data;
  gint64 now = g_get_monotonic_time ();

  gap->longest = MAX (gap->longest, now - gap->last);
  gap->last = now;
  return G_SOURCE_CONTINUE;
}

static void
measure (GtkWidget *dialog, const gchar *what)
{
  Gap gap = { g_get_monotonic_time (), 0 };
  gint64 begin = gap.last;
  guint idle = g_idle_add (look_at_clock, &gap);

  do
    g_main_context_iteration (NULL, TRUE);
  while (pst_dialog_is_busy (PST_DIALOG (dialog)));
  look_at_clock (&gap);
  g_source_remove (idle);
  g_print ("%-34s %6.1f ms of %8.1f ms\n", what, (gdouble) gap.longest / 1000,
           (gdouble) (gap.last - begin) / 1000);
}

/* The longest time between two turns of the main loop while the window works on 24
 * million pixels. */
static gint
measure_gaps (void)
{
  g_autoptr (PstRecipe) recipe = pst_recipe_new ();
  const PstGeneratorShape shape = { { recipe->widths[0], recipe->widths[1], recipe->widths[2] },
                                    recipe->blocks };
  TestHost host;
  GtkWidget *dialog;

  style_shape = &shape;
  host_init (&host, TRUE);
  host.width = 6000;
  host.height = 4000;
  host.base.n_threads = 0;
  dialog = open_dialog (&host);
  g_print ("longest gap of the main loop, 24 MP\n");
  click_item (dialog, "untitled");
  measure (dialog, "another style");
  click (dialog, "pst-zoom-100");
  measure (dialog, "zoom to 100 %");
  click_item (dialog, "Red Fuji <&>");
  measure (dialog, "another style at 100 %");
  slide (dialog, "pst-strength", 50);
  measure (dialog, "strength at 100 %");
  pst_preview_pan (preview_of (dialog), 700, 500);
  measure (dialog, "panning at 100 %");
  gtk_widget_destroy (dialog);
  host_clear (&host);
  return 0;
}

int
main (int argc, char **argv)
{
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  if (argc >= 3 && g_str_equal (argv[1], "--screenshot"))
    return show_for_screenshot (atoi (argv[2]), argc > 3 ? argv[3] : NULL,
                                argc > 4 ? argv[4] : NULL);

  if (argc == 2 && g_str_equal (argv[1], "--gaps"))
    return measure_gaps ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/first-time", test_first_time);
  g_test_add_func ("/dialog/controls", test_controls);
  g_test_add_func ("/dialog/broken-style", test_broken_style);
  g_test_add_func ("/dialog/no-styles", test_no_styles);
  g_test_add_func ("/dialog/unreadable", test_unreadable);
  g_test_add_func ("/dialog/gallery", test_gallery);
  g_test_add_func ("/dialog/filter", test_filter);
  g_test_add_func ("/dialog/reset-then-cancel", test_reset_then_cancel);
  g_test_add_func ("/dialog/ok-and-again", test_ok_and_again);
  g_test_add_func ("/dialog/cancel-while-painting", test_cancel_while_painting);
  g_test_add_func ("/dialog/preview-is-result", test_preview_is_result);
  g_test_add_func ("/dialog/zoom", test_zoom);
  g_test_add_func ("/dialog/before-and-after", test_before_and_after);
  g_test_add_func ("/dialog/newest-wins", test_newest_wins);
  g_test_add_func ("/dialog/close-while-busy", test_close_while_busy);
  g_test_add_func ("/dialog/sizes", test_sizes);
  g_test_add_func ("/dialog/repaint", test_repaint);
  g_test_add_func ("/dialog/presets", test_presets);
  g_test_add_func ("/dialog/window-state", test_window_state);
  g_test_add_func ("/dialog/manners", test_manners);
  g_test_add_func ("/dialog/large-text", test_large_text);
  g_test_add_func ("/dialog/settings-file", test_settings_file);
  g_test_add_func ("/dialog/comma-locale", test_comma_locale);
  return g_test_run ();
}
