/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person sees and does in the first minute of the dialog.  Runs under Xvfb. */

#include <gegl.h>
#include <gio/gio.h>
#include <libgimpbase/gimpbase.h>

#include "dialog-host.h"
#include "paint/controls.h"
#include "paint/dialog.h"
#include "view/easel.h"

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

/* ---- a story ---- */

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

static gboolean
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
static gboolean
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

/* ---- styles ---- */

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

/* What the n-th item says, and what its tooltip does. */
static gchar *
text_of (GtkWidget *dialog, gint n, gint column)
{
  GtkTreeModel *model = gtk_icon_view_get_model (GTK_ICON_VIEW (find (dialog, "pst-styles")));
  GtkTreePath *path = gtk_tree_path_new_from_indices (n, -1);
  GtkTreeIter iter;
  gchar *text;

  g_assert_true (gtk_tree_model_get_iter (model, &iter, path));
  gtk_tree_model_get (model, &iter, column, &text, -1);
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
  caption = text_of (dialog, 0, PST_GALLERY_MARKUP);
  tooltip = text_of (
      dialog, 0, gtk_icon_view_get_tooltip_column (GTK_ICON_VIEW (find (dialog, "pst-styles"))));
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

/* ---- controls ---- */

/* Percents are whole numbers, a variation's ten digits have room, and there is one word for
 * it. */
static void
test_numbers (void)
{
  static const gchar *const numbers[] = { "pst-strength-number", "pst-refine-number",
                                          "pst-keep-colours-number", "pst-brush-size-number",
                                          "pst-mix-number" };
  TestHost host;
  GtkWidget *dialog, *seed;
  PangoLayout *layout;
  gint wanted, room;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpuint (gtk_spin_button_get_digits (GTK_SPIN_BUTTON (find (dialog, numbers[i]))), ==,
                      0);
  unfold (dialog, TRUE, &wanted, &room);
  seed = find (dialog, "pst-seed");
  type_number (dialog, "pst-seed", 4000000000.0);
  layout = gtk_entry_get_layout (GTK_ENTRY (seed));
  pango_layout_get_pixel_size (layout, &wanted, NULL);
  gdk_drawable_get_size (gtk_entry_get_text_window (GTK_ENTRY (seed)), &room, NULL);
  g_assert_cmpint (room, >=, wanted);
  click (dialog, "pst-seed-another");
  g_assert_cmpuint (settings_of (dialog).params.seed, !=, 4000000000u);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (find (dialog, "pst-seed-another"))), ==,
                   "Another");
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What a screen reader says of it, or NULL. */
static const gchar *
name_of (GtkWidget *widget)
{
  const gchar *name = atk_object_get_name (gtk_widget_get_accessible (widget));
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (widget);

  if (name && *name)
    return name;
  if (labels)
    return gtk_label_get_text (labels->data);
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)))
    return gtk_button_get_label (GTK_BUTTON (widget));
  return NULL;
}

static void
check_name (GtkWidget *widget, gpointer n)
{
  const gchar *name = name_of (widget);

  if (gtk_widget_get_can_focus (widget) || GTK_IS_COMBO_BOX (widget)
      || GTK_IS_PROGRESS_BAR (widget))
    {
      ++*(gint *) n;
      if (! name || ! g_unichar_isalnum (g_utf8_get_char (name + (*name == '_'))))
        g_error ("a %s, \"%s\", has no name that can be spoken", G_OBJECT_TYPE_NAME (widget),
                 gtk_widget_get_name (widget));
    }

  /* What is within these is theirs; a combo's entry is looked at. */
  if (GTK_IS_COMBO_BOX (widget) && gtk_combo_box_get_has_entry (GTK_COMBO_BOX (widget)))
    check_name (gtk_bin_get_child (GTK_BIN (widget)), n);
  else if (GTK_IS_CONTAINER (widget) && ! GTK_IS_COMBO_BOX (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_name, n);
}

/* Every control has a name for those who cannot see it. */
static void
test_names (void)
{
  TestHost host;
  GtkWidget *dialog;
  gint n = 0, gallery, window;

  host_init (&host, TRUE);
  host.base.repaint = "Paint \"Photo\" again";
  host.repaint = TRUE;
  dialog = open_dialog (&host);
  unfold (dialog, TRUE, &gallery, &window);
  check_name (dialog, &n);
  g_assert_cmpint (n, >, 35);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static gint
n_presets (GtkWidget *dialog)
{
  GtkComboBox *combo = GTK_COMBO_BOX (find (dialog, "pst-presets"));

  return gtk_tree_model_iter_n_children (gtk_combo_box_get_model (combo), NULL);
}

/* A preset that was deleted can be brought back; those that come with us are there where their
 * styles are, and stay. */
static void
test_presets (void)
{
  TestHost host;
  GtkWidget *dialog;
  GtkEntry *name;
  GtkButton *button;

  host_init (&host, TRUE);
  add_style (host.folder, "starry-night", "Starry Night", "", "");
  add_style (host.folder, "rob-roy", "Rob Roy", "", "");
  dialog = open_dialog (&host);
  name = GTK_ENTRY (find (dialog, "pst-preset-name"));
  button = GTK_BUTTON (find (dialog, "pst-preset-delete"));
  g_assert_cmpint (n_presets (dialog), ==, 3); /* no mix, for one of its styles is missing */
  for (gint i = 0; i < 3; i++)
    {
      gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-presets")), i);
      g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (button)));
      if (g_str_equal (gtk_entry_get_text (name), "Broad brush"))
        {
          g_assert_cmpstr (chosen (dialog), ==, "starry-night");
          g_assert_cmpfloat (settings_of (dialog).params.brush_size, ==, 200);
        }
    }

  slide (dialog, "pst-strength", 44);
  gtk_entry_set_text (name, "mine");
  click (dialog, "pst-preset-save");
  click (dialog, "pst-preset-delete");
  g_assert_cmpint (n_presets (dialog), ==, 3);
  g_assert_cmpstr (gtk_button_get_label (button), ==, "Undo");
  slide (dialog, "pst-strength", 90);
  click (dialog, "pst-preset-delete");
  g_assert_cmpint (n_presets (dialog), ==, 4);
  g_assert_cmpstr (gtk_entry_get_text (name), ==, "mine");
  g_assert_cmpstr (gtk_button_get_label (button), ==, "_Delete");
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-presets")), 0);
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 44);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* ---- the preview ---- */

/* What is seen at a fraction of the picture, before or after. */
static guint32
seen (GtkWidget *dialog, gboolean after, gdouble x, gdouble y)
{
  GdkRectangle part;
  cairo_surface_t *surface = pst_preview_get_surface (preview_of (dialog), after, &part);

  return pixel_in (surface, (gint) (x * part.width), (gint) (y * part.height));
}

static gboolean
is_gray (guint32 pixel)
{
  return (pixel >> 16) == (pixel & 255) && (pixel >> 8 & 255) == (pixel & 255);
}

/* Of a gray image the preview is as gray as the result: but in a new image. */
static void
test_gray (void)
{
  TestHost host;
  GtkWidget *dialog;
  guint32 gray;

  host_init (&host, TRUE);
  host.base.gray = TRUE;
  host.width = host.height = 200;
  dialog = open_dialog (&host);
  gray = seen (dialog, TRUE, .3, .6);
  g_assert_true (is_gray (gray));
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-output")), PST_OUTPUT_IMAGE);
  g_assert_false (is_gray (seen (dialog, TRUE, .3, .6)));
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-output")), PST_OUTPUT_REPLACE);
  g_assert_cmphex (seen (dialog, TRUE, .3, .6), ==, gray);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
press_button (GtkWidget *widget, GdkEventType type)
{
  GdkEvent *event = gdk_event_new (type);

  event->button.window = g_object_ref (gtk_widget_get_window (widget));
  event->button.button = 1;
  event->button.x = event->button.y = 50;
  gtk_widget_event (widget, event);
  gdk_event_free (event);
}

/* Nothing covers a picture that is being moved. */
static void
test_tooltip (void)
{
  TestHost host;
  GtkWidget *dialog, *area;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  area = find (dialog, "pst-preview-area");
  g_assert_true (gtk_widget_get_has_tooltip (area));
  press_button (area, GDK_BUTTON_PRESS);
  press_button (area, GDK_BUTTON_RELEASE);
  g_assert_false (gtk_widget_get_has_tooltip (area));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* At 400 % every pixel of the painting is a square of sixteen, and the one below the pointer
 * stays there. */
static void
test_large_zoom (void)
{
  TestHost host;
  GtkWidget *dialog, *area;
  GdkEvent *event;
  guint32 below;
  gint x, y, same = 0;

  host_init (&host, TRUE);
  host.width = 1500;
  host.height = 1000;
  dialog = open_dialog (&host);
  gtk_window_present (GTK_WINDOW (dialog));
  area = find (dialog, "pst-preview-area");
  click (dialog, "pst-zoom-100");
  wait_until_idle (dialog);
  x = area->allocation.width / 3;
  y = area->allocation.height / 3;
  below = pixel_of (dialog, x, y);
  for (gint i = 0; i < 4; i++)
    {
      event = gdk_event_new (GDK_SCROLL);
      event->scroll.window = g_object_ref (gtk_widget_get_window (area));
      event->scroll.direction = GDK_SCROLL_UP;
      event->scroll.x = x + .5;
      event->scroll.y = y + .5;
      gtk_widget_event (area, event);
      gdk_event_free (event);
      wait_until_idle (dialog);
    }
  g_assert_cmpfloat (pst_preview_get_zoom (preview_of (dialog)), ==, 4);
  for (gint i = -4; i <= 4; i++)
    same += pixel_of (dialog, x + i, y) == below;
  g_assert_cmpint (same, >=, 3);
  g_assert_cmpint (same, <=, 6);
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-zoom-in")));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Photo and painting, or one of them. */
static void
test_compare (void)
{
  TestHost host;
  GtkWidget *dialog, *area;
  GtkComboBox *view;
  gint width, height;
  guint32 shown[PST_N_COMPARE][2];

  host_init (&host, TRUE);
  host.width = 300;
  host.height = 300;
  dialog = open_dialog (&host);
  gtk_window_present (GTK_WINDOW (dialog));
  area = find (dialog, "pst-preview-area");
  view = GTK_COMBO_BOX (find (dialog, "pst-view"));
  width = area->allocation.width;
  height = area->allocation.height;
  for (gint i = 0; i < PST_N_COMPARE; i++)
    {
      gtk_combo_box_set_active (view, i);
      wait_until_idle (dialog);
      for (gint k = 0; k < 2; k++)
        {
          gint room = i == PST_COMPARE_SIDES ? (width - 6) / 2 : width;
          gint left = (room - host.width) / 2 + (i == PST_COMPARE_SIDES && k ? room + 6 : 0);

          shown[i][k] = pixel_of (dialog, left + (k ? 210 : 90), height / 2);
        }
    }
  for (gint k = 0; k < 2; k++)
    {
      g_assert_cmphex (shown[PST_COMPARE_PAINTING][k], !=, shown[PST_COMPARE_PHOTO][k]);
      for (gint i = PST_COMPARE_SPLIT; i <= PST_COMPARE_SIDES; i++)
        g_assert_cmphex (shown[i][k], ==, shown[k ? PST_COMPARE_PAINTING : PST_COMPARE_PHOTO][k]);
    }
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* What is not selected is the photo, and what is see-through is a checkerboard. */
static void
test_cover (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  host.covered = TRUE;
  host.width = host.height = 1600;
  dialog = open_dialog (&host);
  for (gint zoomed = 0; zoomed < 2; zoomed++)
    {
      g_assert_cmphex (seen (dialog, TRUE, .9, .1), !=, seen (dialog, FALSE, .9, .1));
      if (! zoomed)
        {
          g_assert_cmphex (seen (dialog, TRUE, .9, .9), ==, seen (dialog, FALSE, .9, .9));
          g_assert_false (is_gray (seen (dialog, TRUE, .9, .9)));
          for (gint after = 0; after < 2; after++)
            {
              g_assert_true (is_gray (seen (dialog, after, .1, .2)));
              g_assert_true (is_gray (seen (dialog, after, .4, .9)));
            }
        }
      click (dialog, "pst-zoom-100");
      pst_preview_pan (preview_of (dialog), 2000, -2000);
      wait_until_idle (dialog);
    }
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

typedef struct
{
  PstImage *first, *last; /* paintings, without their photos */
} Shown;

/* @painting without @photo, as long as a coarse one is. */
static PstImage *
without_photo (const PstPaintings *paintings)
{
  const PstImage *photo = paintings->photo->image, *painting = paintings->painting->image;
  g_autoptr (PstImage) rest = pst_image_crop (painting, 0, 0, photo->width, photo->height, NULL);

  for (gsize i = 0; i < bytes_of (rest) / sizeof (gfloat); i++)
    rest->data[i] -= photo->data[i];
  return pst_image_resize (rest, 256, 192, NULL);
}

static PstEasel *shown_easel;

static void
keep_shown (gpointer owner)
{
  Shown *shown = owner;
  const PstPaintings *paintings = shown_easel ? pst_easel_get_paintings (shown_easel) : NULL;
  PstImage **place = paintings && paintings->coarse ? &shown->first : &shown->last;

  if (! paintings || *place)
    return;
  *place = without_photo (paintings);
}

static const PstEaselFuncs shown_funcs = { keep_shown, NULL, NULL };

/* Mean squares of what is finer than @size pixels. */
static gdouble
strokes_in (const PstImage *image, gint size)
{
  g_autoptr (PstImage) small =
      pst_image_resize (image, image->width / size, image->height / size, NULL);
  g_autoptr (PstImage) soft = pst_image_resize (small, image->width, image->height, NULL);
  gdouble sum = 0;
  gsize n = bytes_of (image) / sizeof (gfloat);

  for (gsize i = 0; i < n; i++)
    sum += (image->data[i] - soft->data[i]) * (image->data[i] - soft->data[i]);
  return sum / (gdouble) n;
}

static gdouble
mean_of (const PstImage *image)
{
  gdouble sum = 0;
  gsize n = bytes_of (image) / sizeof (gfloat);

  for (gsize i = 0; i < n; i++)
    sum += image->data[i];
  return sum / (gdouble) n;
}

/* With a small brush, what is shown first has the colours of what comes, and no strokes that
 * are larger. */
static void
test_small_brush (void)
{
  TestHost host;
  Shown shown = { NULL };
  g_autoptr (PstEasel) easel = pst_easel_new (1, &shown_funcs, &shown);
  g_autoptr (PstPicture) photo = pst_picture_new (photo_new (400, 300));
  g_autoptr (PstStyle) style = NULL;
  g_autofree gchar *path = NULL;

  host_init (&host, TRUE);
  path = g_build_filename (host.folder, "great-wave.safetensors", NULL);
  style = pst_style_load (path, NULL);
  shown_easel = easel;
  pst_easel_set_source (easel, photo);
  pst_easel_set_order (easel, &(PstOrder){ .style = style, .brush_size = 25 });
  while (pst_easel_is_busy (easel))
    g_main_context_iteration (NULL, TRUE);
  shown_easel = NULL;
  g_assert_nonnull (shown.first);
  g_assert_nonnull (shown.last);
  g_assert_cmpfloat (strokes_in (shown.first, 8), <, 1.5 * strokes_in (shown.last, 8));
  g_assert_cmpfloat (fabs (mean_of (shown.first) - mean_of (shown.last)), <, .05);
  pst_image_free (shown.first);
  pst_image_free (shown.last);
  host_clear (&host);
}

/* ---- the end ---- */

/* Escape stops the painting, and only then closes the dialog; what was set is kept. */
static void
test_escape (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autofree gchar *said = NULL;

  host_init (&host, TRUE);
  host.width = host.height = 1500;
  dialog = open_dialog (&host);
  slide (dialog, "pst-keep-colours", 33);
  wait_until_idle (dialog);
  type_number (dialog, "pst-brush-size-number", 50);
  g_assert_false (tell (&host, dialog, "oEe", &said));
  g_assert_cmpstr (said, ==, "Stopped. The image is as it was.");
  g_assert_cmpint (host.n_kept, ==, 1);
  g_assert_cmpint (host.n_answered, ==, 0);
  g_assert_cmpfloat (host.kept.params.keep_colours, ==, 33);
  gtk_widget_destroy (dialog);

  dialog = pst_dialog_new (&host.base);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 33);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* The image is closed meanwhile: it is said, and nothing can be painted any more. */
static void
test_gone (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autofree gchar *said = NULL;

  host_init (&host, TRUE);
  dialog = open_dialog (&host);
  g_assert_false (tell (&host, dialog, "goe", &said));
  g_assert_cmpstr (said, ==, "It was closed.");
  g_assert_false (ok_sensitive (dialog));
  g_assert_null (pst_dialog_steal_painting (PST_DIALOG (dialog)));
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* The layer is edited meanwhile: what is painted is what it is now. */
static void
test_changed (void)
{
  TestHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) painting = NULL;
  g_autofree gchar *said = NULL;
  gint width;

  host_init (&host, TRUE);
  width = host.width;
  dialog = open_dialog (&host);
  g_assert_true (tell (&host, dialog, "co", &said));
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  g_assert_cmpint (painting->width, ==, width + 8);
  g_assert_nonnull (
      strstr (gtk_label_get_text (GTK_LABEL (find (dialog, "pst-status"))), "changed meanwhile"));
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
  g_test_add_func ("/first-look/order", test_order);
  g_test_add_func ("/first-look/order-of-ours", test_order_of_ours);
  g_test_add_func ("/first-look/themes", test_themes);
  g_test_add_func ("/first-look/thumbnails", test_thumbnails);
  g_test_add_func ("/first-look/search", test_search);
  g_test_add_func ("/first-look/chosen", test_chosen);
  g_test_add_func ("/first-look/mix", test_mix);
  g_test_add_func ("/first-look/favourite", test_favourite);
  g_test_add_func ("/first-look/names", test_names);
  g_test_add_func ("/first-look/numbers", test_numbers);
  g_test_add_func ("/first-look/presets", test_presets);
  g_test_add_func ("/first-look/tooltip", test_tooltip);
  g_test_add_func ("/first-look/gray", test_gray);
  g_test_add_func ("/first-look/large-zoom", test_large_zoom);
  g_test_add_func ("/first-look/compare", test_compare);
  g_test_add_func ("/first-look/cover", test_cover);
  g_test_add_func ("/first-look/small-brush", test_small_brush);
  g_test_add_func ("/first-look/escape", test_escape);
  g_test_add_func ("/first-look/gone", test_gone);
  g_test_add_func ("/first-look/changed", test_changed);
  return g_test_run ();
}
