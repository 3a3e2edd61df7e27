/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `pastiche`, the command line host. */

#include "command/command-line.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "command/command-manual.h"
#include "host/memory.h"
#include "host/output-file.h"
#include "host/style-choice.h"
#include "host/style-folders.h"
#include "pictures/quiet.h"

static const PstCommand commands[] = {
  { "apply", pst_command_apply, "paint photos in a style" },
  { "train", pst_command_train, "learn a style from one painting" },
  { "styles", pst_command_styles, "list the styles there are" },
  { "evaluate", pst_command_evaluate, "measure how well styles paint" },
  { "sheet", pst_command_sheet, "show what styles make of photos in one picture" },
  { "import", pst_command_import, "add a style to your own" },
  { "export", pst_command_export, "write a style to a file" },
  { "remove", pst_command_remove, "remove a style of your own" },
  { "finisher", pst_command_finisher, "teach a style how its painting is finished at full size" },
  { "manner", pst_command_manner, "show a style its painting, or make one of a picture" },
  { "label", pst_command_label, "change what a style's file says of the style" },
  { "base", pst_command_base, "make a base generator of styles" },
  { NULL }
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
pst_check_percent (const gchar *option, gdouble value, GError **error)
{
  if (! (value >= 0 && value <= 100))
    return pst_usage_error (error, "--%s %g: give 0 to 100", option, value);
  return TRUE;
}

gboolean
pst_command_check_output (const gchar *path, gboolean force, const gchar *const *inputs,
                          GError **error)
{
  g_autofree gchar *name = pst_display_name (path);

  for (; inputs && *inputs; inputs++)
    if (pst_output_is_same (path, *inputs))
      return pst_usage_error (error,
                              "%s: this file is read, so it is not written over; give "
                              "another name",
                              name);
  return pst_output_check (path, force, error);
}

gboolean
pst_command_check_style_file (const gchar *command, gchar **files, GError **error)
{
  if (files && g_strv_length (files) == 1 && g_str_has_suffix (files[0], ".safetensors"))
    return TRUE;
  return pst_usage_error (error, "%s: give one OUT that ends in .safetensors", command);
}

gboolean
pst_command_make_folder (const gchar *folder, GError **error)
{
  g_autofree gchar *name = pst_display_name (folder);

  if (g_mkdir_with_parents (folder, 0777) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               "%s: the folder cannot be made; give another one", name);
  return FALSE;
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

  if (! error) /* it was asked what it takes */
    return PST_EXIT_DONE;
  if (error->domain == G_OPTION_ERROR)
    code = PST_EXIT_USAGE;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = PST_EXIT_CANCELLED;

  pst_complain (error);
  g_error_free (error);
  return code;
}

/* ---- interruption ------------------------------------------------------- */

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

/* ---- shared by the commands ------------------------------------------- */

const PstCommand *
pst_commands (void)
{
  return commands;
}

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
pst_command_find_style (const gchar *name, GError **error)
{
  g_auto (GStrv) folders = pst_command_style_folders ();

  return pst_style_choose ((const gchar *const *) folders, name, error);
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

/* Control characters and marks of direction, which a terminal obeys and a reader cannot see. */
static gboolean
is_hidden (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* @text with them as \x1b; @spared are left. */
static gchar *
show_hidden (const gchar *text, const gchar *spared)
{
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  GString *shown = g_string_new (NULL);

  for (const gchar *c = valid; *c; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (! is_hidden (letter) || (letter < 0x80 && strchr (spared, (gint) letter)))
        g_string_append_unichar (shown, letter);
      else if (letter < 0x100)
        g_string_append_printf (shown, "\\x%02x", letter);
      else
        g_string_append_printf (shown, "\\u%04x", letter);
    }
  return g_string_free (shown, FALSE);
}

gchar *
pst_display_name (const gchar *path)
{
  g_autofree gchar *name = g_filename_display_name (path);

  return show_hidden (name, "");
}

/* All that is printed may have names and titles of files in it. */
static void
print_shown (const gchar *text, FILE *file)
{
  g_autofree gchar *shown = show_hidden (text, "\n\t");
  const gchar *charset;
  g_autofree gchar *local =
      g_get_charset (&charset)
          ? NULL
          : g_convert_with_fallback (shown, -1, charset, "UTF-8", "?", NULL, NULL, NULL);

  fputs (local ? local : shown, file);
}

static void
print_out (const gchar *text)
{
  print_shown (text, stdout);
}

static void
print_err (const gchar *text)
{
  print_shown (text, stderr);
  fflush (stderr);
}

/* What GLib would end the process with has to be told, too. */
static void
on_fatal (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  if ((level & G_LOG_LEVEL_ERROR) == 0)
    {
      g_log_default_handler (domain, level, message, user_data);
      return;
    }
  fprintf (stderr, "pastiche: %s; give it more memory (ulimit -v), or --threads 1\n", message);
  _exit (PST_EXIT_FAILED);
}

gboolean
pst_command_parse (gint *argc, gchar ***argv, const GOptionEntry *entries, const gchar *arguments,
                   const gchar *summary, const gchar *description, GError **error)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autofree gchar *name = NULL;

  if (pst_manual_is_asked ())
    {
      pst_manual_add (entries, arguments, summary, description);
      return FALSE;
    }
  context = g_option_context_new (arguments);
  name = g_strdup_printf ("pastiche %s", (*argv)[0]);
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
  g_print ("Usage: pastiche COMMAND [OPTION...] [FILE...]\n\n%s\n\nCommands:\n",
           PST_COMMAND_PURPOSE);
  for (const PstCommand *command = commands; command->name; command++)
    g_print ("  %-10s %s\n", command->name, command->summary);
  g_print ("\n`pastiche COMMAND --help` says what a command takes.\n\n%s\n\nExit codes: %s\n",
           PST_COMMAND_ENVIRONMENT, PST_COMMAND_EXIT_CODES);
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
  if (g_str_equal (name, "manual"))
    return pst_command_manual (argc - 1, argv + 1);
  for (const PstCommand *command = commands; command->name; command++)
    if (g_str_equal (name, command->name))
      return command->run (argc - 1, argv + 1);

  g_printerr ("pastiche: %s: there is no such command; `pastiche --help` lists them\n", name);
  return PST_EXIT_USAGE;
}

/* OpenBLAS' threads try for ever to get memory where there is none, and at the usual end they would be
 * waited for. */
static void
end_at_once (PstExit code)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return;
  fflush (NULL);
  _exit ((int) code);
}

int
main (int argc, char **argv)
{
  PstExit code;

  pst_memory_init ();
  g_set_print_handler (print_out);
  g_set_printerr_handler (print_err);
  g_log_set_default_handler (on_fatal, NULL);
  pst_quiet_allow ();

  signal (SIGXFSZ, SIG_IGN); /* it is an error of writing, which is told */
  signal (SIGPIPE, SIG_IGN);

  /* File names and --help in the user's language, numbers always with a point. */
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  program = argv[0];
  g_set_prgname ("pastiche");

  code = dispatch (argc, argv);
  end_at_once (code);
  return (int) code;
}
