/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The styles in the dialog: their order, captions and thumbnails, and how one is found, chosen, mixed
 * and starred.  Runs under Xvfb. */

#include <gegl.h>
#include <gio/gio.h>
#include <libgimpbase/gimpbase.h>
#include <sys/wait.h>

#include "shared/painting-file.h"
#include "story.h"

/* Gives a style of the host's a place. */
static void
put_at (TestHost *host, const gchar *id, const gchar *order)
{
  g_autofree gchar *name = g_strconcat (id, ".safetensors", NULL);
  g_autofree gchar *path = g_build_filename (host->folder, name, NULL);
  g_autoptr (PstStyle) before = pst_style_load (path, NULL);
  g_autoptr (PstStyle) style = pst_style_new_with (before, "order", order, NULL);

  g_assert_true (pst_style_save (style, path, PST_DTYPE_F16, NULL));
}

/* The first is what somebody put first, and it is chosen at first; what can be mixed in is
 * listed in the same order. */
static void
test_order (void)
{
  static const gchar *const titles[] = { "untitled", "Red Fuji <&>", "Great Wave", "A Zebra" };
  TestHost host;
  GtkWidget *dialog;
  GtkTreeModel *mix;

  host_init (&host, TRUE);
  put_at (&host, "untitled", "9");
  put_at (&host, "red-fuji", "10");
  put_at (&host, "great-wave", "nonsense");
  add_style (host.own_folder, "zebra", "A Zebra", "You", "2026");
  dialog = open_dialog (&host);
  g_assert_cmpstr (chosen (dialog), ==, "untitled");
  mix = gtk_combo_box_get_model (GTK_COMBO_BOX (find (dialog, "pst-mix-style")));
  for (gint i = 0; i < 4; i++)
    {
      GtkTreePath *path = gtk_tree_path_new_from_indices (i + 1, -1);
      g_autofree gchar *title = NULL;
      GtkTreeIter iter;

      g_assert_cmpint (position_of (dialog, titles[i]), ==, i);
      g_assert_true (gtk_tree_model_get_iter (mix, &iter, path));
      gtk_tree_model_get (mix, &iter, 1, &title, -1);
      g_assert_cmpstr (title, ==, titles[i]);
      gtk_tree_path_free (path);
    }
  gtk_widget_destroy (dialog);

  pst_settings_set_style (&host.kept, "great-wave");
  host.kept.params = (PstParams) PST_PARAMS_INIT;
  host.n_kept = 1;
  dialog = open_dialog (&host);
  g_assert_cmpstr (chosen (dialog), ==, "great-wave");
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What comes with us is in the order of its recipes: nothing is missing, nothing twice. */
static void
test_order_of_ours (void)
{
  static const gchar *const first[] = { "starry-night", "the-scream", "rob-roy",
                                        "composition-vii" };
  g_autofree gchar *folder = g_test_build_filename (G_TEST_DIST, "..", "weights", NULL);
  g_autoptr (GPtrArray) entries = pst_style_list ((const gchar *const[]){ folder, NULL });
  g_autofree gboolean *seen = g_new0 (gboolean, entries->len + 1);

  g_assert_cmpint (entries->len, >, 0);
  for (guint i = 0; i < entries->len; i++)
    {
      PstStyleEntry *entry = g_ptr_array_index (entries, i);
      g_autofree gchar *name = g_strconcat (entry->id, ".recipe", NULL);
      g_autofree gchar *path = g_build_filename (folder, name, NULL);
      g_autoptr (PstRecipe) recipe = pst_recipe_load (path, NULL);
      gint order = pst_style_get_order (entry->style);

      g_assert_cmpstr (recipe->order, ==, pst_style_get (entry->style, "order"));
      g_assert_cmpint (order, <=, (gint) entries->len);
      g_assert_false (seen[order]);
      seen[order] = TRUE;
      if (order <= (gint) G_N_ELEMENTS (first))
        g_assert_cmpstr (entry->id, ==, first[order - 1]);
    }
}

/* The place of a style's item on the screen's part of the view. */
static GdkRectangle
place_of (GtkWidget *dialog, gint n)
{
  GtkIconView *view = GTK_ICON_VIEW (find (dialog, "pst-styles"));
  GtkWidget *widget = GTK_WIDGET (view);
  gint scrolled = (gint) gtk_adjustment_get_value (scroll_of (widget));
  GdkRectangle place = { G_MAXINT, G_MAXINT, 0, 0 };
  gint right = 0, bottom = 0;

  for (gint y = 0; y < widget->allocation.height; y += 6)
    for (gint x = 0; x < widget->allocation.width; x += 6)
      {
        GtkTreePath *path = gtk_icon_view_get_path_at_pos (view, x, y + scrolled);

        if (path && gtk_tree_path_get_indices (path)[0] == n)
          {
            place.x = MIN (place.x, x);
            place.y = MIN (place.y, y);
            right = MAX (right, x);
            bottom = MAX (bottom, y);
          }
        gtk_tree_path_free (path);
      }
  g_assert_cmpint (right, >, 0);
  place.width = right - place.x;
  place.height = bottom - place.y;
  return place;
}

/* How far apart light and dark are in the lower part of an item, of 255. */
static gint
contrast_of (GtkWidget *dialog, gint n)
{
  GtkWidget *view = find (dialog, "pst-styles");
  GdkWindow *window = gtk_widget_get_window (view);
  GdkRectangle place = place_of (dialog, n);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  gint darkest = 255, lightest = 0;

  gtk_widget_queue_draw (view);
  gdk_window_process_all_updates ();
  pixbuf = gdk_pixbuf_get_from_drawable (NULL, window, NULL, place.x + 4,
                                         place.y + place.height - 18, 0, 0, place.width - 8, 15);
  for (gint y = 0; y < gdk_pixbuf_get_height (pixbuf); y++)
    for (gint x = 0; x < gdk_pixbuf_get_width (pixbuf); x++)
      {
        const guchar *p = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf)
                          + x * gdk_pixbuf_get_n_channels (pixbuf);
        gint luma = (299 * p[0] + 587 * p[1] + 114 * p[2]) / 1000;

        darkest = MIN (darkest, luma);
        lightest = MAX (lightest, luma);
      }
  return lightest - darkest;
}

/* Captions can be read in all themes that come with GIMP: of what is chosen, while one scrolls
 * through all of it by the keyboard, and of what is not. */
static void
test_themes (void)
{
  static const gchar *const themes[] = { "Dark", "Gray", "Light", "System" };

  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      g_autofree gchar *path =
          g_build_filename (gimp_data_directory (), "themes", themes[i], "gtkrc", NULL);
      TestHost host;
      GtkWidget *dialog, *view;

      gtk_rc_set_default_files ((gchar *[]){ path, NULL });
      gtk_rc_reparse_all_for_settings (gtk_settings_get_default (), TRUE);
      host_init (&host, TRUE);
      for (gint n = 0; n < 9; n++)
        {
          g_autofree gchar *id = g_strdup_printf ("style-%d", n);

          add_style (host.folder, id, id, "Nobody", "");
        }
      dialog = open_dialog (&host);
      gtk_window_present (GTK_WINDOW (dialog));
      view = find (dialog, "pst-styles");
      gtk_widget_grab_focus (view);
      for (gint n = 0; n <= 13; n++)
        {
          gint last = MIN (n, 12); /* which cannot be used */

          settle ();
          for (gint k = n % 4 == 1 ? last - 1 : last; k <= last; k++)
            {
              gint contrast = contrast_of (dialog, k);

              if (contrast < 60)
                g_error ("%s: the caption of item %d has a contrast of %d where %d is chosen",
                         themes[i], k, contrast, last);
            }
          if (n < 12)
            press_key (view, GDK_KEY_Right, GDK_KEY_PRESS);
          else
            gtk_widget_grab_focus (find (dialog, "pst-strength"));
        }
      press_key (view, GDK_KEY_Left, GDK_KEY_PRESS);
      settle ();
      if (contrast_of (dialog, 12) < 60)
        g_error ("%s: what cannot be used has a contrast of %d", themes[i],
                 contrast_of (dialog, 12));
      gtk_widget_destroy (dialog);
      host_clear (&host);
    }
  gtk_rc_set_default_files ((gchar *[]){ "/dev/null", NULL });
  gtk_rc_reparse_all_for_settings (gtk_settings_get_default (), TRUE);
}

/* What the n-th item says. */
static gchar *
text_of (GtkWidget *dialog, gint n)
{
  GtkTreeModel *model = gtk_icon_view_get_model (GTK_ICON_VIEW (find (dialog, "pst-styles")));
  GtkTreePath *path = gtk_tree_path_new_from_indices (n, -1);
  GtkTreeIter iter;
  gchar *text;

  g_assert_true (gtk_tree_model_get_iter (model, &iter, path));
  gtk_tree_model_get (model, &iter, PST_GALLERY_MARKUP, &text, -1);
  gtk_tree_path_free (path);
  return text;
}

static void
turn_wheel (GtkWidget *widget, GdkScrollDirection direction, GdkModifierType state)
{
  GdkEvent *event = gdk_event_new (GDK_SCROLL);

  event->scroll.window = g_object_ref (gtk_widget_get_window (widget));
  event->scroll.direction = direction;
  event->scroll.state = state;
  gtk_widget_event (widget, event);
  gdk_event_free (event);
}

/* Thumbnails show the middle of the picture, whatever its form, and can be made larger, which
 * is remembered; one line says what they are, and the tooltip who painted that. */
static void
test_thumbnails (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstGallery *gallery;
  gint side;
  g_autofree gchar *caption = NULL, *tooltip = NULL, *said = NULL;

  host_init (&host, TRUE);
  host.width = 1200;
  host.height = 90;
  dialog = open_dialog (&host);
  gallery = gallery_of (dialog);
  side = pst_gallery_get_thumbnail_side (gallery);
  caption = text_of (dialog, 0);
  tooltip = tip_text (dialog, "great-wave");
  g_assert_cmpstr (caption, ==, "Great Wave");
  g_assert_nonnull (strstr (tooltip, "Katsushika Hokusai, 1831"));

  for (gint i = 0; i < 2; i++)
    {
      GdkPixbuf *thumbnail =
          pst_gallery_get_thumbnail (gallery, pst_dialog_get_style (PST_DIALOG (dialog)));

      g_assert_cmpint (gdk_pixbuf_get_width (thumbnail), ==, side + 32 * i);
      g_assert_cmpint (gdk_pixbuf_get_height (thumbnail), ==, (side + 32 * i) * 3 / 4);
      turn_wheel (find (dialog, "pst-styles"), GDK_SCROLL_UP, GDK_CONTROL_MASK);
      turn_wheel (find (dialog, "pst-styles"), GDK_SCROLL_UP, GDK_CONTROL_MASK);
    }
  slide (dialog, "pst-thumbnail-size", 999);
  g_assert_cmpint (pst_gallery_get_thumbnail_side (gallery), ==, 256);
  wait_until_idle (dialog);
  g_assert_false (tell (&host, dialog, "e", &said));
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  g_assert_cmpint (pst_gallery_get_thumbnail_side (gallery_of (dialog)), ==, 256);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What begins with what was typed comes before what has it within. */
static void
test_search (void)
{
  static const gchar *const ids[] = { "c-prison", "a-sunflowers", "d-vanity", "b-giovanni" };
  static const gchar *const titles[] = { "Prisons", "Sunflowers", "Vanity", "Giovanni" };
  static const gchar *const artists[] = { "Giovanni Piranesi", "Vincent van Gogh", "Bosch", "Me" };
  static const gchar *const found[] = { "Vanity", "Sunflowers", "Giovanni", "Prisons" };
  TestHost host;
  GtkWidget *dialog, *filter;
  GdkPixbuf *empty, *typed;
  gint dark = 0;

  host_init (&host, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    add_style (host.folder, ids[i], titles[i], artists[i], "");
  dialog = open_dialog (&host);
  filter = find (dialog, "pst-filter");

  /* While it is empty it says what for. */
  settle ();
  gdk_window_process_all_updates ();
  empty = gdk_pixbuf_get_from_drawable (NULL, gtk_entry_get_text_window (GTK_ENTRY (filter)), NULL,
                                        0, 0, 0, 0, 60, 12);
  gtk_entry_set_text (GTK_ENTRY (filter), " ");
  settle ();
  gdk_window_process_all_updates ();
  typed = gdk_pixbuf_get_from_drawable (NULL, gtk_entry_get_text_window (GTK_ENTRY (filter)), NULL,
                                        0, 0, 0, 0, 60, 12);
  for (gint y = 0; y < 12; y++)
    for (gint x = 0; x < 60; x++)
      dark += gdk_pixbuf_get_pixels (empty)[y * gdk_pixbuf_get_rowstride (empty) + 3 * x]
              != gdk_pixbuf_get_pixels (typed)[y * gdk_pixbuf_get_rowstride (typed) + 3 * x];
  g_assert_cmpint (dark, >, 20);
  g_object_unref (empty);
  g_object_unref (typed);

  gtk_entry_set_text (GTK_ENTRY (filter), "van");
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    g_assert_cmpint (position_of (dialog, found[i]), ==, (gint) i);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What is chosen is named, also where it is out of sight; Right and Left go on in the next
 * and the last line. */
static void
test_chosen (void)
{
  TestHost host;
  GtkWidget *dialog, *view, *label;

  host_init (&host, TRUE);
  for (gint n = 0; n < 6; n++)
    {
      g_autofree gchar *id = g_strdup_printf ("style-%d", n);

      add_style (host.folder, id, id, "Nobody", "1999");
    }
  dialog = open_dialog (&host);
  view = find (dialog, "pst-styles");
  label = find (dialog, "pst-chosen");
  for (gint n = 0; n < 7; n++)
    press_key (view, GDK_KEY_Right, GDK_KEY_PRESS);
  g_assert_cmpstr (chosen (dialog), ==, "style-5");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "style-5  Nobody, 1999");
  for (gint n = 0; n < 5; n++)
    press_key (view, GDK_KEY_Left, GDK_KEY_PRESS);
  g_assert_cmpstr (chosen (dialog), ==, "style-0");
  gtk_entry_set_text (GTK_ENTRY (find (dialog, "pst-filter")), "fuji");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "style-0  Nobody, 1999");
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* A click with Ctrl mixes a style into the one that is chosen, and the next one ends that. */
static void
test_mix (void)
{
  TestHost host;
  GtkWidget *dialog, *view;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  view = find (dialog, "pst-styles");
  for (gint n = 0; n < 2; n++)
    {
      GdkRectangle place = place_of (dialog, 1);
      GdkEvent *event = gdk_event_new (GDK_BUTTON_PRESS);

      event->button.window = g_object_ref (gtk_widget_get_window (view));
      event->button.button = 1;
      event->button.state = GDK_CONTROL_MASK;
      event->button.x = place.x + place.width / 2;
      event->button.y = place.y + place.height / 2;
      gtk_widget_event (view, event);
      gdk_event_free (event);
      g_assert_cmpstr (chosen (dialog), ==, "great-wave");
      g_assert_cmpstr (settings_of (dialog).mix_style, ==, n ? "" : "red-fuji");
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (dialog, "pst-chosen"))), ==,
                       n ? "Great Wave  Katsushika Hokusai, 1831" : "Great Wave + Red Fuji <&>");
      g_assert_cmpfloat (settings_of (dialog).params.mix, ==, 50);
      wait_until_idle (dialog);
    }
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* The slider of the strip, and the pictures at its ends. */
static void
check_strip (GtkWidget *dialog, const gchar *first, const gchar *second)
{
  static const gchar *const names[] = { "pst-mix-first", "pst-mix-second" };
  const gchar *const titles[] = { first, second };

  g_assert_true (gtk_widget_get_visible (find (dialog, "pst-mix-strip")));
  for (gint i = 0; i < 2; i++)
    {
      GtkWidget *picture = find (dialog, names[i]);

      g_assert_cmpstr (atk_object_get_name (gtk_widget_get_accessible (picture)), ==, titles[i]);
      g_assert_nonnull (gtk_image_get_pixbuf (GTK_IMAGE (picture)));
    }
}

/* A mix is seen as a strip, whose slider is that of the settings; it goes when it is ended.
 * The keyboard mixes as well: Ctrl and an arrow go to a style, Ctrl+M takes it. */
static void
test_strip (void)
{
  TestHost host;
  GtkWidget *dialog, *view;
  GtkTreePath *path;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  view = find (dialog, "pst-styles");
  g_assert_false (gtk_widget_get_visible (find (dialog, "pst-mix-strip")));
  path = gtk_tree_path_new_from_indices (position_of (dialog, "Red Fuji <&>"), -1);
  gtk_icon_view_set_cursor (GTK_ICON_VIEW (view), path, NULL, FALSE);
  gtk_tree_path_free (path);
  press_key_with (view, GDK_KEY_m, GDK_CONTROL_MASK);
  wait_until_idle (dialog);
  check_strip (dialog, "Great Wave", "Red Fuji <&>");
  slide (dialog, "pst-mix-strip-amount", 20);
  g_assert_cmpfloat (settings_of (dialog).params.mix, ==, 20);
  slide (dialog, "pst-mix", 70);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-mix-strip-amount"))), ==,
                     70);
  click (dialog, "pst-mix-end");
  g_assert_cmpstr (settings_of (dialog).mix_style, ==, "");
  g_assert_false (gtk_widget_get_visible (find (dialog, "pst-mix-strip")));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* With the mouse that there is: from the middle of one item to that of another. */
static void
drag (GtkWidget *dialog, gint from, gint to)
{
  GdkWindow *window = gtk_widget_get_window (find (dialog, "pst-styles"));
  GdkRectangle a = place_of (dialog, from), b = place_of (dialog, to);
  g_autofree gchar *command = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;
  gint x, y, status = -1;
  GPid pid;

  gdk_window_get_origin (window, &x, &y);
  command = g_strdup_printf (
      "xdotool mousemove %d %d sleep .2 mousedown 1 sleep .1 mousemove_relative 12 12 sleep .1 "
      "mousemove %d %d sleep .2 mousemove_relative 2 2 sleep .2 mouseup 1",
      x + a.x + a.width / 2, y + a.y + a.height / 2, x + b.x + b.width / 2, y + b.y + b.height / 2);
  words = g_strsplit (command, " ", -1);
  g_spawn_async (NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                 &pid, &error);
  g_assert_no_error (error);
  while (waitpid (pid, &status, WNOHANG) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (status, ==, 0);
}

/* A style that is dragged on another is mixed into that one. */
static void
test_drag (void)
{
  TestHost host;
  GtkWidget *dialog;
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  gtk_window_move (GTK_WINDOW (dialog), 0, 0);
  settle ();
  drag (dialog, 1, 2);
  while (! *settings_of (dialog).mix_style && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  wait_until_idle (dialog);
  g_assert_cmpstr (chosen (dialog), ==, "untitled");
  check_strip (dialog, "untitled", "Red Fuji <&>");

  /* What cannot be used is not mixed, and nothing is with itself. */
  drag (dialog, 1, 3);
  settle ();
  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
  drag (dialog, 1, 1);
  settle ();
  g_assert_cmpstr (settings_of (dialog).mix_style, ==, "red-fuji");
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static GtkWidget *
find_in_tip (GtkWidget *tip, const gchar *name)
{
  Search wanted = { name, NULL };

  search (tip, &wanted);
  return wanted.found;
}

static GtkWidget *
tip_of (GtkWidget *dialog)
{
  return g_object_ref_sink (pst_gallery_tip_new (gallery_of (dialog), "great-wave"));
}

static void
put_away (GtkWidget *tip)
{
  gtk_widget_destroy (tip);
  g_object_unref (tip);
}

/* Of a style whose painting is kept one sees that as well, until it is another's. */
static void
test_tip (void)
{
  TestHost host;
  GtkWidget *dialog, *tip;
  GtkImage *shown;
  g_autoptr (PstImage) painting = photo_new (400, 300);

  host_init (&host, TRUE);
  host.width = host.height = 300;
  dialog = open_dialog (&host);
  pst_painting_file_keep (host.keep, "great-wave", painting);
  tip = tip_of (dialog);
  while (! find_in_tip (tip, "pst-tip-result"))
    {
      put_away (tip);
      g_main_context_iteration (NULL, TRUE);
      tip = tip_of (dialog);
    }
  shown = GTK_IMAGE (find_in_tip (tip, "pst-tip-painting"));
  g_assert_cmpint (gdk_pixbuf_get_width (gtk_image_get_pixbuf (shown)), ==, 192);
  put_away (tip);

  pst_painting_file_forget (host.keep, "great-wave");
  tip = tip_of (dialog);
  g_assert_null (find_in_tip (tip, "pst-tip-painting"));
  g_assert_nonnull (find_in_tip (tip, "pst-tip-result"));
  put_away (tip);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* A favourite has a star and comes first, the next time as well, until it is none. */
static void
test_favourite (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  click_item (dialog, "untitled");
  click (dialog, "pst-favourite");
  g_assert_cmpint (position_of (dialog, "★ untitled"), ==, 0);
  g_assert_cmpstr (chosen (dialog), ==, "untitled");
  click_item (dialog, "Great Wave");
  g_assert_false (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find (dialog, "pst-favourite"))));
  wait_until_idle (dialog);
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  g_assert_cmpint (position_of (dialog, "★ untitled"), ==, 0);
  click_item (dialog, "★ untitled");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find (dialog, "pst-favourite"))));
  click (dialog, "pst-favourite");
  g_assert_cmpint (position_of (dialog, "untitled"), ==, 2);
  g_assert_cmpint (position_of (dialog, "★ untitled"), ==, -1);
  wait_until_idle (dialog);
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
  g_test_add_func ("/gallery/order", test_order);
  g_test_add_func ("/gallery/order-of-ours", test_order_of_ours);
  g_test_add_func ("/gallery/themes", test_themes);
  g_test_add_func ("/gallery/thumbnails", test_thumbnails);
  g_test_add_func ("/gallery/search", test_search);
  g_test_add_func ("/gallery/chosen", test_chosen);
  g_test_add_func ("/gallery/mix", test_mix);
  g_test_add_func ("/gallery/strip", test_strip);
  g_test_add_func ("/gallery/drag", test_drag);
  g_test_add_func ("/gallery/tip", test_tip);
  g_test_add_func ("/gallery/favourite", test_favourite);
  return g_test_run ();
}
