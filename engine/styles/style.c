/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "styles/style.h"

#include "ground/error.h"
#include "styles/half.h"
#include "styles/weights.h"

#include <math.h>
#include <string.h>

#define DEFAULT_STYLE_SIZE 512
#define MAX_STYLE_SIZE     16384
#define MAX_MAGNITUDE      1e4f /* of a weight; an untrained one is below 10 */

PstStyle *
pst_style_new (GHashTable *metadata, const PstGeneratorShape *shape, PstTensorSet *weights)
{
  PstStyle *style = g_new0 (PstStyle, 1);

  style->ref_count = 1;
  style->path = g_strdup ("");
  style->metadata = metadata;
  style->shape = *shape;
  style->weights = weights;
  return style;
}

gboolean
pst_style_is_base (const PstStyle *style)
{
  return strcmp (pst_style_get (style, "role"), "base") == 0;
}

PstStyle *
pst_style_new_with (const PstStyle *style, const gchar *key, const gchar *value)
{
  g_autoptr (PstTensorSet) weights = pst_tensor_set_new_like (style->weights);
  GHashTable *metadata;
  GHashTableIter iter;
  gpointer k, v;

  if (! weights)
    return NULL;
  memcpy (weights->data, style->weights->data, weights->size * sizeof (gfloat));
  metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, style->metadata);
  while (g_hash_table_iter_next (&iter, &k, &v))
    g_hash_table_insert (metadata, g_strdup (k), g_strdup (v));
  g_hash_table_insert (metadata, g_strdup (key), g_strdup (value));
  return pst_style_new (metadata, &style->shape, g_steal_pointer (&weights));
}

PstDtype
pst_style_get_dtype (const PstStyle *style)
{
  const PstTensorSet *set = style->weights;

  for (gsize i = 0; i < set->size; i++)
    if (pst_half_to_float (pst_half_from_float (set->data[i])) != set->data[i])
      return PST_DTYPE_F32;
  return PST_DTYPE_F16;
}

PstStyle *
pst_style_ref (PstStyle *style)
{
  g_atomic_int_inc (&style->ref_count);
  return style;
}

void
pst_style_unref (PstStyle *style)
{
  if (! style || ! g_atomic_int_dec_and_test (&style->ref_count))
    return;
  g_free (style->path);
  g_hash_table_unref (style->metadata);
  pst_tensor_set_free (style->weights);
  g_free (style->reference);
  g_free (style);
}

const gchar *
pst_style_get (const PstStyle *style, const gchar *key)
{
  const gchar *value = g_hash_table_lookup (style->metadata, key);

  return value ? value : "";
}

const gchar *
pst_style_get_id (const PstStyle *style)
{
  return pst_style_get (style, "id");
}

const gchar *
pst_style_get_path (const PstStyle *style)
{
  return style->path;
}

/* A natural number within bounds and nothing else. */
static gboolean
parse_number (const gchar *text, gint min, gint max, gint *number)
{
  guint64 value;

  if (! text || ! g_ascii_string_to_unsigned (text, 10, (guint64) min, (guint64) max, &value, NULL))
    return FALSE;
  *number = (gint) value;
  return TRUE;
}

gint
pst_style_get_style_size (const PstStyle *style)
{
  gint size = DEFAULT_STYLE_SIZE;

  parse_number (g_hash_table_lookup (style->metadata, "style_size"), 1, MAX_STYLE_SIZE, &size);
  return size;
}

/* The bounds are those of architecture.h: nothing is declared, and so allocated,
 * before they hold. */
static gboolean
parse_shape (const PstWeights *weights, PstGeneratorShape *shape, GError **error)
{
  const gchar *arch = pst_weights_get (weights, "arch");
  const gchar *text = pst_weights_get (weights, "widths");
  const gchar *size = pst_weights_get (weights, "style_size");
  g_auto (GStrv) widths = g_strsplit (text ? text : "", ",", 4);
  const gchar *blocks = pst_weights_get (weights, "blocks");
  gint unused;

  if (! arch)
    return pst_error_set_file (error, PST_ERROR_BAD_VERSION, weights->path,
                               "it does not name its architecture");
  if (! pst_architecture_find (arch, &shape->architecture))
    {
      g_autofree gchar *safe = g_strescape (arch, NULL);

      return pst_error_set_file (error, PST_ERROR_BAD_VERSION, weights->path,
                                 "its architecture \"%.64s\" is unknown", safe);
    }
  for (gint i = 0; i < 3; i++)
    if (g_strv_length (widths) != 3
        || ! parse_number (widths[i], PST_WIDTH_MIN, PST_WIDTH_MAX, &shape->widths[i])
        || shape->widths[i] % 2)
      return pst_error_set_file (error, PST_ERROR_BAD_FILE, weights->path,
                                 "its \"widths\" are not three even numbers from %d to %d",
                                 PST_WIDTH_MIN, PST_WIDTH_MAX);
  if (! parse_number (blocks, 0, PST_BLOCKS_MAX, &shape->blocks))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, weights->path,
                               "its \"blocks\" are not a number from 0 to %d", PST_BLOCKS_MAX);
  if (size && ! parse_number (size, 1, MAX_STYLE_SIZE, &unused))
    return pst_error_set_file (error, PST_ERROR_BAD_FILE, weights->path,
                               "its \"style_size\" is not a number from 1 to %d", MAX_STYLE_SIZE);
  return TRUE;
}

/* The name of the first tensor that has a weight out of range, as numbers of
 * @dtype; NULL if there is none. */
static const gchar *
find_wild (const PstTensorSet *set, PstDtype dtype)
{
  for (guint i = 0; i < set->infos->len; i++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (set, (gint) i);

      for (gsize k = info->offset; k < info->offset + info->size; k++)
        {
          gfloat value = set->data[k];

          if (dtype == PST_DTYPE_F16)
            value = pst_half_to_float (pst_half_from_float (value));
          if (! (fabsf (value) < MAX_MAGNITUDE)) /* also a NaN */
            return info->name;
        }
    }
  return NULL;
}

PstStyle *
pst_style_load (const gchar *path, GError **error)
{
  g_autoptr (PstWeights) weights = pst_weights_load (path, PST_WEIGHTS_STYLE_MEMBERS, error);
  g_autoptr (PstTensorSet) set = NULL;
  PstGeneratorShape shape;
  const gchar *wild;
  PstStyle *style;

  if (! weights || ! parse_shape (weights, &shape, error))
    return NULL;
  if ((wild = find_wild (weights->tensors, PST_DTYPE_F32)))
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                          "tensor \"%s\" has a value of 10000 or more", wild);
      return NULL;
    }
  set = pst_generator_declare (&shape);
  if (! set)
    {
      pst_error_set_file (error, PST_ERROR_TOO_LARGE, path, "no memory for its weights");
      return NULL;
    }
  if (! pst_weights_copy_to (weights, "", set, error))
    return NULL;
  for (guint i = 0; i < weights->tensors->infos->len; i++)
    {
      const gchar *name = pst_tensor_set_info (weights->tensors, (gint) i)->name;

      if (pst_tensor_set_find (set, name) >= 0)
        continue;
      pst_error_set_file (error, PST_ERROR_WRONG_SHAPE, path, "tensor \"%s\" has no place in it",
                          name);
      return NULL;
    }
  style = pst_style_new (g_hash_table_ref (weights->metadata), &shape, g_steal_pointer (&set));
  g_free (style->path);
  style->path = g_strdup (path);
  return style;
}

gboolean
pst_style_save (const PstStyle *style, const gchar *path, PstDtype dtype, GError **error)
{
  g_autoptr (GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gchar *blocks = g_strdup_printf ("%d", style->shape.blocks);
  g_autofree gchar *size = g_strdup_printf ("%d", pst_style_get_style_size (style));
  g_autofree gchar *widths = NULL;
  const PstTensorSet *sets[] = { style->weights };
  const gchar *prefixes[] = { "" };
  const gchar *wild = find_wild (style->weights, dtype);
  GHashTableIter iter;
  gpointer key, value;

  if (wild)
    return pst_error_set_file (error, PST_ERROR_DIVERGED, path,
                               "not written: tensor \"%s\" has a value of 10000 or more", wild);
  g_hash_table_iter_init (&iter, style->metadata);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (metadata, key, value);
  widths = g_strdup_printf ("%d,%d,%d", style->shape.widths[0], style->shape.widths[1],
                            style->shape.widths[2]);
  g_hash_table_insert (metadata, "arch",
                       (gpointer) pst_architecture_get_name (style->shape.architecture));
  g_hash_table_insert (metadata, "widths", widths);
  g_hash_table_insert (metadata, "blocks", blocks);
  g_hash_table_insert (metadata, "style_size", size);
  return pst_weights_save (path, metadata, sets, prefixes, 1, dtype, error);
}
