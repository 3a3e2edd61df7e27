/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning a style without GIMP: the dialog that asks, the window that shows, and what the
 * gallery does with the user's own styles.  Runs under Xvfb.  With --learn FOLDER, or
 * --learn-usual FOLDER, it learns there until it is killed; with --gaps it measures how
 * long other windows wait meanwhile. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "learn-host.h"
#include "learn/curves.h"
#include "learn/learn-dialog.h"
#include "learn/learn-side.h"
#include "learn/learn-window.h"
#include "learn/learn.h"
#include "learn/painting-box.h"
#include "learn/start-choice.h"
#include "learn/stop-question.h"
#include "lessons/ppm-file.h"
#include "paint/curator.h"
#include "paint/dialog.h"
#include "paint/gallery.h"
#include "scratch.h"
#include "shared/pixbuf.h"

static const gchar *program;

/* ---- waiting ---- */

typedef gboolean (*Condition) (gpointer data);

/* A quarter of an hour is only for a test that hangs, under sanitizers. */
static void
wait_until (Condition condition, gpointer data, const gchar *what)
{
  gint64 end = g_get_monotonic_time () + 900 * G_USEC_PER_SEC;

  while (! condition (data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited in vain until %s", what);
      while (gtk_events_pending ())
        gtk_main_iteration ();
      g_usleep (5000);
    }
}

static gboolean
dialog_is_idle (gpointer dialog)
{
  return ! pst_learn_dialog_is_busy (dialog);
}

static GtkWidget *
open_dialog (LearnHost *host)
{
  GtkWidget *dialog = pst_learn_dialog_new (&host->base);

  gtk_widget_show (dialog);
  settle ();
  wait_until (dialog_is_idle, dialog, "the dialog rests");
  settle ();
  return dialog;
}

static gboolean
is_sensitive (GtkWidget *dialog, gint response)
{
  return gtk_widget_get_sensitive (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), response));
}

static gboolean
is_offered (GtkWidget *dialog, gint response)
{
  return gtk_widget_get_visible (
      gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), response));
}

/* "" where it is not shown. */
static const gchar *
said (GtkWidget *dialog, const gchar *name)
{
  GtkWidget *label = find (dialog, name);

  return gtk_widget_get_mapped (label) ? gtk_label_get_text (GTK_LABEL (label)) : "";
}

static void
assert_contains (const gchar *text, const gchar *part)
{
  if (! strstr (text, part))
    g_error ("\"%s\" does not say \"%s\"", text, part);
}

/* ---- robots ---- */

/* Answers the box of that name as soon as it is there. */
typedef struct
{
  const gchar *name;
  gint answer;
  const gchar *text; /* for the box's "pst-rename-name"; NULL: none */
  gint n_answered;
} Robot;

static gboolean
answer (gpointer data)
{
  Robot *robot = data;
  GtkWidget *box = window_named (robot->name);

  if (! box)
    return G_SOURCE_CONTINUE;
  if (robot->text)
    gtk_entry_set_text (GTK_ENTRY (find (box, "pst-rename-name")), robot->text);
  robot->n_answered++;
  gtk_dialog_response (GTK_DIALOG (box), robot->answer);
  return G_SOURCE_REMOVE;
}

static void
robot_start (Robot *robot, const gchar *name, gint response, const gchar *text)
{
  *robot = (Robot){ name, response, text, 0 };
  g_timeout_add (20, answer, robot);
}

/* ---- the dialog ---- */

static void
test_dialog (void)
{
  LearnHost host;
  PstLearnSettings settings;
  GtkWidget *dialog;

  learn_host_init (&host, NULL);
  dialog = open_dialog (&host);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==,
                   "Été à Łódź");
  g_assert_cmpstr (said (dialog, "pst-learn-verdict"), ==, "");
  assert_contains (said (dialog, "pst-learn-found"), "3");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));

  /* There is no general painter here, and no style to start from. */
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-start-base")));
  g_assert_false (gtk_widget_get_sensitive (find (dialog, "pst-start-style")));
  pst_learn_dialog_get_settings (PST_LEARN_DIALOG (dialog), &settings);
  g_assert_cmpint (settings.start, ==, PST_START_NOTHING);

  slide (dialog, "pst-learn-minutes", 60);
  type_number (dialog, "pst-learn-minutes-number", 120);
  type_number (dialog, "pst-learn-stroke-number", 150);
  type_number (dialog, "pst-learn-threads", 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (dialog, "pst-learn-nice")), FALSE);
  pst_learn_dialog_get_settings (PST_LEARN_DIALOG (dialog), &settings);
  g_assert_cmpfloat (settings.minutes, ==, 120);
  g_assert_cmpfloat (settings.stroke_size, ==, 150);
  g_assert_cmpint (settings.niceness, ==, 0);
  wait_until (dialog_is_idle, dialog, "the dialog rests");

  /* A quarter of the painting is still large enough; what is expected changes with the
   * time. */
  gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-learn-source")),
                            PST_PAINTING_SELECTION);
  settle ();
  wait_until (dialog_is_idle, dialog, "the selection is judged");
  assert_contains (said (dialog, "pst-learn-verdict"), "small");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  {
    g_autofree gchar *long_time = g_strdup (said (dialog, "pst-learn-expect"));

    type_number (dialog, "pst-learn-minutes-number", 5);
    g_assert_cmpstr (said (dialog, "pst-learn-expect"), !=, long_time);
  }
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* ---- a painting from a file ---- */

/* As if they were dropped there from a file manager. */
static void
drop_uris (GtkWidget *widget, gchar **uris)
{
  GdkDragContext *context = gdk_drag_context_new ();
  GtkSelectionData data = { .target = gdk_atom_intern ("text/uri-list", FALSE),
                            .display = gtk_widget_get_display (widget) };

  g_assert_true (gtk_selection_data_set_uris (&data, uris));
  g_signal_emit_by_name (widget, "drag-data-received", context, 0, 0, &data, 0, 0);
  g_free (data.data);
  g_object_unref (context);
  settle ();
}

static void
drop (GtkWidget *widget, const gchar *const *paths)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; paths[i]; i++)
    g_ptr_array_add (uris, g_filename_to_uri (paths[i], NULL, NULL));
  g_ptr_array_add (uris, NULL);
  drop_uris (widget, (gchar **) uris->pdata);
}

static void
drop_file (GtkWidget *dialog, const gchar *path)
{
  drop (dialog, (const gchar *[]){ path, NULL });
  wait_until (dialog_is_idle, dialog, "the file is judged");
  settle ();
}

static gchar *
picture_new (LearnHost *host, const gchar *name, PstImage *picture)
{
  gchar *path = g_build_filename (host->folder, name, NULL);
  g_autoptr (GdkPixbuf) pixbuf = pst_pixbuf_new (picture);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
  pst_image_free (picture);
  return path;
}

static PstImage *
gray_new (gint width, gint height)
{
  PstImage *image = pst_image_new (width, height, NULL);

  for (gsize i = 0; i < bytes_of (image) / sizeof (gfloat); i++)
    image->data[i] = 0.5f;
  return image;
}

static PstPaintingSource
source_of (GtkWidget *dialog)
{
  PstLearnSettings settings;

  pst_learn_dialog_get_settings (PST_LEARN_DIALOG (dialog), &settings);
  return settings.source;
}

/* Chooses a file in the chooser, or cancels it, once it shows the file before. */
typedef struct
{
  const gchar *path; /* NULL: cancel */
  const gchar *before;
  gint stage;
} Chooser;

static gboolean
answer_chooser (gpointer data)
{
  Chooser *robot = data;
  GtkWidget *box = window_named ("pst-picture-chooser");
  g_autofree gchar *shown = NULL;

  if (! box)
    return G_SOURCE_CONTINUE;
  shown = gtk_file_chooser_get_filename (GTK_FILE_CHOOSER (box));
  if (robot->stage == 0)
    {
      if (robot->before && g_strcmp0 (shown, robot->before) != 0)
        return G_SOURCE_CONTINUE;
      if (robot->path)
        gtk_file_chooser_set_filename (GTK_FILE_CHOOSER (box), robot->path);
      robot->stage++;
    }
  else if (! robot->path)
    {
      gtk_dialog_response (GTK_DIALOG (box), GTK_RESPONSE_CANCEL);
      robot->stage++;
      return G_SOURCE_REMOVE;
    }
  else if (g_strcmp0 (shown, robot->path) == 0
           && gtk_file_chooser_get_preview_widget_active (GTK_FILE_CHOOSER (box)))
    {
      assert_contains (gtk_label_get_text (GTK_LABEL (find (box, "pst-chooser-size"))),
                       "640 × 512");
      g_assert_nonnull (gtk_image_get_pixbuf (GTK_IMAGE (find (box, "pst-chooser-picture"))));
      gtk_dialog_response (GTK_DIALOG (box), GTK_RESPONSE_OK);
      robot->stage++;
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
chooser_is_answered (gpointer robot)
{
  return ((Chooser *) robot)->stage == 2;
}

static void
choose_file (GtkWidget *dialog, Chooser *robot, const gchar *path, const gchar *before)
{
  *robot = (Chooser){ path, before, 0 };
  g_timeout_add (20, answer_chooser, robot);
  if (gtk_widget_get_mapped (find (dialog, "pst-learn-file")))
    click (dialog, "pst-learn-file");
  else
    gtk_combo_box_set_active (GTK_COMBO_BOX (find (dialog, "pst-learn-source")), PST_PAINTING_FILE);
  wait_until (chooser_is_answered, robot, "a file is chosen");
  settle ();
  wait_until (dialog_is_idle, dialog, "the file is judged");
  settle ();
}

/* Chosen, chosen anew, learnt, and remembered. */
static void
test_file (void)
{
  LearnHost host;
  GtkWidget *dialog, *combo, *name;
  Chooser robot;
  PstLesson *lesson;
  g_autofree gchar *folder = NULL, *path = NULL, *other = NULL;

  learn_host_init (&host, NULL);
  host.plain = TRUE;
  path = picture_new (&host, "Nympheas_à l'aube.png", striped_painting (640, 512));
  other = picture_new (&host, "睡蓮.png", striped_painting (640, 512));
  dialog = open_dialog (&host);
  combo = find (dialog, "pst-learn-source");
  name = find (dialog, "pst-learn-name");
  assert_contains (said (dialog, "pst-learn-verdict"), "one colour");
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  g_assert_false (gtk_widget_get_mapped (find (dialog, "pst-learn-file")));

  /* Changing one's mind changes nothing. */
  choose_file (dialog, &robot, NULL, NULL);
  g_assert_cmpint (gtk_combo_box_get_active (GTK_COMBO_BOX (combo)), ==, PST_PAINTING_VISIBLE);
  g_assert_cmpint (source_of (dialog), ==, PST_PAINTING_VISIBLE);
  assert_contains (said (dialog, "pst-learn-verdict"), "one colour");

  choose_file (dialog, &robot, path, NULL);
  g_assert_cmpint (gtk_combo_box_get_active (GTK_COMBO_BOX (combo)), ==, PST_PAINTING_FILE);
  g_assert_true (gtk_widget_get_mapped (find (dialog, "pst-learn-file")));
  g_assert_cmpstr (said (dialog, "pst-learn-verdict"), ==, "");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (name)), ==, "Nympheas à l'aube");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));

  /* The image, and back: the file is asked for where it was. */
  gtk_combo_box_set_active (GTK_COMBO_BOX (combo), PST_PAINTING_VISIBLE);
  settle ();
  wait_until (dialog_is_idle, dialog, "the image is judged");
  settle ();
  assert_contains (said (dialog, "pst-learn-verdict"), "one colour");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (name)), ==, "Été à Łódź");
  choose_file (dialog, &robot, other, path);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (name)), ==, "睡蓮");
  choose_file (dialog, &robot, path, other);

  /* A name of one's own stays. */
  gtk_entry_set_text (GTK_ENTRY (name), "Lilies");
  drop_file (dialog, other);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (name)), ==, "Lilies");
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  wait_until (dialog_is_idle, dialog, "the lesson is made");
  settle ();
  lesson = pst_learn_dialog_steal_lesson (PST_LEARN_DIALOG (dialog));
  g_assert_nonnull (lesson);
  g_assert_cmpstr (pst_lesson_get_recipe (lesson)->title, ==, "Lilies");
  pst_lesson_close (lesson);
  gtk_widget_destroy (dialog);

  /* The next time it is there again; and if it has gone, the image is. */
  dialog = open_dialog (&host);
  g_assert_cmpint (source_of (dialog), ==, PST_PAINTING_FILE);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==, "睡蓮");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);
  g_assert_cmpint (g_unlink (other), ==, 0);
  dialog = open_dialog (&host);
  g_assert_cmpint (source_of (dialog), ==, PST_PAINTING_VISIBLE);
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* Whatever is dropped there, it is said what is wrong with it, and the dialog goes on. */
static void
test_hostile_paintings (void)
{
  static const struct
  {
    const gchar *name, *reason;
  } cases[] = {
    { "words.png", "no picture" },
    { "empty.jpg", "no picture" },
    { "cut.png", "" },
    { "tiny.png", "128" },
    { "gray.png", "one colour" },
    { "fall.png", "too plain" },
    { "\xff\xfe.png", "no picture" },
    { "missing.png", "no such" },
    { "photos", "folder" },
    { "secret.png", "permissions" },
    { "loop", "read" },
    { "dot.png", "128" },
    { "ribbon.png", "128" },
  };
  LearnHost host;
  GtkWidget *dialog;
  g_autofree gchar *good = NULL, *cut = NULL, *bytes = NULL, *loop = NULL, *secret = NULL;
  PstImage *fall = pst_image_new (400, 300, NULL);
  gsize size;

  learn_host_init (&host, NULL);
  for (gsize i = 0; i < bytes_of (fall) / sizeof (gfloat); i++)
    fall->data[i] = (gfloat) (i % 400) / 400;
  good = picture_new (&host, "good.png", striped_painting (640, 512));
  secret = picture_new (&host, "secret.png", striped_painting (640, 512));
  g_free (picture_new (&host, "tiny.png", striped_painting (127, 200)));
  g_free (picture_new (&host, "dot.png", gray_new (1, 1)));
  g_free (picture_new (&host, "ribbon.png", gray_new (20000, 1)));
  g_free (picture_new (&host, "gray.png", gray_new (300, 300)));
  g_free (picture_new (&host, "fall.png", fall));
  cut = g_build_filename (host.folder, "cut.png", NULL);
  loop = g_build_filename (host.folder, "loop", NULL);
  g_assert_true (g_file_get_contents (good, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (cut, bytes, (gssize) size / 2, NULL));
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_cmpint (g_chmod (secret, 0), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path = g_build_filename (host.folder, cases[i].name, NULL);

      if (g_str_equal (cases[i].reason, "no picture"))
        g_assert_true (
            g_file_set_contents (path, cases[i].name, strstr (path, "empty") ? 0 : -1, NULL));
    }

  dialog = open_dialog (&host);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *path = g_build_filename (host.folder, cases[i].name, NULL);
      g_autofree gchar *shown = g_filename_display_basename (path);

      /* Nothing is forbidden to root. */
      if (path && g_str_equal (path, secret) && g_access (path, R_OK) == 0)
        continue;
      drop_file (dialog, path);
      assert_contains (said (dialog, "pst-learn-verdict"), shown);
      assert_contains (said (dialog, "pst-learn-verdict"), cases[i].reason);
      g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
      g_assert_cmpint (source_of (dialog), ==, PST_PAINTING_FILE);
    }
  drop_uris (dialog, (gchar *[]){ (gchar *) "https://museum.example/lilies.jpg", NULL });
  wait_until (dialog_is_idle, dialog, "the address is judged");
  settle ();
  assert_contains (said (dialog, "pst-learn-verdict"), "https://museum.example/lilies.jpg");
  assert_contains (said (dialog, "pst-learn-verdict"), "save it");

  drop_file (dialog, good);
  g_assert_cmpstr (said (dialog, "pst-learn-verdict"), ==, "");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));

  /* One that is still being read when the next comes, or the window goes, is forgotten. */
  drop (dialog, (const gchar *[]){ cut, NULL });
  drop_file (dialog, good);
  g_assert_cmpstr (said (dialog, "pst-learn-verdict"), ==, "");
  drop (dialog, (const gchar *[]){ good, NULL });
  gtk_widget_destroy (dialog);
  settle ();
  learn_host_clear (&host, FALSE);
}

/* What cannot be learnt is refused at once, and with a reason. */
static void
test_paintings (void)
{
  LearnHost host;
  GtkWidget *dialog;

  learn_host_init (&host, NULL);
  host.painting_height = 100;
  dialog = open_dialog (&host);
  assert_contains (said (dialog, "pst-learn-verdict"), "too small");
  assert_contains (said (dialog, "pst-learn-verdict"), "128");
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);

  host.painting_height = 512;
  host.plain = TRUE;
  dialog = open_dialog (&host);
  assert_contains (said (dialog, "pst-learn-verdict"), "one colour");
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);

  host.picture = "/nowhere/painting.png";
  dialog = open_dialog (&host);
  assert_contains (said (dialog, "pst-learn-verdict"), "/nowhere/painting.png");
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* From one photo on; with none it says what to do. */
static void
test_photos (void)
{
  LearnHost host;
  GtkWidget *dialog;

  learn_host_init (&host, NULL);
  host.no_photos = TRUE;
  host.n_open = 1;
  dialog = open_dialog (&host);
  assert_contains (said (dialog, "pst-learn-found"), "Choose a folder");
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (dialog, "pst-learn-open")), TRUE);
  settle ();
  assert_contains (said (dialog, "pst-learn-found"), "1");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);

  /* A folder that has gone. */
  host.no_photos = FALSE;
  host.kept.open_photos = FALSE;
  remove_folder (host.photos);
  dialog = open_dialog (&host);
  assert_contains (said (dialog, "pst-learn-found"), host.photos);
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* All of its photos are broken: it says so, and the dialog goes on. */
static void
test_broken_photos (void)
{
  LearnHost host;
  GtkWidget *dialog;
  g_autofree gchar *path = NULL;

  learn_host_init (&host, NULL);
  remove_folder (host.photos);
  g_assert_cmpint (g_mkdir (host.photos, 0700), ==, 0);
  path = g_build_filename (host.photos, "broken.jpg", NULL);
  g_assert_true (g_file_set_contents (path, "broken", -1, NULL));
  dialog = open_dialog (&host);
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  wait_until (dialog_is_idle, dialog, "the photos are read");
  assert_contains (said (dialog, "pst-status"), "broken.jpg");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  g_assert_false (g_file_test (host.lessons, G_FILE_TEST_IS_DIR));
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* ---- windows ---- */

static void
check_mnemonic (GtkWidget *widget, gpointer seen)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    {
      guint key = gtk_label_get_mnemonic_keyval (GTK_LABEL (widget));

      if (key != GDK_KEY_VoidSymbol && key < 128 && ((guint *) seen)[key]++ > 0)
        g_error ("two controls have the mnemonic %c: \"%s\" is one", (gchar) key,
                 gtk_label_get_text (GTK_LABEL (widget)));
    }
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_mnemonic, seen);
}

/* All that can be pressed is known to screen readers, and explained. */
static void
check_names (GtkWidget *widget, gpointer data)
{
  const gchar *name = gtk_widget_get_name (widget);

  if (g_str_has_prefix (name, "pst-")
      && (GTK_IS_ENTRY (widget) || GTK_IS_RANGE (widget) || GTK_IS_BUTTON (widget)))
    {
      const gchar *title = atk_object_get_name (gtk_widget_get_accessible (widget));

      if ((! title || ! *title)
          && ! (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget))))
        g_error ("%s has no name", name);
      if (! gtk_widget_get_has_tooltip (widget) && ! g_str_equal (name, "pst-preview-toggle"))
        g_error ("%s has no tooltip", name);
    }
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_names, data);
}

static void
check_manners (GtkWidget *window)
{
  GtkRequisition size;
  guint seen[128] = { 0 };

  check_mnemonic (window, seen);
  check_names (window, NULL);
  gtk_widget_size_request (window, &size);
  g_test_message ("\"%s\" asks for %d x %d", gtk_window_get_title (GTK_WINDOW (window)), size.width,
                  size.height);
  g_assert_cmpint (size.width, <=, 1366);
  g_assert_cmpint (size.height, <=, 740);
}

static GtkWidget *
open_window (LearnHost *host, PstLesson *lesson)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *window = pst_learn_window_new (&host->base, lesson, &error);

  g_assert_no_error (error);
  gtk_widget_show (window);
  settle ();
  return window;
}

static PstLearnerState
state_of (GtkWidget *window)
{
  g_auto (PstLearnerStatus) status = { 0 };

  return pst_learn_window_get_status (PST_LEARN_WINDOW (window), &status) ? status.state
                                                                          : PST_LEARNER_DONE;
}

static gint
step_of (GtkWidget *window)
{
  g_auto (PstLearnerStatus) status = { 0 };

  g_assert_true (pst_learn_window_get_status (PST_LEARN_WINDOW (window), &status));
  return status.step;
}

static gboolean
has_learnt (gpointer window)
{
  return step_of (window) >= 3;
}

static gint others_step; /* that a lesson was taken over at */

static gboolean
has_learnt_more (gpointer window)
{
  return step_of (window) > others_step;
}

static gboolean
has_painted (gpointer window)
{
  return pst_learn_window_get_n_painted (PST_LEARN_WINDOW (window)) >= 2
         && pst_curves_get_n_points (PST_CURVES (find (window, "pst-learning-distance")), 0) >= 2;
}

static gboolean
is_paused (gpointer window)
{
  return state_of (window) == PST_LEARNER_PAUSED;
}

static gboolean
is_learning (gpointer window)
{
  return state_of (window) == PST_LEARNER_LEARNING;
}

static gboolean
is_closed (gpointer window)
{
  return pst_learn_window_is_closed (window);
}

static gboolean
is_at_end (gpointer window)
{
  g_auto (PstLearnerStatus) status = { 0 };

  return ! pst_learn_window_get_status (PST_LEARN_WINDOW (window), &status);
}

static gboolean
style_exists (LearnHost *host, const gchar *id)
{
  g_autofree gchar *name = g_strconcat (id, ".safetensors", NULL);
  g_autofree gchar *path = g_build_filename (host->styles, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* ---- learning ---- */

/* From the dialog to the gallery, as a person does it. */
static void
test_learn (void)
{
  LearnHost host;
  GtkWidget *dialog, *window;
  PstLesson *lesson;
  g_autofree gchar *id = NULL;
  g_autoptr (PstStyle) style = NULL;
  g_autofree gchar *path = NULL;
  gint step;

  learn_host_init (&host, NULL);
  dialog = open_dialog (&host);
  gtk_entry_set_text (GTK_ENTRY (find (dialog, "pst-learn-artist")), "Zoë");
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_OK);
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  wait_until (dialog_is_idle, dialog, "the lesson is made");
  settle ();
  lesson = pst_learn_dialog_steal_lesson (PST_LEARN_DIALOG (dialog));
  g_assert_nonnull (lesson);
  gtk_widget_destroy (dialog);

  window = open_window (&host, lesson);
  wait_until (has_learnt, window, "a few steps are learnt");
  wait_until (has_painted, window, "the photo was painted twice");
  g_assert_cmpuint (pst_curves_get_n_points (PST_CURVES (find (window, "pst-learning-losses")), 0),
                    >=, 2);
  g_assert_true (is_sensitive (window, PST_LEARN_RESPONSE_KEEP));
  g_assert_false (is_offered (window, GTK_RESPONSE_CLOSE));

  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  wait_until (is_paused, window, "it pauses");
  step = step_of (window);
  for (gint i = 0; i < 20; i++)
    {
      settle ();
      g_usleep (20000);
    }
  g_assert_cmpint (step_of (window), ==, step);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  wait_until (is_learning, window, "it goes on");
  g_assert_cmpint (step_of (window), >=, step);

  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_KEEP);
  wait_until (is_closed, window, "it is kept");
  id = pst_learn_window_run (PST_LEARN_WINDOW (window));
  gtk_widget_destroy (window);
  g_assert_cmpstr (id, ==, "ete-a-lodz");
  g_assert_true (style_exists (&host, id));
  path = g_build_filename (host.styles, "ete-a-lodz.safetensors", NULL);
  style = pst_style_load (path, NULL);
  g_assert_nonnull (style);
  g_assert_cmpstr (pst_style_get (style, "title"), ==, "Été à Łódź");
  g_assert_cmpstr (pst_style_get (style, "artist"), ==, "Zoë");

  /* It can be gone on with, and has forgotten nothing. */
  dialog = open_dialog (&host);
  click (dialog, "pst-learn-continue");
  lesson = pst_learn_dialog_steal_lesson (PST_LEARN_DIALOG (dialog));
  g_assert_nonnull (lesson);
  gtk_widget_destroy (dialog);
  g_assert_cmpint (pst_lesson_get_step (lesson), >=, step);
  window = open_window (&host, lesson);
  g_assert_cmpint (step_of (window), >=, step);
  gtk_widget_destroy (window);
  learn_host_clear (&host, FALSE);
}

/* To the end of its time, and for longer. */
static void
test_end (void)
{
  LearnHost host;
  GtkWidget *window;
  Robot robot;

  learn_host_init (&host, NULL);
  window = open_window (&host, quick_lesson (&host, "Short", 0, 3));
  wait_until (is_at_end, window, "all is learnt");
  settle ();
  assert_contains (said (window, "pst-learning-note"), "gallery");
  g_assert_true (style_exists (&host, "short"));
  g_assert_true (is_offered (window, GTK_RESPONSE_CLOSE));
  g_assert_false (is_offered (window, PST_LEARN_RESPONSE_KEEP));
  g_assert_false (is_closed (window));

  robot_start (&robot, "pst-more-time", GTK_RESPONSE_OK, NULL);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_LONGER);
  g_assert_cmpint (robot.n_answered, ==, 1);
  wait_until (is_learning, window, "it learns for longer");
  g_assert_cmpint (step_of (window), >=, 3);
  g_assert_false (is_offered (window, GTK_RESPONSE_CLOSE));
  gtk_widget_destroy (window);
  learn_host_clear (&host, FALSE);
}

static gboolean
says_last_part (gpointer window)
{
  return strstr (said (window, "pst-learning-state"), "close up") != NULL;
}

/* That the last part is learnt is said; and if it was not, why, beside that all else was. */
static void
test_last_part (void)
{
  LearnHost host;
  GtkWidget *window;

  learn_host_init (&host, NULL);
  window = open_window (&host, quick_lesson (&host, "Large enough", 0, 300));
  wait_until (says_last_part, window, "the last part is learnt, and that is said");
  wait_until (is_at_end, window, "all is learnt");
  settle ();
  assert_contains (said (window, "pst-learning-note"), "gallery");
  g_assert_null (strstr (said (window, "pst-learning-note"), "close up"));
  gtk_widget_destroy (window);

  window = open_window (&host, quick_lesson_of (&host, 140, "Small", 0, 300));
  wait_until (is_at_end, window, "all but that is learnt");
  settle ();
  assert_contains (said (window, "pst-learning-note"), "gallery");
  assert_contains (said (window, "pst-learning-note"), "close up");
  assert_contains (said (window, "pst-learning-note"), "200 x 140");
  gtk_widget_destroy (window);
  learn_host_clear (&host, FALSE);
}

/* Closing asks; each answer does what it says. */
static void
test_close (void)
{
  LearnHost host;
  GtkWidget *window;
  Robot robot;
  GdkEvent *event;

  learn_host_init (&host, NULL);
  window = open_window (&host, quick_lesson (&host, "Closed", 60, 0));
  wait_until (has_learnt, window, "a few steps are learnt");
  robot_start (&robot, "pst-question", GTK_RESPONSE_CANCEL, NULL);

  /* As a window manager's button does. */
  event = gdk_event_new (GDK_DELETE);
  event->any.window = g_object_ref (gtk_widget_get_window (window));
  gtk_main_do_event (event);
  gdk_event_free (event);
  g_assert_cmpint (robot.n_answered, ==, 1);
  g_assert_false (is_closed (window));
  g_assert_true (is_learning (window));

  robot_start (&robot, "pst-question", PST_STOP_KEEP, NULL);
  gtk_dialog_response (GTK_DIALOG (window), GTK_RESPONSE_DELETE_EVENT);
  wait_until (is_closed, window, "it is kept");
  gtk_widget_destroy (window);
  g_assert_true (style_exists (&host, "closed"));

  window = open_window (&host, quick_lesson (&host, "Thrown away", 60, 0));
  wait_until (has_learnt, window, "a few steps are learnt");
  robot_start (&robot, "pst-question", GTK_RESPONSE_CANCEL, NULL);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_DISCARD);
  g_assert_cmpint (robot.n_answered, ==, 1);
  g_assert_false (is_closed (window));
  robot_start (&robot, "pst-question", GTK_RESPONSE_YES, NULL);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_DISCARD);
  wait_until (is_closed, window, "it is discarded");
  gtk_widget_destroy (window);
  g_assert_false (style_exists (&host, "thrown-away"));
  {
    g_autoptr (GPtrArray) lessons = pst_library_list_lessons (host.base.library);

    g_assert_cmpuint (lessons->len, ==, 1);
  }
  learn_host_clear (&host, FALSE);
}

/* ---- accidents ---- */

/* Another process, which learns until it is killed. */
static GPid
spawn_learner (const gchar *mode, const gchar *folder)
{
  g_autoptr (GError) error = NULL;
  gchar *argv[] = { (gchar *) program, (gchar *) mode, (gchar *) folder, NULL };
  GPid child;

  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child, &error);
  g_assert_no_error (error);
  return child;
}

/* Once it has kept something. */
static void
kill_learner (GPid child, const gchar *folder)
{
  g_autofree gchar *sign = g_build_filename (folder, "kept", NULL);
  gint64 end = g_get_monotonic_time () + 900 * G_USEC_PER_SEC;

  while (! g_file_test (sign, G_FILE_TEST_EXISTS) && g_get_monotonic_time () < end)
    g_usleep (20000);
  g_assert_true (g_file_test (sign, G_FILE_TEST_EXISTS));
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

/* A lesson of the usual size. */
static PstLesson *
lesson_new (LearnHost *host)
{
  g_autoptr (PstRecipe) recipe = pst_learn_settings_to_recipe (&host->kept);
  g_autoptr (PstImage) painting = striped_painting (768, 640);
  g_autoptr (PstImage) photo = photo_new (600, 448);
  const PstImage *photos[] = { photo };
  const PstPhotos in_memory = pst_photos_in_memory (photos, 1);
  g_autoptr (GError) error = NULL;
  PstLesson *lesson =
      pst_library_new_lesson (host->base.library,
                              &(PstMaterial){ .recipe = recipe,
                                              .paintings = (const PstImage *const[]){ painting },
                                              .n_paintings = 1,
                                              .photos = &in_memory },
                              &error);

  g_assert_no_error (error);
  return lesson;
}

static int
learn_until_killed (const gchar *folder, gboolean quick)
{
  g_autofree gchar *sign = g_build_filename (folder, "kept", NULL);
  LearnHost host;
  GtkWidget *window;

  learn_host_init (&host, folder);
  window = open_window (&host, quick ? quick_lesson (&host, "Killed", 60, 0) : lesson_new (&host));
  wait_until (has_learnt, window, "a few steps are learnt");
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  wait_until (is_paused, window, "it pauses");
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  wait_until (is_learning, window, "it goes on");
  g_file_set_contents (sign, "", 0, NULL);
  gtk_main ();
  return 1;
}

static void
test_killed (void)
{
  LearnHost host;
  GtkWidget *dialog, *window;
  PstLesson *lesson;

  learn_host_init (&host, NULL);
  kill_learner (spawn_learner ("--learn", host.folder), host.folder);
  dialog = open_dialog (&host);
  click (dialog, "pst-learn-continue");
  lesson = pst_learn_dialog_steal_lesson (PST_LEARN_DIALOG (dialog));
  g_assert_nonnull (lesson);
  gtk_widget_destroy (dialog);
  g_assert_cmpint (pst_lesson_get_step (lesson), >=, 3);
  g_assert_cmpstr (pst_lesson_get_recipe (lesson)->title, ==, "Killed");

  window = open_window (&host, lesson);
  wait_until (is_learning, window, "it learns again");
  g_assert_cmpint (step_of (window), >=, 3);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_KEEP);
  wait_until (is_closed, window, "it is kept");
  gtk_widget_destroy (window);
  g_assert_true (style_exists (&host, "killed"));
  learn_host_clear (&host, FALSE);
}

/* With @root as the folder of GIMP. */
static GPid
spawn_command (const gchar *root, const gchar *const *argv, FILE **lines)
{
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "GIMP2_DIRECTORY", root, TRUE);
  g_autoptr (GError) error = NULL;
  GPid child;
  gint out;

  g_spawn_async_with_pipes (NULL, (gchar **) argv, env, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &child, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  *lines = fdopen (out, "r");
  return child;
}

/* Reads what it prints up to a line that begins with @start. */
static void
read_to (FILE *lines, const gchar *start)
{
  gchar line[1024];

  do
    g_assert_nonnull (fgets (line, sizeof line, lines));
  while (! g_str_has_prefix (line, start));
}

/* And all else that it prints. */
static gint
wait_for_end (GPid child, FILE *lines)
{
  gchar line[1024];
  gint status;

  while (fgets (line, sizeof line, lines))
    ;
  fclose (lines);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static gchar *
save_picture (const gchar *folder, const gchar *name, PstImage *image)
{
  gchar *path = g_build_filename (folder, name, NULL);

  g_assert_true (pst_ppm_file_save (image, path, NULL));
  pst_image_free (image);
  return path;
}

static gint
step_in_library (LearnHost *host)
{
  g_autoptr (GPtrArray) lessons = pst_library_list_lessons (host->base.library);

  g_assert_cmpuint (lessons->len, ==, 1);
  return ((PstLessonEntry *) g_ptr_array_index (lessons, 0))->step;
}

/* Begun on the command line, gone on with in the window, and ended on the command line. */
static void
test_command_line (void)
{
  const gchar *command = g_getenv ("PASTICHE_PROGRAM");
  g_autofree gchar *root = NULL, *folder = NULL, *recipe = NULL, *painting = NULL, *photo = NULL;
  g_autofree gchar *more = NULL;
  GtkWidget *dialog, *window;
  PstLesson *lesson;
  LearnHost host;
  FILE *lines;
  GPid child;
  gint step;

  if (! command)
    {
      g_test_skip ("$PASTICHE_PROGRAM does not say where the command is");
      return;
    }
  root = g_dir_make_tmp ("pastiche-learn-XXXXXX", NULL);
  folder = g_build_filename (root, "pastiche", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  learn_host_init (&host, folder);
  g_assert_cmpint (g_mkdir (host.photos, 0700), ==, 0);
  photo = save_picture (host.photos, "photo.ppm", photo_new (160, 128));
  painting = save_picture (root, "painting.ppm", striped_painting (200, 160));
  recipe = g_build_filename (root, "small.recipe", NULL);
  g_assert_true (g_file_set_contents (recipe,
                                      "[generator]\nwidths=8,8,8\nblocks=1\n[training]\n"
                                      "style_size=128\ncrop=112\nlate_crop=0\nbatch=1\n",
                                      -1, NULL));

  child = spawn_command (root,
                         (const gchar *[]){ command, "train", "--painting", painting, "--photos",
                                            host.photos, "--recipe", recipe, "--title", "Begun",
                                            "--minutes", "60", NULL },
                         &lines);
  read_to (lines, "step ");
  g_assert_cmpint (kill (child, SIGINT), ==, 0);
  g_assert_cmpint (wait_for_end (child, lines), ==, 130);
  step = step_in_library (&host);
  g_assert_cmpint (step, >, 0);
  others_step = step;

  dialog = open_dialog (&host);
  click (dialog, "pst-learn-continue");
  lesson = pst_learn_dialog_steal_lesson (PST_LEARN_DIALOG (dialog));
  g_assert_nonnull (lesson);
  gtk_widget_destroy (dialog);
  g_assert_cmpstr (pst_lesson_get_recipe (lesson)->title, ==, "Begun");
  window = open_window (&host, lesson);
  wait_until (has_learnt_more, window, "it learns");
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_KEEP);
  wait_until (is_closed, window, "it is kept");
  gtk_widget_destroy (window);
  g_assert_true (style_exists (&host, "begun"));
  g_assert_cmpint (step_in_library (&host), >, step);
  step = step_in_library (&host);

  more = g_strdup_printf ("%d", step + 2);
  child = spawn_command (
      root, (const gchar *[]){ command, "train", "--resume", "begun", "--steps", more, NULL },
      &lines);
  read_to (lines, "begun: learnt");
  g_assert_cmpint (wait_for_end (child, lines), ==, 0);
  g_assert_cmpint (step_in_library (&host), ==, step + 2);
  learn_host_clear (&host, FALSE);
  remove_folder (root);
}

/* As on a full disk, nothing more can be written to files that are longer. */
static void
set_disk (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
says_something (gpointer window)
{
  return *said (window, "pst-learning-note") != '\0';
}

static gboolean
says_nothing (gpointer window)
{
  return ! says_something (window);
}

static void
test_full_disk (void)
{
  struct rlimit before;
  LearnHost host;
  GtkWidget *window;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  learn_host_init (&host, NULL);
  window = open_window (&host, quick_lesson (&host, "Full", 60, 0));
  wait_until (has_learnt, window, "a few steps are learnt");
  set_disk (1024);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  wait_until (is_paused, window, "it pauses");
  wait_until (says_something, window, "it says that it cannot be saved");
  assert_contains (said (window, "pst-learning-note"), host.lessons);

  /* Nothing is lost: it is tried again. */
  set_disk (before.rlim_cur);
  wait_until (says_nothing, window, "it could be saved");
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_PAUSE);
  wait_until (is_learning, window, "it goes on");

  set_disk (1024);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_KEEP);
  wait_until (says_something, window, "it says that it cannot be kept");
  g_assert_false (is_closed (window));
  g_assert_false (style_exists (&host, "full"));
  set_disk (before.rlim_cur);
  wait_until (is_closed, window, "it is kept after all");
  gtk_widget_destroy (window);
  g_assert_true (style_exists (&host, "full"));
  learn_host_clear (&host, FALSE);
}

/* The folder of styles cannot be written to: what was learnt is still there, and goes there
 * once it can. */
static void
test_read_only (void)
{
  LearnHost host;
  GtkWidget *window;

  learn_host_init (&host, NULL);
  g_assert_true (g_file_set_contents (host.styles, "in the way", -1, NULL));
  window = open_window (&host, quick_lesson (&host, "Read only", 0, 3));
  wait_until (is_at_end, window, "all is learnt");
  settle ();
  assert_contains (said (window, "pst-learning-note"), host.styles);
  g_assert_true (is_offered (window, PST_LEARN_RESPONSE_AGAIN));
  g_assert_true (is_offered (window, GTK_RESPONSE_CLOSE));
  g_assert_false (is_offered (window, PST_LEARN_RESPONSE_LONGER));

  g_assert_cmpint (g_unlink (host.styles), ==, 0);
  gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_AGAIN);
  settle ();
  g_assert_true (style_exists (&host, "read-only"));
  assert_contains (said (window, "pst-learning-note"), "gallery");
  gtk_dialog_response (GTK_DIALOG (window), GTK_RESPONSE_CLOSE);
  g_assert_true (is_closed (window));
  gtk_widget_destroy (window);
  learn_host_clear (&host, FALSE);
}

/* ---- the gallery ---- */

static gboolean
main_is_idle (gpointer dialog)
{
  return ! pst_dialog_is_busy (dialog);
}

static GtkWidget *
open_main (LearnHost *host)
{
  GtkWidget *dialog = pst_dialog_new (&host->base);

  gtk_widget_show (dialog);
  settle ();
  wait_until (main_is_idle, dialog, "the dialog rests");
  settle ();
  return dialog;
}

static const gchar *
chosen (GtkWidget *dialog)
{
  PstStyle *style = pst_dialog_get_style (PST_DIALOG (dialog));

  return style ? pst_style_get_id (style) : NULL;
}

static gint
n_items (GtkWidget *dialog)
{
  return gtk_tree_model_iter_n_children (
      gtk_icon_view_get_model (GTK_ICON_VIEW (find (dialog, "pst-styles"))), NULL);
}

static void
press_with (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  GdkEvent *event = gdk_event_new (GDK_KEY_PRESS);

  event->key.window = g_object_ref (gtk_widget_get_window (widget));
  event->key.send_event = TRUE;
  event->key.keyval = keyval;
  event->key.state = state;
  gtk_widget_event (widget, event);
  gdk_event_free (event);
}

/* Every hostile file is refused with a reason, and leaves nothing. */
static void
test_hostile (void)
{
  g_autofree gchar *folder = g_test_build_filename (G_TEST_DIST, "hostile", NULL);
  g_autofree gchar *list = g_build_filename (folder, "expected.tsv", NULL);
  g_autofree gchar *text = NULL;
  g_auto (GStrv) lines = NULL;
  LearnHost host;
  GtkWidget *dialog;
  gint n = 0;

  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  learn_host_init (&host, NULL);
  add_style (host.styles, "own", "Own");
  dialog = open_main (&host);
  for (gsize i = 0; lines[i]; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 2);
      g_autofree gchar *path = NULL;
      const gchar *paths[2] = { NULL, NULL };

      if (! fields[0] || ! fields[1] || g_str_has_prefix (fields[1], "NONE"))
        continue;
      paths[0] = path = g_build_filename (folder, fields[0], NULL);
      drop (find (dialog, "pst-gallery"), paths);
      assert_contains (said (dialog, "pst-curator-note"), fields[0]);
      g_assert_cmpint (n_items (dialog), ==, 1);
      n++;
    }
  g_assert_cmpint (n, >, 50);
  g_assert_cmpstr (chosen (dialog), ==, "own");
  g_assert_cmpuint (scratch_count (host.styles), ==, 1);
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

static gboolean
has_thumbnail (gpointer dialog)
{
  return ! pst_gallery_needs_thumbnail (PST_GALLERY (find (dialog, "pst-gallery")),
                                        pst_dialog_get_style (dialog));
}

/* Dropped twice, with the name of one that is there, and with a name that is not
 * ASCII. */
static void
test_import (void)
{
  LearnHost host;
  GtkWidget *dialog;
  PstGallery *gallery;
  g_autofree gchar *elsewhere = NULL;
  g_autofree gchar *good = NULL;
  g_autofree gchar *named = NULL;
  g_autofree gchar *bytes = NULL;
  gsize length;
  const gchar *paths[3] = { NULL, NULL, NULL };

  learn_host_init (&host, NULL);
  elsewhere = g_build_filename (host.folder, "else where", NULL);
  add_style (elsewhere, "sunset", "Sunset");
  add_style (host.styles, "sunset", "Sunset, the first");
  good = g_build_filename (elsewhere, "sunset.safetensors", NULL);
  named = g_build_filename (elsewhere, "Über den Dächern.safetensors", NULL);
  g_assert_true (g_file_get_contents (good, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (named, bytes, (gssize) length, NULL));
  dialog = open_main (&host);
  gallery = PST_GALLERY (find (dialog, "pst-gallery"));
  g_assert_cmpint (n_items (dialog), ==, 1);

  paths[0] = good;
  drop (find (dialog, "pst-gallery"), paths);
  g_assert_cmpint (n_items (dialog), ==, 2);
  g_assert_cmpstr (chosen (dialog), ==, "sunset-2");
  g_assert_true (style_exists (&host, "sunset-2"));

  /* Its thumbnail is painted at once. */
  wait_until (has_thumbnail, dialog, "the thumbnail is painted");
  g_assert_nonnull (
      pst_gallery_get_thumbnail (gallery, pst_dialog_get_style (PST_DIALOG (dialog))));

  paths[1] = named;
  drop (find (dialog, "pst-gallery"), paths);
  g_assert_cmpint (n_items (dialog), ==, 4);
  g_assert_cmpstr (said (dialog, "pst-curator-note"), ==, "");
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

static void
test_rename (void)
{
  LearnHost host;
  GtkWidget *dialog;
  Robot robot;

  learn_host_init (&host, NULL);
  add_style (host.styles, "own", "Own");
  add_style (host.folder, "given", "Given");
  dialog = open_main (&host);
  g_assert_cmpstr (chosen (dialog), ==, "given");
  pst_gallery_select (PST_GALLERY (find (dialog, "pst-gallery")), "own");
  robot_start (&robot, "pst-rename", GTK_RESPONSE_OK, "  雪の日 & <more>  ");
  press_with (find (dialog, "pst-styles"), GDK_KEY_F2, 0);
  g_assert_cmpint (robot.n_answered, ==, 1);
  settle ();
  g_assert_cmpstr (chosen (dialog), ==, "own");
  g_assert_cmpstr (pst_style_get (pst_dialog_get_style (PST_DIALOG (dialog)), "title"), ==,
                   "雪の日 & <more>");

  /* Another's style is left alone, but can be exported. */
  pst_gallery_select (PST_GALLERY (find (dialog, "pst-gallery")), "given");
  {
    PstCurator *curator = PST_CURATOR (find (dialog, "pst-curator"));
    g_autofree gchar *path = g_build_filename (host.folder, "exported.safetensors", NULL);
    g_autofree gchar *nowhere = g_build_filename (host.folder, "no", "where", NULL);
    g_autoptr (PstStyle) style = NULL;

    g_assert_false (pst_curator_can (curator, PST_CURATOR_RENAME));
    g_assert_false (pst_curator_can (curator, PST_CURATOR_DELETE));
    press_with (find (dialog, "pst-styles"), GDK_KEY_Delete, 0);
    g_assert_cmpint (n_items (dialog), ==, 2);
    pst_curator_export (curator, path);
    assert_contains (said (dialog, "pst-curator-note"), path);
    style = pst_style_load (path, NULL);
    g_assert_nonnull (style);
    pst_curator_export (curator, nowhere);
    assert_contains (said (dialog, "pst-curator-note"), nowhere);
  }
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* What is deleted can be had back until the window closes, the latest first. */
static void
test_delete (void)
{
  g_autofree gchar *folder = NULL;
  g_autofree gchar *aside = NULL;
  LearnHost host;
  GtkWidget *dialog, *view;

  learn_host_init (&host, NULL);
  add_style (host.styles, "a", "A");
  add_style (host.styles, "b", "B");
  add_style (host.styles, "c", "C");
  dialog = open_main (&host);
  view = find (dialog, "pst-styles");
  pst_gallery_select (PST_GALLERY (find (dialog, "pst-gallery")), "b");
  g_assert_false (gtk_widget_get_mapped (find (dialog, "pst-undo")));

  press_with (view, GDK_KEY_Delete, 0);
  settle ();
  g_assert_false (style_exists (&host, "b"));
  g_assert_cmpint (n_items (dialog), ==, 2);
  g_assert_cmpstr (chosen (dialog), ==, "c");
  assert_contains (said (dialog, "pst-curator-note"), "\"B\"");
  g_assert_true (gtk_widget_get_mapped (find (dialog, "pst-undo")));
  press_with (view, GDK_KEY_Delete, 0);
  settle ();
  g_assert_cmpstr (chosen (dialog), ==, "a");

  click (dialog, "pst-undo");
  settle ();
  g_assert_cmpstr (chosen (dialog), ==, "c");
  assert_contains (said (dialog, "pst-curator-note"), "\"B\"");
  press_with (view, GDK_KEY_z, GDK_CONTROL_MASK);
  settle ();
  g_assert_cmpstr (chosen (dialog), ==, "b");
  g_assert_cmpint (n_items (dialog), ==, 3);
  g_assert_false (gtk_widget_get_mapped (find (dialog, "pst-undo")));
  g_assert_true (style_exists (&host, "b"));

  /* The last one as well: there is nothing to paint with then, and that is said. */
  press_with (view, GDK_KEY_Delete, 0);
  press_with (view, GDK_KEY_Delete, 0);
  press_with (view, GDK_KEY_Delete, 0);
  settle ();
  g_assert_cmpint (n_items (dialog), ==, 0);
  g_assert_null (chosen (dialog));
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  click (dialog, "pst-undo");
  settle ();
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  wait_until (main_is_idle, dialog, "the dialog rests");
  gtk_widget_destroy (dialog);

  /* With the library all is gone that was not had back. */
  folder = g_strdup (host.folder);
  aside = g_build_filename (host.styles, ".removed", NULL);
  learn_host_clear (&host, TRUE);
  g_assert_cmpuint (g_file_test (aside, G_FILE_TEST_IS_DIR) ? scratch_count (aside) : 0, ==, 0);
  remove_folder (folder);
}

/* So that all that can be shown is. */
static void
click_delete (GtkWidget *dialog)
{
  press_with (find (dialog, "pst-styles"), GDK_KEY_Delete, 0);
  settle ();
}

static void
test_manners (void)
{
  static const gchar *const fonts[] = { "gtk-font-name = \"Sans 20\"",
                                        "gtk-font-name = \"Sans 10\"" };
  LearnHost host;

  for (gsize i = 0; i < G_N_ELEMENTS (fonts); i++)
    {
      PstLesson *lesson;
      GtkWidget *window;

      gtk_rc_parse_string (fonts[i]);
      gtk_rc_reset_styles (gtk_settings_get_default ());
      learn_host_init (&host, NULL);
      lesson = quick_lesson (&host, "One", 60, 0);
      pst_lesson_close (lesson);
      window = open_dialog (&host);
      check_manners (window);
      gtk_widget_destroy (window);

      window = open_window (&host, quick_lesson (&host, "Two", 60, 0));
      check_manners (window);
      gtk_widget_destroy (window);

      add_style (host.styles, "own", "Own");
      window = open_main (&host);
      click_delete (window);
      check_manners (window);
      gtk_widget_destroy (window);
      learn_host_clear (&host, FALSE);
    }
}

/* How far it is, in words. */
static void
test_words (void)
{
  static const gdouble distances[][2] = { { .1, .3 }, { .4, .5 }, { .6, .75 }, { .95, 1.1 } };
  static const gchar *const words[] = { "colours: there; strokes: there",
                                        "colours: nearly there; strokes: nearly there",
                                        "colours: half way; strokes: half way",
                                        "colours: at the beginning; strokes: at the beginning" };
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *side = pst_learn_side_new (0, NULL);

  gtk_container_add (GTK_CONTAINER (window), side);
  gtk_widget_show_all (window);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const PstMetrics metrics = { .palette = distances[i][0], .texture = distances[i][1] };

      pst_learn_side_add_distance (PST_LEARN_SIDE (side), (gint) i, &metrics);
      g_assert_cmpstr (said (window, "pst-learning-words"), ==, words[i]);
    }
  pst_learn_side_clear_distance (PST_LEARN_SIDE (side));
  g_assert_cmpstr (said (window, "pst-learning-words"), ==, "");
  gtk_widget_destroy (window);
}

static const gchar *
line_of (GtkComboBox *combo, gint n)
{
  GtkTreeModel *model = gtk_combo_box_get_model (combo);
  static gchar *text;
  GtkTreeIter iter;

  g_clear_pointer (&text, g_free);
  if (gtk_tree_model_iter_nth_child (model, &iter, NULL, n))
    gtk_tree_model_get (model, &iter, 0, &text, -1);
  return text;
}

/* Of an image that is to be painted nothing is learnt: other images are offered, and files, also
 * those of late; and where there is none, nothing is chosen yet. */
static void
test_from_photo (void)
{
  LearnHost host;
  GtkWidget *dialog;
  GtkComboBox *combo;
  g_autoptr (PstImage) image = striped_painting (320, 256);
  g_autoptr (GdkPixbuf) pixbuf = pst_pixbuf_new (image);
  g_autofree gchar *path = NULL;

  learn_host_init (&host, NULL);
  host.is_photo = TRUE;
  path = g_build_filename (host.folder, "Red_Vineyard.png", NULL);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
  dialog = open_dialog (&host);
  g_assert_false (is_sensitive (dialog, GTK_RESPONSE_OK));
  g_assert_nonnull (strstr (said (dialog, "pst-learn-verdict"), "Choose the painting"));
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==, "");
  combo = GTK_COMBO_BOX (find (dialog, "pst-learn-source"));
  g_assert_cmpstr (line_of (combo, 0), ==, "Picture file...");
  pst_painting_box_set_file (PST_PAINTING_BOX (find (dialog, "pst-learn-painting")), path);
  wait_until (dialog_is_idle, dialog, "the dialog rests");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==,
                   "Red Vineyard");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  gtk_widget_destroy (dialog);

  host.titles = (gchar *[]){ "Sower", "Cypresses", NULL };
  dialog = open_dialog (&host);
  combo = GTK_COMBO_BOX (find (dialog, "pst-learn-source"));
  g_assert_cmpint (gtk_combo_box_get_active (combo), ==, 0);
  g_assert_cmpstr (line_of (combo, 0), ==, "Sower");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==, "Sower");
  gtk_combo_box_set_active (combo, 1);
  settle ();
  wait_until (dialog_is_idle, dialog, "the dialog rests");
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==,
                   "Cypresses");
  g_assert_true (is_sensitive (dialog, GTK_RESPONSE_OK));
  g_assert_cmpstr (line_of (combo, 2), ==, "Picture file...");
  g_assert_cmpstr (line_of (combo, 3), ==, "Red_Vineyard.png");
  gtk_combo_box_set_active (combo, 3);
  settle ();
  wait_until (dialog_is_idle, dialog, "the dialog rests");
  g_assert_cmpint (gtk_combo_box_get_active (combo), ==, 2);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (find (dialog, "pst-learn-name"))), ==,
                   "Red Vineyard");
  gtk_widget_destroy (dialog);
  learn_host_clear (&host, FALSE);
}

/* ---- from one window to the next ---- */

/* What is pressed while the main dialog runs. */
typedef struct
{
  GtkWidget *main;
  LearnHost *host;
  gint stage;
} Walk;

/* The window of that title that is to be seen, or NULL. */
static GtkWidget *
window_of_type (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (gtk_widget_get_visible (l->data) && G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  return NULL;
}

static gboolean
walk (gpointer data)
{
  Walk *w = data;
  GtkWidget *dialog = window_of_type (PST_TYPE_LEARN_DIALOG);
  GtkWidget *window = window_of_type (PST_TYPE_LEARN_WINDOW);

  switch (w->stage)
    {
    case 0: /* there and back */
      if (pst_dialog_is_busy (PST_DIALOG (w->main)))
        break;
      click (w->main, "pst-learn");
      w->stage++;
      break;
    case 1:
      if (! dialog)
        break;
      g_assert_false (gtk_widget_get_sensitive (w->main));
      g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == GTK_WINDOW (w->main));
      gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
      w->stage++;
      break;
    case 2:
      if (! gtk_widget_get_sensitive (w->main))
        break;
      g_assert_cmpstr (chosen (w->main), ==, "given");
      click (w->main, "pst-learn");
      w->stage++;
      break;
    case 3: /* go on with what is there */
      if (! dialog)
        break;
      click (dialog, "pst-learn-continue");
      w->stage++;
      break;
    case 4:
      if (! window || ! has_learnt (window))
        break;
      gtk_dialog_response (GTK_DIALOG (window), PST_LEARN_RESPONSE_KEEP);
      w->stage++;
      break;
    case 5: /* and it is in the gallery, chosen */
      if (! gtk_widget_get_sensitive (w->main))
        break;
      g_assert_cmpstr (chosen (w->main), ==, "half-learnt");
      g_assert_cmpint (n_items (w->main), ==, 2);
      gtk_dialog_response (GTK_DIALOG (w->main), GTK_RESPONSE_CANCEL);
      w->stage++;
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
test_from_main (void)
{
  PstSettings settings = PST_SETTINGS_INIT;
  LearnHost host;
  Walk w = { NULL, &host, 0 };

  learn_host_init (&host, NULL);
  add_style (host.folder, "given", "Given");
  pst_lesson_close (quick_lesson (&host, "Half learnt", 60, 0));
  w.main = pst_dialog_new (&host.base);
  g_timeout_add (20, walk, &w);
  g_assert_false (pst_dialog_run (PST_DIALOG (w.main), &settings));
  g_assert_cmpint (w.stage, ==, 6);
  gtk_widget_destroy (w.main);
  learn_host_clear (&host, FALSE);
}

/* ---- measuring ---- */

typedef struct
{
  gint64 last;
  gint64 longest;
} Gap;

/* Draws itself anew as soon as it was drawn. */
static gboolean
drawn (GtkWidget *area, GdkEventExpose *event, Gap *gap)
{
  gint64 now = g_get_monotonic_time ();

  if (gap->last)
    gap->longest = MAX (gap->longest, now - gap->last);
  gap->last = now;
  gtk_widget_queue_draw (area);
  return FALSE;
}

static gboolean
quit (gpointer data)
{
  gtk_main_quit ();
  return G_SOURCE_REMOVE;
}

static gdouble
measure_gap (GtkWidget *area, guint seconds)
{
  Gap gap = { 0, 0 };
  gulong handler = g_signal_connect (area, "expose-event", G_CALLBACK (drawn), &gap);

  gtk_widget_queue_draw (area);
  g_timeout_add_seconds (seconds, quit, NULL);
  gtk_main ();
  g_signal_handler_disconnect (area, handler);
  return (gdouble) gap.longest / 1000;
}

/* How long the window of another program, such as GIMP, waits to be drawn while a style is
 * learnt, and how long our own. */
static int
measure_gaps (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL), *area = gtk_drawing_area_new ();
  LearnHost host;
  gdouble alone, beside;
  GPid child;

  gtk_container_add (GTK_CONTAINER (window), area);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_widget_show_all (window);
  alone = measure_gap (area, 5);
  learn_host_init (&host, NULL);
  child = spawn_learner ("--learn-usual", host.folder);
  measure_gap (area, 10);
  beside = measure_gap (area, 15);
  kill_learner (child, host.folder);
  g_print ("longest gap between two drawings of another program's window\n");
  g_print ("%-34s %6.1f ms\n", "while nothing is learnt", alone);
  g_print ("%-34s %6.1f ms\n", "while a style is learnt", beside);
  learn_host_clear (&host, FALSE);
  return 0;
}

int
main (int argc, char **argv)
{
  program = argv[0];
  gtk_init (&argc, &argv);
  gegl_init (NULL, NULL);
  gimp_dialogs_show_help_button (TRUE);
  if (argc == 3 && g_str_equal (argv[1], "--learn"))
    return learn_until_killed (argv[2], TRUE);
  if (argc == 3 && g_str_equal (argv[1], "--learn-usual"))
    return learn_until_killed (argv[2], FALSE);
  if (argc == 2 && g_str_equal (argv[1], "--gaps"))
    return measure_gaps ();

  g_test_init (&argc, &argv, NULL);
  /* libvips warns of damaged files. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/learn/dialog", test_dialog);
  g_test_add_func ("/learn/paintings", test_paintings);
  g_test_add_func ("/learn/file", test_file);
  g_test_add_func ("/learn/hostile-paintings", test_hostile_paintings);
  g_test_add_func ("/learn/photos", test_photos);
  g_test_add_func ("/learn/broken-photos", test_broken_photos);
  g_test_add_func ("/learn/manners", test_manners);
  g_test_add_func ("/learn/learn", test_learn);
  g_test_add_func ("/learn/end", test_end);
  g_test_add_func ("/learn/last-part", test_last_part);
  g_test_add_func ("/learn/close", test_close);
  g_test_add_func ("/learn/killed", test_killed);
  g_test_add_func ("/learn/command-line", test_command_line);
  g_test_add_func ("/learn/full-disk", test_full_disk);
  g_test_add_func ("/learn/read-only", test_read_only);
  g_test_add_func ("/learn/hostile", test_hostile);
  g_test_add_func ("/learn/import", test_import);
  g_test_add_func ("/learn/rename", test_rename);
  g_test_add_func ("/learn/delete", test_delete);
  g_test_add_func ("/learn/words", test_words);
  g_test_add_func ("/learn/from-photo", test_from_photo);
  g_test_add_func ("/learn/from-main", test_from_main);
  return g_test_run ();
}
