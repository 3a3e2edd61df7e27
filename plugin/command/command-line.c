/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `pastiche`, the command line host. */

#include "command/command-line.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/memory.h"
#include "host/style-folders.h"
#include "pictures/image-file.h"

#define PROGRESS_WIDTH 24
#define PACE_PERCENT   5 /* that tell the pace */

typedef struct
{
  const gchar *name;
  PstCommandFunc run;
  const gchar *summary;
} Command;

static const Command commands[] = {
  { "apply", pst_command_apply, "paint photos in a style" },
  { "train", pst_command_train, "learn a style from one painting" },
  { "styles", pst_command_styles, "list the styles there are" },
  { "evaluate", pst_command_evaluate, "measure how well styles paint" },
  { "sheet", pst_command_sheet, "show what styles make of photos in one picture" },
  { "import", pst_command_import, "add a style to your own" },
  { "export", pst_command_export, "write a style to a file" },
  { "remove", pst_command_remove, "remove a style of your own" },
  { "manner", pst_command_manner, "show a style its painting, or make one of a picture" },
  { "label", pst_command_label, "change what a style's file says of the style" },
  { "base", pst_command_base, "make a base generator of styles" },
};

static const gchar *program; /* argv[0] */
static volatile sig_atomic_t interrupted;

/* ---- errors ----------------------------------------------------------- */

gboolean
pst_usage_error (GError **error, const gchar *format, ...)
{
  g_autofree gchar *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
  return FALSE;
}

gboolean
pst_check_threads (gint threads, GError **error)
{
  if (threads < 0 || threads > 1024)
    return pst_usage_error (error, "--threads %d: give 1 to 1024, or 0 for one per processor",
                            threads);
  return TRUE;
}

gboolean
pst_check_seed (gint64 seed, GError **error)
{
  if (seed < 0 || seed > G_MAXUINT32)
    return pst_usage_error (error, "--seed %" G_GINT64_FORMAT ": give 0 to %u", seed, G_MAXUINT32);
  return TRUE;
}

gboolean
pst_check_refine (gdouble refine, GError **error)
{
  if (! (refine >= 0 && refine <= 100))
    return pst_usage_error (error, "--refine %g: give 0 to 100", refine);
  return TRUE;
}

void
pst_complain (const GError *error)
{
  fflush (stdout);
  g_printerr ("pastiche: %s\n", error->message);
}

PstExit
pst_command_fail (GError *error)
{
  PstExit code = PST_EXIT_FAILED;

  if (error->domain == G_OPTION_ERROR)
    code = PST_EXIT_USAGE;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = PST_EXIT_CANCELLED;

  pst_complain (error);
  g_error_free (error);
  return code;
}

/* ---- interruption and progress ---------------------------------------- */

static void
on_signal (int number)
{
  interrupted = 1;
}

void
pst_interrupt_listen (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int) SA_RESETHAND };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
pst_interrupted (void)
{
  return interrupted != 0;
}

/* What is left follows from the pace so far. */
void
pst_command_progress (gdouble done, gpointer cancellable)
{
  static gint shown = -1;
  static gint64 begin;
  gint percent = (gint) (done * 100);
  gint64 now = g_get_monotonic_time ();

  if (pst_interrupted ())
    g_cancellable_cancel (cancellable);
  if (shown < 0 || percent < shown) /* the next picture */
    begin = now;
  if (percent == shown)
    return;
  shown = percent;
  if (! isatty (STDERR_FILENO))
    return;
  if (percent >= 100)
    g_printerr ("\r%*s\r", PROGRESS_WIDTH, "");
  else if (percent < PACE_PERCENT)
    g_printerr ("\r%3d %%", percent);
  else
    g_printerr ("\r%3d %%  %.0f s left  ", percent,
                ceil ((gdouble) (now - begin) / G_USEC_PER_SEC * (1 - done) / done));
}

/* ---- shared by the commands ------------------------------------------- */

const gchar *
pst_command_program (void)
{
  return program;
}

gchar **
pst_command_style_folders (void)
{
  return pst_style_folders (program);
}

PstStyle *
pst_command_find_style (const gchar *id_or_path, GError **error)
{
  g_auto (GStrv) folders = pst_command_style_folders ();

  return pst_style_find ((const gchar *const *) folders, id_or_path, error);
}

GPtrArray *
pst_command_find_styles (gchar **ids_or_paths, GError **error)
{
  g_autoptr (GPtrArray) styles = g_ptr_array_new_with_free_func ((GDestroyNotify) pst_style_unref);

  for (gchar **name = ids_or_paths; *name; name++)
    {
      PstStyle *style = pst_command_find_style (*name, error);

      if (! style)
        return NULL;
      g_ptr_array_add (styles, style);
    }
  return g_steal_pointer (&styles);
}

gchar *
pst_display_name (const gchar *path)
{
  return g_filename_display_name (path);
}

gboolean
pst_command_parse (gint *argc, gchar ***argv, const GOptionEntry *entries, const gchar *arguments,
                   const gchar *summary, const gchar *description, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autofree gchar *name = g_strdup_printf ("pastiche %s", (*argv)[0]);

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (! g_option_context_parse (context, argc, argv, error))
    {
      g_prefix_error (error, "%s: ", (*argv)[0]);
      return FALSE;
    }
  return TRUE;
}

/* ---- the program ------------------------------------------------------ */

static void
print_help (void)
{
  g_print ("Usage: pastiche COMMAND [OPTION...] [FILE...]\n"
           "\n"
           "A photo becomes a painting.\n"
           "\n"
           "Commands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, commands[i].summary);
  g_print ("\n"
           "`pastiche COMMAND --help` says what a command takes.\n"
           "\n"
           "Styles are looked for in the folders of $PASTICHE_STYLES, in the user's GIMP\n"
           "folder, beside this program and where Pastiche is installed.\n"
           "\n"
           "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.\n");
}

static PstExit
dispatch (gint argc, gchar **argv)
{
  const gchar *name = argc > 1 ? argv[1] : NULL;

  if (! name)
    {
      g_printerr ("pastiche: name a command; `pastiche --help` lists them\n");
      return PST_EXIT_USAGE;
    }
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help"))
    {
      print_help ();
      return PST_EXIT_DONE;
    }
  if (g_str_equal (name, "--version"))
    {
      g_print ("pastiche %s\n", PST_VERSION);
      return PST_EXIT_DONE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (name, commands[i].name))
      return commands[i].run (argc - 1, argv + 1);

  g_printerr ("pastiche: %s: there is no such command; `pastiche --help` lists them\n", name);
  return PST_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  PstExit code;

  pst_memory_init ();

  /* File names and --help in the user's language, numbers always with a point. */
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  program = argv[0];
  g_set_prgname ("pastiche");

  code = dispatch (argc, argv);
  pst_image_file_end ();
  return (int) code;
}
