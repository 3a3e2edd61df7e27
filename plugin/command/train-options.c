/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "command/train-options.h"

#include <math.h>

#include "command/command-line.h"
#include "command/train-lesson.h"
#include "pictures/picture-file.h"

#define MAX_STEPS   9999999
#define MAX_MINUTES 30240 /* three weeks */

void
pst_train_options_clear (PstTrainOptions *options)
{
  g_free (options->painting);
  g_free (options->photos);
  g_free (options->output);
  g_free (options->recipe);
  g_free (options->preview);
  g_free (options->title);
  g_free (options->artist);
  g_free (options->from);
  g_free (options->id);
}

static gboolean
parse (gint argc, gchar **argv, PstTrainOptions *options, GError **error)
{
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "The painting (default: those that the recipe names, in the folder $PASTICHE_PAINTINGS)",
      "FILE" },
    { "photos", 0, 0, G_OPTION_ARG_FILENAME, &options->photos,
      "Folder of photos to learn on (default: $PASTICHE_PHOTOS)", "DIR" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "The style to write, NAME.safetensors (default: among your own styles, where GIMP has it)",
      "FILE" },
    { "recipe", 'r', 0, G_OPTION_ARG_FILENAME, &options->recipe,
      "Settings to learn with, a recipe or the folder of a lesson; options override them", "FILE" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &options->title,
      "What people read of the style (default: the name of its file, or of the painting's)",
      "TEXT" },
    { "artist", 0, 0, G_OPTION_ARG_STRING, &options->artist, "Who painted the painting", "TEXT" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from,
      "What to start from: a style's id or file, base (the base generator), similar (the style "
      "that paints most like the painting), or nothing (default)",
      "STYLE" },
    { "stroke-size", 0, 0, G_OPTION_ARG_DOUBLE, &options->stroke_size,
      "Size of the strokes, 50 to 200; 100 suits most paintings", "PERCENT" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &options->steps, "How long to learn, in steps", "N" },
    { "minutes", 0, 0, G_OPTION_ARG_DOUBLE, &options->minutes,
      "How long to learn, in minutes: this machine is timed, then the steps are fixed", "N" },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume,
      "Go on with what was begun for --output, or as the style ID of your own", NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force,
      "Replace files that are there and are not of this lesson", NULL },
    { "preview", 0, 0, G_OPTION_ARG_FILENAME, &options->preview,
      "Every minute, write a picture of what three of the photos look like", "PNG" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "Seed of everything random: same seed, same style", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads,
      "Threads (default: one per processor); the result does not depend on it", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    { NULL }
  };

  if (! pst_command_parse (
          &argc, &argv, entries, "[ID]", "Learns a style from one painting.",
          "What is learnt is kept every 90 seconds, at the end, and at Ctrl+C, with the pictures\n"
          "and settings, in the folder OUTPUT.lesson; without --output in your own library,\n"
          "where GIMP goes on with it, as this command with --resume ID does with what was begun\n"
          "in GIMP.  The same command with --resume goes on to the same result as if it had not\n"
          "stopped; with more --steps or --minutes it learns for longer.\n\n"
          "Of 300 steps or more a fifth, of a minute or more a fifth of the time, at most, is for "
          "how\n"
          "the painting is finished at full size: see `pastiche apply --finish`.",
          error))
    return FALSE;
  if (rest && (rest[1] || ! options->resume || options->output))
    return pst_usage_error (error, "train: %s: there is no place for this argument",
                            rest[1] ? rest[1] : rest[0]);
  if (rest)
    options->id = g_strdup (rest[0]);
  return TRUE;
}

/* The ids of what can be gone on with. */
static gchar *
list_unfinished (PstLibrary *library)
{
  g_autoptr (GPtrArray) entries = pst_library_list_lessons (library);
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const PstLessonEntry *entry = g_ptr_array_index (entries, i);

      if (! entry->done && ! entry->busy)
        g_string_append_printf (ids, " %s", entry->id);
    }
  return g_string_free (ids, FALSE);
}

static gboolean
check_inputs (const PstTrainOptions *options, PstLibrary *library, GError **error)
{
  g_autofree gchar *ids = NULL;

  if (! options->resume && ! options->painting && ! g_getenv ("PASTICHE_PAINTINGS"))
    return pst_usage_error (error, "train: --painting is missing");
  if (! options->resume && ! options->photos && ! g_getenv ("PASTICHE_PHOTOS"))
    return pst_usage_error (error, "train: --photos is missing: a folder of photos");
  if (! options->resume || options->output || options->id)
    return TRUE;
  ids = list_unfinished (library);
  return pst_usage_error (error,
                          "train: --resume: give --output or the id of a style; unfinished:%s",
                          *ids ? ids : " none");
}

/* A mistyped folder would be noticed only after the first minute. */
static gboolean
check_folder_of (const gchar *path, GError **error)
{
  g_autofree gchar *folder = path ? g_path_get_dirname (path) : NULL;
  g_autofree gchar *name = path ? pst_display_name (path) : NULL;

  if (! path || g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
               "%s: there is no such folder; make it, or give another name", name);
  return FALSE;
}

/* What a lesson wrote it may write again; anything else that is there stays. */
static gboolean
check_outputs (const PstTrainOptions *options, GError **error)
{
  g_autofree gchar *lesson = options->output ? pst_train_lesson_folder (options->output) : NULL;
  const gchar *const inputs[] = { options->painting, NULL };
  const gchar *const recipe[] = { options->recipe, NULL };
  gboolean again = options->resume || options->force;

  if (options->output
      && ! pst_command_check_output (
          options->output, again || g_file_test (lesson, G_FILE_TEST_IS_DIR), NULL, error))
    return g_error_matches (*error, G_FILE_ERROR, G_FILE_ERROR_ISDIR)
               ? (g_clear_error (error), TRUE) /* it is said when it is written, and tried again */
               : FALSE;
  return ! options->preview
         || (pst_command_check_output (options->preview, again, inputs, error)
             && pst_command_check_output (options->preview, again, recipe, error));
}

static gboolean
check (const PstTrainOptions *options, PstLibrary *library, GError **error)
{
  if (! check_inputs (options, library, error))
    return FALSE;
  if (options->output && ! g_str_has_suffix (options->output, ".safetensors"))
    return pst_usage_error (error, "--output %s: give a name that ends in .safetensors",
                            options->output);
  if (options->preview && ! pst_format_for_saving (options->preview))
    return pst_usage_error (error, "--preview %s: give a name that ends in .png", options->preview);
  if (options->steps < 0 || options->steps > MAX_STEPS)
    return pst_usage_error (error, "--steps %d: give 1 to %d", options->steps, MAX_STEPS);
  if (! isfinite (options->minutes) || options->minutes < 0 || options->minutes > MAX_MINUTES)
    return pst_usage_error (error, "--minutes %g: give more than 0, at most %d", options->minutes,
                            MAX_MINUTES);
  if (options->steps > 0 && options->minutes > 0)
    return pst_usage_error (error, "train: give --steps or --minutes, not both");
  if (options->stroke_size != 0 && ! (options->stroke_size >= 50 && options->stroke_size <= 200))
    return pst_usage_error (error, "--stroke-size %g: give 50 to 200", options->stroke_size);
  if (options->seed != -1 && ! pst_check_seed (options->seed, error))
    return FALSE;
  return pst_check_threads (options->threads, error) && check_folder_of (options->output, error)
         && check_folder_of (options->preview, error) && check_outputs (options, error);
}

gboolean
pst_train_options_parse (PstTrainOptions *options, PstLibrary *library, gint argc, gchar **argv,
                         GError **error)
{
  *options = (PstTrainOptions){ .seed = -1 };
  return parse (argc, argv, options, error) && check (options, library, error);
}
