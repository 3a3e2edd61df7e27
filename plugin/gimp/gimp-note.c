/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "gimp/gimp-note.h"

#define GROUP "painting"

gboolean
pst_gimp_note_write (gint32 layer, gint32 source, const gchar *second, const PstSettings *settings)
{
  const PstParams *params = &settings->params;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *text = NULL;
  GimpParasite *parasite;
  gboolean attached;

  g_key_file_set_string (file, GROUP, "version", PST_VERSION);
  g_key_file_set_string (file, GROUP, "style", settings->style);
  g_key_file_set_double (file, GROUP, "strength", params->strength);
  g_key_file_set_double (file, GROUP, "brush-size", params->brush_size);
  g_key_file_set_double (file, GROUP, "keep-colours", params->keep_colours);
  g_key_file_set_string (file, GROUP, "mix-style", second);
  g_key_file_set_double (file, GROUP, "mix", params->mix);
  g_key_file_set_double (file, GROUP, "refine", params->refine);
  g_key_file_set_double (file, GROUP, "likeness", params->likeness);
  g_key_file_set_double (file, GROUP, "finish", params->finish);
  g_key_file_set_boolean (file, GROUP, "keep-selected", settings->keep_selected);
  g_key_file_set_uint64 (file, GROUP, "seed", params->seed);
  g_key_file_set_integer (file, GROUP, "source", gimp_item_get_tattoo (source));
  text = g_key_file_to_data (file, NULL, NULL);

  parasite =
      gimp_parasite_new (PST_GIMP_NOTE_NAME, GIMP_PARASITE_PERSISTENT | GIMP_PARASITE_UNDOABLE,
                         (guint32) strlen (text) + 1, text);
  attached = gimp_item_attach_parasite (layer, parasite);
  gimp_parasite_free (parasite);
  return attached;
}

/* Somebody else may have written it: nothing is taken for granted. */
static gboolean
parse (GKeyFile *file, PstSettings *settings, gint *tattoo)
{
  g_autofree gchar *style = g_key_file_get_string (file, GROUP, "style", NULL);
  g_autofree gchar *second = g_key_file_get_string (file, GROUP, "mix-style", NULL);
  PstSettings read = PST_SETTINGS_INIT;
  guint64 seed = g_key_file_get_uint64 (file, GROUP, "seed", NULL);

  if (! style || ! *style || seed > G_MAXUINT32)
    return FALSE;

  pst_settings_set_style (&read, style);
  pst_settings_set_mix_style (&read, second ? second : "");
  read.params.strength = g_key_file_get_double (file, GROUP, "strength", NULL);
  read.params.brush_size = g_key_file_get_double (file, GROUP, "brush-size", NULL);
  read.params.keep_colours = g_key_file_get_double (file, GROUP, "keep-colours", NULL);
  read.params.mix = g_key_file_get_double (file, GROUP, "mix", NULL);
  read.params.refine = g_key_file_get_double (file, GROUP, "refine", NULL);
  if (g_key_file_has_key (file, GROUP, "likeness", NULL)) /* notes were written before it */
    read.params.likeness = g_key_file_get_double (file, GROUP, "likeness", NULL);
  read.params.finish = g_key_file_get_double (file, GROUP, "finish", NULL);
  read.keep_selected = g_key_file_get_boolean (file, GROUP, "keep-selected", NULL);
  read.params.seed = (guint32) seed;
  if (! *read.style || ! pst_params_check (&read.params, NULL))
    return FALSE;

  *settings = read;
  *tattoo = g_key_file_get_integer (file, GROUP, "source", NULL);
  return TRUE;
}

gboolean
pst_gimp_note_read (gint32 layer, PstSettings *settings, gint32 *source)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GimpParasite *parasite = gimp_item_get_parasite (layer, PST_GIMP_NOTE_NAME);
  gint tattoo = 0;
  gboolean readable;

  *source = -1;
  if (! parasite)
    return FALSE;

  readable = gimp_parasite_data_size (parasite) > 0
             && g_key_file_load_from_data (
                 file, gimp_parasite_data (parasite),
                 strnlen (gimp_parasite_data (parasite), gimp_parasite_data_size (parasite)),
                 G_KEY_FILE_NONE, NULL)
             && parse (file, settings, &tattoo);
  gimp_parasite_free (parasite);

  if (readable && tattoo > 0)
    {
      gint32 found = gimp_image_get_layer_by_tattoo (gimp_item_get_image (layer), tattoo);

      /* A duplicated layer may have the tattoo of its own source. */
      *source = found == layer ? -1 : found;
    }
  return readable;
}
