/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person sees and does in the first minute of the dialog.  Runs under Xvfb. */

#include <gegl.h>
#include <gio/gio.h>
#include <libgimpbase/gimpbase.h>

#include "paint/controls.h"
#include "story.h"

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
  g_test_add_func ("/first-look/numbers", test_numbers);
  g_test_add_func ("/first-look/names", test_names);
  g_test_add_func ("/first-look/presets", test_presets);
  g_test_add_func ("/first-look/escape", test_escape);
  g_test_add_func ("/first-look/gone", test_gone);
  g_test_add_func ("/first-look/changed", test_changed);
  return g_test_run ();
}
