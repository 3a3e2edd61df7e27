/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every window of learning, and the gallery with its menu, in every language and with text
 * of twice the size: no two controls of a window have one mnemonic, no text is cut off, and
 * nothing is larger than a small screen.  Runs under Xvfb.
 * Usage: test-languages LOCALE-FOLDER LINGUAS [PICTURES]; with PICTURES it also puts a
 * picture of each window into that folder. */

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "learn-host.h"
#include "learn/learn-dialog.h"
#include "learn/learn-window.h"
#include "learn/more-time.h"
#include "learn/stop-question.h"
#include "paint/curator.h"
#include "paint/dialog.h"
#include "paint/gallery.h"

static const gchar *locale_folder;
static const gchar *pictures; /* NULL: none */
static const gchar *language;
static gint text_size;
static gchar *po_folder;  /* where LINGUAS is */
static gchar **languages; /* and what it says */

#define LONGEST 3

/* ---- looking ---------------------------------------------------------- */

typedef struct
{
  GtkWidget *window;
  const gchar *what;
  const gchar *texts[128]; /* by mnemonic; those of other letters cannot be told apart */
} Look;

/* The others are looked at all the same. */
static void G_GNUC_PRINTF (2, 3) complain (const Look *look, const gchar *format, ...)
{
  va_list args;
  g_autofree gchar *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s (%s, %d): %s", look->what, language, text_size, text);
  g_test_fail ();
}

/* A wrapped text is cut off below if it has less room than it asked for. */
static void
check_room (GtkLabel *label, const Look *look)
{
  GtkAllocation room;
  GtkRequisition wanted;

  if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE)
    return;
  gtk_widget_get_allocation (GTK_WIDGET (label), &room);
  gtk_widget_size_request (GTK_WIDGET (label), &wanted);
  if (room.width < wanted.width || room.height < wanted.height)
    complain (look, "\"%s\" needs %d x %d and has %d x %d", gtk_label_get_text (label),
              wanted.width, wanted.height, room.width, room.height);
}

static void
check_label (GtkLabel *label, Look *look)
{
  guint key = gdk_keyval_to_lower (gtk_label_get_mnemonic_keyval (label));
  const gchar *text = gtk_label_get_text (label);

  check_room (label, look);
  if (key >= G_N_ELEMENTS (look->texts))
    return;
  if (look->texts[key])
    complain (look, "\"%s\" and \"%s\" have the mnemonic %c", look->texts[key], text, (gchar) key);
  look->texts[key] = text;
}

static void
check_widget (GtkWidget *widget, gpointer user_data)
{
  if (! gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_label (GTK_LABEL (widget), user_data);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_widget, user_data);
}

static void
save_picture (const Look *look)
{
  g_autofree gchar *name = g_strdup_printf ("%s-%s-%d.png", look->what, language, text_size);
  g_autofree gchar *path = g_build_filename (pictures, name, NULL);
  GdkWindow *root = gdk_get_default_root_window ();
  GdkPixbuf *pixbuf;
  gint x, y, width, height;

  gdk_window_get_origin (gtk_widget_get_window (look->window), &x, &y);
  gdk_drawable_get_size (gtk_widget_get_window (look->window), &width, &height);
  x = MAX (0, x);
  y = MAX (0, y);
  pixbuf = gdk_pixbuf_get_from_drawable (NULL, root, NULL, x, y, 0, 0,
                                         MIN (width, gdk_screen_width () - x),
                                         MIN (height, gdk_screen_height () - y));
  gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL);
  g_object_unref (pixbuf);
}

static void
expand (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), expand, user_data);
}

static void
look_at (GtkWidget *window, const gchar *what)
{
  Look look = { window, what, { NULL } };
  GtkRequisition size;

  expand (window, NULL);
  for (gint i = 0; i < 12; i++)
    {
      settle ();
      g_usleep (10000);
    }
  if (pictures)
    save_picture (&look);
  check_widget (window, &look);
  gtk_widget_size_request (window, &size);
  if (size.width > 1366 || size.height > 740)
    complain (&look, "it is %d x %d large", size.width, size.height);
}

/* ---- boxes that wait for an answer ------------------------------------ */

typedef struct
{
  const gchar *name; /* of the widget */
  const gchar *what;
  gboolean seen;
} Visit;

static gboolean
visit (gpointer data)
{
  Visit *v = data;
  GtkWidget *window = window_named (v->name);

  if (! window || ! gtk_widget_get_mapped (window))
    return G_SOURCE_CONTINUE;
  look_at (window, v->what);
  v->seen = TRUE;
  gtk_dialog_response (GTK_DIALOG (window), GTK_RESPONSE_CANCEL);
  return G_SOURCE_REMOVE;
}

static void
expect_box (Visit *v, const gchar *name, const gchar *what)
{
  *v = (Visit){ name, what, FALSE };
  g_timeout_add (20, visit, v);
}

/* ---- the windows ------------------------------------------------------ */

static void
wait_for_dialog (GtkWidget *dialog)
{
  settle ();
  while (pst_learn_dialog_is_busy (PST_LEARN_DIALOG (dialog)))
    {
      g_usleep (5000);
      settle ();
    }
  settle ();
}

static void
look_at_dialog (LearnHost *host)
{
  GtkWidget *dialog = pst_learn_dialog_new (&host->base);
  g_autofree gchar *path = g_build_filename (host->folder, "no such picture.png", NULL);
  gchar *uris[] = { g_filename_to_uri (path, NULL, NULL), NULL };
  GdkDragContext *context = gdk_drag_context_new ();
  GtkSelectionData data = { .target = gdk_atom_intern ("text/uri-list", FALSE) };
  Visit box;

  gtk_widget_show (dialog);
  wait_for_dialog (dialog);
  look_at (dialog, "learn");
  expect_box (&box, "pst-question", "forget");
  click (dialog, "pst-learn-forget");
  g_assert_true (box.seen);

  data.display = gtk_widget_get_display (dialog);
  gtk_selection_data_set_uris (&data, uris);
  g_signal_emit_by_name (dialog, "drag-data-received", context, 0, 0, &data, 0, 0);
  wait_for_dialog (dialog);
  look_at (dialog, "learn-file");
  g_free (data.data);
  g_free (uris[0]);
  g_object_unref (context);
  gtk_widget_destroy (dialog);
}

static void
look_at_sources (LearnHost *host)
{
  static const gint heights[] = { 100, 200 };
  GtkWidget *dialog;

  for (gsize i = 0; i < G_N_ELEMENTS (heights); i++)
    {
      host->painting_height = heights[i];
      dialog = pst_learn_dialog_new (&host->base);
      gtk_widget_show (dialog);
      wait_for_dialog (dialog);
      look_at (dialog, i ? "learn-small" : "learn-too-small");
      gtk_widget_destroy (dialog);
    }
  host->painting_height = 512;
}

static GtkWidget *
open_window (LearnHost *host, const gchar *title, gint steps)
{
  GtkWidget *window =
      pst_learn_window_new (&host->base, quick_lesson (host, title, steps ? 0 : 60, steps), NULL);

  gtk_widget_show (window);
  settle ();
  return window;
}

static void
wait_for_step (GtkWidget *window)
{
  gboolean learns = TRUE;
  gint step = 0;

  while (learns && step < 3)
    {
      g_auto (PstLearnerStatus) status = { 0 };

      g_usleep (5000);
      settle ();
      learns = pst_learn_window_get_status (PST_LEARN_WINDOW (window), &status);
      step = status.step;
    }
  settle ();
}

static void
wait_for_button (GtkWidget *window, gint response)
{
  while (
      ! gtk_widget_get_visible (gtk_dialog_get_widget_for_response (GTK_DIALOG (window), response)))
    {
      g_usleep (5000);
      settle ();
    }
}

static void
look_at_window (LearnHost *host)
{
  GtkWidget *window = open_window (host, "Été à Łódź", 0);
  Visit box;

  wait_for_step (window);
  look_at (window, "learning");
  expect_box (&box, "pst-question", "stop");
  gtk_dialog_response (GTK_DIALOG (window), GTK_RESPONSE_CLOSE);
  g_assert_true (box.seen);
  expect_box (&box, "pst-question", "discard");
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_DISCARD);
  g_assert_true (box.seen);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  look_at (window, "paused");
  gtk_widget_destroy (window);

  window = open_window (host, "Learnt", 3);
  wait_for_button (window, PST_LEARN_RESPONSE_LONGER);
  look_at (window, "learnt");
  expect_box (&box, "pst-more-time", "longer");
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_LONGER);
  g_assert_true (box.seen);
  gtk_widget_destroy (window);
}

/* The gallery cannot be written to. */
static void
look_at_failure (LearnHost *host)
{
  GtkWidget *window;

  g_assert_true (g_file_set_contents (host->styles, "in the way", -1, NULL));
  window = open_window (host, "Failed", 3);
  wait_for_button (window, PST_LEARN_RESPONSE_AGAIN);
  look_at (window, "failed");
  gtk_widget_destroy (window);
  g_assert_cmpint (g_unlink (host->styles), ==, 0);
}

static void
look_at_gallery (LearnHost *host)
{
  GtkWidget *dialog, *curator, *menu;
  Visit box;

  add_style (host->styles, "own", "Own");
  add_style (host->styles, "second", "Sunset over the roofs of a city");
  add_style (host->folder, "given", "Given");
  dialog = pst_dialog_new (&host->base);
  gtk_widget_show (dialog);
  settle ();
  while (pst_dialog_is_busy (PST_DIALOG (dialog)))
    {
      g_usleep (5000);
      settle ();
    }
  pst_gallery_select (PST_GALLERY (find (dialog, "pst-gallery")), "own");
  while (pst_dialog_is_busy (PST_DIALOG (dialog)))
    {
      g_usleep (5000);
      settle ();
    }
  curator = find (dialog, "pst-curator");
  look_at (dialog, "gallery");
  expect_box (&box, "pst-rename", "rename");
  pst_curator_do (PST_CURATOR (curator), PST_CURATOR_RENAME);
  g_assert_true (box.seen);
  pst_curator_do (PST_CURATOR (curator), PST_CURATOR_DELETE);
  look_at (dialog, "deleted");

  pst_curator_popup (PST_CURATOR (curator), 0, GDK_CURRENT_TIME);
  settle ();
  menu = gtk_menu_get_for_attach_widget (curator)->data;
  look_at (menu, "menu");
  gtk_menu_popdown (GTK_MENU (menu));
  settle ();
  gtk_widget_destroy (dialog);
}

/* ---- languages -------------------------------------------------------- */

static void
set_language (const gchar *name)
{
  language = name;
  g_setenv ("LANGUAGE", name, TRUE);
  bindtextdomain ("pastiche", locale_folder);
  bind_textdomain_codeset ("pastiche", "UTF-8");
  textdomain ("pastiche"); /* which forgets what was translated before */
}

/* How wide all that is said in a language is: East Asian letters take the room of two. */
static gsize
measure (const gchar *folder, const gchar *name)
{
  g_autofree gchar *file = g_strconcat (name, ".po", NULL);
  g_autofree gchar *path = g_build_filename (folder, file, NULL), *text = NULL;
  gsize width = 0;

  if (! g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  for (const gchar *at = text; *at; at = g_utf8_next_char (at))
    width += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  return width;
}

/* Double text is looked at in the LONGEST languages alone, for it takes as long again. */
static gboolean
is_long (const gchar *folder, gchar **names, const gchar *name)
{
  const gsize own = measure (folder, name);
  gint longer = 0;

  for (gsize i = 0; names[i]; i++)
    longer += *names[i] && *names[i] != '#' && measure (folder, names[i]) > own;
  return own > 0 && longer < LONGEST;
}

static void
test_language (gconstpointer name)
{
  static const gint sizes[] = { 10, 20 };

  set_language (name);
  if (g_str_equal (name, "en"))
    g_assert_cmpstr (dgettext ("pastiche", "Photos"), ==, "Photos");
  else
    g_assert_cmpstr (dgettext ("pastiche", "Learning"), !=, "Learning");
  for (gsize i = 0; i < (is_long (po_folder, languages, name) ? 2 : 1); i++)
    {
      g_autofree gchar *font = g_strdup_printf ("gtk-font-name = \"Sans %d\"", sizes[i]);
      LearnHost host;

      text_size = sizes[i];
      gtk_rc_parse_string (font);
      gtk_rc_reset_styles (gtk_settings_get_default ());
      learn_host_init (&host, NULL);
      pst_lesson_close (quick_lesson (&host, "One", 60, 0));
      look_at_dialog (&host);
      look_at_sources (&host);
      look_at_failure (&host);
      look_at_window (&host);
      look_at_gallery (&host);
      learn_host_clear (&host, FALSE);
    }
}

int
main (int argc, char **argv)
{
  g_autofree gchar *text = NULL;

  gtk_disable_setlocale ();
  if (! setlocale (LC_ALL, "C.UTF-8"))
    {
      g_print ("1..0 # SKIP there is no locale C.UTF-8\n");
      return 0;
    }
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  g_test_init (&argc, &argv, NULL);
  if (argc < 3 || ! g_file_get_contents (argv[2], &text, NULL, NULL))
    return 2;
  locale_folder = argv[1];
  pictures = argc > 3 ? argv[3] : NULL;
  po_folder = g_path_get_dirname (argv[2]);
  languages = g_strsplit (text, "\n", -1);
  g_test_add_data_func ("/languages/en", "en", test_language);
  for (gsize i = 0; languages[i]; i++)
    {
      g_autofree gchar *path = g_strconcat ("/languages/", languages[i], NULL);

      if (*languages[i] && *languages[i] != '#')
        g_test_add_data_func (path, languages[i], test_language);
    }
  return g_test_run ();
}
