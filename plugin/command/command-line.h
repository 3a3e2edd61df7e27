/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The commands of `pastiche`, and what they share.  Main thread only. */

#ifndef PST_COMMAND_LINE_H
#define PST_COMMAND_LINE_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* What the program ends with. */
typedef enum
{
  PST_EXIT_DONE = 0,
  PST_EXIT_FAILED = 1,
  PST_EXIT_USAGE = 2,      /* wrong arguments; nothing was done */
  PST_EXIT_CANCELLED = 130 /* as a shell says of SIGINT         */
} PstExit;

/* One command: @argv [0] is its name, @argv is its own to change. */
typedef PstExit (*PstCommandFunc) (gint argc, gchar **argv);

/* One of those that --help lists. */
typedef struct
{
  const gchar *name;
  PstCommandFunc run;
  const gchar *summary;
} PstCommand;

/* All of them; the last has no name. */
const PstCommand *pst_commands (void);

/* What --help and the manual say of the program. */
#define PST_COMMAND_PURPOSE "A photo becomes a painting."
#define PST_COMMAND_ENVIRONMENT                                                                    \
  "Styles are looked for in the folders of $PASTICHE_STYLES, in the user's GIMP\n"                 \
  "folder, beside this program and where Pastiche is installed."
#define PST_COMMAND_EXIT_CODES "0 done, 1 failed, 2 wrong usage, 130 interrupted."

PstExit pst_command_apply (gint argc, gchar **argv);
PstExit pst_command_train (gint argc, gchar **argv);
PstExit pst_command_styles (gint argc, gchar **argv);
PstExit pst_command_evaluate (gint argc, gchar **argv);
PstExit pst_command_sheet (gint argc, gchar **argv);
PstExit pst_command_import (gint argc, gchar **argv);
PstExit pst_command_export (gint argc, gchar **argv);
PstExit pst_command_remove (gint argc, gchar **argv);
PstExit pst_command_finisher (gint argc, gchar **argv);
PstExit pst_command_manner (gint argc, gchar **argv);
PstExit pst_command_label (gint argc, gchar **argv);
PstExit pst_command_base (gint argc, gchar **argv);

/* Parses @argv by @entries (NULL-terminated); --help prints @arguments, @summary
 * and @description and ends the program.  Errors: G_OPTION_ERROR.  FALSE without an error if it was
 * asked what the command takes, see command-manual.h: then the command ends with
 * pst_command_fail (). */
gboolean
pst_command_parse (gint *argc, gchar ***argv, const GOptionEntry *entries, const gchar *arguments,
                   const gchar *summary, const gchar *description, GError **error);

/* Sets a G_OPTION_ERROR: wrong usage.  Returns FALSE. */
gboolean pst_usage_error (GError **error, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

/* Range checks of options; the error names @option. */
gboolean pst_check_threads (gint threads, GError **error);
gboolean pst_check_seed (gint64 seed, GError **error);
gboolean pst_check_percent (const gchar *option, gdouble value, GError **error);

/* The rule for all that is written: none of @inputs (NULL-terminated, or NULL) is written over,
 * and what is there only with @force.  Errors: G_OPTION_ERROR, G_FILE_ERROR, BAD_INPUT. */
gboolean pst_command_check_output (const gchar *path, gboolean force, const gchar *const *inputs,
                                   GError **error);

/* That @files (NULL-terminated, or NULL) are one, and named as a style's file is; the error names @command. */
gboolean pst_command_check_style_file (const gchar *command, gchar **files, GError **error);

/* Makes @folder and those that it is in, where they are not there.  Errors: G_FILE_ERROR. */
gboolean pst_command_make_folder (const gchar *folder, GError **error);

/* How much is refined unless it is said otherwise. */
#define PST_COMMAND_REFINE 50

/* Prints "pastiche: message" to stderr. */
void pst_complain (const GError *error);

/* Prints @error, frees it and returns what to end with: PST_EXIT_USAGE for a
 * G_OPTION_ERROR, PST_EXIT_CANCELLED for G_IO_ERROR_CANCELLED, PST_EXIT_DONE for none, else
 * PST_EXIT_FAILED. */
PstExit pst_command_fail (GError *error);

/* From now on the first SIGINT or SIGTERM makes pst_interrupted () true; a second
 * one ends the program at once. */
void pst_interrupt_listen (void);
gboolean pst_interrupted (void);

/* A PstProgressFunc; @cancellable is cancelled once the user interrupts, and the
 * share done is shown where stderr is a terminal. */
void pst_command_progress (gdouble done, gpointer cancellable);

/* What it is the progress of: picture @i of @n, and of that, part @i of @n. */
void pst_command_progress_picture (guint i, guint n);
void pst_command_progress_part (gint i, gint n);

/* Takes what is shown off the terminal, for something else to be printed. */
void pst_command_progress_clear (void);

/* argv[0] of the program. */
const gchar *pst_command_program (void);

/* The folders that are searched for styles.  Free with g_strfreev (). */
gchar **pst_command_style_folders (void);

/* The style of that id or title in the folders of styles, or in that file; the error proposes the
 * nearest. */
PstStyle *pst_command_find_style (const gchar *name, GError **error);

/* The same for each of @ids_or_paths, NULL-terminated.  Returns an array of PstStyle that
 * unrefs its elements. */
GPtrArray *pst_command_find_styles (gchar **ids_or_paths, GError **error);

/* @path, or any text, for people: control characters are shown as such. */
gchar *pst_display_name (const gchar *path);

G_END_DECLS

#endif /* PST_COMMAND_LINE_H */
