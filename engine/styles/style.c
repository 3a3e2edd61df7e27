/* Pastiche.  SPDX-License-Identifier: GPL-3.0-or-later */

#include "styles/style.h"

#include "ground/error.h"
#include "networks/finisher.h"
#include "strokes/manner-tensors.h"
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
  if (shape)
    style->shape = *shape;
  style->weights = weights;
  return style;
}

gboolean
pst_style_is_base (const PstStyle *style)
{
  return strcmp (pst_style_get (style, "role"), "base") == 0;
}

/* NULL where there is none, and where there is no memory. */
static PstTensorSet *
copy_set (const PstTensorSet *set)
{
  PstTensorSet *copy = set ? pst_tensor_set_new_like (set) : NULL;

  if (copy)
    memcpy (copy->data, set->data, set->size * sizeof (gfloat));
  return copy;
}

PstStyle *
pst_style_copy (const PstStyle *style)
{
  g_autoptr (PstTensorSet) weights = copy_set (style->weights), traits = copy_set (style->traits);
  g_autoptr (PstTensorSet) finisher = copy_set (style->finisher);
  GHashTable *metadata;
  GHashTableIter iter;
  gpointer k, v;
  PstStyle *copy;

  if ((style->weights && ! weights) || (style->traits && ! traits)
      || (style->finisher && ! finisher))
    return NULL;
  metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, style->metadata);
  while (g_hash_table_iter_next (&iter, &k, &v))
    g_hash_table_insert (metadata, g_strdup (k), g_strdup (v));
  copy = pst_style_new (metadata, &style->shape, g_steal_pointer (&weights));
  copy->traits = g_steal_pointer (&traits);
  copy->finisher = g_steal_pointer (&finisher);
  copy->manner = style->manner ? pst_manner_ref (style->manner) : NULL;
  return copy;
}

static gboolean
is_half (const PstTensorSet *set)
{
  for (gsize i = 0; set && i < set->size; i++)
    if (pst_half_to_float (pst_half_from_float (set->data[i])) != set->data[i])
      return FALSE;
  return TRUE;
}

PstDtype
pst_style_get_dtype (const PstStyle *style)
{
  return is_half (style->weights) && is_half (style->traits) && is_half (style->finisher)
             ? PST_DTYPE_F16
             : PST_DTYPE_F32;
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
  pst_tensor_set_free (style->traits);
  pst_manner_unref (style->manner);
  pst_tensor_set_free (style->finisher);
  g_free (style);
}

gboolean
pst_style_has_generator (const PstStyle *style)
{
  return style->weights != NULL;
}

gboolean
pst_style_check_generator (const PstStyle *style, GError **error)
{
  if (style->weights)
    return TRUE;
  g_set_error (error, PST_ERROR, PST_ERROR_BAD_INPUT,
               "The style \"%s\" was made from a picture and has learnt nothing yet. Learn it "
               "first, or name another one.",
               pst_style_get_id (style));
  return FALSE;
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

gint
pst_style_get_order (const PstStyle *style)
{
  gint order = PST_STYLE_MAX_ORDER + 1;

  parse_number (g_hash_table_lookup (style->metadata, "order"), 1, PST_STYLE_MAX_ORDER, &order);
  return order;
}

/* The bounds are those of architecture.h: nothing is declared, and so allocated,
 * before they hold.  *@has_generator: whether there is a shape at all. */
static gboolean
parse_shape (const PstWeights *weights, PstGeneratorShape *shape, gboolean *has_generator,
             GError **error)
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
  *has_generator = strcmp (arch, PST_MANNER_ARCH) != 0;
  if (*has_generator && ! pst_architecture_find (arch, &shape->architecture))
    {
      g_autofree gchar *safe = g_strescape (arch, NULL);

      return pst_error_set_file (error, PST_ERROR_BAD_VERSION, weights->path,
                                 "its architecture \"%.64s\" is unknown", safe);
    }
  for (gint i = 0; *has_generator && i < 3; i++)
    if (g_strv_length (widths) != 3
        || ! parse_number (widths[i], PST_WIDTH_MIN, PST_WIDTH_MAX, &shape->widths[i])
        || shape->widths[i] % 2)
      return pst_error_set_file (error, PST_ERROR_BAD_FILE, weights->path,
                                 "its \"widths\" are not three even numbers from %d to %d",
                                 PST_WIDTH_MIN, PST_WIDTH_MAX);
  if (*has_generator && ! parse_number (blocks, 0, PST_BLOCKS_MAX, &shape->blocks))
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

/* The generator's weights. */
static PstTensorSet *
read_generator (const PstWeights *weights, const PstGeneratorShape *shape, GError **error)
{
  g_autoptr (PstTensorSet) set = pst_generator_declare (shape);

  if (! set)
    {
      pst_error_set_file (error, PST_ERROR_TOO_LARGE, weights->path, "no memory for its weights");
      return NULL;
    }
  return pst_weights_copy_to (weights, "", set, error) ? g_steal_pointer (&set) : NULL;
}

/* The manner's tensors as they are; NULL without an error if there are none. */
static gboolean
read_traits (const PstWeights *weights, PstTensorSet **traits, GError **error)
{
  const PstTensorSet *all = weights->tensors;
  g_autoptr (PstTensorSet) set = pst_tensor_set_new ();

  for (guint i = 0; i < all->infos->len; i++)
    {
      const PstTensorInfo *info = pst_tensor_set_info (all, (gint) i);

      if (pst_manner_owns_tensor (info->name))
        pst_tensor_set_declare (set, info->name, info->rank, info->dims[0], info->dims[1],
                                info->dims[2], info->dims[3]);
    }
  if (! pst_tensor_set_allocate (set))
    return pst_error_set_file (error, PST_ERROR_TOO_LARGE, weights->path,
                               "no memory for its weights");
  if (! pst_weights_copy_to (weights, "", set, error))
    return FALSE;
  if (set->infos->len)
    *traits = g_steal_pointer (&set);
  return TRUE;
}

/* What its metadata say it has; NULL without an error if that is nothing. */
static gboolean
read_finisher (const PstWeights *weights, PstTensorSet **finisher, GError **error)
{
  const gchar *said = pst_weights_get (weights, PST_FINISHER_KEY);
  g_autoptr (PstTensorSet) set = NULL;

  if (! said)
    return TRUE;
  if (strcmp (said, PST_FINISHER_ARCH) != 0)
    {
      g_autofree gchar *safe = g_strescape (said, NULL);

      return pst_error_set_file (error, PST_ERROR_BAD_VERSION, weights->path,
                                 "its finisher \"%.64s\" is unknown", safe);
    }
  set = pst_finisher_declare ();
  if (! set)
    return pst_error_set_file (error, PST_ERROR_TOO_LARGE, weights->path,
                               "no memory for its weights");
  if (! pst_weights_copy_to (weights, "", set, error))
    return FALSE;
  *finisher = g_steal_pointer (&set);
  return TRUE;
}

static gboolean
check_places (const PstWeights *weights, const PstTensorSet *generator, const PstTensorSet *traits,
              const PstTensorSet *finisher, GError **error)
{
  for (guint i = 0; i < weights->tensors->infos->len; i++)
    {
      const gchar *name = pst_tensor_set_info (weights->tensors, (gint) i)->name;

      if ((! generator || pst_tensor_set_find (generator, name) < 0)
          && (! finisher || pst_tensor_set_find (finisher, name) < 0)
          && (! traits || ! pst_weights_get (weights, PST_MANNER_KEY)
              || pst_tensor_set_find (traits, name) < 0))
        return pst_error_set_file (error, PST_ERROR_WRONG_SHAPE, weights->path,
                                   "tensor \"%s\" has no place in it", name);
    }
  return TRUE;
}

PstStyle *
pst_style_load (const gchar *path, GError **error)
{
  g_autoptr (PstWeights) weights = pst_weights_load (path, PST_WEIGHTS_STYLE_MEMBERS, error);
  g_autoptr (PstTensorSet) set = NULL, traits = NULL, finisher = NULL;
  g_autoptr (PstStyle) style = NULL;
  gboolean has_generator = FALSE, has_manner;
  PstGeneratorShape shape = { 0 };
  const gchar *wild, *wrong = NULL, *text;

  if (! weights || ! parse_shape (weights, &shape, &has_generator, error))
    return NULL;
  text = pst_weights_get (weights, PST_MANNER_KEY);
  has_manner = ! has_generator || text;
  if ((wild = find_wild (weights->tensors, PST_DTYPE_F32)))
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path,
                          "tensor \"%s\" has a value of 10000 or more", wild);
      return NULL;
    }
  if ((has_generator && ! (set = read_generator (weights, &shape, error)))
      || (has_manner && ! read_traits (weights, &traits, error))
      || ! read_finisher (weights, &finisher, error)
      || ! check_places (weights, set, traits, finisher, error))
    return NULL;
  if (has_generator && text && pst_manner_text_is_old (text)) /* what else it has is still good */
    {
      g_hash_table_remove (weights->metadata, PST_MANNER_KEY);
      has_manner = FALSE;
    }
  style = pst_style_new (g_hash_table_ref (weights->metadata), &shape, g_steal_pointer (&set));
  style->finisher = g_steal_pointer (&finisher);
  if (has_manner && ! pst_style_take_traits (style, g_steal_pointer (&traits), &wrong))
    {
      pst_error_set_file (error, PST_ERROR_BAD_FILE, path, "%s", wrong);
      return NULL;
    }
  g_free (style->path);
  style->path = g_strdup (path);
  return g_steal_pointer (&style);
}

/* What @style is, in strings. */
static void
describe (const PstStyle *style, GHashTable *metadata)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, style->metadata);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (metadata, g_strdup (key), g_strdup (value));
  g_hash_table_insert (metadata, g_strdup ("style_size"),
                       g_strdup_printf ("%d", pst_style_get_style_size (style)));
  g_hash_table_insert (metadata, g_strdup ("arch"),
                       g_strdup (style->weights
                                     ? pst_architecture_get_name (style->shape.architecture)
                                     : PST_MANNER_ARCH));
  if (! style->weights)
    return;
  g_hash_table_insert (metadata, g_strdup ("widths"),
                       g_strdup_printf ("%d,%d,%d", style->shape.widths[0], style->shape.widths[1],
                                        style->shape.widths[2]));
  g_hash_table_insert (metadata, g_strdup ("blocks"), g_strdup_printf ("%d", style->shape.blocks));
}

gboolean
pst_style_save (const PstStyle *style, const gchar *path, PstDtype dtype, GError **error)
{
  g_autoptr (GHashTable) metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const PstTensorSet *sets[3];
  const gchar *prefixes[3] = { "", "", "" };
  guint n_sets = 0;

  if (style->weights)
    sets[n_sets++] = style->weights;
  if (style->traits)
    sets[n_sets++] = style->traits;
  if (style->finisher)
    sets[n_sets++] = style->finisher;
  for (guint i = 0; i < n_sets; i++)
    {
      const gchar *wild = find_wild (sets[i], dtype);

      if (wild)
        return pst_error_set_file (error, PST_ERROR_DIVERGED, path,
                                   "not written: tensor \"%s\" has a value of 10000 or more", wild);
    }
  describe (style, metadata);
  return pst_weights_save (path, metadata, sets, prefixes, n_sets, dtype, error);
}

/* ---- the finisher ----------------------------------------------------- */

gboolean
pst_style_has_finisher (const PstStyle *style)
{
  return style->finisher != NULL;
}

gdouble
pst_style_get_finish (const PstStyle *style)
{
  gint finish = PST_FINISH;

  parse_number (g_hash_table_lookup (style->metadata, "finish"), 0, 100, &finish);
  return finish;
}

PstStyle *
pst_style_new_with_finisher (const PstStyle *style, const PstTensorSet *finisher, GError **error)
{
  PstStyle *copy = pst_style_copy (style);

  if (copy)
    {
      pst_tensor_set_free (copy->finisher);
      copy->finisher = copy_set (finisher);
    }
  if (! copy || ! copy->finisher)
    {
      pst_style_unref (copy);
      g_set_error (error, PST_ERROR, PST_ERROR_TOO_LARGE,
                   "There is no memory for another copy of the style \"%s\"; close other programs",
                   pst_style_get_id (style));
      return NULL;
    }
  for (gsize i = 0; i < copy->finisher->size; i++)
    copy->finisher->data[i] = pst_half_to_float (pst_half_from_float (copy->finisher->data[i]));
  g_hash_table_insert (copy->metadata, g_strdup (PST_FINISHER_KEY), g_strdup (PST_FINISHER_ARCH));
  return copy;
}
