/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog without GIMP: a host of a few structs, three styles of random
 * weights and one broken file.  Runs under Xvfb.  With --screenshot SECONDS the
 * dialog is only shown. */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialog.h"
#include "generator.h"
#include "style.h"

typedef struct
{
  PstUiHost base;
  gchar *folder;
  PstSettings kept;
  gint n_kept; /* how often settings were given to us */
  gint n_helped;
} TestHost;

static TestHost *current;

/* ---- the host ---- */

static void
host_help (const gchar *help_id, gpointer help_data)
{
  current->n_helped++;
}

static GPtrArray *
host_list_styles (PstUiHost *base)
{
  const gchar *const folders[] = { ((TestHost *) base)->folder, NULL };

  return pst_style_list (folders);
}

static PstImage *
host_get_source (PstUiHost *base, gint max_side, GError **error)
{
  return pst_image_new (64, 48, error);
}

static void
host_get_settings (PstUiHost *base, PstSettings *settings)
{
  if (((TestHost *) base)->n_kept)
    *settings = ((TestHost *) base)->kept;
}

static void
host_set_settings (PstUiHost *base, const PstSettings *settings)
{
  TestHost *host = (TestHost *) base;

  host->kept = *settings;
  host->n_kept++;
}

static void
add_style (TestHost *host, const gchar *id, const gchar *title, const gchar *artist,
           const gchar *year)
{
  const PstGeneratorShape shape = { { 8, 8, 8 }, 0 };
  const gchar *strings[] = { "id",   id,     "title", title,     "artist",
                             artist, "year", year,    "licence", "CC0-1.0" };
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *weights = pst_generator_declare (&shape);
  g_autofree gchar *name = g_strconcat (id, ".safetensors", NULL);
  g_autofree gchar *path = g_build_filename (host->folder, name, NULL);
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i += 2)
    g_hash_table_insert (metadata, g_strdup (strings[i]), g_strdup (strings[i + 1]));
  pst_generator_init (weights, 1.0, 1);
  style = pst_style_new (metadata, &shape, weights);
  pst_style_save (style, path, PST_DTYPE_F16, &error);
  g_assert_no_error (error);
}

static void
host_init (TestHost *host, gboolean with_styles)
{
  *host = (TestHost){ .base = {
                          .help_func = host_help,
                          .help_id = "plug-in-pastiche",
                          .style_folder = "/home/you/.config/GIMP/2.10/pastiche/styles",
                          .list_styles = host_list_styles,
                          .get_source = host_get_source,
                          .get_settings = host_get_settings,
                          .set_settings = host_set_settings,
                      } };
  host->folder = g_dir_make_tmp ("pastiche-dialog-XXXXXX", NULL);
  current = host;
  g_assert_nonnull (host->folder);
  if (with_styles)
    {
      g_autofree gchar *broken = g_build_filename (host->folder, "blue.safetensors", NULL);

      g_assert_true (g_file_set_contents (broken, "broken", -1, NULL));
      add_style (host, "great-wave", "Great Wave", "Katsushika Hokusai", "1831");
      add_style (host, "red-fuji", "Red Fuji <&>", "Katsushika Hokusai", "");
      add_style (host, "untitled", "", "", "");
    }
}

static void
host_clear (TestHost *host)
{
  g_autoptr (GDir) dir = g_dir_open (host->folder, 0, NULL);
  const gchar *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree gchar *path = g_build_filename (host->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (host->folder);
  g_free (host->folder);
}

/* ---- fingers and eyes ---- */

typedef struct
{
  const gchar *name;
  GtkWidget *found;
} Search;

static void
search (GtkWidget *widget, gpointer user_data)
{
  Search *wanted = user_data;

  if (! wanted->found && g_strcmp0 (gtk_widget_get_name (widget), wanted->name) == 0)
    wanted->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), search, user_data);
}

static GtkWidget *
find (GtkWidget *dialog, const gchar *name)
{
  Search wanted = { name, NULL };

  search (dialog, &wanted);
  if (! wanted.found)
    g_error ("the dialog has no widget \"%s\"", name);
  return wanted.found;
}

static void
settle (void)
{
  while (gtk_events_pending ())
    gtk_main_iteration ();
}

static GtkTreeModel *
find_row (GtkWidget *dialog, const gchar *text, GtkTreeIter *iter)
{
  GtkTreeModel *model = gtk_tree_view_get_model (GTK_TREE_VIEW (find (dialog, "pst-styles")));

  for (gboolean more = gtk_tree_model_get_iter_first (model, iter); more;
       more = gtk_tree_model_iter_next (model, iter))
    for (gint c = 0; c < gtk_tree_model_get_n_columns (model); c++)
      if (gtk_tree_model_get_column_type (model, c) == G_TYPE_STRING)
        {
          g_autofree gchar *string = NULL;

          gtk_tree_model_get (model, iter, c, &string, -1);
          if (g_strcmp0 (string, text) == 0)
            return model;
        }
  g_error ("the list has no row \"%s\"", text);
}

/* As a click on the row does. */
static void
click_row (GtkWidget *dialog, const gchar *text)
{
  GtkTreeIter iter;
  GtkTreeModel *model = find_row (dialog, text, &iter);
  GtkTreePath *path = gtk_tree_model_get_path (model, &iter);

  gtk_tree_view_set_cursor (GTK_TREE_VIEW (find (dialog, "pst-styles")), path, NULL, FALSE);
  gtk_tree_path_free (path);
  settle ();
}

static const gchar *
chosen (GtkWidget *dialog)
{
  PstStyle *style = pst_dialog_get_style (PST_DIALOG (dialog));

  return style ? pst_style_get_id (style) : NULL;
}

static void
slide (GtkWidget *dialog, const gchar *name, gdouble value)
{
  gtk_range_set_value (GTK_RANGE (find (dialog, name)), value);
}

static PstSettings
settings_of (GtkWidget *dialog)
{
  PstSettings settings;

  pst_dialog_get_settings (PST_DIALOG (dialog), &settings);
  return settings;
}

static gboolean
ok_sensitive (GtkWidget *dialog)
{
  return gtk_widget_get_sensitive (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK));
}

/* What is pressed while the dialog runs, one per turn of the main loop. */
typedef struct
{
  GtkDialog *dialog;
  gint responses[4];
  gint next;
} Presses;

static gboolean
press (gpointer user_data)
{
  Presses *presses = user_data;
  gint response = presses->responses[presses->next++];

  if (! response)
    return G_SOURCE_REMOVE;
  gtk_dialog_response (presses->dialog, response);
  return G_SOURCE_CONTINUE;
}

/* ---- tests ---- */

static void
test_first_time (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  gtk_widget_show (dialog);
  settle ();

  /* "blue" is the first by name, but broken. */
  g_assert_cmpstr (chosen (dialog), ==, "great-wave");
  g_assert_true (ok_sensitive (dialog));
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 100);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 0);
  g_assert_cmpuint (settings_of (dialog).params.seed, ==, 0);
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
  dialog = pst_dialog_new (&host.base);
  gtk_widget_show (dialog);

  click_row (dialog, "Red Fuji <&>");
  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
  g_assert_cmpstr (settings_of (dialog).style, ==, "red-fuji");
  click_row (dialog, "untitled");
  g_assert_cmpstr (chosen (dialog), ==, "untitled");

  slide (dialog, "pst-strength", 62.5);
  slide (dialog, "pst-keep-colours", 30);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (dialog, "pst-seed")), 4294967295.0);
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 62.5);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 30);
  g_assert_cmpuint (settings_of (dialog).params.seed, ==, 4294967295u);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* Greyed, not to be chosen, and its tooltip says why. */
static void
test_broken_style (void)
{
  TestHost host;
  GtkWidget *dialog;
  GtkTreeIter iter;
  GtkTreeModel *model;
  g_autofree gchar *tooltip = NULL;
  gboolean usable = TRUE;
  gint column;

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  gtk_widget_show (dialog);
  settle ();

  click_row (dialog, "blue");
  g_assert_cmpstr (chosen (dialog), ==, "great-wave");
  g_assert_true (ok_sensitive (dialog));

  model = find_row (dialog, "blue", &iter);
  column = gtk_tree_view_get_tooltip_column (GTK_TREE_VIEW (find (dialog, "pst-styles")));
  gtk_tree_model_get (model, &iter, column, &tooltip, -1);
  g_assert_nonnull (strstr (tooltip, "blue.safetensors"));
  for (gint c = 0; c < gtk_tree_model_get_n_columns (model); c++)
    if (gtk_tree_model_get_column_type (model, c) == G_TYPE_BOOLEAN)
      gtk_tree_model_get (model, &iter, c, &usable, -1);
  g_assert_false (usable);

  gtk_widget_destroy (dialog);
  host_clear (&host);
}

static void
test_no_styles (void)
{
  TestHost host;
  GtkWidget *dialog;

  host_init (&host, FALSE);
  dialog = pst_dialog_new (&host.base);
  gtk_widget_show (dialog);
  settle ();
  g_assert_null (chosen (dialog));
  g_assert_false (ok_sensitive (dialog));
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
  click_row (dialog, "Red Fuji <&>");
  slide (dialog, "pst-strength", 10);
  slide (dialog, "pst-keep-colours", 90);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (dialog, "pst-seed")), 5);

  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  answer.params.strength = 33;
  g_assert_false (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_assert_cmpint (presses.next, ==, 2);
  g_assert_cmpfloat (answer.params.strength, ==, 33);
  g_assert_cmpint (host.n_kept, ==, 0);

  g_assert_cmpstr (chosen (dialog), ==, "red-fuji");
  g_assert_cmpfloat (settings_of (dialog).params.strength, ==, 100);
  g_assert_cmpfloat (settings_of (dialog).params.keep_colours, ==, 0);
  g_assert_cmpuint (settings_of (dialog).params.seed, ==, 0);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-strength"))), ==, 100);

  g_source_remove_by_user_data (&presses);
  gtk_widget_destroy (dialog);
  host_clear (&host);
}

/* OK gives the settings to the host, and the next dialog begins with them. */
static void
test_ok_and_again (void)
{
  TestHost host;
  GtkWidget *dialog;
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, { GTK_RESPONSE_OK }, 0 };

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  click_row (dialog, "untitled");
  slide (dialog, "pst-strength", 70);
  slide (dialog, "pst-keep-colours", 20);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find (dialog, "pst-seed")), 12);

  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  g_assert_true (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_assert_false (gtk_widget_get_visible (dialog));
  g_assert_cmpint (host.n_kept, ==, 1);
  g_assert_cmpstr (answer.style, ==, "untitled");
  g_assert_cmpfloat (answer.params.strength, ==, 70);
  g_assert_cmpfloat (answer.params.keep_colours, ==, 20);
  g_assert_cmpuint (answer.params.seed, ==, 12);
  g_source_remove_by_user_data (&presses);
  gtk_widget_destroy (dialog);

  dialog = pst_dialog_new (&host.base);
  g_assert_cmpstr (chosen (dialog), ==, "untitled");
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-strength"))), ==, 70);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-keep-colours"))), ==, 20);
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
          g_assert_cmpuint (seen[key], ==, 0);
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
  static const gchar *const controls[] = { "pst-styles", "pst-strength", "pst-keep-colours",
                                           "pst-seed" };
  TestHost host;
  GtkWidget *dialog;
  GtkRequisition size;
  guint seen[128] = { 0 };

  host_init (&host, TRUE);
  host.base.notice = "A sentence about the picture that is long enough to need several lines.";
  dialog = pst_dialog_new (&host.base);
  gtk_widget_show (dialog);
  settle ();

  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      GtkWidget *widget = find (dialog, controls[i]);
      AtkObject *accessible = gtk_widget_get_accessible (widget);

      g_assert_true (gtk_widget_get_can_focus (widget));
      g_assert_true (gtk_widget_get_has_tooltip (widget));
      g_assert_nonnull (atk_object_get_name (accessible));
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
  g_assert_cmpint (size.height, <=, 700);
  g_assert_true (gtk_window_get_resizable (GTK_WINDOW (dialog)));

  gtk_widget_destroy (dialog);
  host_clear (&host);
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
  out.params = (PstParams){
    .strength = 12.34, .brush_size = 100, .keep_colours = 56.789, .seed = G_MAXUINT32
  };
  out.random_seed = TRUE;
  g_assert_true (pst_settings_save (&out, path, &error));
  g_assert_no_error (error);
  g_assert_true (pst_settings_load (&in, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (in.style, ==, out.style);
  g_assert_cmpfloat (in.params.strength, ==, 12.34);
  g_assert_cmpfloat (in.params.keep_colours, ==, 56.789);
  g_assert_cmpuint (in.params.seed, ==, G_MAXUINT32);
  g_assert_true (in.random_seed);

  in = first;
  g_assert_true (g_file_set_contents (path,
                                      "[settings]\nstrength=nan\nkeep-colours=1e9\n"
                                      "seed=99999999999\nstyle=a\n",
                                      -1, NULL));
  g_assert_true (pst_settings_load (&in, path, NULL));
  g_assert_cmpstr (in.style, ==, "a");
  g_assert_cmpfloat (in.params.strength, ==, 100);
  g_assert_cmpfloat (in.params.keep_colours, ==, 0);
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

static gint
show_for_screenshot (gint seconds)
{
  TestHost host;
  PstSettings settings;
  GtkWidget *dialog;

  host_init (&host, TRUE);
  dialog = pst_dialog_new (&host.base);
  gtk_window_set_position (GTK_WINDOW (dialog), GTK_WIN_POS_CENTER);
  g_timeout_add_seconds (seconds, close_dialog, dialog);
  pst_dialog_run (PST_DIALOG (dialog), &settings);
  host_clear (&host);
  return 0;
}

int
main (int argc, char **argv)
{
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  if (argc == 3 && g_str_equal (argv[1], "--screenshot"))
    return show_for_screenshot (atoi (argv[2]));

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/first-time", test_first_time);
  g_test_add_func ("/dialog/controls", test_controls);
  g_test_add_func ("/dialog/broken-style", test_broken_style);
  g_test_add_func ("/dialog/no-styles", test_no_styles);
  g_test_add_func ("/dialog/reset-then-cancel", test_reset_then_cancel);
  g_test_add_func ("/dialog/ok-and-again", test_ok_and_again);
  g_test_add_func ("/dialog/manners", test_manners);
  g_test_add_func ("/dialog/settings-file", test_settings_file);
  return g_test_run ();
}
