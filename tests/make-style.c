/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a small style of random weights, which paints nothing that anybody
 * would want, but paints it fast.  Usage: make-style FILE ID TITLE [ARTIST [YEAR [PAINTING]]] */

#include "styles/style.h"

static void
set (GHashTable *metadata, const gchar *key, const gchar *value)
{
  g_hash_table_insert (metadata, g_strdup (key), g_strdup (value));
}

int
main (int argc, char **argv)
{
  const PstGeneratorShape shape = { { 8, 8, 8 }, 1 };
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  PstTensorSet *weights = pst_generator_declare (&shape);
  g_autoptr (PstStyle) style = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 4)
    {
      g_printerr ("Usage: make-style FILE ID TITLE [ARTIST [YEAR [PAINTING]]]\n");
      return 2;
    }

  set (metadata, "id", argv[2]);
  set (metadata, "title", argv[3]);
  set (metadata, "artist", argc > 4 ? argv[4] : "Nobody");
  set (metadata, "year", argc > 5 ? argv[5] : "2026");
  set (metadata, "licence", "CC0-1.0");
  if (argc > 6)
    set (metadata, "painting", argv[6]);
  pst_generator_init (weights, 1.0, g_str_hash (argv[2]));
  style = pst_style_new (metadata, &shape, weights);
  if (pst_style_save (style, argv[1], PST_DTYPE_F16, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
