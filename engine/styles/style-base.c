/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Base generators: what styles are learnt from. */

#include "styles/style.h"

#include <string.h>

/* What @styles say for @key, each once. */
static gchar *
join (const PstStyle *const *styles, gsize n, const gchar *key)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      const gchar *value = pst_style_get (styles[i], key);

      if (*value && ! g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL))
        g_ptr_array_add (values, (gpointer) value);
    }
  g_ptr_array_add (values, NULL);
  return g_strjoinv (";", (gchar **) values->pdata);
}

static GHashTable *
describe (const PstStyle *const *styles, gsize n)
{
  static const gchar *const joined[] = { "artist", "licence", "painting" };
  GHashTable *metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (metadata, g_strdup ("id"), g_strdup ("base"));
  g_hash_table_insert (metadata, g_strdup ("role"), g_strdup ("base"));
  g_hash_table_insert (metadata, g_strdup ("title"), g_strdup ("Base"));
  g_hash_table_insert (metadata, g_strdup ("styles"), join (styles, n, "id"));
  g_hash_table_insert (metadata, g_strdup ("style_size"),
                       g_strdup (pst_style_get (styles[0], "style_size")));
  for (guint i = 0; i < G_N_ELEMENTS (joined); i++)
    g_hash_table_insert (metadata, g_strdup (joined[i]), join (styles, n, joined[i]));
  return metadata;
}

PstStyle *
pst_style_new_base (const PstStyle *const *styles, gsize n, GError **error)
{
  PstTensorSet *mean;

  if (n < 2)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_BAD_INPUT,
                           "A base is made of two styles or more.");
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    if (! pst_style_check_generator (styles[i], error))
      return NULL;
  for (gsize i = 1; i < n; i++)
    if (memcmp (&styles[0]->shape, &styles[i]->shape, sizeof styles[0]->shape) != 0)
      {
        g_set_error (error, PST_ERROR, PST_ERROR_WRONG_SHAPE,
                     "The styles \"%s\" and \"%s\" are generators of different shapes.",
                     pst_style_get_id (styles[0]), pst_style_get_id (styles[i]));
        return NULL;
      }
  mean = pst_tensor_set_new_like (styles[0]->weights);
  if (! mean)
    {
      g_set_error_literal (error, PST_ERROR, PST_ERROR_TOO_LARGE, "There is no memory for a base.");
      return NULL;
    }
  for (gsize k = 0; k < mean->size; k++)
    {
      gdouble sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += styles[i]->weights->data[k];
      mean->data[k] = (gfloat) (sum / (gdouble) n);
    }
  return pst_style_new (describe (styles, n), &styles[0]->shape, mean);
}
