/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where things are at run time: styles and what was installed beside a program.
 * Shared by both hosts; knows GIMP's folders but not libgimp. */

#ifndef PST_STYLE_FOLDERS_H
#define PST_STYLE_FOLDERS_H

#include "pastiche/pastiche.h"

G_BEGIN_DECLS

/* The folder of the running program, where a per-user install keeps its data.
 * @program: argv[0], used where the system cannot say; may be NULL.  NULL if it
 * cannot be found out.  Free with g_free (). */
gchar *pst_program_folder (const gchar *program);

/* The user's folder of GIMP: $GIMP2_DIRECTORY, or GIMP/2.10 among the user's
 * configuration.  Free with g_free (). */
gchar *pst_gimp_folder (void);

/* Where styles that the user learnt belong.  Need not exist.  Free with g_free (). */
gchar *pst_user_style_folder (void);

/* Where the lessons are that styles were or are learnt in.  Need not exist.  Free with
 * g_free (). */
gchar *pst_user_lesson_folder (void);

/* The user's own styles and lessons, beside those of pst_style_folders (). */
PstLibrary *pst_user_library (const gchar *program);

/* Where the help pages are: `help` beside the program, or where Pastiche is installed.
 * Free with g_free (). */
gchar *pst_help_folder (const gchar *program);

/* The folders to be searched for styles, for pst_style_list (), first one first:
 * those of $PASTICHE_STYLES (separated as in $PATH), the user's, `styles` beside
 * the program, the plug-in's per-user install, the system-wide install.  They
 * need not exist.  Free with g_strfreev (). */
gchar **pst_style_folders (const gchar *program);

G_END_DECLS

#endif /* PST_STYLE_FOLDERS_H */
