/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "host/translation.h"

#include <libintl.h>

#include "host/style-folders.h"

gchar *
pst_translation_folder (const gchar *program)
{
  g_autofree gchar *folder = pst_program_folder (program);
  g_autofree gchar *beside = folder ? g_build_filename (folder, "locale", NULL) : NULL;

  if (beside && g_file_test (beside, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&beside);
  return g_strdup (PST_LOCALEDIR);
}

void
pst_translation_init (const gchar *program)
{
  g_autofree gchar *folder = pst_translation_folder (program);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
