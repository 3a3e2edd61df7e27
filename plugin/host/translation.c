/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/translation.h"

#include <libintl.h>

#include "host/style-folders.h"

/* Takes @folder; NULL if nothing is there. */
static gchar *
take_if_there (gchar *folder)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return folder;
  g_free (folder);
  return NULL;
}

gchar *
pst_translation_folder (const gchar *program)
{
  g_autofree gchar *beside = pst_program_folder (program), *gimp = pst_gimp_folder ();
  gchar *folder = NULL;

  if (beside)
    folder = take_if_there (g_build_filename (beside, "locale", NULL));
  if (! folder)
    folder = take_if_there (g_build_filename (gimp, "plug-ins", "pastiche-gimp", "locale", NULL));
  return folder ? folder : g_strdup (PST_LOCALEDIR);
}

void
pst_translation_bind (const gchar *program)
{
  g_autofree gchar *folder = pst_translation_folder (program);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

void
pst_translation_init (const gchar *program)
{
  pst_translation_bind (program);
  textdomain (GETTEXT_PACKAGE);
}
