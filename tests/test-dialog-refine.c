/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog refines, and makes styles of any picture.  Runs under Xvfb.  With --screenshot
 * SECONDS PHOTO STYLES [PICTURE] the dialog is only shown, after a picture. */

#include <stdlib.h>
#include <string.h>

#include "learn-host.h"
#include "paint/curator.h"
#include "paint/dialog.h"
#include "paint/gallery.h"
#include "shared/pixbuf.h"
#include "view/preview.h"

static gint photo_width = 96, photo_height = 72;
static const gchar *shown_photo;

static PstImage *
get_source (PstUiHost *base, GError **error)
{
  if (shown_photo)
    return pst_reduced_load_painting (shown_photo, 2048, error);
  return photo_new (photo_width, photo_height);
}

static PstSettings kept;
static gboolean is_kept;

static void
get_settings (PstUiHost *base, PstSettings *settings)
{
  if (is_kept)
    *settings = kept;
}

static void
set_settings (PstUiHost *base, const PstSettings *settings, gboolean answered)
{
  kept = *settings;
  is_kept = TRUE;
}

static gint n_images;

static gchar **
list_open_images (PstUiHost *base)
{
  gchar *titles[] = { "Stripes", "Closed", NULL };

  titles[n_images] = NULL;
  return g_strdupv (titles);
}

static PstImage *
get_open_image (PstUiHost *base, guint n, GError **error)
{
  if (n == 0)
    return striped_painting (200, 150);
  g_set_error_literal (error, PST_ERROR, PST_ERROR_NOT_FOUND, "It was closed. Take another one.");
  return NULL;
}

static PstStyle *
made_up_style (const gchar *id, guint64 seed)
{
  const PstGeneratorShape shape = { { 8, 8, 8 }, 0 };
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *weights = pst_generator_declare (&shape);

  g_hash_table_insert (metadata, g_strdup ("id"), g_strdup (id));
  g_hash_table_insert (metadata, g_strdup ("title"), g_strdup (id));
  pst_generator_init (weights, 1.0, seed);
  return pst_style_new (metadata, &shape, weights);
}

/* Three of them: one that knows its painting, another, and one that does not. */
static void
add_styles (const gchar *folder)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) painting = striped_painting (160, 128), other = striped_painting (128, 180);
  g_autoptr (PstManner) manner = pst_manner_new (engine, painting, NULL, NULL, NULL);
  g_autoptr (PstManner) another = pst_manner_new (engine, other, NULL, NULL, NULL);
  const gchar *const ids[] = { "alpha", "beta", "plain" };
  PstManner *const manners[] = { manner, another, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree gchar *name = g_strconcat (ids[i], ".safetensors", NULL);
      g_autofree gchar *path = g_build_filename (folder, name, NULL);
      g_autoptr (PstStyle) learnt = made_up_style (ids[i], i);
      g_autoptr (PstStyle) style = manners[i] ? pst_style_new_with_manner (learnt, manners[i], NULL)
                                              : pst_style_ref (learnt);

      g_assert_true (pst_style_save (style, path, PST_DTYPE_F16, NULL));
    }
}

static void
host_init (LearnHost *host)
{
  learn_host_init (host, NULL);
  host->base.help_id = "plug-in-pastiche";
  host->base.get_source = get_source;
  host->base.get_settings = get_settings;
  host->base.set_settings = set_settings;
  host->base.list_open_images = list_open_images;
  host->base.get_open_image = get_open_image;
  add_styles (host->folder);
  is_kept = FALSE;
  photo_width = 96;
  photo_height = 72;
}

static GtkWidget *
open_dialog (LearnHost *host)
{
  GtkWidget *dialog = pst_dialog_new (&host->base);

  gtk_widget_show (dialog);
  return dialog;
}

static PstSettings
settings_of (GtkWidget *dialog)
{
  PstSettings settings;

  pst_dialog_get_settings (PST_DIALOG (dialog), &settings);
  return settings;
}

static void
choose (GtkWidget *dialog, const gchar *id)
{
  pst_gallery_select (PST_GALLERY (find (dialog, "pst-gallery")), id);
}

static const gchar *
chosen (GtkWidget *dialog)
{
  PstStyle *style = pst_dialog_get_style (PST_DIALOG (dialog));

  return style ? pst_style_get_id (style) : "";
}

static PstImage *
stylise (GtkWidget *dialog)
{
  g_autoptr (PstEngine) engine = pst_engine_new (1);
  g_autoptr (PstImage) photo = photo_new (photo_width, photo_height);
  const PstSettings settings = settings_of (dialog);
  PstImage *out = pst_engine_stylise (engine, pst_dialog_get_style (PST_DIALOG (dialog)),
                                      pst_dialog_get_second (PST_DIALOG (dialog)), &settings.params,
                                      photo, NULL, NULL);

  g_assert_nonnull (out);
  return out;
}

/* Mean absolute difference, in levels of 1/255, of what the preview shows. */
static gdouble
difference (GtkWidget *dialog, const PstImage *expected)
{
  PstPreview *preview = PST_PREVIEW (find (dialog, "pst-preview"));
  gsize plane = (gsize) expected->width * expected->height;
  GdkRectangle part;
  cairo_surface_t *surface = pst_preview_get_surface (preview, TRUE, &part);
  gdouble sum = 0;

  g_assert_nonnull (surface);
  for (gint y = 0; y < part.height; y++)
    for (gint x = 0; x < part.width; x++)
      {
        guint32 pixel =
            ((const guint32 *) (cairo_image_surface_get_data (surface)
                                + (gsize) y * cairo_image_surface_get_stride (surface)))[x];

        for (gint c = 0; c < 3; c++)
          sum +=
              fabs ((pixel >> (16 - 8 * c) & 255)
                    - 255
                          * CLAMP (expected->data[c * plane + (gsize) (part.y + y) * expected->width
                                                  + part.x + x],
                                   0, 1));
      }
  return sum / (3.0 * part.width * part.height);
}

typedef struct
{
  GtkDialog *dialog;
  const gint *answers;
  gint next;
} Presses;

/* Presses the next button once everything rests, or at once while it paints. */
static gboolean
press (gpointer user_data)
{
  Presses *p = user_data;

  if (p->answers[p->next])
    gtk_dialog_response (p->dialog, p->answers[p->next++]);
  return G_SOURCE_CONTINUE;
}

/* ---- refining --------------------------------------------------------- */

/* The preview ends with what OK makes; OK does not do it all again. */
static void
test_preview (void)
{
  static const gint answers[] = { GTK_RESPONSE_OK, 0 };
  LearnHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) expected = NULL, fast = NULL, painting = NULL;
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, answers, 0 };

  host_init (&host);
  dialog = open_dialog (&host);
  g_assert_cmpfloat (settings_of (dialog).params.refine, ==, 50);
  choose (dialog, "alpha");
  slide (dialog, "pst-refine", 12);
  slide (dialog, "pst-strength", 90);
  wait_until_idle (dialog);
  expected = stylise (dialog);
  g_assert_cmpfloat (difference (dialog, expected), <, 1);

  /* Blending follows at once, and nothing is painted for it. */
  slide (dialog, "pst-strength", 60);
  slide (dialog, "pst-keep-colours", 30);
  g_assert_false (pst_dialog_is_busy (PST_DIALOG (dialog)));
  pst_image_free (expected);
  expected = stylise (dialog);
  g_assert_cmpfloat (difference (dialog, expected), <, 1);

  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  g_assert_true (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_source_remove_by_user_data (&presses);
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  g_assert_cmpmem (painting->data, bytes_of (painting), expected->data, bytes_of (expected));
  g_assert_cmpfloat (answer.params.refine, ==, 12);
  g_assert_cmpfloat (kept.params.refine, ==, 12);
  gtk_widget_destroy (dialog);

  dialog = open_dialog (&host);
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (find (dialog, "pst-refine"))), ==, 12);
  wait_until_idle (dialog);
  slide (dialog, "pst-refine", 0);
  wait_until_idle (dialog);
  fast = stylise (dialog);
  g_assert_cmpfloat (difference (dialog, fast), <, 1);
  g_assert_cmpfloat (difference (dialog, expected), >, 2);
  gtk_dialog_response (GTK_DIALOG (dialog), PST_DIALOG_RESPONSE_RESET);
  g_assert_cmpfloat (settings_of (dialog).params.refine, ==, 50);
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* OK before anything rests: it is the same picture. */
static void
test_ok_at_once (void)
{
  static const gint answers[] = { GTK_RESPONSE_OK, 0 };
  LearnHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) expected = NULL, painting = NULL;
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, answers, 0 };

  host_init (&host);
  dialog = pst_dialog_new (&host.base);
  choose (dialog, "alpha");
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-mix-style")), 2);
  slide (dialog, "pst-refine", 9);
  type_number (dialog, "pst-seed", 5);
  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  g_assert_true (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_source_remove_by_user_data (&presses);
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  expected = stylise (dialog);
  g_assert_cmpmem (painting->data, bytes_of (painting), expected->data, bytes_of (expected));
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* A dialog of a picture whose strokes take a while. */
static GtkWidget *
open_long (LearnHost *host)
{
  GtkWidget *dialog;

  host_init (host);
  photo_width = 300;
  photo_height = 200;
  dialog = pst_dialog_new (&host->base);
  choose (dialog, "beta");
  slide (dialog, "pst-refine", 77);
  return dialog;
}

/* Cancel while OK refines: the dialog goes on with everything as it was. */
static void
test_cancel (void)
{
  static const gint answers[] = { GTK_RESPONSE_OK, GTK_RESPONSE_CANCEL, GTK_RESPONSE_CANCEL, 0 };
  LearnHost host;
  GtkWidget *dialog = open_long (&host);
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, answers, 0 };

  presses.dialog = GTK_DIALOG (dialog);
  g_idle_add (press, &presses);
  g_assert_false (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_source_remove_by_user_data (&presses);
  g_assert_cmpint (presses.next, ==, 3);
  g_assert_null (pst_dialog_steal_painting (PST_DIALOG (dialog)));
  g_assert_cmpfloat (settings_of (dialog).params.refine, ==, 77);
  g_assert_cmpstr (chosen (dialog), ==, "beta");
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

static gboolean
is_refining (GtkWidget *dialog)
{
  return strstr (gtk_label_get_text (GTK_LABEL (find (dialog, "pst-status"))), "Refining") != NULL;
}

static gint n_escapes; /* that did not close the dialog */

static gboolean
press_escape_when_resting (gpointer dialog)
{
  GtkWidget *ok = gtk_dialog_get_widget_for_response (dialog, GTK_RESPONSE_OK);

  n_escapes += gtk_widget_get_sensitive (ok) && gtk_widget_get_visible (dialog);
  press_key (dialog, GDK_KEY_Escape, GDK_KEY_PRESS);
  return G_SOURCE_REMOVE;
}

static gboolean
press_escape_when_painting (gpointer user_data)
{
  GtkWidget *dialog = user_data;
  GtkWidget *ok = gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);

  if (gtk_widget_get_sensitive (ok) || pst_dialog_get_progress (PST_DIALOG (dialog)) == 0)
    return G_SOURCE_CONTINUE;
  press_key (dialog, GDK_KEY_Escape, GDK_KEY_PRESS);
  g_idle_add (press_escape_when_resting, dialog);
  return G_SOURCE_REMOVE;
}

/* Escape while OK refines: the first stops that, the next closes. */
static void
test_escape (void)
{
  static const gint answers[] = { GTK_RESPONSE_OK, 0 };
  LearnHost host;
  GtkWidget *dialog = open_long (&host);
  PstSettings answer = PST_SETTINGS_INIT;
  Presses presses = { NULL, answers, 0 };

  presses.dialog = GTK_DIALOG (dialog);
  n_escapes = 0;
  g_idle_add (press, &presses);
  g_timeout_add (5, press_escape_when_painting, dialog);
  g_assert_false (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_source_remove_by_user_data (&presses);
  g_assert_cmpint (n_escapes, ==, 1);
  g_assert_null (pst_dialog_steal_painting (PST_DIALOG (dialog)));
  g_assert_cmpfloat (kept.params.refine, ==, 77);
  g_assert_cmpstr (kept.style, ==, "beta");
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

static gboolean
press_ok_when_refining (gpointer user_data)
{
  GtkWidget *dialog = user_data;

  if (! is_refining (dialog) || pst_dialog_get_progress (PST_DIALOG (dialog)) < .1)
    return G_SOURCE_CONTINUE;
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  return G_SOURCE_REMOVE;
}

/* OK while the preview's strokes are worked at: that is gone on with, not begun anew. */
static void
test_ok_goes_on (void)
{
  LearnHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) expected = NULL, painting = NULL;
  PstSettings answer = PST_SETTINGS_INIT;
  guint before;

  host_init (&host);
  photo_width = 200;
  photo_height = 150;
  dialog = open_dialog (&host);
  choose (dialog, "alpha");
  slide (dialog, "pst-refine", 20);
  while (! is_refining (dialog))
    g_main_context_iteration (NULL, TRUE);
  before = pst_dialog_get_n_cancelled (PST_DIALOG (dialog));
  g_timeout_add (5, press_ok_when_refining, dialog);
  g_assert_true (pst_dialog_run (PST_DIALOG (dialog), &answer));
  g_assert_cmpuint (pst_dialog_get_n_cancelled (PST_DIALOG (dialog)), ==, before);
  painting = pst_dialog_steal_painting (PST_DIALOG (dialog));
  expected = stylise (dialog);
  g_assert_cmpmem (painting->data, bytes_of (painting), expected->data, bytes_of (expected));
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* A change while strokes are worked at ends that, and its own picture is what comes. */
static void
test_newest_wins (void)
{
  LearnHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) expected = NULL;
  guint before;

  host_init (&host);
  photo_width = 200; /* small enough that no coarse preview comes first */
  photo_height = 150;
  dialog = open_dialog (&host);
  choose (dialog, "alpha");
  slide (dialog, "pst-refine", 100);
  while (! is_refining (dialog))
    g_main_context_iteration (NULL, TRUE);
  while (pst_dialog_get_progress (PST_DIALOG (dialog)) <= 0)
    g_main_context_iteration (NULL, FALSE);
  before = pst_dialog_get_n_cancelled (PST_DIALOG (dialog));
  choose (dialog, "beta");
  slide (dialog, "pst-refine", 8);
  wait_until_idle (dialog);
  g_assert_cmpuint (pst_dialog_get_n_cancelled (PST_DIALOG (dialog)), >, before);
  expected = stylise (dialog);
  g_assert_cmpfloat (difference (dialog, expected), <, 1);
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* A style that does not know its painting has nothing to refine. */
static void
test_plain (void)
{
  LearnHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) expected = NULL;

  host_init (&host);
  dialog = open_dialog (&host);
  choose (dialog, "plain");
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-refine")));
  wait_until_idle (dialog);
  expected = stylise (dialog);
  g_assert_cmpfloat (difference (dialog, expected), <, 1);
  choose (dialog, "alpha");
  g_assert_true (gtk_widget_get_sensitive (find (dialog, "pst-refine")));
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* ---- from a picture --------------------------------------------------- */

static gchar *
write_picture (const LearnHost *host, const gchar *name)
{
  gchar *path = g_build_filename (host->folder, name, NULL);
  g_autoptr (PstImage) image = striped_painting (180, 140);
  g_autoptr (GdkPixbuf) pixbuf = pst_pixbuf_new (image);

  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  return path;
}

static const gchar *
note_of (GtkWidget *dialog)
{
  return gtk_label_get_text (GTK_LABEL (find (dialog, "pst-curator-note")));
}

/* Files that are dropped: a picture becomes a style, which is chosen, kept, and painted. */
static void
test_from_file (void)
{
  LearnHost host;
  GtkWidget *dialog;
  PstCurator *curator;
  g_autofree gchar *path = NULL, *broken = NULL;
  g_autoptr (PstImage) expected = NULL;
  PstStyle *style;

  host_init (&host);
  path = write_picture (&host, "My Stripes.png");
  broken = g_build_filename (host.folder, "broken.png", NULL);
  g_assert_true (g_file_set_contents (broken, "nothing", -1, NULL));
  dialog = open_dialog (&host);
  slide (dialog, "pst-refine", 10);
  curator = PST_CURATOR (find (dialog, "pst-curator"));
  pst_curator_import (curator, (const gchar *const[]){ path, NULL });
  wait_until_idle (dialog);
  g_assert_cmpstr (chosen (dialog), ==, "my-stripes");
  style = pst_dialog_get_style (PST_DIALOG (dialog));
  g_assert_cmpstr (pst_style_get (style, "title"), ==, "My Stripes");
  g_assert_false (pst_style_has_generator (style));
  g_assert_true (pst_library_owns (host.base.library, "my-stripes"));
  g_assert_false (pst_gallery_needs_thumbnail (PST_GALLERY (find (dialog, "pst-gallery")), style));
  g_assert_true (gtk_widget_get_sensitive (find (dialog, "pst-refine")));
  expected = stylise (dialog);
  g_assert_cmpfloat (difference (dialog, expected), <, 1);

  /* Learning would begin with it. */
  g_assert_cmpstr (host.kept.painting, ==, path);
  g_assert_cmpint (host.kept.source, ==, PST_PAINTING_FILE);

  /* Once more is not twice; what is no picture is named. */
  choose (dialog, "alpha");
  pst_curator_import (curator, (const gchar *const[]){ path, NULL });
  wait_until_idle (dialog);
  g_assert_cmpstr (chosen (dialog), ==, "my-stripes");
  g_assert_false (pst_library_owns (host.base.library, "my-stripes-2"));
  pst_curator_import (curator, (const gchar *const[]){ broken, NULL });
  wait_until_idle (dialog);
  g_assert_nonnull (strstr (note_of (dialog), "broken.png"));
  g_assert_cmpstr (chosen (dialog), ==, "my-stripes");

  g_assert_true (pst_curator_can (curator, PST_CURATOR_RENAME));
  pst_curator_do (curator, PST_CURATOR_DELETE);
  g_assert_false (pst_library_owns (host.base.library, "my-stripes"));
  pst_curator_do (curator, PST_CURATOR_UNDO);
  g_assert_cmpstr (chosen (dialog), ==, "my-stripes");
  wait_until_idle (dialog);
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

static void
find_item (GtkWidget *item, gpointer user_data)
{
  GtkWidget **found = user_data;
  const gchar *label = gtk_menu_item_get_label (GTK_MENU_ITEM (item));

  if (g_strcmp0 (label, g_object_get_data (G_OBJECT (*found), "wanted")) == 0)
    g_object_set_data (G_OBJECT (*found), "item", item);
}

/* As a click on that item of the menu does. */
static void
activate (GtkWidget *dialog, const gchar *label)
{
  GtkWidget *button = find (dialog, "pst-picture"), *item, *menu;

  click (dialog, "pst-picture");
  settle ();
  menu = gtk_menu_get_for_attach_widget (button)->data;
  g_object_set_data (G_OBJECT (button), "wanted", (gpointer) label);
  g_object_set_data (G_OBJECT (button), "item", NULL);
  gtk_container_foreach (GTK_CONTAINER (menu), find_item, &button);
  item = g_object_get_data (G_OBJECT (button), "item");
  g_assert_nonnull (item);
  gtk_menu_item_activate (GTK_MENU_ITEM (item));
  gtk_menu_popdown (GTK_MENU (menu));
  settle ();
}

/* Other images, one of which is closed meanwhile, and what was copied. */
static void
test_from_images (void)
{
  LearnHost host;
  GtkWidget *dialog;
  g_autoptr (PstImage) image = striped_painting (150, 200);
  g_autoptr (GdkPixbuf) pixbuf = pst_pixbuf_new (image);
  PstStyle *style;

  host_init (&host);
  n_images = 2;
  dialog = open_dialog (&host);
  slide (dialog, "pst-refine", 5);
  activate (dialog, "Stripes");
  wait_until_idle (dialog);
  g_assert_cmpstr (chosen (dialog), ==, "stripes");
  activate (dialog, "Closed");
  g_assert_nonnull (strstr (note_of (dialog), "It was closed"));

  gtk_clipboard_set_image (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), pixbuf);
  activate (dialog, "From the _Clipboard");
  wait_until_idle (dialog);
  g_assert_cmpstr (chosen (dialog), ==, "pasted-picture");
  style = pst_dialog_get_style (PST_DIALOG (dialog));
  g_assert_cmpfloat (pst_manner_get_params (pst_style_get_manner (style))->size, ==, 150);
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
  n_images = 0;
}

/* Nothing comes back to a window that is no more. */
static void
test_close_while_looking (void)
{
  LearnHost host;
  GtkWidget *dialog;
  g_autofree gchar *path = NULL;

  host_init (&host);
  path = write_picture (&host, "a.png");
  dialog = open_dialog (&host);
  pst_curator_import (PST_CURATOR (find (dialog, "pst-curator")),
                      (const gchar *const[]){ path, path, NULL });
  gtk_widget_destroy (dialog);
  settle ();
  learn_host_clear (&host, FALSE);
}

/* ---- to look at ------------------------------------------------------- */

static gboolean
close_dialog (gpointer dialog)
{
  gtk_dialog_response (dialog, GTK_RESPONSE_CANCEL);
  return G_SOURCE_REMOVE;
}

static gboolean
take_picture (gpointer user_data)
{
  gpointer *pair = user_data;

  pst_curator_import (PST_CURATOR (find (pair[0], "pst-curator")),
                      (const gchar *const[]){ pair[1], NULL });
  return G_SOURCE_REMOVE;
}

static gint
show (gint argc, gchar **argv)
{
  LearnHost host;
  PstSettings settings;
  GtkWidget *dialog;
  gpointer pair[2] = { NULL, argc > 5 ? argv[5] : NULL };

  shown_photo = argv[3];
  host_init (&host);
  g_free (host.folder);
  host.folder = g_strdup (argv[4]);
  host.base.n_threads = 0;
  dialog = pst_dialog_new (&host.base);
  pair[0] = dialog;
  gtk_window_set_position (GTK_WINDOW (dialog), GTK_WIN_POS_CENTER);
  if (pair[1])
    g_timeout_add_seconds (2, take_picture, pair);
  g_timeout_add_seconds ((guint) atoi (argv[2]), close_dialog, dialog);
  pst_dialog_run (PST_DIALOG (dialog), &settings);
  gtk_widget_destroy (dialog);
  return 0;
}

int
main (int argc, char **argv)
{
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  if (argc >= 5 && g_str_equal (argv[1], "--screenshot"))
    return show (argc, argv);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refine/preview", test_preview);
  g_test_add_func ("/refine/ok-at-once", test_ok_at_once);
  g_test_add_func ("/refine/cancel", test_cancel);
  g_test_add_func ("/refine/escape", test_escape);
  g_test_add_func ("/refine/ok-goes-on", test_ok_goes_on);
  g_test_add_func ("/refine/newest-wins", test_newest_wins);
  g_test_add_func ("/refine/plain", test_plain);
  g_test_add_func ("/picture/from-file", test_from_file);
  g_test_add_func ("/picture/from-images", test_from_images);
  g_test_add_func ("/picture/close-while-looking", test_close_while_looking);
  return g_test_run ();
}
