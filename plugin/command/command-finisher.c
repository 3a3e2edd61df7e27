/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pastiche finisher: teaches a style how its painting is finished. */

#include "command/command-line.h"

#include "pictures/picture-file.h"

#define MOST_STEPS 100000

typedef struct
{
  gchar *style;
  gchar *painting;
  gint steps;
  gint threads;
  gboolean force;
  gchar **files;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->style);
  g_free (options->painting);
  g_strfreev (options->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (gint argc, gchar **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "style", 's', 0, G_OPTION_ARG_FILENAME, &options->style,
      "Style that learns it: an id of `pastiche styles`, or a .safetensors file", "ID|FILE" },
    { "painting", 'p', 0, G_OPTION_ARG_FILENAME, &options->painting,
      "The picture that the style was learnt from, as large as there is one", "FILE" },
    { "steps", 0, 0, G_OPTION_ARG_INT, &options->steps, "How long it is learnt (default 500)",
      "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads,
      "Threads (default: one per processor); the result does not depend on it", "N" },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, "Replace a file that is there", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, NULL },
    { NULL }
  };

  return pst_command_parse (
      &argc, &argv, entries, "OUT",
      "Teaches a style how its painting is finished, so that large photos show bristles, paint\n"
      "and paper: see `pastiche apply --finish`.",
      "OUT is a .safetensors file: the style with a finisher beside what it learnt, which stays "
      "as\n"
      "it is.  It takes a minute or two.",
      error);
}

static gboolean
check (const Options *options, GError **error)
{
  if (! options->style)
    return pst_usage_error (error, "finisher: --style is missing; `pastiche styles` lists them");
  if (! options->painting)
    return pst_usage_error (error,
                            "finisher: --painting is missing; name what the style learnt from");
  if (options->steps < 1 || options->steps > MOST_STEPS)
    return pst_usage_error (error, "finisher: --steps %d: give 1 to %d", options->steps,
                            MOST_STEPS);
  if (! pst_command_check_style_file ("finisher", options->files, error))
    return FALSE;
  return pst_check_threads (options->threads, error)
         && pst_command_check_output (options->files[0], options->force,
                                      (const gchar *[]){ options->painting, NULL }, error);
}

/* Into OUT, numbers of the kind that the style has. */
static gboolean
teach (const Options *options, const PstStyle *style, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const PstRun run = { pst_command_progress, cancellable, cancellable };
  g_autoptr (PstEngine) engine = pst_engine_new (options->threads);
  g_autoptr (PstImage) painting = pst_picture_file_load_planes (options->painting, error);
  g_autoptr (PstStyle) learnt = NULL;

  if (! painting)
    return FALSE;
  pst_interrupt_listen ();
  learnt = pst_engine_learn_finish (engine, style, painting, options->steps, 0, &run, error);
  pst_command_progress_clear ();
  return learnt && pst_style_save (learnt, options->files[0], PST_DTYPE_F16, error);
}

PstExit
pst_command_finisher (gint argc, gchar **argv)
{
  g_auto (Options) options = { .steps = PST_FINISH_STEPS };
  g_autoptr (PstStyle) style = NULL;
  GError *error = NULL;

  if (! parse (argc, argv, &options, &error) || ! check (&options, &error)
      || ! (style = pst_command_find_style (options.style, &error))
      || ! pst_command_check_output (options.files[0], options.force,
                                     (const gchar *[]){ pst_style_get_path (style), NULL }, &error)
      || ! teach (&options, style, &error))
    return pst_command_fail (error);
  return PST_EXIT_DONE;
}
